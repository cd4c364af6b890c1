"""What is offered beside an answer and a refusal: a reason, the nearest sentences, and questions that are answered."""

from __future__ import annotations

import pytest

from corpus import Document
from index import Encoder
from qa import Assistant

HARBOUR = """The lighthouse was built in 1874 by Anna Berg. The lighthouse stands on the Garrow reef.

The fog bell was installed in 1902. The fog bell weighs two tonnes. The keeper rang the fog bell by hand.

The harbour office was closed in 1961. Miriam Tolley bought the harbour office and made a museum of it.
"""


@pytest.fixture(scope="module")
def harbour(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a short text that suggests no questions itself."""
    return Assistant.build(Document("harbour.txt", HARBOUR), tmp_path_factory.mktemp("harbour"), encoder=encoder)


def test_suggestions_are_made_of_the_text_and_are_answered(harbour: Assistant) -> None:
    suggested = harbour.suggestions(3)
    assert suggested
    assert all(harbour.ask(question, follow_ups=0).answered for question in suggested)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What is 2+2?", "no_question_of_text"),
        ("Write me a poem about the sea", "no_question_of_text"),
        ("Which team won the football world cup in Brazil?", "nothing_near"),
    ],
)
def test_a_refusal_has_a_reason(harbour: Assistant, question: str, reason: str) -> None:
    answer = harbour.ask(question)
    assert (answer.status, answer.reason, answer.nearest) == ("not_in_text", reason, ())


def test_what_is_near_but_not_said_is_offered(harbour: Assistant) -> None:
    answer = harbour.ask("What colour is the fog bell painted?")
    assert (answer.status, answer.reason) == ("not_in_text", "not_said")
    assert any("fog bell" in citation.quote for citation in answer.nearest)
    assert all(HARBOUR[citation.start : citation.end] == citation.quote for citation in answer.nearest)
    assert len(answer.follow_ups) <= 3
    assert all(harbour.ask(question, follow_ups=0).answered for question in answer.follow_ups)


def test_no_questions_are_offered_where_none_are_wanted(harbour: Assistant) -> None:
    assert harbour.ask("What colour is the fog bell painted?", follow_ups=0).follow_ups == ()
