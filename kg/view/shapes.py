"""Rows of a build as the page gets them (web/src/protocol.ts), and pages of longer lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.view.base import Base
from kg.view.rows import Row

_T = TypeVar("_T")
_R = TypeVar("_R")
#: Rows of a page unless told, and at most.
SIZE, LARGEST = 50, 500
#: What stands in `Evidence` and not in an edge.
PROOFS = ("support", "docs", "articles", "quotes", "rules")


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


def brief(node: Row) -> Row:
    return {"id": node["id"], "label": node["label"], "name": node["name"]}


def edge(row: Row) -> Row:
    """An edge without its lists of proof."""
    return {k: v for k, v in row.items() if k not in PROOFS}


def article(node: Row) -> Row:
    return {**brief(node), **{k: node.get(k) for k in ("title", "published", "publisher", "doc", "order")}}


def event(node: Row, people: int, areas: list[str]) -> Row:
    keys = ("kind", "status", "date", "dateText", "earliest", "latest", "precision", "timeOfDay")
    told = {k: node.get(k) for k in keys}
    return {**brief(node), **told, "openList": bool(node.get("openList")), "people": people, "areas": areas}


def events(base: Base, ids: Iterable[str]) -> dict[str, Row]:
    """Events by id, each with how many people attended it."""
    wanted = list(dict.fromkeys(ids))
    people = {row["event"]: row["number"] for row in base.ask("people_at", ids=wanted)} if wanted else {}
    return {i: event(base.node(i), people.get(i, 0), base.papers.areas_of(i)) for i in wanted}
