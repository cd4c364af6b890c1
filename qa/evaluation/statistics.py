"""The figures of an evaluation, each as a function of how much every question weighs.

Weights of one each give the figure itself, weights drawn at random its bootstrap resamples: one matrix of weights, a
row a resample, gives all of them at once. Comparing two runs puts their rows below one another and weighs them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy
from numpy.typing import NDArray

from qa.evaluation.metrics import hit, ndcg, reciprocal_rank
from qa.evaluation.reliability import BINS, bin_numbers
from qa.evaluation.rows import Row

Numbers = NDArray[numpy.float64]
Statistic = Callable[[Numbers], Numbers]
"""Takes weights of shape ``(resamples, questions)`` and returns a figure a resample, NaN where it has no meaning."""

Unit = Literal["share", "number", "signed", "words", "milliseconds"]
Better = Literal["higher", "lower", "neither"]
HIT_AT = (1, 3, 5)
"""Numbers of passages for which it is told whether a hit is among them, beside all that are read."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over certain rows: its names for JSON and for a person, and how it is to be read.

    ``rows`` are the rows that it is taken over, ``of`` says which those are; ``statistic`` expects their weights only.
    """

    key: str
    label: str
    group: str
    of: str
    unit: Unit
    better: Better
    rows: NDArray[numpy.int64]
    statistic: Statistic


def figures(rows: Sequence[Row], passages: int) -> list[Figure]:
    """Return every figure over ``rows``, in the order in which a reader wants them."""
    return [
        *_outcome(rows),
        *_retrieval(rows, passages),
        *_answers(rows),
        *_abstention(rows),
        *_calibration(rows),
        *_time(rows),
    ]


def _outcome(rows: Sequence[Row]) -> list[Figure]:
    """Return how many questions came out as they should, and where the others were lost."""
    add = _Adder("As it should be", rows)
    add.mean("as_it_should_be", "right, or rightly refused", "all", lambda row: row.as_it_should_be)
    add.mean("right", "right (contains gold)", "answerable", lambda row: row.right)
    add.mean("lost_found_wrong", "lost: found, wrong answer", "answerable", _lost_wrong, better="lower")
    add.mean("lost_found_refused", "lost: found, refused", "answerable", _lost_refused, better="lower")
    add.mean("lost_not_found", "lost: not found", "answerable", _lost_not_found, better="lower")
    return add.figures


def _retrieval(rows: Sequence[Row], passages: int) -> list[Figure]:
    """Return how well the passages were found."""
    add = _Adder("Retrieval", rows)
    for k in sorted({k for k in (*HIT_AT, passages) if k <= passages}):
        add.mean(f"hit@{k}", f"hit@{k}", "answerable", partial(_hit, k=k))
    add.mean("mrr", "MRR", "answerable", lambda row: reciprocal_rank(row.hits[:passages]), unit="number")
    add.mean(
        "ndcg", f"nDCG@{passages}", "answerable", lambda row: ndcg(row.hits, row.relevant, passages), unit="number"
    )
    return add.figures


def _answers(rows: Sequence[Row]) -> list[Figure]:
    """Return how well the words of the answers fit the gold answers."""
    add = _Adder("Answers", rows)
    add.mean("exact_match", "exact match", "answerable", lambda row: row.exact_match)
    add.mean("f1", "token F1", "answerable", lambda row: row.f1, unit="number")
    add.mean("right_answered", "right, if answered", "answerable, answered", lambda row: row.right)
    add.mean("exact_match_answered", "exact match, if answered", "answerable, answered", lambda row: row.exact_match)
    add.mean("f1_answered", "token F1, if answered", "answerable, answered", lambda row: row.f1, unit="number")
    add.mean("precision", "right, of all answers shown", "answered", lambda row: row.right)
    add.mean("words", "words an answer", "answered", lambda row: row.words, unit="words", better="neither")
    return add.figures


def _abstention(rows: Sequence[Row]) -> list[Figure]:
    """Return how well it is told what the text answers from what it does not."""
    add = _Adder("Abstention", rows)
    answerable = numpy.array([row.answerable for row in rows], dtype=bool)
    refused = numpy.array([not row.answered for row in rows], dtype=bool)
    confidence = numpy.array([row.confidence for row in rows], dtype=numpy.float64)
    add.other("abstention_auroc", "AUROC of the confidence", "all", "number", auroc(confidence, answerable))
    add.other("abstention_f1", "F1 of refusing", "all", "number", f1_score(refused, ~answerable))
    add.mean("refusal_rate", "refused, as it should be", "not answerable", lambda row: not row.answered)
    add.mean("false_refusal_rate", "refused, though answerable", "answerable", lambda row: not row.answered, "lower")
    return add.figures


def _calibration(rows: Sequence[Row]) -> list[Figure]:
    """Return how far the confidence of the answers that are shown can be taken at its word."""
    add = _Adder("Calibration", rows)
    shown = [row for row in rows if row.answered]
    confidence = numpy.array([row.confidence for row in shown], dtype=numpy.float64)
    right = numpy.array([row.right for row in shown], dtype=numpy.float64)
    add.other("ece", f"ECE, {BINS} equal-width bins", "answered", "number", ece(confidence, right), better="lower")
    add.mean(
        "overconfidence",
        "confidence less share right",
        "answered",
        lambda row: row.confidence - row.right,
        unit="signed",
        better="neither",
    )
    return add.figures


def _time(rows: Sequence[Row]) -> list[Figure]:
    """Return what a question costs."""
    add = _Adder("Time a question", rows)
    for name, seconds in (
        ("CPU", [row.cpu_seconds for row in rows]),
        ("wall", [row.wall_seconds for row in rows]),
    ):
        values = numpy.array(seconds, dtype=numpy.float64) * 1000
        for label, share in (("median", 0.5), ("p95", 0.95)):
            statistic = quantile(values, share)
            add.other(
                f"{name.lower()}_{label}", f"{name} time, {label} (ms)", "all", "milliseconds", statistic, "lower"
            )
    return add.figures


def mean(values: Numbers) -> Statistic:
    """Return the weighted mean of ``values``."""
    return lambda weights: _divided(weights @ values, weights.sum(axis=1))


def f1_score(predicted: NDArray[numpy.bool_], true: NDArray[numpy.bool_]) -> Statistic:
    """Return the F1 of a yes-or-no prediction; it has no meaning where nothing is predicted and nothing true."""
    both = 2.0 * (predicted & true)
    either = predicted.astype(numpy.float64) + true
    return lambda weights: _divided(weights @ both, weights @ either)


def auroc(scores: Numbers, positive: NDArray[numpy.bool_]) -> Statistic:
    """Return how probably a positive scores higher than a negative, equal scores counting half."""
    order = numpy.argsort(scores, kind="stable")
    ordered = scores[order]
    first_of_equals = numpy.flatnonzero(numpy.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])
    is_positive = positive[order].astype(numpy.float64)

    def statistic(weights: Numbers) -> Numbers:
        if not len(scores):
            return numpy.full(len(weights), numpy.nan)
        drawn = weights[:, order]
        positives = numpy.add.reduceat(drawn * is_positive, first_of_equals, axis=1)
        negatives = numpy.add.reduceat(drawn * (1 - is_positive), first_of_equals, axis=1)
        below = numpy.cumsum(negatives, axis=1) - negatives / 2
        return _divided((positives * below).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))

    return statistic


def ece(confidence: Numbers, right: Numbers) -> Statistic:
    """Return the expected calibration error over bins of equal width (Guo et al. 2017)."""
    gaps = numpy.zeros((len(confidence), BINS))
    gaps[numpy.arange(len(confidence)), bin_numbers(confidence)] = right - confidence
    return lambda weights: _divided(numpy.abs(weights @ gaps).sum(axis=1), weights.sum(axis=1))


def quantile(values: Numbers, share: float) -> Statistic:
    """Return the lowest of ``values`` that at least ``share`` of the weight does not exceed."""
    order = numpy.argsort(values, kind="stable")
    ordered = values[order]

    def statistic(weights: Numbers) -> Numbers:
        reached = numpy.cumsum(weights[:, order], axis=1)
        total = weights.sum(axis=1)
        if not len(values):
            return numpy.full(len(weights), numpy.nan)
        found: Numbers = ordered[(reached >= share * total[:, None] - 1e-9).argmax(axis=1)]
        return numpy.where(total > 0, found, numpy.nan)

    return statistic


class _Adder:
    """Collects the figures of one group."""

    def __init__(self, group: str, rows: Sequence[Row]) -> None:
        self.group = group
        self.rows = rows
        self.figures: list[Figure] = []

    def mean(
        self,
        key: str,
        label: str,
        of: str,
        value: Callable[[Row], float],
        better: Better = "higher",
        *,
        unit: Unit = "share",
    ) -> None:
        """Add the mean of ``value`` over the rows that ``of`` names."""
        counted = self._counted(of)
        values = numpy.array([value(self.rows[row]) for row in counted], dtype=numpy.float64)
        self.figures.append(Figure(key, label, self.group, of, unit, better, counted, mean(values)))

    def other(self, key: str, label: str, of: str, unit: Unit, statistic: Statistic, better: Better = "higher") -> None:
        """Add another figure over the rows that ``of`` names."""
        self.figures.append(Figure(key, label, self.group, of, unit, better, self._counted(of), statistic))

    def _counted(self, of: str) -> NDArray[numpy.int64]:
        """Return the numbers of the rows that ``of`` names."""
        answerable = numpy.array([row.answerable for row in self.rows], dtype=bool)
        answered = numpy.array([row.answered for row in self.rows], dtype=bool)
        counted = {
            "all": numpy.ones(len(self.rows), dtype=bool),
            "answerable": answerable,
            "not answerable": ~answerable,
            "answered": answered,
            "answerable, answered": answerable & answered,
        }[of]
        return numpy.flatnonzero(counted)


def _hit(row: Row, k: int) -> float:
    """Return 1 if one of the first ``k`` passages is a hit."""
    return hit(row.hits, k)


def _lost_wrong(row: Row) -> bool:
    """Tell whether the passage was found and another answer taken."""
    return not row.right and row.answered and any(row.hits)


def _lost_refused(row: Row) -> bool:
    """Tell whether the passage was found and no answer given."""
    return not row.answered and any(row.hits)


def _lost_not_found(row: Row) -> bool:
    """Tell whether no passage that was read is a hit."""
    return not row.right and not any(row.hits)


def _divided(above: Numbers, below: Numbers) -> Numbers:
    """Return the quotients, NaN where there is nothing to divide by."""
    with numpy.errstate(invalid="ignore", divide="ignore"):
        return numpy.where(below > 0, above / below, numpy.nan)
