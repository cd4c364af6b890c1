"""What is spoken, as running text that still knows when each word is said, and by whom."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.errors import TextError
from corpus.rolling import without_repeats
from corpus.shown import Line, Shown
from corpus.types import Cue, Document, Speaker
from corpus.unpunctuated import MOST_WORDS, cuts
from corpus.voices import Spoken, spoken_in

PAUSE = 2.5
"""Seconds of silence after a finished sentence that begin a new paragraph."""
LONG_PAUSE = 8.0
"""Seconds of silence that do so anywhere."""
LATEST = 1e9
"""Seconds beyond which a time is a mistake."""

_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"')\]\u201d\u2019]*(?=\s|$)")
_FINISHED = re.compile(rf"(?:{_SENTENCE_END.pattern})\s*\Z")


def said(start: float, end: float, text: str, speaker: str = "") -> Shown:
    """Return ``text`` as what is said from ``start`` to ``end``, in seconds."""
    lines = (tuple(line.split()) for line in text.split("\n"))
    return Shown(start, end, tuple(Line(words, speaker) for words in lines if words))


def document_of_speech(
    shown: Sequence[Shown], *, source: str, title: str, collection: str = "text", prose: bool = False
) -> Document:
    """Return what is said in cues as running text, with a cue and a speaker for every stretch of it.

    What rolling captions repeat is there once; sounds and the names of speakers are no words of the text. A pause and
    another speaker begin a new paragraph, and so does, about every 45 words, speech without full stops. In ``prose`` a
    word before a colon is taken for a name only where one of them comes again.

    Raises:
        TextError: nobody says a word.
    """
    in_order = sorted((_at_a_moment(cue) for cue in shown if cue.lines), key=lambda cue: cue.start)
    spoken = spoken_in(without_repeats(in_order), prose=prose)
    if not spoken:
        raise TextError(f"{source}: there is no text in it.")
    breaks = _paragraphs(spoken)
    parts: list[str] = []
    length = 0
    cues: list[Cue] = []
    speakers: list[Speaker] = []
    for number, cue in enumerate(spoken):
        pieces = [0, *sorted(place for place in breaks[number] if place), len(cue.words)]
        for first, last in pairwise(pieces):
            gap = "" if not parts else "\n\n" if first in breaks[number] else " "
            words = " ".join(cue.words[first:last])
            start = length + len(gap)
            length = start + len(words)
            parts += [gap, words]
            cues.append(Cue(start, length, _moment(cue, first), _moment(cue, last)))
            if cue.speaker and speakers and speakers[-1].name == cue.speaker and speakers[-1].end == start - len(gap):
                speakers[-1] = Speaker(speakers[-1].start, length, cue.speaker)
            elif cue.speaker:
                speakers.append(Speaker(start, length, cue.speaker))
    return Document(
        source=source,
        text="".join(parts),
        title=title,
        collection=collection,
        cues=tuple(cues),
        speakers=tuple(speakers),
    )


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends with the end of a sentence."""
    return not text[-1:].isalnum() and _FINISHED.search(text[-10:]) is not None


def _at_a_moment(cue: Shown) -> Shown:
    """Return a cue that begins after 0 seconds and ends after that, whatever its file says."""
    start = min(max(cue.start, 0.0), LATEST) if not math.isnan(cue.start) else 0.0
    end = min(max(cue.end, start), LATEST) if not math.isnan(cue.end) else start
    return cue if (start, end) == (cue.start, cue.end) else replace(cue, start=start, end=end)


def _moment(cue: Spoken, place: int) -> float:
    """Return the second at which a word of a cue begins, as if all took the same time."""
    if place in (0, len(cue.words)):
        return cue.end if place else cue.start
    return cue.start + (cue.end - cue.start) * place / len(cue.words)


def _paragraphs(spoken: Sequence[Spoken]) -> list[frozenset[int]]:
    """Return for each cue at which of its words a paragraph begins."""
    breaks: list[set[int]] = [set() for _ in spoken]
    run: list[tuple[int, int]] = []
    before: Spoken | None = None
    for number, cue in enumerate(spoken):
        if before is not None:
            silence = cue.start - before.end
            finished = ends_sentence(before.words[-1])
            if cue.turn or silence >= LONG_PAUSE or (silence >= PAUSE and finished):
                breaks[number].add(0)
                _cut(run, spoken, breaks)
                run = []
        for place, word in enumerate(cue.words):
            run.append((number, place))
            if ends_sentence(word):
                _cut(run, spoken, breaks)
                run = []
        before = cue
    _cut(run, spoken, breaks)
    return [frozenset(places) for places in breaks]


def _cut(run: Sequence[tuple[int, int]], spoken: Sequence[Spoken], breaks: Sequence[set[int]]) -> None:
    """Add to ``breaks`` where words without the end of a sentence among them are cut; each is its cue and place."""
    if len(run) <= MOST_WORDS // 4:
        return
    words = [spoken[cue].words[place] for cue, place in run]
    silences = [max(0.0, spoken[cue].start - spoken[cue - 1].end) if not place and cue else 0.0 for cue, place in run]
    for cut in cuts(words, silences):
        cue, place = run[cut]
        breaks[cue].add(place)
