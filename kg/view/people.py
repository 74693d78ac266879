"""People: offices, changes, events in order, articles written, and who is there most."""

from __future__ import annotations

from typing import Any

from kg.view import details, offices, shapes
from kg.view.base import Base
from kg.view.overview import Overview
from kg.view.papers import Scope
from kg.view.period import Period
from kg.view.rows import Row
from kg.view.shapes import Paging


def person(base: Base, node_id: str) -> Row:
    """A person with offices, changes of office and belongings; events and articles are counted."""
    node = base.of_label(node_id, "Person")
    changed = [edge for kind in ("APPOINTED", "REMOVED", "REPLACED") for edge in base.out(kind, node_id)]
    changed += [base.edge("REPLACED", r["source"], node_id, r["edge"]) for r in base.ask("replaced_by", id=node_id)]
    belongings = [
        {"edge": shapes.edge(edge), "node": shapes.brief(base.node(edge["target"]))}
        for edge in base.out("AFFILIATED_WITH", node_id)
    ]
    return {
        "node": node,
        "offices": offices.spells(base, base.out("HOLDS", node_id)),
        "changes": offices.in_order(offices.change(base, edge) for edge in changed),
        "affiliations": sorted(belongings, key=lambda a: (a["node"]["id"], a["edge"]["id"])),
        "counts": {
            "events": base.ask("count_parts", id=node_id, **Period().values)[0]["number"],
            "articles": base.ask("count_articles", id=node_id)[0]["number"],
        },
    }


def parts(base: Base, node_id: str, scope: Scope, paging: Paging) -> Row:
    """The events of a person, the earliest first; those of unknown day last."""
    node = base.of_label(node_id, "Person")
    total = base.ask_of(scope, "count_parts", id=node_id)[0]["number"]
    rows = base.ask_of(scope, "parts", id=node_id, skip=paging.skip, limit=paging.size)
    told = shapes.events(base, (row["event"] for row in rows))
    return paging.told(
        [
            part(base, base.edge(row["type"], node_id, row["event"], row["edge"]), told[row["event"]], node)
            for row in rows
        ],
        total,
    )


def part(base: Base, edge: Row, event: Row, person: Row) -> Row:
    """An ATTENDED or EXPECTED_AT edge as the page gets it."""
    positions = [shapes.brief(node) for i in edge.get("positions") or [] if (node := base.find(i))]
    return {
        "edge": edge["id"],
        "type": edge["type"],
        "event": event,
        "person": shapes.brief(person),
        "titles": edge.get("titles") or [],
        "roles": edge.get("roles") or [],
        "positions": positions,
        **{k: edge.get(k) for k in ("rank", "group", "manner", "confidence")},
    }


def wrote(base: Base, node_id: str, paging: Paging) -> Row:
    """The articles that a person wrote, the earliest first."""
    base.of_label(node_id, "Person")
    total = base.ask("count_articles", id=node_id)[0]["number"]
    rows = base.ask("wrote", id=node_id, skip=paging.skip, limit=paging.size)
    for row in rows:
        base.remember({"id": row["edge"], "type": "WROTE", "source": node_id, "target": row["article"]})
    return paging.told(
        [{"edge": r["edge"], "article": shapes.article(base.node(r["article"])), "as": r["part"]} for r in rows], total
    )


def active(base: Base, whole: Overview, scope: Scope, paging: Paging) -> Row:
    """People by the number of events they attended in a period, as papers of a scope tell."""
    total = base.ask_of(scope, "count_active")[0]["number"]
    rows = base.ask_of(scope, "active", skip=paging.skip, limit=paging.size)
    return paging.told([_active(base, whole, row) for row in rows], total)


def _active(base: Base, whole: Overview, row: Row) -> dict[str, Any]:
    node = base.node(row["person"])
    return {
        "person": shapes.brief(node),
        "detail": details.of(base, node),
        "standing": details.standing_of(base, node),
        "areas": whole.areas_of(node),
        **{k: row[k] for k in ("events", "led", "first", "last")},
    }
