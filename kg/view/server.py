"""The paths of the explorer's server: the page, its script and style, and a path for each question."""

from __future__ import annotations

import json
import secrets
from typing import Any

from kg.errors import KgError, UsageError
from kg.ids import canonical
from kg.view import page
from kg.view.answers import Answers
from kg.view.guard import Guard, body_of, refusal, trouble

_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8"}


def app(answers: Answers, token: str, port: int) -> Guard:
    """The ASGI application of an open build, behind its guard."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    def told(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
        return Response(body, status, media_type=kind)

    def failed(error: KgError) -> Response:
        return told(trouble(error), status=refusal(error))

    async def index(request: Request) -> Response:
        return told(page.served(token).encode("utf-8"), _TYPES["html"])

    async def asset(request: Request) -> Response:
        name = request.url.path.lstrip("/")
        try:
            return told((page.ASSETS / name).read_bytes(), _TYPES[name.rpartition(".")[2]])
        except OSError as e:
            return failed(UsageError(name, f"cannot be read ({e.strerror})", "install the package again"))

    async def question(request: Request) -> Response:
        try:
            asked = _once(request.query_params.multi_items())
            answer = await run_in_threadpool(answers.ask, request.path_params["name"], asked)
        except KgError as e:
            return failed(e)
        return told(canonical(answer).encode("utf-8", "replace"))

    async def verdict(request: Request) -> Response:
        try:
            body = await body_of(request.receive)
            try:
                sent: Any = json.loads(body)
            except ValueError as e:
                raise UsageError("body", "is no JSON", "send a verdict") from e
            answer = await run_in_threadpool(answers.judge, sent)
        except KgError as e:
            return failed(e)
        return told(canonical(answer).encode("utf-8", "replace"))

    return Guard(
        Starlette(
            routes=[
                Route("/", index),
                Route("/explorer.js", asset),
                Route("/explorer.css", asset),
                Route("/api/verdicts", verdict, methods=["POST"]),
                Route("/api/{name}", question),
            ]
        ),
        token,
        port,
    )


def _once(items: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in items:
        if name in found:
            raise UsageError(name, "is given twice", "give it once")
        found[name] = value
    return found


def token() -> str:
    """A secret that cannot be guessed, as it stands in an address."""
    return secrets.token_urlsafe(32)
