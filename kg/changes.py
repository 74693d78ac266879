"""What a new build says that an old one did not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import output
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.rows import Rows

COLUMNS = ("change", "what", "kind", "name", "properties", "id")
_CHANGES = ("appeared", "vanished", "changed")


def diff(old: Graph | str | Path | None = None, new: Graph | str | Path = "out") -> Rows:
    """Nodes and edges that appeared, vanished or changed from one build to another.

    Args:
        old, new: graphs, or folders of builds; without `old`, what the last build of the folder `new` replaced.

    Returns:
        Rows with `COLUMNS`, and ``before`` and ``after`` of the properties that changed; nodes first, then edges, by
        change, kind and id.

    Raises:
        GraphError: one of them is no build.
        UsageError: no `old`, and nothing is kept of what `new` replaced.
    """
    if old is None:
        old = output.previous(Path(new)) if not isinstance(new, Graph) else None
        if old is None or not old.is_dir():
            todo = "it is kept from the next build on that changes the graph; or name two builds: kg diff OLD NEW"
            raise UsageError(
                "the graph" if isinstance(new, Graph) else new, "nothing is kept of what it replaced", todo
            )
    a, b = (g if isinstance(g, Graph) else jsonl.read(Path(g)) for g in (old, new))
    rows = [*_compare("node", "label", a, b), *_compare("edge", "type", a, b)]
    rows.sort(key=lambda r: (r["what"] == "edge", _CHANGES.index(r["change"]), r["kind"], r["id"]))
    return Rows(rows, (*COLUMNS, "before", "after"))


def _compare(what: str, kind: str, old: Graph, new: Graph) -> Iterator[dict[str, Any]]:
    before, after = ({r["id"]: r for r in (g.nodes() if what == "node" else g.edges())} for g in (old, new))
    for change, mine, other, graph in (("appeared", after, before, new), ("vanished", before, after, old)):
        for i, row in mine.items():
            if i not in other:
                yield {"change": change, "what": what, "kind": row[kind], "name": _name(row, graph), "properties": [], "id": i,
                       "before": {}, "after": {}}  # fmt: skip
    for i, row in after.items():
        past = before.get(i)
        if past is not None and past != row:
            names = sorted(k for k in {*row, *past} if row.get(k) != past.get(k))
            yield {"change": "changed", "what": what, "kind": row[kind], "name": _name(row, new), "properties": names, "id": i,
                   "before": {k: past.get(k) for k in names}, "after": {k: row.get(k) for k in names}}  # fmt: skip


def _name(row: dict[str, Any], graph: Graph) -> str:
    """``敖煜新``, or of an edge ``敖煜新 → 区委常委会扩大会议``."""
    if "source" not in row:
        return str(row["name"])
    return f"{graph.node(row['source'])['name']} → {graph.node(row['target'])['name']}"
