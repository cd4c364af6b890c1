"""A small text with its index, in which words can be marked as a reader would mark them."""

from __future__ import annotations

from pathlib import Path

from corpus import Document
from index import Encoder, Index, build_index
from qa.answer import Decision, Finding
from qa.types import AnswerSpan, Passage, SentenceScore


class Marked:
    """A text with its index, in which words can be marked."""

    def __init__(self, text: str, encoder: Encoder, folder: Path) -> None:
        build_index([Document("a", text)], encoder, folder)
        self.index = Index.load(folder)
        self.passages = tuple(
            Passage(chunk, 0.5, 0.5, 0.5, 0.5, tuple(SentenceScore(one, 0.5, 0.5, 0.5) for one in chunk.sentences))
            for chunk in self.index.chunks
        )

    def finding(self, *words: str) -> Finding:
        """Return what the text has to say where ``words`` are marked, the best first by far."""
        spans = []
        for number, one in enumerate(words):
            start = self.index.documents[0].text.index(one)
            passage = next(each for each in self.passages if each.chunk.start <= start < each.chunk.end)
            spans.append(AnswerSpan(passage, start, start + len(one), -0.5 - 4 * number, -9.0))
        decision = Decision(spans[0], 0.8, answered=True) if spans else None
        return Finding("text", decision, self.passages, spans=tuple(spans))
