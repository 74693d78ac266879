"""`kg view` as a function."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

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
    to: str | Path | None = None,
    center: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    area: str | None = None,
    publisher: str | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> tuple[int, int] | None:
    """Show a build in the browser until it is stopped with Ctrl-C; or with `to` write the page into a file and return.

    Args:
        graph: the folder of a build.
        port: to listen on, at 127.0.0.1 alone; 0 takes a free one.
        browser: open the page in the user's browser.
        judgements: file that verdicts are added to; ``out.judgements.jsonl`` beside ``out`` when null.
        source: a folder to look for the papers in, should they no longer lie where they were read.
        to: file to write in place of showing anything: a page with everything inside, for up to 10,000 nodes.
        center, since, until, limit: what such a page holds of a larger build (see `kg.view.filing.write`).
        area, publisher: begin with what newspapers of an area, or of a publisher, tell; a page that is written holds no more.
        on_ready: called with the page's address, which holds the secret that opens it.

    Returns:
        With `to`, how many nodes the page holds and how many the build has.

    Raises:
        GraphError: the folder holds no build.
        StoreError: its database is being written.
        UsageError: the port is taken, or the build is too large for a file.
    """
    folder, verdicts, papers = Path(graph), _path(judgements), _path(source)
    if to is not None:
        from kg.view import filing

        return filing.write(
            folder, Path(to), center=center, since=since, until=until, limit=limit, area=area, publisher=publisher,
            judgements=verdicts, source=papers,
        )  # fmt: skip
    if center or since or until or limit:
        raise UsageError("--center, --since, --until, --limit", "narrow a file", "give --to, or choose in the page")
    _serve(folder, port, browser, verdicts, papers, {"area": area, "publisher": publisher}, on_ready)
    return None


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _serve(
    folder: Path, port: int, browser: bool, judgements: Path | None, source: Path | None, scope: dict[str, str | None],
    on_ready: Callable[[str], None] | None,
) -> None:  # fmt: skip
    import uvicorn

    from kg.view import server
    from kg.view.answers import Answers

    answers = Answers(folder, judgements, source)
    try:
        answers.check(**scope)
        restricted = urlencode({key: value for key, value in scope.items() if value})
        with _listening(port) as listener:
            chosen, token = listener.getsockname()[1], server.token()
            config = uvicorn.Config(
                server.app(answers, token, chosen), log_level="warning", access_log=False, server_header=False,
                date_header=False, lifespan="off", ws="none", loop="asyncio", http="h11", timeout_graceful_shutdown=2,
            )  # fmt: skip
            # A server of uvicorn says by its log alone that it can be asked; connections wait in the socket until then.
            listener.listen(128)
            _ready(f"http://{HOST}:{chosen}/?token={token}{restricted and f'#/?{restricted}'}", browser, on_ready)
            with suppress(KeyboardInterrupt):  # uvicorn raises it once more when it has ended in good order
                uvicorn.Server(config).run(sockets=[listener])
    finally:
        answers.close()


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
