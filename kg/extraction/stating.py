"""What a rule states beside who took part: changes of office, and any other edge, with what its captures hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.extraction import places
from kg.extraction.happenings import Happening, Proof
from kg.extraction.lines import Line
from kg.extraction.matcher import Match
from kg.extraction.people import Participant, Who
from kg.extraction.titles import Post
from kg.extraction.units import Unit
from kg.extraction.when import When
from kg.facts import OPEN, Fact
from kg.ontology import Ontology

#: What stands at the end of an edge: somebody, an office, the words of an organisation, area or place; null for the event or
#: the article.
End = Participant | Post | str | None
#: The people under each name of a pattern.
People = Mapping[str, Sequence[Who]]


@dataclass(frozen=True, slots=True)
class Change:
    """An announced change of office; `type` is APPOINTED or REMOVED."""

    type: str
    person: Participant
    post: Post
    kind: str
    when: When | None
    proof: Proof
    #: A heading tells it.
    headline: bool = False
    #: Who decided it, as printed.
    by: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """Any other edge that a rule states.

    Attributes:
        event: the one that it is of, or at which it is told; null where none is.
        when: the day of it, where it has one.
    """

    type: str
    source: End
    target: End
    properties: Mapping[str, Any]
    proof: Proof
    event: Happening | None
    when: When | None


def changes(line: Line, m: Match, fact: Fact, current: Happening | None) -> Iterator[Change]:
    """The changes of office of a match: to the office that it captures, else each that is printed with the name."""
    seats = [p for u in m.captures.get(fact.target, ()) for p in u.value]
    said = _properties(line, m, fact)
    for unit in m.captures.get(fact.source, ()):
        for person in _meant(line, unit):
            for post in seats or [p for p in person.posts if p.capacity == "full"]:
                time = _time(line, m, fact, current)  # 会议经表决，任命…: the day of the sitting
                yield Change(
                    fact.type, person, post, said["kind"], time, line.proof_by(m), line.heading, said.get("by", "")
                )


def ends_by_death(fact: Fact) -> bool:
    """Whether an office ends because its holder died."""
    return fact.properties.get("kind") == "died"


def offices(m: Match, fact: Fact, people: People) -> Iterator[tuple[Participant, Post]]:
    """Who holds what by a match that states HOLDS."""
    seats = [p for u in m.captures.get(fact.target, ()) for p in u.value]
    for person in _people(people, fact.source):
        yield from ((person, post) for post in seats or person.posts)


def edges(line: Line, m: Match, fact: Fact, people: People, event: Happening | None) -> Iterator[Stated]:
    """The edges of any other type: one for each two things captured at its ends."""
    edge = Ontology.load().edges[fact.type]
    said = _properties(line, m, fact)
    time = _time(line, m, fact, event) if "date" in edge.properties else None
    said.pop("date", None)
    for source in _ends(line, m, fact.source, edge.sources, people):
        for target in _ends(line, m, fact.target, edge.targets, people):
            if source != target:
                yield Stated(fact.type, source, target, said, line.proof_by(m), event, time)


def _ends(line: Line, m: Match, name: str, labels: Sequence[str], people: People) -> Iterator[End]:
    if name in OPEN and name not in m.captures:
        yield None
        return
    units = m.captures.get(name, ())
    if name in people:
        yield from _people(people, name)
    elif units and units[0].label == "POS":
        yield from (post for unit in units for post in unit.value)
    elif units:
        yield from places.named_in(line.text[slice(*_listed(line, units))], labels)


def _listed(line: Line, units: Sequence[Unit]) -> tuple[int, int]:
    """Where the list begins and ends that captured words are an item of: a rule that captures 区水利局 of 区统计局、区水利局 means both."""
    row, plain = line.units, ("OTHER", "NP")
    first, last = row.index(units[0]), row.index(units[-1])
    while first > 1 and row[first - 1].label == "PAUSE" and row[first - 2].label in plain:
        first -= 2
    while last + 2 < len(row) and row[last + 1].label == "PAUSE" and row[last + 2].label in plain:
        last += 2
    return row[first].start, row[last].end


def _people(people: People, name: str) -> Iterator[Participant]:
    return (person for who in people.get(name, ()) for person in who.people)


def _words(line: Line, units: Sequence[Unit]) -> str:
    return line.text[units[0].start : units[-1].end]


def _properties(line: Line, m: Match, fact: Fact) -> dict[str, Any]:
    """The properties of a fact, those that name a capture as it is printed; of one that captured nothing, nothing."""
    lists = Ontology.load().edges[fact.type].properties
    found: dict[str, Any] = {}
    for key, value in fact.properties.items():
        if isinstance(value, str) and value.startswith("$"):
            units = m.captures.get(value[1:], ())
            value = _words(line, units).strip("“”《》") if units else None
        if value is not None:
            found[key] = [value] if lists[key].type == "strings" and not isinstance(value, list) else value
    return found


def _time(line: Line, m: Match, fact: Fact, event: Happening | None) -> When | None:
    """The day that the rule captures, else the last one named before the end of the match, else that of the event."""
    day = str(fact.properties.get("date", ""))
    for unit in m.captures.get(day[1:], ()) if day.startswith("$") else ():
        return next((when for at, when in line.times if at == unit.start), None)
    return line.time_before(m) or (event.when if event else None)


def _meant(line: Line, unit: Unit) -> Sequence[Participant]:
    """Whose office changes: 致电甲，祝贺他就任 is about the last person named, whatever part they play."""
    if isinstance(unit.value, Who):
        return unit.value.people
    before = [u for u in line.units if isinstance(u.value, Who) and u.end <= unit.start]
    return (
        [replace(p, posts=()) for p in before[-1].value.people] if before and len(before[-1].value.people) == 1 else []
    )
