"""Questions that a page offers: those that the texts themselves suggest and answer."""

from __future__ import annotations

import itertools

from qa.assistant import Assistant

SUGGESTIONS = 8
"""Questions that are offered; a page shows some of them at a time."""
MOST_SUGGESTED = 40
"""Questions of the texts that are tried; only what is answered is suggested."""


def suggested_questions(assistant: Assistant) -> list[str]:
    """Return some of the questions that the texts themselves suggest, from all over them, that are answered."""
    questions = assistant.index.questions[:MOST_SUGGESTED]
    step = max(1, len(questions) // SUGGESTIONS)
    spread = (question for start in range(step) for question in questions[start::step])
    return list(itertools.islice((question for question in spread if assistant.ask(question).answered), SUGGESTIONS))
