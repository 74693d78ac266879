"""What tells namesakes apart in a list: a person's latest office, area and years, an event's day and place, a paper's day."""

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
        office = "".join(n["name"] for n in base.named(ends)[:1])
        known = bool(ends) and not spell and any(n["label"] == "Area" for n in base.named(ends)[:1])
        place = [] if known else [*(_areas(base, spell["target"]) if spell else []), *_papers(base, node_id)][:1]
        words = [office, *(a for a in place if a not in office), _years(base, node_id)]
    elif label == "Event":
        words = [node.get("date") or node.get("latest") or "", *_areas(base, node_id)]
    elif label == "Article":
        words = [node.get("published") or "", node.get("publisher") or ""]
    else:
        words = _areas(base, node_id)
    return " ".join(w for w in words if w)


def standing(spell: Row) -> str | None:
    """How somebody held an office, where not in full and to the end of what is known: acting, designate, former, removed."""
    if "removed" in (spell.get("evidence") or ()):
        return "removed"
    return str(spell["capacity"]) if spell["capacity"] != "full" else None


def standing_of(base: Source, node: Row) -> str | None:
    """The same of the office that `of` tells of a person."""
    spell = latest_office(base, node["id"]) if node["label"] == "Person" else None
    return standing(spell) if spell else None


def began(base: Source, person: str, position: str, day: str | None) -> str | None:
    """In which capacity somebody came into an office on a day: acting, designate; null in full."""
    found = [e for e in base.out("HOLDS", person) if e["target"] == position and e["startLatest"] == day]
    return next((str(e["capacity"]) for e in found if e["capacity"] in ("acting", "designate")), None)


def ended(base: Source, person: str, position: str, day: str | None) -> str | None:
    """How somebody held the office that was seen to end on a day: acting, removed; null where nothing is said."""
    found = [e for e in base.out("HOLDS", person) if e["target"] == position and e["endEarliest"] == day]
    return next((how for e in found if (how := standing(e))), None)


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
    """The HOLDS edge of the office in which a person was seen last, and of several the most often; a former one where there
    is no other."""
    held = sorted(base.out("HOLDS", person_id), key=lambda e: str(e["id"]))
    now = [e for e in held if e["capacity"] != "former"] or held
    return max(now, key=lambda e: (e["endEarliest"] or e["startLatest"] or "", e["sightings"] or 0), default=None)


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
