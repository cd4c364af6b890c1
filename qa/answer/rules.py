"""The rules beside the readers and the decision: definitions, yes and no, and which collection may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer.decide import Decision, decide, default_coefficients, sentence_of
from qa.answer.draft import Draft
from qa.question import asks_yes_or_no, defined_in, defines
from qa.reader import SentenceReader
from qa.types import AnswerSpan, Passage

LEAD = 0.1
"""How much more probable (0 to 1) the answer of a later collection has to be to go before an earlier one's. The best
of 0.1, 0.15, 0.2, 0.3 and never on the development questions (``python -m benchmarks.answers`` with each)."""


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


def shown(question: str, span: AnswerSpan) -> AnswerSpan:
    """Return what is shown of the span that answers: its whole sentence where a yes or a no is asked for.

    The words that a reader marks there are those that the question asks about; the sentence says what is true of them.
    """
    if not asks_yes_or_no(question):
        return span
    sentence = sentence_of(span).span
    return replace(span, start=min(span.start, sentence.start), end=max(span.end, sentence.end))


def choose(drafts: Sequence[Draft | None]) -> int | None:
    """Return the number of the first collection that answers; None where none does.

    One whose answer is less probable by more than :data:`LEAD` than that of a later collection is passed over: it
    talks about the subject, and the other one answers.
    """
    for number, draft in enumerate(drafts):
        if draft is None or not draft.answered:
            continue
        later = [other.probability for other in drafts[number + 1 :] if other is not None and other.answered]
        if draft.probability + LEAD > max(later, default=0.0):
            return number
    return None
