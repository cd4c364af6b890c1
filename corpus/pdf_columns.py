"""Columns of a PDF whose lines were written row by row, put in the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.pdf_lines import LETTER_WIDTH, Line
from corpus.records import are_broken

FEWEST_ROWS = 3
"""Lines that columns have in common at least."""
MOST_COLUMNS = 4
SAME_ROW = 0.2
"""Difference of two heights, in sizes of a letter, up to which two lines stand beside one another."""
INDENT = 3.0
"""Width, in sizes of a letter, by which a line may begin to the right of its column."""


def in_columns(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order in which they are read.

    Where several rows in a row have lines at the same places, and the lines below one another are running text in each
    of these columns, one column is read after the other. A table is none, for its cells do not go on in the row below.
    """
    rows: list[list[Line]] = []
    for line in page:
        last = rows[-1][-1] if rows else None
        beside = last is not None and abs(last.y - line.y) < SAME_ROW * line.size and last.x < line.x
        if beside:
            rows[-1].append(line)
        else:
            rows.append([line])
    told: list[Line] = []
    place = 0
    while place < len(rows):
        region = _region(rows, place)
        columns = _columns(rows[place : place + region]) if region >= FEWEST_ROWS else None
        if columns is None:
            told += rows[place]
            place += 1
        else:
            told += [line for column in columns for line in column]
            place += region
    return told


def _region(rows: Sequence[Sequence[Line]], first: int) -> int:
    """Return how many rows from ``first`` on may be those of columns: all have lines where the fullest of them do."""
    if not 1 < len(rows[first]) <= MOST_COLUMNS:
        return 0
    starts = _starts(rows[first:])
    if len(starts) < 2:
        return 0
    count = 0
    before: Line | None = None
    for row in rows[first:]:
        below = before is None or row[0].y < before.y
        if not below or any(_column(line, starts) is None for line in row) or len(row) > len(starts):
            break
        count += 1
        before = row[0]
    return count


def _starts(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Return where the columns begin: at the places where most of the first rows with several lines have one."""
    found: list[Counter[int]] = []
    for row in rows:
        if len(row) != len(rows[0]) and found:
            if len(row) > 1:
                break
            continue
        for place, line in enumerate(row):
            if place >= len(found):
                found.append(Counter())
            found[place][round(line.x)] += 1
    return [float(counted.most_common(1)[0][0]) for counted in found]


def _column(line: Line, starts: Sequence[float]) -> int | None:
    """Return the column that a line belongs to; None where it begins at none or is too long for it."""
    places = [place for place, start in enumerate(starts) if start <= line.x + 2]
    if not places or line.x - starts[places[-1]] > INDENT * line.size:
        return None
    place = places[-1]
    width = LETTER_WIDTH * line.size * len(line.text)
    if place + 1 < len(starts) and line.x + width > starts[place + 1] + line.size:
        return None
    return place


def _columns(rows: Sequence[Sequence[Line]]) -> list[list[Line]] | None:
    """Return the lines of each column, or None where they are no running text but cells of a table."""
    starts = _starts(rows)
    columns: list[list[Line]] = [[] for _ in starts]
    for line in (line for row in rows for line in row):
        place = _column(line, starts)
        if place is None:
            return None
        columns[place].append(line)
    if any(len(column) < FEWEST_ROWS or not are_broken([line.text for line in column]) for column in columns):
        return None
    return columns
