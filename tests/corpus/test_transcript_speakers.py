"""Who speaks in a transcript of speech recognition is kept, however the program says it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from two_spoken import ADA, BEN, WORDS, read, words

from corpus.transcripts import read_transcript

SPEAKERS: dict[str, tuple[object, Sequence[str]]] = {
    "a name": (
        [{"text": ADA, "start": 0, "speaker": "Ada King"}, {"text": BEN, "start": 5, "speaker": "Ben"}],
        ("Ada King", "Ben"),
    ),
    "a number": (
        [{"text": ADA, "start": 0, "speaker": 0}, {"text": BEN, "start": 5, "speaker": 1}],
        ("Speaker 0", "Speaker 1"),
    ),
    "a label": (
        [{"text": ADA, "start": 0, "speaker": "SPEAKER_00"}, {"text": BEN, "start": 5, "speaker": "SPEAKER_01"}],
        ("Speaker 00", "Speaker 01"),
    ),
    "an object": (
        [
            {"text": ADA, "start": 0, "speaker": {"id": 3, "name": "Ada"}},
            {"text": BEN, "start": 5, "speaker": {"name": "Ben"}},
        ],
        ("Ada", "Ben"),
    ),
    "utterances": (
        {
            "text": f"{ADA} {BEN}",
            "words": words(text="text", start="start", end="end", scale=1000),
            "utterances": [
                {"speaker": "A", "text": ADA, "start": 0, "end": 5000, "words": []},
                {"speaker": "B", "text": BEN, "start": 5000, "end": 10000, "words": []},
            ],
        },
        ("Speaker A", "Speaker B"),
    ),
    "monologues": (
        {
            "monologues": [
                {
                    "speaker": who,
                    "elements": [
                        {"type": "text", "value": word, "ts": time, "end_ts": time + 1} for word, time in part
                    ],
                }
                for who, part in ((0, WORDS[:5]), (1, WORDS[5:]))
            ]
        },
        ("Speaker 0", "Speaker 1"),
    ),
    "beside the words": (
        {
            "results": {
                "speaker_labels": {
                    "segments": [
                        {"start_time": "0.0", "end_time": "5.0", "speaker_label": "spk_0"},
                        {"start_time": "5.0", "end_time": "10.0", "speaker_label": "spk_1"},
                    ]
                },
                "items": [
                    {
                        "type": "pronunciation",
                        "start_time": str(t),
                        "end_time": str(t + 1),
                        "alternatives": [{"content": w}],
                    }
                    for w, t in WORDS
                ],
            }
        },
        ("Speaker 0", "Speaker 1"),
    ),
}


@pytest.mark.parametrize("name", SPEAKERS)
def test_who_speaks_is_kept(name: str) -> None:
    data, names = SPEAKERS[name]
    document = read(data)
    assert document.text == f"{ADA}\n\n{BEN}"
    assert [(document.text[one.start : one.end], one.name) for one in document.speakers] == [
        *zip((ADA, BEN), names, strict=True)
    ]


def test_the_names_of_numbered_speakers_are_taken_from_their_list() -> None:
    rows = [
        {"speaker": 0, "start": 0, "end": 2, "text": "Eels spawn."},
        {"speaker": 1, "start": 2, "end": 3, "text": "Yes."},
    ]
    data = {"speakers": [{"id": 0, "name": "Nils Ek"}], "segments": rows}
    assert [one.name for one in read_transcript(json.dumps(data), source="a.json").speakers] == ["Nils Ek", "Speaker 1"]


def test_words_with_speakers_go_before_what_was_understood_without_them() -> None:
    said = [(0, "It is an old mill in a far town."), (1, "I see it as I go by.")]
    words = [
        {
            "punctuated_word": word,
            "start": number * 5.0 + place / 4,
            "end": number * 5.0 + place / 4 + 0.2,
            "speaker": number,
        }
        for number, text in said
        for place, word in enumerate(text.split())
    ]
    whole = {"transcript": " ".join(text for _, text in said), "words": words}
    document = read_transcript(json.dumps({"results": {"channels": [{"alternatives": [whole]}]}}), source="a.json")
    assert [one.name for one in document.speakers] == ["Speaker 0", "Speaker 1"]
    assert document.time(0, 5) == (0.0, 2.2)
