"""Holdings of many people in one position, ready to be asked what lies between, after or before days.

Each answer leaves out whoever asks. As a rule that is one person, so a few answers by different people are kept beside each
day; only where all of them are left out is the rest gone through.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from kg.folding.holdings import Holding
from kg.folding.namesakes import may_be_one

T = TypeVar("T")
#: Best answers of different people kept beside each day.
_KEPT = 3


class Between:
    """Whether somebody else was in office between two days."""

    def __init__(self, holdings: Iterable[Holding]) -> None:
        self._held = sorted(holdings, key=lambda h: h.low)
        self._lows = [h.low for h in self._held]

    def any(self, person: str, after: str, before: str) -> bool:
        """Whether a holding of another person lies wholly after the one day and before the other.

        Holdings that begin between the two days are gone through: between two of one person's own, next to each other in
        time, the first is another's as a rule.
        """
        i = bisect_right(self._lows, after)
        while i < len(self._lows) and self._lows[i] < before:
            h = self._held[i]
            if h.high < before and not may_be_one(h.person, person):
                return True
            i += 1
        return False


class _Ranked(Generic[T]):
    """Rows (day of order, day of answer, whose), of which the best answer from some place on is asked."""

    def __init__(self, rows: list[tuple[str, str, T]], better: Callable[[str, str], bool]) -> None:
        self._rows, self._better = rows, better
        self._best: list[list[tuple[str, T]]] = []
        kept: list[tuple[str, T]] = []
        for _, answer, whose in reversed(rows):
            kept = self._with(kept, answer, whose)
            self._best.append(kept)
        self._best.reverse()

    def _with(self, kept: list[tuple[str, T]], answer: str, whose: T) -> list[tuple[str, T]]:
        for place, (known, same) in enumerate(kept):
            if same == whose:
                if not self._better(answer, known):
                    return kept
                kept = kept[:place] + kept[place + 1 :]
                break
        place = next((p for p, (known, _) in enumerate(kept) if self._better(answer, known)), len(kept))
        return ([*kept[:place], (answer, whose), *kept[place:]])[:_KEPT] if place < _KEPT else kept

    def best(self, place: int, left_out: Callable[[T], bool]) -> str | None:
        if place >= len(self._rows):
            return None
        kept = self._best[place]
        for answer, whose in kept:
            if not left_out(whose):
                return answer
        if len(kept) < _KEPT:
            return None
        found: str | None = None
        for _, answer, whose in self._rows[place:]:
            if (found is None or self._better(answer, found)) and not left_out(whose):
                found = answer
        return found


class After(Generic[T]):
    """The day by which the next one was in office."""

    def __init__(self, holdings: Iterable[tuple[Holding, T]]) -> None:
        rows = [(h.low, h.latest, whose) for h, whose in holdings if h.latest]
        rows.sort(key=lambda r: r[0])
        self._lows = [low for low, _, _ in rows]
        self._ranked: _Ranked[T] = _Ranked(rows, lambda a, b: a < b)

    def first(self, day: str, left_out: Callable[[T], bool]) -> str | None:
        """The smallest last day of holdings that begin after a day."""
        return self._ranked.best(bisect_right(self._lows, day), left_out)


class Before(Generic[T]):
    """The day from which the one before was in office."""

    def __init__(self, holdings: Iterable[tuple[Holding, T]]) -> None:
        rows = [(h.high, h.earliest, whose) for h, whose in holdings if h.earliest]
        rows.sort(key=lambda r: r[0], reverse=True)
        self._highs = [high for high, _, _ in reversed(rows)]
        self._ranked: _Ranked[T] = _Ranked(rows, lambda a, b: a > b)

    def last(self, day: str, left_out: Callable[[T], bool]) -> str | None:
        """The largest first day of holdings that end before a day."""
        return self._ranked.best(len(self._highs) - bisect_left(self._highs, day), left_out)
