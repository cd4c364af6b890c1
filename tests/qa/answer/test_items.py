"""Items of enumerations, letters and what they stand for, as slices of a text."""

from __future__ import annotations

import pytest

from qa.answer.items import counted, distinct, items_in, joined
from qa.answer.letters import letters_in, long_form


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Nvidia, AMD, Microsoft, Amazon and Meta", ["Nvidia", "AMD", "Microsoft", "Amazon", "Meta"]),
        ("a lamp, a bell, and a rope", ["a lamp", "a bell", "a rope"]),
        ("green for fruit and herbs, and white for milk", ["green for fruit and herbs", "white for milk"]),
        ("Ada Kol and Ines Kovar", ["Ada Kol", "Ines Kovar"]),
        ("the Toolkit (C, of Microsoft), Torch and Theano", ["the Toolkit (C, of Microsoft)", "Torch", "Theano"]),
        ("a lamp\na bell;\na rope.", ["a lamp", "a bell", "a rope"]),
        ("9,216 panes", ["9,216 panes"]),
    ],
)
def test_items_are_parted_where_people_part_them(text: str, items: list[str]) -> None:
    assert [text[item.start : item.end] for item in items_in(text, 0, len(text))] == items


def test_what_is_listed_twice_counts_once() -> None:
    text = "the lamp, a bell, Lamp and the bell"
    items = distinct(text, items_in(text, 0, len(text)))
    assert [text[item.start : item.end] for item in items] == ["the lamp", "a bell"]


def test_numbers_and_lists_are_written_as_people_write_them() -> None:
    assert (counted(4), counted(13)) == ("Four", "13")
    assert (joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])) == ("a", "a and b", "a, b and c")


@pytest.mark.parametrize(
    ("letters", "before", "form"),
    [
        ("WHO", "He joined the World Health Organization (", "World Health Organization"),
        ("CNTK", "The Cognitive Toolkit (", "Cognitive Toolkit"),
        ("ONNX", "They called it Open Neural Network Exchange (", "Open Neural Network Exchange"),
        ("WHO", "Nobody there knew any of it (", None),
    ],
)
def test_the_words_before_a_bracket_are_those_that_the_letters_abbreviate(
    letters: str, before: str, form: str | None
) -> None:
    span = long_form(letters, before, 0, len(before))
    assert (before[span.start : span.end] if span else None) == form


@pytest.mark.parametrize(
    ("question", "letters"),
    [
        ("What does FAIR stand for?", "FAIR"),
        ("what is cntk short for", "CNTK"),
        ("full form of ONNX", "ONNX"),
        ("What do the letters RNLI mean?", "RNLI"),
        ("Who stands for election?", ""),
    ],
)
def test_the_letters_are_found_in_the_question(question: str, letters: str) -> None:
    assert letters_in(question) == letters
