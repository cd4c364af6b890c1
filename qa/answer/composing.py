"""The answer, or the refusal, that is made of what each collection has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.answer.citing import cite
from qa.answer.decide import Decision, decide, default_coefficients, sentence_of
from qa.answer.draft import Draft
from qa.answer.facts import capitalised, named_fact, whole_fact
from qa.question import asks_yes_or_no
from qa.question.shapes import shape_of
from qa.reader.protocol import Reader
from qa.types import Answer, AnswerSpan, Citation, Passage

LEAD = 0.2
"""How much more probable (0 to 1) the answer of a later collection has to be to go before an earlier one's. Of 320
development questions of every kind about the film 260 come out as they should with 0.1, 263 with 0.2, 261 with 0.3; of
290 others 231 with 0.1 and 232 with 0.2."""


READ_AGAIN = 8
"""Passages that are read once more for another question, the best first."""
NEAREST_NOTE = "The nearest passages are for reading; they are not an answer."
"""What is said of passages that are shown beside a refusal."""
_CERTAIN = Draft("", (), 1.0, answered=True)
"""The most that a further collection could have to say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one collection has to say: its best decision, None where nothing was marked, and what was read.

    ``passages`` come best first. ``draft`` is what :func:`qa.answer.composers.drafted` made for the shape of the
    question; without one the span of the decision answers as it is. ``spans`` is all that was marked, the best first,
    and ``reader`` what marked it, for questions that a composer has to ask besides.
    """

    collection: str
    decision: Decision | None
    passages: tuple[Passage, ...]
    draft: Draft | None = None
    spans: tuple[AnswerSpan, ...] = ()
    reader: Reader | None = None


def answering(question: str, finding: Finding, holds: Callable[[str], bool]) -> Decision | None:
    """Return the decision over what answers another ``question`` by what ``finding`` read; None where nothing does.

    Only that counts of which the whole fact is what ``holds`` asks for: a date, say, or one amount.
    """
    if finding.reader is None or finding.reader.kind != "span":
        return None
    spans = finding.reader.read(question, finding.passages[:READ_AGAIN]).spans
    fitting = [span for span in spans if holds(whole_fact(question, span).text)]
    return decide(question, fitting, default_coefficients("span"))


def unclear(question: str) -> Answer:
    """Return the answer to something without a word in it."""
    return Answer("Ask a question in words.", "needs_clarification", 0.0, question, question)


def plain_draft(question: str, decision: Decision) -> Draft:
    """Return the span of ``decision`` as an answer."""
    span = whole_fact(question, shown(question, decision.span))
    text, span = named_fact(span)
    return Draft(text, (span,), decision.probability, decision.answered)


def composed(question: str, findings: Iterable[Finding], *, passages: int) -> Answer:
    """Return the answer of the first collection that has one, as :func:`qa.answer.choose` says, or else the refusal.

    ``findings`` come in the order in which the collections are asked, and none is waited for that could not speak any
    more. A refusal shows at most ``passages`` passages.
    """
    findings, drafts = _consulted(question, findings)
    chosen = choose(drafts)
    draft = drafts[chosen] if chosen is not None else None
    if chosen is None or draft is None:
        return _refusal(question, findings, drafts, passages)
    return Answer(
        text=capitalised(draft.text),
        status="answered",
        confidence=draft.probability,
        question=question,
        resolved_question=question,
        collection=findings[chosen].collection,
        note=" ".join(note for note in (draft.note, _source_note(findings, drafts, chosen)) if note),
        citations=_citations(draft),
        passages=findings[chosen].passages,
        shape=shape_of(question),
    )


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


def _consulted(question: str, findings: Iterable[Finding]) -> tuple[list[Finding], list[Draft | None]]:
    """Return ``findings`` with their drafts, up to the one after which no further one can change what is chosen."""
    consulted: list[Finding] = []
    drafts: list[Draft | None] = []
    for finding in findings:
        consulted.append(finding)
        plain = plain_draft(question, finding.decision) if finding.decision and not finding.draft else None
        drafts.append(finding.draft or plain)
        chosen = choose(drafts)
        if chosen is not None and chosen == choose([*drafts, _CERTAIN]):
            break
    return consulted, drafts


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of ``question`` as one; what is not answered is said in the note.

    Where no part is answered, or what is meant has to be asked back, the first such answer stands for all.
    """
    told: list[Answer] = []
    for answer in answers:
        if answer.answered and not any(answer.text in before.text for before in told):
            told.append(answer)
    open_ended = [answer for answer in answers if not answer.answered]
    if len(answers) == 1 or not told:
        return answers[0]
    if len(told) == 1 and not open_ended:
        return replace(told[0], question=question)
    first = told[0]
    unsaid = [f"The {first.collection} does not say: {answer.resolved_question}" for answer in open_ended]
    citations = dict.fromkeys(citation for answer in told for citation in answer.citations)
    passages = {passage.chunk.id: passage for answer in told for passage in answer.passages}
    resolved = [answer.resolved_question for answer in answers]
    return replace(
        first,
        text=" ".join(f"{answer.text.rstrip('.')}." for answer in told) if len(told) > 1 else first.text,
        confidence=min(answer.confidence for answer in told),
        question=question,
        resolved_question=" ".join(resolved),
        note=" ".join(dict.fromkeys(note for note in (*(answer.note for answer in told), *unsaid) if note)),
        citations=tuple(citations),
        passages=tuple(passages.values()),
    )


def in_sentences(answer: Answer) -> Answer:
    """Return ``answer`` told in the sentences that prove it; one that tells them already, or a refusal, as it is."""
    quotes = [citation.quote for citation in answer.citations]
    if not answer.answered or not quotes or all(quote in answer.text for quote in quotes):
        return answer
    return replace(answer, text=" ".join(quotes))


def _citations(draft: Draft) -> tuple[Citation, ...]:
    """Return the citation of each span of ``draft``, but one for those of the same sentences."""
    citations: dict[tuple[str, int, int], Citation] = {}
    for span in draft.spans:
        citation = cite(span)
        citations.setdefault((citation.source, citation.start, citation.end), citation)
    return tuple(citations.values())


def _refusal(question: str, findings: Sequence[Finding], drafts: Sequence[Draft | None], passages: int) -> Answer:
    """Return that no collection answers, with the passages of all of them that are nearest to the question."""
    nearest = sorted(
        (passage for finding in findings for passage in finding.passages), key=lambda passage: -passage.score
    )
    return Answer(
        text=f"The {findings[0].collection} does not say.",
        status="not_in_text",
        confidence=max((draft.probability for draft in drafts if draft), default=0.0),
        question=question,
        resolved_question=question,
        note=_refusal_note(findings),
        passages=tuple(nearest[:passages]),
        shape=shape_of(question),
    )


def _source_note(findings: Sequence[Finding], drafts: Sequence[Draft | None], chosen: int) -> str:
    """Say why the answer is not from the first collection, where it is not."""
    if chosen == 0:
        return ""
    first, source = findings[0], findings[chosen]
    if drafts[0] is not None and drafts[0].answered:
        return f"The {first.collection} only touches on this; the answer is from the {source.collection}."
    return f"The {first.collection} does not say; this is from the {source.collection}."


def _refusal_note(findings: Sequence[Finding]) -> str:
    """Say what else was asked in vain."""
    return " ".join(f"Nor does the {finding.collection}." for finding in findings[1:])
