"""Who met whom. A tour and its stops are one gathering: two people who went on it together have met once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kg.view import shapes
from kg.view.base import Base
from kg.view.rows import Row
from kg.view.shapes import Paging, Period

#: People at a gathering at most; in larger ones nobody meets anybody.
LARGEST = 1_000


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
    def of(cls, base: Base) -> Tours:
        above: dict[str, str] = {}
        for row in base.ask("stops"):  # in order, so that of several the first counts
            above.setdefault(row["part"], row["whole"])
        found = cls()
        for event in sorted({*above, *above.values()}):
            seen, top = {event}, event
            while (further := above.get(top)) is not None and further not in seen:
                seen.add(further)
                top = further
            if further is not None:  # a circle has no outermost event: its first one stands for it
                top = min(seen)
            found.top[event] = top
            found.under.setdefault(top, []).append(event)
        return found


@dataclass
class _Meeting:
    events: int = 0
    weight: float = 0.0
    first: str | None = None
    last: str | None = None

    def add(self, weight: float, day: str | None) -> None:
        self.events += 1
        self.weight += weight
        if day:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def met(base: Base, tours: Tours, node_id: str, period: Period, paging: Paging) -> Row:
    """Whom a person met, the most often met first."""
    base.of_label(node_id, "Person")
    on_tours = _on_tours(base, tours, node_id, period)
    others = sorted(on_tours)
    asked = {"id": node_id, **period.values, "largest": LARGEST, "others": others}
    total = len(others) + base.ask("count_met", **asked)[0]["number"]
    until = paging.skip + paging.size
    # Those met on tours, too, are few: their other meetings are added; the rest comes sorted from the database.
    skip = 0 if others else paging.skip
    rows = base.ask("met", **asked, among=False, skip=skip, limit=until - skip)
    if others:
        for row in base.ask("met", **asked, among=True, skip=0, limit=len(others)):
            found = on_tours[row["person"]]
            found.events += row["events"]
            found.weight += row["weight"]
            found.first = min(filter(None, (found.first, row["first"])), default=None)
            found.last = max(filter(None, (found.last, row["last"])), default=None)
        rows += [{"person": i, **vars(m), "weight": round(m.weight, 9)} for i, m in on_tours.items()]
        rows.sort(key=lambda r: (-r["events"], -r["weight"], r["person"]))
        rows = list(islice(rows, paging.skip, until))
    return paging.told([{**row, "person": shapes.brief(base.node(row["person"]))} for row in rows], total)


def _on_tours(base: Base, tours: Tours, person: str, period: Period) -> dict[str, _Meeting]:
    found: defaultdict[str, _Meeting] = defaultdict(_Meeting)
    tops = {tours.top[row["event"]] for row in base.ask("toured", id=person)}
    for top, people in sorted(_attended(base, tours, tops).items()):
        event = base.node(top)
        if 1 < len(people) <= LARGEST and period.holds(event.get("earliest"), event.get("latest")):
            for other in people - {person}:
                found[other].add(1 / (len(people) - 1), _day(event))
    return dict(found)


def _attended(base: Base, tours: Tours, tops: set[str]) -> dict[str, set[str]]:
    """Outermost event → all who attended it or anything under it."""
    events = sorted(event for top in tops for event in tours.under[top])
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in base.ask("there", events=events) if events else []:
        found[tours.top[row["event"]]].update(row["people"])
    return dict(found)


def _day(event: Row) -> str | None:
    date = event.get("date")
    return date if date and len(date) == len(shapes.LAST) else None


def gatherers(base: Base, tours: Tours, period: Period) -> list[str]:
    """People by the number of gatherings they attended with others, the most first."""
    number: defaultdict[str, int] = defaultdict(int)
    for row in base.ask("gatherings", **period.values, largest=LARGEST):
        number[row["person"]] += row["number"]
    for top, people in _attended(base, tours, set(tours.under)).items():
        event = base.node(top)
        if 1 < len(people) <= LARGEST and period.holds(event.get("earliest"), event.get("latest")):
            for person in people:
                number[person] += 1
    return sorted(number, key=lambda i: (-number[i], i))


def pairs(base: Base, tours: Tours, people: list[str], period: Period) -> dict[tuple[str, str], list[str | None]]:
    """Pairs among some people who met, the smaller id first → for each gathering its day, or null."""
    there: defaultdict[str, set[str]] = defaultdict(set)
    for row in base.ask("attended_by", people=people):
        there[str(tours.top.get(row["event"], row["event"]))].update(row["people"])
    shared = {event: sorted(found) for event, found in there.items() if len(found) > 1}
    whole = {
        row["event"]: row["number"] for row in base.ask("people_at", ids=sorted(shared.keys() - tours.under.keys()))
    }
    whole |= {top: len(found) for top, found in _attended(base, tours, shared.keys() & tours.under.keys()).items()}
    met: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    for event_id in sorted(shared):
        if whole[event_id] > LARGEST:
            continue
        event: dict[str, Any] = base.node(event_id)
        if period.holds(event.get("earliest"), event.get("latest")):
            day = event.get("date") or event.get("earliest")
            found = shared[event_id]
            for n, a in enumerate(found):
                for b in found[n + 1 :]:
                    met[a, b].append(day)
    return dict(met)
