"""The graph in databases that answer Cypher: embedded (ladybug), a server (neo4j), and in memory (networkx).

A store is written once (`write`) and asked many times (`run`). Named questions are in `kg.queries`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from kg.graph import Graph
from kg.stores.answer import Answer
from kg.stores.ladybug import FILE, LadybugStore

__all__ = ["Answer", "Store", "open_store"]


class Store(Protocol):
    """What every store does.

    Attributes:
        dialect: ``ladybug`` or ``neo4j``, by which a question that needs two texts is told which to take.
    """

    dialect: str

    def write(self, source: Graph | Path) -> object:
        """Put a graph, or the graph of a build folder, into the store."""

    def run(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60, limit: int | None = None
    ) -> Answer:
        """The answer to a Cypher text; values only by parameters. StoreError when it is refused or takes longer."""
        ...

    def close(self) -> None: ...


def open_store(source: Graph | str | Path = "out", *, write: bool = False) -> Store:
    """The store of a graph or a build folder: its graph.lbug, or without one its rows in memory.

    Args:
        write: open graph.lbug so that `run` may write.

    Raises:
        GraphError: the folder holds no build.
        StoreError: graph.lbug is being written.
    """
    if isinstance(source, Graph):
        from kg.stores.network import NetworkStore

        return NetworkStore(source.to_networkx())
    path = Path(source) / FILE
    if path.is_file():
        return LadybugStore(path, write=write)
    store = LadybugStore(write=write)
    try:
        store.write(Path(source))
    except BaseException:
        store.close()
        raise
    return store
