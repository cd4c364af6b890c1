"""What stands between the page and the network: who may ask, how much may be sent, and what a browser is told."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Set
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.web.rate import TOO_MANY, Rate, asks, is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTED, HOST = "SPACE_ID", "https://huggingface.co"
"""A variable that is set in a hosted Space, and the site that shows a Space within a page of its own."""
MOST_BYTES = 16_000_000
"""Bytes of a request that is no upload: a pasted text of some million characters, and the rest of the form."""
MOST_UPLOADED_BYTES = 200_000_000
"""Bytes of the files that are uploaded at once."""
FOREIGN = "This server is for this machine."
"""Why a request under a foreign name is refused."""

_FILES = re.compile(r"/(?:file=|file/|proxy=)")
_Headers = dict[bytes, bytes]


def security_policy(scripts: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of an answer; ``scripts`` are those written into the page that may run."""
    hashes = (b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii") for script in scripts)
    allowed = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *(f"'sha256-{one}'" for one in hashes)],
        "style-src": ["'self'", "'unsafe-inline'"],  # Gradio sets styles on elements while it runs.
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'", *([HOST] if HOSTED in os.environ else [])],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in allowed.items())


class Guard:
    """ASGI application around another one.

    Refused is what a page of another web site makes a browser ask for (``Origin``), what comes to a server of this
    machine under a foreign name (``Host``; so a name that suddenly means this machine does not help that site), the
    files that visitors upload (nobody has to have them back), and requests that are too large.

    ``names`` are further names, in lower case, under which the page is served; the set may grow while it is served.
    Where there are any, a proxy serves it, and a request is of the address that the proxy says it is of. ``rate`` is
    how much others than this machine may ask. ``foreign`` is what is told to those who come under a foreign name.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: Set[str] = frozenset(),
        local: bool = True,
        rate: Rate | None = None,
        foreign: str = FOREIGN,
    ) -> None:
        self.app = app
        self.names = names
        self.local = local
        self.rate = rate
        self.foreign = foreign

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it, and add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", security_policy().encode("ascii")))
                message["headers"] = [
                    *headers,
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        if self.names:
            scope = {**scope, "client": _client(scope)}
        rejection = self._rejection(scope)
        wait = 0 if rejection else self._seconds_to_wait(scope)
        if rejection is None and not wait:
            await self.app(scope, receive, send_with_headers)
            return
        from qa.web.problems import problem

        if rejection:
            answer = problem(*rejection, {"connection": "close"})
        else:
            answer = problem(429, TOO_MANY.format(seconds=wait), {"retry-after": str(wait), "connection": "close"})
        await answer(scope, receive, send_with_headers)

    def _seconds_to_wait(self, scope: Scope) -> int:
        """Return in how many seconds a request may be made; 0 where it may be made now."""
        if self.rate is None or not asks(scope["method"], scope["path"]):
            return 0
        return self.rate.seconds_to_wait((scope.get("client") or ("",))[0])

    def _rejection(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and words of the rejection of a request; None where it is served."""
        headers: _Headers = dict(scope["headers"])
        host = _text(headers, b"host")
        if self.local and host and not (is_loopback(_name(host)) or self._is_ours(host)):
            return 403, self.foreign
        origin = _text(headers, b"origin")
        if origin and not self._is_own_page(origin, host, _text(headers, b"x-forwarded-host")):
            return 403, "Only the page of this server may ask it from within a browser."
        if _FILES.search(scope["path"]):
            return 404, "Files are not given out."
        return _too_large(scope, headers)

    def _is_own_page(self, origin: str, host: str, forwarded: str) -> bool:
        """Tell whether ``origin`` is where the page itself comes from; no browser lets a script forge it.

        A script of another site cannot add ``X-Forwarded-Host`` either: its browser asks first whether it may, with a
        request that has its ``Origin`` and not that header.
        """
        asking = _address(origin.partition("://")[2])
        own = [host, *forwarded.split(",")[:1]]
        return bool(asking) and (asking in map(_address, own) or self._is_ours(asking))

    def _is_ours(self, host: str) -> bool:
        return host.lower() in self.names or _name(host) in self.names


def _client(scope: Scope) -> tuple[str, int] | None:
    """Return where a request came from to the proxy, which adds that behind whatever the request says of itself."""
    forwarded = _text(dict(scope["headers"]), b"x-forwarded-for").rpartition(",")[2].strip()
    client: tuple[str, int] | None = scope.get("client")
    return (forwarded, 0) if forwarded else client


def is_local_address(host: str) -> bool:
    """Tell whether a server that listens on ``host`` can be reached from this machine alone."""
    return is_loopback(host.strip("[]").lower())


def _too_large(scope: Scope, headers: _Headers) -> tuple[int, str] | None:
    """Refuse a request with too much in it, or with nobody knows how much."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return None
    most = MOST_UPLOADED_BYTES if scope["path"].rstrip("/").endswith("/upload") else MOST_BYTES
    length = _text(headers, b"content-length")
    if not length.isdecimal():
        chunked = b"transfer-encoding" in headers
        return (411, "Say how long the request is (Content-Length).") if chunked else None
    return (413, f"At most {most:,} bytes may be sent at once.") if int(length) > most else None


def _text(headers: _Headers, name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1").strip()


def _address(host: str) -> str:
    """Return name and port, without the port that goes without saying."""
    return re.sub(r":(?:80|443)\Z", "", host.strip().lower())


def _name(host: str) -> str:
    """Return the name of ``name:port``."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
