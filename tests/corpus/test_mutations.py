"""Broken files of every kind come out as a text or as a message."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.mutations import mutated, problems, read_mutations
from benchmarks.samples import samples
from corpus import READABLE_SUFFIXES, Document, Limits, Section
from corpus.types import Cue

COUNT = 25
ALWAYS_TEXT = frozenset({".txt", ".eml", ".mbox", ".rtf"})
"""Kinds of which anything that can be decoded is a text, so that of a few broken files all may be read."""
PATIENT = Limits(seconds=300)
"""A busy machine is no broken reader."""


@pytest.mark.parametrize("suffix", sorted(samples()))
def test_broken_files_are_read_or_refused_and_good_ones_read(suffix: str, tmp_path: Path) -> None:
    outcome = read_mutations(tmp_path, count=COUNT, suffixes=[suffix], limits=PATIENT)[suffix]
    assert outcome.wrong == []
    assert outcome.read + outcome.refused == COUNT
    assert outcome.read
    assert outcome.refused or suffix in ALWAYS_TEXT


def test_no_kind_of_file_is_forgotten() -> None:
    assert set(samples()) == set(READABLE_SUFFIXES) - {
        ".markdown",
        ".text",
        ".htm",
        ".mhtml",
        ".ssa",
        ".srv1",
        ".srv2",
        ".dfxp",
    }


def test_the_same_seed_breaks_files_in_the_same_way() -> None:
    contents = samples()
    first, second = (
        [mutated(random.Random(5), content, contents) for content in contents.values()]  # noqa: S311
        for _ in range(2)
    )
    assert first == second
    assert first != list(contents.values())


def test_what_cannot_be_is_found() -> None:
    assert problems(Document("a", "Words.", sections=(Section(0, 6, ("Head",)),))) == []
    assert problems(Document("a", "Words.", sections=(Section(0, 7, ("Head",)),)))
    assert problems(Document("a", "Words.", cues=(Cue(0, 6, float("nan"), 1.0),)))
    assert problems(Document("a", " "))
