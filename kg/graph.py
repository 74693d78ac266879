"""The graph: flat nodes and edges, with a networkx view for those who want one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.ids import fold_name
from kg.rows import Row, Rows

if TYPE_CHECKING:
    import networkx


class Graph:
    """Nodes and edges as the contract writes them: dicts with ``id``, ``label`` or ``type``, ``source``, ``target`` …

    ``kg.open_graph("out").edges("CHAIRED").to_frame()`` is a DataFrame; ``graph.find("敖煜新")`` the nodes of a name.

    Args:
        nodes: one dict a node, ids unique.
        edges: one dict an edge; both ends must be among the nodes.
    """

    def __init__(self, nodes: Iterable[Row], edges: Iterable[Row]) -> None:
        self._nodes: dict[str, Row] = {n["id"]: n for n in sorted(nodes, key=lambda n: n["id"])}
        self._edges = sorted(edges, key=lambda e: (e["type"], e["source"], e["target"], e["id"]))
        self._at: dict[str, list[Row]] = defaultdict(list)
        for edge in self._edges:
            for end in (edge["source"], edge["target"]):
                if end not in self._nodes:
                    raise GraphError(f"edge {edge['id']}", f"its end '{end}' is no node", "build the graph again")
                self._at[end].append(edge)
        self._named: dict[str, list[Row]] | None = None
        self._networkx: networkx.MultiDiGraph | None = None

    def nodes(self, label: str | None = None) -> Rows:
        """All nodes, or those of a label, by id."""
        return Rows(n for n in self._nodes.values() if label in (None, n["label"]))

    def edges(self, edge_type: str | None = None) -> Rows:
        """All edges, or those of a type, by type, source, target and id."""
        return Rows(e for e in self._edges if edge_type in (None, e["type"]))

    def node(self, node_id: str) -> Row:
        """The node of this id (GraphError when there is none)."""
        try:
            return self._nodes[node_id]
        except KeyError:
            raise GraphError("graph", f"no node '{node_id}'", "look for it by name") from None

    def edges_of(self, node_id: str, edge_type: str | None = None) -> Rows:
        """Edges that begin or end at a node."""
        return Rows(e for e in self._at.get(node_id, ()) if edge_type in (None, e["type"]))

    def find(self, name: str) -> Rows:
        """Nodes of this name or alias, whatever the width of the letters (``find("区委书记")``), by id."""
        if self._named is None:
            self._named = defaultdict(list)
            for node in self._nodes.values():
                for form in dict.fromkeys(fold_name(n) for n in (node["name"], *(node.get("aliases") or ()))):
                    self._named[form].append(node)
        return Rows(self._named.get(fold_name(name), ()))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """A MultiDiGraph: nodes by id, edges keyed by edge id, attributes as here. Made once; treat it as read-only."""
        if self._networkx is None:
            import networkx

            self._networkx = networkx.MultiDiGraph()
            self._networkx.add_nodes_from(self._nodes.items())
            self._networkx.add_edges_from((e["source"], e["target"], e["id"], e) for e in self._edges)
        return self._networkx
