"""A story as statements: names become entities, printed positions become seats, proofs become quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kg import dates
from kg.document import Article, Document
from kg.extraction import areas, names, organs, seats
from kg.extraction.happenings import Happening, Part, Proof
from kg.extraction.narration import Held, Story, settle
from kg.extraction.titles import Post
from kg.ids import fold_name
from kg.lexicon import alternation, words
from kg.statement import Args, Evidence, Statement, ref, ref_id

_ROLES = {"CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}


class Emitter:
    """Turns the stories of one document into statements; it decides no fact, only what things are called and where proved."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paper = areas.Paper.of(document.area)
        self._article: Article
        self._full: dict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, stories: Iterable[Story]) -> None:
        """Offices that the document prints in full somewhere (老挝国家主席甲), so that 国家主席甲 elsewhere in it is no other."""
        for held in (h for story in stories for h in story.held):
            if held.post.organ:
                self._full[held.person.name, held.post.title].add(held.post.organ)

    def emit(self, article: Article, story: Story) -> Iterator[Statement]:
        self._article = article
        yield from self._about()
        days: dict[str, tuple[str | None, str | None]] = {}
        for event in settle(story.scene):
            yield from self._event(event)
            if event.when and event.when.earliest and event.status == "held":
                for name in event.parts:
                    days.setdefault(name, (event.when.earliest, event.when.latest))
        for held in story.held:
            yield from self._held(held, days)
        for change in story.changes:
            person = self._person(change.person.name, change.person.mark)
            seat = self._seat(change.post, change.person.name)
            w = change.when
            args = {"source": person, "target": seat, "date": w.date if w else None, "earliest": w.earliest if w else None,
                    "latest": w.latest if w and w.latest else self._issue()[1], "kind": change.kind, "by": None}
            yield self._say(change.type, args, change.proof)
            evidence = "appointed" if change.type == "APPOINTED" else "removed"
            yield self._say("HOLDS", {"source": person, "target": seat, "titles": [change.post.title], "capacity": change.post.capacity,
                                      "evidence": evidence, "earliest": args["earliest"], "latest": args["latest"]}, change.proof)
            yield from self._around(change.post, change.person.name, change.proof)

    # -- entities ----------------------------------------------------------------------------------------------

    def _person(self, name: str, mark: str = "") -> Args:
        name = fold_name(name)
        gender = next((c for c in mark if c in "男女"), None)
        people = next((p for p in mark.split("，") if p.endswith("族")), None)
        return ref("Person", f"{name}@{self.document.doc}", name, gender=gender, ethnicity=people)

    def _resolve(self, post: Post, name: str) -> seats.Seat:
        """The seat of a position printed with this name.

        An office printed without its country belongs to this country only where its holder's name could be of it: 外交部长拉夫罗夫
        stays local to the document.
        """
        organs_seen = self._full.get((name, post.title), set())
        organ = post.organ or (next(iter(organs_seen)) if len(organs_seen) == 1 else "")
        seat = seats.seat(post.title, organ or None, self.paper, self.document.doc)
        ours = seat.area is not None and seat.area.name == "中国" and not seat.name.startswith(words("positions", "surely_ours"))
        if ours and names.is_foreign_name(name) and not names.is_han_name(name):
            return replace(seat, key=f"{seat.title}@{self.document.doc}", name=seat.title, organ=None, area=None, seats=None, aliases=())
        return seat

    def _seat(self, post: Post, name: str) -> Args:
        seat = self._resolve(post, name)
        return ref("Position", seat.key, seat.name, title=seat.title, aliases=list(seat.aliases), branch=seat.branch, rank=seat.rank, seats=seat.seats)

    def _place(self, name: str) -> Args:
        """A venue or visited thing: an area, an organ, or a place."""
        found = organs.resolve(name, self.paper)
        if isinstance(found, areas.Area):
            return _area(found)
        if organs.is_organ(name):
            return self._organ(found)
        return ref("Place", f"{name}@{self.document.area or self.document.doc}", name)

    def _organ(self, organ: Any) -> Args:
        key = f"{organ.key}@{self.document.doc}" if organ.local else organ.key
        return ref("Organization", key, organ.name, kind=organ.kind, aliases=list(organ.aliases))

    def _article_ref(self, **properties: Any) -> Args:
        a = self._article
        return ref("Article", f"{a.doc}#{a.order}", a.title or self.document.doc, **properties)

    def _issue(self) -> tuple[str | None, str | None]:
        return dates.bounds(self.document.issued) if self.document.issued else (None, None)

    # -- statements --------------------------------------------------------------------------------------------

    def _say(self, schema: str, args: Args, proof: Proof) -> Statement:
        block = self._article.blocks[proof.block]
        start, end = block.text.quote_span(proof.start, proof.end, min(proof.anchor, proof.end - 1))
        evidence = Evidence(self.document.doc, self._article.order, start, end, self.document.raw[start:end], proof.rule)
        return Statement(schema, args, evidence, proof.confidence, proof.basis)

    def _about(self) -> Iterator[Statement]:
        a, d = self._article, self.document
        body = [b for b in a.blocks if b.text]
        if not body:
            return
        title = next((b for b in body if b.kind == "title"), body[0])
        start, end = title.text.quote_span(0, min(len(title.text), 120), 0)
        proof = Evidence(d.doc, a.order, start, end, d.raw[start:end], "article")
        node = self._article_ref(title=a.title, published=d.issued, publisher=d.publisher, doc=d.doc, order=a.order, area=d.area)
        yield Statement("Article", {"node": node}, proof)
        for w in a.writers:
            yield Statement("WROTE", {"source": self._person(w.name), "target": self._article_ref(), "as": w.role},
                            Evidence(d.doc, a.order, w.start, w.end, d.raw[w.start : w.end], "byline"), 0.97)
        chain = self.paper.chain
        for small, large in zip(chain[1:], chain, strict=False):
            yield Statement("PART_OF", {"source": _area(small), "target": _area(large)}, proof, 1.0, "inferred")

    def _event(self, event: Happening) -> Iterator[Statement]:
        node = self._event_ref(event)
        article = self._article_ref()
        yield self._say("Event", {"node": node, "article": article}, event.opened)
        yield self._say("REPORTS", {"source": article, "target": node}, event.opened)
        for part in event.parts.values():
            yield from self._part(event, part, node)
        if event.convenor:
            for target in self._convenors(event.convenor):
                yield self._say("CONVENED", {"source": target, "target": node, "as": "召开"}, event.opened)
                if target["label"] == "Area":
                    yield self._say("IN", {"source": node, "target": target}, event.opened)
        for (name, how), proof in event.convened.items():
            for target in self._convenors(name):
                yield self._say("CONVENED", {"source": target, "target": node, "as": how}, proof)
        for name, proof in event.venues.items():
            yield self._say("HELD_AT", {"source": node, "target": self._place(name)}, proof)
        for name, proof in event.visited.items():
            yield self._say("VISITED", {"source": node, "target": self._place(name)}, proof)
        for name, proof in event.organs.items():
            target = organs.resolve(name, self.paper)
            if not isinstance(target, areas.Area):
                yield self._say("REPRESENTED_AT", {"source": self._organ(target), "target": node, "roles": ["spoke"]}, proof)
        for (a, b, document), proof in event.signed.items():
            sides = [next(iter(self._convenors(n)), None) for n in (a, b)]
            if all(sides):
                w = event.when
                yield self._say("SIGNED_WITH", {"source": sides[0], "target": sides[1], "date": w.date if w else None,
                                                "event": ref_id(node), "document": document}, proof)
        if event.parent is not None:
            yield self._say("PART_OF", {"source": node, "target": self._event_ref(event.parent)}, event.opened)

    def _event_ref(self, event: Happening) -> Args:
        w = event.when
        convenor = next((t["key"] for t in self._convenors(event.convenor)), None) if event.convenor else None
        return ref("Event", f"{self._article.doc}#{self._article.order}.{event.number}", event.name, kind=event.kind, status=event.status,
                   aliases=event.aliases, date=w.date if w else None, precision=w.precision if w else "none", earliest=w.earliest if w else None,
                   latest=w.latest if w and w.latest else (self._issue()[1] if event.status == "held" else None), endDate=w.end_date if w else None,
                   timeOfDay=w.time_of_day if w else None, groups=sorted(event.groups), openList=event.open_list, convenorKey=convenor)

    def _convenors(self, printed: str) -> Iterator[Args]:
        for name in [n for part in printed.split("、") for n in part.split("与")]:
            found = organs.resolve(name, self.paper)
            if isinstance(found, areas.Area):
                yield _area(found)
            elif organs.is_organ(name):
                yield self._organ(found)

    def _part(self, event: Happening, part: Part, node: Args) -> Iterator[Statement]:
        person = self._person(part.person.name, part.person.mark)
        first = part.facts.get("ATTENDED") or next(iter(part.facts.values()))
        roles = [r for t, r in _ROLES.items() if t in part.facts]
        if event.status == "planned":
            yield self._say("EXPECTED_AT", {"source": person, "target": node, "roles": roles}, first)
            return
        args = {"source": person, "target": node, "roles": roles, "titles": [p.title if not p.organ or p.title.startswith(p.organ) else p.organ + p.title for p in part.posts],
                "positions": [self._seat(p, part.person.name) for p in part.posts if p.capacity != "former"], "rank": part.rank, "group": part.group or None, "manner": part.manner}
        yield self._say("ATTENDED", args, first)
        if part.group and not part.posts and (area := self._led_area(part.group)):
            yield self._say("AFFILIATED_WITH", {"source": person, "target": _area(area), "as": part.group}, first)
        for t in _ROLES:
            if t in part.facts:
                yield self._say(t, {"source": person, "target": node}, part.facts[t])

    def _led_area(self, group: str) -> areas.Area | None:
        """The area of 西湖区领导, and of 区领导 in the paper of a district."""
        words_ = re.sub(f"{alternation('titles', 'groups')}$", "", group)
        found = organs.resolve(words_, self.paper) if words_ else None
        return found if isinstance(found, areas.Area) else self.paper.at(words_) if words_ else None

    def _held(self, held: Held, days: dict[str, tuple[str | None, str | None]]) -> Iterator[Statement]:
        person, seat = self._person(held.person.name, held.person.mark), self._seat(held.post, held.person.name)
        earliest, latest = days.get(held.person.name, self._issue()) if held.post.capacity != "former" else (None, None)
        printed = held.post.title if not held.post.organ else held.post.organ + held.post.title
        yield self._say("HOLDS", {"source": person, "target": seat, "titles": [printed], "capacity": held.post.capacity, "evidence": "sighted",
                                  "earliest": earliest, "latest": latest}, held.proof)
        yield from self._around(held.post, held.person.name, held.proof)

    def _around(self, post: Post, name: str, proof: Proof) -> Iterator[Statement]:
        seat, seat_ref = self._resolve(post, name), self._seat(post, name)
        if seat.organ is not None:
            organ = self._organ(seat.organ)
            yield self._say("AT", {"source": seat_ref, "target": organ}, proof)
            if seat.organ.area is not None:
                yield self._say("IN", {"source": organ, "target": _area(seat.organ.area)}, proof)
        if seat.area is not None:
            yield self._say("IN", {"source": seat_ref, "target": _area(seat.area)}, proof)


def _area(area: areas.Area) -> Args:
    return ref("Area", area.key, area.name, level=area.level, code=area.code)
