"""What a run of an evaluation leaves behind: one row a question, in memory and in a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa.evaluation.errors import EvaluationError

FORMAT = "documentary-qa evaluation 1"
"""First field of a saved run; another number, another format."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question, what was answered, and what that is worth.

    ``hits`` tells of each passage, best first, whether it is one (:mod:`qa.evaluation.relevance`); ``relevant`` is
    how many passages of the whole index are. ``right``: answered, and a gold answer stands in the answer.
    ``exact_match`` and ``f1`` are 0 for a refusal. Seconds of wall and processor time.
    """

    id: str
    question: str
    kind: str
    history: int
    answerable: bool
    answers: tuple[str, ...]
    status: str
    answered: bool
    answer: str
    source: str
    confidence: float
    hits: tuple[bool, ...]
    relevant: int
    right: bool
    exact_match: float
    f1: float
    words: int
    cpu_seconds: float
    wall_seconds: float

    @property
    def as_it_should_be(self) -> bool:
        """Whether it was answered rightly, or rightly refused."""
        return self.right if self.answerable else not self.answered


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of one run, how many passages were read, and what else a reader has to know of it."""

    rows: tuple[Row, ...]
    passages: int
    about: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the run for JSON."""
        return {
            "format": FORMAT,
            "about": self.about,
            "passages": self.passages,
            "rows": [asdict(row) for row in self.rows],
        }


def read_run(path: Path) -> Run:
    """Read a run that was saved.

    Raises:
        EvaluationError: the file cannot be read, or is no run.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{path}: is not JSON. Give the file of a run that was saved.") from error
    if isinstance(data, dict) and data.get("format", FORMAT) != FORMAT:
        raise EvaluationError(f"{path}: is of another format than {FORMAT!r}. Run the evaluation anew.")
    try:
        return TypeAdapter(Run).validate_json(text, strict=True)
    except ValidationError as error:
        raise EvaluationError(f"{path}: is no saved run. Give the file of a run that was saved.") from error
