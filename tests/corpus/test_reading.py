"""Files become documents: words, headings, sources; what cannot be read is named."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

import pytest
from headings import heading_at
from hypothesis import given
from hypothesis import strategies as st

from corpus import (
    READABLE_SUFFIXES,
    Document,
    Limits,
    TextError,
    read_bundled,
    read_content,
    read_file,
    read_markdown,
    read_plain_text,
)
from corpus.types import Cue

MARKDOWN = """---
title: A talk
url: https://example.org/talk
questions: ["Who speaks?"]
---
# Opening

Ada *speaks* first.[^a]
She is `quick`.

## Part two

- one **item**
- another

| name | year |
| ---- | ---- |
| Ada  | 1843 |

<script>alert("never")</script>

Last <style>p {}</style>words. ![a picture](http://example.org/p.png)

[^a]: See https://example.org/source for more.
"""


def test_markdown_keeps_words_headings_and_sources() -> None:
    document = read_markdown(MARKDOWN, source="talk.md")
    assert document.text.split("\n\n") == [
        "Ada speaks first. She is quick.",
        "one item, another",
        "name Ada: year 1843",
        "Last words.",
    ]
    assert document.title == "A talk"
    assert document.questions == ("Who speaks?",)
    assert heading_at(document, 0) == ("Opening",)
    assert heading_at(document, document.text.index("another")) == ("Opening", "Part two")
    assert document.urls(0, 5) == ("https://example.org/source",)
    assert document.urls(document.text.index("Last"), len(document.text)) == ("https://example.org/talk",)


def test_markdown_without_a_heading_is_a_document() -> None:
    document = read_markdown("Just a note.", source="my-note.md")
    assert (document.text, document.title, document.sections) == ("Just a note.", "my note", ())


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("\n".join("  " * level + f"- l{level}" for level in range(5)), ["l0: l1: l2: l3 (l4)"]),
        ("<div>Kept <b>text</b> &amp; more.<!-- not this --></div>", ["Kept text & more."]),
        ("one<br>two", ["one two"]),
        ("a&ZeroWidthSpace;b&shy;c", ["abc"]),
        ("---\n\nProse between rules.\n\n---", ["Prose between rules."]),
        ("Setext\n======\n\nBelow it.", ["Below it."]),
    ],
)
def test_no_words_of_markdown_are_lost(markdown: str, words: list[str]) -> None:
    assert read_markdown(markdown, source="a.md").text.split("\n\n") == words


@pytest.mark.parametrize(
    ("footnote", "address"),
    [
        ("<https://x.org/a>", "https://x.org/a"),
        ("[the page](https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("See https://x.org/a_(b).", "https://x.org/a_(b)"),
        ("(https://x.org/a).", "https://x.org/a"),
    ],
)
def test_an_address_is_taken_without_the_marks_around_it(footnote: str, address: str) -> None:
    document = read_markdown(f"Words.[^1]\n\n[^1]: {footnote}", source="a.md")
    assert document.urls(0, 5) == (address,)


@given(st.text(st.one_of(st.characters(), st.sampled_from("*_[]()<>#-`|!\n\n  ^:&;~a1")), max_size=300))
def test_whatever_the_markdown_it_is_read_or_refused(text: str) -> None:
    try:
        document = read_markdown(text, source="a.md")
    except TextError:
        return
    assert document.text
    assert Document.from_dict(document.to_dict()) == document


@pytest.mark.parametrize("text", ["**a " * 300 + "b** " * 300, ">" * 3000 + "a", "[" * 5000, "---\n" + "[" * 3000])
def test_what_is_nested_too_deeply_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(TextError):
        assert read_markdown(text, source="a.md").text


def test_lines_that_were_wrapped_by_hand_are_joined() -> None:
    text = read_plain_text("A line that\ngoes on.\n\nNext\nparagraph.").text
    assert text == "A line that goes on.\n\nNext paragraph."


def test_long_lines_are_paragraphs_even_without_blank_lines() -> None:
    first, second = "First. " * 30, "Second. " * 30
    assert read_plain_text(f"{first}\n{second}").text == f"{first.strip()}\n\n{second.strip()}"


def test_one_long_line_does_not_undo_the_wrapping() -> None:
    lines = ["A line that", "goes on and", "on.", "", *["more words", "and more."] * 10, "https://x.org/" + "a" * 130]
    first, second = read_plain_text("\n".join(lines)).text.split("\n\n")
    assert first == "A line that goes on and on."
    assert second.startswith("more words and more. more words")


def test_short_lines_that_end_sentences_are_paragraphs() -> None:
    assert read_plain_text("One is here.\nTwo is here.\nThree!").text == "One is here.\n\nTwo is here.\n\nThree!"


def test_what_is_no_text_is_cleaned_away() -> None:
    assert read_plain_text("\ufeffsoft\u00adhyphen\x00 and\r\nline").text == "softhyphen and line"


@pytest.mark.parametrize("empty", ["", "  \n \t", "\ufeff"])
def test_a_text_without_words_is_refused(empty: str) -> None:
    with pytest.raises(TextError, match="no text"):
        read_plain_text(empty)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.md", b"# Head\n\nWords of *it*.", "Words of it."),
        ("a.MARKDOWN", b"Words of *it*.", "Words of it."),
        ("a.txt", b"\xef\xbb\xbfWords of *it*.", "Words of *it*."),
        ("a.text", b"Words of *it*.", "Words of *it*."),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nWords of it.\n", "Words of it."),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nWords of it.\n", "Words of it."),
        ("a.json", b'[{"text": "Words of it.", "start": 1, "duration": 2}]', "Words of it."),
        ("a.html", b"<!doctype html><html><body><p>Words of <b>it</b>.</p></body></html>", "Words of it."),
        ("a.HTM", b"<!doctype html><html><body><p>Words of <b>it</b>.</p></body></html>", "Words of it."),
    ],
)
def test_the_ending_of_the_name_says_how_a_content_is_read(name: str, content: bytes, words: str) -> None:
    document = read_content(content, source=name, collection="mine")
    assert (document.text, document.source, document.collection) == (words, name, "mine")


@pytest.mark.parametrize("suffix", READABLE_SUFFIXES)
@pytest.mark.parametrize("content", [b"", b" \n", b"\x00" * 9, bytes(range(256)) * 9, b"[" * 5_000, b"<a>" * 10_000])
def test_whatever_the_content_it_is_read_or_refused(suffix: str, content: bytes) -> None:
    with contextlib.suppress(TextError):
        assert read_content(content, source=f"a{suffix}").text.strip()


def test_a_failure_of_a_library_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise KeyError("/Root\n\ud800")

    monkeypatch.setattr("pysubs2.SSAFile.from_string", broken)
    with pytest.raises(TextError, match=r"^a\.ass: cannot be read: KeyError: '/Root"):
        read_content(b"1", source="a.ass")


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_a_failure_of_the_interpreter_names_the_file(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("pysubs2.SSAFile.from_string", broken)
    with pytest.raises(TextError, match=r"^a\.ass: "):
        read_content(b"1", source="a.ass")


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.srt", "a.vtt"])
def test_a_line_without_an_end_is_no_prose(name: str) -> None:
    content = b"One line.\n" + b"word " * 30 + b"\n"
    with pytest.raises(
        TextError, match=rf"^{name}, line 2: .* 150 characters.*DOCUMENTARY_QA_LIMITS=line_characters=150"
    ):
        read_content(content, source=name, limits=Limits(line_characters=149))
    if name in ("a.md", "a.txt"):
        assert read_content(content, source=name, limits=Limits(line_characters=150)).text


def test_a_transcript_may_be_one_line() -> None:
    content = json.dumps([{"text": "Words of it.", "start": 1}] * 9).encode()
    assert read_content(content, source="a.json", limits=Limits(line_characters=20)).text


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Words.\n")
    assert read_file(path, limits=Limits(file_bytes=7)).text == "Words."
    for read in (lambda: read_file(path), lambda: read_content(path.read_bytes(), source="a.txt")):
        monkeypatch.setenv("DOCUMENTARY_QA_LIMITS", "file_bytes=6")
        with pytest.raises(TextError, match=r"a\.txt: has 7 bytes, more than the 6 .*LIMITS=file_bytes=7"):
            read()
        monkeypatch.setenv("DOCUMENTARY_QA_LIMITS", "file_bytes=7")
        assert read().text == "Words."


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "/dev", "missing.txt", "null\0.txt"])
def test_what_is_no_regular_file_is_refused(name: str) -> None:
    with pytest.raises(TextError, match=re.escape(name.rstrip("\0.tx"))):
        read_file(Path(name), source="a.txt")


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(TextError, match="no regular file"):
        read_file(tmp_path / "pipe.txt")


def test_the_bundled_texts_are_read_whatever_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCUMENTARY_QA_LIMITS", "file_bytes=1,files=1")
    assert len(read_bundled()) > 1


def test_an_unknown_kind_of_file_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"\x00")
    with pytest.raises(TextError, match=r"\.md"):
        read_file(tmp_path / "film.mp4")


def test_times_are_those_of_the_first_and_last_cue() -> None:
    document = Document(
        "t.srt", "One. Two. Three.", cues=(Cue(0, 4, 1.0, 2.0), Cue(5, 9, 2.0, 4.5), Cue(10, 16, 5.0, 6.0))
    )
    assert document.time(0, 9) == (1.0, 4.5)
    assert document.time(5, 7) == (2.0, 4.5)
    assert Document("t", "no times").time(0, 2) is None
