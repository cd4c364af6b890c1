"""The README is true: what it shows is run, and what it prints is what comes."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines that it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield command, [line.strip() for line in printed if line.strip()]


def test_the_python_examples_print_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks("pycon")), {}, "README.md", "README.md", 0)
    assert len(examples.examples) > 15
    results = doctest.DocTestRunner().run(examples)
    assert results.failed == 0


@pytest.mark.parametrize(
    "block", blocks("console"), ids=lambda block: " ".join(re.findall(r"python -m qa (\w+)", block)[:2])
)
def test_the_shell_examples_print_what_they_say(block: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DOCUMENTARY_QA_INDEX": str(tmp_path / "index"),
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    for command, printed in commands(block):
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        assert [line for line in printed if line not in lines] == [], f"{command}\n{done.stdout}\n{done.stderr}"


def test_the_two_commands_are_the_ones_that_ci_runs() -> None:
    opens, tests = blocks("sh")[0].splitlines()
    assert opens == "python -m pip install -e . && python app.py"
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_file_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []


def test_every_command_and_variable_that_is_named_exists() -> None:
    for module in re.findall(r"python -m (benchmarks\.\w+)", README):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()
    files = [file for folder in ("corpus", "index", "qa") for file in (ROOT / folder).rglob("*.py")]
    source = "".join(file.read_text(encoding="utf-8") for file in [*files, ROOT / "app.py"])
    for variable in re.findall(r"`(DOCUMENTARY_QA_\w+)`", README):
        assert variable in source
