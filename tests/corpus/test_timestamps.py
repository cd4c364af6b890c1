"""Times written into prose become times of the words, front matter names the film, broken lines become whole."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
from headings import heading_at
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, TextError, read_markdown, read_plain_text
from corpus.subtitles import read_subtitles
from corpus.transcripts import read_transcript

Reader = Callable[..., Document]


def spoken(document: Document) -> list[tuple[str, float]]:
    return [(document.text[cue.start : cue.end], cue.start_seconds) for cue in document.cues]


@pytest.mark.parametrize("read", [read_plain_text, read_markdown])
@pytest.mark.parametrize(
    "text",
    [
        "[00:05] Ada speaks.\n\n[00:12] Ben answers.\n\n[1:02:03] All go home.",
        "(0:05) Ada speaks.\n(0:12) Ben answers.\n(1:02:03) All go\nhome.",
        "0:05 Ada speaks.\n\n0:12 Ben answers.\n\n1:02:03 All go home.",
        "[00:00:05.000] Ada speaks.\n[00:00:12.000 - 00:00:15.000] Ben answers.\n[01:02:03.000] All go home.",
        "[0:05]\n\nAda speaks.\n\n[0:12]\n\nBen answers.\n\n[1:02:03]\n\nAll go home.",
        "0:05\n5 seconds\nAda speaks.\n0:12\n12 seconds\nBen answers.\n1:02:03\n1 hour, 3 seconds\nAll go home.",
        "[0:05] Ada [0:06] speaks.\n\n[0:12] Ben answers.\n\n[1:02:03] All go home.",
    ],
)
def test_times_before_paragraphs_become_cues(read: Reader, text: str) -> None:
    document = read(text, source="a.txt")
    assert document.text == "Ada speaks.\n\nBen answers.\n\nAll go home."
    assert spoken(document) == [("Ada speaks.", 5.0), ("Ben answers.", 12.0), ("All go home.", 3723.0)]
    assert [cue.end_seconds for cue in document.cues] == pytest.approx([12.0, 3723.0, 3724.2])


@pytest.mark.parametrize(
    "text",
    [
        "ADA [00:05]: We go.\nBEN [00:12]: We stay.\nADA [00:19]: So be it.",
        "[00:05] ADA: We go.\n\n[00:12] BEN: We stay.\n\n[00:19] ADA: So be it.",
        "ADA (0:05)\nWe go.\n\nBEN (0:12)\nWe stay.\n\nADA (0:19)\nSo be it.",
        "ADA  0:05\nWe go.\n\nBEN  0:12\nWe stay.\n\nADA  0:19\nSo be it.",
        "@0:05 - ADA (Mill Ltd)\nWe go.\n\n@0:12 - BEN\nWe stay.\n\n@0:19 - ADA (Mill Ltd)\nSo be it.",
    ],
)
def test_who_speaks_is_kept(text: str) -> None:
    document = read_plain_text(text, source="a.txt")
    assert spoken(document) == [("We go.", 5.0), ("We stay.", 12.0), ("So be it.", 19.0)]
    assert [(document.text[one.start : one.end], one.name) for one in document.speakers] == [
        ("We go.", "ADA"),
        ("We stay.", "BEN"),
        ("So be it.", "ADA"),
    ]


def test_topics_before_a_colon_are_no_speakers() -> None:
    document = read_plain_text(
        "0:00 Intro: how it began.\n1:20 Part One: the start.\n5:31 The End: credits.", source="a.txt"
    )
    assert document.text == "Intro: how it began.\n\nPart One: the start.\n\nThe End: credits."
    assert document.speakers == ()


def test_a_speaker_goes_on_until_the_next_one() -> None:
    text = "Anna Keel  0:05\nWe go.\n\nAll of us.\n\nBen Ek  0:12\nWe stay: here.\n\nAnna Keel  0:19\nSo be it."
    document = read_plain_text(text, source="a.txt")
    assert document.text == "We go.\n\nAll of us.\n\nWe stay: here.\n\nSo be it."
    assert [document.speaker(document.text.index(words), len(document.text)) for words in ("All", "So")] == [
        "Anna Keel, Ben Ek",
        "Anna Keel",
    ]


def test_captions_with_times_become_running_text() -> None:
    text = "0:00\nthe lighthouse was\n0:03\nlit in 1901 and its\n0:06\nkeeper was Bruno\n0:09\nFalk. He left.\n"
    document = read_plain_text(text, source="a.txt")
    assert document.text == "the lighthouse was lit in 1901 and its keeper was Bruno Falk. He left."
    assert document.time(document.text.index("Bruno"), len(document.text)) == (6.0, pytest.approx(10.2))


def test_what_stands_above_captions_is_no_word_of_them() -> None:
    text = "Transcript\n\n0:00\nthe lighthouse was\n0:03\nlit in 1901 and its\n0:06\nkeeper was Bruno\n0:09\nFalk.\n"
    document = read_plain_text(text, source="a.txt")
    assert document.text == "Transcript\n\nthe lighthouse was lit in 1901 and its keeper was Bruno Falk."
    assert document.time(0, 5) is None
    assert document.time(document.text.index("Bruno"), len(document.text)) == (6.0, pytest.approx(9.4))


def test_what_stands_above_the_first_time_does_not_count() -> None:
    above = "Board meeting\n\nWho was there\n\nAda, Ben\n\nMade by a program.\n\n"
    text = f"{above}Ada  0:05\nThe mill burns.\n\nBen  0:12\nSince when?\n\nAda  1:02\nSince noon."
    assert spoken(read_plain_text(text, source="a.txt")) == [
        ("The mill burns.", 5.0),
        ("Since when?", 12.0),
        ("Since noon.", 62.0),
    ]


def test_times_with_an_end_are_those_of_captions() -> None:
    text = "[0:00 --> 0:04] The mill burns since\n[0:04 --> 0:07] noon.\n[0:07 --> 0:09] Nobody is hurt."
    assert read_plain_text(text, source="a.txt").text == "The mill burns since noon. Nobody is hurt."


def test_headings_and_sources_move_along() -> None:
    text = (
        "# One\n\n**[0:05]** Ada speaks.\n\nMore of it.[^a]\n\n## Two\n\n"
        "[0:12](https://x.org/?t=12) Ben answers.\n\n[0:19] All go.\n\n[^a]: https://x.org/more"
    )
    document = read_markdown(text, source="a.md")
    assert document.text == "Ada speaks.\n\nMore of it.\n\nBen answers.\n\nAll go."
    assert heading_at(document, document.text.index("More")) == ("One",)
    assert heading_at(document, document.text.index("Ben")) == ("One", "Two")
    (reference,) = document.references
    assert document.text[reference.start : reference.end] == "More of it."
    assert document.time(reference.start, reference.end) == (5.0, 12.0)


@pytest.mark.parametrize(
    "text",
    [
        "[0:05] Only two.\n\n[0:12] Times here.",
        "[0:12] Not in order.\n\n[0:05] At all.\n\n[0:07] Really.",
        "[0:05] One.\n\nTwo.\n\nThree.\n\nFour.\n\n[0:06] Five.\n\n[0:07] Six.\n\nSeven.",
        "9:00 Breakfast is served.\n\n10:30 Ada talks.\n\n12:00 Lunch is served.",
        "12:05 PM we left.\n\n12:10 PM we came.\n\n12:16 PM we sat.",
        "At 12:05 we left.\n\nAt 12:10 we came.\n\nAt 12:16 we sat.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    document = read_plain_text(text, source="a.txt")
    assert (document.text, document.cues) == (text, ())


def test_front_matter_names_the_film_of_any_text_with_times() -> None:
    front = "---\ntitle: The film\nurl: https://example.org/about\nmedia_url: https://youtu.be/abc\n---\n"
    transcript = read_plain_text(front + "[0:05] Ada speaks.\n[0:12] Ben answers.\n[0:19] All go.", source="a.txt")
    assert transcript.title == "The film"
    assert transcript.urls(transcript.text.index("Ben"), len(transcript.text)) == ("https://youtu.be/abc?t=12s",)
    subtitles = read_subtitles(front + "1\n00:00:05,000 --> 00:00:06,000\nAda speaks.\n", source="a.srt")
    assert subtitles.urls(0, 3) == ("https://youtu.be/abc?t=5s",)
    captions = read_subtitles(front + "WEBVTT\n\n00:05.000 --> 00:06.000\nAda speaks.\n", source="a.vtt")
    assert (captions.text, captions.url) == ("Ada speaks.", "https://youtu.be/abc")
    assert read_plain_text(front + "No times here.", source="a.txt").url == "https://example.org/about"


@pytest.mark.parametrize("front", ["---\nProse between rules.\n---", "---\nWho: Ada says.\n---", "---\nnot: [\n---"])
def test_rules_in_plain_text_are_no_front_matter(front: str) -> None:
    inside = front.removeprefix("---\n").removesuffix("\n---")
    assert read_plain_text(f"{front}\nWords.", source="a.txt").text == f"{inside}\n\nWords."


@pytest.mark.parametrize("number", ["- 12 -", "      \u2013 12 \u2013", "Page 12", "page 12 of 30"])
def test_the_number_of_a_page_is_no_text(number: str) -> None:
    text = f"The mill burned down in 1809.\n\n{number}\n\nIn 1811 it was rebuilt."
    assert read_plain_text(text).text == "The mill burned down in 1809.\n\nIn 1811 it was rebuilt."


def test_a_word_broken_at_the_end_of_a_line_is_whole_again() -> None:
    text = (
        "The repre-\nsentation of well-\nknown things, the Franco-\nPrussian war of 1870-\n71, a state-of-\nthe-art "
        "lamp, the light-\nhouse-keeper, pre- and post-\nwar, re-\nentry; the re-entry of soft\u00ad\nware."
    )
    assert read_plain_text(text).text == (
        "The representation of well-known things, the Franco-Prussian war of 1870-71, a state-of-the-art "
        "lamp, the light-house-keeper, pre- and postwar, re-entry; the re-entry of software."
    )


WORDS = [{"text": "Ada speaks.", "start": 5, "end": 6.5}, {"text": "Ben answers.", "start": 7, "end": 9}]


@pytest.mark.parametrize(
    "data",
    [
        WORDS,
        {"text": "Ada speaks. Ben answers.", "segments": WORDS, "language": "en"},
        {
            "events": [
                {"tStartMs": 0, "id": 1},
                {"tStartMs": 5000, "dDurationMs": 1500, "segs": [{"utf8": "Ada "}, {"utf8": "speaks."}]},
                {"tStartMs": 6000, "segs": [{"utf8": "\n"}]},
                {"tStartMs": 7000, "dDurationMs": 2000, "segs": [{"utf8": "Ben answers."}]},
            ]
        },
    ],
)
def test_transcripts_of_speech_recognition_are_read(data: object) -> None:
    document = read_transcript(json.dumps(data), source="a.json")
    assert document.text == "Ada speaks. Ben answers."
    assert [(cue.start_seconds, cue.end_seconds) for cue in document.cues] == [(5.0, 6.5), (7.0, 9.0)]


@given(st.lists(st.sampled_from(["[0:05] ", "1:02 ", "A [1:10]:", "# H", "words. ", "x\n", "\n\n", "---\n", "[3:00]"])))
def test_whatever_the_times_every_mark_stands_in_the_text(parts: list[str]) -> None:
    for read in (read_plain_text, read_markdown):
        with contextlib.suppress(TextError):
            document = read("".join(parts), source="a.md")
            for mark in (*document.cues, *document.sections, *document.references):
                assert 0 <= mark.start < mark.end <= len(document.text)
            assert Document.from_dict(document.to_dict()) == document


def test_the_chapters_of_a_film_stay_apart() -> None:
    chapters = "0:00 Intro\n1:25 How Clara Voss planned it\n12:48 Steel from Linz"
    text = f"The cable car, 2022.\n\n{chapters}\n\nCamera: Pauli\nMusic: Ines"
    document = read_plain_text(text, source="a.txt")
    assert document.text == "\n\n".join(
        ["The cable car, 2022.", "Intro", "How Clara Voss planned it", "Steel from Linz", "Camera: Pauli\nMusic: Ines"]
    )
    assert [cue.start_seconds for cue in document.cues] == [0, 85, 768]
