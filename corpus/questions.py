"""Which sentences of a text ask instead of saying something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_ASKED = re.compile(r"\s*(?:Q|F|Question|QUESTION|Frage)\s?\d{0,3}\s*[:.)]\s+(?=\S)")
_ANSWERED = re.compile(r"\s*(?:A|Answer|ANSWER|Antwort)\s?\d{0,3}\s*[:.)]\s+(?=\S)")
_BOTH_IN_ONE = re.compile(  # A full stop behind A, as of a name, tells of an answer only behind a question mark.
    r"^([ \t]*(?:Q|F|Question|QUESTION|Frage)[ ]?\d{0,3}[ ]*[:.)][ \t]+[^\n]*?)"
    r"(?:(?<=\?)[ \t]+(?=(?:A|Answer|ANSWER|Antwort)[ ]?\d{0,3}[ ]*[:.)]\s)"
    r"|[ \t]+(?=(?:A|Answer|ANSWER|Antwort)[ ]?\d{0,3}[ ]*:\s))",
    re.MULTILINE,
)
_CLOSING = "\"'\u201d\u2019\u00bb)]*_ \t\n"
_QUOTES = frozenset("\"'\u201c\u201d\u2018\u2019\u00ab\u00bb")


def asks(sentence: str) -> bool:
    """Tell whether a sentence is a question of the text, which no answer may be made of.

    It ends with a question mark, or is marked as a question (``Q:``). One that only tells of a question in quotation
    marks (``He said: "Who is it?"``) asks nothing.
    """
    end = sentence.rstrip(_CLOSING)
    if not end.endswith(("?", "\uff1f", "?!")):
        return _ASKED.match(sentence) is not None
    is_quoted = not _QUOTES.isdisjoint(sentence[len(end) :])
    return not is_quoted or sentence.lstrip("*_([ \t\n")[:1] in _QUOTES


def parted_at_answers(text: str) -> str:
    """Return ``text`` with a line of its own for each labelled answer that stands in the line of its question."""
    return _BOTH_IN_ONE.sub(r"\1\n", text)


def without_labels(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without the ``Q:`` and ``A:`` before each question and the answer in the line below it.

    The label stays before a question that has no question mark, which is then known by nothing else.
    """
    told = list(lines)
    for place, (line, below) in enumerate(pairwise(lines)):
        if (asked := _ASKED.match(line)) and (answered := _ANSWERED.match(below)):
            told[place] = line[asked.end() :] if asks(line[asked.end() :]) else line
            told[place + 1] = below[answered.end() :]
    return told
