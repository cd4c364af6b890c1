"""Which of several comes first, is more, or is both: what the text says of each, side by side."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.dates import Date, dates_in
from qa.answer.draft import Draft, told_once
from qa.answer.items import NAMES, items_in, joined
from qa.answer.statements import Statement, statements_of, statements_saying
from qa.question.shapes import plain_words

COMPARED, SIDE_BY_SIDE, APART, SHARED = 0.75, 0.55, 0.4, 0.7
"""The probability of an answer that compares two dates, that shows what is said of both, of each on its own, and that
names what two lists share. Nothing was fitted to them."""

_ALTERNATIVES = re.compile(
    r"(?:[,:] ?|\b(?:first|last|earlier|later|older|newer|between) )(?P<one>[^,:]+?),? or (?P<other>.+)$"
)
_SIDE_BY_SIDE = (
    re.compile(r"\bdifferences? (?:is there )?between (?P<one>.+?) and (?P<other>.+)$"),
    re.compile(r"\bcompare (?P<one>.+?) (?:and|with|to) (?P<other>.+)$"),
    re.compile(
        r"\bhow (?:does|do|did|is|are|was|were) (?P<one>.+?) (?:differ|different|compare[ds]?)"
        r" (?:from|to|with) (?P<other>.+)$"
    ),
)
_LATER = re.compile(r"\b(?:last|later|latest|newer|newest|younger|youngest|more recent)\b")
_EARLIER = re.compile(r"\b(?:first|earlier|earliest|older|oldest|sooner|before)\b")
_BOTH = re.compile(r"\b(?:both )?(?P<one>\w.+?) and (?:(?:also|is|are|was|were) )+(?P<other>.+)$")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A sentence that gives a date of something."""

    statement: Statement
    date: Date
    fits: float


def comparison_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return which of those that ``question`` names comes first or last, with the sentence of each.

    Where they have no dates, what is said of each is shown side by side. "Who did one and also the other?" is answered
    by what two lists share. None where the collection does not name both.
    """
    words = plain_words(question)
    alternatives = _ALTERNATIVES.search(words)
    match = alternatives or next((found for pattern in _SIDE_BY_SIDE if (found := pattern.search(words))), None)
    if match is None:
        return _shared(words, finding, index)
    names = (_without_article(match["one"]), _without_article(match["other"]))
    asked = set(terms(words)) - set(terms(" ".join(names)))
    told = [_sentences_about(name, finding, index) for name in names]
    if alternatives is None:
        return _beside(names, told, asked, finding)
    if not all(told):
        return None
    order = -1 if _LATER.search(words) else 1 if _EARLIER.search(words) else 0
    dated = [_best_date(name, sentences, asked) for name, sentences in zip(names, told, strict=True)]
    first, second = dated
    precedes = first.date.precedes(second.date) if order and first and second else None
    if precedes is not None:
        wins = 0 if precedes == (order > 0) else 1
        spans = (dated[wins], dated[1 - wins])
        proofs = tuple(one.statement.answer_span(finding.passages) for one in spans if one)
        name = _as_written(names[wins], spans[0].statement if spans[0] else told[wins][0])
        return Draft(f"{name}. " + told_once(proofs), proofs, COMPARED, answered=True)
    best = [_best(name, sentences, asked) for name, sentences in zip(names, told, strict=True)]
    proofs = tuple(one.answer_span(finding.passages) for one in dict.fromkeys(best))
    return Draft(told_once(proofs), proofs, SIDE_BY_SIDE, answered=True)


def _beside(names: Sequence[str], told: Sequence[Sequence[Statement]], asked: set[str], finding: Finding) -> Draft:
    """Return what is said of both things in one sentence, or else of each; not answered where one is not mentioned.

    ``told`` are the sentences about each of ``names``.
    """
    if not all(told):
        return Draft("", (), 0.0, answered=False)
    rows = {one.row for one in told[1]}
    both = [one for one in told[0] if one.row in rows]
    chosen = both[:2] or [_best(name, sentences, asked) for name, sentences in zip(names, told, strict=True)]
    proofs = tuple(one.answer_span(finding.passages) for one in dict.fromkeys(chosen))
    return Draft(told_once(proofs), proofs, SIDE_BY_SIDE if both else APART, answered=True)


def _sentences_about(name: str, finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences of the collection that hold the words of ``name``, the nearest to a whole name first."""
    statements = statements_saying(index, finding.collection, terms(name))
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    exact = [one for one in statements if one.says_something and whole.search(one.text)]
    return exact or [one for one in statements if one.says_something]


def _best_date(name: str, statements: Sequence[Statement], asked: set[str]) -> _Dated | None:
    """Return the sentence whose date is most likely that of what is asked, of equal ones the earliest.

    The date is the first behind the name, or else the first of the sentence.
    """
    found = []
    for statement in statements:
        named = _place_of(name, statement)
        dates = list(dates_in(statement.words))
        if dates:
            date = next((one for one in dates if one.start > named), dates[0])
            found.append(_Dated(statement, date, _fit(name, statement, asked)))
    return min(found, key=lambda one: (-one.fits, one.date), default=None)


def _best(name: str, statements: Sequence[Statement], asked: set[str]) -> Statement:
    """Return the sentence that tells most of what is asked of ``name``."""
    return max(statements, key=lambda one: _fit(name, one, asked))


def _place_of(name: str, statement: Statement) -> int:
    """Return where ``name`` stands in a sentence, behind everything where it does not."""
    words = statement.words
    place = words.casefold().find(name.casefold())
    return place if place >= 0 else len(words)


def _without_article(name: str) -> str:
    """Return ``name`` without an article before it."""
    return re.sub(r"^(?:the|an?) ", "", name.strip())


def _fit(name: str, statement: Statement, asked: set[str]) -> float:
    """Return how well a sentence tells what is asked: it is about ``name``, tells of a beginning, holds the words."""
    words = set(terms(statement.words))
    is_subject = _place_of(name, statement) <= len("The ")
    return 0.5 * len(words & asked) + bool(words & _beginnings()) + 1.5 * is_subject


@functools.cache
def _beginnings() -> frozenset[str]:
    """Return the stems of words that tell of a beginning, which is what an age is counted from."""
    return frozenset(terms("first release founded began begin start created built opened made set up appear shown"))


def _as_written(name: str, statement: Statement) -> str:
    """Return ``name`` as the sentence writes it, with a capital."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", statement.text, re.IGNORECASE)
    written = found.group() if found else name
    return written[0].upper() + written[1:]


def _shared(words: str, finding: Finding, index: Index) -> Draft | None:
    """Return the names that stand in the lists of two sentences, each about one half of the question."""
    match = _BOTH.search(words)
    if match is None:
        return None
    near = {passage.chunk.id for passage in finding.passages}
    rows = [number for number in index.rows[finding.collection] if index.chunks[number].id in near]
    statements = statements_of(index, rows)
    found: list[tuple[Statement, list[str]]] = []
    for half in (match["one"], match["other"]):
        wanted = set(terms(half))
        ranked = sorted(statements, key=lambda one: -len(wanted & set(terms(one.words))))
        listing = [(one, _names(one)) for one in ranked if wanted & set(terms(one.words))]
        chosen = next(((one, names) for one, names in listing if len(names) > 1), None)
        if chosen is None:
            return None
        found.append(chosen)
    (one, names), (other, others) = found
    both = [name for name in names if name.casefold() in {word.casefold() for word in others}]
    if not both or one.row == other.row:
        return None
    proofs = tuple(statement.answer_span(finding.passages) for statement in (one, other))
    return Draft(joined(both), proofs, SHARED, answered=True)


def _names(statement: Statement) -> list[str]:
    """Return the names that a sentence lists, those of the longest list."""
    lists = [match.span() for match in re.finditer(NAMES, statement.text)]
    items = [[statement.text[item.start : item.end] for item in items_in(statement.text, *span)] for span in lists]
    return max(items, key=len, default=[])
