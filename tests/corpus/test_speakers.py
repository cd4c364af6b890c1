"""Who speaks is known beside the words, and is no word of the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus import ChunkSettings, Document, chunk_document, read_content
from corpus.subtitles import read_subtitles


def read(*cues: str, name: str = "a.vtt") -> Document:
    lines = [f"00:{number:02}.000 --> 00:{number + 1:02}.000\n{words}\n" for number, words in enumerate(cues)]
    return read_subtitles("\n".join(["WEBVTT\n", *lines] if name == "a.vtt" else lines), source=name)


def said(document: Document) -> list[tuple[str, str]]:
    return [(one.name, document.text[one.start : one.end]) for one in document.speakers]


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_voices_of_webvtt_speak_their_cues() -> None:
    document = read(
        "<v Mara Olsen>We moved to Troms\u00f8 in 2003.</v>",
        "<v.loud Jon Ek>I never agreed.</v> <v Mara>Nor I.",
        "- <v Mara Olsen>The rent was\nlower there.</v>",
        "Nobody knows who says this.",
    )
    assert document.text == (
        "We moved to Troms\u00f8 in 2003.\n\nI never agreed.\n\nNor I.\n\nThe rent was lower there.\n\n"
        "Nobody knows who says this."
    )
    assert said(document) == [
        ("Mara Olsen", "We moved to Troms\u00f8 in 2003."),
        ("Jon Ek", "I never agreed."),
        ("Mara", "Nor I."),
        ("Mara Olsen", "The rent was lower there."),
    ]
    assert document.speaker(0, 5) == "Mara Olsen"
    assert document.speaker(document.text.index("Nobody"), len(document.text)) is None
    assert document.speaker(0, len(document.text)) == "Mara Olsen, Jon Ek, Mara"


def test_a_chunk_knows_who_speaks_in_it() -> None:
    document = read("<v Ada>We lit the lamp.</v>", "<v Ada>It burned.</v>", "<v Ben>It went out.</v>")
    (chunk,) = chunk_document(document, words, ChunkSettings())
    assert chunk.speaker == "Ada, Ben"
    assert [(one.name, document.text[one.start : one.end]) for one in chunk.speakers] == [
        ("Ada", "We lit the lamp. It burned."),
        ("Ben", "It went out."),
    ]
    first, second = chunk_document(document, words, ChunkSettings(min_tokens=0))
    assert (first.speaker, second.speaker) == ("Ada", "Ben")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("JON EK:", "MARA OLSEN:"),
        (">> JON EK:", ">> MARA OLSEN:"),
        ("- JON EK:", "- MARA OLSEN:"),
        ("Jon Ek:", "Mara Olsen:"),
        ("Speaker 1:", "Speaker 2:"),
        ("[SPEAKER_00]:", "[SPEAKER_01]:"),
        ("DR. JON EK (V.O.):", "MR. O'NEIL-BERG:"),
        ("Jon van der Ek:", "Dr. Mara Olsen (host):"),
    ],
)
def test_names_before_the_words_hold_until_the_next_one(first: str, second: str) -> None:
    document = read(f"{first} We moved", "in 2003.", f"{second}\nI never agreed.", f"{first} Well.", f"{second} No.")
    assert document.text == "We moved in 2003.\n\nI never agreed.\n\nWell.\n\nNo."
    one, other = (name.strip(">-[]: ") for name in (first, second))
    assert [name for name, _ in said(document)] == [one, other, one, other]
    assert said(document)[0] == (one, "We moved in 2003.")


def test_two_may_speak_in_one_cue() -> None:
    document = read("- Did you know?\n- No.", "ANNA: Why?\nBEN: Well.", ">> So be it. >> Yes.", "-and so it went")
    assert document.text == "Did you know?\n\nNo.\n\nWhy?\n\nWell.\n\nSo be it.\n\nYes. -and so it went"
    assert said(document) == [("ANNA", "Why?"), ("BEN", "Well.")]


@pytest.mark.parametrize(
    "cues",
    [
        ("The answer is: no.", "One thing: we lost.", "So it ends."),
        ("Remember: it was dark.", *(f"and we went on {number}" for number in range(20)), "Warning: do not go."),
        ("It is 12: 30.", "At 10:45 we left.", "See https://x.org/a: it is there."),
        ("NARRATOR: The only line with a name.", *(f"and we went on {number}" for number in range(9))),
        ("HE SAID: GO.", *(f"AND WE WENT ON {number}" for number in range(9)), "THE RULE: NONE."),
    ],
)
def test_words_before_a_colon_are_kept_where_they_name_nobody(cues: Sequence[str]) -> None:
    document = read(*cues)
    assert document.speakers == ()
    assert document.text.split() == " ".join(cues).split()


def test_nobody_is_known_to_speak_after_a_long_silence_or_a_mark() -> None:
    cues = "00:01 --> 00:02\nANNA: Yes.\n\n00:30 --> 00:31\nNo.\n\n00:32 --> 00:33\nANNA: Yes.\n\n0:33 --> 0:34\n>> No."
    assert said(read_subtitles(cues, source="a.srt")) == [("ANNA", "Yes."), ("ANNA", "Yes.")]


def test_other_formats_name_their_speakers_too() -> None:
    head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    lines = (
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,Ada,0,0,0,,{\\i1}We lit\\Nit.\n"
        "Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,Cut.\n"
    )
    assert said(read_content((head + lines).encode(), source="a.ass")) == [("Ada", "We lit it.")]
    timed_text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" '
        'xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata><ttm:agent xml:id="p1" type="person">'
        "<ttm:name>Ada</ttm:name></ttm:agent></metadata></head><body><div>"
        '<p begin="00:00:01.000" end="2.5s" ttm:agent="p1">We <span>lit</span><br/>it.</p></div></body></tt>'
    )
    document = read_content(timed_text.encode(), source="a.ttml")
    assert said(document) == [("Ada", "We lit it.")]
    assert document.time(0, 2) == (1.0, 2.5)
