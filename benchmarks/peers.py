"""How often other systems find the right passage, and what a question costs them: ``python -m benchmarks.peers``.

Plain sentence-transformers with FAISS, BM25, txtai and LangChain beside this project's retrieval, on the same chunks,
with the same sentence model, in one process, one question at a time, with one thread. Every question is asked of all
systems before the next one is, in an order that rotates, between two passes through the bare encoder: if the first and
the last of these differ, so may all else. CPU time. Asked are the development questions, or::

    python -m benchmarks.peers --questions FILE.jsonl --text FILE_OR_FOLDER
    python -m benchmarks.peers --squad FILE.json  # of SQuAD, SQuADShifts, XQuAD: 240 paragraphs at a time

txtai and LangChain are left out where they are not installed: ``python -m pip install -e ".[peers]"``.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.pools import Asked, Pool, development_pools, file_pools, squad_pools
from benchmarks.seconds import cpu_seconds
from benchmarks.systems import INSTALL, System, rotated, stay_offline, systems
from benchmarks.threads import one_thread
from index import Encoder, find_model
from qa.evaluation.metrics import hit, reciprocal_rank
from qa.evaluation.statistics import mean
from qa.evaluation.summary import RESAMPLES, SEED, bootstrap_weights, interval

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

COUNT = 10
"""Passages that every system is asked for; a right one further down counts nothing."""
FIRST, LAST = "encoder alone, first", "encoder alone, last"
WARM_UP = 3
"""Questions of each pool that are asked before any is measured."""
WIDTH = 120
"""Characters of a line of the tables, wherever they are printed to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked of one system: its CPU seconds, and which of the passages were right, the best first."""

    pool: str
    system: str
    hits: tuple[bool, ...]
    seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table a set of questions, then one of all; notes on the way go to the standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="a file of questions, as python -m qa evaluate takes it")
    parser.add_argument("--text", type=Path, action="append", help="the text of --questions; may be given again")
    parser.add_argument("--squad", type=Path, help="a file in the format of SQuAD, .json or .json.gz")
    parser.add_argument("--pools", type=int, help="how many pools of 240 paragraphs of --squad at most")
    given = parser.parse_args(arguments)
    if (given.questions is None) != (given.text is None):
        parser.error("--questions and --text belong together.")
    if given.squad and given.questions:
        parser.error("give --squad or --questions, not both.")
    stay_offline()
    from sentence_transformers import SentenceTransformer

    encoder, folder = Encoder.load(), str(find_model().folder)
    model = SentenceTransformer(folder, local_files_only=True)
    present, absent = parted(systems(encoder, model, folder))
    if given.squad:
        pools = squad_pools(given.squad, encoder, given.pools)
    elif given.questions:
        pools = file_pools(given.questions, given.text, encoder)
    else:
        pools = development_pools(encoder)
    outcomes = [one for pool in pools for one in measured(pool, present, model)]
    console = Console(width=WIDTH)
    if not outcomes:
        sys.exit("Nothing in the text is what any of the questions should find: it was written for another text.")
    names = list(dict.fromkeys(one.pool for one in outcomes))
    for name in names:
        console.print(report(name, [one for one in outcomes if one.pool == name], absent))
    if len(names) > 1:
        console.print(report("all", outcomes, absent))


def parted(every: Iterable[System]) -> tuple[list[System], list[System]]:
    """Return the systems that are installed, and those that are not."""
    every = list(every)
    return [one for one in every if not one.missing()], [one for one in every if one.missing()]


def measured(pool: Pool, present: list[System], model: SentenceTransformer) -> Iterator[Outcome]:
    """Yield what every system makes of every question of ``pool``."""
    for system in present:
        system.prepare(pool)
    print(f"{pool.name}, {pool.collection}: {len(pool.texts)} chunks, {len(pool.asked)} questions", file=sys.stderr)
    with one_thread():
        for asked in pool.asked[:WARM_UP]:
            for system in present:
                system.search(asked.question, COUNT)
        for number, asked in enumerate(pool.asked):
            forward = partial(model.encode, [asked.question], normalize_embeddings=True, show_progress_bar=False)
            yield Outcome(pool.name, FIRST, (), cpu_seconds(forward))
            for system in rotated(present, number):
                yield outcome(system, pool, asked)
            yield Outcome(pool.name, LAST, (), cpu_seconds(forward))


def outcome(system: System, pool: Pool, asked: Asked) -> Outcome:
    """Return what ``system`` makes of one question of ``pool``."""
    started = time.process_time()
    rows = system.search(asked.question, COUNT)
    seconds = time.process_time() - started
    return Outcome(pool.name, system.name, tuple(row in asked.right for row in rows), seconds)


def report(name: str, outcomes: Sequence[Outcome], absent: Sequence[System]) -> RenderableType:
    """Return the figures of every system over ``outcomes``; those that are absent are named with what installs them."""
    by_system: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_system.setdefault(outcome.system, []).append(outcome)
    raw = statistics.median(one.seconds for one in outcomes if one.system in (FIRST, LAST))
    order = [FIRST, *sorted(set(by_system) - {FIRST, LAST}), LAST]
    asked = len(by_system[FIRST])
    shown = Table(title=f"{name}: {asked} questions", box=None, pad_edge=False, header_style="dim")
    shown.add_column("system", no_wrap=True)
    for column in ("hit@1", "hit@5", "MRR", "CPU", "of encoder"):
        shown.add_column(column, justify="right", no_wrap=True)
    for system in order:
        own = by_system[system]
        figures = ["-"] * 3
        if system not in (FIRST, LAST):
            figures = [
                estimate([hit(one.hits, 1) for one in own]),
                estimate([hit(one.hits, 5) for one in own]),
                estimate([reciprocal_rank(one.hits) for one in own]),
            ]
        median = statistics.median(one.seconds for one in own)
        shown.add_row(system, *figures, f"{median * 1000:.1f} ms", f"{median / raw:.2f}")
    for one in absent:
        shown.add_row(one.name, "not installed")
    if not absent:
        return shown
    lacking = ", ".join(dict.fromkeys(module for one in absent for module in one.missing()))
    return Group(shown, Text(f"Not installed ({lacking}): {INSTALL}"))


def estimate(values: Sequence[float]) -> str:
    """Return the mean of ``values`` with its bootstrap 95% interval; every system is resampled in the same way."""
    statistic = mean(numpy.array(values, dtype=numpy.float64))
    drawn = [statistic(weights) for weights in bootstrap_weights(len(values), RESAMPLES, SEED)]
    low, high = interval(numpy.concatenate(drawn))
    return f"{numpy.mean(values):.3f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
