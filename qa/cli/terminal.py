"""An answer, a report and a description of the index for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

import index
from corpus import Preview, Skipped
from index import BuildReport, Manifest, Source
from qa.cli.output import first_of, limit_remedy
from qa.types import Answer, Citation

MOST_NAMED = 5
"""Sources that a report names of each kind."""
NAME_WIDTH = 50
"""Columns up to which the name of a source, which is typed to remove it, stands in one line."""


def answer_view(answer: Answer, *, passages: bool = False) -> RenderableType:
    """Return the answer, the sentence that proves it in its passage, and on demand the other passages.

    Where a question was understood in other words than it was asked in, these stand below the answer.
    """
    parts: list[RenderableType] = [Text(answer.text, style="bold" if answer.answered else "italic")]
    if answer.understood_otherwise:
        parts.append(Text(f"Understood as: {answer.resolved_question}", style="dim"))
    if answer.note:
        parts.append(Text(answer.note, style="dim"))
    parts += [Padding(_citation_view(citation), (1, 0, 0, 2)) for citation in answer.citations]
    if answer.answered:
        parts.append(Padding(Text(f"confidence {answer.confidence:.0%}", style="dim"), (0, 0, 0, 2)))
    parts += [Padding(_citation_view(citation), (1, 0, 0, 2)) for citation in answer.nearest]
    if answer.follow_ups:
        lead = "Did you mean:" if answer.status == "needs_clarification" else "You can ask:"
        parts.append(Text("\n".join((lead, *(f"  {question}" for question in answer.follow_ups))), style="dim"))
    if answer.passages and passages:
        parts.append(Padding(passages_view(answer), (1, 0, 0, 0)))
    return Group(*parts)


def passages_view(answer: Answer) -> Table:
    """Return the passages that were read as a table with the scores that found them."""
    table = Table(
        "score", "meaning", "sentence", "words", "reader", "passage", box=None, header_style="dim", pad_edge=False
    )
    for passage in answer.passages:
        numbers = (passage.score, passage.dense, passage.best_sentence, passage.lexical, passage.reading)
        words = Text(passage.text, style="dim") + Text(
            f"\n{passage.chunk.document.source}: {passage.place}", style="cyan"
        )
        table.add_row(*("" if number is None else f"{number:.2f}" for number in numbers), words)
    return table


def report_view(report: BuildReport) -> RenderableType:
    """Return what a build read and made."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in (
        ("documents", f"{report.documents:,}"),
        ("sentences", f"{report.sentences:,}"),
        ("chunks", f"{report.chunks:,}"),
        ("embedded", f"{report.embedded:,} new, {report.reused:,} taken over"),
        ("model", report.model),
        ("seconds", f"{report.seconds:.1f}"),
        ("size", f"{report.bytes / 1e6:.1f} MB"),
        ("folder", report.folder),
        ("added", first_of(report.added, MOST_NAMED)),
        ("changed", first_of(report.changed, MOST_NAMED)),
        ("removed", first_of(report.removed, MOST_NAMED)),
    ):
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    warnings = [Text(warning, style="yellow") for warning in report.warnings]
    return Group(table, *map(_skipped_view, report.skipped), *warnings)


def previews_view(previews: Sequence[Preview], skipped: Sequence[Skipped]) -> RenderableType:
    """Return what would be read of each text, and as what."""
    shown: list[RenderableType] = []
    for one in previews:
        shown.append(Text(one.source, style="bold"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 2))
        for name, value in (
            ("format", ", ".join(filter(None, (one.format, one.encoding)))),
            ("title", one.title),
            ("address", one.url),
            ("length", f"{one.words:,} words in {one.paragraphs:,} paragraphs, {one.headings:,} headings"),
            ("times", " to ".join(_clock(second) for second in one.seconds) if one.seconds else ""),
            ("speakers", first_of(one.speakers, MOST_NAMED)),
        ):
            if value:
                table.add_row(Text(name, style="dim"), Text(value))
        shown += [table, *(Text(f"  > {line}") for line in one.lines)]
        shown += [Text(f"  {warning}", style="yellow") for warning in one.warnings]
    return Group(*shown, *map(_skipped_view, skipped))


def sources_view(sources: Sequence[Source]) -> RenderableType:
    """Return the texts that are indexed as a table."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("source", overflow="fold", min_width=min(NAME_WIDTH, max(len(one.source) for one in sources)))
    table.add_column("collection", min_width=len("documentary"))
    table.add_column("chunks", justify="right", min_width=len("chunks"))
    table.add_column("title", no_wrap=True)
    for source in sources:
        table.add_row(Text(source.source), Text(source.collection), f"{source.chunks:,}", Text(source.title))
    return table


def index_view(manifest: Manifest, folder: str) -> RenderableType:
    """Return what an index holds and how it was made."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in (
        ("texts", "the documentary (bundled)" if manifest.bundled else "your own"),
        ("collections", ", then ".join(manifest.collections)),
        ("documents", f"{manifest.documents:,}"),
        ("chunks", f"{manifest.chunks:,} of at most {manifest.chunking.max_tokens} tokens"),
        ("sentences", f"{manifest.sentences:,}"),
        ("model", f"{manifest.encoder.model} ({manifest.encoder.dimension} dimensions)"),
        ("vectors", f"FAISS {', '.join(dict.fromkeys(manifest.vectors.values()))}"),
        ("built", manifest.created),
        ("folder", folder),
    ):
        table.add_row(Text(name, style="dim"), Text(value))
    return table


@contextmanager
def build_progress(console: Console) -> Iterator[index.Progress]:
    """Show the stages of a build as bars; yields the function that a build tells it.

    A person at a terminal sees at once that the model is loading; otherwise nothing is written unless there is a build.
    """
    bars: dict[str, TaskID] = {}
    progress = Progress(
        TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    )

    def tell(stage: str, done: int, total: int | None) -> None:
        if not bars:
            progress.start()
        if stage not in bars:
            bars[stage] = progress.add_task(stage, total=total)
        progress.update(bars[stage], completed=done, total=total)

    if console.is_terminal:
        tell("loading the model", 0, None)
    try:
        yield tell
    finally:
        if bars:
            progress.stop()


def _skipped_view(skip: Skipped) -> Text:
    """Return what was not read, why, and how it can be read nevertheless."""
    words = f"skipped {skip.source}: {skip.reason}"
    return Text(f"{words} {limit_remedy(skip.limit)}" if skip.limit else words, style="yellow")


def _clock(second: float) -> str:
    """Return a moment as people write it: ``12:05``, ``1:02:03``."""
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def _citation_view(citation: Citation) -> RenderableType:
    """Return the passage with the proving sentence and the answer in it marked, and its place below."""
    start, end = citation.start - citation.context_start, citation.end - citation.context_start
    passage = Text(citation.context, style="dim")
    passage.stylize("not dim bold", max(start, 0), end)
    passage.stylize(
        "reverse", citation.answer_start - citation.context_start, citation.answer_end - citation.context_start
    )
    place = Text(f"{citation.title} ({citation.collection}) - {citation.place}", style="cyan")
    return Group(passage, place, *(Text(url, style="dim") for url in citation.urls))
