"""What can be wrong with an evaluation."""

from corpus import DocumentaryError


class EvaluationError(DocumentaryError):
    """An evaluation cannot be run, saved, drawn or compared."""


class QuestionsError(EvaluationError):
    """A file of questions is missing or malformed; the message names the file and the line."""
