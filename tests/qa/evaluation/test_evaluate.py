"""A whole evaluation: the real assistant over a small text, and the command as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from index import Encoder
from qa import Assistant
from qa.cli.evaluation_view import confidently_wrong, losses, run_view, warnings
from qa.cli.shell import app
from qa.evaluation import Row, Run, read_questions
from qa.evaluation.run import evaluate
from qa.evaluation.summary import summarise

MakeRow = Callable[..., Row]
ROOT = Path(__file__).parents[3]
TEXT = (
    "# The talk\n\nAda Byron gave the talk in Porto on 4 May 1991.\n\n"
    "The hall had two hundred seats, and all of them were taken.\n\nBruno Falk translated it into Portuguese.\n"
)
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "1",
        "question": "Who gave the talk in Porto?",
        "answers": ["Ada Byron"],
        "evidence": "Ada Byron gave the talk in Porto on 4 May 1991.",
        "source": "talk.md",
        "kind": "who",
    },
    {"id": "2", "question": "How many seats did the hall have?", "answers": ["200", "two hundred"], "kind": "how many"},
    {"id": "3", "question": "What is the capital of Peru?", "kind": "off-topic"},
    {"id": "4", "question": "Who translated the talk into Portuguese?", "answers": ["Ada Byron"], "kind": "wrong gold"},
    {"id": "5", "question": "...", "kind": "no words"},
]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A folder with a text and questions about it."""
    (tmp_path / "talk.md").write_text(TEXT, encoding="utf-8")
    lines = "".join(f"{json.dumps(question)}\n" for question in QUESTIONS)
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", "evaluate", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
        check=False,
    )


def test_every_question_is_asked_and_judged(talk: Path, encoder: Encoder) -> None:
    assistant = Assistant.build([talk / "talk.md"], talk / "index", encoder=encoder)
    told: list[tuple[int, int]] = []
    run = evaluate(
        assistant,
        read_questions(talk / "questions.jsonl"),
        passages=2,
        progress=lambda done, total: told.append((done, total)),
    )
    who, many, peru, translated, nothing = run.rows
    assert (who.right, who.exact_match, who.words, who.source) == (True, 1.0, 2, "talk.md")
    assert who.f1 == 1.0
    assert who.hits[0]
    assert many.right
    assert (peru.answered, peru.as_it_should_be, peru.f1, peru.words, peru.hits[:1]) == (False, True, 0.0, 0, (False,))
    assert (translated.answered, translated.right, translated.f1) == (True, False, 0.0)
    assert (nothing.status, nothing.as_it_should_be, nothing.hits) == ("needs_clarification", True, ())
    assert all(row.wall_seconds > 0 and row.cpu_seconds >= 0 for row in run.rows)
    assert told[-1] == (5, 5)
    assert (run.passages, run.about["documents"]) == (2, 1)


def test_the_command_over_a_text(talk: Path) -> None:
    done = command(
        talk, "questions.jsonl", "--text", "talk.md", "--out", "run.json", "--plot", "plot.png", "--examples", "1"
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0].startswith("4 of 5 questions came out as they should. Weakest: wrong gold (0% of 1).")
    for line in (
        "hit@3 100% 100% to 100% 3 answerable",
        "refused, as it should be 100% 100% to 100% 2 not answerable",
        "wrong gold 1 0% 0% 0% 0.00 0% 100%",
        "right Ada Byron",
    ):
        assert line in lines
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert (talk / "plot.png").read_bytes().startswith(b"\x89PNG")

    again = command(talk, "questions.jsonl", "--text", "talk.md", "--compare", "run.json")
    assert "Compared on 5 questions: no difference that chance would not explain." in again.stdout
    assert all(len(line) <= 80 for line in again.stdout.splitlines())


def test_json_holds_everything(talk: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    Assistant.build([talk / "talk.md"], talk / "own", encoder=encoder)
    monkeypatch.chdir(talk)
    done = CliRunner().invoke(app, ["evaluate", "questions.jsonl", "--index", "own", "--json", "--out", "run.json"])
    data = json.loads(done.stdout)
    assert [row["id"] for row in data["rows"]] == ["1", "2", "3", "4", "5"]
    assert data["summary"]["figures"]["right"]["value"] == pytest.approx(2 / 3)
    assert data["summary"]["kinds"]["who"]["figures"]["right"]["n"] == 1
    assert data["about"]["questions"] == "questions.jsonl"
    assert json.loads((talk / "run.json").read_text(encoding="utf-8")) == data
    again = CliRunner().invoke(
        app, ["evaluate", "questions.jsonl", "--index", "own", "--json", "--compare", "run.json"]
    )
    compared = json.loads(again.stdout)
    assert compared["comparison"]["differences"]["right"]["verdict"] == ""


def test_the_default_index_is_asked_where_no_other_is_named(
    talk: Path, documentary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"question": "When was PyTorch released?", "answers": ["January 2017"]})
    (talk / "one.jsonl").write_text(line, encoding="utf-8")
    monkeypatch.setenv("DOCUMENTARY_QA_INDEX", str(documentary_folder))
    done = CliRunner().invoke(app, ["evaluate", str(talk / "one.jsonl")])
    assert done.stdout.startswith("1 of 1 questions came out as they should.\nNone was lost.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["broken.jsonl"], "broken.jsonl, line 2: is not JSON"),
        (["none.jsonl"], "none.jsonl: cannot be read"),
        (["questions.jsonl", "--index", "none"], "none"),
        (["questions.jsonl", "--text", "none.md"], "none.md"),
        (["questions.jsonl", "--text", "talk.md", "--index", "own"], "not both"),
        (["questions.jsonl", "--text", "talk.md", "--compare", "broken.jsonl"], "is not JSON"),
        (["questions.jsonl", "--text", "talk.md", "--out", "none/run.json"], "there is no folder"),
        (["questions.jsonl", "--text", "talk.md", "--plot", "plot.xls"], "is a .png"),
    ],
)
def test_what_is_broken_is_one_message_and_exit_code_2(
    talk: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    (talk / "broken.jsonl").write_text('{"question": "Who?"}\n{"question"', encoding="utf-8")
    monkeypatch.chdir(talk)
    done = CliRunner().invoke(app, ["evaluate", *arguments])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    as_json = CliRunner().invoke(app, ["evaluate", *arguments, "--json"])
    assert (as_json.exit_code, as_json.stderr) == (2, "")
    assert message in json.loads(as_json.stdout)["message"]


def printed(run: Run) -> str:
    console = Console(file=StringIO(), width=80)
    console.print(run_view(run, summarise(run, resamples=20), examples=2))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_what_is_weak_stands_first(row: MakeRow) -> None:
    rows = (
        *(row(kind="who") for _ in range(9)),
        row(kind="typo", answered=False, right=False),
        row(kind="typo", right=False, hits=(False,)),
        row(kind="near-miss", answerable=False, right=False, hits=()),
    )
    lines = printed(Run(rows, 5, {})).splitlines()
    assert lines[0].startswith("9 of 12 questions came out as they should. Weakest: near-miss (0% of 1), typo")
    assert losses(rows) == (
        "Lost: 1 refused though the passage was found, 1 passage not found, 1 answered though the text does not answer."
    )
    assert losses(rows[:9]) == "None was lost."


def test_the_worst_examples_are_the_surest(row: MakeRow) -> None:
    rows = [
        row(confidence=0.99),
        row(id="sure", confidence=0.9, right=False),
        row(id="unsure", confidence=0.4, right=False),
        row(confidence=0.95, right=False, answered=False),
    ]
    assert [one.id for one in confidently_wrong(rows, 5)] == ["sure", "unsure"]
    assert confidently_wrong(rows, 0) == []


def test_what_changes_the_meaning_of_the_figures_is_said(row: MakeRow) -> None:
    first, second = warnings(Run((row(id="lost", relevant=0, hits=()), row(history=2)), 5, {}))
    assert "1 answerable question should find" in first
    assert "'lost'" in first
    assert second == "1 question with a history asked after it."
    assert warnings(Run((row(),), 5, {})) == []


def test_markup_in_a_question_is_shown_as_it_is(row: MakeRow) -> None:
    text = printed(Run((row(question="[bold]Who?[/x]", kind="[red]", answer="[/]", right=False),), 5, {}))
    assert "[bold]Who?[/x]" in text
    assert "[red]" in text
