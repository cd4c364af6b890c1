"""The content of a text says how it is read, and a preview says what it was taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import TextError, preview_of, preview_paths, read_content, read_pasted, read_paths

SRT = "1\n00:00:01,000 --> 00:00:04,000\nThe barge was named Otter.\n\n2\n00:00:05,000 --> 00:00:06,000\nIt sank.\n"
VTT = "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:04.000\nThe barge was named Otter.\n\n00:05.000 --> 00:06.000\nIt sank.\n"
SBV = "0:00:01.000,0:00:04.000\nThe barge was named Otter.\n\n0:00:05.000,0:00:06.000\nIt sank.\n"
JSON = '[{"text": "The barge was named Otter.", "start": 1, "end": 4}, {"text": "It sank.", "start": 5, "end": 6}]'
JSON3 = (
    '{"wireMagic":"pb3","events":[{"tStartMs":1000,"dDurationMs":3000,"segs":[{"utf8":"The barge was named Otter."}]},'
    '{"tStartMs":5000,"dDurationMs":1000,"segs":[{"utf8":"It sank."}]}]}'
)
SRV1 = (
    '<?xml version="1.0" encoding="utf-8" ?><transcript><text start="1" dur="3">The barge was &lt;i&gt;named&lt;/i&gt; '
    'Otter.</text><text start="5" dur="1">It sank.</text></transcript>'
)
SRV3 = (
    '<?xml version="1.0" encoding="utf-8" ?><timedtext format="3"><head><pen id="1"/></head><body><w t="0" id="1"/>'
    '<p t="1000" d="3000" w="1"><s>The</s><s t="90"> barge was named Otter.</s></p><p t="3000" d="9" w="1" a="1">\n</p>'
    '<p t="5000" d="1000">It sank.</p></body></timedtext>'
)
TTML = (
    '<?xml version="1.0"?><!-- a --><tt xmlns="http://www.w3.org/ns/ttml" ttp:tickRate="10" '
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter"><body><div><p begin="1s" end="40t">The barge\n was named<br/>'
    '<!-- b -->Otter.</p><p begin="00:00:05" dur="1000ms">It sank.</p></div></body></tt>'
)
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,The barge was "
    "named Otter.\nDialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,It sank.\n"
)
CONTENTS = {
    "SubRip": SRT,
    "WebVTT": VTT,
    "SubViewer": SBV,
    "JSON": JSON,
    "json3": JSON3,
    "srv1": SRV1,
    "srv3": SRV3,
    "ttml": TTML,
    "ass": ASS,
}
NAMES = ["a.srt", "a.vtt", "a.txt", "a.en.json3", "a.json", "a.sbv", "a.srv3", "a.ttml", "a.md", "a.ass"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", CONTENTS)
def test_the_content_decides_and_not_the_name(kind: str, name: str) -> None:
    for content in (
        CONTENTS[kind].encode(),
        CONTENTS[kind].encode("utf-8-sig"),
        CONTENTS[kind].replace("\n", "\r\n").encode(),
    ):
        document = read_content(content, source=name)
        assert document.text == "The barge was named Otter. It sank."
        assert [(cue.start_seconds, cue.end_seconds) for cue in document.cues] == [(1, 4), (5, 6)]


@pytest.mark.parametrize("kind", CONTENTS)
def test_what_is_pasted_is_read_as_what_it_is(kind: str) -> None:
    assert read_pasted(CONTENTS[kind]).text == "The barge was named Otter. It sank."


def test_front_matter_may_stand_before_subtitles_of_any_name() -> None:
    front = "---\ntitle: Boats\nmedia_url: https://youtu.be/abc\n---\n"
    for name in ("a.txt", "a.srt", "a.vtt"):
        document = read_content((front + SRT).encode(), source=name)
        assert (document.title, document.urls(0, 3)) == ("Boats", ("https://youtu.be/abc?t=1s",))


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", '{"name": "a", "version": "1"}', '{"name": "a", "version": "1"}'),
        ("a.md", "# Subtitles\n\nA cue looks like this:\n\n00:01 --> 00:02 words\n\nSo it is.", "So it is."),
        ("a.txt", "[Music] is a word in brackets.", "[Music] is a word in brackets."),
        ("a.txt", "1\nA list\n2\nof things", "of things"),
        ("a.srt", "[0:05] Ada speaks.\n[0:12] Ben answers.\n[0:19] All go.", "Ada speaks."),
        ("a.vtt", "<!doctype html><html><body><p>Page not found, says the site.</p></body></html>", "Page not found"),
    ],
)
def test_what_only_looks_like_it_is_read_as_what_it_is(name: str, content: str, text: str) -> None:
    assert text in read_content(content.encode(), source=name).text


@pytest.mark.parametrize(
    ("content", "headings"),
    [
        ("# The lamp\n\n## Maker\nIt was made by Sautter.", [("The lamp", "Maker")]),
        ("# The lamp\n\nIt was made by **Sautter**.", [("The lamp",)]),
        ("# restart the pump\npump --restart\n\n# stop it\npump --stop", []),
        (
            "The lamp\n========\n\nMaker\n-----\n\nIt was made by Sautter.\n\nYear\n----\n\nIt was lit in 1901.\n",
            [("The lamp", "Maker"), ("The lamp", "Year")],
        ),
        ("Lamp\n----\n\nIt is old.\n\nTotal of all\n---\n\n12", []),
        ("#1 Made by Sautter.\n\n#2 Lit in 1901.", []),
    ],
)
def test_markdown_may_be_in_a_plain_text(content: str, headings: list[tuple[str, ...]]) -> None:
    document = read_content(content.encode(), source="a.txt")
    assert [section.heading for section in document.sections] == headings


@pytest.mark.parametrize("name", ["a.srt", "a.vtt", "a.json", "a.ttml", "a.ass", "a.srv1"])
def test_prose_under_the_name_of_subtitles_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(TextError, match=f"^{name}: (there are no times in it|is no )"):
        read_content(b"The barge was named Otter.", source=name)


@pytest.mark.parametrize("name", NAMES)
def test_a_huge_line_stalls_no_reader(name: str) -> None:
    content = ("{" if name.endswith("n") else "<tt>" if name.endswith("l") else "1:0") * 400_000
    with pytest.raises(TextError):
        read_content(content.encode(), source=name)


def test_a_preview_says_what_would_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nANNA: Ja, m\u00fcde.\nBEN: Gut. ANNA: Nein.\n", "cp1252"
    )
    (tmp_path / "b.md").write_text("# One\n\n" + "long " * 100 + "\n\n## Two\n\nWords.\n", "utf-16")
    (tmp_path / "c.txt").write_text("[0:05] Ada speaks.\n[0:12] Ben answers.\n[0:19] All go.", "utf-8")
    (tmp_path / "d.json").write_text(JSON[:-1] + ', {"text": "Nobody died."}]', "utf-8")
    (tmp_path / "e.srt").write_text("nothing", "utf-8")
    (tmp_path / "f.xyz").write_text("nothing", "utf-8")
    previews, skipped = preview_paths([tmp_path])
    documents, _ = read_paths([tmp_path])
    assert [one.source for one in previews] == [one.source for one in documents] == ["a.vtt", "b.md", "c.txt", "d.json"]
    assert [(one.format, one.encoding) for one in previews] == [
        ("SubRip subtitles", "Windows-1252"),
        ("Markdown", "UTF-16"),
        ("plain text with times", "UTF-8"),
        ("transcript in JSON", "UTF-8"),
    ]
    first, second, third, fourth = previews
    assert (first.seconds, first.speakers, first.lines) == (
        (1, 4),
        ("ANNA", "BEN"),
        ("Ja, m\u00fcde.", "Gut. ANNA: Nein."),
    )
    assert (second.title, second.words, second.paragraphs, second.headings) == ("One", 101, 2, 2)
    assert (second.seconds, second.speakers) == (None, ())
    assert len(second.lines[0]) <= 204
    assert second.lines[0].endswith("long ...")
    assert third.lines == ("Ada speaks.", "Ben answers.", "All go.")
    assert "1 of 3 rows have no time" in fourth.warnings[0]
    assert [skip.source.rpartition("/")[2] for skip in skipped] == ["f.xyz", "e.srt"]
    assert preview_of(documents[0]).to_dict()["speakers"] == ["ANNA", "BEN"]
