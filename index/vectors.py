"""Vectors in FAISS: unit vectors compared by inner product, which is then their cosine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    import faiss
    import numpy
    from numpy.typing import NDArray

    Vector = NDArray[numpy.float32]
    Rows = NDArray[numpy.int64]


class VectorIndex:
    """An exact inner-product index (FAISS ``IndexFlatIP``) over rows of unit vectors.

    Cost: 4 bytes a dimension and vector (1.5 kB at 384 dimensions), and one pass over all of them a search.
    """

    kind = "Flat"

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vector) -> VectorIndex:
        """Index ``vectors``: float32, shape ``(count, dimension)``, each of length 1."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Load what :meth:`save` wrote.

        Raises:
            IndexDamagedError: FAISS cannot read the file.
        """
        import faiss

        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamagedError(f"{path}: FAISS cannot read this file. Build the index again.") from error

    def save(self, path: Path) -> None:
        """Write the index to ``path``.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # FAISS knows no other.
            raise OSError(str(error).splitlines()[0]) from error

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def vector(self, row: int) -> Vector:
        """Return the vector of a row: float32, shape ``(dimension,)``."""
        import numpy

        return numpy.asarray(self._index.reconstruct(row), dtype=numpy.float32)

    def nearest(self, vector: Vector, count: int, rows: range) -> Rows:
        """Return the rows within ``rows`` whose vectors are nearest to ``vector``, the nearest first: int64."""
        import faiss

        count = min(count, len(rows))
        if rows == range(self.count):
            _, found = self._index.search(vector[None, :], count)
        else:
            within: Any = faiss.SearchParameters()
            within.sel = faiss.IDSelectorRange(rows.start, rows.stop)
            _, found = self._index.search(vector[None, :], count, params=within)
        nearest: Rows = found[0][found[0] >= 0]
        return nearest

    def cosines(self, vector: Vector, rows: Rows) -> Vector:
        """Return the cosine of ``vector`` with each of ``rows``: float32, shape ``(len(rows),)``."""
        cosines: Vector = self._index.reconstruct_batch(rows) @ vector
        return cosines
