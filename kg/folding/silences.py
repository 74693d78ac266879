"""Long times of which no paper is at hand: what happened in them, nobody can know.

>>> silences(["2022-03-01", "2022-03-02", "2024-05"])
(('2022-03-02', '2024-05-01'),)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kg import dates

#: Days without a paper from which on it is not said that one holder of an office followed another, and those from which on
#: it is said that nobody can know whether another was between them.
_YEAR, MONTH = 365, 31


def silences(issued: Iterable[str], least: int = _YEAR) -> tuple[tuple[str, str], ...]:
    """The last day of issue before each silence, and the first after it.

    Args:
        issued: dates of publication, possibly partial (``2024-05``), in any order; what is no date is left out.
        least: days that a silence has more than.
    """
    days = sorted({dates.bounds(i) for i in issued if dates.is_valid(i)})
    found, latest = [], ""
    for (_, last), (first, _) in pairwise(days):
        latest = max(latest, last)
        if dates.days_between(latest, first) > least:
            found.append((latest, first))
    return tuple(found)


def between(
    found: Iterable[tuple[str, str]], first: str | None, last: str | None, least: int = MONTH
) -> list[tuple[str, str]]:
    """The silences that take up more than so many days between two days; none where a day is not known.

    >>> between([("2022-03-02", "2024-05-01"), ("2025-01-01", "2025-06-01")], "2022-03-01", "2024-06-30")
    [('2022-03-02', '2024-05-01')]
    """
    if not first or not last:
        return []
    return [
        (a, b)
        for a, b in found
        if max(a, first) < min(b, last) and dates.days_between(max(a, first), min(b, last)) > least
    ]


def told(found: Iterable[tuple[str, str]]) -> str:
    """For people: ``no paper from 2022-03-02 to 2024-05-01``; an empty string of none."""
    spans = " and ".join(f"from {a} to {b}" for a, b in found)
    return f"no paper {spans}" if spans else ""
