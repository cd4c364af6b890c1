"""The words of the texts, as those write them."""

from __future__ import annotations

import pytest

from corpus import Document, Section
from index import Encoder, Vocabulary, folded

TEXTS = (
    Document("one", "PyTorch is here. pytorch was there; PyTorch's users didn't mind.", title="About PyTorch"),
    Document("two", "Andreas Köpf met Sam\nGross.", collection="talk", sections=(Section(0, 5, ("The lamp",)),)),
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(TEXTS)


def test_words_of_all_collections_are_counted_whatever_their_case(vocabulary: Vocabulary) -> None:
    assert vocabulary.counts["pytorch"] == 4
    assert vocabulary.counts["kopf"] == 1
    assert "köpf" not in vocabulary.counts


def test_headings_and_titles_count(vocabulary: Vocabulary) -> None:
    assert vocabulary.counts["lamp"] == vocabulary.counts["about"] == 1


def test_the_most_frequent_spelling_is_kept(vocabulary: Vocabulary) -> None:
    assert vocabulary.spellings["pytorch"] == "PyTorch"
    assert vocabulary.spellings["kopf"] == "Köpf"


def test_half_of_a_short_form_is_no_word(vocabulary: Vocabulary) -> None:
    assert "didn" not in vocabulary.counts


def test_names_side_by_side_are_neighbours(vocabulary: Vocabulary) -> None:
    assert {("andreas", "kopf"), ("sam", "gross")} <= vocabulary.neighbours
    assert ("kopf", "met") not in vocabulary.neighbours


@pytest.mark.parametrize(("word", "plain"), [("PyTorch", "pytorch"), ("Köpf", "kopf"), ("ÉCOLE", "ecole"), ("", "")])
def test_folding(word: str, plain: str) -> None:
    assert folded(word) == plain


def test_the_encoder_knows_common_words_and_names(encoder: Encoder) -> None:
    assert {"labor", "theater", "sergey", "netflix"} <= encoder.words
    assert not {"pytorhc", "##ing", "chintela"} & encoder.words
