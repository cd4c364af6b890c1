"""A run in figures, each with the interval that its number of questions leaves open; as a whole and by kind."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy

from qa.evaluation.reliability import Bin, reliability
from qa.evaluation.rows import Row, Run
from qa.evaluation.statistics import Better, Figure, Numbers, Unit, figures

RESAMPLES = 2000
"""Times that the questions are drawn anew, with replacement, for an interval."""
SEED = 20
"""Of the random numbers, so that the same run has the same intervals."""
LEVEL = 0.95
"""Share of the resamples that an interval holds."""
BLOCK = 4_000_000
"""Weights that are held in memory at once."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its bootstrap interval: the 2.5th and 97.5th percentile of its resamples.

    ``n`` is the number of questions that it rests on; without any, or where the figure has no meaning, ``value`` is
    None. One question alone has no interval, and one of no width says that all of these agree, not that others will.
    """

    key: str
    label: str
    group: str
    of: str
    unit: Unit
    better: Better
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class KindSummary:
    """The figures of one kind of question."""

    kind: str
    questions: int
    estimates: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a run; ``kinds`` begin with the weakest, ``bins`` are those of the reliability plot."""

    estimates: dict[str, Estimate]
    kinds: tuple[KindSummary, ...]
    bins: tuple[Bin, ...]
    resamples: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Return the summary for JSON."""
        return {
            "bootstrap": {"resamples": self.resamples, "seed": self.seed, "level": LEVEL},
            "figures": {key: asdict(estimate) for key, estimate in self.estimates.items()},
            "kinds": {
                kind.kind: {
                    "questions": kind.questions,
                    "figures": {
                        key: {
                            name: value for name, value in asdict(one).items() if name in ("n", "value", "low", "high")
                        }
                        for key, one in kind.estimates.items()
                    },
                }
                for kind in self.kinds
            },
            "reliability": [asdict(one) for one in self.bins],
        }


def summarise(run: Run, *, resamples: int = RESAMPLES, seed: int = SEED) -> Summary:
    """Return the figures of ``run``."""
    kinds = [
        KindSummary(kind, len(rows), _estimates(rows, run.passages, resamples, seed))
        for kind, rows in by_kind(run.rows)
    ]
    return Summary(
        _estimates(run.rows, run.passages, resamples, seed),
        tuple(sorted(kinds, key=lambda kind: (kind.estimates["as_it_should_be"].value or 0.0, kind.kind))),
        tuple(reliability(run.rows)),
        resamples,
        seed,
    )


def by_kind(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return the rows of each kind; one with answerable and other questions is parted in two."""
    parted: defaultdict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in rows:
        parted[row.kind, row.answerable].append(row)
    return [
        (kind if answerable or (kind, True) not in parted else f"{kind}, not answerable", own)
        for (kind, answerable), own in parted.items()
    ]


def bootstrap_weights(questions: int, resamples: int, seed: int) -> Iterator[Numbers]:
    """Yield how often each question is drawn in each resample, in blocks of shape ``(resamples, questions)``."""
    generator = numpy.random.default_rng(seed)
    for size in block_sizes(questions, resamples):
        yield generator.multinomial(questions, numpy.full(questions, 1 / questions), size=size).astype(numpy.float64)


def block_sizes(questions: int, resamples: int) -> Iterator[int]:
    """Yield how many resamples are drawn at once, as far as memory goes."""
    block = max(1, BLOCK // max(1, questions))
    for start in range(0, resamples, block):
        yield min(block, resamples - start)


def interval(values: Numbers) -> tuple[float | None, float | None]:
    """Return the percentile interval of resamples, those without meaning left out."""
    values = values[~numpy.isnan(values)]
    if not len(values):
        return None, None
    low, high = numpy.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def value_of(figure: Figure) -> float | None:
    """Return the figure itself: every question weighs one."""
    value = float(figure.statistic(numpy.ones((1, len(figure.rows))))[0])
    return None if math.isnan(value) else value


def _estimates(rows: Sequence[Row], passages: int, resamples: int, seed: int) -> dict[str, Estimate]:
    """Return every figure of ``rows`` with its interval."""
    wanted = figures(rows, passages)
    drawn: dict[str, list[Numbers]] = {figure.key: [] for figure in wanted}
    if rows:
        for weights in bootstrap_weights(len(rows), resamples, seed):
            for figure in wanted:
                drawn[figure.key].append(figure.statistic(weights[:, figure.rows]))
    estimates = {}
    for figure in wanted:
        value = value_of(figure)
        has_interval = value is not None and len(figure.rows) > 1
        low, high = interval(numpy.concatenate(drawn[figure.key])) if drawn[figure.key] else (None, None)
        estimates[figure.key] = Estimate(
            key=figure.key,
            label=figure.label,
            group=figure.group,
            of=figure.of,
            unit=figure.unit,
            better=figure.better,
            n=len(figure.rows),
            value=value,
            low=low if has_interval else None,
            high=high if has_interval else None,
        )
    return estimates
