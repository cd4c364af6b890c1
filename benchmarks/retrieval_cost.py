"""What finding costs beside the least it could: ``python -m benchmarks.retrieval_cost [--index FOLDER]``.

The least is one pass through the encoder and one search of an exact FAISS index over the vectors of the chunks. CPU
seconds with one thread, warm, in turns in one process, the order changing from question to question; medians. Asked
are the development questions, of 10,000 chunks of English prose that is on any machine with this project.

Embedding them takes long (tens of minutes). ``--index FOLDER`` keeps the index, and a run that was stopped goes on
where it was; give a folder outside of the repository. ``--random`` takes random vectors in place of the texts' own:
a chunk and its sentences are then not near to the same question, so that more candidates may have to be scored. It
tells roughly, and what it says is not the figure that is due.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import faiss
import numpy
from rich.console import Console
from rich.table import Table

from benchmarks import prose
from benchmarks.build import WithoutEncoding
from benchmarks.development import QUESTIONS
from benchmarks.seconds import cpu_seconds
from benchmarks.threads import one_thread
from corpus import ChunkSettings, Document, chunk_document
from index import Encoder, Index, build_index
from qa.assistant import PASSAGES
from qa.question import clean_question
from qa.retrieve import retrieve

CHUNKS = 10_000
MOST = 1.3
"""Times the cost of encoder and exact search that encoder and retrieval may cost."""
STEP = 500
"""Chunks that are added to the index at once: what a stopped run loses at most."""
WARM_UP = 20
"""Questions asked before any is measured."""
COLLECTION = "text"
"""The one collection of all documents here."""
WAYS = ("encoder", "encoder and exact search", "encoder and retrieval")


def main() -> None:
    """Measure and print; exit code 1 if retrieval costs more than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, default=CHUNKS)
    parser.add_argument("--index", type=Path, help="a folder that keeps the index")
    parser.add_argument("--random", action="store_true", help="random vectors, which need no encoding")
    arguments = parser.parse_args()
    encoder = Encoder.load()
    with tempfile.TemporaryDirectory() as folder:
        index = built(encoder, arguments.chunks, arguments.index or Path(folder), random=arguments.random)
        seconds = measured(index, encoder, questions())
    medians = {way: statistics.median(own) for way, own in seconds.items()}
    _, least, ours = (medians[way] for way in WAYS)
    vectors = "random" if arguments.random else "real"
    title = f"{len(index.chunks):,} chunks, {index.sentence_vectors.count:,} sentences, {vectors} vectors"
    table = Table("what", "CPU, median", "of the least", title=title)
    for way, median in medians.items():
        table.add_row(way, f"{median * 1000:.2f} ms", f"{median / least:.2f}")
    Console().print(table)
    verdict = "kept" if ours <= MOST * least else "BROKEN"
    print(f"Retrieval costs {ours / least:.2f} times encoder and exact search, allowed {MOST}: {verdict}.")
    raise SystemExit(ours > MOST * least)


def measured(index: Index, encoder: Encoder, asked: list[str]) -> dict[str, list[float]]:
    """Return the CPU seconds of every question, by the way in which it was answered."""
    exact = faiss.IndexFlatIP(index.chunk_vectors.dimension)
    exact.add(index.chunk_vectors.vectors(numpy.arange(index.chunk_vectors.count)))

    def search(question: str) -> None:
        exact.search(encoder.encode_question(question)[None, :], PASSAGES)

    def find(question: str) -> None:
        retrieve(index, question, encoder.encode_question(question), collection=COLLECTION, count=PASSAGES)

    ways: dict[str, Callable[[str], object]] = dict(zip(WAYS, (encoder.encode_question, search, find), strict=True))
    orders = itertools.cycle(itertools.permutations(ways))
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    with one_thread():
        for question in asked[:WARM_UP]:
            for ask in ways.values():
                ask(question)
        for question, order in zip(asked, orders, strict=False):
            for way in order:
                seconds[way].append(cpu_seconds(partial(ways[way], question)))
    return seconds


def built(encoder: Encoder, chunks: int, folder: Path, *, random: bool) -> Index:
    """Return an index of at least ``chunks`` chunks in ``folder``; of what is there already nothing is embedded."""
    if random:
        encoder = WithoutEncoding(encoder)
    steps: list[list[Document]] = [[]]
    total, filled = 0, 0
    for document in prose.documents(installed=True):
        steps[-1].append(document)
        cut = len(chunk_document(document, encoder.count_tokens, ChunkSettings()))
        total, filled = total + cut, filled + cut
        if total >= chunks:
            break
        if filled >= STEP and not random:
            steps.append([])
            filled = 0
    started = time.monotonic()
    for number, documents in enumerate(steps, start=1):
        report = build_index(documents, encoder, folder, keep=True)
        print(
            f"step {number} of {len(steps)}: {report.chunks} chunks, {report.sentences} sentences, "
            f"{report.embedded} texts embedded, {time.monotonic() - started:.0f} s",
            flush=True,
        )
    return Index.load(folder)


def questions() -> list[str]:
    """Return all development questions."""
    lines = [line for file in sorted(QUESTIONS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(clean_question(json.loads(line)["question"]) for line in lines))


if __name__ == "__main__":
    main()
