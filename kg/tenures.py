"""Who held an office when: the holders of a position in order, with the bounds of each spell and the proof."""

from __future__ import annotations

import difflib
from typing import Any

from kg.errors import UsageError
from kg.graph import Graph, Row
from kg.ids import fold_name

#: What a row of the timeline takes over from its HOLDS edge.
COLUMNS = ("capacity", "startEarliest", "startLatest", "endEarliest", "endLatest", "evidence", "sightings", "titles",
           "basis", "confidence", "docs", "quotes", "firstSeen", "lastSeen")  # fmt: skip

#: Areas that an error names at most.
_NAMED = 10


def timeline(graph: Graph, position: str, area: str | None = None) -> list[dict[str, Any]]:
    """The holders of a position, the earliest first; spells of unknown time (前区长) before all others.

    Args:
        graph: a folded graph.
        position: full name (青溪区委书记), title (区委书记) or alias.
        area: name of the area the position is in, needed where several areas have the title.

    Returns:
        One row a spell: person, personId, position, positionId, area, and the columns of the HOLDS edge.

    Raises:
        UsageError: no such position, or a bare title that several areas have; the areas are named.
    """
    seats = _seats(graph, position, area)
    rows = []
    for seat, where in seats:
        for edge in graph.edges_of(seat["id"], "HOLDS"):
            person = graph.node(edge["source"])
            row = {
                "person": person["name"],
                "personId": person["id"],
                "position": seat["name"],
                "positionId": seat["id"],
                "area": where,
            }
            rows.append({**row, **{c: edge[c] for c in COLUMNS}})
    return sorted(rows, key=_order)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    first = row["startLatest"] or row["startEarliest"] or row["endEarliest"] or row["endLatest"] or ""
    return first, row["endEarliest"] or "", row["capacity"], row["personId"], row["positionId"]


def _seats(graph: Graph, position: str, area: str | None) -> list[tuple[Row, str | None]]:
    """Positions of that name, or of that title or alias, each with the name of its area."""
    wanted = fold_name(position)
    positions = graph.nodes("Position")
    found = [p for p in positions if fold_name(p["name"]) == wanted]
    if not found or area or any(p["title"] and fold_name(p["title"]) == wanted for p in found):
        found = [
            p
            for p in positions
            if wanted in {fold_name(n) for n in (p["name"], p["title"] or "", *(p["aliases"] or ()))}
        ]
    if not found:
        near = difflib.get_close_matches(
            position, sorted({p["title"] or p["name"] for p in positions}), n=5, cutoff=0.5
        )
        raise UsageError(
            position,
            "no such position in the graph",
            f"near it: {', '.join(near)}" if near else "give a title as printed (区委书记) or a full name",
        )
    placed = [(p, _area(graph, p)) for p in found]
    areas = sorted({a or "" for _, a in placed})
    if area is not None:
        placed = [(p, a) for p, a in placed if a and fold_name(a) == fold_name(area)]
        if not placed:
            known = ", ".join(a for a in areas if a)
            raise UsageError(
                position,
                f"no such position in {area}",
                f"areas that have it: {known}" if known else "leave the area out",
            )
    elif len(areas) > 1:
        raise UsageError(
            position,
            f"{len(areas)} areas have this position",
            f"give --area, one of: {', '.join([a for a in areas if a][:_NAMED])}{', …' if len(areas) > _NAMED else ''}",
        )
    return placed


def _area(graph: Graph, position: Row) -> str | None:
    names = [
        graph.node(e["target"])["name"] for e in graph.edges_of(position["id"], "IN") if e["source"] == position["id"]
    ]
    return min(names, default=None)
