"""How well and how fast a large index finds what an exact search finds: ``python -m benchmarks.large_index``.

Sentences of real texts are embedded (minutes; ``--cache FOLDER`` keeps the vectors) and indexed as
:class:`index.VectorIndex` does beyond its largest flat index. Asked are the development questions, which were written
for texts that are among them, and sentences that were kept out of the index.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import prose
from benchmarks.development import QUESTIONS
from corpus import Document, read_bundled, read_file
from corpus.sentences import paragraph_spans, sentence_spans
from index import Encoder, VectorIndex, vectors

Vectors = NDArray[numpy.float32]

COUNT = 110_000
"""Sentences to index: more than the largest flat index holds."""
HELD_OUT = 250
"""One in so many sentences is asked and not indexed."""
SHORTEST, LONGEST = 20, 80
"""Characters of the sentences that are taken."""
BLOCK = 4096
"""Vectors that are handled at once."""
PROBED = (16, 8, 4, 2, 1)
RESCORED = (1, 2, 4, 8)
DEPTHS = (10, 50)
LEAST_RECALL = 0.98
"""What the constants of the product have to reach at the greater depth."""


def main() -> None:
    """Measure and print; exit code 1 if the constants of the product find too little."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--cache", type=Path, help="a folder that keeps the vectors")
    arguments = parser.parse_args()
    base, asked = embedded(arguments.count, arguments.cache)
    with tempfile.TemporaryDirectory() as folder:
        before, started = peak_megabytes(), time.process_time()
        blocks = (base[start : start + BLOCK] for start in range(0, len(base), BLOCK))
        index = VectorIndex.build(
            blocks, len(base), base.shape[1], Path(folder) / "large.faiss", largest_flat=len(base) - 1
        )
        print(
            f"{index.kind}, {len(base)} vectors: built in {time.process_time() - started:.1f} s of CPU, "
            f"peak memory + {peak_megabytes() - before:.0f} MB, "
            f"{(Path(folder) / 'large.faiss').stat().st_size / 1e6:.0f} MB in memory, "
            f"{base.nbytes / 1e6:.0f} MB mapped from the disk"
        )
        recalls = {name: report(name, index, base, questions) for name, questions in asked.items()}
    for name, recall in recalls.items():
        print(f"{name}: recall@{DEPTHS[-1]} {recall:.3f}, due {LEAST_RECALL}")
    raise SystemExit(min(recalls.values()) < LEAST_RECALL)


def report(name: str, index: VectorIndex, base: Vectors, questions: Vectors) -> float:
    """Print recall and time of every setting; return the recall of the product's own at the greater depth."""
    exact = [numpy.argsort(-(base @ question), kind="stable")[: DEPTHS[-1]].tolist() for question in questions]
    table = Table(
        "probed", "rescored", *(f"recall@{depth}" for depth in DEPTHS), "ms a search", title=f"{len(questions)} {name}"
    )
    chosen = (vectors.PROBED_SHARE, vectors.RESCORED)
    of_chosen = 0.0
    for probed, rescored in dict.fromkeys(
        [*((probed, rescored) for probed in PROBED for rescored in RESCORED), chosen]
    ):
        vectors.PROBED_SHARE, vectors.RESCORED = probed, rescored
        recalls, milliseconds = searched(index, exact, questions)
        mark = " (in use)" if (probed, rescored) == chosen else ""
        table.add_row(
            f"1/{probed}", f"{rescored}{mark}", *(f"{recall:.3f}" for recall in recalls), f"{milliseconds:.2f}"
        )
        of_chosen = recalls[-1] if mark else of_chosen
    vectors.PROBED_SHARE, vectors.RESCORED = chosen
    Console().print(table)
    return of_chosen


def searched(index: VectorIndex, exact: list[list[int]], questions: Vectors) -> tuple[list[float], float]:
    """Return the recall at each depth, and the median milliseconds of a search at the greatest."""
    everything = range(index.count)
    recalls = []
    for depth in DEPTHS:
        found, seconds = 0, []
        for question, nearest in zip(questions, exact, strict=True):
            started = time.perf_counter()
            rows = index.nearest(question, depth, everything)
            seconds.append(time.perf_counter() - started)
            found += len(set(rows.tolist()) & set(nearest[:depth]))
        recalls.append(found / depth / len(questions))
    return recalls, statistics.median(seconds) * 1000


def embedded(count: int, cache: Path | None) -> tuple[Vectors, dict[str, Vectors]]:
    """Return the vectors to index, and those to ask for by the name of their kind."""
    encoder = Encoder.load()
    indexed: list[str] = []
    held_out: list[str] = []
    for number, sentence in enumerate(sentences(count + count // HELD_OUT)):
        (held_out if number % HELD_OUT == HELD_OUT - 1 else indexed).append(sentence)
    files = sorted(QUESTIONS.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    questions = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    blocks = []
    for start in range(0, len(indexed), BLOCK):
        kept = cache / f"{count}-{start}.npy" if cache is not None else None
        if kept is None or not kept.exists():
            print(f"Embedding sentences {start} to {start + BLOCK} of {len(indexed)} ...", flush=True)
            blocks.append(encoder.encode_passages(indexed[start : start + BLOCK]))
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                numpy.save(kept, blocks[-1])
        else:
            blocks.append(numpy.load(kept))
    return numpy.concatenate(blocks), {
        "development questions": numpy.stack([encoder.encode_question(question) for question in questions]),
        "sentences not indexed": encoder.encode_passages(held_out),
    }


def sentences(count: int) -> list[str]:
    """Return the first ``count`` different sentences of the development texts and of the prose on this machine."""
    own: list[Document] = [*read_bundled(), *(read_file(path) for path in sorted(QUESTIONS.glob("*.md")))]
    found: dict[str, None] = {}
    for document in itertools.chain(own, prose.documents(installed=True)):
        found.update(dict.fromkeys(_sentences(document)))
        if len(found) >= count:
            break
    return list(found)[:count]


def _sentences(document: Document) -> Iterable[str]:
    """Return the sentences of a document that are no mere labels."""
    spans = [
        span
        for paragraph in paragraph_spans(document.text)
        for span in sentence_spans(document.text, paragraph.start, paragraph.end)
    ]
    return [document.text[span.start : span.end] for span in spans if SHORTEST <= span.end - span.start <= LONGEST]


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
