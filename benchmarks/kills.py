"""Builds killed at random moments: ``python -m benchmarks.kills [--kills 200] [--seed 0]``.

Each build has one more edition of some texts to embed and is ended by SIGKILL: at a random moment of its whole length,
at a random moment after its manifest was written, or before each in turn of its operations on files from then on.
After each, the index that is loaded has to be the old or the new one, whole, and the next build has to succeed and to
tidy up.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path

import numpy
from rich.console import Console
from rich.table import Table

from benchmarks.builder import Builder, Ending, Order, edition_documents, lamp
from index import Index
from index.storage import build_lock

KILLS = 200
KINDS = ("any moment", "before an operation", "after the manifest", "before an operation")
"""Moments at which builds are killed, in turns."""
LATEST = 1.0
"""The latest kill comes after so many times the usual length of a build."""
MEASURED = 3
"""Builds without a kill, the last ones, by which moments are chosen."""
UNFINISHED = "unfinished-"
PHASES = (
    "reading and cutting",
    "embedding",
    "words and hashes",
    "manifest to the disk",
    "renamed, not current",
    "pointer to the disk",
    "current, not ended",
    "after the end",
)


class BrokenIndexError(AssertionError):
    """What is on disk after a kill or a build is not what was promised."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What one kill left: where the build was, and whether the index served is the new one already."""

    phase: str
    new: bool


@dataclass(frozen=True, slots=True)
class _State:
    pointer: str
    indexes: frozenset[str]


class Harness:
    """A folder with an index that is rebuilt and killed again and again."""

    def __init__(self, builder: Builder, folder: Path, seed: int = 0) -> None:
        self.folder = folder
        self._builder = builder
        self._random = random.Random(seed)  # noqa: S311 - A sequence that can be had again.
        self._question = numpy.array(builder.question, dtype=numpy.float32)
        self._edition = 0
        self._operation = 0
        self._measured: deque[Ending] = deque(maxlen=MEASURED)
        for _ in range(MEASURED + 1):
            self._whole_build()

    @property
    def measured(self) -> str:
        """How long the last builds without a kill took."""
        whole = statistics.median(ending.seconds for ending in self._measured)
        tail = statistics.median(ending.manifest_seconds for ending in self._measured)
        operations = max(ending.operations for ending in self._measured)
        return f"{whole:.3f} s, of which {tail:.3f} s and {operations} operations on files from the manifest on"

    def kill(self, kind: str) -> Kill:
        """Kill a build at a moment of that kind, check what it left, and build again; return where it was killed."""
        old, new = self._edition, self._edition + 1
        before = self._state()
        ending = self._builder.build(self._order(kind, new))
        phase = self._phase(ending, before)
        self._edition = self._served((old, new))
        killed = Kill(phase, self._edition == new)
        # The same again: it has nothing to write where the new index is served already, and must tidy up all the same.
        self._whole_build(self._random.choice((self._edition, new, new + 1)))
        return killed

    def _order(self, kind: str, edition: int) -> Order:
        """Return a build that is killed at a random moment of that kind."""
        folder = str(self.folder)
        if kind == KINDS[0]:
            length = statistics.median(ending.seconds for ending in self._measured)
            return Order(folder, edition, after=self._random.uniform(0, LATEST * length))
        if kind == KINDS[2]:
            length = statistics.median(ending.manifest_seconds for ending in self._measured)
            return Order(folder, edition, after_manifest=self._random.uniform(0, LATEST * length))
        last = min(ending.operations for ending in self._measured)
        self._operation = self._operation % last + 1
        return Order(folder, edition, before_operation=self._operation)

    def _whole_build(self, edition: int | None = None) -> Ending:
        """Build an edition without a kill, the next one if none is given; check what is served and what lies about."""
        edition = self._edition + 1 if edition is None else edition
        ending = self._builder.build(Order(str(self.folder), edition))
        if ending.how != "done":
            raise BrokenIndexError(f"The build after a kill failed: {ending.message}")
        self._edition = self._served((edition,))
        self._check_tidy()
        if ending.operations:  # Else there was nothing to write.
            self._measured.append(ending)
        return ending

    def _served(self, editions: tuple[int, ...]) -> int:
        """Return the edition that is served; raise if it is none of ``editions``, not whole, or answers wrongly."""
        with build_lock(self.folder):
            pass  # The lock of a killed build has gone with it.
        index = Index.load(self.folder)
        texts = [document.text for document in index.documents]
        for edition in editions:
            if texts == [document.text for document in edition_documents(edition)]:
                self._check_nearest(index, lamp(edition))
                return edition
        raise BrokenIndexError(f"The index served is that of none of the editions {editions}.")

    def _check_nearest(self, index: Index, paragraph: str) -> None:
        """Raise unless ``paragraph`` is the chunk and the sentence nearest to the question."""
        row = int(index.chunk_vectors.nearest(self._question, 1, range(len(index.chunks)))[0])
        if index.chunks[row].text != paragraph:
            raise BrokenIndexError(f"Nearest to the question is {index.chunks[row].text!r}, not {paragraph!r}.")
        nearest = int(index.sentence_vectors.nearest(self._question, 1, range(index.sentence_vectors.count))[0])
        if nearest not in index.sentence_rows[row]:
            raise BrokenIndexError(f"The sentence nearest to the question is row {nearest}, not of {paragraph!r}.")

    def _check_tidy(self) -> None:
        """Raise if there is anything in the folder but the index, the one before, the pointer and the lock."""
        names = {path.name for path in self.folder.iterdir()} - {".lock"}
        indexes = [path.name for path in (self.folder / "indexes").iterdir()]
        if names != {"current", "indexes"} or len(indexes) > 2 or any(len(name) != 24 for name in indexes):
            raise BrokenIndexError(f"Left lying about: {sorted(names)}, {indexes}")

    def _phase(self, ending: Ending, before: _State) -> str:
        """Return how far a build had come, by what it left in the file system."""
        if ending.how == "failed":
            raise BrokenIndexError(f"The build failed before it was killed: {ending.message}")
        now = self._state()
        if ending.how == "done":
            return PHASES[7]
        if now.pointer != before.pointer:
            return PHASES[6]
        unfinished = [name for name in now.indexes - before.indexes if name.startswith(UNFINISHED)]
        if unfinished:
            written = self.folder / "indexes" / unfinished[0]
            if (written / "manifest.json").exists():
                return PHASES[3]
            return PHASES[2 if (written / "sentences.faiss").exists() else 1]
        if (self.folder / "current.new").exists():
            return PHASES[5]
        return PHASES[4 if now.indexes - before.indexes else 0]

    def _state(self) -> _State:
        """Return what is in the folder now."""
        return _State(
            pointer=(self.folder / "current").read_text(encoding="ascii"),
            indexes=frozenset(path.name for path in (self.folder / "indexes").iterdir()),
        )


def main() -> None:
    """Kill and print where; the first broken index ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with Builder() as builder, tempfile.TemporaryDirectory() as folder:
        harness = Harness(builder, Path(folder), arguments.seed)
        print(f"A build without a kill: {harness.measured}")
        kills = [harness.kill(KINDS[number % len(KINDS)]) for number in range(arguments.kills)]
    counted = Counter(kills)
    table = Table("killed while", "kills", "served the old index", "served the new one")
    for phase in PHASES:
        old, new = (counted[Kill(phase, served)] for served in (False, True))
        table.add_row(phase, str(old + new), str(old), str(new))
    Console().print(table)
    print(f"{len(kills)} kills, no index that was not whole, every build after one succeeded and left nothing about.")


if __name__ == "__main__":
    main()
