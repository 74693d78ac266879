"""`kg query`, `kg cypher` and `kg push` as functions: a built graph in databases, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg import output, queries
from kg.errors import UsageError
from kg.graph import Graph
from kg.rows import Rows
from kg.stores import Answer, Store, open_store, reading

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.push import Summary

#: A graph, or the folder of a build.
Source = Graph | str | Path


@contextmanager
def opened(graph: Source, server: Mapping[str, Any] | None = None, *, write: bool = False) -> Iterator[Store]:
    """The store of a build, or of a server (arguments of `kg.stores.neo4j.Neo4jStore`); closed when the block ends."""
    if server and server.get("uri"):
        from kg.stores.neo4j import Neo4jStore

        store: Store = Neo4jStore(**server)
    else:
        if not isinstance(graph, Graph):
            output.recover(Path(graph).resolve())
        store = open_store(graph, write=write)
    try:
        yield store
    finally:
        store.close()


def query(
    name: str, graph: Source = "out", *, server: Mapping[str, Any] | None = None, seconds: float = 60, **parameters: Any
) -> Rows:
    """The answer to a named question (``kg.query("attendance", person="敖煜新")``), one dict a row.

    Args:
        name: one of `kg.queries.names()`; `kg.queries.find(name)` tells its parameters and columns.
        graph: a graph, or the folder of a build.
        server: in place of `graph`, a Neo4j server (``{"uri": "neo4j://localhost", "user": …, "password": …}``); with
            ``"dataset"`` that of its datasets alone.
        parameters: of the question; days as ISO text, for a period also ``2026-04``.

    Returns:
        A list with `columns`, and `to_frame()` where pandas is installed.

    Raises:
        UsageError: no such question or dataset, or a parameter missing, unknown or wrong.
        StoreError: the database cannot be reached, or takes longer than `seconds`.
    """
    queries.check(name, parameters)
    with opened(graph, server) as store:
        if store.dialect != "neo4j":
            return queries.ask(store, name, seconds, **parameters)
        return _ask_server(cast("Neo4jStore", store), name, seconds, parameters)


def _ask_server(server: Neo4jStore, name: str, seconds: float, parameters: dict[str, Any]) -> Rows:
    from kg.stores import dataset

    if server.dataset is not None:
        return queries.ask(dataset.alone(server, server.dataset), name, seconds, **parameters)
    rows = queries.ask(server, name, seconds, **parameters)
    if len(there := dataset.there(server)) > 1:
        rows.notes = [
            *rows.notes,
            f"the server holds several datasets ({', '.join(there)}), and this is the answer of all of them together;"
            " --dataset asks one alone",
        ]
    return rows


def cypher(
    text: str,
    graph: Source = "out",
    *,
    parameters: Mapping[str, Any] | None = None,
    server: Mapping[str, Any] | None = None,
    seconds: float = 60,
    limit: int | None = None,
    write: bool = False,
) -> Answer:
    """The answer to any Cypher text, with values only by parameters (``$name``).

    Args:
        limit: rows to fetch at most; the answer tells whether there were more.
        write: let it write. What is written into graph.lbug is gone with the next build.

    Raises:
        UsageError: the text wants a value that `parameters` lack.
        StoreError: the text is wrong, writes though it may not, or takes longer than `seconds`.
    """
    for name in sorted(reading.parameters(text) - set(parameters or {})):
        raise UsageError("cypher", f"${name} has no value", f"give --param {name}=…, or --number for a number")
    with opened(graph, server, write=write) as store:
        more: dict[str, Any] = {"write": True} if write and store.dialect == "neo4j" else {}
        return store.run(text, parameters, seconds=seconds, limit=limit, **more)


def push(
    folder: str | Path,
    uri: str,
    user: str = "neo4j",
    password: str | None = None,
    database: str | None = None,
    dataset: str | None = None,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Summary:
    """Bring a Neo4j database to what a build says; what others wrote there stays (see `kg.stores.push`).

    Args:
        dataset: the name under which it is written, and under which alone anything is removed; that of the build if null.

    Raises:
        GraphError: the folder holds no build.
        StoreError: the server cannot be reached or refuses, in one line that says why.
    """
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.push import push as bring

    output.recover(Path(folder).resolve())
    store = Neo4jStore(uri, user, password, database, dataset)
    try:
        return bring(store, Path(folder), on_progress=on_progress)
    finally:
        store.close()
