"""Two questions in one, and too few words for one, through the whole of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant

TEXT = """# The Ardle Lighthouse

The Ardle Lighthouse was built in 1868 by Mara Tolen. It is forty-three metres high.

# The keeper

Mara Tolen was the keeper of the lighthouse for ten years. She painted the lamp green.

# The end of the light

In 1990 the lamp was switched off. About 60% of the islanders signed a letter of protest."""


@pytest.fixture(scope="module")
def lighthouse(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("ardle")
    text = folder / "ardle.md"
    text.write_text(TEXT, encoding="utf-8")
    return Assistant.build([text], folder / "index", encoder=encoder)


def test_both_parts_are_answered_with_their_proof(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("Who built the lighthouse and when?")
    assert answer.text == "Mara Tolen. 1868."
    assert answer.citations[0].quote == "The Ardle Lighthouse was built in 1868 by Mara Tolen."
    assert answer.question == "Who built the lighthouse and when?"


def test_the_part_that_the_text_does_not_say_is_named(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("Who built the lighthouse, and what was the name of her dog?")
    assert answer.text == "Mara Tolen"
    assert "does not say: " in answer.note
    assert "dog" in answer.note


def test_nothing_is_said_twice(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("When was the lighthouse built and in which year was the lighthouse built?")
    assert answer.text == "1868"


@pytest.mark.parametrize("question", ["When?", "why", "why why why", "how?"])
def test_a_question_word_alone_is_asked_back(lighthouse: Assistant, question: str) -> None:
    answer = lighthouse.ask(question)
    assert answer.status == "needs_clarification"
    assert not answer.citations


def test_somebody_is_no_thing(lighthouse: Assistant) -> None:
    history = [("Who was Mara Tolen?", "Mara Tolen was the keeper of the lighthouse for ten years.")]
    answer = lighthouse.ask("How high is she?", history=history)
    assert "lighthouse" not in answer.resolved_question


def test_what_is_referred_to_is_put_in_where_the_pronoun_ends_the_question(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("How high is it?", history=[("What is the Ardle Lighthouse?", "A tower.")])
    assert "Lighthouse" in answer.resolved_question


def test_a_share_is_no_number_of_people(lighthouse: Assistant) -> None:
    assert "60%" not in lighthouse.ask("How many islanders live there?").text
    assert "60%" in lighthouse.ask("What percent of the islanders signed?").text


def test_what_is_better_is_an_opinion(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("Is green better than red?")
    assert answer.status == "not_in_text"
    assert answer.reason == "no_question_of_text"
    assert not answer.note


@pytest.mark.parametrize(
    "question",
    [
        "What is the best part of the text?",
        "What is your favourite lighthouse?",
        "Do you like the Ardle Lighthouse?",
        "Would you recommend the lighthouse?",
    ],
)
def test_what_nobody_in_the_text_thinks_is_no_answer(lighthouse: Assistant, question: str) -> None:
    assert lighthouse.ask(question).status == "not_in_text"


def test_what_somebody_thinks_is_an_answer(encoder: Encoder, tmp_path: Path) -> None:
    text = "In the interview she was asked: do you like the lamp? I love the lamp, said Mara Tolen. The lamp is green."
    interview = Assistant.build(Document("talk.txt", text), tmp_path, encoder=encoder)
    assert interview.ask("What did Mara Tolen like best?").text == "The lamp"


def test_what_a_sentence_tells_of_something_else_is_no_yes(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "# Formats\n\nONNX was first called Toffee inside Facebook, where the PyTorch team developed the format.\n\n"
        "# Others\n\nMajor work on Theano ended in 2017. The Theano team named PyTorch among others."
    )
    formats = Assistant.build(Document("formats.md", text), tmp_path, encoder=encoder)
    assert not formats.ask("was theano developed by facebook?").text.startswith("Yes")
    assert formats.ask("was ONNX developed at facebook?").text.startswith("Yes")


def test_what_happened_to_something_is_told_in_sentences(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("What happened to the lamp?")
    assert "In 1990 the lamp was switched off." in answer.text


def test_what_the_text_says_of_a_part_is_its_section(lighthouse: Assistant) -> None:
    answer = lighthouse.ask("What does the text say about the end of the light?")
    assert "In 1990 the lamp was switched off." in answer.text
