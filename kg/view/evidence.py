"""The proofs of an edge: statements found by bisecting, and the paragraph of each."""

from __future__ import annotations

from kg.folding.pieces import SUPPORT
from kg.view import shapes
from kg.view.base import Base
from kg.view.rows import Row
from kg.view.shapes import Paging
from kg.view.texts import paragraph


def evidence(base: Base, edge_id: str, paging: Paging) -> Row:
    """An edge with its ends and the statements that prove it; a derived one has those of its premises."""
    edge = base.edge_by_id(edge_id)
    found = statements(base, edge)
    proven = [found[i] for i in edge.get("support") or [] if i in found]
    return {
        "edge": shapes.edge(edge),
        "source": shapes.brief(base.node(edge["source"])),
        "target": shapes.brief(base.node(edge["target"])),
        "proofs": paging.of(proven, lambda s: proof(base, s)),
    }


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
