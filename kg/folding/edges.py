"""From claims to edges: one dict an edge, with the properties common to all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.folding.nodes import fold_values
from kg.folding.pieces import SUPPORT, Proof, Told
from kg.ids import digest, node_id
from kg.ontology import Ontology
from kg.statement import BASES

#: Agreement of documents makes a fact surer, never certain.
_CEILING = 0.99


@dataclass(frozen=True, slots=True)
class Claim:
    """What statements of one document say about one edge; source and target are merged ids, `values` its properties."""

    type: str
    source: str
    target: str
    told: Told
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """What edges need to know of the papers: day of publication by document and article, and the name of the build.

    Attributes:
        silences: the days between which no paper is at hand; see `kg.folding.silences`.
    """

    published: dict[str, dict[int, str]]
    dataset: str
    silences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A flat dict as the contract writes it, and the proofs beside its quotes, each with its document and basis."""

    row: dict[str, Any]
    proofs: list[tuple[str, str, Proof]]


def fold_edges(claims: Iterable[Claim], ontology: Ontology, paper: Paper) -> list[Edge]:
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
            p.name: fold_values(p, [(c.values[p.name], c.told.count) for c in group if p.name in c.values])
            for p in specs
            if p.fold != "drop"
        }
        for p in specs:
            if p.fold == "ids":
                values[p.name] = sorted(values[p.name])
        edges.append(make_edge(type_, source, target, key, values, [c.told for c in group], paper))
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
    proof: Sequence[Told],
    paper: Paper,
    basis: str | None = None,
) -> Edge:
    """One edge.

    Args:
        key: what tells it from other edges of its type between the same nodes.
        proof: the statements that prove it, no statement twice; of a derived edge, its premises.
        basis: given for derived edges, else the strongest of the statements.
    """
    by_doc: dict[str, list[Told]] = defaultdict(list)
    for told in proof:
        by_doc[told.doc].append(told)
    docs = sorted(by_doc)
    kept = _first_of_each_document([(doc, by_doc[doc]) for doc in docs])
    articles, published = [], set()
    for doc in docs:
        days = paper.published.get(doc, {})
        for order in sorted({a for told in by_doc[doc] for a in told.articles}):
            articles.append(node_id("Article", f"{doc}#{order}"))
            if order in days:
                published.add(days[order])
    row = {
        "id": digest(type_, source, target, *key),
        "type": type_,
        "source": source,
        "target": target,
        **values,
        "basis": basis or min((t.basis for t in proof), key=BASES.index),
        "support": [p.id for _, _, p in kept],
        "supportCount": sum(t.count for t in proof),
        "docs": docs,
        "articles": articles,
        "quotes": [p.quote for _, _, p in kept],
        "rules": sorted({rule for t in proof for rule in t.rules}),
        "confidence": confidence([by_doc[doc] for doc in docs]),
        "firstSeen": min(published, default=None),
        "lastSeen": max(published, default=None),
        "dataset": paper.dataset,
    }
    return Edge(row, kept)


def _first_of_each_document(by_doc: list[tuple[str, list[Told]]]) -> list[tuple[str, str, Proof]]:
    """At most `SUPPORT`: the first of each document before the second of any, by document and offset."""
    rounds = 1 if len(by_doc) >= SUPPORT else SUPPORT
    ranked = []
    for doc, group in by_doc[:SUPPORT]:
        proofs = sorted(((p.start, p.end, p.id, t.basis, p) for t in group for p in t.proofs), key=lambda r: r[:3])
        ranked += [(n, doc, *row) for n, row in enumerate(proofs[:rounds])]
    ranked.sort(key=lambda r: r[:5])
    return [(doc, basis, proof) for _, doc, _, _, _, basis, proof in ranked[:SUPPORT]]


def confidence(proof: Iterable[Sequence[Told]]) -> float:
    """The best of one document stands for it; documents add up as independent witnesses, up to `_CEILING`.

    Args:
        proof: what each document tells, in the order of documents.
    """
    best = [max(t.confidence for t in group) for group in proof]
    doubt = 1.0
    for sure in best:
        doubt *= 1 - sure
    return round(max(max(best), min(_CEILING, 1 - doubt)), 4)
