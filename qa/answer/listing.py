"""Lists and counts: every item that the text names, once, and how many there are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import Span
from index import Index, stop_words, terms
from qa.answer.composing import Finding
from qa.answer.decide import Decision, sentence_of, sentence_text
from qa.answer.draft import Draft
from qa.answer.gathering import (
    asks_people,
    lines_around,
    marked_besides,
    names_of_people,
    people_in_lines,
    people_pooled,
    rows_asked,
    steps_asked,
)
from qa.answer.items import NAME, NAMES, counted, distinct, holds_number, items_in, joined, led_from
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
_ASKS_THINGS = re.compile(r"(?:name|list|give|mention|which|what)\b")
_PLACED = re.compile(r"(?:in|at|on|to|from|near) ")
_PARTS = re.compile(r"\s*(?:[,;]\s*)?(?:(?:and|or)\s+)?")
_ARTICLE = re.compile(r"^(?:the|an?) ")
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
    if asks_people(question):
        finding = people_pooled(question, finding)
    if finding.decision is None:
        return None
    steps = [_placed(finding, item, index) for item in steps_asked(question, finding)]
    if steps:
        told = " ".join(f"{step.text.rstrip('.')}." for step in steps)
        decision = finding.decision
        return Draft(told, tuple(steps), decision.probability, decision.answered, f"{counted(len(steps))} are listed.")
    if announces(finding.decision.span):
        return _announced(finding, finding.decision, index)
    asked = _ASKS_SOME.match(plain_words(question))
    wanted = next(map(int, filter(str.isdigit, numbers_in(asked["number"]))), None) if asked else None
    found = _rows_named(question, finding, index) or _rows_under_lead(finding)
    found = found or _with_others(question, finding, index, wanted)
    words = list(dict.fromkeys(word for one in found for word in one.words))
    if len(words) < 2:
        return None
    shown = words[:wanted] if wanted else words
    return Draft(
        text=("" if wanted else _slice_of(found, shown)) or joined(_bare(question, shown)),
        spans=_spans(found, shown),
        probability=finding.decision.probability,
        answered=finding.decision.answered,
        note="" if wanted and wanted < len(words) else f"{counted(len(words))} are named.",
    )


def _slice_of(found: Sequence[_Items], shown: Sequence[str]) -> str:
    """Return the words of the text that list all of ``found`` and nothing else; empty where there are none."""
    first, text = found[0], found[0].span.passage.chunk.document.text
    items = [item for one in found for item in one.items]
    if len(items) != len(shown):
        return ""
    if len(found) == 1:
        return "" if _TOLD_OF.search(first.span.text) else first.span.text
    gaps = (text[before.end : behind.start] for before, behind in itertools.pairwise(items))
    is_whole = all(_PARTS.fullmatch(gap) for gap in gaps)
    return text[items[0].start : items[-1].end] if is_whole else ""


def _bare(question: str, shown: list[str]) -> list[str]:
    """Return the items without the "in" and "at" before each, where the question asks for the things themselves."""
    is_placed = _ASKS_THINGS.match(plain_words(question)) and all(_PLACED.match(word) for word in shown)
    return [_PLACED.sub("", word) for word in shown] if is_placed else shown


def _placed(finding: Finding, item: Span, index: Index) -> AnswerSpan:
    """Return an item near the best span as a span of the passage that it stands in."""
    if finding.decision is None:
        raise ValueError("Nothing was marked.")
    span = finding.decision.span
    own = next(
        (one for one in section_around(span.passage.chunk, index) if one.span.start <= item.start < one.span.end), None
    )
    return replace(own.answer_span(finding.passages) if own else span, start=item.start, end=item.end)


def _rows_named(question: str, finding: Finding, index: Index) -> list[_Items]:
    """Return the rows of a table that have what is asked for, each by its name."""
    if finding.decision is None:
        return []
    return [_Items(_placed(finding, row, index), [row]) for row in rows_asked(question, finding.decision.span)]


def _with_others(question: str, finding: Finding, index: Index, wanted: int | None) -> list[_Items]:
    """Return the items of the best span, with those of the other spans and sentences that belong to the same answer.

    Of people the names are returned. The most probable come first where so many are ``wanted``, else they stand in the
    order of the text, passage by passage.
    """
    found = _listed(finding, index)
    if not found or finding.decision is None:
        return []
    for other in marked_besides(question, finding, wanted):
        span, text = _first_names(other), other.passage.chunk.document.text
        items = [] if announces(span) else items_in(text, span.start, span.end)
        if items and all(len(text[item.start : item.end].split()) <= LONGEST_ITEM for item in items):
            found.append(_Items(span, items))
    if asks_people(question):
        found = _people(finding, found, index) or found
    if not wanted:
        places = [one.span.passage.chunk.id for one in found]
        found.sort(key=lambda one: (places.index(one.span.passage.chunk.id), one.items[0].start))
    return _once([own for one in found if (own := _answering(question, one)) is not None])


def _answering(question: str, one: _Items) -> _Items | None:
    """Return the items of ``one`` that may answer: no article alone, no owner, and nothing that is asked about."""
    asked = set(terms(question))
    kept = [
        item
        for item, word in zip(one.items, one.words, strict=True)
        if word.casefold() not in stop_words()
        and not word.endswith(("'s", "\u2019s"))
        and not (word[0].isupper() and set(terms(word)) <= asked)
    ]
    return _Items(one.span, kept) if kept else None


def _people(finding: Finding, found: Sequence[_Items], index: Index) -> list[_Items]:
    """Return the names of people in ``found``, with those of the other lines where each line of a list has one."""
    named = []
    for one in found:
        items = names_of_people(one.span.passage.chunk.document.text, one.items)
        if items:
            named.append(_Items(one.span, items))
    if not named or named[0].span is not found[0].span or finding.decision is None:
        return []
    span = finding.decision.span
    own = [one for one in named if one.span.passage.chunk.document is span.passage.chunk.document]
    lines = people_in_lines(span, [item for one in own for item in one.items])
    known = {item for one in own for item in one.items}
    return [*named, *(_Items(_placed(finding, item, index), [item]) for item in lines if item not in known)]


def _own_words(item: str) -> set[str]:
    return set(_ARTICLE.sub("", item.casefold()).split())


def _once(found: Sequence[_Items]) -> list[_Items]:
    """Return ``found`` with each item once, and none that is a part of another's name: "Tirrow", "Ansel Tirrow"."""
    everything = [_own_words(word) for one in found for word in one.words]
    known: list[set[str]] = []
    once = []
    for one in found:
        items = []
        for item, word in zip(one.items, one.words, strict=True):
            own = _own_words(word)
            if own in known or (word[0].isupper() and any(own < other for other in everything)):
                continue
            known.append(own)
            items.append(item)
        if items:
            once.append(_Items(one.span, items))
    return once


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
    span = replace(span, start=led_from(text, sentence_of(span).span.start, span.start, span.end))
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
    lines = lines_around(span)
    own = next((line for line in lines if line.start <= span.start < line.end), None)
    lead, colon, _ = text[own.start : own.end].partition(": ") if own else ("", "", "")
    rows = [line for line in lines if colon and text.startswith(lead + colon, line.start, line.end)]
    if len(rows) < 2:
        return []
    items = [Span(row.start + len(lead + colon), row.end) for row in rows]
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
