"""Whether what a reader marked is an answer at all: a small calibrated model over named features."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from index import terms
from qa.question import (
    can_answer,
    defines,
    denies_date,
    is_measured_otherwise,
    lacks_judgement,
    names_in,
    names_no_human,
    tells_no_naming,
    tells_no_time,
    tells_of_then,
    tells_of_work,
    work_in,
)
from qa.reader.protocol import ReaderKind
from qa.types import AnswerSpan, SentenceScore

COEFFICIENTS = Path(__file__).with_name("decision.json")
"""Written by ``python -m qa calibrate`` from the development questions."""


_WORD = re.compile(r"\w+")
_FOR_OTHERS = frozenset(["he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs"])
"""Words that stand for what was named before them."""
_OF_ANOTHER = (tells_of_then, tells_no_naming, tells_of_work)
"""What a sentence may be that tells of another thing or time than is asked about."""
MOST_ODDS = 12.0
"""Natural logarithm of odds up to which a reader is believed; beyond, it only shows that it is very sure."""


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What the decision over a sentence rests on. The share of common words adds nothing to these and is left out.

    ``cosine``: of the answering sentence to the question, -1 to 1. ``margin``: the score of the span less that of the
    next best. ``name_missing``: 1 if the question holds a name or a number that the passage lacks. ``wrong_kind``: 1
    if a date, number, person or definition is asked for and the sentence holds none. ``defines``: 1 if a definition is
    asked for and the sentence gives one.
    """

    cosine: float
    margin: float
    name_missing: float
    wrong_kind: float
    defines: float


@dataclass(frozen=True, slots=True)
class SpanFeatures:
    """What the decision over a span rests on.

    ``above_null``: the score of the span less that of "no answer here", a logarithm of odds within ``MOST_ODDS``.
    ``share``: the logarithm of its probability among all spans of all passages, at least ``-MOST_ODDS``; a bare "Her"
    behind a name in the same passage is no other answer than the name.
    ``name_missing`` and ``wrong_kind``: as for a sentence. ``relevance``: the logit of its passage, as the reader ranks
    it, divided by 10. Likeness in words and in meaning adds nothing to these and is left out: near-misses are worded
    like the text, and what people ask in words of their own is not.
    """

    above_null: float
    share: float
    name_missing: float
    wrong_kind: float
    relevance: float


Features = SentenceFeatures | SpanFeatures


@dataclass(frozen=True, slots=True)
class Decision:
    """The best span with the probability (0 to 1) that it answers, and whether that is enough to show it."""

    span: AnswerSpan
    probability: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A logistic regression: ``intercept``, one weight a feature, and the lowest ``threshold`` for an answer.

    ``reader`` is the kind of reader whose spans it judges, ``encoder`` the sentence model whose cosines it was fitted
    on.
    """

    reader: ReaderKind
    encoder: str
    threshold: float
    intercept: float
    weights: dict[str, float]

    def probability(self, features: Features) -> float:
        """Return the probability (0 to 1) that a span with these features answers."""
        values = ((field.name, getattr(features, field.name)) for field in fields(features))
        total = self.intercept + sum(self.weights[name] * value for name, value in values)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def decide(question: str, spans: Sequence[AnswerSpan], coefficients: Coefficients) -> Decision | None:
    """Judge ``spans``, which come best first, and return the one that answers most probably; None where there are none.

    Of whole sentences only the first is judged: how far the next is behind is what tells most. Words that are a measure
    of another kind than is asked for, as kilograms for how tall, are no answer, "never built" is no date, a place is no
    time, a passage that does not speak of the film says nothing of it, and one without any opinion not what is best.
    How it was is not how it is now, companies are no people, and what does not name is no reason for a name.
    """
    judged = spans[:1]
    if coefficients.reader == "span":
        judged = [
            span
            for span in _of_the_work(question, spans)
            if not any(unfit(span.text, question) for unfit in (is_measured_otherwise, denies_date, tells_no_time))
            and not any(
                unfit(sentence_text(span), question) for unfit in (tells_of_then, tells_no_naming, tells_of_work)
            )
            and not names_no_human(span.text, question, dict.fromkeys(one.passage.text for one in spans))
            and not lacks_judgement(span.passage.text, question)
        ]
    decisions = [
        Decision(span, probability, probability >= coefficients.threshold)
        for span, probability in (
            (span, coefficients.probability(features_of(question, span, spans, coefficients.reader))) for span in judged
        )
    ]
    return max(decisions, key=lambda decision: decision.probability, default=None)


def features_of(question: str, span: AnswerSpan, spans: Sequence[AnswerSpan], reader: ReaderKind) -> Features:
    """Return the features of ``span``, seen beside the others of ``spans``, which a reader of that kind gave."""
    passage = span.passage
    sentence = sentence_of(span)
    document = passage.chunk.document
    words = document.text[sentence.span.start : sentence.span.end]
    known = _term_set(" ".join((passage.text, *passage.chunk.heading, document.title)))
    name_missing = float(any(not known.issuperset(_term_set(name)) for name in names_in(question)))
    wrong_kind = float(not can_answer(words, question))
    if reader == "sentence":
        behind = spans[1].score if len(spans) > 1 else 0.0
        gives_definition = float(defines(words, question))
        return SentenceFeatures(sentence.dense, span.score - behind, name_missing, wrong_kind, gives_definition)
    return SpanFeatures(
        above_null=max(-MOST_ODDS, min(MOST_ODDS, span.score - span.null_score)),
        share=max(-MOST_ODDS, _share(span, spans)),
        name_missing=name_missing,
        wrong_kind=wrong_kind,
        relevance=(passage.relevance or 0.0) / 10,
    )


def _share(span: AnswerSpan, spans: Sequence[AnswerSpan]) -> float:
    """Return the logarithm of the probability of ``span``, with that of the pronouns that may stand for it."""
    alike = [
        other.score
        for other in spans
        if other.passage is span.passage and other.start >= span.end and other.text.casefold() in _FOR_OTHERS
    ]
    return min(0.0, math.log(sum(map(math.exp, (span.score, *alike))))) if alike else span.score


def _of_the_work(question: str, spans: Sequence[AnswerSpan]) -> Sequence[AnswerSpan]:
    """Return those of ``spans`` whose passage speaks of the film, say, where ``question`` is about that.

    The reader sees the title before each passage, and takes the day on which what the film is about was released for
    that of the film. All are returned where neither a title nor a passage calls itself so.
    """
    names = work_in(question)
    if not names:
        return spans
    speaking = [span for span in spans if names & _words(" ".join((*span.passage.chunk.heading, span.passage.text)))]
    documents = (span.passage.chunk.document for span in spans)
    titled = any(names & _words(f"{document.title} {document.collection}") for document in documents)
    return speaking if speaking or titled else spans


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def sentence_of(span: AnswerSpan) -> SentenceScore:
    """Return the sentence of its passage in which most of ``span`` stands."""
    return max(
        span.passage.sentences,
        key=lambda scored: min(scored.span.end, span.end) - max(scored.span.start, span.start),
    )


def sentence_text(span: AnswerSpan) -> str:
    """Return the words of that sentence."""
    found = sentence_of(span).span
    return span.passage.chunk.document.text[found.start : found.end]


def sentence_around(span: AnswerSpan) -> AnswerSpan:
    """Return that sentence as a span."""
    found = sentence_of(span).span
    return replace(span, start=found.start, end=found.end)


@functools.lru_cache(maxsize=1024)
def _term_set(text: str) -> frozenset[str]:
    """Return the different terms of ``text``; many spans stand in the same passage."""
    return frozenset(terms(text))


@functools.cache
def default_coefficients(reader: ReaderKind) -> Coefficients:
    """Return the coefficients that come with the project for the spans of a reader of that kind."""
    return Coefficients(reader=reader, **json.loads(COEFFICIENTS.read_text(encoding="utf-8"))[reader]["model"])
