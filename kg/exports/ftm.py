"""FollowTheMoney entities, for Aleph, OpenSanctions' tools and nomenklatura."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.exports.codebook import Entry
from kg.exports.formats import Build
from kg.exports.spans import bounds_of, common
from kg.ids import digest

TITLE = "FollowTheMoney entities, one JSON object a line"
ABOUT = """`ftm validate < entities.ftm.json`. Ids are digests, since FollowTheMoney has no room for Chinese in them; `notes` of an entity,
`recordId` of a link, hold the id in this graph. A spell of office has one date where the bounds agree (`2025-04` when it
began on some day of that month); all four bounds stand in `summary`, the first quote in `description`."""

_BODIES = frozenset({"party", "government", "congress", "cppcc", "court", "procuratorate", "military"})
_COLUMNS = (
    ("Person", "name, alias, gender, ethnicity, notes", "a Person"),
    ("PublicBody, Company, Organization", "name, alias, classification", "an Organization, by its kind"),
    ("Position", "name, alias, organization, subnationalArea, numberOfSeats", "a Position with its organ and area"),
    ("Occupancy", "holder, post, startDate, endDate, status, summary, description", "HOLDS, one a spell"),
    ("Succession", "predecessor, successor, role, date", "REPLACED"),
    (
        "Event",
        "name, startDate, endDate, date, involved, organizer, location",
        "an Event; involved are those who attended",
    ),
    (
        "UnknownLink",
        "subject, object, role, date, description",
        "ATTENDED, EXPECTED_AT, REPRESENTED_AT, VISITED, HELD_AT",
    ),
    ("Membership", "member, organization, role", "AFFILIATED_WITH an organization"),
    ("Article", "title, publishedAt, publisher, fileName", "an Article"),
    ("Documentation", "document, entity", "REPORTS and WROTE"),
    ("Address", "full", "an Area or a Place"),
)
_LINKS = {"ATTENDED": "attended", "EXPECTED_AT": "expected", "REPRESENTED_AT": "represented", "VISITED": "visited",
          "HELD_AT": "venue", "SIGNED_WITH": "signed with"}  # fmt: skip


def write(build: Build, folder: Path) -> list[Entry]:
    """entities.ftm.json"""
    with (folder / "entities.ftm.json").open("w", encoding="utf-8", newline="\n") as out:
        for entity in _entities(build):
            out.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")
    return [Entry("entities.ftm.json", schema, properties, note) for schema, properties, note in _COLUMNS]


def _id(node: str) -> str:
    return f"kg-{digest(node)}"


def _entity(schema: str, entity_id: str, **values: Any) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for name, value in values.items():
        # FollowTheMoney knows no control characters; what is left of them is no value.
        texts = dict.fromkeys(_clean(str(v)) for v in (value if isinstance(value, list) else [value]) if v is not None)
        if kept := [t for t in texts if t]:
            properties[name] = kept
    return {"id": entity_id, "schema": schema, "properties": properties}


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _entities(build: Build) -> Iterator[dict[str, Any]]:
    graph = build.graph
    to: dict[tuple[str, str], list[str]] = defaultdict(list)
    into: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in graph.edges():
        to[edge["type"], edge["source"]].append(edge["target"])
        into[edge["type"], edge["target"]].append(edge["source"])
    for node in graph.nodes():
        i, label = node["id"], node["label"]
        named = {"name": node["name"] or i, "notes": i}
        if label == "Person":
            gender = {"女": "female", "男": "male"}.get(node["gender"])
            yield _entity("Person", _id(i), **named, alias=node["aliases"], gender=gender, ethnicity=node["ethnicity"])
        elif label == "Organization":
            schema = (
                "PublicBody" if node["kind"] in _BODIES else "Company" if node["kind"] == "company" else "Organization"
            )
            yield _entity(schema, _id(i), **named, alias=node["aliases"], classification=node["kind"])
        elif label == "Position":
            areas = [graph.node(a)["name"] for a in to["IN", i]]
            yield _entity("Position", _id(i), **named, alias=node["aliases"], subnationalArea=areas,
                          organization=[_id(o) for o in to["AT", i]], numberOfSeats=node["seats"])  # fmt: skip
        elif label == "Event":
            places = [graph.node(p)["name"] for p in to["HELD_AT", i]]
            hosts = [_id(n) for n in into["CONVENED", i] if n.startswith(("Person:", "Organization:"))]
            yield _entity("Event", _id(i), **named, alias=node["aliases"], date=node["date"], startDate=node["earliest"],
                          endDate=node["latest"], involved=[_id(p) for p in into["ATTENDED", i]], organizer=hosts,
                          location=places, summary=node["dateText"])  # fmt: skip
        elif label == "Article":
            yield _entity("Article", _id(i), name=node["name"], notes=i, title=node["title"], fileName=node["doc"],
                          publishedAt=node["published"], publisher=node["publisher"])  # fmt: skip
        else:
            yield _entity("Address", _id(i), name=node["name"], full=node["name"], notes=i)
    for edge in graph.edges():
        yield from _links(edge, graph.node(edge["source"])["label"], graph.node(edge["target"])["label"])


def _links(edge: dict[str, Any], source: str, target: str) -> Iterator[dict[str, Any]]:
    kind, a, b = edge["type"], _id(edge["source"]), _id(edge["target"])
    proof = {"recordId": edge["id"], "description": edge["quotes"][:1]}
    link = f"kg-{digest('edge', edge['id'])}"
    if kind == "HOLDS":
        yield _entity("Occupancy", link, holder=a, post=b, startDate=common(edge["startEarliest"], edge["startLatest"]),
                      endDate=common(edge["endEarliest"], edge["endLatest"]), summary=bounds_of(edge),
                      status=edge["capacity"], **proof)  # fmt: skip
    elif kind == "REPLACED":
        day = common(edge["notBefore"], edge["notAfter"])
        yield _entity("Succession", link, successor=a, predecessor=b, date=day, role=edge["position"], **proof)
    elif kind == "AFFILIATED_WITH" and target == "Organization":
        yield _entity("Membership", link, member=a, organization=b, role=edge["as"], **proof)
    elif kind == "REPORTS":
        yield _entity("Documentation", link, document=a, entity=b, role="reports", **proof)
    elif kind == "WROTE":
        yield _entity("Documentation", link, document=b, entity=a, role=edge["as"] or "wrote", **proof)
    elif kind in _LINKS:
        role = [_LINKS[kind], *(edge.get("roles") or ())]
        yield _entity("UnknownLink", link, subject=a, object=b, role=role, date=edge.get("date"), **proof)
