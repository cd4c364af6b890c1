"""PDF as a document of paragraphs that knows on which page each word stands."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.line_ends import words_of
from corpus.pdf_lines import Line, lines_of_page, rows_of, without_running_lines
from corpus.pdf_outline import heading_levels
from corpus.pdf_paragraphs import Part, paragraphs_of
from corpus.refusals import beyond, out_of_memory
from corpus.types import Document, Page

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_TITLE = 200
"""Characters of a title; what is longer is none."""
MOST_WORDS = 300
"""Characters of what pypdf says about a file."""

_NO_TITLE = re.compile(
    r"\W*|\(?(?:untitled|anonymous|unspecified|title|about:blank)\)?|.*\.(?:docx?|odt|indd|tex|dvi|pdf|html?|qxd|rtf|ps)"
    r"|microsoft word - .*",
    re.IGNORECASE,
)


def read_pdf(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the PDF ``content`` as a document of plain paragraphs, with a mark for the words on each page.

    Lines of a paragraph are joined, over the end of a page as well; running headers and footers and page numbers are
    left out.

    Raises:
        TextError: it is no PDF, it is protected by a password or beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    try:
        with _quiet():
            reader = _opened(content, source, limits)
            lines = _lines(reader, source, limits)
            paragraphs = paragraphs_of(lines, words_of(line.text for line in lines))
            levels = heading_levels(reader, paragraphs)
            title = _title(reader) or title_from(source)
    except TextError:
        raise
    except MemoryError as error:
        raise out_of_memory(source, limits) from error
    except Exception as error:  # On a broken file pypdf raises whatever its parts raise.
        words = clean(f"{type(error).__name__}: {error}")[:MOST_WORDS]
        raise TextError(f"{source}: cannot be read as PDF: {words}") from error
    if not paragraphs:
        raise TextError(
            f"{source}: there is no text layer in it. If it is a scan, run it through OCR (recognition of text) first."
        )
    blocks = [Block(_text(parts), levels.get(place, 0)) for place, parts in enumerate(paragraphs)]
    document = document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)
    return replace(document, pages=_pages([parts for place, parts in enumerate(paragraphs) if place not in levels]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pypdf logs about a broken file from the screen."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _opened(content: bytes, source: str, limits: Limits) -> PdfReader:
    """Return the reader of a PDF that may be read."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise TextError(f"{source}: is protected by a password. Save it without one.")
    count = reader.get_num_pages()
    if count > limits.pages:
        raise beyond(f"{source}: has {count} pages.", "pages", count)
    return reader


def _lines(reader: PdfReader, source: str, limits: Limits) -> list[Line]:
    """Return the lines of all pages, without those that repeat."""
    unpacked = 0

    def unpack(size: int) -> None:
        nonlocal unpacked
        unpacked += size
        if unpacked > limits.unpacked_bytes:
            most = f"more than {limits.unpacked_bytes} bytes"
            raise beyond(f"{source}: unpacks to {most}.", "unpacked_bytes", 2 * limits.unpacked_bytes)

    pages: list[list[Line]] = []
    for number, page in enumerate(reader.pages, start=1):
        if number > limits.pages:  # The number of pages that a file names may be wrong.
            raise beyond(f"{source}: has more than {limits.pages} pages.", "pages", 2 * limits.pages)
        contents = page.get_contents()
        unpack(len(contents.get_data()) if contents is not None else 0)
        pages.append(lines_of_page(page, number, unpack))
    return [line for page in without_running_lines(pages) for line in rows_of(page)]


def _title(reader: PdfReader) -> str:
    """Return the title that the file names, where that is one and not the name of a file."""
    named = reader.metadata.title if reader.metadata else None
    title = " ".join(clean(str(named or "")).split())
    return "" if len(title) > MOST_TITLE or _NO_TITLE.fullmatch(title) else title


def _text(parts: Sequence[Part]) -> str:
    return "".join(part.gap + part.text for part in parts)


def _pages(paragraphs: Sequence[Sequence[Part]]) -> tuple[Page, ...]:
    """Return the marks of the pages in the text that the paragraphs make up."""
    pages: list[Page] = []
    start = 0
    for parts in paragraphs:
        for part in parts:
            start += len(part.gap)
            end = start + len(part.text)
            if pages and pages[-1].number == part.page:
                pages[-1] = Page(pages[-1].start, end, part.page)
            else:
                pages.append(Page(start, end, part.page))
            start = end
        start += len("\n\n")
    return tuple(pages)
