"""What letters stand for: the words beside them whose initials they are, whichever way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus import Span
from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.draft import Draft
from qa.answer.statements import Statement, statements_saying
from qa.question.shapes import plain_words

SAID, BESIDE = 0.95, 0.85
"""The probability of an expansion that the text gives in words ("stands for"), and of one that stands beside the
letters and has their initials. Nothing was fitted to them."""

LONGEST_JOINER = 3
"""Letters of the longest small word, such as "and", that no expansion ends with."""

_ASKS = re.compile(
    r"\b(?:do|does|did|is|are|was|were|of|letters|abbreviation|acronym)\s+(?:the\s+)?(?:letters?\s+|abbreviation\s+"
    r"|acronym\s+|name\s+|word\s+)?(?P<letters>[\w.&+-]*\w)(?:\s+(?:stands?|an?|short|mean|abbreviated|spelt|spelled)\b|$)"
)
_SHORTEST, _LONGEST = 2, 10
_STANDS_FOR = re.compile(
    r"\W{0,3}\s+(?:stands for|(?:is|was) short for|(?:is|was) an? (?:acronym|abbreviation) (?:for|of)|short for)\s+",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s*(?:\(|,\s|[:=\u2013-]\s|\s(?:is|means|was|are)\s)\s*(?:or\s+)?(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class _Found:
    """An expansion in a sentence, and how probable it is."""

    statement: Statement
    span: Span
    probability: float


def expansion_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return what the letters that ``question`` names stand for; None where the texts do not say it."""
    letters = letters_in(question)
    if not letters:
        return None
    found = max(_expansions(letters, finding, index), key=lambda one: one.probability, default=None)
    if found is None:
        return None
    span = replace(found.statement.answer_span(finding.passages), start=found.span.start, end=found.span.end)
    return Draft(span.text, (span,), found.probability, answered=True)


def letters_in(question: str) -> str:
    """Return, in capitals, the letters that a question asks the meaning of, or nothing."""
    match = _ASKS.search(plain_words(question))
    letters = match["letters"].upper() if match else ""
    return letters if _SHORTEST <= len(letters) <= _LONGEST else ""


def _expansions(letters: str, finding: Finding, index: Index) -> Iterator[_Found]:
    """Yield every expansion of ``letters`` that stands in the collection."""
    name = re.compile(rf"(?<!\w){re.escape(letters)}(?!\w)", re.IGNORECASE)
    for statement in statements_saying(index, finding.collection, terms(letters)):
        text = statement.chunk.document.text
        for match in name.finditer(text, statement.span.start, statement.span.end):
            said = _STANDS_FOR.match(text, match.end(), statement.span.end)
            if said:
                yield _Found(statement, _clause(text, said.end(), statement.span.end), SAID)
            before = long_form(letters, text, statement.span.start, match.start())
            if before and re.fullmatch(r"\s*[(\"'\u201c,]?\s*(?:or\s+)?", text[before.end : match.start()]):
                yield _Found(statement, before, BESIDE)
            behind = _behind(letters, text, match.end(), statement.span.end)
            if behind:
                yield _Found(statement, behind, BESIDE)


def long_form(letters: str, text: str, start: int, end: int) -> Span | None:
    """Return the shortest words at the end of ``text[start:end]`` that ``letters`` abbreviate, None if there are none.

    It is the method of Schwartz and Hearst (2003), "A Simple Algorithm for Identifying Abbreviation Definitions in
    Biomedical Text": from the last letter to the first, each is looked for in the words from right to left; the first
    must begin a word.
    """
    end -= len(text[start:end]) - len(text[start:end].rstrip(" (\"'\u201c,"))
    place = end
    for number, letter in enumerate(reversed([one for one in letters.casefold() if one.isalnum()])):
        is_first = number == sum(one.isalnum() for one in letters) - 1
        place -= 1
        while place >= start and (
            text[place].casefold() != letter or (is_first and place > start and text[place - 1].isalnum())
        ):
            place -= 1
        if place < start:
            return None
    words = len(text[place:end].split())
    most = min(len(letters) + 5, 2 * len(letters))
    return Span(place, end) if 1 < words <= most else None


def _behind(letters: str, text: str, start: int, end: int) -> Span | None:
    """Return the words right behind the letters whose initials they are: in brackets, after a comma, or after "is"."""
    opens = _OPENS.match(text, start, end)
    if opens is None:
        return None
    words = list(re.finditer(r"[\w'\u2019&-]+", text[opens.end() : end]))[: 2 * len(letters)]
    for word in words[1:]:
        if len(word.group()) <= LONGEST_JOINER and word.group().islower():
            continue
        span = Span(opens.end(), opens.end() + word.end())
        form = long_form(letters, text, span.start, span.end)
        if form and form.start == span.start:
            return _grown(text, span, end)
    return None


def _grown(text: str, span: Span, end: int) -> Span:
    """Return ``span`` with one more word where its clause ends behind that: "research" with "lab"."""
    more = re.compile(r"\s+\w+(?=[.,;:!?)]|$)").match(text, span.end, end)
    return Span(span.start, more.end()) if more else span


def _clause(text: str, start: int, end: int) -> Span:
    """Return ``text[start:end]`` up to the first mark that ends a clause, without quotation marks around it."""
    stop = re.compile(r"[.,;:!?)](?=\s|$)|\n").search(text, start, end)
    last = stop.start() if stop else end
    while start < last and text[start] in "\"'\u201c\u2018":
        start += 1
    while last > start and text[last - 1] in "\"'\u201d\u2019.":
        last -= 1
    return Span(start, last)
