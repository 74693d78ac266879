"""Which visit a match speaks of: tours, their legs and stops, and tours told once for several people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction import places, tracing
from kg.extraction.happenings import Happening, Scene, agree
from kg.extraction.lines import Line
from kg.extraction.matcher import Match
from kg.extraction.people import Participant
from kg.extraction.when import When
from kg.lexicon import alternation, words


def visit(
    scene: Scene, line: Line, m: Match, leaders: Sequence[Participant], time: When | None, status: str
) -> list[Happening]:
    """The visit that a verb of visiting opens or goes on with; none for a heading that fits no visit of the body."""
    last = line.units[m.end - 1]
    if last.label == "LEAD" and line.text.startswith("的", last.end):
        # 由甲率领的代表团: led here, on no tour told of; whoever meets it (甲会见乙率领的代表团) leads nothing
        led = bool(m.captures.get("who")) and m.captures["who"][-1].end == last.start
        return [scene.current] if led and scene.current else tracing.none("who leads here is on no tour told of")
    if last.label == "LEAD" and any(u.label in ("WHOM", "MET", "OTHERSIDE") for u in line.units[m.start : m.end]):
        return tracing.none("who leads is another")  # 甲对乙率团来访表示欢迎
    if last.label == "LEAD" and any(u.label == "ATTEND" for u in line.units[m.end : line.clause_end(m.end - 1)]):
        return tracing.none("the event is the one attended")  # 率代表团出席庆祝活动
    if last.label == "LEAD" and not _sets_out(line, m):
        return tracing.none("led, but nowhere")  # 带领团队攻关
    if m.rule.needs == "place" and not _comes_to_see(line, m):
        return tracing.none("the rule needs a place that is gone to, and no other purpose")
    if len(leaders) > 1 and _each_leads(line, m):
        return [_umbrella(scene, line, m, time)]
    leader = leaders[0].name if leaders else ""
    event = scene.visit_of(leader, time) if leader else _party_visit(scene, time)
    if event is not None and line.times and not line.heading and _another_leg(line, event):
        event = None
    if event is None and line.heading and scene.events:
        visits = [e for e in scene.latest() if e.sort == "visit" and not e.umbrella][::-1]
        event = next((e for e in visits if leader in e.parts), visits[0] if visits and not leader else None)
        if event is None:
            return tracing.none("a heading that fits no visit of the body")
    if event is None:
        spoken = line.text[line.units[m.start].start : last.end]
        kind = "inspection" if re.search(alternation("events", "inspection_verbs"), spoken) else "visit"
        event = scene.open("visit", places.tour_name(line.text, line.units, m), kind, line.proof_by(m), time, status)
    elif not line.heading:
        scene.current = event
        if time is not None and time.date and (event.when is None or not event.when.date):
            event.when = time  # 近日在某省考察, and then the days of it
    if not line.heading:
        for name, unit in places.visited(line.text, line.units, m):
            event.visited.setdefault(name, line.proof_of(unit, m.rule.id))
    for k, unit in enumerate(line.units):
        if unit.label == "ALONG":
            for person in unit.value.people:
                event.add(person, ("ATTENDED",), line.proof(k, k + 1, "goes-along"))
    return [event]


def _sets_out(line: Line, m: Match) -> bool:
    """率调研组赴青石市, 带队督办: a party is led somewhere or to something."""
    rest = line.units[m.end : line.clause_end(m.end - 1) + 2]  # 率督办组，到某局: the way may open the next clause
    party = line.words(line.units[m.end - 1]).endswith(("队", "团"))
    return (
        party
        or line.heading
        or any(u.label in ("GO", "AT", "VISIT", "LOOK", "DO", "PARTY", "MEET", "TALK") for u in rest)
    )


def _comes_to_see(line: Line, m: Match) -> bool:
    """6月3日，甲来到青石社区: a visit when the place is one, and the sentence does not go on to say what the way was for."""
    purposes = ("ATTEND", "MEET", "TALK", "HOLD", "CHAIR", "VISIT", "EVENT")
    if any(u.label in purposes for u in line.units[m.start :]):
        return False
    return any(places.is_place(name) for name, _ in places.visited(line.text, line.units, m))


def _party_visit(scene: Scene, time: When | None) -> Happening | None:
    """The tour of a party whose leader the sentence does not name."""
    return next((e for e in scene.latest() if e.sort == "visit" and e.parent is None and agree(e.when, time)), None)


def _each_leads(line: Line, m: Match) -> bool:
    """甲、乙分别带队: one sentence for a visit of each."""
    span = line.units[m.start : line.clause_end(m.end - 1)]
    labels = {u.label for u in span}
    apart = any(u.label == "EACH" and line.words(u) in words("participation", "APART") for u in span)
    return {"EACH", "LEAD"} <= labels or apart and "VISIT" in labels


def _umbrella(scene: Scene, line: Line, m: Match, time: When | None) -> Happening:
    if scene.current and scene.current.umbrella:
        return scene.current
    event = scene.open("visit", places.tour_name(line.text, line.units, m), "inspection", line.proof_by(m), time)
    event.umbrella = True
    return event


def _another_leg(line: Line, event: Happening) -> bool:
    """在乙陪同下: other hosts go along, so that this is another leg of the journey and not the visit told of."""
    along = {p.name for u in line.units if u.label == "ALONG" for p in u.value.people}
    escorted = any("goes-along" in (f.rule for f in p.facts.values()) for p in event.parts.values())
    return bool(along) and escorted and not along & set(event.parts)


def legs(scene: Scene, current: Happening) -> list[Happening]:
    """All visits of the current one's principal: 陪同考察, told once at the end, is said of the whole journey."""
    leaders = set(current.leaders)
    found = [
        e
        for e in scene.latest()
        if e.sort == "visit" and e.parent is None and not e.umbrella and leaders & set(e.leaders)
    ]
    found.reverse()
    return found or [current]


def escorted(scene: Scene, line: Line, m: Match) -> Happening | None:
    """The visit that 陪同 or 参加调研 is said of: the one being told of, or the last one when the words name a visit."""
    if scene.current is not None and scene.current.sort == "visit":
        return scene.current
    if not re.search(alternation("participation", "VISIT"), line.words(line.units[m.end - 1])):
        return None
    return next((e for e in scene.latest() if e.sort == "visit" and e.parent is None), None)


def tour_of(scene: Scene, leader: str) -> Happening | None:
    """The tour that this person leads, the latest first; a stop is none."""
    return next(
        (
            e
            for e in scene.latest()
            if e.sort == "visit" and e.parent is None and leader in e.leaders and not e.umbrella
        ),
        None,
    )


def look(scene: Scene, line: Line, m: Match, leader: str, time: When | None) -> list[Happening]:
    """在青石水库，甲察看了水位: a place seen on the tour that this person leads."""
    event = scene.visit_of(leader, time)
    if event is None or line.heading:
        return tracing.none("this person leads no tour told of")
    if time is not None and time.date and (event.when is None or not event.when.date):
        event.when = time
    for name in places.stop(line.text, line.units, m):
        event.visited.setdefault(name, line.proof_by(m))
    for name, unit in places.visited(line.text, line.units, m):
        if places.is_place(name):
            event.visited.setdefault(name, line.proof_of(unit, m.rule.id))
    return [event]


def is_at_stop(line: Line, m: Match, tour: Happening) -> bool:
    """Whether a sentence stands at one of several stops of a tour; a visit to one place is itself the stop."""
    spots = set(places.stop(line.text, line.units, m))
    return len(tour.visited) > 1 or bool(spots - set(tour.visited)) and bool(tour.visited or spots)


def stop(scene: Scene, line: Line, m: Match, tour: Happening, sides: Sequence[str], organs: Sequence[str]) -> Happening:
    """A stop of a tour that has people of its own is an event beside the tour; whoever is on the tour is at the stop."""
    spots = list(places.stop(line.text, line.units, m))
    place = next((s for s in spots if s not in words("places", "here")), None)
    if place is None and spots:
        place = next(reversed(organs), None)
    place = place or next(reversed(tour.visited), None)
    name = f"走访{place}" if place else f"{tour.leaders[0]}与{'、'.join(sides)}座谈"
    event = scene.open("visit", name, "visit", line.proof_by(m), tour.when)
    event.parent = tour
    if place:
        event.visited[place] = line.proof_by(m)
        tour.visited.setdefault(place, line.proof_by(m))
    for part in list(tour.parts.values()):
        types = [t for t in ("ATTENDED", "LED") if t in part.facts]
        proof = replace(part.facts["ATTENDED"], rule="stop-of-tour", basis="inferred", confidence=0.8)
        event.add(replace(part.person, posts=()), types, proof, group=part.group)
    return event
