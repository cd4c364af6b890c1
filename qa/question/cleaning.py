"""A question as it is read: one line of bounded length, without anything that is no text."""

from __future__ import annotations

from corpus import clean

LONGEST_QUESTION = 1000
"""Characters; what is typed beyond is cut off. The encoder reads fewer, and no question needs more."""


def clean_question(question: str) -> str:
    """Return the question on one line without control characters, at most ``LONGEST_QUESTION`` characters long."""
    words = " ".join(clean(question.strip()[: 4 * LONGEST_QUESTION]).split())
    return words if len(words) <= LONGEST_QUESTION else words[:LONGEST_QUESTION].rsplit(" ", 1)[0]


def has_words(question: str) -> bool:
    """Tell whether there is a letter or a digit in the question."""
    return any(character.isalnum() for character in question)
