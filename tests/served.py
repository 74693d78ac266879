"""`kg view` as a process of its own, and a browser that notes whatever goes wrong in it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Chromium without a graphics card; the second set draws no WebGL at all.
SOFTWARE = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
BARE = ("--no-sandbox", "--disable-3d-apis")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """The address of a build's explorer, for as long as it is served."""
    command = [sys.executable, "-m", "kg", "view", "--graph", str(folder), "--no-browser", *options]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    watchdog = threading.Timer(60, running.kill)
    watchdog.start()
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        watchdog.cancel()
        assert address.startswith("http://127.0.0.1:"), running.stderr.read() if running.stderr else ""
        yield address
    finally:
        watchdog.cancel()
        running.terminate()
        running.communicate(timeout=20)


@contextmanager
def browsing(
    play: Any, chromium: str, address: str, *, arguments: tuple[str, ...] = SOFTWARE, **options: Any
) -> Iterator[Any]:
    """A page at an address; leaving it fails on an error in its console and on a request off its origin."""
    trouble: list[str] = []
    origin = address.split("#")[0].split("/?")[0]
    browser = play.chromium.launch(executable_path=chromium, args=list(arguments))
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, accept_downloads=True, **options)
        page.set_default_timeout(20_000)
        page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((origin, "data:", "blob:")) else trouble.append(r.url))
        page.goto(address)
        page.wait_for_selector("#view h1")
        yield page
    finally:
        browser.close()
    assert not trouble, trouble


def until(page: Any, condition: str, arg: Any = None, seconds: float = 20) -> None:
    """Wait for an expression of the page to hold; `x` is the argument. Playwright's own waiting wants eval, which the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"x => Boolean({condition})", arg):
        assert time.monotonic() < end, f"never came true: {condition} ({arg})"
        page.wait_for_timeout(40)


def go(page: Any, hash_: str) -> None:
    """Another place of the page, as a link leads there."""
    page.evaluate("h => { location.hash = h; }", hash_)
