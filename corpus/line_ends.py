"""Lines that were broken to fit a width, as one line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

HYPHENS = ("-", "\u2010")
"""Signs that may part a word at the end of a line."""
LONGEST_WORD = 100
"""Characters at the end of a line in which the first half of a word is looked for."""

_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_HEAD = re.compile(r"([^\W_]+(?:[-\u2010][^\W_]+)*)[-\u2010]\Z")
_SHARED_ENDS = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "en", "of"))
_COMPOUND_HEADS = frozenset(("well", "self", "half"))
_COMPOUND_TAILS = frozenset(("based", "known"))
_SOFT_LINE_END = re.compile("\u00ad[ \t]*(?:\r\n?|\n)[ \t]*")


def without_soft_line_ends(text: str) -> str:
    """Return ``text`` with the words whole that a soft hyphen parts at the end of a line."""
    return _SOFT_LINE_END.sub("", text)


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of ``lines`` in small letters, those with hyphens whole: what :func:`join_lines` knows by."""
    return frozenset(map(str.lower, _WORD.findall("\n".join(lines))))


def join_lines(lines: Sequence[str], known: Collection[str] = ()) -> str:
    """Return the lines of a paragraph as one line, with the words whole that a hyphen parts at the end of a line.

    The hyphen stays where it belongs to the word: before a capital or a digit, in a word that has another one, and
    where ``known``, the words of the whole text, has the word with the hyphen and not without it.
    """
    parts: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            continue
        if parts:
            dropped, gap = seam(parts[-1], line, known)
            parts[-1] = parts[-1][: len(parts[-1]) - dropped]
            parts.append(gap)
        parts.append(line)
    return "".join(parts)


def seam(before: str, after: str, known: Collection[str] = ()) -> tuple[int, str]:
    """Return how many characters go from the end of ``before`` (0 or 1), and what stands between it and ``after``."""
    head = _HEAD.search(before[-LONGEST_WORD:]) if before.endswith(HYPHENS) else None
    last = "" if head is None else _first_word(after)
    if head is None or not last or last in _SHARED_ENDS:
        return 0, " "
    first = head.group(1).lower()
    if not after[0].islower():
        return 0, ""
    if first + last in known:
        return 1, ""
    compound = "-" in first + last or first[-1].isdigit() or f"{first}-{last}" in known
    return (0 if compound or first in _COMPOUND_HEADS or last in _COMPOUND_TAILS else 1), ""


def _first_word(line: str) -> str:
    found = _WORD.match(line[:LONGEST_WORD])
    return found.group().lower() if found else ""
