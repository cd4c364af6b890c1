"""What a build of many pages needs in memory: ``python -m benchmarks.pages [--pages 10000]``.

A page is 3,000 characters of prose. All is done as in any build, but that random vectors take the place of most: a
block of texts is embedded for its memory, and the others are not, for they take an hour. The process is a new one, and
its peak is held against the vectors: exit code 1 if it is more than they and 500 MB.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from benchmarks import prose
from corpus import Document
from index import Encoder, build_index

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGES = 10_000
PAGE = 3_000
"""Characters of a page."""
TEXT = 100
"""Pages of a text at most."""
EMBEDDED = 256
"""Texts that are embedded."""
BESIDE = 500
"""Megabytes that a build may need besides its vectors."""


class MostlyRandom(Encoder):
    """An encoder that embeds the first texts it is given, and makes vectors out of nothing for all."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder._model, encoder.identity)
        self._random = numpy.random.default_rng(0)
        self._embedded = False

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[numpy.float32]:
        """Return random unit vectors."""
        if not self._embedded:
            super().encode_passages(texts[:EMBEDDED])
            self._embedded = True
        vectors = self._random.standard_normal((len(texts), self.identity.dimension), dtype=numpy.float32)
        if progress is not None:
            progress(len(texts), len(texts))
        vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def main() -> None:
    """Build, and print the peak of memory beside the vectors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    pages = parser.parse_args().pages
    encoder = MostlyRandom(Encoder.load())
    documents = list(texts_of(pages))
    before, started = peak_megabytes(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        report = build_index(documents, encoder, Path(folder))
    peak = peak_megabytes()
    vectors = (report.chunks + report.sentences) * encoder.identity.dimension * 4 / 1e6
    kept = peak <= vectors + BESIDE
    print(
        f"{pages} pages in {len(documents)} texts, {report.chunks} chunks, {report.sentences} sentences: "
        f"{time.process_time() - started:.0f} s of CPU without encoding; peak memory {peak:.0f} MB, of it {before:.0f} "
        f"before the build; vectors are {vectors:.0f} MB, so {peak - vectors:.0f} MB besides, "
        f"{BESIDE} allowed: {'kept' if kept else 'BROKEN'}"
    )
    raise SystemExit(not kept)


def texts_of(pages: int) -> Iterator[Document]:
    """Yield texts of so many pages: what prose there is, and again under another name until there are enough."""
    left = pages * PAGE
    written = "\n\n".join(document.text for document in prose.documents())
    length = TEXT * PAGE
    for turn in itertools.count():
        for start in range(0, len(written), length):
            if left <= 0:
                return
            text = written[start : start + min(length, left)].strip()
            left -= length
            yield Document(f"{turn} {start}", f"Volume {turn}, from {start}.\n\n{text}")


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
