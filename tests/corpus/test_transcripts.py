"""Transcripts in JSON of many programs: words, times and speakers are found, one bad row refuses no file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_spoken import ADA, BEN, WORDS, read, spoken, words

from corpus import Document, TextError, read_content
from corpus.transcripts import read_transcript

TWO_ROWS = {
    "youtube-transcript-api 0": [
        {"text": ADA, "start": 0.0, "duration": 5.0},
        {"text": BEN, "start": 5.0, "duration": 5.0},
    ],
    "youtube-transcript-api 1": {
        "video_id": "x",
        "is_generated": False,
        "snippets": [{"text": ADA, "start": 0.0, "duration": 5.0}, {"text": BEN, "start": 5.0, "duration": 5.0}],
    },
    "times in words": [{"text": ADA, "start": "0.0", "dur": "5.0"}, {"text": BEN, "start": "5.0", "dur": "5"}],
    "milliseconds": [{"text": ADA, "offset": 0, "duration": 5000}, {"text": BEN, "offset": 5000, "duration": 5000}],
    "offsets in seconds": [{"text": ADA, "offset": 0, "duration": 5}, {"text": BEN, "offset": 5, "duration": 5}],
    "wrapped": {
        "title": "T",
        "transcript": [{"text": ADA, "start": 0, "end": 5}, {"text": BEN, "start": 5, "end": 10}],
    },
    "deeply wrapped": [
        [{"data": {"cues": {"0": {"text": ADA, "start": 0, "end": 5}, "1": {"text": BEN, "start": 5, "end": 10}}}}]
    ],
    "clocks": [
        {"text": ADA, "start": "00:00:00,000", "end": "00:05.000"},
        {"text": BEN, "start": "0:05", "end": "00:00:10"},
    ],
    "start_time": [{"content": ADA, "start_time": 0, "end_time": 5}, {"content": BEN, "start_time": 5, "end_time": 10}],
    "podcast": {
        "version": "1.0.0",
        "segments": [{"body": ADA, "startTime": 0.0, "endTime": 5}, {"body": BEN, "startTime": 5, "endTime": 10}],
    },
    "json3": {
        "wireMagic": "pb3",
        "events": [
            {"tStartMs": 0, "dDurationMs": 99999, "id": 1, "wpWinPosId": 1},
            {
                "tStartMs": 0,
                "dDurationMs": 5000,
                "segs": [{"utf8": "Ada wrote"}, {"utf8": " the first program.", "tOffsetMs": 900}],
            },
            {"tStartMs": 2500, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            {"tStartMs": 5000, "dDurationMs": 5000, "segs": [{"utf8": BEN}, {"tOffsetMs": 3}, {"utf8": None}]},
        ],
    },
    "page of YouTube": {
        "actions": [
            {"transcriptSegmentRenderer": {"startMs": "0", "endMs": "5000", "snippet": {"runs": [{"text": ADA}]}}},
            {"transcriptSegmentRenderer": {"startMs": "5000", "endMs": "10000", "snippet": {"runs": [{"text": BEN}]}}},
        ]
    },
    "whisper": {
        "text": f"{ADA} {BEN}",
        "duration": 10.0,
        "segments": [
            {"id": 0, "text": f" {ADA}", "start": 0.0, "end": 5.0},
            {"id": 1, "text": f" {BEN}", "start": 5.0, "end": 10.0},
        ],
    },
    "whisper with words": {
        "segments": [
            {
                "text": f" {ADA}",
                "start": 0.0,
                "end": 5.0,
                "words": [{"word": f" {w}", "start": t, "end": t + 1} for w, t in WORDS[:5]],
            },
            {
                "text": f" {BEN}",
                "start": 5.0,
                "end": 10.0,
                "words": [{"word": f" {w}", "start": t, "end": t + 1} for w, t in WORDS[5:]],
            },
        ],
    },
    "whisper.cpp": {
        "systeminfo": "x",
        "transcription": [
            {
                "timestamps": {"from": "00:00:00,000", "to": "00:00:05,000"},
                "offsets": {"from": 0, "to": 5000},
                "text": f" {ADA}",
            },
            {
                "timestamps": {"from": "00:00:05,000", "to": "00:00:10,000"},
                "offsets": {"from": 5000, "to": 10000},
                "text": f" {BEN}",
            },
        ],
    },
    "Hugging Face": {
        "text": f"{ADA} {BEN}",
        "chunks": [{"timestamp": [0.0, 5.0], "text": ADA}, {"timestamp": [5.0, 10.0], "text": BEN}],
    },
    "talk with paragraphs": {"paragraphs": [{"cues": [{"time": 0, "text": ADA}, {"time": 5000, "text": BEN}]}]},
    "Azure": {
        "recognizedPhrases": [
            {
                "offset": "PT0S",
                "duration": "PT5S",
                "offsetInTicks": 0,
                "durationInTicks": 50000000,
                "nBest": [{"display": ADA}, {"display": "No."}],
            },
            {
                "offset": "PT5S",
                "duration": "PT5S",
                "offsetInTicks": 50000000,
                "durationInTicks": 50000000,
                "nBest": [{"display": BEN}],
            },
        ]
    },
}
ONE_LINE = {
    "only words": {"words": words(text="text", start="start", end="end")},
    "words of AssemblyAI": {
        "text": f"{ADA} {BEN}",
        "words": words(text="text", start="start", end="end", scale=1000),
        "audio_duration": 10,
    },
    "words of Google": {
        "results": [
            {
                "alternatives": [
                    {
                        "transcript": f"{ADA} {BEN}",
                        "words": words(text="word", start="startTime", end="endTime", unit="s"),
                    },
                    {"transcript": "No."},
                ]
            }
        ]
    },
    "words of Deepgram": {
        "metadata": {"duration": 10.0},
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": f"{ADA} {BEN}",
                            "words": [
                                {
                                    "word": word.lower().strip("."),
                                    "punctuated_word": word,
                                    "start": time,
                                    "end": time + 1,
                                    "confidence": 0.9,
                                }
                                for word, time in WORDS
                            ],
                        }
                    ]
                }
            ]
        },
    },
    "Vosk": [
        {"result": [{"conf": 1.0, "word": word, "start": time, "end": time + 1} for word, time in WORDS], "text": "x"}
    ],
    "AWS": {
        "jobName": "x",
        "results": {
            "transcripts": [{"transcript": f"{ADA} {BEN}"}],
            "items": [
                item
                for word, time in WORDS
                for item in (
                    {
                        "type": "pronunciation",
                        "start_time": f"{time}.0",
                        "end_time": f"{time + 1}.0",
                        "alternatives": [{"confidence": "1", "content": word.strip(".")}],
                    },
                    {"type": "punctuation", "alternatives": [{"confidence": "0", "content": "."}]},
                )
                if item["type"] == "pronunciation" or word.endswith(".")
            ],
        },
    },
    "Rev": {
        "monologues": [
            {
                "speaker": 0,
                "elements": [
                    element
                    for word, time in WORDS
                    for element in (
                        {"type": "text", "value": word, "ts": time, "end_ts": time + 1},
                        {"type": "punct", "value": " "},
                    )
                ],
            }
        ]
    },
}


@pytest.mark.parametrize("name", TWO_ROWS)
def test_rows_of_every_program_are_read(name: str) -> None:
    document = read(TWO_ROWS[name])
    assert document.text == f"{ADA} {BEN}"
    assert [(text, start) for text, start, _ in spoken(document)] == [(ADA, 0.0), (BEN, 5.0)]
    assert [end for _, _, end in spoken(document)] in ([5.0, 10.0], [5.0, 5.0])
    assert document.warnings == ()


@pytest.mark.parametrize("name", ONE_LINE)
def test_words_of_every_program_are_read(name: str) -> None:
    document = read(ONE_LINE[name])
    assert document.text == f"{ADA} {BEN}"
    assert document.time(0, 3) == (0.0, 10.0)


@pytest.mark.parametrize(
    "row",
    [
        {"text": None, "start": 2, "duration": 1},
        {"start": 2, "duration": 1},
        {"text": "", "start": "x"},
        None,
        7,
        "words",
        {"text": True, "start": 2},
        {"text": {"a": 1}, "start": 2},
        [],
    ],
)
def test_a_row_without_words_is_passed_over(row: object) -> None:
    rows = [{"text": "Tom &amp; Ann&#39;s mill", "start": 0, "duration": 2}, row]
    rows.append({"text": '<font color="#fff">was sold</font> in &lt;i&gt;1907&lt;/i&gt;.', "start": 3, "duration": 2})
    document = read(rows)
    assert document.text == "Tom & Ann's mill was sold in 1907."
    assert [start for _, start, _ in spoken(document)] == [0, 3]


@pytest.mark.parametrize("start", [None, "soon", float("nan"), float("inf"), 1e300, [], {}, True])
def test_a_row_without_a_time_follows_the_one_before_it_and_the_document_says_so(start: object) -> None:
    rows = [
        {"text": "It was lit", "start": 4, "duration": 2},
        {"text": "in 1901", "start": start, "duration": "x"},
        {"text": "by Ada.", "start": 9, "duration": 2},
    ]
    document = read(rows)
    assert document.text == "It was lit in 1901 by Ada."
    assert spoken(document)[1] == ("in 1901", 6.0, 6.0)
    assert document.warnings == ("a.json: 1 of 3 rows have no time that can be read; they follow the one before.",)


def test_numbers_are_words_and_lines_of_a_row_too() -> None:
    assert read([{"text": 1921, "start": 0}, {"text": "was a\ndry year.", "start": 1}]).text == "1921 was a dry year."


def test_one_value_a_line_is_a_transcript_too() -> None:
    lines = "\n".join(
        json.dumps({"text": text, "start": start, "end": start + 5}) for text, start in ((ADA, 0), (BEN, 5))
    )
    assert read_transcript(lines, source="a.json").text == f"{ADA} {BEN}"


def test_a_text_without_times_is_read_as_one() -> None:
    document = read({"text": f"{ADA} {BEN}", "segments": []})
    assert (document.text, document.cues, document.title) == (f"{ADA} {BEN}", (), "a")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"text": "a", "start": 0}, {"text": "b", "st', "line 1: the file is cut off"),
        ('[{"text": "a",\n "start": 0}, {text: 3}]', "line 2: it is not valid there"),
        ('{"name": "pack", "version": "1"}', "is no transcript"),
        ('[{"text": "x", "user": "y"}]', "is no transcript"),
        ("[" * 50_000, "is no transcript"),
        ('{"text": "  "}', "is no transcript"),
        ('[{"text": null, "start": 1}, {"text": "[Music]", "start": 2}]', "(no text|no transcript)"),
        ("9" * 5_000, "is no transcript"),
    ],
)
def test_what_is_none_is_refused_in_plain_words(text: str, reason: str) -> None:
    with pytest.raises(TextError, match=reason):
        read_content(text.encode(), source="a.json")


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=9),
        st.sampled_from(["1:02", "a b.", "PT3S", "4s"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "start",
                    "end",
                    "duration",
                    "speaker",
                    "words",
                    "segments",
                    "alternatives",
                    "events",
                    "segs",
                    "tStartMs",
                    "utf8",
                    "timestamp",
                    "offset",
                    "type",
                    "snippet",
                    "runs",
                    "0",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=30,
)


@given(JSON)
def test_whatever_the_json_it_is_read_or_refused(data: object) -> None:
    try:
        document = read(data)
    except TextError:
        return
    assert document.text.strip()
    assert all(0 <= cue.start_seconds <= cue.end_seconds for cue in document.cues)
    assert Document.from_dict(document.to_dict()) == document


def test_what_was_understood_is_read_without_times_of_its_words() -> None:
    said = ["The organ has 2,300 pipes.", " Ida Moll tuned it."]
    words = [{"startTime": "1.3s", "endTime": "1.4s", "word": "The"}]
    for extra in ({}, {"words": words}):
        data = {"results": [{"alternatives": [{"transcript": one, **extra}, {"transcript": "no"}]} for one in said]}
        document = read_transcript(json.dumps(data), source="a.json")
        assert document.text == "The organ has 2,300 pipes. Ida Moll tuned it."
        assert not document.cues
        assert not document.warnings
