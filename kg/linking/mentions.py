"""What linking looks at: the persons and events that statements name, with what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import dates
from kg.ids import fold_name, node_id
from kg.statement import Args, Statement, ref_id, refs_of

#: Edges by which a person is a participant of an event.
TAKING_PART = frozenset({"ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT"})


@dataclass
class PersonMention:
    """A person of one document: folded names, areas of the papers, offices, and the marks printed after the name."""

    id: str
    names: set[str] = field(default_factory=set)
    docs: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    positions: set[str] = field(default_factory=set)
    gender: set[str] = field(default_factory=set)
    ethnicity: set[str] = field(default_factory=set)


@dataclass
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
        first, last, exact = _days(ref)
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


@dataclass
class Mentions:
    """Persons and events by id; for each document its area, and the scope in which its events are compared."""

    persons: dict[str, PersonMention]
    events: dict[str, EventMention]
    areas: dict[str, str]
    scopes: dict[str, str]


def collect(statements: Iterable[Statement]) -> Mentions:
    """Read persons, events, and the areas of papers off the statements."""
    persons: dict[str, PersonMention] = {}
    events: dict[str, EventMention] = {}
    areas: dict[str, Counter[str]] = {}
    publishers: dict[str, Counter[str]] = {}
    docs: set[str] = set()
    for s in statements:
        doc = s.evidence.doc
        docs.add(doc)
        for ref in refs_of(s.args):
            if ref["label"] == "Person":
                person = persons.setdefault(ref_id(ref), PersonMention(ref_id(ref)))
                person.docs.add(doc)
                person.names.update(fold_name(n) for n in (ref["name"], *ref.get("aliases", ())))
                for values, key in ((person.gender, "gender"), (person.ethnicity, "ethnicity")):
                    if ref.get(key):
                        values.add(ref[key])
            elif ref["label"] == "Event":
                event = events.setdefault(ref_id(ref), EventMention(ref_id(ref)))
                event.docs.add(doc)
                event.add(ref)
            elif ref["label"] == "Article":
                for count, key in ((areas, "area"), (publishers, "publisher")):
                    if ref.get(key):
                        count.setdefault(ref.get("doc") or doc, Counter())[ref[key]] += 1
        source, target = s.args.get("source"), s.args.get("target")
        if s.schema == "HOLDS" and source and target and not target["key"].endswith(f"@{doc}"):
            persons[ref_id(source)].positions.add(ref_id(target))
        elif s.schema in TAKING_PART and source and target and source["label"] == "Person":
            events[ref_id(target)].participants.add(ref_id(source))
        elif s.schema == "Event" and "article" in s.args:
            events[ref_id(s.args["node"])].articles.add(ref_id(s.args["article"]))
        elif s.schema == "REPORTS" and source and target:
            events[ref_id(target)].articles.add(ref_id(source))
    area_of = {doc: _commonest(count) for doc, count in areas.items()}
    publisher_of = {doc: _commonest(count) for doc, count in publishers.items()}
    for person in persons.values():
        person.areas.update(area_of[d] for d in person.docs if d in area_of)
    for event in events.values():
        if not event.articles:  # its key is <doc>#<order>.<n>
            event.articles.add(node_id("Article", event.id.partition(":")[2].rpartition(".")[0]))
    scopes = {d: f"area {area_of[d]}" if d in area_of else f"paper {publisher_of.get(d) or d}" for d in sorted(docs)}
    return Mentions(persons, events, area_of, scopes)


def _commonest(count: Counter[str]) -> str:
    return min(count, key=lambda x: (-count[x], x))
