"""Answers are whole words, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.words import whole_words, within_word

ODD = st.text(alphabet="aZé9 .,'-()\"\u2019\u0301\u200d\u6f22\u0e01\n$%_\U0001f600", max_size=40)


@pytest.mark.parametrize(
    ("text", "marked", "answer"),
    [
        ("They began in 2016, at first.", "016, ", "2016"),
        ("It doesn't matter.", "doesn", "doesn't"),
        ("It is Anna's boat.", "Anna", "Anna"),
        ("It is Anna's boat.", "Anna's", "Anna's"),
        ("He said (in 1999) no.", "(in 1999", "in 1999"),
        ("He said (in 1999) no.", "(in 1999)", "(in 1999)"),
        ('The "Big Bang" came.', 'Big Bang"', "Big Bang"),
        ("About 1,000 of 3.5 million.", "000", "1,000"),
        ("Version 2.0 is out.", "0 is", "2.0 is"),
        ("It fell by -5 degrees.", "-5", "-5"),
        ("It rose by .5 points.", ".5", ".5"),
        ("It began at 10:30 sharp.", "30", "10:30"),
        ("It cost $20 then.", "$20", "$20"),
        ("In the U.S. it sold 5%.", "U.S", "U.S."),
        ("In the U.S. it sold 5%.", "5%.", "5%"),
        ("It was Adam.", "Adam.", "Adam"),
        ("Howard of fast.ai spoke.", "fast", "fast.ai"),
        ("It ended.The end.", "ended", "ended"),
        ("Soumith\u2014who began it\u2014left.", "\u2014who began it\u2014", "who began it"),
        ("cafe\u0301 society", "caf", "cafe\u0301"),
        ("\u6f22\u5b57\u6f22\u5b57", "\u5b57\u6f22", "\u5b57\u6f22"),
        ("C++ and C# live.", "C++", "C++"),
    ],
)
def test_a_span_becomes_whole_words(text: str, marked: str, answer: str) -> None:
    start = text.index(marked)
    placed = whole_words(text, start, start + len(marked), 0, len(text))
    assert placed is not None
    assert text[slice(*placed)] == answer


def test_punctuation_alone_is_no_answer() -> None:
    assert whole_words("one ... two", 3, 8, 0, 11) is None


@given(ODD, st.integers(0, 40), st.integers(0, 40))
def test_no_word_is_cut(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    placed = whole_words(text, start, end, 0, len(text))
    if placed is None:
        assert not any(letter.isalnum() for letter in text[start:end])
        return
    low, high = placed
    assert 0 <= low < high <= len(text)
    assert not within_word(text, low)
    assert not within_word(text, high)
    assert text[low:high] == text[low:high].strip()
    assert any(letter.isalnum() for letter in text[low:high])
    assert whole_words(text, low, high, 0, len(text)) == (low, high)
