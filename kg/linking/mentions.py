"""What linking looks at: the persons and events that statements name, with what is known of each."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg import dates
from kg.ids import fold_name, node_id, parse
from kg.linking.memory import Memory
from kg.statement import Args, Statement, ref_id, refs_of

#: Edges by which a person is a participant of an event.
TAKING_PART = frozenset({"ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT"})


@dataclass(slots=True)
class PersonMention:
    """A person of one document: folded names, areas of the papers, offices, and the marks printed after the name."""

    id: str
    names: set[str] = field(default_factory=set)
    docs: set[str] = field(default_factory=set)
    positions: set[str] = field(default_factory=set)
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


@dataclass
class Mentions:
    """Persons and events by id; for each document its area, and the scope in which its events are compared.

    Attributes:
        memory: of what the same gathering gave before.
    """

    persons: dict[str, PersonMention]
    events: dict[str, EventMention]
    areas: dict[str, str]
    scopes: dict[str, str]
    memory: Memory = field(default_factory=Memory)


class Gathering:
    """What linking looks at, gathered statement by statement or document by document, in any order."""

    def __init__(self) -> None:
        self._persons: dict[str, PersonMention] = {}
        self._events: dict[str, EventMention] = {}
        self._areas: dict[str, Counter[str]] = defaultdict(Counter)
        self._publishers: dict[str, Counter[str]] = defaultdict(Counter)
        self._docs: set[str] = set()
        self._memory = Memory()

    def add(self, s: Statement) -> None:
        """Read persons, events, and the area of the paper off a statement."""
        doc = s.evidence.doc
        self._docs.add(doc)
        for ref in refs_of(s.args):
            if ref["label"] == "Person":
                person = self._person(ref_id(ref))
                person.docs.add(doc)
                person.names.update(fold_name(n) for n in (ref["name"], *ref.get("aliases", ())))
                for values, key in ((person.gender, "gender"), (person.ethnicity, "ethnicity")):
                    if ref.get(key):
                        values.add(ref[key])
            elif ref["label"] == "Event":
                event = self._event(ref_id(ref))
                event.docs.add(doc)
                event.add(ref)
            elif ref["label"] == "Article":
                for count, key in ((self._areas, "area"), (self._publishers, "publisher")):
                    if ref.get(key):
                        count[ref.get("doc") or doc][ref[key]] += 1
        source, target = s.args.get("source"), s.args.get("target")
        if s.schema == "HOLDS" and source and target and not target["key"].endswith(f"@{doc}"):
            self._person(ref_id(source)).positions.add(ref_id(target))
        elif s.schema in TAKING_PART and source and target and source["label"] == "Person":
            self._event(ref_id(target)).participants.add(ref_id(source))
        elif s.schema == "Event" and "article" in s.args:
            self._event(ref_id(s.args["node"])).articles.add(ref_id(s.args["article"]))
        elif s.schema == "REPORTS" and source and target:
            self._event(ref_id(target)).articles.add(ref_id(source))

    def _person(self, node: str) -> PersonMention:
        if node not in self._persons:
            self._persons[node] = PersonMention(node)
        return self._persons[node]

    def _event(self, node: str) -> EventMention:
        if node not in self._events:
            self._events[node] = EventMention(node)
        self._memory.forget(node)
        return self._events[node]

    def to_json(self) -> str:
        """All of it, so that another gathering can take it in (`add_json`)."""
        persons = [[p.id, *(sorted(getattr(p, name)) for name in _PERSON)] for p in self._persons.values()]
        events = [
            [e.id, e.first, e.last, e.exact, *(sorted(getattr(e, name)) for name in _EVENT)]
            for e in self._events.values()
        ]
        found = [sorted(self._docs), persons, events, self._areas, self._publishers]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    def add_json(self, text: str) -> None:
        """Take in what another gathering wrote with `to_json`."""
        docs, persons, events, areas, publishers = parse(text)
        self._docs.update(docs)
        for node, *values in persons:
            if node in self._persons:
                _update(self._persons[node], _PERSON, values)
            else:
                self._persons[node] = PersonMention(node, **dict(zip(_PERSON, map(set, values), strict=True)))
        for node, first, last, exact, *values in events:
            if node in self._events:
                self._memory.forget(node)
                self._events[node].date(first, last, exact)
                _update(self._events[node], _EVENT, values)
            else:
                fields = dict(zip(_EVENT, map(set, values), strict=True))
                self._events[node] = EventMention(node, **fields, first=first, last=last, exact=exact)
        for counts, found in ((self._areas, areas), (self._publishers, publishers)):
            for doc, count in found.items():
                counts[doc].update(count)

    def mentions(self) -> Mentions:
        """What was gathered, with the areas of the papers and what follows from them."""
        area_of = {doc: _commonest(count) for doc, count in self._areas.items()}
        publisher_of = {doc: _commonest(count) for doc, count in self._publishers.items()}
        for person in self._persons.values():
            person.areas.update(area_of[d] for d in person.docs if d in area_of)
        for event in self._events.values():
            if not event.articles:  # its key is <doc>#<order>.<n>
                event.articles.add(node_id("Article", event.id.partition(":")[2].rpartition(".")[0]))
        scopes = {
            d: f"area {area_of[d]}" if d in area_of else f"paper {publisher_of.get(d) or d}" for d in sorted(self._docs)
        }
        return Mentions(self._persons, self._events, area_of, scopes, self._memory)


#: What is gathered of each, as it stands in `Gathering.to_json`.
_PERSON = ("names", "docs", "positions", "gender", "ethnicity")
_EVENT = ("names", "articles", "docs", "participants", "kinds", "convenors", "statuses", "halves")


def _update(mention: PersonMention | EventMention, names: tuple[str, ...], values: list[Any]) -> None:
    for name, found in zip(names, values, strict=True):
        if found:
            getattr(mention, name).update(found)


def collect(statements: Iterable[Statement]) -> Mentions:
    """Read persons, events, and the areas of papers off the statements."""
    found = Gathering()
    for s in statements:
        found.add(s)
    return found.mentions()


def _commonest(count: Counter[str]) -> str:
    return min(count, key=lambda x: (-count[x], x))
