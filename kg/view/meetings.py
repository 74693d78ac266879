"""Who met whom. A tour and its stops are one gathering: two people who went on it together have met once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kg.view import shapes
from kg.view.base import Base
from kg.view.rows import Row
from kg.view.shapes import Paging, Period

#: People at a gathering at most; in larger ones nobody meets anybody.
LARGEST = 1_000
#: Precision of an event's date → characters that it has.
_PRINTED = {"day": 10, "month": 7, "year": 4}


@dataclass
class Tours:
    """Events that are parts of others.

    Attributes:
        top: event → the outermost event it is a part of, for events that have parts or are parts.
        under: outermost event → it and everything under it.
    """

    top: dict[str, str] = field(default_factory=dict)
    under: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stops: list[tuple[str, str]]) -> Tours:
        """Tours of pairs of a part and its whole; of several wholes the first by id counts."""
        above: dict[str, str] = {}
        for part, whole in sorted(stops):
            above.setdefault(part, whole)
        found = cls()
        for event in sorted({*above, *above.values()}):
            seen, top = {event}, event
            while (further := above.get(top)) is not None and further not in seen:
                seen.add(further)
                top = further
            if further is not None:  # a circle has no outermost event: its first one stands for it
                circle, at = {top}, above[top]
                while at != top:
                    circle.add(at)
                    at = above[at]
                top = min(circle)
            found.top[event] = top
            found.under.setdefault(top, []).append(event)
        return found


@dataclass(frozen=True, slots=True)
class Gathering:
    """An event, or a tour with its stops, and all who were there.

    Attributes:
        day: its date as printed, or the first day on which it can have been.
    """

    event: str
    people: frozenset[str]
    earliest: str | None
    latest: str | None
    day: str | None


def gatherings(base: Base, tours: Tours) -> list[Gathering]:
    """Every gathering of two people and more, by id."""
    there: dict[str, Row] = {row["event"]: row for row in base.ask("gatherings")}
    for top, events in tours.under.items():
        people = {i for event in events if event in there for i in there[event]["people"]}
        for event in events:
            there.pop(event, None)
        node = base.node(top)
        there[top] = {"people": people, **{k: node.get(k) for k in ("earliest", "latest", "precision")}}
    return [
        Gathering(event, frozenset(row["people"]), row["earliest"], row["latest"], _printed(row))
        for event, row in sorted(there.items()) if 1 < len(row["people"]) <= LARGEST
    ]  # fmt: skip


def _printed(row: Row) -> str | None:
    return row["earliest"][: _PRINTED.get(row["precision"], 10)] if row["earliest"] else None


@dataclass
class _Meeting:
    events: int = 0
    weight: float = 0.0
    first: str | None = None
    last: str | None = None

    def add(self, events: int, weight: float, first: str | None, last: str | None) -> None:
        self.events += events
        self.weight += weight
        self.first = min(filter(None, (self.first, first)), default=None)
        self.last = max(filter(None, (self.last, last)), default=None)


def met(base: Base, tours: Tours, node_id: str, period: Period, paging: Paging) -> Row:
    """Whom a person met, the most often met first."""
    base.of_label(node_id, "Person")
    toured = [row["event"] for row in base.ask("toured", id=node_id, events=sorted(tours.top))] if tours.top else []
    on_tours = _on_tours(base, tours, toured, node_id, period)
    others = sorted(on_tours)
    asked = {"id": node_id, **period.values, "largest": LARGEST, "others": others, "toured": toured}
    total = len(others) + base.ask("count_met", **asked)[0]["number"]
    until = paging.skip + paging.size
    # Those met on tours are few: their other meetings are added; all others come sorted from the database.
    skip = 0 if others else paging.skip
    rows = base.ask("met", **asked, among=False, skip=skip, limit=until - skip)
    if others:
        for row in base.ask("met", **asked, among=True, skip=0, limit=len(others)):
            on_tours[row["person"]].add(row["events"], row["weight"], row["first"], row["last"])
        rows += [{"person": i, **vars(m), "weight": round(m.weight, 9)} for i, m in on_tours.items()]
        rows.sort(key=lambda r: (-r["events"], -r["weight"], r["person"]))
        rows = rows[paging.skip : until]
    return paging.told([{**row, "person": shapes.brief(base.node(row["person"]))} for row in rows], total)


def _on_tours(base: Base, tours: Tours, toured: list[str], person: str, period: Period) -> dict[str, _Meeting]:
    found: defaultdict[str, _Meeting] = defaultdict(_Meeting)
    people: defaultdict[str, set[str]] = defaultdict(set)
    events = sorted({event for i in toured for event in tours.under[tours.top[i]]})
    for row in base.ask("there", events=events) if events else []:
        people[tours.top[row["event"]]].update(row["people"])
    for top, there in sorted(people.items()):
        event: dict[str, Any] = base.node(top)
        if 1 < len(there) <= LARGEST and period.holds(event.get("earliest"), event.get("latest")):
            day = event.get("date") if event.get("precision") == "day" else None
            for other in there - {person}:
                found[other].add(1, 1 / (len(there) - 1), day, day)
    return dict(found)


def gatherers(found: list[Gathering], period: Period) -> list[str]:
    """People by the number of gatherings they attended with others, the most first."""
    number: defaultdict[str, int] = defaultdict(int)
    for gathering in found:
        if period.holds(gathering.earliest, gathering.latest):
            for person in gathering.people:
                number[person] += 1
    return sorted(number, key=lambda i: (-number[i], i))


def pairs(found: list[Gathering], people: list[str], period: Period) -> dict[tuple[str, str], list[str | None]]:
    """Pairs among some people who met, the smaller id first → for each gathering its day, or null."""
    chosen = frozenset(people)
    met: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    for gathering in found:
        there = sorted(gathering.people & chosen)
        if len(there) > 1 and period.holds(gathering.earliest, gathering.latest):
            for n, a in enumerate(there):
                for b in there[n + 1 :]:
                    met[a, b].append(gathering.day)
    return dict(met)
