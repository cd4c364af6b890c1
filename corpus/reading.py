"""Files and folders as documents."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Protocol

from corpus.book import read_book
from corpus.caption_xml import read_caption_xml
from corpus.encoding import decode
from corpus.errors import LimitError, TextError
from corpus.finding import Skipped, find_files
from corpus.isolation import ReadingProcess
from corpus.kinds import (
    CAPTIONS_IN_XML,
    MAILS,
    SAVED_PAGES,
    SNIFFED,
    SUBSTATION,
    SUBTITLES,
    TRANSCRIPTS,
    kind_for,
    kind_of,
)
from corpus.limits import Limits, default_limits
from corpus.mail import read_mail, read_saved_page
from corpus.markdown import read_markdown
from corpus.names import printable
from corpus.open_document import read_open_document
from corpus.pdf import read_pdf
from corpus.plain_text import read_plain_text
from corpus.rich_text import read_rich_text
from corpus.separated import read_table
from corpus.slides import read_slides
from corpus.subtitles import read_substation, read_subtitles
from corpus.transcripts import read_transcript
from corpus.types import Document
from corpus.unreadable import beyond, out_of_memory
from corpus.web_page import read_web_page
from corpus.word import read_word

BUNDLED = Path(__file__).parent
BUNDLED_COLLECTIONS = ("documentary", "background")
"""The collections that come with the project, the one to ask first at the front."""
MOST_WORDS = 300
"""Characters of what a library says about a file."""


def read_content(content: bytes, *, source: str, collection: str = "text", limits: Limits | None = None) -> Document:
    """Read what is in a file; the ending of ``source``, its name, says how.

    Raises:
        TextError: it is of an unknown kind, is not what its name says, holds no text, or is beyond ``limits``.
    """
    limits = limits or default_limits()
    source = printable(source)
    reader = _READERS.get(PurePath(source).suffix.lower())
    if reader is None:
        kind = PurePath(source).suffix or source
        raise TextError(f"{source}: cannot read '{kind}' files. Readable: {', '.join(READABLE_SUFFIXES)}.")
    _check_size(len(content), source, limits)
    try:
        return reader(content, source=source, collection=collection, limits=limits)
    except TextError:
        raise
    except MemoryError as error:
        raise out_of_memory(source, limits) from error
    except Exception as error:  # Of a library, on a file that it does not expect.
        words = printable(error)[:MOST_WORDS]
        raise TextError(f"{source}: cannot be read: {type(error).__name__}{': ' if words else ''}{words}.") from error


def read_file(
    path: Path, *, source: str | None = None, collection: str = "text", limits: Limits | None = None
) -> Document:
    """Read one file; the ending of ``source``, which is the name of the file if it is not given, says how.

    Raises:
        TextError: the file is missing, is no regular file, or cannot be read for a reason of :func:`read_content`.
    """
    limits = limits or default_limits()
    content = content_of(path, limits)
    return read_content(content, source=path.name if source is None else source, collection=collection, limits=limits)


def read_paths(
    paths: Iterable[str | Path], *, collection: str = "text", limits: Limits | None = None
) -> tuple[list[Document], list[Skipped]]:
    """Read files, what is below folders, and what matches patterns such as ``talks/**/*.srt``.

    The files are read in another process, so that one that hangs or crashes its reader is only skipped. Returns the
    documents in the order given (a folder's in the order of their names) and the files that were not read. A
    document's ``source`` is its path below the folder given, or the file's name; its whole path where that is taken.

    Raises:
        TextError: a path that was named does not exist, or there are more files than ``limits`` allow.
    """
    skipped: list[Skipped] = []
    read = read_each(paths, collection=collection, limits=limits or default_limits(), skipped=skipped)
    return [document for _, document in read], skipped


def read_each(
    paths: Iterable[str | Path], *, collection: str, limits: Limits, skipped: list[Skipped]
) -> Iterator[tuple[Path, Document]]:
    """Yield what :func:`read_paths` returns with the file that each document is of; adds to ``skipped``.

    Raises:
        TextError: a path that was named does not exist, or there are more files than ``limits`` allow.
    """
    found, passed_over = find_files(paths, readable=READABLE_SUFFIXES, limits=limits)
    skipped += passed_over
    with ReadingProcess(limits) as process:
        for file in found:
            try:
                yield file.path, process.read(file.path, source=file.source, collection=collection)
            except TextError as error:
                limit = error.setting if isinstance(error, LimitError) else ""
                skipped.append(Skipped(printable(file.path), str(error), limit=limit))


def read_bundled() -> list[Document]:
    """Read the collections that come with the project, the one to ask first at the front."""
    return [
        read_file(path, source=f"{collection}/{path.name}", collection=collection, limits=Limits())
        for collection in BUNDLED_COLLECTIONS
        for path in sorted((BUNDLED / collection).glob("*.md"))
    ]


class _Reader(Protocol):
    """Reads the content of a file of one kind."""

    def __call__(self, content: bytes, *, source: str, collection: str, limits: Limits) -> Document: ...


def _read_text(content: bytes, *, source: str, collection: str, limits: Limits) -> Document:
    """Read a text of any kind; its content says which, where it tells of a certain one, and else its name."""
    text = decode(content, source=source)
    suffix = PurePath(source).suffix.lower()
    kind = kind_for(text, suffix)
    if kind in _LINES:
        _check_lines(text, source, limits)
    if kind not in _TEXT_READERS:
        return _READERS[kind](content, source=source, collection=collection, limits=limits)
    try:
        return _TEXT_READERS[kind](text, source=source, collection=collection)
    except TextError as error:
        return _otherwise(text, suffix, kind, error, source=source, collection=collection, limits=limits)


def _otherwise(
    text: str, suffix: str, kind: str, error: TextError, *, source: str, collection: str, limits: Limits
) -> Document:
    """Read a text as prose that is no ``kind`` of transcript, where its name or the times in it say that it is some.

    Raises:
        TextError: it is none either; then ``error`` is.
    """
    if kind != suffix and suffix in _PROSE:
        _check_lines(text, source, limits)
        return _TEXT_READERS[suffix](text, source=source, collection=collection)
    if kind in SUBTITLES:
        with contextlib.suppress(TextError):
            document = read_plain_text(text, source=source, collection=collection)
            if document.cues:
                return document
    raise error


def _read_web_page(content: bytes, *, source: str, collection: str, limits: Limits) -> Document:
    if kind_of(content[:SNIFFED].decode("ascii", "replace")) in SAVED_PAGES:
        return read_saved_page(content, source=source, collection=collection, limits=limits)
    return read_web_page(content, source=source, collection=collection)


_PROSE = (".md", ".markdown", ".txt", ".text")
_LINES = (*_PROSE, ".csv", ".tsv", *SUBTITLES, *SUBSTATION)
"""Kinds of text whose lines come to an end."""
_TEXT_READERS: dict[str, Callable[..., Document]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
    ".text": read_plain_text,
    ".csv": read_table,
    ".tsv": read_table,
    **dict.fromkeys(SUBTITLES, read_subtitles),
    **dict.fromkeys(TRANSCRIPTS, read_transcript),
    **dict.fromkeys(CAPTIONS_IN_XML, read_caption_xml),
    **dict.fromkeys(SUBSTATION, read_substation),
}

_READERS: dict[str, _Reader] = {
    **dict.fromkeys(_TEXT_READERS, _read_text),
    ".html": _read_web_page,
    ".htm": _read_web_page,
    **dict.fromkeys(MAILS, read_mail),
    **dict.fromkeys(SAVED_PAGES, read_saved_page),
    ".pdf": read_pdf,
    ".docx": read_word,
    ".odt": read_open_document,
    ".rtf": read_rich_text,
    ".pptx": read_slides,
    ".epub": read_book,
}

READABLE_SUFFIXES: tuple[str, ...] = tuple(_READERS)
"""The endings of the names of files that can be read."""


def _check_size(size: int, shown: str, limits: Limits) -> None:
    if size > limits.file_bytes:
        what = f"{shown}: has {size:,} bytes, more than the {limits.file_bytes:,} that are read."
        raise beyond(what, "file_bytes", size)


def _check_lines(text: str, source: str, limits: Limits) -> None:
    """Refuse a text with a line that no prose has."""
    most = limits.line_characters
    if len(text) <= most:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > most:
            what = f"{source}, line {number}: has {len(line):,} characters, so that this is data and no prose."
            raise beyond(what, "line_characters", len(line))


def content_of(path: Path, limits: Limits) -> bytes:
    """Return what is in a regular file, and never wait for another program to write one.

    Raises:
        TextError: the file is missing, is no regular file, cannot be opened, or is beyond ``limits``.
    """
    shown = printable(path)
    try:
        _check_kind(path.stat(), shown)
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            _check_kind(status, shown)
            _check_size(status.st_size, shown, limits)
            return file.read(min(status.st_size, limits.file_bytes) + 1)
    except FileNotFoundError as error:
        raise TextError(f"{shown}: there is no such file.") from error
    except (OSError, ValueError) as error:
        raise TextError(f"{shown}: cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _check_kind(status: os.stat_result, shown: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise TextError(f"{shown}: is a folder.")
    if not stat.S_ISREG(status.st_mode):
        raise TextError(f"{shown}: is no regular file but a device or a connection.")


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting, even if it has become a pipe since it was looked at."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
