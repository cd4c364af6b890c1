"""The lines of a PDF, each with its place on the page, without those that repeat from page to page."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.cleaning import clean

if TYPE_CHECKING:
    from pypdf import PageObject

EDGE_LINES = 2
"""Lines at the top and at the bottom of a page among which running headers and footers are."""
SAME_HEIGHT = 3.0
"""Points by which the height of a running line may differ from page to page."""
FEWEST_PAGES = 3
"""Pages on which a line has to repeat, where there are more than that."""
LARGER = 1.1
"""How much larger than most letters those of a heading are; a heading is no running line."""

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_NUMBER = re.compile(r"\d+")
_ROMAN_NUMBER = re.compile(r"[\s\-\u2013\u2014]*[ivxl]+[\s\-\u2013\u2014]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: where it begins on its page (in points, from the lower left), and how large its letters are."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool


def lines_of_page(page: PageObject, number: int, count: Callable[[int], None]) -> list[Line]:
    """Return the lines of a page in the order in which they are written; ``count`` is told how long each piece is."""
    lines: list[Line] = []
    pieces: list[tuple[str, float, float, float, bool]] = []

    def finish() -> None:
        text = "".join(piece[0] for piece in pieces)
        written = [piece for piece in pieces if piece[0].strip()]
        if written:
            letters = sum(len(piece[0]) for piece in written)
            bold = 2 * sum(len(piece[0]) for piece in written if piece[4]) > letters
            size = max(piece[3] for piece in written)
            lines.append(Line(_words(text), number, written[0][1], written[0][2], size, bold))
        pieces.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:  # noqa: ANN401
        count(len(text))
        x, y = (tm[4] * cm[axis] + tm[5] * cm[axis + 2] + cm[axis + 4] for axis in (0, 1))
        scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        bold = "bold" in str(font.get("/BaseFont", "")).lower() if font else False
        *ended, last = text.split("\n")
        for part in ended:
            pieces.append((part, x, y, abs(size) * scale, bold))
            finish()
        pieces.append((last, x, y, abs(size) * scale, bold))

    page.extract_text(visitor_text=visit)
    finish()
    return [line for line in lines if line.text]


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
    dropped: set[int] = {id(line) for line in edges if _ROMAN_NUMBER.fullmatch(line.text)}
    for group in alike.values():
        for near in _at_one_height(group):
            dropped |= {id(line) for line in _repeated(near, needed)}
    return [[line for line in page if id(line) not in dropped] for page in pages]


def _words(text: str) -> str:
    """Return the words of a line; a hyphen at its end that is shown only there becomes a plain one."""
    text = " ".join(text.translate(_LIGATURES).split())
    return clean(f"{text[:-1]}-" if text.endswith("\u00ad") else text)


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines at the top and at the bottom of a page."""
    heights = sorted({round(line.y) for line in page})
    kept = {*heights[:EDGE_LINES], *heights[-EDGE_LINES:]}
    return [line for line in page if round(line.y) in kept]


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
