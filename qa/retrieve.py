"""The passages that are nearest to a question."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from index import Index, terms
from qa.types import Passage, SentenceScore

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vector = NDArray[numpy.float32]

LEXICAL_WEIGHT = 0.4
"""Share of the words in the fused score, 0 to 1; the rest is the cosines'. From ``python -m benchmarks.retrieval``."""
CANDIDATES = 50
"""Chunks that each of the three searches puts forward; all of them are then scored by all three."""


def fuse(dense: float, best_sentence: float, lexical: float) -> float:
    """Return the one score of a text from its cosine, that of its best sentence, and its share of the words.

    The two cosines weigh the same, for a chunk says what a sentence is about and a sentence says it best.
    """
    return (1 - LEXICAL_WEIGHT) * (dense + best_sentence) / 2 + LEXICAL_WEIGHT * lexical


def retrieve(index: Index, question: str, vector: Vector, *, collection: str, count: int) -> list[Passage]:
    """Return the ``count`` best passages of ``collection`` for ``question``, the best first.

    ``vector`` is the question's: float32, shape ``(dimension,)``, length 1. Chunks are put forward by their vectors,
    by the vectors of their sentences and by BM25; each of them then gets all scores exactly.
    """
    import numpy

    rows = index.rows[collection]
    if not rows or count < 1:
        return []
    question_terms = terms(question)
    words = index.chunk_words.scores(question_terms)
    sentence_words = index.sentence_words.scores(question_terms)
    sentences = range(index.sentence_rows[rows.start].start, index.sentence_rows[rows.stop - 1].stop)

    by_sentence = index.sentence_vectors.nearest(vector, CANDIDATES, sentences).tolist()
    by_words = numpy.argsort(-words[rows.start : rows.stop], kind="stable")[:CANDIDATES] + rows.start
    candidates = {
        *index.chunk_vectors.nearest(vector, CANDIDATES, rows).tolist(),
        *(bisect_right(index.sentence_rows, row, rows.start, rows.stop, key=_first) - 1 for row in by_sentence),
        *by_words[words[by_words] > 0].tolist(),
    }
    ordered = numpy.array(sorted(candidates), dtype=numpy.int64)
    passages = []
    for row, dense in zip(ordered.tolist(), index.chunk_vectors.cosines(vector, ordered).tolist(), strict=True):
        own = index.sentence_rows[row]
        cosines = index.sentence_vectors.cosines(vector, numpy.arange(own.start, own.stop)).tolist()
        shares = sentence_words[own.start : own.stop].tolist()
        best = max(cosines)
        lexical = (float(words[row]) + max(shares)) / 2
        passages.append(
            Passage(
                chunk=index.chunks[row],
                score=fuse(dense, best, lexical),
                dense=dense,
                best_sentence=best,
                lexical=lexical,
                sentences=tuple(
                    SentenceScore(span, cosine, share, fuse(cosine, cosine, share))
                    for span, cosine, share in zip(index.chunks[row].sentences, cosines, shares, strict=True)
                ),
            )
        )
    return sorted(passages, key=lambda passage: -passage.score)[:count]


def _first(rows: range) -> int:
    """Return the first of ``rows``."""
    return rows.start
