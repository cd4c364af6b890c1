"""The lines of a PDF, each with its place on the page, without those that repeat from page to page."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.cleaning import clean
from corpus.pdf_table import PlacedCell

if TYPE_CHECKING:
    from pypdf import PageObject

FEWEST_LINES = 3
"""Lines from which on a page has an edge and something within."""
NEARER = 0.9
"""How near the second line of a running header is to the first one, compared to the text below it."""
SAME_HEIGHT = 3.0
"""Points by which the height of a running line may differ from page to page."""
FEWEST_PAGES = 3
"""Pages on which a line has to repeat, where there are more than that."""
CELL_GAP = 0.6
"""Width of the space between two cells of a table, in sizes of a letter."""
NEXT_LINE = 1.5
"""Distance of two lines of a cell, in sizes of a letter."""
LETTER_WIDTH = 0.45
"""Width of most letters, compared to their size."""
UNSURE = 0.03
"""How much wider they may be."""
SMALL = 0.9
"""Size of a number that is raised, compared to the words around it."""
LARGER = 1.1
"""How much larger than most letters those of a heading are; a heading is no running line."""

_LIGATURES = str.maketrans(  # And a bullet, which some producers write as a control character.
    {
        "\x7f": "\u2022",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
CELLS = " | "
_ITEM_MARK = re.compile(r"\W|\(?\w{1,3}[.)]")
_RAISED = re.compile(r"\s?\d{1,3}(?:,\s?\d{1,3})*")
_BEFORE_MARK = re.compile(r"[^\W\d_]{4}\Z|[.,;:!?\"')\]\u2019\u201d]\Z")
_BROWSER = re.compile(r"(?:https?|file)://\S+\s\d+/\d+|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d{2}.*")
_NUMBER = re.compile(r"\d+")
_NEVER_TEXT = re.compile(rf"[\s\-\u2013\u2014]*[ivxl]+[\s\-\u2013\u2014]*|{_BROWSER.pattern}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: where it begins on its page (in points, from the lower left), and how large its letters are.

    ``cells`` are what it is made of where it is a row of a table.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    cells: tuple[PlacedCell, ...] = ()

    @property
    def right(self) -> float:
        """About where the line ends, in points from the left."""
        return self.x + LETTER_WIDTH * self.size * len(self.text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words in one font, with the place where they begin."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


def lines_of_page(page: PageObject, number: int, count: Callable[[int], None]) -> list[Line]:
    """Return the lines of a page in the order in which they are written; ``count`` is told how long each piece is."""
    lines: list[list[_Piece]] = [[]]

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:  # noqa: ANN401
        count(len(text))
        x, y = (tm[4] * cm[axis] + tm[5] * cm[axis + 2] + cm[axis + 4] for axis in (0, 1))
        scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        bold = "bold" in str(font.get("/BaseFont", "")).lower() if font else False
        for index, part in enumerate(text.split("\n")):
            if index:
                lines.append([])
            lines[-1].append(_Piece(part, x, y, abs(size) * scale, bold))

    page.extract_text(visitor_text=visit)
    written = (_line([piece for piece in pieces if piece.text], number) for pieces in lines)
    return [line for line in written if line is not None and line.text]


def _line(pieces: Sequence[_Piece], number: int) -> Line | None:
    """Return the line that the pieces make up; the marks of footnotes are no part of it."""
    seen = [piece for piece in pieces if piece.text.strip()]
    if not seen:
        return None
    size = max(piece.size for piece in seen)
    text = ""
    for piece in pieces:
        small = piece.size < SMALL * size and _RAISED.fullmatch(piece.text) is not None
        if small and text[-1:].isdigit():
            text += f"^{piece.text}"
        elif not (small and _BEFORE_MARK.search(text[-10:])):
            text += piece.text
    bold = 2 * sum(len(piece.text) for piece in seen if piece.bold) > sum(len(piece.text) for piece in seen)
    return Line(_words(text), number, seen[0].x, seen[0].y, size, bold)


def body_size(lines: Sequence[Line]) -> float:
    """Return the size of most letters."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of the pages without running headers and footers and without page numbers.

    Such a line is at the edge of several pages at the same height, and its words are the same but for a number that
    counts along with the pages.
    """
    largest = LARGER * body_size([line for page in pages for line in page])
    edges = [line for page in pages for line in _edges(page) if line.size <= largest]
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in edges:
        alike[_NUMBER.sub("#", line.text.lower())].append(line)
    needed = 2 if len(pages) <= FEWEST_PAGES else FEWEST_PAGES
    dropped: set[int] = {id(line) for line in edges if _NEVER_TEXT.fullmatch(line.text)}
    for group in alike.values():
        for near in _at_one_height(group):
            dropped |= {id(line) for line in _repeated(near, needed)}
    heights = sorted(line.y for line in edges if id(line) in dropped)
    dropped |= {
        id(line) for page in pages for line in _outermost(page) if line.size <= largest and _is_at(heights, line.y)
    }
    return [[line for line in page if id(line) not in dropped] for page in pages]


def rows_of(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, those one beside another as one: the cells of a table apart by ``|``."""
    rows: list[Line] = []
    right = 0.0
    for line in page:
        last = rows[-1] if rows else None
        if last is not None and abs(last.y - line.y) < 0.2 * line.size and last.x < line.x:
            unsure = UNSURE * line.size * len(last.text)
            apart = line.x - right > CELL_GAP * line.size + unsure and not _ITEM_MARK.fullmatch(last.text)
            rows[-1] = _with_cell(last, line) if apart else _with_words(last, line)
        elif last is not None and (place := _cell_above(last, line)):
            cell = last.cells[place]
            told = replace(cell, text=f"{cell.text} {line.text}")
            cells = (*last.cells[:place], told, *last.cells[place + 1 :])
            rows[-1] = replace(last, y=line.y, cells=cells, text=CELLS.join(one.text for one in cells))
        else:
            rows.append(line)
        right = line.right
    return rows


def _cell_above(row: Line, line: Line) -> int:
    """Return which cell of ``row`` goes on in ``line``, which stands right below it; 0 for none, or the first one."""
    if not 0 < row.y - line.y < NEXT_LINE * line.size:
        return 0
    places = [place for place, cell in enumerate(row.cells) if abs(cell.left - line.x) < 1]
    return places[0] if places else 0


def _with_cell(row: Line, line: Line) -> Line:
    """Return ``row`` with a cell more."""
    cells = row.cells or (PlacedCell(row.text, row.x, row.right),)
    text = f"{row.text}{CELLS}{line.text}"
    return replace(row, text=text, cells=(*cells, PlacedCell(line.text, line.x, line.right)))


def _with_words(row: Line, line: Line) -> Line:
    """Return ``row`` with words more, in its last cell if it has cells."""
    text = f"{row.text} {line.text}"
    if not row.cells:
        return replace(row, text=text)
    *cells, last = row.cells
    return replace(row, text=text, cells=(*cells, PlacedCell(f"{last.text} {line.text}", last.left, line.right)))


def _words(text: str) -> str:
    """Return the words of a line; a hyphen at its end that is shown only there becomes a plain one."""
    text = text.translate(_LIGATURES).strip()
    return " ".join(clean(f"{text[:-1]}-" if text.endswith("\u00ad") else text).split())


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the first and the last line of a page, and the next one where it belongs to that and not to the text."""
    heights = sorted({round(line.y) for line in page})
    kept = {*heights[:1], *heights[-1:]}
    for outer, next_one, inner in (heights[:3], heights[:-4:-1]) if len(heights) > FEWEST_LINES else ():
        if abs(next_one - outer) < NEARER * abs(inner - next_one):
            kept.add(next_one)
    return [line for line in page if round(line.y) in kept]


def _outermost(page: Sequence[Line]) -> list[Line]:
    """Return the highest and the lowest line, which stand in for the running ones where a chapter has its own."""
    return [max(page, key=lambda line: line.y), min(page, key=lambda line: line.y)] if len(page) >= FEWEST_LINES else []


def _is_at(heights: Sequence[float], height: float) -> bool:
    place = bisect_left(heights, height - 1)
    return place < len(heights) and heights[place] <= height + 1


def _at_one_height(group: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in groups of those that stand at about one height."""
    groups: list[list[Line]] = []
    for line in sorted(group, key=lambda line: line.y):
        if groups and line.y - groups[-1][0].y <= SAME_HEIGHT:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _repeated(group: Sequence[Line], needed: int) -> list[Line]:
    """Return those of the lines that repeat on pages enough, the same or with a number that counts along."""
    same: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in group:
        numbers = [int(number) for number in _NUMBER.findall(line.text[:1000]) if len(number) < 10]
        same[("as it is", *numbers)].append(line)
        for place, number in enumerate(numbers):
            same[("counting", place, number - line.page)].append(line)
    return [line for lines in same.values() if len({line.page for line in lines}) >= needed for line in lines]
