"""Why there is no answer, and the sentences that are shown in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.answer.refusing import LEAST_NEAR, MOST_NEAREST, nearest_sentences, reason_of
from qa.types import Passage

TEXT = "The lamp was lit in 1901. Ines Kovar kept it. It is green. It turns. It stands in Porto."
Read = Callable[..., Passage]


@pytest.mark.parametrize(
    "question",
    [
        "What is 2 + 2?",
        "What is 12 divided by 4?",
        "Write a poem",
        "please translate it",
        "Do you really like it?",
        "What is your opinion of her?",
        "Should I see it?",
        "Will it rain?",
    ],
)
def test_what_no_text_answers_is_no_question_of_the_text(passage: Read, question: str) -> None:
    assert reason_of(question, [passage(TEXT, score=0.9)]) == "no_question_of_text"


def test_a_text_about_something_else_is_told_from_one_that_does_not_say(passage: Read) -> None:
    asked = "Who painted the lamp?"
    assert reason_of(asked, [passage(TEXT, score=0.1), passage(TEXT, score=LEAST_NEAR)]) == "not_said"
    assert reason_of(asked, [passage(TEXT, score=LEAST_NEAR - 0.01)]) == "nothing_near"
    assert reason_of(asked, []) == "nothing_near"


def test_the_sentences_with_the_names_of_the_question_come_first(passage: Read) -> None:
    read = passage(TEXT, cosines=(0.9, 0.2, 0.3, 0.8, 0.1))
    quotes = [citation.quote for citation in nearest_sentences("What did Ines Kovar paint?", [read])]
    assert quotes == ["Ines Kovar kept it.", "The lamp was lit in 1901.", "It turns."]
    assert len(quotes) == MOST_NEAREST


def test_a_sentence_in_two_passages_is_shown_once(passage: Read) -> None:
    whole = passage(TEXT)
    part = passage(TEXT, "Ines Kovar kept it. It is green.", document=whole.chunk.document)
    quotes = [citation.quote for citation in nearest_sentences("What did Ines Kovar paint?", [part, whole])]
    assert len(set(quotes)) == len(quotes) == MOST_NEAREST
