"""What one collection would answer, before it is decided which collection speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.types import AnswerSpan


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making: ``text`` as it is shown, and the ``spans`` that prove it, in the order of the text.

    ``text`` is one span to the letter, or the spans joined, or a word of the program's own before them ("Yes"). Each
    span becomes a citation; those of one sentence share it. ``probability``, 0 to 1, is calibrated: that the text
    answers the question; ``answered`` whether that is enough to show it. ``note`` tells what a reader has to know.
    """

    text: str
    spans: tuple[AnswerSpan, ...]
    probability: float
    answered: bool
    note: str = ""


UNMENTIONED = 0.1
"""The probability that something is told of what the text does not mention."""
UNSAID = Draft("", (), UNMENTIONED, answered=False)
"""The draft where nothing is told: it is not shown."""


def told_once(spans: Sequence[AnswerSpan]) -> str:
    """Return the words of ``spans``, those that are alike once."""
    return " ".join(dict.fromkeys(span.text for span in spans))
