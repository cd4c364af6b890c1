"""What a question takes for granted, held against the text, through the whole of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant
from qa.answer.details import details_of, within_bounds
from qa.question.numbers import numbers_in

TEXT = """The Ardle Lighthouse was built in 1868 by Mara Tolen. It is forty-three metres high and has two lamps.

The lighthouse was painted red and white in 1902. It is open from May to September.

The keeper's house stayed shut for eight months after the storm."""


@pytest.fixture(scope="module")
def lighthouse(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.build([Document("ardle", TEXT)], tmp_path_factory.mktemp("ardle"), encoder=encoder)


@pytest.mark.parametrize(
    ("question", "begins", "proof"),
    [
        ("Was the lighthouse built in 1868?", "Yes. ", "1868"),
        ("Was the lighthouse built in 1901?", "No. ", "1868"),
        ("The lighthouse was built in 1901, wasn't it?", "No. ", "1868"),
        ("Is the lighthouse 63 metres high?", "No. ", "forty-three"),
        ("Is the lighthouse 43 metres high?", "Yes. ", "forty-three"),
        ("Does the lighthouse have three lamps?", "No. ", "two lamps"),
        ("Is the lighthouse more than forty metres high?", "Yes. ", "forty-three"),
        ("Is the lighthouse taller than 50 metres?", "No. ", "forty-three"),
        ("Was the lighthouse built before 1900?", "Yes. ", "1868"),
        ("Was the lighthouse built after 1900?", "No. ", "1868"),
        ("When did Gustav Brok build the lighthouse?", "Not so: ", "Mara Tolen"),
        ("Why did the keeper's house stay shut for eight years?", "Not so: ", "eight months"),
    ],
)
def test_a_detail_is_held_against_what_the_text_says_of_it(
    lighthouse: Assistant, question: str, begins: str, proof: str
) -> None:
    answer = lighthouse.ask(question)
    assert answer.text.startswith(begins)
    assert proof in answer.text
    assert proof in answer.citations[0].quote


@pytest.mark.parametrize("question", ["Did Gustav Brok visit the lighthouse?", "Does Gustav Brok like the lighthouse?"])
def test_what_others_may_do_too_is_not_denied(lighthouse: Assistant, question: str) -> None:
    assert lighthouse.ask(question).status == "not_in_text"


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("The Bittern weighs more than 90 kilos, right?", "Bittern: Built 2006; Weight 97 kg", True),
        ("Did the material come to less than 20,000 crowns?", "The material cost 14,000 crowns.", True),
        ("Did more than fifty people come?", "Forty-three people came.", False),
        ("Is it longer than two hours?", "It took three days.", None),
        ("Is it longer than two hours?", "It took three hours, and five hours with the break.", None),
        ("Does it weigh 90 kilos?", "It weighs 97 kg.", None),
        ("Was it built before 1900?", "It was built in 1868.", None),
    ],
)
def test_an_amount_is_held_against_a_bound(question: str, sentence: str, holds: bool | None) -> None:
    assert within_bounds(question, sentence) is holds


def test_who_asks_for_more_than_an_amount_is_answered_by_arithmetic(encoder: Encoder, tmp_path: Path) -> None:
    text = "In the end the material for the works cost 14,000 crowns. The clock has gone again since Easter."
    clock = Assistant.build([Document("clock", text)], tmp_path, encoder=encoder)
    assert clock.ask("Did the material for the repair come to less than 20,000 crowns?").text.startswith("Yes. ")
    assert clock.ask("Did the material for the repair come to more than 20,000 crowns?").text.startswith("No. ")


def test_a_month_within_those_that_are_named_is_not_denied(lighthouse: Assistant) -> None:
    assert not lighthouse.ask("Is the lighthouse open in July?").text.startswith("No")


@pytest.mark.parametrize(
    ("question", "begins"), [("Is it open on Mondays?", "No."), ("Is it open on Fridays?", "Yes.")]
)
def test_a_day_is_within_the_days_that_are_named_or_not(
    encoder: Encoder, tmp_path: Path, question: str, begins: str
) -> None:
    hall = Assistant.build(
        [Document("hall", "The hall is open from Tuesday to Saturday. It has 138 stalls.")], tmp_path, encoder=encoder
    )
    assert hall.ask(question.replace("it", "the hall")).text.startswith(begins)


def test_a_question_that_takes_what_is_true_for_granted_is_answered(lighthouse: Assistant) -> None:
    assert lighthouse.ask("Who built the lighthouse in 1868?").text == "Mara Tolen"


@pytest.mark.parametrize(
    ("question", "kind", "detail", "asked"),
    [
        ("Was PyTorch released in January 2017?", "date", "January 2017", "When was PyTorch released?"),
        ("The concerto has three movements, right?", "number", "three", "How many movements the concerto has?"),
        ("Why did the beavers come from Poland?", "name", "Poland", "Where did the beavers come from?"),
        ("Was TensorFlow developed by Microsoft?", "name", "Microsoft", "By whom was TensorFlow developed?"),
        ("Is the market open on Mondays?", "date", "Mondays", "When is the market open?"),
    ],
)
def test_the_question_about_a_detail_leaves_it_out(question: str, kind: str, detail: str, asked: str) -> None:
    found = [(one.kind, one.text, one.question) for one in details_of(question, frozenset())]
    assert (kind, detail, asked) in found


@pytest.mark.parametrize(
    "question", ["Which framework was released in 2019?", "Name two of the authors", "Is Amazon one of the founders?"]
)
def test_what_is_asked_for_is_not_taken_for_granted(question: str) -> None:
    assert not [one for one in details_of(question, frozenset()) if one.kind != "name"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("forty-three metres", ["43"]),
        ("three hundred and twelve of 5 million", ["312", "5000000"]),
        ("1,000 guests, the 1990s and the 3rd", ["1000", "1990", "3"]),
        ("4.2 million pounds", ["4200000"]),
        ("none of the oneness", []),
    ],
)
def test_numbers_are_the_same_however_they_are_written(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers
