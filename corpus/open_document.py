"""Text documents of LibreOffice and the like (.odt) as a document: headings, lists, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corpus.archives import Archive
from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.records import told_breaks
from corpus.tables import Cell
from corpus.types import Document
from corpus.unreadable import told_plainly

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KIND = "text document (.odt)"
MOST_REPEATED = 100
"""Times that a cell or a blank may be repeated."""

_CONTENT, _PROPERTIES = "content.xml", "meta.xml"
_PASSED_OVER = frozenset(
    ("tracked-changes", "annotation", "annotation-end", "table-of-content", "alphabetical-index", "sequence-decls",
     "forms", "variable-decls", "user-field-decls", "illustration-index", "table-index", "object-index")
)  # fmt: skip
"""What is no text: what was deleted, remarks, and lists of what stands elsewhere."""
_BELOW = frozenset(("note", "frame", "custom-shape"))
"""What stands in a paragraph and is no part of it: footnotes and boxes of text."""


def read_open_document(
    content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None
) -> Document:
    """Return the text document (.odt) ``content`` as a document of plain paragraphs.

    Lists are one paragraph with their lead-in, tables are told row by row, footnotes stand below their paragraph.
    What was deleted, remarks and tables of contents are left out.

    Raises:
        TextError: it is no such document, it is beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    with told_plainly(source, KIND, limits):
        archive = Archive(content, source, limits, kind=KIND)
        if _CONTENT not in archive.names:
            raise TextError(f"{source}: is no {KIND}.")
        root = _parsed(archive, _CONTENT)
        composer = Composer()
        body = next((one for one in root.iter("{*}body")), None)
        if body is not None:
            _read_all(body, composer, _styles(root))
        blocks = composer.blocks()
        title = _title(archive)
    return document_of_blocks(
        blocks, source=source, title=title or title_from(source), collection=collection, headed=not title
    )


def _parsed(archive: Archive, name: str) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
    return etree.fromstring(archive.read(name), parser)


def _title(archive: Archive) -> str:
    """Return the title that the properties of a document give it; empty where they give none."""
    if _PROPERTIES not in archive.names:
        return ""
    found = next(_parsed(archive, _PROPERTIES).iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return "" if found is None else " ".join(clean(found.text or "").split())


def _styles(root: Element) -> dict[str, str]:
    """Return of the styles of paragraphs what they are made from, and of those of lists whether they are numbered."""
    styles = {}
    for style in root.iter("{*}style", "{*}list-style"):
        kind = (
            _name(style[0]) if _name(style) == "list-style" and len(style) else _attribute(style, "parent-style-name")
        )
        styles[_attribute(style, "name")] = kind
    return styles


def _read_all(parent: Element, composer: Composer, styles: Mapping[str, str]) -> None:
    """Take what stands in a part of the document, in its order."""
    for element in parent:
        name = _name(element)
        if name == "h":
            _add_paragraph(element, composer, styles, _number(element, "outline-level", 1))
        elif name == "p":
            style = _attribute(element, "style-name")
            is_title = "Title" in (style, styles.get(style))
            _add_paragraph(element, composer, styles, 1 if is_title else 0)
        elif name == "list":
            composer.begin("list", ordered=styles.get(_attribute(element, "style-name")) == "list-level-style-number")
            for item in element:
                composer.begin("item")
                _read_all(item, composer, styles)
                composer.end("item")
            composer.end("list")
        elif name == "table":
            head = len(list(element.iterfind("{*}table-header-rows/{*}table-row")))
            rows = [
                _cells(row) for row in element.iter("{*}table-row") if next(row.iterancestors("{*}table")) is element
            ]
            composer.add_table(rows, head_rows=head or None)
        elif name not in _PASSED_OVER:
            _read_all(element, composer, styles)


def _add_paragraph(element: Element, composer: Composer, styles: Mapping[str, str], level: int) -> None:
    """Take a paragraph or a heading, and below it the notes and the boxes of text that stand in it."""
    text = clean("".join(_pieces(element)))
    composer.add(Block(" ".join(text.split()) if level else told_breaks(text.split("\n")), level))
    for below in element.iter("{*}note-body", "{*}text-box"):
        _read_all(below, composer, styles)


def _cells(row: Element) -> list[Cell]:
    """Return the cells of a row; those that another one covers are none."""
    cells: list[Cell] = []
    for cell in row.iterchildren("{*}table-cell"):
        words = " ".join(clean("\n".join("".join(_pieces(one)) for one in cell.iter("{*}p", "{*}h"))).split())
        told = Cell(words, _number(cell, "number-columns-spanned", 1), _number(cell, "number-rows-spanned", 1))
        cells += [told] * (_number(cell, "number-columns-repeated", 1) if words else 1)
    return cells


def _pieces(element: Element) -> Iterator[str]:
    """Yield the words of a paragraph."""
    yield element.text or ""
    for child in element:
        name = _name(child)
        if name == "s":
            yield " " * _number(child, "c", 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name and name not in _BELOW and name not in _PASSED_OVER:
            yield from _pieces(child)
        yield child.tail or ""


def _name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _number(element: Element, name: str, default: int) -> int:
    """Return an attribute that counts something."""
    value = _attribute(element, name)
    return max(1, min(int(value), MOST_REPEATED)) if value.isascii() and value.isdigit() and len(value) < 9 else default
