"""Who may come in where users are named: by Gradio's own form, or with a name and a password as HTTP sends them."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from qa.web.problems import problem

if TYPE_CHECKING:
    from gradio.routes import App
    from starlette.types import ASGIApp, Receive, Scope, Send

OURS = ("/api/", "/page/", "/mcp")
"""Paths that Gradio does not ask for a password itself."""
OPEN = ("/api/health", "/page/static/")
"""Paths that everybody may see: whether the server is well, and what the form itself is dressed in."""


class SignIn:
    """ASGI application around another one; ``gradio`` knows who has signed in by its form."""

    def __init__(self, app: ASGIApp, users: Sequence[tuple[str, str]], gradio: App) -> None:
        self.app = app
        self._users = dict(users)
        self._gradio = gradio

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or ask who it is of."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(OURS) or path.startswith(OPEN) or self._knows(scope):
            await self.app(scope, receive, send)
            return
        answer = problem(401, "Sign in first.", {"www-authenticate": 'Basic realm="Ask the documentary"'})
        await answer(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        return self._has_password(headers) or self._has_cookie(headers)

    def _has_password(self, headers: Mapping[bytes, str]) -> bool:
        kind, _, encoded = headers.get(b"authorization", "").partition(" ")
        if kind.lower() != "basic":
            return False
        try:
            name, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return secrets.compare_digest(self._users.get(name, "").encode(), password.encode()) and name in self._users

    def _has_cookie(self, headers: Mapping[bytes, str]) -> bool:
        try:
            cookies = SimpleCookie(headers.get(b"cookie", ""))
        except CookieError:
            return False
        names = (f"access-token-{self._gradio.cookie_id}", f"access-token-unsecure-{self._gradio.cookie_id}")
        return any(name in cookies and cookies[name].value in self._gradio.tokens for name in names)
