"""What one answer is worth, against values worked out by hand, SQuAD's script and scikit-learn."""

from __future__ import annotations

import math
import re
import string
from collections import Counter

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from qa.evaluation.metrics import (
    contains_answer,
    count_words,
    exact_match,
    hit,
    ndcg,
    normalised,
    reciprocal_rank,
    token_f1,
)

ASCII = st.text(st.characters(max_codepoint=127), max_size=40)
HITS = st.lists(st.booleans(), max_size=12)


def squad_normalised(text: str) -> str:
    """``normalize_answer`` of SQuAD's evaluate-v2.0.py, step by step."""
    bare = "".join(character for character in text.lower() if character not in set(string.punctuation))
    return " ".join(re.sub(re.compile(r"\b(a|an|the)\b", re.UNICODE), " ", bare).split())


def squad_f1(gold: str, answer: str) -> float:
    """``compute_f1`` of SQuAD's evaluate-v2.0.py."""
    golds, answers = squad_normalised(gold).split(), squad_normalised(answer).split()
    shared = sum((Counter(golds) & Counter(answers)).values())
    if not golds or not answers:
        return float(golds == answers)
    if not shared:
        return 0.0
    precision, recall = shared / len(answers), shared / len(golds)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Eiffel Tower!", "eiffel tower"),
        ("  an   apple, a pear ", "apple pear"),
        ("don't", "dont"),
        ("1993-1995", "19931995"),
        ("U.S.", "us"),
        ("theatre", "theatre"),
        ("\N{LEFT DOUBLE QUOTATION MARK}Ada\N{RIGHT SINGLE QUOTATION MARK}s\N{RIGHT DOUBLE QUOTATION MARK}", "adas"),
    ],
)
def test_texts_are_compared_as_squad_does(text: str, expected: str) -> None:
    assert normalised(text) == expected


@given(ASCII, ASCII)
def test_plain_text_scores_as_in_the_script_of_squad(answer: str, gold: str) -> None:
    assert normalised(answer) == squad_normalised(answer)
    assert token_f1(answer, [gold]) == pytest.approx(squad_f1(gold, answer))
    assert exact_match(answer, [gold]) == float(squad_normalised(answer) == squad_normalised(gold))


def test_the_gold_answer_that_fits_best_counts() -> None:
    assert token_f1("the cat sat", ["dog", "cat", "cat sat on"]) == pytest.approx(2 * 2 / (2 + 3))
    assert exact_match("The cat.", ["dog", "cat"]) == 1
    assert exact_match("cats", ["cat"]) == 0
    assert (exact_match("cat", []), token_f1("cat", [])) == (0, 0)


@pytest.mark.parametrize(
    ("answer", "golds", "expected"),
    [
        ("PyTorch was released in January 2017.", ["January 2017"], True),
        ("It was begun in 1993.", ["1"], False),
        ("It was begun in 1993.", ["93"], False),
        ("Adam and Soumith", ["Soumith and Adam"], False),
        ("The starter is fed at the mill, daily.", ["fed at mill daily"], True),
        ("Vitamin A is missing.", ["A"], True),
        ("Vitamin C is missing.", ["A"], False),
        ("Nothing.", [], False),
    ],
)
def test_an_answer_contains_whole_words_side_by_side(answer: str, golds: list[str], expected: bool) -> None:
    assert contains_answer(answer, golds) is expected


def test_words_are_parted_by_white_space() -> None:
    assert count_words("In January\n2017, indeed.") == 4
    assert count_words("") == 0


def test_ranks_by_hand() -> None:
    hits = [False, False, True, True]
    assert [hit(hits, k) for k in (1, 2, 3, 5)] == [0, 0, 1, 1]
    assert reciprocal_rank(hits) == pytest.approx(1 / 3)
    assert reciprocal_rank([]) == 0
    assert ndcg(hits, 2, 4) == pytest.approx((1 / 2 + 1 / math.log2(5)) / (1 + 1 / math.log2(3)))
    assert ndcg(hits, 0, 4) == 0


@given(st.lists(st.booleans(), min_size=2, max_size=12), st.integers(1, 12))
def test_ndcg_is_that_of_scikit_learn(hits: list[bool], k: int) -> None:
    """All passages of the index are in the list, the best first: its scores fall."""
    expected = ndcg_score(numpy.array([hits], dtype=float), -numpy.arange(len(hits), dtype=float)[None], k=k)
    assert ndcg(hits, sum(hits), k) == pytest.approx(expected)


@given(HITS, st.integers(1, 12), st.integers(0, 5))
def test_ranks_stay_in_their_bounds(hits: list[bool], k: int, more: int) -> None:
    assert 0 <= ndcg(hits, sum(hits) + more, k) <= 1 + 1e-12
    assert hit(hits, k) <= hit(hits, k + 1)
    assert 0 <= reciprocal_rank(hits) <= hit(hits, len(hits))


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=3))
def test_answers_stay_in_their_bounds(answer: str, golds: list[str]) -> None:
    f1 = token_f1(answer, golds)
    assert exact_match(answer, golds) <= f1 + 1e-12 <= 1 + 2e-12
    if exact_match(answer, golds) and normalised(answer):
        assert contains_answer(answer, golds)
