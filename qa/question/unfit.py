"""Sentences that cannot be the answer, whatever a reader marks in them, because they tell of something else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.question.kinds import kind_of, names_in
from qa.question.works import WORK

_OF_NOW = re.compile(
    r"\b(?:now|nowadays|today|currently|these days|at present|at the moment)\b(?!['\u2019]s)", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:was|were|had|did|\w{2,}ed)\b", re.IGNORECASE)
_STILL_SO = re.compile(
    r"\b(?:is|are|am|has|have|does|do|can|will|now|nowadays|today|still|since|currently)\b|['\u2019](?:s|re|ve|ll|m)\b",
    re.IGNORECASE,
)
_ASKS_NAMING = re.compile(
    r"\b(?:why|how come)\b.*\b(?:called|named|the (?:name|title))\b|\bwhere\b.*\b(?:name|title)\b.*\bfrom\b"
    r"|\b(?:get|got|has|have) (?:its|his|her|their|the) (?:name|title)\b",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"\b(?:call|nam|titl|term|dub|christen|nicknam|entitl)\w*\b|\bstands? for\b|\bmean(?:s|t|ing)?\b|\bshort for\b",
    re.IGNORECASE,
)
_WORK_ITSELF = re.compile(
    rf"\W*(?:the|this) (?:[\w-]+ ){{0,2}}(?:{WORK})(?:,[^,]*,)?"
    r" (?:is|was|runs|ran|lasts|lasted|takes|took|has been|had its|made its|came out|premiered|won)\b",
    re.IGNORECASE,
)
_ANY_WORK = re.compile(rf"\b(?:{WORK})s?\b", re.IGNORECASE)
_ASKS_HUMANS = re.compile(
    r"\b(?:people|persons?|men|women|characters|speakers|guests|interviewees)\b"
    r"|\bwho (?:all |else )?(?:is|are|was|were|appears?|speaks?|talks?|features?|stars?)\b"
    rf".*\bin (?:the|this) (?:\w+ )?(?:{WORK})\b",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"[A-Z][a-z\u00df-\u017f]+(?: [A-Z]\.)*(?: (?:de|van|von|der))? [A-Z][a-z\u00df-\u017f][\w-]*")
_WORD = re.compile(r"\w[\w.'-]*\w|\w")


def tells_of_then(sentence: str, question: str) -> bool:
    """Tell whether ``question`` asks how it is now, and ``sentence`` only tells how it was."""
    return bool(_OF_NOW.search(question) and _PAST.search(sentence)) and not _STILL_SO.search(sentence)


def tells_no_naming(sentence: str, question: str) -> bool:
    """Tell whether ``question`` asks why something is called what it is, and ``sentence`` names nothing."""
    return _ASKS_NAMING.search(question) is not None and not _NAMING.search(sentence)


def tells_of_work(sentence: str, question: str) -> bool:
    """Tell whether ``sentence`` is about the film itself, say, and ``question`` asks of something else by its name."""
    return _WORK_ITSELF.match(sentence) is not None and bool(names_in(question)) and not _ANY_WORK.search(question)


def names_no_human(words: str, question: str, texts: Iterable[str]) -> bool:
    """Tell whether ``question`` asks for people, and no name in ``words`` is a part of a whole name in ``texts``.

    Somebody is called by first and last name once; in a text without such names people and companies look alike, and
    every name may be somebody's.
    """
    if not _ASKS_HUMANS.search(question) or kind_of(question) in ("number", "date"):
        return False
    people = {part for text in texts for name in _FULL_NAME.findall(text) for part in name.split()}
    named = [word for word in _WORD.findall(words) if word[0].isupper()]
    return bool(people and named) and people.isdisjoint(named)
