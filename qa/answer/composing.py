"""The answer, or the refusal, that is made of what each collection has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer.citing import cite
from qa.answer.decide import Decision
from qa.answer.rules import choose, shown
from qa.types import Answer, Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """What one collection has to say: its best decision, None where nothing was marked, and what was read.

    ``passages`` come best first.
    """

    collection: str
    decision: Decision | None
    passages: tuple[Passage, ...]


def unclear(question: str) -> Answer:
    """Return the answer to something without a word in it."""
    return Answer("Ask a question in words.", "needs_clarification", 0.0, question, question)


def composed(question: str, findings: Sequence[Finding], *, passages: int) -> Answer:
    """Return the answer of the first collection that has one, as :func:`qa.answer.choose` says, or else the refusal.

    ``findings`` come in the order in which the collections are asked. A refusal shows at most ``passages`` passages.
    """
    chosen = choose([finding.decision for finding in findings])
    decision = findings[chosen].decision if chosen is not None else None
    if chosen is None or decision is None:
        return _refusal(question, findings, passages)
    span = shown(question, decision.span)
    return Answer(
        text=span.text,
        status="answered",
        confidence=decision.probability,
        question=question,
        resolved_question=question,
        collection=findings[chosen].collection,
        note=_source_note(findings, chosen),
        citations=(cite(span),),
        passages=findings[chosen].passages,
    )


def _refusal(question: str, findings: Sequence[Finding], passages: int) -> Answer:
    """Return that no collection answers, with the passages of all of them that are nearest to the question."""
    nearest = sorted(
        (passage for finding in findings for passage in finding.passages), key=lambda passage: -passage.score
    )
    decisions = [finding.decision for finding in findings if finding.decision]
    return Answer(
        text=f"The {findings[0].collection} does not say.",
        status="not_in_text",
        confidence=max((decision.probability for decision in decisions), default=0.0),
        question=question,
        resolved_question=question,
        note=_refusal_note(findings),
        passages=tuple(nearest[:passages]),
    )


def _source_note(findings: Sequence[Finding], chosen: int) -> str:
    """Say why the answer is not from the first collection, where it is not."""
    if chosen == 0:
        return ""
    first, source = findings[0], findings[chosen]
    if first.decision is not None and first.decision.answered:
        return f"The {first.collection} only touches on this; the answer is from the {source.collection}."
    return f"The {first.collection} does not say; this is from the {source.collection}."


def _refusal_note(findings: Sequence[Finding]) -> str:
    """Say what else was asked in vain, and what the passages are."""
    others = "".join(f" Nor does the {finding.collection}." for finding in findings[1:])
    return f"{others} The nearest passages are for reading; they are not an answer.".strip()
