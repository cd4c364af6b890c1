"""Question and passage as tokens: what the model is shown, and what it is to mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy
import torch

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

LENGTHS = (80, 115, 160)
"""Longest passages in tokens, one of which is drawn for each example: chunks of the product are of about 120."""
QUESTION_TOKENS = 48
"""Longest question in tokens; what is behind is cut off."""

_SENTENCE_START = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A passage in tokens: their ids, and the start and end of each in the text.

    ``words`` are the tokens that begin a word, ``sentences`` those that begin a sentence.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int]
    sentences: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """A question with a stretch of a passage: ``ids`` as the model wants them, the passage from ``context`` on.

    ``answers`` are pairs of first and last token, counted from the beginning of ``ids``; none if there is no answer.
    ``tokens`` and ``first`` tell where the passage's tokens are from. Before the passage stand ``heading`` tokens of
    its title and headings. ``verdict`` is what the passage says of a claim, a place in ``VERDICTS``; None for a
    question whose answer is to be marked.
    """

    ids: list[int]
    context: int
    answers: tuple[tuple[int, int], ...]
    tokens: Tokens
    first: int
    heading: int = 0
    verdict: int | None = None

    def asked(self, question: Sequence[int], special: tuple[int, int]) -> Window:
        """Return another question, in tokens, beside the same stretch, which has no answer to it."""
        first, separator = special
        passage = self.ids[self.context - self.heading :]
        ids = [first, *question, separator, *passage]
        return Window(ids, len(question) + 2 + self.heading, (), self.tokens, self.first, self.heading)


@dataclass(frozen=True, slots=True)
class Group:
    """Windows that belong into one batch.

    ``passages``: two windows with the same question, the first with the answer. ``twins``: two questions beside the
    same passage, of which it answers the first.
    """

    windows: tuple[Window, ...]
    kind: Literal["alone", "passages", "twins"] = "alone"


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side: ``ids``, ``mask`` and ``types`` are int64 and ``context`` is bool, all ``(windows, T)``.

    ``starts`` and ``ends`` are what is to be learnt, float32 ``(windows, T)``, each row a distribution over the
    tokens of the passage and the first token, which stands for "no answer"; nothing where ``verdicts``, int64
    ``(windows,)``, says what is to be learnt of a claim instead (-1 for none). ``pairs`` are rows of windows with the
    same question: one with the answer, one without, int64 ``(pairs, 2)``; ``twins`` those of two questions beside the
    same passage, the first of which it answers.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    context: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    pairs: torch.Tensor
    twins: torch.Tensor
    verdicts: torch.Tensor


def tokenize(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> list[Tokens]:
    """Return every text in tokens, without the special ones."""
    encoded = tokenizer(
        list(texts), add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
    )
    result = []
    for text, ids, offsets in zip(texts, encoded["input_ids"], encoded["offset_mapping"], strict=True):
        starts = [match.end() for match in _SENTENCE_START.finditer(text)]
        words = [
            number
            for number, (start, _) in enumerate(offsets)
            if start == 0 or text[start - 1].isspace() or number == 0
        ]
        begins = set(starts)
        result.append(
            Tokens(
                ids=ids,
                offsets=[tuple(pair) for pair in offsets],
                words=words or [0],
                sentences=[0, *(number for number, (start, _) in enumerate(offsets) if number and start in begins)],
            )
        )
    return result


def window(
    question: Sequence[int],
    tokens: Tokens,
    answers: Sequence[tuple[int, int]],
    tokenizer: PreTrainedTokenizerBase,
    rng: numpy.random.Generator | None = None,
    longest: int = 300,
    heading: Sequence[int] = (),
) -> Window:
    """Return the question (in tokens) with at most ``longest`` tokens of the passage, which hold one answer at least.

    ``answers`` are offsets into the text. Where the passage is cut, it begins with a sentence if that can be, and
    ``rng`` chooses which; without it the passage begins at its beginning. ``heading``, in tokens, stands before it.
    """
    marked = [found for found in (_marked(tokens, start, end) for start, end in answers) if found is not None]
    first = 0
    if len(tokens.ids) > longest and rng is not None:
        low, high = 0, len(tokens.ids) - 1
        if marked:
            one = marked[int(rng.integers(len(marked)))]
            low, high = max(0, one[1] + 1 - longest), one[0]
        places = [place for place in tokens.sentences if low <= place <= high]
        places = places or [place for place in tokens.words if low <= place <= high] or [high]
        first = places[int(rng.integers(len(places)))]
    last = min(len(tokens.ids), first + longest)
    start = len(question) + 2 + len(heading)
    ends = (tokenizer.cls_token_id, tokenizer.sep_token_id)
    return Window(
        ids=[ends[0], *question, ends[1], *heading, *tokens.ids[first:last], ends[1]],
        context=start,
        answers=tuple(
            (one - first + start, other - first + start) for one, other in marked if first <= one and other < last
        ),
        tokens=tokens,
        first=first,
        heading=len(heading),
    )


def batch_of(groups: Sequence[Group]) -> Batch:
    """Put the windows of all groups side by side; one without an answer is to mark its first token."""
    windows: list[Window] = []
    pairs, twins = [], []
    for group in groups:
        rows = (len(windows), len(windows) + 1)
        if group.kind == "passages":
            pairs.append(rows)
        elif group.kind == "twins":
            twins.append(rows)
        windows.extend(group.windows)
    longest = max(len(one.ids) for one in windows)
    shape = (len(windows), longest)
    ids, mask, types = (numpy.zeros(shape, dtype=numpy.int64) for _ in range(3))
    context = numpy.zeros(shape, dtype=bool)
    starts, ends = (numpy.zeros(shape, dtype=numpy.float32) for _ in range(2))
    for row, one in enumerate(windows):
        size = len(one.ids)
        ids[row, :size] = one.ids
        mask[row, :size] = 1
        types[row, one.context - one.heading : size] = 1
        context[row, one.context : size - 1] = True
        for first, last in () if one.verdict is not None else one.answers or ((0, 0),):
            starts[row, first] += 1 / max(1, len(one.answers))
            ends[row, last] += 1 / max(1, len(one.answers))
    return Batch(
        ids=torch.from_numpy(ids),
        mask=torch.from_numpy(mask),
        types=torch.from_numpy(types),
        context=torch.from_numpy(context),
        starts=torch.from_numpy(starts),
        ends=torch.from_numpy(ends),
        pairs=torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2),
        twins=torch.tensor(twins, dtype=torch.int64).reshape(-1, 2),
        verdicts=torch.tensor([-1 if one.verdict is None else one.verdict for one in windows], dtype=torch.int64),
    )


def _marked(tokens: Tokens, start: int, end: int) -> tuple[int, int] | None:
    """Return the first and last token that share a character with ``start`` to ``end``."""
    touched = [number for number, (one, other) in enumerate(tokens.offsets) if one < end and start < other]
    return (touched[0], touched[-1]) if touched else None
