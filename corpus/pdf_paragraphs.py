"""The paragraphs that the lines of a PDF make up, over the ends of columns and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.line_ends import seam
from corpus.pdf_lines import CELLS, LARGER, Line, body_size
from corpus.pdf_table import PlacedCell
from corpus.speech import ends_sentence

WIDER_GAP = 1.3
"""Distance of two lines, compared to most, from which on they are two paragraphs."""
WIDEST_GAP = 1.8
"""That distance where the next line goes on in the sentence: there may be something raised in it."""
INDENT = (0.7, 6.0)
"""Width of the space before the first line of a paragraph, in sizes of a letter."""
FULL_LINE = 0.85
"""Length of a line, compared to long ones, below which it may be the last one of a paragraph."""
HALF_LINE = 0.6
"""Length of a line below which no paragraph goes on where the next line begins with a capital."""
MARKED_SHARE = 0.08
"""Share of the lines that stand apart or are indented from which on these, and no short lines, mark the paragraphs."""
MARGIN_SHARE = 0.15
"""Share of the lines of a page that begin at a margin."""

_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u2043\u00b7\uf0b7\uf0a7](?:\s+|\Z)")
_ITEM = re.compile(rf"{_BULLET.pattern}|[-\u2013\u2014*]\s|\(?(?:\d{{1,3}}|[a-z])[.)]\s")


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a paragraph on one page, and the ``gap`` before them where they go on from another one.

    ``cells`` are those of a row of a table, which is a paragraph of its own; an item of a list had a bullet before it.
    What ``stands_out`` is larger than most of the text, or in bold.
    """

    page: int
    gap: str
    text: str
    cells: tuple[PlacedCell, ...] = ()
    is_item: bool = False
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """What most lines of a text are like: distances and lengths by size, and margins by page."""

    gaps: dict[int, float]
    lengths: dict[int, float]
    margins: dict[int, list[int]]
    body: float
    marked: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Layout:
        """Return the layout of ``lines``."""
        gaps: dict[int, list[float]] = defaultdict(list)
        lengths: dict[int, list[int]] = defaultdict(list)
        starts: dict[int, Counter[int]] = defaultdict(Counter)
        for line in lines:
            lengths[round(line.size)].append(len(line.text))
            starts[line.page][round(line.x)] += 1
        for before, line in pairwise(lines):
            if _alike(before, line) and 0.3 * line.size < before.y - line.y < 3 * line.size:
                gaps[round(line.size)].append(before.y - line.y)
        layout = cls(
            body=body_size(lines),
            marked=False,
            gaps={size: _usual(found) for size, found in gaps.items()},
            lengths={size: _long(found) for size, found in lengths.items()},
            margins={
                page: sorted(x for x, count in counted.items() if count >= MARGIN_SHARE * counted.total())
                for page, counted in starts.items()
            },
        )
        marks = sum(
            layout.indented(line) or (_alike(before, line) and layout.apart(before, line))
            for before, line in pairwise(lines)
        )
        return replace(layout, marked=marks >= MARKED_SHARE * len(lines))

    def share(self, line: Line) -> float:
        """Return how long ``line`` is, compared to the long ones of its size."""
        return len(line.text) / max(1.0, self.lengths[round(line.size)])

    def apart(self, before: Line, line: Line) -> bool:
        """Tell whether ``line`` stands further below ``before`` than most lines do."""
        gap = before.y - line.y
        usual = self.gaps.get(round(line.size))
        wider = WIDEST_GAP if line.text[0].islower() and not ends_sentence(before.text) else WIDER_GAP
        return (usual is not None and gap > wider * usual) or gap > 3 * line.size

    def indented(self, line: Line) -> bool:
        """Tell whether ``line`` begins a little to the right of a margin."""
        left = [margin for margin in self.margins[line.page] if margin <= line.x + 1]
        return bool(left) and INDENT[0] * line.size < line.x - _nearest(left, line) < INDENT[1] * line.size

    def part(self, before: Line, line: Line, after: Line | None) -> bool:
        """Tell whether a paragraph begins with ``line``, which stands below ``before`` in its column."""
        gap = before.y - line.y
        if not _alike(before, line):
            return abs(gap) > 0.3 * line.size or before.size != line.size
        if self.apart(before, line) or _ITEM.match(line.text):
            return True
        if CELLS in before.text or CELLS in line.text:
            return True
        if self.indented(line) and (ends_sentence(before.text) or (after is not None and after.x < line.x - 1)):
            return not _ITEM.match(before.text)
        return self.closes(before, line)

    def closes(self, before: Line, line: Line) -> bool:
        """Tell whether a paragraph ends with ``before`` by its length and its words."""
        if line.text[0].islower() or before.text.endswith(("-", "\u2010")):
            return False
        share = self.share(before)
        return share < HALF_LINE or (not self.marked and share < FULL_LINE and ends_sentence(before.text))

    def goes_on(self, before: Line, line: Line) -> bool:
        """Tell whether the paragraph that ends with ``before`` goes on in ``line``, in a new column or page."""
        if line.size > LARGER * self.body or not _alike(before, line):
            return False
        if ends_sentence(before.text) or _ITEM.match(line.text):
            return False
        return line.text[0].islower() or (self.share(before) >= HALF_LINE and not self.indented(line))


def paragraphs_of(lines: Sequence[Line], known: Collection[str]) -> list[list[Part]]:
    """Return the paragraphs that the ``lines`` of all pages make up, in order; ``known`` are the words of the text.

    A paragraph ends at a wider gap, before an indented line or an item of a list, at a change of size or weight, and
    after a short line. It goes on in the next column or on the next page where its last sentence has no end.
    """
    layout = _Layout.of(lines)
    paragraphs: list[list[Line]] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) and lines[index + 1].page == line.page else None
        if before is None:
            paragraphs.append([line])
        elif before.page != line.page or line.y > before.y + line.size:
            earlier = paragraphs[-1] if line.size * LARGER < layout.body else _above_notes(paragraphs, line)
            if earlier is not None and layout.goes_on(earlier[-1], line):
                earlier.append(line)
                paragraphs.append(earlier)  # What follows on this page goes on here.
            else:
                paragraphs.append([line])
        elif layout.part(before, line, after):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    once = {id(paragraph): paragraph for paragraph in paragraphs}
    return [parts for paragraph in once.values() if (parts := _parts(paragraph, known, layout.body))]


def _above_notes(paragraphs: Sequence[list[Line]], line: Line) -> list[Line] | None:
    """Return the last paragraph of the page before ``line`` that is not set smaller, as footnotes are."""
    for paragraph in reversed(paragraphs):
        if paragraph[-1].page < line.page - 1:
            return None
        if paragraph[-1].size * LARGER > line.size:
            return paragraph
    return None


def _parts(lines: Sequence[Line], known: Collection[str], body: float) -> list[Part]:
    """Return the words of a paragraph, by page; lines are joined, and so are words that a hyphen parts."""
    bullet = _BULLET.match(lines[0].text)
    words = lines[0].text[bullet.end() if bullet else 0 :]
    stands_out = all(line.bold or line.size > LARGER * body for line in lines)
    cells = lines[0].cells if len(lines) == 1 else ()
    parts = [Part(lines[0].page, "", words, cells, is_item=bullet is not None, stands_out=stands_out)]
    for before, line in pairwise(lines):
        last = parts[-1]
        dropped, gap = seam(last.text, line.text, known) if last.text else (0, "")
        kept = last.text[: len(last.text) - dropped]
        if before.page == line.page:
            parts[-1] = replace(last, text=f"{kept}{gap}{line.text}")
        else:
            parts[-1] = replace(last, text=kept)
            parts.append(Part(line.page, gap, line.text))
    return [part for part in parts if part.text]


def _alike(before: Line, line: Line) -> bool:
    """Tell whether two lines are set in the same size and weight."""
    return before.bold == line.bold and max(before.size, line.size) <= LARGER * min(before.size, line.size)


def _usual(gaps: list[float]) -> float:
    """Return the distance of two lines within a paragraph: one of the small ones."""
    return min(median(gaps), 1.25 * sorted(gaps)[len(gaps) // 10])


def _long(lengths: list[int]) -> int:
    """Return how long the lines are that hold most of the words: three quarters of them are in lines no longer."""
    seen, total = 0, sum(lengths)
    for length in sorted(lengths):
        seen += length
        if seen >= 0.75 * total:
            return length
    return 1


def _nearest(margins: Sequence[int], line: Line) -> float:
    """Return the margin that ``line`` belongs to: the last one that is not its own indentation."""
    further = [margin for margin in margins if line.x - margin > 1]
    return further[-1] if further else line.x
