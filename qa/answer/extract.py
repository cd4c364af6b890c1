"""The whole in short, or a part of it: sentences that stand for the others, in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import Index, terms
from qa.answer.centrality import central, covering, likeness
from qa.answer.composing import Finding
from qa.answer.course import of_affair, of_topic, of_years
from qa.answer.draft import Draft
from qa.answer.people import introducing
from qa.answer.statements import Statement, statements_of, vectors_of
from qa.question.numbers import SPELT_OUT, YEAR, numbers_in
from qa.question.shapes import plain_words, subject_of
from qa.question.works import ANY_WORK

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

SENTENCES = 5
"""Sentences of an extract where no number is asked for."""
MOST_SENTENCES = 10
"""Sentences of the longest extract that can be asked for."""
MOST_COMPARED = 1500
"""Sentences that are compared with each other; of a longer text they are taken evenly."""
HEADED = 0.5
"""Share of the words of a topic from which on a heading names it."""
PROBABILITY = 0.85
"""That an extract of the whole is what was asked for; there is no evidence to weigh, for any text has a whole."""
PROBABILITY_OF_PART = 0.7
"""The same of an extract of a part, which may be another than was meant."""

DEEPER = 0.01
"""What a heading one level deeper has ahead of one that names the topic as well: it names the smaller part."""
FEW_SENTENCES = 3
"""Sentences of a part below which the passages found next belong to it."""
OPENING = 8
"""Sentences at the beginning of a text, of which one opens the extract."""
LATER, UNWIELDY, DEFINING, SPOKEN_TO = 0.7, 0.6, 1.2, 0.7
"""What the worth of a sentence is multiplied with that does not open its section, is very short or long, says what
something is, or is said to somebody."""
OPENS_PARAGRAPH, LEANS = 0.85, 0.4
"""The same of one that opens a paragraph, and of one with a pronoun near its beginning."""
EARLIER = 0.93
"""The same of a sentence at the beginning for each one that stands before it."""
FEW_WORDS, MANY_WORDS = 8, 35
"""Words below and above which a sentence is very short or long."""

_DEFINING = re.compile(r"(?:the |an? )?[\w' .-]{2,40}? (?:is|was|are|were) (?:an?|the|one)\b", re.IGNORECASE)
_SAYS_ABOUT = re.compile(
    rf"\b(?:{ANY_WORK}|chapter)"
    r" (?:is (?:about|an? (?:account|overview|introduction|history|guide|record|summary|study))|tells|follows|describes"
    r"|explores|shows|traces|deals with|looks at|explains|covers|sets out|presents|summari[sz]es|reports|records"
    r"|recounts|examines|discusses|introduces|outlines|reviews)\b"
    r"|\b(?:I|we)(?:['\u2019](?:d|ll|m|re))?(?: (?:want|would|will|shall|am|are|like|hope|going|intend|to))*"
    r" (?:tell you (?:about|how|the story)|talk (?:to you )?about|speak (?:to you )?(?:about|of)|show you how"
    r"|describe how|report (?:on|to you))\b",
    re.IGNORECASE,
)
"""What a text says of itself: "This report covers ...", "tonight I want to tell you about ..."."""
_GREETS = re.compile(
    r"\W*(?:(?:so|well|right|and|ok|okay),? )?(?:good (?:evening|morning|afternoon|day)|hello|hi|welcome|thanks?)\b",
    re.I,
)
_LEANS = re.compile(r"(?:[\w'\u2019-]+,? ){1,3}?(?:he|she|it|they|him|them|his|their|its)\b(?<!the it)", re.IGNORECASE)
"""A sentence that may lean on the one before it."""
_HISTORY = re.compile(r"\b(?:history|past|origins?|chronicle|timeline)\b")
"""That what has a date is asked for."""
_BY_DATE = re.compile(r"\b(?:time ?line|chronology)\b")
"""That just what has a date is asked for, in its order."""
_AFFAIR = re.compile(
    r"^what(?: has|'s| had)?(?: ever)? (?:bec[ao]me of|happened to)\b"
    r"|^what(?:'s| is| was| were) (?:all )?(?:the|this|that) (?:\w+ )?"
    r"(?:row|quarrel|dispute|fuss|argument|controversy|scandal|conflict|affair|trouble|problem|fight)"
    r" (?:about|over|with|between|around)\b"
)
"""That the course of one affair is asked for."""
_PEOPLE = re.compile(
    r"\bwho'?s who\b|^who (?:does|did|do|looks after|is responsible for) what\b"
    r"|\b(?:people|persons?|characters|protagonists|figures|voices|speakers|guests)\b(?! (?:say|think|use)\b)"
)
"""That an overview is asked of those who play a part."""
_SPEAKS_TO = re.compile(r"\b(?:you|your|I|me|my|You|Your|My)\b")
_SENTENCES_ASKED = re.compile(
    rf"\b(?P<number>{'|'.join(SPELT_OUT)}|\d{{1,2}}) (?:\w+ )?"
    r"(?:sentences?|points?|facts?|ideas?|things|bullets?|lines?)\b"
)
_ABOUT = re.compile(r"\babout\b")
_ASKING = re.compile(
    r"\b(?:list|names?|named|summar\w+|sum|up|tl;?dr|gist|overview|synopsis|abstract|recap|timeline|chronology|years?|dates?|main|key|central|major|most|important|points?"
    r"|ideas?|topics?|themes?|messages?|take-?aways?|facts?|things|statements?|history|account|short|brief|briefly"
    r"|nutshell|few|words?|sentences?|part|section|chapter|learn|tell|tells|give"
    r"|describe|cover|covers|deal|deals|discuss|happened|happen|events?|mentioned|mention|about|like|please|whole|entire"
    rf"|write|went|took|place|one|whats|whos|{ANY_WORK}|{'|'.join(SPELT_OUT)})\b"
)
"""Words that say that a summary is asked for, or call the text by what it is; what is left is the topic."""


def overview_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return a short extract of the collection, or of the part of it that ``question`` names.

    A year asks for the sentences that hold it; any other topic for the part under the heading that names it, or else
    for the section of the passage found first. None where there is nothing to choose from; not answered where the
    question names another collection, or a topic of which nothing was found.
    """
    words = plain_words(question)
    topic = set(terms(_ASKING.sub(" ", words)))
    if not _is_of(words, topic, finding, index):
        return Draft("", (), 0.0, answered=False)
    if _PEOPLE.search(words):
        return _of_people(words, finding, index)
    years = YEAR.findall(words)
    if years:
        return _of_years(years, finding, index)
    if _AFFAIR.search(words):
        run = of_affair(finding, index, topic)
        decision = finding.decision
        return _draft(run, finding, decision.probability) if run and decision else None
    of_title = bool(topic and finding.passages) and _is_title(topic, finding, most=_HISTORY.search(words) is None)
    if not topic or not finding.passages or of_title:
        dated = [one for one in _whole(finding, index) if one.is_closed and YEAR.search(one.text)]
        if (_HISTORY.search(words) and len(dated) > SENTENCES) or (_BY_DATE.search(words) and len(dated) > 1):
            return _extract(dated, words, finding, index, PROBABILITY_OF_PART)
        return _extract(_whole(finding, index), words, finding, index, PROBABILITY, whole=True)
    headed = _headed(topic, finding, index)
    if headed:
        return _extract(headed, words, finding, index, PROBABILITY_OF_PART)
    told = of_topic(topic, finding, index, _asked_for(words))
    return _draft(told, finding, PROBABILITY_OF_PART) if told else Draft("", (), 0.0, answered=False)


def _is_title(topic: set[str], finding: Finding, *, most: bool) -> bool:
    """Tell whether ``topic`` is no more than what the text found first is called, ``most`` of its title or part of it.

    The history of the hall is that of "Corvane Market Hall"; the story of the hall need not be.
    """
    title = set(terms(finding.passages[0].chunk.document.title))
    return topic <= title and (not most or 2 * len(topic) >= len(title))


def _is_of(words: str, topic: set[str], finding: Finding, index: Index) -> bool:
    """Tell whether a question may be of this collection, by the collections and the ``topic`` that it names."""
    collections = index.manifest.collections
    named = set(words.split()) & {name.casefold() for name in collections}
    if named and finding.collection.casefold() not in named:
        return False
    if not topic or not finding.passages or len(collections) == 1:
        return True
    above = (part for one in finding.passages for part in (one.chunk.document.title, *one.chunk.heading, one.text))
    return bool(topic & set(terms(" ".join(above))))


def topic_draft(question: str, finding: Finding, index: Index) -> Draft | None:
    """Return a short extract of the part whose heading is the subject of ``question``; None where there is none."""
    topic = set(terms(subject_of(question)))
    headed = any(
        topic <= set(terms(part)) for number in index.rows[finding.collection] for part in index.chunks[number].heading
    )
    if not topic or not headed or not finding.passages:
        return None
    return _extract(_part(topic, finding, index), plain_words(question), finding, index, PROBABILITY_OF_PART)


def _of_years(years: Sequence[str], finding: Finding, index: Index) -> Draft:
    """Return the sentences that tell of one of ``years``, or that there are none."""
    told = of_years(years, finding, index)
    if not told:
        return Draft("", (), 0.0, answered=False)
    return _draft(_chosen(told, [], SENTENCES, index) if len(told) > SENTENCES else told, finding, PROBABILITY)


def _of_people(words: str, finding: Finding, index: Index) -> Draft | None:
    """Return the sentences that introduce the people of the collection, or of the part that the question names."""
    topic = set(terms(_ASKING.sub(" ", _PEOPLE.sub(" ", words))))
    statements = _part(topic, finding, index) if topic else _whole(finding, index)
    statements = statements if len(statements) >= SENTENCES else _whole(finding, index)
    chosen = introducing(statements, SENTENCES)
    if len(chosen) < FEW_SENTENCES:
        chosen = introducing(_whole(finding, index), SENTENCES) or chosen
    return _draft(chosen, finding, PROBABILITY_OF_PART) if chosen else None


def _whole(finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences of the collection, evenly taken where there are very many."""
    rows = index.rows[finding.collection]
    step = max(1, -(-len(rows) * 4 // MOST_COMPARED))  # Chunks have about four sentences.
    statements = statements_of(index, rows[::step])
    return statements[:: max(1, -(-len(statements) // MOST_COMPARED))]


def _part(topic: set[str], finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences under the heading that names ``topic`` best, or else around the passage found first."""
    headed = _headed(topic, finding, index)
    if headed:
        return headed
    first = finding.passages[0].chunk
    statements = statements_of(index, _under(first.document.source, first.heading, finding, index))
    if len(statements) >= FEW_SENTENCES:
        return statements
    near = {first.id, *(passage.chunk.id for passage in finding.passages[:FEW_SENTENCES])}
    return statements_of(index, (row for row in index.rows[finding.collection] if index.chunks[row].id in near))


def _headed(topic: set[str], finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences under the heading that names ``topic`` best; none where none names it.

    Words that stand everywhere name no part: they weigh as little as in a search.
    """
    weights = index.chunk_words.weights(sorted(topic))
    best, source = HEADED, ""
    heading: tuple[str, ...] = ()
    for number in index.rows[finding.collection]:
        chunk = index.chunks[number]
        for depth in range(1, len(chunk.heading) + 1):
            if chunk.heading[depth - 1].casefold() == chunk.document.title.casefold():
                continue
            named = set(terms(chunk.heading[depth - 1]))
            share = sum(weights[term] for term in topic & named) / sum(weights.values()) + DEEPER * depth
            if share > best:
                best, source, heading = share, chunk.document.source, chunk.heading[:depth]
    return statements_of(index, _under(source, heading, finding, index)) if source else []


def _under(source: str, heading: tuple[str, ...], finding: Finding, index: Index) -> list[int]:
    """Return the rows of the chunks of a text that stand under ``heading``."""
    return [
        number
        for number in index.rows[finding.collection]
        if index.chunks[number].document.source == source and index.chunks[number].heading[: len(heading)] == heading
    ]


def _asked_for(words: str) -> int:
    """Return how many sentences the ``words`` of a question ask for."""
    asked = _SENTENCES_ASKED.search(words)
    count = int(numbers_in(asked["number"])[0]) if asked else SENTENCES
    return max(1, min(count, MOST_SENTENCES))


def _extract(
    statements: Sequence[Statement],
    words: str,
    finding: Finding,
    index: Index,
    probability: float,
    *,
    whole: bool = False,
) -> Draft | None:
    """Return the extract of ``statements`` that is as long as the ``words`` of the question ask for.

    What a text says of itself at its beginning is among it where the ``whole`` is asked for, and comes first where the
    question is what it is about.
    """
    itself = [place for place, one in enumerate(statements[: 2 * OPENING]) if _SAYS_ABOUT.search(one.words)][:1]
    asks_about = _ABOUT.search(words) is not None
    chosen = _chosen(statements, itself if whole or asks_about else [], _asked_for(words), index)
    if asks_about and itself:
        first = statements[itself[0]]
        chosen = [first, *(one for one in chosen if one.row != first.row)]
    return _draft(chosen, finding, probability) if chosen else None


def _chosen(statements: Sequence[Statement], first: Sequence[int], count: int, index: Index) -> list[Statement]:
    """Return ``count`` of ``statements`` that stand for most of them, in the order of the text.

    The best of the sentences at the beginning is among them, and those with the numbers ``first``. The earlier it
    stands the better: the first sentences of a text are the summary of it that is hardest to beat.
    """
    import numpy

    if not statements:
        return []
    alike = likeness(vectors_of(index, statements))
    weights, quality = central(alike), qualities(statements)
    opening = numpy.flatnonzero(quality)[:OPENING].tolist()
    if not opening:
        return []
    defining = {place for place in opening if _DEFINING.match(statements[place].words)}
    lead = {place: EARLIER**order for order, place in enumerate(opening)}
    opens = max(opening, key=lambda place: (place in defining, float(weights[place] * quality[place]) * lead[place]))
    first = list(dict.fromkeys((*first, opens)))[:count]
    chosen = covering(alike, weights, quality, _parts(statements, count), count, first)
    return [statements[place] for place in sorted(chosen)]


def qualities(statements: Sequence[Statement]) -> Vectors:
    """Return how well each sentence stands by itself: float32, shape ``(len(statements),)``, 0 for not at all.

    It counts for a sentence to open its section, to say what something is and to hold the words that the text uses
    most; against it, to be very short or long or to speak to somebody.
    """
    import numpy

    words = [set(terms(one.words)) for one in statements]
    counts = Counter(word for own in words for word in own)
    common = numpy.array([sum(counts[word] for word in own if counts[word] > 1) for own in words], dtype=numpy.float32)
    salience = numpy.minimum(1.0, common / max(1.0, float(numpy.percentile(common, 90))))
    opened: set[tuple[str, tuple[str, ...]]] = set()
    found = []
    for one in statements:
        section = (one.chunk.document.source, one.chunk.heading)
        length = len(one.words.split())
        quality = float(one.says_something and not one.points_back)
        tells_on = one.opens_paragraph and not one.chunk.document.speakers  # A turn begins with a reply.
        quality *= 1.0 if section not in opened else OPENS_PARAGRAPH if tells_on else LATER
        quality *= 1.0 if FEW_WORDS <= length <= MANY_WORDS else UNWIELDY
        quality *= DEFINING if _DEFINING.match(one.words) else 1.0
        quality *= SPOKEN_TO if _SPEAKS_TO.search(one.words) else 1.0
        quality *= 1.0 if one.is_closed else UNWIELDY
        quality *= LEANS if _LEANS.match(one.words) else 1.0
        quality *= 0.0 if _GREETS.match(one.words) else 1.0
        found.append(quality)
        if one.says_something:
            opened.add(section)
    standing: Vectors = (numpy.array(found) * (0.5 + 0.5 * salience)).astype(numpy.float32)
    return standing


def _parts(statements: Sequence[Statement], count: int) -> list[int]:
    """Number the part of the text that each sentence stands in: documents, or sections, or stretches of one length.

    The largest parts of which there are ``count`` at least are taken, so that the extract can come from all of them.
    """
    for depth in range(4):
        keys = [(one.chunk.document.source, *one.chunk.heading[:depth]) for one in statements]
        different = list(dict.fromkeys(keys))
        if len(different) >= count:
            return [different.index(key) for key in keys]
    return [place * count // len(statements) for place in range(len(statements))]


def _draft(chosen: Sequence[Statement], finding: Finding, probability: float) -> Draft:
    """Return the sentences as an answer, each with a span of its own."""
    spans = tuple(statement.answer_span(finding.passages) for statement in chosen)
    return Draft(" ".join(span.text for span in spans), spans, probability, answered=True)
