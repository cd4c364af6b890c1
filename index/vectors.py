"""Vectors in FAISS: unit vectors compared by inner product, which is then their cosine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    import faiss
    import numpy
    from numpy.typing import NDArray

    Vector = NDArray[numpy.float32]
    Rows = NDArray[numpy.int64]

FLAT = "Flat"
LARGEST_FLAT = 100_000
"""Vectors up to which every one is compared with a question: about 7 ms a search at 384 dimensions on one core."""
TRAINING_VECTORS = 64
"""Vectors a list on which the lists of a large index are trained; FAISS asks for 39 at least."""
PROBED_SHARE = 2
"""One in so many lists of a large index is searched. On 110,000 real sentences one in 16 finds only .82 of the 50 that
are nearest to a question, one in 2 .98, at half the cost of all; of a million vectors one in 8 finds .925, one in 4
.965, one in 2 .986: ``python -m benchmarks.large_index``."""
RESCORED = 2
"""Candidates a result of a large index, all of which are then compared exactly. Of a million vectors that finds .995 of
the 10 nearest, one a result .981, and more find no more."""
EXACT = ".f32"
"""Ending of the file with the vectors of a large index, float32 in row order."""


class VectorIndex:
    """The nearest of many unit vectors.

    Up to :data:`LARGEST_FLAT` vectors stand in a FAISS ``IndexFlatIP``: 4 bytes a dimension and vector in memory
    (1.5 kB at 384 dimensions), one exact pass over all of them a search. Beyond, ``kind`` is an inverted file of
    8-bit vectors (``IVF1024,SQ8``: a quarter of the size, half of the pass) that puts candidates forward; these are
    then compared exactly with their full vectors. Once it is loaded both stay on disk and are mapped into memory.
    """

    def __init__(self, index: faiss.Index, kind: str, exact: Vector | None = None) -> None:
        self.kind = kind
        self._index: Any = index
        self._exact = exact

    @classmethod
    def build(
        cls, blocks: Iterable[Vector], count: int, dimension: int, path: Path, *, largest_flat: int = LARGEST_FLAT
    ) -> VectorIndex:
        """Index the ``count`` vectors of ``blocks`` and write them to ``path`` (and beside it).

        A block is float32, shape ``(any, dimension)``, with rows of length 1. Blocks are taken one at a time and let
        go, so that besides the index itself only one is in memory.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        import faiss
        import numpy

        kind = _kind(count, largest_flat)
        if kind == FLAT:
            index: Any = faiss.IndexFlatIP(dimension)
            for block in blocks:
                index.add(block)
            exact = None
        else:
            with _exact_path(path).open("wb") as stream:
                for block in blocks:
                    stream.write(numpy.ascontiguousarray(block).data)
            exact = _mapped(path, dimension)
            index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
            sample = numpy.random.default_rng(0).choice(
                count, min(count, index.nlist * TRAINING_VECTORS), replace=False
            )
            index.train(exact[numpy.sort(sample)])
            for start in range(0, count, LARGEST_FLAT):
                index.add(exact[start : start + LARGEST_FLAT])
        built = cls(index, kind, exact)
        built._save(path)
        return built

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Load what :meth:`build` wrote.

        Raises:
            IndexDamagedError: FAISS cannot read the file, or the vectors beside it are not all there.
        """
        import faiss

        try:
            mapped = faiss.IO_FLAG_MMAP_IFC if _exact_path(path).exists() else 0
            index = faiss.read_index(str(path), mapped)
        except RuntimeError as error:
            raise IndexDamagedError(f"{path}: FAISS cannot read this file. Build the index again.") from error
        if not hasattr(index, "nlist"):
            return cls(index, FLAT)
        try:
            exact = _mapped(path, int(index.d))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{_exact_path(path)}: cannot be read. Build the index again.") from error
        if len(exact) != index.ntotal:
            raise IndexDamagedError(f"{_exact_path(path)}: has {len(exact)} vectors, {index.ntotal} are due.")
        return cls(index, f"IVF{index.nlist},SQ8", exact)

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def vectors(self, rows: Rows) -> Vector:
        """Return the vectors of ``rows``: float32, shape ``(len(rows), dimension)``."""
        import numpy

        found = self._index.reconstruct_batch(rows) if self._exact is None else self._exact[rows]
        return numpy.asarray(found, dtype=numpy.float32)

    def nearest(self, vector: Vector, count: int, rows: range) -> Rows:
        """Return the rows within ``rows`` whose vectors are nearest to ``vector``, the nearest first: int64."""
        import faiss

        count = min(count, len(rows))
        within: Any = faiss.SearchParametersIVF() if self._exact is not None else faiss.SearchParameters()
        if rows != range(self.count):
            within.sel = faiss.IDSelectorRange(rows.start, rows.stop)
        if self._exact is None:
            _, found = self._index.search(vector[None, :], count, params=within)
            flat: Rows = found[0][found[0] >= 0]
            return flat
        within.nprobe = max(1, self._index.nlist // PROBED_SHARE)
        _, found = self._index.search(vector[None, :], count * RESCORED, params=within)
        candidates = found[0][found[0] >= 0]
        nearest: Rows = candidates[(-self.cosines(vector, candidates)).argsort(kind="stable")][:count]
        return nearest

    def cosines(self, vector: Vector, rows: Rows) -> Vector:
        """Return the cosine of ``vector`` with each of ``rows``: float32, shape ``(len(rows),)``."""
        cosines: Vector = self.vectors(rows) @ vector
        return cosines

    def _save(self, path: Path) -> None:
        """Write the index to ``path``."""
        import faiss

        callback: Any = vars(faiss)["PyCallbackIOWriter"]  # The types of FAISS do not know it.
        with path.open("wb") as stream:  # By itself, FAISS does not tell when the last few bytes find no room.
            faiss.write_index(self._index, callback(stream.write))


def _kind(count: int, largest_flat: int) -> str:
    """Return the description, for FAISS, of the index for ``count`` vectors."""
    if count <= largest_flat:
        return FLAT
    lists = 1 << (int(4 * count**0.5).bit_length() - 1)  # FAISS advises 4 to 16 times the root; a power of two below.
    return f"IVF{lists},SQ8"


def _exact_path(path: Path) -> Path:
    """Return the file of the full vectors beside the index at ``path``."""
    return path.with_name(path.name + EXACT)


def _mapped(path: Path, dimension: int) -> Vector:
    """Return the full vectors beside the index at ``path``, mapped into memory: float32, shape ``(any, dimension)``."""
    import numpy

    mapped: Vector = numpy.memmap(_exact_path(path), dtype=numpy.float32, mode="r")
    return mapped.reshape(-1, dimension)
