"""What a reader meets on its way through a file, put together as blocks: paragraphs, lists, tables, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.blocks import Block
from corpus.lists import leads_in, told_list, told_within
from corpus.questions import asks
from corpus.records import joined_entries
from corpus.tables import Cell, told_cells

MOST_WITHIN = 3
"""Paragraphs that an item of a list or a definition may have; with more of them it is rather a part of the page."""
SHORT_ENTRIES = 80
"""Words that the entries of a list of definitions may have together to stand in one paragraph."""

Kind = Literal["whole", "list", "item", "entries", "term", "definition"]


@dataclass(slots=True)
class _Frame:
    """What is open: the blocks in it so far, and for a list whether and from which number on it is numbered."""

    kind: Kind
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Kind, list[Block]]] = field(default_factory=list)
    ordered: bool = False
    first: int = 1


class Composer:
    """Takes what is met, in the order of the file, and gives the blocks that it makes up.

    A list is one block with the words that lead in to it, a table one with a line for each row, and so are short
    definitions. What is opened twice or closed without having been open does no harm.
    """

    def __init__(self) -> None:
        self._frames = [_Frame("whole")]

    def add(self, block: Block) -> None:
        """Take a heading or a paragraph."""
        frame = self._frames[-1]
        if block.text and frame.kind in ("list", "entries"):  # What stands between the items is one of them.
            frame.items.append(("item" if frame.kind == "list" else "definition", [block]))
        elif block.text:
            frame.blocks.append(block)

    def add_table(
        self,
        rows: Sequence[Sequence[Cell]],
        *,
        title: str = "",
        head_rows: int | None = None,
        urls: tuple[str, ...] = (),
    ) -> None:
        """Take a table; ``head_rows`` is how many of its first rows name the columns, None where that is unknown."""
        lines = told_cells(rows, head_rows=head_rows)
        lines = [title, *lines] if title else lines
        if lines:
            self._add_below("\n".join(lines), urls)

    def add_list(self, items: Sequence[str]) -> None:
        """Take a list of plain items, none of which has a list of its own."""
        self._frames.append(_Frame("list", items=[("item", [Block(item)]) for item in items]))
        self.end("list")

    def begin(self, kind: Kind, *, ordered: bool = False, first: int = 1) -> None:
        """Take the beginning of a list or of definitions, or of a part of them."""
        self._frames.append(_Frame(kind, ordered=ordered, first=first))

    def end(self, kind: Kind) -> None:
        """Take the end of what began last as ``kind``, and of what is still open in it."""
        if all(frame.kind != kind for frame in self._frames[1:]):
            return
        while True:
            frame = self._frames.pop()
            self._close(frame)
            if frame.kind == kind:
                return

    def blocks(self) -> list[Block]:
        """Return everything that was taken, as blocks."""
        while len(self._frames) > 1:
            self._close(self._frames.pop())
        return self._frames[0].blocks

    def _close(self, frame: _Frame) -> None:
        """Put what was in ``frame`` into the one around it."""
        above = self._frames[-1]
        if frame.kind in ("item", "term", "definition"):
            if above.kind in ("list", "entries"):
                above.items.append((frame.kind, frame.blocks))
            else:
                above.blocks += frame.blocks
        elif frame.kind == "list":
            self._close_list(frame)
        elif frame.kind == "entries":
            self._close_entries(frame)

    def _close_list(self, frame: _Frame) -> None:
        items = [blocks for _, blocks in frame.items if blocks]
        if not items:
            return
        if any(block.level for blocks in items for block in blocks) or max(map(len, items)) > MOST_WITHIN:
            for block in (block for blocks in items for block in blocks):
                self.add(block)
            return
        words = ["\n".join(block.text for block in blocks) for blocks in items]
        urls = _urls(items)
        above = self._frames[-1]
        last = above.blocks[-1] if above.blocks else None
        if last is not None and not last.level and above.kind in ("item", "definition"):
            above.blocks[-1] = Block(told_within(last.text, words), urls=(*last.urls, *urls))
        elif last is not None and _leads_in(last):
            told = told_list(words, lead=last.text, ordered=frame.ordered, first=frame.first)
            above.blocks[-1] = Block(told, urls=(*last.urls, *urls), ends=True)
        else:
            self.add(Block(told_list(words, ordered=frame.ordered, first=frame.first), urls=urls, ends=True))

    def _close_entries(self, frame: _Frame) -> None:
        told: list[Block] = []
        terms: list[Block] = []
        definitions: list[list[Block]] = []
        for kind, blocks in [*frame.items, ("term", [])]:
            if kind == "term" and definitions:
                told += _entry(terms, definitions)
                terms, definitions = [], []
            if kind == "term":
                terms += blocks
            else:
                definitions.append(blocks)
        told += terms
        alone = any(block.level or "\n" in block.text for block in told)
        if alone or sum(len(block.text.split()) for block in told) > SHORT_ENTRIES:
            for block in told:
                self.add(block)
        elif told:
            self._add_below("\n".join(joined_entries([block.text for block in told])), _urls([told]))

    def _add_below(self, text: str, urls: tuple[str, ...]) -> None:
        """Take lines, which go on in the paragraph above them if that leads in to them."""
        blocks = self._frames[-1].blocks
        if blocks and _leads_in(blocks[-1]):
            blocks[-1] = Block(f"{blocks[-1].text}\n{text}", urls=(*blocks[-1].urls, *urls), ends=True)
        else:
            self.add(Block(text, urls=urls, ends=True))


def _leads_in(block: Block) -> bool:
    """Tell whether what stands below ``block`` belongs to it."""
    return not block.level and not block.ends and not block.pages and leads_in(block.text)


def _entry(terms: list[Block], definitions: list[list[Block]]) -> list[Block]:
    """Return what is defined with its definitions: ``term: definition`` where that is short."""
    below = [block for blocks in definitions for block in blocks]
    if not terms or not below or len(below) > MOST_WITHIN * len(definitions) or any(block.level for block in below):
        return [*terms, *below]
    urls = _urls([terms, below])
    name = ", ".join(block.text.rstrip(": ") for block in terms)
    if asks(name) or "\n" in name:
        return [Block("\n".join([name, *(block.text for block in below)]), urls=urls)]
    if len(definitions) == len(below) and not any("\n" in block.text for block in below):
        return [Block(f"{name}: {'; '.join(_unfinished(below))}", urls=urls)]
    return [Block("\n".join([f"{name}: {below[0].text}", *(block.text for block in below[1:])]), urls=urls)]


def _unfinished(blocks: Sequence[Block]) -> list[str]:
    """Return the words of ``blocks``, without the full stop of those that others follow."""
    return [*(block.text.removesuffix(".") for block in blocks[:-1]), blocks[-1].text]


def _urls(groups: Sequence[Sequence[Block]]) -> tuple[str, ...]:
    """Return the sources of all that is in ``groups``."""
    return tuple(url for blocks in groups for block in blocks for url in block.urls)
