"""Statements in, graph out. Pure: the same statements in any order give the same graph, byte for byte.

Folding works on one node at a time, with the edges that are folded together with it (see `kg.folding.pieces`), so that
what one document changes can be folded again without the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from kg.folding.edges import Claim, Edge, Paper, fold_edges
from kg.folding.nodes import fold_node, fold_values, prepare
from kg.folding.offices import fold_offices
from kg.folding.participation import settle
from kg.folding.pieces import Piece, Told, cut
from kg.folding.silences import silences
from kg.graph import Graph
from kg.linking import link, members
from kg.ontology import Ontology
from kg.statement import Statement, in_order

__all__ = ["Edge", "Paper", "Piece", "cut", "fold", "fold_one", "issued", "prepare", "silences"]

_OFFICES = frozenset({"HOLDS", "APPOINTED", "REMOVED"})
#: Id → id of the node it was merged into.
Lead = Callable[[str], str]
#: Pieces of one node or of several that were merged, each with its document, in the order of documents.
Pieces = Sequence[tuple[str, Piece]]


def fold(statements: Iterable[Statement], links: Mapping[str, str] | None = None, dataset: str = "kg") -> Graph:
    """Merge what is one, and make one edge of all statements that say the same.

    Args:
        statements: in any order, repetitions allowed.
        links: id → canonical id, as `kg.linking.link` gives it; worked out here when null, `{}` to merge nothing.
        dataset: written on every node and edge.

    Raises:
        SchemaError: a statement that the ontology has no place for.
    """
    ordered = in_order(statements)
    ontology = Ontology.load()
    pieces: dict[str, list[tuple[str, Piece]]] = defaultdict(list)
    links = link(ordered) if links is None else links
    for doc, group in groupby(ordered, key=lambda s: s.evidence.doc):
        for node, piece in cut(group, ontology).items():
            pieces[links.get(node, node)].append((doc, piece))
    groups = members(links)
    published: dict[str, dict[int, str]] = defaultdict(dict)
    for node in pieces:
        if (issue := issued(node, pieces[node], ontology)) is not None:
            doc, order, day = issue
            published[doc][order] = day
    paper = Paper(published, dataset, silences(day for days in published.values() for day in days.values()))
    nodes, edges = [], []
    for node in sorted(pieces):
        row, found = fold_one(node, pieces[node], groups.get(node, ()), lambda i: links.get(i, i), ontology, paper)
        nodes += [row] if row else []
        edges += [e.row for e in found]
    return Graph(nodes, edges)


def fold_one(
    node: str, pieces: Pieces, group: Sequence[str], lead: Lead, ontology: Ontology, paper: Paper
) -> tuple[dict[str, Any] | None, list[Edge]]:
    """One node and the edges that are folded with it.

    Args:
        node: the merged id.
        pieces: all that documents say of it.
        group: all ids merged into it; empty when none was.
    """
    refs = sorted(((doc, *ref) for doc, p in pieces for ref in p.refs), key=lambda r: r[:2])
    if not refs:
        return None, []
    row = fold_node(node, [(count, ref) for _, _, count, ref in refs], group, ontology, paper.dataset)
    told = sorted((t for _, p in pieces for t in p.told), key=lambda t: (t.doc, t.order))
    claims = settle((_claim(t, lead, ontology) for t in told), row.get("status"))
    edges = fold_edges((c for c in claims if c.type != "HOLDS"), ontology, paper)
    if offices := [c for c in claims if c.type in _OFFICES]:
        edges += fold_offices(offices, row, ontology, paper)
    return row, edges


def issued(node: str, pieces: Pieces, ontology: Ontology) -> tuple[str, int, str] | None:
    """Document, number and day of publication of an article (``Article:a.txt#2``), for `Paper.published`; else null."""
    label, _, key = node.partition(":")
    doc, _, order = key.rpartition("#")
    if label != "Article" or not order.isdecimal():
        return None
    refs = [(ref, count) for _, p in pieces for _, count, ref in p.refs]
    day = fold_values(ontology.nodes[label].properties["published"], [(r.get("published"), n) for r, n in refs])
    return (doc, int(order), day) if day else None


def _claim(told: Told, lead: Lead, ontology: Ontology) -> Claim:
    values = dict(told.values)
    for name, spec in ontology.edges[told.type].properties.items():
        if name in values and spec.fold == "ids":
            values[name] = [lead(v) for v in values[name]]
        elif name in values and spec.fold == "id":
            values[name] = lead(values[name])
    return Claim(told.type, lead(told.source), lead(told.target), told, values)
