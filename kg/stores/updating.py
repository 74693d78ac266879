"""Bringing graph.lbug up to date with the rows that changed, instead of writing it whole.

One day added to four years of a newspaper changes some hundred rows of a hundred thousand. They are applied to a copy of
the file; the copy is whole, or it is not there.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.ids import parse
from kg.stores.cells import ENDS, Tables, source
from kg.stores.columns import Column, Schema, label_of
from kg.stores.ladybug import FILE, opened, quoted, remove

#: Type, source, target and id of an edge.
Key = tuple[str, str, str, str]
_ID = Column("id", "string", "id")


def update(
    old: Path,
    folder: Path,
    nodes: Iterable[tuple[str, str | None]],
    edges: Iterable[tuple[Key, str | None]],
    counts: Mapping[str, int],
) -> Path:
    """Write ``graph.lbug`` into a build folder: what `old` holds, with some rows put in, changed and taken out.

    Args:
        old: a graph.lbug made with the ontology in use; it stays as it is.
        nodes, edges, counts: see `Copy.apply`.

    Raises:
        KgError, OSError or RuntimeError: it cannot be done; no file is left, and the database must be written whole.
    """
    with copied(old, folder) as copy:
        copy.apply(nodes, edges, counts)
    return folder / FILE


class Copy:
    """A copy of a database, open to be changed once."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def apply(
        self,
        nodes: Iterable[tuple[str, str | None]],
        edges: Iterable[tuple[Key, str | None]],
        counts: Mapping[str, int],
    ) -> None:
        """Put rows in, change them and take them out, all or none.

        Args:
            nodes: ids of all nodes that may be other than there, with their lines in nodes.jsonl; null when there is none.
            edges: the same of edges.
            counts: how many nodes and edges there must be in the end by label and type, as a last check.
        """
        with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
            put, gone = Tables(Path(temporary) / "put"), Tables(Path(temporary) / "gone")
            if _sort(nodes, edges, put, gone):
                _apply(self._connection, put, gone, counts)


@contextmanager
def copied(old: Path, folder: Path) -> Iterator[Copy]:
    """A copy of a database, which is whole in its folder when the block ends, and not there should it fail."""
    path, new = folder / FILE, folder / f".{FILE}.new"
    remove(new)
    try:
        if shutil.disk_usage(folder).free < 2 * old.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))  # see `kg.stores.ladybug.write`
        shutil.copyfile(old, new)
        with opened(new) as connection:
            yield Copy(connection)
        if new.with_name(f"{new.name}.wal").exists():
            raise StoreError(path, "was not written to the end", "build the graph again")
        new.rename(path)
    finally:
        remove(new)


def _sort(
    nodes: Iterable[tuple[str, str | None]], edges: Iterable[tuple[Key, str | None]], put: Tables, gone: Tables
) -> bool:
    """Put the rows into the files of their tables; tells whether there is any."""
    schema, found = Schema.load(), False
    for node, line in nodes:
        found, label = True, label_of(node)
        if line is None:
            gone.add((label,), node, {"id": node}, (_ID,))
        else:
            put.add((label,), node, parse(line), schema.nodes[label])
    for (kind, start, end, edge), line in edges:
        row = {"type": kind, "source": start, "target": end, "id": edge} if line is None else parse(line)
        found, key = True, schema.edge(row, f"edge {edge}")
        if line is None:
            gone.add(key, edge, row, (*ENDS, _ID))
        else:
            put.add(key, edge, row, (*ENDS, *schema.edges[kind]))
    return found


def _apply(connection: Any, put: Tables, gone: Tables, counts: Mapping[str, int]) -> None:
    schema = Schema.load()
    connection.execute("BEGIN TRANSACTION")
    # Edges go before their nodes, and come after them.
    for key, path in reversed(list(gone.close())):
        if len(key) == 1:
            load, (node,) = source(path, (_ID,))
            connection.execute(f"{load} MATCH (n:{quoted(key[0])} {{id: {node}}}) DELETE n")
        else:
            load, values = source(path, (*ENDS, _ID))
            connection.execute(f"{load} {_ends(key, values)} MATCH (a)-[e:{quoted(key[0])}]->(b)"
                               f" WHERE e.id = {values[2]} DELETE e")  # fmt: skip
    for key, path in put.close():
        if len(key) == 1:
            columns = schema.nodes[key[0]]
            load, values = source(path, columns)
            connection.execute(
                f"{load} MERGE (n:{quoted(key[0])} {{{_id(columns, values)}}}) {_set('n', columns, values)}"
            )
        else:
            columns = schema.edges[key[0]]
            load, (a, b, *values) = source(path, (*ENDS, *columns))
            connection.execute(f"{load} {_ends(key, [a, b])} MERGE (a)-[e:{quoted(key[0])} {{{_id(columns, values)}}}]->(b)"
                               f" {_set('e', columns, values)}")  # fmt: skip
    _check(connection, schema, counts)
    connection.execute("COMMIT")
    connection.execute("CHECKPOINT")


def _ends(key: tuple[str, ...], values: list[str]) -> str:
    # Two MATCH: both ends in one are joined only after all pairs of nodes were made.
    return f"MATCH (a:{quoted(key[1])} {{id: {values[0]}}}) MATCH (b:{quoted(key[2])} {{id: {values[1]}}})"


def _id(columns: tuple[Column, ...], values: list[str]) -> str:
    return ", ".join(f"id: {v}" for c, v in zip(columns, values, strict=True) if c.name == "id")


def _set(name: str, columns: tuple[Column, ...], values: list[str]) -> str:
    changes = (f"{name}.{quoted(c.name)} = {v}" for c, v in zip(columns, values, strict=True) if c.name != "id")
    return "SET " + ", ".join(changes)


def _check(connection: Any, schema: Schema, counts: Mapping[str, int]) -> None:
    """An edge whose end is missing is passed over in silence, so all are counted."""
    for name in (*schema.nodes, *schema.edges):
        what = f"(n:{quoted(name)})" if name in schema.nodes else f"()-[n:{quoted(name)}]->()"
        [number] = connection.execute(f"MATCH {what} RETURN count(*)").get_next()
        if number != counts.get(name, 0):
            raise StoreError(FILE, f"has {number} {name}, not {counts.get(name, 0)}", "build the graph again")
