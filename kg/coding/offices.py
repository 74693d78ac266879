"""Offices, areas and venues by their names, spelt out as reading spells them."""

from __future__ import annotations

from kg.errors import UsageError
from kg.graph import Graph
from kg.ontology import Ontology
from kg.statement import Args, ref


def office(title: str, area: str | None, doc: str) -> tuple[Args, Args | None]:
    """The office that a title of an area is, and the area: (区长, 滨江区) → 滨江区区长; local to the document where none is known."""
    from kg.extraction import seats
    from kg.extraction.areas import Paper

    seat = seats.seat(title, None, Paper.of(area), doc)
    found = ref("Position", seat.key, seat.name, title=seat.title, aliases=list(seat.aliases), branch=seat.branch,
                rank=seat.rank, seats=seat.seats)  # fmt: skip
    return found, place_of(seat.area.name, area) if seat.area else None


def place_of(name: str, within: str | None = None) -> Args:
    """The mention of an area (滨江区, 浙江省杭州市滨江区)."""
    from kg.extraction.areas import chain

    line = chain(within or name) or chain(name)
    found = next((a for a in reversed(line) if a.name == name or not within), None)
    return ref("Area", found.key, found.name, level=found.level, code=found.code) if found else ref("Area", name, name)


def venue(graph: Graph, name: str, area: str | None) -> Args:
    """The place, organ or area of a name or an id, or a new place of the area."""
    labels = Ontology.load().edges["HELD_AT"].targets
    known = [n for n in graph.nodes() if n["id"] == name and n["label"] in labels]
    known = known or [n for n in graph.find(name) if n["label"] in labels]
    if len(known) > 1:
        raise UsageError(
            name, f"{len(known)} nodes bear this name", f"give an id: {', '.join(n['id'] for n in known[:5])}"
        )
    if known:
        return ref(known[0]["label"], known[0]["id"].partition(":")[2], known[0]["name"])
    return ref("Place", f"{name}@{area}" if area else name, name)
