"""What the page shows while something happens: texts are read, or the index is changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from corpus import DocumentaryError, Preview
from index import BuildReport
from qa.web.desk import Desk
from qa.web.direction import enclosed
from qa.web.progress import Stage
from qa.web.texts_tab import left_html, problem_html, report_html, sources_html, stage_html

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """What is shown of a change of the index; ``done`` says whether it was made, None while it is being made.

    ``undo`` names the sources to remove to take it back; ``takes_back`` says whether that leads to where it began.
    ``adds`` says whether there is something new to ask.
    """

    html: str
    done: bool | None = None
    undo: tuple[str, ...] = ()
    takes_back: bool = False
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """What a session asks: as a list, as choices of what to remove (label and source), and the way back."""

    sources: str
    choices: list[tuple[str, str]]
    way_back: str
    can_go_back: bool


def steps_of(
    change: Generator[Stage, None, BuildReport | None], previews: Callable[[BuildReport], list[Preview]] | None = None
) -> Iterator[Step]:
    """Yield how far a change of the index is, and at last what became of it, with ``previews`` of what was read."""
    try:
        while True:
            yield Step(stage_html(next(change)))
    except StopIteration as end:
        yield _last(end.value, previews)
    except DocumentaryError as error:
        yield Step(problem_html(str(error)), done=False)
    except Exception as error:  # The page has to say it; whoever runs the server finds more in the log.
        _log.exception("A build has failed.")
        yield Step(problem_html(f"Something is wrong with this server ({type(error).__name__})."), done=False)


def _last(report: BuildReport | None, previews: Callable[[BuildReport], list[Preview]] | None) -> Step:
    """Return what became of a change; what only adds can be taken back."""
    if report is None:
        return Step(left_html(), done=True)
    html = report_html(report, previews(report) if previews else [])
    only_adds = bool(previews and report.added and not report.changed)
    return Step(html, done=True, undo=report.added, takes_back=only_adds, adds=previews is not None)


def overview(desk: Desk, session: str) -> Overview:
    """Return what a session asks."""
    private = desk.is_private(session)
    try:
        sources, own = desk.sources(session), desk.own_sources(session)
    except DocumentaryError:  # The page says so where it asks what it can ask.
        sources, own = (), ()
    others = tuple(source for source in sources if source not in own)
    return Overview(
        sources=sources_html(own, others, private=private),
        choices=[
            (f"{enclosed(source.title)} ({enclosed(source.source)})", source.source) for source in (*own, *others)
        ],
        way_back="Back to the documentary" if desk.returns_to_documentary() else "Back to what everybody asks",
        can_go_back=private or desk.rules.allow_edit,
    )
