"""The command line: ``python -m qa ask|chat|rebuild|sources|info`` and what other packages add, such as ``serve``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpus import Document, Limits, default_limits, preview_of, preview_paths, read_bundled, read_pasted
from index import MODEL_VARIABLE, BuildReport
from qa.assistant import PASSAGES
from qa.cli.calibrate import calibrate_command
from qa.cli.evaluate import evaluate_command
from qa.cli.output import ANSWERED, BROKEN, NOT_ANSWERED, errors_shown, print_json
from qa.cli.terminal import answer_view, build_progress, index_view, previews_view, report_view, sources_view
from qa.default import INDEX_VARIABLE, default_assistant, default_folder, load_default_index, rebuild, remove, sources
from qa.reader import READER_VARIABLE, SENTENCE
from qa.texts import with_film
from qa.types import Answer, Turn

COMMANDS = "documentary_qa.commands"
"""Entry points of this group are further commands, so that the page above can add ``serve`` without being known."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # Its frames leave a third of the width to the words.
    help=(
        "Ask a documentary a question, and get a short answer with the sentence that proves it.\n\n"
        'Start with:  python -m qa ask "When was PyTorch released?"'
    ),
    epilog=f"Environment: {INDEX_VARIABLE} names another index folder, {MODEL_VARIABLE} another sentence model, "
    f"{READER_VARIABLE} another reader.",
)
sources_app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.add_typer(sources_app, name="sources")
_out = Console()
_err = Console(stderr=True)

Model = Annotated[
    str | None,
    typer.Option(help="Sentence model: a local folder or a Hugging Face name.", show_default="the packaged MiniLM"),
]
ReaderName = Annotated[
    str | None,
    typer.Option(
        help=f"What marks the answer: {SENTENCE} for whole sentences, or a question-answering model: a folder or a "
        "Hugging Face name.",
        show_default="the shipped reader, which finds the exact words",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Passages = Annotated[int, typer.Option(min=1, max=50, help="How many passages to read.")]


@app.command("ask")
def ask_command(
    question: Annotated[str, typer.Argument(help="The question; '-' reads it from standard input.")],
    passages: Passages = PASSAGES,
    show_passages: Annotated[bool, typer.Option(help="Show every passage that was read, with its scores.")] = False,
    model: Model = None,
    reader: ReaderName = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question. Exit code 0: answered; 1: the text does not say."""
    with errors_shown(as_json=as_json):
        asked = sys.stdin.read() if question == "-" else question
        answer = _ask(asked, passages, model, reader)
        if as_json:
            print_json(answer.to_dict())
        else:
            _out.print(answer_view(answer, passages=show_passages))
        raise typer.Exit(ANSWERED if answer.answered else NOT_ANSWERED)


@app.command("chat")
def chat_command(passages: Passages = PASSAGES, model: Model = None, reader: ReaderName = None) -> None:
    """Ask question after question, each with those before it in mind; an empty line or Ctrl-D ends the talk."""
    with errors_shown():
        with build_progress(_err) as progress:
            assistant = default_assistant(model=model, progress=progress)
        for suggested in assistant.suggestions(3):
            _out.print(f"For example: {suggested}", style="dim", markup=False)
        turns: list[Turn] = []
        while True:
            try:
                question = _out.input("\n[bold cyan]?[/bold cyan] ")
            except (EOFError, KeyboardInterrupt):
                return
            if not question.strip():
                return
            answer = assistant.ask(question, history=turns, passages=passages, reader=reader)
            turns.append(Turn(question, answer))
            _out.print(answer_view(answer))


@app.command("rebuild")
def rebuild_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders and patterns to index, '-' for standard input; none brings the documentary back.",
            show_default=False,
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add/--replace", help="Index the texts beside what is there, or in its place.")
    ] = False,
    collection: Annotated[str, typer.Option(help="What answers call the texts: 'The TALK does not say.'")] = "text",
    media_url: Annotated[
        str | None,
        typer.Option(help="Address of the film that subtitles belong to; citations open it at their second."),
    ] = None,
    strict: Annotated[bool, typer.Option(help="Index nothing if a text cannot be read, instead of the rest.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NUMBER",
            help=f"Change a limit ({', '.join(name for name, _ in Limits().items())}); may be given again.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Index nothing; show what would be read of each text, and as what.")
    ] = False,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Index your own texts, or the documentary again; the old index serves meanwhile.

    Readable: .md .txt .html .pdf .docx .odt .rtf .pptx .epub .csv .tsv, subtitles (.srt .vtt .sbv .ass .ssa .ttml
    .dfxp) and transcripts (.json, and the .json3 .srv1 .srv2 .srv3 of yt-dlp). What a file holds counts for more than
    its ending.
    """
    with errors_shown(as_json=as_json):
        limits = default_limits().changed(",".join(limit or []))
        if dry_run:
            _print_previews(paths or [], collection, media_url, limits, as_json=as_json)
            return
        texts = [_standard_input(collection, limits) if path == "-" else Path(path) for path in paths or []]
        with build_progress(_err) as progress:
            report = rebuild(
                texts or None,
                add=add,
                collection=collection,
                media_url=media_url,
                strict=strict,
                limits=limits,
                model=model,
                progress=progress,
            )
        _print_report(report, as_json=as_json)


app.command("evaluate")(evaluate_command)
app.command("calibrate")(calibrate_command)


@sources_app.callback(invoke_without_command=True)
def sources_command(context: typer.Context, as_json: AsJson = False) -> None:
    """List the texts that are indexed, or remove some."""
    if context.invoked_subcommand is None:
        list_command(as_json=as_json)


@sources_app.command("list")
def list_command(as_json: AsJson = False) -> None:
    """List the texts that are indexed, those that are asked first at the front."""
    with errors_shown(as_json=as_json):
        indexed = sources()
        if as_json:
            print_json([asdict(source) for source in indexed])
        else:
            _out.print(sources_view(indexed))


@sources_app.command("remove")
def remove_command(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Sources, as the list names them.")],
    as_json: AsJson = False,
) -> None:
    """Take texts out of the index; 'rebuild' without paths brings the documentary back."""
    with errors_shown(as_json=as_json):
        with build_progress(_err) as progress:
            report = remove(names, progress=progress)
        _print_report(report, as_json=as_json)


@app.command("info")
def info_command(as_json: AsJson = False) -> None:
    """Tell what is indexed, with which model, and where, after checking every file of the index."""
    with errors_shown(as_json=as_json):
        folder = default_folder()
        manifest = load_default_index().manifest
        if as_json:
            print_json({"folder": str(folder), **json.loads(manifest.to_json())})
        else:
            _out.print(index_view(manifest, str(folder)))


def main() -> None:
    """Run the command line with every command that is installed."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # What is typed is never an error.
    command = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None)
    if command not in _own_commands():  # Other packages are not even looked for because of a command of ours.
        from importlib.metadata import entry_points

        for entry_point in entry_points(group=COMMANDS):
            if command in (None, entry_point.name):
                app.command(entry_point.name)(entry_point.load())
    app(prog_name="python -m qa")


def _own_commands() -> set[str | None]:
    """Return the names of the commands of this file."""
    return {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}


def _ask(question: str, passages: int, model: str | None, reader: str | None) -> Answer:
    """Ask the default assistant, with a progress bar where an index has to be built first."""
    with build_progress(_err) as progress:
        assistant = default_assistant(model=model, progress=progress)
    return assistant.ask(question, passages=passages, reader=reader)


def _standard_input(collection: str, limits: Limits) -> Document:
    """Return what is on standard input as a document; its kind is told by its beginning."""
    return read_pasted(sys.stdin.buffer.read(limits.file_bytes + 1), collection=collection, limits=limits)


def _print_previews(
    paths: Sequence[str], collection: str, media_url: str | None, limits: Limits, *, as_json: bool
) -> None:
    """Print what would be read of texts; exit code 2 where nothing would be."""
    files = [path for path in paths if path != "-"]
    previews, skipped = preview_paths(files, collection=collection, limits=limits) if files else ([], [])
    if len(files) < len(paths):
        content = sys.stdin.buffer.read(limits.file_bytes + 1)
        previews.append(preview_of(read_pasted(content, collection=collection, limits=limits), content))
    if not paths:
        previews = [preview_of(document) for document in read_bundled()]
    previews = with_film(previews, media_url)
    if as_json:
        print_json({"texts": [one.to_dict() for one in previews], "skipped": [asdict(skip) for skip in skipped]})
    else:
        _out.print(previews_view(previews, skipped))
    if not previews:
        raise typer.Exit(BROKEN)


def _print_report(report: BuildReport, *, as_json: bool) -> None:
    """Print what a build did."""
    if as_json:
        print_json(report.to_dict())
    else:
        _out.print(report_view(report))
