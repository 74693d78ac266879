"""A period: two days, either of which may be open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg import dates
from kg.errors import UsageError

FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Period:
    """Whole days, the first and the last; null is open.

    An event that can have been in it counts, one of unknown day only where both ends are open.
    """

    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, since: str | None, until: str | None) -> Period:
        """A period of dates of any precision (``2026-04`` begins on the 1st and ends on the 30th)."""
        ends: list[str | None] = []
        for name, value in (("since", since), ("until", until)):
            if value and not dates.is_valid(value):
                raise UsageError(f"{name}={value}", "is no date", "write 2026-04-29, 2026-04 or 2026")
            ends.append(dates.bounds(value)[name == "until"] if value else None)
        return cls(*ends)

    @property
    def open(self) -> bool:
        return self.since is None and self.until is None

    @property
    def values(self) -> dict[str, Any]:
        """As the questions take it."""
        return {"since": self.since or FIRST, "until": self.until or LAST, "always": self.open}

    def holds(self, earliest: str | None, latest: str | None) -> bool:
        """Whether what lies between two days, each of which may be unknown, can have been in it."""
        if earliest is None and latest is None:
            return self.open
        return (latest or LAST) >= (self.since or FIRST) and (earliest or latest or FIRST) <= (self.until or LAST)
