"""Rows on their way into the embedded database: CSV files, one a table, and the Cypher that reads them back.

A list travels as one cell, its items apart by a character no newspaper holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from kg.errors import GraphError
from kg.stores.columns import Column, is_day

TYPES = {"string": "STRING", "strings": "STRING[]", "integer": "INT64", "number": "DOUBLE", "boolean": "BOOL",
         "date": "DATE"}  # fmt: skip
#: The columns of an edge's file that come before its own.
ENDS = (Column("source", "string", "source"), Column("target", "string", "target"))
#: Between the items of a list, and in place of an empty item, which the database would drop.
_ITEM, _EMPTY = "\x1e", "\x1d"
_NULL = "\\N"
_FROM_CSV = (
    "(HEADER=false, PARALLEL=false, DELIM=',', QUOTE='\"', ESCAPE='\"', NULL_STRINGS=['\\\\N'], AUTO_DETECT=false)"
)


class Tables:
    """CSV files by table, open together: one a label, one an edge type and pair of labels."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._files: dict[tuple[str, ...], IO[str]] = {}
        self._stack = ExitStack()

    def add(self, key: tuple[str, ...], where: str, row: Mapping[str, Any], columns: tuple[Column, ...]) -> None:
        """Put a row into the file of its table (GraphError for a value that no database can hold)."""
        file = self._files.get(key)
        if file is None:
            path = self._folder / f"{len(self._files)}.csv"
            file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._files[key] = file
        line = ",".join([_quick(row, c) or _cell(c.value(row, where), where, c.source) for c in columns]) + "\n"
        try:
            file.write(line)
        except UnicodeEncodeError:
            for c in columns:
                c.value(row, where)  # says which property it is
            raise

    def close(self) -> Iterator[tuple[tuple[str, ...], Path]]:
        """Tables with their files, those of nodes first."""
        self._stack.close()
        for key in sorted(self._files, key=lambda k: (len(k), k)):
            yield key, Path(self._files[key].name)


def _quick(row: Mapping[str, Any], column: Column) -> str:
    """The cell of a value that is as it should be, without looking closer; empty when a closer look is needed."""
    value, kind = row.get(column.source), column.type
    if value is None:
        return "" if column.fallback else '""' if kind == "strings" else _NULL
    if kind == "strings":
        if type(value) is list and "" not in value:
            try:
                text = _ITEM.join(value)
            except TypeError:
                return ""
            if text.count(_ITEM) == max(0, len(value) - 1) and _EMPTY not in text:
                return '"' + text.replace('"', '""') + '"'
    elif kind == "string":
        if type(value) is str:
            return '"' + value.replace('"', '""') + '"'
    elif kind == "date":
        if type(value) is str and is_day(value):
            return value
    elif kind == "number" and type(value) is float:
        return repr(value)
    return ""


def _cell(value: Any, where: str, what: str) -> str:
    if value is None:
        return _NULL
    if isinstance(value, list):
        if any(_ITEM in item or _EMPTY in item for item in value):
            raise GraphError(where, f"{what} holds the character U+001D or U+001E", "take it out and build again")
        value = _ITEM.join([item or _EMPTY for item in value])
    elif isinstance(value, bool):
        return "true" if value else "false"
    elif not isinstance(value, str):
        return repr(value)
    return '"' + value.replace('"', '""') + '"'


def source(path: Path, columns: tuple[Column, ...]) -> tuple[str, list[str]]:
    """How a table's file is read: the LOAD clause, and the value of each column.

    Columns of the file are called c0, c1 …, so that no name of the ontology meets a word of the language.
    """
    typed = ", ".join(f"c{i} STRING" for i in range(len(columns)))
    with path.open("rb") as written:
        empties = any(_EMPTY.encode() in line for line in written)
    file = path.as_posix().replace("\\", "\\\\").replace("'", "\\'")
    values = [_parsed(f"c{i}", c.type, empties) for i, c in enumerate(columns)]
    return f"LOAD WITH HEADERS ({typed}) FROM '{file}' {_FROM_CSV}", values


def _parsed(column: str, kind: str, empties: bool) -> str:
    if kind == "strings":
        items = f"string_split({column}, '{_ITEM}')"
        if empties:
            items = f"list_transform({items}, x -> CASE WHEN x = '{_EMPTY}' THEN '' ELSE x END)"
        return f"CASE WHEN {column} = '' THEN CAST([] AS STRING[]) ELSE {items} END"
    return column if kind == "string" else f"CAST({column} AS {TYPES[kind]})"
