"""The word of a vocabulary that is meant by a word that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from index import terms

MOST_EDITS = 2
"""Letters that may be wrong, missing, too many, or swapped with their neighbour."""
CLEAR_LEAD = 0.02
"""How much more alike (Jaro-Winkler, 0 to 1) than the next a word has to be to win, if it is not far more common.
Set by hand, as is :data:`CLEAR_SHARE`."""
CLEAR_SHARE = 3.0
"""How many times as common as the next a word has to be to win, if it is not more alike."""

_RUN = re.compile(r"(.)\1+")


class Slip(IntEnum):
    """What was done to a word, the likeliest first."""

    SWAPPED_OR_DOUBLED = 0
    MISSING_OR_EXTRA = 1
    WRONG_LETTER = 2
    TWO_EDITS = 3

    @property
    def distance(self) -> int:
        """How far the word has come: 0 for a slip of the finger that leaves every letter, else the edits."""
        return min(self, 1) if self is not Slip.TWO_EDITS else MOST_EDITS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be meant, what was done to it, how alike it is (0 to 1), and how often it was counted."""

    word: str
    slip: Slip
    alike: float
    count: int


def candidates(typed: str, words: Sequence[str], counts: Mapping[str, int]) -> list[Candidate]:
    """Return those of ``words`` that are at most :data:`MOST_EDITS` away from ``typed``, the nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA, JaroWinkler

    near = process.extract(typed, words, scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=None)
    found = [
        Candidate(word, _slip(typed, word, int(edits)), JaroWinkler.similarity(typed, word), counts[word])
        for word, edits, _ in near
    ]
    return sorted(found, key=lambda one: (one.slip.distance, -one.alike, -one.count))


def clear_winner(found: Sequence[Candidate]) -> Candidate | None:
    """Return the first of ``found``, which come nearest first; None where another word is as likely to be meant."""
    if not found:
        return None
    best = found[0]
    as_near = (other for other in found[1:] if other.slip.distance == best.slip.distance)
    clear = all(
        best.alike - other.alike >= CLEAR_LEAD
        or best.count >= CLEAR_SHARE * other.count
        or _are_forms_of_one(best.word, other.word)
        for other in as_near
    )
    return best if clear else None


def is_beaten(best: Candidate, rivals: Iterable[Candidate], commonness: Mapping[str, int]) -> bool:
    """Tell whether one of ``rivals`` is nearer than ``best``, and not merely another form of it.

    Where both are as far away, the more alike has to be the more common too, as ``commonness`` counts both.
    """
    return any(
        (
            rival.slip.distance < best.slip.distance
            or (
                rival.slip.distance == best.slip.distance
                and rival.alike > best.alike
                and rival.count > commonness.get(best.word, 0)
            )
        )
        and not _are_forms_of_one(rival.word, best.word)
        for rival in rivals
    )


def _slip(typed: str, meant: str, edits: int) -> Slip:
    """Return what was done to ``meant``, which is ``edits`` away from ``typed``."""
    if _RUN.sub(r"\1", typed) == _RUN.sub(r"\1", meant):
        return Slip.SWAPPED_OR_DOUBLED
    if edits > 1:
        return Slip.TWO_EDITS
    if len(typed) != len(meant):
        return Slip.MISSING_OR_EXTRA
    return Slip.SWAPPED_OR_DOUBLED if sorted(typed) == sorted(meant) else Slip.WRONG_LETTER


def _are_forms_of_one(word: str, other: str) -> bool:
    """Tell whether two words have the same stem."""
    return terms(word) == terms(other) != []
