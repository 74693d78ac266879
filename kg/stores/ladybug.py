"""The embedded Cypher database: one file, no server, read by `ladybug` (the maintained successor of Kuzu).

Tables come from the ontology. Rows go through CSV files that the database loads in bulk, since that is the one fast way
in that needs no other library; a list travels as one cell, its items apart by a character no newspaper holds.
"""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from kg.errors import GraphError, StoreError
from kg.graph import Graph
from kg.stores import lines, reading
from kg.stores.answer import Answer, plain
from kg.stores.columns import Column, Schema, is_day

FILE = "graph.lbug"

_TYPES = {"string": "STRING", "strings": "STRING[]", "integer": "INT64", "number": "DOUBLE", "boolean": "BOOL",
          "date": "DATE"}  # fmt: skip
_ENDS = (Column("source", "string", "source"), Column("target", "string", "target"))
#: Between the items of a list, and in place of an empty item, which the database would drop.
_ITEM, _EMPTY = "\x1e", "\x1d"
_NULL = "\\N"
#: Bytes of the database's own cache at most, where the machine does not tell its size.
_POOL = 2 << 30
#: Names of the ontology that are words of the database's language; Neo4j takes them bare, so they are quoted here.
_RESERVED = frozenset({"IN", "order", "group"})
_FROM_CSV = (
    "(HEADER=false, PARALLEL=false, DELIM=',', QUOTE='\"', ESCAPE='\"', NULL_STRINGS=['\\\\N'], AUTO_DETECT=false)"
)


def write(folder: Path) -> Path:
    """Make ``graph.lbug`` of a build folder from its nodes.jsonl and edges.jsonl, in place of one that is there.

    Rows go through one by one; the database keeps those of one edge type in memory while it loads them (see `_pool`).
    The file is whole when this returns; a crash before leaves no file of this name.

    Raises:
        GraphError: a row that the ontology has no place for, or that no database can hold.
    """
    path, new = folder / FILE, folder / f".{FILE}.new"
    _remove(new)
    try:
        with _database(new) as connection:
            _fill(connection, folder)
        _remove(path)
        new.rename(path)
    finally:
        _remove(new)
    return path


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}.wal", f"{path.name}.shadow", f"{path.name}.tmp"):
        path.with_name(name).unlink(missing_ok=True)


def _pool() -> int:
    """Half of the machine's memory: a bulk load keeps all edges of a type (about 2.5 kB each) until they are sorted in."""
    try:
        return max(_POOL // 2, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
    except (AttributeError, ValueError, OSError):  # Windows
        return _POOL


@contextmanager
def _database(path: Path | None, read_only: bool = False) -> Iterator[Any]:
    import ladybug

    try:
        database = ladybug.Database(str(path or ":memory:"), buffer_pool_size=_pool(), read_only=read_only)
        connection = ladybug.Connection(database)
    except RuntimeError as e:
        what = " ".join(str(e).split())
        busy = "lock" in what.lower()
        todo = "wait until the other program is done" if busy else "build the graph again"
        raise StoreError(path or "memory", "is being written" if busy else f"cannot be opened ({what})", todo) from e
    try:
        yield connection
    finally:
        connection.close()
        database.close()


class LadybugStore:
    """A graph in a file, or in memory.

    Args:
        path: the file; none for memory.
        write: whether `run` may write; a file is then locked against other writers.
    """

    dialect = "ladybug"

    def __init__(self, path: Path | None = None, *, write: bool = False) -> None:
        if path is not None and not path.is_file() and not write:
            raise GraphError(path, "no such file", "run kg build INPUT, or name another folder with --graph")
        self._may_write = write
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(_database(path, read_only=path is not None and not write))

    def write(self, source: Graph | Path) -> None:
        """Fill an empty database with a graph or a build folder."""
        _fill(self._connection, source)

    def run(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60, limit: int | None = None
    ) -> Answer:
        """The answer to a Cypher text; `limit` is the most rows to fetch.

        Raises:
            StoreError: the text is wrong, writes though it may not, or takes longer than `seconds`.
        """
        if not self._may_write:
            reading.check(cypher)
        cypher = reading.quote_names(cypher, _RESERVED)
        self._connection.set_query_timeout(max(1, int(seconds * 1000)))
        try:
            result = self._connection.execute(cypher, dict(parameters or {}))
            result = result[-1] if isinstance(result, list) else result
            columns = tuple(result.get_column_names())
            rows: list[dict[str, Any]] = []
            while result.has_next() and (limit is None or len(rows) < limit):
                rows.append(dict(zip(columns, map(plain, result.get_next()))))
            return Answer(columns, rows, result.has_next())
        except (RuntimeError, ValueError, TypeError) as e:
            raise _refusal(e, seconds) from e

    def close(self) -> None:
        self._stack.close()


def _refusal(error: Exception, seconds: float) -> StoreError:
    what = " ".join(str(error).split())
    if "Interrupted" in what:
        return StoreError("cypher", f"took longer than {seconds:g} s", "ask for less, or give more with --seconds")
    named = re.search(r"Table (\S+) does not exist|Cannot find property (\S+) for", what)
    if named:
        schema = Schema.load()
        known = [
            *schema.nodes,
            *schema.edges,
            *(c.name for t in (*schema.nodes.values(), *schema.edges.values()) for c in t),
        ]
        near = difflib.get_close_matches((named[1] or named[2]).rstrip("."), sorted(set(known)), n=3, cutoff=0.5)
        return StoreError(
            "cypher", what, f"near it: {', '.join(near)}" if near else "see schemas/ontology for what there is"
        )
    return StoreError("cypher", what, "mend the query")


def ddl(schema: Schema) -> list[str]:
    """The statements that make the tables, one for each class of the ontology."""
    made = []
    for label, columns in schema.nodes.items():
        made.append(f"CREATE NODE TABLE {_name(label)}({_declared(columns)}, PRIMARY KEY({_name('id')}))")
    for kind, columns in schema.edges.items():
        pairs = ", ".join(f"FROM {_name(a)} TO {_name(b)}" for a, b in schema.pairs[kind])
        made.append(f"CREATE REL TABLE {_name(kind)}({pairs}, {_declared(columns)})")
    return made


def _declared(columns: Iterable[Column]) -> str:
    return ", ".join(f"{_name(c.name)} {_TYPES[c.type]}" for c in columns)


def _name(name: str) -> str:
    return f"`{name}`"


def _fill(connection: Any, source: Graph | Path) -> None:
    schema = Schema.load()
    with_ends = {kind: (*_ENDS, *columns) for kind, columns in schema.edges.items()}
    for statement in ddl(schema):
        try:
            connection.execute(statement)
        except RuntimeError as e:
            what = f"the database refuses its tables ({' '.join(str(e).split()):.200})"
            raise GraphError(FILE, what, "fill an empty database; see schemas/ontology") from e
    with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
        tables = _Tables(Path(temporary))
        for where, row in lines.nodes(source):
            label = schema.node(row, where)
            tables.add((label,), where, row, schema.nodes[label])
        for where, row in lines.edges(source):
            joined = schema.edge(row, where)
            tables.add(joined, where, row, with_ends[joined[0]])
        for key, path in tables.close():
            _copy(connection, key, path, schema.nodes[key[0]] if len(key) == 1 else with_ends[key[0]])


class _Tables:
    """CSV files by table, open together: one a label, one an edge type and pair of labels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, ...], IO[str]] = {}
        self._stack = ExitStack()

    def add(self, key: tuple[str, ...], where: str, row: Mapping[str, Any], columns: tuple[Column, ...]) -> None:
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


def _copy(connection: Any, key: tuple[str, ...], path: Path, columns: tuple[Column, ...]) -> None:
    # Columns of the file are called c0, c1 …, so that no name of the ontology meets a word of the language.
    typed = ", ".join(f"c{i} STRING" for i in range(len(columns)))
    with path.open("rb") as written:
        empties = any(_EMPTY.encode() in line for line in written)
    values = ", ".join(_parsed(f"c{i}", c.type, empties) for i, c in enumerate(columns))
    pair = f" (FROM='{key[1]}', TO='{key[2]}')" if len(key) > 1 else ""
    file = path.as_posix().replace("\\", "\\\\").replace("'", "\\'")
    try:
        connection.execute(
            f"COPY {_name(key[0])} FROM (LOAD WITH HEADERS ({typed}) FROM '{file}' {_FROM_CSV} RETURN {values}){pair}"
        )
    except RuntimeError as e:
        what = " ".join(str(e).split())
        if "buffer pool" in what:
            todo = "leave it out with --no-database, or push to a server"
            raise StoreError(FILE, f"too many {key[0]} for half of this machine's memory", todo) from e
        raise GraphError(" ".join(key), f"the database refuses it ({what:.200})", "build the graph again") from e


def _parsed(column: str, kind: str, empties: bool) -> str:
    if kind == "strings":
        items = f"string_split({column}, '{_ITEM}')"
        if empties:
            items = f"list_transform({items}, x -> CASE WHEN x = '{_EMPTY}' THEN '' ELSE x END)"
        return f"CASE WHEN {column} = '' THEN CAST([] AS STRING[]) ELSE {items} END"
    return column if kind == "string" else f"CAST({column} AS {_TYPES[kind]})"
