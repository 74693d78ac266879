"""What linking looks at, gathered from statements: persons, events, and the offices, organs and areas beside them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from kg.ids import fold_name, node_id, parse
from kg.linking.memory import Memory
from kg.linking.mentions import TAKING_PART, EventMention, Mentions, PersonMention, Thing
from kg.linking.weights import weights
from kg.statement import Statement, ref_id, refs_of

#: Edges from a person to an office, and those by which offices, organs and areas belong to one another.
_HELD = frozenset({"HOLDS", "APPOINTED", "REMOVED"})
_BELONGING = frozenset({"AT", "IN", "PART_OF"})
#: What tells what an office, an organ or an area is; see `kg.linking.mentions.Thing`.
_MARKS = ("seats", "kind", "level", "code")


class Gathering:
    """What linking looks at, gathered statement by statement or document by document, in any order."""

    def __init__(self) -> None:
        self._persons: dict[str, PersonMention] = {}
        self._events: dict[str, EventMention] = {}
        self._areas: dict[str, Counter[str]] = defaultdict(Counter)
        self._publishers: dict[str, Counter[str]] = defaultdict(Counter)
        self._published: dict[str, Counter[str]] = defaultdict(Counter)
        self._things: dict[str, Thing] = {}
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
                for count, key in (
                    (self._areas, "area"),
                    (self._publishers, "publisher"),
                    (self._published, "published"),
                ):
                    if ref.get(key):
                        count[ref.get("doc") or doc][ref[key]] += 1
            elif marks := [f"{key}:{ref[key]}" for key in _MARKS if ref.get(key)]:
                self._thing(ref_id(ref)).marks.update(marks)
        source, target = s.args.get("source"), s.args.get("target")
        if s.schema in _HELD and source and target:
            who = self._person(ref_id(source))
            if target.get("title"):
                who.titles.add(target["title"])
            if not target["key"].endswith(f"@{doc}"):
                who.positions.add(ref_id(target))
        elif s.schema == "AFFILIATED_WITH" and source and target:
            self._person(ref_id(source)).bodies.add(ref_id(target))
        elif s.schema in _BELONGING and source and target:
            self._thing(ref_id(source)).homes.add(ref_id(target))
        elif s.schema in TAKING_PART and source and target and source["label"] == "Person":
            self._event(ref_id(target)).participants.add(ref_id(source))
        elif s.schema == "Event" and "article" in s.args:
            self._event(ref_id(s.args["node"])).articles.add(ref_id(s.args["article"]))
        elif s.schema == "REPORTS" and source and target:
            self._event(ref_id(target)).articles.add(ref_id(source))

    def _person(self, node: str) -> PersonMention:
        if node not in self._persons:
            self._persons[node] = PersonMention(node)
        self._memory.forget_person(node)
        return self._persons[node]

    def _thing(self, node: str) -> Thing:
        if node not in self._things:
            self._things[node] = Thing()
        return self._things[node]

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
        things = [[i, sorted(t.homes), sorted(t.marks)] for i, t in self._things.items()]
        found = [sorted(self._docs), persons, events, self._areas, self._publishers, self._published, things]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    def add_json(self, text: str) -> None:
        """Take in what another gathering wrote with `to_json`."""
        docs, persons, events, areas, publishers, published, things = parse(text)
        self._docs.update(docs)
        for node, *values in persons:
            if node in self._persons:
                self._memory.forget_person(node)
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
        for node, homes, marks in things:
            thing = self._thing(node)
            thing.homes.update(homes)
            thing.marks.update(marks)
        for counts, found in ((self._areas, areas), (self._publishers, publishers), (self._published, published)):
            for doc, count in found.items():
                counts[doc].update(count)

    def reasons(self) -> list[str]:
        """Why persons and offices were joined, or are doubtful, when last linked: the lines of merges.jsonl, sorted."""
        w = weights()
        return sorted(m.to_line(w.probability(m.total)) for m in (*self._memory.merges, *self._memory.seats))

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
        days = {doc: _commonest(count) for doc, count in self._published.items()}
        days = {doc: day for doc, day in days.items() if len(day) == len("2024-03-01")}
        return Mentions(self._persons, self._events, area_of, scopes, self._things, days, self._memory)


#: What is gathered of each, as it stands in `Gathering.to_json`.
_PERSON = ("names", "docs", "positions", "titles", "bodies", "gender", "ethnicity")
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
