"""Rich text (.rtf), as word processors write it for one another, as a document: headings, lists and tables."""

from __future__ import annotations

import re

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.composing import Composer
from corpus.errors import TextError
from corpus.limits import Limits
from corpus.plain_text import blocks_of_text
from corpus.tables import Cell
from corpus.types import Document

KIND = "rich text (.rtf)"
BEGINNING = b"{\\rtf"
"""What all such files begin with."""

_MARK = 0xE000
"""Before a heading, while its file is read, stands the sign with this number and its level more."""
_OUTLINE = re.compile(r"\\outlinelevel([0-8])(?!\d)[ ]?")
_HEADING = re.compile("[\ue000-\ue008]")
_TITLE = re.compile(r"\{\\title ([^{}]{1,300})\}")
_ROW = re.compile(r".*\|\s*")


def read_rich_text(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:  # noqa: ARG001
    """Return the rich text (.rtf) ``content`` as a document of plain paragraphs.

    Paragraphs with a level of the outline are headings, rows of tables are told with the names of their columns.

    Raises:
        TextError: it is no rich text, or there is no text in it.
    """
    if not content.lstrip().startswith(BEGINNING):
        raise TextError(f"{source}: is {'empty' if not content.strip() else f'no {KIND}'}.")
    text = content.decode("cp1252", "replace")
    found = _TITLE.search(text)
    title = " ".join(_plain(f"{{\\rtf1\\ansi {found.group(1)}}}").split()) if found else ""
    marked = _OUTLINE.sub(lambda level: f"{level.group()}{{\\uc1\\u{_MARK + int(level.group(1))}?}}", text)
    return document_of_blocks(
        _blocks(_plain(marked).split("\n")),
        source=source,
        title=title or title_from(source),
        collection=collection,
        headed=not title,
    )


def _plain(text: str) -> str:
    """Return the words of rich text, a line for each paragraph and each row of a table."""
    from striprtf.striprtf import rtf_to_text

    words: str = rtf_to_text(text, errors="replace")  # type: ignore[no-untyped-call]
    return clean(words)


def _blocks(lines: list[str]) -> list[Block]:
    """Return the paragraphs, headings, lists and tables that lines are."""
    blocks: list[Block] = []
    waiting: list[str] = []
    rows: list[str] = []
    for line in [*lines, "\ue000"]:  # The last one, a heading without words, ends what is still open.
        heading = _HEADING.search(line)
        is_row = heading is None and _ROW.fullmatch(line) is not None
        if waiting and (heading or is_row):
            blocks += blocks_of_text("\n\n".join(waiting))
            waiting = []
        if rows and not is_row:
            composer = Composer()
            composer.add_table([[Cell(" ".join(field.split())) for field in row.split("|")[:-1]] for row in rows])
            blocks += composer.blocks()
            rows = []
        if heading:
            words = " ".join(_HEADING.sub("", line).split())
            blocks.append(Block(words, level=ord(heading.group()) - _MARK + 1))
        elif is_row:
            rows.append(line)
        elif line.strip():
            waiting.append(line)
    return blocks
