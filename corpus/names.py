"""Names of files as names of sources: safe to print, to store and to compare."""

from __future__ import annotations

import re
import unicodedata

from corpus.cleaning import clean

LONGEST_NAME = 120
"""Characters of the name of something that a visitor gives."""
NAMELESS = "text"
"""Name of what comes without one."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def source_name(name: str) -> str:
    """Return a harmless name for what a visitor uploads as ``name``: ``../../x.md`` becomes ``x.md``.

    It is the last part of a path of any system, without control characters, without marks that turn the direction of
    writing, without dots at the front, and has at most ``LONGEST_NAME`` characters, with the suffix kept.
    """
    last = re.split(r"[/\\]", printable(name).rstrip(" /\\"))[-1]
    last = " ".join(_DIRECTION_MARKS.sub("", unicodedata.normalize("NFC", last)).split())
    suffix = _SUFFIX.search(last)
    ending = suffix.group() if suffix else ""
    stem = last.removesuffix(ending).strip(" .")[: LONGEST_NAME - len(ending)].rstrip(" .")
    return (stem or NAMELESS) + ending


def printable(name: object) -> str:
    """Return a name or a path in one line, without what a terminal or a file cannot take."""
    return clean(str(name)).replace("\n", " ").replace("\t", " ")


def numbered(name: str, number: int) -> str:
    """Return ``name`` with a number that tells it from others, before its suffix: ``talk (2).srt``."""
    suffix = _SUFFIX.search(name)
    ending = suffix.group() if suffix else ""
    return f"{name.removesuffix(ending)} ({number}){ending}"
