"""The command ``python -m qa evaluate``."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from index import Progress
from qa.assistant import PASSAGES, Assistant
from qa.cli.output import BROKEN, errors_shown, print_json
from qa.cli.terminal import build_progress
from qa.default import default_assistant
from qa.texts import BuildOptions

if TYPE_CHECKING:
    from qa.evaluation import Run
    from qa.evaluation.compare import Comparison
    from qa.evaluation.summary import Summary

ASKING = "asking"
"""What the progress bar calls the run itself."""


def evaluate_command(
    questions: Annotated[Path, typer.Argument(help="File of questions, one JSON object a line.", show_default=False)],
    index: Annotated[
        Path | None, typer.Option(help="Folder of the index to ask.", show_default="the default index")
    ] = None,
    text: Annotated[
        list[Path] | None,
        typer.Option(help="Ask this text instead: a file or folder, indexed for the run only; may be given again."),
    ] = None,
    passages: Annotated[int, typer.Option(min=1, max=50, help="How many passages to read.")] = PASSAGES,
    reader: Annotated[
        str | None,
        typer.Option(help="What marks the answers: sentence, or a question-answering model.", show_default="shipped"),
    ] = None,
    examples: Annotated[int, typer.Option(min=0, help="How many confidently wrong answers to show.")] = 3,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the reliability plot to this .png, .svg or .pdf (needs matplotlib).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Save the run as JSON, for --compare.")] = None,
    compare: Annotated[
        Path | None, typer.Option(help="Compare with a run that was saved, question by question.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, every question included.")] = False,
) -> None:
    """Ask questions whose answers are known, and tell how well they are answered.

    Each line of the file is an object with "question" and, as far as they are known, "answers", "answerable",
    "evidence", "source", "kind", "history" and "id". Every figure comes with a bootstrap 95% interval.
    """
    from qa.evaluation import read_questions
    from qa.evaluation.compare import check_shared
    from qa.evaluation.compare import compare as compared
    from qa.evaluation.rows import read_run
    from qa.evaluation.run import evaluate
    from qa.evaluation.summary import summarise

    with errors_shown(as_json=as_json, missing=BROKEN):
        asked = read_questions(questions)
        old = read_run(compare) if compare else None
        _check(index, text, plot, out)
        if old:
            check_shared(old, asked)
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            build_progress(Console(stderr=True)) as progress,
        ):
            assistant = _assistant(index, text, Path(folder), progress)
            run = evaluate(
                assistant,
                asked,
                passages=passages,
                reader=reader,
                progress=lambda done, total: progress(ASKING, done, total),
            )
        run.about["questions"] = questions.name
        summary = summarise(run)
        comparison = compared(old, run) if old else None
        saved = {**run.to_dict(), "summary": summary.to_dict()}
        if out:
            _write(out, json.dumps(saved, indent=1, ensure_ascii=False))
        if plot:
            from qa.evaluation.reliability import plot_reliability

            plot_reliability(run.rows, plot, error=summary.estimates["ece"].value)
        if as_json:
            print_json({**saved, "comparison": comparison.to_dict()} if comparison else saved)
        else:
            _show(run, summary, comparison, examples)


def _assistant(index: Path | None, text: list[Path] | None, folder: Path, progress: Progress) -> Assistant:
    """Return the assistant that is to be asked; texts are indexed in ``folder``."""
    if text:
        return Assistant.build(text, folder, BuildOptions(strict=True, progress=progress))
    if index:
        return Assistant.load(index)
    return default_assistant(progress=progress)


def _check(index: Path | None, text: list[Path] | None, plot: Path | None, out: Path | None) -> None:
    """Make sure of what can be known to fail before the questions are asked."""
    from qa.evaluation import EvaluationError

    if index and text:
        raise EvaluationError("Give --index or --text, not both: one is asked.")
    for path in (plot, out):
        if path and not path.absolute().parent.is_dir():
            raise EvaluationError(f"{path}: there is no folder {path.parent}. Make it first.")
    if plot:
        from qa.evaluation.reliability import check_plot

        check_plot(plot)


def _show(run: Run, summary: Summary, comparison: Comparison | None, examples: int) -> None:
    """Print the run, and the comparison below it."""
    from qa.cli.evaluation_view import comparison_view, run_view

    out = Console()
    out.print(run_view(run, summary, examples=examples))
    if comparison:
        out.print()
        out.print(comparison_view(comparison))


def _write(path: Path, text: str) -> None:
    """Write a file whole.

    Raises:
        EvaluationError: it cannot be written.
    """
    from qa.evaluation import EvaluationError

    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror or error}).") from error
