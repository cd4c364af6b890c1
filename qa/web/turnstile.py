"""How many questions are answered at once, and how many may wait: beyond that, the server says that it is busy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from corpus import DocumentaryError

Result = TypeVar("Result")

AT_ONCE = 4
"""Questions that are answered at the same time; each takes one thread."""
MOST_WAITING = 64
"""Questions that wait for their turn."""
MOST_EACH = 16
"""Questions of one client that are answered or wait at a time, so that nobody keeps all others out."""


class BusyError(DocumentaryError):
    """More is asked than can be answered soon."""


class Turnstile:
    """Runs work in threads, some at a time and in order, and refuses what would wait too long."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = MOST_WAITING, each: int = MOST_EACH) -> None:
        self._most = at_once + waiting
        self._each = each
        self._at_once = at_once
        self._limiter: anyio.CapacityLimiter | None = None
        self._inside: Counter[str] = Counter()

    async def run(self, client: str, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, run in a thread when it is its turn.

        Raises:
            BusyError: too many wait already, or too many of this client.
        """
        if self._inside.total() >= self._most:
            raise BusyError("The server is busy: many questions are waiting. Ask again in a moment.")
        if self._inside[client] >= self._each:
            raise BusyError(f"{self._each} questions of yours are waiting already. Ask again when they are answered.")
        self._limiter = self._limiter or anyio.CapacityLimiter(self._at_once)  # It belongs to the running loop.
        self._inside[client] += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]
