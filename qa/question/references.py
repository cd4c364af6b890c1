"""The words of a question that stand for something said before: pronouns, ``there``, ``that``, ``the other one``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qa.question.phrases import (
    AUXILIARIES,
    DETERMINERS,
    ORDINALS,
    PREPOSITIONS,
    QUESTION_WORDS,
    Word,
    is_content,
    words_of,
)

ReferenceKind = Literal["he", "she", "it", "they", "that", "there", "one"]

_KINDS: dict[str, ReferenceKind] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("that", "this"), "that"),
    **dict.fromkeys(("these", "those"), "they"),
    "there": "there",
    **dict.fromkeys(("one", "ones"), "one"),
}
_POSSESSIVE = frozenset({"his", "its", "their", "her"})
_BE = frozenset({"is", "are", "was", "were", "be", "been"})
_JOINTS = frozenset(
    {"and", "but", "when", "before", "after", "because", "while", "if", "since", "that", "who", "until"}
)
"""Words that begin another clause; the pronouns in it may stand for what the first one names."""
_OF_ONE = {"do": "does", "are": "is", "were": "was", "have": "has", "don't": "doesn't", "aren't": "isn't"}
_VERB_OF_SEVERAL = re.compile(rf"\b(?:{'|'.join(_OF_ONE)})(?=\s+$)", re.IGNORECASE)
"""A verb right before "they", which does not fit where one thing takes its place: "What do the film say?"."""
_SEVERAL = frozenset({"people", "children", "men", "women", "police", "both", "others", "two", "three", "four"})
"""Words for several that do not end as plurals do."""
_EMPTY_IT = re.compile(
    r"\bit(?='s\b)?(?:'s)? (?:takes?|took|costs?|cost) to\b"
    r"|\b(?:do|does|did) it (?:take|cost) to\b"
    r"|\b(?:is|was|isn't|wasn't) it (?:true|possible|necessary|hard|easy|right|correct|allowed|safe)\b"
    r"|\b(?:is|was) it (?:that|who)\b|^\W*(?:is|was) it\b.*\b(?:that|who|which|or)\b"
    r"|(?:, (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
    r"|,? (?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should)n['\u2019]t)"
    r" (?:it|he|she|they|there|that|this)(?: not)?\W*$"
    r"|^\W*(?:why|how come|since when) (?:is|was|'s)? ?it (?:was |is )?(?:also |first )?(?:called|named) "
    r"(?!(?:that|this|so|it|like|the same|after|by|in|at|when|before|for|off|out|up|on|back|upon)\b)(?=[\"'\w])"
    r"|\bit (?:rains?|snows?)\b|\bit going to (?:rain|snow)\b",
    re.IGNORECASE,
)
"""An "it" that stands for nothing, and the tags at the end of a question."""
_COMMANDS = frozenset(
    {"explain", "describe", "summarise", "summarize", "define", "compare", "show", "mention", "discuss"}
)
"""Words that begin a request with a capital and are no name."""
_OPENINGS = frozenset({"so", "and", "but", "then", "ok", "okay", "well", "hi", "hello", "hey", "thanks", "yes", "no"})
_ASIDE = re.compile(r"\S+\s+\S.*[,:;.!?]", re.DOTALL)
"""Some words and a mark behind them: a clause before the question itself."""
_COMPARES_TIME = frozenset({"before", "after", "until", "when", "already", "first", "longer", "earlier", "later"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A word of a question at ``start`` to ``end`` that stands for something else. ``possessive``: for its owner."""

    text: str
    start: int
    end: int
    kind: ReferenceKind
    possessive: bool = False
    short_verb: str = ""


def references(question: str) -> list[Reference]:
    """Return the references of ``question`` to something that it does not itself name before, in order."""
    words = words_of(question)
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    found: list[Reference] = []
    for number, word in enumerate(words):
        bare, _, short = word.text.lower().replace("\u2019", "'").partition("'")
        kind = _KINDS.get(bare)
        if kind is None or any(start <= word.start < end for start, end in empty):
            continue
        if not _refers(words, number, kind, question) or _names_before(words, number, kind):
            continue
        after = words[number + 1] if number + 1 < len(words) else None
        is_noun = after is not None and after.lower not in (*AUXILIARIES, *PREPOSITIONS, *DETERMINERS, *_JOINTS)
        owns = bare in _POSSESSIVE and (bare != "her" or is_noun)
        found.append(Reference(word.text, word.start, word.end, kind, owns, short))
    return found


def unbound_references(question: str) -> list[Reference]:
    """Return the references of ``question`` for which nothing before them in it can be meant, in order.

    It is what is left of :func:`references` where nothing was said before: a name in lower case, "who" and whatever
    stands in another clause may be meant then, for people do not open with a pronoun that stands for nothing.
    """
    words = words_of(question)
    places = {word.start: place for place, word in enumerate(words)}
    return [one for one in references(question) if not _may_name_before(words, places[one.start], one, question)]


def put_in(question: str, found: Sequence[Reference], chosen: Mapping[str, str]) -> str:
    """Return ``question`` with what each kind of reference stands for in its place; others stay as they are."""
    for reference in reversed(found):
        what = chosen.get(reference.kind)
        if what is None:
            continue
        what = re.sub(r"^(?:The|An?) (?=[a-z])", lambda article: article.group().lower(), what)
        if reference.possessive:
            what += "'" if what.endswith("s") else "'s"
        elif reference.kind == "there":
            stem = question[: reference.start].split()
            what = what if stem and stem[-1].lower() in PREPOSITIONS else f"at {what}"
        elif reference.short_verb == "s":
            what += " is"
        elif reference.short_verb in ("re", "ve", "d", "ll"):
            what += f"'{reference.short_verb}"
        before = question[: reference.start]
        if reference.text.lower() == "they" and _is_one_thing(what):
            before = _VERB_OF_SEVERAL.sub(_verb_of_one, before)
        question = before + what + question[reference.end :]
    return question


def _verb_of_one(several: re.Match[str]) -> str:
    """Return the verb of one thing for that of several, with a capital where that has one."""
    one = _OF_ONE[several.group().lower()]
    return one.capitalize() if several.group()[0].isupper() else one


def _is_one_thing(what: str) -> bool:
    """Tell whether what "they" stands for takes a verb of one; where that is not clear, it keeps that of several."""
    last = what.rsplit(maxsplit=1)[-1].lower()
    return " and " not in what and (not last.endswith("s") or last.endswith("ss")) and last not in _SEVERAL


def _refers(words: Sequence[Word], number: int, kind: ReferenceKind, question: str) -> bool:
    """Tell whether a word that may be a reference is one: ``that`` also joins clauses, and ``there`` may be empty."""
    before = words[number - 1].lower if number else ""
    after = words[number + 1] if number + 1 < len(words) else None
    ends = after is None or bool(re.match(r"\s*[?.!,;]", question[words[number].end :]))
    if kind == "there":
        says_that_it_is = re.search(r"['\u2019]\w+$", words[number].text) is not None  # "How come there's none?"
        return (
            not says_that_it_is
            and before not in _BE
            and (ends or after is None or after.lower not in _BE)
            and number > 0
        )
    if kind == "one":
        return _is_one(words, number, ends=ends)
    if kind == "that" or words[number].lower in ("these", "those"):
        before_fits = before in AUXILIARIES or before in PREPOSITIONS or before in ("", "why", "about", "mean", "do")
        if after is not None and not ends and is_content(after) and kind != "that":
            return False
        return (before_fits or ends) and (ends or (after is not None and _may_be_verb(after, before)))
    return True


def _is_one(words: Sequence[Word], number: int, *, ends: bool) -> bool:
    """Tell whether ``one`` stands for a thing: behind an adjective or ``the``, and not a number of something."""
    if number == 0:
        return False
    before = words[number - 1].lower
    own = words[number].text.lower()
    if before in ORDINALS or before == "other":
        return True
    if before in ("which", "what", "no", "any", "every", "some", "each", "is", "only", "one"):
        return False
    return (ends or own != "one" or "'" in own) and before not in PREPOSITIONS


def _may_be_verb(word: Word, before: str) -> bool:
    """Tell whether the word behind ``that`` is a verb, so that ``that`` stands alone: ``Why did that change?``."""
    if word.lower in AUXILIARIES or word.lower in PREPOSITIONS:
        return True
    if before in ("do", "does", "did", "can", "could", "will", "would"):
        return is_content(word)
    return before in _BE and word.lower.endswith(("ed", "en", "ing"))


def _names_before(words: Sequence[Word], number: int, kind: ReferenceKind) -> bool:
    """Tell whether the question itself names before what a pronoun may stand for, in another clause or as its owner."""
    if kind not in ("he", "she", "it", "they"):
        return False
    earlier = words[0 if _begins_with_name(words, number) else 1 : number]
    if words[number].lower.endswith(("self", "selves")):
        return any(is_content(word) for word in words[:number])
    joints = [place for place, word in enumerate(earlier) if word.lower in _JOINTS]
    is_possessive = words[number].text.lower() in _POSSESSIVE
    before = earlier if is_possessive or kind in ("he", "she") else earlier[: joints[-1]] if joints else []
    if any(word.has_capital and is_content(word) for word in before):
        return True
    named = before if joints or is_possessive else []
    return any(is_content(two) and one.lower in ("the", "a", "an") for one, two in pairwise(named))


def _begins_with_name(words: Sequence[Word], number: int) -> bool:
    """Tell whether the first word of a question names something, as in a statement: "Ada put her clock up, right?"."""
    if number < 2 or not words[0].has_capital or not is_content(words[0]) or words[0].lower in _COMMANDS:
        return False
    return words[1].lower not in (*DETERMINERS, *QUESTION_WORDS, *_JOINTS) and words[1].lower not in _KINDS


def _may_name_before(words: Sequence[Word], number: int, reference: Reference, question: str) -> bool:
    """Tell whether something before the word of this number in the question may be what it stands for."""
    before = words[:number]
    if reference.kind == "there":  # "Was the hand there before it was law?" asks whether there was one.
        after = words[number + 1].lower if number + 1 < len(words) else ""
        return words[0].lower in _BE and after in _COMPARES_TIME
    if reference.kind not in ("he", "she", "they") or number < 2:  # "It" may be what the whole text is about.
        return False
    asks_who = any(word.lower in ("who", "whose") for word in before)
    is_verb = before[1].lower not in AUXILIARIES
    if reference.possessive and asks_who and (is_verb or words[0].lower == "whose"):
        return True
    own_clause = max((place for place, word in enumerate(before) if place and word.lower in _JOINTS), default=0)
    aside = _ASIDE.match(question[: reference.start])
    if aside:
        own_clause = max(own_clause, sum(word.end <= aside.end() for word in before))
    if own_clause:
        return (asks_who and is_verb) or _names_something(before[:own_clause], reference)
    first_verb = next((place for place, word in enumerate(before) if word.lower in AUXILIARIES), number)
    return reference.possessive and _names_something(before[first_verb:], reference)


def _names_something(words: Sequence[Word], reference: Reference) -> bool:
    """Tell whether one of ``words`` may be a noun that ``reference`` stands for; the first is its question word."""
    asking = (*QUESTION_WORDS, *_OPENINGS)
    nouns = [
        word
        for place, word in enumerate(words)
        if is_content(word) and word.lower not in asking and not (place and words[place - 1].lower in QUESTION_WORDS)
    ]
    if reference.kind == "they":
        return bool(nouns)
    return any(not re.search(r"[^s']s$|^people$", word.text.lower()) for word in nouns)
