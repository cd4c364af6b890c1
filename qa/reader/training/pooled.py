"""How well a reader does on what is found for it: retrieval first, then reading, over paragraphs of many articles."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy

from corpus import read_plain_text
from index import Encoder, Index, build_index
from qa.question import clean_question
from qa.reader.protocol import Reader
from qa.reader.training.examples import Source
from qa.reader.training.measures import plain, word_f1
from qa.retrieve import retrieve
from qa.types import AnswerSpan

PASSAGES = 5
"""Passages that are found for a question, and read."""


def pooled_figures(source: Source, reader: Reader, encoder: Encoder, *, most: int, seed: int) -> dict[str, float]:
    """Return ``exact`` and ``f1`` of the first span, and how often one of the passages holds an answer.

    All paragraphs of ``source`` are indexed, each article as a document of its own; ``most`` of its answerable
    questions are asked, chosen by ``seed``. No question is refused.
    """
    rows, spans = pooled_spans(source, reader, encoder, most=most, seed=seed)
    exact, f1, held = [], [], []
    for row, (found, texts) in zip(rows, spans, strict=True):
        question = source.questions[row]
        answers = [source.contexts[question.context][start:end] for start, end in question.answers]
        best = found[0].text if found else ""
        exact.append(max(float(plain(best) == plain(answer)) for answer in answers))
        f1.append(max(word_f1(best, answer) for answer in answers))
        held.append(float(any(plain(answer) in plain(text) for answer in answers for text in texts)))
    return {
        "questions": float(len(rows)),
        "exact": float(numpy.mean(exact)),
        "f1": float(numpy.mean(f1)),
        "answer_found": float(numpy.mean(held)),
    }


def pooled_spans(
    source: Source, reader: Reader, encoder: Encoder, *, most: int, seed: int
) -> tuple[list[int], list[tuple[list[AnswerSpan], list[str]]]]:
    """Return the questions that were asked, as rows, and the spans of each with the texts that were read."""
    answerable = [row for row, question in enumerate(source.questions) if question.answers]
    rows = sorted(numpy.random.default_rng(seed).permutation(answerable)[:most].tolist())
    articles: dict[str, list[str]] = {}
    for context, name in zip(source.contexts, source.documents, strict=True):
        articles.setdefault(name, []).append(context.strip())
    result = []
    with tempfile.TemporaryDirectory() as folder:
        documents = [
            replace(read_plain_text("\n\n".join(paragraphs), source=name), title=name.replace("_", " "))
            for name, paragraphs in articles.items()
        ]
        build_index(documents, encoder, Path(folder))
        index = Index.load(Path(folder))
        for row in rows:
            asked = clean_question(source.questions[row].text)
            vector = encoder.encode_question(asked)
            passages = retrieve(index, asked, vector, collection=documents[0].collection, count=PASSAGES)
            result.append((reader.read(asked, passages), [passage.text for passage in passages]))
    return rows, result
