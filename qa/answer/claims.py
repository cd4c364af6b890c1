"""What a text says of a claim: that it holds, that it does not, or neither."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from corpus import asks
from index import terms
from qa.answer.decide import COEFFICIENTS
from qa.question.numbers import MONTHS, numbers_in
from qa.question.phrases import AUXILIARY
from qa.reader.protocol import Reader
from qa.types import AnswerSpan, Passage

EVIDENCE = 5
"""Sentences that a claim is held against: the nearest of the passages that were read."""
PASSAGES = 6
"""Passages, the best first, whose sentences are looked at."""
LEAST_SHARE = 0.02
"""What is added to the probabilities of a verdict, so that the logarithm of one near 0 does not outweigh the rest."""

_TAG = re.compile(
    r"(?:, *| +)(?:right|correct|true|no|yes|or not|is that (?:so|true|right|correct)"
    rf"|{AUXILIARY} (?:it|he|she|they|that|there|you|we))\W*$",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly|unable|refused|failed|stopped)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR = frozenset((*MONTHS, *_WEEK))
_DAY = "|".join((*MONTHS, *_WEEK))
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY})s?(?: to | until | till | through | ?[-\u2013] ?)(?P<last>{_DAY})s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How the words of a sentence stand to those of a claim, each from 0 to 1.

    ``covered``: the share of the claim's words that the sentence and what it stands under hold; ``apart``: the same
    but for names and numbers. ``missing``: the share of its names and numbers that they lack. ``other_number``,
    ``other_year`` and ``other_name``: 1 if one of these is missing and the sentence has another of its kind.
    ``negated``: 1 if just one of the two is negated. ``agrees`` and ``differs``: ``apart`` where nothing is missing,
    and where something is and the sentence has another.
    """

    covered: float
    apart: float
    missing: float
    other_number: float
    other_year: float
    other_name: float
    negated: float
    agrees: float
    differs: float


@dataclass(frozen=True, slots=True)
class ClaimFeatures:
    """What the verdict of a sentence on a claim rests on.

    ``yes`` and ``no``: the logarithms of the odds, by the reader's verdict, that the sentence says that the claim
    holds, or that it does not, and not neither; 0 without a verdict.
    ``cosine``: of the sentence, -1 to 1. ``relevance``: of the passage, as a logit divided by 10. The others are those
    of :class:`Rules`.
    """

    yes: float
    no: float
    cosine: float
    relevance: float
    agrees: float
    differs: float
    negated: float
    covered: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the sentence ``span`` says of a claim: probabilities, 0 to 1, of yes and of no; the rest is "not said"."""

    span: AnswerSpan
    yes: float
    no: float


@dataclass(frozen=True, slots=True)
class ClaimCoefficients:
    """A multinomial logistic regression over :class:`ClaimFeatures`: intercepts and weights of yes, no, not said."""

    intercepts: tuple[float, float, float]
    weights: dict[str, tuple[float, float, float]]

    def probabilities(self, features: ClaimFeatures) -> tuple[float, float, float]:
        """Return the probabilities of yes, no and not said."""
        values = asdict(features)
        totals = [
            intercept + sum(self.weights[name][place] * value for name, value in values.items())
            for place, intercept in enumerate(self.intercepts)
        ]
        highest = max(totals)
        odds = [math.exp(total - highest) for total in totals]
        yes, no, unsaid = (one / sum(odds) for one in odds)
        return yes, no, unsaid


def claim_of(question: str) -> str:
    """Return a yes/no question without "right?" or the like at its end."""
    return _TAG.sub("", question).strip()


def verdicts(question: str, passages: Sequence[Passage], reader: Reader | None) -> list[Verdict]:
    """Return what each sentence of :func:`evidence` says of the claim in ``question``, in that order."""
    coefficients = claim_coefficients()
    judged = []
    for span, features in evidence(question, passages, reader):
        yes, no, _ = coefficients.probabilities(features)
        judged.append(Verdict(span, yes, no))
    return judged


def evidence(
    question: str, passages: Sequence[Passage], reader: Reader | None
) -> list[tuple[AnswerSpan, ClaimFeatures]]:
    """Return the sentences that the claim in ``question`` is held against, as spans with features, the nearest first.

    ``passages`` come best first, as ``reader`` judged them; it reads each of the sentences once more, alone under its
    headings, for its verdict: that on a whole passage does not tell which sentence it is of.
    """
    claim = claim_of(question)
    claimed = set(terms(claim))
    rows: list[tuple[float, Passage, int]] = []
    seen: set[tuple[str, int]] = set()
    for passage in passages[:PASSAGES]:
        document = passage.chunk.document
        for number, sentence in enumerate(passage.sentences):
            place = (document.source, sentence.span.start)
            if place in seen:
                continue
            seen.add(place)
            words = document.text[sentence.span.start : sentence.span.end]
            if asks(words):  # What the text itself asks proves nothing.
                continue
            share = len(claimed.intersection(terms(words))) / max(1, len(claimed))
            rows.append((sentence.dense + share, passage, number))
    known = known_names(sentences_in(passages[:PASSAGES]))
    names = [set(terms(name)) for name in names_of(claim, known)]
    about = [row for row in rows if _holds(names, *row[1:], known)] or rows  # Of another person's deed nothing follows.
    nearest = sorted(about, key=lambda row: -row[0])[:EVIDENCE]
    alone = [_alone(passage, number) for _, passage, number in nearest]
    read = reader.read(claim, alone).passages if reader is not None and alone else alone
    found = []
    for (_, passage, number), one in zip(nearest, read, strict=True):
        sentence = passage.sentences[number]
        rule = rules(claim, *sentence_and_around(passage, number), known)
        yes, no, unsaid = (math.log(share + LEAST_SHARE) for share in one.verdict or (1 / 3, 1 / 3, 1 / 3))
        features = ClaimFeatures(
            yes=yes - unsaid,
            no=no - unsaid,
            cosine=sentence.dense,
            relevance=(passage.relevance or 0.0) / 10,
            agrees=rule.agrees,
            differs=rule.differs,
            negated=rule.negated,
            covered=rule.covered,
        )
        found.append((AnswerSpan(passage, sentence.span.start, sentence.span.end, 0.0, 0.0), features))
    return found


def _alone(passage: Passage, number: int) -> Passage:
    """Return sentence ``number`` of ``passage`` as a passage of its own."""
    span = passage.sentences[number].span
    return replace(passage, chunk=replace(passage.chunk, start=span.start, end=span.end))


def sentences_in(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield the sentences of ``passages``, in order."""
    for passage in passages:
        text = passage.chunk.document.text
        yield from (text[one.span.start : one.span.end] for one in passage.sentences)


def _holds(names: Sequence[set[str]], passage: Passage, number: int, known: frozenset[str]) -> bool:
    """Tell whether a sentence is about one of ``names``, given in stems.

    It holds one, or begins with a word such as "it" or "they" and what it stands under holds one.
    """
    sentence, around = sentence_and_around(passage, number)
    first = WORD.search(sentence)
    is_named = bool(names_of(sentence, known)) or bool(
        first and terms(first.group())
    )  # Whoever begins it is its subject.
    said = set(terms(sentence if is_named else f"{sentence} {around}"))
    return not names or any(name <= said for name in names)


def sentence_and_around(passage: Passage, number: int) -> tuple[str, str]:
    """Return sentence ``number`` of ``passage``, and what it stands under with the sentence before it."""
    document = passage.chunk.document
    span = passage.sentences[number].span
    before = passage.sentences[number - 1].span if number else None
    around = (document.title, *passage.chunk.heading, document.text[before.start : before.end] if before else "")
    return document.text[span.start : span.end], " ".join(around)


def rules(claim: str, sentence: str, around: str, known: frozenset[str]) -> Rules:
    """Return how ``sentence`` stands to ``claim`` by their words.

    ``around`` is what the sentence stands under, and ``known`` the names of the text, as :func:`known_names` gives
    them, so that those in a claim without capitals are seen.
    """
    names, numbers = names_of(claim, known), numbers_of(claim)
    claimed, said = set(terms(claim)), set(terms(f"{sentence} {around}"))
    here, here_around = numbers_of(sentence), numbers_of(f"{sentence} {around}")
    missing_names = [name for name in names if not said.issuperset(terms(name))]
    missing_numbers = [value for value in numbers if value not in here_around]
    marked = {term for word in (*names, *numbers) for term in terms(word)}
    plain = claimed - marked
    own = [name for name in names_of(sentence, known) if not claimed.issuperset(terms(name))]
    kinds = {_kind_of_number(value) for value in missing_numbers}
    others = {_kind_of_number(value) for value in here - numbers}
    total = len(names) + len(numbers)
    apart = len(plain & said) / len(plain) if plain else 0.5
    other_year, other_number = "year" in kinds & others, bool(kinds & others - {"year"})
    other_name = bool(missing_names) and bool(own)
    lacking = bool(missing_names or missing_numbers)
    return Rules(
        covered=len(claimed & said) / max(1, len(claimed)),
        apart=apart,
        missing=(len(missing_names) + len(missing_numbers)) / total if total else 0.0,
        other_number=float(other_number),
        other_year=float(other_year),
        other_name=float(other_name),
        negated=float(negated(sentence) != negated(claim)),
        agrees=0.0 if lacking else apart,
        differs=apart if other_year or other_number or other_name else 0.0,
    )


def negated(text: str) -> bool:
    """Tell whether a sentence or a claim says that something is not so."""
    return _NEGATION.search(text) is not None


@functools.cache
def claim_coefficients() -> ClaimCoefficients:
    """Return the coefficients that come with the project."""
    model = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))["claim"]["model"]
    yes, no, unsaid = model["intercepts"]
    return ClaimCoefficients((yes, no, unsaid), {name: tuple(row) for name, row in model["weights"].items()})


def numbers_of(text: str) -> set[str]:
    """Return the numbers in ``text``, written in digits; months and days of the week count as well."""
    words = (word.casefold() for word in WORD.findall(text))
    days = {day for word in words for day in (word, word.removesuffix("s")) if day in _CALENDAR}
    return {*numbers_in(text), *days, *_between(text)}


def _between(text: str) -> Iterator[str]:
    """Yield the months and days of the week that lie within a range: July is in "from May to September"."""
    for match in _RANGE.finditer(text):
        names = next(names for names in (MONTHS, _WEEK) if match["first"].casefold() in names)
        if match["last"].casefold() in names:
            first, last = names.index(match["first"].casefold()), names.index(match["last"].casefold())
            yield from (names[place % len(names)] for place in range(first, last + (last < first) * len(names)))


def names_of(text: str, known: frozenset[str]) -> list[str]:
    """Return the words of ``text`` that are names: with a capital within it, or among those that are ``known``."""
    words = [match.group() for match in WORD.finditer(text)]
    return [
        word
        for place, word in enumerate(words)
        if not {word.casefold(), word.casefold().removesuffix("s")} & _CALENDAR
        and not _NUMBER.fullmatch(word)
        and (
            (place > 0 and word[0].isupper() and word != "I")
            or any(letter.isupper() for letter in word[1:])
            or word.casefold() in known
        )
    ]


def known_names(sentences: Iterable[str]) -> frozenset[str]:
    """Return, case folded, the words that stand with a capital within one of ``sentences``, and never without."""
    capital: set[str] = set()
    small: set[str] = set()
    for sentence in sentences:
        for place, word in enumerate(WORD.findall(sentence)):
            if word[0].islower():
                small.add(word.casefold())
            elif place > 0 and len(word) > 1 and word[0].isupper():
                capital.add(word.casefold())
    return frozenset(capital - small)


def _kind_of_number(value: str) -> str:
    """Return which kind of number this is: numbers of one kind exclude each other."""
    return "year" if _YEAR.fullmatch(value) else "month" if value in _CALENDAR else "number"
