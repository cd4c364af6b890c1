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
DOCUMENTARY = {"documentary", "newcomer-documentary", "search-documentary", "viewer"}
"""Sets over the bundled texts; each other set has a text of its own beside it."""
EVERY_KIND = "kinds-"
"""What the names of the sets begin with that ask in every kind; the rest of the name is that of their text."""
WITH_SHAPES = (EVERY_KIND, "newcomer-")
"""What the names of the sets begin with whose questions say what an answer to them should look like."""
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
SHAPES = {
    "fact",
    "sentence",
    "list",
    "number",
    "yes_no",
    "either_or",
    "definition",
    "overview",
    "premise",
    "reply",
    "refusal",
}
"""What an answer can look like."""
IN_PARTS = {"list", "overview", "definition"}
"""Shapes whose gold answers are put together of parts, each of which stands in the proof."""
AT_LEAST = {
    "follow-up": 40,
    "yes/no": 40,
    "either-or": 40,
    "list": 40,
    "how many": 40,
    "why and how": 40,
    "false premise": 40,
    "overview": 40,
    "definition": 40,
    "comparison": 40,
    "near-miss": 60,
    "off-topic": 20,
    "small talk": 40,
    "plain": 60,
    "reworded": 60,
}
"""Questions of each kind in the sets that ask in every kind, all texts together."""


@functools.cache
def questions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(path: Path) -> Path:
    return path.with_name(f"{path.stem.removeprefix(EVERY_KIND)}.md")


def of_every_kind(part: str) -> list[dict[str, Any]]:
    return [question for path in sorted((FOLDER / part).glob(f"{EVERY_KIND}*.jsonl")) for question in questions(path)]


def files_with_shapes(part: str) -> list[Path]:
    return [path for path in sorted((FOLDER / part).glob("*.jsonl")) if path.stem.startswith(WITH_SHAPES)]


def with_shapes(part: str) -> list[dict[str, Any]]:
    return [question for path in files_with_shapes(part) for question in questions(path)]


@functools.cache
def documents(path: Path) -> dict[str, Document]:
    own = text_of(path)
    texts = [read_file(own)] if own.exists() else read_bundled()
    return {document.source: document for document in texts}


def answerable(path: Path, *, yes: bool = True) -> list[dict[str, Any]]:
    return [question for question in questions(path) if question["answerable"] is yes]


def normalised(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


def words_in_full(question: dict[str, Any]) -> tuple[str, ...]:
    """Return the words of a question that needs no history, in the order of the alphabet."""
    return tuple(sorted(normalised(question.get("standalone", question["question"])).split()))


every_file = pytest.mark.parametrize("path", [*DEVELOPMENT, *TEST], ids=lambda path: f"{path.parent.name}/{path.stem}")

of_each_part = pytest.mark.parametrize("part", ["development", "test"])


@every_file
def test_every_question_has_its_fields(path: Path) -> None:
    bundled = path.stem.removeprefix(EVERY_KIND) in DOCUMENTARY
    place = "collection" if bundled else "paragraph"
    assert text_of(path).exists() is not bundled
    fields = FIELDS | {place} | ({"shape"} if path.stem.startswith(WITH_SHAPES) else set())
    for question in questions(path):
        assert set(question) - {"note", "standalone", "premise", "further"} == fields, question["id"]
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
        if "shape" not in question and question["kind"] not in NOT_LITERAL:
            assert any(answer.lower() in evidence.lower() for answer in question["answers"]), question["id"]


@of_each_part
def test_what_a_question_adds_is_said_where_it_is_due(part: str) -> None:
    for question in with_shapes(part):
        assert question["shape"] in SHAPES, question["id"]
        follows = question["kind"] == "follow-up"
        assert ("standalone" in question) is follows is bool(question["history"]), question["id"]
        assert question.get("standalone") != question["question"], question["id"]
        told = {True: "false", False: "unsaid"}[question["answerable"]] if question["kind"] == "false premise" else None
        assert question.get("premise") == told, question["id"]
        assert (question["shape"] in {"refusal", "reply"}) is not question["answerable"], question["id"]


@of_each_part
def test_the_shape_of_an_answer_is_that_of_its_gold_and_its_proof(part: str) -> None:
    for path in files_with_shapes(part):
        text = "\n".join(document.text for document in documents(path).values())
        for question in answerable(path):
            assert all(sentence in text for sentence in question.get("further", [])), question["id"]
            proof = " ".join([question["evidence"], *question.get("further", [])]).lower()
            answers = [answer.lower() for answer in question["answers"]]
            if question["shape"] == "yes_no":
                assert answers[0] in {"yes", "no"}, question["id"]
            elif question["shape"] == "list":
                assert all(item in proof for item in re.split(", and |, | and ", answers[0])), question["id"]
            elif question["shape"] in IN_PARTS:
                assert all(answer in proof for answer in answers), question["id"]
            else:
                assert any(answer in proof for answer in answers), question["id"]


@of_each_part
def test_every_kind_is_asked_often_enough(part: str) -> None:
    asked = Counter(question["kind"] for question in of_every_kind(part))
    asked["why and how"] = asked.pop("why") + asked.pop("how")
    assert set(asked) == set(AT_LEAST)
    assert {kind: count for kind, count in asked.items() if count < AT_LEAST[kind]} == {}


@of_each_part
def test_about_half_of_the_yes_or_no_questions_are_to_be_denied(part: str) -> None:
    golds = Counter(question["answers"][0] for question in of_every_kind(part) if question["kind"] == "yes/no")
    assert 0.4 <= golds["No"] / golds.total() <= 0.6


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


def test_no_test_question_is_a_development_question_in_another_order() -> None:
    development = {words_in_full(question): question["id"] for question in of_every_kind("development")}
    asked = with_shapes("test")
    found = {question["id"]: development.get(words_in_full(question)) for question in asked}
    assert {asked: as_before for asked, as_before in found.items() if as_before is not None} == {}


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
