"""The classes that users call show how, and what they show is what comes out."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from corpus import ChunkSettings, Document, Limits
from index import Encoder, Index
from qa import Answer, Assistant, BuildOptions, Turn

CALLED = (Answer, Assistant, BuildOptions, ChunkSettings, Document, Encoder, Index, Limits, Turn)


@pytest.mark.parametrize("called", CALLED, ids=lambda one: one.__name__)
def test_the_example_of_a_class_prints_what_it_says(
    called: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (examples,) = doctest.DocTestFinder(recurse=False).find(
        called, called.__name__, globs={}
    )  # It imports what it uses.
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0
