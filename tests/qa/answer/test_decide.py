"""The decision between an answer and a refusal, and which collection may give it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from qa import Assistant
from qa.answer import Draft
from qa.answer.composing import LEAD, choose
from qa.answer.decide import (
    COEFFICIENTS,
    MOST_ODDS,
    Coefficients,
    SentenceFeatures,
    SpanFeatures,
    decide,
    default_coefficients,
    features_of,
    sentence_around,
    sentence_of,
    sentence_text,
)
from qa.reader import ReaderKind, load_reader
from qa.retrieve import retrieve
from qa.types import AnswerSpan, Passage

KINDS: dict[ReaderKind, type] = {"sentence": SentenceFeatures, "span": SpanFeatures}


def spans_for(assistant: Assistant, question: str, reader: str = "sentence") -> list[AnswerSpan]:
    vector = assistant.encoder.encode_question(question)
    passages = retrieve(assistant.index, question, vector, collection="documentary", count=5)
    return list(load_reader(reader).read(question, passages).spans)


def draft(span: AnswerSpan, probability: float, *, answered: bool = True) -> Draft:
    return Draft(span.text, (span,), probability, answered)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_names_every_feature_and_the_command_that_wrote_it(kind: ReaderKind) -> None:
    written = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))[kind]
    assert set(written["model"]["weights"]) == {field.name for field in dataclasses.fields(KINDS[kind])}
    assert written["fitted"]["command"] == (
        "python -m qa calibrate tests/questions/development/kinds-*.jsonl"
        " tests/questions/development/newcomer-documentary.jsonl"
    )
    assert 0 < default_coefficients(kind).threshold < 1


@pytest.mark.parametrize("kind", KINDS)
def test_closeness_speaks_for_an_answer_and_a_missing_name_against_it(kind: ReaderKind) -> None:
    weights = default_coefficients(kind).weights
    for closeness in ("cosine", "margin") if kind == "sentence" else ("above_null", "share", "relevance"):
        assert weights[closeness] > 0
    assert weights["name_missing"] < 0
    assert weights["wrong_kind"] < 0


def test_of_spans_the_most_probable_is_chosen_and_not_merely_the_first(documentary: Assistant) -> None:
    question = "When was PyTorch released?"
    spans = spans_for(documentary, question, "shipped")
    coefficients = default_coefficients("span")
    chosen = decide(question, spans, coefficients)
    assert chosen is not None
    assert chosen.span.text == "January 2017"
    judged = [coefficients.probability(features_of(question, span, spans, "span")) for span in spans]
    assert chosen.probability == max(judged) > min(judged)


def test_the_sentence_of_a_span_is_the_one_that_holds_it(documentary: Assistant) -> None:
    for span in spans_for(documentary, "When was PyTorch released?", "shipped"):
        sentence = sentence_of(span).span
        assert sentence in [scored.span for scored in span.passage.sentences]
        assert min(sentence.end, span.end) > max(sentence.start, span.start)


def test_features_are_those_of_the_best_span(documentary: Assistant) -> None:
    spans = spans_for(documentary, "When was PyTorch released?")
    features = features_of("When was PyTorch released?", spans[0], spans, "sentence")
    assert isinstance(features, SentenceFeatures)
    assert features.margin == pytest.approx(spans[0].score - spans[1].score)
    assert (features.name_missing, features.wrong_kind) == (0, 0)
    assert features_of("When was TensorFlow released?", spans[0], spans, "sentence").name_missing == 1
    spans = spans_for(documentary, "Is PyTorch open source?")
    assert features_of("When was it opened?", spans[0], spans, "sentence").wrong_kind == 1


def test_the_threshold_is_what_parts_answer_and_refusal(documentary: Assistant) -> None:
    spans = spans_for(documentary, "When was PyTorch released?")
    coefficients = default_coefficients("sentence")
    shown = decide("When was PyTorch released?", spans, coefficients)
    assert shown is not None
    assert shown.answered
    strict = dataclasses.replace(coefficients, threshold=1.0)
    refused = decide("When was PyTorch released?", spans, strict)
    assert refused is not None
    assert not refused.answered
    assert decide("When?", [], coefficients) is None


def test_the_reader_offers_each_sentence_once_best_first(documentary: Assistant) -> None:
    spans = spans_for(documentary, "When was PyTorch released?")
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)
    places = [(span.passage.chunk.document.source, span.start) for span in spans]
    assert len(set(places)) == len(places)
    assert spans[0].text == "PyTorch was released in January 2017."


def test_the_first_collection_wins_unless_a_later_one_is_far_more_probable(documentary: Assistant) -> None:
    span = spans_for(documentary, "When was PyTorch released?")[0]
    film = draft(span, 0.5)
    assert choose([film, draft(span, 0.5 + LEAD / 2)]) == 0
    assert choose([film, draft(span, 0.5 + LEAD * 1.1)]) == 1
    assert choose([film, draft(span, 0.95)]) == 1
    assert choose([film, draft(span, 0.9, answered=False)]) == 0
    assert choose([draft(span, 0.2, answered=False), film]) == 1
    assert choose([draft(span, 0.2, answered=False), None]) is None
    assert choose([]) is None


def features(question: str, passage: Passage, span: AnswerSpan, *others: AnswerSpan) -> SpanFeatures:
    found = features_of(question, span, [span, *others], "span")
    assert isinstance(found, SpanFeatures)
    return found


def test_the_features_of_a_span_are_its_own(passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]) -> None:
    read = passage("The lamp was lit in 1901. Ines Kovar lit it.", cosines=(0.7, 0.3), lexical=0.4)
    best, other = mark(read, "1901", -0.5, -3.0), mark(read, "Ines Kovar", -2.0, -3.0)
    found = features("When was it lit?", read, best, other)
    assert (found.above_null, found.share, found.wrong_kind) == (2.5, -0.5, 0)
    later = features_of("When was it lit?", other, [best, other], "span")
    assert isinstance(later, SpanFeatures)
    assert (later.above_null, later.share, later.wrong_kind) == (1.0, -2.0, 1)
    ranked = dataclasses.replace(read, relevance=4.0)
    assert features("When was it lit?", ranked, mark(ranked, "1901")).relevance == 0.4


def test_a_sentence_without_another_is_ahead_of_nothing(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    span = mark(passage("The lamp was lit in 1901."), "The lamp was lit in 1901.", 0.7, 0.0)
    found = features_of("When was it lit?", span, [span], "sentence")
    assert isinstance(found, SentenceFeatures)
    assert found.margin == 0.7


def test_of_two_sentences_a_span_belongs_to_the_one_that_holds_more_of_it(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("The lamp was lit in 1901. Ines Kovar lit it.")
    assert sentence_text(mark(read, "lit in 1901. Ines")) == "The lamp was lit in 1901."
    assert sentence_text(mark(read, "1901. Ines Kovar")) == "Ines Kovar lit it."
    assert sentence_around(mark(read, "Ines")).text == "Ines Kovar lit it."


def test_a_reader_that_is_very_sure_is_believed_up_to_a_point(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("The lamp was lit in 1901.")
    sure, unsure = mark(read, "1901", -0.1, -50.0), mark(read, "1901", -50.0, 0.0)
    assert features("When?", read, sure).above_null == MOST_ODDS
    assert features("When?", read, unsure).above_null == features("When?", read, unsure).share == -MOST_ODDS


@pytest.mark.parametrize("where", [{"title": "The lamp of Porto"}, {"heading": ("Lamps", "Porto")}, {}])
def test_a_name_is_known_from_text_heading_or_title(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan], where: dict[str, Any]
) -> None:
    read = passage("The lamp was lit in 1901.", **where)
    found = features("When was the lamp in Porto lit?", read, mark(read, "1901"))
    assert found.name_missing == (0 if where else 1)
    assert features("When was the lamp lit?", read, mark(read, "1901")).name_missing == 0


def test_a_definition_is_one_only_where_it_is_asked_for(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("ONNX is a format.")
    span = mark(read, "a format")
    defining, other = (
        features_of(asked, span, [span], "sentence") for asked in ("What is ONNX?", "Why was ONNX made?")
    )
    assert isinstance(defining, SentenceFeatures)
    assert isinstance(other, SentenceFeatures)
    assert (defining.defines, defining.wrong_kind, other.defines) == (1, 0, 0)


def test_a_measure_of_another_kind_is_no_answer(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("The organ weighs 118 kilograms. It is three metres tall.")
    weights = {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)}
    model = Coefficients("span", "any", 0.5, 0.0, weights)
    spans = [mark(read, "118 kilograms"), mark(read, "three metres")]
    decided = decide("How tall is the organ?", spans, model)
    assert decided is not None
    assert decided.span.text == "three metres"
    assert decide("How tall is the organ?", spans[:1], model) is None


def test_that_something_never_was_is_no_date(passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]) -> None:
    read = passage("The tower was never built. Its lamp was lit in 1901.")
    model = Coefficients("span", "any", 0.5, 0.0, {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)})
    spans = [mark(read, "never built"), mark(read, "1901")]
    decided = decide("When was the tower built?", spans, model)
    assert decided is not None
    assert decided.span.text == "1901"
    assert decide("When was the tower built?", spans[:1], model) is None
    assert decide("What became of the tower?", spans[:1], model) is not None


def test_a_place_is_no_time(passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]) -> None:
    read = passage("The loom was built at the Orme works. The Orme works closed soon after the flood.")
    model = Coefficients("span", "any", 0.5, 0.0, {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)})
    spans = [mark(read, "at the Orme works"), mark(read, "soon after the flood")]
    decided = decide("When did the works close?", spans, model)
    assert decided is not None
    assert decided.span.text == "soon after the flood"
    assert decide("When was the loom built?", spans[:1], model) is None
    assert decide("Who knows when the loom was built at the Orme works?", spans[:1], model) is not None


def test_what_the_film_is_about_is_not_the_film(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    loom = passage("The loom was released in January 2017.", title="The Loom Documentary")
    film = passage("The documentary had its premiere in June 2024.", title="About it")
    model = Coefficients("span", "any", 0.5, 0.0, {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)})
    of_loom, of_film = mark(loom, "January 2017"), mark(film, "June 2024")

    def chosen(question: str, *spans: AnswerSpan) -> str | None:
        decided = decide(question, spans, model)
        return decided.span.text if decided else None

    assert chosen("When did the film come out?", of_loom, of_film) == "June 2024"
    assert chosen("When did the film come out?", of_loom) is None
    assert chosen("When was the loom released?", of_loom, of_film) == "January 2017"
    assert chosen("When does the film say that it was released?", of_loom, of_film) == "January 2017"
    in_a_film = mark(passage("The loom was released in January 2017.", collection="film"), "January 2017")
    assert chosen("When did the film come out?", in_a_film) is None
    headed = mark(passage("It had its premiere in June 2024.", title="The film", heading=("The film",)), "June 2024")
    assert chosen("When did the film come out?", of_loom, headed) == "June 2024"
    untitled = mark(passage("It was released in January 2017.", title="The loom"), "January 2017")
    assert chosen("When was the book published?", untitled) == "January 2017"


def test_a_probability_follows_from_the_weights() -> None:
    flat = SpanFeatures(*[0.0] * len(dataclasses.fields(SpanFeatures)))
    weights = {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)}
    model = Coefficients("span", "any", 0.5, 0.0, weights)
    assert model.probability(flat) == 0.5
    assert dataclasses.replace(model, intercept=1.0).probability(flat) == pytest.approx(0.7311, abs=1e-4)
    heavy = dataclasses.replace(model, weights={**weights, "share": 2.0})
    assert heavy.probability(dataclasses.replace(flat, share=-0.5)) == pytest.approx(0.2689, abs=1e-4)
    assert heavy.probability(dataclasses.replace(flat, share=1e6)) == pytest.approx(1.0)
    assert heavy.probability(dataclasses.replace(flat, share=-1e6)) == pytest.approx(0.0)


def test_the_threshold_itself_is_enough(passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]) -> None:
    read = passage("The lamp was lit in 1901.")
    weights = {field.name: 0.0 for field in dataclasses.fields(SpanFeatures)}
    model = Coefficients("span", "any", 0.5, 0.0, weights)
    for threshold, answered in ((0.5, True), (0.51, False)):
        decided = decide("When?", [mark(read, "1901")], dataclasses.replace(model, threshold=threshold))
        assert decided is not None
        assert decided.answered is answered


def test_a_later_span_that_is_more_probable_goes_first(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("It is green. The lamp was lit in 1901.")
    spans = [mark(read, "green", -0.5), mark(read, "1901", -0.6)]
    weights = {**{field.name: 0.0 for field in dataclasses.fields(SpanFeatures)}, "wrong_kind": -5.0}
    decided = decide("When was it lit?", spans, Coefficients("span", "any", 0.5, 0.0, weights))
    assert decided is not None
    assert decided.span is spans[1]


def test_of_sentences_only_the_first_is_judged(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage("It is green. The lamp was lit in 1901.", cosines=(0.1, 0.9))
    spans = [mark(read, "It is green.", 0.5, 0.0), mark(read, "The lamp was lit in 1901.", 0.4, 0.0)]
    decided = decide("When was it lit?", spans, default_coefficients("sentence"))
    assert decided is not None
    assert decided.span is spans[0]
