"""What a run of an evaluation leaves behind: one row a question, in memory and in a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from qa.evaluation.errors import EvaluationError

FORMAT = "documentary-qa evaluation 1"
"""First field of a saved run; another number, another format."""


_KINDS: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "bool": (bool,), "str": (str,)}
"""What JSON may hold for a field of a row, by the name of the field's type; the other fields are lists."""


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
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{path}: is not JSON. Give a file that --out has written.") from error
    try:
        if data["format"] != FORMAT:
            raise EvaluationError(f"{path}: is of another format than {FORMAT!r}. Run the evaluation anew.")
        return Run(tuple(_row(row) for row in data["rows"]), int(data["passages"]), dict(data["about"]))
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path}: is no saved run. Give a file that --out has written.") from error


def _row(data: dict[str, Any]) -> Row:
    """Return the row that ``asdict`` wrote; a field of another type raises TypeError."""
    values: dict[str, Any] = {}
    for field in fields(Row):
        value = data[field.name]
        kinds = _KINDS.get(str(field.type))
        if kinds is None:
            value = _strings_or_flags(value)
        elif type(value) not in kinds:  # True is an int to isinstance.
            raise TypeError(field.name)
        values[field.name] = value
    return Row(**values)


def _strings_or_flags(value: Sequence[Any]) -> tuple[Any, ...]:
    """Return a list of JSON as the tuple of a row."""
    if not isinstance(value, list) or not all(isinstance(one, str | bool) for one in value):
        raise TypeError("list")
    return tuple(value)
