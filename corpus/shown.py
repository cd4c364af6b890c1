"""What a film shows or a recording says at a moment, as a file of subtitles or a transcript has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line, with the name of who speaks them where the file tells it beside the words."""

    words: tuple[str, ...]
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of one cue, with the seconds at which they begin and end."""

    start: float
    end: float
    lines: tuple[Line, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all lines."""
        return tuple(word for line in self.lines for word in line.words)
