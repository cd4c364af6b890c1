"""The record of a court: questions and answers behind ``Q.`` and ``A.``, often with the number of each line."""

from __future__ import annotations

import re
from itertools import pairwise

FEWEST = 2
"""Questions, and answers, from which on a text is such a record."""

_LABEL = re.compile(r"^([ \t]*(?:\d{1,2}[ \t]+)?)([QA])(?:\.[ \t]+|[ \t]{2,}|\.?\t[ \t]*)(?=\S)", re.MULTILINE)
_CHOICE = re.compile(r"^[ \t]*(?:\d{1,2}[ \t]+)?B\.[ \t]", re.MULTILINE)
"""The second of several answers to choose from."""
_ENDED = re.compile(r"[.?!:;\u2014-][\"'\u201d\u2019)]?\s*\Z")
_NUMBER = re.compile(r"[ \t]*(\d{1,2})(?:[ \t]+|\Z)")


def with_labels(text: str) -> str:
    """Return ``text`` with ``Q:`` and ``A:`` before questions and answers, without the numbers of its lines.

    Any other text comes back as it is.
    """
    labels = [match[2] for match in _LABEL.finditer(text)]
    if min(labels.count("Q"), labels.count("A")) < FEWEST or _CHOICE.search(text):
        return text
    lines = text.split("\n")
    numbers = [_NUMBER.match(line) for line in lines if line.strip()]
    counted = [int(found[1]) for found in numbers if found is not None]
    if len(counted) == len(numbers) and all(after in (before + 1, 1) for before, after in pairwise(counted)):
        text = "\n".join(_NUMBER.sub("", line, count=1) for line in lines)
    told: list[str] = []
    for line in _LABEL.sub(r"\2: ", text).split("\n"):
        if line.startswith("Q: ") and told:
            told.append("")
        goes_on = bool(told) and told[-1].startswith(("Q: ", "A: ")) and not _ENDED.search(told[-1])
        if goes_on and line.strip() and not line.startswith("A: "):
            told[-1] = f"{told[-1]} {line.strip()}"
        else:
            told.append(line)
    return "\n".join(told)
