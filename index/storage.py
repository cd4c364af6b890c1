"""A folder on disk that always holds one whole index, the old one or the new one.

::

    FOLDER/current                     the name of the index that is served
    FOLDER/indexes/NAME/manifest.json  NAME is a hash of this file
    FOLDER/indexes/NAME/...            documents, chunks, vectors, words

A new index is written beside the old one and becomes current by the rename of one small file.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError
from index.hashing import file_hash
from index.manifest import MANIFEST, Manifest, name_of

_CURRENT = "current"
_NEW_POINTER = "current.new"
_INDEXES = "indexes"
_UNFINISHED = "unfinished-"
_NAME = re.compile(r"[0-9a-f]{24}")


def wait_for_build(folder: Path) -> None:
    """Wait until no build is running in ``folder``."""
    with build_lock(folder, wait=True):
        pass


def current_folder(folder: Path, *, mend: str) -> Path:
    """Return the folder of the index that is current in ``folder``.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: the one that should be there is not.
    """
    pointer = folder / _CURRENT
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissingError(f"{folder}: there is no index in this folder.", mend) from error
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"{pointer}: cannot be read.", mend) from error
    found = folder / _INDEXES / name
    if not _NAME.fullmatch(name) or not found.is_dir():
        raise IndexDamagedError(f"{pointer}: names an index that is not there ('{name[:40]}').", mend)
    return found


@contextmanager
def build_lock(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the right to build in ``folder``, which is made; with ``wait`` it is waited for.

    Raises:
        IndexBusyError: another process or thread holds it.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", timeout=-1 if wait else 0)
    try:
        with lock:
            yield
    except Timeout as error:
        raise IndexBusyError(
            f"{folder}: another build is running in this folder. Wait until it ends, then try again."
        ) from error


def remove_left_overs(folder: Path) -> None:
    """Remove what interrupted builds left behind: all but the current index. Call this with the lock held."""
    (folder / _NEW_POINTER).unlink(missing_ok=True)
    pointer = folder / _CURRENT
    current = pointer.read_text(encoding="ascii", errors="replace").strip() if pointer.is_file() else ""
    for other in (folder / _INDEXES).glob("*"):
        if other.name != current:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder to write a new index into; it is removed again unless :func:`make_current` took it.

    Call this with the lock held.
    """
    indexes = folder / _INDEXES
    indexes.mkdir(parents=True, exist_ok=True)
    unfinished = indexes / f"{_UNFINISHED}{uuid.uuid4().hex}"
    unfinished.mkdir()
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def file_table(written: Path) -> dict[str, tuple[int, str]]:
    """Return size in bytes and sha256 of every file below ``written``, by its path there."""
    files = sorted(file for file in written.rglob("*") if file.is_file())
    return {file.relative_to(written).as_posix(): (file.stat().st_size, file_hash(file)) for file in files}


def make_current(folder: Path, written: Path, manifest: Manifest) -> Path:
    """Write ``manifest`` into ``written``, bring all to the disk, and make it the index of ``folder`` by one rename.

    The index that was current until now is kept for those who are just loading it; the next build removes it.
    Returns the folder of the new index.
    """
    content = manifest.to_json().encode("utf-8")
    (written / MANIFEST).write_bytes(content)
    for path in [*written.rglob("*"), written]:
        _sync(path)
    target = written.parent / name_of(content)
    if target.exists():
        shutil.rmtree(target)
    written.replace(target)
    _sync(written.parent)

    pointer = folder / _CURRENT
    if pointer.is_dir():
        shutil.rmtree(pointer)
    replacement = folder / _NEW_POINTER
    replacement.write_text(target.name + "\n", encoding="ascii")
    _sync(replacement)
    replacement.replace(pointer)
    _sync(folder)
    return target


def _sync(path: Path) -> None:
    """Bring a file or a folder's entries to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder to sync it.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
