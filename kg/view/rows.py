"""Rows of a sorted JSON Lines file, found by bisecting it: no index, nothing in memory but the pages that are read."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.ids import parse

Row = dict[str, Any]
#: What a file is sorted by; a tuple of which the first parts can be asked for alone.
Key = tuple[Any, ...]
#: Lines looked at by a search that are remembered.
_PROBES = 50_000


class SortedRows:
    """A file of one JSON object a line, sorted by a key.

    Args:
        path: the file; it may be empty, and need not end in a line end.
        key: of a row; rows come in its order.

    Raises:
        GraphError: there is no such file.
    """

    def __init__(self, path: Path, key: Callable[[Row], Key]) -> None:
        self._path, self._key = path, key
        try:
            self._file = path.open("rb")
        except OSError as e:
            todo = f"run kg build INPUT --out {path.parent}, or name another folder"
            raise GraphError(path, "cannot be read" if path.exists() else "no such file", todo) from e
        self._probes: dict[int, tuple[int, int, Key]] = {}
        self.size = path.stat().st_size
        self._map: Any = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) if self.size else b""

    def close(self) -> None:
        if self.size:
            self._map.close()
        self._file.close()

    def of(self, *wanted: Any) -> Iterator[Row]:
        """The rows whose key begins with these parts, in order."""
        for row in self.after(*wanted):
            if self._key(row)[: len(wanted)] != wanted:
                return
            yield row

    def one(self, *wanted: Any) -> Row | None:
        """The first row whose key begins with these parts; null when there is none."""
        return next(self.of(*wanted), None)

    def after(self, *wanted: Any) -> Iterator[Row]:
        """The rows from the first whose key is not before these parts."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            start, end, key = self._probes.get(middle) or self._probe(middle)
            if key[: len(wanted)] < wanted:
                low = end + 1
            else:
                high = start
        return self._from(low)

    def _probe(self, middle: int) -> tuple[int, int, Key]:
        """Where the line around a byte begins and ends, and its key; the first steps of every search are the same ones."""
        start = self._map.rfind(b"\n", 0, middle) + 1
        end = self._end(start)
        found = start, end, self._key(self._row(start, end))
        if len(self._probes) < _PROBES:
            self._probes[middle] = found
        return found

    def _from(self, start: int) -> Iterator[Row]:
        while start < self.size:
            end = self._end(start)
            yield self._row(start, end)
            start = end + 1

    def _end(self, start: int) -> int:
        found: int = self._map.find(b"\n", start)
        return self.size if found < 0 else found

    def _row(self, start: int, end: int) -> Row:
        try:
            row: Row = parse(self._map[start:end])
            self._key(row)
        except (ValueError, KeyError, TypeError) as e:
            raise GraphError(f"{self._path}, byte {start}", "no row of a build", "build the graph again") from e
        return row
