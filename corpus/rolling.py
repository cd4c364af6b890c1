"""Captions that roll: what one cue shows of the cue before is said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.shown import Line, Shown

SEAM = 2.0
"""Seconds between two cues of which the second may still show the first."""
REPEATED_WORDS = 2
"""Words at the seam of two cues that are taken for a part of a line shown again, not for words said twice."""
ROLLING_SHARE = 0.2
"""Share of the touching cues that have to repeat something for captions to be rolling ones."""
SAME_WORDS = 5
"""Words that are taken for a repetition in captions that do not roll."""
MOST_WORDS = 200
"""Words of the end of a cue that the next one may repeat."""


def without_repeats(shown: Sequence[Shown]) -> list[Shown]:
    """Return the cues, which have to be in the order of their times, without the words that a rolling caption repeats.

    Captions roll where the end of many cues is the beginning of the next. In others, only a cue that is there twice
    and long repetitions are taken out: people do say things twice.
    """
    repeated = [0]
    touching = rolling = 0
    for before, cue in pairwise(shown):
        count = 0
        if cue.start <= before.end + SEAM:
            count = _repeated(before, cue)
            touching += 1
            rolling += count > 1
        repeated.append(count)
    rolls = rolling > 0 and rolling >= ROLLING_SHARE * touching
    kept = []
    for place, (cue, count) in enumerate(zip(shown, repeated, strict=False)):
        twice = place > 0 and shown[place - 1].lines == cue.lines and shown[place - 1].start == cue.start
        lines = _without(cue.lines, count) if rolls or count >= SAME_WORDS or twice else cue.lines
        if lines:
            kept.append(replace(cue, lines=lines))
    return kept


def _repeated(before: Shown, after: Shown) -> int:
    """Return how many words at the beginning of ``after`` are the end of ``before`` shown once more.

    These are whole lines, all that ``before`` shows, or ``REPEATED_WORDS`` and more.
    """
    if before.words == after.words:
        return len(after.words)
    first, second = before.words[-MOST_WORDS:], after.words[:MOST_WORDS]
    borders = _borders(after.lines)
    for count in range(min(len(first), len(second)), 0, -1):
        if first[-count] == second[0] and first[-count:] == second[:count]:
            whole = count == len(before.words) or count in borders
            return count if whole or count >= REPEATED_WORDS else 0
    return 0


def _borders(lines: Sequence[Line]) -> set[int]:
    """Return after how many words each line ends."""
    borders: set[int] = set()
    count = 0
    for line in lines:
        count += len(line.words)
        borders.add(count)
    return borders


def _without(lines: Sequence[Line], count: int) -> tuple[Line, ...]:
    """Return ``lines`` without their first ``count`` words."""
    kept = []
    for line in lines:
        if count < len(line.words):
            kept.append(replace(line, words=line.words[count:]))
        count = max(0, count - len(line.words))
    return tuple(kept)
