"""`kg view` as a function."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.errors import UsageError

#: The one address that is listened on.
HOST = "127.0.0.1"


def view(
    graph: str | Path = "out",
    *,
    port: int = 0,
    browser: bool = True,
    judgements: str | Path | None = None,
    source: str | Path | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Show a build in the browser; returns when it is stopped with Ctrl-C.

    Args:
        graph: the folder of a build.
        port: to listen on, at 127.0.0.1 alone; 0 takes a free one.
        browser: open the page in the user's browser.
        judgements: file that verdicts are added to; ``out.judgements.jsonl`` beside ``out`` when null.
        source: a folder to look for the papers in, should they no longer lie where they were read.
        on_ready: called with the page's address, which holds the secret that opens it.

    Raises:
        GraphError: the folder holds no build.
        StoreError: its database is being written.
        UsageError: the port is taken.
    """
    import uvicorn

    from kg.view import server
    from kg.view.answers import Answers

    folder = Path(graph)
    answers = Answers(
        folder, None if judgements is None else Path(judgements), None if source is None else Path(source)
    )
    try:
        with _listening(port) as listener:
            chosen, token = listener.getsockname()[1], server.token()
            config = uvicorn.Config(
                server.app(answers, token, chosen), log_level="warning", access_log=False, server_header=False,
                date_header=False, lifespan="off", ws="none", loop="asyncio", http="h11", timeout_graceful_shutdown=2,
            )  # fmt: skip
            running = _Told(config, lambda: _ready(f"http://{HOST}:{chosen}/?token={token}", browser, on_ready))
            running.run(sockets=[listener])
    finally:
        answers.close()


def _Told(config: Any, on_started: Callable[[], None]) -> Any:  # noqa: N802  a class, made when its base is at hand
    import uvicorn

    class Told(uvicorn.Server):
        """A server that says when it can be asked."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            on_started()

    return Told(config)


def _ready(address: str, browser: bool, on_ready: Callable[[str], None] | None) -> None:
    if on_ready:
        on_ready(address)
    if browser:
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where another program could else listen on it, too
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except (OSError, OverflowError) as e:
        listener.close()
        raise UsageError(
            f"--port {port}",
            f"cannot be listened on ({getattr(e, 'strerror', None) or e})",
            "give another, or 0 for a free one",
        ) from e
    return listener
