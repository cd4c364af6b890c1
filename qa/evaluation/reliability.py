"""Whether a confidence of 80% is right 80 times in 100: bins, and the plot of them.

Wilson's interval is three lines of ours: ``scipy.stats.binomtest`` gives the same to five digits, and its import takes
a second of processor time, more than the plot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from qa.evaluation.errors import EvaluationError
from qa.evaluation.rows import Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

BINS = 10
"""Bins of equal width that confidences are sorted into (Guo et al. 2017, "On Calibration of Modern Neural Networks",
take 15; here there are fewer answers)."""
INSTALL = 'python -m pip install "matplotlib>=3.8"'
"""What brings the package that plots."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence is from ``low`` up to ``high``; ``share_right`` is None where there are none."""

    low: float
    high: float
    answers: int
    confidence: float | None
    share_right: float | None


def bin_numbers(confidence: NDArray[numpy.float64]) -> NDArray[numpy.int64]:
    """Return the bin of each confidence, from 0; a confidence of 1 belongs to the last one."""
    return numpy.clip((confidence * BINS).astype(numpy.int64), 0, BINS - 1)


def reliability(rows: Sequence[Row]) -> list[Bin]:
    """Return the bins of the answers that were shown."""
    shown = [row for row in rows if row.answered]
    numbers = bin_numbers(numpy.array([row.confidence for row in shown], dtype=numpy.float64))
    bins = []
    for number in range(BINS):
        inside = [row for row, own in zip(shown, numbers, strict=True) if own == number]
        bins.append(
            Bin(
                number / BINS,
                (number + 1) / BINS,
                len(inside),
                sum(row.confidence for row in inside) / len(inside) if inside else None,
                sum(row.right for row in inside) / len(inside) if inside else None,
            )
        )
    return bins


def check_plot(path: Path) -> None:
    """Make sure, before the questions are asked, that a plot can be drawn to ``path``.

    Raises:
        EvaluationError: the package is not installed, or it draws no such file.
    """
    if find_spec("matplotlib") is None:
        raise EvaluationError(f"A plot needs matplotlib, which is not installed. Install it: {INSTALL}")
    if path.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise EvaluationError(f"{path}: a plot is a .png, .svg or .pdf file.")


def plot_reliability(rows: Sequence[Row], path: Path, *, error: float | None) -> None:
    """Draw the reliability plot: share of right answers against confidence, and below it how many answers there are.

    ``error`` is the expected calibration error, for the title.

    Raises:
        EvaluationError: the package is not installed, or the file cannot be written.
    """
    check_plot(path)
    from matplotlib.figure import Figure

    bins = [one for one in reliability(rows) if one.answers]
    figure = Figure(figsize=(5, 6), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=(3, 1), sharex=True)
    _draw_shares(above, bins)
    below.bar([one.low for one in bins], [one.answers for one in bins], 1 / BINS, align="edge", edgecolor="white")
    below.set(xlabel="confidence", ylabel="answers", xlim=(0, 1))
    count = sum(one.answers for one in bins)
    above.set_title(f"{count} answers" + (f", ECE {error:.2f}" if error is not None else ""))
    try:
        figure.savefig(path, dpi=150)
    except OSError as failure:
        raise EvaluationError(f"{path}: cannot be written ({failure.strerror or failure}).") from failure


def _draw_shares(axes: Axes, bins: Sequence[Bin]) -> None:
    """Draw the shares of right answers with the 95% interval that their number leaves open (Wilson)."""
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="confidence taken at its word")
    confidence = [one.confidence or 0.0 for one in bins]
    shares = [one.share_right or 0.0 for one in bins]
    intervals = [wilson(share, one.answers) for share, one in zip(shares, bins, strict=True)]
    errors = numpy.array(
        [(max(0.0, share - low), max(0.0, high - share)) for share, (low, high) in zip(shares, intervals, strict=True)]
    ).reshape(-1, 2)
    axes.errorbar(confidence, shares, yerr=errors.T, fmt="o", capsize=3, label="answers, with 95% interval")
    axes.set(ylabel="share that is right", ylim=(-0.02, 1.02))
    axes.legend(loc="upper left")


def wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share of ``count``, 95% of the time around the true one."""
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)
