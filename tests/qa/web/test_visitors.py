"""Private indexes and the desk that keeps them apart, with the real encoder and without a server."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import DocumentaryError, Limits, TextError
from index import Encoder, build_index
from qa import Assistant, default
from qa.web.desk import Desk, Rules
from qa.web.shared import SharedAssistant
from qa.web.uploads import Upload, page_limits, read_upload
from qa.web.visit import overview_of
from qa.web.visitors import Visitors

TALK = "Ada Byron gave the talk in Porto in 1843.\n\nShe spoke about seven lamps."
SOUP = "The soup of the house is made of nettles.\n\nIt is served at noon."


@pytest.fixture
def desk(own_state: Path, documentary: Assistant, encoder: Encoder, tmp_path: Path) -> Iterator[Desk]:
    build_index(documentary.index.documents, encoder, own_state, bundled=True, reuse=documentary.index)
    shared = SharedAssistant()
    shared.start()
    shared.assistant()
    made = Desk(shared, Visitors(tmp_path / "private", keep_seconds=0), Rules())
    yield made
    made.visitors.close()


def finished(change: Generator[Any, None, Any]) -> Any:
    """Follow a change to its end and return its report."""
    try:
        while True:
            next(change)
    except StopIteration as end:
        return end.value


def add(desk: Desk, session: str, text: str, *, instead: bool = False, **given: Any) -> Any:
    return finished(desk.add(session, Upload(pasted=text, **given), instead=instead))


def state_of(folder: Path) -> dict[str, str]:
    """Return a hash of every file below ``folder``."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".lock"
    }


def test_what_one_adds_nobody_else_is_told(desk: Desk, own_state: Path) -> None:
    before = state_of(own_state)
    report = add(desk, "ada", TALK, collection="talk")
    assert len(report.added) == 1
    assert desk.assistant("ada").ask("Who gave the talk in Porto?").text == "Ada Byron"
    assert desk.assistant("ada").ask("When was PyTorch released?").answered
    assert not desk.assistant("bob").ask("Who gave the talk in Porto?").answered
    assert desk.state("ada").endswith("background, talk; private to this browser tab.")
    assert desk.state("bob").startswith("Ready: ")
    assert state_of(own_state) == before


def test_what_replaces_is_asked_alone_until_the_way_back(desk: Desk) -> None:
    add(desk, "ada", TALK, instead=True)
    add(desk, "ada", SOUP)
    assert len(desk.sources("ada")) == 2
    assert not desk.assistant("ada").ask("When was PyTorch released?").answered
    assert "When was PyTorch released?" not in desk.suggestions("ada")[0]
    finished(desk.remove("ada", [desk.sources("ada")[0].source]))
    assert not desk.assistant("ada").ask("Who gave the talk in Porto?").answered
    assert desk.assistant("ada").ask("What is the soup made of?").answered
    assert finished(desk.restore("ada")) is None
    assert desk.assistant("ada") is desk.assistant("bob")
    assert [path for path in desk.visitors.root.rglob("*") if path.is_file()] == []


def test_one_may_go_without_a_text_that_everybody_asks(desk: Desk, own_state: Path) -> None:
    before = state_of(own_state)
    gone = desk.sources("ada")[0].source
    finished(desk.remove("ada", [gone]))
    assert gone not in [source.source for source in desk.sources("ada")]
    assert gone in [source.source for source in desk.sources("bob")]
    assert state_of(own_state) == before


def test_a_failure_leaves_what_was_asked_and_no_folder(desk: Desk) -> None:
    with pytest.raises(TextError, match="nothing to read yet"):
        add(desk, "ada", " \n ")
    with pytest.raises(TextError, match="https://"):
        add(desk, "ada", TALK, media_url="javascript:alert(1)")
    with pytest.raises(TextError, match="too long"):
        add(desk, "ada", TALK, collection="x" * 100)
    with pytest.raises(TextError, match="Nothing is indexed as"):
        finished(desk.remove("ada", ["unknown.md"]))
    assert not desk.is_private("ada")
    add(desk, "ada", TALK, instead=True)
    with pytest.raises(TextError):
        finished(desk.remove("ada", [source.source for source in desk.sources("ada")]))
    assert desk.assistant("ada").ask("Who gave the talk in Porto?").answered


def test_the_texts_asked_the_longest_ago_make_room_and_their_visitor_is_told(desk: Desk) -> None:
    desk.visitors.most = 2
    for session in ("ada", "bob"):
        add(desk, session, TALK, instead=True)
    desk.assistant("ada")
    overview_of(desk, "bob")  # A page that is open looks by itself, which is not asking.
    add(desk, "eve", TALK, instead=True)
    assert [desk.is_private(session) for session in ("ada", "bob", "eve")] == [True, False, True]
    assert "more than 2 visitors" in desk.visitors.notice("bob")
    assert desk.visitors.notice("bob") == ""
    assert desk.assistant("bob").ask("When was PyTorch released?").answered
    assert len(list(desk.visitors.root.glob("*/current"))) == 2


def test_a_visit_that_ends_leaves_nothing_and_one_that_comes_back_is_told(desk: Desk, tmp_path: Path) -> None:
    upload = tmp_path / "upload.txt"
    upload.write_text(TALK, encoding="utf-8")
    desk.visitors.claim("ada", [upload])
    add(desk, "ada", TALK)
    desk.visitors.end("ada")
    for timer in threading.enumerate():
        if isinstance(timer, threading.Timer):
            timer.join()
    assert not upload.exists()
    assert not desk.is_private("ada")
    assert [path for path in desk.visitors.root.rglob("*") if path.is_file()] == []
    assert "connection to this page was lost" in desk.visitors.notice("ada")


def test_a_connection_that_was_lost_for_a_moment_costs_nothing(desk: Desk, tmp_path: Path) -> None:
    visitors = Visitors(tmp_path / "kept", keep_seconds=3600)
    desk.visitors = visitors
    add(desk, "ada", TALK)
    visitors.end("ada")
    assert desk.is_private("ada")
    visitors.close()
    assert not (tmp_path / "kept").exists()


def test_a_page_that_left_before_it_had_its_texts_passes_them_on(desk: Desk, tmp_path: Path) -> None:
    slow = Desk(desk.shared, Visitors(tmp_path / "slow", keep_seconds=300), Rules())
    add(slow, "first", TALK)
    slow.visitors.end("first")
    slow.visitors.end("second")  # Loaded again at once: that it leaves is heard before what it takes over.
    assert slow.visitors.take_over("first", "second")
    assert slow.visitors.take_over("second", "third")
    assert slow.visitors.kept("third") is not None
    assert not slow.visitors.take_over("third", "fourth")  # The third page is still there.
    slow.visitors.close()


def test_an_upload_that_two_have_chosen_stays_for_the_other(desk: Desk, tmp_path: Path) -> None:
    upload = tmp_path / "upload.txt"
    upload.write_text(TALK, encoding="utf-8")
    desk.visitors.claim("ada", [upload])
    desk.visitors.claim("bob", [upload])
    desk.visitors.claim("ada", [])
    assert upload.exists()
    desk.visitors.claim("bob", [])
    assert not upload.exists()


def test_two_builds_of_one_session_do_not_run_at_a_time(desk: Desk) -> None:
    first = desk.add("ada", Upload(pasted=TALK), instead=False)
    next(first)
    with pytest.raises(DocumentaryError, match="running already"):
        next(desk.add("ada", Upload(pasted=SOUP), instead=False))
    finished(first)
    add(desk, "ada", SOUP)
    assert len(desk.sources("ada")) == len(desk.sources("bob")) + 2


def test_a_build_of_a_visit_that_went_back_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, left = threading.Event(), threading.Event()
    copy = Assistant.copy

    def copy_slowly(self: Assistant, folder: Path) -> Assistant:
        entered.set()
        left.wait()
        return copy(self, folder)

    monkeypatch.setattr(Assistant, "copy", copy_slowly)
    change = desk.add("ada", Upload(pasted=TALK), instead=False)
    next(change)
    entered.wait()
    desk.visitors.leave("ada")
    left.set()
    with pytest.raises(DocumentaryError, match="given up"):
        finished(change)
    assert not desk.is_private("ada")
    assert [path for path in desk.visitors.root.rglob("*") if path.is_file()] == []


def test_who_may_edit_changes_what_everybody_asks_and_brings_it_back(desk: Desk) -> None:
    desk.rules = Rules(allow_edit=True)
    documentary = desk.sources("bob")
    add(desk, "ada", TALK)
    assert default.ask("Who gave the talk in Porto?").answered
    assert desk.sources("bob") == desk.sources("ada") != documentary
    finished(desk.remove("bob", [desk.sources("bob")[-1].source]))
    assert [source.source for source in desk.sources("ada")] == [source.source for source in documentary]
    add(desk, "ada", SOUP, instead=True)
    assert not desk.assistant("bob").ask("When was PyTorch released?").answered
    finished(desk.restore("eve"))
    assert desk.assistant("bob").ask("When was PyTorch released?").answered
    assert not desk.is_private("ada")


def test_more_text_than_a_visitor_may_have_is_refused(desk: Desk) -> None:
    desk.rules = Rules(most_characters=100)
    add(desk, "ada", TALK)
    with pytest.raises(TextError, match="100 are the most"):
        add(desk, "ada", SOUP)
    add(desk, "ada", SOUP, instead=True)
    assert len(desk.sources("ada")) == 1


def test_files_of_one_name_and_of_odd_names_are_told_apart(tmp_path: Path) -> None:
    files = [tmp_path / folder / "talk[1].txt" for folder in ("a", "b")]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(f"{TALK} Number {number}.", encoding="utf-8")
    documents, skipped = read_upload(Upload(files), tmp_path / "work", Limits())
    assert [document.source for document in documents] == ["talk[1].txt", "talk[1] (2).txt"]
    assert skipped == []
    assert list((tmp_path / "work").iterdir()) == []


def test_no_message_tells_where_the_server_keeps_files(tmp_path: Path) -> None:
    good, large = tmp_path / "good.txt", tmp_path / "large.txt"
    good.write_text(TALK, encoding="utf-8")
    large.write_text(TALK * 100, encoding="utf-8")
    given = Upload([good, large], pasted="\x00 \n")
    documents, skipped = read_upload(given, tmp_path / "work", Limits(file_bytes=1000))
    assert [document.source for document in documents] == ["good.txt"]
    assert [skip.source for skip in skipped] == ["large.txt", "pasted text"]
    assert str(tmp_path) not in repr(skipped)
    with pytest.raises(TextError) as refused:
        read_upload(Upload([tmp_path / "gone.txt"]), tmp_path / "work", Limits())
    assert "choose it again" in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_pasted_line_is_never_a_path(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is swordfish.", encoding="utf-8")
    documents, _ = read_upload(Upload(pasted=str(secret)), tmp_path / "work", Limits())
    assert documents[0].text.strip() == str(secret)


def test_limits_of_the_page_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert page_limits().files == 50
    monkeypatch.setenv("DOCUMENTARY_QA_LIMITS", "files=7,pages=9")
    assert (page_limits("files=8").files, page_limits("files=8").pages) == (8, 9)
    with pytest.raises(TextError, match="no limit"):
        page_limits("fils=8")
