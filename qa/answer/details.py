"""What a question takes for granted in particular, a date, a number or a name, held against what the text says of it.

"Was it released in 2019?" is compared with the answer to "When was it released?": questions made of a claim tell
whether it is true to a text (Wang, Cho and Lewis 2020, *Asking and Answering Questions to Evaluate the Factual
Consistency of Summaries*).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import terms
from qa.answer.claims import (
    PASSAGES,
    WORD,
    claim_of,
    known_names,
    names_of,
    numbers_of,
    sentence_and_around,
    sentences_in,
)
from qa.answer.decide import sentence_of, sentence_text
from qa.question import measures_alike
from qa.question.numbers import MONTHS, NUMBER, YEAR, numbers_in
from qa.question.phrases import AUXILIARY, LEADING
from qa.question.shapes import shape_of
from qa.reader.protocol import Reader
from qa.types import AnswerSpan, Passage

READ = 5
"""Passages that are read once more for a detail, the best first."""
LEAST_MARGIN = 1.0
"""Natural logarithm of the odds, by the reader, that a passage answers the question about the detail. Over the claims
of five development texts 10 of 10 dates and numbers that the text then gave otherwise were wrong, and 7 of 8 that it
gave alike were right."""
MOST_DETAILS = 2
DIFFERS, AGREES = 0.85, 0.75
"""The probability that an answer is right which says so where the text tells a detail otherwise, and where it tells the
same."""
LEAST_NAME_MARGIN = 4.0
"""The same for a name: without it the question says less of what is meant."""
NEAR = 300
"""Characters on both sides of a name that are at most looked at for other names."""
LEAST_WORDS = 2
"""Words with a meaning that a question has to hold when a name is taken out of it."""

DetailKind = Literal["date", "number", "name"]
Bound = Literal["", "above", "below"]

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE = re.compile(
    r"(?:\b(?:in|on|at|by|since|before|after|around|about|during|from|until|already|only|as early as|the|year|spring"
    r"|summer|autumn|fall|winter|early|late|of) )*"
    rf"(?P<detail>(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?\b{_MONTH}\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}})?"
    r"|\b(?:1\d|20)\d{2}s?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:to|until|till|through|between)\b|[-\u2013]", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:every|each|since|all)\b", re.IGNORECASE)
_PERIODS = "second minute hour day night week month year decade century"
_MORE_OR_LESS = re.compile(
    r"(?:\b(?:about|around|almost|nearly|over|under|only|just|exactly|all|the|an?|(?:more|less|[a-z]+er) than|at least"
    r"|at most|up to|above|below) )+$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:under|below|at most|up to|before|until|(?:less|fewer|small|short|young|low|cheap|light|earli)(?:er)? than"
    r"|fewer than) $",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\b(?:over|above|at least|after|(?:more|[a-z]+er) than) $", re.IGNORECASE)
_UNIT = re.compile(r"(?:%| percent\b| per cent\b)|(?: (?!(?:of|in|to|or|and|that|who|which|a|an|the)\b)[a-z][\w-]*)")
_ENDS = re.compile(r"[.!?]\s|\n")
_FROM_NAME = re.compile(r"[A-Z][\w-]*[ -]$")
_PLACED = re.compile(r"\b(?:in|at|to|near|from)$", re.IGNORECASE)
_BY = re.compile(r"\bby$", re.IGNORECASE)
_PASSIVE = re.compile(r"\W*(?:is|are|was|were)(?:n['\u2019]?t)?\b", re.IGNORECASE)
_FOR = re.compile(r"\bfor $", re.IGNORECASE)
ASKS_BEFORE = (
    rf"\W*{LEADING}?(?:since |until |to |from )?"
    r"(?:when|where|why|how|(?:in|at|on|from|to|by|since|for) (?:what|which) \w+)"
)
"""The pattern of what asks when, where, why or how before the verb of a question."""
_TAKEN_FOR_GRANTED = re.compile(
    rf"^{ASKS_BEFORE}(?: (?:old|long|far|often|big))? (?={AUXILIARY})"
    rf"|^\W*{LEADING}",
    re.IGNORECASE,
)
"""What stands before the claim in "Why was it made by Google?"."""
_ASKS = re.compile(r"\b(?:who(?:m|se)?|what|which|when|where|why|how)\b", re.IGNORECASE)
_MADE = re.compile(
    r"\b(?:creat|invent|design|found|author|compos|paint|discover|direct|establish|launch|develop)(?:e|ed|es)?\b"
    r"|\b(?:made|make|built|build|wrote|write|written|began|begin|begun|started?)\b",
    re.IGNORECASE,
)
"""What as a rule one maker does, or several who are named together."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail that is taken for granted, with the question to which it is the answer.

    A number has a ``unit``, and it or a year may be a ``bound``: "more than twenty", "before 2015".
    """

    kind: DetailKind
    text: str
    question: str
    unit: str = ""
    bound: Bound = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A detail beside what the text says: the ``span`` that answers its question, and whether the two are the same."""

    detail: Detail
    span: AnswerSpan
    agrees: bool

    @property
    def margin(self) -> float:
        """Natural logarithm of the odds, by the reader, that the passage answers the question about the detail."""
        return self.span.score - self.span.null_score

    @property
    def worded_otherwise(self) -> bool:
        """Whether the text tells the detail in other words or figures, or the detail is a bound of what it tells."""
        return bool(self.detail.bound) or not set(terms(self.detail.text)) <= set(terms(sentence_text(self.span)))


def checked(question: str, passages: Sequence[Passage], reader: Reader) -> list[Checked]:
    """Return the details of ``question`` on which ``passages``, the best first, say something clear.

    None is looked at behind one that they tell otherwise: that one is enough to contradict the question.
    Of most things there may be more than one who does them: who made something is asked for, else only a place or a
    maker that no passage mentions.
    """
    passages = passages[:PASSAGES]
    found = []
    for detail in details_of(question, known_names(sentences_in(passages)))[:MOST_DETAILS]:
        if detail.kind == "name" and not _tells(detail, question, passages):
            continue
        spans = reader.read(detail.question, passages[:READ]).spans
        least = LEAST_NAME_MARGIN if detail.kind == "name" else LEAST_MARGIN
        if not spans or spans[0].score - spans[0].null_score < least:
            continue
        if detail.kind == "name" and not (_same(detail, spans[0]) or _is_another(detail, spans[0], passages)):
            continue
        if detail.bound:
            within = _within(detail, spans[0])
            found += [] if within is None else [Checked(detail, spans[0], agrees=within)]
        elif _same(detail, spans[0]):
            found.append(Checked(detail, spans[0], agrees=True))
        elif _excludes(detail, spans[0]):
            found.append(Checked(detail, spans[0], agrees=False))
        if found and not found[-1].agrees:
            break
    return found


def within_bounds(question: str, sentence: str) -> bool | None:
    """Tell whether the one amount of its kind in ``sentence`` is within the bound that ``question`` names.

    "Is it heavier than 90 kilos?" is true to "97 kg". None where no bound of an amount is named, or the sentence does
    not give just one amount in the same unit.
    """
    bounds = [one for one in details_of(question, frozenset()) if one.bound and one.kind == "number" and one.unit]
    if len(bounds) != 1:
        return None
    [bound] = bounds
    told = [
        match.group()
        for match in NUMBER.finditer(sentence)
        if (unit := _UNIT.match(sentence, match.end())) and _same_unit(bound.unit, unit.group())
    ]
    if len(told) != 1:
        return None
    own, other = (float(numbers_in(words)[0]) for words in (bound.text, told[0]))
    return None if own == other else (other > own) is (bound.bound == "above")


def never_mentioned(question: str, passages: Sequence[Passage]) -> list[str]:
    """Return the names in ``question`` that none of the best ``passages`` mentions."""
    passages = passages[:PASSAGES]
    names = names_of(claim_of(question), known_names(sentences_in(passages)))
    return [name for name in names if not _mentioned(name, passages)]


def told_of_others(question: str, span: AnswerSpan, passages: Sequence[Passage]) -> bool:
    """Tell whether the sentence of ``span`` holds no word of somebody, or something, that ``question`` names.

    What it stands under and the sentence before it count as well: it may call them "he" or "it".
    """
    claim = claim_of(question)
    scored = sentence_of(span)
    number = span.passage.sentences.index(scored)
    said = set(terms(" ".join(sentence_and_around(span.passage, number))))
    named = _names(claim, known_names(sentences_in(passages[:PASSAGES])))
    return any(not said.intersection(terms(claim[start:end])) for start, end in named)


def details_of(question: str, known: frozenset[str]) -> list[Detail]:
    """Return the dates, numbers and names that ``question`` takes for granted, each with a question about it.

    ``known`` are the names of the text, as :func:`qa.answer.claims.known_names` gives them. A question for a subject
    ("Who released it in 2019?") takes nothing for granted that could be asked for without it.
    """
    claim, asks = _TAKEN_FOR_GRANTED.subn("", claim_of(question))
    claim = claim.strip(" ?.!,")
    if _ASKS.match(claim) or not (asks or shape_of(question) == "yes_no"):
        return []
    found: list[Detail] = []
    covered: set[int] = set()
    for match in _DATE.finditer(claim):
        covered.update(range(*match.span()))
        asked = _asked("When", claim, *match.span())
        found.append(Detail("date", match["detail"], asked, bound=_bound(claim[: match.start("detail")])))
    for match in NUMBER.finditer(claim):
        before = claim[: match.start()]
        if match.start() in covered or _FROM_NAME.search(before) or claim[match.end() :].startswith("-"):
            continue
        unit = _UNIT.match(claim, match.end())
        if match.group().lower() == "one" and (before or not unit):
            continue  # Behind another word it rarely counts: "that one", "for one day".
        hedge = _MORE_OR_LESS.search(before)
        start, end = hedge.start() if hedge else match.start(), unit.end() if unit else match.end()
        covered.update(range(start, end))
        asked = f"How many{unit.group()}" if unit and unit.group().startswith(" ") else "How much"
        lasting = _FOR.search(claim[:start]) if unit and set(terms(unit.group())) & set(terms(_PERIODS)) else None
        if lasting:  # Months are no answer to how many years.
            asked, start = "How long", lasting.start()
        asked, bound = _asked(asked, claim, start, end), _bound(re.sub(r"\ban? $", "", before))
        found.append(Detail("number", match.group(), asked, unit.group() if unit else "", bound))
    is_made = _PASSIVE.match(claim) is not None and _MADE.search(claim) is not None
    for start, end in _names(claim, known):
        asked = _asked_for_name(claim, start, end)
        if is_made and asked.startswith("Who "):
            continue  # What is made, or what it is made with, is no maker.
        if start not in covered and len(set(terms(asked))) >= LEAST_WORDS:
            found.append(Detail("name", claim[start:end], asked))
    return found


def _bound(before: str) -> Bound:
    """Return whether the words before a number or a year make it the highest or the lowest that is meant."""
    return "below" if _BELOW.search(before) else "above" if _ABOVE.search(before) else ""


def _within(detail: Detail, span: AnswerSpan) -> bool | None:
    """Tell whether the text's answer is on the right side of a bound; None where the two cannot be compared."""
    of = YEAR.findall if detail.kind == "date" else numbers_in
    own, other = of(detail.text), of(span.text)
    if len(own) != 1 or len(other) != 1 or _other_period(detail, span):
        return None
    return float(other[0]) > float(own[0]) if detail.bound == "above" else float(other[0]) < float(own[0])


def _same(detail: Detail, span: AnswerSpan) -> bool:
    """Tell whether the text's answer is what the question says, or a part of the same date."""
    if detail.kind == "name":
        own, other = set(terms(detail.text)), set(terms(span.text))
        return bool(own and other) and (own <= other or other <= own)
    own, other = numbers_of(detail.text), numbers_of(span.text)
    return bool(other) and (own <= other or other <= own) and not _other_period(detail, span)


def _excludes(detail: Detail, span: AnswerSpan) -> bool:
    """Tell whether the text's answer is another of the same kind, and its sentence does not say the detail as well."""
    if detail.kind == "name":
        shared = set(terms(detail.text)) & set(terms(sentence_text(span)))
        return not shared and span.text[0].isupper()
    if _other_period(detail, span):
        return True
    own, other = numbers_of(detail.text), numbers_of(span.text)
    if not other or own & numbers_of(sentence_text(span)) or _AGAIN.search(span.text):
        return False
    return own.isdisjoint(numbers_in(detail.text)) or not (len(other) > 1 and _RANGE.search(span.text))


def _same_unit(one: str, other: str) -> bool:
    """Tell whether two units are the same, however they are written."""
    return one.strip() == other.strip() or bool(set(terms(one)) & set(terms(other))) or measures_alike(one, other)


def _other_period(detail: Detail, span: AnswerSpan) -> bool:
    """Tell whether one is told in years, say, and the other in months."""
    periods = set(terms(_PERIODS))
    own, other = set(terms(detail.unit)) & periods, set(terms(span.text)) & periods
    return detail.kind == "number" and bool(own and other) and not own & other


def _tells(detail: Detail, question: str, passages: Sequence[Passage]) -> bool:
    """Tell whether another name than that of ``detail`` contradicts it: of a maker, or of where something is from."""
    if detail.question.startswith("By whom"):
        return _MADE.search(question) is not None
    if _MADE.search(detail.question):
        return not _said_to_have_made(detail, passages)
    return detail.question.startswith("Where") and not _mentioned(detail.text, passages)


def _is_another(detail: Detail, span: AnswerSpan, passages: Sequence[Passage]) -> bool:
    """Tell whether ``span`` names another maker, say, than ``detail``, of just what is asked about.

    Of somebody whom the text mentions more is asked: whoever built PyTorch denies nobody the first chip for PyTorch,
    and who belongs together is not another.
    """
    if not _mentioned(detail.text, passages):
        return True
    asked = set(terms(_MADE.sub(" ", detail.question)))
    return asked <= set(terms(sentence_text(span))) and not _belong_together(detail, span, passages)


def _belong_together(detail: Detail, span: AnswerSpan, passages: Sequence[Passage]) -> bool:
    """Tell whether a text names whom ``detail`` names beside one of those that answer, as "FAIR, Facebook's lab"."""
    known = known_names(sentences_in(passages))
    told_of = set(terms(f"{detail.question} {detail.text}"))
    answering = [set(terms(name)) - told_of for name in names_of(sentence_text(span), known)]
    name = re.compile(rf"(?<!\w){re.escape(detail.text)}(?!\w)", re.IGNORECASE)
    texts = dict.fromkeys(passage.chunk.document.text for passage in passages)
    beside = (_sentence_at(text, match) for text in texts for match in name.finditer(text))
    return any(one and one <= words for words in map(set, map(terms, beside)) for one in answering)


def _sentence_at(text: str, match: re.Match[str]) -> str:
    """Return what stands around ``match`` up to marks that may end a sentence, at most :data:`NEAR` characters."""
    before = _ENDS.split(text[max(0, match.start() - NEAR) : match.start()])[-1]
    return before + match.group() + _ENDS.split(text[match.end() : match.end() + NEAR], maxsplit=1)[0]


def _said_to_have_made(detail: Detail, passages: Sequence[Passage]) -> bool:
    """Tell whether a sentence says that whoever ``detail`` names made something that its question names.

    Of a name that no passage holds nothing is said, and where the question names nothing any making counts.
    """
    sentences = list(sentences_in(passages))
    made = [set(terms(name)) for name in names_of(detail.question, known_names(sentences))]
    name = set(terms(detail.text))
    for sentence in sentences:
        words = set(terms(sentence))
        if name <= words and _MADE.search(sentence) and (not made or any(one <= words for one in made)):
            return True
    return False


def _mentioned(name: str, passages: Sequence[Passage]) -> bool:
    """Tell whether ``passages``, or what they stand under, hold all words of ``name``."""
    above = (part for passage in passages for part in (passage.chunk.document.title, *passage.chunk.heading))
    return set(terms(name)) <= set(terms(" ".join((*sentences_in(passages), *above))))


def _names(claim: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where the names stand, words side by side as one."""
    names = set(names_of(claim, known))
    spans: list[tuple[int, int]] = []
    for match in WORD.finditer(claim):
        if match.group() not in names:
            continue
        if spans and claim[spans[-1][1] : match.start()] == " ":
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append(match.span())
    return spans


def _asked_for_name(claim: str, start: int, end: int) -> str:
    """Return the question for a name, by what stands before it."""
    before = claim[:start].rstrip()
    by, placed = _BY.search(before), _PLACED.search(before)
    if by:
        return _asked("By whom", claim, by.start(), end)
    if placed:
        kept = placed.start() if placed.group().lower() != "from" else start
        return _asked("Where", claim, kept, end)
    return _asked("Who", claim, start, end)


def _asked(words: str, claim: str, start: int, end: int) -> str:
    """Return ``claim`` as a question that begins with ``words``, without what stands from ``start`` to ``end``."""
    rest = " ".join(f"{claim[:start]} {claim[end:]}".split()).strip(" ,")
    first = rest.split(maxsplit=1)[0] if rest else ""
    if re.fullmatch(rf"{AUXILIARY}|the|an?|its?|they|he|she|there", first, re.IGNORECASE):
        rest = rest[0].lower() + rest[1:]
    return f"{words} {rest}?"
