"""What is spoken, as running text that still knows when each word is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import TextError
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
_FINISHED = re.compile(rf"(?:{_SENTENCE_END.pattern})\s*\Z")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one cue, with the seconds at which they begin and end."""

    start: float
    end: float
    words: tuple[str, ...]


def document_of_speech(spoken: Sequence[Spoken], *, source: str, title: str, collection: str = "text") -> Document:
    """Return what is spoken as running text with a cue for every stretch of it.

    Raises:
        TextError: nobody says a word.
    """
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
    return Document(source=source, text=text, title=title, collection=collection, cues=tuple(cues))


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends with the end of a sentence."""
    return _FINISHED.search(text[-10:]) is not None


def _gap(before: Spoken, cue: Spoken, text: str, line_words: int, *, punctuated: bool) -> str:
    """Return what stands between two cues: a space, the end of a line, or the end of a paragraph."""
    silence = cue.start - before.end
    finished = not punctuated or ends_sentence(text)
    if silence >= LONG_PAUSE or (silence >= PAUSE and finished):
        return "\n\n"
    return "\n" if not punctuated and line_words >= WORDS_A_LINE else " "


def _without_repeats(spoken: Sequence[Spoken]) -> Iterator[Spoken]:
    """Yield the cues without the words that a rolling caption shows again."""
    before: Spoken | None = None
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
