"""The proof of an answer: whole sentences, to the letter, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus import Document
from corpus.types import Cue, Page, Reference, Speaker
from qa.answer import cite
from qa.types import AnswerSpan, Passage

FIRST, SECOND, THIRD = "The lamp was lit in 1901.", "Ines Kovar lit it.", "It burns with gas."
TEXT = f"A lamp.\n\n{FIRST} {SECOND}\n\n{THIRD}"
Read = Callable[..., Passage]
Mark = Callable[..., AnswerSpan]


def test_the_quote_is_the_sentence_of_the_answer_and_no_more(passage: Read, mark: Mark) -> None:
    for words, quote in (("1901", FIRST), ("Ines Kovar", SECOND), ("Ines Kovar lit it.", SECOND), (FIRST, FIRST)):
        cited = cite(mark(passage(TEXT), words))
        assert cited.quote == quote == TEXT[cited.start : cited.end]
        assert TEXT[cited.answer_start : cited.answer_end] == words


def test_an_answer_over_two_sentences_is_proven_by_both(passage: Read, mark: Mark) -> None:
    cited = cite(mark(passage(TEXT), "1901. Ines Kovar"))
    assert cited.quote == f"{FIRST} {SECOND}"


def test_the_place_is_that_of_the_quote_and_not_of_its_passage(passage: Read, mark: Mark) -> None:
    document = Document(
        "talk.md",
        TEXT,
        "The talk",
        "film",
        pages=(Page(0, TEXT.index(SECOND), 1), Page(TEXT.index(SECOND), len(TEXT), 2)),
        cues=(Cue(0, TEXT.index(THIRD), 0.0, 9.0), Cue(TEXT.index(THIRD), len(TEXT), 9.0, 12.0)),
        references=(Reference(TEXT.index(THIRD), len(TEXT), "https://example.org/gas"),),
    )
    read = passage(TEXT, f"{FIRST} {SECOND}\n\n{THIRD}", document=document, heading=("Lamps", "Gas"), paragraph=2)
    first, last = cite(mark(read, "1901")), cite(mark(read, "gas"))
    assert (first.page, first.paragraph, first.time, first.urls) == (1, 2, (0.0, 9.0), ())
    assert (last.page, last.paragraph, last.time, last.urls) == (2, 3, (9.0, 12.0), ("https://example.org/gas",))
    for cited in (first, last):
        assert (cited.source, cited.title, cited.collection) == ("talk.md", "The talk", "film")
        assert cited.heading == ("Lamps", "Gas")
        assert TEXT[cited.context_start :].startswith(cited.context)
        assert cited.context == read.text


def test_an_answer_beside_a_sentence_does_not_borrow_it(passage: Read, mark: Mark) -> None:
    whole = mark(passage(TEXT), SECOND)
    beside = replace(whole, start=whole.start - 1)  # The blank between two sentences belongs to neither.
    assert cite(beside).quote == SECOND
    first = mark(passage(TEXT), FIRST)
    assert cite(replace(first, end=first.end + 1)).quote == FIRST


def test_an_answer_over_two_paragraphs_has_the_place_of_its_beginning(passage: Read, mark: Mark) -> None:
    cited = cite(mark(passage(TEXT), f"{SECOND}\n\n{THIRD}"))
    assert (cited.quote, cited.paragraph) == (f"{SECOND}\n\n{THIRD}", 2)


def test_the_time_is_that_of_the_quote_and_not_only_of_the_answer(passage: Read, mark: Mark) -> None:
    begin, middle = TEXT.index(FIRST), TEXT.index("1901")
    document = Document("a.vtt", TEXT, cues=(Cue(begin, middle, 2.0, 4.0), Cue(middle, len(TEXT), 4.0, 9.0)))
    assert cite(mark(passage(TEXT, document=document), "1901")).time == (2.0, 9.0)


def test_the_citation_names_who_says_the_quote(passage: Read, mark: Mark) -> None:
    begin = TEXT.index(SECOND)
    document = Document("a.vtt", TEXT, speakers=(Speaker(0, begin - 1, "Ada"), Speaker(begin, len(TEXT), "Ben Ek")))
    read = passage(TEXT, document=document)
    first, second = cite(mark(read, "1901")), cite(mark(read, "Ines Kovar"))
    assert (first.speaker, second.speaker) == ("Ada", "Ben Ek")
    assert second.place == "paragraph 2, Ben Ek"
    assert second.to_dict()["speaker"] == "Ben Ek"
    assert read.place == "paragraph 1, Ada, Ben Ek"
    assert cite(mark(passage(TEXT), "1901")).speaker is None
