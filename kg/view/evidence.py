"""The proofs of an edge: statements found by bisecting, and the paragraph of each."""

from __future__ import annotations

from kg.folding.pieces import SUPPORT
from kg.view import shapes
from kg.view.base import Base
from kg.view.rows import Row
from kg.view.shapes import Paging
from kg.view.texts import paragraph

#: Properties of an edge that its statements set; of a succession the day on which the new holder was seen comes first.
_BOUNDS = {"HOLDS": ("startLatest", "endEarliest"), "REPLACED": ("notAfter", "notBefore")}


def evidence(base: Base, edge_id: str, day: str, paging: Paging) -> Row:
    """An edge with its ends and the statements that prove it; a derived one has those of its premises.

    Args:
        day: statements of that day come first; of ``bounds``, those that set the edge's own.
    """
    edge = base.edge_by_id(edge_id)
    found = statements(base, edge)
    days: list[str | None] = [edge.get(bound) for bound in _BOUNDS.get(edge["type"], ())] if day == "bounds" else [day]
    proven = sorted((found[i] for i in edge.get("support") or [] if i in found), key=lambda s: _place(s, days))
    return {
        "edge": shapes.edge(edge),
        "source": shapes.brief(base.node(edge["source"])),
        "target": shapes.brief(base.node(edge["target"])),
        "proofs": paging.of(proven, lambda s: proof(base, s)),
    }


def _place(statement: Row, days: list[str | None]) -> int:
    told = statement["args"].get("earliest"), statement["args"].get("latest")
    return next((n for n, day in enumerate(days) if day and day in told), len(days))


def statements(base: Base, edge: Row) -> dict[str, Row]:
    """The statements of an edge's `support`, by id; they stand in the first of its documents."""
    wanted, found = set(edge.get("support") or []), {}
    for doc in (edge.get("docs") or [])[:SUPPORT]:
        for row in base.statements.of(doc):
            if row["id"] in wanted:
                found[row["id"]] = row
                wanted.discard(row["id"])
                if not wanted:
                    return found
    return found


def proof(base: Base, statement: Row) -> Row:
    """A statement with the paragraph around its quote; without it where the text is not at hand, or was changed."""
    base.show(statement)
    at = statement["evidence"]
    article = base.find(f"Article:{at['doc']}#{at['article']}")
    text = base.texts.proving(at["doc"], at["start"], at["end"], at["quote"])
    begin, end = paragraph(text, at["start"], at["end"]) if text is not None else (0, 0)
    return {
        "statement": statement["id"],
        "doc": at["doc"],
        "article": shapes.article(article) if article else None,
        "start": at["start"],
        "end": at["end"],
        "quote": at["quote"],
        "rule": at["rule"],
        "confidence": statement["confidence"],
        "basis": statement["basis"],
        "paragraph": text[begin:end] if text is not None else None,
        "at": [at["start"] - begin, at["end"] - begin] if text is not None else None,
    }
