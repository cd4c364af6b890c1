"""The documents are true: what they show is run, what it prints is what comes, and what they name exists."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from corpus import READABLE_SUFFIXES, Limits
from qa.cli.shell import COMMANDS, app

ROOT = Path(__file__).parents[1]
PATHS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
DOCUMENTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in PATHS}
README = DOCUMENTS["README.md"]
TOGETHER = "\n".join(DOCUMENTS.values())


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENTS[document], re.DOTALL | re.MULTILINE)


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines that it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield command, [line.strip() for line in printed if line.strip()]


def anchors(document: str) -> set[str]:
    """Return what links into a document may name: its headings, as GitHub writes them in an address."""
    headings = re.findall(r"^#+ (.*)$", document, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_readme_is_read_in_five_minutes() -> None:
    assert len(README.splitlines()) <= 150


def test_the_python_examples_print_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = 0
    for document in DOCUMENTS:  # Each has to import what it uses; the index and the models are loaded once.
        written = "\n".join(blocks(document, "pycon"))
        examples = doctest.DocTestParser().get_doctest(written, {}, document, document, 0)
        run += len(examples.examples)
        assert doctest.DocTestRunner().run(examples).failed == 0
    assert run > 15


@pytest.mark.parametrize(
    "block",
    [block for document in DOCUMENTS for block in blocks(document, "console")],
    ids=lambda block: " ".join(re.findall(r"python -m qa (\w+)", block)[:2]),
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
    opens, tests = blocks("README.md", "sh")[0].splitlines()
    assert opens == "python -m pip install -e . && python app.py"
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_heading_that_is_linked_is_there(document: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", DOCUMENTS[document])
    missing = []
    for link in (link for link in links if not link.startswith("http")):
        path, _, anchor = link.partition("#")
        file = ((ROOT / document).parent / path if path else ROOT / document).resolve()
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            missing.append(link)
    assert missing == []


def test_every_page_of_the_documents_is_linked_from_the_readme() -> None:
    pages = [document for document in DOCUMENTS if document != "README.md"]
    assert [page for page in pages if f"({page})" not in README] == []


def test_every_module_command_and_variable_that_is_named_exists() -> None:
    for module in re.findall(r"python -m ((?:benchmarks|qa|index|corpus)\.[\w.]*\w)", TOGETHER):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
    there = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    there |= {entry_point.name for entry_point in entry_points(group=COMMANDS)}
    assert set(re.findall(r"python -m qa ([a-z]\w*)", TOGETHER)) <= there
    files = [file for folder in ("corpus", "index", "qa") for file in (ROOT / folder).rglob("*.py")]
    source = "".join(file.read_text(encoding="utf-8") for file in [*files, ROOT / "app.py"])
    for variable in re.findall(r"`(DOCUMENTARY_QA_\w+)", TOGETHER):
        assert f'"{variable}"' in source, variable


def test_every_file_that_contributors_are_sent_to_is_there() -> None:
    named = re.findall(r"`((?:corpus|index|qa|tests|benchmarks|docs)/[\w./]*)`", DOCUMENTS["CONTRIBUTING.md"])
    named = [name for name in named if "NAME" not in name]
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_format_and_limit_is_told() -> None:
    text = DOCUMENTS["docs/texts-and-formats.md"]
    formats = text[text.index("## Formats") : text.index("## Front matter")]
    assert set(re.findall(r"`(\.\w+)`", formats.split("The content decides")[0])) == set(READABLE_SUFFIXES)
    limits = dict(re.findall(r"^\| `(\w+)` \| .* \| ([\d,]+) \|$", text, re.MULTILINE))
    assert {name: int(value.replace(",", "")) for name, value in limits.items()} == dict(Limits().items())


def test_every_figure_has_its_command_and_its_version() -> None:
    tables = re.findall(r"^\| what \|.*(?:\n\|.*)+", DOCUMENTS["docs/measured.md"], re.MULTILINE)
    rows = [row.strip("| ").split(" | ") for table in tables for row in table.splitlines()[2:]]
    assert len(rows) > 5
    for row in rows:
        assert "`python -m" in row[-2], row
        assert re.fullmatch(r"[0-9a-f]{7}|\d+\.\d+\.\d+", row[-1]), row


def test_make_names_benchmarks_that_exist() -> None:
    names = re.findall(r"for name in ([\w ]+);", (ROOT / "Makefile").read_text(encoding="utf-8"))[0].split()
    assert [name for name in names if not (ROOT / "benchmarks" / f"{name}.py").exists()] == []


def test_the_image_takes_the_torch_that_the_project_asks_for() -> None:
    """Another one would be replaced by the build for GPUs, of some gigabytes."""
    (bounds,) = re.findall(r'"torch([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f'"torch{bounds}" --index-url' in (ROOT / "Dockerfile").read_text(encoding="utf-8")
