"""What a graph holds about a name: the nodes that bear it, and one row for each edge at them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph import Graph

#: Edge properties shown beside the other end, in this order.
_SHOWN = ("roles", "titles", "capacity", "group", "manner", "as", "kind", "by", "document", "count")
#: What goes without saying.
_PLAIN = ("present", "full")
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")


def show(graph: Graph, name: str) -> list[dict[str, Any]]:
    """Everything known under a name (敖煜新, 区委书记, a node id).

    Returns:
        One row for each edge at a node of that name, dated ones first and in order: ``node`` (id), ``type``,
        ``direction`` (out or in), ``other`` (name), ``otherId``, ``otherLabel``, ``date``, ``details`` (text), ``quote``,
        ``doc``, ``edge`` (id).

    Raises:
        UsageError: nothing bears the name; the message lists names like it.
    """
    nodes = graph.find(name) or [n for n in graph.nodes() if n["id"] == name]
    if not nodes:
        near = near_names(graph, name)
        todo = f"did you mean {', '.join(near)}?" if near else "kg show takes a name, an alias or a node id"
        raise UsageError(name, "no node of this name", todo)
    rows = []
    for node in nodes:
        mine, rank = [], {}
        for edge in graph.edges_of(node["id"]):
            direction, other = ("out", "target") if edge["source"] == node["id"] else ("in", "source")
            rank[edge["id"]] = edge.get("rank") or 0
            mine.append(_row(node, edge, graph.node(edge[other]), direction))
        rows += sorted(
            mine, key=lambda r: (r["date"] == "", r["date"], r["type"], rank[r["edge"]], r["other"], r["edge"])
        )
    return rows


def near_names(graph: Graph, name: str, limit: int = 5) -> list[str]:
    """Names and aliases that hold the name, are held by it, or are spelt nearly alike (敖煜 → 敖煜新)."""
    known = sorted({n for node in graph.nodes() for n in (node["name"], *(node.get("aliases") or [])) if n})
    inside = [n for n in known if name in n or (len(n) > 1 and n in name)]
    inside.sort(key=lambda n: (abs(len(n) - len(name)), n))
    alike = difflib.get_close_matches(name, known, n=limit, cutoff=0.5)
    return list(dict.fromkeys([*inside, *alike]))[:limit]


def bounds(edge: dict[str, Any]) -> str:
    """The bounds of a spell of office, as ``start … end``; a day not known for sure is given as a range."""
    start_earliest, start_latest, end_earliest, end_latest = (edge.get(k) for k in _BOUNDS)
    return " – ".join(x for x in (range_of(start_earliest, start_latest), range_of(end_earliest, end_latest)) if x)


def range_of(earliest: str | None, latest: str | None) -> str:
    """A day between two bounds: ``≤2031-05-05``, ``≥2031-05-05``, ``2031-05-05…2031-06-01``, or nothing known."""
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest}…{latest}"
    return f"≥{earliest}" if earliest else f"≤{latest}" if latest else ""


def _row(node: dict[str, Any], edge: dict[str, Any], other: dict[str, Any], direction: str) -> dict[str, Any]:
    event = next((n for n in (node, other) if n["label"] == "Event"), None)
    date = edge.get("date") or (event or {}).get("date") or edge.get("startLatest") or ""
    if not date and other["label"] == "Article":
        date = other.get("published") or ""
    details = [_text(edge[k]) for k in _SHOWN if edge.get(k) and edge[k] not in _PLAIN]
    if edge["type"] == "HOLDS" and bounds(edge):
        details.append(bounds(edge))
    return {
        "node": node["id"], "type": edge["type"], "direction": direction, "other": other["name"],
        "otherId": other["id"], "otherLabel": other["label"], "date": date, "details": "; ".join(details),
        "quote": next(iter(edge.get("quotes") or []), ""), "doc": next(iter(edge.get("docs") or []), ""),
        "edge": edge["id"],
    }  # fmt: skip


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
