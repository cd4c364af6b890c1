"""Errors as problem JSON (RFC 9457): a title, the status, and a sentence that says what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from corpus import DocumentaryError
from qa.web.turnstile import BusyError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

MEDIA_TYPE = "application/problem+json"
SECONDS_LATER = 2
"""When somebody who was told that the server is busy may ask again."""


class Problem(BaseModel):
    """What went wrong with a request."""

    type: str = Field("about:blank", description="Always about:blank: the status says what kind of problem it is.")
    title: str = Field(description="The kind of problem, in a few words.", examples=["Unprocessable Content"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What was wrong, and what to do.")


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer to a request that failed."""
    told = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(told.model_dump(), status, headers, MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Let ``app`` answer every error as problem JSON."""

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        found = error.errors() if isinstance(error, RequestValidationError) else []
        return problem(422, "; ".join(_told(one) for one in found) or "The request cannot be understood.")

    async def refused(_: Request, error: Exception) -> JSONResponse:
        known = error if isinstance(error, HTTPException) else HTTPException(500)
        headers = dict(known.headers) if known.headers else None
        return problem(known.status_code, str(known.detail), headers)

    async def busy(_: Request, error: Exception) -> JSONResponse:
        return problem(503, str(error), {"retry-after": str(SECONDS_LATER)})

    async def broken(_: Request, error: Exception) -> JSONResponse:
        return problem(503, str(error))

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(BusyError, busy)
    app.add_exception_handler(DocumentaryError, broken)


def _told(error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "body")
    return f"{place}: {error['msg']}" if place else str(error["msg"])
