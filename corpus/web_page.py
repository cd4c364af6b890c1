"""Web pages as documents: headings become sections, what is around the page's own content is left out.

lxml reads the page and the content is chosen here, since trafilatura mixes the menu into short pages, drops their
headings, and parts the halves of ``<b>Py</b>Torch``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.encoding import decode
from corpus.errors import TextError
from corpus.page_parts import content_roots, is_around, is_hidden
from corpus.types import Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DECLARED_WITHIN = 4_096
"""Bytes at the beginning in which a page may name its encoding."""
LAYOUT_WORDS = 200
"""Words of a table row beyond which it is there for the layout, and holds paragraphs."""

_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_BROWSERS_READ = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined", "mbcs"))
_BLOCKS_TAGS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre "
    "search section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_TAGS.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT = (*_HEADINGS, "table", "pre", "article", "section")
_CDATA = re.compile(r"(?:<!\[CDATA\[)+", re.IGNORECASE)
_BREAK = "\x02"
_TWO_BREAKS = re.compile(rf"{_BREAK}\s*{_BREAK}[{_BREAK}\s]*")


def read_web_page(content: bytes, *, source: str, collection: str = "text") -> Document:
    """Return the web page ``content`` as a document of plain paragraphs.

    Tags and what is hidden fall away; a list item, a table row and a line of preformatted text are a paragraph each.
    The words of ``<main>``, or else of ``<article>``, are taken where they are there; otherwise those of the page
    without menus, forms, notes beside the text and notices of cookies, unless nothing else is there.

    Raises:
        TextError: it is no text, or there is no text in it.
    """
    root = _parsed(_decoded(content, source), source)
    title = next((words for element in root.iter("title", "h1") if (words := _words(element))), title_from(source))
    for roots in content_roots(root):
        whole = roots is None
        blocks = [block for part in roots or [root] for block in _Reader(whole=whole).blocks(part)]
        if any(block.text and not block.level for block in blocks):
            return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)
    raise TextError(f"{source}: there is no text in it.")


def _decoded(content: bytes, source: str) -> str:
    """Return the text of the page, in the encoding that it names unless that cannot be."""
    declared = _DECLARED.search(content[:DECLARED_WITHIN])
    encoding = _encoding(declared.group(1).decode("ascii", "replace")) if declared else None
    text = decode(content, source=source)
    if encoding is None or text.encode("utf-8") in (content, content.removeprefix(codecs.BOM_UTF8)):
        return text if encoding is None or not content.isascii() else content.decode(encoding, "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return text
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return text


def _encoding(name: str) -> str | None:
    """Return Python's name of an encoding of bytes that begins like ASCII, as browsers understand it."""
    try:
        found = codecs.lookup(name).name
        readable = b"<a>".decode(found) == "<a>"
    except (LookupError, ValueError, TypeError):
        return None
    return None if found in _NO_ENCODINGS or not readable else _BROWSERS_READ.get(found, found)


def _parsed(text: str, source: str) -> HtmlElement:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        # HTML takes the mark of XML for a comment that ends at the next >, which may be the end of <script>.
        root = html.document_fromstring(_CDATA.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise TextError(f"{source}: there is no text in it.") from error
    if any("depth" in entry.message for entry in parser.error_log):  # What is below is not in the tree.
        raise TextError(f"{source}: its elements are nested too deeply. Save it as text.")
    return root


def _words(element: HtmlElement) -> str:
    return " ".join(clean(element.text_content()).split())


class _Reader:
    """Collects the words of a page into blocks, without recursion, which deep pages would not allow."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._parts: list[str] = []
        self._flat: HtmlElement | None = None  # A heading or a table row: one block, whatever is in it.
        self._lines = 0  # How many <pre> are open.

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        """Yield the headings and paragraphs of ``root``."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                hidden = is_hidden(element)
                if hidden or (element is not root and not self._whole and is_around(element)):
                    if element.tag == "header" and not hidden:  # What is in it besides may well be the menu.
                        yield from self._flushed()
                        yield from (Block(_words(found), _HEADINGS[found.tag]) for found in element.iter(*_HEADINGS))
                    walk.skip_subtree()
                    self._parts.append(" " if element.tag in _BLOCKS else "")
                else:
                    yield from self._begin(element)
                continue
            if event == "end":
                yield from self._finish(element)
            if element is not root:
                self._parts.append(element.tail or "")
        yield from self._flushed()

    def _begin(self, element: HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag in ("br", "wbr"):
            self._parts.append(_BREAK if tag == "br" else "")
        elif tag in _BLOCKS and self._flat is not None:
            self._parts.append(" | " if tag in ("td", "th") else " ")
        elif tag in _BLOCKS:
            yield from self._flushed()
            self._lines += tag == "pre"
            if tag in _HEADINGS or (tag == "tr" and not _is_layout(element)):
                self._flat = element
        elif tag == "sup" and _is_power(self._parts, element.text or ""):
            self._parts.append("^")
        self._parts.append(element.text or "")

    def _finish(self, element: HtmlElement) -> Iterator[Block]:
        if self._flat is not None and element is self._flat:
            yield from self._flushed(_HEADINGS.get(element.tag, 0))
            self._flat = None
        elif element.tag in _BLOCKS and self._flat is not None:
            self._parts.append(" ")
        elif element.tag in _BLOCKS:
            yield from self._flushed()
            self._lines -= element.tag == "pre"

    def _flushed(self, level: int = 0) -> Iterator[Block]:
        """Yield the words collected so far."""
        text = "".join(self._parts)
        self._parts = []
        if self._flat is not None and self._flat.tag == "tr":
            cells = (" ".join(cell.split()) for cell in text.replace(_BREAK, " ").split(" | "))
            paragraphs = [" | ".join(cell for cell in cells if cell)]
        elif self._lines:
            paragraphs = re.split(rf"[\r\n{_BREAK}]", text)
        else:
            paragraphs = [text] if level else _TWO_BREAKS.split(text)
        for paragraph in paragraphs:
            yield Block(" ".join(clean(paragraph.replace(_BREAK, " ")).split()), level)


def _is_power(before: list[str], raised: str) -> bool:
    """Tell whether a number is raised above another one, with which it must not become one number."""
    return bool(before) and before[-1][-1:].isdigit() and raised.lstrip("-\u2212")[:1].isdigit()


def _is_layout(row: HtmlElement) -> bool:
    """Tell whether a table row holds parts of the page and no data."""
    if next(row.iter(*_LAYOUT), None) is not None or any(len(cell.findall(".//p")) > 1 for cell in row):
        return True
    return len(row.text_content().split()) > LAYOUT_WORDS
