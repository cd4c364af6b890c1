"""Where the paragraphs and sentences of a text begin and end."""

from __future__ import annotations

import re

from corpus.types import Span

BLANK_LINES = re.compile(r"\n\s*\n")
"""What parts two paragraphs."""

_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]")


def paragraph_spans(text: str) -> list[Span]:
    """Return the paragraphs of ``text``: what stands between blank lines, without the white space around it."""
    spans = []
    start = 0
    for gap in BLANK_LINES.finditer(text):
        spans.append(_trimmed(text, start, gap.start()))
        start = gap.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def paragraphs_between(text: str, start: int, end: int) -> int:
    """Return how many paragraphs ``text[end]`` lies below ``text[start]``."""
    return sum(1 for _ in BLANK_LINES.finditer(text, start, end))


def sentence_spans(text: str, start: int, end: int, *, language: str = "en") -> list[Span]:
    """Return the sentences of ``text[start:end]`` in order, without the white space around them.

    Every character that is not white space lies in exactly one of them. The boundaries are the ends of lines, which
    readers leave in a paragraph only where a sentence ends, and those of
    `sentencex <https://github.com/wikimedia/sentencex>`_; a piece without a letter or digit (a closing
    bracket, a row of dots) is joined to the sentence before it, and the number of an item (``2.``) or what ends with
    a comma to the one behind it.
    """
    import sentencex

    spans: list[Span] = []
    position = start
    pieces = (
        piece for line in text[start:end].splitlines(keepends=True) for piece in sentencex.segment(language, line)
    )
    for piece in pieces:
        span = _trimmed(text, position, position + len(piece))
        position += len(piece)
        if span.start == span.end:
            continue
        joins = spans and (
            _goes_on(text, spans[-1], span) or not any(character.isalnum() for character in text[span.start : span.end])
        )
        if joins:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _goes_on(text: str, before: Span, span: Span) -> bool:
    """Tell whether ``before`` goes on with ``span`` in the same line: it is a number, or ends with a comma."""
    if "\n" in text[before.end : span.start]:
        return False
    return text[before.end - 1] in ",;:" or _ENUMERATOR.fullmatch(text, before.start, before.end) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return ``start`` to ``end`` without the white space at either side."""
    stripped = text[start:end].strip()
    if not stripped:
        return Span(start, start)
    start = text.index(stripped[0], start)
    return Span(start, start + len(stripped))
