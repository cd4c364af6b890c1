"""Whether a text is told by one voice, so that "she" or "the author" may be whoever tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import Document

FIRST_PERSON = 0.004
"""Share of the words of a text that are "I" or "we" and the like from which on it is told in the first person."""
LOOKED_AT = 40_000
"""Characters at the beginning of a text that tell how it is told."""

_QUOTED = re.compile(r"\"[^\"\n]{1,600}\"|\u201c[^\u201d\n]{1,600}\u201d")
_I = re.compile(r"\bI\b|\b(?:my|me|myself|My)\b")
_WE = re.compile(r"\b(?:we|our|us|We|Our)\b")


def persons_of(documents: Iterable[Document]) -> frozenset[str]:
    """Return the pronouns that the one voice of a text may be called by; none where no text is told by one voice.

    A text is told by one voice that says "I" or "we", what is quoted aside, and keeps no more than one speaker.
    """
    persons: set[str] = set()
    for document in documents:
        if len({speaker.name for speaker in document.speakers}) > 1:
            continue
        told = _QUOTED.sub(" ", document.text[:LOOKED_AT])
        words = max(1, len(told.split()))
        if len(_I.findall(told)) >= FIRST_PERSON * words:
            persons |= {"he", "she", "they"}
        if len(_WE.findall(told)) >= FIRST_PERSON * words:
            persons.add("they")
    return frozenset(persons)
