"""A message names a command or a flag only in the room that knows it: the command line, training and ``app.py``."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Neither the properties of CSS nor the installing of a package are commands of ours.
COMMAND = re.compile(r"(?<![\w(-])--[a-z][a-z-]++(?!:)|python -m |\bapp\.py\b|DATA_FOLDER")
KNOW_COMMANDS = ("qa/cli", "qa/training", "qa/__main__.py")


def texts_of(module: str) -> list[str]:
    """Return the strings of a module that are no docstrings."""
    tree = ast.parse(module)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value.partition("python -m pip")[0] for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("room", ["corpus", "index", "qa"])
def test_no_room_below_a_command_names_it_in_a_message(room: str) -> None:
    files = [file for file in (ROOT / room).rglob("*.py") if not str(file.relative_to(ROOT)).startswith(KNOW_COMMANDS)]
    assert len(files) > 10
    found = {
        f"{file.relative_to(ROOT)}: {text}"
        for file in files
        for text in texts_of(file.read_text(encoding="utf-8"))
        if COMMAND.search(text)
    }
    assert found == set()


def test_a_flag_in_a_message_is_found() -> None:
    assert [text for text in texts_of('"--x of a docstring"\nsay(f"Give {x} with --model.")') if COMMAND.search(text)]
