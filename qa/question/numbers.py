"""The numbers of a text, written in digits, whichever way the text writes them."""

from __future__ import annotations

import re
from decimal import Decimal

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_UNITS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
SPELT_OUT = tuple(_UNITS)[:12]
"""The numbers that people mostly write as words, from 1."""
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPELT = "|".join((*_UNITS, *_TENS, *_SCALES))
NUMBER = re.compile(
    rf"(?<![\w.])(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:s|st|nd|rd|th)?|{_SPELT})(?![^\W_])"
    rf"(?:(?:[ -]| and )(?:{_SPELT})\b)*",
    re.IGNORECASE,
)
"""A number in digits or in words."""


YEAR = re.compile(r"\b(?:1\d|20)\d{2}\b")
"""A year in digits."""


def numbers_in(text: str) -> list[str]:
    """Return the numbers in ``text`` in digits, in order: "forty-three" is 43, "1,000" and "a thousand" are 1000."""
    return [_digits(match.group()) for match in NUMBER.finditer(text)]


def _digits(words: str) -> str:
    """Return a number in digits."""
    total, part = Decimal(0), Decimal(0)
    for word in re.split(r"[ -]+", words.casefold()):
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            part = (part or Decimal(1)) * scale
            if scale > 100:
                total, part = total + part, Decimal(0)
        else:
            part += _UNITS.get(word) or _TENS.get(word) or Decimal(word.replace(",", "").rstrip("stndrh"))
    return f"{(total + part).normalize():f}"
