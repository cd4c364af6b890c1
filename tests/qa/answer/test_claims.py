"""Claims: what the words of a sentence say of them, and what comes out as yes, no or not said."""

from __future__ import annotations

import pytest

from qa.answer.claims import (
    claim_of,
    covered,
    excepted,
    known_names,
    names_of,
    negated,
    numbered_alike,
    numbers_of,
    statement_of,
)
from qa.answer.yes_no import options_of

SAID = "PyTorch was released in January 2017."
KNOWN = known_names(("The team released PyTorch.", SAID))


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("PyTorch was released in 2019, right?", "PyTorch was released in 2019"),
        ("It was built of brick, wasn't it?", "It was built of brick"),
        ("Was it built of brick?", "Was it built of brick?"),
    ],
)
def test_the_tag_is_no_part_of_the_claim(question: str, claim: str) -> None:
    assert claim_of(question) == claim


def test_numbers_are_compared_as_numbers() -> None:
    assert numbers_of("Five members, 1,000 guests, in May 2019.") == {"5", "1000", "may", "2019"}


def test_names_are_known_without_their_capitals() -> None:
    assert names_of("was pytorch released by google", KNOWN) == ["pytorch"]
    assert names_of("Was PyTorch released by Google?", KNOWN) == ["PyTorch", "Google"]


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Was PyTorch released in 2017?", "PyTorch released in 2017."),
        ("So does the hall have a dome?", "The hall have a dome."),
        ("Isn't it open on Fridays?", "It open on Fridays."),
        ("PyTorch was released in 2017", "PyTorch was released in 2017."),
    ],
)
def test_a_claim_is_stated_without_its_auxiliary(claim: str, statement: str) -> None:
    assert statement_of(claim) == statement


def test_numbers_are_written_as_the_text_writes_them() -> None:
    assert numbered_alike("Is it 43 metres high?", "It is forty-three metres high.") == "Is it forty-three metres high?"
    assert numbered_alike("Has it three lamps?", "It has 2 lamps and 3 doors.") == "Has it 3 lamps?"
    assert numbered_alike("Is it 63 metres high?", "It is forty-three metres high.") == "Is it 63 metres high?"


def test_what_a_sentence_stands_under_covers_words_of_a_claim() -> None:
    assert covered("Was PyTorch released?", SAID) == 1
    assert covered("Was PyTorch released?", "It came out in 2017.") == 0
    assert covered("Was PyTorch released?", "It came out in 2017. PyTorch: the release") == 1


@pytest.mark.parametrize(
    ("claim", "sentence", "said"),
    [
        ("Every member paid.", "Nine in ten of them actually paid.", True),
        ("All the banks were keen.", "The banks laughed, all but one.", True),
        ("The members paid.", "Nine in ten of them actually paid.", False),
        ("Every member paid.", "The members paid at once.", False),
    ],
)
def test_an_exception_to_a_claim_of_all_is_seen(claim: str, sentence: str, said: bool) -> None:
    assert excepted(claim, sentence) is said


def test_a_negation_is_seen() -> None:
    assert negated("PyTorch was not released.")
    assert not negated(SAID)


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Do they eat bark or fish?", ("bark", "fish")),
        ("Was it set up in 2021 or in 2022?", ("in 2021", "in 2022")),
        ("Did TensorFlow come from Google or from Microsoft?", ("from Google", "from Microsoft")),
        ("Who made it?", None),
    ],
)
def test_the_options_stand_around_or(question: str, options: tuple[str, str] | None) -> None:
    assert options_of(question) == options
