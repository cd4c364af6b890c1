"""Lists and counts: every item that the text names, once, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import Span
from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.draft import Draft
from qa.answer.items import NAMES, counted, distinct, holds_number, items_in, joined, number_in
from qa.answer.statements import Statement, statements_of
from qa.question.shapes import plain_words
from qa.types import AnswerSpan

NEAR = 2
"""Sentences before and behind that of the list in which it may go on."""
SAME_WORDS = 0.5
"""Share of what is said of the items from which on another sentence that says "also" says the same of others."""
SAME_WORDS_ALONE = 0.8
"""The same of a sentence that says neither "also" nor "another"."""
LONGEST_ITEM = 15
"""Words of the longest item of a list; what is longer is rather a clause."""

_ASKS_SOME = re.compile(
    r"^(?:(?:give|tell)(?: me| us)? |name |list |mention )(?:any |just |only |at least )?(?P<number>\w+)\b"
)
_GOES_ON = re.compile(r"\b(?:also|another|too|as well|besides|further|other)\b", re.IGNORECASE)
_SUBJECTS = re.compile(NAMES)


@dataclass(frozen=True, slots=True)
class _Items:
    """The items in one sentence, as offsets in its document, with the span of an answer that holds them."""

    span: AnswerSpan
    items: list[Span]

    @property
    def words(self) -> list[str]:
        text = self.span.passage.chunk.document.text
        return [text[item.start : item.end] for item in self.items]


def list_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return the items that ``question`` asks for, as many as it asks for, all without doubles where it does not say.

    None where the span that was found lists nothing.
    """
    found = _listed(finding, index)
    words = list(dict.fromkeys(word for one in found for word in one.words))
    asked = _ASKS_SOME.match(plain_words(question))
    wanted = number_in(asked["number"]) if asked else None
    if finding.decision is None or len(words) < 2:
        return None
    shown = words[:wanted] if wanted else words
    is_slice = len(found) == 1 and len(shown) == len(found[0].items)
    return Draft(
        text=found[0].span.text if is_slice else joined(shown),
        spans=_spans(found, shown),
        probability=finding.decision.probability,
        answered=finding.decision.answered,
        note="" if wanted and wanted < len(words) else f"{counted(len(words))} are named.",
    )


def count_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return how many items are listed, and which, where no number answers; None where one does, or nothing is listed.

    "How many" of something is answered by the number in the text before any counting.
    """
    del question
    if finding.decision is None or holds_number(finding.decision.span.text):
        return None
    found = _listed(finding, index)
    words = list(dict.fromkeys(word for one in found for word in one.words))
    if len(words) < 2:
        return None
    decision = finding.decision
    return Draft(
        text=f"{counted(len(words))}: {joined(words)}",
        spans=_spans(found, words),
        probability=decision.probability,
        answered=decision.answered,
    )


def _spans(found: Sequence[_Items], shown: Sequence[str]) -> tuple[AnswerSpan, ...]:
    """Return what proves the items that are shown: from the first to the last of each sentence."""
    spans = []
    for one in found:
        kept = [item for item, words in zip(one.items, one.words, strict=True) if words in shown]
        if kept:
            spans.append(replace(one.span, start=kept[0].start, end=kept[-1].end))
    return tuple(spans)


def _listed(finding: Finding, index: Index) -> list[_Items]:
    """Return the items of the span that was found, and those of the sentences near by that go on with it."""
    if finding.decision is None:
        return []
    span = finding.decision.span
    text = span.passage.chunk.document.text
    span = _first_names(span)
    items = distinct(text, items_in(text, span.start, span.end))
    if not items or any(len(text[item.start : item.end].split()) > LONGEST_ITEM for item in items):
        return []
    first = _Items(span, items)
    around = _statements_around(span, index)
    own = next((one for one in around if one.span.start <= span.start < one.span.end), None)
    if own is None:
        return [first]
    said = set(terms(own.words)) - set(terms(span.text))
    found = [first]
    known = {word.casefold() for word in first.words}
    for statement in around:
        more = _goes_on(statement, own, said, finding)
        new = [item for item in more.items if text[item.start : item.end].casefold() not in known] if more else []
        if more and new:
            found.append(_Items(more.span, new))
            known |= {text[item.start : item.end].casefold() for item in new}
    return sorted(found, key=lambda one: one.span.start)


def _first_names(span: AnswerSpan) -> AnswerSpan:
    """Return ``span``, or of one that runs over the end of a sentence the names that its first sentence begins with."""
    sentences = [scored.span for scored in span.passage.sentences]
    end = next((sentence.end for sentence in sentences if sentence.start <= span.start < sentence.end), span.end)
    if span.end <= end:
        return span
    names = _SUBJECTS.match(span.passage.chunk.document.text, span.start, end)
    return replace(span, end=names.end() if names else end)


def _statements_around(span: AnswerSpan, index: Index) -> list[Statement]:
    """Return the sentences of the section of ``span`` that stand near it."""
    chunk = span.passage.chunk
    rows = index.rows[chunk.document.collection]
    same = [
        number
        for number in rows
        if index.chunks[number].document.source == chunk.document.source
        and index.chunks[number].heading == chunk.heading
    ]
    statements = statements_of(index, same)
    places = [place for place, one in enumerate(statements) if one.span.start <= span.start < one.span.end]
    place = places[0] if places else 0
    return statements[max(0, place - NEAR) : place + NEAR + 1]


def _goes_on(statement: Statement, own: Statement, said: set[str], finding: Finding) -> _Items | None:
    """Return the names at the beginning of a sentence that says of them what another one says of its items."""
    if statement.row == own.row or not said:
        return None
    share = len(said & set(terms(statement.words))) / len(said)
    if share < (SAME_WORDS if _GOES_ON.search(statement.words) else SAME_WORDS_ALONE):
        return None
    text = statement.chunk.document.text
    names = _SUBJECTS.match(text, statement.span.start, statement.span.end)
    if names is None or statement.points_back:
        return None
    span = replace(statement.answer_span(finding.passages), start=names.start(), end=names.end())
    return _Items(span, distinct(text, items_in(text, names.start(), names.end())))
