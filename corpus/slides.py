"""Slides (.pptx) as a document: the title of a slide is a heading, its number the page, the notes stand below."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.archives import check_archive
from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.records import told_lines
from corpus.refusals import broken, out_of_memory
from corpus.tables import Cell
from corpus.types import Document, Page

if TYPE_CHECKING:
    from pptx.slide import Slide

KIND = "presentation (.pptx)"
MOST_SHAPES = 20_000
"""Shapes of one slide that are read."""

_NO_TITLE = re.compile(r"power\s?point.*|pr[\xe4a]sentation.*|presentation\d*|untitled.*|\W*", re.IGNORECASE)


def read_slides(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the presentation (.pptx) ``content`` as a document of plain paragraphs, with a page for each slide.

    The paragraphs of a placeholder are a list, a table is told row by row, and the notes of the speaker stand below
    what is on the slide. Footers, dates and numbers of slides are left out.

    Raises:
        TextError: it is no presentation, it is beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    try:
        check_archive(content, source, limits, kind=KIND)
        import pptx

        presentation = pptx.Presentation(io.BytesIO(content))
        title = " ".join(clean(presentation.core_properties.title or "").split())
        blocks = [
            block for number, slide in enumerate(presentation.slides, start=1) for block in _blocks(slide, number)
        ]
    except TextError:
        raise
    except MemoryError as error:
        raise out_of_memory(source, limits) from error
    except Exception as error:  # A broken file shows itself as any of a dozen kinds of error.
        raise broken(source, KIND) from error
    if _NO_TITLE.fullmatch(title):
        title = next((block.text for block in blocks if block.level), title_from(source))
    return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)


def _blocks(slide: Slide, number: int) -> Iterator[Block]:
    """Yield the title of a slide, what is on it, and the notes."""
    composer = Composer()
    title = slide.shapes.title
    words = "" if title is None else " ".join(clean(title.text_frame.text).split())
    composer.add(Block(words, 1))
    for shape in _shapes(slide):
        if title is None or shape.shape_id != title.shape_id:
            _add(composer, shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in re.split(r"\n\s*\n", clean(slide.notes_slide.notes_text_frame.text)):
            for told in ["\n".join(told_lines(paragraph.split("\n")))]:
                composer.add(Block(told))
    for block in composer.blocks():
        yield replace(block, pages=(Page(0, len(block.text), number),))


def _shapes(slide: Slide) -> Iterator[Any]:
    """Yield the shapes of a slide, those of groups too, in their order."""
    waiting: list[Any] = list(slide.shapes)[::-1]
    for _ in range(MOST_SHAPES):
        if not waiting:
            return
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting += list(shape.shapes)[::-1]
        else:
            yield shape


def _add(composer: Composer, shape: Any) -> None:  # noqa: ANN401 - Shapes of python-pptx have no common type.
    """Take what is written in a shape."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    around = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in around:
        return
    if getattr(shape, "has_table", False):
        rows = [
            [Cell(_words(cell.text_frame.text), cell.span_width, cell.span_height) for cell in row.cells
             if not cell.is_spanned] for row in shape.table.rows
        ]  # fmt: skip
        head_rows = 1 if shape.table.first_row and max(map(len, rows), default=0) > 2 and len(rows) > 1 else None
        composer.add_table(rows, head_rows=head_rows)
    elif shape.has_text_frame:
        paragraphs = [(paragraph.level, clean(paragraph.text)) for paragraph in shape.text_frame.paragraphs]
        paragraphs = [(level, text) for level, text in paragraphs if text.strip()]
        if kind in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY) and len(paragraphs) > 1:
            _add_list(composer, paragraphs)
            return
        for _, text in paragraphs:
            composer.add(Block("\n".join(told_lines(text.split("\n")))))


def _add_list(composer: Composer, paragraphs: list[tuple[int, str]]) -> None:
    """Take the paragraphs of a placeholder as items of a list, by their levels."""
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
        composer.add(Block(_words(text)))
    for _ in open_levels:
        composer.end("item")
        composer.end("list")


def _words(text: str) -> str:
    return " ".join(clean(text).split())
