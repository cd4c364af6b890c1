"""Transcripts in JSON, whichever program wrote them, as a document that knows when each word is spoken, and by whom."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from corpus.blocks import document_of_blocks
from corpus.cleaning import clean, title_from
from corpus.cue_markup import lines_of
from corpus.errors import TextError
from corpus.messages import blocks_of_messages
from corpus.plain_text import read_plain_text
from corpus.shown import Line, Shown
from corpus.speech import document_of_speech
from corpus.transcript_rows import Row, rows_in, text_in
from corpus.types import Document

WORDS_A_CUE = 12
"""Words of a cue made of words with times of their own."""
BREATH = 0.4
"""Seconds of silence between two of them that begin another cue."""
SLOWEST = 0.02
"""Words a second below which the times are milliseconds, and not seconds."""


def read_transcript(text: str, *, source: str, collection: str = "text") -> Document:
    """Return a transcript in JSON as a document with a cue for every stretch of its text.

    Wherever in the JSON they are, rows of words and times are found by the names of their fields: those of YouTube's
    tools (``text``, ``start``, ``duration``; ``snippets``; ``events`` of json3), of Whisper and its relatives
    (``segments``, ``transcription``, ``chunks``), of Deepgram, AssemblyAI, AWS, Google, Azure, Rev and Speechmatics,
    and of others that call things alike. Times are seconds, milliseconds or clocks, as numbers or words. A row without
    words is passed over, one without a time follows the row before it; the warnings of the document tell how many
    there are. An object with nothing but a ``text`` is a text without times, and messages (:mod:`corpus.messages`) are
    a chat.

    Raises:
        TextError: it is no such thing, or there is no text.
    """
    data = _parsed(text, source)
    rows = rows_in(data)
    if not rows:
        messages = blocks_of_messages(data)
        if messages:
            return document_of_blocks(
                messages, source=source, title=title_from(source), collection=collection, headed=False
            )
        whole = text_in(data)
        if whole:
            return replace(read_plain_text(whole, source=source, collection=collection), title=title_from(source))
        raise TextError(
            f"{source}: is no transcript. It must hold a JSON list of objects with 'text', 'start' and 'duration' or "
            "'end', or an object with such a list as 'segments'; or the messages of a chat."
        )
    untimed = sum(row.start is None and not row.is_mark and bool(row.text.strip()) for row in rows)
    document = document_of_speech(
        list(_shown(_in_seconds(rows))), source=source, title=title_from(source), collection=collection
    )
    if all(row.start is None for row in rows):
        return replace(document, cues=())
    if untimed:
        told = f"{source}: {untimed} of {len(rows)} rows have no time that can be read; they follow the one before."
        return replace(document, warnings=(*document.warnings, told))
    return document


def _parsed(text: str, source: str) -> Any:  # noqa: ANN401 - JSON is anything.
    """Return what JSON says; a list of all where several values follow one another, as one a line."""
    text = text.lstrip("\ufeff \t\r\n")
    decoder = json.JSONDecoder()
    values = []
    position = 0
    try:
        while position < len(text):
            value, position = decoder.raw_decode(text, position)
            values.append(value)
            while position < len(text) and text[position] in " \t\r\n,\x1e":
                position += 1
    except json.JSONDecodeError as error:
        raise TextError(f"{source}: is no transcript in JSON, line {error.lineno}: {_mistake(error)}.") from error
    except (ValueError, RecursionError) as error:
        raise TextError(f"{source}: is no transcript but JSON of another kind.") from error
    return values[0] if len(values) == 1 else values


def _mistake(error: json.JSONDecodeError) -> str:
    """Return in plain words what is wrong in JSON."""
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
        return "the file is cut off"
    return f"it is not valid there ({error.msg})"


def _in_seconds(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in seconds, each with a start and an end; one without an end lasts to the next.

    Numbers without a unit are milliseconds if, as seconds, words would be spoken slower than ``SLOWEST``.
    """
    scale = 0.001 if _are_milliseconds(rows) else 1.0
    timed: list[Row] = []
    last = 0.0
    for row, following in pairwise([*rows, None]):
        if row is None:
            continue
        factor = 1.0 if row.has_unit else scale
        start = last if row.start is None else row.start * factor
        end = row.end * factor if row.end is not None else start + (row.length or 0.0) * factor
        if row.start is not None and row.end is None and row.length is None and following and following.start:
            end = following.start * factor
        last = max(start, end)
        timed.append(replace(row, start=start, end=last))
    return timed


def _are_milliseconds(rows: Sequence[Row]) -> bool:
    """Tell whether times without a unit make no sense as seconds."""
    paces = []
    plain = [row for row in rows if row.start is not None and not row.has_unit and row.text.strip()]
    if not all(row.start.is_integer() for row in plain if row.start is not None):
        return False
    for row, following in pairwise([*plain, None]):
        if row is None or row.start is None:
            continue
        length = row.length if row.end is None else row.end - row.start
        if not length and following is not None and following.start is not None:
            length = following.start - row.start
        if length and length > 0:
            paces.append(len(row.text.split()) / length)
    return bool(paces) and statistics.median(paces) < SLOWEST


def _shown(rows: Sequence[Row]) -> Iterator[Shown]:
    """Yield the cues of rows; rows of one word each, or a part of one, become cues of several."""
    words: list[Row] = []
    for row in rows:
        if row.is_word and words and not _goes_on(words, row):
            yield _of_words(words)
            words = []
        if row.is_word:
            words.append(row)
            continue
        if words:
            yield _of_words(words)
            words = []
        lines = lines_of(_clean(row.text))
        yield Shown(row.start or 0.0, row.end or 0.0, tuple(replace(line, speaker=row.speaker) for line in lines))
    if words:
        yield _of_words(words)


def _goes_on(words: Sequence[Row], row: Row) -> bool:
    """Tell whether a word belongs to the same cue as those before it."""
    if row.is_mark:
        return True
    silence = (row.start or 0.0) - (words[-1].end or 0.0)
    return (
        row.speaker == words[0].speaker and silence <= BREATH and sum(not word.is_mark for word in words) < WORDS_A_CUE
    )


def _of_words(words: Sequence[Row]) -> Shown:
    """Return words with times of their own as one cue; marks belong to the word before them."""
    text = "".join(word.text if word.is_mark else f" {word.text}" for word in words)
    line = Line(tuple(word for found in lines_of(_clean(text)) for word in found.words), words[0].speaker)
    return Shown(words[0].start or 0.0, max(word.end or 0.0 for word in words), (line,) if line.words else ())


def _clean(text: str) -> str:
    """Return what a row says with the markup visible that is written as entities."""
    return clean(text).replace("&lt;", "<").replace("&gt;", ">") if "&lt;" in text else clean(text)
