"""What kind of thing a question asks for, seen from its words alone."""

from __future__ import annotations

import functools
import re
from functools import lru_cache
from typing import Literal

from qa.question.phrases import AUXILIARY, LEADING, VERB_FIRST
from qa.question.works import ALIKE, WORK

Kind = Literal["definition", "person", "date", "number", "other"]

_WORD = re.compile(r"\w[\w.'-]*\w|\w")
_I = re.compile(r"I(?:['\u2019]\w+)?")
_ASKS_DATE = re.compile(
    rf"(?:^|\b(?:and|or|since|until|till|from|by)\s)\W*when\b|\bwhen {AUXILIARY}\b|\bwhen\W*$"
    r"|\b(?:what|which) (?:year|month|date|day|century)\b",
    re.IGNORECASE,
)
"""What asks when; "who was there when it broke?" does not."""
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|old|long|far|big|often|tall|high|deep|wide|heavy|fast|large|hot|cold)\b", re.IGNORECASE
)
_MEASURE = re.compile(
    r"\bhow (tall|high|deep|wide|far|heavy|fast|old|long|hot|cold)\b(?! (?:ago|did it take))", re.IGNORECASE
)
_COUNTED = re.compile(r"\bhow many\b(?! (?:\w+ )?of\b)", re.IGNORECASE)
_PERCENT = re.compile(r"\d ?%|\bper ?cent\b", re.IGNORECASE)
_LENGTH, _TIME, _MASS, _SPEED, _HEAT = "length", "time", "mass", "speed", "heat"
_UNITS = {
    _LENGTH: re.compile(
        r"\b(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|fathoms?|storeys?|km|cm|mm)\b"
        r"(?! per| an hour)",
        re.IGNORECASE,
    ),
    _TIME: re.compile(
        r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies))\b", re.IGNORECASE
    ),
    _MASS: re.compile(r"\b(?:(?:kilo)?grams?|kilos?|tons?|tonnes?|pounds of|ounces?|kg)\b", re.IGNORECASE),
    _SPEED: re.compile(r"\b(?:per|an) (?:hour|second|minute)\b|\b(?:knots?|km/h|mph)\b", re.IGNORECASE),
    _HEAT: re.compile(r"\bdegrees?\b|\u00b0", re.IGNORECASE),
}
_SPELLINGS = tuple(
    re.compile(rf"\b(?:{spellings})\b", re.IGNORECASE)
    for spellings in (
        r"kg|kilos?|kilogram(?:me)?s?",
        r"km|kilomet(?:re|er)s?",
        r"m|met(?:re|er)s?",
        r"cm|centimet(?:re|er)s?",
        r"mm|millimet(?:re|er)s?",
        r"g|gram(?:me)?s?",
        r"l|lit(?:re|er)s?",
        r"t|tons?|tonnes?",
        r"h|hrs?|hours?",
        r"min|mins|minutes?",
        r"s|secs?|seconds?",
        r"feet|foot|ft",
        r"lbs?|pounds?",
        r"percent|per cent",
    )
)
"""Ways to write one unit."""
_MEASURED_IN = {
    **{word: {_LENGTH} for word in ("tall", "high", "deep", "wide", "far")},
    **{word: {_HEAT} for word in ("hot", "cold")},
    "heavy": {_MASS},
    "fast": {_SPEED, _TIME},
    "old": {_TIME},
    "long": {_LENGTH, _TIME},
}
_ASKS_DEFINITION = re.compile(r"^\W*(?:what|who)(?:'s| is| are| was| were) (?:an? |the )?(.{1,60}?)\W*$", re.IGNORECASE)
_ASKS_EVENT = re.compile(
    rf"^\W*{LEADING}?what (?:all |else )?"
    r"(?:happen\w*|went (?:wrong|on)|(?:is|was|were|has been|have been|had been) done\b"
    r"|(?:should|must|can|could|do|did|does) .+ do\b)",
    re.IGNORECASE,
)
_ASKS_SAID = re.compile(
    rf"^\W*{LEADING}?what (?:exactly |else )?(?:did|does|do|has|have) .+ (?:sa(?:y|id)|th(?:ink|ought)|claim|believe"
    r"|state|argue|predict|explain|suggest|remark|tell|told)(?:ed|d)?\b",
    re.IGNORECASE,
)
_ASKS_PERSON = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_ASKS_YES_OR_NO = re.compile(
    r"^\W*(?:(?:so|and|but|then|ok|okay|well),? +)?"
    rf"{VERB_FIRST}"
    r"(?!.*\b(?:who|what|when|where|why|which|how)\b)(?!.* or )"
    r"|,? (?:right|correct|isn't it|wasn't it|didn't it|didn't they|is that (?:true|so|right|correct))\W*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b1\d{3}\b|\b20\d{2}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|spring|summer|autumn|winter|morning|evening|midnight|noon|century)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|twice|once)\b",
    re.IGNORECASE,
)
_TELLS_TIME = re.compile(
    r"\b(?:before|after|when|whenever|while|during|since|until|till|once|if|unless|days?|weeks?|weekends?|months?|years?"
    r"|decades?|centur(?:y|ies)|ages?|nights?|hours?|minutes?|seconds?|mornings?|afternoons?|evenings?|dawn|dusk|sunrise"
    r"|sunset|midday|today|tonight|yesterday|tomorrow|now|ago|early|earlier|late|later|last|next|then|fall|war|season"
    r"|easter|christmas|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|times?|moment|daily|weekly|monthly|yearly|always"
    r"|every|never|immediately|soon|recently|end|beginning|start)\b",
    re.IGNORECASE,
)
"""What tells of time besides dates and numbers. Of 422 answers to "when" in ``qa/training/written`` five have none."""
_THE_WORK = re.compile(rf"\b(?:the|this) (?:whole |entire |official |pytorch )*({WORK})\b", re.IGNORECASE)
_IN_THE_WORK = re.compile(
    rf"\b(?:in|of|to|from|by|at|during|throughout|according to|with) (?:the|this) (?:\w+ )?(?:{WORK})\b"
    rf"|\b(?:{WORK})(?:['\u2019]s\b| (?:say|mention|tell|show|talk|claim|explain|describe|cover|present|name|end|begin"
    r"|open|close|start|discuss|quote|state|call|give|list|focus|use|compare|interview|portray|feature|speak|contain"
    rf"|include|hold|have)(?:s|d|ed)?\b)",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\b(?:better|best|worse|worst|favou?rite)\b", re.IGNORECASE)
"""What nothing is but in somebody's opinion, which the text has to give."""
_JUDGED = re.compile(
    rf"{_JUDGES.pattern}|\b(?:good|great\w*|ideal\w*|most|prefer\w*|lov(?:e[sd]?|ing)|enjoy\w*|lik(?:e[sd]|ing)|hate[sd]?"
    r"|prais\w+|popular|recommend\w*|top|first)\b",
    re.IGNORECASE,
)
"""What a text gives such an opinion in."""
_ASKS_OPINION = re.compile(
    r"\b(?:do|would|did) you (?:\w+ )?(?:like|think|believe|prefer|love|hate|recommend|feel)\b"
    r"|\byour (?:own |personal )?(?:opinion|view|favou?rite)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\W*(?:(?:is|are|was|were|has|have|had|been) )*"
    r"(?:never|not(?! (?:before|after|until|later|earlier|only|in|on|at)))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def kind_of(question: str) -> Kind:
    """Return what kind of thing the question asks for, by its question word.

    A definition is asked for by "What is X?" or "Who was X?" with nothing more than a name.
    """
    if defined_in(question):
        return "definition"
    if _ASKS_DATE.search(question):
        return "date"
    if _ASKS_NUMBER.search(question):
        return "number"
    return "person" if _ASKS_PERSON.search(question) else "other"


def asks_yes_or_no(question: str) -> bool:
    """Tell whether the answer is a yes or a no: the question begins with its verb, or ends in "right?"."""
    return _ASKS_YES_OR_NO.search(question.replace("\u2019", "'")) is not None


@lru_cache(maxsize=256)
def defined_in(question: str) -> str:
    """Return the X of "What is X?" or "Who was X?", in the question's own spelling; empty for another question."""
    match = _ASKS_DEFINITION.match(question)
    words = [word.group() for word in _WORD.finditer(match.group(1))] if match else []
    is_a_name = bool(words) and names_in(" ".join(("what", *words))) == tuple(words)
    return match.group(1) if match and is_a_name else ""


@functools.lru_cache(maxsize=64)
def names_in(question: str) -> tuple[str, ...]:
    """Return the words that look like names: a capital inside the sentence or the word, or a digit."""
    words = [match.group() for match in _WORD.finditer(question)]
    return tuple(
        word
        for place, word in enumerate(words)
        if (place > 0 and word[0].isupper() and not _I.fullmatch(word))
        or any(character.isdigit() for character in word)
        or any(character.isupper() for character in word[1:])
    )


def can_answer(sentence: str, question: str) -> bool:
    """Tell whether ``sentence`` holds the kind of thing that ``question`` asks for.

    A definition begins with what is defined. A date or a number is recognised by its words, a person by a capitalised
    word that is not in the question and does not merely begin the sentence; any sentence can answer other questions.
    """
    kind = kind_of(question)
    if kind == "definition":
        return re.match(_beginning_with(defined_in(question)), sentence, re.IGNORECASE) is not None
    if kind == "date":
        return _DATE.search(sentence) is not None
    if kind == "number":
        return _NUMBER.search(sentence) is not None
    if kind == "person":
        asked = question.casefold()
        words = [match.group() for match in _WORD.finditer(sentence)]
        new = [word[0].isupper() and word.casefold() not in asked for word in words]
        return any(new[1:]) or (len(new) > 1 and new[0] and words[1][0].isupper())
    return True


def measures_alike(one: str, other: str) -> bool:
    """Tell whether two units are of one measure and written otherwise, as kilos and kg: they are not converted."""
    return any(pattern.search(one) and pattern.search(other) for pattern in _SPELLINGS)


def is_measured_otherwise(words: str, question: str) -> bool:
    """Tell whether ``words`` give another measure than ``question`` wants: metres for how old, 60% for how many."""
    if _COUNTED.search(question) and _PERCENT.search(words):
        return not _PERCENT.search(question)
    match = _MEASURE.search(question)
    if match is None:
        return False
    wanted = _MEASURED_IN[match.group(1).casefold()]
    found = {kind for kind, units in _UNITS.items() if units.search(words)}
    return bool(found) and not found & wanted


def tells_no_time(words: str, question: str) -> bool:
    """Tell whether ``question`` asks when, and nothing in ``words`` is of time: "at the laboratory"."""
    told = (_DATE, _NUMBER, _TELLS_TIME)
    return kind_of(question) == "date" and not any(pattern.search(words) for pattern in told)


def work_in(question: str) -> frozenset[str]:
    """Return what a work may be called that ``question`` is about, as "the film"; nothing where it is about no work.

    A question about what is in a work ("Who speaks in the film?", "Does the film say ...?") is not about it.
    """
    found = _THE_WORK.search(question)
    called = found.group(1).casefold() if found and not _IN_THE_WORK.search(question) else ""
    return next((names for names in ALIKE if called in names), frozenset())


def asks_what_happened(question: str) -> bool:
    """Tell whether ``question`` asks for what happened or was done, which a clause tells: "What went wrong?"."""
    return _ASKS_EVENT.search(question) is not None


def asks_what_is_said(question: str) -> bool:
    """Tell whether ``question`` asks what somebody says or thinks."""
    return _ASKS_SAID.search(question) is not None


def asks_opinion(question: str) -> bool:
    """Tell whether ``question`` asks what the program itself thinks: "Do you like it?"."""
    return _ASKS_OPINION.search(question) is not None


def judges(words: str) -> bool:
    """Tell whether ``words`` hold what nothing is but in somebody's opinion: "best"."""
    return _JUDGES.search(words) is not None


def lacks_judgement(words: str, question: str) -> bool:
    """Tell whether ``question`` asks for what is best, or worst, or better, and ``words`` give no such opinion."""
    return judges(question) and not _JUDGED.search(words)


def denies_date(words: str, question: str) -> bool:
    """Tell whether ``question`` asks when, and ``words`` say that it never was: "never built"."""
    return _NEVER.match(words) is not None and kind_of(question) == "date"


def defines(sentence: str, question: str) -> bool:
    """Tell whether ``question`` asks what X is, and ``sentence`` says "X is", "X was" or "X stands for"."""
    defined = defined_in(question)
    copula = r"\W+(?:is|was|are|were|stands)\b"
    return bool(defined) and re.match(_beginning_with(defined) + copula, sentence, re.IGNORECASE) is not None


def _beginning_with(name: str) -> str:
    """Return the pattern of a sentence whose subject is ``name``."""
    return rf"(?:the |an? )?{re.escape(name)}\b"
