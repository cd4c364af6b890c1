"""A rebuild does only what is new, and says what it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from corpus import ChunkSettings, Document, TextError, read_markdown, read_plain_text
from index import BuildReport, Encoder, Index, IndexDamagedError, build_index
from index.known_vectors import KnownVectors
from index.vectors import VectorIndex

HARBOUR = "Our harbour has seven lamps.\n\nThe lamps are green and stand in a row along the northern quay of the town."
TOWER = "The tower was built in 1901.\n\nBruno Falk kept it for thirty years and wrote a diary about the storms he saw."


def texts(**by_name: str) -> list[Document]:
    return [read_plain_text(text, source=name) for name, text in by_name.items()]


def build(documents: Sequence[Document], encoder: Encoder, folder: Path) -> BuildReport:
    return build_index(documents, encoder, folder, settings=ChunkSettings(min_tokens=0))


def test_the_first_build_embeds_everything(encoder: Encoder, tmp_path: Path) -> None:
    report = build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    assert (report.chunks, report.sentences) == (4, 4)
    assert (report.embedded + report.reused) == 8
    assert report.bytes == sum(
        file.stat().st_size
        for file in (tmp_path / "indexes").rglob("*")
        if file.is_file() and file.name != "manifest.json"
    )


def test_building_the_same_again_does_nothing(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    current = (tmp_path / "current").read_text(encoding="ascii")
    report = build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    assert (report.embedded, report.reused) == (0, 8)
    assert (tmp_path / "current").read_text(encoding="ascii") == current
    assert len(list((tmp_path / "indexes").iterdir())) == 1


def test_what_was_passed_over_of_a_text_is_reported_when_it_is_read(encoder: Encoder, tmp_path: Path) -> None:
    document = read_markdown("---\ntitle: A: b\nx: @\n---\nThe kiln was lit by Greta.", source="kiln.md")
    report = build([document], encoder, tmp_path)
    assert report.skipped == ()
    assert [warning.partition(":")[0] for warning in report.warnings] == ["kiln.md, line 2"]
    assert build([document], encoder, tmp_path).warnings == ()


def test_one_changed_paragraph_is_all_that_is_embedded(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    changed = TOWER.replace("in 1901", "in 1902")
    report = build(texts(harbour=HARBOUR, tower=changed), encoder, tmp_path)
    assert report.embedded == 1  # The paragraph is one chunk of one sentence, which is the same text.
    assert report.reused == 7
    index = Index.load(tmp_path)
    expected = encoder.encode_passages([chunk.text for chunk in index.chunks])
    assert index.chunk_vectors.vectors(numpy.arange(len(index.chunks))) == pytest.approx(expected, abs=1e-5)


def test_removing_a_text_removes_its_chunks_and_embeds_nothing(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    report = build(texts(tower=TOWER), encoder, tmp_path)
    assert (report.documents, report.chunks, report.embedded) == (1, 2, 0)
    assert {chunk.document.source for chunk in Index.load(tmp_path).chunks} == {"tower"}


def test_the_same_text_under_two_names_is_indexed_once_and_reported(encoder: Encoder, tmp_path: Path) -> None:
    report = build(texts(harbour=HARBOUR, copy=HARBOUR), encoder, tmp_path)
    assert (report.documents, report.chunks) == (1, 2)
    assert [(skip.source, "same text as harbour" in skip.reason) for skip in report.skipped] == [("copy", True)]


def test_another_model_or_a_damaged_index_is_no_source_of_vectors(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR), encoder, tmp_path)
    next(tmp_path.rglob("chunks.faiss")).write_bytes(b"broken")
    assert build(texts(harbour=HARBOUR), encoder, tmp_path).embedded > 0
    assert len(Index.load(tmp_path).chunks) == 2


def test_equal_texts_are_embedded_once_and_known_ones_not_at_all(encoder: Encoder, tmp_path: Path) -> None:
    dimension = encoder.identity.dimension
    known = KnownVectors()
    stored = numpy.eye(2, dimension, dtype=numpy.float32)
    known.add(["one", "two"], VectorIndex.build([stored], 2, dimension, tmp_path / "known.faiss"))
    counted: list[tuple[int, int]] = []
    blocks = list(known.encode(["three", "two", "three"], encoder, lambda done, total: counted.append((done, total))))
    (vectors,) = blocks
    assert known.embedded == 1
    assert counted[-1] == (3, 3)
    assert vectors[1].tolist() == stored[1].tolist()
    assert vectors[0].tolist() == vectors[2].tolist()


def test_a_text_cut_into_blocks_has_the_same_vectors(encoder: Encoder) -> None:
    sentences = [f"The lamp number {number} was lit in {1900 + number}." for number in range(7)]
    whole = encoder.encode_passages(sentences)
    blocks = list(KnownVectors().encode(sentences, encoder, lambda done, total: None, block=3))
    assert [len(block) for block in blocks] == [3, 3, 1]
    assert numpy.concatenate(blocks) == pytest.approx(whole, abs=1e-5)


def test_what_is_added_stands_beside_what_was_there(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR), encoder, tmp_path)
    report = build_index(texts(tower=TOWER), encoder, tmp_path, settings=ChunkSettings(min_tokens=0), keep=True)
    assert (report.added, report.changed, report.removed) == (("tower",), (), ())
    assert (report.documents, report.chunks) == (2, 4)
    assert [document.source for document in Index.load(tmp_path).documents] == ["harbour", "tower"]


def test_an_added_text_of_the_same_name_takes_the_place_of_the_old_one(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    report = build_index(texts(harbour="The harbour was closed in 1999."), encoder, tmp_path, keep=True)
    assert (report.added, report.changed, report.removed) == ((), ("harbour",), ())
    index = Index.load(tmp_path)
    assert [document.source for document in index.documents] == ["harbour", "tower"]
    assert "seven lamps" not in " ".join(chunk.text for chunk in index.chunks)


def test_a_source_is_removed_by_its_name_and_nothing_else(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    report = build_index([], encoder, tmp_path, settings=ChunkSettings(min_tokens=0), remove=["harbour"])
    assert (report.removed, report.embedded, report.documents) == (("harbour",), 0, 1)
    with pytest.raises(TextError, match=r"Nothing is indexed as harbour\. Indexed is: tower"):
        build_index([], encoder, tmp_path, remove=["harbour"])
    with pytest.raises(TextError, match="no text to index"):
        build_index([], encoder, tmp_path, remove=["tower"])
    assert [document.source for document in Index.load(tmp_path).documents] == ["tower"]


def test_nothing_is_added_to_an_index_that_cannot_be_read(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR), encoder, tmp_path)
    next(tmp_path.rglob("documents.jsonl")).write_bytes(b"broken")
    with pytest.raises(IndexDamagedError, match=r"documents\.jsonl"):
        build_index(texts(tower=TOWER), encoder, tmp_path, keep=True)


def test_the_vectors_of_another_index_are_reused(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR), encoder, tmp_path / "first")
    report = build_index(
        texts(harbour=HARBOUR, tower=TOWER),
        encoder,
        tmp_path / "second",
        settings=ChunkSettings(min_tokens=0),
        reuse=Index.load(tmp_path / "first"),
    )
    assert (report.reused, report.embedded) == (6, 2)  # A chunk of one sentence is embedded once.
