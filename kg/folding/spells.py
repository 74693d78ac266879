"""Spells of office: from days on which people were seen in office, or were announced to enter or leave it, to bounds."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise

from kg import dates
from kg.folding.designations import designated
from kg.folding.holdings import EVER, IN_OFFICE, Holding, Spell
from kg.folding.namesakes import may_be_one
from kg.folding.rivals import After, Before, Between

__all__ = ["spells", "successions"]

#: Days of a term of office. Where nobody is known to have held a seat for longer, others may have.
_TERM = 5 * 366


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
        if seats.get(position) == 1:
            group = sorted(designated(group), key=_order)
        others = [h for h in group if h.bounds and h.capacity in IN_OFFICE] if seats.get(position) == 1 else []
        by_person: dict[str, list[Holding]] = defaultdict(list)
        for h in group:
            by_person[h.person].append(h)
        rivals = Between(others)
        here = [_cut(by_person[person], rivals) for person in sorted(by_person)]
        for spell in (s for mine in here for s in mine):
            _bound(spell)
        _bound_by_others(here, seats.get(position) == 1)
        for spell in (s for mine in here for s in mine):
            _settle(spell)
            found.append(spell)
    return sorted(found, key=lambda s: (s.position, s.person, s.capacity, s.number))


def successions(
    found: Iterable[Spell], seats: Mapping[str, int | None], silences: Sequence[tuple[str, str]] = ()
) -> list[tuple[Spell, Spell]]:
    """Pairs (predecessor, successor) of different people, one after the other in a one-seat position.

    Not where the two may be one under two names, nor where more than a term lies between them: who held the seat in 2005 and
    who held it in 2022 did not follow each other for all that is known. Nor where no paper tells of a year between them.

    Args:
        silences: see `kg.folding.edges.Paper`.
    """
    by_position: dict[str, list[Spell]] = defaultdict(list)
    for spell in found:
        if seats.get(spell.position) == 1 and spell.capacity in IN_OFFICE and spell.dated:
            by_position[spell.position].append(spell)
    pairs = []
    for position in sorted(by_position):
        line = sorted(by_position[position], key=lambda s: (s.last, s.first, s.person, s.capacity))
        followed = ((a, b) for a, b in pairwise(line) if not may_be_one(a.person, b.person) and _precedes(a, b))
        pairs += [
            (a, b)
            for a, b in followed
            if dates.days_between(a.last, b.first) <= _TERM
            and not any(a.last <= begin and end <= b.first for begin, end in silences)
        ]
    return pairs


def _precedes(a: Spell, b: Spell) -> bool:
    return a.last < b.first or (
        a.last == b.first and a.first <= b.first and (a.removed or b.appointed) and not b.removed
    )


def _order(h: Holding) -> tuple[str, str, int, str, str, bool, bool]:
    # On one day a removal comes first when it ends what was before, and an appointment begins what comes after.
    kind = ("removed", "appointed", "sighted").index(h.evidence)
    return h.latest or h.low, h.low, kind, h.capacity, h.source, h.inferred, h.latest is None


def _cut(mine: list[Holding], rivals: Between) -> list[Spell]:
    """The spells of one person in one position; `rivals` are dated holdings of all people in a one-seat position."""
    found: list[Spell] = []
    current: Spell | None = None
    seen_until = left = EVER  # the last day of what places the spell, the first day by which it surely had ended
    for h in _same_capacity_first([h for h in mine if h.bounds]):
        anchored = bool(h.earliest and h.latest)
        ended = h.evidence != "removed" and left < h.low
        if current is None or h.capacity != current.capacity or ended or rivals.any(mine[0].person, seen_until, h.low):
            current = Spell(h.person, h.position, h.capacity)
            found.append(current)
            seen_until = left = EVER
        current.holdings.append(h)
        if anchored:
            seen_until = h.high if seen_until == EVER else max(seen_until, h.high)
        if h.evidence == "removed":
            left = min(left, h.high)
    _attach([h for h in mine if not h.bounds], found)
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


def _attach(loose: list[Holding], found: list[Spell]) -> None:
    """What bounds nothing goes to the nearest spell of its capacity, else makes one of unknown bounds."""
    same: dict[str, list[Spell]] = defaultdict(list)
    for spell in found:
        same[spell.capacity].append(spell)
    begins: dict[str, list[str]] = {}  # of each spell or a later one, whichever is first: it never falls
    for h in loose:
        if h.capacity not in same:
            found.append(Spell(h.person, h.position, h.capacity))
            same[h.capacity].append(found[-1])
        if h.capacity not in begins:
            starts = [s.first for s in same[h.capacity]]
            begins[h.capacity] = list(accumulate(reversed(starts), min))[::-1]
        begun = bisect_right(begins[h.capacity], h.latest or h.low)
        same[h.capacity][max(0, begun - 1)].holdings.append(h)


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


def _bound_by_others(here: Sequence[Sequence[Spell]], one_seat: bool) -> None:
    """Another holder of the seat, or another capacity of the same person, lies outside the spell.

    Args:
        here: the spells of each person.
    """
    everyone = [s for mine in here for s in mine if one_seat and s.capacity in IN_OFFICE]
    after = After((h, h.person) for s in everyone for h in s.dated)
    before = Before((h, h.person) for s in everyone for h in s.dated)
    for mine in here:
        later = After((h, n) for n, s in enumerate(mine) for h in s.dated)
        earlier = Before((h, n) for n, s in enumerate(mine) for h in s.dated)
        for n, spell in enumerate(mine):
            if not spell.dated:
                continue
            ends = [spell.end_latest, later.first(spell.last, n.__eq__)]
            starts = [spell.start_earliest, earlier.last(spell.first, n.__eq__)]
            if one_seat and spell.capacity in IN_OFFICE:
                mine_too = partial(may_be_one, spell.person)
                ends.append(after.first(spell.last, mine_too))
                starts.append(before.last(spell.first, mine_too))
            spell.end_latest = min((d for d in ends if d), default=None)
            spell.start_earliest = max((d for d in starts if d), default=None)


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
