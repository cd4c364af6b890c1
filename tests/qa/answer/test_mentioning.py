"""Whether the text mentions something is answered by looking, not by what sounds like it."""

from pathlib import Path

import pytest

from index import Encoder
from qa import Assistant

TALK = """# A talk on mills

The mill at Hask was built in 1791 by Ann Lee. It is driven by the river.

Her cousin Ben Ode took it over in 1820. He wrote about it to the painter Constable.
"""


@pytest.fixture(scope="module")
def talk(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("talk")
    (folder / "talk.md").write_text(TALK, encoding="utf-8")
    return Assistant.build([folder / "talk.md"], folder / "index", encoder=encoder)


@pytest.mark.parametrize(
    ("question", "proof"),
    [
        ("Does the talk mention Constable?", "He wrote about it to the painter Constable."),
        ("is ben ode in the talk", "Her cousin Ben Ode took it over in 1820."),
        ("Is there anything about the river?", "It is driven by the river."),
    ],
)
def test_what_is_mentioned_is_shown(talk: Assistant, question: str, proof: str) -> None:
    answer = talk.ask(question)
    assert answer.text == f"Yes. {proof}"
    assert proof in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("question", ["Does the talk mention Turner?", "Is Elon Musk in the talk?"])
def test_a_name_that_stands_nowhere_is_not_said_to_be_mentioned(talk: Assistant, question: str) -> None:
    assert not talk.ask(question).answered


@pytest.mark.parametrize("question", ["Does the film mention TensorFlow?", "Is Yann LeCun in the documentary?"])
def test_what_only_the_background_tells_of_is_not_in_the_film(documentary: Assistant, question: str) -> None:
    assert not documentary.ask(question).answered


def test_a_sentence_of_the_background_that_speaks_of_the_film_counts(documentary: Assistant) -> None:
    answer = documentary.ask("Does Jeremy Howard appear in the film?")
    assert answer.text.startswith("Yes. ")
    assert "Jeremy Howard" in answer.text


def test_who_is_in_the_film_are_people_and_no_companies(documentary: Assistant) -> None:
    told = documentary.ask("Who appears in the film?").text
    assert "Brian Granger" in told
    assert "Jeremy Howard" in told
    assert "Nvidia" not in told


def test_frameworks_are_no_people_either(documentary: Assistant) -> None:
    assert "Theano" not in documentary.ask("Name three people").text


def test_what_is_made_is_not_taken_for_its_maker(documentary: Assistant) -> None:
    assert not documentary.ask("Was ChatGPT made with PyTorch?").text.startswith("No")


def test_a_timeline_holds_the_dates_in_their_order(documentary: Assistant) -> None:
    told = documentary.ask("Give me a timeline").text
    assert 0 <= told.index("2017") < told.index("2022")


def test_who_made_that_is_asked_of_what_was_told(documentary: Assistant) -> None:
    history = [
        {"role": "user", "content": "What is Caffe2?"},
        {"role": "assistant", "content": "Caffe2 originated at Facebook."},
    ]
    assert documentary.ask("who made that", history=history).status != "about_itself"
