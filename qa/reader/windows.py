"""Question and passage as tokens: what a reading model is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy

from qa.reader.context import heading_line
from qa.reader.records import barred_records
from qa.types import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WINDOW_TOKENS = 256
"""Tokens of question and passage that are read at once; what is longer is read in several windows."""
OVERLAP_TOKENS = 64
"""Tokens that two windows of a passage share: twice as many as the longest answer has."""
QUESTION_TOKENS = 64
"""Tokens of a question that are read."""
HEADING_CHARACTERS = 200
"""Of title and headings that are shown before a passage."""

UNMARKED_LINE = re.compile(r"\w[\"')\]\u2019\u201d%]*(?=\n(?!\n))")
"""The end of a line, not of a paragraph, that no mark ends."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Stretches of passages as a model wants them, one a row.

    ``ids``, ``mask`` and ``types`` are int64, ``(windows, T)``; ``context``, bool of that shape, marks the tokens of
    the passage. ``starts`` and ``ends``, int64 of that shape, say where each token stands in the text of its passage,
    of which ``passages`` has the number. ``nulls`` is the column of the token that stands for "no answer".
    """

    ids: NDArray[numpy.int64]
    mask: NDArray[numpy.int64]
    types: NDArray[numpy.int64]
    context: NDArray[numpy.bool_]
    starts: NDArray[numpy.int64]
    ends: NDArray[numpy.int64]
    passages: list[int]
    nulls: NDArray[numpy.int64]


class WindowMaker:
    """Puts a question beside passages; safe to use from several threads.

    ``start_token`` is the id of the token that stands for "no answer", and ``pad_token`` that which fills a row.
    """

    def __init__(
        self, tokenizer: Tokenizer, start_token: int | None, pad_token: int | None, window_tokens: int = WINDOW_TOKENS
    ) -> None:
        self._whole: Any = tokenizer
        self._whole.no_padding()
        self._whole.no_truncation()
        self._cut: Any = type(tokenizer).from_str(tokenizer.to_str())
        self._cut.enable_truncation(window_tokens, stride=OVERLAP_TOKENS, strategy="only_second")
        self._start, self._pad = start_token or 0, pad_token or 0

    def question(self, question: str) -> str:
        """Return as much of ``question`` as is read."""
        asked = self._whole.encode(question, add_special_tokens=False)
        return question if len(asked.ids) <= QUESTION_TOKENS else question[: asked.offsets[QUESTION_TOKENS - 1][1]]

    def windows(self, question: str, passages: Sequence[Passage]) -> Windows:
        """Return all passages, each with its title, headings and speakers before its words, in windows, side by side.

        Records that are surely others than the one asked about are shown, and nothing in them is marked.
        """
        texts = [_ShownText(passage) for passage in passages]
        barred = [barred_records(question, passage) for passage in passages]
        question = self.question(question)
        first = self._cut.encode_batch([(question, text.shown) for text in texts])
        rows = [(number, row) for number, whole in enumerate(first) for row in (whole, *whole.overflowing)]
        width = max(len(row.ids) for _, row in rows)
        ids = numpy.full((len(rows), width), self._pad, dtype=numpy.int64)
        mask, types, starts, ends = (numpy.zeros((len(rows), width), dtype=numpy.int64) for _ in range(4))
        context = numpy.zeros((len(rows), width), dtype=bool)
        for place, (number, row) in enumerate(rows):
            size = len(row.ids)
            offsets = numpy.array(row.offsets, dtype=numpy.int64).reshape(-1, 2)
            second = numpy.array([sequence == 1 for sequence in row.sequence_ids], dtype=bool)
            ids[place, :size] = row.ids
            mask[place, :size] = 1
            types[place, :size] = row.type_ids
            starts[place, :size], own = texts[number].places(offsets[:, 0])
            ends[place, :size] = starts[place, :size] + offsets[:, 1] - offsets[:, 0]
            context[place, :size] = second & own & (offsets[:, 1] > offsets[:, 0])
            for stretch in barred[number]:
                inside = (starts[place, :size] >= stretch.start) & (starts[place, :size] < stretch.end)
                context[place, :size] &= ~inside
        nulls = (ids == self._start).argmax(axis=1)
        return Windows(ids, mask, types, context, starts, ends, [number for number, _ in rows], nulls)


class _ShownText:
    """The words of a passage as the model is shown them: title and headings before them, who speaks, and full stops.

    The model knows no ends of lines, so that a record or an item without a full stop would go on with the next one.

    What is put in between is no part of the passage, and nothing of it is marked.
    """

    def __init__(self, passage: Passage) -> None:
        chunk = passage.chunk
        line = heading_line(headings_of(passage))[-HEADING_CHARACTERS:]
        put = [(0, f"{line} ")] if line else []
        put += [(speaker.start - chunk.start, f"{speaker.name}: ") for speaker in chunk.speakers]
        put += [(match.end(), ".") for match in UNMARKED_LINE.finditer(passage.text)]
        put.sort(key=lambda item: item[0])
        pieces: list[str] = []
        last, length = 0, 0
        self._begins: list[int] = []
        self._lengths: list[int] = []
        for place, words in put:
            pieces += [passage.text[last:place], words]
            length += place - last
            self._begins.append(length)
            self._lengths.append(len(words))
            length += len(words)
            last = place
        self.shown = "".join([*pieces, passage.text[last:]])

    def places(self, offsets: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int64], NDArray[numpy.bool_]]:
        """Return where offsets in ``shown`` lie in the passage, and which of them do; shape as of ``offsets``."""
        begins, lengths = (numpy.array(values, dtype=numpy.int64) for values in (self._begins, self._lengths))
        before = numpy.concatenate([[0], numpy.cumsum(lengths)])
        ended = numpy.searchsorted(begins + lengths, offsets, side="right")
        begun = numpy.searchsorted(begins, offsets, side="right")
        return offsets - before[ended], begun == ended


def headings_of(passage: Passage) -> tuple[str, ...]:
    """Return the title of the passage's document and the headings that it stands under, the widest first."""
    return (passage.chunk.document.title, *passage.chunk.heading)
