"""One judge for rules and reader: what each says of a person and an event, of a person and an office, becomes the story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.document import Article
from kg.extraction import gatherings
from kg.extraction.asides import Held
from kg.extraction.happenings import Happening, Proof, agree, normal, same_name
from kg.extraction.narration import Change, Story
from kg.extraction.people import Participant
from kg.extraction.reader.page import Page
from kg.extraction.reader.reading import Office, Opening, Reading
from kg.extraction.reader.shapes import CAPACITIES
from kg.extraction.titles import Post
from kg.extraction.when import When
from kg.lexicon import words

_KINDS = ("meeting", "inspection", "visit", "ceremony", "talks", "training", "other")
_SORTS = {"inspection": "visit", "visit": "visit", "talks": "talk"}
_FACTS = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED")
_NAMES = {"ATTENDED": "attended", "CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Cuts:
    """From how likely on the judge believes the reader; found on text that it had not learned from.

    Attributes:
        opens: a new event; parts: attended, chaired, spoke, led; date: a day; site: a place.
        veto: below it, a part that the rules give is dropped.
        post, change: an office held, a change of office.
        writer: that somebody wrote the article.
    """

    opens: float = 0.5
    parts: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)
    date: float = 0.5
    site: float = 0.5
    veto: float = 0.05
    post: float = 0.6
    change: float = 0.7
    writer: float = 0.7


class Judge:
    """Adds to a story what the reader is sure enough of, and takes out what it is sure against.

    Args:
        article, story: what the rules made of it; the story is changed.
        issued: the paper's day.
    """

    def __init__(self, article: Article, story: Story, issued: str | None, cuts: Cuts) -> None:
        self.article, self.story, self.issued, self.cuts = article, story, issued, cuts
        #: The numbers of events that another has taken in, each with that other.
        self._gone: dict[int, Happening] = {}

    def decide(self, reading: Reading) -> None:
        """Take in one page."""
        events = self._events(reading)
        for k in sorted(events):
            self._part(reading, k, events[k])
            self._where(reading, k, events[k])
        self._posts(reading)
        self._changes(reading)
        scene = self.story.scene
        scene.events = [e for e in scene.events if e.number not in self._gone]
        for event in scene.events:
            if event.parent is not None:
                parent = self._gone.get(event.parent.number, event.parent)
                event.parent = parent if parent is not event else None

    # -- events ------------------------------------------------------------------------------------------------

    def _events(self, reading: Reading) -> dict[int, Happening]:
        """The event of each anchor: the rules', or a new one where the reader is sure that one is told of."""
        events = {k: self._joined(reading, k, a.told) for k, a in enumerate(reading.anchors) if a.told}
        attends = self.cuts.parts[0]
        people = {
            k: {n for (j, n), seen in reading.parts.items() if j == k and seen.likely[0] >= attends}
            for k in range(len(reading.anchors))
        }
        for k, opening in sorted(reading.openings.items()):
            if k in events or opening.likely < self.cuts.opens or not people[k]:
                continue
            date = self._when(reading, k)
            name, named = self._name(reading.page, opening)
            twin = self._twin(reading, events, people, k, date, name, named)
            if twin is not None:
                continue
            events[k] = self._open(reading, k, opening, name, date)
        return events

    def _joined(self, reading: Reading, k: int, told: Sequence[Happening]) -> Happening:
        """The one event of several that the rules tell of, or of one that is told of earlier than they know.

        It is called by the name that says most: a name as printed before the words that tell of it.
        """
        event = told[0]
        for other in told[1:]:
            for part in other.parts.values():
                for fact, proof in part.facts.items():
                    event.add(part.person, (fact,), proof, group=part.group, manner=part.manner)
            event.when = event.when or other.when
            for mine, its in (
                (event.groups, other.groups),
                (event.venues, other.venues),
                (event.visited, other.visited),
                (event.organs, other.organs),
            ):
                for key, proof in its.items():
                    mine.setdefault(key, proof)
            event.aliases = list(dict.fromkeys([*event.aliases, other.name, *other.aliases]))
            self._gone[other.number] = event
        opening = reading.openings.get(k)
        if opening is not None:
            name, named = self._name(reading.page, opening)
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
        people: dict[int, set[str]],
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

    @staticmethod
    def _name(page: Page, opening: Opening) -> tuple[str, bool]:
        """What an event is called: its name as printed, or the words that tell of it, to the end of their clause."""
        text = page.text
        if opening.named and opening.end - opening.start > 1:
            return text[opening.start : opening.end], True
        spot = page.spots[opening.sentence]
        begin = opening.start
        rest = re.match(r"[^，。；：！？\n]*", text[begin : spot.stop])
        clause = rest[0] if rest else ""
        if len(clause) < 4:
            head = re.search(r"[^，。；：！？\n]*$", text[spot.begin : begin])
            clause = (head[0] if head else "") + clause
        return (clause or text[spot.begin : spot.stop])[:_LONGEST_NAME].strip(), False

    def _open(self, reading: Reading, k: int, opening: Opening, name: str, date: When | None) -> Happening:
        kind = _KINDS[opening.kind]
        proof = self._proof(reading.page, opening.at, opening.start, "reader:event", opening.likely)
        status = "planned" if opening.planned > 0.5 else "held"
        scene = self.story.scene
        number = max((e.number for e in scene.events), default=0) + 1
        event = Happening(number, _SORTS.get(kind, "gathering"), name, kind, proof, date, status)
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
            if part is not None and float(seen.likely[0]) < self.cuts.veto:
                del event.parts[name]
                continue
            if part is None and float(seen.likely[0]) < self.cuts.parts[0]:
                continue
            person = self._person(page, name)
            for fact, likely, cut in zip(_FACTS, seen.likely.tolist(), self.cuts.parts, strict=True):
                if (part is None or fact not in part.facts) and likely >= cut:
                    proof = self._proof(page, seen.mention[0], seen.mention[0], f"reader:{_NAMES[fact]}", likely)
                    event.add(person, (fact,), proof)
                    part = event.parts[name]

    def _person(self, page: Page, name: str) -> Participant:
        known = self.story.named.get(name)
        if known is not None:
            return known
        a, b = page.names[name][0]
        _, at = page.place(a)
        return Participant(name, at, at + b - a, begin=at)

    def _where(self, reading: Reading, k: int, event: Happening) -> None:
        if event.when is None and (date := self._when(reading, k)) is not None:
            event.when = date
        for likely, a, b in sorted(reading.sites.get(k, ()), reverse=True):
            name = reading.page.text[a:b]
            known = [*event.venues, *event.visited]
            if likely < self.cuts.site or any(name in n or n in name for n in known):
                continue
            where = event.visited if event.sort == "visit" else event.venues
            where[name] = self._proof(reading.page, a, a, "reader:place", likely)

    # -- offices -----------------------------------------------------------------------------------------------

    def _posts(self, reading: Reading) -> None:
        page = reading.page
        held = {(h.person.name, h.proof.block, h.proof.start): [] for h in self.story.held}
        for h in self.story.held:
            held[h.person.name, h.proof.block, h.proof.start].append(h.post)
        mine = {}
        for h in self.story.held:
            mine.setdefault(h.person.name, []).append(h.post.printed or h.post.title)
        for office in sorted(reading.posts, key=lambda o: -o.likely):
            if office.likely < self.cuts.post:
                continue
            title = page.text[slice(*office.title)]
            known = mine.setdefault(office.person, [])
            if any(title in t or t in title for t in known):
                continue
            post = self._post(page, office, office.value)
            known.append(post.printed)
            proof = self._proof(
                page, office.mention[0], min(office.title[0], office.mention[0]), "reader:post", office.likely
            )
            self.story.held.append(Held(self._person(page, office.person), post, proof))

    def _changes(self, reading: Reading) -> None:
        page = reading.page
        known = {(c.person.name, c.type): [] for c in self.story.changes}
        for c in self.story.changes:
            known[c.person.name, c.type].append(c.post.printed or c.post.title)
        for office in sorted(reading.changes, key=lambda o: -o.likely):
            ends = office.value in ("removed", "resigned", "died", "investigated")
            kind = "REMOVED" if ends else "APPOINTED"
            title = page.text[slice(*office.title)]
            have = known.setdefault((office.person, kind), [])
            if office.likely < self.cuts.change or any(title in t or t in title for t in have):
                continue
            post = self._post(page, office, "full")
            have.append(post.printed)
            proof = self._proof(
                page, office.mention[0], min(office.title[0], office.mention[0]), "reader:change", office.likely
            )
            self.story.changes.append(
                Change(kind, self._person(page, office.person), post, office.value, self._day(page, office), proof)
            )

    def _day(self, page: Page, office: Office) -> When | None:
        """The last day named before, else the only one."""
        before = [t.when for t in page.times if t.start < office.mention[0] and t.when.precision == "day"]
        return before[-1] if before else None

    @staticmethod
    def _post(page: Page, office: Office, capacity: str) -> Post:
        a, b = office.title
        title = page.text[a:b]
        organ = page.text[slice(*office.organ)] if office.organ else ""
        marks = words("titles", "capacities")
        for mark in sorted(marks, key=len, reverse=True):
            if title.startswith(mark) and len(title) > len(mark) + 1:
                title = title[len(mark) :]
                break
        head = next(
            (h for h in sorted(words("titles", "heads"), key=len, reverse=True) if title.endswith(h)), title[-2:]
        )
        _, at = page.place(a)
        return Post(
            at, at + b - a, title, organ, capacity if capacity in CAPACITIES else "full", head, organ + page.text[a:b]
        )

    # -- proof -------------------------------------------------------------------------------------------------

    @staticmethod
    def _proof(page: Page, at: int, begin: int, rule: str, likely: float) -> Proof:
        spot = page.spots[page.sentence(at)]
        anchor = spot.start + at - spot.begin
        return Proof(spot.block, spot.start, spot.end, anchor, rule, round(min(0.99, float(likely)), 3))


def judge(article: Article, story: Story, issued: str | None, readings: Sequence[Reading], cuts: Cuts) -> None:
    """Bring the rules and the reader together for one article."""
    one = Judge(article, story, issued, cuts)
    for reading in readings:
        one.decide(reading)


__all__ = ["Cuts", "Judge", "judge"]
