"""The items of an enumeration in a text, each a slice of it."""

from __future__ import annotations

import re

from corpus import Span
from qa.question.numbers import SPELT_OUT

NAME = r"[A-Z][\w.'\u2019-]*(?: (?:(?:of|de|van|von|der|and the) )?[A-Z0-9][\w.'\u2019-]*)*"
"""The pattern of a name: words with capitals in a row."""
NAMES = rf"{NAME}(?:, {NAME})*(?:,? and {NAME})?"
"""The pattern of one name or several."""

_SEPARATOR = re.compile(r"\s*(?:[;\n]|,(?!\d{3}\b))\s*(?:and\s+|or\s+)?(?:-\s+)?|\s+(?P<word>and|or|as well as)\s+")
_LEADING = re.compile(r"(?:both|either|namely|including|such as|first|then|and|or)\s+", re.IGNORECASE)
_MANY = rf"(?:\d[\d.,]*|once|twice|[a-z]+teen|[a-z]+ty(?:-[a-z]+)?|{'|'.join(SPELT_OUT)})"
_LED = re.compile(
    rf"(?P<many>{_MANY}\s(?:[a-z]+\s)?)?(?P<by>in|on|at|to|from|for|by|with|into|under|near|over|after|before|until)\s"
)
# Wider than the figures of numbers.py, for "dozens" and "2.0" say how many without being one number.
_NUMBER = re.compile(
    rf"\d[\d.,]*|\b(?:{'|'.join(SPELT_OUT)}|dozens?|hundreds?|thousands?|millions?|billions?)\b", re.IGNORECASE
)


def items_in(text: str, start: int, end: int) -> list[Span]:
    """Return the items that ``text[start:end]`` lists; one where it lists nothing.

    Commas part items, and the last "and"; without commas every "and" does. What stands in brackets is not parted.
    """
    cuts = [match for match in _SEPARATOR.finditer(text, start, end) if not _in_brackets(text, start, match.start())]
    by_comma = [match for match in cuts if match["word"] is None]
    if by_comma:
        behind = [match for match in cuts if match.start() > by_comma[-1].start()]
        closes = re.search(r"\b(?:and|or)\s+$", by_comma[-1].group())
        cuts = [*by_comma, *([] if closes else behind[-1:])]
    edges = [start, *(edge for match in cuts for edge in match.span()), end]
    spans = (_trimmed(text, first, last) for first, last in zip(edges[::2], edges[1::2], strict=True))
    return [span for span in spans if span.start < span.end]


def led_from(text: str, begin: int, start: int, end: int) -> int:
    """Return where the list in ``text[start:end]`` begins: with the words that lead in to its other items.

    ``begin`` is where its sentence does. "April and in September" begins with the "in" before it, "the iron, six for
    rope and two for beer" with "thirty-one crowns for".
    """
    first, *others = items_in(text, start, end) or [Span(start, end)]
    leads = [_LED.match(text, item.start, item.end) for item in others]
    if not leads or _LED.match(text, first.start, first.end):
        return start
    by = {lead["by"] if lead else "" for lead in leads}
    if len(by) > 1 or "" in by:
        return start
    many = rf"{_MANY}\s(?:[a-z]+\s)?" if all(lead and lead["many"] for lead in leads) else ""
    before = re.search(rf"(?<![\w-]){many}{by.pop()}\s(?:the\s)?$", text[begin:start])
    return begin + before.start() if before else start


def distinct(text: str, items: list[Span]) -> list[Span]:
    """Return the items without those that say the same as an earlier one, whatever their capitals and articles."""
    found: dict[str, Span] = {}
    for item in items:
        found.setdefault(re.sub(r"^(?:the|an?) ", "", text[item.start : item.end].casefold()), item)
    return list(found.values())


def holds_number(text: str) -> bool:
    """Tell whether there is a number in ``text``, in digits or as a word."""
    return _NUMBER.search(text) is not None


def joined(items: list[str]) -> str:
    """Return the items as people list them: "a, b and c", or "a, of b; and c" where one has a comma itself."""
    if len(items) < 2:
        return "".join(items)
    within = any(", " in item for item in items)
    return ("; and " if within else " and ").join((("; " if within else ", ").join(items[:-1]), items[-1]))


def counted(count: int) -> str:
    """Return a number as it begins a sentence: in words up to twelve."""
    return SPELT_OUT[count - 1].capitalize() if 0 < count <= len(SPELT_OUT) else str(count)


def _in_brackets(text: str, start: int, place: int) -> bool:
    """Tell whether a bracket that opens behind ``start`` is open at ``place``."""
    return text.count("(", start, place) > text.count(")", start, place)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return an item without white space, a closing mark, and words that only lead in."""
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!?"):
        end -= 1
    return Span(start, end)
