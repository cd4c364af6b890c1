"""Tables in plain text: fields parted by tabs, bars, commas or columns of spaces, in a file or between paragraphs."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from corpus.blocks import Block, document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.tables import told_rows
from corpus.types import Document

SAMPLE_LINES = 200
"""Lines of a file by which it is told what parts its fields."""
ALIGNED_SHARE = 0.8
"""Share of the lines in which a column has to begin or end at one place."""
MOST_ABOVE = 10
"""Lines above the names of the columns, such as a title and whose table it is."""
ROWS_A_PARAGRAPH = 50
"""Rows after which a long table goes on in a paragraph of its own."""

_SEPARATORS = ("\t", ";", ",", "|")
_SPACES = re.compile(r"[ \t]{2,}")
_TOLD = re.compile(r"sep=(.)\n")
"""What parts the fields, as the first line tells it to a spreadsheet."""
_TIGHT_COMMA = re.compile(r"[,;](?=\S)")
_APART = re.compile(r"[\t|]|[,;](?=\S)| {2}")
"""What some line of every table has."""


def read_table(text: str, *, source: str, collection: str = "text") -> Document:
    """Return a file of separated values (.csv, .tsv) as a document with a line for each row.

    What parts the fields is told by the file itself; a field in quotation marks may hold it, and ends of lines too.

    Raises:
        TextError: there is no text in it.
    """
    text = clean(text)
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    lines = text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES]
    separator = told.group(1) if told else _separator(lines, is_tabbed=source.lower().endswith(".tsv"))
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True) if any(row)]
    except csv.Error:  # A field that is longer than any is, mostly behind a quotation mark that is never closed.
        rows = [line.split(separator) for line in text.split("\n")]
    above = _above(rows)
    title = above[0] if above else ""
    lines = told_rows(rows[len(above) :])
    if not any(character.isalnum() for line in lines for character in line):
        raise TextError(f"{source}: there is no text in it.")
    blocks = [Block("\n".join(above[1:]), ends=True)] if above[1:] else []
    blocks += [
        Block("\n".join(lines[start : start + ROWS_A_PARAGRAPH])) for start in range(0, len(lines), ROWS_A_PARAGRAPH)
    ]
    return document_of_blocks(blocks, source=source, title=title or title_from(source), collection=collection)


def _above(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what stands above the names of the columns, such as a title: rows of one field above those of several."""
    fields = [list(filter(str.strip, row)) for row in rows[: MOST_ABOVE + 2]]
    count = next((place for place, found in enumerate(fields) if len(found) > 1), 0)
    return ["".join(found).strip() for found in fields[:count]] if len(rows) > count + 1 else []


def rows_in(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the rows of the table that the ``lines`` of one paragraph are, or None where they are none."""
    if len(lines) < 2 or not any(map(_APART.search, lines)):
        return None
    drawn = [line for line in lines if any(character.isalnum() for character in line)]
    if len(drawn) < 2:
        return None
    for separator in ("\t", "|"):
        counts = [line.strip("| ").count(separator) for line in drawn]
        if min(counts) > 0 and Counter(counts).most_common(1)[0][1] >= ALIGNED_SHARE * len(drawn):
            return [[field.strip() for field in line.strip(" |" if separator == "|" else " ").split(separator)]
                    for line in drawn]  # fmt: skip
    for separator in (",", ";"):
        if _is_tight(drawn, separator):
            return [list(map(str.strip, row)) for row in csv.reader(drawn, delimiter=separator)]
    return _aligned(drawn)


def _is_tight(lines: Sequence[str], separator: str) -> bool:
    """Tell whether each line has as many separators as the others, mostly without a space behind them as in prose."""
    counts = {line.count(separator) for line in lines}
    if len(counts) > 1:
        counts = {len(row) - 1 for row in csv.reader(lines, delimiter=separator)} if '"' in "".join(lines) else counts
    if len(counts) != 1 or (fields := counts.pop()) < 1 or fields * len(lines) < 4:
        return False
    tight = sum(len(_TIGHT_COMMA.findall(line)) for line in lines)
    return tight >= ALIGNED_SHARE * fields * len(lines) and not all(line.endswith(separator) for line in lines)


def _aligned(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the rows of a table whose columns stand below one another, apart by two spaces or more."""
    if len(lines) < 3:
        return None
    rows = [_SPACES.split(line.strip()) for line in lines]
    width = len(rows[0])
    if width < 2 or any(len(row) != width for row in rows):
        return None
    places = [[line.index(row[0])] for line, row in zip(lines, rows, strict=True)]
    for line, row, found in zip(lines, rows, places, strict=True):
        for field in row[1:]:
            found.append(line.index(field, found[-1] + 1))
    for column in range(1, width):
        extents = [(found[column], found[column] + len(row[column])) for found, row in zip(places, rows, strict=True)]
        head, *below = extents
        starts, ends = (Counter(edge).most_common(1)[0][1] for edge in zip(*below, strict=True))
        if max(starts, ends) < ALIGNED_SHARE * len(below):
            return None
        if head[0] > max(end for _, end in below) or head[1] < min(start for start, _ in below):
            return None  # What names a column stands above it, however it is aligned.
    return rows


def _separator(lines: Sequence[str], *, is_tabbed: bool) -> str:
    """Return what parts the fields: the sign that is in most lines equally often."""
    if is_tabbed and any("\t" in line for line in lines):
        return "\t"
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines if line.strip())
        counts.pop(0, None)
        if counts and counts.most_common(1)[0][1] > most:
            best, most = separator, counts.most_common(1)[0][1]
    return best
