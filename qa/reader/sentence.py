"""The reader without a model: whole sentences, the nearest to the question first."""

from __future__ import annotations

from collections.abc import Sequence

from qa.question import can_answer
from qa.reader.protocol import ReaderKind, Reading
from qa.types import AnswerSpan, Passage

WRONG_KIND_COSTS = 0.03
"""Taken off a sentence without the date, number or person that is asked for; scores lie between 0 and 1."""


class SentenceReader:
    """Offers the sentences of the passages, the nearest to the question first.

    The score is the mean of the sentence's and of its passage's, so that a good sentence in a passage about
    something else does not win, less :data:`WRONG_KIND_COSTS` where the sentence cannot be the answer. A nearest
    sentence always exists, so ``null_score`` is 0: whether it answers is for :func:`qa.answer.decide.decide` to say.
    """

    kind: ReaderKind = "sentence"

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Return every sentence once, the best first."""
        spans: dict[tuple[str, int], AnswerSpan] = {}
        for passage in passages:
            text = passage.chunk.document.text
            for sentence in passage.sentences:
                start, end = sentence.span.start, sentence.span.end
                score = (sentence.score + passage.score) / 2
                if not can_answer(text[start:end], question):
                    score -= WRONG_KIND_COSTS
                spans.setdefault((passage.chunk.document.source, start), AnswerSpan(passage, start, end, score, 0.0))
        return Reading(tuple(sorted(spans.values(), key=lambda span: -span.score)), tuple(passages))
