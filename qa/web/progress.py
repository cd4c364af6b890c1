"""Work that runs in a thread of its own and tells how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from index import Progress

Result = TypeVar("Result")

SECONDS_BETWEEN = 0.25
"""A page is told at most that often; more would only be work for the browser."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the work is: the name of the stage, the steps of it that are done, and all of them (0: not known)."""

    name: str
    done: int = 0
    total: int = 0


def follow(work: Callable[[Progress], Result]) -> Generator[Stage, None, Result]:
    """Run ``work`` in a thread, yield the stages it is in, and return what it returns or raise what it raises.

    Work that nobody follows any more is done to its end: a page that lost its connection may come back.
    """
    told: list[Stage] = []
    results: list[Result] = []
    failures: list[BaseException] = []
    news = threading.Event()

    def tell(stage: str, done: int, total: int) -> None:
        told.append(Stage(stage, done, total))
        news.set()

    def run() -> None:
        try:
            results.append(work(tell))
        except BaseException as error:  # It is raised again where the work is waited for.
            failures.append(error)
        finally:
            news.set()

    thread = threading.Thread(target=run, name="following", daemon=True)
    thread.start()
    shown: Stage | None = None
    while thread.is_alive():
        news.wait(timeout=SECONDS_BETWEEN)
        news.clear()
        if told and told[-1] != shown:
            shown = told[-1]
            del told[:-1]
            yield shown
            thread.join(timeout=SECONDS_BETWEEN)
    if failures:
        raise failures[0]
    return results[0]
