"""The assistant: an index, its encoder and a reader, put together to answer questions."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Limits, paragraphs_between, without_surrogates
from index import MODEL_VARIABLE, BuildReport, Encoder, Index, Progress, build_index
from qa.decide import Coefficients, Decision, decide, default_coefficients, sentence_of
from qa.question import asks_yes_or_no, clean_question, defined_in, defines, has_words
from qa.reader import Reader, SentenceReader, load_reader
from qa.retrieve import reranked, retrieve
from qa.spelling import Speller
from qa.texts import Text, build_texts
from qa.types import Answer, AnswerSpan, Citation, Correction, Passage

if TYPE_CHECKING:
    from qa.retrieve import Vector

PASSAGES = 5
"""Passages that are read, and shown beside the answer."""
MEND_OWN = "qa.Assistant.build(texts, folder)"
"""What errors about an index of one's own tell the user to call."""
LEAD = 0.1
"""How much more probable (0 to 1) the answer of a later collection has to be to go before an earlier one's. The best
of 0.1, 0.15, 0.2, 0.3 and never on the development questions (``python -m benchmarks.answers`` with each)."""


class Assistant:
    """Answers questions from one index; safe to use from several threads.

    Make one with :meth:`build` or :meth:`load`::

        assistant = Assistant.build(["talk.md"], Path("my-index"))
        print(assistant.ask("Who gave the talk?"))
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        folder: Path,
        *,
        reader: Reader | None = None,
        coefficients: Coefficients | None = None,
    ) -> None:
        """Put the parts together; without ``reader`` it is the one that :func:`qa.reader.load_reader` gives."""
        index.check_encoder(encoder.identity)
        self.index = index
        self.encoder = encoder
        self.folder = folder
        self.reader = reader or load_reader()
        self.coefficients = coefficients
        self._speller: Speller | None = None

    @classmethod
    def build(
        cls,
        texts: Text | Sequence[Text],
        folder: Path,
        *,
        collection: str = "text",
        media_url: str | None = None,
        strict: bool = False,
        limits: Limits | None = None,
        model: str | None = None,
        encoder: Encoder | None = None,
        progress: Progress | None = None,
    ) -> Assistant:
        """Index ``texts`` in ``folder`` and return the assistant over them; the options are those of ``qa.rebuild``.

        Raises:
            TextError: a text that is named does not exist, none has any words, or they are beyond the limits.
            EncoderError: the sentence model cannot be had.
            IndexBusyError: another build is running in ``folder``.
        """
        encoder = encoder or Encoder.load(model)
        build_texts(
            texts,
            encoder,
            folder,
            collection=collection,
            media_url=media_url,
            strict=strict,
            limits=limits,
            progress=progress,
        )
        return cls(Index.load(folder, mend=MEND_OWN), encoder, folder)

    @classmethod
    def load(cls, folder: Path, *, model: str | None = None) -> Assistant:
        """Load the index in ``folder`` with the sentence model that made it.

        Raises:
            StoredIndexError: the index is missing, damaged, or was made with a model other than ``model``.
            EncoderError: the sentence model cannot be had.
        """
        index = Index.load(folder, mend=MEND_OWN)
        return cls(index, load_encoder(index, model), folder)

    def ask(self, question: str, *, passages: int = PASSAGES, reader: str | None = None) -> Answer:
        """Answer ``question`` from the texts, or say that they do not answer it.

        The first collection that answers wins, as :func:`choose` says. ``passages`` is how many of them are read in
        each. ``reader`` names another one for this question, as :func:`qa.reader.load_reader` takes it: ``"sentence"``
        answers with whole sentences. No text that can be typed raises an error.

        Raises:
            ReaderError: the reader that is named cannot be had.
        """
        reads = self.reader if reader is None else load_reader(reader)
        started = time.perf_counter()
        question = without_surrogates(question)
        index = self.index  # One question is answered from one index, even while a rebuild puts another here.
        resolved = clean_question(question)
        if not has_words(resolved):
            return Answer("Ask a question in words.", "needs_clarification", 0.0, question, resolved)
        resolved, corrections = self.understood(resolved, index)
        mended = time.perf_counter()
        vector = self.encoder.encode_question(resolved)
        encoded = time.perf_counter()
        consulted = [
            self._consult(index, reads, resolved, vector, collection, passages)
            for collection in index.manifest.collections
        ]
        decisions = [decision for decision, _ in consulted]
        chosen = choose(decisions)
        ended = time.perf_counter()
        timings = {
            "mend": mended - started,
            "encode": encoded - mended,
            "find_and_read": ended - encoded,
            "total": ended - started,
        }
        collections = index.manifest.collections
        decision = decisions[chosen] if chosen is not None else None
        if chosen is None or decision is None:
            found = sorted((passage for _, read in consulted for passage in read), key=lambda passage: -passage.score)
            return Answer(
                text=f"The {collections[0]} does not say.",
                status="not_in_text",
                confidence=max((weighed.probability for weighed in decisions if weighed), default=0.0),
                question=question,
                resolved_question=resolved,
                note=_refusal_note(collections),
                passages=tuple(found[:passages]),
                timings=timings,
                corrections=corrections,
            )
        span = shown(resolved, decision.span)
        return Answer(
            text=span.text,
            status="answered",
            confidence=decision.probability,
            question=question,
            resolved_question=resolved,
            collection=collections[chosen],
            note=_source_note(decisions, collections, chosen),
            citations=(cite(span),),
            passages=tuple(consulted[chosen][1]),
            timings=timings,
            corrections=corrections,
        )

    def understood(self, question: str, index: Index | None = None) -> tuple[str, tuple[Correction, ...]]:
        """Return a cleaned ``question`` as the texts spell its words, and what was corrected for that."""
        mended, corrections = self._speller_of(index or self.index).mend(question)
        return clean_question(mended), corrections  # It may have become longer than a question may be.

    def rebuild(
        self,
        texts: Text | Sequence[Text] | None = None,
        *,
        add: bool = False,
        collection: str = "text",
        media_url: str | None = None,
        strict: bool = False,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Index other texts; the options are those of ``qa.rebuild``.

        Questions are answered from the old index until the new one is whole; a failure leaves the old one serving.

        Raises:
            TextError: a text that is named does not exist, none has any words, or they are beyond the limits.
            IndexBusyError: another build is running in the same folder.
        """
        report = build_texts(
            texts,
            self.encoder,
            self.folder,
            add=add,
            collection=collection,
            media_url=media_url,
            strict=strict,
            limits=limits,
            progress=progress,
        )
        self.index = Index.load(self.folder, mend=MEND_OWN)
        return report

    def remove(self, sources: Sequence[str]) -> BuildReport:
        """Take the texts of these sources, as ``index.sources`` names them, out of the index.

        Raises:
            TextError: one of them is not indexed, or nothing would be left.
            IndexBusyError: another build is running in the same folder.
        """
        report = build_index([], self.encoder, self.folder, remove=sources)
        self.index = Index.load(self.folder, mend=MEND_OWN)
        return report

    def copy(self, folder: Path) -> Assistant:
        """Return an assistant over the same texts with an index of its own in ``folder``; nothing is embedded again."""
        index = self.index
        build_index(index.documents, self.encoder, folder, settings=index.manifest.chunking, reuse=index)
        return Assistant(
            Index.load(folder, mend=MEND_OWN), self.encoder, folder, reader=self.reader, coefficients=self.coefficients
        )

    def _speller_of(self, index: Index) -> Speller:
        """Return what mends the spelling of questions to ``index``, kept until there is another index."""
        speller = self._speller
        if speller is None or speller.vocabulary is not index.vocabulary:
            speller = self._speller = Speller(index.vocabulary, self.encoder.words)
        return speller

    def _consult(
        self, index: Index, reader: Reader, question: str, vector: Vector, collection: str, count: int
    ) -> tuple[Decision | None, list[Passage]]:
        """Return what one collection has to say, with the passages that were read, best first."""
        passages = retrieve(index, question, vector, collection=collection, count=count)
        spans = reader.read(question, passages)
        decision = decide(question, spans, self.coefficients or default_coefficients(reader.kind))
        if reader.kind == "sentence":
            return decision, passages
        if decision is None or not decision.answered:
            decision = definition(question, passages) or decision
        return decision, reranked(passages, spans)


def definition(question: str, passages: Sequence[Passage]) -> Decision | None:
    """Return the sentence that says what X is, where ``question`` asks just that and the sentence is near enough.

    Readers of exact words are trained on questions about a detail; "What is X?" often leaves them undecided.
    """
    if not defined_in(question):
        return None
    decision = decide(question, SentenceReader().read(question, passages), default_coefficients("sentence"))
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


def choose(decisions: Sequence[Decision | None]) -> int | None:
    """Return the number of the first collection that answers; None where none does.

    One whose answer is less probable by more than :data:`LEAD` than that of a later collection is passed over: it
    talks about the subject, and the other one answers.
    """
    for number, decision in enumerate(decisions):
        if decision is None or not decision.answered:
            continue
        later = [other.probability for other in decisions[number + 1 :] if other is not None and other.answered]
        if decision.probability + LEAD > max(later, default=0.0):
            return number
    return None


def load_encoder(index: Index, model: str | None) -> Encoder:
    """Load ``model``, or else the one that the environment names, or else the one that made ``index``."""
    made_with = index.manifest.encoder
    if model or os.environ.get(MODEL_VARIABLE):
        return Encoder.load(model)
    return Encoder.load(
        made_with.model, question_prompt=made_with.question_prompt, passage_prompt=made_with.passage_prompt
    )


def cite(span: AnswerSpan) -> Citation:
    """Return the citation that proves ``span``: the whole sentences that it stands in, and their place."""
    passage = span.passage
    document = passage.chunk.document
    touched = [
        sentence.span
        for sentence in passage.sentences
        if sentence.span.start < span.end and span.start < sentence.span.end
    ]
    start, end = touched[0].start, touched[-1].end
    return Citation(
        collection=document.collection,
        source=document.source,
        title=document.title,
        heading=passage.chunk.heading,
        page=document.page(start, end),
        paragraph=passage.chunk.paragraph + paragraphs_between(document.text, passage.chunk.start, start),
        quote=document.text[start:end],
        start=start,
        end=end,
        answer_start=span.start,
        answer_end=span.end,
        context=passage.text,
        context_start=passage.chunk.start,
        time=document.time(start, end),
        urls=document.urls(start, end),
    )


def _source_note(decisions: Sequence[Decision | None], collections: Sequence[str], chosen: int) -> str:
    """Say why the answer is not from the first collection, where it is not."""
    if chosen == 0:
        return ""
    first = decisions[0]
    if first is not None and first.answered:
        return f"The {collections[0]} only touches on this; the answer is from the {collections[chosen]}."
    return f"The {collections[0]} does not say; this is from the {collections[chosen]}."


def _refusal_note(asked: Sequence[str]) -> str:
    """Say what else was asked in vain, and what the passages are."""
    others = "".join(f" Nor does the {collection}." for collection in asked[1:])
    return f"{others} The nearest passages are for reading; they are not an answer.".strip()
