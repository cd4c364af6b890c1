"""Claims: what the words of a sentence say of them, and what comes out as yes, no or not said."""

from __future__ import annotations

import pytest

from qa.answer.claims import claim_of, known_names, names_of, numbers_of, rules
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


def test_what_is_said_agrees() -> None:
    said = rules("Was PyTorch released in January 2017?", SAID, "", KNOWN)
    assert said.agrees == said.covered == 1
    assert said.missing == said.differs == 0


@pytest.mark.parametrize("claim", ["Was PyTorch released in 2019?", "Was PyTorch released in March 2017?"])
def test_another_number_in_its_place_differs(claim: str) -> None:
    said = rules(claim, SAID, "", KNOWN)
    assert said.differs == 1
    assert said.agrees == 0
    assert said.missing > 0


def test_what_a_sentence_stands_under_counts() -> None:
    assert rules("Was PyTorch released in 2017?", "It came out in 2017.", "PyTorch: the release", KNOWN).missing == 0


def test_a_negation_on_one_side_is_seen() -> None:
    assert rules("Was PyTorch not released?", SAID, "", KNOWN).negated == 1
    assert rules("Was PyTorch released?", SAID, "", KNOWN).negated == 0


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
