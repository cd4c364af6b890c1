"""The processor's cores, shared between the questions that are being read."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue

BACKGROUND_NICENESS = 5
"""Niceness of a thread that nobody waits for. One that somebody waits for then gets three times as much of a core:
Linux weighs them 1024 to 335. With less, a server that is to end on a busy machine waits minutes for its last one."""

_lock = threading.Lock()
_at_work = 0
_thread = threading.local()


def shared_out(pieces: Sequence[Callable[[], None]], threads: int) -> None:
    """Call each of ``pieces``, the first ones first, and return when all have been called.

    The caller's own thread does, and others beside it, so that ``threads`` are at work in the whole process: a question
    alone has all of them, and each of many has one. A thread that stays behind has only itself, and is not counted.

    Raises:
        BaseException: what a piece raises; no further one is begun then.
    """
    waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
    for piece in pieces:
        waiting.put(piece)
    failed: list[BaseException] = []

    def work() -> None:
        while not failed:
            try:
                piece = waiting.get_nowait()
            except Empty:
                return
            try:
                piece()
            except BaseException as error:
                failed.append(error)

    with _taken(min(threads, len(pieces))) as free:
        others = [thread for thread in (threading.Thread(target=work) for _ in range(free)) if _begun(thread)]
        work()
        for thread in others:
            thread.join()
    if failed:
        raise failed[0]


def stay_behind() -> None:
    """Let whatever somebody waits for go before what the calling thread does from now on."""
    _thread.behind = True
    if sys.platform == "linux":  # Elsewhere a thread has no niceness of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BACKGROUND_NICENESS)


@contextmanager
def _taken(threads: int) -> Iterator[int]:
    """Count the calling thread, and as many more of ``threads`` as are free, as at work; yield how many more."""
    global _at_work
    if getattr(_thread, "behind", False):
        yield 0
        return
    with _lock:
        free = max(0, threads - _at_work - 1)
        _at_work += 1 + free
    try:
        yield free
    finally:
        with _lock:
            _at_work -= 1 + free


def _begun(thread: threading.Thread) -> bool:
    """Start ``thread``, and tell whether that could be: no thread can be started while Python ends."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True
