"""Subtitles and transcripts as a document: cues become running text that still knows when each word is spoken."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from corpus.cleaning import clean, title_from
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.speech import Spoken, document_of_speech
from corpus.types import Document


def read_subtitles(text: str, *, source: str, collection: str = "text") -> Document:
    """Return SubRip or WebVTT subtitles as a document with a cue for every stretch of its text.

    Cues run on into sentences; what a rolling caption repeats is there once. A pause begins a new paragraph. Speech
    recognition without full stops is broken into lines of about ``WORDS_A_LINE`` words at the borders of cues.

    They may begin with front matter, whose ``media_url`` or ``url`` is the address of the film.

    Raises:
        TextError: it is no subtitle file, or there is no text.
    """
    import pysubs2

    front, text = split_front_matter(clean(text), source=source)
    kind = PurePath(source).suffix.lower().lstrip(".")
    try:
        events = pysubs2.SSAFile.from_string(text.lstrip(), format_=kind)
    except (pysubs2.Pysubs2Error, ValueError, IndexError) as error:
        raise TextError(f"{source}: cannot be read as {kind} subtitles: {error}") from error
    spoken = [
        Spoken(event.start / 1000, max(event.start, event.end) / 1000, tuple(event.plaintext.split()))
        for event in events
        if not event.is_comment
    ]
    document = document_of_speech(spoken, source=source, title=title_from(source), collection=collection)
    return front.on(document)


def read_transcript(text: str, *, source: str, collection: str = "text") -> Document:
    """Return a transcript in JSON, as YouTube's tools or Whisper write it.

    That is a list of ``{"text", "start"}``, in seconds, with ``"duration"`` or ``"end"``; an object that has such a
    list as ``"segments"``; or YouTube's own object with ``"events"``, in milliseconds.

    Raises:
        TextError: it is no such thing, or there is no text.
    """
    try:
        spoken = list(_spoken(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise TextError(
            f"{source}: is no transcript. It must be a JSON list of objects with 'text', 'start' and 'duration' or "
            "'end', or an object with such a list as 'segments'."
        ) from error
    return document_of_speech(spoken, source=source, title=title_from(source), collection=collection)


def _spoken(data: Any) -> Iterator[Spoken]:  # noqa: ANN401 - JSON is anything.
    """Yield what is spoken in a transcript of any of the known shapes."""
    if isinstance(data, dict) and "events" in data:
        for event in data["events"]:
            words = "".join(str(segment.get("utf8") or "") for segment in event.get("segs") or [])
            start = float(event["tStartMs"]) / 1000 if words.strip() else 0.0
            yield _row(start, start + float(event.get("dDurationMs") or 0) / 1000, words)
        return
    for row in data["segments"] if isinstance(data, dict) else data:
        start = float(row["start"])
        end = float(row["end"]) if row.get("end") is not None else start + float(row.get("duration") or 0)
        yield _row(start, end, str(row["text"]))


def _row(start: float, end: float, words: str) -> Spoken:
    if not (math.isfinite(start) and math.isfinite(end)):
        raise ValueError("A time must be a number.")
    start = max(start, 0.0)
    return Spoken(start, max(start, end), tuple(clean(words).split()))
