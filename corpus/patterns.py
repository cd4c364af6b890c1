"""Patterns of paths, such as ``talks/**/*.srt``, matched one folder at a time so that no needless folder is opened."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

Patterns = frozenset[tuple[str, ...]]
"""What is left to match below a folder, as parts of paths; the empty one matches the folder with all that is below."""

EVERYTHING: Patterns = frozenset({()})

ANY_FOLDERS = "**"
"""The part of a pattern that stands for any number of folders, none included."""


def is_pattern(path: Path) -> bool:
    """Tell whether a path holds anything that stands for several names."""
    return any(_is_magic(part) for part in path.parts)


def split_pattern(path: Path) -> tuple[Path, Patterns]:
    """Return the folder in front of the first part that is a pattern, and what is to match below it."""
    fixed = next((place for place, part in enumerate(path.parts) if _is_magic(part)), len(path.parts))
    return Path(*path.parts[:fixed]), frozenset(_with_shortcuts(path.parts[fixed:]))


def left_below(name: str, patterns: Patterns) -> Patterns:
    """Return what is left to match below ``name``; hidden files match only a pattern that begins with a dot."""
    hidden = name.startswith(".")
    left: set[tuple[str, ...]] = set()
    for pattern in patterns:
        if not pattern or pattern[0] == ANY_FOLDERS:
            if not hidden:
                left.update(_with_shortcuts(pattern))
        elif fnmatch(name, pattern[0]) and (not hidden or pattern[0].startswith(".")):
            left.update(_with_shortcuts(pattern[1:]))
    return frozenset(left)


def _with_shortcuts(pattern: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return a pattern, and what is left of it where ``**`` stands for no folder at all."""
    patterns = {pattern}
    while pattern and pattern[0] == ANY_FOLDERS:
        pattern = pattern[1:]
        patterns.add(pattern)
    return patterns


def _is_magic(part: str) -> bool:
    return any(mark in part for mark in "*?[")
