"""Of which area is what a table shows: articles, events and people by the papers that tell of them, offices by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from kg.exports import cells
from kg.graph import Graph

#: What a codebook says of the column, for each kind of row.
OF_PAPERS = "areas of the papers that tell of it, `a; b` where several do; empty when not known"
OF_OFFICE = "area to which it belongs; where none is known, those of the papers that tell of it"
#: Labels whose nodes belong to an area of their own (an edge IN).
PLACED = ("Position", "Organization", "Place")


class Areas:
    """The areas of the nodes and edges of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._of_article = {a["id"]: a.get("area") for a in graph.nodes("Article")}

    def of_papers(self, edges: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        """Areas of the papers whose articles prove these edges."""
        found = (self._of_article.get(a) for edge in edges for a in edge.get("articles") or ())
        return frozenset(area for area in found if area)

    def own(self, node_id: str) -> frozenset[str]:
        """Areas in which an office, organisation or place lies by an edge IN: ``{"拱墅区"}``; mostly one or none."""
        return frozenset(
            self._graph.node(e["target"])["name"] for e in self._graph.edges_of(node_id, "IN") if e["source"] == node_id
        )

    def papers_of(self, node: Mapping[str, Any]) -> frozenset[str]:
        """Areas of the papers that tell of a node; of an article its own."""
        if node["label"] == "Article":
            return frozenset(filter(None, [self._of_article[node["id"]]]))
        return self._told[node["id"]]

    def of(self, node: Mapping[str, Any]) -> frozenset[str]:
        """Areas of a node: its own where it lies in one (offices, organisations, places), else those of its papers."""
        return (self.own(node["id"]) if node["label"] in PLACED else frozenset()) or self.papers_of(node)

    def of_edge(self, edge: Mapping[str, Any]) -> frozenset[str]:
        """Areas of an edge: of what concerns an office those of the office, else those of the papers that prove it."""
        end = self._graph.node(edge["target"])
        return self.of(end) if end["label"] == "Position" else self.of_papers([edge])

    @cached_property
    def _told(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for edge in self._graph.edges():
            # A succession rests on sightings of the one and of the other: it says nothing of where either is told of.
            if edge.get("basis") != "derived":
                there = self.of_papers([edge])
                for end in (edge["source"], edge["target"]):
                    found[end] |= there
        return defaultdict(frozenset, {node: frozenset(areas) for node, areas in found.items()})


def text(areas: Iterable[str]) -> str | None:
    """Areas in one cell: ``拱墅区``, ``拱墅区; 滨江区``; null when none is known."""
    return cells.join(sorted(areas)) or None
