"""What the tab for a visitor's own texts shows, as HTML. Whatever somebody gave is escaped by markupsafe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from corpus import READABLE_SUFFIXES, Preview
from index import BuildReport, Source
from qa.web.direction import isolated, straight
from qa.web.progress import Stage

MOST_SHOWN = 100
"""Sources, and files that were not read, that a list shows; how many more there are is said."""

PASTED = re.compile(r"pasted-[0-9a-f]{8}\.\w+")
PRIVATE_WORDS = (
    "Add a text and ask it. What you add is <strong>private to this browser tab</strong>: nobody else can ask it or "
    "read it, and it is removed when you close the tab."
)
SHARED_WORDS = (
    "<strong>What you change here changes what everybody asks</strong>{}. "
    "The documentary can be brought back at any time."
)


def one_line(html: str) -> str:
    """Return HTML without line breaks: Markdown leaves it alone up to the first empty line, whoever wrote that."""
    return " ".join(html.splitlines())


def terms_html(*, allow_edit: bool, because: str = "") -> str:
    """Return who will be asked what is added, and which files can be read.

    ``because`` is the HTML that tells why everybody may edit, in the words of whoever allowed it.
    """
    kind, words = ("shared", SHARED_WORDS.format(because)) if allow_edit else ("private", PRIVATE_WORDS)
    readable = f"<details><summary>Files that can be read</summary>{' '.join(READABLE_SUFFIXES)}</details>"
    return f'<div class="terms {kind}">{words}{readable}</div>'


def stage_html(stage: Stage) -> str:
    """Return how far a build is, with a bar."""
    name = stage.name[:1].upper() + stage.name[1:]
    words, values = name, Markup()
    if stage.total:
        words = f"{name}, {stage.done:,} of {stage.total:,}"
        values = Markup(' value="{}" max="{}"').format(stage.done, stage.total)
    bar = Markup('<div class="build"><p>{}</p><progress aria-label="{}"{}></progress></div>')
    return bar.format(words, name, values)


def report_html(report: BuildReport, previews: Sequence[Preview] = ()) -> str:
    """Return in words what a build read and made, and how each text was read."""
    lines = [_sources_line(*line) for line in _changes(report) if line[1]]
    if not lines:
        lines.append(Markup("<p>Nothing has changed: these texts were there already.</p>"))
    lines += [_preview_html(preview, named=len(previews) > 1) for preview in previews]
    lines.append(
        Markup('<p class="quiet">{} of {} can be asked now. It took {:.1f} seconds.</p>').format(
            _count(report.sentences, "sentence"), _count(report.documents, "document"), report.seconds
        )
    )
    if report.skipped:
        lines.append(_list_html("Not read", [skip.reason for skip in report.skipped]))
    if report.warnings:
        lines.append(_list_html("Read in part", report.warnings))
    done = Markup('<div class="build done"><p class="verdict">Ready to be asked.</p>{}</div>')
    return done.format(Markup().join(lines))


def _preview_html(preview: Preview, *, named: bool) -> Markup:
    """Return how a text was read: how much, who speaks, from when to when, and how it begins."""
    parts: list[str] = [_count(preview.words, "word"), _count(preview.paragraphs, "paragraph")]
    if preview.headings:
        parts.append(_count(preview.headings, "heading"))
    if preview.speakers:
        parts.append(
            Markup("spoken by {}{}").format(_listed(preview.speakers[:5]), " and others" * (len(preview.speakers) > 5))
        )
    if preview.seconds is not None:
        parts.append("from " + " to ".join(_clock(seconds) for seconds in preview.seconds))
    begins = _each(Markup("<p>{}</p>"), preview.lines)
    warned = _each(Markup('<p class="warned">{}</p>'), map(straight, preview.warnings))
    name = Markup("{}: ").format(_shown_name(preview.source)) if named else ""
    fold = Markup('<details class="preview"><summary>{}{}</summary><blockquote>{}</blockquote>{}</details>')
    return fold.format(name, Markup(", ").join(parts), begins, warned)


def _shown_name(source: str) -> Markup:
    """Return the name of a text; one that was pasted has none but a number that is of use to nobody."""
    return Markup("pasted text") if PASTED.fullmatch(source) else isolated(source)


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
    return Markup(
        '<div class="build problem" role="alert"><p class="verdict">Nothing was changed.</p><p>{}</p>{}</div>'
    ).format(straight(first), rest)


def sources_html(own: Sequence[Source], others: Sequence[Source], *, private: bool) -> str:
    """Return the texts that are asked, by collection: a visitor's ``own`` open and at the front, then the others."""
    if not own and not others:
        return '<p class="quiet">Nothing can be asked yet.</p>'
    mine = _group_html(own, "of yours, private to this browser tab", opened=True) if own else ""
    whose = "of what everybody asks" if private else "that everybody asks"
    return mine + (_group_html(others, whose, opened=False) if others else "")


def _group_html(sources: Sequence[Source], whose: str, *, opened: bool) -> Markup:
    """Return a fold with sources."""
    item = Markup('<li>{} <span class="place">{}, {}</span></li>')
    group = Markup('<li><span class="collection">{}</span><ul>{}</ul></li>')
    groups = [
        group.format(
            isolated(collection),
            Markup().join(
                item.format(isolated(one.title), _shown_name(one.source), _count(one.characters, "character"))
                for one in members
            ),
        )
        for collection, members in groupby(sources[:MOST_SHOWN], key=lambda source: source.collection)
    ]
    more = _each(Markup("<p>{}</p>"), _more(sources))
    return Markup('<details class="sources"{}><summary>{} {}</summary><ul class="groups">{}</ul>{}</details>').format(
        " open" * opened, _count(len(sources), "text"), whose, Markup().join(groups), more
    )


def _changes(report: BuildReport) -> list[tuple[str, tuple[str, ...]]]:
    return [("Added", report.added), ("Read anew", report.changed), ("Taken out", report.removed)]


def _sources_line(name: str, sources: Sequence[str]) -> Markup:
    shown = Markup(" ").join((_listed(sources[:MOST_SHOWN]), *_more(sources)))
    return Markup("<p>{}: {}</p>").format(name, shown)


def _list_html(title: str, lines: Sequence[str]) -> Markup:
    heading = _each(Markup('<p class="list-title"><strong>{}</strong></p>'), [title] if title else [])
    return Markup("{}<ul>{}</ul>").format(
        heading, _each(Markup("<li>{}</li>"), [*map(straight, lines[:MOST_SHOWN]), *_more(lines)])
    )


def _listed(names: Iterable[str]) -> Markup:
    """Return names one behind the other."""
    return Markup(", ").join(map(_shown_name, names))


def _each(markup: Markup, words: Iterable[str]) -> Markup:
    """Return ``markup`` with each of ``words`` in it, one behind the other."""
    return Markup().join(markup.format(one) for one in words)


def _more(shown: Sequence[object]) -> list[str]:
    """Return how many more there are than are shown, nothing where all are."""
    return [f"and {len(shown) - MOST_SHOWN:,} more"] if len(shown) > MOST_SHOWN else []


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"
