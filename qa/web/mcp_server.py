"""The door for language models (Model Context Protocol): ask, search and read, and nothing that changes anything.

The page serves it at ``/mcp``; ``python -m qa mcp`` serves it over standard input and output.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import TextError
from qa.assistant import Assistant
from qa.default import default_assistant
from qa.web.lookup import document_of, search

if TYPE_CHECKING:
    from mcp.server import MCPServer

MOST_CHARACTERS = 20_000
"""Characters of a source that are read at a time."""
INSTRUCTIONS = (
    "Ask texts about a documentary film. `ask` answers with the sentences that prove the answer, or says that the "
    "texts do not say; quote it with its citations. `search` finds passages, `read_source` reads on around them."
)


def mcp_server(assistant: Callable[[], Assistant]) -> MCPServer:
    """Return the server whose tools ask what ``assistant`` returns at that moment."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    root = logging.getLogger()
    handlers = list(root.handlers)
    server: MCPServer = MCPServer("documentary-qa", instructions=INSTRUCTIONS, log_level="WARNING")
    root.handlers[:] = handlers  # It prints what every library says to itself.
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    @server.tool(annotations=reads)
    def ask(question: str, passages: int = 5) -> dict[str, Any]:
        """Answer a question in English: text, status, confidence, and citations with quotes to the letter."""
        return assistant().ask(question, passages=min(max(passages, 1), 50)).to_dict()

    @server.tool(name="search", annotations=reads)
    def search_passages(query: str, passages: int = 5) -> dict[str, Any]:
        """Find the passages nearest to some words, best first; nothing is answered."""
        found = search(assistant(), query, count=min(max(passages, 1), 50))
        return {"query": query, "passages": [passage.to_dict() for passage in found]}

    @server.tool(annotations=reads)
    def read_source(source: str, start: int = 0) -> dict[str, Any]:
        """Read the text of a source, as citations and passages name it, from a character on; `next` reads on."""
        try:
            document = document_of(assistant(), source)
        except TextError as error:
            known = ", ".join(one.source for one in assistant().index.sources[:100])
            raise ToolError(f"{error} There are: {known}.") from error
        start = min(max(start, 0), len(document.text))
        end = min(start + MOST_CHARACTERS, len(document.text))
        told = {"source": source, "title": document.title, "collection": document.collection, "url": document.url}
        return {**told, "text": document.text[start:end], "next": end if end < len(document.text) else None}

    return server


def mcp_command(
    model: Annotated[
        str | None,
        typer.Option(help="Sentence model: a local folder or a Hugging Face name.", show_default="the packaged MiniLM"),
    ] = None,
) -> None:
    """Serve the texts to a language model over standard input and output (Model Context Protocol)."""
    mcp_server(lambda: default_assistant(model=model)).run("stdio")


if __name__ == "__main__":
    typer.run(mcp_command)
