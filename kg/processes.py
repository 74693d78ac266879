"""Processes that do tasks; nothing is imported here that takes time, so that the first can start before all else."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

#: Bytes by which a process may grow after its first document. What libraries keep of each text they saw (words, parsed
#: names) adds up over thousands of documents; a fresh process in its place costs a second.
_GROWTH = 48 << 20
TIRED = "tired"


class Process:
    """A process that waits for what it is to do: (setting, work, ready), then one task after the other.

    It sends null when it has been told, then what comes of each task, and `TIRED` when another should take its place.

    Args:
        modules: that it loads meanwhile.
    """

    def __init__(self, *modules: str) -> None:
        context = get_context("spawn")  # a fork is unsafe once a model has started threads
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, modules), daemon=True)
        if sys.platform != "win32":
            from multiprocessing import resource_tracker

            resource_tracker.ensure_running()  # when it starts it lets all signals through
        with unstoppable():
            self.process.start()
        theirs.close()  # so that its death ends the pipe

    def close(self) -> None:
        self.pipe.close()
        self.process.kill()  # it ignores anything milder, and holds nothing
        self.process.join()


class Pipe(Protocol):
    """What a process hears and answers by."""

    def send(self, obj: Any, /) -> None: ...

    def recv(self) -> Any: ...


@contextmanager
def unstoppable() -> Iterator[None]:
    """A process that is started in the block is not ended by Ctrl-C and SIGTERM before it has learned to ignore them.

    They are for the process that can tell what was kept; sent to all of them at once, it hears them when the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_stopping() -> None:
    """Leave Ctrl-C and SIGTERM to the process that started this one."""
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)


_STOPPING = (signal.SIGINT, signal.SIGTERM)
_spare: list[Process] = []


def start(*modules: str) -> None:
    """Start the first process of the next `run` now, while this one is still loading what it needs itself."""
    if not _spare:
        _spare.append(Process(*modules))
        atexit.register(_dismiss)


def one() -> Process:
    """A process: the one that `start` started, if it is not taken yet."""
    return _spare.pop() if _spare else Process()


def _dismiss() -> None:
    while _spare:
        _spare.pop().close()


def _work(pipe: Pipe, modules: Iterable[str]) -> None:
    ignore_stopping()
    gc.set_threshold(50_000, 20, 100)  # what is loaded stays; looking for garbage in it takes a tenth of the start
    try:
        for module in modules:
            with suppress(ImportError):  # whoever needs it says so
                import_module(module)
        setting, work, ready = pipe.recv()
        pipe.send(None)
        if ready:
            ready(setting)
        first = 0
        while True:
            pipe.send(work(pipe.recv(), setting))
            now = _memory()
            first = first or now
            if now > first + _GROWTH:
                pipe.send(TIRED)
                first = now
    except (EOFError, OSError):  # the build is gone
        return


def _memory() -> int:
    """Bytes that this process holds; 0 where the system does not tell."""
    try:
        with Path("/proc/self/statm").open() as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
