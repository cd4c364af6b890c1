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
``shape``     the shape that an answer should have: "fact", "list", "yes_no", "reply", ...
``standalone``  a follow-up as it would be asked in full
``id``        a name that stays the same from run to run; left out, it is the number of the line
============  =============================================================================================

Other fields are allowed and left alone; null is the same as leaving a field out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from qa.evaluation.errors import QuestionsError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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
    shape: str = ""
    standalone: str = ""


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
            yield number, _Line.model_validate_json(line).question_of(number)
        except ValidationError as error:
            raise QuestionsError(f"{path}, line {number}: {_told(error.errors()[0])}") from error


_Words = Annotated[str, StringConstraints(pattern=r"\S")]
_Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Lenient(BaseModel):
    """An object of JSON, in which null is the same as leaving a field out; other fields are left alone."""

    model_config = ConfigDict(strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        return {name: value for name, value in data.items() if value is not None} if isinstance(data, dict) else data


class _Turn(_Lenient):
    """A turn of a history with its answer."""

    question: _Words
    answer: str = ""


class _Message(_Lenient):
    """A message of a chat."""

    role: Literal["user", "assistant"]
    content: _Words


class _Line(_Lenient):
    """A line of the file."""

    question: _Words
    answers: list[_Words] = []
    answerable: bool | None = None
    evidence: _Stripped = ""
    source: _Stripped = ""
    kind: _Stripped = ""
    shape: _Stripped = ""
    standalone: _Stripped = ""
    history: list[_Words | _Message | _Turn] = []
    id: _Words | int | None = None

    @model_validator(mode="after")
    def _of_one_mind(self) -> _Line:
        """Make sure that ``answers`` and ``answerable`` say the same, and that nobody answers before a question."""
        if self.answerable and not self.answers:
            raise ValueError("an answerable question needs at least one of 'answers'.")
        if self.answers and self.answerable is False:
            raise ValueError("has 'answers' and is not answerable. Leave out one of the two.")
        if self.history and isinstance(self.history[0], _Message) and self.history[0].role == "assistant":
            raise ValueError("'history' begins with an answer; the question before it is missing.")
        return self

    def question_of(self, number: int) -> Question:
        """Return the question that the line, the one of that ``number``, describes."""
        return Question(
            id=f"line {number}" if self.id is None else str(self.id),
            question=self.question,
            answerable=bool(self.answers),
            answers=tuple(self.answers),
            evidence=self.evidence,
            source=self.source,
            kind=self.kind or (FOLLOW_UP if self.history else NO_KIND),
            history=self._turns(),
            shape=self.shape,
            standalone=self.standalone,
        )

    def _turns(self) -> tuple[GoldTurn, ...]:
        """Return the turns of the history; a message of the assistant answers the turn before it."""
        turns: list[GoldTurn] = []
        for one in self.history:
            if isinstance(one, str):
                turns.append(GoldTurn(one))
            elif isinstance(one, _Turn):
                turns.append(GoldTurn(one.question, one.answer))
            elif one.role == "user":
                turns.append(GoldTurn(one.content))
            else:
                turns[-1] = replace(turns[-1], answer=one.content)
        return tuple(turns)


_EACH = {
    "answers": "'answers' must be strings with something in them.",
    "history": "each turn of 'history' must be a question, or an object with 'question' and 'answer'.",
    "id": "'id' must be a string or a whole number.",
}
"""What is wrong where an item of a field, or one of the forms of a field, is of another kind."""
_WHOLE = {
    "missing": "is missing or empty",
    "string_pattern_mismatch": "is missing or empty",
    "string_type": "must be a string",
    "list_type": "must be a list",
    "bool_type": "must be true or false",
}
"""What is wrong with a field as a whole, by pydantic's name for it."""


def _told(error: ErrorDetails) -> str:
    """Return what pydantic found wrong with a line, in our words."""
    kind, place = error["type"], error["loc"]
    if kind == "json_invalid":
        return f"is not JSON ({error['ctx']['error']})."
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if not place:
        return "is not a JSON object. Write one object in braces a line."
    name = str(place[0])
    return _EACH[name] if len(place) > 1 and name in _EACH else f"'{name}' {_WHOLE.get(kind, error['msg'])}."
