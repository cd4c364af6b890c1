"""Answers made: what the readers marked is decided on, composed, and cited."""

from qa.answer.citing import cite
from qa.answer.composers import drafted
from qa.answer.composing import Finding, choose, composed, in_sentences, shown, unclear
from qa.answer.decide import Coefficients, Decision, decide, default_coefficients, sentence_text
from qa.answer.defining import definition
from qa.answer.draft import Draft

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
    "in_sentences",
    "sentence_text",
    "shown",
    "unclear",
]
