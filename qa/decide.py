"""Whether what a reader marked is an answer at all: a small calibrated model over named features."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index import terms
from qa.question import can_answer, defines, names_in
from qa.types import AnswerSpan

COEFFICIENTS = Path(__file__).with_name("decision.json")
"""Written by ``python -m benchmarks.fit_decision`` from the development questions."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision rests on. The share of common words adds nothing to these and is left out.

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
class Decision:
    """The best span with the probability (0 to 1) that it answers, and whether that is enough to show it."""

    span: AnswerSpan
    probability: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A logistic regression: ``intercept``, one weight a feature, and the lowest ``threshold`` for an answer.

    ``encoder`` names the sentence model whose cosines it was fitted on.
    """

    encoder: str
    threshold: float
    intercept: float
    weights: dict[str, float]


def decide(question: str, spans: Sequence[AnswerSpan], coefficients: Coefficients) -> Decision | None:
    """Judge the first of ``spans``, which come best first; None where there are none."""
    if not spans:
        return None
    features = features_of(question, spans)
    total = coefficients.intercept + sum(coefficients.weights[name] * value for name, value in asdict(features).items())
    probability = 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
    return Decision(spans[0], probability, probability >= coefficients.threshold)


def features_of(question: str, spans: Sequence[AnswerSpan]) -> Features:
    """Return the features of the first of ``spans``, seen beside the others."""
    best = spans[0]
    passage = best.passage
    sentence = max(
        passage.sentences, key=lambda scored: min(scored.span.end, best.end) - max(scored.span.start, best.start)
    )
    names = names_in(question)
    document = passage.chunk.document
    known = set(terms(" ".join((passage.text, *passage.chunk.heading, document.title))))
    words = document.text[sentence.span.start : sentence.span.end]
    return Features(
        cosine=sentence.dense,
        margin=best.score - (spans[1].score if len(spans) > 1 else 0.0),
        name_missing=float(any(not known.issuperset(terms(name)) for name in names)),
        wrong_kind=float(not can_answer(words, question)),
        defines=float(defines(words, question)),
    )


@functools.cache
def default_coefficients() -> Coefficients:
    """Return the coefficients that come with the project."""
    return Coefficients(**json.loads(COEFFICIENTS.read_text(encoding="utf-8"))["model"])
