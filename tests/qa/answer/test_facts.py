"""Facts whole and clean: hedges, units and dates belong to them, another sentence does not."""

from __future__ import annotations

import pytest

from corpus import Chunk, Document, Span
from qa.answer.facts import capitalised, whole_fact
from qa.types import AnswerSpan, Passage, SentenceScore

TEXT = (
    "The crossing took about 35 minutes. The hall was opened on 19 January 2017, before the rain. "
    "Applications came in on or before 26 June 2024. It cost 6.5 million euros. Anna Berg was there. "
    "It seats more than two hundred people in winter. A small savings bank lent the money at the end of May 1931. "
    "They sat in the hall that burned. Mayor Roth says in the film that nobody was warned. The roof fell in, and "
    "the doors were shut. Six founding members paid. Two men always came. It took four years in all. It lasted long."
)


def marked(words: str, until: str | None = None) -> AnswerSpan:
    """Return a span over ``words`` of the text, or from there to the end of ``until``."""
    ends = [
        place + 1 for place, letter in enumerate(TEXT) if letter == "." and TEXT[place + 1 : place + 2] in ("", " ")
    ]
    starts = [0, *(end + 1 for end in ends[:-1])]
    sentences = tuple(SentenceScore(Span(start, end), 0.5, 0.5, 0.5) for start, end in zip(starts, ends, strict=True))
    chunk = Chunk("1", Document("talk", TEXT), 0, len(TEXT), (), 1, tuple(one.span for one in sentences))
    passage = Passage(chunk, 0.5, 0.5, 0.5, 0.5, sentences)
    start = TEXT.index(words)
    end = TEXT.index(until, start) + len(until) if until else start + len(words)
    return AnswerSpan(passage, start, end, -0.1, -3.0)


@pytest.mark.parametrize(
    ("question", "words", "whole"),
    [
        ("How long did the crossing take?", "35", "about 35 minutes"),
        ("When was the hall opened?", "January", "19 January 2017"),
        ("When was the hall opened?", "2017", "19 January 2017"),
        ("When did applications come in?", "26 June", "on or before 26 June 2024"),
        ("How much did it cost?", "6.5", "6.5 million euros"),
        ("How many people does it seat?", "two hundred", "more than two hundred people"),
        ("Which bank lent the money?", "savings bank", "small savings bank"),
        ("Which bank lent the money?", "bank", "small savings bank"),
        ("When was the money lent?", "May 1931", "at the end of May 1931"),
        ("What burned?", "hall", "hall"),
        ("Who was there?", "Anna Berg", "Anna Berg"),
        ("What did the mayor say?", "that nobody was warned", "nobody was warned"),
        ("What did the mayor say?", "film that nobody was warned", "nobody was warned"),
        ("What is told in the film?", "that nobody was warned", "that nobody was warned"),
        ("What happened to the roof?", "The roof fell in", "The roof fell in, and the doors were shut."),
        ("What fell in?", "The roof", "The roof"),
        ("What did the applications do?", "lasted", "It lasted long."),
        ("How many paid?", "Six", "Six founding members"),
        ("How many came?", "Two", "Two men"),
        ("How many years did it take?", "four", "four years"),
    ],
)
def test_a_fact_is_whole(question: str, words: str, whole: str) -> None:
    assert whole_fact(question, marked(words)).text == whole


def test_a_fact_stays_in_its_sentence() -> None:
    assert whole_fact("Who was there?", marked("euros", until="Anna Berg was there")).text == "Anna Berg was there"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("seven", "Seven"), ("iPhone 4", "iPhone 4"), ("https://a.b", "https://a.b"), ("2.1", "2.1"), ("", "")],
)
def test_an_answer_begins_with_a_capital(text: str, shown: str) -> None:
    assert capitalised(text) == shown
