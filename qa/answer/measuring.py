"""Whether one thing is heavier, longer or more than another: both amounts are asked for and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import Index, terms
from qa.answer.claims import claim_of
from qa.answer.composing import Finding, answering
from qa.answer.decide import sentence_around
from qa.answer.draft import Draft, told_once
from qa.answer.facts import whole_fact
from qa.question.numbers import NUMBER, numbers_in
from qa.question.phrases import LEADING, VERB_FIRST
from qa.types import AnswerSpan

LEAST = 0.3
"""Probability, 0 to 1, that an amount answers, from which on it is compared."""

_OPPOSITE = {
    "light": "heavy",
    "short": "long",
    "small": "large",
    "low": "high",
    "slow": "fast",
    "narrow": "wide",
    "shallow": "deep",
    "cold": "hot",
    "cool": "hot",
    "near": "far",
    "thin": "thick",
}
"""Words for less of what the other asks for: how light it is is asked as how heavy."""
_MORE = frozenset({*_OPPOSITE.values(), "big", "tall", "great"})
_COST = {"cheap": False, "dear": True, "expensive": True, "costly": True}
"""Words for what something costs, and whether they mean more."""
_THAN = (
    r"(?:(?P<has>\w+ )?(?P<share>more|less|fewer)(?: (?P<of>(?!than\b)\w+(?: (?!than\b)\w+)?))?"
    r"|(?P<degree>[a-z]{3,}er))"
)
_CLAIMED = re.compile(rf"^\W*{LEADING}?(?P<verb>{VERB_FIRST}) (?P<one>.+?) {_THAN} than (?P<other>.+)$", re.IGNORECASE)
_WHICH = re.compile(
    rf"^\W*{LEADING}?(?:which|what|who)(?: [\w-]+){{0,2}}? (?:(?P<verb>is|was|are|were) )?(?:the )?{_THAN}[,:]? "
    r"(?P<one>(?!than\b).+?),? or (?P<other>.+)$",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"(?:an? (?:year|month|week|day|hour|minute|hundred|thousand|dozen)|the (?:year|hundred)|half|a third|a quarter"
    r"|before|ever|that|this|it|usual|expected|planned|now|today)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r" ?(?P<unit>[^\W\d_]+|%|\u00b0)")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things, each with the question for its amount; ``more``: the first is asked to be the one with more.

    ``things`` are their names where it is asked which of them it is, else nothing.
    """

    first: str
    second: str
    more: bool
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount in its ``unit``, empty where none is told, where it stands, and the probability that it answers."""

    value: float
    unit: str
    span: AnswerSpan
    probability: float


def compared(question: str) -> Compared | None:
    """Return what ``question`` compares by an amount ("Is the oak taller than the elm?"); None where it does not.

    What is older or earlier is compared by dates, and an amount behind "than" is no other thing.
    """
    asked = claim_of(question.rstrip(" ?!."))
    match = _CLAIMED.match(asked) or _WHICH.match(asked)
    if match is None or NUMBER.match(match["other"]) or _NO_THING.match(match["other"]):
        return None
    how = _asked_how(match)
    if how is None:
        return None
    words, more = how
    one, other = (re.sub(r"^(?:that|those) of ", "", match[side].strip()) for side in ("one", "other"))
    things = (one, other) if match.re is _WHICH else ()
    return Compared(words.format(one), words.format(other), more, things)


def measure_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return which has more, or whether the first has, with the sentence of each; None where the text tells not both.

    The two amounts are of one unit, and each answers its own question.
    """
    asked = compared(question)
    if asked is None:
        return None
    first, second = (_amount(one, finding) for one in (asked.first, asked.second))
    if first is None or second is None or first.value == second.value or first.span == second.span:
        return None
    if first.unit and second.unit and set(terms(first.unit)) != set(terms(second.unit)):
        return None
    holds = (first.value > second.value) is asked.more
    word = asked.things[not holds] if asked.things else "Yes" if holds else "No"
    proofs = tuple(dict.fromkeys(sentence_around(one.span) for one in (first, second)))
    probability = first.probability * second.probability
    return Draft(f"{word[0].upper()}{word[1:]}. {told_once(proofs)}", proofs, probability, answered=True)


def _asked_how(match: re.Match[str]) -> tuple[str, bool] | None:
    """Return the question for an amount of ``{}``, and whether more of it is asked for; None where none is known."""
    be = (match["verb"] or "is").lower()
    degree, of = (match["degree"] or "").lower(), (match["of"] or "").lower()
    for word in filter(None, (*_stems(degree), of)):
        if word in _COST:
            return "How much does {} cost?", _COST[word] is (match["share"] or "more").lower().startswith("more")
        if word in _OPPOSITE or word in _MORE:
            return f"How {_OPPOSITE.get(word, word)} {be} {{}}?", word not in _OPPOSITE
    if not match["share"]:
        return None
    more, has = match["share"].lower() == "more", (match["has"] or "").strip().lower()
    does = be if match.re is _CLAIMED else "does"
    if not of:
        return (f"How much {does} {{}} {_plain(has)}?", more) if has else None
    return (f"How many {of} {does} {{}} {_plain(has) if has else 'have'}?", more) if of.endswith("s") else None


def _stems(degree: str) -> list[str]:
    """Return what ``degree``, as "heavier", may be more of: "heavy", "big" of "bigger", "large" of "larger"."""
    stem = degree.removesuffix("er")
    doubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
    return [stem, f"{stem}e", *doubled, *([f"{stem[:-1]}y"] if stem.endswith("i") else [])] if degree else []


def _plain(verb: str) -> str:
    """Return a verb as it stands behind "does"."""
    return "have" if verb in ("has", "had", "have") else verb.removesuffix("s") if not verb.endswith("ss") else verb


def _amount(question: str, finding: Finding) -> _Amount | None:
    """Return the amount that answers ``question`` most probably; None where no number does."""
    decision = answering(question, finding, lambda text: len(numbers_in(text)) == 1)
    if decision is None or decision.probability < LEAST:
        return None
    text = whole_fact(question, decision.span).text
    number = NUMBER.search(text)
    unit = _UNIT.match(text, number.end()) if number else None
    return _Amount(float(numbers_in(text)[0]), unit["unit"] if unit else "", decision.span, decision.probability)
