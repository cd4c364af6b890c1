"""The processor time of a call."""

from __future__ import annotations

import time
from collections.abc import Callable

TOLERANCE = 1.2
"""A ratio of such seconds may be so many times the one that is noted."""


def cpu_seconds(call: Callable[[], object]) -> float:
    """Return the CPU time of one call, of all threads of this process, in seconds."""
    started = time.process_time()
    call()
    return time.process_time() - started
