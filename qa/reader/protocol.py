"""What every reader does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa.types import AnswerSpan, Passage


class Reader(Protocol):
    """Marks the stretches of the passages that answer a question best."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[AnswerSpan]:
        """Return possible answers, the best first; each lies within its passage."""
        ...
