"""What happened: the sentences of a paragraph that go on about a year, an affair or what became of something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Index, terms
from qa.answer.composing import Finding
from qa.answer.statements import Statement, cosines_in, paragraph_around, section_around, statements_of
from qa.question.numbers import YEAR

SENTENCES = 3
"""Sentences of one paragraph that are told of a year or an affair at most."""
FEW_OF_A_YEAR = 2
"""Sentences that hold a year up to which what goes on about it is told as well."""
BEGINS_BADLY = 0.5
"""What a run of sentences loses, beside cosines of 0 to 1, that begins with "It" or "This"."""
LATE = 0.15
"""What a run loses for each sentence that it begins later: an affair is told by what led up to it."""
PARAGRAPHS = 3
"""Paragraphs that a topic is told from at most."""
AS_NEAR = 0.85
"""Share of how near the best paragraph is to a topic from which on another one tells of it too."""
TELLS = 0.55
"""The same of a sentence in it."""
BY_WORDS, BY_RANK = 0.4, 0.3
"""What all words of the topic, and the best rank of its passage, add to the cosine of a sentence to the question."""
LEAST_COSINE, LEAST_SHARE = 0.25, 0.5
"""Cosine to the question, or share of the words of the topic by weight, from which on a sentence is about it."""

SHORT = 7
"""Words up to which a sentence with a year only names it."""
SHORTEST = 5
"""Words of the shortest sentence that is told of a topic."""

LEAST_FOUND = 0.35
"""Probability, 0 to 1, of what is marked from which on the sentences around it are told."""

_UP_TO = re.compile(r"(?:until|till|before|since|by|after)\b", re.IGNORECASE)
_SAME_TIME = re.compile(
    r"\b(?:that|the same) (?:year|month|day|night|week|spring|summer|autumn|winter|time)\b", re.IGNORECASE
)


def of_years(years: Sequence[str], finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences that hold one of ``years``, and where they are few those that go on about it."""
    statements = statements_of(index, index.rows[finding.collection])
    pattern = re.compile(rf"\b(?:{'|'.join(years)})\b")
    holding = [one for one in statements if one.says_something and pattern.search(one.text)]
    if len(holding) > FEW_OF_A_YEAR:
        return holding
    told: dict[int, Statement] = {}
    for one in holding:
        paragraph = paragraph_around(one, statements)
        place = next(number for number, other in enumerate(paragraph) if other.row == one.row)
        run = [one]
        for following in paragraph[place + 1 : place + SENTENCES]:
            others = set(YEAR.findall(following.text)) - set(years)
            goes_on = _SAME_TIME.search(following.text) or (following.points_back and _only_names_a_year(one))
            if others or not goes_on:
                break
            run.append(following)
        if one.points_back and place and not paragraph[place - 1].points_back:
            run.insert(0, paragraph[place - 1])
        told.update((statement.row, statement) for statement in run)
    return [told[row] for row in sorted(told)]


def _only_names_a_year(statement: Statement) -> bool:
    """Tell whether a sentence is too short to say what happened, or tells of the time up to a year or from it on."""
    return _UP_TO.match(statement.words) is not None or len(statement.words.split()) <= SHORT


def of_affair(finding: Finding, index: Index, topic: set[str]) -> list[Statement]:
    """Return the sentences around the marked answer that tell most of ``topic``, in order; none without an answer."""
    if finding.decision is None or finding.decision.probability < LEAST_FOUND:
        return []
    span = finding.decision.span
    around = section_around(span.passage.chunk, index)
    anchor = next((one for one in around if one.span.start <= span.start < one.span.end), None)
    if anchor is None:
        return []
    paragraph = paragraph_around(anchor, around)
    place = next(number for number, one in enumerate(paragraph) if one.row == anchor.row)
    nearness = _nearness(paragraph, topic, finding, index)
    length = min(SENTENCES, len(paragraph))

    def worth(first: int) -> float:
        begins_badly = BEGINS_BADLY if first and paragraph[first].points_back else 0.0
        return sum(nearness[first : first + length]) - begins_badly - LATE * first

    first = max(range(max(0, place - length + 1), min(place, len(paragraph) - length) + 1), key=worth)
    run = paragraph[first : first + length]
    while len(run) > 1 and run[0].points_back and run[0] is not anchor and first:
        run = run[1:]
    return run


def of_topic(topic: set[str], finding: Finding, index: Index, count: int) -> list[Statement]:
    """Return up to ``count`` sentences about ``topic`` from the paragraphs that are nearest to the question.

    A sentence that begins with "It" or the like brings the one before it. None where nothing is near.
    """
    found = {passage.chunk.id for passage in finding.passages}
    numbers = [number for number in index.rows[finding.collection] if index.chunks[number].id in found]
    statements = statements_of(index, numbers)
    nearness = _nearness(statements, topic, finding, index)
    paragraphs = _paragraphs(statements)
    if not statements or not any(_is_about(one, topic, finding, index) for one in statements):
        return []
    values = [sum(sorted((nearness[place] for place in own), reverse=True)[:2]) for own in paragraphs]
    ranked = sorted(range(len(paragraphs)), key=lambda number: -values[number])
    near = [number for number in ranked[:PARAGRAPHS] if values[number] >= AS_NEAR * values[ranked[0]]]
    least = TELLS * max(nearness[place] for number in near for place in paragraphs[number])
    chosen: set[int] = set()
    for number in near:
        own = paragraphs[number]
        for order, place in enumerate(sorted(own, key=lambda place: -nearness[place])):
            needed = {place}
            while statements[min(needed)].points_back and min(needed) - 1 in own:
                needed.add(min(needed) - 1)
            tells = nearness[place] >= least or (number == ranked[0] and order < SENTENCES)
            if tells and _is_sentence(statements[place]) and len(chosen | needed) <= count:
                chosen |= needed
    return [statements[place] for place in sorted(chosen)]


def _paragraphs(statements: Sequence[Statement]) -> list[list[int]]:
    """Return the places of ``statements``, which are in the order of the text, by paragraph."""
    paragraphs: list[list[int]] = []
    for place, one in enumerate(statements):
        if place and one.goes_on_from(statements[place - 1]):
            paragraphs[-1].append(place)
        else:
            paragraphs.append([place])
    return paragraphs


def _is_sentence(statement: Statement) -> bool:
    """Tell whether a sentence says enough to stand in an answer."""
    return statement.says_something and len(statement.words.split()) >= SHORTEST


def _nearness(statements: Sequence[Statement], topic: set[str], finding: Finding, index: Index) -> list[float]:
    """Return how near each sentence is to the question and its ``topic``, 0 to about 1.7.

    It counts how the reader ranks the passage, beside meaning and words.
    """
    cosines = cosines_in(finding.passages)
    ranks = {passage.chunk.id: rank for rank, passage in enumerate(finding.passages)}
    shares = index.sentence_words.scores(sorted(topic)) if topic else None
    return [
        cosines.get((one.chunk.document.source, one.span.start), 0.0)
        + (BY_WORDS * float(shares[one.row]) if shares is not None else 0.0)
        + (BY_RANK / (1 + ranks[one.chunk.id]) if one.chunk.id in ranks else 0.0)
        for one in statements
    ]


def _is_about(statement: Statement, topic: set[str], finding: Finding, index: Index) -> bool:
    """Tell whether a sentence is near the question by its meaning, or holds much of the ``topic``."""
    cosine = cosines_in(finding.passages).get((statement.chunk.document.source, statement.span.start), 0.0)
    weights = index.chunk_words.weights(sorted(topic))
    held = sum(weights[term] for term in topic & set(terms(statement.text)))
    return cosine >= LEAST_COSINE or held >= LEAST_SHARE * max(1e-9, sum(weights.values()))
