"""An index on disk is whole and unaltered, or it is not served."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus import TextError, chunk_document, read_bundled, read_plain_text
from index import (
    Encoder,
    Index,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnwritableError,
    StoredIndexError,
    build_index,
)
from index.embedded import rows_of_sentences
from index.manifest import MANIFEST, name_of
from index.storage import build_lock, current_folder

FILES = (
    "documents.jsonl",
    "chunks.jsonl",
    "chunks.faiss",
    "sentences.faiss",
    "chunks.bm25/vocab.index.json",
    "sentences.bm25/data.csc.index.npy",
    MANIFEST,
)


@pytest.fixture
def folder(documentary_folder: Path, tmp_path: Path) -> Path:
    """A copy of the index of the bundled texts, to be damaged."""
    copy = tmp_path / "copy"
    shutil.copytree(documentary_folder, copy)
    return copy


def test_what_was_built_is_loaded(documentary_folder: Path, encoder: Encoder) -> None:
    index = Index.load(documentary_folder)
    settings = index.manifest.chunking
    cut = [chunk for document in read_bundled() for chunk in chunk_document(document, encoder.count_tokens, settings)]
    assert list(index.chunks) == cut
    assert index.manifest.collections == ("documentary", "background")
    assert [index.chunks[row].document.collection for row in index.rows["documentary"]] == ["documentary"] * len(
        index.rows["documentary"]
    )
    assert index.rows["documentary"].stop == index.rows["background"].start
    assert index.rows["background"].stop == len(index.chunks) == index.chunk_vectors.count
    assert index.sentence_rows[-1].stop == index.sentence_vectors.count == index.manifest.sentences


def test_every_row_holds_the_vector_of_its_own_text(documentary_folder: Path, encoder: Encoder) -> None:
    index = Index.load(documentary_folder)
    row = len(index.chunks) // 2
    chunk = index.chunks[row]
    vector = encoder.encode_passages([f"{chunk.heading[-1]}. {chunk.text}"])[0]
    assert index.chunk_vectors.nearest(vector, 1, range(len(index.chunks))).tolist() == [row]
    sentence = chunk.sentences[-1]
    text = chunk.document.text[sentence.start : sentence.end]
    vector = encoder.encode_passages([f"{chunk.heading[-1]}. {text}"])[0]
    nearest = index.sentence_vectors.nearest(vector, 1, range(index.sentence_vectors.count))
    assert nearest.tolist() == [index.sentence_rows[row][-1]]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["removed", "cut short", "one byte changed", "emptied"])
def test_a_damaged_file_is_named_with_the_command_that_mends_it(folder: Path, name: str, damage: str) -> None:
    file = current_folder(folder, mend="") / name
    content = file.read_bytes()
    middle = len(content) // 2
    if damage == "removed":
        file.unlink()
    elif damage == "cut short":
        file.write_bytes(content[:middle])
    elif damage == "emptied":
        file.write_bytes(b"")
    else:
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    with pytest.raises(IndexDamagedError) as raised:
        Index.load(folder)
    assert str(file) in str(raised.value)
    assert "build the index of the same texts anew" in str(raised.value)


@pytest.mark.parametrize("written", ["", "no-such-index\n", "../../etc\n", "\x00", "\u00e9", "a" * 5000])
def test_a_damaged_pointer_is_named(folder: Path, written: str) -> None:
    (folder / "current").write_text(written, encoding="utf-8")
    with pytest.raises(StoredIndexError, match="current"):
        Index.load(folder)


def test_no_index_is_an_error_that_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="build the index"):
        Index.load(tmp_path)


@pytest.mark.parametrize(
    ("written", "said"), [("[]", "cut short"), ("[" * 100_000, "cut short"), ('{"format_version": 3}', "was changed")]
)
def test_a_manifest_that_is_none_is_named(folder: Path, written: str, said: str) -> None:
    (current_folder(folder, mend="") / MANIFEST).write_text(written, encoding="utf-8")
    with pytest.raises(StoredIndexError, match=said):
        Index.load(folder)


def test_a_manifest_that_was_edited_is_refused(folder: Path) -> None:
    manifest = current_folder(folder, mend="") / MANIFEST
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"bundled": true', '"bundled": false'), encoding="utf-8"
    )
    with pytest.raises(IndexDamagedError, match="was changed after it was written"):
        Index.load(folder)


@pytest.mark.parametrize("fields", [{"unknown": 1}, {"encoder": None}, {"chunking": {"max_tokens": 0}}])
def test_a_manifest_with_other_fields_is_refused(folder: Path, fields: dict[str, object]) -> None:
    current = current_folder(folder, mend="")
    written = json.dumps({**json.loads((current / MANIFEST).read_text(encoding="utf-8")), **fields}).encode()
    (current / MANIFEST).write_bytes(written)
    current.rename(current.with_name(name_of(written)))
    (folder / "current").write_text(name_of(written), encoding="ascii")
    with pytest.raises(IndexMismatchError, match="other fields"):
        Index.load(folder)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(IndexUnwritableError, match="cannot be written"):
        build_index([read_plain_text("Some new text.")], encoder, tmp_path / "file")
    with pytest.raises(IndexMissingError):
        Index.load(tmp_path / "file")


def test_the_same_text_twice_at_once_is_the_same_index(tmp_path: Path, encoder: Encoder) -> None:
    for _ in range(3):
        build_index([read_plain_text("Some new text.")], encoder, tmp_path)
    assert len(Index.load(tmp_path).chunks) == 1


def test_a_load_that_a_rebuild_overtakes_begins_anew(
    folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import index as module

    old = current_folder(folder, mend="")
    build_index([read_plain_text("The new text.")], encoder, folder)
    shutil.rmtree(old)
    looked_up = iter([old])
    monkeypatch.setattr(
        module, "current_folder", lambda where, *, mend: next(looked_up, None) or current_folder(where, mend=mend)
    )
    assert [chunk.text for chunk in Index.load(folder).chunks] == ["The new text."]


def test_another_format_version_is_refused(folder: Path) -> None:
    current = current_folder(folder, mend="")
    manifest = json.loads((current / MANIFEST).read_text(encoding="utf-8"))
    written = json.dumps({**manifest, "format_version": 99}).encode()
    (current / MANIFEST).write_bytes(written)
    current.rename(current.with_name(name_of(written)))
    (folder / "current").write_text(name_of(written), encoding="ascii")
    with pytest.raises(IndexMismatchError, match="format version 99"):
        Index.load(folder)


def test_a_rebuild_replaces_the_texts_and_keeps_one_old_index_for_readers(folder: Path, encoder: Encoder) -> None:
    before = Index.load(folder)
    for text in ("The first text.", "The second text.", "The third text."):
        build_index([read_plain_text(text)], encoder, folder)
    assert [chunk.text for chunk in Index.load(folder).chunks] == ["The third text."]
    assert len(list((folder / "indexes").iterdir())) == 2
    assert before.chunks[0].text  # What was loaded before lives on in memory.


def test_a_failed_rebuild_leaves_the_old_index_and_no_litter(folder: Path, encoder: Encoder) -> None:
    before = sorted(folder.rglob("*"))

    def fail(stage: str, done: int, total: int) -> None:
        if stage == "embedding sentences":
            raise OSError(28, "No space left on device")

    with pytest.raises(IndexUnwritableError, match="No space left"):
        build_index([read_plain_text("Some new text.")], encoder, folder, progress=fail)
    assert Index.load(folder).manifest.bundled
    assert sorted(path for path in folder.rglob("*") if path.name != ".lock") == [
        p for p in before if p.name != ".lock"
    ]


def test_what_a_killed_build_left_is_removed_by_the_next(folder: Path, encoder: Encoder) -> None:
    left_over = folder / "indexes" / "unfinished-killed"
    left_over.mkdir()
    (left_over / "chunks.jsonl").write_text("half", encoding="utf-8")
    build_index([read_plain_text("Some new text.")], encoder, folder)
    assert not left_over.exists()


def test_a_second_build_in_the_same_folder_is_refused(folder: Path, encoder: Encoder) -> None:
    with build_lock(folder), pytest.raises(IndexBusyError, match="another build is running"):
        build_index([read_plain_text("Some new text.")], encoder, folder)


def test_nothing_to_index_is_an_error_and_the_old_index_stays(folder: Path, encoder: Encoder) -> None:
    with pytest.raises(TextError, match="no text to index"):
        build_index([], encoder, folder)
    assert Index.load(folder).manifest.bundled


def test_the_model_must_be_the_one_that_made_the_index(folder: Path, encoder: Encoder) -> None:
    from dataclasses import replace

    index = Index.load(folder)
    index.check_encoder(encoder.identity)
    with pytest.raises(IndexMismatchError, match="build it anew with other"):
        index.check_encoder(replace(encoder.identity, model="other"))
    with pytest.raises(IndexMismatchError):
        index.check_encoder(replace(encoder.identity, revision="0" * 64))


def test_files_are_where_the_format_says(documentary_folder: Path) -> None:
    current = current_folder(documentary_folder, mend="")
    manifest = json.loads((current / MANIFEST).read_text(encoding="utf-8"))
    assert set(FILES) - {MANIFEST} <= set(manifest["files"])
    assert [path.name for path in (documentary_folder / "indexes").iterdir()] == [current.name]


def test_overlapping_chunks_share_the_rows_of_the_sentences_they_share(encoder: Encoder, tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {number} speaks of the harbour and its old lamps." for number in range(60))
    build_index([read_plain_text(text), read_plain_text("Another text.", source="b")], encoder, tmp_path)
    index = Index.load(tmp_path)
    assert len(index.chunks) > 3
    rows: dict[tuple[str, int], int] = {}
    for chunk, own in zip(index.chunks, rows_of_sentences(index.chunks), strict=True):
        for sentence, row in zip(chunk.sentences, own, strict=True):
            assert rows.setdefault((chunk.document.source, sentence.start), row) == row
    assert sorted(rows.values()) == list(range(61))
