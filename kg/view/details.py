"""What tells namesakes apart in a list: a person's latest office (else area) and years, an event's day and place, a paper's day."""

from __future__ import annotations

from collections.abc import Iterator

from kg.view.base import Source
from kg.view.rows import Row


def of(base: Source, node: Row) -> str:
    """A few words on a node, in the words of the papers; empty where nothing is known."""
    label, node_id = node["label"], node["id"]
    if label == "Person":
        spell = latest_office(base, node_id)
        ends = [spell["target"]] if spell else [e["target"] for e in base.out("AFFILIATED_WITH", node_id)]
        words = [*([n["name"] for n in base.named(ends)[:1]] or _papers(base, node_id)), _years(base, node_id)]
    elif label == "Event":
        words = [node.get("date") or node.get("latest") or "", *_areas(base, node_id)]
    elif label == "Article":
        words = [node.get("published") or "", node.get("publisher") or ""]
    else:
        words = _areas(base, node_id)
    return " ".join(w for w in words if w)


def _told(base: Source, person_id: str) -> Iterator[Row]:
    for kind in ("HOLDS", "ATTENDED", "EXPECTED_AT", "WROTE"):
        yield from base.out(kind, person_id)


def _papers(base: Source, person_id: str) -> list[str]:
    """The area of the papers that tell of a person; of several the first."""
    articles = {article for edge in _told(base, person_id) for article in (edge.get("articles") or ())[:1]}
    return sorted({n["area"] for i in articles if (n := base.find(i)) and n.get("area")})[:1]


def _years(base: Source, person_id: str) -> str:
    """The years of the papers that tell of a person: 2024, 2024–2026; empty where none is known."""
    seen = {edge[day][:4] for edge in _told(base, person_id) for day in ("firstSeen", "lastSeen") if edge.get(day)}
    return "–".join(dict.fromkeys((min(seen), max(seen)))) if seen else ""


def latest_office(base: Source, person_id: str) -> Row | None:
    """The HOLDS edge of the office in which a person was seen last, and of several the most often; former ones are none."""
    held = sorted((e for e in base.out("HOLDS", person_id) if e["capacity"] != "former"), key=lambda e: str(e["id"]))
    return max(held, key=lambda e: (e["endEarliest"] or e["startLatest"] or "", e["sightings"] or 0), default=None)


def organ(base: Source, node: Row) -> str | None:
    """The organ (else area) that a person's latest office or a position belongs to; an organisation is its own."""
    if node["label"] == "Organization":
        return str(node["name"])
    spell = latest_office(base, node["id"]) if node["label"] == "Person" else None
    position = spell["target"] if spell else node["id"] if node["label"] == "Position" else None
    if position is None:
        return None
    for kind in ("AT", "IN"):
        if found := base.named(e["target"] for e in base.out(kind, position)):
            return str(found[0]["name"])
    return None


def _areas(base: Source, node_id: str) -> list[str]:
    return [n["name"] for n in base.named(e["target"] for e in base.out("IN", node_id))[:1]]
