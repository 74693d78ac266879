"""A networkx graph as a store: it answers Cypher by being loaded into the embedded database, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph import Graph
from kg.stores import lines
from kg.stores.answer import Answer
from kg.stores.ladybug import LadybugStore

if TYPE_CHECKING:
    import networkx


class NetworkStore:
    """A MultiDiGraph in `graph`: nodes by id, edges keyed by edge id, attributes as in JSON Lines.

    Args:
        graph: such a graph (``kg.graph.Graph.to_networkx()``); none for an empty one.
    """

    dialect = "ladybug"

    def __init__(self, graph: networkx.MultiDiGraph | None = None) -> None:
        import networkx

        self.graph = networkx.MultiDiGraph() if graph is None else graph
        self._database: LadybugStore | None = None

    def write(self, source: Graph | Path) -> None:
        """Add a graph or a build folder; what bears the same id is replaced."""
        self.graph.add_nodes_from((row["id"], row) for _, row in lines.nodes(source))
        self.graph.add_edges_from((row["source"], row["target"], row["id"], row) for _, row in lines.edges(source))
        self.close()

    def run(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60, limit: int | None = None
    ) -> Answer:
        """The answer to a Cypher text that reads (StoreError when it is wrong, writes, or takes longer)."""
        if self._database is None:
            database = LadybugStore()
            database.write(
                Graph((d for _, d in self.graph.nodes(data=True)), (d for *_, d in self.graph.edges(data=True)))
            )
            self._database = database
        return self._database.run(cypher, parameters, seconds=seconds, limit=limit)

    def close(self) -> None:
        """Let go of the database; the graph stays."""
        if self._database is not None:
            self._database.close()
            self._database = None
