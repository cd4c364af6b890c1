"""The page: ``python app.py`` opens a chat in the browser over the default index, or over one's own texts.

The same assistant is served as an HTTP endpoint, ``/ask``, for ``gradio_client`` and ``curl``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from corpus import READABLE_SUFFIXES
from qa import DocumentaryError, Limits
from qa.reader import READER_VARIABLE, SENTENCE
from qa.web.desk import Desk, Rules
from qa.web.guard import Guard, is_local_address
from qa.web.live import overview, steps_of, turns_with
from qa.web.page import STYLE, conversation_html, status_html
from qa.web.scratch import scratch_folder
from qa.web.shared import SharedAssistant
from qa.web.suggestions import SUGGESTIONS
from qa.web.texts_tab import sources_html, terms_html
from qa.web.uploads import LONGEST_COLLECTION, MOST_CHARACTERS, Upload, page_limits
from qa.web.visitors import KEEP_SECONDS, MOST_INDEXES, Visitors

if TYPE_CHECKING:
    import gradio  # noqa: TC004 - Imported when the page is built.
    from starlette.applications import Starlette

TITLE = "Ask the documentary"
BUILDS_AT_ONCE = 8
"""Builds that are shown as waiting for their turn; further ones wait unseen."""
UPLOAD_SECONDS = 24 * 3600
"""Age at which an uploaded file is removed that no page knows of; all others are removed much earlier."""

SHOW_LAST_TURN = "() => document.querySelector('.turn:last-child')?.scrollIntoView({block: 'nearest'})"
FOCUS_QUESTION = "() => setTimeout(() => document.querySelector('#question :is(textarea, input)')?.focus(), 100)"
ANNOUNCE_REPORT = """() => setTimeout(() => {
    document.getElementById('report')?.setAttribute('aria-live', 'polite');
}, 100)"""
"""The report is announced when it changes; a tab is made when it is opened."""
ARROW_KEYS = """() => document.querySelector('[role=tablist]')?.addEventListener('keydown', event => {
    const tabs = [...event.currentTarget.querySelectorAll('[role=tab]')];
    const step = {ArrowRight: 1, ArrowLeft: tabs.length - 1}[event.key];
    const next = step && tabs[(tabs.indexOf(document.activeElement) + step) % tabs.length];
    next?.focus();
    next?.click();
})"""
"""Left and right go from tab to tab, as screen readers tell their users."""


class Handlers:
    """What the page calls: each handler serves the session that ``request`` is of."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self, question: str, passages: int = 5) -> dict[str, Any]:
        """Answer a question from the documentary, with the sentence that proves it.

        Args:
            question: The question, in English.
            passages: How many passages to read, 1 to 50.
        """
        try:
            assistant = self.desk.shared.assistant()
            return assistant.ask(str(question), passages=min(max(int(passages), 1), 50)).to_dict()
        except (DocumentaryError, TypeError, ValueError) as error:
            raise gradio.Error(str(error)) from error

    def converse(
        self, question: str, turns: list[str], whole_sentences: bool, request: gradio.Request
    ) -> Iterator[tuple[str, list[str], str]]:
        """Show a question at once, then with its answer."""
        if not question.strip():
            yield conversation_html(turns), turns, question
            return
        for shown in turns_with(self.desk, _session(request), question, turns, reader=_reader(whole_sentences)):
            yield conversation_html(shown), shown, ""

    def overview(self, request: gradio.Request) -> list[Any]:
        """Show what is asked: the state, the timer, the list, what can be removed, the way back, the suggestions."""
        done = self.desk.shared.done  # Before the state, which changes once more until it is done.
        seen = overview(self.desk, _session(request))
        suggestions = seen.suggestions + [""] * (SUGGESTIONS - len(seen.suggestions))
        return [
            seen.state,
            gradio.Timer(active=not done),
            seen.sources,
            gradio.Dropdown(choices=seen.choices, value=[]),
            gradio.Button(seen.way_back, interactive=seen.can_go_back),
            *(gradio.Button(value=suggestion, visible=bool(suggestion)) for suggestion in suggestions),
        ]

    def claim(self, files: list[str] | None, request: gradio.Request) -> None:
        """Note which files are chosen, so that they are removed with the visit."""
        self.desk.visitors.claim(_session(request), [Path(file) for file in files or []])

    def add(
        self, files: list[str] | None, typed: str, collection: str, film: str, way: str, request: gradio.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Index what is given; only when it is done, the files and the text are taken out of the form."""
        session = _session(request)
        upload = Upload([Path(file) for file in files or []], typed or "", collection or "", film or "")
        for step in steps_of(self.desk.add(session, upload, instead=way == "replace")):
            if step.done:
                self.desk.visitors.claim(session, [])
            kept = (None, "") if step.done else (gradio.skip(), gradio.skip())
            yield step.html, gradio.Button(visible=step.done is True), *kept

    def remove(self, chosen: list[str], request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """Take texts out of what is asked."""
        for step in steps_of(self.desk.remove(_session(request), chosen or [])):
            yield step.html, gradio.Button(visible=step.done is True)

    def restore(self, request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """Bring the documentary back."""
        for step in steps_of(self.desk.restore(_session(request))):
            yield step.html, gradio.Button(visible=step.done is True)

    def leave(self, request: gradio.Request) -> None:
        """End the visit."""
        self.desk.visitors.end(_session(request))


class AskTab:
    """The components of the tab for questions, laid out where they are made."""

    def __init__(self, state: str) -> None:
        self.turns = gradio.State([])
        self.log = gradio.HTML(conversation_html([]), elem_id="conversation", autoscroll=True)
        with gradio.Row(elem_classes="ask-row"):
            self.question = gradio.Textbox(
                label="Your question",
                placeholder="Type a question",
                lines=1,
                max_lines=4,
                autofocus=True,
                elem_id="question",
            )
            self.send = gradio.Button("Ask", variant="primary")
        self.whole_sentences = gradio.Checkbox(
            label="Answer in whole sentences", value=False, container=False, elem_id="whole-sentences"
        )
        with gradio.Row(elem_classes="suggestions"):
            self.suggestions = [gradio.Button("", size="sm", visible=False) for _ in range(SUGGESTIONS)]
        self.state = gradio.HTML(status_html(state))


class TextsTab:
    """The components of the tab for texts, laid out where they are made."""

    def __init__(self, *, allow_edit: bool) -> None:
        gradio.HTML(terms_html(allow_edit=allow_edit))
        self.files = gradio.File(
            label="Drop or choose files",
            file_count="multiple",
            file_types=list(READABLE_SUFFIXES),
            height=150,
            elem_id="files",
        )
        self.typed = gradio.Textbox(label="Or paste a text", lines=5, max_lines=12, placeholder="Paste or type here")
        self.way = gradio.Radio(
            [("Add: ask it beside what is asked now", "add"), ("Replace: ask nothing else", "replace")],
            value="add",
            label="How it shall be asked",
        )
        with gradio.Row(elem_classes="details-row"):
            self.collection = gradio.Textbox(
                label="What answers call it",
                info="They then say: \u201cThe text does not say.\u201d",
                value="text",
                max_length=LONGEST_COLLECTION,
            )
            self.film = gradio.Textbox(
                label="Address of the film (optional)",
                info="For subtitles: citations open it at their second.",
                placeholder="https://",
            )
        self.build = gradio.Button("Make it answer questions", variant="primary", elem_id="build")
        self.report = gradio.HTML("", elem_id="report")
        self.ask_now = gradio.Button("Ask it now", variant="primary", visible=False, elem_id="ask-now")
        gradio.Markdown("## What is asked now", elem_classes="section-title")
        self.listed = gradio.HTML(sources_html((), private=False))
        with gradio.Row(elem_classes="remove-row"):
            self.chosen = gradio.Dropdown([], label="Texts to remove", multiselect=True, value=[])
            self.remove = gradio.Button("Remove")
        self.restore = gradio.Button("Back to the documentary", elem_id="restore")


def build_page(desk: Desk) -> gradio.Blocks:
    """Return the page at which ``desk`` serves."""
    global gradio  # Looked up here when the page is built, and by Gradio itself in the annotations of the handlers.
    import gradio

    handlers = Handlers(desk)
    page: gradio.Blocks = gradio.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, UPLOAD_SECONDS))
    with page:
        gradio.Markdown(
            f"# {TITLE}\n\nA short answer, the sentence that proves it, or an honest *the documentary does not say*.",
            elem_classes="page-title",
        )
        with gradio.Tabs() as tabs:
            with gradio.Tab("Ask", id="ask"):
                ask = AskTab(desk.shared.state)
            with gradio.Tab("Your own text", id="texts") as texts_tab:
                texts = TextsTab(allow_edit=desk.rules.allow_edit)
        timer = gradio.Timer(0.5)

        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        seen = [ask.state, timer, texts.listed, texts.chosen, texts.restore, *ask.suggestions]
        refresh: dict[str, Any] = {"fn": handlers.overview, "inputs": None, "outputs": seen, **hidden}
        gradio.on([page.load, timer.tick, texts_tab.select], **refresh)
        page.load(None, js=ARROW_KEYS, **hidden)
        texts_tab.select(None, js=ANNOUNCE_REPORT, **hidden)
        page.unload(handlers.leave)

        answer = [ask.log, ask.turns, ask.question]
        asked: list[tuple[Any, Any]] = [([ask.question.submit, ask.send.click], ask.question)]
        asked += [([suggestion.click], suggestion) for suggestion in ask.suggestions]
        for triggers, asking in asked:
            answered = gradio.on(
                triggers,
                handlers.converse,
                [asking, ask.turns, ask.whole_sentences],
                answer,
                api_visibility="private",
            )
            answered.then(None, js=SHOW_LAST_TURN, **hidden).then(**refresh)

        building: dict[str, Any] = {"concurrency_limit": BUILDS_AT_ONCE, "concurrency_id": "build", **hidden}
        told = [texts.report, texts.ask_now]
        given = [texts.files, texts.typed, texts.collection, texts.film, texts.way]
        texts.files.change(handlers.claim, [texts.files], None, **hidden)
        texts.build.click(handlers.add, given, [*told, texts.files, texts.typed], **building).then(**refresh)
        texts.remove.click(handlers.remove, [texts.chosen], told, **building).then(**refresh)
        texts.restore.click(handlers.restore, None, told, **building).then(**refresh)
        to_questions = texts.ask_now.click(lambda: gradio.Tabs(selected="ask"), None, [tabs], **hidden)
        to_questions.then(None, js=FOCUS_QUESTION, **hidden)
        gradio.api(handlers.ask, api_name="ask")  # type: ignore[attr-defined]  # Gradio leaves it out of __all__.
    return page


def _session(request: gradio.Request) -> str:
    """Return the name of the session of a browser tab, which only that tab knows."""
    return request.session_hash or ""


def _reader(whole_sentences: bool) -> str | None:
    """Return the name of the reader for a question; None is the one that this server was started with."""
    return SENTENCE if whole_sentences else None


def serve(
    host: Annotated[
        str, typer.Option(envvar="DOCUMENTARY_QA_HOST", help="Address to listen on; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            envvar="DOCUMENTARY_QA_PORT",
            help="Port to listen on.",
            min=1,
            max=65535,
            show_default="the first free from 7860",
        ),
    ] = None,
    auth: Annotated[
        list[str] | None,
        typer.Option(envvar="DOCUMENTARY_QA_AUTH", help="USER:PASSWORD that is asked for; may be given again."),
    ] = None,
    share: Annotated[
        bool, typer.Option(envvar="DOCUMENTARY_QA_SHARE", help="Open a public address through gradio.live (internet).")
    ] = False,
    public_host: Annotated[
        list[str] | None,
        typer.Option(
            envvar="DOCUMENTARY_QA_PUBLIC_HOST", help="Name under which a proxy serves the page; may be given again."
        ),
    ] = None,
    allow_edit: Annotated[
        bool,
        typer.Option(
            envvar="DOCUMENTARY_QA_ALLOW_EDIT",
            help="What a visitor adds or removes changes the index that everybody asks, not one of the visitor's own.",
        ),
    ] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NUMBER",
            help=f"Change a limit of what visitors add ({', '.join(name for name, _ in Limits().items())}); "
            "may be given again.",
        ),
    ] = None,
    most_characters: Annotated[int, typer.Option(min=1, help="Characters that a visitor may add.")] = MOST_CHARACTERS,
    private_indexes: Annotated[
        int, typer.Option(min=1, help="Visitors who have texts of their own at a time.")
    ] = MOST_INDEXES,
    keep_seconds: Annotated[
        int, typer.Option(min=0, help="Seconds for which a visitor's own texts outlive the connection to the page.")
    ] = KEEP_SECONDS,
    model: Annotated[
        str | None,
        typer.Option(help="Sentence model: a local folder or a Hugging Face name.", show_default="the packaged MiniLM"),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            envvar=READER_VARIABLE,
            help="What marks the answer: 'sentence', or a question-answering model: a folder or a Hugging Face name.",
            show_default="the shipped reader, which finds the exact words",
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Open the page in a browser: ask, and see the answer with its proof; add texts of your own."""
    users = [tuple(user.split(":", 1)) for user in auth or []]
    if any(len(user) != 2 or not all(user) for user in users):
        raise typer.BadParameter("give USER:PASSWORD", param_hint="--auth")
    try:
        limits = page_limits(",".join(limit or []))
    except DocumentaryError as error:
        raise typer.BadParameter(str(error), param_hint="--limit") from error
    with scratch_folder() as folder:
        os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
        if reader:
            os.environ[READER_VARIABLE] = reader
        os.environ["GRADIO_TEMP_DIR"] = str(folder / "uploads")
        from gradio.themes import Default

        shared = SharedAssistant(model)
        visitors = Visitors(folder / "private", most=private_indexes, keep_seconds=keep_seconds)
        page = build_page(Desk(shared, visitors, Rules(allow_edit, limits, most_characters)))
        names = {name.lower() for name in public_host or []}

        @asynccontextmanager
        async def guarded(app: Starlette) -> AsyncIterator[None]:
            """Put the guard around everything, Gradio's own middleware included, before the first request."""
            inner = app.middleware_stack or app.build_middleware_stack()
            app.middleware_stack = Guard(inner, names=names, local=is_local_address(host) and not share)
            yield

        try:
            page.queue(default_concurrency_limit=4, max_size=64).launch(
                server_name=host,
                server_port=port,
                share=share,
                auth=users or None,
                inbrowser=open_browser,
                prevent_thread_lock=True,
                run_history=False,
                footer_links=["api"],
                theme=Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
                css_paths=[STYLE],
                app_kwargs={"lifespan": guarded},
                max_file_size=limits.file_bytes,
            )
        except OSError as error:
            typer.secho(
                f"The page cannot be opened on {host}, port {port}: {error} Try another --port.", fg="red", err=True
            )
            raise typer.Exit(2) from error
        if page.share_url:
            names.add(urlsplit(page.share_url).hostname or "")
        shared.start()
        try:
            page.block_thread()
        finally:
            visitors.close()


if __name__ == "__main__":
    typer.run(serve)
