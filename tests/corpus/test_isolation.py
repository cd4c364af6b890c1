"""A file that hangs, crashes or bloats its reader costs that file: nothing else is lost, and no process is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Limits, TextError, read_paths
from corpus.isolation import ReadingProcess

fcntl = pytest.importorskip("fcntl")

ROOT = Path(__file__).parents[2]

LIMITS_MEMORY = pytest.mark.skipif(sys.platform != "linux", reason="Only there the limit of memory is kept to.")

HOSTILE = """
import ctypes, fcntl, os, re, sys, time
from collections.abc import Callable
from pathlib import Path
from corpus import read_file

seen = []

def read(path, **options):
    lock = open(path.with_suffix(".lock"), "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    seen.append(path.stem)
    print("printed"), print("printed", file=sys.stderr), os.write(1, b"written"), os.write(2, b"written")
    if path.stem == "sleeps":
        time.sleep(1000)
    if path.stem == "spins":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if path.stem == "crashes":
        ctypes.string_at(0)
    if path.stem == "crashes-later" and len(seen) > 1:
        ctypes.string_at(0)
    if path.stem == "asks":
        sys.stdin.read()
    if path.stem == "bloats":
        bytearray(10**11)
    return read_file(path, **options)
"""
"""A reader that does to its process what broken parsers do, by the name of the file; its lock tells that it lives."""

PARENT = """
import sys
from collections.abc import Callable
from pathlib import Path
from corpus import Limits
from corpus.isolation import ReadingProcess
with ReadingProcess(Limits(seconds=int(sys.argv[2])), reader="hostile:read") as process:
    process.read(Path(sys.argv[1]), source="a.txt", collection="text")
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the hostile reader."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "hostile.py").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "code")
    return "hostile:read"


def text_file(folder: Path, name: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(f"The file {name}.", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sleeps", r"takes more than 1 seconds to read.*DOCUMENTARY_QA_LIMITS=seconds=2"),
        ("spins", r"takes more than 1 seconds to read"),
        ("crashes", r"crashes its reader \(SIGSEGV\)"),
        pytest.param("bloats", r"too much memory.*DOCUMENTARY_QA_LIMITS=memory_bytes=", marks=LIMITS_MEMORY),
    ],
)
def test_a_hostile_file_costs_only_itself(
    name: str, reason: str, hostile: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with ReadingProcess(Limits(seconds=1), reader=hostile) as process:
        for good in ("before", "after"):
            document = process.read(text_file(tmp_path, good), source=f"{good}.txt", collection="mine")
            assert (document.text, document.collection) == (f"The file {good}.", "mine")
            with pytest.raises(TextError, match=rf"^{name}\.txt: .*{reason}"):
                process.read(text_file(tmp_path, name), source=f"{name}.txt", collection="mine")
            assert_gone(tmp_path / f"{name}.lock")
    assert capfd.readouterr() == ("", "")


def test_a_file_is_not_blamed_for_what_others_left_behind(hostile: str, tmp_path: Path) -> None:
    with ReadingProcess(Limits(), reader=hostile) as process:
        for name in ("before", "crashes-later"):
            assert process.read(text_file(tmp_path, name), source="a.txt", collection="text").text


def test_a_reader_that_asks_the_user_gets_no_answer(hostile: str, tmp_path: Path) -> None:
    with ReadingProcess(Limits(seconds=20), reader=hostile) as process:
        assert process.read(text_file(tmp_path, "asks"), source="a.txt", collection="text").text


def test_an_error_in_between_leaves_no_process(hostile: str, tmp_path: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), ReadingProcess(Limits(), reader=hostile) as process:
        process.read(text_file(tmp_path, "fine"), source="a.txt", collection="text")
        raise KeyboardInterrupt
    assert_gone(tmp_path / "fine.lock")


@pytest.mark.parametrize(
    ("name", "seconds", "ending"),
    [
        ("sleeps", 1000, signal.SIGKILL),
        ("sleeps", 1000, signal.SIGTERM),
        ("sleeps", 1000, signal.SIGINT),
        ("spins", 1, signal.SIGKILL),
    ],
)
def test_a_reading_process_ends_with_the_one_that_started_it(
    name: str, seconds: int, ending: signal.Signals, hostile: str, tmp_path: Path
) -> None:
    path = text_file(tmp_path, name)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(path), str(seconds)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "code")])},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: is_alive(path.with_suffix(".lock")))
        parent.send_signal(ending)
    finally:
        time.sleep(0.1)
        parent.kill()
        parent.wait()
    assert_gone(path.with_suffix(".lock"))


@pytest.mark.parametrize(
    ("name", "paragraph", "limits", "reason"),
    [
        ("slow.md", "Some *words* and [more](x).\n\n", Limits(seconds=1), "takes more than 1 seconds"),
        pytest.param(
            *("large.txt", "Some words of a talk.\n", Limits(memory_bytes=150_000_000), "needs too much memory"),
            marks=LIMITS_MEMORY,
        ),
    ],
)
def test_a_file_that_takes_too_much_is_skipped(
    name: str, paragraph: str, limits: Limits, reason: str, tmp_path: Path
) -> None:
    for good in ("a", "z"):
        text_file(tmp_path, good)
    (tmp_path / name).write_text(paragraph * 500_000, encoding="utf-8")
    documents, skipped = read_paths([tmp_path], limits=limits)
    assert [document.source for document in documents] == ["a.txt", "z.txt"]
    assert [Path(skip.source).name for skip in skipped] == [name]
    assert f"{name}: {reason}" in skipped[0].reason


def test_the_working_folder_does_not_get_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "__init__.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    script = tmp_path / "unguarded.py"  # It has no `if __name__ == "__main__"`, and says so once.
    script.write_text(
        f"import sys; sys.path[0] = {str(ROOT)!r}\n"
        "from corpus import read_paths; print([document.text for document in read_paths(['corpus'])[0]])",
        encoding="utf-8",
    )
    text_file(tmp_path / "corpus", "a")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("['The file a.']\n", "")


@pytest.mark.parametrize("executable", ["", None, "/usr/bin/true", "/nowhere/python3"])
def test_without_a_python_to_start_files_are_read_all_the_same(
    executable: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    text_file(tmp_path, "a")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    documents, skipped = read_paths([tmp_path])
    assert [document.text for document in documents] == ["The file a."]
    assert "b.txt: there is no text" in skipped[0].reason


def test_a_program_that_only_looks_like_python_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "python-like"
    fake.write_text("#!/bin/sh\necho something else\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    assert [document.text for document in read_paths([text_file(tmp_path, "a")])[0]] == ["The file a."]


def is_alive(lock: Path) -> bool:
    """Tell whether the process that took this lock holds it still."""
    if not lock.exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def assert_gone(lock: Path) -> None:
    assert lock.exists()
    wait_for(lambda: not is_alive(lock))
