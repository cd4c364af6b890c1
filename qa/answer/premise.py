"""A question that takes for granted what the text tells otherwise: "Why was PyTorch made by Microsoft?"."""

from __future__ import annotations

from index import Index
from qa.answer.composing import Finding
from qa.answer.decide import sentence_around
from qa.answer.details import DIFFERS, checked
from qa.answer.draft import Draft


def premise_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return what the text says instead of a date, a number or a name that ``question`` takes for granted.

    None for any other question, and where what the text says is the same.
    """
    if finding.reader is None or finding.reader.kind != "span":
        return None
    for detail in checked(question, finding.passages, finding.reader):
        if not detail.agrees:
            span = sentence_around(detail.span)
            return Draft(f"Not so: {span.text}", (span,), DIFFERS, answered=True)
    return None
