"""What a question costs beside one pass through the encoder: ``python -m benchmarks.latency``.

Warm: CPU seconds of ``Assistant.ask`` with whole sentences and with the shipped reader, and of the encoder alone, in
turns in one process. Cold: wall seconds of a new process up to its first answer, and of one that only loads the model
and encodes the question. What reading may cost is checked by ``python -m benchmarks.reader``.
"""

from __future__ import annotations

import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.development import QUESTIONS
from corpus import read_bundled
from index import Encoder, Index, build_index
from qa import Assistant
from qa.question import clean_question
from qa.reader import SENTENCE, SHIPPED

ROUNDS = 200
COLD_RUNS = 3
MOST_FORWARDS, MOST_SECONDS = 1.5, 0.010
"""A warm answer without a reader may cost so many encoder passes and so many seconds more."""
COLD_ASK = "from qa import ask; ask('When was PyTorch released?')"
COLD_ENCODER = "from index import Encoder; Encoder.load().encode_question('When was PyTorch released?')"


def main() -> None:
    """Measure and print; exit code 1 if a warm answer costs more than is allowed."""
    encoder = Encoder.load()
    with tempfile.TemporaryDirectory() as folder:
        build_index(read_bundled(), encoder, Path(folder), bundled=True)
        assistant = Assistant(Index.load(Path(folder)), encoder, Path(folder))
        lines = (QUESTIONS / "viewer.jsonl").read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line)["question"] for line in lines]
        sentences, words, passes, waits = [], [], [], []
        for number in range(ROUNDS):
            question = questions[number % len(questions)]
            passes.append(cpu_seconds(functools.partial(encoder.encode_question, clean_question(question))))
            sentences.append(cpu_seconds(functools.partial(assistant.ask, question, reader=SENTENCE)))
            started = time.perf_counter()
            words.append(cpu_seconds(functools.partial(assistant.ask, question, reader=SHIPPED)))
            waits.append(time.perf_counter() - started)
        ask, read, forward = (statistics.median(seconds) for seconds in (sentences, words, passes))
        table = Table("what", "median", "of the baseline")
        table.add_row("encoder alone, warm, CPU", f"{forward * 1000:.1f} ms", "1")
        table.add_row("whole sentence, warm, CPU", f"{ask * 1000:.1f} ms", f"{ask / forward:.2f}")
        table.add_row("exact words, warm, CPU", f"{read * 1000:.1f} ms", f"{read / forward:.2f}")
        table.add_row("exact words, warm, wall", f"{statistics.median(waits) * 1000:.1f} ms", "")
        cold = {code: [wall_seconds(code, folder) for _ in range(COLD_RUNS)] for code in (COLD_ENCODER, COLD_ASK)}
        loaded, answered = (statistics.median(seconds) for seconds in cold.values())
        table.add_row("encoder alone, new process, wall", f"{loaded:.1f} s", "1")
        table.add_row("first answer, new process, wall", f"{answered:.1f} s", f"{answered / loaded:.2f}")
        Console().print(table)
    allowed = MOST_FORWARDS * forward + MOST_SECONDS
    print(
        f"A warm answer in a whole sentence may cost {allowed * 1000:.1f} ms: {'kept' if ask <= allowed else 'BROKEN'}."
    )
    raise SystemExit(ask > allowed)


def cpu_seconds(call: Callable[[], object]) -> float:
    """Return the CPU time of one call, in seconds."""
    started = time.process_time()
    call()
    return time.process_time() - started


def wall_seconds(code: str, folder: str) -> float:
    """Return the wall time of ``code`` in a new Python process that uses the index in ``folder``, in seconds."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "DOCUMENTARY_QA_INDEX": folder})  # noqa: S603 - Own code.
    return time.monotonic() - started


if __name__ == "__main__":
    main()
