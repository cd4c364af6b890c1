"""Subtitles become sentences that know when they are spoken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ChunkSettings, Document, TextError, chunk_document, read_file
from corpus.sentences import sentence_spans
from corpus.subtitles import read_subtitles
from corpus.transcripts import read_transcript
from corpus.types import at_second

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>The lighthouse was lit</i>

2
00:00:03,000 --> 00:00:05,500
in 1901. Its keeper

3
00:00:05,500 --> 00:00:07,000
was Bruno Falk.

4
00:00:20,000 --> 00:00:22,000
Years later it went dark.
"""
ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000
the first line is here

00:00:02.000 --> 00:00:02.010
the first line is here

00:00:02.010 --> 00:00:04.000
the first line is here
<c>and the second follows.</c>

00:00:04.000 --> 00:00:04.010
and the second follows.

00:00:04.010 --> 00:00:06.000
and the second follows.
A third ends it.
"""


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def times(document: Document) -> dict[str, tuple[float, float] | None]:
    spans = sentence_spans(document.text, 0, len(document.text))
    return {document.text[span.start : span.end]: document.time(span.start, span.end) for span in spans}


def test_cues_become_sentences_with_their_times() -> None:
    document = read_subtitles(SRT, source="film.srt")
    assert document.text == "The lighthouse was lit in 1901. Its keeper was Bruno Falk.\n\nYears later it went dark."
    assert times(document) == {
        "The lighthouse was lit in 1901.": (1.0, 5.5),
        "Its keeper was Bruno Falk.": (3.0, 7.0),
        "Years later it went dark.": (20.0, 22.0),
    }
    assert [chunk.time for chunk in chunk_document(document, words, ChunkSettings(min_tokens=0))] == [
        (1.0, 7.0),
        (20.0, 22.0),
    ]


def test_rolling_captions_are_there_once() -> None:
    document = read_subtitles(ROLLING, source="film.vtt")
    assert document.text == "the first line is here and the second follows. A third ends it."
    assert times(document)["A third ends it."] == (4.01, 6.0)


def test_a_speaker_may_repeat_a_word() -> None:
    cues = [{"text": "We said no", "start": 0, "duration": 1}, {"text": "no to that plan.", "start": 1, "duration": 1}]
    assert read_transcript(json.dumps(cues), source="t.json").text == "We said no no to that plan."


@pytest.mark.parametrize(
    ("url", "at"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=65s"),
        ("https://youtu.be/abc?t=3", "https://youtu.be/abc?t=65s"),
        ("https://example.org/film.mp4", "https://example.org/film.mp4#t=65"),
    ],
)
def test_an_address_opens_the_film_at_its_second(url: str, at: str) -> None:
    assert at_second(url, 65.9) == at


@pytest.mark.parametrize("text", ["", "no subtitles at all", "1\n00:00:01,000 --> 00:00:02,000\n\n"])
@pytest.mark.parametrize("source", ["a.srt", "a.vtt"])
def test_what_has_no_cues_is_refused(text: str, source: str) -> None:
    with pytest.raises(TextError, match=source):
        read_subtitles(text, source=source)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"text": "a"}]', '[{"text": "a", "start": "x"}]', "[" * 100_000])
def test_what_is_no_transcript_is_refused(text: str) -> None:
    with pytest.raises(TextError, match=r"a\.json"):
        read_transcript(text, source="a.json")


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0, 1e5), st.floats(0, 60)), max_size=20))
def test_whatever_is_spoken_every_cue_stands_where_it_says(spoken: list[tuple[str, float, float]]) -> None:
    rows = [{"text": text, "start": start, "duration": duration} for text, start, duration in spoken]
    try:
        document = read_transcript(json.dumps(rows), source="a.json")
    except TextError:
        return
    assert Document.from_dict(document.to_dict()) == document
    covered = {place for cue in document.cues for place in range(cue.start, cue.end)}
    assert {place for place, letter in enumerate(document.text) if not letter.isspace()} <= covered
    assert [cue.start_seconds for cue in document.cues] == sorted(cue.start_seconds for cue in document.cues)


@given(
    st.text(
        st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("0123456789:,.->\n\n{}<>")), max_size=200
    )
)
def test_whatever_is_in_the_file_it_is_read_or_refused(text: str) -> None:
    for source in ("a.srt", "a.vtt"):
        try:
            assert read_subtitles(SRT + text, source=source).text
        except TextError:
            continue


def test_files_are_read_by_their_ending(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    path.write_text(SRT, encoding="utf-8")
    assert read_file(path).cues


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.vtt", "WEBVTT\n\n00:09.000 --> 00:02.000\nWords of it.\n"),
        ("a.json", '[{"text": "Words of it.", "start": 9, "duration": -7}]'),
        ("a.json", '[{"text": "Words of it.", "start": -9, "end": -7}]'),
    ],
)
def test_nothing_ends_before_it_begins_or_begins_before_the_film(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (cue,) = read_file(tmp_path / name).cues
    assert 0 <= cue.start_seconds <= cue.end_seconds
