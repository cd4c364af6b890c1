"""What the tab for a visitor's own texts shows, as HTML. Whatever somebody gave is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from corpus import READABLE_SUFFIXES, Preview
from index import BuildReport, Source
from qa.web.progress import Stage

MOST_SHOWN = 100
"""Sources, and files that were not read, that a list shows; how many more there are is said."""

PRIVATE_WORDS = (
    "Add a text and ask it. What you add is <strong>private to this browser tab</strong>: nobody else can ask it or "
    "read it, and it is removed when you close the tab."
)
SHARED_WORDS = (
    "<strong>What you change here changes what everybody asks</strong>: this server was started with "
    "<code>--allow-edit</code>. The documentary can be brought back at any time."
)


def one_line(html: str) -> str:
    """Return HTML without line breaks: Markdown leaves it alone up to the first empty line, whoever wrote that."""
    return " ".join(html.splitlines())


def terms_html(*, allow_edit: bool) -> str:
    """Return who will be asked what is added, and which files can be read."""
    kind, words = ("shared", SHARED_WORDS) if allow_edit else ("private", PRIVATE_WORDS)
    readable = f"<details><summary>Files that can be read</summary>{' '.join(READABLE_SUFFIXES)}</details>"
    return f'<div class="terms {kind}">{words}{readable}</div>'


def stage_html(stage: Stage) -> str:
    """Return how far a build is, with a bar."""
    name = escape(stage.name)
    name = name[:1].upper() + name[1:]
    if stage.total:
        words, values = f"{name}, {stage.done:,} of {stage.total:,}", f' value="{stage.done}" max="{stage.total}"'
    else:
        words, values = name, ""
    return f'<div class="build"><p>{words}</p><progress aria-label="{name}"{values}></progress></div>'


def report_html(report: BuildReport, previews: Sequence[Preview] = ()) -> str:
    """Return in words what a build read and made, and how each text was read."""
    lines = [_sources_line(*line) for line in _changes(report) if line[1]]
    if not lines:
        lines.append("<p>Nothing has changed: these texts were there already.</p>")
    lines += [_preview_html(preview) for preview in previews]
    lines.append(
        f'<p class="quiet">{_count(report.sentences, "sentence")} of {_count(report.documents, "document")} can be '
        f"asked now. It took {report.seconds:.1f} seconds.</p>"
    )
    if report.skipped:
        lines.append(_list_html("Not read", [skip.reason for skip in report.skipped]))
    if report.warnings:
        lines.append(_list_html("Read in part", report.warnings))
    return f'<div class="build done"><p class="verdict">Ready to be asked.</p>{"".join(lines)}</div>'


def _preview_html(preview: Preview) -> str:
    """Return how a text was read: how much, who speaks, from when to when, and how it begins."""
    parts = [_count(preview.words, "word"), _count(preview.paragraphs, "paragraph")]
    if preview.headings:
        parts.append(_count(preview.headings, "heading"))
    if preview.speakers:
        parts.append(f"spoken by {', '.join(preview.speakers[:5])}{' and others' * (len(preview.speakers) > 5)}")
    if preview.seconds is not None:
        parts.append("from " + " to ".join(_clock(seconds) for seconds in preview.seconds))
    begins = "".join(f"<p>{escape(line)}</p>" for line in preview.lines)
    warned = "".join(f'<p class="warned">{escape(warning)}</p>' for warning in preview.warnings)
    return (
        f'<details class="preview"><summary>{escape(preview.source)}: {escape(", ".join(parts))}</summary>'
        f"<blockquote>{begins}</blockquote>{warned}</details>"
    )


def _clock(seconds: float) -> str:
    """Return seconds as ``mm:ss``."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def left_html() -> str:
    """Return that a visitor's own texts are gone and what everybody asks is back."""
    words = "Your own texts are removed. You are asking what everybody asks."
    return f'<div class="build done"><p class="verdict">{words}</p></div>'


def problem_html(message: str) -> str:
    """Return why nothing was changed; what was typed and chosen is still there."""
    first, *more = message.splitlines() or [""]
    rest = _list_html("", [line.strip() for line in more]) if more else ""
    return (
        f'<div class="build problem" role="alert"><p class="verdict">Nothing was changed.</p><p>{escape(first)}</p>'
        f"{rest}</div>"
    )


def sources_html(own: Sequence[Source], others: Sequence[Source], *, private: bool) -> str:
    """Return the texts that are asked, by collection: a visitor's ``own`` open and at the front, then the others."""
    if not own and not others:
        return '<p class="quiet">Nothing can be asked yet.</p>'
    mine = _group_html(own, "of yours, private to this browser tab", opened=True) if own else ""
    whose = "of what everybody asks" if private else "that everybody asks"
    return mine + (_group_html(others, whose, opened=False) if others else "")


def _group_html(sources: Sequence[Source], whose: str, *, opened: bool) -> str:
    """Return a fold with sources."""
    groups = []
    for collection, members in groupby(sources[:MOST_SHOWN], key=lambda source: source.collection):
        items = "".join(
            f'<li>{escape(source.title)} <span class="place">{escape(source.source)}, '
            f"{_count(source.characters, 'character')}</span></li>"
            for source in members
        )
        groups.append(f'<li><span class="collection">{escape(collection)}</span><ul>{items}</ul></li>')
    more = f"<p>and {len(sources) - MOST_SHOWN:,} more</p>" if len(sources) > MOST_SHOWN else ""
    return (
        f'<details class="sources"{" open" * opened}><summary>{_count(len(sources), "text")} {whose}</summary>'
        f'<ul class="groups">{"".join(groups)}</ul>{more}</details>'
    )


def _changes(report: BuildReport) -> list[tuple[str, tuple[str, ...]]]:
    return [("Added", report.added), ("Read anew", report.changed), ("Taken out", report.removed)]


def _sources_line(name: str, sources: Sequence[str]) -> str:
    shown = ", ".join(escape(source) for source in sources[:MOST_SHOWN])
    more = f" and {len(sources) - MOST_SHOWN:,} more" if len(sources) > MOST_SHOWN else ""
    return f"<p>{name}: {shown}{more}</p>"


def _list_html(title: str, lines: Sequence[str]) -> str:
    heading = f'<p class="list-title"><strong>{title}</strong></p>' if title else ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:MOST_SHOWN])
    more = f"<li>and {len(lines) - MOST_SHOWN:,} more</li>" if len(lines) > MOST_SHOWN else ""
    return f"{heading}<ul>{items}{more}</ul>"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"
