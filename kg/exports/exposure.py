"""How much was read: issues, articles and days of publication by month, area and publisher of the paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg import dates
from kg.graph import Graph

UNKNOWN = "unknown"
COLUMNS = (
    ("month", "month", "2026-04, or `unknown`"),
    ("area", "string", "area of the paper; empty when not known"),
    ("publisher", "string", "the paper; empty when not known"),
    ("issues", "integer", "documents read that were published in the month"),
    ("articles", "integer", "articles in them"),
    ("days", "integer", "days on which they were published; an issue of which only the month is known adds none"),
    ("events", "integer", "held events that happened in the month and that this paper tells of, whenever it did"),
)
#: Area and publisher of a paper, each empty when not known.
Paper = tuple[str, str]


@dataclass
class _Read:
    """What was read of one paper in one month."""

    issues: set[str] = field(default_factory=set)
    articles: int = 0
    days: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


class Exposure:
    """What was read of each paper in each month.

    Args:
        graph: with articles; `area` and `publisher` of each tell its paper.
        month_of_event: month in which each event happened, or `UNKNOWN`.

    Attributes:
        span: first and last month of publication; null when no month is known.
        areas: known areas of papers.
    """

    def __init__(self, graph: Graph, month_of_event: Mapping[str, str]) -> None:
        self._read: dict[tuple[str, Paper], _Read] = defaultdict(_Read)
        self._known: dict[tuple[str, frozenset[str]], list[int]] = {}
        papers: dict[str, Paper] = {}
        for article in graph.nodes("Article"):
            published = article.get("published") or ""
            paper = papers[article["id"]] = (article.get("area") or "", article.get("publisher") or "")
            month = published[:7] if len(published) >= len("2026-04") else UNKNOWN
            read = self._read[month, paper]
            read.issues.add(article["doc"])
            read.articles += 1
            if published and dates.precision(published) == "day":
                read.days.add(published)
        held = {e["id"] for e in graph.nodes("Event") if e["status"] == "held"}
        for edge in graph.edges():
            # An event is told by its article, and by whatever article proves a part of it.
            for event in {edge["source"], edge["target"]} & held:
                for paper in {papers[a] for a in edge.get("articles") or () if a in papers}:
                    self._read[month_of_event[event], paper].events.add(event)
        # A month in which something happened before the first paper or after the last one is no month read.
        months = sorted(m for (m, _), read in self._read.items() if m != UNKNOWN and read.articles)
        self.span = (months[0], months[-1]) if months else None
        self.papers = sorted(set(papers.values()))
        self.areas = frozenset(area for area, _ in self.papers if area)

    def rows(self, span: Iterable[str]) -> Iterator[list[Any]]:
        """The rows of exposure.csv: each paper in each month, zeros too."""
        for month in span:
            for paper in self.papers:
                read = self._read.get((month, paper), _Read())
                yield [month, *(p or None for p in paper), *_numbers([read]), len(read.events)]

    def of(self, month: str, areas: frozenset[str]) -> list[int]:
        """Issues, articles and days of the papers of these areas in a month; of none, those of papers of unknown area.

        ``of("2026-04", {"拱墅区"})`` → ``[2, 14, 2]``
        """
        if (month, areas) not in self._known:
            wanted = [p for p in self.papers if p[0] in (areas or ("",))]
            self._known[month, areas] = _numbers([r for p in wanted if (r := self._read.get((month, p)))])
        return self._known[month, areas]


def _numbers(read: Collection[_Read]) -> list[int]:
    issues: set[str] = set().union(*(r.issues for r in read))
    return [len(issues), sum(r.articles for r in read), len(set().union(*(r.days for r in read)))]
