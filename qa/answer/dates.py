"""Dates as a text writes them, and which of two is earlier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa.question.numbers import MONTHS

_DATE = re.compile(
    rf"\b(?:(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{'|'.join(MONTHS)}) "
    r"(?:(?P<other_day>\d{1,2})(?:st|nd|rd|th)?,? )?(?:of )?)?(?P<year>1\d{3}|20\d{2})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A date that begins at character ``start`` of a text: year, month and day, 0 where the text does not say."""

    year: int
    month: int
    day: int
    start: int = field(default=0, compare=False)

    def precedes(self, other: Date) -> bool | None:
        """Tell whether this date is earlier than ``other``, as far as both are known; None where nothing tells."""
        mine, others = ((one.year, one.month, one.day) for one in (self, other))
        known = min(sum(part > 0 for part in one) for one in (mine, others))
        return None if mine[:known] == others[:known] else mine[:known] < others[:known]


def dates_in(text: str) -> Iterator[Date]:
    """Yield the dates in ``text`` that name a year, in order."""
    for match in _DATE.finditer(text):
        month = MONTHS.index(match["month"].lower()) + 1 if match["month"] else 0
        day = int(match["day"] or match["other_day"] or 0)
        yield Date(int(match["year"]), month, day, match.start())
