"""A fact whole and clean: with its hedge, its unit and the rest of its date, and within one sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import Span
from index import stop_words
from qa.answer.decide import sentence_around, sentence_of
from qa.answer.items import led_from
from qa.question import asks_what_happened, asks_what_is_said, kind_of
from qa.types import AnswerSpan

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_PART = r"(?:early|late|mid|spring|summer|autumn|fall|winter)"
_DATE = re.compile(
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?\b{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))?(?:,? \d{{4}})?"
    rf"|\b(?:the )?{_PART}(?:[ -](?:of |in )?)(?:{_MONTH} )?\d{{4}}s?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b(?:the )?(?:1\d|20)\d{2}s?\b"
)
_HEDGE = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|over|under|some|exactly|circa|only|just|up to|as many as"
    r"|(?:more|less|fewer) than|at (?:least|most)|no (?:more|less|fewer|later|earlier) than|on or (?:before|after)"
    r"|(?:(?:at|in|by) )?(?:the )?(?:very )?(?:end|beginning|start|middle) of"
    r"|before|after|since|until|by|between|not before) (?:the )?$",
    re.IGNORECASE,
)
_SCALE = re.compile(r"\s?(?:%|(?:per ?cent|percent|hundred|thousand|million|billion|trillion|dozen)\b)", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:[ -](?:square|cubic|nautical|light))?"
    r"(?: (?!(?:of|in|on|at|to|and|or|for|who|men|people|women|children)\b)[a-z]+(?<!s)(?= [a-z]{3,}s\b)"
    r"(?! (?:this|does|across|always|besides|perhaps|less|plus|thus|unless|towards|sometimes|afterwards)\b))?"
    r"[ -][^\W\d_]+"
)
"""The unit behind a number, or what is counted, with a word that describes it: "founding members"."""
_NO_UNIT = frozenset(
    [
        "in",
        "on",
        "at",
        "of",
        "to",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "nor",
        "as",
        "than",
        "that",
        "which",
        "who",
        "when",
        "where",
        "while",
        "if",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "did",
        "do",
        "does",
        "be",
        "been",
        "it",
        "its",
        "they",
        "he",
        "she",
        "we",
        "there",
        "then",
        "so",
        "because",
        "since",
        "until",
        "after",
        "before",
    ]
)
_DESCRIBED = re.compile(r"\b(?i:a|an|the|its|their|his|her|our|my|your) (?P<words>(?:[a-z][a-z-]+ ){1,2})$")
"""What stands between an article and a thing: "small" in "a small savings bank"."""
MOST_BEFORE = 2
"""Sentences before one that begins with a pronoun in which the name may stand."""
_SPEAKING = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our"})
_PRONOUNS = _SPEAKING | frozenset(
    [
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "it",
        "its",
        "they",
        "them",
        "their",
        "theirs",
        "this",
        "that",
        "these",
        "those",
        "one",
        "himself",
        "herself",
        "itself",
        "themselves",
        "who",
        "which",
    ]
)
_REFERRING = frozenset({"he", "she", "it", "they"})
"""Pronouns that stand for what was named before."""
_SAYS = re.compile(
    r"\b(?:said|says|recalled|recalls|remembered|remembers|explained|explains)"
    r" (?P<name>[^\W\d_a-z][\w'\u2019-]+(?: [^\W\d_a-z][\w.'\u2019-]*)*)\W*\Z"
)
"""Who says a sentence, where it ends with that."""
_OF_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_PERSONS = frozenset({"he", "she"})
_OPENING_NAME = re.compile(
    r"(?P<before>(?:Her|His|Their|The|My|Our|An?) (?:[a-z][\w-]* ){0,3})?"
    r"(?P<name>[^\W\d_a-z][\w.'\u2019-]+(?: [^\W\d_a-z][\w.'\u2019-]*)*)(?= [a-z])(?! (?:and|or|of|in)\b)"
)
"""Who a sentence tells of, where it begins with that: "Per" of "Her husband Per played the organ"."""
_SAID_THAT = re.compile(r"(?:[a-z]\w* ){0,3}that (?=\w+ \w)")
"""What stands between somebody who says something and what is said: "film that" of "says in the film that"."""
_ONE_VERB = re.compile(r"[a-z]+ed")
"""A verb that says too little of what somebody did: "contributed"."""
_GOES_ON = re.compile(r"[,;] \w| and\b")
_ENDS_IN_NUMBER = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|hundred|thousand"
    r"|million|billion|dozen|half))\W?$",
    re.IGNORECASE,
)


def whole_fact(question: str, span: AnswerSpan) -> AnswerSpan:
    """Return ``span`` within one sentence, and where it is a date or an amount with all that belongs to it.

    "35" becomes "about 35 minutes", "January" becomes "19 January 2017", "26 June" "on or before 26 June 2024". A thing
    keeps what it is described by: "savings bank" becomes "small savings bank". What happened is told to the end of its
    sentence where that goes on with it: "the panes were replaced" becomes "the panes were replaced, and ...", and a
    verb alone becomes its sentence. What somebody says begins behind "that".
    """
    sentence = sentence_of(span).span
    text = span.passage.chunk.document.text
    start, end = max(span.start, sentence.start), min(span.end, sentence.end)
    kind = kind_of(question)
    if kind == "date":
        for match in _DATE.finditer(text, sentence.start, sentence.end):
            if match.start() < end and start < match.end():
                start, end = min(start, match.start()), max(end, match.end())
    elif kind == "number":
        scale = _SCALE.match(text, end, sentence.end)
        end = scale.end() if scale else end
        unit = _UNIT.match(text, end, sentence.end)
        if unit and _ENDS_IN_NUMBER.search(text[start:end]) and not _NO_UNIT & set(unit.group().casefold().split()):
            end = unit.end()
    if kind in ("date", "number"):
        hedge = _HEDGE.search(text, sentence.start, start)
        start = hedge.start() if hedge and hedge.end() == start else start
    elif kind != "person":
        start, end = _whole_clause(question, text, sentence, start, end)
        start = led_from(text, sentence.start, start, end)
    return replace(span, start=start, end=end) if start < end else span


def _whole_clause(question: str, text: str, sentence: Span, start: int, end: int) -> tuple[int, int]:
    """Return where what somebody says, what happened, or a thing with what describes it begins and ends."""
    said = _SAID_THAT.match(text, start, end) if asks_what_is_said(question) else None
    if said:
        return said.end(), end
    if asks_what_happened(question) and _ONE_VERB.fullmatch(text, start, end):
        return sentence.start, sentence.end
    if asks_what_happened(question) and _GOES_ON.match(text, end, sentence.end):
        return start, sentence.end
    is_thing = text[start : start + 1].islower() and text[start:end].split(maxsplit=1)[0] not in stop_words()
    described = _DESCRIBED.search(text, sentence.start, start) if is_thing else None
    if described and described.end() == start and not stop_words() & set(described["words"].split()):
        start = described.start("words")
    return start, end


def named_fact(span: AnswerSpan) -> tuple[str, AnswerSpan]:
    """Return the words that are shown of ``span``, and the span that proves them: never a bare pronoun.

    Where the text tells who speaks, "I" is that name, and "He" the name that the sentence before begins with; else the
    whole sentence stands for a pronoun, with those before it that say who "He" is.
    """
    if span.text.casefold() not in _PRONOUNS:
        return span.text, span
    whole = sentence_around(span)
    if span.text.casefold() in _SPEAKING:
        speaker = span.passage.chunk.document.speaker(span.start, span.end)
        return (speaker, whole) if speaker else _said_by(whole)
    told = _from_the_name_on(whole)
    named = _name_before(span, whole) if span.text.casefold() in _PERSONS else ""
    return named or told.text, told


def _said_by(whole: AnswerSpan) -> tuple[str, AnswerSpan]:
    """Return who says a sentence in which somebody speaks, and the span that tells so.

    That is the name at its end, or at the end of the sentence before it where the same voice speaks: "I wrote it, said
    Per. We sold it." Without one it is the sentence itself.
    """
    text = whole.passage.chunk.document.text
    ends = [(whole, whole.end)]
    before = [sentence.span for sentence in whole.passage.sentences if sentence.span.end <= whole.start]
    if before and "\n" not in text[before[-1].end : whole.start]:
        last = before[-1]
        if _OF_ONESELF.search(text, last.start, last.end):
            ends.append((replace(whole, start=last.start), last.end))
    for span, end in ends:
        found = _SAYS.search(text[span.start : end])
        if found is not None:
            return found["name"], span
    return whole.text, whole


def _name_before(span: AnswerSpan, whole: AnswerSpan) -> str:
    """Return whom the sentence before ``whole`` tells of, where ``whole`` begins with a pronoun; empty if unclear.

    One word at its beginning is a name where it stands within another sentence too.
    """
    text = whole.passage.chunk.document.text
    before = [sentence.span for sentence in whole.passage.sentences if sentence.span.end <= whole.start]
    if not before or span.start != whole.start or "\n" in text[before[-1].end : whole.start]:
        return ""
    found = _OPENING_NAME.match(text, before[-1].start, before[-1].end)
    if found is None or found["name"].casefold() in stop_words():
        return ""
    within = re.search(rf"[a-z,] {re.escape(found['name'])}\b", text)
    return found["name"] if found["before"] or " " in found["name"] or within else ""


def _from_the_name_on(whole: AnswerSpan) -> AnswerSpan:
    """Return a sentence that begins with a pronoun with those before it in its paragraph, from one that does not on.

    The sentence alone where there is none so near.
    """
    text = whole.passage.chunk.document.text
    start = whole.start
    before = [sentence.span for sentence in whole.passage.sentences if sentence.span.start < whole.start]
    for sentence in before[: -MOST_BEFORE - 1 : -1]:
        if text[start:].split(maxsplit=1)[0].casefold() not in _REFERRING or "\n" in text[sentence.end : start]:
            break
        start = sentence.start
    named = text[start:].split(maxsplit=1)[0].casefold() not in _REFERRING
    return replace(whole, start=start) if named else whole


def capitalised(text: str) -> str:
    """Return ``text`` beginning with a capital, unless its first word is written in a way of its own, like "iPhone"."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    plain = first == first.lower() and not first.startswith(("http", "@"))
    return text[0].upper() + text[1:] if first and plain else text
