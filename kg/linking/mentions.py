"""What linking looks at: the persons and events that statements name, with what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import dates
from kg.linking.memory import Memory
from kg.statement import Args

#: Edges by which a person is a participant of an event.
TAKING_PART = frozenset({"ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT"})


@dataclass(slots=True)
class PersonMention:
    """A person of one document: folded names, areas of the papers, and what is printed beside the name.

    Attributes:
        positions: ids of offices; those that are local to the document (总统@a.txt) stand under their `titles` alone.
        bodies: ids of organs and areas to which the person belongs without an office.
        gender, ethnicity: the marks after the name (女, 藏族).
    """

    id: str
    names: set[str] = field(default_factory=set)
    docs: set[str] = field(default_factory=set)
    positions: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    gender: set[str] = field(default_factory=set)
    ethnicity: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class EventMention:
    """An event of one article. The days are whole ISO days or null; `exact` tells that it was on one known day."""

    id: str
    names: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    docs: set[str] = field(default_factory=set)
    participants: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    convenors: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    halves: set[str] = field(default_factory=set)
    first: str | None = None
    last: str | None = None
    exact: bool = False

    def add(self, ref: Args) -> None:
        """Take in what one mention says."""
        self.names.update((ref["name"], *ref.get("aliases", ())))
        for values, key in (
            (self.kinds, "kind"),
            (self.convenors, "convenorKey"),
            (self.statuses, "status"),
            (self.halves, "timeOfDay"),
        ):
            if ref.get(key):
                values.add(ref[key])
        self.date(*_days(ref))

    def date(self, first: str | None, last: str | None, exact: bool) -> None:
        """Take in when one mention says it was."""
        # One event has one date; where mentions differ (they should not), the known day wins over a span.
        mine = (self.exact, self.first or "", self.last or "")
        if (exact, first or "", last or "") > mine:
            self.first, self.last, self.exact = first, last, exact


def _days(ref: Args) -> tuple[str | None, str | None, bool]:
    date, end = ref.get("date"), ref.get("endDate")
    if date and dates.is_valid(date):
        first, last = dates.bounds(date)
        exact = first == last
        if end and dates.is_valid(end) and dates.bounds(end)[1] > last:
            last, exact = dates.bounds(end)[1], False
        return first, last, exact
    return ref.get("earliest"), ref.get("latest"), False


@dataclass(slots=True)
class Thing:
    """What statements say of an office, an organ or an area: where it belongs, and what it is.

    Attributes:
        homes: ids of the organs and areas that it is AT, IN or PART_OF.
        marks: ``seats:1``, ``kind:company``, ``level:country``, ``code:330105``.
    """

    homes: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


@dataclass
class Mentions:
    """Persons and events by id; for each document its area, and the scope in which its events are compared.

    Attributes:
        things: offices, organs and areas by id.
        days: for each document the day on which it was published; none where that is not known to the day.
        memory: of what the same gathering gave before.
    """

    persons: dict[str, PersonMention]
    events: dict[str, EventMention]
    areas: dict[str, str]
    scopes: dict[str, str]
    things: dict[str, Thing] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
