"""Reading an article sentence by sentence: rules say what a sentence proves, the occasions say of which event."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kg import dates
from kg.extraction import asides, decisions, gatherings, minutes, organs, stating, tracing, unreal, when
from kg.extraction.asides import Held
from kg.extraction.happenings import REACH, Happening, Proof, Scene, agree, is_press
from kg.extraction.lines import Line, is_ahead
from kg.extraction.matcher import Match, choose, match
from kg.extraction.occasions import Occasions, pronoun, unnamed
from kg.extraction.people import Participant, Who
from kg.extraction.stating import Change, Stated
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.facts import CHANGES
from kg.lexicon import alternation, remember


@dataclass(slots=True)
class Story:
    """Everything an article says, before it becomes statements."""

    scene: Scene = field(default_factory=Scene)
    held: list[Held] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    #: Everybody whom the rules or the recogniser found named.
    named: dict[str, Participant] = field(default_factory=dict)
    #: Organisations as printed, by the number of the block that names them.
    organs: dict[int, set[str]] = field(default_factory=dict)


class Narrator:
    """Reads the lines of one article in the order given (bodies first, then headings).

    Args:
        issued: the paper's date of issue, possibly partial; null when unknown.
        headline: of the article, with what stands under it.
        home: names of the paper's own areas.
    """

    def __init__(self, issued: str | None, headline: str = "", home: tuple[str, ...] = ()) -> None:
        self.issued = issued
        self._decisions = decisions.Reader(headline, home)
        self.story = Story()
        self._anchor: When | None = None
        #: The last day named that is news.
        self._news: When | None = None
        self._last: Participant | None = None
        self._organs: deque[str] = deque(maxlen=REACH)
        self._occasions = Occasions(self.story.scene, issued, self._organs)
        #: The block whose last sentences were reported speech, which runs on without a mark of its own.
        self._reported = -1
        self._number = 0
        self._block = -1
        #: The day on which a list was passed, as a bracket over or under it tells.
        self._passed: When | None = None

    def read(self, line: Line) -> None:
        """Take in the next sentence."""
        self._number += 1
        self._tell_time(line)
        self.story.organs.setdefault(line.block, set()).update(line.organs)
        self._organs += [n for n in line.organs if organs.is_organ(n) and not unnamed(n)]
        self.story.held += asides.positions(line, self._organs)
        scene = self.story.scene
        if line.section:
            scene.current = self._last = None
            self._decide(line)
            return
        if line.apart:
            scene.current = self._last = None
        elif line.heading and scene.events:
            scene.current = next((e for e in scene.events if not e.parent), scene.events[0])
        if line.block != self._block and scene.current is not None and scene.current.parent is not None:
            if not line.units or line.units[0].label not in ("AT", "GO"):
                scene.current = scene.current.parent  # a new paragraph that names no place goes back to the tour
        self._block = line.block
        moves = self._decide(line)
        goes_on = self._reported == line.block and (not line.speaks_itself() or self._looks_back(line))
        self._reported = line.block if line.quotes() or goes_on else -1
        if not goes_on:
            for found in choose(match(line.units)):
                tracing.note("tried", match=found)
                if unreal.is_unreal(line.text, line.units[found.start].start):
                    tracing.refuse("it is only supposed, rumoured or denied")
                elif moves and any(f.type in CHANGES and not stating.ends_by_death(f) for f in found.rule.facts):
                    tracing.refuse("a list of appointments or removals tells it already")
                else:
                    self._apply(line, found)
        else:
            tracing.note("goes_on")
        if scene.current is not None:
            asides.gather_groups(line, scene.current)
            if not line.quotes():
                asides.gather_deals(line, scene.current)
        self._remember(line)

    def fill(self, entry: minutes.Entry, block: int, offset: int, known: Collection[str]) -> None:
        """Take in a line of minutes, which tells of the one event of the article."""
        scene = self.story.scene
        name = minutes.event_name(self._decisions.headline)
        if not scene.events and name and entry.is_part:
            proof = Proof(block, offset, offset + len(entry.text), offset + entry.start, "minutes")
            scene.open("gathering", name, gatherings.kind_of(name), proof, None)
        events = [e for e in scene.events if not e.parent]
        if events:
            self.story.held += minutes.tell(entry, events[0], block, offset, self.issued, known)

    def note(self, text: str) -> None:
        """Take in what stands beside the text: a bracket under a list says when it was passed."""
        if _passed().search(text) and (found := when.read(text, self.issued)):
            self._passed = found[-1][1]

    def close(self) -> None:
        """After the last sentence: the day under a list is that of every change in it."""
        if self._passed is not None:
            self.story.changes = [c if c.when else replace(c, when=self._passed) for c in self.story.changes]

    def hear(self, line: Line) -> None:
        """Take in a sentence that holds no fact of its own, unless it is a line of names in a list of changes."""
        self._move(line, self._decisions.hear(line.text))

    def _looks_back(self, line: Line) -> bool:
        """去年9月，甲主席同乙总统会晤, inside somebody's speech: a date, and people who are not at this event."""
        current = self.story.scene.current
        if line.units[0].label != "TIME" or current is None:
            return False
        return not any(p.name in current.parts for u in line.units if u.label == "WHO" for p in u.value.people)

    def _tell_time(self, line: Line) -> None:
        if line.block != self._block and self._news is not None:
            # What a paragraph recalled of 1945 is over: 下午 in the next one is not of that day.
            self._anchor = self._news
        for unit in line.units:
            if unit.label == "TIME" and (not unit.value.background or unit.value.until and line.announces(unit)):
                found = self._resolved(line, unit)
                line.times.append((unit.start, found))
                # 2013年初 in a recollection does not move the day that 11日下午 is counted from.
                coarse = found.precision != "day" and self._anchor is not None and self._anchor.precision == "day"
                if coarse and not when.is_news(self._anchor, self.issued):
                    coarse = False
                if not coarse and not is_ahead(found, self.issued):
                    self._anchor = when.next_anchor(found, self._anchor) or self._anchor
                    if when.is_news(self._anchor, self.issued):
                        self._news = self._anchor

    def _resolved(self, line: Line, time: Unit) -> When:
        """When a date is: of what is announced it is the next one, and where only a later clause announces, the nearest."""
        if line.announces(time):
            return when.resolve(time.value, self.issued, self._anchor, future=True)
        last = when.resolve(time.value, self.issued, self._anchor)
        if not any(u.label == "FUTURE" for u in line.units) or not (self.issued and last.earliest):
            return last
        coming = when.resolve(time.value, self.issued, self._anchor, future=True)
        issued = dates.bounds(self.issued)[0] or ""
        return min((last, coming), key=lambda w: abs(dates.days_between(issued, w.earliest or issued)))

    def _apply(self, line: Line, m: Match) -> None:
        people = self._captured(line, m)
        told = self._take_part(line, m, people) if m.rule.of_event else []
        if m.rule.facts:
            self._state(line, m, people, told)

    def _take_part(self, line: Line, m: Match, people: Mapping[str, list[Who]]) -> list[Happening]:
        """Put the people of a match where it says that they were; the events that it speaks of."""
        there = {name: whos for name, whos in people.items() if name in m.rule.parts}
        if m.rule.parts and not there and (not m.rule.facts or m.rule.opens in ("talk", "stop")):
            return tracing.none("nobody is captured by name")
        found = self._occasions.find(line, self._number, m, there)
        for event in found:
            tracing.note("about", event=event.name, status=event.status)
            for name, whos in there.items():
                for who in whos:
                    for person in who.people:
                        self._add(event, person, who, line, m, m.rule.parts[name])
                    event.open_list |= who.open_list
        return found

    def _state(self, line: Line, m: Match, people: Mapping[str, list[Who]], told: Sequence[Happening]) -> None:
        """Take in what a match states beside who took part."""
        current = next(iter(told), self.story.scene.current)
        here = current if current is not None and agree(current.when, line.time_before(m)) else None
        for fact in m.rule.facts:
            found: list[Any]
            if fact.type in CHANGES:
                if stating.ends_by_death(fact) and not line.dies(m, fact.source):
                    tracing.refuse("more than how, when and where stands between who died and the verb")
                    continue
                found = list(stating.changes(line, m, fact, current))
                self.story.changes += found
            elif fact.type == "HOLDS":
                proof = line.proof_by(m)
                found = [
                    Held(person, asides.owned(line, post, self._organs), proof)
                    for person, post in stating.offices(m, fact, people)
                ]
                self.story.held += found
            else:
                events = told if fact.of_event else [here]
                found = [s for event in events for s in stating.edges(line, m, fact, people, event)]
                self.story.stated += found
            tracing.note("stated", fact=fact, found=found)

    def _captured(self, line: Line, m: Match) -> dict[str, list[Who]]:
        """The people under each name of the pattern; 他 stands for the last person named alone."""
        found: dict[str, list[Who]] = {}
        for name in m.captures:
            for unit in m.captures.get(name, ()):
                if unit.label == "PRON":
                    alone = [
                        u.value.people[0]
                        for u in line.units
                        if u.label == "WHO" and u.end <= unit.start and len(u.value.people) == 1
                    ]
                    if (last := alone[-1] if alone else self._last) is not None:
                        found[name] = [Who(unit.start, unit.end, (replace(last, posts=()),))]
                elif isinstance(unit.value, Who):
                    found[name] = line.crowd(unit)
        return found

    def _add(self, event: Happening, person: Participant, who: Who, line: Line, m: Match, types: Sequence[str]) -> None:
        present = person.name in event.parts and "ATTENDED" in event.parts[person.name].facts
        if m.rule.needs == "present" and not present:
            if not (is_press(event) and person.posts and "SPOKE_AT" in types):
                tracing.refuse(f"{person.name} is not known to be at {event.name}, as the rule needs")
                return
            types = ("ATTENDED", *types)
        if event.sort == "talk" and not present and not m.rule.opens and m.verb() in ("TAKE", "SPEAK"):
            tracing.refuse(f"a talk has two sides; {person.name} is on neither")
            return
        inferred = pronoun(m)
        confidence = m.rule.confidence * (1.0 if person.sure >= 0.85 else 0.8) * (0.95 if inferred else 1.0)
        proof = line.proof(m.start, m.end, m.rule.id, round(confidence, 3), "inferred" if inferred else m.rule.basis)
        owned = replace(person, posts=tuple(asides.owned(line, p, self._organs) for p in person.posts))
        event.add(owned, types, proof, group=who.group, manner=m.rule.manner)
        for t in types:
            tracing.note("fact", type=t, person=person.name, event=event.name)
        if "SPOKE_AT" in types:
            self._occasions.floor = (person.name, event, self._number)

    def _decide(self, line: Line) -> bool:
        """The changes of office that a list or a notice tells of; whether there were any."""
        named = [p for u in line.units if isinstance(u.value, Who) for p in u.value.people]
        moves = self._decisions.read(line.text, named, line.names)
        if line.times and _passed().search(line.text):
            self._passed = line.times[-1][1]
        self._move(line, moves)
        return bool(moves)

    def _move(self, line: Line, moves: Sequence[decisions.Move]) -> None:
        current = self.story.scene.current
        tracing.note("decided", moves=moves)
        for move in moves:
            before = [w for at, w in line.times if at <= move.at and w.precision == "day"]
            time = before[-1] if before else (current.when if current else None) or self._passed
            person = Participant(move.name, move.at, move.at, mark=move.mark)
            proof = Proof(line.block, line.start, line.start + len(line.text), line.start + move.at, move.rule)
            if move.type == "HOLDS":
                self.story.held.append(Held(person, move.post, proof))
                continue
            self.story.changes.append(Change(move.type, person, move.post, move.kind, time, proof, line.heading))

    def _remember(self, line: Line) -> None:
        """Who 他 will be: the last person named alone as a subject."""
        for unit in line.units:
            if unit.label == "WHO" and len(unit.value.people) == 1:
                self._last = unit.value.people[0]


@remember(1)
def _passed() -> re.Pattern[str]:
    """（2026年5月6日区第十七届人大常委会第三十次会议通过）."""
    return re.compile(f"^[（(]?[^。；]{{4,60}}{alternation('decisions', 'passed')}[）)]?。?$")

