"""A question that takes for granted what the text tells otherwise: "Why was PyTorch made by Microsoft?"."""

from __future__ import annotations

from index import Index
from qa.answer.claims import PASSAGES, known_names, names_of, numbers_of, rules, sentence_and_around
from qa.answer.composing import Finding
from qa.answer.draft import Draft
from qa.types import AnswerSpan

LEAST_COSINE = 0.4
LEAST_SHARED = 0.66
"""How near the sentence has to be that tells otherwise, and what share of the question's other words it has to hold.
Over 560 development questions of other kinds this spoke up at no answerable one but three of "A or B", which are
answered elsewhere, and at no near-miss; it found 5 of 34 false premises, so that most are left to the decision."""
PROBABILITY = 0.6
"""That such an answer is right: three of the five sentences told what is true."""


def premise_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return what the text says instead, where ``question`` names somebody or something that it never mentions.

    A sentence has to hold the question's other words and a name or number of the same kind. None for any other
    question.
    """
    passages = finding.passages[:PASSAGES]
    document = [
        passage.chunk.document.text[one.span.start : one.span.end] for passage in passages for one in passage.sentences
    ]
    titles = [" ".join((passage.chunk.document.title, *passage.chunk.heading)) for passage in passages]
    known = known_names(document)
    whole = " ".join((*document, *titles)).casefold()
    strange = [
        word for word in (*names_of(question, known), *sorted(numbers_of(question))) if word.casefold() not in whole
    ]
    if not strange:
        return None
    best: tuple[float, AnswerSpan] | None = None
    for passage in passages:
        for number, sentence in enumerate(passage.sentences):
            if sentence.dense < LEAST_COSINE:
                continue
            ruled = rules(question, *sentence_and_around(passage, number), known)
            if ruled.differs >= LEAST_SHARED and (best is None or sentence.dense + ruled.apart > best[0]):
                span = AnswerSpan(passage, sentence.span.start, sentence.span.end, 0.0, 0.0)
                best = (sentence.dense + ruled.apart, span)
    if best is None:
        return None
    note = f"The {finding.collection} does not mention {' '.join(strange)}; this is what it says instead."
    return Draft(f"Not so: {best[1].text}", (best[1],), PROBABILITY, answered=True, note=note)
