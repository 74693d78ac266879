"""Panels for statistics: person × month and position × month, with what was read in each month beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg import dates
from kg.exports import areas
from kg.exports.areas import Areas
from kg.exports.codebook import Entry
from kg.exports.exposure import COLUMNS as _EXPOSURE
from kg.exports.exposure import Exposure
from kg.exports.formats import Build
from kg.exports.spans import month_of, months
from kg.exports.spreadsheet import write_rows

TITLE = "person × month, position × month, and exposure"
ABOUT = """One row for each person and month, and for each position and month, from the first month read to the last; zeros are
written. **A zero says nothing in a month in which little was read**: exposure.csv tells, for each month, area and publisher,
how many issues, articles and days of publication there were. In each row of the two panels stand the numbers (`issues`,
`articles`, `days`) of the papers that count for it and of no others: of a person the papers of the areas that tell of the
person (`area`), of an office those of its own area, and where no paper of that area was read those of the areas that tell of
it (`papers`). `issues` 0 means that none of them was read in that month: leave such rows out, they are no zeros. Papers of
unknown area count for those of whom no known area tells. Months of events are those in which they happened, months of issues
those of publication; events not known to lie in one month are left out (exposure.csv counts them in the rows of `unknown`). A
stop of a tour is an event beside the tour (the export `coattendance` counts the two as one). CSV as in the export `csv`:
UTF-8 with a byte order mark; text that begins with `=`, `+`, `-` or `@` has a `'` before it."""

_DID = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT")
_READ = (
    ("issues", "integer", "documents read that papers of the area published in the month; see exposure.csv"),
    ("articles", "integer", "articles in them"), ("days", "integer", "days on which they were published"),
)  # fmt: skip
_PERSONS = (
    ("month", "month", "2026-04"), ("person", "string", "name"), ("area", "string", areas.OF_PAPERS),
    *((kind.lower(), "integer", f"events of {kind} in the month") for kind in _DID), *_READ, ("personId", "string", "id"),
)  # fmt: skip
_POSITIONS = (
    ("month", "month", "2026-04"), ("position", "string", "name"), ("area", "string", areas.OF_OFFICE),
    ("holder", "string", "name; empty when nobody is known"), ("capacity", "string", "full or acting"),
    ("evidence", "string", "whole: surely held on all days; part: surely on some day; possible: nothing speaks against it; none"),
    *_READ, ("papers", "string", "areas whose papers the three numbers count"), ("positionId", "string", "id"),
    ("holderId", "string", "id"), ("spell", "string", "id of the HOLDS edge"),
)  # fmt: skip


def write(build: Build, folder: Path) -> list[Entry]:
    """exposure.csv, persons.csv, positions.csv"""
    graph, where = build.graph, Areas(build.graph)
    month_of_event = {e["id"]: month_of(e) or "unknown" for e in graph.nodes("Event")}
    exposure = Exposure(graph, month_of_event)
    span = list(months(*exposure.span)) if exposure.span else []
    people = _persons(build, where, span, exposure, month_of_event)
    with ExitStack() as stack:
        write_rows(stack, folder / "exposure.csv", [c[0] for c in _EXPOSURE], exposure.rows([*span, "unknown"]))
        write_rows(stack, folder / "persons.csv", [c[0] for c in _PERSONS], people)
        write_rows(
            stack, folder / "positions.csv", [c[0] for c in _POSITIONS], _positions(build, where, span, exposure)
        )
    return [
        Entry(file, *column)
        for file, columns in (("exposure.csv", _EXPOSURE), ("persons.csv", _PERSONS), ("positions.csv", _POSITIONS))
        for column in columns
    ]


def _persons(
    build: Build, where: Areas, span: list[str], exposure: Exposure, month_of_event: Mapping[str, str]
) -> Iterator[list[Any]]:
    did: Counter[tuple[str, str, str]] = Counter()
    for kind in _DID:
        for edge in build.graph.edges(kind):
            did[edge["source"], month_of_event[edge["target"]], kind] += 1
    people = {i for i, _, _ in did}
    for node in build.graph.nodes("Person"):
        if node["id"] in people:
            papers = where.papers_of(node)
            for month in span:
                counts = [did[node["id"], month, kind] for kind in _DID]
                yield [month, node["name"], areas.text(papers), *counts, *exposure.of(month, papers), node["id"]]  # fmt: skip


def _positions(build: Build, where: Areas, span: list[str], exposure: Exposure) -> Iterator[list[Any]]:
    spells: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edge in build.graph.edges("HOLDS"):
        if edge["capacity"] in ("full", "acting"):
            spells[edge["target"]].append(edge)
    for node in build.graph.nodes("Position"):
        own = where.own(node["id"])
        papers = own & exposure.areas or where.of_papers(spells.get(node["id"], ()))
        place = areas.text(own or papers)
        for month in span if node["id"] in spells else ():
            first, last = dates.bounds(month)
            found = [(e, how) for e in spells[node["id"]] if (how := evidence(e, first, last))]
            read = [*exposure.of(month, papers), areas.text(papers), node["id"]]
            for edge, how in found:
                holder = build.graph.node(edge["source"])["name"]
                yield [month, node["name"], place, holder, edge["capacity"], how, *read, edge["source"], edge["id"]]
            if not found:
                yield [month, node["name"], place, None, None, "none", *read, None, None]


def evidence(spell: dict[str, Any], first: str, last: str) -> str | None:
    """How sure it is that a spell covers days from `first` to `last`: whole, part, possible, or null when it cannot."""
    begun, going = spell["startLatest"], spell["endEarliest"]
    if begun and going and begun <= last and going >= first:
        return "whole" if begun <= first and going >= last else "part"
    if (spell["startEarliest"] or "") <= last and (spell["endLatest"] or "9999") >= first:
        return "possible"
    return None
