"""GraphML, for igraph, Gephi, yEd, Cytoscape and networkx. Written as it comes, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from kg.exports.cells import known, xml_text
from kg.exports.codebook import Entry, of_graph
from kg.exports.formats import Build
from kg.ontology import Property

TITLE = "a directed graph with several edges between two nodes"
ABOUT = """Lists are joined by `; `; in an item, `;` and `\\` have a `\\` before them. What is unknown is left out. XML has no place
for control characters: they stand as their pictures (␇)."""

_TYPES = {"integer": "long", "number": "double", "boolean": "boolean"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(build: Build, folder: Path) -> list[Entry]:
    """graph.graphml"""
    ontology = build.ontology
    with (folder / "graph.graphml").open("w", encoding="utf-8", newline="\n") as out:
        out.write(_HEAD)
        of_node = [ontology.node_properties, *(n.properties for n in ontology.nodes.values())]
        of_edge = [ontology.edge_properties, *(e.properties for e in ontology.edges.values())]
        nodes, edges = _declare(out, "node", of_node), _declare(out, "edge", of_edge)
        out.write('<graph id="G" edgedefault="directed">\n')
        for node in build.graph.nodes():
            out.write(f'<node id="{xml_text(node["id"])}">{_data(node, nodes)}</node>\n')
        for edge in build.graph.edges():
            ends = f'source="{xml_text(edge["source"])}" target="{xml_text(edge["target"])}"'
            out.write(f'<edge id="{xml_text(edge["id"])}" {ends}>{_data(edge, edges)}</edge>\n')
        out.write("</graph>\n</graphml>\n")
    return of_graph("graph.graphml", ontology)


def _declare(out: IO[str], kind: str, groups: list[Mapping[str, Property]]) -> dict[str, str]:
    """Declare the attributes of nodes or edges; gives the key of each."""
    keys: dict[str, str] = {}
    for p in (p for group in groups for p in group.values()):
        if p.fold != "drop" and p.name not in ("id", "source", "target") and p.name not in keys:
            keys[p.name] = f"{kind[0]}{len(keys)}"
            of_type = _TYPES.get(p.type, "string")
            out.write(f'<key id="{keys[p.name]}" for="{kind}" attr.name="{p.name}" attr.type="{of_type}"/>\n')
    return keys


def _data(row: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    return "".join([f'<data key="{keys[k]}">{xml_text(v)}</data>' for k, v in row.items() if k in keys and known(v)])
