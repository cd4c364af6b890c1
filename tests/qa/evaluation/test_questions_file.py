"""The file of questions: what it may hold, and how a line that is broken is named."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation import GoldTurn, Question, QuestionsError, read_questions

DEVELOPMENT = Path(__file__).parents[2] / "questions" / "development"


def written(folder: Path, *lines: str | dict[str, Any]) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "id": 7,
            "question": "And where?",
            "history": [{"question": "Who spoke?", "answer": "Ada."}, "When?"],
            "answers": ["Porto"],
            "answerable": True,
            "evidence": "Ada spoke in Porto.",
            "source": "talk.md",
            "kind": "where",
            "paragraph": 1,
        },
    )
    assert read_questions(path) == [
        Question(
            "7",
            "And where?",
            True,
            ("Porto",),
            "Ada spoke in Porto.",
            "talk.md",
            "where",
            (GoldTurn("Who spoke?", "Ada."), GoldTurn("When?")),
        )
    ]


def test_only_the_question_has_to_be_there(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"question": "Who?"},
        "",
        {"question": "Where?", "answers": ["Porto"], "source": None},
        {"question": "And when?", "history": ["Who?"]},
    )
    assert [(one.id, one.answerable, one.kind) for one in read_questions(path)] == [
        ("line 1", False, "other"),
        ("line 3", True, "other"),
        ("line 4", False, "follow-up"),
    ]


@pytest.mark.parametrize("path", sorted(DEVELOPMENT.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_development_questions_are_in_the_format(path: Path) -> None:
    assert len(read_questions(path)) == len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON (recursion limit"),
        ('{"question": "Who?", "n": ' + "1" * 5_000 + "}", "is not JSON (number"),
        ('"Who?"', "is not a JSON object"),
        ("{}", "'question' is missing"),
        ({"question": " "}, "'question' is missing"),
        ({"question": 1}, "'question' must be a string"),
        ({"question": "Who?", "answers": "Ada"}, "'answers' must be a list"),
        ({"question": "Who?", "answers": [""]}, "'answers' must be strings"),
        ({"question": "Who?", "answers": [1]}, "'answers' must be strings"),
        ({"question": "Who?", "answerable": "yes"}, "'answerable' must be true or false"),
        ({"question": "Who?", "answerable": True}, "needs at least one of 'answers'"),
        ({"question": "Who?", "answerable": False, "answers": ["Ada"]}, "is not answerable"),
        ({"question": "Who?", "history": [1]}, "each turn of 'history'"),
        ({"question": "Who?", "history": [{"answer": "Ada"}]}, "each turn of 'history'"),
        ({"question": "Who?", "history": [{"role": "assistant", "content": "Ada."}]}, "begins with an answer"),
        ({"question": "Who?", "id": True}, "'id' must be"),
        ({"question": "Who?", "id": " "}, "'id' must be"),
        ({"question": "Who?", "id": "first"}, "has the id 'first' of line 1"),
        ('{"question": "\\ud800?"}', "is not JSON (unexpected end of hex escape"),
    ],
)
def test_a_broken_line_is_named_with_its_number(tmp_path: Path, line: str | dict[str, Any], message: str) -> None:
    path = written(tmp_path, {"question": "Fine?", "id": "first"}, "", line)
    with pytest.raises(QuestionsError) as caught:
        read_questions(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert message in str(caught.value)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")
    with pytest.raises(QuestionsError, match="cannot be read"):
        read_questions(tmp_path)
    with pytest.raises(QuestionsError, match="holds no question"):
        read_questions(written(tmp_path, "", " "))
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"question": "Who?"}\n{"question": "caf\xe9?"}\n')
    with pytest.raises(QuestionsError, match="line 2: is not UTF-8"):
        read_questions(path)


@given(st.text(max_size=200))
def test_any_file_is_read_or_named(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(QuestionsError):  # Any other error is one too many.
        assert read_questions(path)


def test_a_history_may_be_the_messages_of_a_chat(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    messages = [
        {"role": "user", "content": "Who spoke?"},
        {"role": "assistant", "content": "Ada."},
        {"role": "user", "content": "Where?"},
    ]
    path.write_text(json.dumps({"question": "When?", "history": messages}), encoding="utf-8")
    turns = [(turn.question, turn.answer) for turn in read_questions(path)[0].history]
    assert turns == [("Who spoke?", "Ada."), ("Where?", "")]


@pytest.mark.parametrize("name", ["documentary", "tidal-lecture", "valley-orchard"])
def test_the_questions_of_the_repository_are_read(name: str) -> None:
    questions = read_questions(Path(__file__).parents[2] / "questions" / "test" / f"{name}.jsonl")
    assert len(questions) > 100
    assert any(question.history for question in questions)
