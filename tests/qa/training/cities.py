"""Passages about cities and questions about them, in the formats of the training data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

CITIES = ("Oslo", "Lima", "Cairo", "Kyoto", "Quito", "Turin", "Porto", "Sofia", "Tunis", "Dakar", "Minsk", "Perth")


def paragraph(city: str, number: int) -> str:
    """Return a paragraph about one part of a city."""
    return (
        f"The old harbour of {city} was opened in {1800 + number} by Anna Berg. "
        f"It has {number + 2} piers and a market for fish. Ships from {city} sail north in the first days of spring. "
        "The builders wanted deep water, and they found it below the cliffs in the west."
    )


def write(file: Path, content: str) -> None:
    """Write a compressed file."""
    with gzip.open(file, "wt", encoding="utf-8") as opened:
        opened.write(content)


def squad_row(city: str, question: str, answerable: bool) -> dict[str, Any]:
    """Return a row of the newer files about a city of its own."""
    context = paragraph(city, 3)
    found = (
        {"answers": ["Anna Berg"], "starts": [context.index("Anna Berg")]}
        if answerable
        else {"answers": [], "starts": []}
    )
    return {
        "id": city,
        "doc": city.replace(" ", "_"),
        "context": context,
        "question": question,
        "answerable": answerable,
        **found,
    }


def json_lines(*given: dict[str, Any]) -> str:
    """Return JSON lines."""
    return "\n".join(map(json.dumps, given))
