"""The passages that are nearest to a question."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from index import Index, terms
from qa.types import AnswerSpan, Passage, SentenceScore

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vector = NDArray[numpy.float32]
    Rows = NDArray[numpy.int64]

Score = TypeVar("Score", float, "Vector")
LEAST_LEXICAL_WEIGHT = 0.2
"""Share of the words in the fused score where no text holds a word of the question, 0 to 1; the rest is meaning."""
MORE_LEXICAL_WEIGHT = 0.2
"""What is added to that share where some text holds them all. Both from ``python -m benchmarks.retrieval``: a fixed
share of 0.3 or 0.4 is as good for questions in the text's own words, and worse for reworded ones."""
READING_WEIGHT = 0.2
"""What is added to the score of a passage that surely holds the answer, by a reader. 0, 0.05, 0.1, 0.2 and 0.4 put the
right passage first for .867, .890, .903, .890 and .880 of 300 questions to the development part of SQuADShifts
new_wiki, for .893, .910, .917, .923 and .910 of SQuAD 2's, for .798, .794, .796, .785 and .771 of our own."""
RELEVANCE_WEIGHT = 0.3
"""What is added to the score of a passage that a reader surely holds for relevant."""
CANDIDATES = 50
"""Chunks that each of the three searches puts forward; all of them are then scored by all three."""


def lexical_weight(most: float) -> float:
    """Return the share of the words in the fused score, where ``most`` is the highest share of them that a text holds.

    Words that nobody wrote together say little about where to look: somebody put the question in words of their own.
    """
    return LEAST_LEXICAL_WEIGHT + MORE_LEXICAL_WEIGHT * most


def fuse(dense: Score, best_sentence: Score, lexical: Score, weight: float) -> Score:
    """Return the one score of a text, or of each of many, from its cosine, that of its best sentence, and its words.

    The two cosines weigh the same, for a chunk says what a sentence is about and a sentence says it best. ``weight``
    is that of the words, 0 to 1.
    """
    return (1 - weight) * (dense + best_sentence) / 2 + weight * lexical


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

    by_sentence = index.sentence_vectors.nearest(vector, CANDIDATES, index.sentences_of(collection)).tolist()
    by_words = highest(words[rows.start : rows.stop], CANDIDATES) + rows.start
    candidates = {
        *index.chunk_vectors.nearest(vector, CANDIDATES, rows).tolist(),
        *(bisect_right(index.sentence_rows, row, rows.start, rows.stop, key=_first) - 1 for row in by_sentence),
        *by_words.tolist(),
    }
    ordered = numpy.array(sorted(candidates), dtype=numpy.int64)
    own = [index.sentence_rows[row] for row in ordered.tolist()]
    own_rows = numpy.concatenate([numpy.arange(rows.start, rows.stop) for rows in own])
    starts = numpy.cumsum([0, *map(len, own)])
    cosines, shares = index.sentence_vectors.cosines(vector, own_rows), sentence_words[own_rows]
    dense = index.chunk_vectors.cosines(vector, ordered)
    best_sentence: Vector = numpy.maximum.reduceat(cosines, starts[:-1])
    lexical: Vector = (words[ordered] + numpy.maximum.reduceat(shares, starts[:-1])) * numpy.float32(0.5)
    weight = lexical_weight(float(lexical.max()))
    scores = fuse(dense, best_sentence, lexical, weight)
    sentence_scores = fuse(cosines, cosines, shares, weight)
    return [
        Passage(
            chunk=index.chunks[ordered[place]],
            score=float(scores[place]),
            dense=float(dense[place]),
            best_sentence=float(best_sentence[place]),
            lexical=float(lexical[place]),
            sentences=tuple(
                SentenceScore(span, float(cosines[row]), float(shares[row]), float(sentence_scores[row]))
                for row, span in enumerate(index.chunks[ordered[place]].sentences, start=starts[place])
            ),
        )
        for place in numpy.argsort(-scores, kind="stable")[:count].tolist()
    ]


def highest(scores: Vector, count: int) -> Rows:
    """Return the rows of the ``count`` highest of ``scores`` above 0, the highest first, equal ones in their order.

    ``scores`` are float32, shape ``(n,)``, and only the highest of them are sorted; the result is int64.
    """
    import numpy

    rows: Rows = numpy.flatnonzero(scores > 0)
    if len(rows) > count:
        least = numpy.partition(scores[rows], len(rows) - count)[len(rows) - count]
        rows = rows[scores[rows] >= least]
    best: Rows = rows[numpy.argsort(-scores[rows], kind="stable")[:count]]
    return best


def reranked(passages: Sequence[Passage], spans: Sequence[AnswerSpan]) -> list[Passage]:
    """Return ``passages`` in the order that they have after a reader judged them and found ``spans`` in them.

    What is likely to hold the answer comes before what is merely near to the question: ``relevance`` counts where the
    reader ranks, and the share of the probability where it marks exact words.
    """
    reading: dict[str, float] = defaultdict(float)
    for span in spans:
        reading[span.passage.chunk.id] += math.exp(span.score)
    read = [
        replace(
            passage,
            reading=(share := min(1.0, reading[passage.chunk.id])),
            score=passage.score + READING_WEIGHT * share + RELEVANCE_WEIGHT * relevance_share(passage),
        )
        for passage in passages
    ]
    return sorted(read, key=lambda passage: -passage.score)


def relevance_share(passage: Passage) -> float:
    """Return the relevance of a passage as a probability, 0 to 1; 0 where no reader ranked it."""
    if passage.relevance is None:
        return 0.0
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, passage.relevance))))


def _first(rows: range) -> int:
    """Return the first of ``rows``."""
    return rows.start
