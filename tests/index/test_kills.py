"""A build that is killed, or finds no room on the disk, leaves the old index or the new one, and nothing in between."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, IndexDamagedError, build_index

if sys.platform == "win32":
    pytest.skip("processes are forked and killed by signals", allow_module_level=True)

from benchmarks.builder import Builder, Order, edition_documents
from benchmarks.kills import KINDS, PHASES, Harness
from corpus import read_plain_text
from index import Encoder
from index.manifest import Manifest
from index.storage import current_folder

KILLS = 54
LAST_PHASES = PHASES[3:7]


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """A process that has loaded the encoder and forks a build when it is told to."""
    with Builder() as running:
        yield running


@pytest.fixture
def folder(builder: Builder, tmp_path: Path) -> Path:
    """A folder with an index of the first edition."""
    assert builder.build(Order(str(tmp_path / "index"), 1)).how == "done"
    return tmp_path / "index"


def test_a_killed_build_leaves_a_whole_index_and_the_next_one_tidies_up(builder: Builder, tmp_path: Path) -> None:
    harness = Harness(builder, tmp_path / "index", seed=0)
    kills = [harness.kill(KINDS[number % len(KINDS)]) for number in range(KILLS)]
    phases = Counter(kill.phase for kill in kills)
    assert sum(phases[phase] for phase in LAST_PHASES) >= KILLS // 6, phases
    assert {kill.new for kill in kills} == {False, True}


def test_a_build_that_finds_no_room_at_any_file_leaves_the_old_index(builder: Builder, folder: Path) -> None:
    before = (folder / "current").read_text(encoding="ascii")
    builder.build(Order(str(folder.parent / "other"), 2))
    files = Index.load(folder.parent / "other").manifest.files
    for size in sorted({size - 1 for size, _ in files.values()}):  # The last byte of one file is one too many.
        ending = builder.build(Order(str(folder), 2, largest_file=size))
        assert ending.how == "failed", (size, files)
        assert "IndexUnwritableError" in ending.message
        assert "File too large" in ending.message or "cut short while it was written" in ending.message
        assert (folder / "current").read_text(encoding="ascii") == before
        assert [document.text for document in Index.load(folder).documents] == [
            document.text for document in edition_documents(1)
        ]
        assert len(list((folder / "indexes").iterdir())) == 1
    assert builder.build(Order(str(folder), 2)).how == "done"


def test_a_folder_that_may_not_be_written_serves_on(builder: Builder) -> None:
    with tempfile.TemporaryDirectory() as name:  # Unlike pytest's own, one that another user may look into.
        folder = Path(name)
        assert builder.build(Order(name, 1)).how == "done"
        places = [folder, folder / "indexes"]
        for place in places:
            place.chmod(0o555)
        ending = builder.build(Order(name, 2, nobody=True))
        for place in places:
            place.chmod(0o755)
        assert ending.how == "failed"
        assert "IndexUnwritableError" in ending.message
        assert "Permission denied" in ending.message
        assert len(Index.load(folder).documents) == len(edition_documents(1))


def test_an_index_that_vanishes_while_it_is_loaded_is_not_taken_for_one_without_words(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index([read_plain_text("Seven lamps stand on the quay.")], encoder, tmp_path)
    words = current_folder(tmp_path, mend="") / "chunks.bm25"
    read = Manifest.read

    def read_and_remove(folder: Path, *, mend: str) -> Manifest:
        manifest = read(folder, mend=mend)
        for file in words.iterdir():
            file.unlink()
        return manifest

    monkeypatch.setattr(Manifest, "read", read_and_remove)
    with pytest.raises((FileNotFoundError, IndexDamagedError)):
        Index.load(tmp_path)
