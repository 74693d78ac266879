"""JSON Lines: statements, nodes and edges, one a line, sorted, the same bytes for the same graph; and back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg import output
from kg.errors import GraphError
from kg.graph import Graph
from kg.ids import canonical, parse
from kg.statement import Statement, in_order


def write_statements(statements: Iterable[Statement], path: Path) -> None:
    """One fact a line, by document, offset and id; repetitions are written once."""
    _write((s.to_line() for s in in_order(statements)), path)


def write_nodes(graph: Graph, path: Path) -> None:
    """One node a line, by id; null is unknown."""
    _write((canonical(n) for n in graph.nodes()), path)


def write_edges(graph: Graph, path: Path) -> None:
    """One edge a line, by type, source, target and id; null is unknown."""
    _write((canonical(e) for e in graph.edges()), path)


def read(folder: Path) -> Graph:
    """The graph of a build folder.

    Raises:
        GraphError: the folder holds no build, or a line of it cannot be read.
    """
    return Graph(_rows(Path(folder) / "nodes.jsonl"), _rows(Path(folder) / "edges.jsonl"))


def open_graph(folder: Path) -> Graph:
    """The graph of a build folder; what a killed build left half renamed is put right first.

    Raises:
        GraphError: the folder holds no build.
    """
    output.recover(folder.resolve())
    return read(folder)


def read_statements(folder: Path, ids: Collection[str] | None = None) -> Iterator[Statement]:
    """The statements of a build folder, in their order: all of them, or those of the ids."""
    path = Path(folder) / "statements.jsonl"
    for number, row in enumerate(_rows(path), start=1):
        try:
            if ids is None or row["id"] in ids:
                yield Statement.from_dict(row)
        except (KeyError, TypeError) as e:
            raise GraphError(f"{path}:{number}", "not a statement", "build the graph again") from e


def _write(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise GraphError(path, "no such file", f"run kg build INPUT --out {path.parent}, or name another folder")
    rows = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                rows.append(parse(line))
            except ValueError as e:
                raise GraphError(f"{path}:{number}", f"not JSON ({e})", "build the graph again") from e
    return rows
