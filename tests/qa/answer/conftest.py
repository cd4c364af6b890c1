"""Passages and marked words made by hand, so that every score is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus import Chunk, Document
from corpus.sentences import sentence_spans
from qa.types import AnswerSpan, Passage, SentenceScore

MakePassage = Callable[..., Passage]
MakeSpan = Callable[..., AnswerSpan]


@pytest.fixture(scope="session")
def passage() -> MakePassage:
    """A function that makes a passage of ``words`` of a text, or of all of it, whose sentences are as near as it is."""

    def make(
        text: str,
        words: str = "",
        *,
        collection: str = "text",
        title: str = "",
        heading: tuple[str, ...] = (),
        paragraph: int = 1,
        score: float = 0.5,
        cosines: tuple[float, ...] = (),
        lexical: float = 0.5,
        document: Document | None = None,
    ) -> Passage:
        document = document or Document(f"{collection}/{text[:9]}", text, title, collection)
        start = text.index(words) if words else 0
        end = start + len(words) if words else len(text)
        spans = tuple(sentence_spans(text, start, end))
        chunk = Chunk(f"{document.source} {start}", document, start, end, heading, paragraph, spans)
        cosines = cosines or (score,) * len(spans)
        sentences = tuple(SentenceScore(span, near, 0.5, near) for span, near in zip(spans, cosines, strict=True))
        return Passage(chunk, score, score, max(cosines), lexical, sentences)

    return make


@pytest.fixture(scope="session")
def mark() -> MakeSpan:
    """A function that marks ``words`` in a passage as the answer."""

    def make(passage: Passage, words: str, score: float = -0.5, null_score: float = -3.0) -> AnswerSpan:
        start = passage.chunk.document.text.index(words, passage.chunk.start)
        return AnswerSpan(passage, start, start + len(words), score, null_score)

    return make
