"""Where words begin and end, so that an answer never cuts one."""

from __future__ import annotations

import unicodedata

_OPENING = {"(": ")", "[": "]", "{": "}", "\u201c": "\u201d", "\u2018": "\u2019", "«": "»", '"': '"', "'": "'"}
_CLOSING = {close: open_ for open_, close in _OPENING.items()}
_STRIPPED = frozenset(".,;:!?-\u2013\u2014\u2026/\\|*_=<>~") | frozenset(_OPENING) | frozenset(_CLOSING)
_APOSTROPHES = "'\u2019"
_FIRST_ACCENT = "\u0300"
"""The first character of Unicode that belongs to the one before it."""


def whole_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int] | None:
    """Widen ``start`` to ``end`` to whole words, and take off the punctuation and white space around them.

    The result lies between ``low`` and ``high``, which are taken to be at ends of words; None if no word is left.
    Brackets and quotation marks stay where both are inside, as does the last point of ``U.S.``; ``'s`` may be left
    off. Scripts without spaces between words are not widened.
    """
    start, end = max(low, start), min(high, end)
    if not (start < end and text[start].isalnum() and text[end - 1].isalnum()):  # Mostly nothing is loose.
        while start < end and _loose(text, start, start, end, ahead=True):
            start += 1
        while end > start and _loose(text, end - 1, start, end, ahead=False):
            end -= 1
        if not any(letter.isalnum() for letter in text[start:end]):
            return None
    while start > low and within_word(text, start):
        start -= 1
    while end < high and within_word(text, end):
        end += 1
    if end < high and text[end] == "." and _abbreviated(text, start, end):
        end += 1
    return start, end


def within_word(text: str, place: int) -> bool:
    """Whether a word goes on across ``place``: there is a letter on both sides, or a point in a number or a name."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before == " " or after == " ":  # Nearly always; what follows would say so as well.
        return False
    if _attached(after):
        return not before.isspace()
    if _attached(before):
        return _in_word(after) and place >= 2 and within_word(text[: place - 1] + text[place:], place - 1)
    if _in_word(before) and _in_word(after):
        return not (_stands_alone(before) or _stands_alone(after))
    further = text[place + 1] if place + 1 < len(text) else " "
    if before.isalnum() and further.isalnum():
        return _joins(before, after, further, text, place)
    if place >= 2 and after.isalnum() and text[place - 2].isalnum():
        return _joins(text[place - 2], before, after, text, place - 1)
    return False


def _joins(before: str, mark: str, after: str, text: str, place: int) -> bool:
    """Whether ``mark`` at ``place`` makes one word of both sides: ``don't``, ``1,000``, ``fast.ai``, not ``Ann's``."""
    if mark in _APOSTROPHES:
        possessive = after in "sS" and not (place + 2 < len(text) and text[place + 2].isalnum())
        return before.isalpha() and after.isalpha() and not possessive
    if mark == "." and before.isalpha() and after.isalpha():
        return after.islower()
    return mark in ".,:" and before.isdigit() and after.isdigit()


def _loose(text: str, place: int, start: int, end: int, *, ahead: bool) -> bool:
    """Whether the character at ``place``, the first or last of ``start`` to ``end``, is no part of an answer."""
    letter = text[place]
    if letter.isalnum():
        return False
    if letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return True
    if letter not in _STRIPPED:
        return False
    if letter in _OPENING and ahead:
        return text.find(_OPENING[letter], place + 1, end) < 0
    if letter in _CLOSING and not ahead:
        return text.find(_CLOSING[letter], start, place) < 0
    if letter == "." and not ahead:
        return not _abbreviated(text, start, place)
    return not (letter in "-." and ahead and place + 1 < end and text[place + 1].isdigit())


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the word before the point at ``end`` is like ``U.S.`` or ``p.m.``: single letters with points."""
    return end - start >= 3 and text[end - 1].isalpha() and text[end - 2] == "." and text[end - 3].isalpha()


def _in_word(letter: str) -> bool:
    """Whether words are made of this character."""
    return letter.isalnum() or letter == "_"


def _attached(letter: str) -> bool:
    """Whether the character belongs to the one before it: an accent, or a sign that joins."""
    if letter < _FIRST_ACCENT:
        return False
    return unicodedata.category(letter) in ("Mn", "Mc", "Me") or letter in "\u200c\u200d"


def _stands_alone(letter: str) -> bool:
    """Whether the character is of a script that sets no spaces between words."""
    return (
        "\u0e00" <= letter <= "\u0eff"
        or "\u1000" <= letter <= "\u109f"
        or "\u1780" <= letter <= "\u17ff"
        or "\u3040" <= letter <= "\u30ff"
        or "\u3400" <= letter <= "\u9fff"
        or "\U00020000" <= letter <= "\U0003ffff"
    )
