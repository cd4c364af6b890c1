"""The line that a calibration records is the one that somebody types, though the shell expands its pattern."""

from pathlib import Path

import pytest

from qa.cli.calibrate import as_typed

QUESTIONS = Path("tests/questions/development")


def test_the_files_of_a_pattern_are_recorded_as_the_pattern(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.chdir(pytestconfig.rootpath)
    files = sorted(QUESTIONS.glob("kinds-*.jsonl"))
    assert as_typed(files) == "tests/questions/development/kinds-*.jsonl"
    assert as_typed(files[::-1]) == "tests/questions/development/kinds-*.jsonl"


def test_some_files_of_a_folder_are_recorded_one_by_one(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a-one.jsonl", "a-two.jsonl", "a-three.jsonl")]
    for file in files:
        file.touch()
    assert as_typed(files) == f"{tmp_path.as_posix()}/a-*.jsonl"
    assert as_typed(files[:2]) == f"{files[0].as_posix()} {files[1].as_posix()}"
    assert as_typed(files[:1]) == files[0].as_posix()


def test_patterns_beside_each_other_are_recorded_side_by_side(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.chdir(pytestconfig.rootpath)
    files = [*sorted(QUESTIONS.glob("kinds-*.jsonl")), QUESTIONS / "newcomer-documentary.jsonl"]
    pattern, single = (
        "tests/questions/development/kinds-*.jsonl",
        "tests/questions/development/newcomer-documentary.jsonl",
    )
    assert as_typed(files) == f"{pattern} {single}"
