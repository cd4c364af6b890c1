"""Which function makes the answer of each shape; the one table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from index import Index
from qa.answer.comparing import comparison_draft
from qa.answer.composing import Finding
from qa.answer.defining import definition_draft
from qa.answer.draft import Draft
from qa.answer.extract import overview_draft, topic_draft
from qa.answer.letters import expansion_draft
from qa.answer.listing import count_draft, list_draft
from qa.answer.measuring import measure_draft
from qa.answer.ordering import order_draft
from qa.answer.premise import premise_draft
from qa.answer.reasons import reason_draft
from qa.answer.speaking import speaker_draft
from qa.answer.yes_no import UNMENTIONED, either_or_draft, yes_no_draft
from qa.question import asks_opinion
from qa.question.shapes import Shape, shape_of

Composer = Callable[[str, Finding, Index], Draft | None]
"""Makes the answer to a question of what one collection has to say; None leaves it to the plain span."""

COMPOSERS: Mapping[Shape, tuple[Composer, ...]] = {
    "definition": (definition_draft, topic_draft),
    "overview": (overview_draft,),
    "fact": (speaker_draft, premise_draft),
    "list": (speaker_draft, premise_draft, list_draft),
    "count": (premise_draft, count_draft),
    "reason": (speaker_draft, premise_draft, reason_draft),
    "yes_no": (order_draft, measure_draft, yes_no_draft),
    "either_or": (order_draft, measure_draft, either_or_draft),
    "expansion": (expansion_draft,),
    "comparison": (measure_draft, comparison_draft),
}
"""The composers of each shape; the first that makes a draft answers. A shape without any is answered by the span."""


def drafted(question: str, finding: Finding, index: Index) -> Finding:
    """Return ``finding`` with the draft of the answer that has the shape ``question`` asks for, where one is made.

    What somebody thinks of it whom the text does not ask either, the program itself, no text answers.
    """
    if asks_opinion(question) and not any(asks_opinion(passage.text) for passage in finding.passages):
        return replace(finding, draft=Draft("", (), UNMENTIONED, answered=False))
    for composer in COMPOSERS.get(shape_of(question), ()):
        draft = composer(question, finding, index)
        if draft is not None:
            return replace(finding, draft=draft)
    return finding
