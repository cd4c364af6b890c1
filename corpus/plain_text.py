"""Plain text, from a file or pasted, as a document."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus.blocks import Block, document_of_blocks, spoken_block
from corpus.cleaning import clean, title_from, without_surrogates
from corpus.composing import Composer
from corpus.depositions import with_labels
from corpus.dialogue import turns_in
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.letters import blocks_of_letters, letters_in
from corpus.line_ends import HYPHENS, join_lines, without_soft_line_ends, words_of
from corpus.questions import asks
from corpus.records import are_broken, told_lines
from corpus.sentences import BLANK_LINES
from corpus.separated import rows_in
from corpus.tables import Cell
from corpus.timestamps import parted_at_times, with_times
from corpus.types import Document
from corpus.unpunctuated import parted

__all__ = ["clean", "read_plain_text", "title_from", "without_surrogates"]

WRAP_COLUMN = 120
"""Characters a line: a text of such short lines may have been wrapped by hand, so that a line end is only a space."""

LOOKED_AHEAD = 50
"""Lines behind a number in which the next one has to stand for both to be items of a list."""
LONG_LINE = 250
"""Characters beyond which a line that stays one is a paragraph of its own, and no record."""

_BULLET = re.compile(r"\s*(?:[\u2022\u25cf\u25aa\u25a0\u25e6\u2023\u2043\u00b7\uf0b7]\s*|[-*+\u2013\u2014]\s+)(?=\S)")
_NUMBER = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=\S)")
_EMPHASIS = re.compile(
    r"(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])|(?<![\w*])\*\*(?=[^\s*])([^*\n]{0,200}[^\s*])\*\*(?![\w*])"
)
_PAGE = re.compile(
    r"\s*(?:[-\u2013\u2014]\s?\d{1,4}\s?[-\u2013\u2014]|\[?Page \d{1,4}(?: (?:of|/) \d{1,4})?\]?)\s*", re.IGNORECASE
)
"""The number of a page alone in a paragraph, as a scan has it: ``- 12 -``, ``Page 3 of 10``."""
_INDENTED = re.compile(r"\s{2,}|\t")


def read_plain_text(text: str, *, source: str = "pasted text", collection: str = "text") -> Document:
    """Return ``text`` as a document whose paragraphs stand apart by one blank line.

    The lines of a paragraph that were wrapped by hand are joined; lines that are a unit each (the entries of a form,
    messages, questions and answers, verses) stay lines, those of a table are told with the names of their columns, and
    a list is one paragraph with its lead-in. Without blank lines, each line that ends a sentence is a paragraph. The
    text may begin with front matter (see :mod:`corpus.front_matter`), and the times of a transcript at the beginning of
    its paragraphs become cues.

    Raises:
        TextError: there is nothing but white space.
    """
    front, text = split_front_matter(clean(without_soft_line_ends(text)), source=source, certain=False)
    text = _EMPHASIS.sub(r"\1\2", with_labels(text))
    letters = letters_in(text)
    read = blocks_of_text
    blocks = blocks_of_letters(letters, read) if letters else read(parted_at_times(text))
    if not blocks:
        raise TextError(f"{source}: there is no text in it.")
    document = document_of_blocks(blocks, source=source, title=title_from(source), collection=collection, headed=False)
    return front.on(with_times(document))


def blocks_of_text(text: str) -> list[Block]:
    """Return the paragraphs, lists and tables of a text, or of a part of one; none where there is nothing in it."""
    text = text.strip("\n")
    paragraphs = [paragraph.split("\n") for paragraph in BLANK_LINES.split(text) if not _PAGE.fullmatch(paragraph)]
    parts_words = any(line.rstrip().endswith(HYPHENS) for lines in paragraphs for line in lines)
    reader = _Reader(
        known=words_of(line for lines in paragraphs for line in lines) if parts_words else frozenset(),
        width=_width(paragraphs),
        parted=len(paragraphs) > 1,
    )
    reader.read_all([[line for line in lines if line.strip()] for lines in paragraphs])
    return reader.blocks()


class _Reader:
    """Puts the paragraphs of a text together as blocks.

    ``known`` are the words of the text, ``width`` is that of lines which were wrapped, 0 where none were; ``parted``
    tells whether blank lines part the paragraphs.
    """

    def __init__(self, *, known: Collection[str], width: int, parted: bool) -> None:
        self._known = known
        self._width = width
        self._parted = parted
        self._composer = Composer()
        self._list: re.Pattern[str] | None = None  # The signs of the list that is open.

    def blocks(self) -> list[Block]:
        """Return what was read."""
        self._end_list()
        return self._composer.blocks()

    def read_all(self, paragraphs: Sequence[Sequence[str]]) -> None:
        """Read all paragraphs; of a conversation, what each speaker says is a paragraph, and each date a heading."""
        begins = [number == 0 for lines in paragraphs for number, _ in enumerate(lines)]
        turns = iter(turns_in([line for lines in paragraphs for line in lines], begins))
        by_paragraph = [[(line, next(turns)) for line in lines] for lines in paragraphs]
        spoken = [lines[0][1] is not None for lines in by_paragraph if lines]
        holds = 2 * sum(spoken) >= len(spoken)
        name = part = ""
        held = False
        for lines in by_paragraph:
            name = name if holds or held else ""
            stretch: list[str] = []
            for line, turn in lines:
                if turn is None:
                    stretch.append(line)
                    continue
                self._read_said(stretch, name)
                name, held, stretch = turn.speaker, turn.holds, [turn.words] if turn.words else []
                if turn.part != part:
                    part = turn.part
                    self._end_list()
                    self._composer.add(Block(part, level=1))
            self._read_said(stretch, name)

    def _read_said(self, lines: Sequence[str], name: str) -> None:
        """Read the lines that somebody says, or of a paragraph that nobody does."""
        if not name:
            self._read(lines)
            return
        self._end_list()
        words = "\n".join(told_lines(lines, width=self._width, known=self._known)) if lines else ""
        if words:
            self._composer.add(spoken_block(words, name))

    def _read(self, lines: Sequence[str]) -> None:
        """Read the lines of a paragraph."""
        place = 0
        while place < len(lines):
            sign = self._sign(lines, place)
            if sign is not None:
                place = self._read_item(lines, place, sign)
                continue
            self._end_list()
            start = place
            while place < len(lines) and (place == start or self._sign(lines, place) is None):
                place += 1
            self._read_lines(lines[start:place])

    def _sign(self, lines: Sequence[str], place: int) -> re.Pattern[str] | None:
        """Return what the item of a list that begins here is marked with, or None where none begins."""
        for sign in (_BULLET, _NUMBER):
            found = sign.match(lines[place])
            if found is None or asks(lines[place]):
                continue
            following = itertools.islice(lines, place + 1, place + 1 + LOOKED_AHEAD)
            if sign is _BULLET or self._list is sign or any(sign.match(line) for line in following):
                return sign
            if len(lines) == 1 and found.group(1) == "1":  # The next one may stand below a blank line.
                return sign
        return None

    def _read_item(self, lines: Sequence[str], place: int, sign: re.Pattern[str]) -> int:
        """Read the item that begins at a line, and return the line behind it."""
        found = sign.match(lines[place])
        if self._list is not sign:
            self._end_list()
            first = int(found.group(1)) if found and sign is _NUMBER else 1
            self._composer.begin("list", ordered=sign is _NUMBER, first=first)
            self._list = sign
        item = [lines[place][found.end() if found else 0 :]]
        place += 1
        while place < len(lines) and self._sign(lines, place) is None and _goes_on(item[-1], lines[place]):
            item.append(lines[place])
            place += 1
        self._composer.begin("item")
        self._composer.add(Block(join_lines(item, self._known)))
        self._composer.end("item")
        return place

    def _end_list(self) -> None:
        if self._list is not None:
            self._composer.end("list")
            self._list = None

    def _read_lines(self, lines: Sequence[str]) -> None:
        """Read the lines of a paragraph, or of a part of it, that are no list."""
        for start in (0, 1):
            rows = rows_in(lines[start:])
            if rows is not None:
                for line in lines[:start]:
                    self._composer.add(Block(" ".join(line.split())))
                self._composer.add_table([[Cell(field) for field in row] for row in rows])
                return
        if not any(character.isalnum() for line in lines for character in line):
            return
        told = told_lines(lines, width=self._width, known=self._known)
        together: list[str] = []
        for line in told:
            pieces = parted(line) if len(line) > WRAP_COLUMN else [line]
            if len(pieces) == 1:
                together.append(line)
                continue
            self._add_lines(together)
            together = []
            for piece in pieces:  # A paragraph each, however short.
                self._composer.add(Block(piece))
        self._add_lines(together)

    def _add_lines(self, lines: Sequence[str]) -> None:
        """Take lines, which may be none, as one paragraph or several."""
        if not lines:
            return
        if self._parted and all(len(line) <= LONG_LINE for line in lines):
            self._composer.add(Block("\n".join(lines), ends=len(lines) > 1))
            return
        for line in lines if self._parted else _in_paragraphs(lines):
            self._composer.add(Block(line))


def _in_paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs that ``lines`` are in a text without blank lines, where one ends with a sentence."""
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        if before[-1] in ".!\"'\u201d\u2019)" or len(before) > WRAP_COLUMN or (asks(line) and not asks(before)):
            paragraphs.append(line)
        else:
            paragraphs[-1] = f"{paragraphs[-1]}\n{line}"
    return paragraphs


def _goes_on(item: str, line: str) -> bool:
    """Tell whether ``line`` goes on with the item of a list above it."""
    return _INDENTED.match(line) is not None or are_broken([item, line])


def _width(paragraphs: Sequence[Sequence[str]]) -> int:
    """Return the length of the longest line in the paragraphs that were surely wrapped, 0 where none were."""
    widths = [
        max(map(len, lines))
        for lines in ([line.strip() for line in lines if line.strip()] for lines in paragraphs)
        if len(lines) > 2 and max(map(len, lines)) <= WRAP_COLUMN and are_broken(lines)
    ]
    return max(widths, default=0)
