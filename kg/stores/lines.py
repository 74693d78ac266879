"""Rows of a build folder, one at a time, each with the place it stands at, so that memory does not grow with the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.graph import Graph
from kg.ids import parse

Row = dict[str, Any]
#: A row and where it stands (``out/nodes.jsonl:12``).
Placed = tuple[str, Row]


def rows(path: Path) -> Iterator[Placed]:
    """The rows of a JSON Lines file, in its order.

    Raises:
        GraphError: there is no such file, or a line of it is no JSON object.
    """
    if not path.is_file():
        todo = f"run kg build INPUT --out {path.parent}, or name another folder"
        raise GraphError(path, "no such file", todo)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = parse(line)
            except UnicodeDecodeError as e:
                raise GraphError(f"{path}:{number}", "not UTF-8", "build the graph again") from e
            except ValueError as e:
                raise GraphError(f"{path}:{number}", f"not JSON ({e})", "build the graph again") from e
            if not isinstance(row, dict):
                raise GraphError(f"{path}:{number}", "not a JSON object", "build the graph again")
            yield f"{path}:{number}", row


def nodes(source: Graph | Path) -> Iterator[Placed]:
    """The nodes of a graph or a build folder, by id."""
    return _placed(source.nodes(), "node") if isinstance(source, Graph) else rows(Path(source) / "nodes.jsonl")


def edges(source: Graph | Path) -> Iterator[Placed]:
    """The edges of a graph or a build folder, by type, source, target and id."""
    return _placed(source.edges(), "edge") if isinstance(source, Graph) else rows(Path(source) / "edges.jsonl")


def count(source: Graph | Path) -> int:
    """How many nodes and edges there are, without reading what they say (0 where a file is missing)."""
    if isinstance(source, Graph):
        return len(source.nodes()) + len(source.edges())
    found = 0
    for path in (source / "nodes.jsonl", source / "edges.jsonl"):
        if path.is_file():
            with path.open("rb") as file:
                found += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    return found


def _placed(found: Iterable[Row], what: str) -> Iterator[Placed]:
    return ((f"{what} {row.get('id')}", row) for row in found)
