"""Whether the stored index of the bundled texts has to be built anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus import read_bundled
from index import Encoder, Index, build_index
from index.freshness import CHECKED, is_fresh


def test_an_index_of_all_bundled_texts_is_fresh_and_known_again(
    documentary_folder: Path, encoder: Encoder, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(documentary_folder, folder)
    index = Index.load(folder)
    assert is_fresh(folder, index, encoder)
    checked = (folder / CHECKED).read_text(encoding="ascii")
    assert is_fresh(folder, index, encoder)
    assert (folder / CHECKED).read_text(encoding="ascii") == checked


def test_what_was_found_of_one_index_says_nothing_of_another(
    documentary_folder: Path, encoder: Encoder, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(documentary_folder, folder)
    assert is_fresh(folder, Index.load(folder), encoder)
    build_index(read_bundled()[:2], encoder, folder, bundled=True)
    assert not is_fresh(folder, Index.load(folder), encoder)


def test_a_note_that_cannot_be_read_is_no_note(documentary_folder: Path, encoder: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(documentary_folder, folder)
    (folder / CHECKED).write_bytes(b"\xff\x00")
    assert is_fresh(folder, Index.load(folder), encoder)
