"""The types of an answer on its way out: passages, spans, citations, answers."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus import Chunk, Span

Status = Literal["answered", "not_in_text", "needs_clarification", "about_itself"]
"""``about_itself``: small talk, or a question about the program, was replied to; nothing of it is from the texts."""

Reason = Literal["nothing_near", "not_said", "no_question_of_text"]
"""Why a question is refused: the texts are about other things; they are about this and do not say it; or no text could
tell (an opinion, a sum, an instruction)."""


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """A sentence of a passage with its scores: cosine (``dense``, -1 to 1), ``lexical`` and ``score`` (0 to 1)."""

    span: Span
    dense: float
    lexical: float
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question, with the scores that found it.

    ``dense`` is the cosine of the chunk and ``best_sentence`` the highest cosine of one of its sentences (-1 to 1).
    ``lexical`` is the share of the question's words that it holds, rare words counting more (0 to 1). ``reading`` is
    the probability that a reader of exact words gives to the answer standing here rather than in another passage that
    was read (0 to 1); None before it is read. ``relevance`` is the logit, of a reader that ranks, that the passage
    answers, and ``verdict`` the probabilities of "yes", "no" and "not said" where the question is a claim. ``score``
    fuses them all, and passages are ordered by it.
    """

    chunk: Chunk = field(repr=False)
    score: float
    dense: float
    best_sentence: float
    lexical: float
    sentences: tuple[SentenceScore, ...] = field(repr=False)
    reading: float | None = None
    relevance: float | None = None
    verdict: tuple[float, float, float] | None = None

    @property
    def text(self) -> str:
        """The words of the passage, as they stand in the document."""
        return self.chunk.text

    @property
    def place(self) -> str:
        """Where the passage stands, for a person: heading, page, paragraph, time, speaker, as far as there are any."""
        return place_of(
            self.chunk.heading, self.chunk.page, self.chunk.paragraph, self.chunk.time, speaker=self.chunk.speaker
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the passage for JSON."""
        document = self.chunk.document
        return {
            "id": self.chunk.id,
            "collection": document.collection,
            "source": document.source,
            "title": document.title,
            "heading": list(self.chunk.heading),
            "page": self.chunk.page,
            "paragraph": self.chunk.paragraph,
            "start": self.chunk.start,
            "end": self.chunk.end,
            "time": list(self.chunk.time) if self.chunk.time else None,
            "speaker": self.chunk.speaker,
            "text": self.text,
            "score": round(self.score, 4),
            "dense": round(self.dense, 4),
            "best_sentence": round(self.best_sentence, 4),
            "lexical": round(self.lexical, 4),
            "reading": None if self.reading is None else round(self.reading, 4),
            "relevance": None if self.relevance is None else round(self.relevance, 4),
        }


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """What a reader marks as the answer: ``start`` to ``end`` in the document of ``passage``.

    ``score`` says how well it answers, ``null_score`` how well "there is no answer here" does, on the same scale.
    """

    passage: Passage = field(repr=False)
    start: int
    end: int
    score: float
    null_score: float

    @property
    def text(self) -> str:
        """The words of the answer: always a slice of the document."""
        return self.passage.chunk.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """The sentence that proves an answer, and where it stands.

    ``quote`` is ``document.text[start:end]`` to the letter, and the answer in it
    ``document.text[answer_start:answer_end]``; ``context`` is the passage around it, which begins at
    ``context_start``. ``urls`` are the public sources of the quote. ``time`` is in seconds, and
    ``speaker`` says the quote, where that is known.
    """

    collection: str
    source: str
    title: str
    heading: tuple[str, ...]
    page: int | None
    paragraph: int
    quote: str
    start: int
    end: int
    answer_start: int
    answer_end: int
    context: str = field(repr=False)
    context_start: int = field(repr=False)
    time: tuple[float, float] | None
    urls: tuple[str, ...]
    speaker: str | None = None

    @property
    def place(self) -> str:
        """Where the quote stands, for a person: heading, page, paragraph, time, speaker, as far as there are any."""
        return place_of(self.heading, self.page, self.paragraph, self.time, speaker=self.speaker)

    def to_dict(self) -> dict[str, Any]:
        """Return the citation for JSON."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {**plain, "place": self.place}


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question as it was ``typed``, and the word of the texts that it was ``understood`` as."""

    typed: str
    understood: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or an honest refusal.

    >>> from pathlib import Path
    >>> from qa import Assistant, Document
    >>> talk = Document("talk.md", "The looms were loud. Ada Byron gave the talk in Porto.")
    >>> answer = Assistant.build(talk, Path("talk-index")).ask("Who gave the talk in Porto?")
    >>> answer.status, answer.text, answer.citations[0].quote
    ('answered', 'Ada Byron', 'Ada Byron gave the talk in Porto.')
    >>> answer.citations[0].place
    'paragraph 1'

    ``text`` stands in the corpus to the letter when ``status`` is ``answered``; otherwise it says so in a sentence
    of the program's own. ``confidence`` is the estimated probability that the corpus answers the question with
    ``text`` (0 to 1). ``citations`` prove the text and are empty for a refusal; ``passages`` are what was read, best
    first. ``note`` says in a sentence what a reader has to know beside the answer, such as that it comes from the
    background and not from the film. ``resolved_question`` is the question as it was understood, and ``corrections``
    are the misspelt words that were changed for it. ``timings`` are seconds of wall time a stage. ``reason`` says why
    a question is refused, and ``nearest`` are sentences that come nearest to what was asked. ``follow_ups`` are
    questions that can be asked next and that the texts answer; where it has to be asked back what was meant, they are
    the interpretations to choose from. ``shape`` names the shape of answer that the question asks for, as
    :data:`qa.question.shapes.Shape` lists them.
    """

    text: str
    status: Status
    confidence: float
    question: str
    resolved_question: str
    collection: str | None = None
    note: str = ""
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    timings: dict[str, float] = field(default_factory=dict, repr=False)
    corrections: tuple[Correction, ...] = ()
    reason: Reason | None = None
    nearest: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    shape: str = "fact"

    def __str__(self) -> str:
        return self.text

    @property
    def understood_otherwise(self) -> bool:
        """Whether the question was understood in other words than it was asked in, a greeting before it aside."""
        asked, understood = (re.findall(r"\w+", words.casefold()) for words in (self.question, self.resolved_question))
        return asked[len(asked) - len(understood) :] != understood

    @property
    def answered(self) -> bool:
        """Whether the corpus answers the question."""
        return self.status == "answered"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain lists, numbers and strings, for JSON."""
        return {
            "text": self.text,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "collection": self.collection,
            "shape": self.shape,
            "note": self.note,
            "question": self.question,
            "resolved_question": self.resolved_question,
            "corrections": [asdict(correction) for correction in self.corrections],
            "citations": [citation.to_dict() for citation in self.citations],
            "passages": [passage.to_dict() for passage in self.passages],
            "reason": self.reason,
            "nearest": [citation.to_dict() for citation in self.nearest],
            "follow_ups": list(self.follow_ups),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before, and what was answered, as far as it is known; words will do for the answer.

    >>> from pathlib import Path
    >>> from qa import Assistant, Document, Turn
    >>> talk = Document("talk.md", "Ada Byron gave the talk in Porto. It was recorded in 1991.")
    >>> before = [Turn("Who gave the talk in Porto?", "Ada Byron")]
    >>> answer = Assistant.build(talk, Path("talk-index")).ask("And when was it recorded?", history=before)
    >>> answer.text, answer.resolved_question
    ('1991', 'When was the talk recorded?')
    """

    question: str
    answer: Answer | str | None = None


def place_of(
    heading: tuple[str, ...],
    page: int | None,
    paragraph: int,
    time: tuple[float, float] | None,
    *,
    speaker: str | None = None,
) -> str:
    """Return a place in words: ``How PyTorch began > The release, 12:05, Ada Byron``.

    The paragraph is counted in the whole text, and told where no heading and no page says where it stands.
    """
    parts = [" > ".join(heading)] if heading else []
    if page is not None:
        parts.append(f"page {page}")
    if not parts:
        parts.append(f"paragraph {paragraph}")
    if time is not None:
        minutes, seconds = divmod(int(time[0]), 60)
        parts.append(f"{minutes:02d}:{seconds:02d}")
    if speaker:
        parts.append(speaker)
    return ", ".join(parts)
