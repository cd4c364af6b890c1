"""Word documents: headings become sections, lists, tables and notes are told in words."""

from __future__ import annotations

import functools
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.archives import check_archive
from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer
from corpus.limits import Limits, default_limits
from corpus.lists import leads_in
from corpus.records import told_lines
from corpus.tables import Cell
from corpus.types import Document
from corpus.unreadable import told_plainly
from corpus.word_parts import Lists, heading_levels, is_bold, notes_of, tag

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

KIND = "Word document (.docx)"
LAYOUT_WORDS = 200
"""Words of a table row beyond which it is there for the layout, and holds paragraphs."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRITTEN = {"t": "", "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def read_word(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the Word document (.docx) ``content`` as a document of plain paragraphs.

    Headings are kept as places, and so are short paragraphs in bold above others. A table is told row by row, a list
    with its lead-in is one paragraph, a footnote stands below the paragraph that it belongs to. What was deleted with
    changes tracked is left out, what was inserted is there. Headers, footers, comments, a table of contents and hidden
    words are left out.

    Raises:
        TextError: it is no Word document, it is beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    with told_plainly(source, KIND, limits):
        check_archive(content, source, limits, kind=KIND)
        import docx

        word = docx.Document(io.BytesIO(content))
        title = " ".join(clean(word.core_properties.title or "").split())
        blocks = _Reader(word).blocks()
    return document_of_blocks(
        blocks, source=source, title=title or title_from(source), collection=collection, headed=not title
    )


class _Reader:
    """Puts the paragraphs and tables of a Word document together as blocks."""

    def __init__(self, word: WordDocument) -> None:
        self._body = word.element.body
        self._levels = heading_levels(word)
        self._lists = Lists(word)
        self._notes = notes_of(word)
        self._composer = Composer()
        self._open: list[int] = []  # The levels of the lists that are open.

    def blocks(self) -> list[Block]:
        """Return everything in the order of the document, the words of a text box behind its paragraph."""
        self._read(list(_items(self._body)), is_whole=True)
        return self._composer.blocks()

    def _read(self, items: Sequence[Element], *, is_whole: bool = False) -> None:
        """Read paragraphs and tables; bold ones are headings only in the ``whole``, not in a cell or box."""
        for item in items:
            if item.tag == tag("tbl"):
                self._end_lists()
                self._read_table(item)
            else:
                self._read_paragraph(item, may_be_heading=is_whole)
            for box in item.iter(tag("txbxContent")):
                if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                    self._read(list(_items(box)))
        self._end_lists()

    def _read_paragraph(self, paragraph: Element, *, may_be_heading: bool) -> None:
        level = self._levels.get(_style(paragraph), 0)
        if level is None:
            return
        paragraphs = list(_parts(paragraph))
        notes = self._notes_in(paragraph)
        level_of_list = None if level else self._lists.level(paragraph, _style(paragraph))
        if level_of_list is not None:
            self._read_item(paragraphs, notes, level_of_list, paragraph)
            return
        self._end_lists()
        bold = may_be_heading and len(paragraphs) == 1 and is_bold(paragraph)
        if notes and paragraphs and not level and not leads_in(paragraphs[-1]):
            paragraphs[-1] = "\n".join([paragraphs[-1], *notes])
            notes = []
        for words in paragraphs:
            self._composer.add(Block(words.replace("\n", " ") if level else words, level, bold=bold))
        for note in notes:
            self._composer.add(Block(note, ends=True))

    def _read_item(self, paragraphs: list[str], notes: list[str], level: int, paragraph: Element) -> None:
        """Read an item of a list, which goes on with the list that is open at its level."""
        if not paragraphs:
            return
        while self._open and self._open[-1] > level:
            self._end_list()
        if self._open and self._open[-1] == level:
            self._composer.end("item")
        else:
            self._composer.begin("list", ordered=self._lists.is_ordered(paragraph, _style(paragraph)))
            self._open.append(level)
        self._composer.begin("item")
        for words in (*paragraphs, *notes):
            self._composer.add(Block(words))

    def _end_list(self) -> None:
        self._composer.end("item")
        self._composer.end("list")
        self._open.pop()

    def _end_lists(self) -> None:
        while self._open:
            self._end_list()

    def _read_table(self, table: Element) -> None:
        """Read a table: row by row, or cell by cell where it is there for the layout."""
        rows = list(table.iterchildren(tag("tr")))
        cells = [[cell for cell in row.iter(tag("tc")) if next(cell.iterancestors(tag("tr"))) is row] for row in rows]
        if _is_layout(cells):
            for cell in itertools.chain.from_iterable(cells):
                self._read(list(_items(cell)))
            return
        above: dict[int, str] = {}  # By column: the words of a cell that goes on in the rows below.
        told: list[list[Cell]] = []
        for row in cells:
            told.append([])
            column = 0
            for cell in row:
                columns = _number(cell, "gridSpan") or 1
                merged = cell.find(f"{tag('tcPr')}/{tag('vMerge')}")
                goes_on = merged is not None and merged.get(tag("val")) != "restart"
                words = above.get(column, "") if goes_on else _cell_words(cell)
                above[column] = words
                told[-1].append(Cell(words, columns=columns))
                column += columns
        self._composer.add_table(told, head_rows=_head_rows(rows, cells))
        for note in self._notes_in(table):
            self._composer.add(Block(note, ends=True))

    def _notes_in(self, element: Element) -> list[str]:
        """Return the words of the notes that ``element`` refers to for the first time."""
        names = [tag(name) for name in _NOTES]
        found = []
        for reference in element.iter(*names):
            key = _NOTES[reference.tag.rsplit("}")[-1]], reference.get(tag("id"))
            words = " ".join(part for item in self._notes.pop(key, ()) for part in _parts(item))
            found += [" ".join(words.split())] if words.strip() else []
        return found


def _is_layout(cells: Sequence[Sequence[Element]]) -> bool:
    """Tell whether a table holds parts of the page and no data."""
    if all(len(row) < 2 for row in cells):
        return True
    if any(next(cell.iter(tag("tbl")), None) is not None for row in cells for cell in row):
        return True
    words = [sum(len((part.text or "").split()) for cell in row for part in cell.iter(tag("t"))) for row in cells]
    return 2 * sum(count > LAYOUT_WORDS for count in words) > len(cells)


def _head_rows(rows: Sequence[Element], cells: Sequence[Sequence[Element]]) -> int | None:
    """Return how many rows are marked as the head, or stand out in bold as such; None where that is not to be seen."""
    marked = 0
    while marked < len(rows) and rows[marked].find(f"{tag('trPr')}/{tag('tblHeader')}") is not None:
        marked += 1
    if marked:
        return marked if marked < len(rows) else None
    bold = [all(is_bold(paragraph) for cell in row for paragraph in cell.iter(tag("p"))) for row in cells]
    return 1 if len(bold) > 1 and bold[0] and not any(bold[1:]) else None


def _cell_words(cell: Element) -> str:
    return " ".join(" ".join(words.split()) for item in _items(cell) for words in _parts(item))


def _items(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables in ``element``, those in content controls and tracked insertions too."""
    for child in element:
        if child.tag in (tag("p"), tag("tbl")):
            yield child
        elif child.tag not in (tag("del"), tag("moveFrom")):
            yield from _items(child)


def _parts(paragraph: Element) -> Iterator[str]:
    """Yield the words of a paragraph; two line breaks in it part it in two, one parts records."""
    for part in re.split(r"\n\s*\n", _words(paragraph)):
        if part.strip():
            yield "\n".join(told_lines(part.split("\n"))) or " ".join(part.split())


def _number(element: Element, name: str) -> int:
    """Return the number that a property of a cell holds; 0 where there is none."""
    found = element.find(f"{tag('tcPr')}/{tag(name)}")
    value = "" if found is None else found.get(tag("val")) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


def _style(paragraph: Element) -> str | None:
    style = paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")
    return None if style is None else style.get(tag("val"))


def _words(paragraph: Element) -> str:
    """Return the words of a paragraph, in links and tracked insertions too, without deleted and hidden ones."""
    pieces: list[str] = []
    for element in paragraph.iter(*(tag(name) for name in _WRITTEN)):
        above = list(itertools.takewhile(lambda parent: parent is not paragraph, element.iterancestors()))
        if any(parent.tag in _unread() for parent in above) or _is_hidden(element.getparent()):
            continue
        pieces.append(element.text or "" if element.tag == tag("t") else _WRITTEN[element.tag.rsplit("}")[-1]])
    return clean("".join(pieces))


def _is_hidden(run: Element | None) -> bool:
    hidden = None if run is None else run.find(f"{tag('rPr')}/{tag('vanish')}")
    return hidden is not None and hidden.get(tag("val")) not in ("0", "false", "off")


@functools.cache
def _unread() -> frozenset[str]:
    """Return the elements whose words are no part of the paragraph around them."""
    return frozenset((_FALLBACK, *(tag(name) for name in ("del", "moveFrom", "txbxContent"))))
