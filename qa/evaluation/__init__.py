"""Answers measured: how well a text is found, answered, refused and how far the confidence can be believed.

::

    python -m qa evaluate questions.jsonl --text talk.md

Importing this package loads neither numpy nor matplotlib; they are loaded with the first run.
"""

from qa.evaluation.errors import EvaluationError, QuestionsError
from qa.evaluation.questions import GoldTurn, Question, read_questions
from qa.evaluation.rows import Row, Run

__all__ = ["EvaluationError", "GoldTurn", "Question", "QuestionsError", "Row", "Run", "read_questions"]
