"""Items of one answer that stand in several sentences, lines or rows: what was marked besides belongs to it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus import Span
from corpus.lists import is_record
from corpus.sentences import sentence_spans
from index import terms
from qa.answer.composing import Finding
from qa.answer.decide import decide, default_coefficients
from qa.answer.items import NAME, NAMES, items_in
from qa.question import kind_of
from qa.question.shapes import plain_words
from qa.types import AnswerSpan

BEHIND = 3.3
"""Natural logarithm: how much less probable than the best another item may be, by the reader."""
BEHIND_BY_NAME = 5.0
"""The same of another name in the passage of a name: names are short, and one takes what is due to all."""
BEHIND_AS_STEP = 7.0
"""The same of another step of the same instructions, which are told whole or not at all."""
SURE, UNSURE = 0.0, -3.0
"""Least odds (natural logarithm) against "no answer here" of another item of the passage, where that passage is found
relevant less or more surely."""
ELSEWHERE = 1.0
"""The same of a name in another passage, where the best span has one item: an enumeration is whole as it stands."""
BEHIND_ELSEWHERE = 2.0
"""How much less probable than the best such a name may be."""
RELEVANT_ELSEWHERE = -1.0
"""Least relevance (a logit) of a passage that another item may come from."""
NAMED_AS_ASKED = 13.0
"""How far below "no answer here" one more name of the same passage may be where the question says how many to name."""
MARKED_STEPS = 3
"""Steps of which all are told if as many, or half of them, are marked: no passage has more spans than that."""

_ASKS_PEOPLE = re.compile(r"\b(?:people|persons?|men|women|children|guests|speakers|members|names? of those)\b")
_PERSON = re.compile(
    r"(?:by |and |with |to )*(?:(?i:the|his|her|its|their|our|my|an?) (?:[a-z][\w-]* ){0,4})?"
    rf"(?:[a-z]+ )?(?P<name>{NAME})"
)
"""An item that names somebody, with what he is before the name: "the carpenter Piet Laan"."""
_FULL_NAME = re.compile(r"(?<![\w'-])[A-Z][a-z\u00df-\u017f]+(?: [A-Z]\.)*(?: (?:de|van|von|der))? [A-Z][\w-]+(?!')\b")
_STEP = re.compile(r"\((\d{1,2})\) ")
_LINE = re.compile(r"[^\n]+")


def asks_people(question: str) -> bool:
    """Tell whether people are asked for."""
    return kind_of(question) == "person" or _ASKS_PEOPLE.search(plain_words(question)) is not None


def names_of_people(text: str, items: Sequence[Span]) -> list[Span]:
    """Return the names in ``items``, without what is told of each; an item that only tells of one has none."""
    found = (_PERSON.fullmatch(text, item.start, item.end) for item in items)
    return [Span(*match.span("name")) for match in found if match]


def people_pooled(question: str, finding: Finding) -> Finding:
    """Return ``finding`` with the passage that names several people, where together they answer more probably.

    A reader shares what is due to one answer among its items; what stands alone in a worse passage is then ahead.
    """
    if finding.decision is None or finding.reader is None or finding.reader.kind != "span":
        return finding
    named: dict[str, list[AnswerSpan]] = {}
    for span in finding.spans:
        text = span.passage.chunk.document.text
        if names_of_people(text, items_in(text, span.start, span.end)):
            named.setdefault(span.passage.chunk.id, []).append(span)
    best = finding.decision
    for spans in named.values():
        score = math.log(min(1.0, sum(math.exp(span.score) for span in spans)))
        own = [span for span in finding.spans if span is not spans[0]]
        pooled = [replace(spans[0], score=score), *own]
        other = decide(question, pooled, default_coefficients("span"))
        if len(spans) > 1 and other and other.span is pooled[0] and other.probability > best.probability:
            best = replace(other, span=spans[0])
    return replace(finding, decision=best)


def marked_besides(question: str, finding: Finding, wanted: int | None) -> list[AnswerSpan]:
    """Return the spans that are items of the same answer as the best: alike in kind, nearly as probable, and fitting.

    Where ``wanted`` says how many are to be named, names of the same passage are taken until there are so many.
    """
    if finding.decision is None:
        return []
    best = finding.decision.span
    others = [
        span
        for span in finding.spans
        if not (span.start < best.end and best.start < span.end) and _is_alike(question, span, best)
    ]
    text = best.passage.chunk.document.text
    are_names = asks_people(question) or _is_named(best)
    is_only = len(items_in(text, best.start, best.end)) == 1
    found = [span for span in others if _belongs(span, best, are_names=are_names, is_only=is_only)]
    if wanted:
        here = [span for span in others if span.passage.chunk.id == best.passage.chunk.id and _is_named(span)]
        named = [span for span in here if span.null_score - span.score <= NAMED_AS_ASKED and span not in found]
        found += named[: max(0, wanted - 1 - len(found))]
    return found


def _belongs(span: AnswerSpan, best: AnswerSpan, *, are_names: bool, is_only: bool) -> bool:
    """Tell whether ``span`` is so probable that it is rather an item of the same answer than another answer."""
    behind, odds, relevance = best.score - span.score, span.score - span.null_score, span.passage.relevance or 0.0
    if span.passage.chunk.id == best.passage.chunk.id:
        is_near = behind <= (BEHIND_BY_NAME if are_names else BEHIND)
        return is_near and odds > (UNSURE if relevance > 0 else SURE)
    is_near = behind <= BEHIND_ELSEWHERE
    return is_only and are_names and is_near and odds > ELSEWHERE and relevance > RELEVANT_ELSEWHERE


def _is_alike(question: str, span: AnswerSpan, best: AnswerSpan) -> bool:
    """Tell whether both are names, or neither is; of people, whether the other names somebody."""
    if asks_people(question):
        text = span.passage.chunk.document.text
        return bool(names_of_people(text, items_in(text, span.start, span.end)))
    return _is_named(span) == _is_named(best)


def _is_named(span: AnswerSpan) -> bool:
    return re.fullmatch(NAMES, re.sub(r"^(?:the|his|her|their) (?:[a-z]+ )?", "", span.text)) is not None


def rows_asked(question: str, span: AnswerSpan) -> list[Span]:
    """Return the names of the rows of a table that hold the words of ``question`` best, where a name is marked.

    None where the words tell no rows apart, or fewer than two hold them.
    """
    text = span.passage.chunk.document.text
    rows = [line for line in lines_around(span) if is_record(text[line.start : line.end])]
    ends = [text.find(":", row.start, row.end) for row in rows]
    if (
        len(rows) < 2
        or min(ends) < 0
        or not any(row.start <= span.start < end for row, end in zip(rows, ends, strict=True))
    ):
        return []
    asked = set(terms(question)) - set(terms(" ".join(span.passage.chunk.path)))
    held = [asked.intersection(terms(text[row.start : row.end])) for row in rows]
    counts = Counter(term for own in held for term in own)
    weights = [sum(math.log(len(rows) / counts[term]) for term in sorted(own)) for own in held]
    firsts = [text[row.start : end].split(maxsplit=1) for row, end in zip(rows, ends, strict=True)]
    is_led = all(len(words) == 2 and words[0] == firsts[0][0] for words in firsts)
    found = [
        Span(row.start + (len(words[0]) + 1 if is_led else 0), end)
        for row, end, words, weight in zip(rows, ends, firsts, weights, strict=True)
        if weight > 0 and weight == max(weights)
    ]
    return found if len(found) > 1 else []


def steps_asked(question: str, finding: Finding) -> list[Span]:
    """Return all steps or items under a lead-in, in one of which the best span stands; none where one is asked for.

    ``question`` asks for all if it has a word of the lead-in and none that only some items have, or if several steps
    are marked.
    """
    if finding.decision is None:
        return []
    span = finding.decision.span
    text = span.passage.chunk.document.text
    lines = lines_around(span)
    first, last = lines[0].start, lines[-1].end
    marks = list(_STEP.finditer(text, first, last))
    if [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1)) and len(marks) > 1:
        lead = text[first : marks[0].start()]
        ends = [*(mark.start() for mark in marks[1:]), last]
        items = [Span(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    elif len(lines) > 2 and text[lines[0].start : lines[0].end].rstrip().endswith(":"):
        lead, items = text[lines[0].start : lines[0].end], lines[1:]
    else:
        return []
    if not any(item.start <= span.start < item.end for item in items):
        return []
    near = [one for one in finding.spans if span.score - one.score <= BEHIND_AS_STEP and one.score > one.null_score]
    marked = sum(any(item.start <= one.start < item.end for one in near) for item in items)
    asked = set(terms(question)) - set(terms(" ".join(span.passage.chunk.path)))
    held = [asked.intersection(terms(text[item.start : item.end])) for item in items]
    is_of_all = bool(asked.intersection(terms(lead))) and all(own == held[0] for own in held)
    is_marked = bool(marks) and marked > 1 and marked >= min(MARKED_STEPS, len(items) / 2)
    if not (is_of_all or is_marked):
        return []
    return [_told(text, item) for item in items]


def people_in_lines(span: AnswerSpan, found: Sequence[Span]) -> list[Span]:
    """Return ``found``, the names of people, with those of the other lines where they stand in most lines of a list."""
    text = span.passage.chunk.document.text
    lines = lines_around(span)
    holding = [any(line.start <= name.start < line.end for name in found) for line in lines]
    if len(lines) < 3 or sum(holding) < MARKED_STEPS or 2 * sum(holding) < len(lines):
        return list(found)
    more = (_FULL_NAME.search(text, line.start, line.end) for line, own in zip(lines, holding, strict=True) if not own)
    return sorted([*found, *(Span(*match.span()) for match in more if match)], key=lambda name: name.start)


def _told(text: str, item: Span) -> Span:
    """Return the first sentence of an item, without a mark that only parts it from the next."""
    first = sentence_spans(text, item.start, item.end)[0]
    end = first.end
    while end > first.start and (text[end - 1].isspace() or text[end - 1] in ";,"):
        end -= 1
    return Span(first.start, end)


def lines_around(span: AnswerSpan) -> list[Span]:
    """Return the lines of the paragraph in which ``span`` begins."""
    text = span.passage.chunk.document.text
    start = text.rfind("\n\n", 0, span.start) + 1
    end = text.find("\n\n", span.start)
    return [Span(*line.span()) for line in _LINE.finditer(text, start, end if end >= 0 else len(text))]
