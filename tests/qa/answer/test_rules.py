"""The rules beside the decision: what X is, and what is shown for a yes or a no."""

from __future__ import annotations

from collections.abc import Callable

from qa.answer import definition, shown
from qa.types import AnswerSpan, Passage

NEAR, FAR = "FAIR is the research lab of Facebook.", "Engineers work there."
Read = Callable[..., Passage]
Mark = Callable[..., AnswerSpan]


def test_what_something_is_is_said_by_the_sentence_that_defines_it(passage: Read) -> None:
    read = [passage(f"{NEAR} {FAR}", cosines=(0.8, 0.2), score=0.8)]
    found = definition("What is FAIR?", read)
    assert found is not None
    assert (found.span.text, found.answered) == (NEAR, True)


def test_no_sentence_that_merely_is_near_is_a_definition(passage: Read) -> None:
    assert definition("What is FAIR?", [passage("Engineers of FAIR built it.", score=0.9)]) is None
    assert definition("What is FAIR?", [passage(NEAR, score=0.0)]) is None
    assert definition("Who runs FAIR?", [passage(NEAR, score=0.9)]) is None
    assert definition("What is FAIR?", []) is None


def test_a_yes_or_no_shows_the_whole_sentence_and_never_less_than_was_marked(passage: Read, mark: Mark) -> None:
    read = passage(f"{NEAR} {FAR}")
    assert shown("Is FAIR a lab?", mark(read, "research lab")).text == NEAR
    across = "lab of Facebook. Engineers"
    assert shown("Is FAIR a lab?", mark(read, across)).text == f"{NEAR} Engineers"
    assert shown("What is FAIR?", mark(read, "research lab")).text == "research lab"
