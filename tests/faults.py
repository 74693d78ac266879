"""An exception raised at the n-th statement that a build sends to SQLite, or at its n-th file operation."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from kg import output

#: Of the events that Python tells audit hooks of, those that change files or read them.
_EVENTS = frozenset(
    "open os.rename os.remove os.mkdir os.rmdir os.scandir os.listdir os.truncate os.chmod shutil.copyfile".split()
)


class Fault:
    """Counts, and raises once: at the n-th call of `tick`; never when n is 0."""

    def __init__(self, n: int = 0, error: Callable[[], BaseException] = KeyboardInterrupt) -> None:
        self.count, self._n, self._error, self._lock = 0, n, error, Lock()

    def tick(self) -> None:
        with self._lock:
            self.count += 1
            now = self.count == self._n
        if now:
            raise self._error()

    def of(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows of one ``executemany``, each a statement of its own."""
        for row in rows:
            self.tick()
            yield row


@contextmanager
def statements(fault: Fault) -> Iterator[None]:
    """Every statement sent to SQLite in the block is a tick."""
    connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            fault.tick()
            return super().execute(*arguments)

        def executemany(self, sql: str, rows: Iterable[Any]) -> sqlite3.Cursor:  # type: ignore[override]
            fault.tick()
            return super().executemany(sql, fault.of(rows))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Connection))
        yield


@contextmanager
def operations(fault: Fault, root: Path, part: str = "") -> Iterator[None]:
    """Every operation on a file under a folder is a tick: opening, writing, flushing, listing, renaming, deleting.

    Args:
        part: only on files of whose names this is a part.
    """
    whole, exchange, fsync = Path.open, output._exchange, os.fsync

    def wanted(path: object) -> bool:
        return isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(str(root)) and part in str(path)

    def opened(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        file = whole(path, mode, *more, **options)
        return _Written(file, fault) if "w" in mode and wanted(path) else file

    def exchanged(a: Path, b: Path) -> bool:
        fault.tick()
        done = exchange(a, b)
        fault.tick()
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        patch.setattr(output, "_exchange", exchanged)
        if not part:
            patch.setattr(os, "fsync", lambda handle: (fault.tick(), fsync(handle)))
        _watched.append((fault, wanted))
        try:
            yield
        finally:
            _watched.clear()


class _Written:
    """A file open for writing, of which every write is a tick."""

    def __init__(self, file: Any, fault: Fault) -> None:
        self._file, self._fault = file, fault

    def write(self, text: Any) -> int:
        self._fault.tick()
        return self._file.write(text)

    def writelines(self, lines: Iterable[Any]) -> None:
        for line in lines:
            self.write(line)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


_watched: list[tuple[Fault, Callable[[object], bool]]] = []


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched and event in _EVENTS:
        fault, wanted = _watched[0]
        if wanted(arguments[0]):
            fault.tick()


sys.addaudithook(_heard)
