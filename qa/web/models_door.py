"""The door for language models at ``/mcp``, which is opened when the first of them comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.routing import Route

from qa.assistant import Assistant
from qa.web.mcp_server import mcp_server

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.types import ASGIApp, Receive, Scope, Send


class ModelsDoor:
    """Serves the Model Context Protocol over what ``assistant`` returns at that moment.

    Importing the protocol takes about as long as everything else that the first page waits for.
    """

    def __init__(self, assistant: Callable[[], Assistant]) -> None:
        self._assistant = assistant
        self.route = Route("/mcp", endpoint=self)

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[None]:
        """Be ready to open the door within this block."""
        self._wanted, self._ended = asyncio.Event(), asyncio.Event()
        self._served: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()
        held = asyncio.create_task(self._hold())
        try:
            yield
        finally:
            self._ended.set()
            self._wanted.set()
            await held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the first one waits until the door is open."""
        self._wanted.set()
        served = await asyncio.shield(self._served)
        await served(scope, receive, send)

    async def _hold(self) -> None:
        """Open the door when it is wanted, and hold it open to the end: whoever opens it has to close it."""
        await self._wanted.wait()
        if self._ended.is_set():
            return
        try:
            server, served = await asyncio.to_thread(self._made)
        except Exception as error:  # Whoever asked is told, each time.
            self._served.set_exception(error)
            return
        async with server.session_manager.run():
            self._served.set_result(served)
            await self._ended.wait()

    def _made(self) -> tuple[MCPServer, ASGIApp]:
        """Return the server, and the application that serves it."""
        server = mcp_server(self._assistant)
        from mcp.server.transport_security import TransportSecuritySettings

        settings = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # The guard knows who may ask.
        return server, server.streamable_http_app(json_response=True, stateless_http=True, transport_security=settings)
