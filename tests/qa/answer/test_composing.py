"""What is shown of what the collections have to say: one answer with its proof, or one refusal of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from qa.answer import Decision, Draft, Finding, composed, in_sentences, shown
from qa.answer.composing import LEAD
from qa.types import AnswerSpan, Passage

FILM = "The lamp was lit in 1901. It is green. Ines Kovar lit it."
BOOK = "The keeper was Bruno Falk. He came from Porto."

Found = Callable[..., Finding]


@pytest.fixture
def finding(passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]) -> Found:
    """Return a function that makes what a collection has to say: these words, with this probability."""

    def make(
        collection: str, text: str, words: str, probability: float, *, answered: bool, score: float = 0.5
    ) -> Finding:
        read = passage(text, collection=collection, score=score)
        other = passage("Nothing else is known.", collection=collection, score=score - 0.3)
        return Finding(collection, Decision(mark(read, words), probability, answered), (read, other))

    return make


def test_an_answer_is_the_marked_words_with_their_proof_and_what_was_read(finding: Found) -> None:
    film = finding("film", FILM, "1901", 0.8, answered=True)
    answer = composed("When was the lamp lit?", [film, finding("book", BOOK, "Porto", 0.3, answered=False)], passages=5)
    assert (answer.text, answer.status, answer.confidence) == ("1901", "answered", 0.8)
    assert (answer.collection, answer.note) == ("film", "")
    assert [citation.quote for citation in answer.citations] == ["The lamp was lit in 1901."]
    assert answer.passages == film.passages


def test_a_yes_or_no_is_answered_by_the_whole_sentence(finding: Found) -> None:
    film = finding("film", FILM, "green", 0.8, answered=True)
    assert composed("Is the lamp green?", [film], passages=5).text == "It is green."
    assert composed("What colour has it?", [film], passages=5).text == "Green"


def test_an_answer_in_sentences_is_the_proof_of_the_same_words_and_nothing_else_changes(finding: Found) -> None:
    film = finding("film", FILM, "1901", 0.8, answered=True)
    answer = composed("When was the lamp lit?", [film], passages=5)
    told = in_sentences(answer)
    assert told.text == "The lamp was lit in 1901."
    assert (told.citations, told.confidence, told.status) == (answer.citations, 0.8, "answered")
    whole = composed("Is the lamp green?", [finding("film", FILM, "green", 0.8, answered=True)], passages=5)
    assert in_sentences(whole) == whole
    refused = composed("Who was the keeper?", [finding("film", FILM, "Ines Kovar", 0.2, answered=False)], passages=5)
    assert in_sentences(refused) == refused


def test_the_answer_of_a_later_collection_says_what_the_first_had_to_say(finding: Found) -> None:
    book = finding("book", BOOK, "Bruno Falk", 0.7, answered=True)
    silent = finding("film", FILM, "Ines Kovar", 0.4, answered=False)
    answer = composed("Who was the keeper?", [silent, book], passages=5)
    assert (answer.text, answer.collection, answer.confidence) == ("Bruno Falk", "book", 0.7)
    assert answer.note == "The film does not say; this is from the book."
    assert answer.passages == book.passages
    touching = finding("film", FILM, "Ines Kovar", 0.7 - 2 * LEAD, answered=True)
    answer = composed("Who was the keeper?", [touching, book], passages=5)
    assert answer.note == "The film only touches on this; the answer is from the book."


@pytest.mark.parametrize(("probability", "asked"), [(1.01 - LEAD, ["film"]), (0.99 - LEAD, ["film", "book"])])
def test_no_collection_is_waited_for_that_could_not_speak_any_more(
    finding: Found, probability: float, asked: list[str]
) -> None:
    consulted = []

    def findings() -> Iterator[Finding]:
        for collection, text, words in (("film", FILM, "1901"), ("book", BOOK, "Porto")):
            consulted.append(collection)
            yield finding(collection, text, words, probability, answered=True)

    answer = composed("When was the lamp lit?", findings(), passages=5)
    assert (answer.text, answer.collection, consulted) == ("1901", "film", asked)


def test_one_collection_that_is_sure_is_waited_for_behind_one_that_is_less_sure(finding: Found) -> None:
    consulted = []

    def findings() -> Iterator[Finding]:
        for collection, probability in (("film", 0.5), ("book", 0.95), ("letters", 1.0)):
            consulted.append(collection)
            yield finding(collection, FILM, "1901", probability, answered=True)

    assert composed("When was the lamp lit?", findings(), passages=5).collection == "book"
    assert consulted == ["film", "book"]


def test_a_refusal_is_as_confident_as_the_best_that_was_not_shown(finding: Found) -> None:
    asked = [finding("film", FILM, "1901", 0.2, answered=False), finding("book", BOOK, "Porto", 0.35, answered=False)]
    answer = composed("Who painted it?", asked, passages=5)
    assert (answer.text, answer.status, answer.confidence) == ("The film does not say.", "not_in_text", 0.35)
    assert (answer.citations, answer.collection) == ((), None)
    assert composed("Who painted it?", [Finding("film", None, ())], passages=5).confidence == 0


def test_a_refusal_shows_the_nearest_passages_of_all_collections_and_names_them(finding: Found) -> None:
    film = finding("film", FILM, "1901", 0.2, answered=False, score=0.5)
    book = finding("book", BOOK, "Porto", 0.2, answered=False, score=0.6)
    answer = composed("Who painted it?", [film, book], passages=3)
    assert [passage.score for passage in answer.passages] == pytest.approx([0.6, 0.5, 0.3])
    assert answer.note == "Nor does the book."
    alone = composed("Who painted it?", [film], passages=3)
    assert not alone.note


def test_a_sentence_that_proves_twice_is_cited_once_and_the_shape_is_told(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage(FILM, collection="film")
    spans = (mark(read, "The lamp"), mark(read, "1901"), mark(read, "Ines Kovar"))
    film = Finding("film", None, (read,), Draft("The lamp, 1901 and Ines Kovar", spans, 0.8, answered=True))
    answer = composed("Which things are named?", [film], passages=5)
    assert [citation.quote for citation in answer.citations] == ["The lamp was lit in 1901.", "Ines Kovar lit it."]
    assert answer.shape == "list"


def test_a_yes_or_no_shows_the_whole_sentence_and_never_less_than_was_marked(
    passage: Callable[..., Passage], mark: Callable[..., AnswerSpan]
) -> None:
    read = passage(FILM)
    assert shown("Is it green?", mark(read, "green")).text == "It is green."
    assert shown("Is it green?", mark(read, "green. Ines")).text == "It is green. Ines"
    assert shown("What colour is it?", mark(read, "green")).text == "green"
