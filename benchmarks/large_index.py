"""How well and how fast a large index finds what an exact search finds: ``python -m benchmarks.large_index``.

Sentences of real texts are embedded (minutes; ``--cache FOLDER`` keeps the vectors) and indexed as
:class:`index.VectorIndex` does beyond its largest flat index. With ``--real`` only so many are, and the rest of
``--count`` are vectors made of theirs: each is a real one moved by a part of the difference of two others. Asked are
development questions, which were written for texts that are among them, and sentences that were kept out of the index.

Then the first result for a question, its encoding included, is timed beside that of an index of 10,000, in turns::

    python -m benchmarks.large_index --count 1000000 --real 20000 --asked 100
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import prose
from benchmarks.development import QUESTIONS
from benchmarks.seconds import cpu_seconds
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
MOVED = 0.5
"""How much of the difference of two real vectors is added to a third: the cosine with it is then about .8."""
SMALL = 10_000
"""Vectors of the index whose first result that of the large one is compared with."""
PROBED = (64, 16, 8, 4, 2, 1)
RESCORED = (1, 2, 4, 8)
DEPTHS = (10, 50)
LEAST_RECALL = 0.98
"""What the constants of the product have to reach at the greater depth."""


def main() -> None:
    """Measure and print; exit code 1 if the constants of the product find too little."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--real", type=int, help="sentences that are embedded; all without it")
    parser.add_argument("--asked", type=int, help="questions, and sentences, that are asked; all without it")
    parser.add_argument("--cache", type=Path, help="a folder that keeps the vectors")
    arguments = parser.parse_args()
    count = arguments.count
    encoder = Encoder.load()
    real, questions, held_out = embedded(encoder, min(count, arguments.real or count), arguments.cache)
    asked = {"development questions": questions, "sentences not indexed": held_out}
    vectors_asked = {
        name: encoder.encode_passages(texts[:: max(1, len(texts) // (arguments.asked or len(texts)))])
        for name, texts in asked.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "large.faiss", Path(folder) / "small.faiss"
        before, started = peak_megabytes(), time.process_time()
        VectorIndex.build(blocks(real, count), count, real.shape[1], path, largest_flat=count - 1)
        took, peak = time.process_time() - started, peak_megabytes() - before
        held = held_megabytes()
        index = VectorIndex.load(path)
        print(
            f"{index.kind}, {count} vectors, {len(real)} of them real: built in {took:.1f} s of CPU, "
            f"peak memory + {peak:.0f} MB; "
            f"{sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6:.0f} MB on disk, mapped: "
            f"loading takes {held_megabytes() - held:.0f} MB of memory"
        )
        VectorIndex.build(blocks(real, SMALL), SMALL, real.shape[1], small)
        first_results(encoder, questions[: arguments.asked], VectorIndex.load(small), index)
        exact = numpy.memmap(path.with_name(path.name + vectors.EXACT), numpy.float32, "r").reshape(count, -1)
        recalls = {name: report(name, index, exact, own) for name, own in vectors_asked.items()}
    for name, recall in recalls.items():
        print(f"{name}: recall@{DEPTHS[-1]} {recall:.3f}, due {LEAST_RECALL}")
    raise SystemExit(min(recalls.values()) < LEAST_RECALL)


def blocks(real: Vectors, count: int) -> Iterator[Vectors]:
    """Yield ``count`` vectors of length 1, a block at a time: the ``real`` ones, then those made of them."""
    drawn = numpy.random.default_rng(0)
    for start in range(0, count, BLOCK):
        stop = min(count, start + BLOCK)
        own = real[start:stop]
        made = stop - start - len(own)
        if made:
            one, plus, minus = (real[drawn.integers(0, len(real), made)] for _ in range(3))
            moved = one + numpy.float32(MOVED) * (plus - minus)
            own = numpy.concatenate([own, moved / numpy.linalg.norm(moved, axis=1, keepdims=True)])
        yield own


def first_results(encoder: Encoder, questions: Sequence[str], small: VectorIndex, large: VectorIndex) -> None:
    """Print what a question and its :data:`DEPTHS` nearest cost in both indexes, asked in turns, the encoding too."""
    seconds: dict[str, list[float]] = {"encoding": [], "small": [], "large": []}
    for question in questions:
        vector = encoder.encode_question(question)
        seconds["encoding"].append(cpu_seconds(functools.partial(encoder.encode_question, question)))
        for name, index in (("small", small), ("large", large)):
            search = functools.partial(index.nearest, vector, DEPTHS[-1], range(index.count))
            seconds[name].append(cpu_seconds(search))
    one, few, many = (statistics.median(own) * 1000 for own in seconds.values())
    print(
        f"first result, CPU time: encoding {one:.1f} ms, search among {small.count} {few:.2f} ms, among {large.count} "
        f"{many:.2f} ms: {(one + many) / (one + few):.2f} times that at {small.count}"
    )


def report(name: str, index: VectorIndex, base: Vectors, questions: Vectors) -> float:
    """Print recall and time of every setting; return the recall of the product's own at the greater depth."""
    exact = [nearest(base, question) for question in questions]
    table = Table(
        "probed",
        "rescored",
        *(f"recall@{depth}" for depth in DEPTHS),
        "ms of CPU a search",
        title=f"{len(questions)} {name}",
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


def nearest(base: Vectors, question: Vectors) -> list[int]:
    """Return the rows of the nearest of ``base``, the nearest first, as many as the greater depth."""
    cosines = base @ question
    best = numpy.argpartition(-cosines, DEPTHS[-1])[: DEPTHS[-1]]
    return [int(row) for row in best[numpy.argsort(-cosines[best], kind="stable")]]


def searched(index: VectorIndex, exact: list[list[int]], questions: Vectors) -> tuple[list[float], float]:
    """Return the recall at each depth, and the median milliseconds of CPU time of a search at the greatest."""
    everything = range(index.count)
    recalls = []
    for depth in DEPTHS:
        found, seconds = 0, []
        for question, nearest in zip(questions, exact, strict=True):
            started = time.process_time()
            rows = index.nearest(question, depth, everything)
            seconds.append(time.process_time() - started)
            found += len(set(rows.tolist()) & set(nearest[:depth]))
        recalls.append(found / depth / len(questions))
    return recalls, statistics.median(seconds) * 1000


def embedded(encoder: Encoder, count: int, cache: Path | None) -> tuple[Vectors, list[str], list[str]]:
    """Return the vectors of ``count`` sentences, and what to ask for: development questions, sentences kept out."""
    indexed: list[str] = []
    held_out: list[str] = []
    for number, sentence in enumerate(sentences(count + count // HELD_OUT)):
        (held_out if number % HELD_OUT == HELD_OUT - 1 else indexed).append(sentence)
    files = sorted(QUESTIONS.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    questions = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    embedded = []
    for start in range(0, len(indexed), BLOCK):
        kept = cache / f"{count}-{start}.npy" if cache is not None else None
        if kept is None or not kept.exists():
            print(f"Embedding sentences {start} to {start + BLOCK} of {len(indexed)} ...", flush=True)
            embedded.append(encoder.encode_passages(indexed[start : start + BLOCK]))
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                numpy.save(kept, embedded[-1])
        else:
            embedded.append(numpy.load(kept))
    return numpy.concatenate(embedded), questions, held_out


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


def held_megabytes() -> float:
    """Return the memory that this process holds by itself, what is mapped from files left out."""
    return int(Path("/proc/self/status").read_text(encoding="utf-8").split("RssAnon:")[1].split()[0]) / 1024


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
