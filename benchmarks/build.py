"""What a build costs beside raw encoding of the same texts: ``python -m benchmarks.build [--chunks 400]``.

CPU seconds, in turns in one run. Everything but the choice of the index kind grows with the text at most linearly, so
that the ratio holds for a larger one; ``--chunks`` takes more.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import prose
from corpus import ChunkSettings, Document, chunk_document
from index import Encoder, build_index
from index.embedded import embedded_texts

TURNS = 2
MOST = 1.1
"""Times the cost of raw encoding that a build may cost."""
SCALE = 100_000
"""Chunks to which the figures are extended."""


def main() -> None:
    """Measure and print; exit code 1 if a build costs more than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=400)
    chunks = parser.parse_args().chunks
    encoder = Encoder.load()
    documents = sample(encoder, chunks)
    cut = [chunk for one in documents for chunk in chunk_document(one, encoder.count_tokens, ChunkSettings())]
    chunk_texts, sentences = embedded_texts(cut)
    texts = list(dict.fromkeys([*chunk_texts, *(text for text, _ in sentences)]))
    raws, builds = [], []
    for _ in range(TURNS):
        started = time.process_time()
        encoder.encode_passages(texts)
        raws.append(time.process_time() - started)
        with tempfile.TemporaryDirectory() as folder:
            started = time.process_time()
            build_index(documents, encoder, Path(folder))
            builds.append(time.process_time() - started)
    raw, build = statistics.median(raws), statistics.median(builds)
    print(f"{len(cut)} chunks, {len(sentences)} sentences, {len(texts)} different texts to embed")
    print(f"raw encoding {raw:.1f} s, build {build:.1f} s of CPU: {build / raw:.3f} times, allowed {MOST}")
    print(f"at this rate {SCALE:,} chunks take {build / len(cut) * SCALE / 3600:.1f} h of CPU")
    raise SystemExit(build > MOST * raw)


def sample(encoder: Encoder, chunks: int) -> list[Document]:
    """Return documents that make at least ``chunks`` chunks."""
    documents: list[Document] = []
    made = 0
    for document in itertools.islice(prose.documents(), 1, None, 7):  # Spread over the library.
        documents.append(document)
        made += len(chunk_document(document, encoder.count_tokens, ChunkSettings()))
        if made >= chunks:
            break
    return documents


if __name__ == "__main__":
    main()
