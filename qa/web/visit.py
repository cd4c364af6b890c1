"""What the script of the page asks the server for: answers, what can be asked, and its own files.

Each request names the visit it is of, which only that browser tab knows; nothing of a conversation is kept here.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from corpus import DocumentaryError, TextError
from qa.answer import in_sentences
from qa.question.cleaning import LONGEST_QUESTION
from qa.web.api import client_of
from qa.web.desk import Desk
from qa.web.film import billing_of, summaries_in
from qa.web.judgements import Judged, Judgements, Verdict
from qa.web.lookup import text_and_contents
from qa.web.mapping import map_of
from qa.web.media import Media, kind_of
from qa.web.schemas import LONGEST_TYPED, MOST_TURNS, TurnIn, turns_of
from qa.web.turnstile import Turnstile

MOST_CITED = 200
"""Sources of an answer before that a question comes with."""
STATIC = Path(str(files("qa.web").joinpath("static")))


class PageTurn(TurnIn):
    """A question that was asked before, with the sources that its answer cites."""

    sources: list[str] = Field([], max_length=MOST_CITED)


class Asked(BaseModel):
    """A question of the page."""

    question: str = Field(max_length=LONGEST_TYPED)
    visit: str = Field("", max_length=200)
    whole_sentences: bool = False
    history: list[PageTurn] = Field([], max_length=MOST_TURNS)


class Pointed(BaseModel):
    """A question whose place on the map is asked for; nothing is answered."""

    question: str = Field("", max_length=LONGEST_TYPED)
    visit: str = Field("", max_length=200)


class Leaving(BaseModel):
    """A visit whose page is left, or loaded again."""

    visit: str = Field(min_length=1, max_length=200)


class Returning(Leaving):
    """The visit of a page that was loaded again, and the one ``before`` it in the same browser tab."""

    before: str = Field(min_length=1, max_length=200)


class Judging(BaseModel):
    """What a viewer says of an answer."""

    question: str = Field(min_length=1, max_length=LONGEST_TYPED, pattern=r"\S")
    answer: str = Field("", max_length=LONGEST_TYPED)
    evidence: str = Field("", max_length=LONGEST_TYPED)
    source: str = Field("", max_length=1_000)
    verdict: Verdict


def visit_router(
    desk: Desk, turnstile: Turnstile, judgements: Judgements | None = None, media: Media | None = None
) -> APIRouter:
    """Return the routes of ``/page``, for the page alone.

    ``judgements`` is where what viewers say is kept, and ``media`` are the films that are played in the page.
    """
    films = media or Media()
    router = APIRouter(prefix="/page", include_in_schema=False)

    @router.post("/ask")
    async def ask(asked: Asked, request: Request) -> dict[str, Any]:
        return await turnstile.run(client_of(request), partial(_answered, desk, films, asked))

    @router.get("/overview")
    def overview(visit: str = "") -> dict[str, Any]:
        return {**overview_of(desk, visit), "judges": judgements is not None}

    @router.post("/leave", status_code=204)
    def leave(leaving: Leaving) -> None:
        desk.visitors.end(leaving.visit)

    @router.post("/return")
    def come_back(returning: Returning) -> dict[str, bool]:
        return {"kept": desk.visitors.take_over(returning.before, returning.visit)}

    @router.post("/judge", status_code=204)
    def judge(judging: Judging) -> None:
        if judgements is None:
            raise HTTPException(403, "Nothing is kept here.")
        told = judging.model_dump(exclude={"verdict"})
        judgements.add(Judged(**told), judging.verdict)

    @router.post("/map")
    async def text_map(pointed: Pointed, request: Request) -> dict[str, Any]:
        return await turnstile.run(client_of(request), partial(_map, desk, pointed))

    _add_reading(router, desk, films)
    return router


def _answered(desk: Desk, films: Media, asked: Asked) -> dict[str, Any]:
    """Return the answer to what a visitor asks, and what the page shows beside it."""
    assistant = desk.assistant(asked.visit)
    notice = desk.visitors.notice(asked.visit)
    there = {source.source for source in assistant.index.sources}
    before = [turn for turn in asked.history if there.issuperset(turn.sources)]  # Others mean nobody by "he".
    answer = assistant.ask(asked.question, history=turns_of(before))
    if asked.whole_sentences:
        answer = in_sentences(answer)
    private = desk.is_private(asked.visit)
    played = films.played(assistant.index, answer, desk.own_sources(asked.visit) if films and private else ())
    told = {"answer": answer.to_dict(), "notice": notice, "private": private, "films": played}
    ours = summaries_in(assistant.index, answer)
    return {**told, "asked_of": desk.asked_of(asked.visit), "summaries": ours}


def _map(desk: Desk, pointed: Pointed) -> dict[str, Any]:
    """Return the map of what a visitor asks, with the question on it."""
    return map_of(desk.assistant(pointed.visit), pointed.question)


def _add_reading(router: APIRouter, desk: Desk, films: Media) -> None:
    """Add the routes that show what an answer is from: the text, and the film."""

    @router.get("/media/{name}")
    def play(name: str) -> FileResponse:
        file = films.file(name)
        if file is None or not file.is_file():
            raise HTTPException(404, "There is no such film here.")
        return FileResponse(file, media_type=kind_of(file), headers={"cache-control": "private, max-age=3600"})

    @router.get("/source")
    def source(name: str, visit: str = "") -> dict[str, Any]:
        try:
            return text_and_contents(desk.assistant(visit), name)
        except TextError as error:
            raise HTTPException(404, str(error)) from error


def static_files() -> StaticFiles:
    """Return the files that go with the page: scripts, styles, fonts and the mark."""
    return StaticFiles(directory=STATIC)


def overview_of(desk: Desk, visit: str) -> dict[str, Any]:
    """Return what a visit asks, and what the first screen says of it, as plain data."""
    told: dict[str, Any] = {
        "status": "loading" if not desk.shared.done else "failed" if desk.shared.failure else "ready",
        "suggestions": [],
        "suggesting": False,
        "billing": None,
        "private": desk.is_private(visit),
        "asked_of": None,
        "longest_question": LONGEST_QUESTION,
    }
    try:
        told["state"] = desk.state(visit)
        questions, settled = desk.suggestions(visit)
        told["suggestions"], told["suggesting"] = list(questions), not settled
        if told["private"] or told["status"] == "ready":
            told["status"] = "ready"
            told["asked_of"] = desk.asked_of(visit)
            told["billing"] = asdict(billing_of(desk.shown(visit).index))
    except DocumentaryError as error:
        told["status"], told["state"] = "failed", str(error)
    return told
