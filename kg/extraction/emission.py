"""A story as statements: names become entities, printed positions become seats, proofs become quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg import dates
from kg.document import Article, Document
from kg.extraction import areas, endings, organs
from kg.extraction.asides import Held
from kg.extraction.decisions import repeats
from kg.extraction.happenings import Happening, Part, Proof, settle
from kg.extraction.naming import Naming, area_ref
from kg.extraction.narration import Story
from kg.extraction.people import Participant
from kg.extraction.recollections import Recollections
from kg.extraction.stating import Change, End, Stated
from kg.extraction.titles import Post
from kg.ontology import Ontology
from kg.statement import Args, Evidence, Statement, ref, ref_id

#: The first and the last day that something can be of, ISO.
_Bounds = tuple[str | None, str | None]
_ROLES = {"CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}


class Emitter:
    """Turns the stories of one document into statements; it decides no fact, only what things are called and where proved."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._article: Article
        self._names = Naming(document)
        #: The references of the article's events, by their numbers.
        self._refs: dict[int, Args] = {}
        self._recollections = Recollections(document.raw)

    def learn(self, stories: Iterable[Story]) -> None:
        """Take in all of the document before any of it is written out."""
        self._names.learn(h for story in stories for h in story.held)

    def emit(self, article: Article, story: Story) -> Iterator[Statement]:
        self._article, self._refs = article, {}
        yield from self._about()
        days: dict[str, _Bounds] = {}
        told = settle(story.scene)
        for event in told:
            yield from self._event(event)
            # Only a day can date a sighting: a feature about 2014 prints the titles of today.
            if event.when and event.when.precision == "day" and event.status == "held":
                for name in event.parts:
                    days.setdefault(name, (event.when.earliest, event.when.latest))
        for held in story.held:
            if not held.news and not endings.ends(held, story.changes):
                yield from self._held(held, days)
        there = {e.number for e in told}
        for stated in story.stated:
            if stated.event is None or stated.event.number in there:
                yield from self._stated(stated)
        for change in repeats.settle(story.changes):
            person = self._names.person(change.person.name, change.person.mark)
            seat = self._names.seat(change.post, change.person.name)
            w = change.when
            args: Args = {
                "source": person,
                "target": seat,
                "date": w.date if w else None,
                "earliest": w.earliest if w else None,
                "latest": w.latest if w and w.latest else self._issue()[1],
                "kind": _kind(change),
                "by": change.by or None,
                "titles": [repeats.whole(change.post)],
            }
            yield self._say(change.type, args, change.proof)
            if change.kind == "nominated":
                continue  # whoever is only proposed holds nothing
            evidence = "appointed" if change.type == "APPOINTED" else "removed"
            held = Held(change.person, self._as_past(change.post, change.person.name), change.proof)
            yield from self._holds(held, evidence, (args["earliest"], args["latest"]))

    def _article_ref(self, **properties: Any) -> Args:
        a = self._article
        return ref("Article", f"{a.doc}#{a.order}", a.title or self.document.doc, **properties)

    def _issue(self) -> _Bounds:
        return dates.bounds(self.document.issued) if self.document.issued else (None, None)

    # -- statements --------------------------------------------------------------------------------------------

    def _say(self, schema: str, args: Args, proof: Proof) -> Statement:
        block = self._article.blocks[proof.block]
        start, end = block.text.quote_span(proof.start, proof.end, min(proof.anchor, proof.end - 1))
        evidence = Evidence(
            self.document.doc, self._article.order, start, end, self.document.raw[start:end], proof.rule
        )
        return Statement(schema, args, evidence, proof.confidence, proof.basis)

    def _about(self) -> Iterator[Statement]:
        a, d = self._article, self.document
        body = [b for b in a.blocks if b.text]
        if not body:
            return
        title = next((b for b in body if b.kind == "title"), body[0])
        start, end = title.text.quote_span(0, min(len(title.text), 120), 0)
        proof = Evidence(d.doc, a.order, start, end, d.raw[start:end], "article")
        node = self._article_ref(
            title=a.title, published=d.issued, publisher=d.publisher, doc=d.doc, order=a.order, area=d.area
        )
        yield Statement("Article", {"node": node}, proof)
        for w in a.writers:
            yield Statement(
                "WROTE",
                {"source": self._names.person(w.name), "target": self._article_ref(), "as": w.role},
                Evidence(d.doc, a.order, w.start, w.end, d.raw[w.start : w.end], "byline"),
                0.97,
            )
        chain = self._names.paper.chain
        for small, large in zip(chain[1:], chain, strict=False):
            yield Statement("PART_OF", {"source": area_ref(small), "target": area_ref(large)}, proof, 1.0, "inferred")

    def _event(self, event: Happening) -> Iterator[Statement]:
        node = self._event_ref(event)
        article = self._article_ref()
        yield self._say("Event", {"node": node, "article": article}, event.opened)
        yield self._say("REPORTS", {"source": article, "target": node}, event.opened)
        for part in event.parts.values():
            yield from self._part(event, part, node)
        if event.convenor:
            for target in self._names.convenors(event.convenor):
                yield self._say("CONVENED", {"source": target, "target": node, "as": "召开"}, event.opened)
                if target["label"] == "Area":
                    yield self._say("IN", {"source": node, "target": target}, event.opened)
        for (name, how), proof in event.convened.items():
            for target in self._names.convenors(name):
                yield self._say("CONVENED", {"source": target, "target": node, "as": how}, proof)
        for name, proof in event.venues.items():
            yield self._say("HELD_AT", {"source": node, "target": self._names.place(name)}, proof)
        for name, proof in event.visited.items():
            yield self._say("VISITED", {"source": node, "target": self._names.place(name)}, proof)
        for name, proof in event.organs.items():
            organ = organs.resolve(name, self._names.paper)
            if not isinstance(organ, areas.Area):
                args = {"source": self._names.organ(organ), "target": node, "roles": ["spoke"]}
                yield self._say("REPRESENTED_AT", args, proof)
        for (a, b, document), proof in event.signed.items():
            sides = [next(iter(self._names.convenors(n)), None) for n in (a, b)]
            if all(sides):
                w = event.when
                yield self._say(
                    "SIGNED_WITH",
                    {
                        "source": sides[0],
                        "target": sides[1],
                        "date": w.date if w else None,
                        "event": ref_id(node),
                        "document": document,
                    },
                    proof,
                )
        if event.parent is not None:
            yield self._say("PART_OF", {"source": node, "target": self._event_ref(event.parent)}, event.opened)

    def _event_ref(self, event: Happening) -> Args:
        if event.number not in self._refs:
            self._refs[event.number] = self._named(event)
        return self._refs[event.number]

    def _named(self, event: Happening) -> Args:
        w = event.when
        convenor = next((t["key"] for t in self._names.convenors(event.convenor)), None) if event.convenor else None
        return ref(
            "Event",
            f"{self._article.doc}#{self._article.order}.{event.number}",
            event.name,
            kind=event.kind,
            status=event.status,
            aliases=event.aliases,
            date=w.date if w else None,
            precision=w.precision if w else "none",
            earliest=w.earliest if w else None,
            latest=w.latest if w and w.latest else (self._issue()[1] if event.status == "held" else None),
            endDate=w.end_date if w else None,
            timeOfDay=w.time_of_day if w else None,
            groups=sorted({*event.groups, *(p.group for p in event.parts.values() if p.group)}),
            openList=event.open_list,
            dateText=w.text if w else None,
            convenor=event.convenor or None,
            convenorKey=convenor,
        )

    def _part(self, event: Happening, part: Part, node: Args) -> Iterator[Statement]:
        person = self._names.person(part.person.name, part.person.mark)
        first = part.facts.get("ATTENDED") or next(iter(part.facts.values()))
        roles = [r for t, r in _ROLES.items() if t in part.facts]
        if event.status == "planned":
            yield self._say("EXPECTED_AT", {"source": person, "target": node, "roles": roles}, first)
            return
        # A role that the reader adds is less sure than that somebody was there: its own statement alone tells it.
        roles = [r for t, r in _ROLES.items() if t in part.facts and not part.facts[t].rule.startswith("reader:")]
        args = {
            "source": person,
            "target": node,
            "roles": roles,
            "titles": [p.printed for p in part.posts],
            "positions": [self._names.seat(p, part.person.name) for p in part.posts if p.capacity != "former"],
            "rank": part.rank,
            "group": part.group or None,
            "manner": part.manner,
        }
        yield self._say("ATTENDED", args, first)
        if part.group and not part.posts and (area := self._names.led_area(part.group)):
            yield self._say("AFFILIATED_WITH", {"source": person, "target": area_ref(area), "as": part.group}, first)
        for t in _ROLES:
            if t in part.facts:
                yield self._say(t, {"source": person, "target": node}, part.facts[t])

    def _stated(self, stated: Stated) -> Iterator[Statement]:
        """Any other edge of a rule; nothing where the words at an end name nothing that may stand there."""
        edge = Ontology.load().edges[stated.type]
        source = self._end(stated, stated.source, edge.sources)
        target = self._end(stated, stated.target, edge.targets)
        if source is None or target is None:
            return
        args: Args = {"source": source, "target": target, **stated.properties}
        if "date" in edge.properties:
            args["date"] = stated.when.date if stated.when else None
        if "event" in edge.properties and stated.event is not None:
            args["event"] = ref_id(self._event_ref(stated.event))
        yield self._say(stated.type, args, stated.proof)
        for end in (stated.source, stated.target):
            if isinstance(end, Post):
                yield from self._around(end, _holder(stated), stated.proof)

    def _end(self, stated: Stated, end: End, labels: Sequence[str]) -> Args | None:
        if isinstance(end, Participant):
            return self._names.person(end.name, end.mark)
        if isinstance(end, Post):
            return self._names.seat(end, _holder(stated))
        if end is not None:
            found = self._names.place(end)
            return found if found["label"] in labels else None
        if "Article" in labels:
            return self._article_ref()
        return self._event_ref(stated.event) if stated.event is not None else None

    def _as_past(self, post: Post, name: str) -> Post:
        """The office as a former one where the document mourns or recalls who held it."""
        return replace(post, capacity="former") if self._recollections.tell_of(name) else post

    def _held(self, held: Held, days: dict[str, _Bounds]) -> Iterator[Statement]:
        held = replace(held, post=self._as_past(held.post, held.person.name))
        former = held.post.capacity == "former"
        bounds = (None, None) if former else days.get(held.person.name, self._issue())
        yield from self._holds(held, "sighted", bounds)

    def _holds(self, held: Held, evidence: str, bounds: _Bounds) -> Iterator[Statement]:
        args = {
            "source": self._names.person(held.person.name, held.person.mark),
            "target": self._names.seat(held.post, held.person.name),
            "titles": [held.post.printed],
            "capacity": held.post.capacity,
            "evidence": evidence,
            "earliest": bounds[0],
            "latest": bounds[1],
        }
        yield self._say("HOLDS", args, held.proof)
        yield from self._around(held.post, held.person.name, held.proof)

    def _around(self, post: Post, name: str, proof: Proof) -> Iterator[Statement]:
        seat, seat_ref = self._names.resolve(post, name), self._names.seat(post, name)
        if seat.organ is not None:
            organ = self._names.organ(seat.organ)
            yield self._say("AT", {"source": seat_ref, "target": organ}, proof)
            if seat.organ.area is not None:
                yield self._say("IN", {"source": organ, "target": area_ref(seat.organ.area)}, proof)
        if seat.area is not None:
            yield self._say("IN", {"source": seat_ref, "target": area_ref(seat.area)}, proof)


def _holder(stated: Stated) -> str:
    """Who an office at one end of an edge is told of; mostly nobody."""
    return next((end.name for end in (stated.source, stated.target) if isinstance(end, Participant)), "")


def _kind(change: Change) -> str:
    """任命甲为代区长 makes nobody 区长: the change is one to acting."""
    acting = change.kind == "appointed" and change.post.capacity == "acting"
    return "acting" if acting else change.kind
