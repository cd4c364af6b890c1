"""Chunks are whole sentences, within their budget, at exactly the places that they name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from headings import heading_at
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chunk, ChunkSettings, Document, Section, TextError, chunk_document, read_bundled, read_plain_text
from index import Encoder

THREE = "One is here. Two is here now.\n\nThree stands alone in this paragraph of its own."
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(" \n\n\t.,;!?\"'()\u2014\u2028\u00a0\u200b\u0301\r\x00\U0001f600Aa1 "),
    ),
    max_size=400,
)


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def cut(text: str, *, max_tokens: int = 6, min_tokens: int = 0, overlap: int = 1) -> list[Chunk]:
    return chunk_document(Document("t", text), words, ChunkSettings(max_tokens, min_tokens, overlap))


def test_chunks_stand_where_they_say() -> None:
    chunks = cut(THREE, max_tokens=20)
    assert [(chunk.start, chunk.end, chunk.text) for chunk in chunks] == [
        (0, 29, "One is here. Two is here now."),
        (31, 79, "Three stands alone in this paragraph of its own."),
    ]
    assert [chunk.paragraph for chunk in chunks] == [1, 2]


def test_a_paragraph_that_is_too_long_is_cut_between_sentences_with_one_repeated() -> None:
    text = "One is here. Two is here. Three is here. Four is here."
    assert [chunk.text for chunk in cut(text)] == [
        "One is here. Two is here.",
        "Two is here. Three is here.",
        "Three is here. Four is here.",
    ]


def test_without_overlap_nothing_is_repeated() -> None:
    text = "One is here. Two is here. Three is here. Four is here."
    assert [chunk.text for chunk in cut(text, overlap=0)] == [
        "One is here. Two is here.",
        "Three is here. Four is here.",
    ]


def test_short_paragraphs_are_joined_but_never_across_a_heading() -> None:
    text = "Yes.\n\nNo.\n\nWell then.\n\nGood."
    document = Document("t", text, sections=(Section(0, 11, ("A",)), Section(11, len(text), ("A", "B"))))
    chunks = chunk_document(document, words, ChunkSettings(max_tokens=10, min_tokens=4))
    assert [(chunk.text, chunk.heading) for chunk in chunks] == [
        ("Yes.\n\nNo.", ("A",)),
        ("Well then.\n\nGood.", ("A", "B")),
    ]


def test_two_sections_of_the_same_name_are_kept_apart() -> None:
    text = "One.\n\nTwo."
    document = Document("t", text, sections=(Section(0, 6, ("Notes",)), Section(6, len(text), ("Notes",))))
    assert [chunk.text for chunk in chunk_document(document, words, ChunkSettings(10, 5))] == ["One.", "Two."]


def test_a_sentence_that_is_too_long_is_cut_at_a_clause() -> None:
    text = "The first clause goes on, the second clause ends it."
    assert [chunk.text for chunk in cut(text)] == ["The first clause goes on,", "the second clause ends it."]


def test_a_word_without_end_is_cut_and_kept() -> None:
    document = Document("t", "x" * 1000)
    chunks = chunk_document(document, characters, ChunkSettings(max_tokens=100, min_tokens=0))
    assert "".join(chunk.text for chunk in chunks) == "x" * 1000
    assert max(len(chunk.text) for chunk in chunks) <= 100


def test_what_the_encoder_takes_for_one_word_is_cut_all_the_same(encoder: Encoder) -> None:
    document = Document("t", "\u0e01" * 5000)
    chunks = chunk_document(document, encoder.count_tokens, ChunkSettings())
    assert len(chunks) > 1
    assert sum(len(chunk.text) for chunk in chunks) == 5000


def test_a_heading_with_nothing_below_it_still_parts_what_is_around_it() -> None:
    document = Document("t", "One.\n\nTwo.", sections=(Section(5, 5, ("Empty",)),))
    assert [chunk.text for chunk in chunk_document(document, words, ChunkSettings(10, 5))] == ["One.", "Two."]


def test_sections_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="follow one another"):
        Document("t", "One. Two.", sections=(Section(0, 6, ("A",)), Section(5, 9, ("B",))))


def test_ids_depend_on_the_content_alone() -> None:
    again = [chunk.id for chunk in cut(THREE, max_tokens=20)]
    assert [chunk.id for chunk in cut(THREE, max_tokens=20)] == again
    shifted = [chunk.id for chunk in cut("New first paragraph here.\n\n" + THREE, max_tokens=20)]
    assert shifted[1:] == again


def test_equal_paragraphs_have_ids_of_their_own() -> None:
    chunks = cut("Applause.\n\nApplause.\n\nApplause.")
    assert len({chunk.id for chunk in chunks}) == 3


def test_settings_that_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="min_tokens"):
        ChunkSettings(max_tokens=5, min_tokens=6)


@given(HOSTILE, st.integers(1, 30), st.integers(0, 2))
def test_whatever_the_text_nothing_is_lost_moved_or_too_long(text: str, most: int, overlap: int) -> None:
    document = Document("t", text)
    settings = ChunkSettings(max_tokens=most, min_tokens=most // 3, overlap=overlap)
    chunks = chunk_document(document, characters, settings)
    covered: set[int] = set()
    for chunk in chunks:
        assert document.text[chunk.start : chunk.end] == chunk.text == chunk.text.strip()
        assert chunk.text
        assert (chunk.start, chunk.end) == (chunk.sentences[0].start, chunk.sentences[-1].end)
        assert sum(sentence.end - sentence.start for sentence in chunk.sentences) <= most
        covered.update(range(chunk.start, chunk.end))
    assert {place for place, character in enumerate(text) if not character.isspace()} <= covered
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    assert len({chunk.id for chunk in chunks}) == len(chunks)


def test_what_cannot_be_stored_is_refused_at_the_door_and_can_be_cleaned() -> None:
    with pytest.raises(TextError, match="character 3"):
        Document("t", "abc\ud800")
    assert read_plain_text("abc\ud800").text == "abc\ufffd"


@given(HOSTILE)
def test_pasted_text_becomes_paragraphs_that_can_be_stored(text: str) -> None:
    if not text.strip() or not any(character.isalnum() for character in text):
        return
    document = read_plain_text("word " + text)
    document.text.encode("utf-8")
    assert Document.from_dict(document.to_dict()) == document
    for chunk in chunk_document(document, words, ChunkSettings()):
        assert all("\n" not in document.text[span.start : span.end] for span in chunk.sentences)


def test_every_chunk_of_the_bundled_texts_begins_and_ends_with_a_sentence() -> None:
    for document in read_bundled():
        for chunk in chunk_document(document, words, ChunkSettings()):
            assert chunk.text[0].isupper()
            assert chunk.text[-1] in '.!?"'
            assert chunk.heading == heading_at(document, chunk.start)
