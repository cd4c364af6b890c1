"""What and who something is: some sentences of the real texts, each proved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Document
from index import Encoder
from qa import Answer, Assistant
from qa.answer import definition
from qa.types import Passage

LAB = "FAIR is the research lab of Facebook."
TEXT = """The swell is a lever beside the keys. It changes the loudness of the organ.

The organ of Quellin has forty-four stops. Ines Kovar, a glassmaker from Lisbon, built the organ in 1868. Ines Kovar \
never learned to read music. Her brother sold the organ to a ship.

The ship sailed to Lisbon and sank. Nobody on the ship knew how to swim."""


@pytest.fixture(scope="module")
def organ(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.build([Document("organ", TEXT)], tmp_path_factory.mktemp("organ"), encoder=encoder)


def assert_each_sentence_is_cited(answer: Answer) -> None:
    assert answer.text == " ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["What is PyTorch?", "whats pytorch", "tell me about PyTorch"])
def test_the_defining_sentence_comes_first_and_more_is_told(documentary: Assistant, question: str) -> None:
    answer = documentary.ask(question)
    assert answer.shape == "definition"
    assert answer.text.startswith("PyTorch is an open-source framework for machine learning.")
    assert 2 <= len(answer.citations) <= 4
    assert_each_sentence_is_cited(answer)


def test_what_is_said_of_a_person_is_gathered_from_where_it_stands(documentary: Assistant) -> None:
    answer = documentary.ask("Who is Brian Granger?")
    assert answer.collection == "background"
    assert "co-founder of Project Jupyter" in answer.text
    assert "Amazon Web Services" in answer.text
    assert len({citation.start for citation in answer.citations}) == len(answer.citations) > 1
    assert_each_sentence_is_cited(answer)


def test_a_longer_name_is_something_else(documentary: Assistant) -> None:
    """What is said of PyTorch 1.0 and of the PyTorch Foundation does not say what PyTorch is."""
    text = documentary.ask("What is PyTorch?").text
    assert "PyTorch 1.0" not in text
    assert "PyTorch Foundation" not in text


def test_a_sentence_that_goes_on_belongs_to_it(organ: Assistant) -> None:
    answer = organ.ask("What is the swell?")
    assert answer.text == "The swell is a lever beside the keys. It changes the loudness of the organ."


def test_somebody_is_defined_by_what_stands_beside_the_name(organ: Assistant) -> None:
    answer = organ.ask("who is ines kovar")
    assert answer.text.startswith("Ines Kovar, a glassmaker from Lisbon, built the organ in 1868.")
    assert "never learned to read music" in answer.text


@pytest.mark.parametrize("question", ["Who is Mara Ellis?", "who was tom quayle"])
def test_somebody_is_called_by_the_last_name_after_the_first_time(
    encoder: Encoder, tmp_path: Path, question: str
) -> None:
    text = (
        "The bridge was planned by Mara Ellis and Tom Quayle. Ellis was an engineer from Leeds, and Quayle was a "
        "painter of ships.\n\nThe bridge opened in 1904. It has six arches, and trams crossed it until 1951."
    )
    answer = Assistant.build([Document("bridge", text)], tmp_path, encoder=encoder).ask(question)
    assert answer.text == (
        "The bridge was planned by Mara Ellis and Tom Quayle. "
        "Ellis was an engineer from Leeds, and Quayle was a painter of ships."
    )


@pytest.mark.parametrize("question", ["What is JAX?", "Who is Elon Musk?", "What is a transformer?"])
def test_what_the_texts_do_not_name_is_not_defined(documentary: Assistant, question: str) -> None:
    assert not documentary.ask(question).answered


def test_quotes_stand_in_the_text_to_the_letter(organ: Assistant, tmp_path: Path) -> None:
    for citation in organ.ask("Tell me about Ines Kovar").citations:
        assert TEXT[citation.start : citation.end] == citation.quote


def test_what_something_is_is_said_by_the_sentence_that_defines_it(passage: Callable[..., Passage]) -> None:
    read = [passage(f"{LAB} Engineers work there.", cosines=(0.8, 0.2), score=0.8)]
    found = definition("What is FAIR?", read)
    assert found is not None
    assert (found.span.text, found.answered) == (LAB, True)


def test_no_sentence_that_merely_is_near_is_a_definition(passage: Callable[..., Passage]) -> None:
    assert definition("What is FAIR?", [passage("Engineers of FAIR built it.", score=0.9)]) is None
    assert definition("What is FAIR?", [passage(LAB, score=0.0)]) is None
    assert definition("Who runs FAIR?", [passage(LAB, score=0.9)]) is None
    assert definition("What is FAIR?", []) is None
