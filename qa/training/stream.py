"""The order in which examples are shown: drawn from the sources by share, in batches of texts of like length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from qa.training.examples import Question, Source
from qa.training.near_misses import near_miss
from qa.training.variation import varied
from qa.training.windows import LENGTHS, QUESTION_TOKENS, Batch, Window, batch_of, tokenize, window

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import PreTrainedTokenizerBase

BATCH_TOKENS = 2048
"""Tokens a batch, padding counted: sixteen windows of 128."""
SLICE = 1024
"""Draws that are put in order of length together."""
SHARES = {
    ("new_wiki", "answerable"): 0.18,
    ("reddit", "answerable"): 0.16,
    ("amazon", "answerable"): 0.14,
    ("qamr", "answerable"): 0.10,
    ("squad2", "answerable"): 0.14,
    ("squad2", "unanswerable"): 0.16,
    ("any", "near_miss"): 0.08,
    ("any", "removed"): 0.04,
}
"""How often each kind of example is drawn. ``near_miss`` and ``removed`` are made from answerable questions."""
MADE = ("near_miss", "removed")
CHANGED = {"new_wiki": 0.4, "squad2": 0.35, "reddit": 0.125, "amazon": 0.125}
"""Share of each source in the examples that are made."""
NEGATIVES = {"new_wiki": 0.5, "squad2": 0.5, "reddit": 0.12}
"""How often an answerable question comes with a hard negative beside it."""

_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s)[^.!?]*)*[.!?]*\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """How far the stream has come: the number of the slice, and of the next batch in it."""

    slice: int = 0
    batch: int = 0


class Stream:
    """Batches without end, always the same for the same seed, from any place on.

    ``negatives`` are the rows that :func:`qa.training.negatives.hard_negatives` found, a source each.
    """

    def __init__(
        self,
        sources: dict[str, Source],
        negatives: dict[str, NDArray[numpy.int32]],
        tokenizer: PreTrainedTokenizerBase,
        seed: int,
    ) -> None:
        self._sources = sources
        self._negatives = negatives
        self._tokenizer = tokenizer
        self._seed = seed
        self._tokens = {name: tokenize(source.contexts, tokenizer) for name, source in sources.items()}
        self._numbers = {
            (name, kind): [
                number
                for number, question in enumerate(source.questions)
                if bool(question.answers) == (kind == "answerable")
            ]
            for name, source in sources.items()
            for kind in ("answerable", "unanswerable")
        }
        self._orders: dict[tuple[str, str], tuple[int, list[int]]] = {}
        self._held: tuple[int, list[Batch]] = (-1, [])

    def batch(self, place: Place) -> tuple[Batch, Place]:
        """Return the batch at ``place``, and the next place."""
        if self._held[0] != place.slice:
            self._held = (place.slice, self._slice(place.slice))
        batches = self._held[1]
        following = place.batch + 1
        return batches[place.batch], Place(place.slice, following) if following < len(batches) else Place(
            place.slice + 1
        )

    def _slice(self, number: int) -> list[Batch]:
        """Return the batches of one slice in random order."""
        rng = numpy.random.default_rng((self._seed, number))
        groups = []
        for (name, kind), share in SHARES.items():
            count = round(share * SLICE)
            for turn in range(number * count, (number + 1) * count):
                group = self._group(name, kind, turn, rng)
                if group:
                    groups.append(group)
        groups.sort(key=lambda group: max(len(one.ids) for one in group))
        batches: list[list[list[Window]]] = [[]]
        for group in groups:
            size = max(len(one.ids) for one in group)
            count = sum(len(other) for other in batches[-1]) + len(group)
            if batches[-1] and size * count > BATCH_TOKENS:
                batches.append([])
            batches[-1].append(group)
        return [_side_by_side(batches[row]) for row in rng.permutation(len(batches)).tolist()]

    def _group(self, name: str, kind: str, turn: int, rng: numpy.random.Generator) -> list[Window]:
        """Return one window, or two with the same question of which the second has no answer; none if no rule fits.

        ``turn`` counts the groups of this kind, so that every question has its turn before one comes again.
        """
        if name == "any":
            name = str(rng.choice(list(CHANGED), p=list(CHANGED.values())))
        source = self._sources[name]
        wanted = "unanswerable" if kind == "unanswerable" else "answerable"
        number = self._turn(name, wanted, turn, rng if kind in MADE else None)
        if number is None:
            return []
        question = source.questions[number]
        longest = int(rng.choice(LENGTHS))
        if kind == "near_miss":
            return self._near_miss(source, question, longest, rng)
        asked = self._asked(question.text, rng)
        tokens = self._tokens[name][question.context]
        if kind == "removed":
            return self._removed(source, question, asked, longest, rng)
        # A near-miss that has lost the sentence that it nearly fits would be too easy.
        longest = max(LENGTHS) if kind == "unanswerable" else longest
        group = [window(asked, tokens, question.answers, self._tokenizer, rng, longest)]
        if kind == "answerable" and not group[0].answers:  # The answer is longer than the window.
            return []
        if kind == "answerable" and rng.random() < NEGATIVES.get(name, 0):
            rows = [row for row in self._negatives[name][number].tolist() if row >= 0]
            if rows:
                other = self._tokens[name][rows[int(rng.integers(len(rows)))]]
                group.append(window(asked, other, (), self._tokenizer, rng, longest))
        return group

    def _turn(self, name: str, kind: str, turn: int, rng: numpy.random.Generator | None) -> int | None:
        """Return the question whose turn it is, or any where ``rng`` is given; None where there are none."""
        numbers = self._numbers[name, kind]
        if not numbers:
            return None
        if rng is not None:
            return numbers[int(rng.integers(len(numbers)))]
        epoch, place = divmod(turn, len(numbers))
        if self._orders.get((name, kind), (-1, []))[0] != epoch:
            order = numpy.random.default_rng((self._seed, epoch)).permutation(len(numbers)).tolist()
            self._orders[name, kind] = (epoch, order)
        return numbers[self._orders[name, kind][1][place]]

    def _near_miss(self, source: Source, question: Question, longest: int, rng: numpy.random.Generator) -> list[Window]:
        """Return the question changed into one that its passage does not answer."""
        text = source.contexts[question.context]
        changed = near_miss(question.text, text, [text[start:end] for start, end in question.answers], rng)
        if changed is None:
            return []
        tokens = self._tokens[source.name][question.context]
        kept = window(self._asked(question.text, rng), tokens, question.answers, self._tokenizer, rng, longest)
        asked = self._asked(changed, rng)
        ids = [self._tokenizer.cls_token_id, *asked, self._tokenizer.sep_token_id, *kept.ids[kept.context :]]
        return [Window(ids, len(asked) + 2, (), tokens, kept.first)]

    def _removed(
        self, source: Source, question: Question, asked: list[int], longest: int, rng: numpy.random.Generator
    ) -> list[Window]:
        """Return the passage without the sentences that the answers stand in, and before it the whole one."""
        text = source.contexts[question.context]
        low = min(start for start, _ in question.answers)
        high = max(end for _, end in question.answers)
        left = "".join(
            match.group() for match in _SENTENCE.finditer(text) if match.end() <= low or match.start() >= high
        ).strip()
        answers = [text[start:end].lower() for start, end in question.answers]
        if len(left) < 150 or any(answer in left.lower() for answer in answers):
            return []
        whole = window(
            asked, self._tokens[source.name][question.context], question.answers, self._tokenizer, rng, longest
        )
        without = window(asked, tokenize([left], self._tokenizer)[0], (), self._tokenizer, rng, longest)
        return [whole, without] if whole.answers else []

    def _asked(self, question: str, rng: numpy.random.Generator) -> list[int]:
        """Return the tokens of the question as somebody types it."""
        return question_tokens(varied(question.strip(), rng), self._tokenizer)


def question_tokens(question: str, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Return the first tokens of a question, without the special ones."""
    ids: list[int] = tokenizer(question, add_special_tokens=False, verbose=False)["input_ids"]
    return ids[:QUESTION_TOKENS]


def _side_by_side(groups: Sequence[Sequence[Window]]) -> Batch:
    """Return the windows of all groups as one batch, the pairs marked."""
    windows: list[Window] = []
    pairs = []
    for group in groups:
        if len(group) == 2:
            pairs.append((len(windows), len(windows) + 1))
        windows.extend(group)
    return batch_of(windows, pairs)
