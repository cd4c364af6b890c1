"""What every reader does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from qa.types import AnswerSpan, Passage

ReaderKind = Literal["sentence", "span"]
"""What the scores of a reader mean: closeness of sentences, from 0 to 1, or logarithms of probabilities of spans."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a question and passages.

    ``spans`` are possible answers, the best first, each within its passage; ``passages`` are those that were read,
    with what the reader thinks of them, in the order in which they were given.
    """

    spans: tuple[AnswerSpan, ...]
    passages: tuple[Passage, ...]


class Reader(Protocol):
    """Marks the stretches of the passages that answer a question best; ``kind`` says what its scores mean."""

    @property
    def kind(self) -> ReaderKind:
        """Which of the fitted decisions its spans are judged by."""
        ...

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Read ``question`` beside every passage."""
        ...
