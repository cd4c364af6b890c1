"""No bare pronoun is an answer, no question of the text, and nobody's deed is another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Encoder
from qa import Assistant

TALK = """1
00:00:01,000 --> 00:00:05,000
MARA OLSEN: I moved the workshop to Tromso in 1994.

2
00:00:06,000 --> 00:00:09,000
JON EK: I never agreed with the move.
"""
FAQ = """# The garden

Can I bring my dog?

Dogs may stay in the garden, but not in the house.

Anna voted against the dam. Carl did not vote.
"""


@pytest.fixture(scope="module")
def talk(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("pronouns")
    file = folder / "talk.srt"
    file.write_text(TALK, encoding="utf-8")
    return Assistant.build([file, FAQ], folder / "index", collection="talk", encoder=encoder)


@pytest.mark.parametrize(
    ("question", "name"),
    [("Who moved the workshop to Tromso?", "Mara Olsen"), ("Who never agreed with the move?", "Jon Ek")],
)
def test_who_speaks_of_himself_is_named(talk: Assistant, question: str, name: str) -> None:
    answer = talk.ask(question)
    assert answer.text.casefold() == name.casefold() or name.casefold() in answer.text.casefold()
    assert answer.text not in ("I", "We")


def test_who_is_meant_by_he_is_said_before(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "The choir was small. Per played the organ, and the singers were fond of him. He left the choir in 1930.\n\n"
        "The printer was paid. A piano was sold."
    )
    answer = Assistant.build([text], tmp_path, encoder=encoder).ask("Who left the choir in 1930?")
    assert "Per" in answer.text
    assert answer.citations[0].quote in text


@pytest.fixture(scope="module")
def choir(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("choir")
    file = folder / "p.txt"
    file.write_text(
        "Rosa Lind founded the choir in 1921. She conducted it for thirty years. Her husband Per played the organ. "
        "He left the choir in 1930. They moved to Lund.\n\n"
        "I wrote the anthem in one night, said Per. We sold our piano to pay the printer.",
        encoding="utf-8",
    )
    return Assistant.build([file], folder / "index", encoder=encoder)


def test_who_is_meant_by_he_is_named_where_the_sentence_before_begins_with_a_name(choir: Assistant) -> None:
    answer = choir.ask("Who left the choir in 1930?")
    assert answer.text == "Per"
    assert answer.citations[0].quote == "Her husband Per played the organ. He left the choir in 1930."


def test_who_is_meant_by_we_is_who_said_the_sentence_before(choir: Assistant) -> None:
    answer = choir.ask("Who sold the piano?")
    assert answer.text == "Per"
    assert answer.citations[0].quote.endswith("said Per. We sold our piano to pay the printer.")


def test_her_is_no_other_answer_than_the_name_it_stands_for(choir: Assistant) -> None:
    assert choir.ask("Whose husband played the organ?").text == "Rosa Lind"


def test_what_opens_the_sentence_before_is_no_name_by_its_capital_alone(encoder: Encoder, tmp_path: Path) -> None:
    text = "Per had a choir. Singers loved him, and Lund paid. He left the choir in 1930.\n\nThe printer was paid."
    answer = Assistant.build([text], tmp_path, encoder=encoder).ask("Who left the choir in 1930?")
    assert answer.text != "Singers"


def test_a_question_of_the_text_proves_nothing(talk: Assistant) -> None:
    answer = talk.ask("Can I bring my dog?")
    assert "?" not in answer.text
    assert all("?" not in citation.quote for citation in answer.citations)


def test_what_another_did_decides_nothing(talk: Assistant) -> None:
    answer = talk.ask("Did Anna vote for the dam?")
    assert "Carl" not in answer.text
