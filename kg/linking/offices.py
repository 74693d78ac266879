"""Which offices are one seat in several wordings: 香港特区行政长官, 香港特别行政区行政长官.

Two wordings are of one seat where `schemas/linking/offices.yaml` says so, or where the text shows it: both are seats of one
person, the shorter abbreviates the longer, and the same people bear both in the same time, while nobody else bears the one
while they bear the other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.linking.evidence import Evidence
from kg.linking.families import Merge
from kg.linking.mentions import Mentions
from kg.linking.shortnames import relation
from kg.linking.traits import Place, Surroundings
from kg.linking.unions import Groups
from kg.linking.wordings import Wordings, abbreviates, title_of, wordings

_LABEL = "Position:"
#: Logarithm of odds of what the list says.
_SAID = 20.0
#: Who bears an office, by name and id → the days of the papers that say so, sorted.
Bearers = Mapping[tuple[str, str], Sequence[str]]


def link_offices(found: Mentions, persons: Mapping[str, str]) -> dict[str, str]:
    """Office id → smallest id of the same seat, for ids that change.

    Args:
        found: what was gathered from the statements.
        persons: what `link_persons` found: whoever bears two wordings is one person then.

    Why offices were joined is kept in `found.memory.seats`.
    """
    spec, held = wordings(), _held(found, persons)
    different = {(_LABEL + a, _LABEL + b) for a, b in spec.different}
    kept: dict[str, frozenset[str]] = {i: frozenset({i}) for i in sorted({*held, *_listed(found, spec)})}

    def merge(a: frozenset[str], b: frozenset[str]) -> frozenset[str] | None:
        return a | b if not any(_pair(x, y) in different for x in a for y in b) else None

    groups = Groups(kept, merge)
    found.memory.seats = []
    for m in [*_said(kept, spec), *_learned(held, found, spec)]:
        if groups.find(m.a) != groups.find(m.b) and groups.join(m.a, m.b):
            found.memory.seats.append(m)
    return groups.links(kept)


def _held(found: Mentions, persons: Mapping[str, str]) -> dict[str, dict[tuple[str, str], list[str]]]:
    """Office → its bearers. Offices that are local to a document are none."""
    days: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for person in found.persons.values():
        when = [found.days[doc] for doc in person.docs if doc in found.days] if person.positions else ()
        if when:
            who = min(person.names), persons.get(person.id, person.id)
            for office in person.positions:
                days[office][who].update(when)
    return {office: {who: sorted(d) for who, d in bearers.items()} for office, bearers in days.items()}


def _listed(found: Mentions, spec: Wordings) -> Iterator[str]:
    return (i for name in spec.same if (i := _LABEL + name) in found.things)


def _said(offices: Mapping[str, object], spec: Wordings) -> Iterator[Merge]:
    """What the list says of offices that the papers name."""
    rows: dict[str, list[str]] = defaultdict(list)
    for name, first in spec.same.items():
        if _LABEL + name in offices:
            rows[first].append(_LABEL + name)
    for first, row in sorted(rows.items()):
        for a, b in combinations(sorted(row), 2):
            yield Merge(a, b, _SAID, True, (Evidence("listed", first, _SAID),))


def _learned(held: Mapping[str, Bearers], found: Mentions, spec: Wordings) -> list[Merge]:
    """What the text shows, the surest first."""
    around = Surroundings(found.things)
    merges = {}
    for a, b in sorted(_together(held, found)):
        if _may_be_one(around.of(a), around.of(b)) and abbreviates(a.partition(":")[2], b.partition(":")[2]):
            reasons = tuple(_weigh(held[a], held[b], spec))
            total = round(sum(e.weight for e in reasons), 4)
            if total >= spec.join:
                merges[a, b] = Merge(a, b, total, True, reasons)
    return sorted(_unambiguous(merges), key=lambda m: (-m.total, m.a, m.b))


def _together(held: Mapping[str, Bearers], found: Mentions) -> set[tuple[str, str]]:
    """Pairs of one-person seats of one title that somebody bears both."""
    borne: dict[tuple[str, str], list[str]] = defaultdict(list)
    for office, bearers in held.items():
        thing = found.things.get(office)
        if thing and "seats:1" in thing.marks and (title := title_of(office)):
            for _, person in bearers:
                borne[person, title].append(office)
    return {_pair(a, b) for offices in borne.values() for a, b in combinations(sorted(set(offices)), 2)}


def _may_be_one(a: Place, b: Place) -> bool:
    """Not of two countries or areas, nor the one of a part of the other's organ."""
    apart = any(x and y and x.isdisjoint(y) for x, y in ((a.countries, b.countries), (a.areas, b.areas)))
    return (
        not apart
        and not (a.areas and b.areas and a.areas != b.areas)
        and not (a.organs < b.organs or b.organs < a.organs)
    )


def _weigh(a: Bearers, b: Bearers, spec: Wordings) -> Iterator[Evidence]:
    """Whoever bears both in the same time, and the papers in which another bears the one while somebody bears the other."""
    together = {p for _, p in a} & {p for _, p in b}
    days: dict[str, list[list[str]]] = {
        p: [sorted(d for (_, q), ds in x.items() if q == p for d in ds) for x in (a, b)] for p in together
    }
    for person in sorted(together):
        if _overlap(*days[person]):
            yield Evidence("same_holder", person.partition(":")[2].partition("@")[0], spec.holder)
    for one, other in ((a, b), (b, a)):
        for (name, person), mine in sorted(one.items()):
            for (rival, second), theirs in sorted(other.items()):
                if person != second and not _called_alike(name, rival):
                    inside = bisect_left(theirs, mine[-1]) - bisect_right(theirs, mine[0])
                    if inside > 0:
                        yield Evidence("other_holder", rival, spec.against * inside)


def _overlap(a: Sequence[str], b: Sequence[str]) -> bool:
    return (
        a[0] <= b[-1] and b[0] <= a[-1] and (any(b[0] <= d <= b[-1] for d in a) or any(a[0] <= d <= a[-1] for d in b))
    )


def _called_alike(a: str, b: str) -> bool:
    """Whether they may be one person, who was not joined, or one name with a piece of the next word."""
    short, long = sorted((a, b), key=lambda n: (len(n), n))
    return short == long or long.startswith(short) or relation(short, long) is not None


def _unambiguous(merges: Mapping[tuple[str, str], Merge]) -> Iterator[Merge]:
    """Without wordings that may stand for either of two that are not one (港澳办主任 of the party's office and the state's)."""
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in merges:
        beside[a].add(b)
        beside[b].add(a)
    torn = {
        i for i, others in beside.items() if any(_pair(x, y) not in merges for x, y in combinations(sorted(others), 2))
    }
    return (m for (a, b), m in merges.items() if a not in torn and b not in torn)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)
