"""Text without what is no text, and titles from names."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    """Return ``text`` with uniform line ends and without what is no text.

    Control characters become spaces; soft hyphens, zero-width spaces, marks of direction and byte-order marks are
    removed; lone surrogates become U+FFFD, so that the result can always be written as UTF-8.
    """
    if text.isascii() and text.isprintable():  # Most of all pieces of a page are; it is the cells of tables that count.
        return text
    return without_surrogates(_CONTROLS.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))))


def without_surrogates(text: str) -> str:
    """Return ``text`` with U+FFFD for every half of a surrogate pair, so that it can be written as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def title_from(source: str) -> str:
    """Return a title made from a file's name: ``talks/my_talk.txt`` gives ``my talk``."""
    name = source.replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] or name
    return re.sub(r"[_\-\s]+", " ", stem).strip()
