"""Every question asked of an assistant, with what the answer is worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from qa.assistant import PASSAGES, Assistant
from qa.evaluation.metrics import contains_answer, count_words, exact_match, token_f1
from qa.evaluation.questions import Question
from qa.evaluation.relevance import Relevance
from qa.evaluation.rows import Row, Run
from qa.types import Answer

Told = Callable[[int, int], None]
"""Is told how many questions are answered, and how many there are."""


def evaluate(
    assistant: Assistant,
    questions: Sequence[Question],
    *,
    passages: int = PASSAGES,
    reader: str | None = None,
    progress: Told | None = None,
) -> Run:
    """Ask ``assistant`` every question, reading ``passages`` passages for each, and judge the answers.

    ``reader`` names another one than the assistant's own.

    The first question is asked once more beforehand, so that no time is measured in which something is loaded.
    """
    relevance = Relevance(assistant.index.chunks)
    if questions:
        _ask(assistant, questions[0], passages, reader)
    rows = []
    for number, question in enumerate(questions, start=1):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = _ask(assistant, question, passages, reader)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        rows.append(_judged(question, answer, relevance.hits(question), cpu, wall))
        if progress:
            progress(number, len(questions))
    manifest = assistant.index.manifest
    return Run(
        tuple(rows),
        passages,
        {
            "evaluated": datetime.now(UTC).isoformat(timespec="seconds"),
            "model": manifest.encoder.model,
            "reader": reader or assistant.reader.kind,
            "collections": list(manifest.collections),
            "documents": manifest.documents,
            "chunks": manifest.chunks,
            "index": assistant.index.name,
        },
    )


def _ask(assistant: Assistant, question: Question, passages: int, reader: str | None) -> Answer:
    """Ask one question after the turns before it."""
    history = [(turn.question, turn.answer) for turn in question.history]
    return assistant.ask(question.question, history=history, passages=passages, reader=reader, follow_ups=0)


def _judged(question: Question, answer: Answer, relevant: frozenset[str], cpu: float, wall: float) -> Row:
    """Return the row of one answer."""
    counted = answer.answered and question.answerable
    return Row(
        id=question.id,
        question=question.question,
        kind=question.kind,
        history=len(question.history),
        answerable=question.answerable,
        answers=question.answers,
        status=answer.status,
        answered=answer.answered,
        answer=answer.text,
        source=answer.citations[0].source if answer.citations else "",
        confidence=answer.confidence,
        hits=tuple(passage.chunk.id in relevant for passage in answer.passages),
        relevant=len(relevant),
        right=counted and contains_answer(answer.text, question.answers),
        exact_match=exact_match(answer.text, question.answers) if counted else 0.0,
        f1=token_f1(answer.text, question.answers) if counted else 0.0,
        words=count_words(answer.text) if answer.answered else 0,
        cpu_seconds=cpu,
        wall_seconds=wall,
    )
