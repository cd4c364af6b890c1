"""Tables of a PDF: rows of cells at their places, told with the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.tables import has_head, told_rows


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """The words of a cell, and where it begins and about ends, in points from the left."""

    text: str
    left: float
    right: float


def told_table(rows: Sequence[Sequence[PlacedCell]], names: Sequence[str] | None = None) -> tuple[list[str], list[str]]:
    """Return the lines that tell a table, and the names of its columns if it has such.

    ``names`` are those of the part of the table on the page before. A row without a cell in the first column goes on
    with the cells of the row above it.
    """
    table = _grid(rows)
    width = len(table[0])
    if names is not None and len(names) == width:
        table = table[1:] if table[0] == list(names) else table
        return told_rows([list(names), *table], head_rows=1), list(names)
    if len(table) == 1:
        first, *rest = filter(None, table[0])
        joined = ", ".join(rest)
        is_value = first.endswith(":") or any(character.isdigit() for character in joined)
        return [f"{first.rstrip(':')}: {joined}" if is_value and joined else ", ".join([first, *rest])], []
    headed = has_head(table)
    return told_rows(table, head_rows=int(headed)), table[0] if headed else []


def _grid(rows: Sequence[Sequence[PlacedCell]]) -> list[list[str]]:
    """Return the words of each row in as many columns as the row with the most cells has."""
    columns = max(rows, key=len)
    table: list[list[str]] = []
    for row in rows:
        words = [""] * len(columns)
        for order, cell in enumerate(row):
            place = order if len(row) == len(columns) else _nearest(cell, columns)
            words[place] = f"{words[place]} {cell.text}".strip()
        if table and not words[0] and len(row) < len(columns):
            table[-1] = [f"{above} {below}".strip() for above, below in zip(table[-1], words, strict=True)]
        else:
            table.append(words)
    return table


def _nearest(cell: PlacedCell, columns: Sequence[PlacedCell]) -> int:
    """Return the column that has most in common with ``cell``, or else is nearest to it."""

    def distance(place: int) -> float:
        column = columns[place]
        common = min(cell.right, column.right) - max(cell.left, column.left)
        return -common

    return min(range(len(columns)), key=distance)
