"""The elements of HTML as blocks: headings, paragraphs, lists, definitions and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.blocks import Block
from corpus.cleaning import clean
from corpus.composing import Composer, Kind
from corpus.page_parts import is_around, is_hidden
from corpus.records import told_breaks
from corpus.tables import Cell

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LAYOUT_WORDS = 200
"""Words of a table row beyond which it is there for the layout, and holds paragraphs."""
SHORT_DETAILS = 3
"""Paragraphs below a summary up to which it is told like a definition."""

_BLOCKS_TAGS = (
    "address article aside blockquote body button caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre "
    "search section summary table tbody td tfoot th thead tr ul"
)
BLOCK_TAGS = frozenset(_BLOCKS_TAGS.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT = (*HEADINGS, "table", "pre", "article", "section")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("ul", "ol", "menu", "dir"), "list"),
    "li": "item",
    "dl": "entries",
    "dt": "term",
    "dd": "definition",
    "details": "entries",
    "summary": "term",
}
_BREAK = "\x02"
_TWO_BREAKS = re.compile(rf"{_BREAK}\s*{_BREAK}[{_BREAK}\s]*")
_STRUCK = frozenset(("del", "s", "strike"))
_NUMBER = re.compile(r"\d{1,4}")


def blocks_of(roots: Iterable[HtmlElement], *, whole: bool) -> list[Block]:
    """Return the headings and paragraphs of the elements ``roots``, in their order.

    A list with its lead-in is one paragraph, and so is a table, with a line for each row. What is hidden or struck out
    is left out; unless the page is taken as a ``whole``, so is what stands around its content.
    """
    reader = _Reader(whole=whole)
    for root in roots:
        reader.read(root)
    return reader.blocks()


class _Reader:
    """Collects the words of a page into blocks, without recursion, which deep pages would not allow."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._composer = Composer()
        self._parts: list[str] = []
        self._heading: HtmlElement | None = None  # One block, whatever is in it.
        self._lines = 0  # How many <pre> are open.

    def blocks(self) -> list[Block]:
        """Return what was read."""
        return self._composer.blocks()

    def read(self, root: HtmlElement) -> None:
        """Read ``root`` with all that is in it."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                hidden = is_hidden(element) or element.tag in _STRUCK
                if hidden or (element is not root and not self._whole and is_around(element)):
                    if element.tag == "header" and not hidden:  # What is in it besides may well be the menu.
                        self._flush()
                        for found in element.iter(*HEADINGS):
                            self._composer.add(Block(_plain(found), HEADINGS[found.tag]))
                    walk.skip_subtree()
                    skipped = element
                    self._parts.append(" " if element.tag in BLOCK_TAGS else "")
                elif element.tag == "table" and self._heading is None and not _is_layout(element):
                    self._flush()
                    self._composer.add_table([list(_cells(row)) for row in _rows(element)], title=_caption(element))
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._begin(element)
                continue
            if event == "end" and element is not skipped:
                self._finish(element)
            if element is not root:
                self._parts.append(element.tail or "")
        self._flush()

    def _begin(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in ("br", "wbr"):
            self._parts.append(_BREAK if tag == "br" else "")
        elif tag in BLOCK_TAGS and self._heading is not None:
            self._parts.append(" ")
        elif tag in BLOCK_TAGS:
            self._flush()
            self._lines += tag == "pre"
            if tag in HEADINGS:
                self._heading = element
            elif tag in _KINDS:
                first = element.get("start") or ""
                self._composer.begin(
                    _KINDS[tag], ordered=tag == "ol", first=int(first) if _NUMBER.fullmatch(first) else 1
                )
        elif tag == "sup" and _is_power(self._parts, element.text or ""):
            self._parts.append("^")
        self._parts.append(element.text or "")

    def _finish(self, element: HtmlElement) -> None:
        tag = element.tag
        if element is self._heading:
            self._flush(HEADINGS[tag])
            self._heading = None
        elif tag in BLOCK_TAGS and self._heading is not None:
            self._parts.append(" ")
        elif tag in BLOCK_TAGS:
            self._flush(bold=tag in ("p", "div") and _is_bold(element))
            self._lines -= tag == "pre"
            if tag in _KINDS:
                self._composer.end(_KINDS[tag])

    def _flush(self, level: int = 0, *, bold: bool = False) -> None:
        """Pass on the words collected so far."""
        text = "".join(self._parts)
        self._parts = []
        if self._lines:
            lines = (" ".join(clean(line).split()) for line in re.split(rf"[\r\n{_BREAK}]", text))
            self._composer.add(Block("\n".join(filter(None, lines)), ends=True))
            return
        for paragraph in [text] if level else _TWO_BREAKS.split(text):
            if level or _BREAK not in paragraph:
                self._composer.add(Block(" ".join(clean(paragraph.replace(_BREAK, " ")).split()), level, bold=bold))
            else:
                self._composer.add(Block(told_breaks(clean(paragraph.replace(_BREAK, "\n")).split("\n"))))


def _is_bold(element: HtmlElement) -> bool:
    """Tell whether all words of a paragraph stand out as strong."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
        if element.tag in ("b", "strong"):
            return True
        if element.tag not in ("span", "font", "u", "em", "i", "a"):
            return False
    return False


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table that is no layout."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table and not is_hidden(row):
            yield row


def _cells(row: HtmlElement) -> Iterator[Cell]:
    """Yield the cells of a row."""
    for cell in row:
        if cell.tag in ("td", "th") and not is_hidden(cell):
            spans = (cell.get(name) or "" for name in ("colspan", "rowspan"))
            columns, rows = (int(span) if _NUMBER.fullmatch(span.strip()) else 1 for span in spans)
            yield Cell(_plain(cell), columns=columns, rows=rows, names=cell.tag == "th")


def _caption(table: HtmlElement) -> str:
    caption = table.find("caption")
    return "" if caption is None or is_hidden(caption) else _plain(caption)


def _plain(element: HtmlElement) -> str:
    """Return the words in ``element`` that are seen, as one line."""
    if not len(element):
        return " ".join(clean(element.text or "").split())
    from lxml import etree

    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    skipped = None
    for event, inner in walk:
        gap = " " if inner.tag in BLOCK_TAGS or inner.tag == "br" else ""
        if event == "start":
            parts.append(gap)
            if inner is not element and (is_hidden(inner) or inner.tag in _STRUCK):
                walk.skip_subtree()
                skipped = inner
                continue
            if inner.tag == "sup" and _is_power(parts, inner.text or ""):
                parts.append("^")
            parts.append(inner.text or "")
            continue
        if inner is not skipped:
            parts.append(gap)
        if inner is not element:
            parts.append(inner.tail or "")
    return " ".join(clean("".join(parts)).split())


def _is_power(before: list[str], raised: str) -> bool:
    """Tell whether a number is raised above another one, with which it must not become one number."""
    return bool(before) and before[-1][-1:].isdigit() and raised.lstrip("-\u2212")[:1].isdigit()


def _is_layout(table: HtmlElement) -> bool:
    """Tell whether a table holds parts of the page and no data."""
    if next((inner for inner in table.iter(*_LAYOUT) if inner is not table), None) is not None:
        return True
    rows = list(table.iter("tr"))
    large = sum(
        any(len(cell.findall(".//p")) > 1 for cell in row) or len(row.text_content().split()) > LAYOUT_WORDS
        for row in rows
    )
    return not rows or 2 * large > len(rows)
