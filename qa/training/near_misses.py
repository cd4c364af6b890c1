"""Questions that only look answerable, made by rule from answerable ones.

The kinds are those that the writers of SQuAD 2.0 used (Rajpurkar, Jia and Liang 2018, *Know What You Don't Know*):
another name or number, a negation put in or taken out, an antonym, another word.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy

_PAIRS = """first/last most/least before/after increase/decrease increased/decreased highest/lowest largest/smallest
more/less best/worst early/late earlier/later new/old north/south east/west northern/southern eastern/western
high/low higher/lower larger/smaller larger/lesser start/end started/ended begin/end began/ended win/lose won/lost
good/bad love/hate loved/hated like/dislike easy/difficult always/never all/none above/below inside/outside
oldest/newest oldest/youngest longest/shortest above/under import/export rise/fall rose/fell male/female men/women
buy/sell bought/sold positive/negative allow/forbid allowed/forbidden accept/reject accepted/rejected arrive/leave
major/minor maximum/minimum strong/weak stronger/weaker cheap/expensive heavy/light open/close opened/closed
same/different common/rare internal/external public/private support/oppose supported/opposed legal/illegal
possible/impossible same/opposite top/bottom left/right big/small long/short fast/slow war/peace"""
_OPPOSITES: dict[str, list[str]] = {}
for _pair in _PAIRS.split():
    _one, _other = _pair.split("/")
    _OPPOSITES.setdefault(_one, []).append(_other)
    _OPPOSITES.setdefault(_other, []).append(_one)

_NAME = re.compile(r"\b[A-Z][\w'\u2019-]*[a-z\d](?:\s+(?:of\s+|the\s+)?[A-Z][\w'\u2019-]*)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|can|could|would|should)\b(?!n't)", re.IGNORECASE)
_NEGATION = re.compile(r"n't\b| (?:not|never)\b", re.IGNORECASE)
_WORD = re.compile(r"\b[a-z]{4,}\b")
_ASKING = """what when where which who whom whose why how the this that these those there their they were does have had
has with from about into many much some other than then also been being will would could should"""

_Way = Callable[[str, str, list[str], numpy.random.Generator], str | None]


def near_miss(question: str, passage: str, answers: list[str], rng: numpy.random.Generator) -> str | None:
    """Return a question like ``question`` that ``passage`` does not answer; None where no rule fits.

    ``answers`` are the right answers to ``question``, which are never put into it.
    """
    ways: list[_Way] = [_other_name, _other_number, _opposite, _other_word, _negated]
    weights = numpy.array([0.3, 0.2, 0.25, 0.15, 0.1])
    for way in rng.choice(len(ways), size=len(ways), replace=False, p=weights).tolist():
        changed: str | None = ways[int(way)](question, passage, answers, rng)
        if changed is not None and changed.lower() != question.lower():
            return changed
    return None


def _other_name(question: str, passage: str, answers: list[str], rng: numpy.random.Generator) -> str | None:
    """Put another name of the passage in the place of one in the question."""
    names = [match for match in _NAME.finditer(question) if match.start() > 0]
    asked = question.lower()
    said = " ".join(answers).lower()
    others: list[str] = [
        match.group()
        for match in _NAME.finditer(passage)
        if match.start() > 0
        and passage[match.start() - 2 : match.start() - 1] not in ".!?\n"
        and match.group().lower() not in asked
        and match.group().lower() not in said
    ]
    if not names or not others:
        return None
    name = names[int(rng.integers(len(names)))]
    other = others[int(rng.integers(len(others)))]
    if name.group().lower() in other.lower():
        return None
    return question[: name.start()] + other + question[name.end() :]


def _other_number(question: str, passage: str, answers: list[str], rng: numpy.random.Generator) -> str | None:
    """Put another number of the passage, or a near one, in the place of one in the question."""
    numbers = list(_NUMBER.finditer(question))
    if not numbers:
        return None
    number = numbers[int(rng.integers(len(numbers)))]
    size = len(number.group())
    others: list[str] = [
        other
        for other in _NUMBER.findall(passage)
        if len(other) == size and other not in question and other not in " ".join(answers)
    ]
    if others and rng.random() < 0.7:
        other = others[int(rng.integers(len(others)))]
    elif number.group().isdecimal():
        other = str(int(number.group()) + int(rng.choice([-3, -2, -1, 1, 2, 3, 10])))
        if other in passage or other.startswith("-"):
            return None
    else:
        return None
    return question[: number.start()] + other + question[number.end() :]


def _opposite(question: str, _passage: str, _answers: list[str], rng: numpy.random.Generator) -> str | None:
    """Turn one word into its opposite."""
    words = [match for match in re.finditer(r"\b[a-z]+\b", question) if match.group() in _OPPOSITES]
    if not words:
        return None
    word = words[int(rng.integers(len(words)))]
    return question[: word.start()] + str(rng.choice(_OPPOSITES[word.group()])) + question[word.end() :]


def _other_word(question: str, passage: str, answers: list[str], rng: numpy.random.Generator) -> str | None:
    """Put another word of the passage, with the same ending, in the place of one that the passage shares."""
    said = " ".join(answers).lower()
    known = set(_WORD.findall(passage)) - set(_ASKING.split())
    shared = [match for match in _WORD.finditer(question) if match.group() in known]
    if not shared:
        return None
    word = shared[int(rng.integers(len(shared)))]
    ending = word.group()[-2:]
    others: list[str] = sorted(
        other for other in known if other.endswith(ending) and other[:4] not in question and other not in said
    )
    if not others:
        return None
    return question[: word.start()] + others[int(rng.integers(len(others)))] + question[word.end() :]


def _negated(question: str, _passage: str, _answers: list[str], _rng: numpy.random.Generator) -> str | None:
    """Take the negation out, or put one in."""
    if _NEGATION.search(question):
        return _NEGATION.sub("", question, count=1)
    auxiliary = _AUXILIARY.search(question)
    if auxiliary is None:
        return None
    written = "can't" if auxiliary.group().lower() == "can" else auxiliary.group() + "n't"
    return question[: auxiliary.start()] + written + question[auxiliary.end() :]
