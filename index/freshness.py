"""Whether the stored index of the bundled texts is still what a build would give, known without reading them again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import corpus
from corpus import read_bundled
from index.build import up_to_date
from index.encoder import Encoder
from index.index import Index

CHECKED = "checked"
"""File in the folder of an index: what was found fresh the last time."""


def is_fresh(folder: Path, index: Index, encoder: Encoder) -> bool:
    """Tell whether a build of the bundled texts with ``encoder`` would give ``index``, which is current in ``folder``.

    Reading them takes as long as a question. It is done anew only where a text, or a module of those that read and cut
    the texts, has another size or time than when ``index`` was last found fresh.
    """
    state = _state(index, encoder)
    checked = folder / CHECKED
    with suppress(OSError, ValueError):  # Without the file it is only slower.
        if checked.read_text(encoding="ascii") == state:
            return True
    fresh = up_to_date(index.manifest, read_bundled(), encoder)
    if fresh:
        with suppress(OSError):
            checked.write_text(state, encoding="ascii")
    return fresh


def _state(index: Index, encoder: Encoder) -> str:
    """Return a hash of the index, the encoder, and the sizes and times of all files that a build depends on."""
    state = [index.name, repr(encoder.identity)]
    for file in _files():
        status = file.stat()
        state.append(f"{file} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(state).encode("utf-8", "surrogateescape")).hexdigest()


def _files() -> Iterator[Path]:
    """Yield the bundled texts, and the modules of the two rooms that make an index of them, in a fixed order."""
    for folder in (*map(Path, corpus.__path__), Path(__file__).parent):
        yield from sorted(file for ending in ("py", "md") for file in folder.rglob(f"*.{ending}"))
