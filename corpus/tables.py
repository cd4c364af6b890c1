"""Tables told in words: a line for each row, its cells with the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.questions import asks
from corpus.records import joined_entries
from corpus.word_set import word_set

LONGEST_NAME = 8
"""Words that the name of a column may have."""
NUMBERS_SHARE = 0.6
"""Share of the cells below it that are numbers, from which on words above them are the name of the column."""
MOST_COLUMNS = 100
"""Columns that one cell may stretch over."""

_KEYS = word_set("attribute characteristic detail fact field feature key label parameter property specification")
_VALUES = word_set("answer content data description detail details entry info information value values")
"""Names of two columns that tell nothing of what stands in them."""
_RULE = re.compile(r"[\s:|+=_\u2500-\u257f-]*")
_SENTENCE_END = re.compile(r"[.!?][\"')\]\u201d\u2019]*\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell; how many columns and rows it stretches over, and whether it names a column or a row."""

    words: str
    columns: int = 1
    rows: int = 1
    names: bool = False


def told_cells(rows: Sequence[Sequence[Cell]], *, head_rows: int | None = None) -> list[str]:
    """Return the lines that tell a table whose cells may stretch over several columns and rows.

    Where ``head_rows`` is None, the first rows that are made of nothing but cells which name something are the head.
    """
    if head_rows is None:
        named = 0
        for row in rows:
            if not row or not all(cell.names or not cell.words for cell in row):
                break
            named += 1
        head_rows = named if 0 < named < len(rows) else None
        if head_rows is None and any(cell.names for row in rows for cell in row):
            head_rows = 0
    return told_rows(_spread(rows, head_rows or 0), head_rows=head_rows)


def told_rows(rows: Iterable[Sequence[str]], *, head_rows: int | None = None) -> list[str]:
    """Return the lines that tell a table: ``Ship Bera: Built 1974, Length (m) 62``.

    The first cell of a row is what the row is about. Without names of columns it is ``Bera: 1974, 62``; a row of one
    cell is told as it is. A question in the first cell stands in a line of its own above its answer. ``head_rows``
    is how many of the first rows name the columns; None where that is to be seen by the table itself. Names that tell
    nothing of two columns, such as key and value, are left out.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    head_rows = head_rows if head_rows is None else len([row for row in table[:head_rows] if not _is_rule(row)])
    table = [row for row in table if not _is_rule(row)]
    width = max(map(len, table), default=0)
    table = [row + [""] * (width - len(row)) for row in table]
    kept = [column for column in range(width) if any(row[column] for row in table)]
    table = [[row[column] for column in kept] for row in table]
    if not table:
        return []
    above: list[str] = []
    if head_rows is None:
        while len(table) > 2 and len(kept) > 1 and sum(map(bool, table[0])) == 1 and sum(map(bool, table[1])) > 1:
            above += filter(None, table.pop(0))  # A title, which spreadsheets put into a row of its own.
        head_rows = 1 if has_head(table) or _says_nothing(table) else 0
    head, body = table[:head_rows], table[head_rows:]
    titles = above + [
        row[0] or next(filter(None, row)) for row in head if len(set(filter(None, row))) == 1 and len(kept) > 1
    ]
    head = [row for row in head if len(set(filter(None, row))) > 1 or len(kept) == 1]
    names = [" ".join(dict.fromkeys(filter(None, column))).rstrip(": ") for column in zip(*head, strict=True)]
    if body and len(head) == 1 and _says_nothing(table):
        names = []
    if not body:
        return [*titles, *(", ".join(filter(None, row)) for row in head)]
    told = [_told(row, names or [""] * len(kept)) for row in body]
    return [*titles, *(told if any(names) or len(kept) != 2 else joined_entries(told))]


def _told(row: Sequence[str], names: Sequence[str]) -> str:
    """Return a row in words."""
    filled = [(name, cell) for name, cell in zip(names, row, strict=True) if cell]
    if len(filled) == 1 and len(row) > 1:
        name, cell = filled[0]
        return cell if row[0] or not name else f"{name}: {cell}"
    if len(row) == 1:
        return f"{names[0]}: {row[0]}" if names[0] else row[0]
    first = row[0] if not (names[0] and row[0]) or asks(row[0]) else f"{names[0]} {row[0]}"
    rest = [(name, cell) for name, cell in zip(names[1:], row[1:], strict=True) if cell]
    if asks(first):
        rest = [("", cell) for _, cell in rest] if len(rest) == 1 else rest
    between = "; " if any(", " in cell for _, cell in rest) else ", "
    words = between.join(f"{name} {cell}" if name else cell for name, cell in rest)
    if not first:
        return words
    return f"{first}\n{words}" if asks(first) else f"{first.rstrip(':')}: {words}"


def _says_nothing(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row of two columns names them by words such as key and value, or question and answer."""
    first, below = table[0], table[1:]
    if len(first) != 2 or not below or asks(first[0]):
        return False
    return (first[0].lower() in _KEYS and first[1].lower() in _VALUES) or all(asks(row[0]) for row in below)


def has_head(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns.

    Above names in the first column, that is where its first cell is empty. Of two columns without a number in them,
    the first one rather names what stands in the second.
    """
    first, below = table[0], table[1:]
    if not below or len(first) < 2 or not all(first[1:]) or len(set(first)) < len(first):
        return False
    if not first[0] and all(row[0] for row in below):
        return True
    if any(_is_number(cell) or asks(cell) or len(cell.split()) > LONGEST_NAME for cell in first):
        return False
    if any(_SENTENCE_END.search(cell) and len(cell.split()) > 2 for cell in first):
        return False
    if len(first) > 2:
        return True
    return sum(_is_number(row[1]) for row in below) >= NUMBERS_SHARE * len(below)


def _is_rule(row: Sequence[str]) -> bool:
    """Tell whether a row is empty, or a line that is drawn."""
    return _RULE.fullmatch("".join(row)) is not None


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a number, a date, a price or the like, and no name."""
    signs = [char for char in cell if char.isalnum()]
    return bool(signs) and 2 * sum(char.isdigit() for char in signs) >= len(signs)


def _spread(rows: Sequence[Sequence[Cell]], head_rows: int) -> list[list[str]]:
    """Return the words of each row, in as many columns as there are.

    In the head, words stand in every column that their cell stretches over; below, in its first column alone. In the
    rows that a cell stretches over, they stand everywhere.
    """
    table: list[list[str]] = []
    going_on: dict[
        int, tuple[str, int]
    ] = {}  # By column: the words of a cell from above, and rows that are left of it.
    for number, row in enumerate(rows):
        words: list[str] = []
        cells = iter(row)
        left = len(row)
        while left or any(column >= len(words) for column in going_on):
            above, rows_left = going_on.pop(len(words), ("", 0))
            if rows_left:
                if rows_left > 1:
                    going_on[len(words)] = (above, rows_left - 1)
                words.append(above)
            elif not left:
                words.append("")
            else:
                cell = next(cells)
                left -= 1
                for column in range(max(1, min(cell.columns, MOST_COLUMNS))):
                    told = cell.words if column == 0 or number < head_rows else ""
                    if cell.rows > 1:
                        going_on[len(words)] = (told, cell.rows - 1)
                    words.append(told)
        table.append(words)
    return table
