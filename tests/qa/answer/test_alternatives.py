"""Which of two it is, and which words of the question are the two."""

from __future__ import annotations

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant
from qa.answer.claims import claim_of
from qa.answer.yes_no import options_of

TEXT = """The drive from Bavaria took twenty-six hours, in a van. The chest of the organ is made of pear wood.

The first bridge was opened in spring 1931. Ines Kovar was a glassmaker."""


@pytest.fixture(scope="module")
def bridge(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.build([Document("bridge", TEXT)], tmp_path_factory.mktemp("bridge"), encoder=encoder)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the drive from Bavaria take 16 or 26 hours?", "26 hours"),
        ("Is the chest made of oak or of pear wood?", "Of pear wood"),
        ("Was the bridge opened in spring or in autumn 1931?", "In spring"),
        ("Was Ines Kovar a singer or a glassmaker?", "A glassmaker"),
    ],
)
def test_the_one_that_the_text_names_is_the_answer(bridge: Assistant, question: str, text: str) -> None:
    assert bridge.ask(question).text == text


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Is it under the Apache or the Linux Foundation?", ("the Apache", "the Linux Foundation")),
        ("Did Sam Gross or Seiya Tokui write it?", ("Sam Gross", "Seiya Tokui")),
        (
            "Which took longer: restoring the cars or clearing the tunnel?",
            ("restoring the cars", "clearing the tunnel"),
        ),
        ("Do they eat bark or fish?", ("bark", "fish")),
    ],
)
def test_both_options_begin_alike(question: str, options: tuple[str, str]) -> None:
    assert options_of(question) == options


def test_a_name_is_no_tag() -> None:
    assert claim_of("Did PyTorch merge with Theano?") == "Did PyTorch merge with Theano?"
    assert claim_of("It merged with Theano, no?") == "It merged with Theano"
