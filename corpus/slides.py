"""Slides (.pptx) as a document: the title of a slide is a heading, its number the page, the notes stand below.

The parts of the file are read by lxml, for python-pptx loads all with their layouts, which takes 2.7 times
as long for 60 slides.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from corpus.archives import Archive
from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer
from corpus.limits import Limits, default_limits
from corpus.records import told_lines
from corpus.tables import Cell
from corpus.types import Document, Page
from corpus.unreadable import told_plainly

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KIND = "presentation (.pptx)"
MOST_SHAPES = 20_000
"""Shapes of one slide that are read."""

_SHAPES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GROUP, _FRAME = f"{_SHAPES}grpSp", f"{_SHAPES}graphicFrame"
_KINDS = (_GROUP, _FRAME, f"{_SHAPES}sp")
_PROPERTIES = "docProps/core.xml"
_TITLES = ("title", "ctrTitle")
_AROUND = ("ftr", "dt", "sldNum", "hdr")
_LISTS = ("body", "obj")
"""Kinds of placeholders, as a file calls them."""
_NO_TITLE = re.compile(r"power\s?point.*|pr[\xe4a]sentation.*|presentation\d*|untitled.*|\W*", re.IGNORECASE)


def read_slides(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the presentation (.pptx) ``content`` as a document of plain paragraphs, with a page for each slide.

    The paragraphs of a placeholder are a list, a table is told row by row, and the notes of the speaker stand below
    what is on the slide. Footers, dates and numbers of slides are left out.

    Raises:
        TextError: it is no presentation, it is beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    with told_plainly(source, KIND, limits):
        archive = Archive(content, source, limits, kind=KIND)
        title = _title(archive)
        slides = enumerate(_slides(archive), start=1)
        blocks = [block for number, (slide, notes) in slides for block in _blocks(slide, notes, number)]
    if _NO_TITLE.fullmatch(title):
        title = next((block.text for block in blocks if block.level), title_from(source))
    return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)


def _title(archive: Archive) -> str:
    """Return the title that the properties of a presentation give it; empty where they give none."""
    if _PROPERTIES not in archive.names:
        return ""
    title = next(_parsed(archive, _PROPERTIES).iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return "" if title is None else _words(title.text or "")


def _slides(archive: Archive) -> Iterator[tuple[Element, Element | None]]:
    """Yield the slides in their order, each with its notes where it has some."""
    main = next(iter(_related(archive, "", "officeDocument").values()))
    slides = _related(archive, main, "slide")
    for listed in _parsed(archive, main).iter(f"{_SHAPES}sldId"):
        name = slides.get(listed.get(f"{_RELATIONS}id") or "")
        if name is not None:
            notes = next(iter(_related(archive, name, "notesSlide").values()), None)
            yield _parsed(archive, name), None if notes is None else _parsed(archive, notes)


def _related(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind that belong to a part of a presentation, by how it refers to them."""
    folder, slash, name = part.rpartition("/")
    relations = f"{folder}{slash}_rels/{name}.rels"
    if relations not in archive.names and part:
        return {}
    found = {}
    for one in _parsed(archive, relations):
        if (one.get("Type") or "").endswith(f"/{kind}") and one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/")
            found[one.get("Id") or ""] = target
    return found


def _parsed(archive: Archive, name: str) -> Element:
    """Return the root of a part; an error of the libraries where it is not there or is broken."""
    return _parser()(archive.read(name))


@cache
def _parser() -> Callable[[bytes], Element]:
    """Return what reads all parts: making one takes as long as reading the words of a slide."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
    return partial(etree.fromstring, parser=parser)


def _blocks(slide: Element, notes: Element | None, number: int) -> Iterator[Block]:
    """Yield the title of a slide, what is on it, and the notes."""
    composer = Composer()
    shapes = list(_shapes(slide))
    title = next((shape for kind, shape in shapes if kind in _TITLES), None)
    composer.add(Block("" if title is None else " ".join(_text(title).split()), 1))
    for kind, shape in shapes:
        if shape is not title and kind not in _AROUND:
            _add(composer, kind, shape)
    noted = None if notes is None else next((shape for kind, shape in _shapes(notes) if kind == "body"), None)
    for paragraph in [] if noted is None else re.split(r"\n\s*\n", _text(noted)):
        composer.add(Block("\n".join(told_lines(paragraph.split("\n")))))
    for block in composer.blocks():
        pages = (Page(0, len(block.text), number),)
        yield Block(block.text, block.level, block.urls, pages, block.ends)  # replace() takes twice as long.


def _shapes(slide: Element) -> Iterator[tuple[str, Element]]:
    """Yield the shapes of a slide, those of groups too, in their order, each with what kind of placeholder it is."""
    tree = next(slide.iter(f"{_SHAPES}spTree"), None)
    waiting = [] if tree is None else list(tree.iterchildren(*_KINDS, reversed=True))
    for _ in range(MOST_SHAPES):
        if not waiting:
            return
        shape = waiting.pop()
        if shape.tag == _GROUP:
            waiting += shape.iterchildren(*_KINDS, reversed=True)
        else:
            yield _placeholder(shape), shape


def _placeholder(shape: Element) -> str:
    """Return what kind of placeholder a shape is, empty where it is none."""
    properties = next(shape.iterchildren(f"{_SHAPES}nvSpPr"), None)
    found = None if properties is None else next(properties.iter(f"{_SHAPES}ph"), None)
    return "" if found is None else found.get("type") or "obj"


def _add(composer: Composer, kind: str, shape: Element) -> None:
    """Take what is written in a shape, which is this kind of placeholder."""
    table = next(shape.iter(f"{_DRAWN}tbl"), None) if shape.tag == _FRAME else None
    if table is not None:
        rows = [[_cell(cell) for cell in row.iterfind(f"{_DRAWN}tc") if not _is_spanned(cell)]
                for row in table.iterfind(f"{_DRAWN}tr")]  # fmt: skip
        properties = table.find(f"{_DRAWN}tblPr")
        headed = properties is not None and _is_on(properties, "firstRow")
        head_rows = 1 if headed and max(map(len, rows), default=0) > 2 and len(rows) > 1 else None
        composer.add_table(rows, head_rows=head_rows)
        return
    paragraphs = [(level, text) for level, text in _paragraphs(shape) if text.strip()]
    if kind in _LISTS and len(paragraphs) > 1:
        _add_list(composer, paragraphs)
        return
    for _, text in paragraphs:
        composer.add(Block("\n".join(told_lines(text.split("\n")))))


def _cell(cell: Element) -> Cell:
    columns, rows = (
        int(value) if (value := cell.get(name) or "").isascii() and value.isdigit() and len(value) < 5 else 1
        for name in ("gridSpan", "rowSpan")
    )
    return Cell(" ".join(_text(cell).split()), columns, rows)


def _is_spanned(cell: Element) -> bool:
    return _is_on(cell, "hMerge") or _is_on(cell, "vMerge")


def _is_on(element: Element, name: str) -> bool:
    return element.get(name) in ("1", "true", "on")


def _text(shape: Element) -> str:
    return "\n".join(text for _, text in _paragraphs(shape))


def _paragraphs(shape: Element) -> Iterator[tuple[int, str]]:
    """Yield the level and the words of each paragraph of a shape or a cell."""
    for paragraph in shape.iter(f"{_DRAWN}p"):
        level, words = "", []
        for element in paragraph.iter(f"{_DRAWN}pPr", f"{_DRAWN}t", f"{_DRAWN}br"):
            if element.tag == f"{_DRAWN}t":
                words.append(element.text or "")
            elif element.tag == f"{_DRAWN}br":
                words.append("\n")
            elif element.getparent() is paragraph:  # A field, such as the number of the slide, has some of its own.
                level = element.get("lvl") or ""
        yield int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0, clean("".join(words))


def _add_list(composer: Composer, paragraphs: list[tuple[int, str]]) -> None:
    """Take the paragraphs of a placeholder as items of a list, by their levels."""
    if len({level for level, _ in paragraphs}) == 1:
        composer.add_list([" ".join(text.split()) for _, text in paragraphs])
        return
    open_levels: list[int] = []
    for level, text in paragraphs:
        while open_levels and open_levels[-1] > level:
            composer.end("item")
            composer.end("list")
            open_levels.pop()
        if open_levels and open_levels[-1] == level:
            composer.end("item")
        else:
            composer.begin("list")
            open_levels.append(level)
        composer.begin("item")
        composer.add(Block(" ".join(text.split())))
    for _ in open_levels:
        composer.end("item")
        composer.end("list")


def _words(text: str) -> str:
    return " ".join(clean(text).split())
