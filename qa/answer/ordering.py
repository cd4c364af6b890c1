"""Whether one thing was before another: the text is asked for the dates of both, and they are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Index
from qa.answer.claims import claim_of
from qa.answer.composing import Finding, answering
from qa.answer.dates import Date, dates_in
from qa.answer.decide import sentence_around
from qa.answer.draft import Draft, told_once
from qa.answer.facts import whole_fact
from qa.question.numbers import MONTHS, NUMBER
from qa.question.phrases import AUXILIARIES, LEADING, VERB_FIRST
from qa.types import AnswerSpan

LEAST = 0.2
"""Probability, 0 to 1, that a date answers, from which on it is compared: of two questions for dates near-misses of
five development texts come to at most 0.06."""
LEAST_MADE = 0.42
"""The same where only ages are compared: when somebody was made is no question, and is answered with up to 0.38."""
BEGUN = ("made", "first released")
"""What an age is counted from."""

_ORDERED = re.compile(
    rf"^\W*{LEADING}?(?:(?P<verb>{VERB_FIRST}) )?(?P<first>.+?),? "
    r"(?:(?:long|well|shortly|soon|right|just|already|even|some time|years?|months?) )?"
    r"(?P<order>before or after|after or before|before|after|prior to|(?:earli|lat|soon|old|new|young)er than) "
    r"(?P<second>.+)$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:(?:the|an?|about|around|some|early|late|year|spring|summer|autumn|winter|middle|end|start|beginning|of) )*"
    rf"(?:{NUMBER.pattern}|\d|(?:{'|'.join(MONTHS)})\b)",
    re.IGNORECASE,
)
_AGES = ("old", "new", "young")
_LATER = ("after", "late", "new", "young")
_NAME = re.compile(r"(?:[A-Z][\w.'-]*(?: |$))+")
_BARE = re.compile(r"(?P<thing>(?:[A-Z][\w.'-]* )*[A-Z][\w.'-]*) (?:come|came|exist(?:ed)?|there|around|appear(?:ed)?)")
_THING = re.compile(r"(?:the|an?|its|his|her|their) \w+(?: [A-Z][\w.'-]*)*|(?:[A-Z][\w.'-]*(?: |$))+")


@dataclass(frozen=True, slots=True)
class Ordered:
    """Two events, each as questions for its date, and whether the first is asked to be the ``later``.

    The question that is answered best counts. ``open_ended``: "before or after" is asked, so that neither is claimed.
    ``least`` is how probable each date has to be.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    later: bool
    open_ended: bool
    least: float = LEAST


def ordered(question: str) -> Ordered | None:
    """Return what ``question`` puts in order ("Was it built before the war?"); None where it does not.

    A year or an amount behind "before" or "older than" is no event.
    """
    match = _ORDERED.match(claim_of(question.rstrip(" ?!.")))
    if match is None or not _is_event(match["second"]):
        return None
    order, verb = match["order"].lower(), re.sub(r"n['\u2019]?t$", "", (match["verb"] or "").lower())
    first, second = match["first"].strip(), match["second"].strip()
    later, open_ended = order.startswith(_LATER), " or " in order
    bare = _BARE.fullmatch(first) if _NAME.fullmatch(second) else None
    if bare or order.startswith(_AGES):  # "Did Theano come before PyTorch?" is asked of their beginnings.
        things = (bare["thing"] if bare else first, second)
        ages = [tuple(_asked("was", thing, begun) for begun in BEGUN) for thing in things]
        return Ordered(ages[0], ages[1], later, open_ended, LEAST_MADE)
    return Ordered((_asked(verb, first),), (_when(second, verb, first),), later, open_ended)


def order_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return whether the one was before the other, with the sentences that date them; None where the text does not.

    Both dates have to be answers by themselves, and to differ as far as they are known.
    """
    asked = ordered(question)
    if asked is None:
        return None
    first, second = (_dated(one, finding, asked.least) for one in (asked.first, asked.second))
    if first is None or second is None:
        return None
    precedes = first.date.precedes(second.date)
    if precedes is None:
        return None
    word = ("Before" if precedes else "After") if asked.open_ended else "No" if precedes is asked.later else "Yes"
    proofs = tuple(dict.fromkeys(sentence_around(one.span) for one in (first, second)))
    return Draft(f"{word}. {told_once(proofs)}", proofs, first.probability * second.probability, answered=True)


@dataclass(frozen=True, slots=True)
class _Dated:
    """The date that answers a question, where it stands, and the probability that it answers."""

    date: Date
    span: AnswerSpan
    probability: float


def _dated(questions: Sequence[str], finding: Finding, least: float) -> _Dated | None:
    """Return the date that answers one of ``questions`` best; None where none is as probable as ``least``."""
    found = [dated for question in questions if (dated := _best_date(question, finding)) is not None]
    best = max(found, key=lambda dated: dated.probability, default=None)
    return best if best is not None and best.probability >= least else None


def _best_date(question: str, finding: Finding) -> _Dated | None:
    """Return the date that answers ``question`` most probably; None where nothing that was marked names a year."""
    decision = answering(question, finding, lambda text: next(dates_in(text), None) is not None)
    date = next(dates_in(whole_fact(question, decision.span).text), None) if decision else None
    return _Dated(date, decision.span, decision.probability) if decision and date else None


def _is_event(words: str) -> bool:
    """Tell whether ``words`` may name what has a date of its own: they are no date, number or period themselves."""
    return _PERIOD.match(words) is None


def _when(event: str, verb: str, other: str) -> str:
    """Return the question for the date of ``event``; of a mere name it asks for what was done by the ``other``."""
    words = event.split()
    place = next((place for place, word in enumerate(words) if place and word.lower() in AUXILIARIES), None)
    if place is not None:
        return _asked(words[place], *words[:place], *words[place + 1 :])
    named, subject = _NAME.fullmatch(event), _THING.match(other)
    if named and subject and other[subject.end() :].strip():
        return _asked(verb, event, other[subject.end() :].strip())
    if named or words[0].lower() in ("the", "a", "an", "its", "his", "her", "their"):
        return _asked("was", event)
    return _asked(event)


def _asked(*words: str) -> str:
    """Return the question for the date of what ``words`` tell."""
    return f"When {' '.join(word for word in words if word)}?"
