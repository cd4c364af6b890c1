"""The reader without a model: whole sentences, ordered by what is known of them and of their passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from corpus.sentences import sentence_spans
from qa.reader.sentence import WRONG_KIND_COSTS, SentenceReader
from qa.types import Passage, SentenceScore

MakePassage = Callable[..., Passage]


def scored(passage: Passage, scores: Sequence[float]) -> Passage:
    """Return ``passage`` with its sentences, which have these scores."""
    spans = sentence_spans(passage.text, 0, len(passage.text))
    sentences = tuple(SentenceScore(span, 0.5, 0.5, score) for span, score in zip(spans, scores, strict=True))
    return replace(passage, sentences=sentences)


def test_a_good_sentence_in_a_passage_about_something_else_does_not_win(passage: MakePassage) -> None:
    near = scored(passage("It was lit in 1901.", score=0.8), [0.6])
    far = scored(passage("It was sold in 1907.", source="far", score=0.3), [0.7])
    spans = SentenceReader().read("When was the lamp lit?", [far, near]).spans
    assert [span.text for span in spans] == ["It was lit in 1901.", "It was sold in 1907."]
    assert [span.score for span in spans] == [pytest.approx(0.7), pytest.approx(0.5)]


def test_a_sentence_that_cannot_be_the_answer_stands_back(passage: MakePassage) -> None:
    read = scored(passage("The lamp is green. It was lit in 1901."), [0.5, 0.48])
    when, what = (SentenceReader().read(asked, [read]).spans for asked in ("When was it lit?", "What colour is it?"))
    assert [span.text for span in when] == ["It was lit in 1901.", "The lamp is green."]
    assert [span.text for span in what] == ["The lamp is green.", "It was lit in 1901."]
    assert when[1].score == pytest.approx(0.5 - WRONG_KIND_COSTS)


def test_a_sentence_of_two_passages_is_offered_once_as_of_the_first(passage: MakePassage) -> None:
    first = scored(passage("It was lit in 1901.", score=0.8), [0.6])
    again = scored(passage("It was lit in 1901.", score=0.4), [0.6])
    spans = SentenceReader().read("When was it lit?", [first, again]).spans
    assert [span.score for span in spans] == [pytest.approx(0.7)]
