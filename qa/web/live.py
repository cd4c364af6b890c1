"""What the page shows while something happens: a question is answered, texts are read, or the index is changed."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from corpus import DocumentaryError
from index import BuildReport
from qa.web.desk import Desk
from qa.web.page import answered_html, failed_html, notice_html, pending_html, status_html
from qa.web.progress import Stage
from qa.web.texts_tab import left_html, problem_html, report_html, sources_html, stage_html

LONGEST_CONVERSATION = 100
"""Turns that a page keeps on show; the oldest go first."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """What is shown of a change of the index; ``done`` says whether it was made, None while it is being made."""

    html: str
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a session asks: in words, as a list, as choices of what to remove (label and source), and suggestions."""

    state: str
    sources: str
    choices: list[tuple[str, str]]
    suggestions: list[str]
    way_back: str
    can_go_back: bool


def turns_with(
    desk: Desk, session: str, question: str, turns: list[str], *, reader: str | None = None
) -> Iterator[list[str]]:
    """Yield the turns of a conversation with a question that is waiting, then with its answer by ``reader``."""
    waiting = "Looking it up." if desk.shared.done else desk.shared.state
    yield [*turns, pending_html(question, waiting)]
    try:
        assistant = desk.assistant(session)
        notice = desk.visitors.notice(session)
        turns = [*turns, notice_html(notice)] if notice else turns
        turn = answered_html(assistant.ask(question, reader=reader))
    except DocumentaryError as error:
        turn = failed_html(question, str(error))
    yield [*turns, turn][-LONGEST_CONVERSATION:]


def steps_of(change: Generator[Stage, None, BuildReport | None]) -> Iterator[Step]:
    """Yield how far a change of the index is, and at last what became of it."""
    try:
        while True:
            yield Step(stage_html(next(change)))
    except StopIteration as end:
        yield Step(report_html(end.value) if end.value else left_html(), done=True)
    except DocumentaryError as error:
        yield Step(problem_html(str(error)), done=False)
    except Exception as error:  # The page has to say it; whoever runs the server finds more in the log.
        _log.exception("A build has failed.")
        yield Step(problem_html(f"Something is wrong with this server ({type(error).__name__})."), done=False)


def overview(desk: Desk, session: str) -> Overview:
    """Return what a session asks."""
    private = desk.is_private(session)
    try:
        state, sources, suggestions = desk.state(session), desk.sources(session), desk.suggestions(session)
    except DocumentaryError as error:
        state, sources, suggestions = str(error), (), []
    return Overview(
        state=status_html(state),
        sources=sources_html(sources, private=private),
        choices=[(f"{source.title} ({source.source})", source.source) for source in sources],
        suggestions=suggestions,
        way_back="Back to the documentary" if desk.returns_to_documentary() else "Back to what everybody asks",
        can_go_back=private or desk.rules.allow_edit,
    )
