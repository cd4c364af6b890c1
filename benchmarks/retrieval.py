"""How often the right passage comes first, by weight of the words: ``python -m benchmarks.retrieval``.

Where ``qa.retrieve.LEXICAL_WEIGHT`` comes from. Asked are the answerable development questions; a passage is right if
it holds the sentence that the question's author marked. ``words / best`` divides a BM25 score by the best one found,
which is usual; ``words / all`` divides it by the highest that can be reached, which is what this project does.
"""

from __future__ import annotations

import numpy
from rich.console import Console
from rich.table import Table

from benchmarks.development import question_sets
from index import Encoder, Index, terms

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.0)


def main() -> None:
    """Print right passages in first place, a row a weight, a column a set of questions."""
    encoder = Encoder.load()
    right: dict[tuple[str, float], dict[str, int]] = {}
    asked: dict[str, int] = {}
    with question_sets(encoder) as sets:
        for questions in sets:
            for question in questions.questions:
                if not question["answerable"]:
                    continue
                asked[questions.name] = asked.get(questions.name, 0) + 1
                index = questions.index
                rows = index.rows[question.get("collection") or index.manifest.collections[0]]
                meaning, words = scores(index, encoder, question["question"], rows)
                best = words / words.max() if words.max() > 0 else words
                for way, lexical in (("words / all", words), ("words / best", best)):
                    for weight in WEIGHTS:
                        first = rows.start + int(numpy.argmax((1 - weight) * meaning + weight * lexical))
                        counts = right.setdefault((way, weight), {})
                        hit = question["evidence"] in index.chunks[first].text
                        counts[questions.name] = counts.get(questions.name, 0) + hit
    table = Table("fusion", "weight", *(f"{name} ({count})" for name, count in asked.items()), "all")
    for (way, weight), counts in right.items():
        table.add_row(way, f"{weight:.1f}", *(str(counts[name]) for name in asked), str(sum(counts.values())))
    Console().print(table)


def scores(
    index: Index, encoder: Encoder, question: str, rows: range
) -> tuple[numpy.typing.NDArray[numpy.float32], numpy.typing.NDArray[numpy.float32]]:
    """Return the mean of chunk and best sentence cosine, and of chunk and best sentence words, of each chunk."""
    vector, question_terms = encoder.encode_question(question), terms(question)
    cosines = index.sentence_vectors.cosines(vector, numpy.arange(index.sentence_vectors.count))
    shares = index.sentence_words.scores(question_terms)
    own = [slice(index.sentence_rows[row].start, index.sentence_rows[row].stop) for row in rows]
    meaning = index.chunk_vectors.cosines(vector, numpy.arange(rows.start, rows.stop))
    words = index.chunk_words.scores(question_terms)[rows.start : rows.stop]
    best_meaning = numpy.array([cosines[sentences].max() for sentences in own])
    best_words = numpy.array([shares[sentences].max() for sentences in own])
    return (meaning + best_meaning) / 2, (words + best_words) / 2


if __name__ == "__main__":
    main()
