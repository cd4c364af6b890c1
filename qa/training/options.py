"""The arguments that the commands of training share, each with one name and one meaning."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

ARGUMENTS: dict[str, dict[str, Any]] = {
    "data": {"type": Path, "help": "folder with the files of the training data"},
    "--base": {"type": Path, "required": True, "help": "folder of the cross-encoder that the reader began as"},
    "--start": {"type": Path, "help": "weights to go on from: what an earlier run wrote"},
    "--seed": {"type": int, "default": 0, "help": "of what is drawn, and of what is kept out of training"},
}


def add_arguments(parser: ArgumentParser, *names: str) -> None:
    """Add those of :data:`ARGUMENTS` that a command takes."""
    for name in names:
        parser.add_argument(name, **ARGUMENTS[name])
