"""The vectors of the index that is being replaced: what was embedded once is not embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.encoder import Encoder
from index.vectors import VectorIndex

if TYPE_CHECKING:
    from index.encoder import Vectors

BLOCK = 8192
"""Texts that are embedded before their vectors are handed on: enough to sort by length, 13 MB at 384 dimensions."""


class KnownVectors:
    """Vectors by the text that they were made of; ``embedded`` counts the texts that were not known."""

    def __init__(self) -> None:
        self.embedded = 0
        self._indexes: list[VectorIndex] = []
        self._rows: dict[bytes, tuple[int, int]] = {}

    def add(self, texts: Sequence[str], vectors: VectorIndex) -> None:
        """Remember that row ``i`` of ``vectors`` was made of ``texts[i]``."""
        number = len(self._indexes)
        self._indexes.append(vectors)
        for row, text in enumerate(texts):
            self._rows[_key(text)] = (number, row)

    def encode(
        self, texts: Sequence[str], encoder: Encoder, progress: Callable[[int, int], None], *, block: int = BLOCK
    ) -> Iterator[Vectors]:
        """Yield the vectors of ``texts`` in order, a block at a time: float32, shape ``(at most block, dimension)``.

        Only texts that are not known are given to ``encoder``, equal ones in a block once. ``progress`` is told how
        many of all texts have their vectors.
        """
        for start in range(0, len(texts), block):
            part = texts[start : start + block]
            yield self._encode(part, encoder, progress, start, len(texts))

    def _encode(
        self, texts: Sequence[str], encoder: Encoder, progress: Callable[[int, int], None], before: int, total: int
    ) -> Vectors:
        """Return the vectors of one block."""
        import numpy

        vectors = numpy.zeros((len(texts), encoder.identity.dimension), dtype=numpy.float32)
        new: dict[str, list[int]] = {}
        known: dict[int, list[tuple[int, int]]] = {}
        for row, text in enumerate(texts):
            place = self._rows.get(_key(text))
            if place is None:
                new.setdefault(text, []).append(row)
            else:
                known.setdefault(place[0], []).append((row, place[1]))
        for number, rows in known.items():
            own, theirs = numpy.array(rows, dtype=numpy.int64).T
            vectors[own] = self._indexes[number].vectors(theirs.copy())
        done = before + len(texts) - len(new)
        encoded = encoder.encode_passages(list(new), lambda count, _: progress(done + count, total))
        for rows_of_text, vector in zip(new.values(), encoded, strict=True):
            vectors[rows_of_text] = vector
        self.embedded += len(new)
        progress(before + len(texts), total)
        return vectors


def _key(text: str) -> bytes:
    """Return a hash that stands for ``text`` in less room."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
