"""The assistant: an index, its encoder and a reader, put together to answer questions."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import asks, without_surrogates
from index import MODEL_VARIABLE, BuildReport, Encoder, Index, build_index
from qa.answer import Finding, composed, decide, default_coefficients, definition, drafted, sentence_text, unclear
from qa.answer.about import reply, reply_in
from qa.answer.composing import NEAREST_NOTE, joined
from qa.answer.narrator import persons_of
from qa.answer.refusing import nearest_sentences, reason_of
from qa.dialogue import in_conversation
from qa.question import History, clean_question, has_words, turns_of
from qa.question.language import language_of
from qa.question.parts import parts_of
from qa.question.small_talk import FEW_WORDS, SmallTalk, may_be_small_talk, without_courtesies
from qa.question.spelling import Speller
from qa.question.voice import asked_of_text
from qa.reader import Reader, load_reader
from qa.retrieve import reranked, retrieve
from qa.suggesting import MOST_TRIED, Suggestions
from qa.texts import DEFAULTS, BuildOptions, Text, build_texts
from qa.types import Answer, Correction, Turn

if TYPE_CHECKING:
    from qa.retrieve import Vector

PASSAGES = 10
"""Passages that are read, and shown beside the answer."""
FEWEST = 6
"""Passages of each collection that are read at least. With 5, 6, 7 and 10 of each of two, 231, 231, 231 and 230 of 292
development questions about the film come out as they should; reading is nearly all that an answer costs."""
FOLLOW_UPS = 3
"""Questions that are offered with an answer or a refusal."""
EXAMPLES = 3
"""Questions that show what can be asked."""
MEND_OWN = "qa.Assistant.build(texts, folder)"
"""What errors about an index of one's own tell the user to call."""


class Assistant:
    """Answers questions from one index; safe to use from several threads.

    Make one with :meth:`build` or :meth:`load`:

    >>> from pathlib import Path
    >>> from qa import Assistant, Document
    >>> talk = Document("talk.md", "Ada Byron gave the talk in Porto. She spoke about looms.", collection="talk")
    >>> assistant = Assistant.build(talk, Path("talk-index"))
    >>> print(assistant.ask("Who gave the talk in Porto?"))
    Ada Byron
    >>> print(assistant.ask("What is the capital of Peru?"))
    The talk does not say.
    """

    def __init__(self, index: Index, encoder: Encoder, folder: Path, *, reader: Reader | None = None) -> None:
        """Put the parts together; without ``reader`` the one that :func:`qa.reader.load_reader` gives, later."""
        index.check_encoder(encoder.identity)
        self.index = index
        self.encoder = encoder
        self.folder = folder
        self._reader = reader
        self._speller: Speller | None = None
        self._small_talk: SmallTalk | None = None
        self._suggestions: Suggestions | None = None

    @property
    def reader(self) -> Reader:
        """What marks the answer, loaded with the first question that needs it.

        Raises:
            ReaderError: the reader cannot be had.
        """
        if self._reader is None:
            self._reader = load_reader()
        return self._reader

    @classmethod
    def build(
        cls,
        texts: Text | Sequence[Text],
        folder: Path,
        options: BuildOptions = DEFAULTS,
        *,
        collection: str | None = None,
        media_url: str | None = None,
        model: str | None = None,
        encoder: Encoder | None = None,
    ) -> Assistant:
        """Index ``texts`` in ``folder`` and return the assistant over them.

        ``collection`` and ``media_url`` go before those of ``options``. ``model`` names the sentence model, as for
        :func:`qa.rebuild`; ``encoder`` is one that is loaded already.

        Raises:
            TextError: a text that is named does not exist, none has any words, or they are beyond the limits.
            EncoderError: the sentence model cannot be had.
            IndexBusyError: another build is running in ``folder``.
        """
        encoder = encoder or Encoder.load(model)
        options = replace(
            options, collection=collection or options.collection, media_url=media_url or options.media_url
        )
        build_texts(texts, encoder, folder, options)
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

    def ask(
        self,
        question: str,
        *,
        history: History = (),
        passages: int = PASSAGES,
        reader: str | None = None,
        follow_ups: int = FOLLOW_UPS,
    ) -> Answer:
        """Answer ``question`` from the texts, or say that they do not answer it.

        ``history`` are the turns before it, oldest first: :class:`qa.types.Turn`, pairs of question and answer, or chat
        messages with ``role`` and ``content``. What the question takes up from them is put into it; the answer's
        ``resolved_question`` is the question as it was understood. Small talk is replied to.

        The first collection that answers wins, as :func:`qa.answer.choose` says. ``passages`` is how many are read and
        shown: several collections share them, as :func:`share_of` says. ``reader`` names another one for this question,
        as :func:`qa.reader.load_reader` takes it: ``"sentence"`` answers with whole sentences. ``follow_ups`` is how
        many questions are offered to go on with: after a refusal some are tried for that, which 0 saves. No text that
        can be typed raises an error.

        Raises:
            ReaderError: the reader that is named cannot be had.
            ValueError: the history holds something else than turns.
        """
        reads = self.reader if reader is None else load_reader(reader)
        turns = turns_of(history)
        clock = Clock()
        question = without_surrogates(question)
        index = self.index  # One question is answered from one index, even while a rebuild puts another here.
        cleaned = clean_question(question)
        if not has_words(cleaned):
            return replace(unclear(cleaned), question=question)
        mended, corrections = self.understood(without_courtesies(cleaned), index)
        clock.ends("mend")
        vectors = cache(self.encoder.encode_question)  # The same words are looked at more than once.
        answer = self._about_itself(cleaned, mended, index, vectors, follow_ups=follow_ups)
        if answer is not None:
            return replace(answer, question=question, timings=clock.seconds)

        def ask(resolved: str) -> Answer:
            vector = vectors(resolved)
            collections = index.manifest.collections
            count = share_of(passages, len(collections))
            findings = (consult(index, reads, resolved, vector, one, count) for one in collections)
            return composed(resolved, findings, passages=passages)

        def near(resolved: str) -> float:
            return nearness(index, resolved, vectors(resolved))

        answers: list[Answer] = []
        for part in parts_of(mended):  # The second of two questions goes on from the first.
            said = [Turn(one.resolved_question, one) for one in answers]
            part = asked_of_text(part, lambda: persons_of(index.documents), alone=not (turns or said))
            answers.append(in_conversation(part, (*turns, *said), ask, near))
        answer = joined(mended, answers)
        clock.ends("find_and_read")
        answer = self._with_offers(answer, index, follow_ups, [turn.question for turn in turns])
        clock.ends("offer")
        return replace(answer, question=question, corrections=corrections, timings=clock.seconds)

    def _about_itself(
        self, question: str, mended: str, index: Index, vectors: Callable[[str], Vector], *, follow_ups: int
    ) -> Answer | None:
        """Return the reply to small talk or to another language; None where ``question`` asks something of the texts.

        ``mended`` is the question without a greeting before it, and with its words as the texts spell them.
        """
        language = language_of(mended, index.vocabulary.counts)
        count = EXAMPLES if follow_ups else 0
        if language != "en":
            return reply_in(question, language, self._offers(index).first(count))
        if not may_be_small_talk(question):
            return None
        self._small_talk = self._small_talk or SmallTalk.of(self.encoder)
        talk = self._small_talk.talk(mended, vectors(mended))
        if talk is None and mended != question and len(mended.split()) <= FEW_WORDS:
            talk = self._small_talk.talk(question, vectors(question))
        if talk is None:
            return None
        return reply(question, talk, index.manifest.collections, self._offers(index).first(count))

    def suggestions(self, count: int = 6) -> tuple[str, ...]:
        """Return ``count`` questions from all over the texts that are answered with confidence, or all there are.

        They have been asked, which takes a while where nobody wanted them before.
        """
        return self._offers(self.index).first(count)

    def suggestions_so_far(self, count: int = 6) -> tuple[tuple[str, ...], bool]:
        """Return up to ``count`` such questions without waiting, and whether there will be no more.

        They are looked for in the background, from the first call on.
        """
        return self._offers(self.index).known(count)

    def take_up(self, before: Assistant) -> Assistant:
        """Take over what ``before``, whose place this assistant takes, has found out of the same texts; return this."""
        self._suggestions = before._suggestions
        return self

    def _with_offers(self, answer: Answer, index: Index, count: int, asked: Sequence[str]) -> Answer:
        """Return ``answer`` with why it is a refusal, what comes nearest, and what else can be asked."""
        if answer.status == "not_in_text":
            reason = reason_of(answer.resolved_question, answer.passages)
            near = nearest_sentences(answer.resolved_question, answer.passages) if reason == "not_said" else ()
            note = f"{answer.note} {NEAREST_NOTE}".strip() if near else answer.note
            answer = replace(answer, reason=reason, nearest=near, note=note)
        if count and answer.status in ("answered", "not_in_text"):
            tries = MOST_TRIED if answer.status == "not_in_text" else 0
            said = answer.text if answer.answered else ""
            offers = self._offers(index)
            led_to = offers.near(answer.resolved_question, count, answer=said, asked=asked, tries=tries)
            answer = replace(answer, follow_ups=led_to)
        return answer

    def _offers(self, index: Index) -> Suggestions:
        """Return the questions of ``index`` that can be offered, kept until there is another index."""
        offers = self._suggestions
        if offers is None or offers.index is not index:
            ask = partial(self.ask, follow_ups=0)
            offers = self._suggestions = Suggestions(index, ask, cache(self.encoder.encode_question), offers)
        return offers

    def understood(self, question: str, index: Index | None = None) -> tuple[str, tuple[Correction, ...]]:
        """Return a cleaned ``question`` as the texts spell its words, and what was corrected for that."""
        mended, corrections = self._speller_of(index or self.index).mend(question)
        return clean_question(mended), corrections  # It may have become longer than a question may be.

    def rebuild(self, texts: Text | Sequence[Text] | None = None, options: BuildOptions = DEFAULTS) -> BuildReport:
        """Index other texts, or those that come with the project where ``texts`` is None.

        Questions are answered from the old index until the new one is whole; a failure leaves the old one serving.

        Raises:
            TextError: a text that is named does not exist, none has any words, or they are beyond the limits.
            IndexBusyError: another build is running in the same folder.
        """
        report = build_texts(texts, self.encoder, self.folder, options)
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
        return Assistant(Index.load(folder, mend=MEND_OWN), self.encoder, folder, reader=self._reader)

    def _speller_of(self, index: Index) -> Speller:
        """Return what mends the spelling of questions to ``index``, kept until there is another index."""
        speller = self._speller
        if speller is None or speller.vocabulary is not index.vocabulary:
            speller = self._speller = Speller(index.vocabulary, self.encoder.words)
        return speller


class Clock:
    """Times the stages of a question: ``seconds`` of wall time each, and in ``total``."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started = self._last = time.perf_counter()

    def ends(self, stage: str) -> None:
        """Note that ``stage`` ends now; it began where the one before ended."""
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self.seconds["total"] = now - self._started
        self._last = now


def share_of(passages: int, collections: int) -> int:
    """Return how many passages of each of so many ``collections`` are read where ``passages`` may be read in all."""
    return min(passages, max(FEWEST, ceil(passages / collections)))


def consult(index: Index, reader: Reader, question: str, vector: Vector, collection: str, count: int) -> Finding:
    """Return what one collection of ``index`` has to say to ``question``, of which ``vector`` is the embedding."""
    passages = retrieve(index, question, vector, collection=collection, count=count)
    reading = reader.read(question, passages)
    spans = [span for span in reading.spans if not asks(sentence_text(span))] or reading.spans
    decision = decide(question, spans, default_coefficients(reader.kind))
    if reader.kind == "span" and (decision is None or not decision.answered):
        decision = definition(question, passages) or decision
    ranked = reranked(reading.passages, reading.spans) if reader.kind == "span" else reading.passages
    finding = Finding(collection, decision, tuple(ranked), spans=tuple(spans), reader=reader)
    return drafted(question, finding, index)


def nearness(index: Index, question: str, vector: Vector) -> float:
    """Return the score of the passage that is nearest to ``question`` in any collection, about 0 to 1."""
    found = [retrieve(index, question, vector, collection=one, count=1) for one in index.manifest.collections]
    return max((passages[0].score for passages in found if passages), default=0.0)


def load_encoder(index: Index, model: str | None) -> Encoder:
    """Load ``model``, or else the one that the environment names, or else the one that made ``index``."""
    made_with = index.manifest.encoder
    if model or os.environ.get(MODEL_VARIABLE):
        return Encoder.load(model)
    return Encoder.load(
        made_with.model, question_prompt=made_with.question_prompt, passage_prompt=made_with.passage_prompt
    )
