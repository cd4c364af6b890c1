"""The doors for programs: ``/api/ask``, ``/api/search``, ``/api/sources``, ``/api/info`` and ``/api/health``.

Nothing here changes anything. The description for programs is at ``/api/openapi.json``.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from corpus import TextError
from qa.web.lookup import search
from qa.web.problems import MEDIA_TYPE, Problem
from qa.web.schemas import AnswerOut, Found, Health, Info, Question, Search, SourceOut, Sources, turns_of
from qa.web.shared import SharedAssistant
from qa.web.turnstile import Turnstile

Status = Literal["ready", "loading", "failed"]
METHODS = {"ask": "POST", "search": "POST", "sources": "GET", "info": "GET", "health": "GET"}
_PROBLEM: dict[str, Any] = {"model": Problem, "content": {MEDIA_TYPE: {}}}
_WRONG: dict[int | str, dict[str, Any]] = {422: {**_PROBLEM, "description": "The request makes no sense."}}
_BROKEN: dict[int | str, dict[str, Any]] = {503: {**_PROBLEM, "description": "Too much is asked, or something broke."}}


def api_router(shared: SharedAssistant, turnstile: Turnstile) -> APIRouter:
    """Return the routes of ``/api`` over the index that everybody asks."""
    router = APIRouter(prefix="/api", tags=["ask"])

    @router.post("/ask", responses=_WRONG | _BROKEN)
    async def ask(asked: Question, request: Request) -> AnswerOut:
        """Answer a question, with the sentences that prove the answer, or refuse honestly."""
        return AnswerOut.model_validate(await turnstile.run(client_of(request), partial(_answered, shared, asked)))

    @router.post("/search", responses=_WRONG | _BROKEN)
    async def search_passages(wanted: Search, request: Request) -> Found:
        """Find the passages that are nearest to some words; nothing is answered."""
        try:
            return Found.model_validate(await turnstile.run(client_of(request), partial(_found, shared, wanted)))
        except TextError as error:
            raise HTTPException(422, str(error)) from error

    _add_descriptions(router, shared)
    return router


def _answered(shared: SharedAssistant, asked: Question) -> dict[str, Any]:
    """Return the answer to what a program asks."""
    history = turns_of(asked.history)
    answer = shared.assistant().ask(asked.question, history=history, passages=asked.passages, reader=asked.reader)
    return answer.to_dict()


def _found(shared: SharedAssistant, wanted: Search) -> dict[str, Any]:
    """Return the passages that a program looks for."""
    found = search(shared.assistant(), wanted.query, count=wanted.passages, collection=wanted.collection)
    return {"query": wanted.query, "passages": [passage.to_dict() for passage in found]}


def _add_descriptions(router: APIRouter, shared: SharedAssistant) -> None:
    """Add the routes that tell what there is."""

    @router.get("/sources", responses=_BROKEN)
    def sources() -> Sources:
        """List the texts that can be asked."""
        return Sources(sources=[SourceOut(**asdict(source)) for source in shared.assistant().index.sources])

    @router.get("/info", responses=_BROKEN)
    def info() -> Info:
        """Tell what is asked, and with which models."""
        assistant = shared.assistant()
        manifest = assistant.index.manifest
        return Info(
            collections=list(manifest.collections),
            documents=manifest.documents,
            sentences=manifest.sentences,
            chunks=manifest.chunks,
            model=manifest.encoder.model,
            reader=assistant.reader.kind,
            built=manifest.created,
            version=program_version(),
        )

    @router.get("/health", responses={503: {"model": Health, "description": "Not yet, or not any more."}})
    def health(response: Response) -> Health:
        """Tell whether questions can be answered: 200 when they can, 503 while the model loads or where it cannot."""
        status: Status = "loading" if not shared.done else "failed" if shared.failure else "ready"
        response.status_code = 200 if status == "ready" else 503
        return Health(status=status, detail=shared.failure or shared.doing if status != "ready" else "Ready.")

    @router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nothing(rest: str) -> None:
        """Say what there is instead of what was asked for."""
        if rest in METHODS:
            raise HTTPException(405, f"Use {METHODS[rest]}.", {"allow": METHODS[rest]})
        there = ", ".join(f"{method} /api/{name}" for name, method in METHODS.items())
        raise HTTPException(404, f"There is no such address. There are: {there}.")


def client_of(request: Request) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else ""


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("documentary-qa")
    except PackageNotFoundError:
        return "0"
