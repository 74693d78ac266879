"""Popolo, the vocabulary of civic data (popoloproject.com), as one JSON document."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from kg.exports.codebook import Entry
from kg.exports.formats import Build
from kg.exports.spans import common

TITLE = "people, organizations, posts, memberships, areas and events"
ABOUT = """One JSON object with a list for each class. `start_date` and `end_date` of a membership stand in the precision for which its
bounds agree (`2025-04`), and are left out where they do not; `bounds` has all four. `sources` hold the quote as `note`."""

_COLUMNS = (
    ("persons", "id, name, other_names, gender", "a Person"),
    ("organizations", "id, name, other_names, classification, parent_id, area_id", "an Organization"),
    ("posts", "id, label, role, organization_id, area_id", "a Position: label is the full name, role the title"),
    ("memberships", "id, person_id, post_id, organization_id, area_id, role, start_date, end_date, bounds, sources",
     "HOLDS, one a spell, role is the capacity; and AFFILIATED_WITH"),
    ("areas", "id, name, classification, identifier, parent_id", "an Area"),
    ("events", "id, name, classification, status, start_date, end_date, location, attendees, sources",
     "an Event; attendees with roles and titles as printed"),
)  # fmt: skip


def write(build: Build, folder: Path) -> list[Entry]:
    """popolo.json"""
    graph = build.graph
    to: dict[tuple[str, str], list[str]] = defaultdict(list)
    attended: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in graph.edges():
        to[edge["type"], edge["source"]].append(edge["target"])
        if edge["type"] == "ATTENDED":
            attended[edge["target"]].append(edge)

    def first(kind: str, node: str, label: str) -> str | None:
        return next((t for t in to[kind, node] if t.startswith(f"{label}:")), None)

    def names(node: dict[str, Any]) -> dict[str, Any]:
        return {"id": node["id"], "name": node["name"], "other_names": [{"name": a} for a in node["aliases"]]}

    found: dict[str, list[dict[str, Any]]] = {
        "persons": [{**names(n), "gender": n["gender"]} for n in graph.nodes("Person")],
        "organizations": [
            {**names(n), "classification": n["kind"], "parent_id": first("PART_OF", n["id"], "Organization"),
             "area_id": first("IN", n["id"], "Area")}
            for n in graph.nodes("Organization")
        ],
        "posts": [
            {"id": n["id"], "label": n["name"], "role": n["title"], "organization_id": first("AT", n["id"], "Organization"),
             "area_id": first("IN", n["id"], "Area")}
            for n in graph.nodes("Position")
        ],
        "memberships": [],
        "areas": [
            {"id": n["id"], "name": n["name"], "classification": n["level"], "identifier": n["code"],
             "parent_id": first("PART_OF", n["id"], "Area")}
            for n in graph.nodes("Area")
        ],
        "events": [
            {"id": n["id"], "name": n["name"], "classification": n["kind"], "status": n["status"],
             "start_date": n["earliest"] or n["date"], "end_date": n["latest"],
             "location": next((graph.node(p)["name"] for p in to["HELD_AT", n["id"]]), None),
             "attendees": [
                 {"id": e["source"], "name": graph.node(e["source"])["name"], "roles": e["roles"], "titles": e["titles"],
                  "sources": _sources(e)}
                 for e in attended[n["id"]]
             ]}
            for n in graph.nodes("Event")
        ],
    }  # fmt: skip
    for edge in graph.edges("HOLDS"):
        bounds = {k: edge[k] for k in ("startEarliest", "startLatest", "endEarliest", "endLatest")}
        found["memberships"].append(
            {"id": edge["id"], "person_id": edge["source"], "post_id": edge["target"],
             "organization_id": first("AT", edge["target"], "Organization"), "role": edge["capacity"],
             "start_date": common(edge["startEarliest"], edge["startLatest"]),
             "end_date": common(edge["endEarliest"], edge["endLatest"]), "bounds": bounds, "sources": _sources(edge)}
        )  # fmt: skip
    for edge in graph.edges("AFFILIATED_WITH"):
        place = "organization_id" if edge["target"].startswith("Organization:") else "area_id"
        found["memberships"].append(
            {
                "id": edge["id"],
                "person_id": edge["source"],
                place: edge["target"],
                "role": edge["as"],
                "sources": _sources(edge),
            }
        )
    with (folder / "popolo.json").open("w", encoding="utf-8", newline="\n") as out:
        json.dump(found, out, ensure_ascii=False, indent=1)
        out.write("\n")
    return [Entry("popolo.json", name, properties, note) for name, properties, note in _COLUMNS]


def _sources(edge: dict[str, Any]) -> list[dict[str, str]]:
    # One quote for each document comes first; which document it is of stands in statements.jsonl, by `support`.
    return [{"note": quote, "statement": i} for quote, i in zip(edge["quotes"], edge["support"])]
