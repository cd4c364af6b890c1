"""A question that takes for granted what the text tells otherwise: "Why was PyTorch made by Microsoft?"."""

from __future__ import annotations

import re

from index import Index, terms
from qa.answer.claims import Verdict, known_names, names_of, sentences_in, verdicts
from qa.answer.composing import Finding
from qa.answer.decide import sentence_around
from qa.answer.details import ASKS_BEFORE, DIFFERS, checked
from qa.answer.draft import Draft
from qa.question.phrases import AUXILIARY

LEAST_DENIED = 0.4
"""Probability, 0 to 1, that a sentence says the contrary of what a question takes for granted, from which on it is
shown."""
MOST_HELD = 0.15
"""The same that another sentence says just that, up to which the first is believed."""
READ_AT_ONCE = 2
"""Sentences that are read at once, the nearest first: mostly one of the first holds, and no other has to be read."""

DENIES = "Not so: "
"""What is said before the sentence that tells it otherwise."""

_ASKED = re.compile(rf"{ASKS_BEFORE} (?P<verb>{AUXILIARY}) (?P<rest>.+)", re.IGNORECASE)


def premise_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return what the text says instead of a date, a number or a name that ``question`` takes for granted.

    A question that nothing answers is also held against the text as a whole: "When did it close?" takes for granted
    that it closed. None for any other question, and where what the text says is the same.
    """
    if finding.reader is None or finding.reader.kind != "span":
        return None
    for detail in checked(question, finding.passages, finding.reader):
        if not detail.agrees:
            span = sentence_around(detail.span)
            return Draft(f"{DENIES}{span.text}", (span,), DIFFERS, answered=True)
    return None if _is_answered(finding) else _denied(question, finding)


def taken_for_granted(question: str) -> str | None:
    """Return what a question about when, where, why or how takes for granted, as one of yes or no; else None."""
    asked = _ASKED.fullmatch(question.rstrip(" ?!."))
    return f"{asked['verb'].capitalize()} {asked['rest']}?" if asked else None


def _is_answered(finding: Finding) -> bool:
    """Whether something was marked that is more likely an answer than none."""
    marked = finding.spans[:1]
    return any(span.score > span.null_score for span in marked) or bool(finding.decision and finding.decision.answered)


def _denied(question: str, finding: Finding) -> Draft | None:
    """Return the sentence that says the contrary of what ``question`` takes for granted, if no other says the same."""
    claim = taken_for_granted(question)
    if claim is None:
        return None
    judged: list[Verdict] = []
    for verdict in verdicts(claim, finding.passages, finding.reader, at_once=READ_AT_ONCE):
        if verdict.yes > MOST_HELD:
            return None
        judged.append(verdict)
    if not judged:
        return None
    denying = max(judged, key=lambda verdict: verdict.no)
    if denying.no < LEAST_DENIED or not _is_about(claim, denying.span.text, finding):
        return None
    return Draft(f"{DENIES}{denying.span.text}", (denying.span,), denying.no, answered=True)


def _is_about(claim: str, sentence: str, finding: Finding) -> bool:
    """Tell whether ``sentence`` holds a word of ``claim`` besides its names: what somebody did not do is not all."""
    names = names_of(claim, known_names(sentences_in(finding.passages)))
    return bool(set(terms(claim)).difference(*map(terms, names)) & set(terms(sentence)))
