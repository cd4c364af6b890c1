"""The whole in short, or a part of it: sentences in the order of the text, each proved."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from corpus import Document
from index import Encoder
from qa import Assistant
from qa.answer.centrality import central, covering, likeness

MUSEUM = """# Museum

## The house

The museum is an old customs house on the quay of Ardle. Nobody knows who drew its plans.

## The fire

A fire broke out in the attic in March 1951. The west wing burned to the ground, and two hundred charts were lost.

## The reopening

The museum opened again in 1963 with a new wing of glass. Eleven thousand people came in that summer.
"""


@pytest.fixture(scope="module")
def museum(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("museum")
    path = folder / "museum.md"
    path.write_text(MUSEUM, encoding="utf-8")
    return Assistant.build([path], folder / "index", encoder=encoder)


@pytest.mark.parametrize(
    "question", ["What is the film about?", "Summarise the documentary", "give me the main points", "tl;dr"]
)
def test_the_film_is_told_in_a_paragraph_of_sentences_from_all_over_it(documentary: Assistant, question: str) -> None:
    answer = documentary.ask(question)
    assert (answer.shape, answer.collection) == ("overview", "documentary")
    assert 3 <= len(answer.citations) <= 5
    assert answer.text == " ".join(citation.quote for citation in answer.citations)
    places = [(citation.source, citation.start) for citation in answer.citations]
    assert places == sorted(set(places))
    assert len({source for source, _ in places}) >= 3
    assert "PyTorch is an open-source framework for machine learning." in answer.text
    assert "PyTorch came out of FAIR, Facebook's AI research lab." in answer.text


def test_a_summary_is_of_the_texts_that_the_question_names(encoder: Encoder, tmp_path: Path) -> None:
    sources = [
        Document("chess", "The club plays chess on Mondays. Chess was taught there by Ines Kovar.", "", "documentary"),
        Document("island", "Tervuno is an island with two lakes. Smoked eel is sold there.", "Tervuno", "text"),
    ]
    both = Assistant.build(sources, tmp_path, encoder=encoder)
    for question in ("What is this text about?", "Summarise the text about Tervuno"):
        answer = both.ask(question)
        assert answer.collection == "text", question
        assert "Tervuno" in answer.text
    assert "chess" in both.ask("What is the documentary about?").text.lower()


def test_what_it_is_about_is_said_where_the_text_says_so_itself(documentary: Assistant) -> None:
    assert documentary.ask("What is this documentary about?").text.startswith("The documentary is about PyTorch")


def test_as_many_sentences_are_given_as_are_asked_for(documentary: Assistant) -> None:
    assert len(documentary.ask("Summarise the film in three sentences.").citations) == 3


def test_a_year_asks_for_what_happened_in_it(museum: Assistant) -> None:
    assert museum.ask("what happened in 1951").text == "A fire broke out in the attic in March 1951."
    assert not museum.ask("What happened in 1822?").answered


def test_a_part_is_summed_up_by_its_own_sentences(museum: Assistant) -> None:
    answer = museum.ask("Sum up the part about the fire")
    assert {citation.heading[-1] for citation in answer.citations} == {"The fire"}
    assert "The west wing burned to the ground" in answer.text


def test_the_whole_of_a_short_text_begins_with_what_it_is(museum: Assistant) -> None:
    answer = museum.ask("Summarise it in three sentences")
    assert answer.text.startswith("The museum is an old customs house")
    assert [citation.heading[-1] for citation in answer.citations] == ["The house", "The fire", "The reopening"]


def test_a_text_without_headings_has_an_overview_too(encoder: Encoder, tmp_path: Path) -> None:
    text = "\n\n".join(
        f"The {name} is a kind of boat that was built on the {river}. Its sail was dyed with bark."
        for name, river in (("coble", "Tyne"), ("keel", "Humber"), ("wherry", "Yare"), ("trow", "Severn"))
    )
    own = Assistant.build([Document("boats", text)], tmp_path, encoder=encoder)
    answer = own.ask("What is this text about?")
    assert answer.answered
    assert answer.text.count(" is a kind of boat ") >= 3


def test_chosen_sentences_stand_for_others_and_not_for_each_other() -> None:
    vectors = numpy.array([[1, 0, 0], [0.99, 0.14, 0], [0, 1, 0], [0, 0.99, 0.14], [0, 0, 1]], dtype=numpy.float32)
    alike = likeness(vectors)
    quality = numpy.array([1, 1, 1, 1, 0], dtype=numpy.float32)
    chosen = covering(alike, central(alike), quality, [0, 0, 1, 1, 2], 2)
    assert len({place // 2 for place in chosen}) == 2
    assert 4 not in covering(alike, central(alike), quality, [0, 0, 1, 1, 2], 5)


def test_the_next_sentence_is_from_another_part_where_that_is_nearly_as_good() -> None:
    alike = numpy.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=numpy.float32)
    weights, quality = numpy.array([1, 1, 0.9], dtype=numpy.float32), numpy.ones(3, dtype=numpy.float32)
    assert covering(alike, weights, quality, [0, 0, 1], 2) == [0, 2]
    assert covering(alike, weights, quality, [0, 1, 1], 2) == [0, 1]


def test_people_are_told_of_by_what_introduces_them(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "Stable Glass was the first workshop of the valley. Della Marsh asks the questions. Her guests are Tomas "
        "Reuter, who runs the project, and Wilf Garrow, a retired engineer. The Great Wall holds back much water. The "
        "water of the valley is cold and clear. Open Valley Glass is another workshop, and it makes bottles of glass."
    )
    assistant = Assistant.build([Document("valley", text)], tmp_path, encoder=encoder)
    for question in ("Who are the people in this talk?", "who's who in this recording?", "people in the film"):
        answer = assistant.ask(question)
        assert answer.shape == "overview"
        assert "Tomas Reuter, who runs the project" in answer.text
        assert "Della Marsh asks" in answer.text
        assert "Glass" not in answer.text
        assert "Great Wall" not in answer.text


def test_a_title_is_no_sentence_of_an_extract(encoder: Encoder, tmp_path: Path) -> None:
    text = (
        "Hask Radio, Episode 31: The Beavers Are Back\n\nThe beaver project is a trial on the river. It began in 2019."
    )
    answer = Assistant.build([Document("radio", text)], tmp_path, encoder=encoder).ask("What's this episode about?")
    assert answer.text.startswith("The beaver project is a trial")


LECTURE = """# Late by Nine Minutes

Good evening, and thank you for coming out in this rain. I am told that the hall is cold, so keep your coats on. \
Tonight I want to tell you about the public clocks of Pellworth and the quarrels over them. A clock, I always \
say, is a thing that everybody pays for.

The first clock was put up in the church in 1591 by Abel Corrin, who was a blacksmith. It had neither dial nor \
hands. Until then the hours were called from the wall by a watchman.

Then came the railway, and with it the great quarrel. Until 1849 this troubled no one. When the line reached us \
in June of that year, the trains left by capital time, and people who trusted the church missed them. He hung a \
clock of his own on the platform. In 1853 a red hand was added to the clock of the Corn Exchange.

In 1908 a firm from Lissan installed a master clock in the cellar of the town hall. People called it the Spider. \
It cost 1,900 crowns. Damp got into the cables, and in 1934 the Spider was switched off for good.

In 1987 Victor Sand, who owned the hotel, demanded that the bell be quiet at night. A teacher, Nora Bell, \
collected 2,300 signatures against him. In 1989 the court decided that the bell might not strike between eleven \
at night and six.

In 1997 the church clock was so worn that it had to be stopped. Greta Ostrow, a watchmaker, offered to mend the \
old works of the church clock for nothing. The clock has gone again since 2001.
"""


@pytest.fixture(scope="module")
def lecture(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("lecture")
    path = folder / "lecture.md"
    path.write_text(LECTURE, encoding="utf-8")
    return Assistant.build([path], folder / "index", encoder=encoder)


def test_what_a_lecture_says_of_itself_comes_first_and_no_greeting(lecture: Assistant) -> None:
    answer = lecture.ask("What is this lecture about?")
    assert answer.text.startswith("Tonight I want to tell you about the public clocks of Pellworth")
    assert "Good evening" not in answer.text
    assert 3 <= len(answer.citations) <= 5
    assert not any(quote.quote.startswith(("It ", "Until then", "He ")) for quote in answer.citations)


def test_a_year_that_is_only_named_brings_what_goes_on_about_it(lecture: Assistant) -> None:
    answer = lecture.ask("What happened in 1849?")
    assert answer.text.startswith("Until 1849 this troubled no one. When the line reached us in June of that year")
    assert "1853" not in answer.text
    assert len(answer.citations) <= 3


def test_who_was_named_is_told_of_by_the_last_name_too(documentary: Assistant) -> None:
    answer = documentary.ask("Who are the main people in it?")
    assert "PyTorch was created at FAIR by Adam Paszke and Soumith Chintala." in answer.text
    assert "Paszke was a student intern when the work began" in answer.text


def test_people_are_told_of_with_what_they_did_in_sentences(lecture: Assistant) -> None:
    answer = lecture.ask("Who are the most important people in it, and what did they do?")
    assert answer.shape == "overview"
    assert sum(name in answer.text for name in ("Abel Corrin", "Victor Sand", "Nora Bell", "Greta Ostrow")) >= 3
    assert answer.text == " ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What became of the Spider?", "People called it the Spider.", "in 1934 the Spider was switched off for good."),
        ("what was the row about the bell at night", "In 1987 Victor Sand", "between eleven at night and six."),
    ],
)
def test_an_affair_is_told_in_sentences_in_their_order(
    lecture: Assistant, question: str, first: str, last: str
) -> None:
    answer = lecture.ask(question)
    assert answer.text.startswith(first)
    assert answer.text.endswith(last)
    assert 2 <= len(answer.citations) <= 3


def test_what_became_of_it_is_told_of_what_was_spoken_of(lecture: Assistant) -> None:
    answer = lecture.ask("And what became of it?", history=[("What did people call the master clock?", "the Spider")])
    assert answer.resolved_question == "What became of the Spider?"
    assert "in 1934 the Spider was switched off for good" in answer.text


def test_an_affair_that_is_not_told_is_refused(lecture: Assistant) -> None:
    assert not lecture.ask("What became of the drawbridge of Dorling?").answered


def test_a_topic_without_a_heading_is_told_by_the_paragraph_about_it(lecture: Assistant) -> None:
    answer = lecture.ask("Tell me the story of the repair of the church clock")
    assert answer.text.startswith("In 1997 the church clock was so worn")
    assert "Greta Ostrow" in answer.text


@pytest.mark.parametrize("who", ["she", "the lecturer"])
def test_the_voice_of_a_text_in_the_first_person_is_the_text(lecture: Assistant, who: str) -> None:
    answer = lecture.ask(f"What does {who} tell us about the repair of the church clock?")
    assert answer.resolved_question == "What does the text tell us about the repair of the church clock?"
    assert "Greta Ostrow" in answer.text


def test_she_is_asked_back_where_nobody_tells_the_text(museum: Assistant) -> None:
    assert museum.ask("What does she tell us about the fire?").status == "needs_clarification"


def test_the_history_of_what_the_text_is_called_after_is_told_by_dates(encoder: Encoder, tmp_path: Path) -> None:
    text = "\n\n".join(
        f"The mill was sold to a {trade} in {year}. The {trade}s like to sit by the wheel and look at the water."
        for trade, year in (("baker", 1820), ("tanner", 1841), ("weaver", 1866), ("dyer", 1899), ("painter", 1932))
    )
    text += "\n\nThe mill was closed in 1960."
    own = Assistant.build([Document("mill", text, "Corvane Mill")], tmp_path, encoder=encoder)
    answer = own.ask("Summarise the history of the mill")
    assert len(answer.citations) == 5
    assert all(" in 1" in citation.quote for citation in answer.citations)
