"""The sentences of a collection, as composers choose among them: each with its row, its chunk and its vector."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Chunk, Span
from index import Index
from qa.types import AnswerSpan, Passage, SentenceScore

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

SHORTEST = 4
"""Words of the shortest sentence that says something by itself."""
ALL_OF_THEM = 0.999
"""Share of the words, by weight, that a sentence holds which holds them all; rounding aside."""
_SPEAKER = re.compile(r"^[A-Z][A-Z .'-]{1,30}:\s+")
"""A name in capitals before what somebody says."""
_ENDS = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_BREAK = re.compile(r"\n\s*\n|\n\s*$")
_POINTS_BACK = re.compile(
    r"^(?:(?:and|but|so|then|also|however|therefore|still|yet|or|nor|because of this|for this reason),? )?"
    r"(?:it|its|he|his|him|she|her|hers|they|their|them|this|that|these|those|such|both|another|there|here|which|one"
    r"|(?:until|till|since|by|before|after|from) (?:then|that|this|it)|meanwhile|(?:in|at) (?:that|those)"
    r"|neither|the (?:same|other|former|latter)|the [a-z]+ ones?|no,|yes,"
    r"|the (?:first|second|third|last|next|two|three)(?= (?:is|was|are|were|had|has|did|of)\b))\b"
    r"|^(?:and|but|so|then|also)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the index: ``row`` is that of its vector, ``chunk`` the first one that it stands in."""

    row: int
    chunk: Chunk
    span: Span

    @property
    def text(self) -> str:
        """The sentence, as it stands in the document."""
        return self.chunk.document.text[self.span.start : self.span.end]

    @property
    def words(self) -> str:
        """The sentence without the name of its speaker, where one stands before it."""
        return _SPEAKER.sub("", self.text)

    @property
    def says_something(self) -> bool:
        """Whether it is a whole sentence of some words, no question and no title."""
        words = self.words
        is_question = words.rstrip("\"'\u201d\u2019)").endswith("?")
        return len(words.split()) >= SHORTEST and not is_question and not self._is_title

    @property
    def _is_title(self) -> bool:
        """Whether it is what the text or a part of it is called, or is written like that."""
        words = self.text.strip()
        if words.casefold() in {name.casefold() for name in (self.chunk.document.title, *self.chunk.heading)}:
            return True
        long = [word for word in words.split() if len(word) > 3]
        return not _ENDS.search(words) and sum(word[0].isupper() for word in long) > len(long) / 2

    @property
    def points_back(self) -> bool:
        """Whether it begins with a word that only the sentence before explains, such as "It" or "This"."""
        return _POINTS_BACK.match(self.words) is not None

    def follows(self, other: Statement) -> bool:
        """Tell whether it is the next sentence after ``other`` under the same heading."""
        same = self.chunk.document.source == other.chunk.document.source and self.chunk.heading == other.chunk.heading
        return same and self.row == other.row + 1

    @property
    def is_closed(self) -> bool:
        """Whether it ends with a mark, as a row of a table or an item of a list often does not."""
        return _ENDS.search(self.text.strip()) is not None

    def goes_on_from(self, other: Statement) -> bool:
        """Tell whether it is the next sentence after ``other`` in the same paragraph."""
        return self.follows(other) and not _BREAK.search(self.chunk.document.text[other.span.end : self.span.start])

    @property
    def opens_paragraph(self) -> bool:
        """Whether a paragraph begins with it."""
        before = self.chunk.document.text[max(0, self.span.start - 4) : self.span.start]
        return not before.strip(" ") or _BREAK.search(before) is not None

    def answer_span(self, passages: Sequence[Passage]) -> AnswerSpan:
        """Return the sentence as a span of an answer, in its passage where that is among ``passages``."""
        found = next((passage for passage in passages if passage.chunk.id == self.chunk.id), None)
        passage = found or Passage(
            chunk=self.chunk,
            score=0.0,
            dense=0.0,
            best_sentence=0.0,
            lexical=0.0,
            sentences=tuple(SentenceScore(span, 0.0, 0.0, 0.0) for span in self.chunk.sentences),
        )
        return AnswerSpan(passage, self.span.start, self.span.end, 0.0, 0.0)


def statements_of(index: Index, chunks: Iterable[int]) -> list[Statement]:
    """Return the sentences of the chunks of these rows, each once, in the order of the text."""
    found: dict[int, Statement] = {}
    for number in sorted(chunks):
        chunk = index.chunks[number]
        for row, span in zip(index.sentence_rows[number], chunk.sentences, strict=True):
            found.setdefault(row, Statement(row, chunk, span))
    return list(found.values())


def statements_holding(index: Index, collection: str, rows: Iterable[int]) -> list[Statement]:
    """Return the sentences of a collection that have these rows of their own, in the order of the text."""
    wanted = set(rows)
    chunks = [number for number in index.rows[collection] if any(row in wanted for row in index.sentence_rows[number])]
    return [statement for statement in statements_of(index, chunks) if statement.row in wanted]


def statements_saying(index: Index, collection: str, stems: Iterable[str]) -> list[Statement]:
    """Return the sentences of a collection that hold all of ``stems``, in the order of the text."""
    return statements_holding(index, collection, rows_saying(index, collection, stems))


def rows_saying(index: Index, collection: str, stems: Iterable[str]) -> list[int]:
    """Return the rows of the sentences of a collection that hold all of ``stems``; none where there are no stems."""
    wanted, own = sorted(set(stems)), index.sentences_of(collection)
    if not wanted or not own:
        return []
    shares = index.sentence_words.scores(wanted)[own.start : own.stop]
    return [own.start + place for place in (shares >= ALL_OF_THEM).nonzero()[0].tolist()]


def paragraph_around(statement: Statement, statements: Sequence[Statement]) -> list[Statement]:
    """Return the paragraph of a sentence of ``statements``, which are in the order of the text."""
    place = next(number for number, one in enumerate(statements) if one.row == statement.row)
    first = last = place
    while first and statements[first].goes_on_from(statements[first - 1]):
        first -= 1
    while last + 1 < len(statements) and statements[last + 1].goes_on_from(statements[last]):
        last += 1
    return list(statements[first : last + 1])


def section_around(chunk: Chunk, index: Index) -> list[Statement]:
    """Return the sentences under the heading of ``chunk``, in the order of the text."""
    return statements_of(
        index,
        [
            number
            for number in index.rows[chunk.document.collection]
            if index.chunks[number].document.source == chunk.document.source
            and index.chunks[number].heading == chunk.heading
        ],
    )


def vectors_of(index: Index, statements: Sequence[Statement]) -> Vectors:
    """Return the unit vectors of ``statements``: float32, shape ``(len(statements), dimension)``."""
    import numpy

    return index.sentence_vectors.vectors(numpy.array([statement.row for statement in statements], dtype=numpy.int64))


def cosines_in(passages: Sequence[Passage]) -> dict[tuple[str, int], float]:
    """Return the cosine to the question of each sentence of ``passages``, by its source and where it begins."""
    return {
        (passage.chunk.document.source, scored.span.start): scored.dense
        for passage in passages
        for scored in passage.sentences
    }
