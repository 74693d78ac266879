"""The whole of a build at a glance: what it holds, which days its papers cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg import __version__
from kg.view import offices, reach
from kg.view.base import Base
from kg.view.meetings import Gathering, Tours, gatherings
from kg.view.papers import Papers, Scope
from kg.view.rows import Row

#: Restrictions of which answers are kept.
_KEPT = 8


class Overview:
    """Answers about the whole graph: each is worked out when it is first asked for, and kept."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._contradictions = lru_cache(maxsize=_KEPT)(lambda scope: offices.contradictions(base, scope, self.seats))
        self._positions = lru_cache(maxsize=_KEPT)(lambda scope: offices.positions(base, scope, self.seats))
        self._ties = lru_cache(maxsize=_KEPT)(self._count_ties)

    @property
    def dataset(self) -> str:
        return str(self._base.options.get("dataset") or "kg")

    @cached_property
    def tours(self) -> Tours:
        return Tours.of([(row["part"], row["whole"]) for row in self._base.ask("stops")])

    @cached_property
    def gatherings(self) -> list[Gathering]:
        """Asked for by networks of meetings alone."""
        return gatherings(self._base, self.tours)

    @property
    def papers(self) -> Papers:
        return self._base.papers

    @cached_property
    def seats(self) -> Mapping[str, list[str]]:
        """Offices → the areas they are of."""
        found = defaultdict(list)
        for row in self._base.ask("placed"):
            found[row["position"]].append(str(row["area"]))
        return {position: sorted(areas) for position, areas in found.items()}

    def contradictions(self, scope: Scope) -> list[Row]:
        return self._contradictions(Scope(scope.area, scope.publisher))

    def positions(self, scope: Scope) -> list[tuple[str, int, int]]:
        return self._positions(Scope(scope.area, scope.publisher))

    def ties(self, scope: Scope) -> Mapping[str, int]:
        """How many edges of which papers of a scope tell touch each node."""
        return self._ties(scope if scope.printed else Scope(scope.area, scope.publisher))

    def areas_of(self, node: Row) -> list[str]:
        """Areas of a node: of offices, organisations and places their own, else of the papers that tell of it."""
        if node["label"] == "Article":
            return [node["area"]] if node.get("area") else []
        own = self._base.areas_of(node["id"]) if node["label"] in reach.PLACED else []
        # Where all papers are of one area, so is all that they tell: nothing needs to be gone through.
        return own or ([self._only] if self._only else list(self._areas.get(node["id"], ())))

    def label(self, node_id: str) -> str:
        return self._base.label(node_id)

    def _count_ties(self, scope: Scope) -> Mapping[str, int]:
        if scope.open:
            found = dict.fromkeys((row["id"] for row in self._base.nodes.after()), 0)
            return found | {row["id"]: row["number"] for row in self._base.ask("ties")}
        return reach.ties(self._base.edges.after(), self.papers.chosen(scope))

    @cached_property
    def _only(self) -> str | None:
        areas = self.papers.areas
        return next(iter(areas)) if len(areas) == 1 and sum(areas.values()) == len(self.papers.articles) else None

    @cached_property
    def _areas(self) -> Mapping[str, list[str]]:
        return reach.areas(self._base.edges.after(), self.papers.articles)

    @cached_property
    def _counted(self) -> dict[str, Any]:
        base, papers = self._base, self._base.papers
        published = [row["published"] for row in papers.articles.values() if row.get("published")]
        return {
            "dataset": self.dataset,
            "version": __version__,
            "nodes": {
                row["label"]: row["number"] for row in sorted(base.ask("count_nodes"), key=lambda r: str(r["label"]))
            },
            "edges": {
                row["type"]: row["number"] for row in sorted(base.ask("count_edges"), key=lambda r: str(r["type"]))
            },
            "documents": base.documents,
            "happened": {"since": min((first for first, _ in papers.held.values()), default=None),
                         "until": max((last for _, last in papers.held.values()), default=None)},
            "published": {"since": min(published, default=None), "until": max(published, default=None)},
            **reach.choices(papers, (area for areas in self.seats.values() for area in areas)),
        }  # fmt: skip

    @cached_property
    def _textless(self) -> bool:
        """Whether the text of the first document that proves something is not at hand."""
        first = next(self._base.statements.after(), None)
        if first is None:
            return False
        at = first["evidence"]
        return self._base.texts.proving(at["doc"], at["start"], at["end"], at["quote"]) is None

    def meta(self, judgements: Path, indexed: float) -> Row:
        return {
            "mode": "server",
            **self._counted,
            "judgements": str(judgements),
            "indexed": indexed,
            "textless": self._textless,
        }
