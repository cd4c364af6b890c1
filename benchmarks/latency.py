"""What a question costs beside the least it could: ``python -m benchmarks.latency``.

Every figure is CPU time, and a ratio to a baseline that is measured in turns with it in the same run, so that it is
about the same on any machine. The run fails where a ratio is worse than the one noted here by more than a fifth.

Warm, in one process: a whole answer beside one pass through the encoder, and that pass beside one in torch; a whole
answer of exact words beside one pass of the reader over one window. Cold, in new processes: loading the encoder and
encoding a question, and answering one, beside ``import numpy, onnxruntime``.
What reading alone may cost is checked by ``python -m benchmarks.reader``.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.development import QUESTIONS
from benchmarks.reader import one_pass
from benchmarks.seconds import Ratio, cpu_seconds, settled
from benchmarks.threads import one_thread
from corpus import read_bundled
from index import Encoder, Index, build_index, find_model
from index.torch_model import TorchModel
from qa import Assistant
from qa.question import clean_question
from qa.reader import READER_VARIABLE, SENTENCE, SHIPPED, load_reader

ROUNDS = 40
COLD_RUNS = 5
QUESTION = "When was PyTorch released?"
BARE = "import numpy, onnxruntime"
"""What no answer by way of ONNX Runtime can do without."""
COLD_ENCODER = f"from index import Encoder; Encoder.load().encode_question({QUESTION!r})"
COLD_ASK = f"import sys; sys.argv[1:] = ['ask', {QUESTION!r}]; import qa.__main__"


def main() -> None:
    """Measure and print; exit code 1 if a ratio is worse than it may be."""
    encoder = Encoder.load()
    with tempfile.TemporaryDirectory() as folder:
        build_index(read_bundled(), encoder, Path(folder), bundled=True)
        ratios = settled(lambda: measured(encoder, Path(folder)))
    table = Table("CPU time of", "seconds", "beside", "seconds", "ratio", "noted", "")
    for ratio in ratios:
        noted = "" if ratio.noted is None else f"{ratio.noted:.2f}"
        verdict = "" if ratio.noted is None else "kept" if ratio.kept else "BROKEN"
        seconds = (f"{ratio.seconds:.4f}", ratio.baseline, f"{ratio.least:.4f}")
        table.add_row(ratio.what, *seconds, f"{ratio.value:.2f}", noted, verdict)
    Console(width=140).print(table)
    raise SystemExit(not all(ratio.kept for ratio in ratios))


def measured(encoder: Encoder, folder: Path) -> list[Ratio]:
    """Return all ratios, measured once."""
    return [*warm(encoder, folder), *cold(folder)]


def warm(encoder: Encoder, folder: Path) -> list[Ratio]:
    """Return what questions cost in a process that has answered some."""
    assistant = Assistant(Index.load(folder), encoder, folder)
    window = one_pass(load_reader(SHIPPED))
    in_torch = Encoder(TorchModel(find_model()), encoder.identity)
    lines = (QUESTIONS / "viewer.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    ways: dict[str, Callable[[str], object]] = {
        "torch": lambda question: in_torch.encode_question(clean_question(question)),
        "encoder": lambda question: encoder.encode_question(clean_question(question)),
        SENTENCE: functools.partial(assistant.ask, reader=SENTENCE),
        SHIPPED: functools.partial(assistant.ask, reader=SHIPPED),
        "reader": lambda _: window(),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    with one_thread():
        for number in range(ROUNDS):
            for way, ask in ways.items():
                seconds[way].append(cpu_seconds(functools.partial(ask, questions[number % len(questions)])))
    took = {way: statistics.median(each) for way, each in seconds.items()}
    single = "one pass through the encoder"
    return [
        Ratio(single, took["encoder"], "one in torch", took["torch"], 0.45),
        Ratio("a warm answer, whole sentence", took[SENTENCE], single, took["encoder"], 4.0),
        Ratio("a warm answer, exact words", took[SHIPPED], "one pass of the reader", took["reader"], 9.5),
    ]


def cold(folder: Path) -> list[Ratio]:
    """Return what the first question costs in new processes."""
    with tempfile.TemporaryDirectory() as compiled:
        plain = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder), "PYTHONPYCACHEPREFIX": compiled}
        plain.pop("PYTHONDONTWRITEBYTECODE", None)
        whole = {**plain, READER_VARIABLE: SENTENCE}
        ways = {"bare": (BARE, plain), "encoder": (COLD_ENCODER, plain), SENTENCE: (COLD_ASK, whole)}
        ways[SHIPPED] = (COLD_ASK, plain)
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(1 + COLD_RUNS):
            for way, (code, environment) in ways.items():
                seconds[way].append(process_seconds(code, environment))
    took = {way: min(each[1:]) for way, each in seconds.items()}  # The first run compiles what it imports.
    return [
        Ratio("encoder in a new process", took["encoder"], BARE, took["bare"], 3.0),
        Ratio("first answer of a new process, whole sentence", took[SENTENCE], BARE, took["bare"], 5.5),
        Ratio("first answer of a new process, exact words", took[SHIPPED], BARE, took["bare"], 9.0),
    ]


def process_seconds(code: str, environment: Mapping[str, str]) -> float:
    """Return the CPU time of ``code`` in a new Python process, in seconds."""
    before = _children()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - Own code.
    return _children() - before


def _children() -> float:
    """Return the CPU time of all processes that this one started and that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
