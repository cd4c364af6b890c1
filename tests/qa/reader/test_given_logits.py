"""What is made of the logits of a model: which spans are returned, with which scores. The logits are given."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.sentences import sentence_spans
from index.model_files import find_model
from qa.reader.models import Logits
from qa.reader.ranking import RankingReader
from qa.reader.span import PER_PASSAGE, SpanReader
from qa.reader.windows import WindowMaker
from qa.types import Passage, SentenceScore

TEXT = "Anna Berg lit the lamp in 1901. Otto Lind saw it, and so did Ines Kovar."
MakePassage = Callable[..., Passage]
Array = NDArray[numpy.float32]


class GivenModel:
    """Gives the tokens of some words these logits to begin or to end an answer, and the windows these of relevance.

    The verdicts of the windows are as given too.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        start: Mapping[str, float],
        end: Mapping[str, float],
        relevance: Sequence[float],
        verdict: Sequence[Sequence[float]] = (),
    ) -> None:
        self._ids = {word: tokenizer.token_to_id(word) for word in (*start, *end)}
        self._start, self._end, self._relevance = start, end, relevance
        self._verdict = numpy.array(verdict, dtype=numpy.float32) if verdict else None

    def __call__(self, ids: NDArray[numpy.int64], mask: NDArray[numpy.int64], types: NDArray[numpy.int64]) -> Logits:
        """Return the logits of a batch."""
        relevance = numpy.resize(numpy.array(self._relevance, dtype=numpy.float32), len(ids))
        return Logits(self._of(ids, self._start), self._of(ids, self._end), relevance, self._verdict)

    def _of(self, ids: NDArray[numpy.int64], given: Mapping[str, float]) -> Array:
        logits = numpy.full(ids.shape, -9, dtype=numpy.float32)
        for word, value in given.items():
            logits[ids == self._ids[word]] = value
        return logits


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(find_model().folder / "tokenizer.json"))


def reader(
    tokenizer: Tokenizer, start: Mapping[str, float], end: Mapping[str, float], relevance: Sequence[float] = (0.0,)
) -> SpanReader:
    return SpanReader(GivenModel(tokenizer, start, end, relevance), WindowMaker(tokenizer, 101, 0))


def with_sentences(passage: Passage) -> Passage:
    spans = sentence_spans(passage.text, 0, len(passage.text))
    return replace(passage, sentences=tuple(SentenceScore(span, 0.5, 0.5, 0.5) for span in spans))


def test_a_relevant_passage_answers_first_and_its_odds_are_its_own(tokenizer: Tokenizer, passage: MakePassage) -> None:
    read = [passage("The lamp was lit in 1901."), passage("The tower was built in 1901.", source="tower")]
    reading = reader(tokenizer, {"1901": 5.0}, {"1901": 5.0}, (-4.0, 4.0)).read("When?", read)
    assert [span.passage.text for span in reading.spans[:2]] == [read[1].text, read[0].text]
    assert [one.relevance for one in reading.passages] == [-4.0, 4.0]
    odds = [span.score - span.null_score for span in reading.spans[:2]]
    assert odds[0] == pytest.approx(odds[1], abs=0.01)
    assert odds[0] == pytest.approx(10 + 18, abs=0.1)


def test_a_span_has_the_probability_of_those_that_overlap_it(tokenizer: Tokenizer, passage: MakePassage) -> None:
    marks = {"anna": 5.0, "berg": 5.0}
    best = reader(tokenizer, marks, marks).read("Who lit it?", [passage(TEXT)]).spans[0]
    assert best.text in ("Anna", "Anna Berg")
    assert math.exp(best.score) == pytest.approx(2 / 3, abs=0.01)


def test_an_answer_that_is_cut_in_several_ways_goes_before_one_that_is_marked_once(
    tokenizer: Tokenizer, passage: MakePassage
) -> None:
    marks = {"anna": 5.0, "berg": 5.0, "otto": 5.1}
    read = [passage("Otto lit it."), passage("Anna Berg lit it.", source="berg")]
    spans = reader(tokenizer, marks, marks).read("Who lit it?", read).spans
    assert [span.passage.chunk.document.source for span in spans[:2]] == ["berg", "talk"]


def test_words_of_two_passages_that_overlap_are_one_answer(tokenizer: Tokenizer, passage: MakePassage) -> None:
    one = passage(TEXT)
    other = replace(one, chunk=replace(one.chunk, id="other", end=TEXT.index(" Otto")))
    spans = reader(tokenizer, {"anna": 5.0}, {"anna": 5.0}).read("Who lit it?", [one, other]).spans
    assert [span.text for span in spans].count("Anna") == 1


def test_no_passage_gives_more_than_a_few_spans(tokenizer: Tokenizer, passage: MakePassage) -> None:
    marks = dict.fromkeys(("anna", "lamp", "1901", "otto", "lit"), 5.0)
    spans = reader(tokenizer, marks, marks).read("What?", [passage(TEXT)]).spans
    assert len(spans) == PER_PASSAGE


def test_a_fact_stays_in_its_sentence_and_a_list_goes_on(tokenizer: Tokenizer, passage: MakePassage) -> None:
    read = [with_sentences(passage(TEXT))]
    marked = reader(tokenizer, {"anna": 6.0}, {"otto": 5.0, "berg": 4.5})
    assert marked.read("Who lit it?", read).spans[0].text == "Anna Berg"
    assert marked.read("Which people are named?", read).spans[0].text == "Anna Berg lit the lamp in 1901. Otto"


def test_what_only_a_longer_answer_held_is_no_answer_of_its_own(tokenizer: Tokenizer, passage: MakePassage) -> None:
    read = [with_sentences(passage(TEXT))]
    marked = reader(tokenizer, {"anna": 6.0, "lamp": 1.0}, {"otto": 5.0, "berg": 4.5, "lamp": 0.0})
    assert [span.text for span in marked.read("Who lit it?", read).spans if "lamp" in span.text] == []


def test_the_half_of_a_longer_answer_takes_no_part_of_another(tokenizer: Tokenizer, passage: MakePassage) -> None:
    numbers = (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    )
    read = [with_sentences(passage(f"Anna counts {numbers} and then all of these again. Otto counts with young Sam."))]
    marked = reader(tokenizer, {"anna": 9.0, "sam": 6.0, "otto": 3.0}, {"otto": 4.0, "sam": 5.0})
    spans = marked.read("Who counts?", read).spans
    assert [span.text for span in spans[:2]] == ["Otto", "Sam"]


def test_each_passage_has_the_verdict_that_was_given_on_it(tokenizer: Tokenizer, passage: MakePassage) -> None:
    read = [passage(TEXT), passage("The tower was built in 1901.", source="tower")]
    model = GivenModel(tokenizer, {}, {}, (0.0,), [(2.0, 0.0, 0.0), (-1.0, 0.0, 3.0)])
    judged = SpanReader(model, WindowMaker(tokenizer, 101, 0)).read("Did Anna light it?", read).passages
    yes = math.exp(2) / (math.exp(2) + 2)
    assert judged[0].verdict == pytest.approx((yes, (1 - yes) / 2, (1 - yes) / 2))
    assert judged[1].verdict is not None
    assert judged[1].verdict.index(max(judged[1].verdict)) == 2


def test_a_model_that_ranks_brings_forward_the_sentences_of_what_is_relevant(
    tokenizer: Tokenizer, passage: MakePassage
) -> None:
    read = [
        with_sentences(passage("The lamp was lit in 1901.", score=0.9)),
        with_sentences(passage("The tower was built in 1901.", source="tower")),
    ]
    reading = RankingReader(GivenModel(tokenizer, {}, {}, (-9.0, 9.0)), WindowMaker(tokenizer, 101, 0)).read(
        "When?", read
    )
    assert [span.text for span in reading.spans] == ["The tower was built in 1901.", "The lamp was lit in 1901."]
    assert [one.score for one in reading.passages] == [0.9, 0.5]


def test_of_the_windows_of_a_long_passage_the_most_relevant_speaks(tokenizer: Tokenizer, passage: MakePassage) -> None:
    long = passage(" ".join([TEXT] * 18))
    reading = reader(tokenizer, {"anna": 5.0}, {"anna": 5.0}, (3.0, -3.0)).read("Who?", [long])
    assert reading.passages[0].relevance == 3.0


def test_an_item_becomes_its_list_where_that_is_nearly_as_probable(tokenizer: Tokenizer, passage: MakePassage) -> None:
    read = [passage("Anna, Otto and Sam lit the lamp.")]
    near = reader(tokenizer, {"anna": 5.0}, {"anna": 5.0, "sam": 4.5}).read("Who lit it?", read)
    far = reader(tokenizer, {"anna": 5.0}, {"anna": 5.0, "sam": 1.0}).read("Who lit it?", read)
    assert (near.spans[0].text, far.spans[0].text) == ("Anna, Otto and Sam", "Anna")
    assert near.spans[0].score <= 0  # A probability, though the list is counted for its item too.


def test_spans_beside_one_that_is_certain_are_told_with_a_score(tokenizer: Tokenizer, passage: MakePassage) -> None:
    spans = (
        reader(tokenizer, {"anna": 900.0, "otto": 1.0}, {"anna": 900.0, "otto": 1.0})
        .read("Who?", [passage(TEXT)])
        .spans
    )
    assert [span.text for span in spans[:2]] == ["Anna", "Otto"]
    assert all(math.isfinite(span.score) for span in spans)
