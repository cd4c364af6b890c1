"""Whether one thing was before another: both are dated by the text."""

from __future__ import annotations

import pytest

from index import Encoder
from qa import Assistant
from qa.answer.dates import Date, dates_in
from qa.answer.ordering import ordered

TEXT = """# The village of Ashby

The stone mill at Ashby was built in 1802 by the miller John Fairlie.

The bridge was opened to carts on 4 May 1799, and the schoolmaster wrote a poem about the opening.

On 20 May 1799 the first market was held on the green.

The ferry belonged to two sisters and was painted yellow.

Agnes Fairlie became the teacher of the village in 1811.
"""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("village")
    (folder / "village.md").write_text(TEXT, encoding="utf-8")
    return Assistant.build([folder / "village.md"], folder / "index", encoder=encoder, collection="text")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Was the mill built before the bridge was opened?", "No. "),
        ("Was the bridge opened before the mill was built?", "Yes. "),
        ("Was the bridge opened after the mill?", "No. "),
        ("The mill was built before the bridge, right?", "No. "),
        ("Was the mill built before or after the bridge was opened?", "After. "),
        ("Is the mill older than the bridge?", "No. "),
        ("Did the mill exist before the bridge?", "No. "),
        ("Was the bridge opened earlier than the mill was built?", "Yes. "),
    ],
)
def test_two_dates_are_compared_and_both_are_proved(village: Assistant, question: str, said: str) -> None:
    answer = village.ask(question)
    assert answer.answered
    assert answer.text.startswith(said)
    proofs = " ".join(citation.quote for citation in answer.citations)
    assert "1802" in proofs
    assert "4 May 1799" in proofs


def test_the_days_of_one_month_are_compared(village: Assistant) -> None:
    assert village.ask("Was the bridge opened before the first market was held?").text.startswith("Yes. ")


@pytest.mark.parametrize(
    "question", ["Was the ferry painted before the mill was built?", "Is Agnes Fairlie older than the ferry?"]
)
def test_what_has_no_date_is_not_put_in_order(village: Assistant, question: str) -> None:
    answer = village.ask(question)
    assert not answer.answered or "1802" not in answer.text


@pytest.mark.parametrize(
    ("question", "first", "second", "later"),
    [
        (
            "Did the storm come before the first pair was let go?",
            "did the storm come",
            "was the first pair let go",
            False,
        ),
        ("Did Theano come out after PyTorch?", "did Theano come out", "did PyTorch come out", True),
        ("Was ONNX there long before PyTorch 1.0?", "was ONNX there", "PyTorch 1.0", False),
        ("Theano came out before PyTorch, right?", "Theano came out", "PyTorch came out", False),
        ("Wasn't the dome finished before the war?", "was the dome finished", "was the war", False),
    ],
)
def test_both_sides_are_asked_for_their_dates(question: str, first: str, second: str, later: bool) -> None:
    asked = ordered(question)
    assert asked is not None
    assert (asked.first, asked.second, asked.later) == ((f"When {first}?",), (f"When {second}?",), later)


def test_an_age_is_counted_from_whatever_began_it() -> None:
    asked = ordered("Is the hall newer than PyTorch 2.0?")
    assert asked is not None
    assert asked.first == ("When was the hall made?", "When was the hall first released?")
    assert asked.second == ("When was PyTorch 2.0 made?", "When was PyTorch 2.0 first released?")
    assert asked.later


@pytest.mark.parametrize(
    "question",
    [
        "Is the hall older than a hundred years?",
        "Was it released before 2016?",
        "Was it built before the spring of 1914?",
        "Are calls allowed after ten?",
        "Was it sold before May?",
    ],
)
def test_a_date_or_a_period_is_no_event(question: str) -> None:
    assert ordered(question) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It was on 4 May 1799, and in 1802.", [Date(1799, 5, 4), Date(1802, 0, 0)]),
        ("On May 4th, 1799 it began", [Date(1799, 5, 4)]),
        ("the 4th of May 1799", [Date(1799, 5, 4)]),
        ("May 1799", [Date(1799, 5, 0)]),
        ("1,802 people in May", []),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, dates: list[Date]) -> None:
    assert list(dates_in(text)) == dates


def test_dates_are_compared_as_far_as_both_are_known() -> None:
    assert Date(1799, 5, 4).precedes(Date(1799, 5, 20)) is True
    assert Date(1799, 5, 4).precedes(Date(1799, 5, 0)) is None
    assert Date(1802, 0, 0).precedes(Date(1799, 5, 4)) is False
    assert Date(1799, 0, 0).precedes(Date(1799, 5, 4)) is None
