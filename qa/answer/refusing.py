"""What is offered beside a refusal: why there is no answer, and the sentences that come nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import terms
from qa.answer.citing import cite
from qa.question import asks_opinion, names_in
from qa.types import AnswerSpan, Citation, Passage, Reason

LEAST_NEAR = 0.35
"""Score (about 0 to 1) of the best passage below which the texts are about something else."""
MOST_NEAREST = 3
"""Sentences that are shown beside a refusal."""

_SUM = re.compile(r"\d\s*(?:[-+*/x\u00d7\u00f7^]|plus|minus|times|divided by)\s*\d", re.IGNORECASE)
_ORDER = re.compile(
    r"^\W*(?:please |can you |could you |now )*(?:write|compose|translate|ignore|forget|pretend|repeat|print|calculate|"
    r"compute|solve|draw|sing|imagine|act as|play|code|generate|create|make me|recommend|suggest)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"^\W*(?:is|are|was|were)\b.*\b(?:better|best|worse|worst)\b"
    r"|\bshould i\b|\bis it worth\b|\bwill it (?:rain|snow)\b|\bweather\b|\bgoing to (?:rain|snow)\b",
    re.IGNORECASE,
)


def reason_of(question: str, passages: Sequence[Passage]) -> Reason:
    """Return why ``question`` is refused; ``passages`` are those that are nearest to it."""
    if _SUM.search(question) or _ORDER.search(question) or asks_opinion(question) or _OPINION.search(question):
        return "no_question_of_text"
    nearest = max((passage.score for passage in passages), default=0.0)
    return "not_said" if nearest >= LEAST_NEAR else "nothing_near"


def nearest_sentences(question: str, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Return the sentences that come nearest to ``question``, those that hold its names first, each with its place."""
    names = {term for name in names_in(question) for term in terms(name)}
    found: dict[tuple[str, int], tuple[int, float, AnswerSpan]] = {}
    for passage in passages:
        document = passage.chunk.document
        for sentence in passage.sentences:
            start, end = sentence.span.start, sentence.span.end
            held = len(names.intersection(terms(document.text[start:end])))
            span = AnswerSpan(passage, start, end, sentence.score, 0.0)
            found.setdefault((document.source, start), (held, sentence.score, span))
    ranked = sorted(found.values(), key=lambda one: (-one[0], -one[1]))
    return tuple(cite(span) for _, _, span in ranked[:MOST_NEAREST])
