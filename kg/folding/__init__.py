"""Statements in, graph out. Pure: the same statements in any order give the same graph, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.folding.edges import Claim, Paper, fold_edges
from kg.folding.nodes import fold_nodes
from kg.folding.offices import fold_offices
from kg.folding.participation import settle
from kg.graph import Graph
from kg.linking import link, members
from kg.ontology import Ontology
from kg.statement import BASES, Statement, in_order, is_ref, ref_id

__all__ = ["fold"]

_OFFICES = frozenset({"HOLDS", "APPOINTED", "REMOVED"})


def fold(statements: Iterable[Statement], links: Mapping[str, str] | None = None, dataset: str = "kg") -> Graph:
    """Merge what is one, and make one edge of all statements that say the same.

    Args:
        statements: in any order, repetitions allowed.
        links: id → canonical id, as `kg.linking.link` gives it; worked out here when null, `{}` to merge nothing.
        dataset: written on every node and edge.

    Raises:
        SchemaError: a statement that the ontology has no place for.
    """
    ordered = in_order(_agreed(statements))
    ontology = Ontology.load()
    for s in ordered:
        ontology.check(s)
    links = link(ordered) if links is None else links
    nodes = fold_nodes(ordered, links, members(links), ontology, dataset)
    paper = Paper({i: n["published"] for i, n in nodes.items() if n["label"] == "Article" and n["published"]}, dataset)
    claims = settle((_claim(s, links, ontology) for s in ordered if s.schema in ontology.edges), nodes)
    edges = fold_edges((c for c in claims if c.type != "HOLDS"), ontology, paper)
    edges += fold_offices([c for c in claims if c.type in _OFFICES], nodes, ontology, paper)
    return Graph(nodes.values(), edges)


def _agreed(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each id: the surest, since confidence and basis are no part of the id."""
    unique: dict[str, Statement] = {}
    for s in statements:
        other = unique.get(s.id)
        if other is None or (other is not s and _sureness(s) > _sureness(other)):
            unique[s.id] = s
    return list(unique.values())


def _sureness(s: Statement) -> tuple[float, int, str]:
    return s.confidence, -BASES.index(s.basis), s.to_line()


def _claim(s: Statement, links: Mapping[str, str], ontology: Ontology) -> Claim:
    def lead(value: Any) -> Any:
        node = ref_id(value) if is_ref(value) else value
        return links.get(node, node)

    values: dict[str, Any] = {}
    for name, spec in ontology.edges[s.schema].properties.items():
        value = s.args.get(name)
        if value is None:
            continue
        if spec.fold == "ids":
            value = [lead(v) for v in value]
        elif spec.fold == "id":
            value = lead(value)
        values[name] = value
    return Claim(s.schema, lead(s.args["source"]), lead(s.args["target"]), s, values)
