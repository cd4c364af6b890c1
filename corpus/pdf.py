"""PDF as a document of paragraphs that knows on which page each word stands.

pypdf gives the words and their places, and the layout is ours: of the 18 tests of paragraphs, columns, tables and
headings in ``tests/corpus/test_pdf*.py`` the text of pypdfium2 5.15, pdfplumber 0.11 and pdfminer.six 20260107, parted
at empty lines, passes 0, 2 and 4.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.limits import Limits, default_limits
from corpus.line_ends import words_of
from corpus.lists import leads_in, told_list
from corpus.pdf_columns import in_columns
from corpus.pdf_form import with_fields
from corpus.pdf_lines import Line, lines_of_page, rows_of, without_running_lines
from corpus.pdf_outline import heading_levels
from corpus.pdf_paragraphs import Part, paragraphs_of
from corpus.pdf_table import told_table
from corpus.types import Document, Page
from corpus.unreadable import beyond, told_plainly

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_TITLE = 200
"""Characters of a title; what is longer is none."""
TITLE_WORDS = 12
"""Words up to which the first paragraph may be the title."""
HEAD_BYTES = 1_024
"""Bytes at the beginning in which a PDF says that it is one."""

_NO_TITLE = re.compile(
    r"\W*|\(?(?:untitled|anonymous|unspecified|title|about:blank)\)?|.*\.(?:docx?|odt|indd|tex|dvi|pdf|html?|qxd|rtf|ps)"
    r"|microsoft word - .*",
    re.IGNORECASE,
)


def read_pdf(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Return the PDF ``content`` as a document of plain paragraphs, with a mark for the words on each page.

    Lines of a paragraph are joined, over the end of a page as well; running headers and footers and page numbers are
    left out. Headings are those that the outline names, and short paragraphs that are larger or bolder than others;
    where the file names no title, such a one above all others is it.

    Raises:
        TextError: it is no PDF, it is protected by a password or beyond ``limits``, or there is no text in it.
    """
    limits = limits or default_limits()
    if b"%PDF-" not in content[:HEAD_BYTES]:
        raise TextError(f"{source}: {'is no PDF' if content else 'is empty'}.")
    with told_plainly(source, "PDF", limits), _quiet():
        reader = _opened(content, source, limits)
        lines = _lines(reader, source, limits)
        paragraphs = paragraphs_of(lines, words_of(line.text for line in lines))
        levels = heading_levels(reader, paragraphs)
        title = _title(reader) or _heading_above(paragraphs) or title_from(source)
    if not paragraphs:
        raise TextError(
            f"{source}: there is no text layer in it. If it is a scan, run it through OCR (recognition of text) first."
        )
    blocks = _blocks(paragraphs, levels)
    return document_of_blocks(blocks, source=source, title=title, collection=collection, headed=False)


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
        pages.append(with_fields(lines_of_page(page, number, unpack), page, number))
    return [line for page in without_running_lines(pages) for line in rows_of(in_columns(page))]


def _title(reader: PdfReader) -> str:
    """Return the title that the file names, where that is one and not the name of a file."""
    named = reader.metadata.title if reader.metadata else None
    title = " ".join(clean(str(named or "")).split())
    return "" if len(title) > MOST_TITLE or _NO_TITLE.fullmatch(title) else title


def _heading_above(paragraphs: Sequence[Sequence[Part]]) -> str:
    """Return the first paragraph if it stands out like a title; else nothing."""
    first = paragraphs[0] if len(paragraphs) > 1 else ()
    words = first[0].text if len(first) == 1 and first[0].stands_out and not first[0].cells else ""
    return words if len(words.split()) <= TITLE_WORDS and not words.endswith((".", ":", ",", ";")) else ""


def _blocks(paragraphs: Sequence[Sequence[Part]], levels: Mapping[int, int]) -> list[Block]:
    """Return the headings, paragraphs and tables that the paragraphs make up, by their places."""
    blocks: list[Block] = []
    names: list[str] = []
    kinds = (_kind(place, parts, levels) for place, parts in enumerate(paragraphs))
    by_kind = itertools.groupby(zip(kinds, enumerate(paragraphs), strict=False), key=lambda item: item[0])
    for (kind, page), group in by_kind:
        run = [item for _, item in group]
        if kind == "paragraph" or (kind == "item" and len(run) < 2):
            blocks += [_block(parts, levels.get(place, 0)) for place, parts in run]
            names = []
            continue
        before = blocks[-1] if blocks else None
        lead = ""
        if before is not None and not (before.level or before.ends) and leads_in(before.text):
            lead = before.text
        if kind == "row":
            lines, names = told_table([parts[0].cells for _, parts in run], names or None)
            text = "\n".join([*([lead] if lead else []), *lines])
        else:
            text, names = told_list([parts[0].text for _, parts in run], lead=lead), []
        pages = [Page(0, len(text), page)]
        if lead and before is not None:
            blocks.pop()
            pages = [*before.pages, Page(before.pages[-1].end, len(text), page)]
        blocks.append(Block(text, pages=tuple(pages), ends=True))
    return blocks


def _kind(place: int, parts: Sequence[Part], levels: Mapping[int, int]) -> tuple[str, int]:
    """Return whether a paragraph is a row of a table or an item of a list, and on which page; 0 for any other one."""
    if place in levels or len(parts) > 1:
        return "paragraph", 0
    if parts[0].cells:
        return "row", parts[0].page
    return ("item", parts[0].page) if parts[0].is_item else ("paragraph", 0)


def _block(parts: Sequence[Part], level: int) -> Block:
    """Return a paragraph with the marks of its pages."""
    pages: list[Page] = []
    text = ""
    for part in parts:
        start = len(text) + len(part.gap)
        text += part.gap + part.text
        pages.append(Page(start, len(text), part.page))
    return Block(text, level, pages=tuple(pages), bold=parts[0].stands_out and len(parts) == 1)
