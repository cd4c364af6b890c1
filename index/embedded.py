"""What of a chunk is embedded: its words and those of its sentences, each with its heading and speaker."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Chunk, Document, Span
from corpus.types import overlapping


def embedded_texts(chunks: Sequence[Chunk]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what is embedded for each chunk, and for each sentence with its words alone, in the order of the rows.

    A sentence that two overlapping chunks share has one row, under the first of them.
    """
    sentences: list[tuple[str, str]] = []
    for chunk, rows in zip(chunks, rows_of_sentences(chunks), strict=True):
        for span in chunk.sentences[len(sentences) - rows.start :]:
            words = spoken(chunk.document, span)
            sentences.append((with_context(chunk, words), words))
    whole = (spoken(chunk.document, Span(chunk.start, chunk.end)) for chunk in chunks)
    return [with_context(chunk, words) for chunk, words in zip(chunks, whole, strict=True)], sentences


def spoken(document: Document, span: Span) -> str:
    """Return the words of ``span`` with the name of each speaker before what is said, as a transcript has it."""
    parts: list[str] = []
    start = span.start
    for speaker in overlapping(document.speakers, span.start, span.end):
        begin = max(speaker.start, span.start)
        parts += [document.text[start:begin], f"{speaker.name}: "]
        start = begin
    return "".join([*parts, document.text[start : span.end]])


def with_context(chunk: Chunk, text: str) -> str:
    """Return ``text`` with the heading it stands under, which often names what the words only point at.

    A heading that the whole document shares tells its chunks apart from nothing and is left out.
    """
    return f"{chunk.heading[-1]}. {text}" if chunk.heading and len(chunk.document.sections) > 1 else text


def rows_of_sentences(chunks: Sequence[Chunk]) -> tuple[range, ...]:
    """Return the rows of the sentences of each chunk; one that overlapping chunks share has one row."""
    rows: list[range] = []
    next_row = 0
    last: tuple[int, Span] | None = None
    for chunk in chunks:
        first = next_row
        if last is not None and last[0] == id(chunk.document) and last[1] in chunk.sentences:
            first = next_row - 1 - chunk.sentences.index(last[1])
        rows.append(range(first, first + len(chunk.sentences)))
        next_row = rows[-1].stop
        last = (id(chunk.document), chunk.sentences[-1])
    return tuple(rows)
