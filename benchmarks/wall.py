"""How long a warm answer takes by the clock: ``python -m benchmarks.wall [--ahead]``.

Development questions of every kind about the film, by the shipped reader on all cores: the median, and what nine and
nineteen of twenty stay below. Where other work runs on the machine, ``--ahead`` lets each answer go before it (Linux,
as root), with a pause after each; that is nearly what an idle machine takes.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import numpy

from benchmarks.development import QUESTIONS
from corpus import read_bundled
from index import Encoder, Index, build_index
from qa import Assistant

SETS = ("kinds-documentary", "documentary", "viewer")
SPREAD = 10
"""One in so many questions of each set is asked."""
WARM_UP = 4
PAUSE = 0.4
"""Seconds between two answers."""
QUANTILES = (0.5, 0.9, 0.95)


def main() -> None:
    """Ask, and print the seconds of the clock and of the processor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wall", description=__doc__)
    parser.add_argument("--ahead", action="store_true", help="let each answer go before other work on the machine")
    ahead = parser.parse_args().ahead
    encoder = Encoder.load()
    sets = [(QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in SETS]
    questions = [json.loads(line)["question"] for lines in sets for line in lines[::SPREAD]]
    with tempfile.TemporaryDirectory() as folder:
        build_index(read_bundled(), encoder, Path(folder), bundled=True)
        assistant = Assistant(Index.load(Path(folder)), encoder, Path(folder))
        for question in questions[:WARM_UP]:
            assistant.ask(question, follow_ups=0)
        taken = []
        for question in questions:
            if ahead:
                time.sleep(PAUSE)
                os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
            clock, processor = time.perf_counter(), time.process_time()
            answer = assistant.ask(question, follow_ups=0)
            seconds = (time.perf_counter() - clock, time.process_time() - processor)
            if ahead:
                os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
            if answer.status != "about_itself":
                taken.append(seconds)
    for name, own in zip(("wall", "CPU"), zip(*taken, strict=True), strict=True):
        told = ", ".join(f"p{round(100 * share)} {numpy.quantile(own, share):.3f} s" for share in QUANTILES)
        print(f"{len(taken)} answers, {name} time: {told}")


if __name__ == "__main__":
    main()
