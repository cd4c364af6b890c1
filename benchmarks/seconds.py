"""The processor time of calls, and what it is beside that of a baseline in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TOLERANCE = 1.2
"""A ratio of such seconds may be so many times the one that is noted."""
REPEATS = 2
"""How often all is measured again where a ratio is worse: what other work on the machine did to it does not return."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a figure is beside its baseline, both in seconds, and the ratio that was noted; None where none is due."""

    what: str
    seconds: float
    baseline: str
    least: float
    noted: float | None

    @property
    def value(self) -> float:
        """The ratio of this run."""
        return self.seconds / self.least

    @property
    def kept(self) -> bool:
        """Whether the ratio is no worse than what was noted, within :data:`TOLERANCE`."""
        return self.noted is None or self.value <= self.noted * TOLERANCE


def settled(measure: Callable[[], Sequence[Ratio]]) -> list[Ratio]:
    """Return what ``measure`` does, the best of each ratio, measured again up to :data:`REPEATS` times if one is worse.

    Other work on the machine makes a ratio worse for a while, slower code makes it worse each time.
    """
    ratios = list(measure())
    for _ in range(REPEATS):
        if all(ratio.kept for ratio in ratios):
            break
        ratios = [min(pair, key=lambda ratio: ratio.value) for pair in zip(ratios, measure(), strict=True)]
    return ratios


def cpu_seconds(call: Callable[[], object]) -> float:
    """Return the CPU time of one call, of all threads of this process, in seconds."""
    started = time.process_time()
    call()
    return time.process_time() - started
