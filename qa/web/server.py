"""The server: the doors for programs, the files and answers of the page, and Gradio's page behind them, as one."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from corpus import DocumentaryError
from qa.default import default_folder
from qa.web.api import api_router, program_version
from qa.web.desk import Desk
from qa.web.film import NAME
from qa.web.front_page import FrontPage
from qa.web.guard import is_local_address
from qa.web.judgements import Judgements
from qa.web.media import Media
from qa.web.models_door import ModelsDoor
from qa.web.problems import tell_problems
from qa.web.sign_in import SignIn
from qa.web.turnstile import Turnstile
from qa.web.visit import static_files, visit_router

if TYPE_CHECKING:
    import gradio
    from gradio.themes import Base
    from starlette.types import ASGIApp

FIRST_PORT, LAST_PORT = 7860, 7959
"""Ports that are tried where none is asked for."""
MOST_QUEUED = 64
"""Calls that wait in Gradio's own queue."""
SECONDS_KEPT = 75
"""How long a connection stays open between two requests: longer than browsers and proxies expect to use it, or what
they send at the moment at which it is closed would be lost."""
SECONDS_TO_END = 1
"""How long a server that is told to end waits for the connections that are open."""


class PortError(DocumentaryError):
    """There is no such address to listen on, or somebody else listens there."""


def listening(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens on ``host``; without ``port`` on the first free one from 7860.

    Raises:
        PortError: that is not possible; the message says why, and what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in (port,) if port else range(FIRST_PORT, LAST_PORT + 1):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, tried))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if port:
                words = (error.strerror or str(error)).lower()
                raise PortError(
                    f"The page cannot be opened on {host}, port {port}: {words}. Try another port."
                ) from error
        else:
            return listener
    raise PortError(f"No port from {FIRST_PORT} to {LAST_PORT} is free on {host}. Name one.")


def application(
    desk: Desk,
    page: gradio.Blocks,
    *,
    users: Sequence[tuple[str, str]] = (),
    theme: Base | None = None,
    host: str = "",
    media: Media | None = None,
) -> ASGIApp:
    """Return the application that serves ``page`` and everything around it."""
    import gradio

    turnstile = Turnstile()
    judgements = Judgements(default_folder()) if is_local_address(host) else None
    models = ModelsDoor(desk.shared.assistant)
    app = FastAPI(
        lifespan=lambda _: models.ready(),
        title=NAME,
        version=program_version(),
        description="Ask texts a question: a short answer with the sentence that proves it, or an honest refusal.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # Both pages of documentation would load scripts from elsewhere.
        redoc_url=None,
    )
    tell_problems(app)
    app.mount("/page/static", static_files())
    app.router.routes.append(models.route)
    app.include_router(visit_router(desk, turnstile, judgements, media))
    app.include_router(api_router(desk.shared, turnstile))
    page.queue(default_concurrency_limit=4, max_size=MOST_QUEUED)
    gradio.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=host,
        auth=list(users) or None,
        run_history=False,
        footer_links=[],
        theme=theme,
        max_file_size=desk.rules.limits.file_bytes,
    )
    dressed: ASGIApp = FrontPage(app)
    return SignIn(dressed, users, app.routes[-1].app) if users else dressed  # type: ignore[attr-defined]


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Serve ``app`` until the process is told to end."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_keep_alive=SECONDS_KEPT,
        timeout_graceful_shutdown=SECONDS_TO_END,
        proxy_headers=False,
        server_header=False,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether somebody has to know: that a page was still open when the server ended is nothing new."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
