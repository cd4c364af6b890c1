"""An evaluation for a terminal: what is weak first, then the figures, the kinds, the worst answers."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa.cli.output import counted, first_of
from qa.evaluation.compare import Comparison, Difference
from qa.evaluation.rows import Row, Run
from qa.evaluation.statistics import Unit
from qa.evaluation.summary import Estimate, KindSummary, Summary

WEAKEST = 3
"""Kinds that are called the weakest."""
MOST_NAMED = 8
"""Questions that a comparison names of those that changed."""


def run_view(run: Run, summary: Summary, *, examples: int) -> RenderableType:
    """Return everything that a person wants to know of a run."""
    parts: list[RenderableType] = [Text(headline(summary), style="bold"), Text(losses(run.rows))]
    parts += [Text(line, style="yellow") for line in warnings(run)]
    parts += [Padding(figures_view(summary), (1, 0, 0, 0)), Padding(kinds_view(summary), (1, 0, 0, 0))]
    worst = confidently_wrong(run.rows, examples)
    if worst:
        parts.append(Padding(Text("Wrong with the most confidence", style="bold"), (1, 0, 0, 0)))
        parts += [_example(row) for row in worst]
    return Group(*parts)


def headline(summary: Summary) -> str:
    """Say in two sentences how many questions came out as they should, and which kinds did worst."""
    whole = summary.estimates["as_it_should_be"]
    good = round((whole.value or 0.0) * whole.n)
    said = f"{good} of {whole.n} questions came out as they should."
    weak = [kind for kind in summary.kinds if _good(kind) < (whole.value or 0.0)][:WEAKEST]
    if weak:
        said += f" Weakest: {', '.join(f'{kind.kind} ({_good(kind):.0%} of {kind.questions})' for kind in weak)}."
    return said


def losses(rows: Sequence[Row]) -> str:
    """Say what became of the questions that did not come out as they should, the most frequent first."""
    lost = [row for row in rows if not row.as_it_should_be]
    found = [row for row in lost if row.answerable and any(row.hits)]
    counts = {
        "refused though the passage was found": sum(not row.answered for row in found),
        "answered wrongly though the passage was found": sum(row.answered for row in found),
        "passage not found": sum(row.answerable and not any(row.hits) for row in lost),
        "answered though the text does not answer": sum(not row.answerable for row in lost),
    }
    said = [f"{count} {what}" for what, count in sorted(counts.items(), key=lambda item: -item[1]) if count]
    return f"Lost: {', '.join(said)}." if said else "None was lost."


def warnings(run: Run) -> list[str]:
    """Return what makes the figures mean something else than one would think."""
    lines = []
    nowhere = [row for row in run.rows if row.answerable and not row.relevant]
    if nowhere:
        lines.append(
            f"Nothing in the index is what {counted(len(nowhere), 'answerable question')} should find (the evidence, "
            f"or else a gold answer, in the source that is named), the first of them {nowhere[0].id!r}. Is it the text "
            "that the questions were written for?"
        )
    follow_ups = sum(row.history > 0 for row in run.rows)
    if follow_ups:
        lines.append(f"{counted(follow_ups, 'question')} with a history asked after it.")
    return lines


def figures_view(summary: Summary) -> Table:
    """Return every figure with its interval and the questions that it rests on."""
    table = _table("", ">value", ">95% interval", ">n", "of")
    table.columns[0].min_width, table.columns[1].min_width, table.columns[2].min_width = 30, 7, 16
    group = ""
    for one in summary.estimates.values():
        if one.group != group:
            group = one.group
            table.add_row(Text(group, style="bold"))
        table.add_row(
            Text(f"  {one.label}"),
            shown(one.value, one.unit),
            range_shown(one),
            f"{one.n:,}",
            Text(one.of.replace("answerable, answered", "those answered"), style="dim"),
        )
    return table


def kinds_view(summary: Summary) -> Table:
    """Return the kinds of questions, the weakest first; one that is surely below the whole is red."""
    table = _table("kind", ">n", ">as it should be", ">hit@1", ">right", ">F1", ">refused", ">wrong")
    whole = summary.estimates["as_it_should_be"].value or 0.0
    for kind in summary.kinds:
        figures = kind.estimates
        good = figures["as_it_should_be"]
        within = f" ({range_shown(good)})" if good.high is not None else ""
        below = good.high is not None and good.high < whole
        refused = figures["false_refusal_rate"] if figures["false_refusal_rate"].n else figures["refusal_rate"]
        wrong = max(0.0, 1 - (figures["right"].value or 0.0) - (refused.value or 0.0))
        table.add_row(
            Text(kind.kind, style="red" if below else ""),
            f"{kind.questions:,}",
            Text(f"{shown(good.value, 'share')}{within}", style="red" if below else ""),
            shown(figures["hit@1"].value, "share"),
            shown(figures["right"].value, "share"),
            shown(figures["f1"].value, "number"),
            shown(refused.value, "share"),
            shown(wrong, "share"),
        )
    return table


def comparison_view(comparison: Comparison) -> RenderableType:
    """Return what changed between two runs."""
    table = _table("", ">old", ">new", ">change", ">95% interval", ">p", "")
    group = ""
    for one in comparison.differences.values():
        if one.group != group:
            group = one.group
            table.add_row(Text(group, style="bold"))
        style = {"better": "green", "worse": "red"}.get(one.verdict, "")
        table.add_row(
            Text(f"  {one.label}"),
            shown(one.old, one.unit),
            shown(one.new, one.unit),
            _change_shown(one),
            f"{change_shown(one.low, one.unit)} to {change_shown(one.high, one.unit)}" if one.p is not None else "",
            f"{one.p:.3f}" if one.p is not None else "",
            Text(one.verdict, style=style),
        )
    parts: list[RenderableType] = [Text(comparison_headline(comparison), style="bold")]
    if comparison.only_old or comparison.only_new:
        parts.append(
            Text(f"Left out: {comparison.only_old} only in the old run, {comparison.only_new} only in the new one.")
        )
    parts.append(Padding(table, (1, 0, 0, 0)))
    for name, ids, style in (("mended", comparison.mended, "green"), ("broken", comparison.broken, "red")):
        if ids:
            parts.append(Text(f"{name} ({len(ids)}): {first_of(ids, MOST_NAMED)}", style=style))
    return Group(*parts)


def comparison_headline(comparison: Comparison) -> str:
    """Say which figures are better or worse, or that chance explains all there is."""
    asked = f"Compared on {counted(comparison.questions, 'question')}"
    said = []
    for verdict in ("better", "worse", "other"):
        changed = [one for one in comparison.differences.values() if one.verdict == verdict]
        if changed:
            said.append(f"{verdict.capitalize()}: {', '.join(map(_change, changed))}.")
    return f"{asked}: {' '.join(said)}" if said else f"{asked}: no difference that chance would not explain."


def confidently_wrong(rows: Sequence[Row], count: int) -> list[Row]:
    """Return the wrong answers that were shown with the most confidence."""
    wrong = [row for row in rows if row.answered and not row.right]
    return sorted(wrong, key=lambda row: -row.confidence)[:count]


def shown(value: float | None, unit: Unit) -> str:
    """Return a figure for a person."""
    if value is None:
        return "-"
    return {
        "share": f"{value:.0%}",
        "number": f"{value:.2f}",
        "signed": f"{value:+.2f}",
        "words": f"{value:.1f}",
        "milliseconds": f"{value:.1f}",
    }[unit]


def change_shown(value: float | None, unit: Unit) -> str:
    """Return a difference for a person, always with its sign; that of two shares is in percentage points."""
    if value is None:
        return "-"
    value = round(value, 6) + 0.0  # Not -0.000 for what differs by rounding only.
    return {
        "share": f"{100 * value:+.1f}",
        "number": f"{value:+.3f}",
        "signed": f"{value:+.3f}",
        "words": f"{value:+.1f}",
        "milliseconds": f"{value:+.1f}",
    }[unit]


def range_shown(one: Estimate) -> str:
    """Return the interval of a figure for a person."""
    if one.low is None or one.high is None:
        return "-"
    return f"{shown(one.low, one.unit)} to {shown(one.high, one.unit)}"


def _example(row: Row) -> RenderableType:
    """Return one wrong answer with what would have been right."""
    due = " / ".join(row.answers) if row.answerable else "the text does not answer this"
    lines = Text()
    lines.append(f"{row.confidence:.0%} {row.question}", style="cyan")
    lines.append(f" ({row.id}, {row.kind})", style="dim")
    lines.append(f"\nanswered  {row.answer}", style="red")
    lines.append(f"\nright     {due}", style="green")
    return Padding(lines, (0, 0, 0, 2))


def _table(*columns: str) -> Table:
    """Return a table in the style of the others; a column whose name begins with > is of numbers."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        numbers = column.startswith(">")
        table.add_column(column.removeprefix(">"), justify="right" if numbers else "left", no_wrap=numbers)
    return table


def _good(kind: KindSummary) -> float:
    """Return the share of a kind that came out as it should."""
    return kind.estimates["as_it_should_be"].value or 0.0


def _change(one: Difference) -> str:
    """Return a difference in a few words."""
    return f"{one.label} {_change_shown(one)}"


def _change_shown(one: Difference) -> str:
    """Return a difference with its unit."""
    points = " pp" if one.unit == "share" and one.difference is not None else ""
    return f"{change_shown(one.difference, one.unit)}{points}"
