"""The page: ``python app.py`` opens a chat in the browser over the default index, or over one's own texts.

Programs ask the same server at ``/api/ask``, and with ``gradio_client`` at ``/ask``.
"""

from __future__ import annotations

import os
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer
from markupsafe import Markup

from qa import DocumentaryError, Limits
from qa.assistant import PASSAGES
from qa.cli.output import errors_shown, told
from qa.reader import READER_VARIABLE
from qa.web.desk import Desk, Rules
from qa.web.film import NAME, static_text
from qa.web.guard import FOREIGN, Guard, is_local_address
from qa.web.live import Step, overview, steps_of
from qa.web.media import Media
from qa.web.rate import TOO_MANY, Rate
from qa.web.scratch import scratch_folder
from qa.web.shared import SharedAssistant
from qa.web.sharing import public_address
from qa.web.texts_tab import one_line, sources_html, terms_html
from qa.web.theme import look
from qa.web.toolkit import load_gradio
from qa.web.uploads import LONGEST_COLLECTION, MOST_CHARACTERS, Upload, page_limits
from qa.web.visitors import KEEP_SECONDS, MOST_INDEXES, Visitors

if TYPE_CHECKING:
    import gradio  # noqa: TC004 - Imported when the page is built.

SHARED = ": this server was started with <code>--allow-edit</code>"
"""Why what a visitor changes is what everybody asks."""
BEHIND_A_PROXY = "Behind a proxy, name its address with --public-host."
"""What to do where requests come under a name that is not known."""
BUILDS_AT_ONCE = 8
"""Builds that are shown as waiting for their turn; further ones wait unseen."""
UPLOAD_SECONDS = 24 * 3600
"""Age at which an uploaded file is removed that no page knows of; all others are removed much earlier."""


class Handlers:
    """What the page calls: each handler serves the session that ``request`` is of."""

    def __init__(self, desk: Desk, rate: Rate | None = None) -> None:
        self.desk = desk
        self.rate = rate

    def ask(self, request: gradio.Request, question: str, passages: int = PASSAGES) -> dict[str, Any]:
        """Answer a question from the documentary, with the sentence that proves it.

        Args:
            request: Who asks; Gradio puts it in.
            question: The question, in English.
            passages: How many passages to read, 1 to 50.
        """
        wait = self.rate.seconds_to_wait(request.client.host if request.client else "") if self.rate else 0
        if wait:
            raise gradio.Error(TOO_MANY.format(seconds=wait))
        try:
            assistant = self.desk.shared.assistant()
            return assistant.ask(str(question), passages=min(max(int(passages), 1), 50)).to_dict()
        except (DocumentaryError, TypeError, ValueError) as error:
            raise gradio.Error(str(error)) from error

    def visit(self, request: gradio.Request) -> str:
        """Tell the page the name of its visit, which only that browser tab knows."""
        return one_line(Markup('<div data-visit="{}"></div>').format(_session(request)))

    def overview(self, request: gradio.Request) -> list[Any]:
        """Show what is asked: the timer, the list, what can be removed, the way back."""
        done = self.desk.shared.done  # Before the state, which changes once more until it is done.
        seen = overview(self.desk, _session(request))
        return [
            gradio.Timer(active=not done),
            one_line(seen.sources),
            gradio.Dropdown(choices=seen.choices, value=[]),
            gradio.Button(seen.way_back, interactive=seen.can_go_back),
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
        undone = way != "replace" or self.desk.brings_back()
        building = self.desk.add(session, upload, instead=way == "replace")
        for step in steps_of(building, lambda report: self.desk.previews(session, report)):
            if step.done:
                self.desk.visitors.claim(session, [])
            kept = (None, "") if step.done else (gradio.skip(), gradio.skip())
            undo = list(step.undo) if way != "replace" else None
            yield *_told(step, undo=undo, undone=undone), *kept

    def remove(self, chosen: list[str], request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """Take texts out of what is asked."""
        for step in steps_of(self.desk.remove(_session(request), chosen or [])):
            yield _told(step)

    def undo(self, added: list[str] | None, request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """Take back what was added last; where it replaced everything else, that is brought back."""
        session = _session(request)
        for step in steps_of(self.desk.bring_back(session) if added is None else self.desk.remove(session, added)):
            yield _told(step)

    def restore(self, request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        """Bring the documentary back."""
        for step in steps_of(self.desk.restore(_session(request))):
            yield _told(step)

    def leave(self, request: gradio.Request) -> None:
        """End the visit."""
        self.desk.visitors.end(_session(request))


class TextsTab:
    """The components of the tab for texts, laid out where they are made."""

    def __init__(self, *, allow_edit: bool) -> None:
        _html(terms_html(allow_edit=allow_edit, because=SHARED))
        # Of any kind: what cannot be read is told with everything else that was given, and not by Gradio in its words.
        self.files = gradio.File(label="Files", file_count="multiple", height=150, elem_id="files")
        self.typed = gradio.Textbox(label="Or paste a text", lines=4, max_lines=12, placeholder="Paste or type here")
        self.way = gradio.Radio(
            [("This text and what is there already", "add"), ("Only this text", "replace")],
            value="add",
            label="What to ask afterwards",
        )
        with gradio.Row(elem_classes="details-row"):
            self.collection = gradio.Textbox(
                label="Short name of the text",
                info="As in: \u201cThe talk does not say.\u201d",
                value="text",
                max_length=LONGEST_COLLECTION,
            )
            self.film = gradio.Textbox(
                label="Address of its film (optional)",
                info="For subtitles and transcripts: answers link to the second.",
                placeholder="https://",
            )
        self.build = gradio.Button("Add this text", variant="primary", elem_id="build")
        with gradio.Row(elem_id="after"):  # Before the report, which may be long.
            self.ask_now = gradio.Button("Ask it now", variant="primary", visible=False, elem_id="ask-now")
            self.undo = gradio.Button("Undo", visible=False, elem_id="undo")
        self.report = _html("", elem_id="report")
        self.added = gradio.State(None)
        gradio.Markdown("## What can be asked", elem_classes="section-title")
        self.listed = _html(sources_html((), (), private=False))
        with gradio.Row(elem_classes="remove-row"):
            self.chosen = gradio.Dropdown([], label="Texts to take out", multiselect=True, value=[])
            self.remove = gradio.Button("Take out")
        self.restore = gradio.Button("Back to the documentary", elem_id="restore")


def build_page(desk: Desk, rate: Rate | None = None) -> gradio.Blocks:
    """Return the page at which ``desk`` serves; ``rate`` is how much others than this machine may ask."""
    global gradio  # Looked up here when the page is built, and by Gradio itself in the annotations of the handlers.
    load_gradio()
    import gradio

    handlers = Handlers(desk, rate)
    page: gradio.Blocks = gradio.Blocks(title=NAME, analytics_enabled=False, delete_cache=(3600, UPLOAD_SECONDS))
    with page:
        _html(static_text("masthead.html"))
        with gradio.Tabs():
            with gradio.Tab("Ask", id="ask"):
                _html(static_text("ask.html"))
            with gradio.Tab("Texts", id="texts") as texts_tab, gradio.Column(elem_id="texts-room"):
                texts = TextsTab(allow_edit=desk.rules.allow_edit)
        timer = gradio.Timer(0.5)
        visit = _html("", elem_id="visit")

        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # What is queued keeps a connection of the browser open, and two that begin at once keep one for good.
        hidden = {**private, "queue": False}
        seen = [timer, texts.listed, texts.chosen, texts.restore]
        refresh: dict[str, Any] = {"fn": handlers.overview, "inputs": None, "outputs": seen, **hidden}
        page.load(handlers.visit, None, [visit], **hidden)
        gradio.on([page.load, timer.tick, texts_tab.select], **refresh)
        page.unload(handlers.leave)

        building: dict[str, Any] = {"concurrency_limit": BUILDS_AT_ONCE, "concurrency_id": "build", **private}
        told = [texts.report, texts.ask_now, texts.undo, texts.added]
        given = [texts.files, texts.typed, texts.collection, texts.film, texts.way]
        texts.files.change(handlers.claim, [texts.files], None, **hidden)
        for changed in (
            texts.build.click(handlers.add, given, [*told, texts.files, texts.typed], **building),
            texts.remove.click(handlers.remove, [texts.chosen], told, **building),
            texts.undo.click(handlers.undo, [texts.added], told, **building),
            texts.restore.click(handlers.restore, None, told, **building),
        ):
            changed.then(**refresh)
        gradio.api(handlers.ask, api_name="ask")  # type: ignore[attr-defined]  # Gradio leaves it out of __all__.
    return page


def _html(html: str, *, elem_id: str | None = None) -> gradio.Markdown:
    """Return a component that shows HTML of ours as it is.

    Gradio's own component for that compiles each as a template, for which a browser has to allow that text is run as a
    script; one line of HTML is the same to Markdown.
    """
    return gradio.Markdown(one_line(html), elem_id=elem_id, sanitize_html=False, latex_delimiters=[])


def _told(step: Step, *, undo: list[str] | None = None, undone: bool = True) -> tuple[Any, ...]:
    """Return what is shown of a step: the report, the buttons that lead on and back, and what the latter takes back.

    ``undone`` says whether it can be taken back at all.
    """
    return (
        one_line(step.html),
        gradio.Button(visible=step.adds),
        gradio.Button(visible=step.takes_back and undone),
        undo,
    )


def _session(request: gradio.Request) -> str:
    """Return the name of the session of a browser tab, which only that tab knows."""
    return request.session_hash or ""


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
    media: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            readable=True,
            help="A film or recording that answers from subtitles play in the page; may be given again.",
        ),
    ] = None,
    rate: Annotated[
        int | None,
        typer.Option(
            envvar="DOCUMENTARY_QA_RATE",
            min=1,
            help="Questions that one address may ask a minute; this machine itself may ask any number.",
            show_default="no limit",
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
    users = [(name, password) for name, _, password in (user.partition(":") for user in auth or [])]
    if not all(name and password for name, password in users):
        raise typer.BadParameter("give USER:PASSWORD", param_hint="--auth")
    try:
        limits = page_limits(",".join(limit or []))
    except DocumentaryError as error:
        raise typer.BadParameter(str(error), param_hint="--limit") from error
    from qa.web.server import application, listening, run

    with errors_shown():
        listener = listening(host, port)
    with scratch_folder() as folder:
        os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
        if reader:
            os.environ[READER_VARIABLE] = reader
        os.environ["GRADIO_TEMP_DIR"] = str(folder / "uploads")
        shared = SharedAssistant(model, told=told)
        visitors = Visitors(folder / "private", most=private_indexes, keep_seconds=keep_seconds)
        desk = Desk(shared, visitors, Rules(allow_edit, limits, most_characters))
        names = {name.lower() for name in public_host or []}
        films, rated = Media(media or ()), Rate(rate) if rate else None
        served = application(desk, build_page(desk, rated), users=users, theme=look(), host=host, media=films)
        local = is_local_address(host) and not share
        guard = Guard(served, names=names, local=local, rate=rated, foreign=f"{FOREIGN} {BEHIND_A_PROXY}")
        bound = listener.getsockname()[1]
        address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{bound}"  # noqa: S104 - Named.
        typer.echo(f"Open {address} in a browser; Ctrl+C ends it.")
        if share:
            names.add(urlsplit(public_address(bound)).hostname or "")
        if open_browser:
            threading.Timer(1, webbrowser.open, [address]).start()
        shared.start()
        try:
            run(guard, listener)
        finally:
            visitors.close()


if __name__ == "__main__":
    command = typer.Typer(add_completion=False, rich_markup_mode=None)
    command.command()(serve)
    command()
