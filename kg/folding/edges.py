"""From claims to edges: one dict an edge, with the properties common to all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.folding.nodes import fold_values
from kg.ids import digest, node_id
from kg.ontology import Ontology
from kg.statement import BASES, Statement

#: Quotes (and statement ids beside them) that an edge carries; all of them stand in statements.jsonl.
SUPPORT = 20
#: Agreement of documents makes a fact surer, never certain.
_CEILING = 0.99


@dataclass(frozen=True)
class Claim:
    """What one statement says about one edge; source and target are canonical ids, `values` the edge's properties."""

    type: str
    source: str
    target: str
    statement: Statement
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """What edges need to know of the papers: day of publication by article id, and the name of the build."""

    published: Mapping[str, str]
    dataset: str


def fold_edges(claims: Iterable[Claim], ontology: Ontology, paper: Paper) -> list[dict[str, Any]]:
    """One edge for each type, pair and key of the ontology (the day of an appointment).

    Args:
        claims: in the order of statements.jsonl, so that titles come out in printed order.
    """
    groups: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.source != claim.target:  # two ends that were merged into one
            key = ontology.edges[claim.type].key
            groups[claim.type, claim.source, claim.target, tuple(claim.values.get(k) for k in key)].append(claim)
    edges = []
    for (type_, source, target, key), group in _without_undated(groups).items():
        specs = ontology.edges[type_].properties.values()
        values = {
            p.name: fold_values(p, [c.values[p.name] for c in group if p.name in c.values])
            for p in specs
            if p.fold != "drop"
        }
        for p in specs:
            if p.fold == "ids":
                values[p.name] = sorted(values[p.name])
        edges.append(make_edge(type_, source, target, key, values, [c.statement for c in group], paper))
    return edges


def _without_undated(groups: dict[tuple[Any, ...], list[Claim]]) -> dict[tuple[Any, ...], list[Claim]]:
    """An undated mention of the only dated change of its kind (or signature) tells of that change."""
    dated: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for type_, source, target, key in groups:
        if key and key[0] is not None:
            dated[type_, source, target, key[1:]].append((type_, source, target, key))
    merged = dict(groups)
    for type_, source, target, key in groups:
        if key and key[0] is None and len(changes := dated[type_, source, target, key[1:]]) == 1:
            merged[changes[0]] = [*merged[changes[0]], *merged.pop((type_, source, target, key))]
    return merged


def make_edge(
    type_: str,
    source: str,
    target: str,
    key: tuple[Any, ...],
    values: Mapping[str, Any],
    proof: Sequence[Statement],
    paper: Paper,
    basis: str | None = None,
) -> dict[str, Any]:
    """The flat dict of one edge.

    Args:
        key: what tells it from other edges of its type between the same nodes.
        proof: the statements that prove it, repetitions allowed; of a derived edge, its premises.
        basis: given for derived edges, else the strongest of the statements.
    """
    unique = list({s.id: s for s in proof}.values())
    kept = _first_of_each_document(unique)
    articles = {
        node_id("Article", f"{s.evidence.doc}#{s.evidence.article}"): (s.evidence.doc, s.evidence.article)
        for s in unique
    }
    published = sorted(paper.published[a] for a in articles if a in paper.published)
    return {
        "id": digest(type_, source, target, *key),
        "type": type_,
        "source": source,
        "target": target,
        **values,
        "basis": basis or min((s.basis for s in unique), key=BASES.index),
        "support": [s.id for s in kept],
        "supportCount": len(unique),
        "docs": sorted({s.evidence.doc for s in unique}),
        "articles": sorted(articles, key=lambda a: articles[a]),
        "quotes": [s.evidence.quote for s in kept],
        "rules": sorted({s.evidence.rule for s in unique}),
        "confidence": _confidence(unique),
        "firstSeen": published[0] if published else None,
        "lastSeen": published[-1] if published else None,
        "dataset": paper.dataset,
    }


def _first_of_each_document(proof: list[Statement]) -> list[Statement]:
    """At most `SUPPORT`: the first of each document before the second of any, by document and offset."""
    rounds: dict[str, int] = defaultdict(int)
    ranked = []
    for s in sorted(proof, key=lambda s: (s.evidence.doc, s.evidence.start, s.evidence.end, s.id)):
        ranked.append((rounds[s.evidence.doc], s.evidence.doc, s.evidence.start, s.evidence.end, s.id, s))
        rounds[s.evidence.doc] += 1
    return [row[-1] for row in sorted(ranked, key=lambda r: r[:-1])[:SUPPORT]]


def _confidence(proof: list[Statement]) -> float:
    """The best of one document stands for it; documents add up as independent witnesses, up to `_CEILING`."""
    best: dict[str, float] = defaultdict(float)
    for s in proof:
        best[s.evidence.doc] = max(best[s.evidence.doc], s.confidence)
    doubt = 1.0
    for doc in sorted(best):
        doubt *= 1 - best[doc]
    return round(max(max(best.values()), min(_CEILING, 1 - doubt)), 4)
