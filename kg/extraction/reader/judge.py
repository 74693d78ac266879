"""One judge for rules and reader: what each says of a person and an event, of a person and an office, becomes the story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction import gatherings, tracing
from kg.extraction.happenings import Happening, agree, normal, same_name
from kg.extraction.narration import Story
from kg.extraction.reader import event_names, vetoes
from kg.extraction.reader.offices import Offices, person_of, proof
from kg.extraction.reader.page import Page
from kg.extraction.reader.reading import Opening, Reading
from kg.extraction.when import When

_KINDS = ("meeting", "inspection", "visit", "ceremony", "talks", "training", "other")
_SORTS = {"inspection": "visit", "visit": "visit", "talks": "talk"}
_FACTS = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED")
_NAMES = {"ATTENDED": "attended", "CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}
_PLACE = re.compile("[一-鿿]{2}")


@dataclass(frozen=True)
class Cuts:
    """From how likely on the judge believes the reader; found on text that it had not learned from.

    Attributes:
        opens: a new event; lone: one in an article that has no other; more: in one of which the rules tell
            some; parts: attended, chaired, spoke, led; told: the same at an event that the rules have read; date: a day;
            site: a place, site_told: at an event that the rules have read.
        veto: below it, a part or a role that the rules give is dropped; veto_led: the same for leading, where they are weakest.
        post: an office held; change: one that somebody comes into or leaves; whose: that one printed without an organ is of
            one that stands before; by_kind: how sure the nearest is of the kind that such an office is of.
        trust: what the reader's certainty about each role is worth as a confidence, and `heed`: what its doubt takes from the rules'.
    """

    opens: float = 0.35
    lone: float = 0.2
    more: float = 0.58
    parts: tuple[float, float, float, float] = (0.5, 0.45, 0.38, 0.38)
    told: tuple[float, float, float, float] = (0.83, 0.65, 0.78, 0.6)
    date: float = 0.5
    site: float = 0.5
    site_told: float = 0.998
    veto: float = 0.02
    veto_led: float = 0.15
    post: float = 0.98
    change: float = 0.92
    whose: float = 0.45
    by_kind: float = 0.8
    trust: tuple[float, float, float, float] = (0.96, 0.9, 0.92, 0.85)
    heed: float = 0.6


class Judge:
    """Adds to the story of an article, page by page, what the reader is sure enough of, and takes out what it is sure against.

    Args:
        story: what the rules made of the article; it is changed.
        cuts: from how likely on the reader is believed.
    """

    def __init__(self, story: Story, cuts: Cuts) -> None:
        self.story, self.cuts = story, cuts
        self.offices = Offices(story)
        self._number = max((e.number for e in story.scene.events), default=0)
        #: The numbers of events that another has taken in, each with that other.
        self._gone: dict[int, Happening] = {}

    def decide(self, reading: Reading) -> None:
        """Take in one page."""
        events = self._events(reading)
        tracing.note("reading", reading=reading, events=events)
        for k in sorted(events):
            at = reading.anchors[k].at
            event, page = events[k], reading.page
            if (
                vetoes.is_wish(event.name)
                or not event.parts
                and event.opened.rule != "reader:event"
                and vetoes.no_event(page, at, at + 1)
            ):
                tracing.note("left", event=event.name, name="", why="what is only wished for, or sent, is no event")
                continue  # the rules name what the telegrams of many wish well: that puts nobody there
            self._part(reading, k, events[k])
            self._where(reading, k, events[k])
        self.offices.add(reading, self.cuts.post)
        self.offices.move(reading, self.cuts.change)
        self.offices.complete(reading, self.cuts.whose, self.cuts.by_kind)

    def close(self) -> None:
        """After the last page: what another has taken in is told no more."""
        scene = self.story.scene
        scene.events = [e for e in scene.events if e.number not in self._gone]
        self.story.stated = [
            replace(s, event=self._gone.get(s.event.number, s.event)) if s.event is not None else s
            for s in self.story.stated
        ]
        for event in scene.events:
            if event.parent is not None:
                parent = self._gone.get(event.parent.number, event.parent)
                event.parent = parent if parent is not event else None

    # -- events ------------------------------------------------------------------------------------------------

    def _events(self, reading: Reading) -> dict[int, Happening]:
        """The event of each anchor: the rules', or a new one where the reader is sure that one is told of."""
        events = {k: self._joined(reading, k, a.told) for k, a in enumerate(reading.anchors) if a.told}
        people: list[set[str]] = [set() for _ in reading.anchors]
        for (k, name), seen in reading.parts.items():
            if seen.likely[0] >= self.cuts.parts[0] and not self._changes(reading.page, seen.mention[0], name):
                people[k].add(name)
        fresh = [o.likely for k, o in reading.openings.items() if k not in events and people[k]]
        # News that tells of people tells of something that they did: the best of its sentences, where no other is sure.
        cut = self.cuts.more
        if not self.story.scene.events:
            alone = len(reading.page.names) > 1 and fresh
            cut = min(self.cuts.opens, max(self.cuts.lone, *fresh)) if alone else self.cuts.opens
        for k, opening in sorted(reading.openings.items()):
            if (
                k in events
                or opening.likely < cut
                or not people[k]
                or vetoes.no_event(reading.page, opening.start, opening.end)
            ):
                continue
            date = self._when(reading, k)
            name, named = event_names.name(reading.page, opening)
            twin = self._twin(reading, events, people, k, date, name, named)
            if twin is not None:
                continue
            events[k] = self._open(reading, opening, name, date)
        return events

    def _joined(self, reading: Reading, k: int, told: Sequence[Happening]) -> Happening:
        """The one event of several that the rules tell of, or of one that is told of earlier than they know.

        It is called by the name that says most: a name as printed before the words that tell of it.
        """
        event = told[0]
        for other in told[1:]:
            for part in other.parts.values():
                for fact, said in part.facts.items():
                    event.add(part.person, (fact,), said, group=part.group, manner=part.manner)
            event.when = event.when or other.when
            for mine, its in (
                (event.groups, other.groups),
                (event.venues, other.venues),
                (event.visited, other.visited),
                (event.organs, other.organs),
            ):
                for key, said in its.items():
                    mine.setdefault(key, said)
            event.aliases = list(dict.fromkeys([*event.aliases, other.name, *other.aliases]))
            self._gone[other.number] = event
        opening = reading.openings.get(k)
        if opening is not None:
            name, named = event_names.name(reading.page, opening)
            if gatherings.is_generic(event.name) and (named or len(name) > len(event.name)):
                event.aliases = [a for a in dict.fromkeys([event.name, *event.aliases]) if a != name]
                event.name = name
            if (date := self._when(reading, k)) is not None:
                event.when = event.when or date
        return event

    def _twin(
        self,
        reading: Reading,
        events: dict[int, Happening],
        people: Sequence[set[str]],
        k: int,
        date: When | None,
        name: str,
        named: bool,
    ) -> Happening | None:
        """An event told of already that this one is, under another of its names."""
        for j, event in events.items():
            mine, its = people[k], people[j] | set(event.parts)
            if not agree(event.when, date):
                continue
            if named and (normal(event.name) == normal(name) or same_name(event.name, name)):
                return event
            shared = len(mine & its) / max(1, len(mine | its))
            if shared >= 0.6 and len(mine & its) > 2 and reading.anchors[j].sentence != reading.anchors[k].sentence:
                return event
        return None

    def _open(self, reading: Reading, opening: Opening, name: str, date: When | None) -> Happening:
        kind = _KINDS[opening.kind]
        opened = proof(reading.page, opening.at, "reader:event", opening.likely)
        status = "planned" if opening.planned > 0.5 else "held"
        scene = self.story.scene
        self._number += 1
        event = Happening(self._number, _SORTS.get(kind, "gathering"), name, kind, opened, date, status)
        scene.events.append(event)
        return event

    def _when(self, reading: Reading, k: int) -> When | None:
        likely, n = max(reading.dates.get(k, [(0.0, -1)]))
        return reading.page.times[n].when if likely >= self.cuts.date else None

    # -- parts -------------------------------------------------------------------------------------------------

    def _part(self, reading: Reading, k: int, event: Happening) -> None:
        page = reading.page
        order = sorted((places[0][0], n) for n, places in page.names.items())
        for _, name in order:
            seen = reading.parts.get((k, name))
            if seen is None:
                continue
            part = event.parts.get(name)
            if part is not None and any(proved.rule == "minutes" for proved in part.facts.values()):
                continue  # a form leaves nothing to guess
            if part is not None and float(seen.likely[0]) < self.cuts.veto:
                del event.parts[name]
                tracing.note("taken", event=event.name, name=name, fact="ATTENDED", likely=seen.likely)
                continue
            cuts = self.cuts.told if reading.anchors[k].told else self.cuts.parts
            if part is None and self._changes(page, seen.mention[0], name):
                continue  # 副区长何莉退休
            if part is None and float(seen.likely[0]) < cuts[0]:
                continue
            if part is None and vetoes.not_there(page, seen.mention):
                tracing.note("left", event=event.name, name=name, why="quoted, studied, or sends something instead")
                continue
            if part is not None:
                for fact, proved in list(part.facts.items()):
                    likely = float(seen.likely[_FACTS.index(fact)])
                    veto = self.cuts.veto_led if fact == "LED" else self.cuts.veto
                    if likely < veto and fact != "ATTENDED" and len(part.facts) > 1:
                        del part.facts[fact]
                        tracing.note("taken", event=event.name, name=name, fact=fact, likely=seen.likely)
                        continue
                    doubt = self.cuts.heed * (1 - likely)
                    part.facts[fact] = replace(proved, confidence=round(proved.confidence * (1 - doubt), 3))
            person = person_of(self.story, page, name)
            told = reading.openings[k].likely if k in reading.openings and not reading.anchors[k].told else 1.0
            rows = zip(_FACTS, seen.likely.tolist(), cuts, self.cuts.trust, strict=True)
            for fact, likely, cut, trust in rows:
                if (part is None or fact not in part.facts) and likely >= cut:
                    said = proof(page, seen.mention[0], f"reader:{_NAMES[fact]}", likely * told * trust)
                    event.add(person, (fact,), said)
                    part = event.parts[name]
                    tracing.note("added", event=event.name, name=name, fact=fact, likely=seen.likely)

    def _changes(self, page: Page, at: int, name: str) -> bool:
        """Whether the sentence only tells of somebody's office, entered or left or in a roster, which puts nobody at an event."""
        spot = page.spots[page.sentence(at)]
        told = [(c.person.name, c.proof) for c in self.story.changes]
        told += [(h.person.name, h.proof) for h in self.story.held if h.proof.rule == "roster"]
        return any(
            who == name and proof.block == spot.block and proof.start < spot.end and spot.start < proof.end
            for who, proof in told
        )

    def _where(self, reading: Reading, k: int, event: Happening) -> None:
        if event.when is None and (date := self._when(reading, k)) is not None:
            event.when = date
        for likely, a, b in sorted(reading.sites.get(k, ()), reverse=True):
            name = reading.page.text[a:b]
            known = [*event.venues, *event.visited]
            if (
                likely < (self.cuts.site_told if reading.anchors[k].told else self.cuts.site)
                or not _PLACE.search(name)
                or any(name in n or n in name for n in known)
            ):
                continue
            where = event.visited if event.sort == "visit" else event.venues
            where[name] = proof(reading.page, a, "reader:place", likely)
