"""The embedded Cypher database: one file, no server, read by `ladybug` (the maintained successor of Kuzu).

Tables come from the ontology. Rows go through CSV files that the database loads in bulk, since that is the one fast way
in that needs no other library (`kg.stores.cells`).
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kg.errors import GraphError, StoreError
from kg.graph import Graph
from kg.stores import lines, reading, refusals
from kg.stores.answer import Answer, plain
from kg.stores.cells import ENDS, TYPES, Tables, source
from kg.stores.columns import Column, Schema

FILE = "graph.lbug"

#: Bytes of the database's own cache at most, where the machine does not tell its size.
_POOL = 2 << 30
#: Bytes of a database of a few rows, and bytes that a byte of rows takes at most beyond that.
_LEAST, _SPREAD = 16 << 20, 3
#: Names of the ontology that are words of the database's language; Neo4j takes them bare, so they are quoted here.
_RESERVED = frozenset({"IN", "order", "group"})


def write(folder: Path) -> Path:
    """Make ``graph.lbug`` of a build folder from its nodes.jsonl and edges.jsonl, in place of one that is there.

    Rows go through one by one; the database keeps those of one edge type in memory while it loads them (see `_pool`).
    The file is whole when this returns; a crash before leaves no file of this name.

    Raises:
        GraphError: a row that the ontology has no place for, or that no database can hold.
        OSError: the disk has no room for it. The engine is not left to find that out: it can take the process with it.
    """
    path, new = folder / FILE, folder / f".{FILE}.new"
    remove(new)
    rows = sum((folder / name).stat().st_size for name in ("nodes.jsonl", "edges.jsonl"))
    if shutil.disk_usage(folder).free < _LEAST + _SPREAD * rows:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    try:
        with opened(new) as connection:
            _fill(connection, folder)
        remove(path)
        new.rename(path)
    finally:
        remove(new)
    return path


def remove(path: Path) -> None:
    """Delete a database and what the engine keeps beside it."""
    for name in (path.name, f"{path.name}.wal", f"{path.name}.shadow", f"{path.name}.tmp"):
        path.with_name(name).unlink(missing_ok=True)


def _pool() -> int:
    """Half of the machine's memory: a bulk load keeps all edges of a type (about 2.5 kB each) until they are sorted in."""
    try:
        return max(_POOL // 2, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
    except (AttributeError, ValueError, OSError):  # Windows
        return _POOL


@contextmanager
def opened(path: Path | None, read_only: bool = False) -> Iterator[Any]:
    """A connection to a database in a file, or in memory (StoreError when it cannot be opened)."""
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
            raise GraphError(path, "no such file", "run kg build INPUT, or name another folder")
        self._may_write = write
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(opened(path, read_only=path is not None and not write))

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
        text = reading.quote_names(reading.name_types(cypher), _RESERVED)
        self._connection.set_query_timeout(max(1, int(seconds * 1000)))
        try:
            result = self._connection.execute(text, dict(parameters or {}))
            result = result[-1] if isinstance(result, list) else result
            columns = reading.heads(cypher, result.get_column_names())
            rows: list[dict[str, Any]] = []
            while result.has_next() and (limit is None or len(rows) < limit):
                rows.append(dict(zip(columns, map(plain, result.get_next()))))
            return Answer(columns, rows, result.has_next())
        except (RuntimeError, ValueError, TypeError) as e:
            raise refusals.explain(e, cypher, seconds) from e

    def close(self) -> None:
        self._stack.close()


def ddl(schema: Schema) -> list[str]:
    """The statements that make the tables, one for each class of the ontology."""
    made = []
    for label, columns in schema.nodes.items():
        made.append(f"CREATE NODE TABLE {quoted(label)}({_declared(columns)}, PRIMARY KEY({quoted('id')}))")
    for kind, columns in schema.edges.items():
        pairs = ", ".join(f"FROM {quoted(a)} TO {quoted(b)}" for a, b in schema.pairs[kind])
        made.append(f"CREATE REL TABLE {quoted(kind)}({pairs}, {_declared(columns)})")
    return made


def _declared(columns: Iterable[Column]) -> str:
    return ", ".join(f"{quoted(c.name)} {TYPES[c.type]}" for c in columns)


def quoted(name: str) -> str:
    """A name of the ontology as the database's language takes it."""
    return f"`{name}`"


def _fill(connection: Any, graph: Graph | Path) -> None:
    schema = Schema.load()
    with_ends = {kind: (*ENDS, *columns) for kind, columns in schema.edges.items()}
    for statement in ddl(schema):
        try:
            connection.execute(statement)
        except RuntimeError as e:
            what = f"the database refuses its tables ({' '.join(str(e).split()):.200})"
            raise GraphError(FILE, what, "fill an empty database; see schemas/ontology") from e
    with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
        tables = Tables(Path(temporary))
        for where, row in lines.nodes(graph):
            label = schema.node(row, where)
            tables.add((label,), where, row, schema.nodes[label])
        for where, row in lines.edges(graph):
            joined = schema.edge(row, where)
            tables.add(joined, where, row, with_ends[joined[0]])
        for key, path in tables.close():
            _copy(connection, key, path, schema.nodes[key[0]] if len(key) == 1 else with_ends[key[0]])


def _copy(connection: Any, key: tuple[str, ...], path: Path, columns: tuple[Column, ...]) -> None:
    load, values = source(path, columns)
    pair = f" (FROM='{key[1]}', TO='{key[2]}')" if len(key) > 1 else ""
    try:
        connection.execute(f"COPY {quoted(key[0])} FROM ({load} RETURN {', '.join(values)}){pair}")
    except RuntimeError as e:
        what = " ".join(str(e).split())
        if "buffer pool" in what:
            todo = "leave it out with --no-database, or push to a server"
            raise StoreError(FILE, f"too many {key[0]} for half of this machine's memory", todo) from e
        raise GraphError(" ".join(key), f"the database refuses it ({what:.200})", "build the graph again") from e
