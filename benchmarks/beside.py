"""What other systems cost from the import to the answer: ``python -m benchmarks.beside --squad FILE.json.gz``.

Each system of :mod:`benchmarks.stores` indexes the first paragraphs of a file in the format of SQuAD, in a process of
its own, and is then asked some of its questions in another one. Rounds go over all systems in turns, and every cost
is a ratio to this project's in the same round: the median of the rounds, with the least and the most of them. What is
found has a bootstrap interval of 95%. CPU time of one thread; the same sentence model for all. Systems that are not
installed are left out: ``python -m pip install -e ".[peers]"``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.peers import estimate
from benchmarks.pools import POOLED, paragraphs_of
from benchmarks.stores import ANSWERS, OURS, STORES, Store
from benchmarks.systems import INSTALL, OFFLINE
from index import find_model
from index.encoder import THREADS_VARIABLE

ROUNDS = 3
ASKED = 40
"""Questions that every system is asked in a round, spread over the paragraphs."""
Figures = dict[str, Any]
COSTS: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("import", "s", lambda one: one["import"]),
    ("build", "s", lambda one: one["build"]),
    ("memory of the build", "MB", lambda one: one["build megabytes"]),
    ("first answer of a process", "s", lambda one: one["cold"]),
    ("memory of asking", "MB", lambda one: one["megabytes"]),
    ("one more answer", "ms", lambda one: 1000 * statistics.median(one["warm"][1:])),
)
"""What is told of a system in a round, its unit, and where it stands."""


def main() -> None:
    """Measure and print one table of costs, and one of what is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squad", type=Path, required=True, help="a file in the format of SQuAD, .json or .json.gz")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--asked", type=int, default=ASKED)
    parser.add_argument("--paragraphs", type=int, default=POOLED)
    given = parser.parse_args()
    paragraphs = dict(list(paragraphs_of(given.squad).items())[: given.paragraphs])
    every = [(question, text) for text, questions in paragraphs.items() for question in questions]
    asked = every[:: max(1, len(every) // given.asked)][: given.asked]
    present = [store for store in STORES if store.installed]
    rounds = [measured(present, list(paragraphs), asked, number) for number in range(given.rounds)]
    console = Console(width=150)
    console.print(costs(rounds), found(rounds[0], asked))
    absent = [store.name for store in STORES if not store.installed]
    if absent:
        console.print(f"Not installed ({', '.join(absent)}): {INSTALL}", markup=False)


def measured(
    stores: Sequence[Store], texts: Sequence[str], asked: Sequence[tuple[str, str]], number: int
) -> dict[str, Figures]:
    """Return what every system costs, and what it finds, in round ``number``, in which another one comes first."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        files = {"build": texts, "ask": [question for question, _ in asked]}
        for name, content in files.items():
            (Path(folder) / name).write_text(json.dumps(content), encoding="utf-8")
        for place in range(len(stores)):
            store = stores[(place + number) % len(stores)]
            kept = Path(folder) / f"index-{place}"
            kept.mkdir()
            built = _child("build", store, Path(folder) / "build", kept)
            figures[store.name] = {
                **built,
                "build megabytes": built["megabytes"],
                **_child("ask", store, Path(folder) / "ask", kept),
            }
            costs = ", ".join(f"{what} {of(figures[store.name]):.2f} {unit}" for what, unit, of in COSTS)
            print(f"round {number + 1}: {store.name}: {costs}", file=sys.stderr, flush=True)
    return figures


def _child(what: str, store: Store, file: Path, folder: Path) -> Figures:
    """Return the figures of a new process that builds, or asks."""
    command = [sys.executable, "-m", "benchmarks.stores", what, store.name, str(file), str(folder)]
    environment = {**os.environ, **OFFLINE, "OMP_NUM_THREADS": "1", THREADS_VARIABLE: "1"}
    done = subprocess.run(  # noqa: S603 - Own code.
        [*command, str(find_model().folder)], check=True, env=environment, stdout=subprocess.PIPE
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])  # Some systems print on the way.
    return figures


def costs(rounds: Sequence[dict[str, Figures]]) -> Table:
    """Return the costs of every system: this project's own, and the others as ratios to it."""
    table = Table("CPU time, memory", *(f"{what} ({unit})" for what, unit, _ in COSTS))
    for name in sorted(rounds[0], key=lambda name: name != OURS):
        cells = []
        for _, _, of in COSTS:
            ratios = [of(one[name]) / of(one[OURS]) for one in rounds]
            own = statistics.median(of(one[name]) for one in rounds)
            ratio = f"\n{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            cells.append(f"{own:.2f}{'' if name == OURS else ratio}")
        table.add_row(name, *cells)
    return table


def found(figures: dict[str, Figures], asked: Sequence[tuple[str, str]]) -> Table:
    """Return how often the right paragraph comes first, and is among the first five."""
    table = Table(f"{len(asked)} questions", "right one first", "among five")
    for name in sorted(figures, key=lambda name: name != OURS):
        if name != ANSWERS:
            places = list(zip(figures[name]["found"], (text for _, text in asked), strict=True))
            first = estimate([float(texts[:1] == [right]) for texts, right in places])
            table.add_row(name, first, estimate([float(right in texts) for texts, right in places]))
    return table


if __name__ == "__main__":
    main()
