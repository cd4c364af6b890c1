"""Prose with times in it, as transcripts are written by hand: the times become cues, the words stay."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import BLANK_LINES, paragraph_spans
from corpus.speech import document_of_speech, ends_sentence, said
from corpus.types import Cue, Document, Reference, Section, Span, Speaker
from corpus.voices import names_before

FEWEST = 3
"""Times from which on a text is taken for a transcript."""
SHARE = 0.5
"""Share of the paragraphs that have to begin with one."""
WORDS_A_SECOND = 2.5
"""The pace of speech: a guess at how long the last words take."""
MOST_WORDS_A_SECOND = 8.0
"""The pace beyond which numbers without brackets are verses or the like."""
FEWEST_WORDS_A_SECOND = 0.5
"""The pace below which such numbers, if they are round, are the hours of a timetable."""
WORDS_A_CAPTION = 25
"""Words up to which a paragraph may be a caption, which breaks off within a sentence."""

MOST_BEFORE = 80
"""Characters in which the colon of a time at the beginning of a paragraph stands, behind a name as well."""
MOST_ABOVE = 8
"""Paragraphs above the first time, such as a title and who was there, that do not count among the others."""

_TIME = r"(?P<time>(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d(?:[.,]\d{1,3})?))(?![\d:])"
_UNTIL = r"(?P<until>\s?(?:-->|[-\u2013])\s?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)?"
_BRACKETED = rf"[\[(]\s?{_TIME}{_UNTIL}\s?[\])](?!\()"
_NAME = r"(?P<name>[^\W\d_][^\[\]():\n]{0,40}?)"
_STAMPS = (
    re.compile(rf"{_BRACKETED}[ \t]*(?:[:\u2013\u2014-](?!\S))?"),
    re.compile(rf"{_NAME}[ \t]*:?[ \t]*{_BRACKETED}[ \t]*(?::|(?=\n)|\Z)"),
    re.compile(rf"@{_TIME}[ \t]*[:\u2013\u2014-][ \t]+{_NAME}[ \t]*(?:\([^()\n]{{0,60}}\))?[ \t]*(?=\n)"),
    re.compile(
        rf"{_TIME}{_UNTIL}(?=\s|\Z)(?![ \t]*(?:[ap]\.?m\b|Uhr\b|o'clock))[ \t]*(?:[:\u2013\u2014-](?!\S))?",
        re.IGNORECASE,
    ),
    re.compile(rf"{_NAME}[ \t]+{_TIME}[ \t]*(?=\n)"),
)
"""``[0:12] Words``, ``ANNA [0:12]: Words``, ``0:12 Words``; as a line ``@0:12 - Anna (Acme)`` and ``Anna 0:12``."""

_WITHIN = re.compile(r"(?<=\s)[\[(](?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?[\])][ \t]+(?=\S)")
_CAPITALIZED = r"(?:[^\W\d_a-z][\w.'\u2019-]*|\d{1,3})"
_NAME_ABOVE = re.compile(rf"(?:[-\u2013\u2014][ ])?({_CAPITALIZED}(?:[ ]{_CAPITALIZED}){{0,4}}):?(?:\n|\Z)")
_OF_ZOOM = re.compile(
    r"^(\d{1,2}:\d{2}:\d{2})[ \t]+From[ \t]+([^:\n]{1,60}?)(?:[ \t]+to[ \t]+[^:\n]{1,60}?)?[ \t]*:[ \t]*\n?[ \t]*",
    re.MULTILINE,
)
"""The messages of a meeting as Zoom saves them."""
_SPELT_OUT = re.compile(
    r"^((?:\d{1,2}:)?\d{1,3}:[0-5]\d)[ \t]*\n(?:\d{1,3} (?:hours?|minutes?|seconds?)(?:, (?=\d))?){1,3}[ \t]*$",
    re.MULTILINE,
)
"""A time with the same below it in words, as the pages of YouTube have it for those who cannot see."""
_NOTICE = re.compile(
    r"^(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]+(?:-!-|\*\*\*)|--- (?:Log (?:opened|closed)|Day changed))[ \t].*\n?",
    re.MULTILINE,
)
_NICK = re.compile(r"^(\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]+<)[ @+%&~](?=\S)", re.MULTILINE)
_ACTION = re.compile(r"^(\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]+)\*[ \t]+(\S{1,30})[ \t]+(?=\S)", re.MULTILINE)
"""Who joins a room, and ``* ada mends it``, as programs for chats in rooms of old write it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph without the time at its beginning; ``start`` is where it stood with it.

    ``until`` is the rest of a time that is a range.
    """

    start: int
    words: str
    time: str = ""
    seconds: float | None = None
    name: str = ""
    bracketed: bool = False
    until: str = ""

    @property
    def named(self) -> str:
        """The words behind the name of who speaks them."""
        return f"{self.name}: {self.words}".strip() if self.name else self.words


def parted_at_times(text: str) -> str:
    """Return ``text`` with a paragraph of its own for every line that begins with a time, where it is a transcript.

    Such a paragraph begins ``[0:12] ANNA:``, however its time and the name are written.
    """
    text = _SPELT_OUT.sub(r"\1", _OF_ZOOM.sub(r"[\1] \2: ", text))
    if " <" in text:
        text = _ACTION.sub(r"\1<\2> ", _NICK.sub(r"\1", _NOTICE.sub("", text)))
    paragraphs: list[str] = []
    stamped = 0
    for paragraph in BLANK_LINES.split(text):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if lines and _piece(0, line.strip() + "\n").time:
                paragraphs.append("\n".join(lines))
                lines = []
                stamped += 1
            lines.append(line)
        paragraphs.append("\n".join(lines))
    pieces = _with_names_above([_piece(0, paragraph.strip() + "\n") for paragraph in paragraphs if paragraph.strip()])
    if not _is_transcript(pieces) or not (stamped or any(piece.name for piece in pieces)):
        return text
    return "\n\n".join(f"[{piece.time}{piece.until}] {piece.named}" if piece.time else piece.words for piece in pieces)


def with_times(document: Document) -> Document:
    """Return ``document`` without the times and names that begin its paragraphs, with cues and speakers instead.

    A cue reaches from its time to the next one, a speaker to the next name. Where the paragraphs are captions, which
    break off within a sentence, they are joined. A text is left alone unless there are ``FEWEST`` times, in their
    order, that begin at least ``SHARE`` of its paragraphs.
    """
    spans = paragraph_spans(document.text)
    pieces = [_piece(span.start, document.text[span.start : span.end]) for span in spans]
    if document.cues or not _is_transcript(pieces):
        return document
    if _are_captions(pieces) and not (document.sections or document.references):
        return _joined(document, pieces)
    paragraphs: list[str] = []
    length = 0
    places: list[Span | None] = []
    cues: list[tuple[int, int, float]] = []
    speakers: list[Speaker] = []
    waiting: float | None = None
    name = ""
    for piece in _with_names(pieces):
        waiting = piece.seconds if piece.seconds is not None else waiting
        name = piece.name or name
        if not piece.words:
            places.append(None)
            continue
        paragraphs.append(piece.words)
        places.append(Span(length, length + len(paragraphs[-1])))
        if name and speakers and speakers[-1].name == name:
            speakers[-1] = Speaker(speakers[-1].start, length + len(paragraphs[-1]), name)
        elif name:
            speakers.append(Speaker(length, length + len(paragraphs[-1]), name))
        if waiting is not None:
            cues.append((length, length + len(paragraphs[-1]), waiting))
        elif cues:
            cues[-1] = (cues[-1][0], length + len(paragraphs[-1]), cues[-1][2])
        length += len(paragraphs[-1]) + len("\n\n")
        waiting = None
    text = "\n\n".join(paragraphs)
    return replace(
        document,
        text=text,
        cues=_cues(text, cues),
        speakers=tuple(speakers),
        sections=_sections(document.sections, spans, places),
        references=_references(document.references, spans, places),
    )


def _with_names(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the paragraphs with the names as such that stand between their times and their words."""
    named = iter(names_before([piece.words for piece in pieces if piece.seconds is not None and not piece.name]))
    found = []
    for piece in pieces:
        name, words = next(named) if piece.seconds is not None and not piece.name else (piece.name, piece.words)
        found.append(replace(piece, name=name, words=words))
    return found


def _with_names_above(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces with the names as such that stand alone in a line behind a time, where one comes again."""
    found = [_NAME_ABOVE.match(piece.words) if piece.time and not piece.name else None for piece in pieces]
    names = [match.group(1) for match in found if match is not None]
    times = sum(bool(piece.time) for piece in pieces)
    if len(names) < FEWEST or 2 * len(names) < times or len(set(names)) == len(names):
        return list(pieces)
    return [
        piece if match is None else replace(piece, name=match.group(1), words=piece.words[match.end() :].strip())
        for piece, match in zip(pieces, found, strict=True)
    ]


def _piece(start: int, paragraph: str) -> _Piece:
    """Return the paragraph without the time at its beginning."""
    for stamp in _STAMPS if ":" in paragraph[:MOST_BEFORE] else ():
        found = stamp.match(paragraph)
        if found is not None:
            seconds = int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + float(found["s"].replace(",", "."))
            name = found["name"].strip() if "name" in stamp.groupindex else ""
            bracketed = stamp in _STAMPS[:3]
            words = paragraph[found.end() :].strip()
            words = _WITHIN.sub("", words) if bracketed else words
            until = (found["until"] or "") if "until" in stamp.groupindex else ""
            return _Piece(start, words, found["time"], seconds, name, bracketed, until)
    return _Piece(start, paragraph.strip())


def _is_transcript(pieces: Sequence[_Piece]) -> bool:
    """Tell whether the times at the beginning of the paragraphs tell when these are spoken."""
    times = [piece.seconds for piece in pieces if piece.seconds is not None]
    first = next((place for place, piece in enumerate(pieces) if piece.time), 0)
    counted = len(pieces) - first if first <= MOST_ABOVE else len(pieces)
    if len(times) < FEWEST or len(times) < SHARE * counted or times != sorted(times):
        return False
    if not any(piece.words for piece in pieces):
        return False
    if all(piece.bracketed for piece in pieces if piece.time):
        return True
    words = sum(len(piece.words.split()) for piece in pieces)
    duration = times[-1] - times[0]
    if words > MOST_WORDS_A_SECOND * duration:
        return False
    return words >= FEWEST_WORDS_A_SECOND * duration or any(time % 5 for time in times)


def _are_captions(pieces: Sequence[_Piece]) -> bool:
    """Tell whether most paragraphs are short and break off within a sentence, at the pace of speech."""
    spoken = [piece for piece in pieces if piece.words]
    times = [piece.seconds for piece in pieces if piece.seconds is not None]
    if sum(len(piece.words.split()) for piece in spoken) < FEWEST_WORDS_A_SECOND * (times[-1] - times[0]):
        return False  # The chapters of a film.
    broken = sum(not ends_sentence(piece.words) for piece in spoken[:-1])
    words = sum(len(piece.words.split()) for piece in spoken)
    ranges = all(piece.until for piece in pieces if piece.time)
    return (
        broken > (0 if ranges else len(spoken) / 2)
        and words <= WORDS_A_CAPTION * len(spoken)
        and not any(piece.name for piece in _with_names(pieces))
    )


def _joined(document: Document, pieces: Sequence[_Piece]) -> Document:
    """Return captions as running text, what stands above the first time as paragraphs of their own."""
    first = next(place for place, piece in enumerate(pieces) if piece.time)
    spoken: list[tuple[float, list[str]]] = [(pieces[first].seconds or 0.0, [])]
    for piece in pieces[first:]:
        if piece.seconds is not None:
            spoken.append((piece.seconds, []))
        spoken[-1][1].extend(piece.words.split())
    ends = [*(start for start, _ in spoken[1:]), spoken[-1][0] + len(spoken[-1][1]) / WORDS_A_SECOND]
    joined = document_of_speech(
        [said(start, end, " ".join(words)) for (start, words), end in zip(spoken, ends, strict=True)],
        source=document.source,
        title=document.title,
        prose=True,
    )
    above = "".join(f"{piece.words}\n\n" for piece in pieces[:first] if piece.words)
    return replace(
        document,
        text=above + joined.text,
        cues=tuple(replace(cue, start=cue.start + len(above), end=cue.end + len(above)) for cue in joined.cues),
        speakers=tuple(replace(one, start=one.start + len(above), end=one.end + len(above)) for one in joined.speakers),
    )


def _cues(text: str, cues: Sequence[tuple[int, int, float]]) -> tuple[Cue, ...]:
    """Return a cue for each stretch of ``text``: its offsets, and the second at which it begins."""
    last = cues[-1]
    end = last[2] + len(text[last[0] : last[1]].split()) / WORDS_A_SECOND
    ends = [*(seconds for _, _, seconds in cues[1:]), end]
    return tuple(Cue(*cue, until) for cue, until in zip(cues, ends, strict=True))


def _moved(mark: Section | Reference, spans: Sequence[Span], places: Sequence[Span | None]) -> Span | None:
    """Return where the paragraphs that a mark covers stand now."""
    first = bisect_left(spans, mark.start, key=lambda span: span.start)
    last = bisect_left(spans, mark.end, key=lambda span: span.start)
    kept = [place for place in places[first:last] if place is not None]
    return Span(kept[0].start, kept[-1].end) if kept else None


def _sections(sections: Sequence[Section], spans: Sequence[Span], places: Sequence[Span | None]) -> tuple[Section, ...]:
    moved = [(section, _moved(section, spans, places)) for section in sections]
    return tuple(Section(place.start, place.end, section.heading) for section, place in moved if place is not None)


def _references(
    references: Sequence[Reference], spans: Sequence[Span], places: Sequence[Span | None]
) -> tuple[Reference, ...]:
    moved = [(reference, _moved(reference, spans, places)) for reference in references]
    return tuple(Reference(place.start, place.end, reference.url) for reference, place in moved if place is not None)
