"""GraphML, for igraph, Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.exports.cells import attribute
from kg.exports.codebook import Entry, of_graph
from kg.exports.formats import Build

TITLE = "a directed graph with several edges between two nodes"
ABOUT = """Lists are joined by `; `; in an item, `;` and `\\` have a `\\` before them. What is unknown is left out. XML has no place
for control characters: they stand as their pictures (␇), and line ends as `\\n`."""


def write(build: Build, folder: Path) -> list[Entry]:
    """graph.graphml"""
    import networkx

    graph = networkx.MultiDiGraph()
    for node in build.graph.nodes():
        graph.add_node(attribute(node["id"]), **_attributes(node))
    for edge in build.graph.edges():
        graph.add_edge(attribute(edge["source"]), attribute(edge["target"]), key=edge["id"], **_attributes(edge))
    networkx.write_graphml_xml(graph, folder / "graph.graphml", edge_id_from_attribute="id")
    return of_graph("graph.graphml", build.ontology)


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    # A number written once as 1 and once as 0.5 would be two attributes of one name.
    found = {k: attribute(v) for k, v in row.items() if k not in ("source", "target")}
    return {k: float(v) if k == "confidence" else v for k, v in found.items() if v is not None}
