"""Lists: an item gives way to its list only where the reader hardly prefers it."""

from __future__ import annotations

import pytest

from corpus import Chunk, Document, Span
from qa.reader.lists import MOST_BEHIND, completed, is_list_around
from qa.types import AnswerSpan, Passage

TEXT = "It was made by Adam Paszke, Sam Gross and Soumith Chintala in Paris, and the tools were fast."


def span(words: str, score: float = -1.0) -> AnswerSpan:
    chunk = Chunk("one", Document("text", TEXT), 0, len(TEXT), (), 1, (Span(0, len(TEXT)),))
    start = TEXT.index(words)
    return AnswerSpan(Passage(chunk, 0.5, 0.5, 0.5, 0.5, ()), start, start + len(words), score, -3.0)


NAMES = "Adam Paszke, Sam Gross and Soumith Chintala"


@pytest.mark.parametrize("item", ["Adam Paszke", "Sam Gross", "Soumith Chintala", "Sam Gross and Soumith Chintala"])
def test_an_item_becomes_the_list_that_is_nearly_as_good(item: str) -> None:
    found = completed([span(item, -1.0), span(NAMES, -1.0 - MOST_BEHIND + 0.1)])
    assert found[0].text == NAMES
    assert -1.0 < found[0].score < 0


def test_a_list_that_is_much_less_probable_stays_behind() -> None:
    assert completed([span("Sam Gross"), span(NAMES, -1.1 - MOST_BEHIND)])[0].text == "Sam Gross"


@pytest.mark.parametrize(
    ("whole", "item"),
    [
        ("Adam Paszke, Sam", "Adam"),
        ("made by Adam Paszke", "Adam Paszke"),
        ("Soumith Chintala in Paris", "Paris"),
        ("Paris, and the tools were fast", "the tools"),
        ("Sam Gross", "Sam Gross"),
    ],
)
def test_what_is_no_list_around_an_item_is_none(whole: str, item: str) -> None:
    assert not is_list_around(span(whole), span(item))
