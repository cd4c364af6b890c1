"""Words from outside beside words of the page: what turns the direction of a text round ends where those words end."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

_OVERRIDE = re.compile("[\u202d\u202e]")  # Of use to nobody who means well.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_POP, _POP_ISOLATE, _FIRST_STRONG_ISOLATE = "\u202c", "\u2069", "\u2068"
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def isolated(words: str) -> Markup:
    """Return words as HTML that keeps their direction to itself."""
    return Markup("<bdi>{}</bdi>").format(balanced(words))


def enclosed(words: str) -> str:
    """Return words for plain text, between marks that keep their direction to themselves where it could be another."""
    other = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in words)
    return f"{_FIRST_STRONG_ISOLATE}{balanced(words)}{_POP_ISOLATE}" if other or _TURNING.search(words) else words


def balanced(words: str) -> str:
    """Return words without overrides, in which what turns round ends in its line, and none ends that never began."""
    if not _TURNING.search(words):
        return words
    return "".join(map(_balanced_line, re.split(r"([\n\r\u2029])", _OVERRIDE.sub("", words))))


def straight(message: str) -> str:
    """Return a message of ours, with names in it, without what turns the direction of a text round."""
    return _TURNING.sub("", message)


def _balanced_line(line: str) -> str:
    kept, ends = [], []  # The latter is what has begun, by what ends it.
    for character in line:
        if not _TURNING.match(character):
            kept.append(character)
        elif character not in (_POP, _POP_ISOLATE):
            kept.append(character)
            ends.append(_POP_ISOLATE if character >= "\u2066" else _POP)
        elif character == _POP_ISOLATE and _POP_ISOLATE in ends:
            kept.append(character)
            while ends.pop() != _POP_ISOLATE:
                pass
        elif character == _POP and ends[-1:] == [_POP]:
            kept.append(character)
            ends.pop()
    return "".join((*kept, *reversed(ends)))
