"""The order in which examples are shown: drawn from the sources by share, in batches of texts of like length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy

from qa.reader.context import heading_line
from qa.training.claims import Claim
from qa.training.examples import Question, Source
from qa.training.near_misses import near_miss
from qa.training.variation import reworded, varied
from qa.training.windows import LENGTHS, QUESTION_TOKENS, Batch, Group, batch_of, tokenize, window

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import PreTrainedTokenizerBase

BATCH_TOKENS = 2048
"""Tokens a batch, padding counted: sixteen windows of 128."""
SLICE = 1024
"""Draws that are put in order of length together."""
SHARES = {
    ("squad1", "answerable"): 0.3,
    ("squad1", "unanswerable"): 0.15,
    ("new_wiki", "answerable"): 0.06,
    ("reddit", "answerable"): 0.02,
    ("amazon", "answerable"): 0.01,
    ("qamr", "answerable"): 0.02,
    ("squad2", "answerable"): 0.03,
    ("squad2", "unanswerable"): 0.07,
    ("more", "answerable"): 0.08,
    ("any", "near_miss"): 0.06,
    ("any", "removed"): 0.06,
    ("boolq", "claim"): 0.025,
    ("nli", "claim"): 0.06,
    ("squad", "claim"): 0.055,
}
"""How often each kind of example is drawn. ``near_miss`` and ``removed`` are made from answerable questions."""
MADE = ("near_miss", "removed")
CHANGED = {"squad1": 0.6, "new_wiki": 0.2, "squad2": 0.2}
"""Share of each source in the examples that are made."""
NEGATIVES = {"squad1": 0.5, "new_wiki": 0.5, "squad2": 0.5, "reddit": 0.12}
"""How often an answerable question comes with a hard negative beside it, where there are any."""
BESIDE = 0.5
"""The same, of all other sources."""
HEADINGS = 0.5
"""How often the title of the article stands before the passage."""
REASONS = 2
"""How often a question that asks why or how comes where another comes once."""
LONGEST_CLAIM = 200
"""Tokens of a passage beside a claim: half of those of BoolQ are longer than :data:`LENGTHS`."""

_REASON = re.compile(r"\W*(?:why|how(?! (?:many|much|old|long|far|big|often|large|tall|high)\b))\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s)[^.!?]*)*[.!?]*\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """How far the stream has come: the number of the slice, and of the next batch in it."""

    slice: int = 0
    batch: int = 0


class Stream:
    """Batches without end, always the same for the same seed, from any place on.

    ``negatives`` are the rows that :func:`qa.training.negatives.hard_negatives` found, a source each;
    ``claims`` are those of :func:`qa.training.claims.read_claims`; ``synonyms``, of
    :func:`qa.training.synonyms.read_synonyms`, are put for words of some questions; a batch has at most
    ``batch_tokens`` tokens, padding counted; ``shares`` says how often each kind of example is drawn.
    """

    def __init__(
        self,
        sources: dict[str, Source],
        negatives: dict[str, NDArray[numpy.int32]],
        claims: dict[str, list[Claim]],
        tokenizer: PreTrainedTokenizerBase,
        seed: int,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        batch_tokens: int = BATCH_TOKENS,
        shares: Mapping[tuple[str, str], float] = SHARES,
    ) -> None:
        self._shares = shares
        self._synonyms = synonyms or {}
        self._batch_tokens = batch_tokens
        self._sources = sources
        self._negatives = negatives
        self._claims = claims
        self._tokenizer = tokenizer
        self._seed = seed
        self._special = (tokenizer.cls_token_id, tokenizer.sep_token_id)
        self._tokens = {name: tokenize(source.contexts, tokenizer) for name, source in sources.items()}
        self._numbers = {
            (name, kind): [
                number
                for number, question in enumerate(source.questions)
                if bool(question.answers) == (kind == "answerable")
                for _ in range(REASONS if _REASON.match(question.text) else 1)
            ]
            for name, source in sources.items()
            for kind in ("answerable", "unanswerable")
        }
        self._twins = {
            name: {
                (question.context, question.text): number
                for number, question in enumerate(source.questions)
                if question.answers
            }
            for name, source in sources.items()
        }
        self._orders: dict[tuple[str, str], tuple[int, list[int]]] = {}
        self._held: tuple[int, list[Batch]] = (-1, [])

    def batch(self, place: Place) -> tuple[Batch, Place]:
        """Return the batch at ``place``, and the next place."""
        if self._held[0] != place.slice:
            self._held = (place.slice, self.slice(place.slice))
        batches = self._held[1]
        following = place.batch + 1
        return batches[place.batch], Place(place.slice, following) if following < len(batches) else Place(
            place.slice + 1
        )

    def slice(self, number: int) -> list[Batch]:
        """Return the batches of slice ``number`` in random order."""
        rng = numpy.random.default_rng((self._seed, number))
        groups = []
        for (name, kind), share in self._shares.items():
            count = round(share * SLICE)
            for turn in range(number * count, (number + 1) * count):
                group = self._claim(name, turn, rng) if kind == "claim" else self._group(name, kind, turn, rng)
                if group is not None:
                    groups.append(group)
        groups.sort(key=_longest)
        batches: list[list[Group]] = [[]]
        for group in groups:
            count = sum(len(other.windows) for other in batches[-1]) + len(group.windows)
            if batches[-1] and _longest(group) * count > self._batch_tokens:
                batches.append([])
            batches[-1].append(group)
        return [batch_of(batches[row]) for row in rng.permutation(len(batches)).tolist()]

    def _group(self, name: str, kind: str, turn: int, rng: numpy.random.Generator) -> Group | None:
        """Return a window, perhaps with another one beside it; None if no rule fits.

        ``turn`` counts the groups of this kind, so that every question has its turn before one comes again.
        """
        if name == "any":
            name = str(rng.choice(list(CHANGED), p=list(CHANGED.values())))
        source = self._sources[name]
        wanted = "unanswerable" if kind == "unanswerable" else "answerable"
        number = self._turn(name, wanted, turn, rng if kind in MADE else None)
        if number is None:
            return None
        question = source.questions[number]
        longest = int(rng.choice(LENGTHS))
        heading = self._heading(source, question.context, rng)
        if kind == "near_miss":
            return self._near_miss(source, question, longest, heading, rng)
        if kind == "removed":
            return self._removed(source, question, longest, heading, rng)
        if kind == "unanswerable":
            return self._unanswerable(source, question, longest, heading, rng)
        asked = self._asked(question.text, rng)
        tokens = self._tokens[name][question.context]
        held = window(asked, tokens, question.answers, self._tokenizer, rng, longest, heading)
        if not held.answers:  # The answer is longer than the window.
            return None
        if name in self._negatives and rng.random() < NEGATIVES.get(name, BESIDE):
            rows = [row for row in self._negatives[name][number].tolist() if row >= 0]
            if rows:
                row = rows[int(rng.integers(len(rows)))]
                before = self._heading(source, row, rng) if heading else []
                other = self._tokens[name][row]
                return Group((held, window(asked, other, (), self._tokenizer, rng, longest, before)), "passages")
        return Group((held,))

    def _unanswerable(
        self, source: Source, question: Question, longest: int, heading: list[int], rng: numpy.random.Generator
    ) -> Group:
        """Return a question that people wrote to look answerable, and before it the one it imitates, if that is known.

        Both see the same stretch, the one with the answer to the twin: without it the near-miss would be too easy.
        """
        tokens = self._tokens[source.name][question.context]
        asked = self._asked(question.text, rng)
        twin = self._twins[source.name].get((question.context, question.twin))
        if twin is not None:
            other = source.questions[twin]
            held = window(self._asked(other.text, rng), tokens, other.answers, self._tokenizer, rng, longest, heading)
            if held.answers:
                return Group((held, held.asked(asked, self._special)), "twins")
        return Group((window(asked, tokens, (), self._tokenizer, rng, max(LENGTHS), heading),))

    def _claim(self, name: str, turn: int, rng: numpy.random.Generator) -> Group | None:
        """Return a claim beside its passage."""
        claims = self._claims[name]
        if not claims:
            return None
        claim = claims[self._in_order(name, "claim", turn, len(claims))]
        tokens = tokenize([claim.context], self._tokenizer)[0]
        titled = claim.title and rng.random() < HEADINGS
        heading = heading_tokens((claim.title,), self._tokenizer) if titled else ()
        made = window(self._asked(claim.text, rng), tokens, (), self._tokenizer, None, LONGEST_CLAIM, heading)
        return Group((replace(made, verdict=claim.verdict),))

    def _heading(self, source: Source, row: int, rng: numpy.random.Generator) -> list[int]:
        """Return the title of the passage in tokens, in :data:`HEADINGS` of the cases; else nothing."""
        if not source.title(row) or rng.random() >= HEADINGS:
            return []
        return heading_tokens((source.title(row),), self._tokenizer)

    def _turn(self, name: str, kind: str, turn: int, rng: numpy.random.Generator | None) -> int | None:
        """Return the question whose turn it is, or any where ``rng`` is given; None where there are none."""
        numbers = self._numbers[name, kind]
        if not numbers:
            return None
        if rng is not None:
            return numbers[int(rng.integers(len(numbers)))]
        return numbers[self._in_order(name, kind, turn, len(numbers))]

    def _in_order(self, name: str, kind: str, turn: int, count: int) -> int:
        """Return which of ``count`` things has its turn: all of them in a random order, then again in another."""
        epoch, place = divmod(turn, count)
        if self._orders.get((name, kind), (-1, []))[0] != epoch:
            order = numpy.random.default_rng((self._seed, epoch)).permutation(count).tolist()
            self._orders[name, kind] = (epoch, order)
        return self._orders[name, kind][1][place]

    def _near_miss(
        self, source: Source, question: Question, longest: int, heading: list[int], rng: numpy.random.Generator
    ) -> Group | None:
        """Return the question, and after it one that it was changed into, which its passage does not answer."""
        text = source.contexts[question.context]
        changed = near_miss(question.text, text, [text[start:end] for start, end in question.answers], rng)
        if changed is None:
            return None
        tokens = self._tokens[source.name][question.context]
        asked = self._asked(question.text, rng)
        held = window(asked, tokens, question.answers, self._tokenizer, rng, longest, heading)
        return Group((held, held.asked(self._asked(changed, rng), self._special)), "twins") if held.answers else None

    def _removed(
        self, source: Source, question: Question, longest: int, heading: list[int], rng: numpy.random.Generator
    ) -> Group | None:
        """Return the passage, and after it the same without the sentences that the answers stand in."""
        text = source.contexts[question.context]
        low = min(start for start, _ in question.answers)
        high = max(end for _, end in question.answers)
        left = "".join(
            match.group() for match in _SENTENCE.finditer(text) if match.end() <= low or match.start() >= high
        ).strip()
        answers = [text[start:end].lower() for start, end in question.answers]
        if len(left) < 150 or any(answer in left.lower() for answer in answers):
            return None
        asked = self._asked(question.text, rng)
        tokens = self._tokens[source.name][question.context]
        whole = window(asked, tokens, question.answers, self._tokenizer, rng, longest, heading)
        without = window(asked, tokenize([left], self._tokenizer)[0], (), self._tokenizer, rng, longest, heading)
        return Group((whole, without), "passages") if whole.answers else None

    def _asked(self, question: str, rng: numpy.random.Generator) -> list[int]:
        """Return the tokens of the question as somebody types it."""
        other = reworded(question.strip(), self._synonyms, rng)
        return question_tokens(varied(other, rng), self._tokenizer)


def question_tokens(question: str, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Return the first tokens of a question, without the special ones."""
    ids: list[int] = tokenizer(question, add_special_tokens=False, verbose=False)["input_ids"]
    return ids[:QUESTION_TOKENS]


def heading_tokens(headings: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Return titles and headings, the widest first, as they stand before a passage, in tokens."""
    words = heading_line(headings)
    return tokenizer(words, add_special_tokens=False, verbose=False)["input_ids"] if words else []


def _longest(group: Group) -> int:
    """Return the number of tokens of the longest window."""
    return max(len(one.ids) for one in group.windows)
