"""What programs send and get: the types behind the OpenAPI description. An answer may have more fields than these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.assistant import PASSAGES
from qa.types import Turn

LONGEST_TYPED = 20_000
"""Characters of a question that are taken at all; how many of them are read, :mod:`qa.question` decides."""
MOST_TURNS = 20
"""Turns before a question that are taken."""


class TurnIn(BaseModel):
    """A question that was asked before, with the words of its answer."""

    question: str = Field(max_length=LONGEST_TYPED)
    answer: str = Field("", max_length=LONGEST_TYPED)


class Question(BaseModel):
    """A question to the texts."""

    question: str = Field(
        max_length=LONGEST_TYPED, description="In English.", examples=["When was PyTorch released?"], min_length=1
    )
    passages: int = Field(PASSAGES, ge=1, le=50, description="How many passages to read in each collection.")
    reader: Literal["sentence"] | None = Field(None, description="'sentence' answers with whole sentences.")
    history: list[TurnIn] = Field([], max_length=MOST_TURNS, description="The turns before it, oldest first.")


class Search(BaseModel):
    """Words to look for: passages are found by meaning and by words, and nothing is answered."""

    query: str = Field(max_length=LONGEST_TYPED, min_length=1, examples=["the release of PyTorch"])
    passages: int = Field(5, ge=1, le=50, description="How many passages of each collection to return.")
    collection: str | None = Field(None, description="Search in this collection only.", examples=["documentary"])


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


def turns_of(history: Sequence[TurnIn]) -> list[Turn]:
    """Return the turns as the assistant takes them."""
    return [Turn(turn.question, turn.answer or None) for turn in history]


class CitationOut(_Open):
    """A sentence that proves an answer; offsets count characters of the source's text."""

    collection: str
    source: str
    title: str
    place: str = Field(description="Where it stands, for a person.")
    heading: list[str]
    page: int | None
    paragraph: int
    quote: str = Field(description="To the letter.")
    start: int
    end: int
    answer_start: int
    answer_end: int
    context: str = Field(description="The passage around the quote.")
    context_start: int
    time: list[float] | None = Field(description="From when to when it is said, in seconds.")
    urls: list[str] = Field(description="Public sources; for subtitles, the film at that second.")


class PassageOut(_Open):
    """A passage that was found, with the scores that found it."""

    id: str
    collection: str
    source: str
    title: str
    heading: list[str]
    page: int | None
    paragraph: int
    start: int
    end: int
    time: list[float] | None
    text: str
    score: float
    dense: float = Field(description="Cosine of the passage, -1 to 1.")
    best_sentence: float = Field(description="Highest cosine of one of its sentences, -1 to 1.")
    lexical: float = Field(description="Share of the question's words in it, rare ones counting more, 0 to 1.")
    reading: float | None = Field(description="The reader's share for the answer standing here, 0 to 1.")


class CorrectionOut(BaseModel):
    """A word as it was typed and as it was understood."""

    typed: str
    understood: str


class AnswerOut(_Open):
    """An answer with what proves it, or an honest refusal."""

    text: str
    status: str = Field(description="'answered', or why there is no answer.", examples=["answered", "not_in_text"])
    confidence: float = Field(description="Estimated probability that the texts answer the question so, 0 to 1.")
    collection: str | None
    note: str
    question: str
    resolved_question: str = Field(description="The question as it was understood.")
    corrections: list[CorrectionOut]
    citations: list[CitationOut]
    passages: list[PassageOut]
    reason: str | None = Field(None, description="Why there is no answer.")
    nearest: list[CitationOut] = Field([], description="Where there is no answer: the sentences nearest to one.")
    follow_ups: list[str] = Field([], description="Questions to ask next that the texts answer.")
    timings: dict[str, float] = Field(description="Seconds of each stage.")


class Found(BaseModel):
    """The passages nearest to a query, best first."""

    query: str
    passages: list[PassageOut]


class SourceOut(BaseModel):
    """A text that can be asked."""

    source: str = Field(examples=["01-the-film.md"])
    collection: str
    title: str
    url: str | None
    characters: int
    chunks: int


class Sources(BaseModel):
    """The texts that can be asked; those that are asked first at the front."""

    sources: list[SourceOut]


class Health(BaseModel):
    """Whether questions can be answered: 'ready', 'loading' or 'failed'."""

    status: Literal["ready", "loading", "failed"]
    detail: str = Field(description="The same in a sentence.")


class Info(BaseModel):
    """What is asked, and with what."""

    collections: list[str]
    documents: int
    sentences: int
    chunks: int
    model: str = Field(description="The sentence model.")
    reader: str = Field(description="The kind of reader: 'span' marks exact words, 'sentence' whole sentences.")
    built: str = Field(description="When the index was built.")
    version: str = Field(description="The version of this program.")
