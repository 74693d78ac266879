"""Who may ask: pages of this very server, with the token that was printed; nobody else's pages, by no other name."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from kg.errors import KgError, UsageError
from kg.ids import canonical

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bytes that a body may have.
LONGEST_BODY = 64 << 10
#: Characters that a path with its question may have.
LONGEST_PATH = 8 << 10
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
}  # fmt: skip
#: Paths that hold nothing of the build.
_OPEN = frozenset({"/explorer.js", "/explorer.css"})
#: The one path that may be posted to.
_POSTED = "/api/verdicts"


class RefusedError(KgError):
    """A request that is not answered; `status` is the code of HTTP that says why."""

    def __init__(self, status: int, where: object, what: str, todo: str = "") -> None:
        super().__init__(where, what, todo)
        self.status = status


@dataclass(frozen=True)
class Guard:
    """Lets through what the page of this server asks.

    Args:
        app: what answers.
        token: the secret in the printed address, which the page gets in exchange for a cookie.
        port: on which the server listens.
    """

    app: App
    token: str
    port: int

    @property
    def cookie(self) -> str:
        """Cookies know no ports, so that each server's has a name of its own."""
        return f"kg-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            known = self._check(scope)
        except RefusedError as e:
            await _refuse(send, e, head=scope["method"] == "HEAD")
            return

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_encoded(_HEADERS)]
                if known == "question":
                    cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
                    message["headers"].append((b"set-cookie", cookie.encode("ascii")))
            await send(message)

        await self.app(scope, receive, guarded)

    def _check(self, scope: Scope) -> str:
        """Where the token was: in the header, the cookie or the question; empty for what needs none."""
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        path, method = scope["path"], scope["method"]
        names = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        if self.port == 80:
            names |= {"127.0.0.1", "localhost"}
        if len(headers.get("host", ())) != 1 or headers["host"][0] not in names:
            raise RefusedError(403, "Host", "is not the name of this server", f"ask http://127.0.0.1:{self.port}/")
        if any(origin not in {f"http://{n}" for n in names} for origin in headers.get("origin", ())):
            raise RefusedError(403, "Origin", "is another page", "ask from the page of this server")
        if method not in ("GET", "HEAD") and (method, path) != ("POST", _POSTED):
            raise RefusedError(405, method, "is no way to ask", f"GET, or POST {_POSTED}")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_PATH:
            raise RefusedError(414, "the address", f"is longer than {LONGEST_PATH} bytes", "ask for less")
        known = self._known(headers, scope.get("query_string") or b"", path)
        if method == "POST":
            if known != "header":
                raise RefusedError(403, "X-Kg-Token", "is missing or wrong", "post from the page of this server")
            if headers.get("content-type", [""])[0].partition(";")[0].strip().lower() != "application/json":
                raise RefusedError(415, "Content-Type", "is not application/json", "send JSON")
        if not known and path not in _OPEN:
            raise RefusedError(403, "token", "is missing or wrong", "open the address that kg view printed")
        return known

    def _known(self, headers: dict[str, list[str]], query: bytes, path: str) -> str:
        if any(self._is_token(value) for value in headers.get("x-kg-token", ())):
            return "header"
        if path == "/" and any(self._is_token(value) for value in parse_qs(query.decode("latin-1")).get("token", ())):
            return "question"
        for text in headers.get("cookie", ()):
            try:
                found = SimpleCookie(text).get(self.cookie)
            except CookieError:
                continue
            if found and self._is_token(found.value):
                return "cookie"
        return ""

    def _is_token(self, value: str) -> bool:
        return secrets.compare_digest(value.encode("utf-8", "replace"), self.token.encode("ascii"))


async def body_of(receive: Receive) -> bytes:
    """The body of a request.

    Raises:
        RefusedError: it is longer than `LONGEST_BODY`, whatever it said of its length; one that is not much longer is heard
            to its end, so that whoever sends it can hear the answer.
    """
    body, length = b"", 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise RefusedError(400, "body", "was broken off", "send it again")
        part = message.get("body", b"")
        length += len(part)
        body = body + part if length <= LONGEST_BODY else b""
        if not message.get("more_body") or length > 32 * LONGEST_BODY:
            break
    if length > LONGEST_BODY:
        raise RefusedError(413, "body", f"is longer than {LONGEST_BODY} bytes", "send one verdict at a time")
    return body


def trouble(error: KgError) -> bytes:
    """An error as the page gets it."""
    return canonical({"where": error.where, "what": error.what, "todo": error.todo}).encode("utf-8", "replace")


def refusal(error: KgError) -> int:
    """The code of HTTP for an error."""
    from kg.view.base import MissingError

    if isinstance(error, RefusedError):
        return error.status
    return 404 if isinstance(error, MissingError) else 400 if isinstance(error, UsageError) else 500


async def _refuse(send: Send, error: RefusedError, head: bool) -> None:
    body = trouble(error)
    headers = [
        *_encoded(_HEADERS),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if error.status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
