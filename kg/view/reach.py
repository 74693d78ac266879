"""How far papers reach: which nodes some articles tell of, of which areas those are, and what a page can be restricted to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.view.papers import Papers
from kg.view.rows import Row

#: Labels whose nodes are of an area of their own (an edge IN).
PLACED = ("Position", "Organization", "Place")


def ties(edges: Iterable[Row], chosen: frozenset[str]) -> Counter[str]:
    """How many edges of which some articles tell touch each node. A succession rests on sightings of the one and of the
    other: it says nothing of which paper tells of either."""
    found: Counter[str] = Counter()
    for edge in edges:
        if edge.get("basis") != "derived" and not chosen.isdisjoint(edge.get("articles") or ()):
            found.update({edge["source"], edge["target"]})
    return found


def areas(edges: Iterable[Row], articles: Mapping[str, Row]) -> Mapping[str, list[str]]:
    """The areas of the papers that tell of each node."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.get("basis") != "derived":
            there = {row["area"] for i in edge.get("articles") or () if (row := articles.get(i)) and row.get("area")}
            found[edge["source"]] |= there
            found[edge["target"]] |= there
    return {node: sorted(told) for node, told in found.items()}


def choices(papers: Papers, placed: Iterable[str]) -> dict[str, list[Row]]:
    """What a page can be restricted to: areas of papers and of offices, and publishers, each with what there is of it."""
    articles, offices = papers.areas, Counter(placed)
    return {
        "areas": [{"name": name, "articles": articles[name], "offices": offices[name]}
                  for name in sorted({*articles, *offices}, key=lambda n: (-articles[n], -offices[n], n))],
        "publishers": [{"name": name, "articles": number}
                       for name, number in sorted(papers.publishers.items(), key=lambda p: (-p[1], p[0]))],
    }  # fmt: skip
