"""Whether the text mentions somebody or something: yes, with the sentence that does."""

from __future__ import annotations

import re

from index import Index, terms
from qa.answer.claims import known_names, names_of, sentences_in
from qa.answer.composing import Finding
from qa.answer.draft import UNSAID, Draft
from qa.answer.statements import Statement, cosines_in, statements_saying
from qa.question.mentions import mentioned_in
from qa.question.works import WORK

FOUND = 0.9
"""The probability that a text mentions what one of its sentences holds to the letter."""

_OF_A_WORK = re.compile(rf"\b(?:{WORK})\b", re.IGNORECASE)


def mention_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return "Yes" with a sentence that holds what ``question`` asks the text to mention; None for other questions.

    The collection that is asked first is what the question calls the film, say; in another one only sentences count
    that speak of the film themselves. Where a name stands in none, nothing is told; a thing may be called otherwise
    there, and is left to the verdicts of a reader.
    """
    thing = mentioned_in(question)
    wanted = set(terms(thing))
    if not wanted:
        return None
    saying = [one for one in statements_saying(index, finding.collection, wanted) if one.says_something]
    if finding.collection != index.manifest.collections[0]:
        saying = [one for one in saying if _OF_A_WORK.search(one.text)]
    if not saying:
        return UNSAID if _is_name(thing, question, finding) else None
    cosines = cosines_in(finding.passages)

    def near(one: Statement) -> float:
        return cosines.get((one.chunk.document.source, one.span.start), 0.0) - one.points_back

    span = max(saying, key=near).answer_span(finding.passages)
    return Draft(f"Yes. {span.text}", (span,), FOUND, answered=True)


def _is_name(thing: str, question: str, finding: Finding) -> bool:
    """Tell whether a thing is called by a name: with a capital in the question, or nowhere without one in the text."""
    place = question.casefold().find(thing)
    typed = question[place : place + len(thing)] if place >= 0 else thing
    return bool(names_of(f"is {typed}", known_names(sentences_in(finding.passages))))
