"""BM25: words find words, and a score says how much of the question is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Lexical, terms

TEXTS = [
    "PyTorch was released in 2017.",
    "Theano came from Montréal.",
    "The film names Torch, Theano and Caffe.",
    "...",
]


def test_terms_fold_case_accents_and_endings_and_drop_stop_words() -> None:
    assert (
        terms("The Releases of Köpf's frameworks")
        == terms("release kopf s FRAMEWORK")
        == ["releas", "kopf", "framework"]
    )


def test_the_text_with_the_rarest_words_wins() -> None:
    scores = Lexical.build(TEXTS).scores(terms("When was PyTorch released?"))
    assert scores.argmax() == 0
    assert scores[1] == scores[3] == 0
    assert scores[0] == pytest.approx(1)
    assert all(0 <= score <= 1.0001 for score in scores)


def test_a_score_is_low_where_only_a_part_of_the_question_is_found() -> None:
    index = Lexical.build(TEXTS)
    whole = index.scores(terms("Theano Montreal")).max()
    assert index.scores(terms("Theano Montreal zebra quartz")).max() < whole / 1.5


def test_a_word_counts_once_however_often_it_stands_there_and_however_long_the_text() -> None:
    texts = ["Caffe", "Caffe, Caffe and Caffe again", f"Caffe {'and other words ' * 40}", "Theano"]
    scores = Lexical.build(texts).scores(terms("Caffe"))
    assert scores.tolist() == pytest.approx([1, 1, 1, 0])


@pytest.mark.parametrize("texts", [TEXTS, ["only one"], ["..."], ["", "..."]])
def test_what_was_saved_is_loaded(texts: list[str], tmp_path: Path) -> None:
    built = Lexical.build(texts)
    built.save(tmp_path / "words")
    loaded = Lexical.load(tmp_path / "words", len(texts))
    for question in ("Theano", "only", "nothing known", ""):
        assert loaded.scores(terms(question)).tolist() == built.scores(terms(question)).tolist()
        assert len(loaded.scores(terms(question))) == len(texts)
