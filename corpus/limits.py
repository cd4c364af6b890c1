"""How much of what somebody gives is read: beyond it, a text is refused with a message instead of being tried."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace

from corpus.errors import TextError

LIMITS_VARIABLE = "DOCUMENTARY_QA_LIMITS"
"""Environment variable that sets limits for everything: ``pages=5000,files=20``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read.

    ``file_bytes``: bytes of one file. ``files``: files of one build. ``unpacked_bytes``: bytes of one file once it is
    unpacked (a .docx is a zip archive, a .pdf holds compressed streams). ``pages``: pages of one PDF.
    ``line_characters``: characters of one line of a text file; a longer one is data and no prose. ``seconds``: time
    to read one file. ``memory_bytes``: memory to read one file, where the system can limit it.

    >>> from corpus import Limits
    >>> Limits().changed("pages=9000, files=20").pages
    9000
    """

    file_bytes: int = 100_000_000
    files: int = 2_000
    unpacked_bytes: int = 500_000_000
    pages: int = 5_000
    line_characters: int = 1_000_000
    seconds: int = 30
    memory_bytes: int = 4_000_000_000

    def __post_init__(self) -> None:
        for name, value in self.items():
            if value < 1:
                raise TextError(f"The limit {name} is {value}; it must be 1 or more.")

    def items(self) -> list[tuple[str, int]]:
        """Return name and value of each limit."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]

    def changed(self, settings: str) -> Limits:
        """Return these limits with those that ``settings`` names, such as ``pages=5000,files=20``.

        Raises:
            TextError: a name is unknown, or a value is no whole number from 1 on.
        """
        values: dict[str, int] = {}
        known = [name for name, _ in self.items()]
        for setting in filter(None, (part.strip() for part in settings.split(","))):
            name, _, value = (part.strip() for part in setting.partition("="))
            number = value.replace("_", "")
            if name not in known or not (number.isascii() and number.isdecimal()):
                raise TextError(f"'{setting}' is no limit. Write NAME=NUMBER, with a NAME out of {', '.join(known)}.")
            values[name] = int(number)
        return replace(self, **values)


def default_limits() -> Limits:
    """Return the limits that hold where none are given: those of ``DOCUMENTARY_QA_LIMITS``, else the usual ones.

    Raises:
        TextError: the variable cannot be understood.
    """
    return Limits().changed(os.environ.get(LIMITS_VARIABLE, ""))
