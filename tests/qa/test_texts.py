"""Texts are added beside others, told by their beginning, removed, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, Limits, TextError
from index import Encoder, Index
from qa import Assistant, BuildOptions, ask, rebuild, remove, sources
from qa.texts import read_texts

TALK = "# The talk\n\nAda Byron gave the talk in Porto on 4 May 1991.\n"
SUBTITLES = "1\n00:01:05,000 --> 00:01:08,000\nThe lighthouse was lit\n\n2\n00:01:08,000 --> 00:01:10,000\nin 1901.\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_an_added_text_is_asked_beside_the_documentary(own_state: Path, talk: Path) -> None:
    report = rebuild(talk, add=True, collection="talk")
    assert report.added == ("talk.md",)
    assert report.embedded <= 2
    assert ask("When was PyTorch released?").collection == "documentary"
    answer = ask("Who gave the talk in Porto?")
    assert (answer.text, answer.collection) == ("Ada Byron", "talk")
    assert answer.note == "The documentary does not say; this is from the talk."
    assert [source.collection for source in sources()] == ["documentary"] * 7 + ["background"] * 6 + ["talk"]


def test_the_same_text_added_twice_is_there_once(own_state: Path) -> None:
    text = "Our harbour has seven lamps.\n\nThe lamps are green."
    rebuild(text)
    report = rebuild(text, add=True)
    assert (report.documents, report.added, report.embedded) == (1, (), 0)


def test_two_pasted_texts_do_not_replace_each_other(own_state: Path) -> None:
    rebuild("Our harbour has seven lamps.\n\nThe lamps are green.")
    rebuild("Bruno Falk kept the lighthouse.\n\nHe kept it for thirty years.", add=True)
    assert [source.title for source in sources()] == [
        "Our harbour has seven lamps. The lamps are...",
        "Bruno Falk kept the lighthouse. He kept it...",
    ]
    assert ask("How many lamps does our harbour have?").answered
    assert ask("Who kept the lighthouse?").answered


def test_the_title_of_a_pasted_text_is_short_however_long_its_words_are() -> None:
    (document,), _ = read_texts(f"The lamp is {'Pneumono' * 1000}.\n\nIt is green.")
    assert document.title.startswith("The lamp is Pneumono")
    assert len(document.title) < 100


def test_a_source_is_removed_and_its_answers_are_gone(own_state: Path, talk: Path) -> None:
    rebuild([talk, "Our harbour has seven lamps.\n\nThe lamps are green."])
    assert remove(["talk.md"]).removed == ("talk.md",)
    assert not ask("Who gave the talk in Porto?").answered
    assert ask("How many lamps does our harbour have?").answered
    with pytest.raises(TextError, match=r"Nothing is indexed as talk\.md"):
        remove(["talk.md"])


def test_strict_indexes_nothing_and_the_old_texts_serve_on(own_state: Path, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.srt").write_text("no subtitles", encoding="utf-8")
    rebuild("Our harbour has seven lamps.\n\nThe lamps are green.")
    with pytest.raises(TextError, match=r"broken\.srt"):
        rebuild(tmp_path, strict=True)
    assert ask("How many lamps does our harbour have?").answered
    report = rebuild([talk, tmp_path / "broken.srt"])
    assert [skip.source.endswith("broken.srt") for skip in report.skipped] == [True]
    assert ask("Who gave the talk in Porto?").answered


def test_files_of_another_kind_in_a_folder_are_reported_and_no_error(tmp_path: Path, talk: Path) -> None:
    (tmp_path / "cover.png").write_bytes(b"\x89PNG")
    documents, skipped = read_texts(tmp_path)
    assert [document.source for document in documents] == ["talk.md"]
    assert [(Path(skip.source).name, skip.unknown_kind) for skip in skipped] == [("cover.png", True)]


def test_a_pasted_text_is_told_by_its_beginning() -> None:
    texts = {
        SUBTITLES: (65.0, 70.0),
        "WEBVTT\n\n00:01:05.000 --> 00:01:10.000\nThe lighthouse was lit in 1901.\n": (65.0, 70.0),
        '[\n{"text": "The lighthouse was lit in 1901.", "start": 65, "duration": 5}]': (65.0, 70.0),
        "<!doctype html>\n<p>The lighthouse was lit in 1901.</p><script>steal()</script>": None,
        "# A light\n\nThe lighthouse was lit in 1901.": None,
        "The lighthouse\nwas lit\nin 1901.": None,
    }
    for text, time in texts.items():
        (document,), skipped = read_texts(text)
        assert (document.text, document.time(0, len(document.text)), skipped) == (
            "The lighthouse was lit in 1901.",
            time,
            [],
        )


def test_what_is_beyond_a_limit_is_refused_by_its_name(tmp_path: Path, talk: Path) -> None:
    for limits, name in ((Limits(file_bytes=20), "file_bytes"), (Limits(line_characters=20), "line_characters")):
        documents, skipped = read_texts([talk], limits=limits)
        assert documents == []
        assert name in skipped[0].reason
    (tmp_path / "second.md").write_text(TALK, encoding="utf-8")
    with pytest.raises(TextError, match="files"):
        read_texts(tmp_path, limits=Limits(files=1))
    with pytest.raises(TextError, match="file_bytes"):
        read_texts("A long text.\n\n" * 10, limits=Limits(file_bytes=20))


def test_the_collections_are_asked_in_the_order_given(talk: Path) -> None:
    note = Document("note", "The harbour has seven lamps.", collection="note")
    documents, _ = read_texts([talk, note, "One more text.\n\nIt is short."], collection="talk")
    assert [document.collection for document in documents] == ["talk", "note", "talk"]


def test_a_copy_is_changed_without_the_original(own_state: Path, talk: Path, encoder: Encoder, tmp_path: Path) -> None:
    shared = Assistant.build("Our harbour has seven lamps.\n\nThe lamps are green.", tmp_path / "a", encoder=encoder)
    before = shared.index.name
    copy = shared.copy(tmp_path / "b")
    assert copy.index.sources == shared.index.sources
    copy.rebuild(talk, BuildOptions(add=True))
    assert copy.ask("Who gave the talk in Porto?").answered
    copy.remove(["talk.md"])
    assert not copy.ask("Who gave the talk in Porto?").answered
    assert (shared.index.name, Index.load(tmp_path / "a").name) == (before, before)
