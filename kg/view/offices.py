"""Offices: spells with their four bounds, changes, and two people in one seat at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from kg import tenures
from kg.view import shapes
from kg.view.base import Base, Source
from kg.view.rows import Row
from kg.view.shapes import Paging, Period

_IN_OFFICE = ("full", "acting")
_CHANGES = {"REPLACED": "replaced", "APPOINTED": "appointed", "REMOVED": "removed"}


def position(base: Base, node_id: str) -> Row:
    """A position with its holders, the earliest first, the changes in it, and its contradictions."""
    node = base.of_label(node_id, "Position")
    held = holders(base, node_id)
    area, organ = place_of(base, node_id)
    return {
        "node": node,
        "area": area,
        "organ": organ,
        "holders": held,
        "changes": in_order(changes_of(base, node_id)),
        "contradictions": contradictions_in(node, held),
    }


def holders(base: Base, position_id: str) -> list[Row]:
    """The spells of a position."""
    rows = base.ask("holders", id=position_id)
    return spells(base, (base.edge("HOLDS", row["source"], position_id, row["edge"]) for row in rows))


def spells(base: Source, edges: Iterable[Row]) -> list[Row]:
    """HOLDS edges as the page gets them, in the order of `kg timeline`."""
    placed: dict[str, tuple[Row | None, Row | None]] = {}
    found = []
    for edge in edges:
        if edge["target"] not in placed:
            placed[edge["target"]] = place_of(base, edge["target"])
        area, organ = placed[edge["target"]]
        found.append(
            {
                "edge": edge["id"],
                "person": shapes.brief(base.node(edge["source"])),
                "position": shapes.brief(base.node(edge["target"])),
                "area": area["name"] if area else None,
                "organ": organ,
                **{
                    k: edge[k]
                    for k in ("capacity", "titles", *tenures.BOUNDS, "evidence", "sightings", "confidence", "basis")
                },
                **tenures.known_by(base, edge),
            }
        )
    return sorted(
        found,
        key=lambda s: (
            *tenures.order({**s, "personId": s["person"]["id"], "positionId": s["position"]["id"]}),
            s["edge"],
        ),
    )


def place_of(base: Source, position_id: str) -> tuple[Row | None, Row | None]:
    """The area and the organ of a position; where there are several, the first by name."""
    areas = base.named(e["target"] for e in base.out("IN", position_id))
    organs = base.named(e["target"] for e in base.out("AT", position_id))
    return (shapes.brief(areas[0]) if areas else None), (shapes.brief(organs[0]) if organs else None)


def changes_of(base: Base, position_id: str) -> list[Row]:
    """The changes in a position."""
    found = [base.edge(r["type"], r["source"], position_id, r["edge"]) for r in base.ask("changed", id=position_id)]
    found += [
        base.edge("REPLACED", r["source"], r["target"], r["edge"]) for r in base.ask("successions", id=position_id)
    ]
    return [change(base, edge) for edge in found]


def change(base: Source, edge: Row) -> Row:
    """A REPLACED, APPOINTED or REMOVED edge as the page gets it."""
    replaced = edge["type"] == "REPLACED"
    position = base.find(edge["position"] if replaced else edge["target"])
    bounds = ("notBefore", "notAfter") if replaced else ("earliest", "latest")
    return {
        "edge": edge["id"],
        "change": _CHANGES[edge["type"]],
        "notBefore": edge[bounds[0]],
        "notAfter": edge[bounds[1]],
        "position": shapes.brief(position) if position else {"id": edge["position"], "label": "Position", "name": ""},
        "person": shapes.brief(base.node(edge["source"])),
        "other": shapes.brief(base.node(edge["target"])) if replaced else None,
        "kind": edge.get("kind"),
        "by": edge.get("by"),
    }


def in_order(changes: Iterable[Row]) -> list[Row]:
    """Changes, the newest first; those of unknown time last."""
    found = sorted(changes, key=lambda c: (c["position"]["id"], c["change"], c["edge"]))
    found.sort(key=lambda c: c["notBefore"] or "", reverse=True)
    return sorted(found, key=lambda c: c["notAfter"] or c["notBefore"] or "", reverse=True)


def changes(base: Base, period: Period, paging: Paging) -> Row:
    """All changes of office in a period, the newest first."""
    rows = [
        {"edge": r["edge"], "change": _CHANGES[r["type"]], "position": {"id": r["position"]}, "notBefore": r["first"],
         "notAfter": r["last"], "row": r}
        for r in base.ask("all_announced") + base.ask("all_replaced") if period.holds(r["first"], r["last"])
    ]  # fmt: skip
    return paging.of(
        in_order(rows), lambda c: change(base, base.edge(*(c["row"][k] for k in ("type", "source", "target", "edge"))))
    )


def contradictions_in(position: Row, held: Sequence[Row]) -> list[Row]:
    """Pairs of people surely in one office of one seat at once, on more than the day of a change; none whose one name is a
    part of the other, as of somebody told of under two."""
    if position.get("seats") != 1:
        return []
    found = []
    sure = [s for s in held if s["capacity"] in _IN_OFFICE and s["startLatest"] and s["endEarliest"]]
    for a, b in combinations(sure, 2):
        a, b = (a, b) if a["person"]["id"] < b["person"]["id"] else (b, a)
        one, other = a["person"]["name"], b["person"]["name"]
        if one in other or other in one:
            continue
        since, until = max(a["startLatest"], b["startLatest"]), min(a["endEarliest"], b["endEarliest"])
        # The day of a change, of which a removal tells, is in both terms.
        change = "removed" in a["evidence"] or "removed" in b["evidence"]
        strictly = a["startLatest"] < b["endEarliest"] and b["startLatest"] < a["endEarliest"]
        if since <= until and (strictly or not change):
            found.append(
                {"position": shapes.brief(position), "person": a["person"], "other": b["person"], "since": since,
                 "until": until, "edges": [a["edge"], b["edge"]]}
            )  # fmt: skip
    return newest(found)


def newest(contradictions: Iterable[Row]) -> list[Row]:
    """Contradictions, the newest first."""
    found = sorted(contradictions, key=lambda c: (*(c[k]["id"] for k in ("position", "person", "other")), c["edges"]))
    return sorted(found, key=lambda c: str(c["since"]), reverse=True)


def contradictions(base: Base) -> list[Row]:
    """All of them, the newest first, with ids in the place of nodes."""
    return newest(
        {**{k: {"id": row[k]} for k in ("position", "person", "other")}, "since": row["since"], "until": row["until"],
         "edges": [row["edge"], row["against"]]}
        for row in base.ask("contradicted")
    )  # fmt: skip


def contradiction(base: Base, row: Row) -> Row:
    """One of `contradictions` with its nodes."""
    for side, edge in zip(("person", "other"), row["edges"], strict=True):
        base.remember({"id": edge, "type": "HOLDS", "source": row[side]["id"], "target": row["position"]["id"]})
    return {**row, **{k: shapes.brief(base.node(row[k]["id"])) for k in ("position", "person", "other")}}


def positions(base: Base) -> list[tuple[str, int, int]]:
    """Ids of positions with the number of people who held each, and of changes in it; the most held first."""
    number: dict[str, int] = {}
    for row in base.ask("announcements") + base.ask("replacements"):
        number[row["position"]] = number.get(row["position"], 0) + row["number"]
    rows = [(row["position"], row["holders"], number.get(row["position"], 0)) for row in base.ask("positions")]
    return sorted(rows, key=lambda r: (-r[1], -r[2], r[0]))


def position_row(base: Base, row: tuple[str, int, int]) -> dict[str, Any]:
    area, _ = place_of(base, row[0])
    return {
        "position": shapes.brief(base.node(row[0])),
        "area": area["name"] if area else None,
        "holders": row[1],
        "changes": row[2],
    }
