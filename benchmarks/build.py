"""What a build costs beside raw encoding of the same texts: ``python -m benchmarks.build [--chunks 400]``.

First the CPU seconds of whole builds, of ``Encoder.encode_passages`` on the same texts, and of sentence-transformers in
torch on them, in turns in one run. Then what a build costs beside encoding, with random vectors in its place, for some
text and for four times as much: CPU seconds and memory a text, which tell whether anything grows faster than the text.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
import torch
from sentence_transformers import SentenceTransformer

from benchmarks import prose
from benchmarks.seconds import cpu_seconds
from corpus import ChunkSettings, Document, chunk_document
from index import BuildReport, Encoder, build_index, find_model
from index.embedded import embedded_texts
from index.torch_model import BATCH_SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

TURNS = 2
MOST = 1.1
"""Times the cost of raw encoding that a build may cost."""
MOST_OF_TORCH = 1.0
"""Times the cost of sentence-transformers that raw encoding may cost, which takes batches of 32 unless it is told."""
SCALE = 100_000
"""Chunks to which the figures are extended."""
SPREAD = 7
"""One module in so many is taken, so that the texts are not all of one subject."""
SIZES = (2_000, 8_000)
"""Chunks of the builds without encoding."""


class WithoutEncoding(Encoder):
    """An encoder that counts tokens as ever and makes vectors out of nothing."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder._model, encoder.identity)
        self._random = numpy.random.default_rng(0)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[numpy.float32]:
        """Return random unit vectors."""
        shape = (len(texts), self.identity.dimension)
        vectors: NDArray[numpy.float32] = self._random.standard_normal(shape, dtype=numpy.float32)
        if progress is not None:
            progress(len(texts), len(texts))
        vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def main() -> None:
    """Measure and print; exit code 1 if a build costs more than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=400)
    chunks = parser.parse_args().chunks
    encoder = Encoder.load()
    model = SentenceTransformer(str(find_model().folder), local_files_only=True)
    rest = beside_encoding(WithoutEncoding(encoder))
    raise SystemExit(not beside_raw(encoder, model, chunks, rest))


def beside_encoding(encoder: Encoder) -> float:
    """Print what builds without encoding cost; return the CPU seconds a text of the larger one."""
    seconds_a_text = 0.0
    for size in SIZES:
        documents = sample(encoder, size, spread=1)
        before = peak_megabytes()
        seconds, report = built(documents, encoder)
        texts = report.chunks + report.sentences
        seconds_a_text = seconds / texts
        vectors = texts * encoder.identity.dimension * 4 / 1e6
        print(
            f"without encoding: {report.chunks} chunks, {texts} texts: {seconds:.2f} s of CPU, "
            f"{seconds_a_text * 1000:.3f} ms a text; memory + {peak_megabytes() - before:.0f} MB, "
            f"vectors are {vectors:.0f} MB; {report.bytes / 1e6:.0f} MB on disk"
        )
    return seconds_a_text


def beside_raw(encoder: Encoder, model: SentenceTransformer, chunks: int, rest: float) -> bool:
    """Print what builds and raw encoding cost beside each other; return whether that is allowed."""
    documents = sample(encoder, chunks, spread=SPREAD)
    cut = [chunk for one in documents for chunk in chunk_document(one, encoder.count_tokens, ChunkSettings())]
    chunk_texts, sentences = embedded_texts(cut)
    texts = list(dict.fromkeys([*chunk_texts, *(text for text, _ in sentences)]))
    raws, builds, torches = [], [], []
    for _ in range(TURNS):
        torch.set_num_threads(os.cpu_count() or 1)
        torches.append(
            cpu_seconds(
                lambda: model.encode(texts, batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False)
            )
        )
        raws.append(cpu_seconds(lambda: encoder.encode_passages(texts)))
        builds.append(built(documents, encoder)[0])
        print(f"torch {torches[-1]:.1f} s, raw encoding {raws[-1]:.1f} s, build {builds[-1]:.1f} s of CPU")
    raw, build, torch_raw = (statistics.median(seconds) for seconds in (raws, builds, torches))
    print(
        f"{len(cut)} chunks, {len(sentences)} sentences, {len(texts)} different texts: {raw / len(texts):.4f} s a text"
    )
    print(f"raw encoding costs {raw / torch_raw:.3f} times sentence-transformers in torch, allowed {MOST_OF_TORCH}")
    print(f"a build costs {build / raw:.3f} times raw encoding, allowed {MOST}; {len(cut) / build:.1f} chunks a second")
    beside = rest * (len(cut) + len(sentences))
    print(f"of it beside encoding, by the builds without: {beside:.2f} s, {beside / raw:.3f} times raw encoding")
    print(f"at this rate {SCALE:,} chunks take {build / len(cut) * SCALE / 3600:.1f} h of CPU")
    return build / raw <= MOST and raw / torch_raw <= MOST_OF_TORCH


def built(documents: Sequence[Document], encoder: Encoder) -> tuple[float, BuildReport]:
    """Return the CPU seconds of a build in a new folder, and its report."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        report = build_index(documents, encoder, Path(folder))
        return time.process_time() - started, report


def sample(encoder: Encoder, chunks: int, *, spread: int) -> list[Document]:
    """Return documents that make at least ``chunks`` chunks: one in ``spread`` of those there are."""
    documents: list[Document] = []
    made = 0
    for number, document in enumerate(prose.documents(installed=True)):
        if number % spread != spread - 1:
            continue
        documents.append(document)
        made += len(chunk_document(document, encoder.count_tokens, ChunkSettings()))
        if made >= chunks:
            break
    return documents


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
