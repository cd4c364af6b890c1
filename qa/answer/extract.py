"""The whole in short, or a part of it: sentences that stand for the others, in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import Index, terms
from qa.answer.centrality import central, covering, likeness
from qa.answer.composing import Finding
from qa.answer.draft import Draft
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
INTRODUCING = 1.5
"""What the worth of a sentence is multiplied with that says who somebody is."""
OPENING = 8
"""Sentences at the beginning of a text, of which one opens the extract."""
LATER, UNWIELDY, DEFINING, SPOKEN_TO = 0.7, 0.6, 1.2, 0.7
"""What the worth of a sentence is multiplied with that does not open its section, is very short or long, says what
something is, or is said to somebody."""
FEW_WORDS, MANY_WORDS = 7, 35
"""Words below and above which a sentence is very short or long."""

_DEFINING = re.compile(r"(?:the |an? )?[\w' .-]{2,40}? (?:is|was|are|were) (?:an?|the|one)\b", re.IGNORECASE)
_SAYS_ABOUT = re.compile(
    rf"\b(?:{ANY_WORK}|chapter)"
    r" (?:is about|tells|follows|describes|explores|shows|traces|deals with|looks at|explains)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\bwho'?s who\b"
    r"|\b(?:people|persons?|characters|protagonists|figures|voices|speakers|guests)\b(?! (?:say|think|use)\b)"
)
"""That an overview is asked of those who play a part."""
_PERSON = re.compile(
    r"(?<![A-Z]\w )(?<![\w-])(?!(?:The|This|That|In|At|On|And|But|For|From|By|With|After|Before|When|While|As|If)\b)"
    r"[A-Z][a-z\u00df-\u017f]+(?: (?:de|van|von|der|al|[A-Z]\.))* [A-Z][a-z\u00df-\u017f]+"
    r"(?:-[A-Z][a-z\u00df-\u017f]+)?\b(?! [A-Z])"
)
"""What is written like the name of somebody: two words with a capital and no other."""
_ROLE = (
    r"\b(?:[a-z]+(?:ist|ian|er|or|ant|ent|man|woman)|father|mother|son|daughter|brother|sister|wife|husband|colleague"
    r"|intern|friend|king|queen|chief|mayor|Dr|Mr|Mrs|Ms|Prof|Professor)\.?,?"
)
_BEING = r"(?:,? (?:is|was|are|were)\b|, (?:who|then|an?|the)\b| of\b| \()"
_DOING = (
    r"(?:, who\b|'s (?:father|mother|son|daughter|idea|job|role|team|words)"
    r"|,? (?:(?:ask|thank|join|work|help|found|design|invent|recall|remember|explain|announce|chair|manage|contribute"
    r"|maintain|play|decide|want|start|farm|direct|visit|present|host|talk|answer|report|interview|study|studie)(?:e?s|e?d)?"
    r"|says?|said|writes?|wrote|leads?|led|teaches|taught|leaves|left|runs?|ran|becomes?|became|tells?|told|finds?|found"
    r"|meets?|met|comes?|came|goes|went|makes?|made|builds?|built|begins?|began|speaks?|spoke)\b)"
)
_SPEAKS_TO = re.compile(r"\b(?:you|your|I|me|my|You|Your|My)\b")
_SENTENCES_ASKED = re.compile(
    rf"\b(?P<number>{'|'.join(SPELT_OUT)}|\d{{1,2}}) (?:\w+ )?"
    r"(?:sentences?|points?|facts?|ideas?|things|bullets?|lines?)\b"
)
_ABOUT = re.compile(r"\babout\b")
_ASKING = re.compile(
    r"\b(?:list|names?|named|summar\w+|sum|up|tl;?dr|gist|overview|synopsis|abstract|recap|main|key|central|major|most|important|points?"
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
    if not topic or not finding.passages:
        return _extract(_whole(finding, index), words, finding, index, PROBABILITY)
    return _extract(_part(topic, finding, index), words, finding, index, PROBABILITY_OF_PART)


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
    """Return the sentences that hold one of ``years``, or that there are none."""
    statements = statements_of(index, index.rows[finding.collection])
    pattern = re.compile(rf"\b(?:{'|'.join(years)})\b")
    holding = [one for one in statements if one.says_something and pattern.search(one.text)]
    if not holding:
        return Draft("", (), 0.0, answered=False)
    chosen = _chosen(holding, [], SENTENCES, index) if len(holding) > SENTENCES else holding
    return _draft(chosen, finding, PROBABILITY)


def _of_people(words: str, finding: Finding, index: Index) -> Draft | None:
    """Return the sentences that introduce the people of the collection, or of the part that the question names.

    The sentences that name most people who were not named before are taken, and of each the first that says who they
    are. None where nobody is named twice or introduced.
    """
    topic = set(terms(_ASKING.sub(" ", _PEOPLE.sub(" ", words))))
    statements = _part(topic, finding, index) if topic else _whole(finding, index)
    statements = statements if len(statements) >= SENTENCES else _whole(finding, index)
    whole = [one for one in statements if one.says_something]
    named = [{match.group() for match in _PERSON.finditer(one.words)} for one in whole]
    counts = Counter(name for names in named for name in names)
    people = {name for name in counts if any(_acts(name, one) for one in whole)}
    worth = [
        sum(counts[name] for name in names & people) * (INTRODUCING if _introduces(one, names & people) else 1.0)
        for one, names in zip(whole, named, strict=True)
    ]
    chosen: list[int] = []
    told: set[str] = set()
    while len(chosen) < SENTENCES:
        gains = [
            value * len((names & people) - told) / max(1, len(names & people))
            for value, names in zip(worth, named, strict=True)
        ]
        best = max(range(len(gains)), key=gains.__getitem__, default=0)
        if not gains or gains[best] <= 0:
            break
        chosen.append(best)
        told |= named[best] & people
    for place, one in enumerate(whole):
        is_subject = any(re.match(rf"{re.escape(name)}{_BEING}", one.words) for name in told)
        if is_subject and place not in chosen and len(chosen) < SENTENCES:
            chosen.append(place)
    return _draft([whole[place] for place in sorted(chosen)], finding, PROBABILITY_OF_PART) if chosen else None


def _introduces(statement: Statement, names: set[str]) -> bool:
    """Tell whether a sentence says who one of ``names`` is."""
    return any(re.search(rf"{re.escape(name)}{_BEING}|{_ROLE} {re.escape(name)}", statement.words) for name in names)


def _acts(name: str, statement: Statement) -> bool:
    """Tell whether a sentence says of ``name`` what is said of people: what they do or are, or by whom it is done."""
    written = re.escape(name)
    return (
        re.search(rf"\bby (?:[A-Z][\w.-]+ )*(?:and )?{written}|{written}{_DOING}|{_ROLE} {written}", statement.words)
        is not None
    )


def _whole(finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences of the collection, evenly taken where there are very many."""
    rows = index.rows[finding.collection]
    step = max(1, -(-len(rows) * 4 // MOST_COMPARED))  # Chunks have about four sentences.
    statements = statements_of(index, rows[::step])
    return statements[:: max(1, -(-len(statements) // MOST_COMPARED))]


def _part(topic: set[str], finding: Finding, index: Index) -> list[Statement]:
    """Return the sentences under the heading that names ``topic`` best, or else around the passage found first.

    Words that stand everywhere name no part: they weigh as little as in a search.
    """
    rows = index.rows[finding.collection]
    weights = index.chunk_words.weights(sorted(topic))
    first = finding.passages[0].chunk
    best, place = HEADED, (first.document.source, first.heading)
    for number in rows:
        chunk = index.chunks[number]
        for depth in range(1, len(chunk.heading) + 1):
            named = set(terms(chunk.heading[depth - 1]))
            share = sum(weights[term] for term in topic & named) / sum(weights.values()) + DEEPER * depth
            if share > best:
                best, place = share, (chunk.document.source, chunk.heading[:depth])
    source, heading = place
    under = [
        number
        for number in rows
        if index.chunks[number].document.source == source and index.chunks[number].heading[: len(heading)] == heading
    ]
    statements = statements_of(index, under)
    if len(statements) >= FEW_SENTENCES or best > HEADED:
        return statements
    near = {passage.chunk.id for passage in finding.passages[:FEW_SENTENCES]}
    return statements_of(index, {*under, *(number for number in rows if index.chunks[number].id in near)})


def _extract(
    statements: Sequence[Statement], words: str, finding: Finding, index: Index, probability: float
) -> Draft | None:
    """Return the extract of ``statements`` that is as long as the ``words`` of the question ask for."""
    asked = _SENTENCES_ASKED.search(words)
    count = int(numbers_in(asked["number"])[0]) if asked else SENTENCES
    first = []
    if _ABOUT.search(words):
        first = [place for place, one in enumerate(statements[: 2 * OPENING]) if _SAYS_ABOUT.search(one.words)][:1]
    chosen = _chosen(statements, first, max(1, min(count, MOST_SENTENCES)), index)
    return _draft(chosen, finding, probability) if chosen else None


def _chosen(statements: Sequence[Statement], first: Sequence[int], count: int, index: Index) -> list[Statement]:
    """Return ``count`` of ``statements`` that stand for most of them, in the order of the text.

    The best of the sentences at the beginning is among them, and those with the numbers ``first``.
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
    opens = max(opening, key=lambda place: (place in defining, float(weights[place] * quality[place])))
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
        quality *= 1.0 if section not in opened else LATER
        quality *= 1.0 if FEW_WORDS <= length <= MANY_WORDS else UNWIELDY
        quality *= DEFINING if _DEFINING.match(one.words) else 1.0
        quality *= SPOKEN_TO if _SPEAKS_TO.search(one.words) else 1.0
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
