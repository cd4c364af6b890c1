"""Records in a passage: of the rows of a table or the entries of a form, the one that a question is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from corpus import Span, asks
from corpus.lists import are_records, is_record
from corpus.records import are_messages
from corpus.sentences import paragraph_spans
from index import terms
from qa.question import can_answer
from qa.question.shapes import shape_of
from qa.types import Passage

_LINE = re.compile(r"[^\n]+")
_OF_ONE_RECORD = ("fact", "list", "count", "definition", "reason")
"""Shapes of questions that are about the records which hold their words, and compare none."""
_ENDS = re.compile(r"[.!?,;][\"')\]\u201d\u2019]*\Z")


def barred_records(question: str, passage: Passage) -> list[Span]:
    """Return the lines of ``passage`` in which no answer can stand, in places of its text.

    Where the lines of a paragraph are records (rows, entries, members with what they do), and some of them hold words
    of the question that the others lack, the answer stands in one of these. ``Which variety keeps until March?`` is
    answered in the only row with March in it. Nothing is barred where records are compared, in verses and in
    conversations, whose lines answer one another.
    """
    text, shape = passage.text, shape_of(question)
    if "\n" not in text or shape not in _OF_ONE_RECORD:
        return []
    asked = set(terms(question)) - set(terms(" ".join(passage.chunk.path)))
    barred: list[Span] = []
    for paragraph in paragraph_spans(text):
        spans = [Span(line.start(), line.end()) for line in _LINE.finditer(text, paragraph.start, paragraph.end)]
        lines = [text[span.start : span.end] for span in spans]
        if len(lines) < 2 or not _are_records(lines):
            continue
        records = [(span, line) for span, line in zip(spans, lines, strict=True) if is_record(line)]
        held = [asked.intersection(terms(line)) for _, line in records]
        counts = Counter(term for own in held for term in own)
        weights = [sum(math.log(len(records) / counts[term]) for term in sorted(own)) for own in held]
        best = max(weights)
        weighed = list(zip(records, weights, strict=True))
        if best > 0 and any(weight == best and can_answer(line, question) for (_, line), weight in weighed):
            least = best if shape not in ("list", "count") else min(weight for weight in weights if weight > 0)
            barred += [span for (span, _), weight in weighed if weight < least]
    return barred


def _are_records(lines: Sequence[str]) -> bool:
    """Tell whether ``lines`` say something of a thing each, and are neither verses nor a conversation."""
    if any(asks(line) for line in lines) or are_messages(lines):
        return False
    return are_records(lines) and 2 * sum(_ENDS.search(line) is not None for line in lines) <= len(lines)
