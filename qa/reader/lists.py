"""Answers that are lists: where a reader marks one item, or only how many there are.

It stands with the reader and not with the answers: item and list share the probability of one softmax over all spans.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.question import kind_of
from qa.question.numbers import numbers_in
from qa.types import AnswerSpan

MOST_BEHIND = 2.0
"""Natural logarithm: how much less probable the whole list may be than the item that is marked. On 300 questions to
the development part of SQuADShifts new_wiki, 1, 2, 3 and 4 give a token F1 of .675, .679, .677 and .676, none .670."""
LOOKED_AT = 20
"""Best spans that are completed; no later one is shown."""
LONGEST_ITEM = 5
"""Words of the longest item of a list; what stands between longer ones is rather a new clause."""

_ANNOUNCED = re.compile(r"(?P<told>[^:;.!?]*):\s+(?P<list>[^:;.!?]*[^:;.!?\s])[.!?]?")
_BETWEEN = re.compile(r",\s+(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+")


def completed(question: str, spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Return ``spans``, best first, an item of a list replaced by the longest list around it that is as good.

    A list is as good if its score is at most :data:`MOST_BEHIND` less. "Adam Paszke" then becomes "Adam Paszke and
    Soumith Chintala" where a reader holds both for likely. Unless ``question`` asks how many, words that count what a
    colon then names give way to the names: "three tools" of "There were three tools: Torch, Theano and Caffe".
    """
    first, rest = spans[:LOOKED_AT], spans[LOOKED_AT:]
    near = [span for span in spans if first[-1].score - span.score <= MOST_BEHIND]
    whole = [_completed(span, near) for span in first]
    if kind_of(question) != "number":
        whole = [announced_list(span) or span for span in whole]
    return sorted((*whole, *rest), key=lambda span: -span.score)


def announced_list(span: AnswerSpan) -> AnswerSpan | None:
    """Return the list behind the colon of its sentence, if ``span`` begins before it and says how many items it has."""
    sentences = (scored.span for scored in span.passage.sentences)
    end = next((sentence.end for sentence in sentences if sentence.start <= span.start < sentence.end), span.end)
    text = span.passage.chunk.document.text
    found = _ANNOUNCED.fullmatch(text, span.start, end)
    if found is None or not (span.end <= found.start("list") or span.end >= found.end("list")):
        return None
    items = _items(found.group("list"))
    is_counted = len(items) > 1 and str(len(items)) in numbers_in(found["told"])
    return replace(span, start=found.start("list"), end=found.end("list")) if is_counted else None


@functools.lru_cache(maxsize=1024)
def _items(text: str) -> tuple[str, ...]:
    """Return the items of a list; none where one is too long to be an item."""
    items = tuple(_BETWEEN.split(text))
    return items if all(len(item.split()) <= LONGEST_ITEM for item in items) else ()


def _completed(span: AnswerSpan, spans: Sequence[AnswerSpan]) -> AnswerSpan:
    """Return the longest list that ``span`` is an item of, with the probability of both, or else ``span`` itself."""
    lists = [
        other
        for other in spans
        if other.start <= span.start
        and span.end <= other.end
        and span.score - other.score <= MOST_BEHIND
        and is_list_around(other, span)
    ]
    if not lists:
        return span
    whole = max(lists, key=lambda other: other.end - other.start)
    return replace(whole, score=math.log(math.exp(span.score) + math.exp(whole.score)))


def is_list_around(whole: AnswerSpan, item: AnswerSpan) -> bool:
    """Tell whether ``whole`` is a list of which ``item`` is one item, or some in a row."""
    if whole.passage.chunk.id != item.passage.chunk.id or whole.end - whole.start <= item.end - item.start:
        return False
    if not _items(whole.text):
        return False
    marks = list(_BETWEEN.finditer(whole.text))
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(whole.text)]
    return item.start - whole.start in starts and item.end - whole.start in ends
