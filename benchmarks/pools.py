"""Texts that are searched, each with the questions that one of its passages answers."""

from __future__ import annotations

import gzip
import itertools
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.development import QUESTIONS
from corpus import Document, read_bundled, read_file, read_paths, read_plain_text
from index import Encoder, Index, build_index
from index.embedded import embedded_texts
from qa.evaluation.questions import Question, read_questions
from qa.evaluation.relevance import Relevance
from qa.question import clean_question

POOLED = 240
"""Paragraphs of a SQuAD file that are searched together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the rows of its pool that are right."""

    question: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """One collection of an index, which is searched as a whole, and the questions asked of it.

    ``texts`` are the chunks as every system gets them: the words that this project's own index embeds, the heading
    included. A row is the place of a chunk in ``texts``; ``first`` is the row of ``index`` that it begins at.
    """

    name: str
    index: Index
    collection: str
    first: int
    texts: tuple[str, ...]
    asked: tuple[Asked, ...]


def development_pools(encoder: Encoder) -> Iterator[Pool]:
    """Yield the pools of every development set of the repository."""
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        text = path.with_suffix(".md")
        documents = [read_file(text)] if text.exists() else read_bundled()
        yield from own_pools(path.stem, documents, read_questions(path), encoder)


def file_pools(questions: Path, texts: Sequence[Path], encoder: Encoder) -> Iterator[Pool]:
    """Yield the pools of a file of questions in the format of ``python -m qa evaluate`` and of its texts."""
    documents, skipped = read_paths(texts)
    for one in skipped:
        print(f"Not read: {one.reason}", file=sys.stderr)
    yield from own_pools(questions.stem, documents, read_questions(questions), encoder)


def own_pools(
    name: str, documents: Sequence[Document], questions: Sequence[Question], encoder: Encoder
) -> Iterator[Pool]:
    """Yield a pool a collection that answers any of ``questions``.

    Left out are questions that the text does not answer, or answers somewhere that cannot be told, and those that only
    the turns before them make clear.
    """
    with tempfile.TemporaryDirectory() as folder:
        build_index(documents, encoder, Path(folder))
        index = Index.load(Path(folder))
    relevance = Relevance(index.chunks)
    rows = {chunk.id: row for row, chunk in enumerate(index.chunks)}
    right: defaultdict[str, list[tuple[str, frozenset[int]]]] = defaultdict(list)
    for question in questions:
        hits = frozenset(rows[chunk] for chunk in relevance.hits(question))
        if hits and not question.history:
            right[index.chunks[min(hits)].document.collection].append((question.question, hits))
    asked_of_any = sum(map(len, right.values()))
    nowhere = sum(question.answerable and not relevance.hits(question) for question in questions)
    print(
        f"{name}: {asked_of_any} of {len(questions)} questions are asked; the others have no answer, a history, or "
        f"({nowhere} of them) nothing in the text that they should find",
        file=sys.stderr,
    )
    for collection, asked in right.items():
        yield _pool(name, index, collection, asked)


def squad_pools(path: Path, encoder: Encoder, most: int | None = None) -> Iterator[Pool]:
    """Yield a pool for every 240 paragraphs of a file in the format of SQuAD 1.1 (or 2.0), ``.json`` or ``.json.gz``.

    The paragraphs are taken in their order, so that those of one article stand against each other; right is the one
    that a question was written for. Fewer than 240 at the end are left out unless there are no others: finding among
    few is easier. ``most`` is how many pools there are at most.
    """
    paragraphs = paragraphs_of(path)
    starts = range(0, max(1, len(paragraphs) - POOLED + 1), POOLED)
    for start in itertools.islice(starts, most):
        pooled = dict(itertools.islice(paragraphs.items(), start, start + POOLED))
        documents = [read_plain_text(text, source=str(number)) for number, text in enumerate(pooled)]
        with tempfile.TemporaryDirectory() as folder:
            build_index(documents, encoder, Path(folder))
            index = Index.load(Path(folder))
        rows: defaultdict[str, set[int]] = defaultdict(set)
        for row, chunk in enumerate(index.chunks):
            rows[chunk.document.source].add(row)
        asked = [
            (question, frozenset(rows[str(number)]))
            for number, questions in enumerate(pooled.values())
            for question in questions
        ]
        yield _pool(path.name, index, documents[0].collection, asked)


def paragraphs_of(path: Path) -> dict[str, list[str]]:
    """Return the answerable questions of each different paragraph that has any, in the order of the file."""
    content = path.read_bytes()
    data: dict[str, Any] = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    paragraphs: dict[str, list[str]] = {}
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            questions = [one["question"] for one in paragraph["qas"] if not one.get("is_impossible")]
            if questions and paragraph["context"].strip():
                paragraphs.setdefault(paragraph["context"], []).extend(questions)
    return paragraphs


def _pool(name: str, index: Index, collection: str, asked: Sequence[tuple[str, frozenset[int]]]) -> Pool:
    """Return the pool of one collection; ``asked`` tells of each question which rows of the index are right."""
    rows = index.rows[collection]
    return Pool(
        name=name,
        index=index,
        collection=collection,
        first=rows.start,
        texts=tuple(embedded_texts(index.chunks[rows.start : rows.stop])[0]),
        asked=tuple(
            Asked(clean_question(question), frozenset(row - rows.start for row in right if row in rows))
            for question, right in asked
        ),
    )
