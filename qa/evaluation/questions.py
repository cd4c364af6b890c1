"""The questions that an evaluation asks, and the format in which they are written down.

One JSON object a line (JSON Lines, UTF-8; empty lines are passed over):

============  =============================================================================================
``question``  what is asked; the only field that every line must have
``answers``   the gold answers, any one of which is right; none if, and only if, the text does not answer
``answerable``  whether the text answers; left out, it is whether there are ``answers``
``evidence``  the sentence of the text that answers, to the letter
``source``    the file that answers, as ``python -m qa sources`` names it, or the end of its path
``kind``      what sort of question it is, for the table by kind: "who", "typo", "off-topic", ...
``history``   the turns before it, oldest first: ``{"question": ..., "answer": ...}``, or only the question,
              or messages as chats have them: ``{"role": "user" or "assistant", "content": ...}``
``id``        a name that stays the same from run to run; left out, it is the number of the line
============  =============================================================================================

Other fields are allowed and left alone; null is the same as leaving a field out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.evaluation.errors import QuestionsError

FOLLOW_UP = "follow-up"
"""Kind of a question that has a history, where its line names none."""
NO_KIND = "other"
"""Kind of any other question whose line names none."""


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """A question that was asked before, with the answer that was given, where that is known."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is right: the fields of the format that is described above."""

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    evidence: str = ""
    source: str = ""
    kind: str = NO_KIND
    history: tuple[GoldTurn, ...] = field(default=())


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions.

    Raises:
        QuestionsError: it cannot be read, holds no question, or one of its lines is not in the format.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionsError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise QuestionsError(f"{path}, line {line}: is not UTF-8. Save the file as UTF-8.") from error
    questions: dict[str, Question] = {}
    lines: dict[str, int] = {}
    for number, question in _questions(path, text):
        if question.id in questions:
            raise QuestionsError(f"{path}, line {number}: has the id {question.id!r} of line {lines[question.id]}.")
        questions[question.id] = question
        lines[question.id] = number
    if not questions:
        raise QuestionsError(f"{path}: holds no question. Write one JSON object a line.")
    return list(questions.values())


def _questions(path: Path, text: str) -> Iterator[tuple[int, Question]]:
    """Yield every question with the number of its line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, _question(_object(line), number)
        except _FormatError as error:
            raise QuestionsError(f"{path}, line {number}: {error}") from error


class _FormatError(Exception):
    """A line is not in the format; the message says why."""


def _object(line: str) -> dict[str, Any]:
    """Return the JSON object on a line."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise _FormatError(f"is not JSON ({error.msg}, character {error.pos + 1}).") from error
    except (ValueError, RecursionError) as error:
        raise _FormatError("is nested too deeply, or holds too long a number.") from error
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _FormatError("holds half a surrogate pair, which is no text.") from error
    if not isinstance(data, dict):
        raise _FormatError("is not a JSON object. Write one object in braces a line.")
    return data


def _question(data: dict[str, Any], number: int) -> Question:
    """Return the question that the object of a line describes."""
    answers = tuple(answer for answer in _list(data, "answers"))
    if not all(isinstance(answer, str) and answer.strip() for answer in answers):
        raise _FormatError("'answers' must be strings with something in them.")
    answerable = data.get("answerable")
    if answerable is None:
        answerable = bool(answers)
    if not isinstance(answerable, bool):
        raise _FormatError("'answerable' must be true or false.")
    if answerable and not answers:
        raise _FormatError("an answerable question needs at least one of 'answers'.")
    if answers and not answerable:
        raise _FormatError("has 'answers' and is not answerable. Leave out one of the two.")
    question = _string(data, "question")
    if not question.strip():
        raise _FormatError("'question' is missing or empty.")
    history = _history(_list(data, "history"))
    return Question(
        id=_id(data, number),
        question=question,
        answerable=answerable,
        answers=answers,
        evidence=_string(data, "evidence").strip(),
        source=_string(data, "source").strip(),
        kind=_string(data, "kind").strip() or (FOLLOW_UP if history else NO_KIND),
        history=history,
    )


def _string(data: dict[str, Any], name: str) -> str:
    """Return a field that is a string, or an empty one."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _FormatError(f"'{name}' must be a string.")
    return value


def _list(data: dict[str, Any], name: str) -> list[Any]:
    """Return a field that is a list, or an empty one."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _FormatError(f"'{name}' must be a list.")
    return value


def _id(data: dict[str, Any], number: int) -> str:
    """Return the id of a line: what it says, or its number."""
    value = data.get("id")
    if value is None:
        return f"line {number}"
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise _FormatError("'id' must be a string or a whole number.")
    return str(value)


def _history(data: Sequence[Any]) -> tuple[GoldTurn, ...]:
    """Return the turns of a history; a message of the assistant answers the turn before it."""
    turns: list[GoldTurn] = []
    for one in data:
        role = one.get("role") if isinstance(one, dict) else None
        if role == "assistant" and turns:
            turns[-1] = GoldTurn(turns[-1].question, _string(one, "content"))
        else:
            turns.append(_turn({"question": one.get("content")} if role == "user" else one))
    return tuple(turns)


def _turn(data: Any) -> GoldTurn:  # noqa: ANN401 - whatever JSON holds.
    """Return one turn of a history."""
    if isinstance(data, str) and data.strip():
        return GoldTurn(data)
    if isinstance(data, dict) and _string(data, "question").strip():
        return GoldTurn(_string(data, "question"), _string(data, "answer"))
    raise _FormatError("each turn of 'history' must be a question, or an object with 'question' and 'answer'.")
