"""Two questions in one: "Who made it and when?", "When and where was it shown?"."""

from __future__ import annotations

import re

from index import terms
from qa.question.phrases import AUXILIARY, PREPOSITIONS, QUESTION_WORDS
from qa.question.shapes import shape_of

_ASKS = rf"(?:(?:{'|'.join(sorted(PREPOSITIONS))}) )?(?:{'|'.join(sorted(QUESTION_WORDS))})\b"
_TWO_WORDS = re.compile(rf"^\W*(?P<one>{_ASKS}) and (?P<other>{_ASKS}) (?P<rest>{AUXILIARY} .+)$", re.IGNORECASE)
_JOINED = re.compile(rf",? and (?={_ASKS})", re.IGNORECASE)
_ASKED = re.compile(rf"\b{_ASKS}|^\W*{AUXILIARY}", re.IGNORECASE)
_MARK = re.compile(r"\?+\s+(?=\w)")


def parts_of(question: str) -> tuple[str, ...]:
    """Return the two questions that ``question`` asks, in order, or it alone.

    The second may lean on the first, as "when" does in "Who made it and when?".
    """
    if shape_of(question) in ("comparison", "either_or", "overview"):
        return (question,)
    both = _TWO_WORDS.match(question)
    if both:
        return tuple(f"{both[word].capitalize()} {both['rest']}" for word in ("one", "other"))
    for between in (_MARK, _JOINED):
        parts = between.split(question)
        if len(parts) == 2 and terms(parts[0]) and all(_ASKED.search(part) for part in parts):
            return tuple(f"{part[:1].upper()}{part[1:].rstrip(' ?')}?" for part in parts)
    return (question,)
