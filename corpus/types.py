"""The types of a text on its way in: documents, their marks, and chunks.

Every offset counts characters (Python string indices) in ``Document.text``, the one canonical string.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from corpus.errors import TextError
from corpus.questions import asks


class Spanning(Protocol):
    """Anything that covers ``start`` up to, and not including, ``end``."""

    @property
    def start(self) -> int:
        """Offset of the first character."""
        ...

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        ...


Mark = TypeVar("Mark", bound=Spanning)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text, from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; ``heading`` is the path of headings, outermost first."""

    start: int
    end: int
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of text with the moment at which it is spoken, in seconds from the beginning."""

    start: int
    end: int
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """A stretch of text with the name of who speaks it; the name itself is no part of the text."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """The text on one page of a paginated document; ``number`` counts from 1."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch of text with the address of the public source that it is taken from."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its origin and everything that a citation will need to point into it.

    ``source`` names the file (or whatever the text came from) and is unique in an index. ``collection`` is the
    body of texts that it belongs to, such as ``documentary`` or ``background``. ``url`` is the public address
    of the whole, ``questions`` are questions that the text itself suggests. ``warnings`` say in a sentence each what
    of the file was passed over when it was read, and where.

    >>> from corpus import Cue, Document
    >>> film = Document("talk.srt", "Good morning.", url="https://example.org/film", cues=(Cue(0, 13, 65.0, 67.5),))
    >>> film.time(0, 4), film.urls(0, 4)
    ((65.0, 67.5), ('https://example.org/film#t=65',))

    Raises:
        TextError: some of it holds half a surrogate pair, which cannot be stored; :func:`corpus.clean` mends it.
        ValueError: the sections overlap or are out of order.
    """

    source: str
    text: str = field(repr=False)
    title: str = ""
    collection: str = "text"
    url: str | None = None
    sections: tuple[Section, ...] = ()
    cues: tuple[Cue, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    pages: tuple[Page, ...] = ()
    references: tuple[Reference, ...] = ()
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        headings = (heading for section in self.sections for heading in section.heading)
        addresses = (self.url or "", *(reference.url for reference in self.references))
        names = (speaker.name for speaker in self.speakers)
        told = (*headings, *addresses, *names, *self.questions, *self.warnings)
        for words in (self.text, self.title, self.source, self.collection, *told):
            try:
                words.encode("utf-8")
            except UnicodeEncodeError as error:
                raise TextError(
                    f"{self.source!a}, character {error.start}: half a surrogate pair is no text. "
                    "Use corpus.clean() on it."
                ) from error
        for before, after in pairwise(self.sections):
            if after.start < before.end:
                raise ValueError(f"{self.source}: sections must follow one another: {before} and {after}.")

    @property
    def is_timed(self) -> bool:
        """Whether there are times in it."""
        return bool(self.cues)

    def urls(self, start: int, end: int) -> tuple[str, ...]:
        """Return the addresses of the sources of ``text[start:end]``, or of the whole where none is nearer.

        The address of a film opens it at the second at which the words are spoken.
        """
        near = tuple(dict.fromkeys(mark.url for mark in overlapping(self.references, start, end)))
        if near or not self.url:
            return near
        time = self.time(start, end)
        return (self.url if time is None else at_second(self.url, time[0]),)

    def time(self, start: int, end: int) -> tuple[float, float] | None:
        """Return the first and the last second at which ``text[start:end]`` is spoken, where that is known."""
        cues = overlapping(self.cues, start, end)
        return (cues[0].start_seconds, cues[-1].end_seconds) if cues else None

    def speaker(self, start: int, end: int) -> str | None:
        """Return who speaks ``text[start:end]``, where that is known; several names in the order in which they do."""
        names = dict.fromkeys(speaker.name for speaker in overlapping(self.speakers, start, end))
        return ", ".join(names) or None

    def page(self, start: int, end: int) -> int | None:
        """Return the number of the page on which ``text[start:end]`` begins, where the document has pages."""
        pages = overlapping(self.pages, start, end)
        return pages[0].number if pages else None

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain lists and strings, for JSON."""
        return {
            "source": self.source,
            "collection": self.collection,
            "title": self.title,
            "url": self.url,
            "text": self.text,
            "sections": [[s.start, s.end, list(s.heading)] for s in self.sections],
            "cues": [[c.start, c.end, c.start_seconds, c.end_seconds] for c in self.cues],
            "speakers": [[s.start, s.end, s.name] for s in self.speakers],
            "pages": [[p.start, p.end, p.number] for p in self.pages],
            "references": [[r.start, r.end, r.url] for r in self.references],
            "questions": list(self.questions),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """Return the document that ``to_dict`` wrote."""
        return cls(
            source=data["source"],
            collection=data["collection"],
            title=data["title"],
            url=data["url"],
            text=data["text"],
            sections=tuple(Section(start, end, tuple(heading)) for start, end, heading in data["sections"]),
            cues=tuple(Cue(*cue) for cue in data["cues"]),
            speakers=tuple(Speaker(*speaker) for speaker in data.get("speakers", ())),
            pages=tuple(Page(*page) for page in data["pages"]),
            references=tuple(Reference(*reference) for reference in data["references"]),
            questions=tuple(data["questions"]),
            warnings=tuple(data.get("warnings", ())),
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one document: the unit that is embedded and found.

    ``id`` is a hash of the content and its place among equals, so that indexing the same text again gives the
    same ids. ``paragraph`` counts from 1 in the document.
    """

    id: str
    document: Document = field(repr=False)
    start: int
    end: int
    heading: tuple[str, ...]
    paragraph: int
    sentences: tuple[Span, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The chunk's words: always the slice ``document.text[start:end]``."""
        return self.document.text[self.start : self.end]

    @property
    def path(self) -> tuple[str, ...]:
        """The title of the document and the headings that the chunk stands under, outermost first, each once."""
        return tuple(dict.fromkeys(filter(None, (self.document.title, *self.heading))))

    @property
    def questions(self) -> tuple[Span, ...]:
        """The sentences that ask something, of which no answer can be made."""
        text = self.document.text
        return tuple(span for span in self.sentences if asks(text[span.start : span.end]))

    @property
    def time(self) -> tuple[float, float] | None:
        """First and last second of the chunk, where the source has times."""
        return self.document.time(self.start, self.end)

    @property
    def speaker(self) -> str | None:
        """Who speaks in the chunk, where the source tells it; several names in the order in which they do."""
        return self.document.speaker(self.start, self.end)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Which stretch of the chunk is spoken by whom, in places of the document's text."""
        found = overlapping(self.document.speakers, self.start, self.end)
        return tuple(Speaker(max(one.start, self.start), min(one.end, self.end), one.name) for one in found)

    @property
    def page(self) -> int | None:
        """Page on which the chunk begins, where the source has pages."""
        return self.document.page(self.start, self.end)


def overlapping(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    """Return the marks that share at least one character with ``start`` to ``end``, in their order."""
    return [mark for mark in marks if mark.start < end and start < mark.end]


def at_second(url: str, seconds: float) -> str:
    """Return the address of a film at a moment: ``t=`` for YouTube, a media fragment (``#t=``) for any other."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.").removeprefix("m.") in ("youtube.com", "youtu.be"):
        query = [(name, value) for name, value in parse_qsl(parts.query) if name != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{int(seconds)}s")])))
    return urlunsplit(parts._replace(fragment=f"t={int(seconds)}"))
