"""The vectors of the index that is being replaced: what was embedded once is not embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.encoder import Encoder
from index.vectors import VectorIndex

if TYPE_CHECKING:
    from index.encoder import Vectors


class KnownVectors:
    """Vectors by the text that they were made of."""

    def __init__(self) -> None:
        self._rows: dict[bytes, tuple[VectorIndex, int]] = {}

    def add(self, texts: Sequence[str], vectors: VectorIndex) -> None:
        """Remember that row ``i`` of ``vectors`` was made of ``texts[i]``."""
        for row, text in enumerate(texts):
            self._rows[_key(text)] = (vectors, row)

    def encode(
        self, texts: Sequence[str], encoder: Encoder, progress: Callable[[int, int], None]
    ) -> tuple[Vectors, int]:
        """Return the vectors of ``texts`` (float32, shape ``(len(texts), dimension)``) and how many were new.

        Only texts that are not known are given to ``encoder``, equal ones once; ``progress`` counts those.
        """
        import numpy

        vectors = numpy.zeros((len(texts), encoder.identity.dimension), dtype=numpy.float32)
        new: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            known = self._rows.get(_key(text))
            if known is None:
                new.setdefault(text, []).append(row)
            else:
                vectors[row] = known[0].vector(known[1])
        for rows, vector in zip(new.values(), encoder.encode_passages(list(new), progress), strict=True):
            vectors[rows] = vector
        return vectors, len(new)


def _key(text: str) -> bytes:
    """Return a hash that stands for ``text`` in less room."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
