"""Long times of which no paper is at hand: what happened in them, nobody can know.

>>> silences(["2022-03-01", "2022-03-02", "2024-05"])
(('2022-03-02', '2024-05-01'),)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kg import dates

#: Days without a paper from which on it is not said that one holder of an office followed another.
_YEAR = 365


def silences(issued: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The last day of issue before each silence, and the first after it.

    Args:
        issued: dates of publication, possibly partial (``2024-05``), in any order; what is no date is left out.
    """
    days = sorted({dates.bounds(i) for i in issued if dates.is_valid(i)})
    found, latest = [], ""
    for (_, last), (first, _) in pairwise(days):
        latest = max(latest, last)
        if dates.days_between(latest, first) > _YEAR:
            found.append((latest, first))
    return tuple(found)
