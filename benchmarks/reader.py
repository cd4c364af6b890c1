"""What reading costs beside one pass through the model: ``python -m benchmarks.reader``.

CPU seconds of ``read`` on ten passages of about 120 tokens, and of one forward pass of the reader's own model over
one such passage, in turns in one process. The run fails where the ratio is worse than the one noted here by more than a
fifth. ``--reader`` names another reader.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import sys
from collections.abc import Callable

from benchmarks.seconds import Ratio, cpu_seconds, settled
from corpus import Chunk, Document, Span
from qa.reader import Reader, load_reader
from qa.reader.span import SpanReader
from qa.types import Passage

ROUNDS = 60
PASSAGES = 10
NOTED = 11.4
"""Passes over one passage that reading ten costs (on two cores without VNNI; a busy machine measured 12.6)."""
QUESTION = "When was PyTorch released to the public?"
SENTENCES = (
    "PyTorch was released to the public in January of 2017, after a few months of work in the open.",
    "The first users were researchers, who wrote to the team on the forum and asked for what they missed.",
    "Every answer was written on the same day, and many of those who asked became contributors in turn.",
    "Nobody in the team had planned for so many, and the servers of the project were slow for weeks.",
    "The name goes back to Torch, a library for the language Lua that most of them had used before.",
)


def main() -> None:
    """Measure and print; exit code 1 if reading costs more than is allowed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader", description=__doc__)
    parser.add_argument("--reader", help="name of a reader, as load_reader takes it")
    reader = load_reader(parser.parse_args().reader)
    passages = [passage(number) for number in range(PASSAGES)]
    forward = one_pass(reader)

    def measured() -> list[Ratio]:
        reads, passes = [], []
        for _ in range(ROUNDS):
            passes.append(cpu_seconds(forward))
            reads.append(cpu_seconds(functools.partial(reader.read, QUESTION, passages)))
        read, one = statistics.median(reads), statistics.median(passes)
        return [Ratio(f"reading {PASSAGES} passages", read, "one pass over one passage", one, NOTED)]

    [ratio] = settled(measured)
    print(
        f"One pass over one passage: {ratio.least * 1000:.1f} ms CPU. Reading {PASSAGES} passages: "
        f"{ratio.seconds * 1000:.1f} ms, {ratio.value:.2f} passes; noted {NOTED}: {'kept' if ratio.kept else 'BROKEN'}."
    )
    sys.exit(not ratio.kept)


def one_pass(reader: Reader) -> Callable[[], object]:
    """Return what makes one pass of the reader's model over :data:`QUESTION` and one passage of about 120 tokens."""
    if not isinstance(reader, SpanReader):
        sys.exit("Only a reader with a model has a forward pass to compare with.")
    model, window = reader._model, reader._maker.windows(QUESTION, [passage(0)])
    return lambda: model(window.ids, window.mask, window.types)


def passage(number: int) -> Passage:
    """Return a passage of about 120 tokens; each has its sentences in another order."""
    text = " ".join(SENTENCES[(number + place) % len(SENTENCES)] for place in range(len(SENTENCES)))
    chunk = Chunk(str(number), Document(f"text {number}", text), 0, len(text), (), 1, (Span(0, len(text)),))
    return Passage(chunk, score=0.5, dense=0.5, best_sentence=0.5, lexical=0.5, sentences=())


if __name__ == "__main__":
    main()
