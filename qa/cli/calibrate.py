"""The command ``python -m qa calibrate``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from index import Encoder, Index
from qa.answer.decide import COEFFICIENTS
from qa.assistant import Assistant
from qa.cli.output import errors_shown, print_json
from qa.texts import BuildOptions, build_texts

EVERY_KIND = "kinds-"
"""Beginning of the name of a second file of questions about the same text."""
BUNDLED = "bundled"
"""What the texts that come with the project are called among those that are left out in turn."""


def calibrate_command(
    questions: Annotated[
        list[Path],
        typer.Argument(help="Files of questions; each is asked of the .md beside it, or else of the bundled texts."),
    ],
    out: Annotated[Path, typer.Option(help="File of the decision to write.")] = COEFFICIENTS,
) -> None:
    """Fit the decision between an answer and a refusal on questions whose answers are known.

    Prints what it measures on each text when fitted on the others.
    """
    with errors_shown(as_json=False), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        from qa.evaluation.calibration import Tables, collect, fitted, write
        from qa.evaluation.questions import read_questions

        tables = Tables()
        encoder = Encoder.load()
        asked_of: dict[str, Assistant] = {}
        for file in questions:
            asked = read_questions(file)
            text = file.with_name(f"{file.stem.removeprefix(EVERY_KIND)}.md")
            name = text.stem if text.exists() else BUNDLED
            if name not in asked_of:
                folder = Path(scratch) / name
                build_texts(text if text.exists() else None, encoder, folder, BuildOptions(strict=True))
                asked_of[name] = Assistant(Index.load(folder), encoder, folder)
            collect(tables, asked_of[name], asked, name)
            typer.echo(f"{file.name}: {len(asked)} questions", err=True)
        written = fitted(tables, encoder.identity.model, f"python -m qa calibrate {as_typed(questions)}")
        write(written, out)
    print_json(written)


def as_typed(files: Sequence[Path]) -> str:
    """Return ``files`` as the patterns that stand for just them, such as ``questions/kinds-*.jsonl``, or one by one.

    The shell has put the files in the place of the pattern that somebody typed.
    """
    alike: dict[tuple[Path, str], list[Path]] = {}
    for file in files:
        alike.setdefault((file.parent, f"{file.stem.partition('-')[0]}-*{file.suffix}"), []).append(file)
    typed: list[str] = []
    for (folder, pattern), own in alike.items():
        is_all = len(own) > 1 and sorted(folder.glob(pattern)) == sorted(own)
        typed += [(folder / pattern).as_posix()] if is_all else [file.as_posix() for file in own]
    return " ".join(typed)
