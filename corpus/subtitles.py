"""Subtitles and transcripts as a document: cues become running text that still knows when each word is spoken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from corpus.errors import TextError
from corpus.plain_text import clean, title_from
from corpus.types import Cue, Document

PAUSE = 2.5
"""Seconds of silence after a finished sentence that begin a new paragraph."""
LONG_PAUSE = 8.0
"""Seconds of silence that do so anywhere."""
WORDS_A_SENTENCE = 40
"""With more words than this a sentence mark, the text is taken as speech recognition without punctuation."""
WORDS_A_LINE = 14
"""Words after which such a text is broken into a line, which then counts as a sentence."""
REPEATED_WORDS = 3
"""Words at the seam of two cues that are taken for a rolling caption, and not for a speaker who repeats a word."""
SEAM = 0.5
"""Seconds between two cues that still touch."""

_SENTENCE_END = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The words of one cue, with the seconds at which they begin and end."""

    start: float
    end: float
    words: tuple[str, ...]


def read_subtitles(text: str, *, source: str, collection: str = "text") -> Document:
    """Return SubRip or WebVTT subtitles as a document with a cue for every stretch of its text.

    Cues run on into sentences; what a rolling caption repeats is there once. A pause begins a new paragraph. Speech
    recognition without full stops is broken into lines of about ``WORDS_A_LINE`` words at the borders of cues.

    Raises:
        TextError: it is no subtitle file, or there is no text.
    """
    import pysubs2

    kind = PurePath(source).suffix.lower().lstrip(".")
    try:
        events = pysubs2.SSAFile.from_string(clean(text), format_=kind)
    except (pysubs2.Pysubs2Error, ValueError, IndexError) as error:
        raise TextError(f"{source}: cannot be read as {kind} subtitles: {error}") from error
    spoken = [
        _Spoken(event.start / 1000, event.end / 1000, tuple(event.plaintext.split()))
        for event in events
        if not event.is_comment
    ]
    return _document(spoken, source, collection)


def read_transcript(text: str, *, source: str, collection: str = "text") -> Document:
    """Return a transcript as YouTube's tools write it: a JSON list of ``{"text", "start", "duration"}``, in seconds.

    Raises:
        TextError: it is not such a list, or there is no text.
    """
    try:
        rows = json.loads(text)
        spoken = [
            _Spoken(
                float(row["start"]),
                float(row["start"]) + float(row.get("duration", 0)),
                tuple(clean(str(row["text"])).split()),
            )
            for row in rows
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise TextError(
            f"{source}: is no transcript. It must be a JSON list of objects with 'text', 'start' and 'duration'."
        ) from error
    return _document(spoken, source, collection)


def _document(spoken: Sequence[_Spoken], source: str, collection: str) -> Document:
    """Return the document of what is spoken."""
    kept = list(_without_repeats(sorted((cue for cue in spoken if cue.words), key=lambda cue: cue.start)))
    if not kept:
        raise TextError(f"{source}: there is no text in it.")
    whole = " ".join(" ".join(cue.words) for cue in kept)
    punctuated = len(_SENTENCE_END.findall(whole)) * WORDS_A_SENTENCE >= len(whole.split())
    text = ""
    cues: list[Cue] = []
    line_words = 0
    for cue, before in zip(kept, [None, *kept], strict=False):
        if before is not None:
            gap = _gap(before, cue, text, line_words, punctuated=punctuated)
            text += gap
            line_words = line_words if gap == " " else 0
        words = " ".join(cue.words)
        cues.append(Cue(len(text), len(text) + len(words), cue.start, cue.end))
        text += words
        line_words += len(cue.words)
    return Document(source=source, text=text, title=title_from(source), collection=collection, cues=tuple(cues))


def _gap(before: _Spoken, cue: _Spoken, text: str, line_words: int, *, punctuated: bool) -> str:
    """Return what stands between two cues: a space, the end of a line, or the end of a paragraph."""
    silence = cue.start - before.end
    finished = not punctuated or re.search(rf"(?:{_SENTENCE_END.pattern})\Z", text) is not None
    if silence >= LONG_PAUSE or (silence >= PAUSE and finished):
        return "\n\n"
    return "\n" if not punctuated and line_words >= WORDS_A_LINE else " "


def _without_repeats(spoken: Sequence[_Spoken]) -> Iterator[_Spoken]:
    """Yield the cues without the words that a rolling caption shows again."""
    before: _Spoken | None = None
    for cue in spoken:
        words = cue.words
        if before is not None and cue.start <= before.end + SEAM:
            words = words[_repeated(before.words, words) :]
        before = cue
        if words:
            yield replace(cue, words=words)


def _repeated(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return how many words at the beginning of ``after`` are the end of ``before`` shown once more."""
    for count in range(min(len(before), len(after)), 0, -1):
        if before[-count:] == after[:count]:
            return count if count >= REPEATED_WORDS or count in (len(before), len(after)) else 0
    return 0
