"""The front page as it leaves the server: Gradio's own, with our title, preview, style and script at its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from qa.web.film import NAME
from qa.web.guard import security_policy

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DESCRIPTION = "Ask a documentary film a question: a short answer with the sentence that proves it, or an honest no."
_FOREIGN_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_OPENING = Markup(
    '<div id="opening"><img src="page/static/mark.svg" alt=""><span>{}</span>'
    "<noscript>This page needs JavaScript. Programs ask at /api/ask.</noscript></div>"
).format(NAME)


def _head() -> str:
    named = {"og:title": NAME, "og:description": DESCRIPTION, "og:type": "website", "og:image": "page/static/card.png"}
    metas = [Markup('<meta property="{}" content="{}">').format(*one) for one in named.items()]
    return "".join(
        (
            Markup("<title>{}</title>").format(NAME),
            Markup('<meta name="description" content="{}">').format(DESCRIPTION),
            *metas,
            '<meta name="twitter:card" content="summary_large_image">',
            '<meta name="color-scheme" content="light dark">',
            '<link rel="icon" href="page/static/mark.svg" type="image/svg+xml">',
            '<link rel="stylesheet" href="page/static/page.css">',
            "<style>@media (prefers-color-scheme: dark) { :root { --opening-paper: #171412; --opening-ink: #f1ece5 } }"
            "</style>",
            '<script type="module" src="page/static/page.js"></script>',
        )
    )


class FrontPage:
    """ASGI application around another one that dresses the front page; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and dress the answer where it is the front page."""
        if scope["type"] != "http" or scope["path"] not in ("", "/") or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        started: list[Message] = []
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await send_dressed()

        async def send_dressed() -> None:
            headers = [(name, value) for name, value in started[0]["headers"] if name.lower() != b"content-length"]
            html = bytes(body)
            if _is_html(headers):
                words = dressed(body.decode("utf-8"))
                headers.append((b"content-security-policy", security_policy(_SCRIPT.findall(words)).encode("ascii")))
                html = words.encode("utf-8")
            await send({**started[0], "headers": [*headers, (b"content-length", str(len(html)).encode())]})
            await send({"type": "http.response.body", "body": html})

        identity = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": identity}, receive, collect)


def dressed(html: str) -> str:
    """Return Gradio's page with our head in the place of its own previews."""
    head, rest = html.split("<script", 1)
    head = _FOREIGN_META.sub("", head) + _head()
    return f"{head}<script{rest}".replace("<gradio-app", f"{_OPENING}<gradio-app", 1)


def _is_html(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and b"text/html" in value for name, value in headers)
