"""A reader out of a cross-encoder, which ranks and marks nothing: it answers in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus import without_surrogates
from qa.reader.models import WindowModel
from qa.reader.protocol import ReaderKind, Reading
from qa.reader.sentence import SentenceReader
from qa.reader.span import judged_passages
from qa.reader.windows import WindowMaker
from qa.retrieve import relevance_share
from qa.types import Passage


class RankingReader:
    """Ranks passages with a cross-encoder, and offers the sentences of the best first.

    Make one with :func:`qa.reader.load_reader`; safe to use from several threads.
    """

    kind: ReaderKind = "sentence"

    def __init__(self, model: WindowModel, maker: WindowMaker) -> None:
        self._model = model
        self._maker = maker

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Return every sentence once, the best first, and the passages with their relevance."""
        question = without_surrogates(question)
        if not passages or not question.strip():
            return Reading((), tuple(passages))
        windows = self._maker.windows(question, passages)
        logits = self._model(windows.ids, windows.mask, windows.types)
        judged = judged_passages(passages, windows, logits.relevance, None)
        weighed = [replace(passage, score=(passage.score + relevance_share(passage)) / 2) for passage in judged]
        return Reading(SentenceReader().read(question, weighed).spans, judged)
