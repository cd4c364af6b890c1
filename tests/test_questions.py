"""The question files are sound: every answer has its proof in the text, and no test question is a development one."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, read_bundled, read_file
from corpus.sentences import paragraph_spans

FOLDER = Path(__file__).parent / "questions"
DEVELOPMENT = sorted((FOLDER / "development").glob("*.jsonl"))
TEST = sorted((FOLDER / "test").glob("*.jsonl"))
DOCUMENTARY = {"documentary", "search-documentary", "viewer"}
"""Sets over the bundled texts; each other set has a text of its own beside it."""
SEARCH_BOX = {"search-documentary", "market-hall", "glacier-station"}
FIELDS = {"id", "question", "history", "answers", "answerable", "source", "evidence", "kind"}
KINDS = {
    "who",
    "what",
    "when",
    "where",
    "why",
    "how many",
    "list",
    "yes/no",
    "paraphrase",
    "typo",
    "keyword",
    "follow-up",
    "false premise",
}
NOT_LITERAL = {"yes/no", "false premise"}
"""Kinds whose answer may be a word of its own, such as yes or no."""


@functools.cache
def questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@functools.cache
def documents(path: Path) -> dict[str, Document]:
    own = path.with_suffix(".md")
    texts = [read_file(own)] if own.exists() else read_bundled()
    return {document.source: document for document in texts}


def answerable(path: Path, *, yes: bool = True) -> list[dict[str, Any]]:
    return [question for question in questions(path) if question["answerable"] is yes]


def normalised(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


every_file = pytest.mark.parametrize("path", [*DEVELOPMENT, *TEST], ids=lambda path: f"{path.parent.name}/{path.stem}")


@every_file
def test_every_question_has_its_fields(path: Path) -> None:
    place = "collection" if path.stem in DOCUMENTARY else "paragraph"
    assert path.with_suffix(".md").exists() is (path.stem not in DOCUMENTARY)
    for question in questions(path):
        assert set(question) - {"note"} == FIELDS | {place}, question["id"]
        assert question["question"].strip() == question["question"] != "", question["id"]
        assert isinstance(question["answerable"], bool), question["id"]
        assert all(isinstance(answer, str) and answer.strip() for answer in question["answers"]), question["id"]
        roles = [turn["role"] for turn in question["history"]]
        assert roles == ["user", "assistant"] * (len(roles) // 2), question["id"]
        assert all(turn["content"].strip() for turn in question["history"]), question["id"]


@every_file
def test_every_answer_has_its_proof_in_the_text(path: Path) -> None:
    for question in answerable(path):
        document = documents(path)[question["source"]]
        evidence = question["evidence"]
        assert evidence in document.text, question["id"]
        if "collection" in question:
            assert question["collection"] == document.collection, question["id"]
        else:
            span = paragraph_spans(document.text)[question["paragraph"] - 1]
            assert evidence in document.text[span.start : span.end], question["id"]
        assert question["answers"], question["id"]
        if question["kind"] not in NOT_LITERAL:
            assert any(answer.lower() in evidence.lower() for answer in question["answers"]), question["id"]


@every_file
def test_what_is_not_in_the_text_has_neither_answer_nor_proof(path: Path) -> None:
    for question in answerable(path, yes=False):
        assert question["answers"] == [], question["id"]
        assert question["evidence"] is None, question["id"]
        assert question.get("collection") is question.get("paragraph") is None, question["id"]


def test_no_two_questions_have_the_same_id() -> None:
    ids = Counter(question["id"] for path in [*DEVELOPMENT, *TEST] for question in questions(path))
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_test_question_is_a_development_question() -> None:
    development = {normalised(question["question"]) for path in DEVELOPMENT for question in questions(path)}
    asked = [question["question"] for path in TEST for question in questions(path)]
    assert [question for question in asked if normalised(question) in development] == []


@pytest.mark.parametrize("path", TEST, ids=lambda path: path.stem)
def test_no_test_set_asks_the_same_twice(path: Path) -> None:
    asked = Counter(json.dumps([normalised(question["question"]), question["history"]]) for question in questions(path))
    assert [question for question, count in asked.items() if count > 1] == []


def test_the_documentary_is_asked_in_every_way() -> None:
    path = FOLDER / "test" / "documentary.jsonl"
    refused = Counter(question["kind"] for question in answerable(path, yes=False))
    assert len(answerable(path)) >= 100
    assert {question["kind"] for question in answerable(path)} == KINDS
    assert refused.total() >= 80
    assert refused["near-miss"] >= refused.total() / 2
    assert {"neighbouring", "off-topic"} < set(refused)
    assert all(question["history"] for question in answerable(path) if question["kind"] == "follow-up")


@pytest.mark.parametrize("name", ["tidal-lecture", "valley-orchard"])
def test_texts_that_no_model_knows_are_asked_in_every_way(name: str) -> None:
    path = FOLDER / "test" / f"{name}.jsonl"
    refused = Counter(question["kind"] for question in answerable(path, yes=False))
    assert len(answerable(path)) >= 60
    assert {question["kind"] for question in answerable(path)} == KINDS
    assert refused.total() >= 30
    assert refused["near-miss"] >= refused.total() / 2


def test_there_are_enough_search_box_questions() -> None:
    asked = {path.stem: questions(path) for path in DEVELOPMENT if path.stem in SEARCH_BOX}
    assert set(asked) == SEARCH_BOX
    assert sum(len(those) for those in asked.values()) >= 150
    assert all(len(question["question"]) <= 80 for those in asked.values() for question in those)
    assert not any(question["question"].endswith("?") for those in asked.values() for question in those)
