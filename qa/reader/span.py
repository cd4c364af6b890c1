"""The reader with a model: it marks the words that answer, or says that there are none."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy

from corpus import without_surrogates
from qa.question.shapes import shape_of
from qa.reader.lists import completed
from qa.reader.models import WindowModel
from qa.reader.protocol import ReaderKind, Reading
from qa.reader.windows import WindowMaker, Windows
from qa.reader.words import whole_words
from qa.types import AnswerSpan, Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[numpy.float32]

LONGEST_SPAN = 30
"""Tokens of the longest answer."""
RETRIEVAL_WEIGHT = 10.0
"""What a passage's score (0 to 1) adds to the logits of its spans. Mean pooled F1 on the development documents
(``python -m qa.training.evaluate DATA_FOLDER --part development``) was .665 with 0, .668 with 5, .673 with 7 and
with 10, .672 with 14."""
RELEVANCE_WEIGHT = 0.3
"""What a passage's relevance, a logit, adds to the logits of its spans."""
LEAST_SHARE = 1e-12
"""Probability below which spans are not told apart."""
PER_PASSAGE = 3
"""Spans of a passage that are returned at most."""
_LOOKED_AT = 40


class SpanReader:
    """Marks answers with an extractive question-answering model; safe to use from several threads.

    Make one with :func:`qa.reader.load_reader`. ``score`` of a span is a natural logarithm: of the probability that
    this span is the answer if one of the passages holds it, by one softmax over the spans of all passages (Clark and
    Gardner 2018, *Simple and Effective Multi-Paragraph Reading Comprehension*), so that scores of different passages
    compare; how well a passage was found counts in it, by :data:`RETRIEVAL_WEIGHT`, and what the model thinks of it,
    by :data:`RELEVANCE_WEIGHT`. ``null_score`` is the logit of "this passage has no answer" on the same scale:
    ``score - null_score`` does not depend on the other passages, and is above 0 where the model holds that the span
    answers. The spans that are returned do not overlap: the next best is always another answer.
    """

    kind: ReaderKind = "span"

    def __init__(self, model: WindowModel, maker: WindowMaker) -> None:
        self._model = model
        self._maker = maker

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Return at most :data:`PER_PASSAGE` spans of each passage, whole words of its text, the best first.

        The passages come back with ``relevance`` and ``verdict`` where the model says so.
        """
        question = without_surrogates(question)
        if not passages or not question.strip():
            return Reading((), tuple(passages))
        windows = self._maker.windows(question, passages)
        logits = self._model(windows.ids, windows.mask, windows.types)
        if logits.start is None or logits.end is None:
            raise TypeError("This model ranks passages and marks nothing in them.")
        judged = judged_passages(passages, windows, logits.relevance, logits.verdict)
        spans = span_logits(logits.start, logits.end, windows.context)
        rows = numpy.arange(len(windows.passages))
        nulls = logits.start[rows, windows.nulls] + logits.end[rows, windows.nulls]
        lift = numpy.array([_lift(judged[number]) for number in windows.passages], dtype=numpy.float32)
        spans, nulls = spans + lift[:, None, None], nulls + lift
        highest = float(spans.max(initial=-math.inf))
        if highest == -math.inf:
            return Reading((), judged)
        total = highest + math.log(float(numpy.exp(spans - highest, dtype=numpy.float64).sum()))
        found = []
        for row, number in enumerate(windows.passages):
            flat, null = spans[row].ravel(), float(nulls[row]) - total
            best = numpy.argsort(-flat, kind="stable")[:_LOOKED_AT]
            best = best[flat[best] > -math.inf]
            first, more = numpy.divmod(best, LONGEST_SPAN)
            starts, ends = windows.starts[row, first].tolist(), windows.ends[row, first + more].tolist()
            for logit, start, end in zip(flat[best].tolist(), starts, ends, strict=True):
                marked = _placed(judged[number], start, end)
                if marked is not None:
                    found.append(AnswerSpan(judged[number], *marked, score=logit - total, null_score=null))
        ranked = completed(question, sorted(found, key=lambda span: -span.score))
        return Reading(tuple(_apart(ranked, in_one_sentence=shape_of(question) == "fact")), judged)


def span_logits(start: Scores, end: Scores, context: NDArray[numpy.bool_]) -> Scores:
    """Return the logit of every span: the sum of those of its first and last token; minus infinity if barred.

    ``start`` and ``end`` are float32, ``(windows, T)``; ``context``, bool of that shape, marks the tokens of the
    passage. The result is ``(windows, T, LONGEST_SPAN)``, the last index being the length less one.
    """
    first = numpy.where(context, start, numpy.float32(-numpy.inf))
    last = numpy.where(context, end, numpy.float32(-numpy.inf))
    padded = numpy.pad(last, ((0, 0), (0, LONGEST_SPAN - 1)), constant_values=-numpy.inf)
    ends = numpy.lib.stride_tricks.sliding_window_view(padded, LONGEST_SPAN, axis=1)
    logits: Scores = first[:, :, None] + ends
    return logits


def judged_passages(
    passages: Sequence[Passage], windows: Windows, relevance: Scores | None, verdict: Scores | None
) -> tuple[Passage, ...]:
    """Return the passages with what a model says of them; of several windows the most relevant speaks."""
    if relevance is None:
        return tuple(passages)
    best: dict[int, int] = {}
    for row, number in enumerate(windows.passages):
        if number not in best or relevance[row] > relevance[best[number]]:
            best[number] = row
    return tuple(
        replace(
            passage,
            relevance=float(relevance[best[number]]),
            verdict=None if verdict is None else _softmax(verdict[best[number]]),
        )
        for number, passage in enumerate(passages)
    )


def _softmax(logits: Scores) -> tuple[float, float, float]:
    """Return the probabilities of three logits."""
    odds = numpy.exp(logits - logits.max())
    yes, no, unsaid = (odds / odds.sum()).tolist()
    return yes, no, unsaid


def _lift(passage: Passage) -> float:
    """Return what is added to the logits of the spans of ``passage``."""
    return RETRIEVAL_WEIGHT * passage.score + RELEVANCE_WEIGHT * (passage.relevance or 0.0)


def _placed(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Return ``start`` to ``end`` of the passage's text as whole words of the document; None if there are none."""
    chunk = passage.chunk
    return whole_words(chunk.document.text, chunk.start + start, chunk.start + end, chunk.start, chunk.end)


def _apart(spans: Sequence[AnswerSpan], *, in_one_sentence: bool) -> list[AnswerSpan]:
    """Return the spans without those that overlap a better one, the best first, and not too many of a passage.

    With ``in_one_sentence``, one that goes on into another sentence gives way to the best of those that overlap it and
    do not: cut later, it would keep the longer of its halves, and mostly the wrong one.

    A span has the probability of all that it stands for: there are many ways to cut a long answer and one to cut a
    short one, and they would otherwise share what is due to one answer.
    """
    kept: list[AnswerSpan] = []
    shares: list[float] = []
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for span in spans:
        own, start, end = places[span.passage.chunk.document.source], span.start, span.end
        rivals = [place for place, (_, begin, stop) in enumerate(own) if begin < end and start < stop]
        if rivals:
            rival, begin, stop = own[rivals[0]]
            shares[rival] += math.exp(span.score)
            if in_one_sentence and len(rivals) == 1 and _crosses(kept[rival]) and not _crosses(span):
                kept[rival] = span
                own[rivals[0]] = rival, min(start, begin), max(end, stop)
        else:
            own.append((len(kept), start, end))
            kept.append(span)
            shares.append(math.exp(span.score))
    told = [
        replace(span, score=math.log(min(1.0, max(share, LEAST_SHARE))))
        for span, share in zip(kept, shares, strict=True)
    ]
    found: list[AnswerSpan] = []
    for span in sorted(told, key=lambda span: -span.score):
        if sum(other.passage.chunk.id == span.passage.chunk.id for other in found) < PER_PASSAGE:
            found.append(span)
    return found


def _crosses(span: AnswerSpan) -> bool:
    """Tell whether a span goes on over the end of a sentence of its passage."""
    sentences = (scored.span for scored in span.passage.sentences)
    return not any(one.start <= span.start and span.end <= one.end for one in sentences)
