"""What a picture asks of a graph: few rows out of many, so that it can be drawn without the whole in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kg.graph import Graph
from kg.profile import partial_issues
from kg.statement import Statement, in_order

Row = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One proof of an edge as the page shows it."""

    doc: str
    article: int
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    basis: str


class Sight(Protocol):
    """A graph as pictures see it."""

    def totals(self) -> dict[str, int]:
        """Number of nodes by label."""
        ...

    def ids(self) -> Iterable[tuple[str, str]]:
        """Id and label of every node, by id."""
        ...

    def ties(self) -> Iterable[tuple[str, str, str]]:
        """Type, source and target of every edge, in any order."""
        ...

    def nodes(self, ids: Collection[str]) -> dict[str, Row]:
        """Nodes by id."""
        ...

    def edges_among(self, ids: Collection[str]) -> list[Row]:
        """The edges both of whose ends are among these nodes, in the order of edges.jsonl."""
        ...

    def proofs(self, edge: Row) -> list[Shown]:
        """The proofs of an edge, in the order of its quotes, as far as they are known."""
        ...

    def headline(self, doc: str, article: int) -> tuple[str, str]:
        """Title and day of publication of an article, each empty where unknown."""
        ...

    def issues(self) -> set[str]:
        """Dates of issue of which no day is known."""
        ...


class GraphSight:
    """A graph in memory, with the statements it was folded from."""

    def __init__(self, graph: Graph, statements: Sequence[Statement]) -> None:
        self._graph = graph
        self._statements = {s.id: s for s in in_order(statements)}
        self._articles = {(a.get("doc") or "", a.get("order") or 0): a for a in graph.nodes("Article")}

    def totals(self) -> dict[str, int]:
        return Counter(n["label"] for n in self._graph.nodes())

    def ids(self) -> Iterable[tuple[str, str]]:
        return ((n["id"], n["label"]) for n in self._graph.nodes())

    def ties(self) -> Iterable[tuple[str, str, str]]:
        return ((e["type"], e["source"], e["target"]) for e in self._graph.edges())

    def nodes(self, ids: Collection[str]) -> dict[str, Row]:
        return {i: self._graph.node(i) for i in ids}

    def edges_among(self, ids: Collection[str]) -> list[Row]:
        return [e for e in self._graph.edges() if e["source"] in ids and e["target"] in ids]

    def proofs(self, edge: Row) -> list[Shown]:
        found = [self._statements[i] for i in edge.get("support") or [] if i in self._statements]
        return [Shown(**s.evidence.to_dict(), confidence=s.confidence, basis=s.basis) for s in found]

    def headline(self, doc: str, article: int) -> tuple[str, str]:
        found = self._articles.get((doc, article), {})
        return found.get("title") or "", found.get("published") or ""

    def issues(self) -> set[str]:
        return partial_issues(self._graph)
