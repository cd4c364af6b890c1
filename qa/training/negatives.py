"""Hard negatives: passages that share the rare words of a question and do not hold its answer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy

from qa.training.examples import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = 6
"""Passages a question that are kept."""
LOOKED_AT = 40
"""Passages a question that are looked at, the nearest first."""
LEAST_ARTICLE = 7
"""Passages that an article must have for its own to be enough; the questions of a shorter one look everywhere."""

_DISTANT = frozenset({"reddit", "amazon"})
"""Sources whose questions do not say which paragraph they are about: the nearest passages may well answer them."""


def hard_negatives(source: Source) -> NDArray[numpy.int32]:
    """Return rows of ``source.contexts`` for each question: int32, shape ``(questions, KEPT)``, -1 for none.

    They are the nearest by TF-IDF, of the question's own article where that is long enough, without the question's
    own passage and those that hold one of its answers. Reviews and forum posts ("Is it worth the money?") are
    answered by many of their neighbours; there a passage also has to lack a word that the question shares with its
    own.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=numpy.float32)
    passages = vectorizer.fit_transform(source.contexts)
    asked = vectorizer.transform([question.text for question in source.questions])
    lowered = [context.lower() for context in source.contexts]
    articles: dict[str, list[int]] = defaultdict(list)
    for row, document in enumerate(source.documents):
        articles[document].append(row)
    everywhere = list(range(len(source.contexts)))
    by_pool: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(source.questions):
        document = source.documents[question.context]
        by_pool[document if len(articles[document]) >= LEAST_ARTICLE else ""].append(number)
    result = numpy.full((len(source.questions), KEPT), -1, dtype=numpy.int32)
    for document, numbers in by_pool.items():
        rows = articles[document] if document else everywhere
        pool = passages[rows].T.tocsr()
        for begin in range(0, len(numbers), 512):
            part = numbers[begin : begin + 512]
            likeness = (asked[part] @ pool).toarray()
            nearest = numpy.argsort(-likeness, axis=1, kind="stable")[:, :LOOKED_AT]
            for number, near in zip(part, nearest.tolist(), strict=True):
                found = _lacking(source, number, [rows[place] for place in near], lowered)
                result[number, : len(found)] = found
    return result


def _lacking(source: Source, number: int, near: list[int], lowered: list[str]) -> list[int]:
    """Return the rows out of ``near`` that do not answer question ``number``."""
    question = source.questions[number]
    own = question.context
    answers = {source.contexts[own][start:end].lower() for start, end in question.answers}
    words = set(lowered[own].split())
    shared = {word.strip("?,.'\"") for word in question.text.lower().split()} & words
    shared = {word for word in shared if len(word) > 3}
    return [
        row
        for row in near
        if row != own
        and not any(answer in lowered[row] for answer in answers)
        and (source.name not in _DISTANT or not shared <= set(lowered[row].split()))
    ][:KEPT]
