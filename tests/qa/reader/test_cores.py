"""Reading is shared out between cores without a question getting in another's way."""

from __future__ import annotations

import threading

import pytest

from qa.reader.cores import shared_out, stay_behind


def threads_of(pieces: int, threads: int) -> set[int]:
    """Return the threads that work on ``pieces`` which wait for each other, ``threads`` at a time."""
    together = threading.Barrier(threads, timeout=20)
    seen: set[int] = set()

    def piece() -> None:
        seen.add(threading.get_ident())
        together.wait()

    shared_out([piece] * pieces, threads)
    return seen


def test_one_question_has_all_cores() -> None:
    assert len(threads_of(6, 3)) == 3


def test_a_second_question_has_one_while_the_first_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    inner: list[set[int]] = []
    started: list[threading.Thread] = []
    start = threading.Thread.start

    def noted(thread: threading.Thread) -> None:
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", noted)

    def ask_another() -> None:
        seen: set[int] = set()
        shared_out([lambda: seen.add(threading.get_ident())] * 8, 2)
        inner.append(seen)

    shared_out([ask_another, ask_another], 2)
    assert [len(seen) for seen in inner] == [1, 1]
    assert len(started) == 1  # Beside the caller's own; none for the questions within.
    assert len(threads_of(4, 2)) == 2


def test_what_stays_behind_has_one_and_takes_none_away() -> None:
    begun, ended = threading.Event(), threading.Event()
    seen: set[int] = set()

    def background() -> None:
        stay_behind()
        shared_out([lambda: seen.add(threading.get_ident())] * 8, 2)
        shared_out([begun.set, ended.wait], 2)

    thread = threading.Thread(target=background)
    thread.start()
    begun.wait(20)
    assert len(threads_of(4, 2)) == 2
    ended.set()
    thread.join(20)
    assert seen == {thread.ident}


def test_what_goes_wrong_is_raised_and_the_rest_is_left() -> None:
    called: list[int] = []

    def fail() -> None:
        raise ValueError("this window cannot be read")

    with pytest.raises(ValueError, match="cannot be read"):
        shared_out([fail, *(lambda: called.append(1) for _ in range(5))], 1)
    assert called == []
    assert len(threads_of(4, 2)) == 2


def test_all_is_read_where_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    called: list[int] = []
    shared_out([lambda: called.append(1)] * 5, 4)
    assert called == [1] * 5
