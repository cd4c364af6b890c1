"""What a text says of a claim: that it holds, that it does not, or neither."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean

from corpus import asks
from index import terms
from qa.answer.decide import COEFFICIENTS, MOST_ODDS
from qa.question.numbers import MONTHS, NUMBER, numbers_in
from qa.question.phrases import AUXILIARY, LEADING
from qa.reader.protocol import Reader, Reading
from qa.types import AnswerSpan, Passage

EVIDENCE = 6
"""Sentences that a claim is held against: the nearest of the passages that were read."""
PASSAGES = 6
"""Passages, the best first, whose sentences are looked at."""
LEAST_SHARE = 0.02
"""What is added to the probabilities of a verdict, so that the logarithm of one near 0 does not outweigh the rest."""

_AUXILIARY_BEFORE = re.compile(rf"\W*{LEADING}?(?:{AUXILIARY} +)?", re.IGNORECASE)
_TAG = re.compile(
    r"(?:, *| +)(?:right|correct|true|no|yes|or not|is that (?:so|true|right|correct)"
    rf"|{AUXILIARY} (?:it|he|she|they|that|there|you|we))\W*$",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly|unable|refused|failed|stopped)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:all|every\w*|each|both|always|none|no|never|whole|entire(?:ly)?|complete(?:ly)?)\b", re.IGNORECASE
)
_OF_SOME = re.compile(
    r"\b(?:some|most|many|few|half|part(?:ly)?|third|quarter|other|rest|only|almost|nearly|except|but|in \w+)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR = frozenset((*MONTHS, *_WEEK))
_DAY = "|".join((*MONTHS, *_WEEK))
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY})s?(?: to | until | till | through | ?[-\u2013] ?)(?P<last>{_DAY})s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ClaimFeatures:
    """What the verdict of a sentence on a claim rests on, which is read as the question and as a statement.

    ``yes`` and ``no``: the logarithms of the odds, by the mean of the reader's two verdicts, that the sentence says
    that the claim holds, or that it does not, and not neither; 0 without a verdict. ``relevance``: the mean of its
    logits that the sentence answers, divided by 10. ``marked``: how far the best span of the sentence is above none, a
    mean of natural logarithms within ``MOST_ODDS``, divided by 10. ``covered``: the share of the claim's words, 0 to 1,
    that the sentence and what it stands under hold. ``negated``: 1 if just one of the two is negated. ``excepted``: 1
    if the claim is of all and the sentence tells of a part or an exception.
    """

    yes: float
    no: float
    relevance: float
    marked: float
    covered: float
    negated: float
    excepted: float


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


def statement_of(claim: str) -> str:
    """Return a claim that is asked as one that is stated: without the auxiliary before it, the rest as it stands."""
    rest = _AUXILIARY_BEFORE.sub("", claim.rstrip(" ?!."), count=1)
    return f"{rest[:1].upper()}{rest[1:]}."


def verdicts(
    question: str, passages: Sequence[Passage], reader: Reader | None, *, at_once: int = EVIDENCE
) -> Iterator[Verdict]:
    """Yield what each sentence of :func:`evidence` says of the claim in ``question``, in that order.

    So many are read ``at_once``: who may have heard enough before the last one does not wait for it.
    """
    coefficients = claim_coefficients()
    for span, features in evidence(question, passages, reader, at_once=at_once):
        yes, no, _ = coefficients.probabilities(features)
        yield Verdict(span, yes, no)


def sentences_for(question: str, passages: Sequence[Passage]) -> list[AnswerSpan]:
    """Return the sentences that the claim in ``question`` is held against, the nearest first, without reading any."""
    found = ((passage, passage.sentences[number].span) for passage, number in _nearest(claim_of(question), passages))
    return [AnswerSpan(passage, span.start, span.end, 0.0, 0.0) for passage, span in found]


def evidence(
    question: str, passages: Sequence[Passage], reader: Reader | None, *, at_once: int = EVIDENCE
) -> Iterator[tuple[AnswerSpan, ClaimFeatures]]:
    """Yield the sentences that the claim in ``question`` is held against, as spans with features, the nearest first.

    ``passages`` come best first, as ``reader`` judged them; it reads each of the sentences once more, alone under its
    headings: what it thinks of a whole passage does not tell of which sentence. As a statement the claim is what the
    verdict was mostly taught with: of 162 sentences of five development texts that decide one, it is right on 84% of
    statements and 80% of questions. So many sentences are read ``at_once``.
    """
    claim = claim_of(question)
    nearest = _nearest(claim, passages)
    alone = [_alone(passage, number) for passage, number in nearest]
    claim = numbered_alike(claim, " ".join(passage.text for passage in alone))
    ways = dict.fromkeys((claim, statement_of(claim)))  # Whoever asks "Isn't it open?" asks whether it is.
    for begin in range(0, len(nearest), at_once):
        read = slice(begin, begin + at_once)
        heard = [] if reader is None else [_heard(reader.read(way, alone[read])) for way in ways]
        for place, (passage, number) in enumerate(nearest[read]):
            opinions = [one[place] for one in heard] or [_Opinion()]
            span = passage.sentences[number].span
            yield AnswerSpan(passage, span.start, span.end, 0.0, 0.0), _features(claim, passage, number, opinions)


def _features(claim: str, passage: Passage, number: int, opinions: Sequence[_Opinion]) -> ClaimFeatures:
    """Return what the verdict of sentence ``number`` of ``passage`` rests on, of which a reader has these opinions."""
    said, around = sentence_and_around(passage, number)
    statement = statement_of(claim)
    yes, no, unsaid = (math.log(fmean(one.verdict[side] for one in opinions) + LEAST_SHARE) for side in range(3))
    return ClaimFeatures(
        yes=yes - unsaid,
        no=no - unsaid,
        relevance=fmean(one.relevance for one in opinions) / 10,
        marked=fmean(one.margin for one in opinions) / 10,
        covered=covered(claim, f"{said} {around}"),
        negated=float(negated(said) != negated(statement)),
        excepted=float(excepted(statement, said)),
    )


def numbered_alike(claim: str, text: str) -> str:
    """Return ``claim`` with its numbers written as ``text`` writes them: a reader does not take 43 for forty-three."""
    written = {numbers_in(match.group())[0]: match.group() for match in NUMBER.finditer(text)}
    return NUMBER.sub(lambda match: written.get(numbers_in(match.group())[0], match.group()), claim)


def _nearest(claim: str, passages: Sequence[Passage]) -> list[tuple[Passage, int]]:
    """Return the numbers of the sentences of ``passages`` that are nearest to ``claim`` in meaning and in words."""
    rows: list[tuple[float, Passage, int]] = []
    seen: set[tuple[str, int]] = set()
    passages = passages[:PASSAGES]
    for passage in passages:
        document = passage.chunk.document
        for number, sentence in enumerate(passage.sentences):
            place = (document.source, sentence.span.start)
            words = document.text[sentence.span.start : sentence.span.end]
            if place not in seen and not asks(words):  # What the text itself asks proves nothing.
                rows.append((sentence.dense + covered(claim, words), passage, number))
            seen.add(place)
    known = known_names(sentences_in(passages))
    names = [set(terms(name)) for name in names_of(claim, known)]
    about = [row for row in rows if _holds(names, *row[1:], known)] or rows  # Of another person's deed nothing follows.
    return [row[1:] for row in sorted(about, key=lambda row: -row[0])[:EVIDENCE]]


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What a reader thinks of a sentence: verdict, logit of relevance, and how far its best span is above none."""

    verdict: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)
    relevance: float = 0.0
    margin: float = -MOST_ODDS


def _heard(reading: Reading) -> list[_Opinion]:
    """Return what a reader thinks of each sentence that it read as a passage."""
    opinions = []
    for passage in reading.passages:
        margins = (span.score - span.null_score for span in reading.spans if span.passage.chunk.id == passage.chunk.id)
        margin = max(-MOST_ODDS, min(MOST_ODDS, max(margins, default=-MOST_ODDS)))
        plain = _Opinion()
        opinions.append(_Opinion(passage.verdict or plain.verdict, passage.relevance or 0.0, margin))
    return opinions


def _alone(passage: Passage, number: int) -> Passage:
    """Return sentence ``number`` of ``passage`` as a passage of its own."""
    span = passage.sentences[number].span
    own = f"{passage.chunk.id} {number}"
    return replace(passage, chunk=replace(passage.chunk, id=own, start=span.start, end=span.end))


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


def covered(claim: str, text: str) -> float:
    """Return the share of the words of ``claim``, 0 to 1, that ``text`` holds."""
    claimed = set(terms(claim))
    return len(claimed.intersection(terms(text))) / max(1, len(claimed))


def excepted(claim: str, sentence: str) -> bool:
    """Tell whether ``claim`` is of all, or of none, and ``sentence`` of some: "nine in ten of them", "all but one"."""
    return _OF_ALL.search(claim) is not None and _OF_SOME.search(sentence) is not None


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
