"""Yes or no, and which of two: that word first, then the sentence that proves it."""

from __future__ import annotations

import re

from index import Index, terms
from qa.answer.claims import claim_of, verdicts
from qa.answer.composing import Finding
from qa.answer.decide import sentence_of
from qa.answer.draft import Draft
from qa.types import AnswerSpan

LEAST_SAID = 0.2
"""Probability, 0 to 1, that a sentence decides a claim, from which on it is shown. Of 88 yes/no questions to five
development texts, each judged by weights fitted on the other four, 48 are answered right with 0.2, 19 wrong and 21 not;
37, 15 and 36 with 0.3."""
LEAST_DECIDED = 0.6
"""Share of "yes" or "no" in that, from which on the word stands before the sentence; else the sentence stands alone."""

_OR = re.compile(r",?\s+or\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_NEGATED = re.compile(r"(?:\bnot|n['\u2019]t|\bno|\bnever)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)


def yes_no_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return "Yes" or "No" with the sentence that says so; None where no reader judged the passages.

    A question that no sentence decides gets a draft that is not shown; one that a sentence bears on without a clear yes
    or no gets the sentence alone.
    """
    if not any(passage.relevance is not None for passage in finding.passages):
        return None
    judged = verdicts(question, finding.passages)
    if not judged:
        return None
    best = max(judged, key=lambda verdict: verdict.yes + verdict.no)
    said = best.yes + best.no
    word, share = ("Yes. ", best.yes) if best.yes >= best.no else ("No. ", best.no)
    decided = share / said
    probability = decided * min(1.0, sum(verdict.yes + verdict.no for verdict in judged))
    text = f"{word if decided >= LEAST_DECIDED else ''}{best.span.text}"
    return Draft(text, (best.span,), probability, said >= LEAST_SAID)


def either_or_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return which of two things it is, in the words of the text, with the sentence; None to leave it to the span.

    The two are told by what the words around "or" do not share. It is the one that the reader marks, or else that the
    nearest sentence has without the other, and without a "not" before it.
    """
    sides = options_of(question)
    if sides is None:
        return None
    one, other = (set(terms(side)) for side in sides)
    one, other = one - other, other - one
    if not one or not other:
        return None
    spans = [finding.decision.span] if finding.decision else []
    sentences = [verdict.span for verdict in verdicts(question, finding.passages)]
    marked = [_chosen(span, sentence_of(span).span.start, one, other) for span in spans]
    for chosen in (*marked, *(_chosen(span, span.start, one, other) for span in sentences)):
        if chosen is not None and finding.decision is not None:
            return Draft(chosen.text, (chosen,), finding.decision.probability, finding.decision.answered)
    return None


def options_of(question: str) -> tuple[str, str] | None:
    """Return the words before and behind "or" that the question leaves to choose from; None where there is no "or".

    As many words are taken from before "or" as stand behind it, at most six.
    """
    parts = _OR.split(claim_of(question.rstrip(" ?!.")))
    if len(parts) != 2:
        return None
    before, behind = (_WORD.findall(part) for part in parts)
    count = min(6, len(behind), len(before))
    return (" ".join(before[-count:]), " ".join(behind[:6])) if count else None


def _chosen(span: AnswerSpan, sentence_start: int, one: set[str], other: set[str]) -> AnswerSpan | None:
    """Return the words of ``span`` that are of just one of the two; None where both are there, or none."""
    text = span.passage.chunk.document.text
    found: dict[int, list[tuple[int, int]]] = {0: [], 1: []}
    for match in _WORD.finditer(text, span.start, span.end):
        stems = set(terms(match.group()))
        if _NEGATED.search(text[sentence_start : match.start()]):
            continue
        for number, side in enumerate((one, other)):
            if stems and stems <= side:
                found[number].append(match.span())
    if bool(found[0]) == bool(found[1]):
        return None
    places = found[0] or found[1]
    return AnswerSpan(span.passage, places[0][0], places[-1][1], span.score, span.null_score)
