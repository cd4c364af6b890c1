"""How well a reader does on what is found for it: retrieval first, then reading, over paragraphs of many articles."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy

from corpus import read_plain_text
from index import Encoder, Index, build_index
from qa.evaluation.metrics import contains_answer, exact_match, token_f1
from qa.question import clean_question
from qa.reader.protocol import Reader
from qa.retrieve import retrieve
from qa.training.examples import Question, Source
from qa.types import Passage

PASSAGES = 5
"""Passages that are found for a question, and read."""


def found_passages(source: Source, encoder: Encoder, *, most: int, seed: int) -> list[tuple[Question, list[Passage]]]:
    """Return answerable questions of ``source`` with the passages that are found for each, best first.

    All paragraphs of ``source`` are indexed, each article as a document of its own; at most ``most`` questions are
    asked, chosen by ``seed``.
    """
    answerable = [row for row, question in enumerate(source.questions) if question.answers]
    rows = sorted(numpy.random.default_rng(seed).permutation(answerable)[:most].tolist())
    articles: dict[str, list[str]] = {}
    for context, name in zip(source.contexts, source.documents, strict=True):
        articles.setdefault(name, []).append(context.strip())
    found = []
    with tempfile.TemporaryDirectory() as folder:
        documents = [
            replace(read_plain_text("\n\n".join(paragraphs), source=name), title=name.replace("_", " "))
            for name, paragraphs in articles.items()
        ]
        build_index(documents, encoder, Path(folder))
        index = Index.load(Path(folder))
        for question in (source.questions[row] for row in rows):
            asked = clean_question(question.text)
            vector = encoder.encode_question(asked)
            passages = retrieve(index, asked, vector, collection=documents[0].collection, count=PASSAGES)
            found.append((question, passages))
    return found


def pooled_figures(source: Source, found: Sequence[tuple[Question, list[Passage]]], reader: Reader) -> dict[str, float]:
    """Return ``exact`` and ``f1`` of the reader's first span, and how often a passage holds an answer.

    No question is refused. ``found`` is of :func:`found_passages`.
    """
    exact, f1, held = [], [], []
    for question, passages in found:
        text = source.contexts[question.context]
        answers = [text[start:end] for start, end in question.answers]
        spans = reader.read(clean_question(question.text), passages).spans
        best = spans[0].text if spans else ""
        exact.append(exact_match(best, answers))
        f1.append(token_f1(best, answers))
        held.append(float(any(contains_answer(passage.text, answers) for passage in passages)))
    return {
        "questions": float(len(found)),
        "exact": float(numpy.mean(exact)),
        "f1": float(numpy.mean(f1)),
        "answer_found": float(numpy.mean(held)),
    }
