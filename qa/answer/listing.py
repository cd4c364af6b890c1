"""Lists and counts: every item that the text names, once, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import Span
from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.decide import Decision, sentence_of, sentence_text
from qa.answer.draft import Draft
from qa.answer.items import NAME, NAMES, counted, distinct, holds_number, items_in, joined
from qa.answer.statements import Statement, section_around
from qa.question.numbers import SPELT_OUT, numbers_in
from qa.question.shapes import plain_words
from qa.reader.lists import MOST_BEHIND
from qa.types import AnswerSpan

NEAR = 2
"""Sentences before and behind that of the list in which it may go on."""
SAME_WORDS = 0.5
"""Share of what is said of the items from which on another sentence that says "also" says the same of others."""
SAME_WORDS_ALONE = 0.8
"""The same of a sentence that says neither "also" nor "another"."""
LONGEST_ANNOUNCEMENT = 15
"""Words of the longest sentence that only says that several things follow."""
FAR = 300
"""Characters behind it within which they begin."""
FAR_BEHIND = 5.0
"""Natural logarithm: how much less probable than it they are at most, by the reader; else the next sentence is told."""
LONGEST_ITEM = 15
"""Words of the longest item of a list; what is longer is rather a clause."""

_ASKS_SOME = re.compile(
    r"^(?:(?:give|tell)(?: me| us)? |name |list |mention )(?:any |just |only |at least )?(?P<number>\w+)\b"
)
_ANNOUNCES = re.compile(
    r"(?:(?:there (?:are|were)|it (?:has|had)|here are) )?(?:the )?(?:several|various|a number of|many|some"
    rf"|{'|'.join(SPELT_OUT[1:])}) (?:[\w-]+ ){{0,2}}?[a-z]{{2,}}(?:s|ple|men)\b[^:,]*[.:]?$",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_GOES_ON = re.compile(r"\b(?:also|another|too|as well|besides|further|other)\b", re.IGNORECASE)
_SUBJECTS = re.compile(NAMES)
_LISTED_NAME = re.compile(rf"(?:, (?:and )?| and )(?P<name>{NAME})(?=, (?:who|which|an?|the|our)\b|[.!]?$|,? and\b)")
_TOLD_OF = re.compile(r", (?:who|which|an?|the|our)\b")


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
    finding = _with_several(_past_announcement(finding))
    if finding.decision and announces(finding.decision.span):
        return _announced(finding, finding.decision, index)
    found = _rows_under_lead(finding) or _listed(finding, index)
    words = list(dict.fromkeys(word for one in found for word in one.words))
    asked = _ASKS_SOME.match(plain_words(question))
    wanted = next(map(int, filter(str.isdigit, numbers_in(asked["number"]))), None) if asked else None
    if finding.decision is None or len(words) < 2:
        return None
    shown = words[:wanted] if wanted else words
    is_slice = len(found) == 1 and len(shown) == len(found[0].items) and not _TOLD_OF.search(found[0].span.text)
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


def announces(span: AnswerSpan) -> bool:
    """Tell whether the sentence of ``span`` only says that several things follow: "There were several causes."."""
    sentence = sentence_text(span)
    return len(sentence.split()) <= LONGEST_ANNOUNCEMENT and _ANNOUNCES.match(sentence) is not None


def _past_announcement(finding: Finding) -> Finding:
    """Return ``finding`` with the best span that tells the things themselves, where there is one right behind."""
    decision = finding.decision
    if decision is None or not announces(decision.span):
        return finding
    start = sentence_of(decision.span).span.end
    behind = (
        span
        for span in finding.spans
        if span.passage.chunk.document is decision.span.passage.chunk.document
        and start <= span.start <= start + FAR
        and decision.span.score - span.score <= FAR_BEHIND
        and not announces(span)
    )
    other = next(behind, None)
    return replace(finding, decision=replace(decision, span=other)) if other else finding


def _with_several(finding: Finding) -> Finding:
    """Return ``finding`` with a span of several items, where the best has one and the other is nearly as probable."""
    decision = finding.decision
    if decision is None or len(_items_of(decision.span)) != 1:
        return finding
    several = (
        span for span in finding.spans if decision.span.score - span.score <= MOST_BEHIND and len(_items_of(span)) > 1
    )
    other = next(several, None)
    return replace(finding, decision=replace(decision, span=other)) if other else finding


def _items_of(span: AnswerSpan) -> list[Span]:
    """Return the items that ``span`` lists."""
    return items_in(span.passage.chunk.document.text, span.start, span.end)


def _announced(finding: Finding, decision: Decision, index: Index) -> Draft | None:
    """Return the sentence behind the one that announces what is asked for; None where none follows."""
    around = _statements_around(decision.span, index)
    own = next((one for one in around if one.span.start <= decision.span.start < one.span.end), None)
    following = next((one for one in around if own and one.follows(own) and one.says_something), None)
    if following is None:
        return None
    span = following.answer_span(finding.passages)
    return Draft(span.text, (span,), decision.probability, decision.answered)


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
    named = _with_appositions(replace(span, end=items[0].end)) if items else (span, items)
    span, items = named if len(named[1]) > 1 else (span, items)
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


def _rows_under_lead(finding: Finding) -> list[_Items]:
    """Return the items of a list whose lead-in stands before each on a line of its own; none where no such list is.

    Items that say several things each are told so (:func:`corpus.lists.told_list`); each is one item, commas and all.
    """
    if finding.decision is None:
        return []
    span = finding.decision.span
    text = span.passage.chunk.document.text
    start = text.rfind("\n\n", 0, span.start) + 1
    end = text.find("\n\n", span.start)
    lines = list(_LINE.finditer(text, start, end if end >= 0 else len(text)))
    own = next((line for line in lines if line.start() <= span.start < line.end()), None)
    lead, colon, _ = own.group().partition(": ") if own else ("", "", "")
    rows = [line for line in lines if colon and line.group().startswith(lead + colon)]
    if len(rows) < 2:
        return []
    items = [Span(row.start() + len(lead + colon), row.end()) for row in rows]
    return [_Items(replace(span, start=item.start, end=item.end), [item]) for item in items]


def _with_appositions(span: AnswerSpan) -> tuple[AnswerSpan, list[Span]]:
    """Return a name with those that are listed after it, each told of: "Ann, who sings, Bo, who plays, and Cy"."""
    text = span.passage.chunk.document.text
    end = sentence_of(span).span.end
    named = list(_LISTED_NAME.finditer(text, span.end, end))
    told = bool(named) and bool(_TOLD_OF.match(text, span.end, end))
    if not told or not _LISTED_NAME.match(f", {span.text}"):
        return span, [Span(span.start, span.end)]
    items = [Span(span.start, span.end), *(Span(*match.span("name")) for match in named)]
    return replace(span, end=items[-1].end), items


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
    statements = section_around(span.passage.chunk, index)
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
    if names is None or statement.points_back or names.group().casefold() in SPELT_OUT:
        return None
    span = replace(statement.answer_span(finding.passages), start=names.start(), end=names.end())
    return _Items(span, distinct(text, items_in(text, names.start(), names.end())))
