"""Sentences that tell of something else than is asked about."""

import pytest

from qa.question import names_no_human, tells_no_naming, tells_of_then, tells_of_work


@pytest.mark.parametrize(
    ("sentence", "is_past"),
    [
        ("Paszke was a student intern when the work began.", True),
        ("She worked at the mill.", True),
        ("He has lived in Porto since 1990.", False),
        ("The mill is run by her son, who inherited it.", False),
        ("They still milled there in spring.", False),
    ],
)
def test_how_it_was_is_not_how_it_is_now(sentence: str, is_past: bool) -> None:
    assert tells_of_then(sentence, "What is he doing now?") is is_past
    assert not tells_of_then(sentence, "What did he do then?")


def test_a_name_is_explained_only_by_what_names() -> None:
    question = "Why is it called the Owl?"
    assert tells_no_naming("The Owl runs at night.", question)
    assert not tells_no_naming("It was named after the bird, as it runs at night.", question)
    assert tells_no_naming("A fork of the old engine was the start.", "Where does the name Owl come from?")
    assert not tells_no_naming("The barge lay in the harbour.", "What was the barge called?")
    assert not tells_no_naming("The Owl runs at night.", "Why does the Owl run at night?")


def test_how_long_the_film_is_answers_nothing_of_what_it_is_about() -> None:
    sentence = "The film runs about 35 minutes."
    assert tells_of_work(sentence, "How long did it take to make PyTorch?")
    assert not tells_of_work(sentence, "How long is the PyTorch film?")
    assert not tells_of_work(sentence, "how long is it")
    assert not tells_of_work("The film names three frameworks: Torch, Theano and Caffe.", "What came before PyTorch?")


@pytest.mark.parametrize(
    ("words", "question", "is_none"),
    [
        ("Nvidia, AMD and Meta", "Which people appear in the film?", True),
        ("Nvidia, AMD and Meta", "Who is in the film?", True),
        ("Nvidia, AMD and Meta", "Who else speaks in the film?", True),
        ("Nvidia, AMD and Meta", "Which companies are in the film?", False),
        ("Nvidia, AMD and Meta", "Who founded it?", False),
        ("Ann Lee of Nvidia", "Who is in the film?", False),
        ("Lee", "Who is in the film?", False),
        ("Four people", "How many people work there?", False),
        ("a retired gunner", "Which people came?", False),
    ],
)
def test_companies_are_no_people(words: str, question: str, is_none: bool) -> None:
    assert names_no_human(words, question, ["Ann Lee opened it.", "Nvidia, AMD and Meta paid."]) is is_none


def test_where_nobody_has_a_whole_name_any_name_may_be_somebodys() -> None:
    assert not names_no_human("Anna, Ben and Carl", "Which people came?", ["Anna, Ben and Carl came."])
