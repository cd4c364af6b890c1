"""What a reader is shown before a passage: where it stands."""

from __future__ import annotations

from collections.abc import Sequence


def heading_line(headings: Sequence[str]) -> str:
    """Return titles and headings, the widest first, as the line that stands before a passage; empty if there are none.

    ``Cedar router, Power:`` before "It draws 25 watts." says what "it" is.
    """
    words = ", ".join(dict.fromkeys(heading.strip() for heading in headings if heading.strip()))
    return f"{words}:" if words else ""
