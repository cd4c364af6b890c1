"""Who said something, and what somebody said: answered from the speakers that the text keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import asks
from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.draft import Draft
from qa.answer.extract import qualities
from qa.answer.statements import Statement, cosines_in, statements_holding, statements_of
from qa.question.shapes import plain_words

LEAST_SHARE = 0.5
"""Share of what is asked about, by the weight of its words, that a sentence has to hold."""
LIKENESS = 0.5
"""Cosine of a sentence to the question from which on it says the same in other words."""
AS_GOOD = 0.95
"""Share of the best one from which on another sentence says it as well."""
PROBABILITY = 0.85
"""That who says a sentence with all the words of what is asked for is meant; there is no evidence beside the words."""
SENTENCES = 3
"""Sentences of one speaker that are told about a topic."""
SENTENCES_OF_ALL = 5
"""Sentences that are told of what a speaker says at all."""

_SAYING = (
    r"(?:sa(?:id|ys|y|ying)|t(?:old|ells?|elling)|mention(?:ed|s|ing)?|claim(?:ed|s|ing)?|explain(?:ed|s|ing)?"
    r"|state[ds]?|stating|report(?:ed|s|ing)?|remark(?:ed|s)?|point(?:ed|s) out|bel?ie?ve[ds]?|th(?:ought|inks?|inking)"
    r"|suggest(?:ed|s|ing)?|propose[ds]?|argue[ds]?|complain(?:ed|s)?|announce[ds]?|promise[ds]?|admit(?:ted|s)?"
    r"|talk(?:ed|s|ing)?|sp(?:oke|eaks?|eaking)|wr(?:ote|ites?|iting)|repl(?:ied|ies|y)|answer(?:ed|s)?|ask(?:ed|s|ing)?"
    r"|wonder(?:ed|s)?|recall(?:ed|s)?|remember(?:ed|s)?)"
)
_HEARER = r"(?: (?:to )?(?:us|me|them|everyone|everybody|him|her))?"
_WHO = re.compile(
    r"^(?:who|which (?:speaker|person|guest|voice|one)|(?:which|who) of (?:them|the \w+))"
    rf"(?: was it (?:that|who)|'s| is| was| has| had| also| first)? (?P<verb>{_SAYING}){_HEARER}"
    r"(?P<link> that| about| of| on| whether| if| how| why| where| when| what)?,?:? (?P<claim>.+)$"
)
_WORDS_OF = re.compile(
    r"^whose (?:words|statement|sentence|line|remark|claim) (?:is|are|was|were)(?: it(?: that)?)?:? (?P<claim>.+)$"
)
_WHAT = re.compile(
    rf"^what (?:exactly )?(?:did|does|do|has|had|is|was) (?P<name>[^?]+?)(?: have to| ever)? (?:{_SAYING}){_HEARER}"
    r"(?: (?:about|of|on|regarding|concerning) (?P<about>.+))?$"
)
_ASKING = re.compile(r"ask|wonder")
_WHO_DOES = re.compile(r"^(?:and |so )?who(?:'ll|'s|'ve| will| has| had| did| does| is| was| can)? (?P<claim>.+)$")
_SKIPPED = (
    r"(?:'ll|'ve|'d|'m| (?:will|shall|can|could|would|have|had|has|am|was|do|did|also|just|still|already|then|now|even"
    r"|once|a|an|the|my|our|been|going to|gonna))*"
)
_OF_ONESELF = re.compile(
    rf"^(?:\W*\b(?:yes|yeah|yep|ok|okay|well|sure|so|and|but|then|today|tomorrow|fine)\b)*\W*[Ii]{_SKIPPED}\W+"
    r"(?P<verb>[^\W\d_]+)"
)
"""A sentence that somebody says of themselves, with the first word that says what they do."""
_DENIES = re.compile(r"\b(?:not|never|cannot|nor|nobody)\b|n['\u2019]t\b", re.IGNORECASE)


def speaker_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return who says what ``question`` tells of, or what the speaker says that it names.

    ``Who said that the mill was sold?`` is answered with the name that the text keeps beside its words, and ``What did
    Anna say about the mill?`` with sentences of hers. ``Who brings the tent?`` is answered with the name of who says "I
    bring the tent". None where something else is asked, where the text keeps no speakers, or where none of them says
    anything of the kind.
    """
    words = plain_words(question)
    found = _WHO.match(words) or _WORDS_OF.match(words)
    if found is not None:
        parts = found.groupdict()
        asking = _ASKING.match(parts.get("verb") or "") is not None
        about = (parts.get("link") or "").strip() in ("about", "of", "on")
        return _who(found["claim"], finding, index, asking=asking, about=about)
    found = _WHAT.match(words)
    if found is not None:
        return _what(found["name"], found["about"] or "", finding, index)
    found = _WHO_DOES.match(words)
    return _of_oneself(found["claim"], finding, index) if found is not None else None


def _who(claim: str, finding: Finding, index: Index, *, asking: bool, about: bool) -> Draft | None:
    """Return the name of who says ``claim``; of all who do so where it is what they talk ``about``."""
    said = [
        (share, statement) for share, statement in _holding(claim, finding, index) if asking or not asks(statement.text)
    ]
    if not said or _speaker(said[0][1]) is None:
        return None
    best = said[0][0]
    chosen = [statement for share, statement in said if share >= AS_GOOD * best and _speaker(statement) is not None]
    chosen = _in_order(chosen) if about else chosen[:1]
    by_name = {name: statement for statement in reversed(chosen) if (name := _speaker(statement)) is not None}
    named = dict(reversed(by_name.items()))
    return _draft(" and ".join(named), tuple(named.values()), finding, PROBABILITY * min(1.0, best))


def _of_oneself(claim: str, finding: Finding, index: Index) -> Draft | None:
    """Return the name of who says of themselves what ``claim`` tells: "I bring the tent" for "brings the tent".

    All that is asked about has to stand in the sentence, what is done right behind the "I". None where a reader has
    marked the answer, or where nobody says it.
    """
    asked = terms(claim)
    if len(asked) < 2 or (finding.decision is not None and finding.decision.answered):
        return None
    named: dict[str, Statement] = {}
    for share, statement in _holding(claim, finding, index):
        found = _OF_ONESELF.match(statement.text)
        name = _speaker(statement)
        if found is None or name is None or share < AS_GOOD or asks(statement.text) or _DENIES.search(statement.text):
            continue
        if terms(found["verb"]) == asked[:1]:
            named.setdefault(name, statement)
    return _draft(" and ".join(named), tuple(named.values()), finding, PROBABILITY) if named else None


def _what(name: str, about: str, finding: Finding, index: Index) -> Draft | None:
    """Return what the speaker called ``name`` says about something, or at all."""
    speaker = _named(name, finding, index)
    if not speaker:
        return None
    if about:
        said = [(share, one) for share, one in _holding(about, finding, index) if _speaker(one) == speaker]
        said = [(share, one) for share, one in said if not asks(one.text)] or said
        chosen = [one for share, one in said if share >= AS_GOOD * said[0][0]][:SENTENCES]
        probability = PROBABILITY * min(1.0, said[0][0]) if said else 0.0
    else:
        said_at_all = statements_of(index, index.rows[finding.collection])
        own = [one for one in said_at_all if _speaker(one) == speaker]
        worth = qualities(own)
        order = sorted((place for place in range(len(own)) if worth[place]), key=lambda place: -float(worth[place]))
        chosen, probability = [own[place] for place in order[:SENTENCES_OF_ALL]], PROBABILITY
    if not chosen:
        return None
    chosen = _in_order(chosen)
    return _draft(" ".join(one.text for one in chosen), tuple(chosen), finding, probability)


def _holding(claim: str, finding: Finding, index: Index) -> list[tuple[float, Statement]]:
    """Return the sentences that hold most of the words of ``claim``, with the share of them, the best first.

    Where none holds enough of them, those that are near to the question by their meaning.
    """
    asked, rows = terms(claim), index.rows[finding.collection]
    if not asked or not rows:
        return []
    own = index.sentences_of(finding.collection)
    shares = index.sentence_words.scores(asked)[own.start : own.stop]
    holding = {own.start + place: float(shares[place]) for place in (shares >= LEAST_SHARE).nonzero()[0].tolist()}
    cosines = cosines_in(finding.passages)
    found = [
        (holding[one.row], cosines.get((one.chunk.document.source, one.span.start), 0.0), one)
        for one in statements_holding(index, finding.collection, holding)
    ]
    if not found:
        near = {(source, start) for (source, start), cosine in cosines.items() if cosine >= LIKENESS}
        numbers = {passage.chunk.id for passage in finding.passages}
        places = [row for number in rows if index.chunks[number].id in numbers for row in index.sentence_rows[number]]
        found = [
            (cosines[key], cosines[key], one)
            for one in statements_holding(index, finding.collection, places)
            if (key := (one.chunk.document.source, one.span.start)) in near
        ]
    ranked = sorted(found, key=lambda item: (-item[0], -item[1]))
    return [(share, statement) for share, _, statement in ranked]


def _speaker(statement: Statement) -> str | None:
    return statement.chunk.document.speaker(statement.span.start, statement.span.end)


def _named(name: str, finding: Finding, index: Index) -> str:
    """Return the speaker of the collection whose name holds all words of ``name``; empty where there is none."""
    asked = set(re.findall(r"\w+", name.casefold())) - {"the", "mr", "mrs", "ms", "dr", "prof"}
    rows = index.rows[finding.collection]
    documents = {id(chunk.document): chunk.document for chunk in index.chunks[rows.start : rows.stop]}
    names = dict.fromkeys(speaker.name for document in documents.values() for speaker in document.speakers)
    return next((one for one in names if asked and asked <= set(re.findall(r"\w+", one.casefold()))), "")


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda statement: statement.row)


def _draft(text: str, statements: Sequence[Statement], finding: Finding, probability: float) -> Draft:
    spans = tuple(statement.answer_span(finding.passages) for statement in statements)
    return Draft(text, spans, probability, answered=True)
