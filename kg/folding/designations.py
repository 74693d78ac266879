"""Appointments that take effect later: who is appointed or elected while another goes on holding the seat is designate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg import dates
from kg.folding.holdings import Holding
from kg.folding.namesakes import may_be_one

#: Days after an announcement in which papers may still tell of the one before, and after which nobody waits for a seat.
_LATE, _WAIT = 14, 366


def designated(group: Sequence[Holding]) -> list[Holding]:
    """The holdings of a one-seat position, in their order, those that are announced long before they begin as designate.

    甲 is seen in office in March, 乙 elected in April, 甲 seen in August and 乙 in October: 乙 was not in office in April.
    """
    sighted = [h for h in group if h.evidence == "sighted" and h.capacity == "full" and h.bounds and h.latest]
    ended = sorted(sighted, key=lambda h: h.high)
    highs = [h.high for h in ended]
    begun: dict[str, list[str]] = defaultdict(list)
    for h in sorted(sighted, key=lambda h: h.low):
        begun[h.person].append(h.low)

    def is_early(h: Holding) -> bool:
        place = bisect_left(highs, h.low)
        late = dates.shift(h.high, _LATE) if h.latest else None
        if not place or not late:
            return False
        incumbent = ended[place - 1].person
        if may_be_one(incumbent, h.person):
            return False
        own, theirs = begun[h.person], begun[incumbent]
        entered = bisect_right(own, h.high)
        until = min(own[entered] if entered < len(own) else "9999", dates.shift(h.high, _WAIT) or "9999")
        again = bisect_right(theirs, late)
        return again < len(theirs) and theirs[again] < until

    return [
        replace(h, capacity="designate") if h.evidence == "appointed" and h.capacity == "full" and is_early(h) else h
        for h in group
    ]
