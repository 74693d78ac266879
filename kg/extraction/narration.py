"""Reading an article sentence by sentence: rules say what a sentence proves, the scene says of which event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg import dates
from kg.extraction import gatherings, organs, places, when
from kg.extraction.happenings import Happening, Part, Proof, Scene, agree, is_press
from kg.extraction.matcher import Match, match
from kg.extraction.people import Participant, Who
from kg.extraction.titles import Post
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.lexicon import alternation, entries, words


@dataclass(slots=True)
class Line:
    """A sentence of an article with its units; offsets are into the clean text of block `block`."""

    block: int
    start: int
    text: str
    units: list[Unit]
    heading: bool
    #: A heading inside the body, under which another piece of news begins.
    section: bool = False
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A position printed with a name."""

    person: Participant
    post: Post
    proof: Proof


@dataclass(frozen=True, slots=True)
class Change:
    """An announced change of office; `type` is APPOINTED or REMOVED."""

    type: str
    person: Participant
    post: Post
    kind: str
    when: When | None
    proof: Proof


@dataclass(slots=True)
class Story:
    """Everything an article says, before it becomes statements."""

    scene: Scene = field(default_factory=Scene)
    held: list[Held] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Narrator:
    """Reads the lines of one article in the order given (bodies first, then headings)."""

    def __init__(self, issued: str | None) -> None:
        self.issued = issued
        self.story = Story()
        self.anchor: When | None = None
        self.last: Participant | None = None
        self._line: Line
        self._times: list[tuple[int, When]]
        self._organs: list[str] = []
        #: The block whose last sentences were reported speech, which runs on without a mark of its own.
        self._reported = -1
        self._lines = 0
        #: Who spoke where last, and in which line: 他表示 goes on there.
        self._floor: tuple[str, Happening, int] | None = None

    @property
    def scene(self) -> Scene:
        return self.story.scene

    def read(self, line: Line) -> None:
        self._line = line
        self._times = []
        for unit in line.units:
            if unit.label == "TIME":
                future = any(u.label == "FUTURE" for u in line.units)
                found = when.resolve(unit.value, self.issued, self.anchor, future=future)
                self._times.append((unit.start, found))
                if not self._is_ahead(found):
                    self.anchor = when.next_anchor(found, self.anchor) or self.anchor
        self._organs += [n for n in line.organs if organs.is_organ(n) and n not in words("positions", "unnamed_organs")]
        self._positions()
        self._equated()
        self._lines += 1
        if line.section:
            self.scene.current, self.last = None, None
            return
        if line.heading:
            self._heading_scene()
        done: set[tuple[int, str]] = set()
        reported, self._reported = self._reported == line.block and not _speaks_itself(line.units), line.block if _quotes(line.units) else self._reported
        if self._reported != line.block:
            self._reported = -1
        for found in _chosen(match(line.units, line.text)) if not reported else ():
            key = (found.end, found.rule.opens or found.rule.id)
            if key not in done:
                done.add(key)
                self._apply(found)
        self._groups()
        self._deals()
        self._remember()

    # -- facts -------------------------------------------------------------------------------------------------

    def _apply(self, m: Match) -> None:
        if any(t in ("APPOINTED", "REMOVED") for ts in m.rule.facts.values() for t in ts):
            self._change(m)
            return
        people = self._captured(m)
        if m.rule.facts and not people:
            return
        for event in self._events(m, people):
            for name, whos in people.items():
                if m.rule.opens == "visit" and name == "who":
                    self._along(event)
                for who in whos:
                    for person in who.people:
                        self._add(event, person, who, m, m.rule.facts.get(name, ()))
                    event.open_list |= who.open_list

    def _along(self, event: Happening) -> None:
        """Those in whose company the principal goes are on this visit, wherever in the sentence the rule for them fits."""
        for k, unit in enumerate(self._line.units):
            if unit.label == "ALONG":
                for person in unit.value.people:
                    event.add(person, ("ATTENDED",), self._proof(k, k + 1, "goes-along"))

    def _captured(self, m: Match) -> dict[str, list[Who]]:
        """The people under each name of the pattern; 他 stands for the last person named alone.

        甲、乙等A区领导，丙等B区领导参加: runs of people with only a comma between them act as one.
        """
        found: dict[str, list[Who]] = {}
        for name in m.rule.facts:
            for unit in m.captures.get(name, ()):
                if unit.label == "PRON":
                    alone = [u.value.people[0] for u in self._line.units if u.label == "WHO" and u.end <= unit.start and len(u.value.people) == 1]
                    if (last := alone[-1] if alone else self.last) is not None:
                        found[name] = [Who(unit.start, unit.end, (replace(last, posts=()),))]
                elif isinstance(unit.value, Who):
                    k = self._line.units.index(unit)
                    whos = [unit.value]
                    while k >= 2 and self._line.units[k - 1].label in ("COMMA", "PAUSE") and self._line.units[k - 2].label == unit.label:
                        k -= 2
                        whos.insert(0, self._line.units[k].value)
                    while (earlier := self._on_behalf(k)) is not None:
                        k = earlier
                        whos.insert(0, self._line.units[k].value)
                    found[name] = whos
        return found

    def _on_behalf(self, k: int) -> int | None:
        """甲代表A，乙代表B，敬献花篮: the person before, who acts for another organ in the same row."""
        units, text = self._line.units, self._line.text
        if k + 1 >= len(units) or text[units[k + 1].start : units[k + 1].end] != "代表" or not k or units[k - 1].label != "COMMA":
            return None
        j = k - 2
        while j >= 0 and units[j].label in ("OTHER", "PAUSE", "WITH"):
            j -= 1
        return j - 1 if j >= 1 and text[units[j].start : units[j].end] == "代表" and units[j - 1].label == "WHO" else None

    def _add(self, event: Happening, person: Participant, who: Who, m: Match, types: Sequence[str]) -> None:
        present = person.name in event.parts and "ATTENDED" in event.parts[person.name].facts
        if m.rule.needs == "present" and not present:
            if not (is_press(event) and person.posts and "SPOKE_AT" in types):
                return
            types = ("ATTENDED", *types)
        if event.umbrella and "LED" not in types and "ATTENDED" not in types:
            return
        pronoun = any(u.label == "PRON" for u in m.captures.get("who", ()))
        confidence = m.rule.confidence * (1.0 if person.sure >= 0.85 else 0.8) * (0.95 if pronoun else 1.0)
        proof = self._proof(m.start, m.end, m.rule.id, round(confidence, 3), "inferred" if pronoun else m.rule.basis)
        event.add(person, types, proof, group=who.group, manner=m.rule.manner)
        if "SPOKE_AT" in types:
            self._floor = (person.name, event, self._lines)

    # -- events ------------------------------------------------------------------------------------------------

    def _events(self, m: Match, people: dict[str, list[Who]]) -> list[Happening]:
        what = next(iter(m.captures.get("what", ())), None)
        if m.rule.opens == "visit":
            return self._visit(m, people)
        if m.rule.opens == "talk":
            return self._talk(m, people)
        if m.rule.opens == "stop":
            return self._look(m, people)
        if m.rule.opens and self._part_follows(m, what):
            return []
        if what is not None and what.label == "SAME":
            return list(self.scene.events)
        if what is not None and what.label == "BRIEFING":
            return self._briefing(m, what)
        if what is not None and what.label in ("EVENT", "GEN"):
            return [e for e in [self._gathering(m, what)] if e]
        if (noun := self._onsite(m)) and (event := self.scene.of_noun(noun)):
            return [event]
        if m.rule.needs and self._floor and self._lines - self._floor[2] <= 1 and any(p.name == self._floor[0] for ws in people.values() for w in ws for p in w.people):
            return [self._floor[1]]
        current = self.scene.current
        if current is not None and current.sort == "visit" and self._line.units[m.end - 1].label == "ESCORT":
            # 陪同考察, told once at the end, is said of the whole journey of its principal.
            legs = [e for e in self.scene.events if e.sort == "visit" and e.parent is None and not e.umbrella and set(e.leaders) & set(current.leaders)]
            return legs or [current]
        return [current] if current else []

    def _part_follows(self, m: Match, what: Unit | None) -> bool:
        """A会议举行全体会议: the words after the verb are read by the rule for them, with A in front."""
        units = self._line.units
        return units[m.end - 1].label == "HOLD" and what is not None and m.end < len(units) and units[m.end].label in ("EVENT", "GEN")

    def _onsite(self, m: Match) -> str:
        """大会上 points to a 大会, not to whatever was told last."""
        spots = [u for u in self._line.units[: m.end] if u.label == "ONSITE"]
        noun = self._line.text[spots[-1].start : spots[-1].end].rstrip("上中时") if spots else ""
        return noun if noun != "会" and gatherings.is_generic(noun) else ""

    def _briefing(self, m: Match, what: Unit) -> list[Happening]:
        """听取…工作汇报 is an event when it is dated, and the occasion of something else when 时 follows."""
        text, time = self._line.text, self._time(m)
        listen = next(u for u in self._line.units if u.label == "LISTEN")
        if time is None or text.startswith(("时", "后", "的"), what.end) or self._line.heading:
            return []
        return [self.scene.open("gathering", text[listen.start : what.end], "meeting", self._proof(m.start, m.end, m.rule.id), time)]

    def _gathering(self, m: Match, what: Unit) -> Happening | None:
        name = re.sub(f"^{alternation('events', 'pointing')}", "", self._line.text[what.start : what.end])
        time, planned = self._time(m), self._planned(m)
        convenor = self._convenor(m, what) if m.rule.opens else ""
        subject = self._subject_event(m, what) if m.rule.opens else None
        if subject is not None and what.label == "GEN" or subject is not None and gatherings.is_generic(name):
            body = self._line.text[subject.start : subject.end]
            name = body if name.endswith(("全体会议", "分组会议", "会议")) else f"{body}{name}"
            what = Unit(what.start, what.end, "EVENT", name)
        if what.label == "GEN" or gatherings.is_generic(name):
            current = self.scene.of_noun(name)
            fresh = m.rule.opens and (convenor or time) and not self._line.heading
            if current and not (fresh and not (agree(current.when, time) and current.name.endswith(name) and (not convenor or convenor in (current.convenor, "")))):
                self._enrich(current, m, time, convenor)
                return current
            if not m.rule.opens and not self.scene.events and not self._line.heading:
                convenor = ""
            elif not m.rule.opens and self.scene.events:
                return self.scene.current
            full = f"{convenor}{name}" if len(convenor) <= 24 else name
        else:
            full = name
        known = self.scene.named(full)
        if known and agree(known.when, time):
            self._enrich(known, m, time, convenor)
            if m.rule.opens or known is not self.scene.current and not self._line.heading:
                self.scene.current = known
            return known
        if self._line.heading and not m.rule.opens and self.scene.events and not people_in(m):
            return self.scene.current
        before = self.scene.current
        event = self.scene.open("gathering", full, gatherings.kind_of(name), self._proof(m.start, m.end, m.rule.id), time, "planned" if planned else "held")
        if planned and before is not None and before.status == "held":
            self.scene.current = before
        event.convenor = convenor
        self._enrich(event, m, time, convenor)
        return event

    def _subject_event(self, m: Match, what: Unit) -> Unit | None:
        """一次会议将举行闭幕会: the event whose part is held, named before the verb."""
        units = self._line.units
        k = units.index(what) if what in units else m.end - 1
        for unit in reversed(units[:k]):
            if unit.label in ("COMMA", "STOP", "COLON", "WHO", "BLANK"):
                return None
            if unit.label == "EVENT":
                return unit
        return None

    def _enrich(self, event: Happening, m: Match, time: When | None, convenor: str) -> None:
        if event.when is None and time is not None and not self._line.heading:
            event.when = time
        if convenor and not event.convenor:
            event.convenor = convenor
        if m.rule.opens:
            for name, unit in places.venue(self._line.text, self._line.units, m.start, m.end):
                event.venues.setdefault(name, self._proof_of(unit, m.rule.id))

    def _visit(self, m: Match, people: dict[str, list[Who]]) -> list[Happening]:
        text, units = self._line.text, self._line.units
        leaders = [p for who in people["who"] for p in who.people]
        if units[m.end - 1].label == "LEAD" and text.startswith("的", units[m.end - 1].end):
            return [self.scene.current] if self.scene.current else []  # 由甲率领的代表团: led here, on no tour told of
        time = self._time(m)
        span = units[m.start : _clause_end(units, m.end - 1)]
        each = any(u.label == "EACH" for u in span)
        if each and len(leaders) > 1 and any(u.label == "LEAD" for u in span):
            event = self.scene.current if self.scene.current and self.scene.current.umbrella else None
            if event is None:
                event = self.scene.open("visit", places.tour_name(text, units, m), "inspection", self._proof(m.start, m.end, m.rule.id), time)
                event.umbrella = True
            return [event]
        leader = leaders[0].name
        event = self.scene.visit_of(leader, time)
        if event is not None and event.leaders and self._own_party(event) and self._times and not self._line.heading:
            event = None
        if event is None and self._line.heading and self.scene.events:
            event = next((e for e in self.scene.events if leader in e.parts), None)
            if event is None:
                return [] if any(e.umbrella for e in self.scene.events) else [self.scene.events[0]]
        if event is None:
            kind = "inspection" if re.search(alternation("events", "inspection_verbs"), text[units[m.start].start : units[m.end - 1].end]) else "visit"
            status = "planned" if self._planned(m) else "held"
            event = self.scene.open("visit", places.tour_name(text, units, m), kind, self._proof(m.start, m.end, m.rule.id), time, status)
        elif not self._line.heading:
            self.scene.current = event
        if not self._line.heading:
            for name, unit in places.visited(text, units, m):
                event.visited.setdefault(name, self._proof_of(unit, m.rule.id))
        return [event]

    def _own_party(self, event: Happening) -> bool:
        """在乙陪同下: another host goes along, so that this is another leg of the journey and not the visit told of."""
        along = {p.name for u in self._line.units if u.label == "ALONG" for p in u.value.people}
        return bool(along) and not along & set(event.parts) and any("goes-along" in (f.rule for f in p.facts.values()) for p in event.parts.values())

    def _look(self, m: Match, people: dict[str, list[Who]]) -> list[Happening]:
        """在青石水库，甲察看了水位: a stop of the tour that this person leads."""
        leader = people["who"][0].people[0].name
        event = self.scene.visit_of(leader, self._time(m))
        if event is None or self._line.heading:
            return []
        for name in places.stop(self._line.text, self._line.units, m):
            event.visited.setdefault(name, self._proof(m.start, m.end, m.rule.id))
        for name, unit in places.visited(self._line.text, self._line.units, m):
            if places.is_place(name):
                event.visited.setdefault(name, self._proof_of(unit, m.rule.id))
        return [event]

    def _talk(self, m: Match, people: dict[str, list[Who]]) -> list[Happening]:
        text, units = self._line.text, self._line.units
        host = people["who"][0].people[0].name
        sides = [p.name for who in people.get("side", ()) for p in who.people]
        time = self._time(m)
        tour = next((e for e in reversed(self.scene.events) if e.sort == "visit" and e.parent is None and host in e.leaders and not e.umbrella), None)
        event = self.scene.talk_of(host, sides)
        if event is not None and not (agree(event.when, time) or self._line.heading):
            event = None
        if event is None:
            status = "planned" if self._planned(m) else "held"
            if tour is not None and sides and not self._line.heading:
                return [self._stop(tour, m, sides)]
            begin = units[m.start].value.people[0].start if isinstance(units[m.start].value, Who) else units[m.start].start
            end = units[_clause_end(units, m.end - 1) - 1].end
            event = self.scene.open("talk", text[begin:end][:60], "talks", self._proof(m.start, m.end, m.rule.id), time, status)
        elif event.when is None and time:
            event.when = time
        for name, unit in places.venue(text, units, m.start, m.end):
            event.venues.setdefault(name, self._proof_of(unit, m.rule.id))
        return [event]

    def _stop(self, tour: Happening, m: Match, sides: list[str]) -> Happening:
        """A stop of a tour that has people of its own is an event beside the tour; whoever is on the tour is at the stop."""
        spots = list(places.stop(self._line.text, self._line.units, m))
        place = next((s for s in spots if s not in words("places", "here")), None)
        if place is None and spots:
            place = next(reversed(self._organs), None)
        place = place or self._last_stop(tour)
        name = f"走访{place}" if place else f"{tour.leaders[0]}与{'、'.join(sides)}座谈"
        event = self.scene.open("visit", name, "visit", self._proof(m.start, m.end, m.rule.id), tour.when)
        event.parent = tour
        if place:
            event.visited[place] = self._proof(m.start, m.end, m.rule.id)
            tour.visited.setdefault(place, self._proof(m.start, m.end, m.rule.id))
        for part in list(tour.parts.values()):
            types = [t for t in ("ATTENDED", "LED") if t in part.facts]
            event.add(replace(part.person, posts=()), types, replace(part.facts["ATTENDED"], rule="stop-of-tour", basis="inferred", confidence=0.8), group=part.group)
        self.scene.current = event
        return event

    def _last_stop(self, tour: Happening) -> str | None:
        return list(tour.visited)[-1] if tour.visited else None

    # -- what a match stands in --------------------------------------------------------------------------------

    def _time(self, m: Match) -> When | None:
        end = self._line.units[m.end - 1].end
        before = [w for at, w in self._times if at < end]
        if before:
            return before[-1]
        if self._line.heading:
            return None
        head = self._line.text[:12]
        if self.scene.current and re.match(alternation("events", "same_day"), head):
            current = self.scene.current.when
            return replace(current, time_of_day=None) if current else None
        return None

    def _is_ahead(self, time: When | None) -> bool:
        """Whether a day lies after the day of issue: what is told of it has not happened yet."""
        return bool(time and time.earliest and self.issued and time.earliest > (dates.bounds(self.issued)[1] or "9"))

    def _planned(self, m: Match) -> bool:
        units = self._line.units
        if self._is_ahead(self._time(m)):
            return True
        begin = max([i for i in range(m.end) if units[i].label in ("COMMA", "STOP", "COLON")] or [-1])
        return any(u.label == "FUTURE" for u in units[begin + 1 : m.end])

    def _convenor(self, m: Match, what: Unit) -> str:
        """What stands between the date and the verb that calls the meeting: 区委常委会 | 召开."""
        units, text = self._line.units, self._line.text
        hold = next((i for i in range(m.start, m.end) if units[i].label == "HOLD"), None)
        if hold is None or units[hold].start > what.start:
            return ""
        end = hold
        while end and (
            units[end - 1].label in ("TIME", "FUTURE", "EACH", "AT")
            or (units[end - 1].label == "OTHER" and text.startswith(("就", "围绕"), units[end - 1].start))
            or (end > 1 and units[end - 1].label == "OTHER" and units[end - 2].label == "AT")
        ):
            end -= 1
        begin = end
        while begin and units[begin - 1].label in ("OTHER", "NP", "WITH", "PAUSE"):
            begin -= 1
        found = text[units[begin].start : units[end - 1].end] if begin < end else ""
        found = re.sub(f"^{alternation('people', 'adverbs')}+$", "", found)
        return found if 2 <= len(found) <= 40 else ""

    def _proof(self, start: int, end: int, rule: str, confidence: float = 0.95, basis: str = "asserted") -> Proof:
        units, line = self._line.units, self._line
        said = next((u.start for u in units if u.label == "SAID"), None)
        stop = len(line.text) if said is None or units[end - 1].end > said else said
        return Proof(line.block, line.start, line.start + stop, line.start + units[end - 1].start, rule, confidence, basis)

    def _proof_of(self, unit: Unit, rule: str) -> Proof:
        k = self._line.units.index(unit)
        return self._proof(k, k + 1, rule)

    # -- the rest of a line ------------------------------------------------------------------------------------

    def _heading_scene(self) -> None:
        if self.scene.events:
            held = [e for e in self.scene.events if not e.parent]
            self.scene.current = held[0] if held else self.scene.events[0]

    def _positions(self) -> None:
        for k, unit in enumerate(self._line.units):
            if not isinstance(unit.value, Who):
                continue
            for person in unit.value.people:
                for post in map(self._owned, person.posts):
                    rule = "position-shared" if person.shared else "position-before-name" if post.end <= person.start else "position-after-name"
                    self.story.held.append(Held(person, post, self._proof(k, k + 1, rule, round(0.97 * min(1.0, person.sure + 0.05), 3))))

    def _equated(self) -> None:
        """甲是某大学校长; 作为某大学校长的甲; 作为某乡乡长，甲: a position beside a name, with a word that equates them."""
        units, text = self._line.units, self._line.text
        for k, unit in enumerate(units):
            if unit.label != "POS":
                continue
            near = [text[u.start : u.end] for u in units[max(k - 1, 0) : k + 2]]
            who = None
            if k >= 2 and near[0] in words("people", "equating") and units[k - 2].label == "WHO":
                who = units[k - 2].value
            elif k and near[0].endswith("作为") and k + 2 < len(units) and near[2] in ("的", "，") and units[k + 2].label == "WHO":
                who = units[k + 2].value
            if who is not None and len(who.people) == 1:
                for post in unit.value:
                    self.story.held.append(Held(who.people[0], post, self._proof(k, k + 1, "position-equated", 0.9)))

    def _owned(self, post: Post) -> Post:
        """公司总经理: the firm is the one last named, at this stop of the tour or in this sentence."""
        if post.organ not in words("positions", "unnamed_organs"):
            return post
        if not self._line.units:
            return post
        stop = next((n for u in self._line.units if u.label == "AT" for n in places.at(self._line.text, self._line.units, u) if organs.is_organ(n)), None)
        named = stop or next((n for n in reversed(self._organs) if n.endswith(post.organ.removeprefix("该"))), None) or next(reversed(self._organs), None)
        return replace(post, organ=named) if named else post

    def _change(self, m: Match) -> None:
        seats = [p for u in m.captures.get("seat", ()) for p in u.value]
        time = next((w for at, w in reversed(self._times) if at < self._line.units[m.end - 1].end), None)
        for name, types in m.rule.facts.items():
            for unit in m.captures.get(name, ()):
                for person in unit.value.people if isinstance(unit.value, Who) else ():
                    posts = seats or [p for p in person.posts if p.capacity == "full"]
                    for post in posts:
                        for t in types:
                            self.story.changes.append(Change(t, person, post, m.rule.kind, time or self._sitting(), self._proof(m.start, m.end, m.rule.id, m.rule.confidence)))

    def _sitting(self) -> When | None:
        """会议经表决，任命…: the day of the sitting."""
        return self.scene.current.when if self.scene.current else None

    def _groups(self) -> None:
        units, text = self._line.units, self._line.text
        event = self.scene.current
        if event is None:
            return
        for k, unit in enumerate(units):
            if unit.label not in ("ATTEND", "SPEAK", "ESCORT") or k == 0:
                continue
            begin = k
            while begin and units[begin - 1].label in ("OTHER", "NP", "PAUSE", "WITH", "INVITED", "EACH"):
                begin -= 1
            phrase = text[units[begin].start : unit.start]
            if begin == k or not 2 < len(phrase) <= 60 or begin and units[begin - 1].label not in ("COMMA", "STOP", "BLANK", "ONSITE", "WHO"):
                continue
            if unit.label == "SPEAK":
                for organ in places.organs_in(phrase):
                    event.organs.setdefault(organ, self._proof(begin, k + 1, "organ-speaks"))
            elif re.search(alternation("titles", "groups") + "|" + alternation("people", "collective"), phrase):
                event.groups.setdefault(phrase.removesuffix("应邀").removesuffix("分别"), self._proof(begin, k + 1, "group-attends"))

    def _deals(self) -> None:
        """甲公司与乙公司签署合作协议; 由丙主办: what organs did at the event, without people."""
        event, units, text = self.scene.current, self._line.units, self._line.text
        if event is None or self._reported == self._line.block and any(u.label == "SAID" for u in units):
            return
        ways = entries("events", "convened_as")
        for k, unit in enumerate(units):
            word = text[unit.start : unit.end]
            begin = k
            while begin and units[begin - 1].label in ("OTHER", "NP", "PAUSE", "WITH", "AND", "EACH"):
                begin -= 1
            phrase = text[units[begin].start : unit.start]
            if begin == k or len(phrase) > 160:
                continue
            if word in ways:
                event.convened.setdefault((phrase, str(ways[word]["as"])), self._proof(begin, k + 1, "convened-as"))
            elif word in words("events", "signing") and any(u.label == "WITH" for u in units[begin:k]):
                after = text[unit.end : units[_clause_end(units, k)].start] if _clause_end(units, k) < len(units) else text[unit.end :]
                deal = re.match(f"(?:了)?([^，。]{{0,30}}?{alternation('events', 'deals')})", after)
                side = next(i for i in range(begin, k) if units[i].label == "WITH")
                left = places.organs_in(text[units[begin].start : units[side].start])
                right = places.organs_in(text[units[side].end : unit.start])
                for a in left:
                    for b in right:
                        if deal and a != b:
                            event.signed.setdefault((a, b, deal[1]), self._proof(begin, k + 1, "signed"))

    def _remember(self) -> None:
        """Who 他 will be: the last person named alone as a subject of the line."""
        for unit in self._line.units:
            if unit.label == "WHO" and len(unit.value.people) == 1:
                self.last = unit.value.people[0]

    def note(self, person: Participant) -> None:
        """A sentence that holds no fact still changes whom 他 stands for (甲充分肯定了成绩。他强调…)."""
        self.last = person


def _quotes(units: Sequence[Unit]) -> bool:
    return any(u.label == "SAID" for u in units)


def _speaks_itself(units: Sequence[Unit]) -> bool:
    """Whether a sentence after reported speech tells of the event again: somebody acts, or it is dated, in its first clause."""
    if not units:
        return False
    if units[0].label in ("WHO", "PRON", "ONSITE", "TIME", "GEN", "EVENT", "LISTEN"):
        return True
    if units[0].label in ("AT", "DELEGATE"):
        return any(u.label in ("WHO", "ONSITE") for u in units[:8])
    for unit in units:
        if unit.label in ("COMMA", "STOP", "COLON", "HOLD", "VISIT", "GO", "APPOINT"):
            return False
        if unit.label == "WHO":
            return True
    return False


def people_in(m: Match) -> bool:
    return any(isinstance(u.value, Who) for us in m.captures.values() for u in us)


def _clause_end(units: Sequence[Unit], k: int) -> int:
    while k < len(units) and units[k].label not in ("COMMA", "STOP", "COLON", "BLANK", "END", "SAID"):
        k += 1
    return k


def _chosen(found: list[Match]) -> list[Match]:
    """Of matches that end at one unit under rules that open events, the one that captures most; the rest all stand."""
    best: dict[tuple[int, str], Match] = {}
    longer = {(m.rule.id, m.start, m.end - 1) for m in found if m.captures.get("what")}
    longer |= {(i, a, b - 1) for i, a, b in longer}
    sided = {m.start for m in found if m.rule.opens == "talk" and m.captures.get("side")}
    for m in found:
        if m.rule.opens == "talk" and m.start in sided and not m.captures.get("side"):
            continue
        if not m.captures.get("what") and (m.rule.id, m.start, m.end) in longer:
            continue  # the same verb with its object says of which event
        key = (m.end, m.rule.opens) if m.rule.opens else (m.end, m.rule.id)
        kept = best.get(key)
        if kept is None or (len(m.captures), m.start) > (len(kept.captures), kept.start):
            best[key] = m
    return sorted(best.values(), key=lambda m: (m.end, not m.rule.opens, m.start))


def settle(scene: Scene) -> list[Happening]:
    """Events as they go out: an umbrella whose people have events of their own gives its other people to each and goes."""
    kept = list(scene.events)
    for event in scene.events:
        if not event.umbrella:
            continue
        parts = [e for e in kept if e is not event and set(e.leaders) & set(event.parts)]
        if not parts:
            continue
        kept.remove(event)
        for part in event.parts.values():
            if "LED" not in part.facts:
                for other in parts:
                    _carry(other, part)
    return kept


def _carry(event: Happening, part: Part) -> None:
    for t, proof in part.facts.items():
        event.add(part.person, (t,), replace(proof, confidence=min(proof.confidence, 0.85)), group=part.group, manner=part.manner)
