"""Who met whom. A tour and its stops are one gathering: two people who went on it together have met once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kg.view import shapes
from kg.view.base import Base
from kg.view.papers import PRINTED, Papers, Scope
from kg.view.rows import Row
from kg.view.shapes import Paging

#: People at a gathering at most; in larger ones nobody meets anybody.
LARGEST = 1_000


@dataclass(frozen=True)
class Tours:
    """Events that are parts of others.

    Attributes:
        whole: stop → the tour it is a part of; of several the first by id.
        events: all stops and tours.
    """

    whole: dict[str, str] = field(default_factory=dict)
    events: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stops: list[tuple[str, str]]) -> Tours:
        """Tours of pairs of a part and its whole."""
        whole: dict[str, str] = {}
        for part, tour in sorted(stops):
            whole.setdefault(part, tour)
        return cls(whole, frozenset({*whole, *whole.values()}))

    def outing(self, event: str) -> str:
        """What counts once: the tour of a stop, or the event itself."""
        return self.whole.get(event, event)


@dataclass(frozen=True, slots=True)
class Gathering:
    """An event and all who were there.

    Attributes:
        event: its id.
        outing: the tour that it is a stop of, or the event itself.
        day: its date as printed, or else the first day on which it can have been, or the last.
    """

    event: str
    outing: str
    people: frozenset[str]
    earliest: str | None
    latest: str | None
    day: str | None


def gatherings(base: Base, tours: Tours) -> list[Gathering]:
    """Every event of two people and more."""
    return [
        Gathering(row["event"], tours.outing(row["event"]), frozenset(row["people"]), row["earliest"], row["latest"],
                  _printed(row))
        for row in base.ask("gatherings", largest=LARGEST)
    ]  # fmt: skip


def _printed(row: Row) -> str | None:
    day: str | None = row["earliest"] or row["latest"]
    return day[: PRINTED.get(row["precision"], len(day))] if day else None


@dataclass
class _Meeting:
    events: int = 0
    stops: int = 0
    weight: float = 0.0
    first: str | None = None
    last: str | None = None

    def add(self, events: int, stops: int, weight: float, first: str | None, last: str | None) -> None:
        self.events += events
        self.stops += stops
        self.weight += weight
        self.first = min(filter(None, (self.first, first)), default=None)
        self.last = max(filter(None, (self.last, last)), default=None)


def met(base: Base, tours: Tours, node_id: str, scope: Scope, paging: Paging) -> Row:
    """Whom a person met, the most often met first."""
    base.of_label(node_id, "Person")
    toured = (
        [row["event"] for row in base.ask("toured", id=node_id, events=sorted(tours.events))] if tours.events else []
    )
    on_tours = _on_tours(base, tours, toured, node_id, scope)
    others = sorted(on_tours)
    asked = {"id": node_id, "largest": LARGEST, "others": others, "toured": toured}
    total = len(others) + base.ask_of(scope, "count_met", **asked)[0]["number"]
    until = paging.skip + paging.size
    # Those met on tours are few: their other meetings are added; all others come sorted from the database.
    skip = 0 if others else paging.skip
    rows = [
        {**row, "stops": 0} for row in base.ask_of(scope, "met", **asked, among=False, skip=skip, limit=until - skip)
    ]
    if others:
        for row in base.ask_of(scope, "met", **asked, among=True, skip=0, limit=len(others)):
            on_tours[row["person"]].add(row["events"], 0, row["weight"], row["first"], row["last"])
        rows += [{"person": i, **vars(m), "weight": round(m.weight, 9)} for i, m in on_tours.items()]
        rows.sort(key=lambda r: (-r["events"], -r["weight"], r["person"]))
        rows = rows[paging.skip : until]
    told = base.ask_of(scope, "met_in", id=node_id, others=[row["person"] for row in rows]) if rows else []
    areas = {row["person"]: sorted(row["area"]) for row in told}
    return paging.told(
        [
            {**row, "person": shapes.brief(base.node(row["person"])), "areas": areas.get(row["person"], [])}
            for row in rows
        ],
        total,
    )


def _on_tours(base: Base, tours: Tours, toured: list[str], person: str, scope: Scope) -> dict[str, _Meeting]:
    """Whom a person met on tours: each tour counts once, as the smallest of its gatherings at which both were."""
    shared: defaultdict[tuple[str, str], list[tuple[int, bool, str | None]]] = defaultdict(list)
    told = base.papers.events(scope)
    for row in base.ask("there", events=sorted(told.intersection(toured))) if toured else []:
        event: dict[str, Any] = base.node(row["event"])
        if 1 < len(row["people"]) <= LARGEST and scope.happened.holds(event.get("earliest"), event.get("latest")):
            day = event.get("date") if event.get("precision") == "day" else None
            for other in row["people"]:
                if other != person:
                    shared[other, tours.outing(row["event"])].append(
                        (len(row["people"]), row["event"] in tours.whole, day)
                    )
    found: defaultdict[str, _Meeting] = defaultdict(_Meeting)
    for (other, _), meetings in sorted(shared.items()):
        days = sorted(day for _, _, day in meetings if day)
        stops, people = sum(stop for _, stop, _ in meetings), min(n for n, _, _ in meetings)
        found[other].add(1, stops, 1 / (people - 1), *((days[0], days[-1]) if days else (None, None)))
    return dict(found)


def within(found: list[Gathering], papers: Papers, scope: Scope) -> list[Gathering]:
    """The gatherings in a period of which papers of a scope tell."""
    told = papers.events(scope)
    return [g for g in found if g.event in told and scope.happened.holds(g.earliest, g.latest)]


def gatherers(found: list[Gathering]) -> list[str]:
    """People by the number of outings on which they were with others, the most first."""
    outings: defaultdict[str, set[str]] = defaultdict(set)
    for gathering in found:
        for person in gathering.people:
            outings[person].add(gathering.outing)
    return sorted(outings, key=lambda i: (-len(outings[i]), i))


def pairs(found: list[Gathering], people: list[str]) -> dict[tuple[str, str], list[str | None]]:
    """Pairs among some people who met, the smaller id first → for each outing its day, or null."""
    chosen = frozenset(people)
    met: defaultdict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    for gathering in found:
        there = sorted(gathering.people & chosen)
        if len(there) > 1:
            for n, a in enumerate(there):
                for b in there[n + 1 :]:
                    days = met[a, b]
                    days[gathering.outing] = min(
                        filter(None, (days.get(gathering.outing), gathering.day)), default=None
                    )
    return {pair: list(days.values()) for pair, days in met.items()}
