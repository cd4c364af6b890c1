"""WebVTT and SubRip as people's tools write them: what is said is read, what is not is no text."""

from __future__ import annotations

import pytest

from corpus import Document, TextError, read_content
from corpus.subtitles import read_subtitles


def read(text: str, name: str = "a.srt") -> Document:
    return read_subtitles(text, source=name)


def spoken(document: Document) -> list[tuple[str, float, float]]:
    return [(document.text[cue.start : cue.end], cue.start_seconds, cue.end_seconds) for cue in document.cues]


def test_comments_styles_regions_settings_and_identifiers_of_webvtt_are_no_text() -> None:
    document = read(
        "WEBVTT - A film about bees\nKind: captions\nLanguage: en\n\n"
        "NOTE\nThis comment was written by the editor Karl.\nSecond line.\n\n"
        "STYLE\n::cue {\n  color: papayawhip;\n}\n\nREGION\nid:fred\nwidth:40%\n\nNOTE one line\n\n"
        "intro\n00:01.000 --> 00:04.000 align:start position:10% line:90% region:fred\n"
        "<c.yellow.bg_blue>The hive</c> was opened\n\nNOTE between the cues\n\n"
        "8a0e5c1f-6b/12-0\n00:04.000 --> 00:08.000 vertical:rl size:50%\n"
        "in <lang en>June</lang>. NOTE the <ruby>queen<rt>reading</rt></ruby> &amp; <i>forty</i>&nbsp;bees.\n",
        "a.vtt",
    )
    assert document.text == "The hive was opened in June. NOTE the queen & forty bees."
    assert spoken(document)[0] == ("The hive was opened", 1.0, 4.0)


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ("if a < b and c > d then <i>stop</i>", "if a < b and c > d then stop"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<Quentin> is no tag", "<Quentin> is no tag"),
        ("x &lt; 3 &amp;amp; it&amp;#39;s &#x41; AT&T &copy 2020", "x < 3 & it's A AT&T &copy 2020"),
        ("<00:00:01.500><c> you</c><c.colorE5E5E5> know</c>", "you know"),
        ("{\\an8}Up there\\Nand down", "Up there and down"),
        ('<font color="#ff0000" face=\'a\'>red</font><br/>and <B>bold</B> <b class="x">too</b>', "red and bold too"),
        ("From 00:01 --> 00:02 we waited.", "From 00:01 --> 00:02 we waited."),
        ("He ran it in 3:45.10, not in 3:50.20.", "He ran it in 3:45.10, not in 3:50.20."),
        ("\u202bRight\u202c to left", "Right to left"),
        ("<i>unclosed and </b> <v>x", "unclosed and <v>x"),
    ],
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_tags_and_entities_are_no_words_and_what_only_looks_like_them_is(payload: str, text: str, name: str) -> None:
    head = "WEBVTT\n\n" if name == "a.vtt" else "1\n"
    assert read(f"{head}00:00:01.000 --> 00:00:02.000\n{payload}\n", name).text == text


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:04,800 --> 00:01:07,400", 4.8, 67.4),
        ("00:00:04.800 --> 00:01:07.400", 4.8, 67.4),
        ("0:0:4,8 --> 0:1:7,4", 4.8, 67.4),
        ("00:04:40 --> 00:04:41", 280, 281),
        ("04:40,000 --> 04:41,500", 280, 281.5),
        ("04:40.000 --> 04:41.500", 280, 281.5),
        ("00:00:04,800-->00:01:07,400 X1:100 X2:200 Y1:10 Y2:20", 4.8, 67.4),
        ("  00:00:04,800 -> 00:01:07,400  ", 4.8, 67.4),
        ("00: 00: 04, 800 --> 00: 01: 07, 400", 4.8, 67.4),
        ("00:00:04,800 \u2013> 00:01:07,400", 4.8, 67.4),
        ("00:00:04,800 \u2192 00:01:07,400", 4.8, 67.4),
        ("00:00:04,800 --&gt; 00:01:07,400", 4.8, 67.4),
        ("00:00:04:20 --> 00:01:07:10", 4.8, 67.4),
        ("0:00:04.800,0:01:07.400", 4.8, 67.4),
        ("120:00:04,800 --> 120:01:07,400", 432004.8, 432067.4),
        ("00:01:07,400 --> 00:00:04,800", 67.4, 67.4),
    ],
)
@pytest.mark.parametrize("above", ["1\n", "", " 7 \n", "1\n\n"])
def test_times_of_every_shape_are_read(line: str, start: float, end: float, above: str) -> None:
    document = read(f"\ufeff\n{above}{line}\nThe ferry left.\n\n2\n130:00:00,000 --> 130:00:01,000\nEnd.")
    assert document.text.startswith("The ferry left.")
    assert [time for _, *times in spoken(document)[:1] for time in times] == pytest.approx([start, end])


def test_times_of_several_shapes_in_one_file_are_all_read() -> None:
    document = read(
        "1\n00:00:01,000 --> 00:00:02,000\nOne,\n\n2\n00:02.5 --> 0:3\ntwo,\n\n0:00:03.000,0:00:04.000\nthree,\n"
        "00:05 -> 00:06\nfour,\n\n5\n00:07 -->\nfive,\n\n6\n00:09:00 --> 00:09:02 six.\n"
    )
    assert document.text == "One, two, three, four, five, six."
    assert [start for _, start, _ in spoken(document)] == [1, 2.5, 3, 5, 7, 540]
    assert spoken(document)[4] == ("five,", 7, 540)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\n00:01 --> 00:02\nIt burned.\n\nIn 1921.\n\n2\n00:03 --> 00:04\n\n\n3\n00:05 --> 00:06\n1921\n\n", "1921"),
        ("00:01 --> 00:02\nIt burned.\n\n00:05 --> 00:06\n1921\n\n00:07 --> 00:08\nIn 1921.\n", "1921"),
        ("1\n00:01 --> 00:02\nIt burned.\n2\n00:05 --> 00:06\nIn 1921. 1921\n3\n00:07 --> 00:08\n", "1921"),
        (
            "1\n\n00:01 --> 00:2\n\nIt burned.\n\n2\n\n00:05 --> 00:06\n\nIn 1921.\n\n1921\n\n3\n\n00:07 --> 0:8\n\n",
            "1921",
        ),
    ],
)
def test_numbers_of_cues_are_no_text_and_numbers_that_are_said_are(text: str, said: str) -> None:
    document = read(text)
    assert sorted(document.text.split()) == sorted(f"It burned. In 1921. {said}".split())


def test_text_above_the_first_cue_is_kept_in_subrip() -> None:
    document = read("The lighthouse film.\n\n1\n00:00:05,000 --> 00:00:06,000\nIt was lit in 1901.\n")
    assert document.text == "The lighthouse film.\n\nIt was lit in 1901."


def test_lines_end_as_they_do_on_any_system() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\nline.\n\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n"
    for end in ("\r\n", "\r", "\n"):
        content = text.replace("\n", end).encode("utf-16")
        assert read_content(content, source="a.txt").text == "One line. Two."


def test_pieces_of_a_stream_follow_one_another() -> None:
    piece = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n{}\n"
    text = piece.format("00:01.000 --> 00:02.000\nThe first.\n") + piece.format(
        "00:03.000 --> 00:04.000\nThe second.\n"
    )
    assert read(text, "a.vtt").text == "The first. The second."


def test_a_cue_that_is_there_twice_is_said_once_and_what_people_repeat_twice() -> None:
    cue = "00:00:01,000 --> 00:00:02,000\nThe bell rang.\n\n"
    assert read(cue + cue + "00:00:02,000 --> 00:00:03,000\nThen silence.\n").text == "The bell rang. Then silence."
    song = "".join(
        f"00:00:0{n},000 --> 00:00:0{n + 1},000\n{words}\n\n" for n, words in enumerate(["No.", "No.", "Yes."])
    )
    assert read(song).text == "No. No. Yes."


GROWING = [("the", 0), ("the first", 1), ("the first loom was", 2), ("loom was built", 3), ("was built by Anton.", 4)]


@pytest.mark.parametrize(
    "cues",
    [
        GROWING,
        [
            ("the first", 0),
            ("the first\nloom was", 2),
            ("the first\nloom was\nbuilt by", 3),
            ("loom was\nbuilt by\nAnton.", 4),
        ],
        [
            (" \nthe<00:00:00.960><c> first loom</c>", 0),
            ("the first loom\n ", 1),
            ("the first loom\nwas built by Anton.", 2),
        ],
    ],
)
def test_what_rolls_is_said_once(cues: list[tuple[str, int]]) -> None:
    text = "".join(f"00:00:0{start}.000 --> 00:00:0{start + 1}.000 align:start\n{words}\n\n" for words, start in cues)
    assert read("WEBVTT\n\n" + text, "a.vtt").text == "the first loom was built by Anton."


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ("[Music]", "The bell. It rang."),
        ("[door slams in the distance]", "The bell. It rang."),
        ("(phone rings)", "The bell. It rang."),
        ("*laughs*", "The bell. It rang."),
        ("\u266a \u266a", "The bell. It rang."),
        ("\u266a Oh bell \u266a", "The bell. Oh bell It rang."),
        ("It is [Music] loud (laughs)", "The bell. It is loud It rang."),
        ("It is (AUDIENCE APPLAUDING) loud [ __ ]", "The bell. It is loud It rang."),
        ("He [the owner] said so (in 1907)", "The bell. He [the owner] said so (in 1907) It rang."),
        ("[Vienna, 1887]", "The bell. [Vienna, 1887] It rang."),
        ("the agency (NASA) did", "The bell. the agency (NASA) did It rang."),
    ],
)
def test_sounds_are_not_said(payload: str, text: str) -> None:
    cues = f"00:01 --> 00:02\nThe bell.\n\n00:02 --> 00:03\n{payload}\n\n00:03 --> 00:04\nIt rang.\n"
    assert read(cues).text == text


@pytest.mark.parametrize(
    "text", ["", "WEBVTT", "WEBVTT\n\nNOTE nothing\n", "1\n00:00:01,000 --> 00:00:02,000\n[Music]\n"]
)
def test_where_nobody_speaks_it_is_said(text: str) -> None:
    with pytest.raises(TextError, match=r"a\.vtt: there (is no text|are no times)"):
        read(text, "a.vtt")


def test_much_of_what_is_no_cue_stalls_nothing() -> None:
    for hostile in (
        "<" * 200_000,
        "[(" * 100_000,
        "&" * 200_000,
        "-" * 200_000,
        "A: " * 60_000,
        "1:" * 100_000,
        ">> " * 60_000,
    ):
        assert read(f"00:01 --> 00:02\n{hostile}\nend\n").text
    assert read("00:01 --> 00:02\nno\n\n" * 20_000).text
