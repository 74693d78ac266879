"""The picture of many nodes: who is chosen, what joins them, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg import dates
from kg.errors import UsageError
from kg.view import details, meetings, shapes
from kg.view.base import Base
from kg.view.overview import Overview
from kg.view.papers import Scope, printed
from kg.view.rows import Row

#: Nodes of an answer unless told, and at most; edges at most.
LIMIT, MOST, MOST_EDGES = 300, 10_000, 50_000
KINDS = ("ties", "meetings")
#: Edges of no day of their own, which count in every period.
LASTING = frozenset({"AT", "IN", "PART_OF", "AFFILIATED_WITH", "MENTIONS", "SIGNED_WITH"})


def network(
    base: Base,
    whole: Overview,
    kind: str,
    center: str | None,
    scope: Scope,
    limit: int,
    edges: int | None = MOST_EDGES,
    steps: int = 2,
) -> Row:
    """A network without places: the nodes as chosen, and the edges among them.

    Args:
        steps: around the center, 1 or 2; for ties.
        edges: at most; null for all.
    """
    if kind not in KINDS:
        raise UsageError(f"kind={kind}", "is no kind of network", f"allowed: {', '.join(KINDS)}")
    limit = max(1, min(limit, MOST))
    if kind == "meetings":
        chosen, total = _meeting(base, whole, center, scope, limit)
    else:
        chosen, total = _tied(base, whole, center, scope, limit, steps)
    found = (_met if kind == "meetings" else _ties)(base, whole, chosen, scope)
    degree = degrees(base, chosen)
    nodes = [_node(base, whole, i, degree.get(i, 0)) for i in chosen]
    return {"nodes": nodes, "edges": found[:edges], "total": {"nodes": total, "edges": len(found)}}


def _node(base: Base, whole: Overview, node_id: str, degree: int) -> Row:
    node = base.node(node_id)
    return {**shapes.brief(node), "degree": degree, "organ": details.organ(base, node), "areas": whole.areas_of(node)}


def degrees(base: Base, ids: list[str]) -> dict[str, int]:
    """How many edges touch each of some nodes."""
    found = {}
    for label, group in _by_label(base, ids):
        found.update({row["id"]: row["number"] for row in base.ask("degrees", label, ids=group)})
    return found


def _by_label(base: Base, ids: Iterable[str]) -> list[tuple[str, list[str]]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for i in ids:
        found[base.label(i)].append(i)
    return sorted(found.items())


def _meeting(base: Base, whole: Overview, center: str | None, scope: Scope, limit: int) -> tuple[list[str], int]:
    if center is None:
        people = meetings.gatherers(meetings.within(whole.gatherings, base.papers, scope))
        return people[:limit], len(people)
    found = meetings.met(base, whole.tours, center, scope, shapes.Paging(0, limit - 1))
    return [center, *(row["person"]["id"] for row in found["rows"])], found["total"] + 1


def _met(base: Base, whole: Overview, people: list[str], scope: Scope) -> list[Row]:
    found = [
        {
            "id": f"MET:{a}|{b}",
            "source": a,
            "target": b,
            "type": "MET",
            "weight": len(days),
            "days": sorted(d for d in days if d),
        }
        for (a, b), days in meetings.pairs(meetings.within(whole.gatherings, base.papers, scope), people).items()
    ]
    return sorted(found, key=lambda e: (-e["weight"], e["id"]))


def _tied(
    base: Base, whole: Overview, center: str | None, scope: Scope, limit: int, steps: int
) -> tuple[list[str], int]:
    if center is None and not scope.open:
        ties = whole.ties(scope)
        return sorted(ties, key=lambda i: (-ties[i], i))[:limit], len(ties)
    if center is None:
        rows = base.ask("most_tied", limit=limit)
        return [row["id"] for row in rows], sum(row["number"] for row in base.ask("count_nodes"))
    base.node(center)
    ring = _around(base, [center], scope)
    ring.pop(center, None)
    degree = degrees(base, list(ring))
    first = sorted(ring, key=lambda i: (-degree.get(i, 0), i))[: limit - 1]
    chosen = [center, *first]
    total = 1 + len(ring)
    if steps > 1 and len(chosen) < limit:
        further = {i: n for i, n in _around(base, first, scope).items() if i != center and i not in ring}
        total += len(further)
        # Only those that can be chosen are looked at more closely: the most joined ones, and all that equal the last of them.
        counts = sorted(further.values(), reverse=True)
        room = limit - len(chosen)
        least = counts[room - 1] if len(counts) >= room else 0
        near = [i for i, n in further.items() if n >= least]
        degree = degrees(base, near)
        chosen += sorted(near, key=lambda i: (-further[i], -degree.get(i, 0), i))[:room]
    return chosen, total


def _around(base: Base, ids: list[str], scope: Scope) -> dict[str, int]:
    """Neighbours of some nodes → the number of edges to them in the period."""
    found: defaultdict[str, int] = defaultdict(int)
    for label, group in _by_label(base, ids):
        if scope.open and scope.period.open:
            for row in base.ask("around", label, ids=group):
                found[row["id"]] += row["number"]
            continue
        for row in base.ask("ends_around", label, ids=group):
            edge = base.edge(row["type"], row["source"], row["target"], row["edge"])
            if counts(base, edge, scope):
                found[row["target" if row["out"] else "source"]] += 1
    return found


def _ties(base: Base, whole: Overview, chosen: list[str], scope: Scope) -> list[Row]:
    rows: list[Row] = []
    for label, group in _by_label(base, chosen):
        rows += base.ask("among", label, ids=group, others=chosen)
    rows.sort(key=lambda r: (r["type"], r["source"], r["target"], r["edge"]))
    found = []
    for row in rows:
        edge = base.edge(row["type"], row["source"], row["target"], row["edge"])
        if (scope.open and scope.period.open) or counts(base, edge, scope):
            found.append(
                {"id": edge["id"], "source": edge["source"], "target": edge["target"], "type": edge["type"], "weight": 1,
                 "days": days(base, edge)}
            )  # fmt: skip
    return found


def counts(base: Base, edge: Row, scope: Scope) -> bool:
    """Whether an edge counts in a period, and papers of the scope tell of it."""
    if not scope.open and base.papers.chosen(scope).isdisjoint(edge.get("articles") or ()):
        return False
    period = scope.happened
    if edge["type"] in LASTING:
        return True
    found = days(base, edge)
    return period.holds(dates.bounds(found[0])[0], dates.bounds(found[-1])[1]) if found else period.open


def days(base: Base, edge: Row) -> list[str]:
    """The days or bounds on which an edge rests, in order; none where it is undated."""
    kind = edge["type"]
    values: list[Any] = []
    if kind in LASTING:
        return []
    if kind == "HOLDS":
        values = [edge.get(k) for k in ("startEarliest", "startLatest", "endEarliest", "endLatest")]
    elif kind == "REPLACED":
        values = [edge.get("notBefore"), edge.get("notAfter")]
    elif kind in ("APPOINTED", "REMOVED"):
        values = [edge.get("date")] if edge.get("date") else [edge.get("earliest"), edge.get("latest")]
    elif kind in ("REPORTS", "WROTE"):
        article = base.find(edge["source"] if kind == "REPORTS" else edge["target"])
        values = [article.get("published") if article else None]
    else:
        end = edge["target"] if edge["target"].startswith("Event:") else edge["source"]
        event = base.find(end)
        # The bounds of a bare month or year are no days on which anything was.
        bare = event is not None and event.get("precision") in ("month", "year")
        values = [printed(event)] if event and bare else [event.get("earliest"), event.get("latest")] if event else []
    return sorted({v for v in values if v})
