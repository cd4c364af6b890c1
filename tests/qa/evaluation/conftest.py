"""Rows of a run, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from qa.evaluation import Row

MakeRow = Callable[..., Row]


@pytest.fixture(scope="session")
def row() -> MakeRow:
    """Return a function that makes a row of a question that was answered rightly, but for what it is told."""
    numbers = count(1)

    def make(**changed: Any) -> Row:
        values: dict[str, Any] = {
            "id": f"q-{next(numbers)}",
            "question": "Who?",
            "kind": "who",
            "history": 0,
            "answerable": True,
            "answers": ("Ada",),
            "status": "answered",
            "answered": True,
            "answer": "Ada did.",
            "source": "talk.md",
            "confidence": 0.9,
            "hits": (True, False, False, False, False),
            "relevant": 1,
            "right": True,
            "exact_match": 0.0,
            "f1": 2 / 3,
            "words": 2,
            "cpu_seconds": 0.01,
            "wall_seconds": 0.02,
        }
        return Row(**{**values, **changed})

    return make
