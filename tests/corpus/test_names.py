"""Whatever a visitor calls a file, its source has a harmless name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import source_name
from corpus.names import LONGEST_NAME, numbered


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("talk.md", "talk.md"),
        ("My Talk (2).PDF", "My Talk (2).PDF"),
        ("../../x.md", "x.md"),
        ("C:\\x\\talk.srt", "talk.srt"),
        ("/etc/passwd", "passwd"),
        ("folder/", "folder"),
        ("a\x00b\n\x1b[2J.txt", "a b [2J.txt"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        (".md", "text.md"),
        ("...srt", "text.srt"),
        (".hidden.md", "hidden.md"),
        ("", "text"),
        ("..", "text"),
        ("/", "text"),
        ("\u202egpj.md", "gpj.md"),
        ("e\u0301te\u0301.md", "\u00e9t\u00e9.md"),
        ("\ud800.md", "\ufffd.md"),
        ("archive.tar.gz", "archive.tar.gz"),
    ],
)
def test_a_name_becomes_harmless(given_name: str, name: str) -> None:
    assert source_name(given_name) == name


@given(st.text(st.one_of(st.characters(), st.sampled_from("/\\.: \n\u202e\ud800")), max_size=300))
def test_whatever_the_name_it_is_short_printable_and_no_path(name: str) -> None:
    harmless = source_name(name)
    assert 0 < len(harmless) <= LONGEST_NAME
    assert not set(harmless) & set("/\\\n\r\t\x00\x1b\u202e")
    assert not harmless.startswith(".")
    assert harmless == harmless.strip()
    assert harmless.encode()


@given(st.text(max_size=200), st.sampled_from([".md", ".pdf", ".DOCX", ".markdown"]))
def test_whatever_the_name_its_suffix_stays(stem: str, suffix: str) -> None:
    assert source_name(stem + suffix).endswith(suffix)


def test_a_number_comes_before_the_suffix() -> None:
    assert numbered("a/talk.srt", 2) == "a/talk (2).srt"
    assert numbered("a.b/talk", 2) == "a.b/talk (2)"
