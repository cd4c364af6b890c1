"""How often the right passage comes first, by what the words weigh: ``python -m benchmarks.retrieval``.

Where the weights of :mod:`qa.retrieve` and ``index.lexical.SATURATION`` come from. Asked are the answerable development
questions, reworded and from a search box, and those of annotators who saw the text, whose words are the text's own::

    python -m benchmarks.retrieval --squad new_wiki.json.gz --squad reddit.json.gz --pools 2 --questions 700

``words count k times`` are other values of BM25's k1, at the weights that the product has.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy
from rich.console import Console
from rich.table import Table

from benchmarks.pools import Asked, Pool, development_pools, squad_pools
from index import Encoder, Lexical, terms
from index.embedded import embedded_texts
from qa.retrieve import LEAST_LEXICAL_WEIGHT, MORE_LEXICAL_WEIGHT

WEIGHTS = ((0.0, 0.0), (0.3, 0.0), (0.4, 0.0), (0.1, 0.3), (0.2, 0.2), (0.0, 0.5), (0.3, 0.2), (1.0, 0.0))
"""Least weight of the words, and what is added to it where a text holds them all."""
SATURATIONS = (0.2, 0.5, 1.5)
"""Values of k1 beside the one that the product has; 1.5 is the usual one."""

Scores = numpy.typing.NDArray[numpy.float32]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of questions with a right passage in first place, a row a way, a column a set of questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squad", type=Path, action="append", default=[], help="a file in the format of SQuAD")
    parser.add_argument("--pools", type=int, help="how many pools of 240 paragraphs of each such file at most")
    parser.add_argument("--questions", type=int, help="how many questions of each pool at most")
    given = parser.parse_args(arguments)
    encoder = Encoder.load()
    right: dict[str, dict[str, int]] = {}
    asked: dict[str, int] = {}
    for pool in chain(development_pools(encoder), *(squad_pools(path, encoder, given.pools) for path in given.squad)):
        questions = list(pool.asked)
        if given.questions and len(questions) > given.questions:
            chosen = numpy.random.default_rng(0).choice(len(questions), given.questions, replace=False)
            questions = [questions[number] for number in chosen]
        asked[pool.name] = asked.get(pool.name, 0) + len(questions)
        for way, firsts in places(pool, questions, encoder):
            hits = sum(first in question.right for first, question in zip(firsts, questions, strict=True))
            row = right.setdefault(way, {})
            row[pool.name] = row.get(pool.name, 0) + hits
    table = Table("way", *(f"{name} ({count})" for name, count in asked.items()), "mean")
    for way, counts in right.items():
        shares = [counts[name] / count for name, count in asked.items()]
        table.add_row(way, *(f"{share:.3f}" for share in shares), f"{numpy.mean(shares):.4f}")
    Console(width=20 * (len(asked) + 3)).print(table)


def places(pool: Pool, questions: Sequence[Asked], encoder: Encoder) -> Iterator[tuple[str, list[int]]]:
    """Yield each way to fuse with the row that it puts first for each question."""
    rows = pool.index.rows[pool.collection]
    vectors = encoder.encode_passages([question.question for question in questions])
    meaning = [meanings(pool, vector) for vector in vectors]
    words = [words_of(pool, question.question, *_lexical(pool, None)) for question in questions]
    yield (
        "meaning of the chunk alone",
        [int((pool.index.chunk_vectors.cosines(v, _all(rows))).argmax()) for v in vectors],
    )
    for least, more in WEIGHTS:
        name = f"words weigh {least} + {more} of the best share"
        yield name, [first(*scores, least, more) for scores in zip(meaning, words, strict=True)]
    for saturation in SATURATIONS:
        lexical = _lexical(pool, saturation)
        words = [words_of(pool, question.question, *lexical) for question in questions]
        yield (
            f"words count k1 = {saturation}",
            [first(*scores, LEAST_LEXICAL_WEIGHT, MORE_LEXICAL_WEIGHT) for scores in zip(meaning, words, strict=True)],
        )


def first(meaning: Scores, words: Scores, least: float, more: float) -> int:
    """Return the row that comes first where the words weigh ``least``, and ``more`` by the best share of them."""
    weight = least + more * float(words.max())
    return int(((1 - weight) * meaning + weight * words).argmax())


def meanings(pool: Pool, vector: Scores) -> Scores:
    """Return the mean of the cosines of each chunk and of its best sentence."""
    index, rows = pool.index, pool.index.rows[pool.collection]
    cosines = index.sentence_vectors.cosines(vector, numpy.arange(index.sentence_vectors.count))
    best = numpy.array([cosines[own.start : own.stop].max() for own in index.sentence_rows[rows.start : rows.stop]])
    mean: Scores = (index.chunk_vectors.cosines(vector, _all(rows)) + best) / 2
    return mean


def words_of(pool: Pool, question: str, chunks: Lexical, sentences: Lexical) -> Scores:
    """Return the mean of the words of each chunk and of its best sentence."""
    index, rows = pool.index, pool.index.rows[pool.collection]
    asked = terms(question)
    shares = sentences.scores(asked)
    best = numpy.array([shares[own.start : own.stop].max() for own in index.sentence_rows[rows.start : rows.stop]])
    mean: Scores = (chunks.scores(asked)[rows.start : rows.stop] + best) / 2
    return mean


def _lexical(pool: Pool, saturation: float | None) -> tuple[Lexical, Lexical]:
    """Return the words of chunks and sentences, built anew with another saturation unless that is None."""
    index = pool.index
    if saturation is None:
        return index.chunk_words, index.sentence_words
    chunks, sentences = embedded_texts(index.chunks)
    return (
        Lexical.build(chunks, saturation=saturation),
        Lexical.build([bare for _, bare in sentences], saturation=saturation),
    )


def _all(rows: range) -> numpy.typing.NDArray[numpy.int64]:
    """Return the rows as an array."""
    return numpy.arange(rows.start, rows.stop)


if __name__ == "__main__":
    main()
