"""What is known of a person, or of several that are taken for one, in the form in which it is compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from kg import dates
from kg.linking.mentions import Mentions, PersonMention, Thing

#: Steps from an office to the country in which it is: office, bureau, government, district, city, province, country.
_DEPTH = 7
#: A county has a code of six digits, a province one that ends in four zeros.
_CODE = 6


@dataclass(slots=True, eq=False)
class Traits:
    """Traits of a group of mentions.

    Attributes:
        id: the smallest of the mentions.
        names: as printed, folded.
        offices: ids of offices with an owner, and the number of mentions that have each. placed: mentions with any.
        titles: of all offices, without the owner (总统).
        organs: keys of the organs to which offices and the person belong.
        abroad: keys of foreign countries, as offices. located: mentions with any. home: whether any is of the paper's own.
        sorts: kinds of the bodies in which the offices are (government, school).
        areas: official codes of areas inside a country.
        seated: whether any office is one that a single person holds at a time.
        companions: who took part in an event with the person: name → days of papers on which they did.
        days: ordinal numbers of the first and last day of issue; null where none is known.
        docs: documents that name the person. papers: areas of the papers. gender, ethnicity: marks as printed. size: number of mentions.
    """

    id: str
    names: set[str] = field(default_factory=set)
    offices: Counter[str] = field(default_factory=Counter)
    placed: int = 0
    titles: set[str] = field(default_factory=set)
    organs: set[str] = field(default_factory=set)
    abroad: Counter[str] = field(default_factory=Counter)
    located: int = 0
    home: bool = False
    sorts: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    seated: bool = False
    companions: Counter[str] = field(default_factory=Counter)
    first: int | None = None
    last: int | None = None
    docs: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    gender: set[str] = field(default_factory=set)
    ethnicity: set[str] = field(default_factory=set)
    size: int = 1

    @property
    def mixed(self) -> bool:
        """Whether one mention is of two foreign countries: two people of one name in one document, as a rule."""
        return self.size == 1 and len(self.abroad) > 1

    def take(self, other: Traits) -> None:
        """Make one group of two. What a mixed mention says is not what the group is."""
        self.id = min(self.id, other.id)
        self.names |= other.names
        self.docs |= other.docs
        self.size += other.size
        if other.mixed and self.size > other.size:
            return
        for name in _SETS:
            getattr(self, name).update(getattr(other, name))
        for name in ("placed", "located"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.home = self.home or other.home
        self.seated = self.seated or other.seated
        self.first = min((d for d in (self.first, other.first) if d is not None), default=None)
        self.last = max((d for d in (self.last, other.last) if d is not None), default=None)

    @property
    def rich(self) -> int:
        """How much there is to compare it by."""
        return 2 * bool(self.offices) + bool(self.organs or self.abroad) + bool(self.companions)

    def copy(self) -> Traits:
        """A group of its own with the same traits."""
        fresh = Traits(self.id, size=0)
        fresh.take(self)
        return fresh


_SETS = ("offices", "titles", "organs", "abroad", "sorts", "areas", "companions", "papers", "gender", "ethnicity")


class Place(NamedTuple):
    """Where an office, organ or area is, and what it is.

    Attributes:
        organs: keys of the organs above it, it among them. countries: keys of countries. areas: official codes.
        sorts: kinds of the bodies to which it belongs (school for ``Position:某校校长``).
        seat: whether one person holds it at a time.
    """

    organs: frozenset[str]
    countries: frozenset[str]
    areas: frozenset[str]
    sorts: frozenset[str]
    seat: bool


class Surroundings:
    """Where offices and organs are, looked up once each."""

    def __init__(self, things: Mapping[str, Thing]) -> None:
        self._things = things
        self.known: dict[str, Place] = {}

    def of(self, node: str) -> Place:
        """``Position:拱墅区统计局局长`` → organs 拱墅区统计局; countries 中国; areas 330105, 330100, 330000; a seat."""
        if node not in self.known:
            self.known[node] = self._look(node)
        return self.known[node]

    def _look(self, node: str) -> Place:
        organs: set[str] = set()
        countries: set[str] = set()
        codes: set[str] = set()
        seen, todo = {node}, [node]
        for _ in range(_DEPTH):
            for here in todo:
                marks = self._marks(here)
                label, _, key = here.partition(":")
                if "level:country" in marks:
                    countries.add(key)
                elif label == "Area":
                    codes.update(m.partition(":")[2] for m in marks if m.startswith("code:"))
                if label == "Organization":
                    organs.add(key)
            todo = sorted({up for here in todo for up in self._homes(here) if up not in seen})
            seen.update(todo)
        kinds = (m for home in self._homes(node) for m in self._marks(home) if m.startswith("kind:"))
        sorts = frozenset(m.partition(":")[2] for m in kinds)
        areas = frozenset(_widened(codes))
        return Place(frozenset(organs), frozenset(countries), areas, sorts, "seats:1" in self._marks(node))

    def _marks(self, node: str) -> Set[str]:
        return self._things[node].marks if node in self._things else frozenset()

    def _homes(self, node: str) -> Set[str]:
        return self._things[node].homes if node in self._things else frozenset()


def _widened(codes: Iterable[str]) -> Iterable[str]:
    """330105 and the areas in which it lies, 330100 and 330000."""
    for code in codes:
        yield code
        if len(code) == _CODE and code.isdecimal():
            yield f"{code[:4]}00"
            yield f"{code[:2]}0000"


def traits_of(found: Mentions, home: str) -> dict[str, Traits]:
    """The traits of each person that a document names, by id. What was worked out before, and still holds, is the same object.

    Args:
        home: the country whose papers these are.
    """
    around, memory = Surroundings(found.things), found.memory
    moved = {node for node, place in memory.around.items() if around.of(node) != place}
    known, fresh = {}, []
    for i, person in found.persons.items():
        rest = (sorted(person.areas), sorted(found.days.get(d, "") for d in person.docs))
        before = memory.traits.get(i)
        if before and before[0] == rest and moved.isdisjoint(person.positions) and moved.isdisjoint(person.bodies):
            known[i] = before[1]
        else:
            fresh.append((person, rest))
    near = _companions(found, {p.id for p, _ in fresh})
    for person, rest in fresh:
        known[person.id] = _traits(person, found, around, home, near.get(person.id, {}))
        memory.traits[person.id] = rest, known[person.id]
    memory.around = around.known
    return known


def _companions(found: Mentions, wanted: set[str]) -> dict[str, dict[str, set[str]]]:
    """Person → name of somebody who took part in the same event → the documents that tell of it."""
    together: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for event in found.events.values():
        if len(event.participants) < 2 or wanted.isdisjoint(event.participants):
            continue
        there = {p: sorted(found.persons[p].names) for p in event.participants if p in found.persons}
        for person in wanted.intersection(there):
            for name in (n for other, called in there.items() if other != person for n in called):
                together[person].setdefault(name, set()).update(event.docs)
    return together


def _traits(
    person: PersonMention, found: Mentions, around: Surroundings, home: str, near: Mapping[str, set[str]]
) -> Traits:
    days = [_ordinal(found.days[d]) for d in person.docs if d in found.days]
    mine = Traits(
        person.id, set(person.names), Counter(person.positions), int(bool(person.positions)), set(person.titles), docs=set(person.docs),
        papers=set(person.areas),
        gender=set(person.gender), ethnicity=set(person.ethnicity), first=min(days, default=None),
        last=max(days, default=None), companions=Counter({n: len(docs) for n, docs in near.items()}),
    )  # fmt: skip
    for node in (*person.positions, *person.bodies):
        place = around.of(node)
        mine.organs |= place.organs
        mine.home = mine.home or home in place.countries
        mine.abroad.update(dict.fromkeys(place.countries - {home} - mine.abroad.keys(), 1))
        mine.areas |= place.areas
        mine.sorts |= place.sorts
    mine.seated = any(around.of(p).seat for p in person.positions)
    mine.located = int(bool(mine.abroad))
    return mine


def _ordinal(day: str) -> int:
    return dates.days_between("0001-01-01", day)
