"""Who met whom: a person × person network by year and role, and the person × event incidence it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.exports import areas
from kg.exports.areas import Areas
from kg.exports.codebook import Entry
from kg.exports.formats import Build
from kg.exports.gexf import Writer
from kg.exports.spreadsheet import write_rows
from kg.graph import Graph

TITLE = "person × person by year and role, and the incidence matrix"
ABOUT = """Two people meet at an event that both attended. `events` counts such events; `weight` sums 1/(n-1) over them, n being the
people named there, so that a small meeting binds more. A tour and its stops are one event, at however many of them the two
were: it weighs as the smallest of these gatherings at which both are named, and `stops` counts the stops. So does
`kg query co_attendance`. A list that ends in 等 had more people than are named (`openList`), so that its 1/(n-1) is too
high and absence from it says nothing. CSV as in the export `csv`: UTF-8 with a byte order mark; text that begins with `=`,
`+`, `-` or `@` has a `'` before it. Gephi opens network.gexf (all years)."""

ROLES = ("any", "chaired", "spoke", "led")
#: What the codebook says of the column of a pair.
_AREA = "areas of the papers that tell of these events, `a; b` where several do; empty when not known"
_PAIRS = (
    ("period", "string", "year of the event, `unknown` when it is not known to lie in one, `all` for all together"),
    ("role", "string", "any: both attended, each pair once; chaired, spoke, led: `person` did, and `other` attended"),
    ("person", "string", "name"), ("other", "string", "name"), ("area", "string", _AREA),
    ("events", "integer", "events at which they met, a tour with all its stops being one"),
    ("stops", "integer", "stops of tours at which they met"), ("weight", "number", "sum of 1/(n-1)"),
    ("openLists", "integer", "how many of the events have an open list"),
    ("first", "date", "first day of the first event"), ("last", "date", "last day of the last event"),
    ("personId", "string", "id"), ("otherId", "string", "id"),
)  # fmt: skip
_INCIDENCE = (
    ("person", "string", "name"), ("event", "string", "name"), ("area", "string", areas.OF_PAPERS),
    ("present", "integer", "1: who is not listed has no row"),
    ("chaired", "integer", "1 or 0"), ("spoke", "integer", "1 or 0"), ("led", "integer", "1 or 0"),
    ("rank", "integer", "place in the printed list"), ("people", "integer", "people named there"),
    ("openList", "boolean", "the list ends in 等"), ("kind", "string", "kind of event"),
    ("period", "string", "year or `unknown`"), ("earliest", "date", "first day"), ("latest", "date", "last day"),
    ("personId", "string", "id"), ("eventId", "string", "id"),
    ("outingId", "string", "id of the tour that the event is a stop of, else of the event: one meeting, however many rows"),
)  # fmt: skip
#: What the network says of a pair, in the order of `_meetings`.
_NUMBERS = ("events", "stops", "weight", "openLists", "first", "last")


def write(build: Build, folder: Path) -> list[Entry]:
    """edges.csv, incidence.csv, network.gexf"""
    graph = build.graph
    name = {n["id"]: n["name"] for n in graph.nodes("Person")}
    at: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for edge in graph.edges("ATTENDED"):
        at[edge["target"]][edge["source"]] = edge
    events = [graph.node(i) for i in sorted(at)]
    outings = _outings(graph)
    where = Areas(graph)
    told = {event["id"]: where.papers_of(event) for event in events}
    met = _meetings(events, at, outings, told)
    with ExitStack() as stack:
        rows = (
            [*key[:2], name[key[2]], name[key[3]], areas.text(met[key][6]), *met[key][:6], *key[2:]]
            for key in sorted(met)
        )
        write_rows(stack, folder / "edges.csv", [c[0] for c in _PAIRS], rows)
        incidence = _incidence(events, at, name, outings, told)
        write_rows(stack, folder / "incidence.csv", [c[0] for c in _INCIDENCE], incidence)
        _network(stack, folder / "network.gexf", met, name)
    entries = [Entry("edges.csv", *c) for c in _PAIRS] + [Entry("incidence.csv", *c) for c in _INCIDENCE]
    return entries + [Entry("network.gexf, edges", *c) for c in _PAIRS if c[0] in _NUMBERS]


def period(event: dict[str, Any]) -> str:
    """The year of an event, or ``unknown``."""
    first, last = event["earliest"] or event["latest"], event["latest"]
    return str(first)[:4] if first and last and first[:4] == last[:4] else "unknown"


_Key = tuple[str, str, str, str]


def _outings(graph: Graph) -> dict[str, str]:
    """Stop → its tour; of several tours the first."""
    found: dict[str, str] = {}
    for edge in graph.edges("PART_OF"):
        if graph.node(edge["target"])["label"] == "Event":
            found[edge["source"]] = min(edge["target"], found.get(edge["source"], edge["target"]))
    return found


def _meetings(
    events: list[dict[str, Any]],
    at: dict[str, dict[str, dict[str, Any]]],
    outings: dict[str, str],
    told: dict[str, frozenset[str]],
) -> dict[_Key, list[Any]]:
    """(period, role, person, other) → events, stops, weight, open lists, first, last, areas of the papers."""
    met: dict[_Key, list[Any]] = {}
    # Of a tour: (key, tour) → the smallest number of people, and whether a list was open.
    toured: dict[tuple[_Key, str], tuple[int, bool]] = {}
    tours = set(outings.values())
    for event in events:
        there = at[event["id"]]
        if len(there) < 2:
            continue
        is_open, tour = bool(event["openList"]), outings.get(event["id"])
        outing = tour or event["id"]
        for role, a, b in _pairs(there):
            for when in (period(event), "all"):
                key = (when, role, a, b)
                row = met.setdefault(key, [0, 0, 0.0, 0, None, None, frozenset()])
                if outing in tours:
                    people, was_open = toured.get((key, outing), (len(there), False))
                    toured[key, outing] = min(people, len(there)), was_open or is_open
                else:
                    _count(row, len(there), is_open)
                row[1] += tour is not None
                row[4] = min(filter(None, (row[4], event["earliest"])), default=None)
                row[5] = max(filter(None, (row[5], event["latest"])), default=None)
                row[6] |= told[event["id"]]
    for (key, _), (people, was_open) in toured.items():
        _count(met[key], people, was_open)
    for row in met.values():
        row[2] = round(row[2], 9)
    return met


def _count(row: list[Any], people: int, is_open: bool) -> None:
    row[0] += 1
    row[2] += 1 / (people - 1)
    row[3] += is_open


def _pairs(there: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for a, b in combinations(sorted(there), 2):
        yield "any", a, b
    for a, edge in there.items():
        for role in edge["roles"]:
            yield from ((role, a, b) for b in there if b != a)


def _incidence(
    events: list[dict[str, Any]],
    at: dict[str, dict[str, dict[str, Any]]],
    name: dict[str, str],
    outings: dict[str, str],
    told: dict[str, frozenset[str]],
) -> Iterator[list[Any]]:
    for event in events:
        there = at[event["id"]]
        for person, edge in sorted(there.items()):
            did = [int(role in edge["roles"]) for role in ROLES[1:]]
            yield [name[person], event["name"], areas.text(told[event["id"]]), 1, *did, edge["rank"], len(there), bool(event["openList"]),
                   event["kind"], period(event), event["earliest"], event["latest"], person, event["id"],
                   outings.get(event["id"], event["id"])]  # fmt: skip


def _network(stack: ExitStack, path: Path, met: dict[_Key, list[Any]], name: dict[str, str]) -> None:
    pairs = {key[2:]: row for key, row in met.items() if key[:2] == ("all", "any")}
    file = stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
    with Writer(file, directed=False) as out:
        kinds = {"weight": "double", "first": "string", "last": "string"}
        numbers = out.declare("edge", {n: kinds.get(n, "long") for n in _NUMBERS})
        out.begin("nodes")
        for person in sorted({p for pair in pairs for p in pair}):
            out.node(person, name[person], {}, {}, ())
        out.end("nodes")
        out.begin("edges")
        for number, (pair, row) in enumerate(sorted(pairs.items())):
            values = dict(zip(_NUMBERS, row))
            out.edge(str(number), *pair, values, numbers, (row[4], row[5]), weight=str(row[2]))
        out.end("edges")
