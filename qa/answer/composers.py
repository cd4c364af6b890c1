"""Which function makes the answer of each shape; the one table of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from index import Index
from index.folding import folded
from qa.answer.comparing import comparison_draft
from qa.answer.composing import Finding
from qa.answer.defining import definition_draft
from qa.answer.draft import UNSAID, Draft
from qa.answer.extract import overview_draft, topic_draft
from qa.answer.letters import expansion_draft
from qa.answer.listing import count_draft, list_draft
from qa.answer.measuring import measure_draft
from qa.answer.mentioning import mention_draft
from qa.answer.ordering import order_draft
from qa.answer.premise import DENIES, premise_draft
from qa.answer.reasons import reason_draft
from qa.answer.speaking import speaker_draft
from qa.answer.yes_no import either_or_draft, yes_no_draft
from qa.question import asks_opinion, names_in
from qa.question.shapes import Shape, shape_of

OF_NAMES = frozenset({"fact", "list", "count", "reason"})
"""The shapes whose answers are about whatever the question names; others may deny it, or name one of two."""

_LETTERS = re.compile(r"[^\W\d_]+")

Composer = Callable[[str, Finding, Index], Draft | None]
"""Makes the answer to a question of what one collection has to say; None leaves it to the plain span."""

COMPOSERS: Mapping[Shape, tuple[Composer, ...]] = {
    "definition": (definition_draft, topic_draft),
    "overview": (overview_draft,),
    "fact": (speaker_draft, premise_draft),
    "list": (speaker_draft, premise_draft, list_draft),
    "count": (premise_draft, count_draft),
    "reason": (speaker_draft, premise_draft, reason_draft),
    "yes_no": (mention_draft, order_draft, measure_draft, yes_no_draft),
    "either_or": (order_draft, measure_draft, either_or_draft),
    "expansion": (expansion_draft,),
    "comparison": (measure_draft, comparison_draft),
}
"""The composers of each shape; the first that makes a draft answers. A shape without any is answered by the span."""


def drafted(question: str, finding: Finding, index: Index) -> Finding:
    """Return ``finding`` with the draft of the answer that has the shape ``question`` asks for, where one is made.

    What somebody thinks of it whom the text does not ask either, the program itself, no text answers; nor what is asked
    of somebody or something whose name stands in none, unless it tells who it is instead.
    """
    if asks_opinion(question) and not any(asks_opinion(passage.text) for passage in finding.passages):
        return replace(finding, draft=UNSAID)
    shape = shape_of(question)
    for composer in COMPOSERS.get(shape, ()):
        draft = composer(question, finding, index)
        if draft is not None:
            finding = replace(finding, draft=draft)
            break
    denies = finding.draft is not None and finding.draft.text.startswith(DENIES)
    if shape in OF_NAMES and not denies and _never_heard_of(question, index):
        return replace(finding, draft=UNSAID)
    return finding


def _never_heard_of(question: str, index: Index) -> list[str]:
    """Return the names in ``question`` of which no text of ``index`` holds a word; dates and numbers aside.

    Where most words have a capital, that does not make them names.
    """
    known = index.vocabulary.counts
    names = [name for name in names_in(question) if not any(letter.isdigit() for letter in name)]
    if 2 * len(names) > len(question.split()):
        return []
    words = {name: [folded(word) for word in _LETTERS.findall(name) if len(word) > 1] for name in names}
    held = {word for own in words.values() for word in own if {word, word.removesuffix("s")} & known.keys()}
    unheard = [name for name, own in words.items() if own and held.isdisjoint(own)]
    speaking = {speaker.name for document in index.documents for speaker in document.speakers} if unheard else set()
    speakers = {folded(word) for name in speaking for word in _LETTERS.findall(name)}  # They are no words of the text.
    return [name for name in unheard if speakers.isdisjoint(words[name])]
