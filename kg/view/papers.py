"""Which papers tell of what: the articles of an area or a publisher, the events they tell of, and the days no paper covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from kg import dates
from kg.view.period import Period
from kg.view.rows import Row

#: Precision of an event's date → characters that it has.
PRINTED = {"day": 10, "month": 7, "year": 4}
#: Days without a paper from which on a change of office is told together with the silence in which it fell.
SILENT = 60


@dataclass(frozen=True)
class Scope:
    """What a page is restricted to: papers of an area, of a publisher, and of a period.

    Attributes:
        area, publisher: empty for all.
        period: of events; of papers where `printed` is set.
    """

    area: str = ""
    publisher: str = ""
    period: Period = field(default_factory=Period)
    printed: bool = False

    @property
    def open(self) -> bool:
        """Whether papers of every kind count."""
        return not self.area and not self.publisher and (self.period.open or not self.printed)

    @property
    def happened(self) -> Period:
        """The period of events; open where the period is one of papers."""
        return Period() if self.printed else self.period


def printed(event: Row) -> str | None:
    """An event's date as printed (2026-04-29, 2014-03, 2014); null where no day, month or year is."""
    size = PRINTED.get(event.get("precision") or "")
    return str(event["earliest"])[:size] if size and event.get("earliest") else None


class Papers:
    """The articles of a graph and the events that each tells of.

    Args:
        articles: rows with id, published, area, publisher and doc.
        told: pairs of an article and an event it tells of.
        events: rows with id, earliest, latest, precision and status.
    """

    def __init__(self, articles: Iterable[Row], told: Iterable[tuple[str, str]], events: Iterable[Row]) -> None:
        self.articles = {row["id"]: row for row in articles}
        rows = list(events)
        self.days = {row["id"]: printed(row) for row in rows}
        #: Held events of known day → the first and the last: the bounds of a bare month or year are no days.
        self.held = {row["id"]: (row["earliest"], row["latest"]) for row in rows
                     if row.get("status") == "held" and row.get("precision") == "day"}  # fmt: skip
        self._told: defaultdict[str, list[str]] = defaultdict(list)
        for article, event in told:
            self._told[article].append(event)
        #: Days of papers where these are not all of them (`covered`): a page of a part knows when others were printed.
        self.spoken_for: list[Row] | None = None
        self._spans: dict[frozenset[str], list[tuple[date, date]]] = {}
        self.chosen = lru_cache(maxsize=32)(self._chosen)
        self.events = lru_cache(maxsize=32)(self._events)

    @property
    def areas(self) -> Counter[str]:
        """Areas of papers, each with its number of articles."""
        return Counter(a["area"] for a in self.articles.values() if a.get("area"))

    @property
    def publishers(self) -> Counter[str]:
        return Counter(a["publisher"] for a in self.articles.values() if a.get("publisher"))

    def _chosen(self, scope: Scope) -> frozenset[str]:
        return frozenset(i for i, row in self.articles.items() if self._counts(row, scope))

    @staticmethod
    def _counts(row: Row, scope: Scope) -> bool:
        return (
            (not scope.area or row.get("area") == scope.area)
            and (not scope.publisher or row.get("publisher") == scope.publisher)
            and (not scope.printed or inside(row.get("published"), scope.period))
        )

    def _events(self, scope: Scope) -> frozenset[str]:
        """The events that the papers of a scope tell of, whenever they were."""
        if scope.open:
            return frozenset(self.days)
        return frozenset(event for article in self.chosen(scope) for event in self._told.get(article, ()))

    @cached_property
    def _by(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for article, events in self._told.items():
            for event in events:
                found[event].append(article)
        return dict(found)

    def areas_of(self, event: str) -> list[str]:
        """The areas of the papers that tell of an event."""
        return sorted({area for i in self._by.get(event, ()) if (area := self.articles[i].get("area"))})

    def telling(self, events: Iterable[str]) -> frozenset[str]:
        """The articles that tell of some of these events."""
        return frozenset(article for event in events for article in self._by.get(event, ()))

    def values(self, scope: Scope) -> dict[str, Any]:
        """A scope as the questions take it that hold `kg.view.questions.TOLD`."""
        if scope.open:
            return {}
        days = {row.get("published") for i in self.chosen(scope) if (row := self.articles[i]).get("published")}
        whenever = not scope.printed or scope.period.open
        return {"area": scope.area, "publisher": scope.publisher, "whenever": whenever,
                "days": [] if whenever else sorted(days)}  # fmt: skip

    def coverage(self, scope: Scope, by: str, digits: int = 10) -> list[Row]:
        """Issues, articles and events by day: of publication, or (``by="event"``) on which the events were.

        Each article counts where it was published, each event where its printed date says; what has no date stands under an
        empty day; with 7 `digits` months are counted, in which an event that two papers tell of counts once.
        With ``by="event"`` issues and articles are those that tell of the events of the day.
        """
        found: defaultdict[str, tuple[set[Any], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
        for i in self.chosen(scope):
            row = self.articles[i]
            told = self._told.get(i, ())
            if by == "event":
                for event in told:
                    issues, articles, events = found[(self.days.get(event) or "")[:digits]]
                    issues.add(row["doc"])
                    articles.add(i)
                    events.add(event)
            elif row.get("published"):
                issues, articles, events = found[row["published"][:digits]]
                issues.add(row["doc"])
                articles.add(i)
                events.update(told)
        return [
            {"day": day, "issues": len(issues), "articles": len(articles), "events": len(events)}
            for day, (issues, articles, events) in sorted(found.items())
        ]

    def covered(self, scope: Scope) -> list[Row]:
        """Issues and articles by day of publication and paper: what a page of a part tells of silence."""
        found: defaultdict[tuple[str, str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for i in self.chosen(scope):
            row = self.articles[i]
            if row.get("published"):
                issues, articles = found[row["published"], row.get("area") or "", row.get("publisher") or ""]
                issues.add(row["doc"])
                articles.add(i)
        return [
            {"day": day, "area": area, "publisher": publisher, "issues": len(issues), "articles": len(articles)}
            for (day, area, publisher), (issues, articles) in sorted(found.items())
        ]

    def silence(self, areas: Iterable[str], since: str | None, until: str | None) -> Row | None:
        """The longest time between two days that no paper covers, of the areas if any paper is of them; null where it is
        shorter than `SILENT` days."""
        if not since or not until:
            return None
        there = frozenset(areas) & frozenset(self.areas)
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        begin, longest = first + timedelta(days=1), (0, first, first)
        for start, end in [*self._covered(there), (last, last)]:
            start = min(start, last)
            longest = max(longest, ((start - begin).days, begin, start - timedelta(days=1)), key=lambda g: g[0])
            begin = max(begin, end + timedelta(days=1))
        days, start, end = longest
        return {"since": start.isoformat(), "until": end.isoformat(), "days": days} if days >= SILENT else None

    def _covered(self, areas: frozenset[str]) -> list[tuple[date, date]]:
        found = self._spans.get(areas)
        if found is None:
            there = self.covered(Scope()) if self.spoken_for is None else self.spoken_for
            days = {row["day"] for row in there if not areas or row["area"] in areas}
            found = sorted(tuple(date.fromisoformat(d) for d in dates.bounds(day)) for day in days)  # type: ignore[misc]
            self._spans[areas] = found
        return found


def inside(day: str | None, period: Period) -> bool:
    """Whether a date lies in a period with all its days: 2026-04 in April and in 2026, not in a week of it."""
    if period.open:
        return True
    if not day:
        return False
    first, last = dates.bounds(day)
    return (period.since or "") <= first and (period.until is None or last <= period.until)
