"""Lists: an item gives way to its list only where the reader hardly prefers it."""

from __future__ import annotations

import pytest

from corpus import Chunk, Document, Span
from qa.reader.lists import MOST_BEHIND, announced_list, completed, is_list_around
from qa.types import AnswerSpan, Passage, SentenceScore

TEXT = "It was made by Adam Paszke, Sam Gross and Soumith Chintala in Paris, and the tools were fast."


def span(words: str, score: float = -1.0) -> AnswerSpan:
    chunk = Chunk("one", Document("text", TEXT), 0, len(TEXT), (), 1, (Span(0, len(TEXT)),))
    start = TEXT.index(words)
    return AnswerSpan(Passage(chunk, 0.5, 0.5, 0.5, 0.5, ()), start, start + len(words), score, -3.0)


NAMES = "Adam Paszke, Sam Gross and Soumith Chintala"


@pytest.mark.parametrize("item", ["Adam Paszke", "Sam Gross", "Soumith Chintala", "Sam Gross and Soumith Chintala"])
def test_an_item_becomes_the_list_that_is_nearly_as_good(item: str) -> None:
    found = completed("Who made it?", [span(item, -1.0), span(NAMES, -1.0 - MOST_BEHIND + 0.1)])
    assert found[0].text == NAMES
    assert -1.0 < found[0].score < 0


def test_a_list_that_is_much_less_probable_stays_behind() -> None:
    assert completed("Who made it?", [span("Sam Gross"), span(NAMES, -1.1 - MOST_BEHIND)])[0].text == "Sam Gross"


def test_of_several_lists_around_an_item_the_longest_is_taken() -> None:
    lists = [span("Sam Gross and Soumith Chintala", -1.2), span(NAMES, -1.4)]
    assert completed("Who made it?", [span("Sam Gross"), *lists])[0].text == NAMES


def test_an_item_far_behind_the_best_becomes_its_list_too() -> None:
    found = completed("Who made it?", [span("Paris", -0.1), span("Sam Gross", -3.0), span(NAMES, -4.0)])
    assert [one.text for one in found] == ["Paris", NAMES, NAMES]


def test_a_list_goes_before_what_was_better_than_its_item_alone() -> None:
    found = completed("Who made it?", [span("Paris", -1.0), span("Sam Gross", -1.2), span(NAMES, -1.3)])
    assert found[0].text == NAMES
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(
    ("whole", "item"),
    [
        ("Adam Paszke, Sam", "Adam"),
        ("made by Adam Paszke", "Adam Paszke"),
        ("Soumith Chintala in Paris", "Paris"),
        ("Paris, and the tools were fast", "the tools"),
        ("Sam Gross", "Sam Gross"),
        ("It was made by Adam Paszke, Sam Gross", "Sam Gross"),
    ],
)
def test_what_is_no_list_around_an_item_is_none(whole: str, item: str) -> None:
    assert not is_list_around(span(whole), span(item))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("There were three tools before it: Torch, Theano and Caffe.", "three tools", "Torch, Theano and Caffe"),
        (
            "There were three tools: Torch, Theano and Caffe.",
            "three tools: Torch, Theano and Caffe",
            "Torch, Theano and Caffe",
        ),
        ("There was one tool: Torch.", "one tool", None),
        ("There were 2 tools: Torch and Theano", "2 tools", "Torch and Theano"),
        ("There were tools before it: Torch and Theano.", "tools", None),
        ("There were three tools: all of them were slow and hard to learn.", "three tools", None),
        ("There were three tools. They were: Torch and Theano.", "three tools", None),
        ("Three tools: one.", "Three tools", None),
    ],
)
def test_what_a_colon_names_is_the_answer_and_not_how_many_there_are(
    text: str, words: str, expected: str | None
) -> None:
    end = text.find(". ") + 1 or len(text)
    chunk = Chunk("one", Document("text", text), 0, len(text), (), 1, (Span(0, end),))
    passage = Passage(chunk, 0.5, 0.5, 0.5, 0.5, (SentenceScore(Span(0, end), 0.5, 0.5, 0.5),))
    start = text.index(words)
    counted = AnswerSpan(passage, start, start + len(words), -1.0, -3.0)
    found = announced_list(counted)
    assert (found.text if found else None) == expected
    answers = [
        completed(question, [counted])[0].text for question in ("Which tools were there?", "How many were there?")
    ]
    assert answers == [expected or words, words]
