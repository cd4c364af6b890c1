"""What every command prints the same way: JSON, errors, long lists of names, numbers of things."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console

from corpus import DocumentaryError, LimitError
from index import IndexMismatchError, IndexMissingError, StoredIndexError
from qa.default import MEND

ANSWERED, NOT_ANSWERED, BROKEN = 0, 1, 2
"""Exit codes: answered; refused, or no index found; wrong usage, or a broken text, model or index."""
REBUILD = "python -m qa rebuild, with the paths of your texts if it held texts of your own"
"""What to run where something is wrong with the default index."""
REMEDIES: dict[type[Exception], str] = {
    IndexMismatchError: "Leave --model out, or run python -m qa rebuild with it and the paths of your texts.",
}
"""What to do about an error, in the words of the command line."""


@contextmanager
def errors_shown(*, as_json: bool = False, missing: int | None = None) -> Iterator[None]:
    """Show an error of this project as one message instead of a traceback, and end with the exit code that it has.

    ``missing`` is the exit code where there is no index: a question is then only not answered.
    """
    missing = NOT_ANSWERED if missing is None else missing
    try:
        yield
    except DocumentaryError as error:
        message = told(error)
        if as_json:
            print_json({"error": type(error).__name__, "message": message})
        else:
            Console(stderr=True).print(message, style="red", markup=False, highlight=False)
        raise typer.Exit(missing if isinstance(error, IndexMissingError) else BROKEN) from error


def told(error: Exception) -> str:
    """Return the message of an error with what to do about it in the words of the command line."""
    message = str(error)
    if isinstance(error, StoredIndexError) and error.mend:
        return message.removesuffix(MEND) + REBUILD if error.mend == MEND else message
    remedy = limit_remedy(error.setting) if isinstance(error, LimitError) else REMEDIES.get(type(error), "")
    return f"{message} {remedy}" if remedy else message


def limit_remedy(setting: str) -> str:
    """Return how a limit is set to ``setting`` for one command."""
    return f"Or for this command alone: --limit {setting}"


def print_json(data: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print ``data`` as JSON that a program can read: no colour, no wrapping."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def first_of(names: Sequence[str], most: int) -> str:
    """Return ``names`` in a line, or the first ``most`` of them and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def counted(number: int, noun: str) -> str:
    """Return a number of things in words: ``1 question``, ``2,000 questions``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
