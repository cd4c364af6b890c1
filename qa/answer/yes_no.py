"""Yes or no, and which of two: that word first, then the sentence that proves it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import takewhile

from index import Index, terms
from qa.answer.claims import (
    WORD,
    Verdict,
    claim_of,
    known_names,
    names_of,
    numbered_alike,
    sentences_for,
    sentences_in,
    verdicts,
)
from qa.answer.composing import Finding
from qa.answer.decide import Decision, decide, default_coefficients, sentence_around, sentence_of
from qa.answer.details import AGREES, DIFFERS, Checked, checked, never_mentioned, told_of_others, within_bounds
from qa.answer.draft import UNSAID, Draft
from qa.question import judges
from qa.question.numbers import YEAR, numbers_in
from qa.question.phrases import AUXILIARIES, PREPOSITIONS
from qa.types import AnswerSpan

LEAST_SAID = 0.15
"""Probability, 0 to 1, that a sentence decides a claim, from which on it is shown. Of 172 claims about five development
texts, each judged by weights fitted on the other four, 123 come out right and 30 wrong with 0.1, 118 and 26 with 0.15,
115 and 25 with 0.2; of 44 that no text decides 7, 3 and 1 are answered."""
LEAST_AGREEING = 0.25
"""Probability, 0 to 1, that a sentence says yes, from which on a detail that is told alike settles that: that there was
a fire in 1914 does not say that anybody was killed in it."""
LEAST_AGREEING_MARGIN = 6.0
"""Natural logarithm of the odds that the detail's own question is answered, from which on it settles that by itself."""
LEAST_DENYING = 0.1
"""How much more probable "no" has to be than "yes" for a detail not to settle that."""
NAMED_MORE = 2.0
"""How much more a sentence weighs that holds all the names of the claim than one that calls them "he" or "it"."""
LEAST_OF_NAMES = 0.25
"""Probability, 0 to 1, from which on a sentence is shown that shares nothing with the claim but names."""
LEAST_OF_TWO = 0.3
"""Probability, 0 to 1, from which on one of two things is shown: who asks which it is mostly knows that it is one."""
MOST_WORDS = 6
"""Words of the longest option before "or"."""

_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her"})
_OR = re.compile(r",?\s+or\s+", re.IGNORECASE)
_NEGATED = re.compile(r"(?:\bnot|n['\u2019]t|\bno|\bnever)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)


def yes_no_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return "Yes" or "No" with the sentence that says so; None where no reader judged the passages.

    A question that no sentence decides gets a draft that is not shown.
    """
    if not any(passage.relevance is not None for passage in finding.passages):
        return None
    nearest = sentences_for(question, finding.passages)
    if not nearest:
        return None
    details = checked(question, finding.passages, finding.reader) if finding.reader else []
    differs = next((one for one in details if not one.agrees), None)
    if differs is not None:
        span = sentence_around(differs.span)
        return Draft(f"No. {span.text}", (span,), DIFFERS, answered=True)
    unheard_of = never_mentioned(question, finding.passages) or (not details and _unheard_years(question, finding))
    if unheard_of or (judges(question) and not judges(nearest[0].text)):
        return UNSAID
    judged = list(verdicts(question, finding.passages, finding.reader))  # Last, for it reads most.
    names = _names_in(question, finding)

    def weight(verdict: Verdict) -> float:
        said = set(terms(verdict.span.text))
        return (verdict.yes + verdict.no) * (NAMED_MORE if all(name <= said for name in names) else 1.0)

    best = max(judged, key=weight)
    said = best.yes + best.no
    settling = next((one for one in details if _settles(one, best)), None)
    if settling is not None:
        span = sentence_around(settling.span)
        return Draft(f"Yes. {span.text}", (span,), AGREES, answered=True)
    holds, decided = best.yes >= best.no, max(best.yes, best.no) / said
    within = within_bounds(question, best.span.text)  # A reader does not see that 97 is more than 90.
    if within is not None:
        holds, decided = within, 1.0
    if holds and told_of_others(question, best.span, finding.passages):
        return UNSAID
    probability = decided * min(1.0, sum(verdict.yes + verdict.no for verdict in judged))
    about = set(terms(claim_of(question))).difference(*names) & set(terms(best.span.text))
    if probability < LEAST_OF_NAMES and not about:
        return UNSAID
    return Draft(f"{'Yes' if holds else 'No'}. {best.span.text}", (best.span,), probability, said >= LEAST_SAID)


def _names_in(question: str, finding: Finding) -> list[set[str]]:
    """Return the stems of each name in the claim of ``question``."""
    known = known_names(sentences_in(finding.passages))
    return [set(terms(name)) for name in names_of(claim_of(question), known)]


def _unheard_years(question: str, finding: Finding) -> set[str]:
    """Return the years in ``question`` that nothing of what was read mentions."""
    return set(YEAR.findall(claim_of(question))) - {
        year for passage in finding.passages for year in YEAR.findall(passage.text)
    }


def _settles(detail: Checked, best: Verdict) -> bool:
    """Tell whether a detail that the text tells alike makes a claim true, of which ``best`` is the clearest verdict.

    Of one that is worded otherwise, as July in "from May to September", the verdict knows nothing.
    """
    sure = best.yes >= LEAST_AGREEING or detail.margin >= LEAST_AGREEING_MARGIN
    return detail.worded_otherwise or (sure and best.no - best.yes < LEAST_DENYING)


def either_or_draft(question: str, finding: Finding, index: Index) -> Draft | None:  # noqa: ARG001
    """Return which of two things it is, with the sentence that says so; None to leave it to the span.

    The two are told by what the words around "or" do not share. It is the one of which the reader marks more, or else
    that the nearest sentence has without the other, and without a "not" before it.
    """
    options = options_of(question)
    if options is None or finding.decision is None:
        return None
    sides = _sides(*options)
    if sides is None:
        return None
    marked = [(_side(span, sentence_of(span).span.start, sides), span) for span in finding.spans]
    odds = [sum(math.exp(span.score) for side, span in marked if side == number) for number in (0, 1)]
    if max(odds) > 0:
        chosen = int(odds[1] > odds[0])
        best = next(span for side, span in marked if side == chosen)
        both = replace(best, score=math.log(min(1.0, sum(odds))))
        judged = _judged(question, options[1 - chosen], both, finding) or finding.decision
        return _either_or(options[chosen], best, max(judged, finding.decision, key=lambda one: one.probability))
    for sentence in sentences_for(question, finding.passages):
        side = _side(sentence, sentence.start, sides)
        if side is not None:
            return _either_or(options[side], sentence, finding.decision)
    return None


def options_of(question: str) -> tuple[str, str] | None:
    """Return the words before and behind "or" that the question leaves to choose from; None where there is no "or".

    The first begins with a word like that of the second: a preposition, an article, a number, a name or a verb form.
    """
    parts = _OR.split(claim_of(question.rstrip(" ?!.")))
    if len(parts) != 2:
        return None
    before, behind = (WORD.findall(part) for part in parts)
    if not before or not behind:
        return None
    kind = _kind_of_word(behind[0])
    alike = [
        place
        for place, word in enumerate(before)
        if _kind_of_word(word) == kind and (place or word.lower() not in AUXILIARIES)
    ]
    start = alike[-1] if kind and alike and len(before) - alike[-1] <= MOST_WORDS else len(before) - 1
    while kind == "name" and start - 1 in alike:
        start -= 1
    if start and start == len(before) - 1 and _kind_of_word(before[start - 1]) == "article":
        start -= 1
    count = len(before) - start
    if kind == "name":
        behind = [*takewhile(lambda word: word[0].isupper(), behind)]
    return " ".join(before[start:]), " ".join(behind if len(behind) <= count + 2 else behind[:count])


def _sides(one: str, other: str) -> tuple[set[str], set[str]] | None:
    """Return the stems by which two options are told apart; None where they are not.

    What stands behind the second one may belong to both, as the year in "in spring or in autumn 1931".
    """
    words = other.split()
    for count in range(len(one.split()), len(words) + 1):
        first, second = _stems(one), _stems(" ".join(words[:count]))
        if first - second and second - first:
            return first - second, second - first
    return None


def _kind_of_word(word: str) -> str:
    """Return what kind of word begins an option; nothing for one that may be of any kind."""
    lower = word.lower()
    if lower in _ARTICLES:
        return "article"
    if lower in PREPOSITIONS:
        return lower
    if numbers_in(word):
        return "number"
    if word[0].isupper():
        return "name"
    return "ing" if lower.endswith("ing") else ""


def _stems(words: str) -> set[str]:
    """Return the stems of words, and numbers in digits."""
    return {*terms(" ".join(word for word in words.split() if not numbers_in(word))), *numbers_in(words)}


def _side(span: AnswerSpan, sentence_start: int, sides: tuple[set[str], set[str]]) -> int | None:
    """Return which of the two ``span`` holds words of, 0 or 1; None where it holds both, or none."""
    text = span.passage.chunk.document.text
    found = [False, False]
    for match in WORD.finditer(text, span.start, span.end):
        stems = _stems(match.group())
        if stems and not _NEGATED.search(text[sentence_start : match.start()]):
            for number, side in enumerate(sides):
                found[number] = found[number] or stems <= side
    return None if found[0] == found[1] else found.index(True)


def _judged(question: str, other: str, span: AnswerSpan, finding: Finding) -> Decision | None:
    """Return the decision over ``span``, which is of one of two options, for ``question`` without the other.

    That is a name which the text need not hold.
    """
    asked = numbered_alike(question.replace(other, " ", 1), span.passage.text)  # 26 is no number that is missing.
    kind = finding.reader.kind if finding.reader is not None else "span"
    return decide(asked, (span,), default_coefficients(kind)) if kind == "span" else None


def _either_or(option: str, span: AnswerSpan, decision: Decision) -> Draft:
    """Return ``option`` as the answer that ``span`` proves."""
    return Draft(option, (span,), decision.probability, decision.probability >= LEAST_OF_TWO)
