"""Ctrl-C, and SIGTERM like it: the first ends a command in good order, the second at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: What ends a command, where there is such a signal.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name))
#: Seconds within which SIGTERM is sent once: `timeout` sends it to a process and then to its group.
_ONE = 0.1
#: The exit code of a command that was stopped.
STOPPED = 130


@contextmanager
def stoppable(told: str) -> Iterator[None]:
    """In the block the first signal raises KeyboardInterrupt, and another one ends the process at once.

    At once is also while a library works that hears no Python (the database writing its tables): that it was sent a signal
    the process learns in a thread of its own. Nothing is lost by such an end, as nothing is by a kill: what was committed
    stands, what is being written is not yet in the place of anything.

    Args:
        told: the line that the second signal prints.
    """
    if threading.current_thread() is not threading.main_thread():  # only there can signals be taken
        yield
        return
    heard, sent = socket.socketpair()
    sent.setblocking(False)
    over, stopped = threading.Event(), threading.Event()

    def stop(number: int, frame: object) -> None:
        if not stopped.is_set():  # the watcher sees to the others
            stopped.set()
            raise KeyboardInterrupt

    before = {s: h for s in _SIGNALS if (h := signal.getsignal(s)) is not signal.SIG_IGN}
    wakeup = signal.set_wakeup_fd(sent.fileno(), warn_on_full_buffer=False)
    watcher = threading.Thread(target=_watch, args=(heard, told, over), daemon=True)
    watcher.start()
    try:
        for number in before:
            signal.signal(number, stop)
        yield
    finally:
        over.set()
        if not stopped.is_set():  # else the process is about to end, and may still be told to be quick about it
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(wakeup)
            sent.close()
            watcher.join()


def _watch(heard: socket.socket, told: str, over: threading.Event) -> None:
    number, last = 0, -_ONE
    with heard:
        while data := heard.recv(64):
            for byte in filter(_SIGNALS.__contains__, data):
                now = time.monotonic()
                number += byte == signal.SIGINT or now - last > _ONE
                last = last if byte == signal.SIGINT else now
            if number > 1:
                if not over.is_set():
                    with suppress(OSError, ValueError):
                        os.write(sys.stderr.fileno(), f"kg: {told}\n".encode())
                os._exit(STOPPED)
