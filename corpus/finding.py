"""The files that paths, folders and patterns stand for; nothing outside of what was given is among them."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from corpus.errors import TextError
from corpus.limits import Limits
from corpus.names import numbered, printable
from corpus.patterns import EVERYTHING, Patterns, is_pattern, left_below, split_pattern
from corpus.unreadable import beyond

MOST_ENTRIES = 200_000
"""Files and folders below one that is given; a disk is not walked to its end to find a few texts."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why.

    ``unknown_kind`` says that nobody named it and no reader is made for it; ``limit`` is the setting that would let a
    file be read which is beyond one, such as ``pages=9000``.
    """

    source: str
    reason: str
    unknown_kind: bool = False
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read, and the name of its source."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is met on the way through a folder: ``real`` is where it truly is, ``refusal`` why it is not gone into."""

    path: Path
    name: PurePosixPath
    left: Patterns
    real: str = ""
    mode: int = 0
    refusal: str = ""

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


def find_files(
    paths: Iterable[str | Path], *, readable: Collection[str], limits: Limits
) -> tuple[list[Found], list[Skipped]]:
    """Return the files that ``paths`` stand for, each once, and what is passed over below folders.

    A path is a file, a folder (everything below it), or a pattern with ``*``, ``?``, ``[...]`` or ``**``; ``~`` is
    the home folder. Below a folder, files come in the order of their names, hidden ones are left out silently, and a
    link that leads out of it is not followed. ``readable`` are the suffixes to look for.

    Raises:
        TextError: a path does not exist, a pattern matches nothing, or there are more files than ``limits`` allow.
    """
    search = _Search(readable, limits)
    for given in paths:
        path = _at_home(Path(given))
        if not _exists(path):
            root, patterns = split_pattern(path)
            if not (is_pattern(path) and _exists(root) and search.below(root, patterns)):
                raise _missing(path)
        elif os.path.isdir(path):  # noqa: PTH112 - No error where one may not look.
            search.below(path, EVERYTHING)
        else:
            search.add(path, os.path.realpath(path), path.name)
    return list(search.found.values()), search.skipped


class _Search:
    """What was found so far."""

    def __init__(self, readable: Collection[str], limits: Limits) -> None:
        self.found: dict[str, Found] = {}
        self.skipped: list[Skipped] = []
        self._readable = readable
        self._limits = limits
        self._sources: set[str] = set()

    def add(self, path: Path, real: str, name: PurePath | str) -> None:
        """Take one file, unless it is there already; of two with the same name, the second goes by its path."""
        if real in self.found:
            return
        source, number = printable(name), 1
        while source in self._sources:
            source = printable(path) if number == 1 else numbered(printable(path), number)
            number += 1
        self._sources.add(source)
        self.found[real] = Found(path, source)
        self._check_number(len(self.found))

    def below(self, root: Path, patterns: Patterns) -> bool:
        """Take what matches below a folder, and tell whether anything does."""
        matched = False
        for entry in self._walk(root, patterns):
            matched = True
            if entry.suffix not in self._readable and not stat.S_ISDIR(entry.mode):
                self._skip(entry.path, f"'{entry.suffix or entry.path.name}' files cannot be read", unknown_kind=True)
            elif entry.refusal:
                self._skip(entry.path, entry.refusal)
            else:
                self.add(entry.path, entry.real, entry.name)
        return matched

    def _walk(self, root: Path, patterns: Patterns) -> Iterator[_Entry]:
        """Yield the files below a folder that match, and the folders that cannot be gone into."""
        real_root = os.path.realpath(root)
        visited: set[tuple[str, Patterns]] = set()
        met = 0
        waiting = [_Entry(root, PurePosixPath(), patterns, real_root, stat.S_IFDIR)]
        while waiting:
            entry = waiting.pop()
            if entry.refusal or not stat.S_ISDIR(entry.mode):
                if () in entry.left or stat.S_ISDIR(entry.mode):
                    yield entry
            elif (entry.real, entry.left) not in visited:  # Links can lead round in a circle.
                visited.add((entry.real, entry.left))
                try:
                    names = self._names(entry)
                except OSError as error:
                    yield _Entry(entry.path, entry.name, entry.left, mode=stat.S_IFDIR, refusal=_unreadable(error))
                    continue
                met += len(names)
                if met > MOST_ENTRIES:
                    raise _too_vast(root)
                waiting += [_examined(entry, name, left, real_root) for name, left in reversed(names)]

    def _names(self, folder: _Entry) -> list[tuple[str, Patterns]]:
        """Return what is in a folder and matches or might below, in the order of the names; not all of a vast one."""
        names: list[tuple[str, Patterns]] = []
        readable = 0
        with os.scandir(folder.path) as entries:
            for entry in entries:
                left = left_below(entry.name, folder.left)
                if not left:
                    continue
                names.append((entry.name, left))
                if () in left and PurePath(entry.name).suffix.lower() in self._readable:
                    readable += entry.is_file(follow_symlinks=False)
                    self._check_number(readable)
                if len(names) > MOST_ENTRIES:
                    raise _too_vast(folder.path)
        return sorted(names, key=lambda named: named[0])

    def _check_number(self, number: int) -> None:
        most = self._limits.files
        if number > most:
            raise beyond(f"These are more than {most:,} files, the most that are read.", "files", 2 * most)

    def _skip(self, path: Path, reason: str, *, unknown_kind: bool = False) -> None:
        shown = printable(path)
        self.skipped.append(Skipped(shown, f"{shown}: {printable(reason)}.", unknown_kind))


def _examined(folder: _Entry, name: str, left: Patterns, real_root: str) -> _Entry:
    """Return what is in ``folder`` under ``name``."""
    path = folder.path / name
    real, mode, refusal = os.path.join(folder.real, name), 0, ""  # noqa: PTH118 - Faster, and these are many.
    try:
        if os.name == "nt" or path.is_symlink():  # In Windows there are other links, too.
            real = os.path.realpath(path, strict=True)
        mode = os.stat(real).st_mode  # noqa: PTH116
        if not os.path.join(real, "").startswith(os.path.join(real_root, "")):  # noqa: PTH118
            refusal = "is a link that leads out of the folder; name it to have it read"
        elif not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            refusal = "is no file with a content"
    except OSError as error:
        refusal = "is a link to nothing" if path.is_symlink() else _unreadable(error)
    return _Entry(path, folder.name / name, left, real, mode, refusal)


def _at_home(path: Path) -> Path:
    """Return ``path`` with the home folder for its ``~``, unless there is something of that very name."""
    if _exists(path):
        return path
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _exists(path: Path) -> bool:
    """Tell whether there is a file or folder; what cannot be a path at all does not exist."""
    try:
        return path.exists()
    except PermissionError:  # It will be reported with the reason why it cannot be read.
        return True
    except (OSError, ValueError):
        return False


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"


def _missing(path: Path) -> TextError:
    shown = printable(path)[:80]
    if is_pattern(path):
        return TextError(f"{shown}: no file matches this pattern.")
    return TextError(
        f"{shown}: there is no such file or folder. A text itself is given as a string of more than one line "
        "or as a Document."
    )


def _too_vast(folder: Path) -> TextError:
    return TextError(
        f"{printable(folder)}: there are more than {MOST_ENTRIES:,} files and folders in it. Name those that matter."
    )
