"""Readers by name: the shipped one, sentences, folders; and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from tokenizers import Tokenizer

from index.model_files import find_model
from qa.reader import READER_VARIABLE, ReaderError, SentenceReader, load_reader
from qa.reader.models import OnnxModel
from qa.reader.shipped import WEIGHTS, shipped
from qa.reader.span import SpanReader
from qa.reader.windows import WindowMaker
from qa.training.graph import graph, write
from qa.types import Passage

_GRAPHS = ("graph.onnx", "reader.onnx")
"""The graph that is run, and the one that was exported."""


def test_the_sentences_need_no_model() -> None:
    assert isinstance(load_reader("sentence"), SentenceReader)


def test_the_environment_names_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READER_VARIABLE, "sentence")
    assert isinstance(load_reader(), SentenceReader)
    assert isinstance(load_reader("shipped"), SpanReader)


def test_the_shipped_reader_marks_short_answers(passage: Callable[..., Passage]) -> None:
    reader = load_reader()
    talk = passage("The lighthouse was built in 1874 by Anna Berg. Its light is seen from 21 miles away.")
    for question, answer in (
        ("When was the lighthouse built?", "1874"),
        ("Who built the lighthouse?", "Anna Berg"),
        ("From how far is the light seen?", "21 miles"),
    ):
        best = reader.read(question, [talk]).spans[0]
        assert answer in best.text
        assert len(best.text.split()) <= 4
        assert best.score > best.null_score, question
    missed = reader.read("What is the capital of Peru?", [talk]).spans[0]
    assert missed.score < missed.null_score


def test_the_weights_are_small_and_have_their_card() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) <= 36_000_000
    card = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    for licence in ("CC BY 4.0", "CC BY-SA 4.0", "MIT", "Apache-2.0"):
        assert licence in card


def test_the_graph_that_is_run_is_the_one_that_is_written_and_holds_only_what_is_small() -> None:
    run, written = onnx.load(WEIGHTS / "graph.onnx", load_external_data=False), graph(WEIGHTS / "reader.onnx")
    assert run.graph.node == written.graph.node
    assert [weight.name for weight in run.graph.initializer] == [weight.name for weight in written.graph.initializer]
    assert (WEIGHTS / "graph.onnx").stat().st_size < 1_000_000
    assert len(written.SerializeToString()) < 60_000


def test_a_window_is_read_the_same_alone_and_beside_a_longer_one(passage: Callable[..., Passage]) -> None:
    short = passage("The lighthouse was built in 1874 by Anna Berg.")
    long = passage("Its light is seen from 21 miles away. " * 9)
    reader = shipped()
    question = "When was the lighthouse built?"
    alone = reader.read(question, [short]).passages[0]
    beside = reader.read(question, [long, short]).passages[1]
    assert (alone.relevance, alone.verdict) == (beside.relevance, beside.verdict)


def test_a_graph_reads_what_the_exported_model_reads(passage: Callable[..., Passage], tmp_path: Path) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        shutil.copyfile(WEIGHTS / name, tmp_path / name)
    write(tmp_path)  # Without what the shipped one was adapted to.
    maker = WindowMaker(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), 101, 0)
    talk = passage("The lighthouse was built in 1874 by Anna Berg. Its light is seen from 21 miles away.")
    windows = maker.windows("Who built the lighthouse?", [talk])
    run, exported = (OnnxModel(tmp_path / name)(windows.ids, windows.mask, windows.types) for name in _GRAPHS)
    for marked, due in ((run.start, exported.start), (run.end, exported.end)):
        assert marked is not None
        assert due is not None
        assert marked == pytest.approx(due, abs=0.5)  # What int8 makes of the last bit of a float.
        assert marked.argmax() == due.argmax()
    assert run.relevance == pytest.approx(exported.relevance, abs=0.2)
    assert run.verdict == pytest.approx(exported.verdict, abs=0.2)


@pytest.mark.parametrize("name", _GRAPHS)
def test_altered_weights_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    file = folder / name
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    with pytest.raises(ReaderError, match="not what was trained"):
        shipped(folder)


@pytest.mark.parametrize("name", ["reader.onnx", "graph.onnx", "tokenizer.json", "reader.json"])
def test_missing_weights_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    (folder / name).unlink()
    with pytest.raises(ReaderError, match="missing"):
        shipped(folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"no such folder.*'shipped'"):
        load_reader(str(tmp_path / "nothing"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no question-answering model"):
        load_reader(str(tmp_path))


def test_a_model_that_marks_nothing_is_refused() -> None:
    with pytest.raises(ReaderError, match="not trained to mark answers"):
        load_reader(str(find_model().folder))


def test_a_hub_model_offline_says_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def unreachable(*arguments: object, **options: object) -> str:
        raise OSError("no route to host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(ReaderError, match=r"no route to host.*Without internet these work: 'shipped'.*'sentence'"):
        load_reader("deepset/tinyroberta-squad2")


def test_every_token_of_every_window_is_read(passage: Callable[..., Passage]) -> None:
    reader = shipped()
    read = [
        passage("The mill is old."),
        passage("The tower by the sea was built in 1874 by Anna Berg.", source="tower"),
    ]
    windows = reader._maker.windows("Who built the tower?", read)
    said = reader._model(windows.ids, windows.mask, windows.types)
    assert said.start is not None
    assert said.end is not None
    assert ((said.start != 0) == (windows.mask == 1)).all()
    assert ((said.end != 0) == (windows.mask == 1)).all()
