"""Offices: spells with their four bounds, changes, and two people in one seat at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from kg import tenures
from kg.view import details, shapes
from kg.view.base import Base, Source
from kg.view.papers import Scope
from kg.view.rows import Row
from kg.view.shapes import Paging

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
                "areas": base.areas_of(edge["target"]),
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
    areas = base.areas_of(position["id"]) if position else []
    since, until = (edge[bound] for bound in bounds)
    return {
        "edge": edge["id"],
        "change": _CHANGES[edge["type"]],
        "notBefore": since,
        "notAfter": until,
        "silence": base.papers.silence(areas, since, until) if replaced else None,
        "areas": areas,
        "position": shapes.brief(position) if position else {"id": edge["position"], "label": "Position", "name": ""},
        "person": shapes.brief(base.node(edge["source"])),
        "standing": details.began(base, edge["source"], edge["position"], until) if replaced else None,
        "other": shapes.brief(base.node(edge["target"])) if replaced else None,
        "otherStanding": details.ended(base, edge["target"], edge["position"], since) if replaced else None,
        "kind": edge.get("kind"),
        "by": edge.get("by"),
    }


def in_order(changes: Iterable[Row]) -> list[Row]:
    """Changes, the newest first; those of unknown time last."""
    found = sorted(changes, key=lambda c: (c["position"]["id"], c["change"], c["edge"]))
    found.sort(key=lambda c: c["notBefore"] or "", reverse=True)
    return sorted(found, key=lambda c: c["notAfter"] or c["notBefore"] or "", reverse=True)


def changes(base: Base, scope: Scope, seats: Mapping[str, list[str]], paging: Paging) -> Row:
    """All changes of office in a period, the newest first: of the offices of an area, as papers of a publisher tell them."""
    rows = [
        {"edge": r["edge"], "change": _CHANGES[r["type"]], "position": {"id": r["position"]}, "notBefore": r["first"],
         "notAfter": r["last"], "row": r}
        for r in base.ask("all_announced") + base.ask("all_replaced")
        if scope.happened.holds(r["first"], r["last"]) and (not scope.area or scope.area in seats.get(r["position"], ()))
    ]  # fmt: skip
    papers = replace(scope, area="")
    if not papers.open:
        chosen = base.papers.chosen(papers)
        rows = [row for row in rows if not chosen.isdisjoint(_edge(base, row["row"]).get("articles") or ())]
    return paging.of(in_order(rows), lambda c: change(base, _edge(base, c["row"])))


def _edge(base: Base, row: Row) -> Row:
    return base.edge(*(row[k] for k in ("type", "source", "target", "edge")))


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
                 "until": until, "edges": [a["edge"], b["edge"]], "areas": a["areas"]}
            )  # fmt: skip
    return newest(found)


def newest(contradictions: Iterable[Row]) -> list[Row]:
    """Contradictions, the newest first."""
    found = sorted(contradictions, key=lambda c: (*(c[k]["id"] for k in ("position", "person", "other")), c["edges"]))
    return sorted(found, key=lambda c: str(c["since"]), reverse=True)


def contradictions(base: Base, scope: Scope, seats: Mapping[str, list[str]]) -> list[Row]:
    """All of them, the newest first, with ids in the place of nodes; of a publisher those of which it tells both sides."""
    rows = [r for r in base.ask("contradicted") if not scope.area or scope.area in seats.get(r["position"], ())]
    if scope.publisher:
        chosen = base.papers.chosen(Scope(publisher=scope.publisher))
        ends = (("person", "edge"), ("other", "against"))
        rows = [r for r in rows if not any(
            chosen.isdisjoint(base.edge("HOLDS", r[who], r["position"], r[edge]).get("articles") or ())
            for who, edge in ends)]  # fmt: skip
    return newest(
        {**{k: {"id": row[k]} for k in ("position", "person", "other")}, "since": row["since"], "until": row["until"],
         "edges": [row["edge"], row["against"]]}
        for row in rows
    )  # fmt: skip


def contradiction(base: Base, row: Row) -> Row:
    """One of `contradictions` with its nodes."""
    for side, edge in zip(("person", "other"), row["edges"], strict=True):
        base.remember({"id": edge, "type": "HOLDS", "source": row[side]["id"], "target": row["position"]["id"]})
    briefs = {k: shapes.brief(base.node(row[k]["id"])) for k in ("position", "person", "other")}
    return {**row, **briefs, "areas": base.areas_of(row["position"]["id"])}


def positions(base: Base, scope: Scope, seats: Mapping[str, list[str]]) -> list[tuple[str, int, int]]:
    """Ids of positions with the number of people who held each, and of changes in it; the most held first.

    Of an area its own; of a publisher those of which it tells, with the holders and changes that it tells of.
    """
    number: Counter[str] = Counter()
    if scope.publisher:
        held = defaultdict(set)
        chosen = base.papers.chosen(Scope(publisher=scope.publisher))
        for kind in ("HOLDS", *_CHANGES):
            for edge in base.edges.of(kind):
                if not chosen.isdisjoint(edge.get("articles") or ()):
                    seat = edge["position"] if kind == "REPLACED" else edge["target"]
                    held[seat].update([edge["source"]] if kind == "HOLDS" else [])
                    number[seat] += kind != "HOLDS"
        rows = [(seat, len(people), number[seat]) for seat, people in held.items()]
    else:
        for row in base.ask("announcements") + base.ask("replacements"):
            number[row["position"]] += row["number"]
        rows = [(row["position"], row["holders"], number[row["position"]]) for row in base.ask("positions")]
    if scope.area:
        rows = [row for row in rows if scope.area in seats.get(row[0], ())]
    return sorted(rows, key=lambda r: (-r[1], -r[2], r[0]))


def position_row(base: Base, row: tuple[str, int, int]) -> dict[str, Any]:
    area, _ = place_of(base, row[0])
    held = [s for s in holders(base, row[0]) if s["capacity"] != "former"] if row[1] else []
    return {
        "position": shapes.brief(base.node(row[0])),
        "area": area["name"] if area else None,
        "areas": base.areas_of(row[0]),
        "holders": row[1],
        "changes": row[2],
        "latest": {"person": held[-1]["person"], "standing": details.standing(held[-1])} if held else None,
    }
