"""Rows of a build as the page gets them (web/src/protocol.ts), and pages of longer lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kg import dates
from kg.errors import UsageError
from kg.view.base import Base
from kg.view.rows import Row

_T = TypeVar("_T")
_R = TypeVar("_R")
#: Rows of a page unless told, and at most.
SIZE, LARGEST = 50, 500
#: What stands in `Evidence` and not in an edge.
PROOFS = ("support", "docs", "articles", "quotes", "rules")
FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Paging:
    """A page of a list; pages count from 0."""

    page: int = 0
    size: int = SIZE

    @property
    def skip(self) -> int:
        return self.page * self.size

    def of(self, rows: Sequence[_T], make: Callable[[_T], _R]) -> Row:
        """The page of a list that is at hand; `make` is called for its rows alone."""
        return self.told([make(row) for row in rows[self.skip : self.skip + self.size]], len(rows))

    def told(self, rows: list[Any], total: int) -> Row:
        return {"rows": rows, "total": total, "page": self.page, "size": self.size}


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


def brief(node: Row) -> Row:
    return {"id": node["id"], "label": node["label"], "name": node["name"]}


def edge(row: Row) -> Row:
    """An edge without its lists of proof."""
    return {k: v for k, v in row.items() if k not in PROOFS}


def article(node: Row) -> Row:
    return {**brief(node), **{k: node.get(k) for k in ("title", "published", "publisher", "doc", "order")}}


def event(node: Row, people: int) -> Row:
    keys = ("kind", "status", "date", "dateText", "earliest", "latest", "precision", "timeOfDay", "openList")
    return {**brief(node), **{k: node.get(k) for k in keys}, "people": people}


def events(base: Base, ids: Iterable[str]) -> dict[str, Row]:
    """Events by id, each with how many people attended it."""
    wanted = list(dict.fromkeys(ids))
    people = {row["event"]: row["number"] for row in base.ask("people_at", ids=wanted)} if wanted else {}
    return {i: event(base.node(i), people.get(i, 0)) for i in wanted}
