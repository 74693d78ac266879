"""The whole of a build at a glance: what it holds, which days its papers cover."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from kg import __version__
from kg.view import offices
from kg.view.base import Base
from kg.view.meetings import Gathering, Tours, gatherings
from kg.view.rows import Row


class Overview:
    """Answers about the whole graph: each is worked out when it is first asked for, and kept."""

    def __init__(self, base: Base) -> None:
        self._base = base

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

    @cached_property
    def coverage(self) -> list[Row]:
        return self._base.ask("coverage")

    @cached_property
    def contradictions(self) -> list[Row]:
        return offices.contradictions(self._base)

    @cached_property
    def positions(self) -> list[tuple[str, int, int]]:
        return offices.positions(self._base)

    @cached_property
    def _counted(self) -> dict[str, Any]:
        base = self._base
        happened, published = base.ask("happened")[0], base.ask("published")[0]
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
            "happened": {"since": happened["first"], "until": happened["last"]},
            "published": {"since": published["first"], "until": published["last"]},
        }

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
