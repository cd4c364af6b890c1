"""What would be read of a text, and how, before anything is indexed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from corpus.encoding import encoding_of
from corpus.errors import TextError
from corpus.finding import Skipped
from corpus.kinds import CAPTIONS_IN_XML, MAILS, SAVED_PAGES, SUBSTATION, SUBTITLES, TRANSCRIPTS, kind_for
from corpus.limits import Limits, default_limits
from corpus.reading import content_of, read_each
from corpus.sentences import paragraph_spans
from corpus.timed_text import is_webvtt
from corpus.types import Document

LINES = 3
"""Paragraphs that are shown of a text."""
LINE_CHARACTERS = 200
"""Characters that are shown of one."""

_FORMATS = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "plain text",
    ".text": "plain text",
    ".html": "web page",
    ".htm": "web page",
    ".csv": "table of comma-separated values",
    ".pptx": "slides",
    ".epub": "book",
    ".eml": "mail",
    ".mbox": "mailbox",
    **dict.fromkeys(SAVED_PAGES, "web page saved as one file"),
    ".pdf": "PDF",
    ".docx": "Word document",
    ".odt": "text document",
    ".rtf": "rich text",
    ".tsv": "table of tab-separated values",
    ".vtt": "WebVTT subtitles",
    **dict.fromkeys(SUBTITLES, "SubRip subtitles"),
    ".sbv": "SubViewer subtitles",
    **dict.fromkeys(TRANSCRIPTS, "transcript in JSON"),
    **dict.fromkeys(CAPTIONS_IN_XML, "captions in XML"),
    **dict.fromkeys(SUBSTATION, "SubStation Alpha subtitles"),
}
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_BINARY = (".pdf", ".docx", ".odt", ".rtf", ".pptx", ".epub")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be read of one text.

    ``format`` is what the content was taken for, and ``encoding`` that of its letters, empty where it has none.
    ``seconds`` are the first and the last one of the times in it, ``speakers`` the names of those who speak.
    ``lines`` are the beginnings of the first paragraphs, ``warnings`` say what was passed over.
    """

    source: str
    format: str
    encoding: str
    title: str
    url: str | None
    words: int
    paragraphs: int
    headings: int
    seconds: tuple[float, float] | None
    speakers: tuple[str, ...]
    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether there are times in it."""
        return self.seconds is not None

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain lists, numbers and strings, for JSON."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def preview_of(document: Document, content: bytes | None = None) -> Preview:
    """Return what was read as ``document``; the ``content`` of its file tells the format and the encoding."""
    kind, encoding = ("", "") if content is None else _format(document, content)
    paragraphs = paragraph_spans(document.text)
    shown = (document.text[span.start : span.end] for span in paragraphs[:LINES])
    return Preview(
        source=document.source,
        format=kind,
        encoding=encoding,
        title=document.title,
        url=document.url,
        words=len(document.text.split()),
        paragraphs=len(paragraphs),
        headings=len({section.heading for section in document.sections}),
        seconds=document.time(0, len(document.text)),
        speakers=tuple(dict.fromkeys(speaker.name for speaker in document.speakers)),
        lines=tuple(_beginning(" ".join(words.split())) for words in shown),
        warnings=document.warnings,
    )


def preview_paths(
    paths: Iterable[str | Path], *, collection: str = "text", limits: Limits | None = None
) -> tuple[list[Preview], list[Skipped]]:
    """Read what :func:`corpus.read_paths` reads, and return what there is of each file, and the files not read.

    Raises:
        TextError: a path that was named does not exist, or there are more files than ``limits`` allow.
    """
    limits = limits or default_limits()
    skipped: list[Skipped] = []
    previews = []
    for path, document in read_each(paths, collection=collection, limits=limits, skipped=skipped):
        try:
            content = content_of(path, limits)
        except TextError:  # It was there a moment ago.
            content = None
        previews.append(preview_of(document, content))
    return previews, skipped


def _format(document: Document, content: bytes) -> tuple[str, str]:
    """Return what a content was taken for, and the encoding of its letters."""
    suffix = PurePath(document.source).suffix.lower()
    if suffix in _BINARY:
        return _FORMATS[suffix], ""
    try:
        encoding = encoding_of(content, source=document.source)
    except TextError:
        return suffix[1:], ""
    text = content.decode(encoding, "replace")
    kind = kind_for(text, suffix)
    if kind in (*MAILS, *SAVED_PAGES):
        return _FORMATS[kind], ""
    if kind in TRANSCRIPTS and suffix not in TRANSCRIPTS and not document.cues:
        kind = suffix  # It is JSON of another kind, and was read as what its name says.
    if kind in (".vtt", ".srt"):
        kind = ".vtt" if is_webvtt(text.lstrip("\ufeff")) else ".srt"
    form = _FORMATS.get(kind, suffix[1:].upper())
    if kind in (".md", ".markdown", ".txt", ".text") and document.cues:
        form += " with times"
    return form, _ENCODINGS.get(encoding, encoding.upper().replace("_", "-"))


def _beginning(words: str) -> str:
    """Return the first characters of a paragraph, whole words of it."""
    if len(words) <= LINE_CHARACTERS:
        return words
    return words[:LINE_CHARACTERS].rsplit(" ", 1)[0] + " ..."
