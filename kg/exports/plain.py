"""JSON Lines: the build's own rows, with a codebook."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.errors import GraphError
from kg.exports import jsonl
from kg.exports.codebook import Entry, of_properties
from kg.exports.formats import Build
from kg.graph import Graph

TITLE = "nodes, edges and statements, one JSON object a line"
ABOUT = """UTF-8. Null and the empty list stand for unknown. Which properties a node or an edge has depends on its `label` or
`type`. `statements.jsonl` holds each fact with the place of its quote; `support` of an edge lists ids of it."""


def write(build: Build, folder: Path) -> list[Entry]:
    """nodes.jsonl, edges.jsonl and, of a build folder, statements.jsonl."""
    if isinstance(build.source, Graph):
        jsonl.write_nodes(build.graph, folder / "nodes.jsonl")
        jsonl.write_edges(build.graph, folder / "edges.jsonl")
    else:
        for name in ("nodes.jsonl", "edges.jsonl", "statements.jsonl"):
            if (build.source / name).is_file() or name != "statements.jsonl":
                _copy(build.source / name, folder / name)
    ontology = build.ontology
    entries = of_properties("nodes.jsonl, all labels", ontology.node_properties)
    for node in ontology.nodes.values():
        entries += of_properties(f"nodes.jsonl, {node.label}", node.properties)
    entries += of_properties("edges.jsonl, all types", ontology.edge_properties)
    for edge in ontology.edges.values():
        entries += of_properties(f"edges.jsonl, {edge.type}", edge.properties)
    return entries


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError as e:
        raise GraphError(source, "no such file", "name the folder of a build with --graph") from e
