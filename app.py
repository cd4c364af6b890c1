"""The page: ``python app.py`` opens a chat in the browser over the default index.

The same assistant is served as an HTTP endpoint, ``/ask``, for ``gradio_client`` and ``curl``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa import Assistant, DocumentaryError, default_assistant
from qa.presentation.page import STYLE, answered_html, conversation_html, failed_html, pending_html, status_html

if TYPE_CHECKING:
    import gradio
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "Ask the documentary"
SUGGESTIONS = 6
MOST_SUGGESTED = 40
"""Questions of the texts that are tried; the page suggests only what is answered."""
LONGEST_CONVERSATION = 100
"""Turns that a page keeps on show; the oldest go first."""

SHOW_LAST_TURN = "() => document.querySelector('.turn:last-child')?.scrollIntoView({block: 'nearest'})"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio's own page needs both.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class Opening:
    """An assistant that is being opened in the background, so that the page need not wait for it."""

    def __init__(self, model: str | None = None) -> None:
        self.state = "Loading the sentence model. You can already type your question."
        self.failure = ""
        self.suggestions: list[str] = []
        self._model = model
        self._done = threading.Event()

    def start(self) -> None:
        """Begin to open the assistant in a thread of its own."""
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the assistant is open, or has failed to open."""
        return self._done.is_set()

    def assistant(self) -> Assistant:
        """Return the assistant, waiting for it where it is not open yet.

        Raises:
            DocumentaryError: it could not be opened; the message says how to mend it.
        """
        self._done.wait()
        if self.failure:
            self._open()  # What was broken may have been mended since.
        if self.failure:
            raise DocumentaryError(self.failure)
        return default_assistant(model=self._model)  # The one of now: another process may have rebuilt the index.

    def _open(self) -> None:
        try:
            assistant = default_assistant(model=self._model, progress=self._building)
            suggested = assistant.index.questions[:MOST_SUGGESTED]
            answerable = [question for question in suggested if assistant.ask(question).answered]
            step = max(1, len(answerable) // SUGGESTIONS)
            self.suggestions = answerable[::step][:SUGGESTIONS]
            manifest = assistant.index.manifest
            self.state = (
                f"Ready: {manifest.sentences:,} sentences of the {' and the '.join(manifest.collections)}, "
                "on this machine, offline."
            )
            self.failure = ""
        except Exception as error:  # Whatever it is, the page has to say it instead of waiting for ever.
            self.failure = str(error) or type(error).__name__
            self.state = self.failure
        finally:
            self._done.set()

    def _building(self, stage: str, done: int, total: int) -> None:
        self.state = f"Building the index, once: {stage}, {done} of {total}."


class SecurityHeaders:
    """ASGI middleware: nothing from elsewhere is loaded, and no other site may frame the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode("ascii")),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def build_page(opening: Opening) -> gradio.Blocks:
    """Return the page over the assistant that ``opening`` opens."""
    import gradio as gr

    def ask(question: str, passages: int = 5) -> dict[str, Any]:
        """Answer a question from the documentary, with the sentence that proves it.

        Args:
            question: The question, in English.
            passages: How many passages to read, 1 to 50.
        """
        try:
            return opening.assistant().ask(str(question), passages=min(max(int(passages), 1), 50)).to_dict()
        except (DocumentaryError, TypeError, ValueError) as error:
            raise gr.Error(str(error)) from error

    def converse(question: str, turns: list[str]) -> Iterator[tuple[str, list[str], str]]:
        if not question.strip():
            yield conversation_html(turns), turns, question
            return
        waiting = "Looking it up." if opening.done else opening.state
        yield conversation_html([*turns, pending_html(question, waiting)]), turns, ""
        try:
            turn = answered_html(opening.assistant().ask(question))
        except DocumentaryError as error:
            turn = failed_html(question, str(error))
        turns = [*turns, turn][-LONGEST_CONVERSATION:]
        yield conversation_html(turns), turns, ""

    def status() -> list[Any]:
        done = opening.done  # Before the state, which changes once more until it is done.
        suggestions = opening.suggestions + [""] * (SUGGESTIONS - len(opening.suggestions))
        return [
            status_html(opening.state),
            gr.Timer(active=not done),
            *(gr.Button(value=suggestion, visible=bool(suggestion)) for suggestion in suggestions),
        ]

    page: gradio.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False)
    with page:
        gr.Markdown(
            f"# {TITLE}\n\nA short answer, the sentence that proves it, or an honest *the documentary does not say*.",
            elem_classes="page-title",
        )
        turns = gr.State([])
        log = gr.HTML(conversation_html([]), elem_id="conversation", autoscroll=True)
        with gr.Row(elem_classes="ask-row"):
            question = gr.Textbox(
                label="Your question", placeholder="When was PyTorch released?", lines=1, max_lines=4, autofocus=True
            )
            send = gr.Button("Ask", variant="primary")
        with gr.Row(elem_classes="suggestions"):
            suggestions = [gr.Button("", size="sm", variant="secondary", visible=False) for _ in range(SUGGESTIONS)]
        state = gr.HTML(status_html(opening.state))

        private: dict[str, Any] = {"api_visibility": "private"}
        outputs = [log, turns, question]
        asked = gr.on([question.submit, send.click], converse, [question, turns], outputs, **private)
        asked.then(None, js=SHOW_LAST_TURN, **private)
        for suggestion in suggestions:
            asked = suggestion.click(converse, [suggestion, turns], outputs, **private)
            asked.then(None, js=SHOW_LAST_TURN, **private)
        timer = gr.Timer(0.5)
        gr.on([page.load, timer.tick], status, None, [state, timer, *suggestions], show_progress="hidden", **private)
        gr.api(ask, api_name="ask")  # type: ignore[attr-defined]  # Gradio leaves it out of __all__.
    return page


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
    model: Annotated[
        str | None,
        typer.Option(help="Sentence model: a local folder or a Hugging Face name.", show_default="the packaged MiniLM"),
    ] = None,
    open_browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Open the page in a browser: ask, and see the answer with its proof."""
    users = [tuple(user.split(":", 1)) for user in auth or []]
    if any(len(user) != 2 or not all(user) for user in users):
        raise typer.BadParameter("give USER:PASSWORD", param_hint="--auth")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr
    from starlette.middleware import Middleware

    opening = Opening(model)
    page = build_page(opening)
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
            theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            css_paths=[STYLE],
            app_kwargs={"middleware": [Middleware(SecurityHeaders)]},
            max_file_size="1mb",
        )
    except OSError as error:
        typer.secho(
            f"The page cannot be opened on {host}, port {port}: {error} Try another --port.", fg="red", err=True
        )
        raise typer.Exit(2) from error
    opening.start()
    page.block_thread()


if __name__ == "__main__":
    typer.run(serve)
