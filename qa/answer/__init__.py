"""Answers made: what the readers marked is decided on, composed, and cited."""

from qa.answer.citing import cite
from qa.answer.composing import Finding, composed, unclear
from qa.answer.decide import Coefficients, Decision, decide, default_coefficients, sentence_text
from qa.answer.draft import Draft
from qa.answer.kinds import drafted
from qa.answer.rules import choose, definition, shown

__all__ = [
    "Coefficients",
    "Decision",
    "Draft",
    "Finding",
    "choose",
    "cite",
    "composed",
    "decide",
    "default_coefficients",
    "definition",
    "drafted",
    "sentence_text",
    "shown",
    "unclear",
]
