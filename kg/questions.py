"""What people ask a built graph: `kg show` and `kg timeline` as functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg import output, profile, tenures
from kg.exports import jsonl
from kg.graph import Graph

#: A graph, or the folder of a build.
Source = Graph | str | Path


def open_graph(graph: Source = "out") -> Graph:
    """The graph of a build folder; what a killed build left half renamed is put right first.

    Raises:
        GraphError: the folder holds no build.
    """
    if isinstance(graph, Graph):
        return graph
    folder = Path(graph)
    output.recover(folder.resolve())
    return jsonl.read(folder)


def show(name: str, graph: Source = "out") -> list[dict[str, Any]]:
    """Everything known under a name (敖煜新, 区委书记, a node id): the rows of `kg.profile.show`.

    Raises:
        UsageError: nothing bears the name; the message lists names like it.
        GraphError: `graph` is no build.
    """
    return profile.show(open_graph(graph), name)


def timeline(position: str, area: str | None = None, graph: Source = "out") -> list[dict[str, Any]]:
    """The holders of a position, the earliest first: the rows of `kg.tenures.timeline`.

    Raises:
        UsageError: no such position, or a bare title (区委书记) that several areas have.
        GraphError: `graph` is no build.
    """
    return tenures.timeline(open_graph(graph), position, area=area)
