"""Two sentences of two people as programs transcribe them, for the tests of transcripts."""

from __future__ import annotations

import json

from corpus import Document
from corpus.transcripts import read_transcript

ADA = "Ada wrote the first program."
BEN = "Ben ran it in Porto."
WORDS = [*zip([*ADA.split(), *BEN.split()], range(10), strict=True)]


def read(data: object) -> Document:
    return read_transcript(json.dumps(data), source="a.json")


def spoken(document: Document) -> list[tuple[str, float, float]]:
    return [(document.text[cue.start : cue.end], cue.start_seconds, cue.end_seconds) for cue in document.cues]


def words(
    *, text: str, start: str, end: str, scale: float = 1, unit: str = "", **more: object
) -> list[dict[str, object]]:
    def at(time: float) -> object:
        return f"{time}{unit}" if unit else time * scale

    return [{text: word, start: at(time), end: at(time + 1), **more} for word, time in WORDS]
