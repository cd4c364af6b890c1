"""What may import what, and what an import may cost."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    "torch",
    "faiss",
    "gradio",
    "sentence_transformers",
    "transformers",
    "bm25s",
    "numpy",
    "sklearn",
    "rapidfuzz",
    "symspellpy",
    "pydantic",
)
UNNEEDED = (
    "torch",
    "sentence_transformers",
    "transformers",
    "scipy",
    "sklearn",
    "bm25s",
    "numba",
    "tqdm",
    "symspellpy",
    "gradio",
    "markdown_it",
    "onnx",
)


@pytest.mark.parametrize("module", ["corpus", "index", "qa", "qa.cli.shell", "app"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_question_loads_nothing_that_it_does_not_need(documentary_folder: Path) -> None:
    """Neither torch nor what comes with it: importing these takes several times as long as the answer."""
    code = (
        "import sys; from qa.cli.shell import main; sys.argv = ['qa', 'ask', 'When was PyTorch released?']\n"
        "try: main()\n"
        f"finally: print([name for name in {UNNEEDED} if name in sys.modules])"
    )
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(documentary_folder)}
    for _ in range(2):  # The first question reads the bundled texts to see whether they are still the same.
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
        )
        assert "January 2017" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_packages_import_one_way() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_nothing_below_knows_the_page() -> None:
    for package in ("corpus", "index", "qa"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert "app" not in names, file
