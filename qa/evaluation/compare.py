"""Two runs over the same questions, compared question by question.

The interval of a difference comes from drawing the questions anew and comparing both runs on the same draw (paired
bootstrap); the p-value from swapping the two runs' rows of a question at random (permutation test), which is what
could have come about if the runs were alike. It is not corrected for the number of figures: of twenty that have not
changed, one is expected below 0.05. Times get neither, for what else the machine does moves all of them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy

from qa.evaluation.errors import EvaluationError
from qa.evaluation.questions import Question
from qa.evaluation.rows import Row, Run
from qa.evaluation.statistics import Better, Figure, Numbers, Unit, figures
from qa.evaluation.summary import RESAMPLES, SEED, block_sizes, bootstrap_weights, interval, value_of

NOTHING_SHARED = "The two runs have no question in common (same id, same words, same gold answers): nothing to compare."
SIGNIFICANT = 0.05
"""A difference with a lower p-value is called one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure in the old run and in the new one, with what the new one has more."""

    key: str
    label: str
    group: str
    unit: Unit
    better: Better
    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None

    @property
    def verdict(self) -> str:
        """What the difference is: better, worse, other, or nothing where chance explains it."""
        if self.p is None or self.p >= SIGNIFICANT or not self.difference:
            return ""
        if self.better == "neither":
            return "other"
        return "better" if (self.difference > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the questions that two runs share.

    ``mended`` are the ids of those that came out as they should only in the new run, ``broken`` only in the old one;
    ``only_old`` and ``only_new`` count questions that the other run does not have, or has with other words or other
    gold answers.
    """

    questions: int
    only_old: int
    only_new: int
    differences: dict[str, Difference]
    mended: tuple[str, ...]
    broken: tuple[str, ...]
    resamples: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison for JSON."""
        return {
            **{name: value for name, value in asdict(self).items() if name != "differences"},
            "differences": {key: {**asdict(one), "verdict": one.verdict} for key, one in self.differences.items()},
        }


def compare(old: Run, new: Run, *, resamples: int = RESAMPLES, seed: int = SEED) -> Comparison:
    """Compare two runs on the questions that both have: same id, same words, same gold answers.

    Raises:
        EvaluationError: there is no such question.
    """
    before = {_key(row): row for row in old.rows}
    pairs = [(before[_key(row)], row) for row in new.rows if _key(row) in before]
    if not pairs:
        raise EvaluationError(NOTHING_SHARED)
    passages = min(old.passages, new.passages)
    olds = [one for one, _ in pairs]
    news = [other for _, other in pairs]
    return Comparison(
        questions=len(pairs),
        only_old=len(before) - len(pairs),
        only_new=len(new.rows) - len(pairs),
        differences=_differences(olds, news, passages, resamples, seed),
        mended=tuple(new.id for old, new in pairs if new.as_it_should_be and not old.as_it_should_be),
        broken=tuple(new.id for old, new in pairs if old.as_it_should_be and not new.as_it_should_be),
        resamples=resamples,
        seed=seed,
    )


def check_shared(old: Run, asked: Sequence[Question]) -> None:
    """Make sure, before the questions are asked, that there will be something to compare.

    Raises:
        EvaluationError: the old run has none of them.
    """
    if {_key(row) for row in old.rows}.isdisjoint(map(_key, asked)):
        raise EvaluationError(NOTHING_SHARED)


def _key(one: Row | Question) -> tuple[str, str, bool, tuple[str, ...]]:
    """Return what makes a question the same in two runs."""
    return one.id, one.question, one.answerable, one.answers


def _differences(
    olds: Sequence[Row], news: Sequence[Row], passages: int, resamples: int, seed: int
) -> dict[str, Difference]:
    """Return every figure of both, and their difference with its interval and p-value."""
    both = figures([*olds, *news], passages)
    drawn: dict[str, list[Numbers]] = {figure.key: [] for figure in both}
    swapped: dict[str, list[Numbers]] = {figure.key: [] for figure in both}
    for weights in bootstrap_weights(len(olds), resamples, seed):
        for figure in both:
            drawn[figure.key].append(_difference(figure, numpy.zeros_like(weights), weights))
    generator = numpy.random.default_rng(seed)
    for size in block_sizes(2 * len(olds), resamples):
        swaps = generator.integers(0, 2, size=(size, len(olds))).astype(numpy.float64)
        for figure in both:
            swapped[figure.key].append(_difference(figure, swaps, 1 - swaps))
    differences = {}
    for figure, old, new in zip(both, figures(olds, passages), figures(news, passages), strict=True):
        before, after = value_of(old), value_of(new)
        difference = None if before is None or after is None else after - before
        low: float | None = None
        high: float | None = None
        p: float | None = None
        if difference is not None and figure.unit != "milliseconds":
            low, high = interval(numpy.concatenate(drawn[figure.key]))
            p = p_value(difference, numpy.concatenate(swapped[figure.key]))
        differences[figure.key] = Difference(
            figure.key, figure.label, figure.group, figure.unit, figure.better, before, after, difference, low, high, p
        )
    return differences


def p_value(difference: float, swapped: Numbers) -> float:
    """Return how often a swap makes at least such a difference; the runs as they are count as one swap."""
    swapped = swapped[~numpy.isnan(swapped)]
    return float((1 + numpy.count_nonzero(numpy.abs(swapped) >= abs(difference) - 1e-12)) / (1 + len(swapped)))


def _difference(figure: Figure, swaps: Numbers, stays: Numbers) -> Numbers:
    """Return new less old for every row of weights, over the rows of both runs below one another.

    In the new run an old row weighs ``swaps`` and a new one ``stays``; in the old run it is the other way round.
    """
    new = numpy.concatenate([swaps, stays], axis=1)[:, figure.rows]
    old = numpy.concatenate([stays, swaps], axis=1)[:, figure.rows]
    return figure.statistic(new) - figure.statistic(old)
