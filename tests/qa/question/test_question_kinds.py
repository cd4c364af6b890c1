"""What a question asks for, by its words."""

from __future__ import annotations

import pytest

from qa.question import (
    Kind,
    asks_yes_or_no,
    can_answer,
    clean_question,
    defines,
    denies_date,
    has_words,
    is_measured_otherwise,
    kind_of,
    names_in,
    tells_no_time,
    work_in,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it released?", "date"),
        ("In what year did it start?", "date"),
        ("how many people came", "number"),
        ("Whose idea was it?", "person"),
        ("Why did it work?", "other"),
        ("What is FAIR?", "definition"),
        ("Who was Ada Byron?", "definition"),
        ("who is the director of the film", "person"),
        ("What is the running time of the film?", "other"),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


def test_names_have_capitals_inside_or_digits() -> None:
    assert names_in("Did Adam and I see PyTorch 1.0 at FAIR?") == ("Adam", "PyTorch", "1.0", "FAIR")
    assert names_in("who made it") == ()
    assert names_in("How do I mark what I've broken, and I'm in Oslo?") == ("Oslo",)


@pytest.mark.parametrize(
    ("sentence", "question", "can"),
    [
        ("It came out in January 2017.", "When was it?", True),
        ("It came out.", "When was it?", False),
        ("Three companies came.", "How many companies came?", True),
        ("Companies came.", "How many companies came?", False),
        ("It was made by Ada Byron.", "Who made it?", True),
        ("Ada Byron made it.", "Who made it?", True),
        ("The work was made.", "Who made it?", False),
        ("Ada was there.", "Who is Ada?", True),
        ("The work was Ada's.", "Who is Ada?", False),
        ("PyTorch came out of FAIR.", "What is FAIR?", False),
        ("FAIR is a laboratory.", "What is FAIR?", True),
        ("Anything at all.", "Why?", True),
    ],
)
def test_a_sentence_can_answer_what_it_holds(sentence: str, question: str, can: bool) -> None:
    assert can_answer(sentence, question) is can


def test_a_question_is_one_line_of_bounded_length() -> None:
    assert clean_question("  a\n\tb\x00c  ") == "a b c"
    assert len(clean_question("word " * 100_000)) <= 1000
    assert not has_words("?! \U0001f600")
    assert has_words("\u4f55")


def test_a_definition_says_what_its_subject_is() -> None:
    assert defines("FAIR is a laboratory.", "What is FAIR?")
    assert defines("The PyTorch Foundation is there to help.", "What's the PyTorch Foundation?")
    assert not defines("FAIR began in 2013.", "What is FAIR?")
    assert not defines("FAIR is a laboratory.", "Where is FAIR?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is PyTorch open source?", True),
        ("so did Google contribute", True),
        ("Doesn't it run on phones?", True),
        ("PyTorch first came out in 2019, right?", True),
        ("It was released in 2019, wasn\u2019t it?", True),
        ("Do you know who edited the film?", False),
        ("Was it Meta or Google?", False),
        ("What is it?", False),
        ("island of the lamps", False),
        ("", False),
    ],
)
def test_a_yes_or_a_no_is_asked_for(question: str, expected: bool) -> None:
    assert asks_yes_or_no(question) is expected


@pytest.mark.parametrize(
    ("question", "words", "fits"),
    [
        ("How tall is the organ?", "118 kilograms", False),
        ("How tall is the organ?", "three metres", True),
        ("How long is the tunnel?", "eight months", True),
        ("How fast does the train go?", "eighty kilometres an hour", True),
        ("How old is the hall?", "forty metres", False),
        ("How old is the hall?", "more than a century", True),
        ("How many people came?", "40,000", True),
    ],
)
def test_a_measure_is_of_the_kind_that_is_asked_for(question: str, words: str, fits: bool) -> None:
    assert is_measured_otherwise(words, question) is not fits


@pytest.mark.parametrize(
    ("question", "words", "denies"),
    [
        ("When was the dam built?", "never built", True),
        ("In which year was it finished?", "was not finished", True),
        ("When was the dam built?", "not before 1901", False),
        ("When was the dam built?", "1901", False),
        ("Who built it?", "never built", False),
    ],
)
def test_what_never_was_has_no_date(question: str, words: str, denies: bool) -> None:
    assert denies_date(words, question) is denies


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it close?", "date"),
        ("And when was that?", "date"),
        ("Since when is it open?", "date"),
        ("pytorch release when", "date"),
        ("In which year did it close?", "date"),
        ("Who was there when it broke?", "person"),
        ("How many came when it opened?", "number"),
        ("What should I do when the lamp goes out?", "other"),
    ],
)
def test_a_question_asks_when_only_where_that_is_its_question_word(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "words", "tells_none"),
    [
        ("When was it made?", "at FAIR", True),
        ("When was it made?", "a student", True),
        ("When was it made?", "in 2016", False),
        ("When was it made?", "while he was a student", False),
        ("When was it made?", "the day after", False),
        ("Where was it made?", "at FAIR", False),
    ],
)
def test_what_tells_of_no_time_does_not_say_when(question: str, words: str, tells_none: bool) -> None:
    assert tells_no_time(words, question) is tells_none


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("When did the film come out?", "documentary"),
        ("Who directed this documentary?", "film"),
        ("Where was the talk given?", "lecture"),
        ("Who speaks in the film?", ""),
        ("How many reasons does the film give?", ""),
        ("According to the book, who was first?", ""),
        ("When was PyTorch released?", ""),
    ],
)
def test_a_question_is_about_a_work_or_about_what_is_in_it(question: str, about: str) -> None:
    assert about in work_in(question) if about else not work_in(question)
