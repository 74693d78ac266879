"""Which event a match speaks of: one it names, one it points to, or a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extraction import gatherings, journeys, places, tracing
from kg.extraction.happenings import Happening, Scene, agree, other_than_talk, shares_words
from kg.extraction.lines import Line, is_ahead
from kg.extraction.matcher import Match
from kg.extraction.people import Who
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.lexicon import alternation, words

People = Mapping[str, Sequence[Who]]


class Occasions:
    """Resolves matches to the events of one article.

    Args:
        scene: the events so far.
        issued: the paper's date of issue, to tell what is still to come.
        organs: organisations named so far in the article, kept up by the narrator.
    """

    def __init__(self, scene: Scene, issued: str | None, organs: Sequence[str]) -> None:
        self.scene, self.issued, self.organs = scene, issued, organs
        #: Who spoke where last, and in which line: 他表示 goes on there.
        self.floor: tuple[str, Happening, int] | None = None

    def find(self, line: Line, number: int, m: Match, people: People) -> list[Happening]:
        """The events (mostly one) that a match in the number-th line of the article is about."""
        what = next(iter(m.captures.get("what", ())), None)
        if m.rule.opens in ("visit", "stop"):
            leaders = [p for who in people.get("who", ()) for p in who.people]
            if m.rule.opens == "stop":
                return journeys.look(self.scene, line, m, leaders[0].name, self._time(line, m))
            return journeys.visit(self.scene, line, m, leaders, self._time(line, m), self._status(line, m))
        if m.rule.opens == "talk":
            return self._talk(line, m, people)
        if m.rule.opens and what is not None and line.part_follows(m):
            return tracing.none("the words after the verb name a part of this event")
        if what is not None and what.label == "SAME":
            return list(self.scene.latest())[::-1]
        if what is not None and what.label == "BRIEFING":
            return self._briefing(line, m, what)
        if what is not None and what.label in ("EVENT", "GEN"):
            event = self._gathering(line, m, what)
            return [event] if event else tracing.none("the words name no event that somebody was at")
        return self._pointed_to(line, number, m, people)

    def _pointed_to(self, line: Line, number: int, m: Match, people: People) -> list[Happening]:
        current = self.scene.current
        if current is not None and current.status == "held" and line.is_future(m):
            return tracing.none("it is still to come, and the event being told of was held")  # 将到会
        if noun := line.onsite(m):
            if event := self.scene.of_noun(noun):
                return [event]
            if other_than_talk(current, noun):
                return tracing.none(f"{noun} is no talk")
        if (m.rule.needs and _elsewhere(line, m)) or _of_another_thing(line, m):
            return tracing.none("what it speaks of is not the event being told of")
        if m.rule.needs and self.floor and number - self.floor[2] <= 1:
            if any(p.name == self.floor[0] for whos in people.values() for w in whos for p in w.people):
                return [self.floor[1]]
        if current is not None and not m.rule.needs and not agree(current.when, line.time_before(m)):
            # 去年9月，甲和乙共同宣布: another day's doing is none of this event's
            return tracing.none("it is of another day than the event being told of")
        if line.units[m.end - 1].label == "ESCORT" and (tour := journeys.escorted(self.scene, line, m)) is not None:
            return journeys.legs(self.scene, tour)
        if current is not None and current.sort == "visit":
            return self._on_tour(line, m, people, current)
        return [current] if current else tracing.none("no event is being told of")

    def _on_tour(self, line: Line, m: Match, people: People, current: Happening) -> list[Happening]:
        """On a tour, a host who speaks opens a stop of their own; whoever 参加 at the end was on all of it."""
        tour = current.parent or current
        if m.verb() == "CHAIR":
            return tracing.none("a tour is led; what somebody chairs on it is a meeting of its own")
        if m.verb() == "ATTEND":
            return [tour, *(e for e in list(self.scene.latest())[::-1] if e.parent is tour)]
        hosts = [p for whos in people.values() for w in whos for p in w.people]
        introduces = m.verb() == "SPEAK" or line.words(line.units[m.end - 1]).startswith(words("people", "introducing"))
        strangers = all(p.posts and p.name not in current.parts and p.name not in tour.parts for p in hosts)
        if not hosts or not introduces or not strangers or tour.umbrella or line.heading:
            return [current]
        if not journeys.is_at_stop(line, m, tour):
            for person in hosts:
                tour.add(person, ("ATTENDED",), line.proof(m.start, m.end, m.rule.id, 0.85))
            return [tour]
        event = journeys.stop(self.scene, line, m, tour, [p.name for p in hosts], self.organs)
        for person in hosts:
            event.add(person, ("ATTENDED",), line.proof(m.start, m.end, m.rule.id, 0.85))
        return [event]

    # -- time --------------------------------------------------------------------------------------------------

    def _time(self, line: Line, m: Match) -> When | None:
        if (time := line.time_before(m)) is not None:
            return time
        current = self.scene.current
        if line.heading or current is None or current.when is None or not line.same_day():
            return None
        return replace(current.when, time_of_day=None)

    def _status(self, line: Line, m: Match) -> str:
        return "planned" if line.is_future(m) or is_ahead(self._time(line, m), self.issued) else "held"

    # -- gatherings --------------------------------------------------------------------------------------------

    def _briefing(self, line: Line, m: Match, what: Unit) -> list[Happening]:
        """听取…工作汇报 is an event when it is dated, and the occasion of something else when 时 follows."""
        time = self._time(line, m)
        listen = next(u for u in line.units if u.label == "LISTEN")
        if time is None or line.text.startswith(("时", "后", "的"), what.end) or line.heading:
            return tracing.none("a briefing is an event only when it is dated, and not the occasion of something else")
        return [self.scene.open("gathering", line.text[listen.start : what.end], "meeting", line.proof_by(m), time)]

    def _gathering(self, line: Line, m: Match, what: Unit) -> Happening | None:
        name = re.sub(f"^{alternation('events', 'pointing')}", "", line.words(what))
        time = self._time(line, m)
        convenor = line.convenor(m, what) if m.rule.opens else ""
        named = what.label == "EVENT" and not gatherings.is_generic(name)
        subject = line.subject_event(m, what) if m.rule.opens and not named else None
        if subject is not None:
            body = line.words(subject)
            name, named = body if name.endswith("会议") else f"{body}{name}", True
        if not named:
            pointed = self._generic(line, m, name, time, convenor)
            if pointed is not None:
                return pointed
            if not m.rule.opens and self.scene.events:
                return None if other_than_talk(self.scene.current, name) else self.scene.current
            name = f"{convenor}{name}" if len(convenor) <= 24 else name
        known = self.scene.named(name) or self._abbreviated(line, name)
        if known and agree(known.when, time):
            if line.is_future(m) and known.status == "held" and not m.rule.opens:
                return None
            self._enrich(known, line, m, time, convenor)
            if m.rule.opens or not line.heading:
                self.scene.current = known
            return known
        if line.heading and not m.rule.opens and self.scene.events and not m.people():
            return self.scene.current
        return self._open(line, m, name, time, convenor)

    def _abbreviated(self, line: Line, name: str) -> Happening | None:
        """A headline shortens the name of the one gathering of its kind that the body tells of."""
        if not line.heading:
            return None
        kind = gatherings.kind_of(name)
        alike = [e for e in self.scene.latest() if e.sort == "gathering" and e.kind == kind and e.status == "held"]
        if len(alike) != 1 or (len(name) > 8 and not shares_words(alike[0].name, name)):
            return None
        if name not in alike[0].aliases and len(name) > 4:
            alike[0].aliases.append(name)
        return alike[0]

    def _generic(self, line: Line, m: Match, name: str, time: When | None, convenor: str) -> Happening | None:
        """The event that 会议 or 仪式 points to; null when it is a new one that has no other name."""
        current = self.scene.of_noun(name)
        if current is None:
            return None
        fresh = m.rule.opens and (convenor or time) and not line.heading
        same = (
            agree(current.when, time)
            and current.name.endswith(name)
            and (not convenor or convenor in (current.convenor, ""))
        )
        if fresh and not same:
            return None
        self._enrich(current, line, m, time, convenor)
        return current

    def _open(self, line: Line, m: Match, name: str, time: When | None, convenor: str) -> Happening:
        before = self.scene.current
        event = self.scene.open(
            "gathering", name, gatherings.kind_of(name), line.proof_by(m), time, self._status(line, m)
        )
        if event.status == "planned" and before is not None and before.status == "held":
            self.scene.current = before
        self._enrich(event, line, m, time, convenor)
        return event

    def _enrich(self, event: Happening, line: Line, m: Match, time: When | None, convenor: str) -> None:
        if event.when is None and time is not None and not line.heading:
            event.when = time
        event.convenor = event.convenor or convenor
        if m.rule.opens:
            self._venues(event, line, m)

    def _venues(self, event: Happening, line: Line, m: Match) -> None:
        for name, unit in places.venue(line.text, line.units, m.start, m.end):
            event.venues.setdefault(name, line.proof_of(unit, m.rule.id))

    # -- talks -------------------------------------------------------------------------------------------------

    def _talk(self, line: Line, m: Match, people: People) -> list[Happening]:
        host = people["who"][0].people[0].name
        clause = line.text[line.units[m.start].start : line.units[line.clause_end(m.end - 1) - 1].end]
        if any(word in clause for word in words("events", "spoken")):
            return tracing.none("these are words that somebody says to another")
        sides = [p.name for who in people.get("side", ()) for p in who.people]
        time = self._time(line, m)
        event = self.scene.talk_of(host, sides)
        if event is not None and not (agree(event.when, time) or line.heading):
            event = None
        if event is None:
            tour = journeys.tour_of(self.scene, host)
            if (meeting := self._same_sentence(line, m, host)) is not None:
                return [meeting]
            elsewhere = line.time_before(m) is not None and not list(places.stop(line.text, line.units, m))
            if tour is not None and sides and agree(tour.when, time) and not line.heading and not elsewhere:
                if not journeys.is_at_stop(line, m, tour):
                    return [tour]
                return [journeys.stop(self.scene, line, m, tour, sides, self.organs)]
            first = line.units[m.start]
            begin = first.value.people[0].start if isinstance(first.value, Who) else first.start
            end = line.units[line.clause_end(m.end - 1) - 1].end
            event = self.scene.open(
                "talk", line.text[begin:end][:60], "talks", line.proof_by(m), time, self._status(line, m)
            )
            if time is None and self._of_known(line, m):
                event.when = self.scene.events[0].when
        elif event.when is None and time:
            event.when = time
        self._venues(event, line, m)
        return [event]

    def _same_sentence(self, line: Line, m: Match, host: str) -> Happening | None:
        """主持召开座谈会，与甲、乙座谈: the talk is the meeting that the sentence has just opened."""
        current = self.scene.current
        if current is None or current.sort != "gathering" or host not in current.parts:
            return None
        opened = current.opened.block == line.block and current.opened.start == line.start
        return current if opened and line.units[m.end - 1].label == "TALK" else None

    def _of_known(self, line: Line, m: Match) -> bool:
        """会见会议代表: who comes to the talk comes from the event being told of, on its day."""
        clause = line.units[m.start : line.clause_end(m.end - 1)]
        return any(u.label == "GEN" for u in clause) and len(self.scene.events) == 2 and not line.heading


def _of_another_thing(line: Line, m: Match) -> bool:
    """甲和乙共同见证了两国边境集市开张, 甲宣布某地进入紧急状态: what the verb governs is none of the event being told of."""
    verb = line.units[m.end - 1]
    if verb.label == "TAKE" and line.words(verb) == "宣布":
        quoted = line.text.startswith("：", verb.end)  # 宣布：大会开幕！
        rest = line.text[verb.end : None if quoted else line.units[line.clause_end(m.end - 1) - 1].end]
        return not any(word in rest for word in words("events", "declared"))
    if verb.label != "ATTEND" or m.end == len(line.units):
        return False
    after = line.units[m.end]
    return after.label == "OTHER" and after.start == verb.end and after.end - after.start > 3


def _elsewhere(line: Line, m: Match) -> bool:
    """在听取某省工作汇报时强调: the speech has an occasion of its own, which is not the event being told of."""
    between = line.units[m.start : m.end]
    return any(u.label == "BRIEFING" or (u.label == "LISTEN" and line.text.startswith("时", u.end)) for u in between)


def pronoun(m: Match) -> bool:
    return any(u.label == "PRON" for u in m.captures.get("who", ()))


def unnamed(organ: str) -> bool:
    """公司, 该校: an organ called by its kind alone."""
    return organ in words("positions", "unnamed_organs")
