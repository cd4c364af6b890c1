"""Whether questions that are asked at the same time should be read together: ``python -m benchmarks.together``.

What the shipped reader is given for several questions is read window by window, as the server does it, and in common
batches of several sizes; and the questions are encoded one by one and together. All by one thread, in CPU time. A
common batch wins where it costs less than one by one.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
from rich.console import Console
from rich.table import Table

from benchmarks.development import QUESTIONS
from benchmarks.seconds import cpu_seconds
from benchmarks.threads import one_thread
from corpus import read_bundled
from index import Encoder, Index, build_index
from qa.assistant import Assistant
from qa.reader import SHIPPED, load_reader, models

ASKED = 8
"""Questions that are asked at the same time."""
SIZES = (2, 4, 8)
"""Windows of a common batch."""
ROUNDS = 5
if TYPE_CHECKING:
    from qa.reader.models import Ids

    Given = tuple[Ids, Ids, Ids]


def main() -> None:
    """Measure and print the CPU time of a question, one by one and together."""
    lines = (QUESTIONS / "documentary.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[:ASKED]]
    encoder = Encoder.load()
    with tempfile.TemporaryDirectory() as folder, one_thread():
        build_index(read_bundled(), encoder, Path(folder))
        index = Index.load(Path(folder))
        reader: Any = load_reader(SHIPPED)
        model = reader._model
        given: list[Given] = []

        def noted(*windows: Ids) -> object:
            given.append((windows[0], windows[1], windows[2]))
            return model(*windows)

        reader._model = noted
        assistant = Assistant(index, encoder, Path(folder), reader=reader)
        for question in questions:
            assistant.ask(question)
        reader._model = model
        common = joined(given)
        works: dict[str, Callable[[], object]] = {
            "encoded one by one": lambda: [encoder.encode_question(question) for question in questions],
            "encoded together": lambda: encoder.encode_passages(questions),
            "read one by one": lambda: [model(*one) for one in given],
        }
        for size in SIZES:
            works[f"read together, {size} windows at a time"] = functools.partial(read_by, size, model, common)
        seconds = {name: min(cpu_seconds(work) for _ in range(ROUNDS)) for name, work in works.items()}
    table = Table("what", "ms a question", "beside one by one", title=f"{ASKED} questions at a time")
    for name, spent in seconds.items():
        single = seconds["encoded one by one" if name.startswith("encoded") else "read one by one"]
        table.add_row(name, f"{1000 * spent / ASKED:.1f}", f"{spent / single:.2f}")
    Console().print(table)


def joined(given: Sequence[Given]) -> Given:
    """Return the windows of several batches, ``(windows, T)`` each, as one of the greatest ``T``, padded with zeros."""
    width = max(ids.shape[1] for ids, _, _ in given)
    padded = [
        numpy.concatenate([numpy.pad(one, ((0, 0), (0, width - one.shape[1]))) for one in kind])
        for kind in zip(*given, strict=True)
    ]
    return padded[0], padded[1], padded[2]


def read_by(size: int, model: Callable[..., object], windows: Given) -> None:
    """Read ``windows`` with so many of them at a time, those of like length together."""
    before, models.WINDOWS_AT_ONCE = models.WINDOWS_AT_ONCE, size
    try:
        model(*windows)
    finally:
        models.WINDOWS_AT_ONCE = before


if __name__ == "__main__":
    main()
