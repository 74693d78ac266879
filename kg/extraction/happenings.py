"""The events of one article while it is being read, and who is known to be at each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from kg.extraction import gatherings
from kg.extraction.people import Participant
from kg.extraction.titles import Post
from kg.extraction.when import When
from kg.lexicon import words


@dataclass(frozen=True, slots=True)
class Proof:
    """The words that prove a fact: [start, end) of the clean text of block `block`; `anchor` is a character of the trigger."""

    block: int
    start: int
    end: int
    anchor: int
    rule: str
    confidence: float = 0.95
    basis: str = "asserted"


@dataclass(slots=True)
class Part:
    """One person at one event."""

    person: Participant
    facts: dict[str, Proof] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    group: str = ""
    manner: str = "present"
    rank: int = 0


@dataclass(slots=True)
class Happening:
    """One event of an article: a gathering, a visit (whose principal leads) or a talk."""

    number: int
    sort: str
    name: str
    kind: str
    opened: Proof
    when: When | None = None
    status: str = "held"
    convenor: str = ""
    parts: dict[str, Part] = field(default_factory=dict)
    groups: dict[str, Proof] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    open_list: bool = False
    venues: dict[str, Proof] = field(default_factory=dict)
    visited: dict[str, Proof] = field(default_factory=dict)
    organs: dict[str, Proof] = field(default_factory=dict)
    #: (convenors as printed, how: 主办, 承办 …) → proof.
    convened: dict[tuple[str, str], Proof] = field(default_factory=dict)
    #: (one side, the other, what was signed) → proof.
    signed: dict[tuple[str, str, str], Proof] = field(default_factory=dict)
    parent: Happening | None = None
    #: 分别/先后带队: told once for several people who then each have an event of their own.
    umbrella: bool = False

    @property
    def leaders(self) -> list[str]:
        return [n for n, p in self.parts.items() if "LED" in p.facts]

    def add(
        self, person: Participant, types: Iterable[str], proof: Proof, *, group: str = "", manner: str = "present"
    ) -> None:
        part = self.parts.get(person.name)
        if part is None:
            part = self.parts[person.name] = Part(person, manner=manner, group=group, rank=len(self.parts) + 1)
        for t in types:
            part.facts.setdefault(t, proof)
        for post in person.posts:
            if all((p.title, p.organ, p.capacity) != (post.title, post.organ, post.capacity) for p in part.posts):
                part.posts.append(post)
        part.group = part.group or group


def normal(name: str) -> str:
    """A name as it is compared: 拱墅区“红茶议事会”工作推进会 召开 → 拱墅区红茶议事会工作推进会."""
    return re.sub(r"[\W_]|召开$|举行$", "", name)


def same_name(a: str, b: str) -> bool:
    """Whether two names of one article call one event: equal, or one ends or begins the other and says more than its kind."""
    x, y = sorted((normal(a), normal(b)), key=len)
    if x == y:
        return True
    return not gatherings.is_generic(x) and len(x) >= 4 and (y.endswith(x) or y.startswith(x) or x in y)


def shares_words(a: str, b: str) -> bool:
    """Whether two names share two characters in a row beside those of their nouns (第五届生物圈大会, 世界设计大会: no)."""
    x, y = ({n[i : i + 2] for i in range(len(n) - 3)} for n in (normal(a), normal(b)))
    return bool(x & y)


def other_than_talk(event: Happening | None, noun: str) -> bool:
    """参加接见并主持大会: the 大会 is not the reception, even when no other event has been told of."""
    return event is not None and event.sort == "talk" and noun.endswith(words("events", "no_talks"))


def _alike(name: str, noun: str) -> bool:
    """Whether a name ends in something like the noun: they share a character that says more than 会."""
    return bool((set(noun) & set(name[-8:])) - set(words("events", "plain_characters")))


#: Nothing points back over so many events: an article that tells of more is many articles in one.
REACH = 100


@dataclass(slots=True)
class Scene:
    """All events of an article so far, and the one being told of."""

    events: list[Happening] = field(default_factory=list)
    current: Happening | None = None

    def latest(self) -> Iterator[Happening]:
        """The events that words can still point to, the last one first."""
        return islice(reversed(self.events), REACH)

    def open(self, sort: str, name: str, kind: str, proof: Proof, when: When | None, status: str = "held") -> Happening:
        event = Happening(len(self.events) + 1, sort, name, kind, proof, when, status)
        self.events.append(event)
        self.current = event
        return event

    def named(self, name: str) -> Happening | None:
        """The gathering of this name, or of one that is the same but shorter or longer."""
        gathered = [e for e in self.latest() if e.sort == "gathering"]
        return next((e for e in gathered if any(same_name(n, name) for n in (e.name, *e.aliases))), None)

    def of_noun(self, noun: str) -> Happening | None:
        """The event that 仪式 or 会议 points to: the one being told of, unless another ends in that very noun.

        会议 points to any meeting; 记者会 only to one that is called so or much like it (动员会 for 动员部署会).
        """
        if self.current and self.current.name.endswith(noun):
            return self.current
        kind = gatherings.kind_of(noun)
        called = next((e for e in self.latest() if e.name.endswith(noun)), None)
        if called or noun not in words("events", "any"):
            return called or next((e for e in self.latest() if e.kind == kind and _alike(e.name, noun)), None)
        if self.current and (self.current.kind == kind or kind == "other") and not other_than_talk(self.current, noun):
            return self.current
        found = next((e for e in self.latest() if e.kind == kind), None) or self.current
        return None if other_than_talk(found, noun) else found

    def visit_of(self, leader: str, when: When | None) -> Happening | None:
        """The tour that this person is on, if the date does not speak against it."""
        for event in self.latest():
            if (
                event.sort == "visit"
                and event.parent is None
                and leader in event.leaders
                and not event.umbrella
                and agree(event.when, when)
            ):
                return event
        return None

    def talk_of(self, host: str, sides: Iterable[str]) -> Happening | None:
        sides = set(sides)
        for event in self.latest():
            if event.sort == "talk" and host in event.parts:
                others = set(event.parts) - {host}
                if not sides or not others or sides & others:
                    return event
        return None


def agree(a: When | None, b: When | None) -> bool:
    """Whether two times can be one event's: one is unknown, or they share a day and not two different halves of it."""
    if a is None or b is None or not (a.date or a.earliest) or not (b.date or b.earliest):
        return True
    lo = max(a.earliest or "", b.earliest or "")
    hi = min(a.latest or "9", b.latest or "9")
    if lo > hi:
        return False
    single = a.earliest == a.latest and b.earliest == b.latest
    return not (single and a.time_of_day and b.time_of_day and a.time_of_day != b.time_of_day)


def is_press(event: Happening) -> bool:
    """Press conferences and the like: whoever is quoted spoke there."""
    return event.name.rstrip('”"').endswith(words("events", "press"))


def settle(scene: Scene) -> list[Happening]:
    """Events as they go out: an umbrella whose people have events of their own gives its other people to each and goes."""
    gone: set[int] = set()
    for event in scene.events:
        if not event.umbrella:
            continue
        near = scene.events[max(0, event.number - REACH) : event.number + REACH]
        parts = [e for e in near if e is not event and e.number not in gone and set(e.leaders) & set(event.parts)]
        if not parts:
            continue
        gone.add(event.number)
        for part in event.parts.values():
            if "LED" not in part.facts:
                for other in parts:
                    _carry(other, part)
    return [e for e in scene.events if e.number not in gone]


def _carry(event: Happening, part: Part) -> None:
    for t, proof in part.facts.items():
        event.add(
            part.person,
            (t,),
            replace(proof, confidence=min(proof.confidence, 0.85)),
            group=part.group,
            manner=part.manner,
        )
