"""Captions in XML: those of YouTube (``.srv1``, ``.srv2``, ``.srv3``) and Timed Text (``.ttml``, ``.dfxp``)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.cleaning import clean, title_from
from corpus.cue_markup import decoded, lines_of
from corpus.errors import TextError
from corpus.shown import Line, Shown
from corpus.speech import document_of_speech
from corpus.timed_text import FRAMES, seconds_of
from corpus.types import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

TICKS = 1
"""Ticks of a second where the file does not say how many there are."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def read_caption_xml(text: str, *, source: str, collection: str = "text") -> Document:
    """Return captions in XML as a document with a cue for every stretch of its text.

    Raises:
        TextError: it is no such file, or there is no text.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_DECLARATION.sub("", clean(text)).strip().encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or _tag(root) not in ("transcript", "timedtext", "tt"):
        raise TextError(f"{source}: is no file of captions in XML: there is no transcript, timedtext or tt in it.")
    shown = list(_timed_text(root) if _tag(root) == "tt" else _of_youtube(root))
    return document_of_speech(shown, source=source, title=title_from(source), collection=collection)


def _of_youtube(root: _Element) -> Iterator[Shown]:
    """Yield the cues of YouTube: ``text`` with ``start`` in seconds, or ``text`` and ``p`` with ``t`` in ms."""
    for element in root.iter():
        if _tag(element) not in ("text", "p"):
            continue
        milliseconds = element.get("t") is not None
        start = _number(element.get("t" if milliseconds else "start")) * (0.001 if milliseconds else 1.0)
        length = _number(element.get("d" if milliseconds else "dur")) * (0.001 if milliseconds else 1.0)
        yield Shown(start, start + length, lines_of(decoded("".join(map(str, element.itertext())))))


def _timed_text(root: _Element) -> Iterator[Shown]:
    """Yield the cues of Timed Text: ``p`` with ``begin``, and ``end`` or ``dur``, and the name of its agent."""
    rates = {name: _number(_attribute(root, name)) for name in ("frameRate", "tickRate")}
    frames, ticks = rates["frameRate"] or FRAMES, rates["tickRate"] or TICKS
    names = {}
    for element in root.iter():
        if _tag(element) == "agent":
            names[_attribute(element, "id")] = " ".join("".join(map(str, element.itertext())).split())
    for element in root.iter():
        if _tag(element) == "p":
            start = _moment(_inherited(element, "begin"), frames, ticks)
            end = _moment(element.get("end"), frames, ticks)
            end = end if end is not None else (start or 0.0) + (_moment(element.get("dur"), frames, ticks) or 0.0)
            name = names.get(_attribute(element, "agent"), "")
            lines = tuple(Line(line.words, line.speaker or name) for line in lines_of("".join(_words(element))))
            yield Shown(start or 0.0, max(start or 0.0, end), lines)


def _words(element: _Element) -> Iterator[str]:
    """Yield what stands in an element, a line end for each ``br`` and a space for other line ends."""
    yield " ".join(f"-{element.text or ''}-".split())[1:-1]
    for child in element:
        if _tag(child) == "br":
            yield "\n"
        elif _tag(child) not in ("metadata", ""):
            yield from _words(child)
        yield " ".join(f"-{child.tail or ''}-".split())[1:-1]


def _tag(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _inherited(element: _Element, name: str) -> str | None:
    """Return an attribute of an element, or of its first word, where the times stand at the words."""
    return element.get(name) or next((child.get(name) for child in element if child.get(name)), None)


def _number(value: str | None) -> float:
    try:
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0


def _moment(time: str | None, frames: float, ticks: float) -> float | None:
    """Return the seconds that a time of Timed Text means: a clock, or a number with its unit."""
    if time is None:
        return None
    found = _OFFSET.fullmatch(time.strip())
    if found is None:
        return seconds_of(time)
    return float(found[1]) * {**_UNITS, "f": 1 / frames, "t": 1 / ticks}[found[2]]
