"""One turn of a conversation that is written down, and what tells it from the entry of a form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.questions import asks
from corpus.word_set import word_set

FEW_WORDS = 6
"""Words from which on a turn without a number in it reads like something said."""

_ENDS = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*\Z")
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i've|me|my|you|your|we|our|it|he|she|they|yes|no|ok|okay|thanks|please|hi|hello)\b", re.IGNORECASE
)
_NO_SPEAKERS = word_set(
    "address age answer author background caution chapter conclusion contents date debug email error example fact "
    "figure hint important info introduction location name note notes number objective phone price question references "
    "role section source step subject summary table task time tip title topic type warn warning year"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What stands in a line without the name before it: ``words``, said by ``speaker``, if anybody says them.

    ``part`` is the part of the whole that it belongs to, such as a day or a scene, if one is told.

    Without words the line is a name above what is said, or a message of which nothing is left. With ``holds`` all that
    stands below is said by the same speaker, however many paragraphs that are, up to the next turn.
    """

    speaker: str
    words: str
    part: str = ""
    holds: bool = False


def is_no_speaker(name: str) -> bool:
    """Tell whether a word in the place of a name is rather what a form or a manual has there."""
    return name.lower() in _NO_SPEAKERS


def reads_like_speech(words: str) -> bool:
    """Tell whether words read like something said: they end or ask, speak of people, or go on without a number."""
    return (
        _ENDS.search(words) is not None
        or asks(words)
        or (len(words.split()) >= FEW_WORDS and not any(letter.isdigit() for letter in words))
        or _PERSONAL.search(words) is not None
    )
