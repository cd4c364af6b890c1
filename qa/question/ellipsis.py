"""Questions of which a part is left out: ``and in 2022?``, ``what about AMD?``, ``by whom?``, ``who else?``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.question.phrases import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS, Phrase, Word, is_content, phrases, words_of
from qa.question.referents import is_clause, named_by_order, said_in
from qa.types import Turn

_CONNECTIVE = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|okay|well|then|also|now|great|thanks)\b[\s,]+)+(?=\S)", re.IGNORECASE
)
_ABOUT = re.compile(r"^\W*(?:(?:what|how) about|what of)\s+", re.IGNORECASE)
_IMPERATIVE = re.compile(r"^\W*(?:please )?(?:name|list|give me|tell me(?: about)?|show me|find)\s+", re.IGNORECASE)
_WHEN_OR_WHERE = re.compile(r"(?:when|where|how|in (?:what|which) \w+)$", re.IGNORECASE)
_BECAME = frozenset({"became", "becomes", "came", "comes", "went", "led", "broke", "made", "drove", "brought"})
"""Verbs that "what" may be the subject of: ``what became of her?`` is whole."""
LONGEST_FRAGMENT = 6
"""Words of a question without a verb."""
SHORT_NAME = 3
"""Words of a bare phrase with its article that can only go on with the question before: ``the parlour one?``."""


def without_connective(question: str) -> str:
    """Return ``question`` without the ``and`` or ``but`` that joins it to the one before."""
    return _CONNECTIVE.sub("", question, count=1)


def is_fragment(asked: str, question: str) -> bool:
    """Tell whether ``asked``, which is ``question`` without its connective, leaves its verb out."""
    about = _ABOUT.match(asked)
    if about:
        return not any(word.lower in AUXILIARIES for word in words_of(asked[about.end() :]))
    words = words_of(asked)
    if not words or len(words) > LONGEST_FRAGMENT or any(word.lower in AUXILIARIES for word in words):
        return False
    if any(word.lower in QUESTION_WORDS and word.lower != word.text.lower() for word in words):  # "who's" has a verb.
        return False
    wh = [word for word in words if word.lower in QUESTION_WORDS]
    if wh:
        return _is_short_question(words)
    joined = asked != question
    names_one = words[0].lower in ("the", "that") and len(words) <= SHORT_NAME
    return joined or names_one or words[0].lower in PREPOSITIONS


def completed(asked: str, turn: Turn) -> list[tuple[str, float]]:
    """Return questions that a fragment after ``turn`` may stand for, with how well each fits, 0 to 1."""
    fragment = _ABOUT.sub("", asked).strip(" ?.!")
    previous = turn.question.strip(" ?.!")
    ordered = named_by_order(fragment, turn)
    if ordered and re.search(r"\bones?\b", asked):
        return [(re.sub(r"\b(?:the|that)?\s*\w+ ones?(?='s|\b)", ordered[0], asked, count=1, flags=re.IGNORECASE), 1.0)]
    if any(word.lower in QUESTION_WORDS for word in words_of(fragment)) and is_fragment(asked, asked):
        said = re.sub(r"^(?:yes|no)\b\W*", "", said_in(turn.answer), flags=re.IGNORECASE).strip(" .!?")
        return _asked_anew(fragment, previous, said)
    if any(word.lower in AUXILIARIES for word in words_of(fragment)):
        return _with_noun(fragment, previous)
    return _exchanged(fragment, previous)


def _is_short_question(words: list[Word]) -> bool:
    """Tell whether words with a question word hold no verb: ``by whom``, ``in which year``, ``who else``."""
    place = next(number for number, word in enumerate(words) if word.lower in QUESTION_WORDS)
    wh, after = words[place].lower, words[place + 1 :]
    if place > 1 or (place == 1 and words[0].lower not in PREPOSITIONS):
        return False
    if not after:
        return True
    if wh == "what" and len(after) > 1 and (after[0].lower in _BECAME or after[0].lower.endswith("ed")):
        return False
    if wh in ("what", "which", "whose"):
        nouns = [word for word in after if is_content(word)]
        return len(nouns) <= 1 and not any(word.lower in ("the", "a", "an") for word in after[:2])
    if wh == "how":
        return len(after) <= 3 and not after[-1].lower.endswith("ed")
    return all(
        word.lower in (*PREPOSITIONS, "else", "there", "then", "exactly", "not", "so", "example") for word in after
    )


def _asked_anew(fragment: str, previous: str, said: str) -> list[tuple[str, float]]:
    """Return the previous question with ``fragment`` in the place of its question word."""
    fragment = re.sub(r",? for example$", "", fragment)
    if " there" in fragment and said:
        fragment = fragment.replace(" there", "")
        previous = f"{previous} {said}"
    head, rest = _cut(previous)
    found = []
    if re.search(r"\belse\b|\bothers?\b", fragment):
        if _IMPERATIVE.match(previous):
            noun, rest = (
                re.sub(r"^(?:an?|the|some|one|two|three|four|five|\d+) ", "", _IMPERATIVE.sub("", previous)),
                "",
            )
        else:
            noun, rest = (
                " ".join(word.text for word in words_of(head)[1:]),
                rest if head else _without_subject(previous),
            )
        fragment = re.sub(r"\bothers?\b", f"other {noun}".strip(), fragment)
        besides = f" besides {said}" if said and len(said.split()) <= 3 else ""
        return [(f"{fragment} {rest}".strip() + f"{besides}?", 1.0)]
    if not head:  # It asked for a yes or a no, or gave an order.
        rest = _IMPERATIVE.sub("", previous)
        return [
            (f"{fragment} {rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest}?", 1.0),
            (f"{fragment} {said}?", 0.8),
        ]
    if words_of(rest) and words_of(rest)[0].lower in AUXILIARIES:
        found.append((f"{fragment} {rest}?", 1.0))
        if said:
            found.append((f"{fragment} {_inverted(rest)} {said}?", 0.7))
    elif said:
        found += _of_what_was_done(fragment, head, rest)
        less = 0.6 if found else 1.0
        found.append((f"{fragment} {said} {'' if is_clause(said) else rest}".rstrip() + "?", less))
        found.append((f"{fragment} {rest}?", 0.8 * less))
    return found or [(f"{fragment} {rest}?", 0.8)]


def _of_what_was_done(fragment: str, head: str, rest: str) -> Iterator[tuple[str, float]]:
    """Yield the question about what somebody did, whom ``head`` asks for: "when was it made?" after "who made it?"."""
    verb, _, what = rest.partition(" ")
    if what and head.lower() in ("who", "what") and _WHEN_OR_WHERE.match(fragment):
        yield f"{fragment} was {what} {verb}?", 1.0


def _cut(previous: str) -> tuple[str, str]:
    """Return the question phrase at the beginning of a question, and the rest; no phrase where it asks yes or no."""
    words = words_of(previous)
    place = next((number for number, word in enumerate(words[:3]) if word.lower.split("'")[0] in QUESTION_WORDS), None)
    if place is None or any(word.lower in AUXILIARIES for word in words[:place]):
        return "", previous
    end = place + 1
    wh = words[place].lower
    if wh in ("how", "which", "what", "whose"):
        verb = next((number for number, word in enumerate(words) if number > place and word.lower in AUXILIARIES), None)
        if verb is not None and verb - place <= 4:
            end = verb
        elif wh != "what" or not (len(words) > end and words[end].lower.endswith("ed")):
            end = min(len(words) - 1, place + 2)
    return previous[: words[end - 1].end], previous[words[end - 1].end :].strip()


def _inverted(rest: str) -> str:
    """Return what is said after the auxiliary of a question, without it."""
    words = words_of(rest)
    return rest[words[0].end :].strip() if words and words[0].lower in AUXILIARIES else rest


def _without_subject(previous: str) -> str:
    """Return what a yes-or-no question asks of its subject: ``contribute to PyTorch``."""
    text = _inverted(previous)
    subject = next((phrase for phrase in phrases(f"is {text}") if phrase.start <= len("is the ")), None)
    return f"is {text}"[subject.end :].strip() if subject else text


def _exchanged(fragment: str, previous: str) -> list[tuple[str, float]]:
    """Return the previous question with each of its phrases exchanged for ``fragment``, and with it at the end."""
    words = words_of(fragment)
    has_preposition = bool(words) and words[0].lower in PREPOSITIONS
    fragment = re.sub(r"\b(?:the )?(\w+) ones?\b", r"the \1", fragment)
    found = []
    if not has_preposition:
        own = phrases("x " + fragment)
        kind, is_name = (own[-1].kind, own[-1].is_name) if own else ("thing", False)
        candidates = phrases(previous)
        for number, phrase in enumerate(candidates):
            new = _like(fragment, phrase)
            alike = 0.6 + 0.2 * (phrase.is_name == is_name) + 0.1 * (phrase.kind == kind) + 0.05 * (number == 0)
            if new != fragment:
                alike = min(1.0, alike + 0.15)
            found.append((f"{previous[: phrase.start]}{new}{previous[phrase.end :]}?", alike))
    same = [word for word in words_of(previous) if has_preposition and word.lower == words[0].lower]
    if same:
        found.append((f"{previous[: same[-1].start]}{fragment}?", 0.95))
    found.append((f"{previous} {fragment}?", 0.9 if has_preposition and not same else 0.6))
    return found


def _like(fragment: str, phrase: Phrase) -> str:
    """Return ``fragment`` as it has to be in the place of ``phrase``: with its noun, or beside its name.

    ``The left`` in the place of ``the right hand`` is the left hand, ``2.0`` in that of ``PyTorch 1.0`` is PyTorch 2.0.
    """
    words = phrase.text.split()
    own = fragment.split()
    if re.fullmatch(r"v?\d[\d.]*", fragment) and len(words) > 1 and re.fullmatch(r"v?\d[\d.]*", words[-1]):
        return " ".join((*words[:-1], fragment))
    if own[0].lower() in ("the", "that") and len(own) == 2 and len(words) >= 3 and not phrase.is_name:
        return f"{fragment} {words[-1]}"
    return fragment


def _with_noun(question: str, previous: str) -> list[tuple[str, float]]:
    """Return ``question`` with a noun of the previous one in the place of ``one``."""
    heads = dict.fromkeys(phrase.head for phrase in phrases(previous) if phrase.kind not in ("time", "number"))
    return [
        (re.sub(r"\bones?\b", head.lower() if not head[0].isupper() else head, question), 0.9 - 0.05 * n)
        for n, head in enumerate(heads)
    ]
