"""Lists of all nodes of a label, of all papers or of some: what every count on the first page leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.errors import UsageError
from kg.view import details, shapes
from kg.view.base import Base
from kg.view.overview import Overview
from kg.view.papers import Scope, inside
from kg.view.rows import Row
from kg.view.shapes import Paging

#: Labels of which there are lists, in the order in which they are counted; offices have one of their own.
LABELS = ("Person", "Position", "Event", "Organization", "Place", "Area", "Article")
_LAST = "9999"


def listed(base: Base, whole: Overview, label: str, scope: Scope, paging: Paging) -> Row:
    """Nodes of a label of which papers of a scope tell: events and articles by day, all others by the number of edges.

    Of events and articles those count that lie in the period with all their days (`kg.view.papers.inside`): the printed date
    of an event, the publication of an article; or, of the other clock, events of which papers of the period tell, and
    articles that tell of events of the period.

    Raises:
        UsageError: there is no list of the label.
    """
    if label not in LABELS:
        raise UsageError(f"label={label}", "is no label of which there is a list", f"allowed: {', '.join(LABELS)}")
    if label == "Event":
        days = base.papers.days
        chosen = events(whole, scope)
        briefs = shapes.events(base, (order := sorted(chosen, key=lambda i: (days[i] or _LAST, i)))[_slice(paging)])
        return paging.of(order, lambda i: _row(base, whole, briefs[i], 0))
    if label == "Article":
        articles = base.papers.articles
        order = sorted(_articles(whole, scope), key=lambda i: (articles[i].get("published") or _LAST, i))
        return paging.of(order, lambda i: _row(base, whole, shapes.article(base.node(i)), 0))
    ties = whole.ties(scope)
    order = sorted((i for i in ties if base.label(i) == label), key=lambda i: (-ties[i], i))
    return paging.of(order, lambda i: _row(base, whole, shapes.brief(base.node(i)), ties[i]))


def _slice(paging: Paging) -> slice:
    return slice(paging.skip, paging.skip + paging.size)


def _row(base: Base, whole: Overview, told: Row, ties: int) -> Row:
    node = base.node(told["id"])
    return {"node": told, "detail": details.of(base, node), "standing": details.standing_of(base, node),
            "areas": whole.areas_of(node), "ties": ties}  # fmt: skip


def events(whole: Overview, scope: Scope) -> list[str]:
    """The events of a scope whose printed dates lie in its period."""
    days = whole.papers.days
    return [i for i in whole.papers.events(scope) if scope.printed or inside(days[i], scope.period)]


def _articles(whole: Overview, scope: Scope) -> Iterable[str]:
    chosen = whole.papers.chosen(scope)
    return chosen if scope.printed or scope.period.open else chosen & whole.papers.telling(events(whole, scope))


def extent(whole: Overview, scope: Scope) -> Row:
    """What papers of a scope hold: how many nodes of each label, and from when to when."""
    papers = whole.papers
    chosen, told = papers.chosen(scope), papers.events(scope)
    number = Counter(whole.label(i) for i in whole.ties(scope))
    number.update({"Event": len(told) - number["Event"], "Article": len(chosen) - number["Article"],
                   "Position": len(whole.positions(scope)) - number["Position"]})  # fmt: skip
    held = [papers.held[i] for i in told if i in papers.held]
    printed = [day for i in chosen if (day := papers.articles[i].get("published"))]
    return {
        "documents": len({papers.articles[i]["doc"] for i in chosen}),
        "nodes": {label: number[label] for label in sorted(number) if number[label]},
        "happened": {"since": min((first for first, _ in held), default=None),
                     "until": max((last for _, last in held), default=None)},
        "published": {"since": min(printed, default=None), "until": max(printed, default=None)},
    }  # fmt: skip
