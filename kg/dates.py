"""ISO dates that may be partial: 2026, 2026-04, 2026-04-29. Text in, text out; the clock is never read.

ISO text of the same precision compares as text; `bounds` gives whole days for comparing across precisions.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_SHAPE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def parts(partial: str) -> tuple[int, int | None, int | None]:
    """Year, month, day as numbers, null where not printed: ``2026-04`` → (2026, 4, None). ValueError when not a date."""
    found = _SHAPE.fullmatch(partial)
    if not found:
        raise ValueError(f"'{partial}' is not a date; write 2026, 2026-04 or 2026-04-29")
    year = int(found[1])
    month, day = (int(g) if g else None for g in found.groups()[1:])
    date(year, 1 if month is None else month, 1 if day is None else day)  # refuses month 13 and 30 February
    return year, month, day


def make(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO text of these numbers, or None when there is no such day (2月30日)."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"


def is_valid(partial: str | None) -> bool:
    """Whether this is a whole or partial ISO date of the calendar."""
    try:
        return partial is not None and bool(parts(partial))
    except ValueError:
        return False


def precision(partial: str | None) -> str:
    """``day``, ``month``, ``year``; ``none`` for None."""
    if partial is None:
        return "none"
    _, month, day = parts(partial)
    return "year" if month is None else "month" if day is None else "day"


def bounds(partial: str) -> tuple[str, str]:
    """First and last whole day: ``2026-04`` → (``2026-04-01``, ``2026-04-30``); a whole day gives itself twice."""
    year, month, day = parts(partial)
    if day is not None:
        return partial, partial
    last = month or 12
    return f"{year:04d}-{month or 1:02d}-01", f"{year:04d}-{last:02d}-{monthrange(year, last)[1]:02d}"


def shift(day: str, days: int) -> str | None:
    """The whole day so many days later (earlier when negative); None past the ends of the calendar."""
    try:
        return (date.fromisoformat(bounds(day)[0]) + timedelta(days)).isoformat()
    except OverflowError:
        return None


def shift_month(partial: str, months: int) -> str | None:
    """The month so many months later: (``2026-01-15``, -1) → ``2025-12``. None without a month or past the calendar."""
    year, month, _ = parts(partial)
    if month is None:
        return None
    index = year * 12 + month - 1 + months
    return make(index // 12, index % 12 + 1) if index >= 12 else None


def days_between(first: str, second: str) -> int:
    """Days from the whole day `first` to the whole day `second`, negative when it is before."""
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def weekday(day: str) -> int:
    """1 for Monday to 7 for Sunday."""
    return date.fromisoformat(day).isoweekday()


def compare(a: str, b: str) -> int | None:
    """-1 when all of `a` is before `b`, 1 when after, 0 when equal, None when one holds or crosses the other."""
    (a1, a2), (b1, b2) = bounds(a), bounds(b)
    if (a1, a2) == (b1, b2):
        return 0
    return -1 if a2 < b1 else 1 if b2 < a1 else None


def overlap(a: str | None, b: str | None) -> bool:
    """Whether both can be the same day. An unknown date can be any day."""
    return a is None or b is None or compare(a, b) in (0, None)
