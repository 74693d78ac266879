"""Spells of office: from days on which people were seen in office, or were announced to enter or leave it, to bounds.

Bounds are whole ISO days or null. A spell surely covers start_latest to end_earliest, and possibly
start_earliest to end_latest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from kg import dates
from kg.folding.namesakes import may_be_one

_NEVER, _EVER = "", "9999-12-31"

#: Days of a term of office. Where nobody is known to have held a seat for longer, others may have.
_TERM = 5 * 366

#: Capacities in which a person occupies the seat.
IN_OFFICE = frozenset({"full", "acting"})


@dataclass(frozen=True)
class Holding:
    """One statement that a person held, entered or left a position.

    Attributes:
        evidence: sighted, appointed or removed.
        earliest, latest: first and last day on which the sighting or change can have been, or null.
        inferred: the title was resolved, not printed with the name; it proves, but lengthens nothing.
        source: id of the statement.
        count: statements of one document that say the same; `source` is one of them.
    """

    person: str
    position: str
    capacity: str
    evidence: str
    earliest: str | None
    latest: str | None
    inferred: bool
    source: str
    count: int = 1

    @property
    def low(self) -> str:
        """The day before which it was not; before all days when that is unknown (日前)."""
        return self.earliest or _NEVER

    @property
    def high(self) -> str:
        return self.latest or _EVER

    @property
    def bounds(self) -> bool:
        """Whether it says anything about when."""
        return bool(self.earliest or self.latest) and not self.inferred and self.capacity != "former"


@dataclass
class Spell:
    """One unbroken time in office; `number` counts the spells of the same person, position and capacity from 1."""

    person: str
    position: str
    capacity: str
    holdings: list[Holding] = field(default_factory=list)
    start_earliest: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None
    end_latest: str | None = None
    number: int = 1
    _known: tuple[int, tuple[list[Holding], list[Holding], str, str]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def dated(self) -> list[Holding]:
        return self._placed()[0]

    @property
    def anchors(self) -> list[Holding]:
        """What places it among other spells: what is known at both ends, or, failing that, all that has a date."""
        return self._placed()[1]

    @property
    def first(self) -> str:
        return self._placed()[2]

    @property
    def last(self) -> str:
        return self._placed()[3]

    def _placed(self) -> tuple[list[Holding], list[Holding], str, str]:
        """The four above; worked out again only when a holding was added, since neighbours ask again and again."""
        if self._known is None or self._known[0] != len(self.holdings):
            dated = [h for h in self.holdings if h.bounds]
            anchors = [h for h in dated if h.earliest and h.latest] or dated
            first = min((h.low for h in anchors), default=_NEVER)
            self._known = len(self.holdings), (dated, anchors, first, max((h.high for h in anchors), default=_EVER))
        return self._known[1]

    @property
    def removed(self) -> bool:
        return any(h.evidence == "removed" for h in self.dated)

    @property
    def appointed(self) -> bool:
        return any(h.evidence == "appointed" for h in self.dated)


def spells(holdings: Iterable[Holding], seats: Mapping[str, int | None]) -> list[Spell]:
    """Cut what is known of each position into spells, with bounds.

    Args:
        holdings: in any order.
        seats: position → number of seats; only where it is 1 does one holder end the spell of another.

    Returns:
        Spells by position, person, capacity and number. 前/原/时任 gives one spell of unknown bounds; a person seen
        again after another holder of a one-seat position has two.
    """
    found: list[Spell] = []
    by_position: dict[str, list[Holding]] = defaultdict(list)
    for h in holdings:
        by_position[h.position].append(h)
    for position in sorted(by_position):
        group = sorted(by_position[position], key=_order)
        others = [h for h in group if h.bounds and h.capacity in IN_OFFICE] if seats.get(position) == 1 else []
        by_person: dict[str, list[Holding]] = defaultdict(list)
        for h in group:
            by_person[h.person].append(h)
        here = [s for person in sorted(by_person) for s in _cut(by_person[person], others)]
        for spell in here:
            _bound(spell)
        for spell in here:
            _bound_by_others(spell, [s for s in here if s is not spell], seats.get(position) == 1)
            _settle(spell)
        found += here
    return sorted(found, key=lambda s: (s.position, s.person, s.capacity, s.number))


def successions(found: Iterable[Spell], seats: Mapping[str, int | None]) -> list[tuple[Spell, Spell]]:
    """Pairs (predecessor, successor) of different people, one after the other in a one-seat position.

    Not where the two may be one under two names, nor where more than a term lies between them: who held the seat in 2005 and
    who held it in 2022 did not follow each other for all that is known.
    """
    by_position: dict[str, list[Spell]] = defaultdict(list)
    for spell in found:
        if seats.get(spell.position) == 1 and spell.capacity in IN_OFFICE and spell.dated:
            by_position[spell.position].append(spell)
    pairs = []
    for position in sorted(by_position):
        line = sorted(by_position[position], key=lambda s: (s.last, s.first, s.person, s.capacity))
        followed = ((a, b) for a, b in pairwise(line) if not may_be_one(a.person, b.person) and _precedes(a, b))
        pairs += [(a, b) for a, b in followed if dates.days_between(a.last, b.first) <= _TERM]
    return pairs


def _precedes(a: Spell, b: Spell) -> bool:
    return a.last < b.first or (
        a.last == b.first and a.first <= b.first and (a.removed or b.appointed) and not b.removed
    )


def _order(h: Holding) -> tuple[str, str, int, str, str, bool, bool]:
    # On one day a removal comes first when it ends what was before, and an appointment begins what comes after.
    kind = ("removed", "appointed", "sighted").index(h.evidence)
    return h.latest or h.low, h.low, kind, h.capacity, h.source, h.inferred, h.latest is None


def _cut(mine: list[Holding], others: list[Holding]) -> list[Spell]:
    """The spells of one person in one position; `others` are dated holdings of all people in a one-seat position."""
    found: list[Spell] = []
    rivals = _Rivals([o for o in others if not may_be_one(o.person, mine[0].person)])
    current: Spell | None = None
    seen_until = left = _EVER  # the last day of what places the spell, the first day by which it surely had ended
    for h in _same_capacity_first([h for h in mine if h.bounds]):
        anchored = bool(h.earliest and h.latest)
        ended = h.evidence != "removed" and left < h.low
        if current is None or h.capacity != current.capacity or ended or rivals.any_between(seen_until, h.low):
            current = Spell(h.person, h.position, h.capacity)
            found.append(current)
            seen_until = left = _EVER
        current.holdings.append(h)
        if anchored:
            seen_until = h.high if seen_until == _EVER else max(seen_until, h.high)
        if h.evidence == "removed":
            left = min(left, h.high)
    for h in mine:
        if not h.bounds:
            _attach(h, found)
    count: dict[str, int] = defaultdict(int)
    for spell in found:
        count[spell.capacity] += 1
        spell.number = count[spell.capacity]
    return found


def _same_capacity_first(dated: list[Holding]) -> list[Holding]:
    """Within one day, what continues the capacity before it comes first, so that a day of both words is one change."""
    result: list[Holding] = []
    i = 0
    while i < len(dated):
        j = i
        while j < len(dated) and (dated[j].low, dated[j].high) == (dated[i].low, dated[i].high):
            j += 1
        capacity = result[-1].capacity if result else "acting"
        result += sorted(dated[i:j], key=lambda h: h.capacity != capacity)
        i = j
    return result


class _Rivals:
    """Holdings of other people in a one-seat position, ready to be asked what lies between two days."""

    def __init__(self, holdings: list[Holding]) -> None:
        self._lows = sorted(holdings, key=lambda h: h.low)
        self._ends: list[str] = []  # the earliest end among this and all that begin later
        for h in reversed(self._lows):
            self._ends.append(min(h.high, self._ends[-1]) if self._ends else h.high)
        self._ends.reverse()

    def any_between(self, after: str, before: str) -> bool:
        """Whether one lies wholly after the one day and before the other."""
        i = bisect_right(self._lows, after, key=lambda h: h.low)
        return i < len(self._lows) and self._ends[i] < before


def _attach(h: Holding, found: list[Spell]) -> None:
    """What bounds nothing goes to the nearest spell of its capacity, else makes one of unknown bounds."""
    same = [s for s in found if s.capacity == h.capacity]
    if not same:
        found.append(Spell(h.person, h.position, h.capacity, [h]))
        return
    begun = [s for s in same if s.first <= (h.latest or h.low)]
    (begun[-1] if begun else same[0]).holdings.append(h)


def _bound(spell: Spell) -> None:
    """What its own sightings and announcements say."""
    seen = spell.dated
    if not seen:
        return
    spell.start_latest = min((h.latest for h in seen if h.latest), default=None)
    spell.end_earliest = max((h.earliest for h in seen if h.earliest), default=None)
    appointed = [h for h in seen if h.evidence == "appointed"]
    removed = [h for h in seen if h.evidence == "removed"]
    if appointed and not any(h.high < appointed[0].low for h in seen):  # else 连任: it began before
        spell.start_earliest = appointed[0].earliest
    if removed:
        spell.end_latest = removed[-1].latest


def _bound_by_others(spell: Spell, others: list[Spell], one_seat: bool) -> None:
    """Another holder of the seat, or another capacity of the same person, lies outside the spell."""
    if not spell.dated:
        return
    first, last = spell.first, spell.last
    for other in others:
        rival = one_seat and spell.capacity in IN_OFFICE and other.capacity in IN_OFFICE
        rival = rival and not may_be_one(other.person, spell.person)
        if not rival and other.person != spell.person:
            continue
        for h in other.dated:
            if h.latest and h.low > last:
                spell.end_latest = min(spell.end_latest or h.latest, h.latest)
            elif h.earliest and h.high < first:
                spell.start_earliest = max(spell.start_earliest or h.earliest, h.earliest)


def _settle(spell: Spell) -> None:
    """Drop bounds that contradict what was seen: announcements err, and two vague days need not meet."""
    if spell.start_latest and spell.end_earliest and spell.start_latest > spell.end_earliest:
        spell.end_earliest = None
    sure = spell.end_earliest or spell.start_latest
    if spell.start_earliest and spell.start_latest and spell.start_earliest > spell.start_latest:
        spell.start_earliest = None
    if spell.start_earliest and spell.end_earliest and spell.start_earliest > spell.end_earliest:
        spell.start_earliest = None
    if spell.end_latest and sure and spell.end_latest < sure:
        spell.end_latest = None
    if spell.start_earliest and spell.end_latest and spell.start_earliest > spell.end_latest:
        spell.start_earliest = None
