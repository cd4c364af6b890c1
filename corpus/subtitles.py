"""Subtitles as a document: cues become running text that still knows when each word is spoken, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.cleaning import clean, title_from
from corpus.cue_markup import lines_of
from corpus.errors import TextError
from corpus.front_matter import split_front_matter
from corpus.shown import Shown
from corpus.speech import document_of_speech
from corpus.timed_text import read_timed_text
from corpus.types import Document


def read_subtitles(text: str, *, source: str, collection: str = "text") -> Document:
    """Return SubRip, WebVTT or SubViewer subtitles as a document with a cue for every stretch of its text.

    Which of them it is, the content says, not the name. Cues run on into sentences; what a rolling caption repeats is
    there once, descriptions of sounds are left out, names before the words become the speakers of the document. A pause
    or another speaker begins a new paragraph, and so does, about every 45 words, speech without full stops.

    They may begin with front matter, whose ``media_url`` or ``url`` is the address of the film.

    Raises:
        TextError: it is no subtitle file, or there is no text.
    """
    return _read(text, read_timed_text, source=source, collection=collection)


def read_substation(text: str, *, source: str, collection: str = "text") -> Document:
    """Return SubStation Alpha subtitles (``.ass``, ``.ssa``) like :func:`read_subtitles`, with the names in them.

    Raises:
        TextError: it is no such file, or there is no text.
    """
    return _read(text, _substation, source=source, collection=collection)


def _read(text: str, parse: Callable[[str], Sequence[Shown]], *, source: str, collection: str) -> Document:
    front, text = split_front_matter(clean(text), source=source)
    shown = parse(text)
    if not shown:
        raise TextError(
            f"{source}: there are no times in it as in subtitles (00:01:02,500 --> 00:01:04,000). If it is a plain "
            "text, give it a name that ends with .txt."
        )
    return front.on(document_of_speech(shown, source=source, title=title_from(source), collection=collection))


def _substation(text: str) -> list[Shown]:
    """Return the cues of SubStation Alpha."""
    import pysubs2

    try:
        events = pysubs2.SSAFile.from_string(text.lstrip(), format_="ass")
    except (pysubs2.Pysubs2Error, ValueError, IndexError):
        return []
    shown = []
    for event in events:
        if not (event.is_comment or event.is_drawing):
            lines = tuple(
                replace(line, speaker=line.speaker or _name(event.name)) for line in lines_of(event.plaintext)
            )
            start = max(event.start / 1000, 0.0)
            shown.append(Shown(start, max(start, event.end / 1000), lines))
    return shown


def _name(words: str) -> str:
    """Return the name of a speaker in one line."""
    return " ".join(clean(words).split())
