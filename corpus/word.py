"""Word documents: headings become sections, paragraphs, list items and table rows a paragraph each."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.refusals import beyond, out_of_memory
from corpus.types import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

MOST_ENTRIES = 10_000
"""Files in the archive that a Word document is."""
MOST_WORDS = 300
"""Characters of what a library says about a file."""

_BLOCK = 1 << 20
_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE_LEVEL = 1
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:contents|figures)", re.IGNORECASE)
_WRITTEN = {"t": "", "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_word(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the Word document (.docx) ``content`` as a document of plain paragraphs.

    Headings are kept as places, the cells of a table row are joined. What was deleted with changes tracked is left out,
    what was inserted is there. Headers, footers, footnotes, a table of contents and hidden words are left out.

    Raises:
        TextError: it is no Word document, it is beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    try:
        _check_unpacked(content, source, limits)
        import docx

        word = docx.Document(io.BytesIO(content))
        title = " ".join(clean(word.core_properties.title or "").split())
        blocks = list(_blocks(word))
    except TextError:
        raise
    except MemoryError as error:
        raise out_of_memory(source, limits) from error
    except Exception as error:  # A broken file shows itself as any of a dozen kinds of error.
        words = clean(f"{type(error).__name__}: {error}")[:MOST_WORDS]
        raise TextError(f"{source}: cannot be read as a Word document (.docx): {words}") from error
    if title:
        return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)
    return document_of_blocks(blocks, source=source, title=title_from(source), collection=collection)


def _check_unpacked(content: bytes, source: str, limits: Limits) -> None:
    """Unpack everything once, without keeping it, so that no archive is larger than it says."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise TextError(f"{source}: holds {len(entries)} files, more than any Word document does.")
        for entry in entries:
            with archive.open(entry) as stream:
                while block := stream.read(_BLOCK):
                    unpacked += len(block)
                    if unpacked > limits.unpacked_bytes:
                        what = f"{source}: unpacks to more than {limits.unpacked_bytes:,} bytes."
                        raise beyond(what, "unpacked_bytes", 2 * limits.unpacked_bytes)


def _blocks(word: WordDocument) -> Iterator[Block]:
    """Yield the headings and paragraphs in the order of the document, those of a text box behind its paragraph."""
    levels = _levels(word)
    for item in _items(word.element.body):
        if item.tag == _tag("tbl"):
            yield from (Block(row) for row in _rows(item))
            continue
        level = levels.get(_style(item), 0)
        if level is not None:
            yield from (Block(part, level) for part in _parts(item))
        for box in item.iter(_tag("txbxContent")):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                yield from (Block(part) for inner in _items(box) for part in _item_words(inner))


def _items(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables in ``element``, those in content controls and tracked insertions too."""
    for child in element:
        if child.tag in (_tag("p"), _tag("tbl")):
            yield child
        elif child.tag not in (_tag("del"), _tag("moveFrom")):
            yield from _items(child)


def _rows(table: Element) -> Iterator[str]:
    """Yield the words of each row of a table, the cells parted by a bar; a table in a cell is part of it."""
    for row in table.iterchildren(_tag("tr")):
        cells = (
            " ".join(words for item in _items(cell) for words in _item_words(item))
            for cell in row.iter(_tag("tc"))
            if next(cell.iterancestors(_tag("tr"))) is row
        )
        yield " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())


def _item_words(item: Element) -> Iterator[str]:
    """Yield the words of a paragraph, or of each row of a table."""
    return _rows(item) if item.tag == _tag("tbl") else _parts(item)


def _parts(paragraph: Element) -> Iterator[str]:
    """Yield the words of a paragraph; two line breaks in it part it in two."""
    for part in re.split(r"\n\s*\n", _words(paragraph)):
        yield " ".join(part.split())


def _levels(word: WordDocument) -> dict[str | None, int | None]:
    """Return by the name of its style the level of each heading, the title above all others; None for contents."""
    levels: dict[str | None, int | None] = {}
    for style in word.styles:
        base = style
        while base is not None:  # A style of one's own may be based on that of a heading.
            name = base.name or ""
            heading = _HEADING.fullmatch(name)
            if heading or name == "Title":
                levels[style.style_id] = _TITLE_LEVEL + (int(heading.group(1)) if heading else 0)
                break
            if _CONTENTS.fullmatch(name):
                levels[style.style_id] = None
                break
            base = getattr(base, "base_style", None)
    return levels


def _style(paragraph: Element) -> str | None:
    style = paragraph.find(f"{_tag('pPr')}/{_tag('pStyle')}")
    return None if style is None else style.get(_tag("val"))


def _words(paragraph: Element) -> str:
    """Return the words of a paragraph, in links and tracked insertions too, without deleted and hidden ones."""
    pieces: list[str] = []
    for element in paragraph.iter(*(_tag(name) for name in _WRITTEN)):
        above = list(itertools.takewhile(lambda parent: parent is not paragraph, element.iterancestors()))
        if any(parent.tag in _unread() for parent in above) or _is_hidden(element.getparent()):
            continue
        pieces.append(element.text or "" if element.tag == _tag("t") else _WRITTEN[element.tag.rsplit("}")[-1]])
    return clean("".join(pieces))


def _is_hidden(run: Element | None) -> bool:
    hidden = None if run is None else run.find(f"{_tag('rPr')}/{_tag('vanish')}")
    return hidden is not None and hidden.get(_tag("val")) not in ("0", "false", "off")


@functools.cache
def _unread() -> frozenset[str]:
    """Return the elements whose words are no part of the paragraph around them."""
    return frozenset((_FALLBACK, *(_tag(name) for name in ("del", "moveFrom", "txbxContent"))))


@functools.cache
def _tag(name: str) -> str:
    """Return the full name of a WordprocessingML element."""
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
