"""Panels for statistics: person × month and position × month, with what was read in each month beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg import dates
from kg.exports.codebook import Entry
from kg.exports.formats import Build
from kg.exports.spans import month_of, months
from kg.exports.spreadsheet import write_rows

TITLE = "person × month, position × month, and exposure"
ABOUT = """One row for each person and month, and for each position and month, from the first month read to the last; zeros are
written. **A zero says nothing in a month in which little was read**: exposure.csv tells how many issues and articles there
were, and their numbers stand in each row (`issues`, `articles`). Months of events are those in which they happened,
months of issues those of publication; events not known to lie in one month are left out (exposure.csv counts them in the row
`unknown`). A stop of a tour is an event beside the tour (the export `coattendance` counts the two as one). CSV as in the
export `csv`: UTF-8 with a byte order mark; text that begins with `=`, `+`, `-` or `@` has a `'` before it."""

_DID = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT")
_EXPOSURE = (
    ("month", "month", "2026-04, or `unknown`"),
    ("issues", "integer", "documents read that were published in it"),
    ("articles", "integer", "articles in them"),
    ("events", "integer", "held events that happened in it, whenever they were told"),
)
_PERSONS = (
    ("month", "month", "2026-04"), ("person", "string", "name"),
    *((kind.lower(), "integer", f"events of {kind} in the month") for kind in _DID),
    ("issues", "integer", "see exposure.csv"), ("articles", "integer", "see exposure.csv"), ("personId", "string", "id"),
)  # fmt: skip
_POSITIONS = (
    ("month", "month", "2026-04"), ("position", "string", "name"), ("holder", "string", "name; empty when nobody is known"),
    ("capacity", "string", "full or acting"),
    ("evidence", "string", "whole: surely held on all days; part: surely on some day; possible: nothing speaks against it; none"),
    ("issues", "integer", "see exposure.csv"), ("articles", "integer", "see exposure.csv"),
    ("positionId", "string", "id"), ("holderId", "string", "id"), ("spell", "string", "id of the HOLDS edge"),
)  # fmt: skip


def write(build: Build, folder: Path) -> list[Entry]:
    """exposure.csv, persons.csv, positions.csv"""
    graph = build.graph
    issues: dict[str, set[str]] = defaultdict(set)
    articles: Counter[str] = Counter()
    for article in graph.nodes("Article"):
        month = (article["published"] or "")[:7]
        month = month if len(month) == len("2026-04") else "unknown"
        issues[month].add(article["doc"])
        articles[month] += 1
    month_of_event = {e["id"]: month_of(e) or "unknown" for e in graph.nodes("Event")}
    held = Counter(month_of_event[e["id"]] for e in graph.nodes("Event") if e["status"] == "held")
    known = sorted(m for m in articles if m != "unknown")
    span = list(months(known[0], known[-1])) if known else []
    exposure = {m: [len(issues[m]), articles[m]] for m in [*span, "unknown"]}
    with ExitStack() as stack:
        rows = ([m, *seen, held[m]] for m, seen in exposure.items())
        write_rows(stack, folder / "exposure.csv", [c[0] for c in _EXPOSURE], rows)
        write_rows(
            stack, folder / "persons.csv", [c[0] for c in _PERSONS], _persons(build, span, exposure, month_of_event)
        )
        write_rows(stack, folder / "positions.csv", [c[0] for c in _POSITIONS], _positions(build, span, exposure))
    return [
        Entry(file, *column)
        for file, columns in (("exposure.csv", _EXPOSURE), ("persons.csv", _PERSONS), ("positions.csv", _POSITIONS))
        for column in columns
    ]


def _persons(
    build: Build, span: list[str], exposure: dict[str, list[int]], month_of_event: dict[str, str]
) -> Iterator[list[Any]]:
    did: Counter[tuple[str, str, str]] = Counter()
    for kind in _DID:
        for edge in build.graph.edges(kind):
            did[edge["source"], month_of_event[edge["target"]], kind] += 1
    people = {i for i, _, _ in did}
    for node in build.graph.nodes("Person"):
        if node["id"] in people:
            for month in span:
                counts = [did[node["id"], month, kind] for kind in _DID]
                yield [month, node["name"], *counts, *exposure[month], node["id"]]


def _positions(build: Build, span: list[str], exposure: dict[str, list[int]]) -> Iterator[list[Any]]:
    spells: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in build.graph.edges("HOLDS"):
        if edge["capacity"] in ("full", "acting"):
            spells[edge["target"]].append(edge)
    for node in build.graph.nodes("Position"):
        for month in span if node["id"] in spells else ():
            first, last = dates.bounds(month)
            found = [(e, how) for e in spells[node["id"]] if (how := evidence(e, first, last))]
            for edge, how in found:
                holder = build.graph.node(edge["source"])["name"]
                yield [month, node["name"], holder, edge["capacity"], how, *exposure[month], node["id"], edge["source"],
                       edge["id"]]  # fmt: skip
            if not found:
                yield [month, node["name"], None, None, "none", *exposure[month], node["id"], None, None]


def evidence(spell: dict[str, Any], first: str, last: str) -> str | None:
    """How sure it is that a spell covers days from `first` to `last`: whole, part, possible, or null when it cannot."""
    begun, going = spell["startLatest"], spell["endEarliest"]
    if begun and going and begun <= last and going >= first:
        return "whole" if begun <= first and going >= last else "part"
    if (spell["startEarliest"] or "") <= last and (spell["endLatest"] or "9999") >= first:
        return "possible"
    return None
