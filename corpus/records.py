"""Lines of a paragraph: broken to fit a width, or each a unit of its own such as an entry of a form or a message."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus.dialogue import turns_in
from corpus.line_ends import join_lines
from corpus.questions import asks, without_labels

RECORDS_SHARE = 0.6
"""Share of the lines that have to look like entries or messages for all of them to stay apart."""
FLOWING_SHARE = 0.25
"""Share of the line ends within a sentence that small letters have to follow in lines that were broken."""
FEWEST_WIDTH = 40
"""Characters of the longest line from which on lines may have been broken where the next word did not fit."""

MOST_JOINED = 80
"""Words that the entries of one thing may have together to stand in one line."""

_KEY = re.compile(r"\s*([^:\n]{1,60}?)\s*:")
_NAME = re.compile(r"\b(?:name|title)\b")
_ENTRY = re.compile(r"\s*[^\W_][^:\n=]{0,39}?\s*[:=]\s+\S")
_EMPTY_ENTRY = re.compile(r"\s*[^\W_][^:\n]{0,39}:\s*\Z")
_MESSAGE = re.compile(
    r"\s*[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?[\])]?[\s,-]+\S"
)
_LEADERS = re.compile(r"^([^\W_][^\n]{0,60}?)[ ]?:?[ ]?(?:\.{4,}|(?:\.[ ]){3,}\.?)[ ]*(?=\S)")
_FIELD = re.compile(r":([^\W_][^:\n]{0,39}):[ ](?=\S)")
"""What begins a field of reStructuredText: ``:Author: Ada``."""
_FINISHED = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*\Z")
_SMALL = re.compile(r"\W*[a-z\u00df-\u00f6\u00f8-\u00ff]")
_FIRST_WORD = re.compile(r"\S+")


def told_lines(lines: Sequence[str], *, width: int = 0, known: Collection[str] = ()) -> list[str]:
    """Return the lines of one paragraph, those joined that were broken to fit a ``width``.

    ``width`` is that of the paragraphs around it, 0 where it is unknown; ``known`` are the words of the whole text.
    Dots that lead from a name to what stands behind it, as in a form, become a colon. Behind a question a line
    always ends. Lines without a letter or digit are no words. Fields such as ``:Author: Ada`` are entries.
    """
    worded = [" ".join(line.split()) for line in lines if any(character.isalnum() for character in line)]
    worded = [_LEADERS.sub(r"\1: ", line) if "...." in line or ". . ." in line else line for line in worded]
    if len(worded) < 2:
        return worded
    fields = _fields(worded)
    if fields:
        return joined_entries(fields)
    lines = without_labels(worded)
    if are_messages(lines):
        return _with_continuations(lines, _MESSAGE)
    if are_entries(lines):
        if any(turns_in(lines, [number == 0 for number, _ in enumerate(lines)])):
            return lines
        return joined_entries(_with_continuations(lines, _ENTRY))
    if not are_broken(lines, width=width):
        return lines
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        if asks(before) and not _SMALL.match(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [join_lines(group, known) for group in groups]


def told_breaks(lines: Sequence[str]) -> str:
    """Return lines that an author broke within a paragraph: records, questions and answers stay lines, else prose."""
    lines = [words for line in lines if (words := " ".join(line.split()))]
    if _fields(lines) or (
        len(lines) > 1 and (are_entries(lines) or are_messages(lines) or without_labels(lines) != lines)
    ):
        return "\n".join(told_lines(lines))
    return " ".join(lines)


def _fields(lines: Sequence[str]) -> list[str]:
    """Return the fields of reStructuredText that ``lines`` begin with two of, each as an entry; nothing elsewhere."""
    if len(lines) < 2 or not all(map(_FIELD.match, lines[:2])):
        return []
    told: list[str] = []
    for line in lines:
        if _FIELD.match(line):
            told.append(_FIELD.sub(r"\1: ", line, count=1))
        else:
            told[-1] = f"{told[-1]} {line}"
    return told


def joined_entries(lines: Sequence[str], *, is_thing: bool = False) -> list[str]:
    """Return entries (``Born: 1900``) with those of one thing in one line, where the first of them says its name.

    ``Name: Greta Holm; Born: 1900`` tells who was born then, which the second entry alone does not. Where that name
    is asked for again, the next thing begins. ``is_thing`` tells that the first entry is a name for certain.
    """
    first = _KEY.match(lines[0]) if lines else None
    if first is None or len(lines) < 2:
        return list(lines)
    key = first.group(1).lower()
    things: list[list[str]] = []
    for line in lines:
        found = _KEY.match(line)
        if not things or (found is not None and found.group(1).lower() == key):
            things.append([])
        things[-1].append(line)
    if not (is_thing or _NAME.search(key)) and len(things) < 2:
        return list(lines)
    if any("\n" in line for line in lines) or max(len(" ".join(thing).split()) for thing in things) > MOST_JOINED:
        return list(lines)
    return ["; ".join(entry.rstrip(";") for entry in thing) for thing in things]


def first_key(text: str) -> str:
    """Return what the first entry of a paragraph names, in small letters; nothing where it is none."""
    found = _KEY.match(text)
    return "" if found is None else found.group(1).lower()


def is_entry(line: str) -> bool:
    """Tell whether a line names something and says what it is: ``Born: 1900``."""
    return _ENTRY.match(line) is not None


def are_entries(lines: Sequence[str]) -> bool:
    """Tell whether most lines name something and say what it is: ``Born: 1900``."""
    named = [_ENTRY.match(line) is not None or _EMPTY_ENTRY.match(line) is not None for line in lines]
    return named[0] and sum(named) >= max(2, RECORDS_SHARE * len(lines)) and not _flow(lines)


def are_messages(lines: Sequence[str]) -> bool:
    """Tell whether most lines begin with the time at which something was said or happens."""
    timed = [_MESSAGE.match(line) is not None for line in lines]
    return timed[0] and sum(timed) >= max(2, RECORDS_SHARE * len(lines))


def are_broken(lines: Sequence[str], *, width: int = 0) -> bool:
    """Tell whether ``lines`` are running text that was broken to fit a width, and not a unit each."""
    pairs = [
        (before, line)
        for before, line in pairwise(lines)
        if not (_FINISHED.search(before) or (before.endswith(":") and not _SMALL.match(line)))
    ]
    if not pairs:
        return False
    small = sum(_SMALL.match(line) is not None or before.endswith(("-", "\u2010")) for before, line in pairs)
    longest = max(width, *map(len, lines))
    full = sum(len(before) + 1 + _first(line) > longest for before, line in pairs)
    if longest >= FEWEST_WIDTH and full == len(pairs):
        return small > 0 or (width > 0 and len(pairs) <= 2)
    return 2 * small >= len(pairs) or (small >= FLOWING_SHARE * len(pairs) and 4 * full >= 3 * len(pairs))


def _with_continuations(lines: Sequence[str], begins: re.Pattern[str]) -> list[str]:
    """Return ``lines``, each that goes on with the entry or the message before it joined to that one.

    A message goes on up to the next one, an entry in small letters, with a number, or where its line was full.
    """
    told: list[str] = []
    for before, line in pairwise(["", *lines]):
        goes_on = begins is _MESSAGE or line[0].islower() or line[0].isdigit() or len(before) >= FEWEST_WIDTH
        if told and goes_on and not begins.match(line) and not _EMPTY_ENTRY.match(line):
            told[-1] = f"{told[-1]} {line}"
        else:
            told.append(line)
    return told


def _flow(lines: Sequence[str]) -> bool:
    """Tell whether most lines go on in the sentence of the line before."""
    return 2 * sum(_SMALL.match(line) is not None for line in lines[1:]) > len(lines) - 1


def _first(line: str) -> int:
    """Return how long the first word of ``line`` is."""
    found = _FIRST_WORD.match(line)
    return len(found.group()) if found else 0
