"""All mentions of names that may stand for one another, put together into human beings, the surest pair first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.ids import canonical
from kg.linking import rarity
from kg.linking.evidence import Evidence, Scales, weigh
from kg.linking.shortnames import agree, relation
from kg.linking.traits import Traits

#: Groups from which on only those are compared that share something, where the name alone does not suffice.
_MANY = 48


@dataclass(frozen=True)
class Merge:
    """Two groups that were compared in the end: joined, or doubtful.

    Attributes:
        a, b: a member of each, the smaller id first.
        total: sum of the evidence, the name among it; `kg.linking.weights.Weights.probability` makes it a probability.
    """

    a: str
    b: str
    total: float
    joined: bool
    reasons: tuple[Evidence, ...]

    def to_line(self, probability: float) -> str:
        """The line of merges.jsonl."""
        evidence = [{"kind": e.kind, "what": e.what, "weight": e.weight} for e in self.reasons]
        return canonical(
            {"a": self.a, "b": self.b, "joined": self.joined, "probability": probability, "evidence": evidence}
        )


class Family:
    """The mentions of one family of names.

    Args:
        mentions: sorted by id.
        longer: longer names of each short one.
    """

    def __init__(self, mentions: Sequence[Traits], longer: Mapping[str, set[str]], scales: Scales) -> None:
        self._mentions, self._longer, self._scales = mentions, longer, scales
        self._join = scales.weights.join
        self._groups: dict[int, Traits] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_trait: dict[str, set[int]] = defaultdict(set)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._foreign = self._read()
        self._priors: dict[tuple[str, str], float] = {}
        self._next = 0

    def merges(self) -> list[Merge]:
        """What was joined, in that order, and then what is doubtful."""
        made = list(self._gather())
        made += self._agglomerate()
        return made

    def _read(self) -> dict[str, bool]:
        """Name → whether it is a foreign one: by its form, or by the countries of those who bear it."""
        ours: dict[str, int] = defaultdict(int)
        theirs: dict[str, int] = defaultdict(int)
        names = set()
        for t in self._mentions:
            for name in t.names:
                names.add(name)
                ours[name] += t.home
                theirs[name] += bool(t.abroad)
        for name in names:
            for long in self._longer.get(name, ()):
                self._shorter[long].add(name)
        return {
            n: rarity.is_foreign(n)
            or theirs[n] > ours[n]
            or bool(self._longer.get(n))
            or (not ours[n] and rarity.sounds_foreign(n))
            for n in names
        }

    def _gather(self) -> Iterator[Merge]:
        """A first round, mention by mention, those of which most is known first: each goes to the group it fits best."""
        for mention in sorted(self._mentions, key=lambda t: (t.mixed, -t.rich, t.first or 0, t.id)):
            best = self._best(mention)
            if best is None:
                self._put(mention.copy())
                continue
            total, place, reasons = best
            group = self._groups[place]
            yield Merge(min(group.id, mention.id), max(group.id, mention.id), total, True, tuple(reasons))
            group.take(mention)
            self._index(place, mention)

    def _best(self, mention: Traits) -> tuple[float, int, list[Evidence]] | None:
        best: tuple[float, int, list[Evidence]] | None = None
        for place in self._near(mention, mention.names):
            found = self._weigh(self._groups[place], mention)
            if found and found[0] >= self._join and (best is None or (found[0], -place) > (best[0], -best[1])):
                best = found[0], place, found[1]
        return best

    def _agglomerate(self) -> Iterator[Merge]:
        heap: list[tuple[float, str, str, int, int]] = []
        for place in sorted(self._groups):
            self._compare(place, heap, only_before=True)
        doubtful = []
        while heap:
            minus, _, _, i, j = heapq.heappop(heap)
            if i not in self._groups or j not in self._groups:
                continue
            a, b = self._groups[i], self._groups[j]
            found = self._weigh(a, b)
            if found is None:
                continue
            joined = -minus >= self._join and not self._ambiguous(i, j, -minus)
            merge = Merge(min(a.id, b.id), max(a.id, b.id), -minus, joined, tuple(found[1]))
            if not merge.joined:
                doubtful.append(merge)
                continue
            yield merge
            del self._groups[i], self._groups[j]
            a.take(b)
            self._compare(self._put(a), heap)
        yield from doubtful

    def _ambiguous(self, i: int, j: int, total: float) -> bool:
        """Whether a short name may as well stand for another long one that contradicts this (two brothers)."""
        a, b = self._groups[i], self._groups[j]
        if not a.names.isdisjoint(b.names):
            return False
        for short, long in ((a, b), (b, a)):
            names = {n for name in short.names for n in self._longer.get(name, ())} - long.names
            for place in self._near(short, names):
                other = self._groups[place]
                if place not in (i, j) and not agree(long.names, other.names):
                    found = self._weigh(short, other)
                    if found and found[0] > max(self._join, total) - self._scales.weights.margin:
                        return True
        return False

    def _compare(self, place: int, heap: list[tuple[float, str, str, int, int]], only_before: bool = False) -> None:
        """Put the pairs of a group with those that it may be one with on the heap."""
        group = self._groups[place]
        names = set(group.names)
        for name in group.names:
            names |= self._longer.get(name, set()) | self._shorter.get(name, set())
        for other in self._near(group, names):
            if other == place or (only_before and other > place):
                continue
            found = self._weigh(group, self._groups[other])
            if found and found[0] >= self._join - self._scales.weights.doubt:
                ids = sorted((group.id, self._groups[other].id))
                heapq.heappush(heap, (-found[0], ids[0], ids[1], min(place, other), max(place, other)))

    def _put(self, group: Traits) -> int:
        place = self._next
        self._next += 1
        self._groups[place] = group
        self._index(place, group)
        return place

    def _index(self, place: int, traits: Traits) -> None:
        for name in traits.names:
            self._by_name[name].add(place)
        for trait in _shared_by(traits):
            self._by_trait[trait].add(place)

    def _near(self, traits: Traits, names: set[str]) -> list[int]:
        """Groups to which it may belong, in the order in which they were made."""
        found = {p for n in names for p in self._by_name.get(n, ()) if p in self._groups}
        if len(found) > _MANY and max(self._prior(n, n) for n in names) < self._join - self._scales.weights.doubt:
            found &= {p for trait in _shared_by(traits) for p in self._by_trait.get(trait, ())}
        return sorted(found)

    def _weigh(self, a: Traits, b: Traits) -> tuple[float, list[Evidence]] | None:
        """Sum and evidence; null where the two cannot be one."""
        for x, y in ((a.gender, b.gender), (a.ethnicity, b.ethnicity)):
            if x and y and x.isdisjoint(y):
                return None
        if not agree(a.names, b.names):
            return None
        weight, said = max(
            (self._prior(x, y), f"{min(x, y)}={max(x, y)}" if x != y else x) for x in a.names for y in b.names
        )
        found = [
            Evidence("name", said, round(weight, 2)),
            *weigh(a, b, self._scales, any(self._foreign[n] for n in a.names)),
        ]
        return round(sum(e.weight for e in found), 4), found

    def _prior(self, a: str, b: str) -> float:
        if (a, b) not in self._priors:
            self._priors[a, b] = self._prior_of(a, b)
        return self._priors[a, b]

    def _prior_of(self, a: str, b: str) -> float:
        if a == b:
            return rarity.prior(a, self._foreign[a], self._longer.get(a, ()))
        w, short, long = self._scales.weights.prior, *sorted((a, b), key=lambda n: (len(n), n))
        how = relation(short, long)
        if how is None:
            return _NEVER
        return (
            w["initials"]
            if how == "initials"
            else w["part_of"] + rarity.prior(short, True, self._longer.get(short, ()))
        )


#: Names that have nothing to do with each other.
_NEVER = -99.0


def _shared_by(traits: Traits) -> Iterator[str]:
    """What two must share to be compared where a name has very many groups."""
    for kind in (traits.offices, traits.organs, traits.abroad, traits.companions, traits.papers, traits.docs):
        yield from kind
