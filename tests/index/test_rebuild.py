"""A rebuild does only what is new, and says what it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from corpus import ChunkSettings, Document, read_plain_text
from index import BuildReport, Encoder, Index, build_index
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


def test_one_changed_paragraph_is_all_that_is_embedded(encoder: Encoder, tmp_path: Path) -> None:
    build(texts(harbour=HARBOUR, tower=TOWER), encoder, tmp_path)
    changed = TOWER.replace("in 1901", "in 1902")
    report = build(texts(harbour=HARBOUR, tower=changed), encoder, tmp_path)
    assert report.embedded == 2  # The paragraph is one chunk of one sentence.
    assert report.reused == 6
    index = Index.load(tmp_path)
    for chunk, row in zip(index.chunks, range(len(index.chunks)), strict=True):
        expected = encoder.encode_passages([chunk.text])[0]
        assert index.chunk_vectors.vector(row) == pytest.approx(expected, abs=1e-5)


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


def test_equal_texts_are_embedded_once_and_known_ones_not_at_all(encoder: Encoder) -> None:
    known = KnownVectors()
    known.add(["one", "two"], VectorIndex.build(numpy.eye(2, encoder.identity.dimension, dtype=numpy.float32)))
    counted: list[tuple[int, int]] = []
    vectors, new = known.encode(["three", "two", "three"], encoder, lambda done, total: counted.append((done, total)))
    assert (new, counted) == (1, [(1, 1)])
    assert vectors[1].tolist() == numpy.eye(2, encoder.identity.dimension)[1].tolist()
    assert vectors[0].tolist() == vectors[2].tolist()
