"""The doors for programs, each tried by a client that others wrote: httpx, gradio_client and mcp."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from pages import ROOT, eventually, serve

RELEASED = "When was PyTorch released?"
QUOTE = "PyTorch was released in January 2017."


@pytest.fixture(scope="module")
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api", timeout=120) as client:
        eventually(lambda: client.get("/health").status_code == 200)
        yield client


def test_a_question_is_answered_as_the_function_answers_it(api: httpx.Client, documentary: Any) -> None:
    answer = api.post("/ask", json={"question": RELEASED}).raise_for_status().json()
    expected = documentary.ask(RELEASED).to_dict()
    assert set(answer) == set(expected)
    for same in ("text", "status", "collection", "citations", "passages", "confidence"):
        assert answer[same] == expected[same]
    whole = api.post("/ask", json={"question": RELEASED, "reader": "sentence", "passages": 1}).json()
    assert whole["text"] == QUOTE
    assert api.post("/ask", json={"question": "Who edited the film?"}).json()["status"] == "not_in_text"


def test_a_history_is_followed(api: httpx.Client) -> None:
    history = [{"question": "Who is Soumith Chintala?", "answer": "Soumith Chintala was a researcher at Facebook."}]
    answer = api.post("/ask", json={"question": "Where did he work?", "history": history}).raise_for_status().json()
    assert "Chintala" in answer["resolved_question"]


def test_passages_are_searched_for(api: httpx.Client) -> None:
    found = api.post("/search", json={"query": "the release of PyTorch", "passages": 3}).raise_for_status().json()
    assert QUOTE in [passage["text"] for passage in found["passages"]]
    only = api.post("/search", json={"query": "ONNX", "collection": "background"}).json()["passages"]
    assert {passage["collection"] for passage in only} == {"background"}


def test_what_there_is_is_told(api: httpx.Client) -> None:
    sources = api.get("/sources").raise_for_status().json()["sources"]
    assert "documentary/03-how-pytorch-began.md" in [source["source"] for source in sources]
    info = api.get("/info").raise_for_status().json()
    assert info["documents"] == len(sources) == 13
    assert info["collections"] == ["documentary", "background"]
    assert api.get("/health").json() == {"status": "ready", "detail": "Ready."}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("POST", "/ask", {}, 422, "question"),
        ("POST", "/ask", {"question": RELEASED, "passages": 0}, 422, "passages"),
        ("POST", "/ask", {"question": RELEASED, "reader": "someone/else"}, 422, "reader"),
        ("POST", "/ask", {"question": "x" * 20_001}, 422, "question"),
        ("POST", "/search", {"query": "x", "collection": "plays"}, 422, "documentary, background"),
        ("GET", "/ask", None, 405, "POST"),
        ("DELETE", "/sources", None, 405, "GET"),
        ("GET", "/nothing", None, 404, "POST /api/ask"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_wrong_request_gets_a_problem(
    api: httpx.Client, method: str, path: str, body: Any, status: int, told: str
) -> None:
    answer = api.request(method, path, json=body)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"]
    assert told in problem["detail"]


def test_the_description_names_every_door_and_its_types(api: httpx.Client) -> None:
    described = api.get("/openapi.json").raise_for_status().json()
    assert set(described["paths"]) == {"/api/ask", "/api/search", "/api/sources", "/api/info", "/api/health"}
    answered = described["paths"]["/api/ask"]["post"]["responses"]
    assert answered["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/AnswerOut"}
    assert "application/problem+json" in answered["422"]["content"]
    assert described["components"]["schemas"]["CitationOut"]["properties"]["quote"]["type"] == "string"


def test_gradio_clients_still_ask(address: str) -> None:
    client = Client(address, verbose=False)
    assert client.predict(RELEASED, api_name="/ask")["text"] == "January 2017"
    client.close()


def test_too_many_questions_are_told_so(api: httpx.Client) -> None:
    async def ask_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=api.base_url, timeout=120, limits=httpx.Limits()) as client:
            return await asyncio.gather(*(client.post("/ask", json={"question": RELEASED}) for _ in range(60)))

    answers = asyncio.run(ask_all())
    busy = [answer for answer in answers if answer.status_code == 503]
    assert busy
    assert {answer.json()["text"] for answer in answers if answer.status_code == 200} == {"January 2017"}
    assert {answer.headers["retry-after"] for answer in busy} == {"2"}
    assert api.post("/ask", json={"question": RELEASED}).status_code == 200


async def use_tools(session: ClientSession) -> None:
    """Use every tool there is, and see that none of them writes."""
    await session.initialize()
    tools = (await session.list_tools()).tools
    assert sorted(tool.name for tool in tools) == ["ask", "read_source", "search"]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    answer = (await session.call_tool("ask", {"question": RELEASED})).structured_content
    assert answer
    assert answer["text"] == "January 2017"
    source = answer["citations"][0]["source"]
    read = (await session.call_tool("read_source", {"source": source})).structured_content
    assert read
    assert QUOTE in read["text"]
    found = (await session.call_tool("search", {"query": "the release of PyTorch"})).structured_content
    assert found
    assert QUOTE in [passage["text"] for passage in found["passages"]]
    missing = await session.call_tool("read_source", {"source": "../../etc/passwd"})
    assert missing.is_error
    assert "03-how-pytorch-began.md" in str(missing.content)


def test_a_language_model_asks_over_http(address: str) -> None:
    async def visit() -> None:
        async with streamable_http_client(f"{address}/mcp") as streams, ClientSession(*streams[:2]) as session:
            await use_tools(session)

    asyncio.run(visit())


def test_a_language_model_asks_over_standard_input(documentary_folder: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "qa.web.mcp_server"],
        env={"DOCUMENTARY_QA_INDEX": str(documentary_folder), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )

    async def visit() -> None:
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await use_tools(session)

    asyncio.run(visit())


def test_where_users_are_named_programs_sign_in(documentary_folder: Path) -> None:
    for address in serve(documentary_folder, "--auth", "ada:secret"):
        body = {"question": RELEASED}
        assert httpx.get(f"{address}/api/health", timeout=120).status_code in (200, 503)
        refused = httpx.post(f"{address}/api/ask", json=body, timeout=120)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert httpx.post(f"{address}/api/ask", json=body, auth=("ada", "wrong"), timeout=120).status_code == 401
        assert httpx.post(f"{address}/page/ask", json=body, timeout=120).status_code == 401
        assert httpx.post(f"{address}/mcp", json={}, timeout=120).status_code == 401
        allowed = httpx.post(f"{address}/api/ask", json=body, auth=("ada", "secret"), timeout=120)
        assert allowed.json()["text"] == "January 2017"
        with httpx.Client(base_url=address, timeout=120) as client:  # As the form of the page does it.
            client.post("/login", data={"username": "ada", "password": "secret"}).raise_for_status()
            assert client.post("/page/ask", json=body).json()["answer"]["text"] == "January 2017"
