"""Why and how: the whole clause or sentences that give the reason or the manner."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import Span
from index import Index
from qa.answer.claims import covered
from qa.answer.composing import Finding
from qa.answer.draft import Draft
from qa.answer.listing import announces
from qa.answer.statements import Statement, section_around
from qa.question.shapes import plain_words

LONGEST_SENTENCE = 40
"""Words of the longest sentence that is shown whole around a clause that gives the reason."""

MOST_SAID_AGAIN = 0.6
"""Share of the words of a question from which on a sentence that gives no reason only says again what is asked."""

_ASKS_WHY = re.compile(r"why\b|how come\b|what (?:is|was) the reason\b|for what reason\b")
_GIVES_REASON = re.compile(
    r"\b(?:because|since|so that|in order to|due to|thanks to|as a result of|owing to|for the sake of|after|until)\b",
    re.IGNORECASE,
)
_MAY_GIVE_REASON = re.compile(r"\breasons?\b|:|\b(?:to|as|so|with|from|by)\b", re.IGNORECASE)
_DRAWS_ON_BEFORE = re.compile(
    r"(?:for (?:this|that|these|those) reasons?|this is why|that is why|that's why|therefore|thus|hence|so|consequently"
    r"|as a result|because of (?:this|that|these))\b",
    re.IGNORECASE,
)
_GIVES_MORE = re.compile(
    r"(?:this|that|it|they|he|she|because|otherwise|in this way|this way|then|these|those|if)\b", re.IGNORECASE
)


def reason_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return the sentence of the span that was found, whole, and its neighbour where one belongs to it.

    "For this reason" looks back to the sentence before; "It ..." and "They ..." behind the sentence go on with it, and
    behind one that only says again what is asked why the next is told. Of a very long sentence only the clause is
    shown, from the word that gives the reason on.
    """
    decision = finding.decision
    if decision is None:
        return None
    span = decision.span
    around = section_around(span.passage.chunk, index)
    places = [place for place, one in enumerate(around) if one.span.start < span.end and span.start < one.span.end]
    if not places:
        return None
    first, last = places[0], places[-1]
    if announces(span) and last + 1 < len(around) and _joined(around[last], around[last + 1]):
        first = last = last + 1
    if first > 0 and _DRAWS_ON_BEFORE.match(around[first].words) and _joined(around[first - 1], around[first]):
        first -= 1
    says_again = _ASKS_WHY.match(plain_words(question)) and _says_again(question, around[last])
    if last + 1 < len(around) and (
        _belongs(around[last], around[last + 1]) or (says_again and _joined(around[last], around[last + 1]))
    ):
        last += 1
    spans = []
    for statement in around[first : last + 1]:
        shown = _shown(statement, Span(span.start, span.end))
        spans.append(replace(statement.answer_span(finding.passages), start=shown.start, end=shown.end))
    text = " ".join(one.text for one in spans)
    return Draft(text[0].upper() + text[1:], tuple(spans), decision.probability, decision.answered)


def _joined(before: Statement, after: Statement) -> bool:
    """Tell whether ``after`` stands right behind ``before`` in one paragraph."""
    between = before.chunk.document.text[before.span.end : after.span.start]
    return after.follows(before) and "\n\n" not in between


def _belongs(statement: Statement, following: Statement) -> bool:
    """Tell whether the next sentence goes on to give the reason."""
    goes_on = _GIVES_MORE.match(following.words) or _DRAWS_ON_BEFORE.match(following.words)
    return _joined(statement, following) and following.says_something and goes_on is not None


def _says_again(question: str, statement: Statement) -> bool:
    """Tell whether a sentence gives no reason, and holds most of what ``question`` asks the reason of."""
    gives = _GIVES_REASON.search(statement.words) or _MAY_GIVE_REASON.search(statement.words)
    return not gives and covered(question, statement.words) >= MOST_SAID_AGAIN


def _shown(statement: Statement, span: Span) -> Span:
    """Return what is shown of a sentence: all of it, or the clause of a very long one."""
    if len(statement.words.split()) <= LONGEST_SENTENCE or not statement.span.start <= span.start:
        return statement.span
    text = statement.chunk.document.text
    words = list(_GIVES_REASON.finditer(text, statement.span.start, span.end))
    start = words[-1].start() if words else span.start
    end = next((place for place in range(span.end, statement.span.end) if text[place] in ";.!?"), statement.span.end)
    return Span(start, end)
