"""The bundled texts tell what they are there to tell, and say where they have it from."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, read_bundled
from corpus.sentences import paragraph_spans, sentence_spans

FACTS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))
PRONOUN_FIRST = re.compile(r"(?:It|He|She|They|This|These|Those|That) ")


def documents(collection: str) -> list[Document]:
    return [document for document in read_bundled() if document.collection == collection]


def sentences(collection: str) -> list[str]:
    return [
        document.text[span.start : span.end]
        for document in documents(collection)
        for span in sentence_spans(document.text, 0, len(document.text))
    ]


def test_all_facts_of_the_summary_are_listed() -> None:
    assert [fact["number"] for fact in FACTS] == list(range(1, 42))


@pytest.mark.parametrize("fact", FACTS, ids=[f"fact {fact['number']}" for fact in FACTS])
def test_the_film_tells_the_fact_in_one_sentence(fact: dict[str, Any]) -> None:
    told = [sentence.lower() for sentence in sentences("documentary")]
    for words in fact["told_by"]:
        assert any(all(word in sentence for word in words) for sentence in told), fact["fact"]


@pytest.mark.parametrize("collection", ["documentary", "background"])
def test_what_a_pronoun_means_is_said_in_its_own_paragraph(collection: str) -> None:
    for document in documents(collection):
        firsts = [document.text[span.start :] for span in paragraph_spans(document.text)]
        assert [text[:60] for text in firsts if PRONOUN_FIRST.match(text)] == []


@pytest.mark.parametrize("collection", ["documentary", "background"])
def test_the_texts_are_told_as_prose(collection: str) -> None:
    """No sentence of a paragraph begins as the one before it does, as a list of facts would."""
    for document in documents(collection):
        for span in paragraph_spans(document.text):
            told = [document.text[one.start : one.end] for one in sentence_spans(document.text, span.start, span.end)]
            begins = [" ".join(sentence.split()[:2]) for sentence in told]
            assert [first for first, second in pairwise(begins) if first == second] == []


def test_every_paragraph_of_the_background_names_its_public_source() -> None:
    for document in documents("background"):
        assert document.url is None
        for span in paragraph_spans(document.text):
            urls = document.urls(span.start, span.end)
            assert urls, document.text[span.start : span.end]
            assert all(url.startswith(("https://", "http://")) for url in urls)


def test_the_film_comes_before_the_background() -> None:
    collections = [document.collection for document in read_bundled()]
    assert collections == sorted(collections, reverse=True)
    assert set(collections) == {"documentary", "background"}


def test_the_background_says_what_the_film_leaves_loose() -> None:
    told = sentences("background")
    assert any("Google Cloud" in sentence and "six founding members" in sentence for sentence in told)
    assert any("ONNX came before the merger" in sentence for sentence in told)
    assert any("2016" in sentence and "January 2017" in sentence for sentence in told)


def test_suggested_questions_come_from_the_film() -> None:
    assert len([question for document in documents("documentary") for question in document.questions]) >= 10
