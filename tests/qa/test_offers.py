"""What is offered beside an answer and a refusal: a reason, the nearest sentences, and questions that are answered."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Document
from index import Encoder, Index
from qa import Answer, Assistant, BuildOptions
from qa.suggesting import Suggestions, end_all, made_of

HARBOUR = """The lighthouse was built in 1874 by Anna Berg. The lighthouse stands on the Garrow reef.

The fog bell was installed in 1902. The fog bell weighs two tonnes. The keeper rang the fog bell by hand.

The harbour office was closed in 1961. Miriam Tolley bought the harbour office and made a museum of it.
"""


@pytest.fixture(scope="module")
def harbour(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a short text that suggests no questions itself."""
    return Assistant.build(Document("harbour.txt", HARBOUR), tmp_path_factory.mktemp("harbour"), encoder=encoder)


TANGLED = """Sources disagree on whether the bell was cast in 1850. Construction was begun in 1861.

It was finished in 1862.

The other tower was closed in 1870. The tower, a ruin, was sold in 1871. The keeper who sang was born in 1872.

Both Anna Berg and her aunt were buried in 1873. The lamp was based on an idea of 1874. The tower was painted in red.

The Mill of Orvo was written by Miriam Tolley. The old pier was first opened in 1801. Some boats were built in 1802.

The crane was moved in 1880. The crane was moved in 1890.
"""


def test_no_question_is_made_of_what_has_no_clean_subject_or_no_one_answer(
    encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tangled")
    tangled = Assistant.build(Document("tangled.txt", TANGLED), folder, encoder=encoder)
    assert {made.question for made in made_of(tangled.index)} == {
        "When was the old pier first opened?",
        "Who wrote the Mill of Orvo?",
        "What is the text about?",
    }


MILL = """The Orrin mill was built in 1841 and ground oats for forty years.

In 1920 the Orrin mill was closed because the railway brought cheaper flour.
"""


def test_a_text_that_is_added_is_suggested_beside_the_others(encoder: Encoder, tmp_path: Path) -> None:
    both = Assistant.build(Document("harbour.txt", HARBOUR), tmp_path, encoder=encoder)
    both.rebuild(Document("mill.txt", MILL, collection="mill"), BuildOptions(add=True))
    assert {made.question for made in made_of(both.index, ["mill"])} == {
        "When was the Orrin mill built?",
        "When was the Orrin mill closed?",
        "Why was the Orrin mill closed?",
        "What is the mill about?",
    }
    first = both.suggestions(4)
    assert [("mill" in question) for question in first].count(True) >= 2
    assert {both.ask(question, follow_ups=0).collection for question in first} == {"text", "mill"}


def test_a_follow_up_repeats_neither_what_was_asked_nor_what_was_answered(documentary: Assistant) -> None:
    documentary.suggestions(12)
    started = documentary.ask("Who started PyTorch?")
    released = documentary.ask("When was PyTorch released?", history=[("Who started PyTorch?", started.text)])
    assert released.follow_ups
    assert not {"When was PyTorch released?", "Who started PyTorch?"} & set(released.follow_ups)
    assert all(documentary.ask(one, follow_ups=0).text != released.text for one in released.follow_ups)


def test_nobody_waits_for_suggestions_and_the_same_texts_keep_theirs(harbour: Assistant, encoder: Encoder) -> None:
    known, settled = harbour.suggestions_so_far(3)
    while not settled:
        known, settled = harbour.suggestions_so_far(3)
    assert known == harbour.suggestions(3)
    asked: list[str] = []
    again = Assistant(Index.load(harbour.folder), encoder, harbour.folder, reader=harbour.reader).take_up(harbour)
    again.ask = lambda question, **_: asked.append(question)  # type: ignore[assignment,method-assign,return-value]
    assert again.suggestions(3) == known
    assert asked == []


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


def test_who_is_refused_waits_for_no_other_question_where_enough_are_known(harbour: Assistant) -> None:
    answered = replace(harbour.ask("When was the lighthouse built?", follow_ups=0), text=HARBOUR, confidence=0.9)
    by_thread: dict[str, threading.Thread] = {}
    let_go = threading.Event()

    def ask(question: str) -> Answer:
        by_thread[question] = threading.current_thread()
        if by_thread[question] is not threading.main_thread():
            let_go.wait(20)
        return answered

    offers = Suggestions(harbour.index, ask, harbour.encoder.encode_question)
    assert len(offers.near("Who rang the fog bell?", 1, tries=1)) == 1
    assert list(by_thread.values()) == [threading.current_thread()]
    [known] = by_thread
    assert offers.near("What became of the harbour office?", 1, tries=1) == (known,)
    let_go.set()
    while len(offers.near("What became of the harbour office?", 2)) < 2:
        time.sleep(0.01)
    [later] = set(by_thread) - {known}
    assert by_thread[later] is not threading.current_thread()


def test_no_questions_are_offered_where_none_are_wanted(harbour: Assistant) -> None:
    assert harbour.ask("What colour is the fog bell painted?", follow_ups=0).follow_ups == ()


def test_a_program_that_ends_waits_for_one_question_not_for_those_of_every_visitor(harbour: Assistant) -> None:
    asked: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow(question: str) -> Answer:
        asked.append(question)
        begun.set()
        go_on.wait()
        return harbour.ask(question)

    visitors = [Suggestions(harbour.index, slow, harbour.encoder.encode_question) for _ in range(5)]
    for visitor in visitors:
        visitor.known(4)
    begun.wait()
    ending = threading.Thread(target=end_all)
    ending.start()
    for _ in range(100):  # All of them are told before the first is waited for.
        if all(not visitor._waiting for visitor in visitors):
            break
        time.sleep(0.05)
    go_on.set()
    ending.join()
    assert len(asked) == 1
