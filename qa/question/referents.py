"""What was spoken of in the last turns, which a question may refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.question.phrases import ORDINALS, Phrase, phrases, words_of
from qa.question.references import ReferenceKind
from qa.types import Answer, Turn

FADES = 0.6
"""What a turn weighs of the one after it."""
BESIDE = 0.7
"""What a phrase weighs that only stands in the sentence which proves an answer."""
LONGEST_NAMED = 7
"""Words of an answer up to which all of it is one thing; a longer one is a sentence about things."""

_FITS: dict[str, dict[str, float]] = {
    "he": {"person": 1.0, "thing": 0.4, "people": 0.1},
    "she": {"person": 1.0, "thing": 0.4, "people": 0.1},
    "it": {"thing": 1.0, "things": 0.3, "person": 0.15, "people": 0.05},
    "they": {"people": 1.0, "things": 1.0, "thing": 0.5, "person": 0.4},
    "that": {"thing": 0.8, "things": 0.6, "time": 0.3},
    "there": {"thing": 0.7},
    "one": {},
}
"""How well a kind of phrase fits a reference, 0 to 1."""
_LEADING = re.compile(r"^(?:yes|no)\b[,:;.]?\s*|^(?:by|in|at|on|from|to|with|for|near|because of)\s+", re.IGNORECASE)
_ASKS_WHO = re.compile(r"^\W*(?:\w+ ){0,2}?who(?:m|se)?\b", re.IGNORECASE)
_WHO_IS = re.compile(r"^\W*who(?:'s| is| was| are| were) ", re.IGNORECASE)
_ASKS_WHAT = re.compile(r"^\W*what(?:'s| is| was| are| were| does| did) ", re.IGNORECASE)
_ASKS_WHERE = re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|place|town)\b", re.IGNORECASE)
_FEMALE = re.compile(
    r"\b(?:woman|girl|mother|daughter|sister|aunt|wife|queen|lady|grandmother|gran|mrs|ms|miss)\b", re.IGNORECASE
)
_MALE = re.compile(r"\b(?:man|boy|father|son|brother|uncle|husband|king|lord|grandfather|guy|mr|sir)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Referent:
    """A phrase that may be meant, and how much speaks for it before its kind is looked at: 0 to 1."""

    phrase: Phrase
    weight: float
    role: Literal["", "place", "thing"] = ""

    @property
    def text(self) -> str:
        """The words that are put in."""
        return self.phrase.text

    def fits(self, kind: ReferenceKind) -> float:
        """Return how well this fits what a reference of ``kind`` may stand for, 0 to 1."""
        fit = _FITS[kind].get(self.phrase.kind, 0.0)
        if kind in ("he", "she") and self.phrase.kind == "thing":
            fit = 0.6 if _is_full_name(self.text) else 0.4 if self.phrase.is_name else 0.05
        if (kind == "he" and _FEMALE.search(self.text)) or (kind == "she" and _MALE.search(self.text)):
            return 0.0
        if kind == "it" and self.phrase.kind == "thing" and self.role != "thing" and _is_full_name(self.text):
            fit = 0.6
        if kind == "there" and self.role == "place":
            fit = 1.0
        return fit * self.weight


def referents(turns: Sequence[Turn]) -> list[Referent]:
    """Return what the ``turns`` speak of, in the last one first; each once, with the most that speaks for it."""
    best: dict[str, Referent] = {}
    for age, turn in enumerate(reversed(turns)):
        for one in _of_turn(turn):
            weighed = Referent(one.phrase, one.weight * FADES**age, one.role)
            known = best.get(one.text.casefold())
            if known is not None and known.phrase.is_name:  # FAIR, where somebody typed fair.
                weighed = replace(weighed, phrase=replace(one.phrase, text=known.text))
            if known is not None and "person" in (known.phrase.kind, one.phrase.kind):
                phrase = replace(one.phrase, kind="person")  # Somebody once is somebody in every turn.
                weighed, known = replace(weighed, phrase=phrase), replace(known, phrase=phrase)
            best[one.text.casefold()] = weighed if known is None or known.weight < weighed.weight else known
    return sorted(best.values(), key=lambda one: -one.weight)


def named_by_order(question: str, turn: Turn) -> list[str]:
    """Return the item of the last answer that ``question`` numbers, as in ``the second one``."""
    items = items_of(said_in(turn.answer))
    ordinal = next((word.lower for word in words_of(question) if word.lower in ORDINALS), None)
    if ordinal is None or len(items) < 2:
        return []
    place = ORDINALS[ordinal]
    return [items[place]] if place < len(items) else []


def items_of(text: str) -> list[str]:
    """Return the items of an enumeration; one item where it is none."""
    return [item for item in re.split(r",\s*(?:and\s+|or\s+)?|\s+and\s+|;\s*", text.strip(" .")) if item]


def is_clause(said: str) -> bool:
    """Tell whether an answer is a clause rather than a thing or a name with what belongs to it."""
    found = phrases(f"x {said}")
    if not found or len(said.split()) < 4:
        return False
    first = [phrase for phrase in found if phrase.start == len("x ")]
    return not any(phrase.is_name or phrase.end == len(f"x {said}") for phrase in first)


def said_in(answer: Answer | str | None) -> str:
    """Return the words of an answer from the texts; none of a refusal."""
    if isinstance(answer, Answer):
        return answer.text if answer.answered else ""
    return answer or ""


def _of_turn(turn: Turn) -> list[Referent]:
    """Return what one turn speaks of."""
    asks_who = bool(_ASKS_WHO.search(turn.question))
    says_who = bool(_WHO_IS.match(turn.question))
    role: Literal["", "place"] = "place" if _ASKS_WHERE.search(turn.question) else ""
    asks_what = bool(_ASKS_WHAT.match(turn.question))
    asked = phrases(turn.question, person=says_who)
    found = [Referent(phrase, 1.0 - 0.02 * place, "thing" if asks_what else "") for place, phrase in enumerate(asked)]
    said = _LEADING.sub("", _LEADING.sub("", said_in(turn.answer).strip()), count=1).rstrip(" .")
    weight = 1.0 if asks_who or role else 0.85
    is_short = len(said.split()) <= LONGEST_NAMED  # A sentence about somebody names other things as well.
    inside = phrases(said, person=asks_who and is_short)
    found += [Referent(phrase, weight * (0.9 - 0.02 * place), role) for place, phrase in enumerate(inside)]
    if said and is_short and inside:
        whole = next((phrase for phrase in inside if phrase.text == said), None)
        if whole is not None:
            found.append(Referent(whole, weight, role))
    if isinstance(turn.answer, Answer):
        for citation in turn.answer.citations:
            names = [
                phrase for phrase in phrases(citation.quote) if phrase.is_name and phrase.kind not in ("time", "number")
            ]
            found += [Referent(phrase, BESIDE) for phrase in names]
    return found


def _is_full_name(text: str) -> bool:
    """Tell whether a phrase looks like the first and last name of somebody."""
    words = text.split()
    return 2 <= len(words) <= 3 and all(word[0].isupper() and word[1:].replace("-", "").islower() for word in words)
