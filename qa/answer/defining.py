"""What or who somebody or something is: the sentence that says so, and what else is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.decide import Decision, decide, default_coefficients
from qa.answer.draft import Draft
from qa.answer.statements import Statement, cosines_in, rows_saying, statements_holding, vectors_of
from qa.question import defined_in, defines
from qa.question.shapes import subject_of
from qa.reader import SentenceReader
from qa.types import Passage

FEWEST_SENTENCES = 2
"""Sentences up to which those that merely name the subject are taken as well."""
MOST_SENTENCES = 4
"""Sentences of the longest answer."""
MOST_WORDS = 75
"""Words from which on no further sentence is added."""
ALIKE = 0.8
"""Cosine of two sentences from which on the second says nothing new."""
DEFINES, PRESENTS, SUBJECT, CONTINUES, MENTIONS = 1.0, 0.85, 0.7, 0.55, 0.3
"""How much a sentence says of the subject, 0 to 1: "X is a ...", "X, who ..." or "called X", a sentence about X, one
that goes on with it, and one that only names it."""
CLOSE = 0.45
"""Cosine to the question from which on a sentence that only names the subject may stand for what it is."""


_NO_LINK = (
    r"(?!(?:of|on|in|with|for|to|at|by|from|and|or|than|behind|that|which|when|where|while|as|like|how|why|new|old|first"
    r"|last|same|whole|early|later?|original|latest) )"
)
"""What keeps "the work on X" from being read as what X is, as "the physicist X" is."""


@dataclass(frozen=True, slots=True)
class DefinitionFeatures:
    """What the probability of a definition rests on.

    ``says``: how much the best sentence says of the subject, 0 to 1, as :data:`DEFINES` and the others rank it.
    ``cosine``: of that sentence to the question, 0 where it was not among the passages. ``whole_name``: 1 if the
    subject stands there by itself and not as a part of a longer name.
    """

    says: float
    cosine: float
    whole_name: float

    @property
    def probability(self) -> float:
        """The probability (0 to 1) that the sentences tell what the subject is, by a rule that nothing was fitted to.

        A sentence that defines is believed; one that only has the subject as its own somewhat less.
        """
        return max(0.0, min(0.95, 0.75 * self.says + 0.2 * max(0.0, self.cosine) - 0.1 * (1 - self.whole_name)))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence with how much it says of the subject, and how near it is to the question."""

    statement: Statement
    says: float
    cosine: float

    @property
    def worth(self) -> float:
        return self.says + 0.5 * self.cosine


def definition_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return two to four sentences that say what the subject of ``question`` is; None where no sentence does.

    The defining sentence comes first, the others in the order of the text. A sentence is taken for what it adds: it
    has the subject as its own, or goes on with one that has, and is unlike those that are there already.
    """
    subject = subject_of(question)
    if not subject:
        return None
    whole_name = True
    candidates = _candidates(subject, finding, index, whole_name=True)
    if max((candidate.says for candidate in candidates), default=0.0) < CONTINUES:
        partly = _candidates(subject, finding, index, whole_name=False)
        if max((candidate.says for candidate in partly), default=0.0) >= CONTINUES:
            candidates, whole_name = partly, False
    candidates = [candidate for candidate in candidates if candidate.statement.says_something]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.worth)
    if best.says < CONTINUES and best.cosine < CLOSE:
        return None
    features = DefinitionFeatures(best.says, best.cosine, float(whole_name))
    chosen = _chosen(best, candidates, index)
    spans = tuple(candidate.statement.answer_span(finding.passages) for candidate in chosen)
    return Draft(" ".join(span.text for span in spans), spans, features.probability, answered=True)


def definition(question: str, passages: Sequence[Passage]) -> Decision | None:
    """Return the sentence that says what X is, where ``question`` asks just that and the sentence is near enough.

    Readers of exact words are trained on questions about a detail; "What is X?" often leaves them undecided.
    """
    if not defined_in(question):
        return None
    decision = decide(question, SentenceReader().read(question, passages).spans, default_coefficients("sentence"))
    if decision is None or not decision.answered:
        return None
    return decision if defines(decision.span.text, question) else None


def _candidates(subject: str, finding: Finding, index: Index, *, whole_name: bool) -> list[_Candidate]:
    """Return the sentences that name the subject, and those that go on with one of them."""
    pattern = _pattern(subject, whole_name=whole_name)
    last = subject.split()[-1]
    in_short = _pattern(last, whole_name=True) if last != subject and last.isalpha() else None
    wanted = set(terms(subject))
    own = index.sentences_of(finding.collection)
    holding = rows_saying(index, finding.collection, wanted)
    near = {row for place in holding for row in (place, place + 1) if row in own}
    cosines = cosines_in(finding.passages)
    found: list[_Candidate] = []
    before: _Candidate | None = None
    for statement in statements_holding(index, finding.collection, near):
        says = _says(statement, pattern, wanted)
        if says < SUBJECT and before is not None and statement.follows(before.statement):
            if before.says >= CONTINUES and statement.points_back:
                says = max(says, CONTINUES)
            if in_short and re.search(pattern, before.statement.words, re.IGNORECASE):
                says = max(says, _says(statement, in_short, wanted))  # "Ann Lee", in what follows "Lee".
        cosine = cosines.get((statement.chunk.document.source, statement.span.start), 0.0)
        before = _Candidate(statement, says, cosine)
        if says:
            found.append(before)
    return found


def _pattern(subject: str, *, whole_name: bool) -> str:
    """Return the pattern of the subject in a text; a whole name is not followed by more of a longer one."""
    words = r"[\s-]+".join(re.escape(word) for word in subject.split())
    goes_on = r"(?![ -](?-i:[A-Z]|\d))" if whole_name else ""
    return rf"(?<![\w.]){words}(?:'s(?= )|s|es)?(?!\w|\.\w){goes_on}"


def _says(statement: Statement, pattern: str, wanted: set[str]) -> float:
    """Return how much a sentence says of the subject, 0 where it does not name it.

    A kind that it is an example of says what it is: "frameworks such as X", "X and other frameworks" (Hearst 1992,
    *Automatic Acquisition of Hyponyms from Large Text Corpora*).
    """
    words = statement.words
    if not re.search(pattern, words, re.IGNORECASE):
        return 0.0
    name = rf"[\"'\u201c(]*(?:(?:the|an?|our|my|this) )?{pattern}[\"'\u201d)]*"
    aside = r"(?:,[^,.;:]{1,80},|\s\([^)]*\))?"
    copula = rf"{name}{aside}\s(?:is|was|are|were)\b"
    clause = r"(?:.*(?:, (?:and|but|while|whereas)|;) )?"
    is_one = (
        rf"{clause}{copula} (?:(?:also|still|now|just|only|originally) )?"
        r"(?:(?:an?|the|one|another|its|his|her|their|our)\b|(?-i:[A-Z]))"
        rf"|{name}{aside}\s(?:also )?(?:stands for|means|refers to|denotes|consists of)\b"
    )
    if re.match(is_one, words, re.IGNORECASE):
        return DEFINES
    presented = (
        rf"\b(?:called|known as|named|dubbed|nicknamed|termed)\s{name}"
        rf"|{pattern}, (?:who|which|an?|the|one of|whose|then|now|once|formerly|run|from)\b"
        rf"|^{copula}(?! (?:not|\w+ly|\w{{2,}}(?:ed|en|wn))\b)"
        rf"|\b(?:the|an?|his|her|its|their|my|our) (?-i:(?:[a-z]+ )?{_NO_LINK}[a-z]+ ){pattern}"
        rf"|(?:\b(?:such as|including|namely)|:)(?: [^.;:]*?\b)? ?{pattern}|{pattern}(?:, [^.;:,]+)*,? and other\b"
    )
    heading = statement.chunk.heading[-1] if statement.chunk.heading else ""
    if re.search(presented, words, re.IGNORECASE):
        return PRESENTS
    if re.match(rf"{name}|{clause}{copula}", words, re.IGNORECASE):
        return SUBJECT
    return CONTINUES if wanted == set(terms(heading)) else MENTIONS


def _chosen(best: _Candidate, candidates: Sequence[_Candidate], index: Index) -> list[_Candidate]:
    """Return the best sentence and, in the order of the text, those that add most to it.

    Of one section all stand in that order, so that nobody is called by the last name before the whole one.
    """
    vectors = vectors_of(index, [candidate.statement for candidate in candidates])
    alike = vectors @ vectors.T
    places = [candidates.index(best)]
    words = len(best.statement.words.split())
    while len(places) < MOST_SENTENCES and words < MOST_WORDS:
        rest = [
            (candidate.worth - float(alike[place, places].max()), place)
            for place, candidate in enumerate(candidates)
            if place not in places
            and (candidate.says >= CONTINUES or len(places) < FEWEST_SENTENCES)
            and float(alike[place, places].max()) < ALIKE
            and _stands(place, places, candidates)
        ]
        if not rest:
            break
        places.append(max(rest)[1])
        words += len(candidates[places[-1]].statement.words.split())
    chosen = [candidates[place] for place in sorted(places)]
    sections = {(one.statement.chunk.document.source, one.statement.chunk.heading) for one in chosen}
    return chosen if len(sections) == 1 else [best, *(one for one in chosen if one is not best)]


def _stands(place: int, places: Sequence[int], candidates: Sequence[_Candidate]) -> bool:
    """Tell whether a sentence can be understood beside those that are chosen: what "It" is has been said."""
    statement = candidates[place].statement
    return not statement.points_back or any(statement.follows(candidates[chosen].statement) for chosen in places)
