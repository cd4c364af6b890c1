"""A conversation with the assistant: what is taken up, what is asked back, small talk and other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant, Turn

PEOPLE = """Ada Moll was born in Riga in 1850. Ada Moll was a lawyer. Ada Moll died in Vienna in 1920.

Bo Nord was born in Turku in 1861. Bo Nord was a chemist. Bo Nord died in Oslo in 1931.

Dan Pohl was born in Kiel in 1872. Dan Pohl was a botanist. Dan Pohl died in Rome in 1942.

Eva Quist was born in Bergen in 1883. Eva Quist was a historian. Eva Quist died in Lund in 1953.
"""


@pytest.fixture(scope="module")
def people(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over four short lives."""
    return Assistant.build(Document("people.txt", PEOPLE), tmp_path_factory.mktemp("people"), encoder=encoder)


def test_a_follow_up_is_answered_about_what_was_spoken_of(people: Assistant) -> None:
    first = people.ask("When did Bo Nord die?")
    second = people.ask("Where was he born?", history=[Turn(first.question, first)])
    third = people.ask(
        "What about Eva Quist?", history=[("When did Bo Nord die?", "1931"), ("Where was he born?", "Turku")]
    )
    assert first.text == "1931"
    assert (second.text, second.resolved_question) == ("Turku", "Where was Bo Nord born?")
    assert (third.text, third.resolved_question) == ("Bergen", "Where was Eva Quist born?")


def test_a_change_of_subject_is_followed(people: Assistant) -> None:
    answer = people.ask("When did Ada Moll die?", history=[("When did Bo Nord die?", "1931")])
    assert (answer.text, answer.resolved_question) == ("1920", "When did Ada Moll die?")


@pytest.mark.parametrize("question", ["Where was he born?", "When did she die?"])
def test_a_pronoun_that_may_be_anybody_is_asked_back(people: Assistant, question: str) -> None:
    answer = people.ask(question)
    assert answer.status == "needs_clarification"
    assert answer.citations == ()
    assert len(answer.follow_ups) >= 2
    assert people.ask(answer.follow_ups[0]).answered


def test_a_pronoun_for_somebody_whom_the_question_names_is_not_asked_back(people: Assistant) -> None:
    assert people.ask("Nord had his birth in Turku, right?").text.startswith("Yes")
    assert people.ask("where was eva quist when she died").text == "Lund"


@pytest.mark.parametrize(
    "said",
    ["hi", "Thanks!", "who are you?", "what can you do?", "help", "bye", "Do you speak German?", "That was wrong."],
)
def test_small_talk_gets_a_reply_and_no_refusal(documentary: Assistant, said: str) -> None:
    answer = documentary.ask(said)
    assert answer.status == "about_itself"
    assert not answer.answered
    assert answer.citations == ()
    assert len(answer.follow_ups) == 3


@pytest.mark.parametrize("question", ["Which languages came up?", "Which frameworks are there?"])
def test_a_question_of_the_text_is_no_small_talk(documentary: Assistant, question: str) -> None:
    assert documentary.ask(question).status != "about_itself"


@pytest.mark.parametrize(
    "question",
    ["Hi, who created PyTorch?", "Thanks! And who created PyTorch?", "Hello, can you tell me who created PyTorch?"],
)
def test_a_question_behind_a_greeting_is_answered(documentary: Assistant, question: str) -> None:
    assert "Adam Paszke" in documentary.ask(question).text


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Wer hat PyTorch entwickelt?", "auf Englisch"),
        ("Qui a créé PyTorch?", "en anglais"),
        ("¿Quién creó PyTorch?", "en inglés"),
        ("PyTorch是谁创建的", "英文"),
        ("Кто создал PyTorch?", "английск"),
        ("Hvem lavede PyTorch?", "engelsk"),
    ],
)
def test_another_language_is_replied_to_in_it(documentary: Assistant, question: str, reply: str) -> None:
    answer = documentary.ask(question)
    assert answer.status == "about_itself"
    assert reply in answer.text
    assert "English" in answer.text


@pytest.mark.parametrize("question", ["wat is ONXX", "pytroch relase date", "seya tokoi chainer", "lstm vs gru"])
def test_a_misspelt_question_is_no_other_language(documentary: Assistant, question: str) -> None:
    assert documentary.ask(question).status != "about_itself"


def test_a_text_in_another_language_may_be_asked_in_it(encoder: Encoder, tmp_path: Path) -> None:
    text = "Der Leuchtturm wurde im Jahr 1874 von Anna Berg gebaut.\n\nDie Stadt hat den Leuchtturm bezahlt."
    own = Assistant.build(Document("turm.txt", text), tmp_path / "own", encoder=encoder)
    assert own.ask("Wer hat den Leuchtturm gebaut?").status != "about_itself"
