"""Edges between people and positions: spells of office, and who replaced whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kg.folding.edges import Claim, Edge, Paper, confidence, make_edge
from kg.folding.holdings import Holding, Spell
from kg.folding.nodes import fold_values
from kg.folding.pieces import Told
from kg.folding.spells import spells, successions
from kg.ontology import Ontology

#: How an announced change counts for the spell; one who is only nominated is not in office yet.
_APPOINTED_AS = {"appointed": "full", "elected": "full", "acting": "acting", None: "full"}


def fold_offices(claims: Sequence[Claim], position: Mapping[str, Any], ontology: Ontology, paper: Paper) -> list[Edge]:
    """HOLDS, one edge a spell, and REPLACED.

    Args:
        claims: of HOLDS, APPOINTED and REMOVED of one position, in the order of statements.jsonl.
        position: its node; `seats` tells whether it is held by one person at a time.
    """
    # A bare title that is local to its document (总统@a.txt) may stand for several seats.
    seats = {position["id"]: position["seats"]} if "@" not in position["id"] else {}
    capacities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for c in claims:
        if c.type == "HOLDS":
            capacities[c.source, c.target].add(c.values.get("capacity") or "full")
    said: dict[str, Claim] = {}
    holdings = []
    for c in claims:
        if holding := _holding(c, capacities[c.source, c.target]):
            holdings.append(holding)
            said[holding.source] = c
    found = spells(holdings, seats)
    edges = [_spell_edge(s, [said[h.source] for h in s.holdings], ontology, paper) for s in found]
    edges += [_replaced(old, new, said, paper) for old, new in successions(found, seats, paper.silences)]
    return edges


def _holding(claim: Claim, held: set[str]) -> Holding | None:
    """A claim as the spells see it; `held` are the capacities in which the person was seen in that position."""
    values, told = claim.values, claim.told
    capacity, evidence = values.get("capacity") or "full", values.get("evidence") or "sighted"
    if claim.type == "APPOINTED":
        if values.get("kind") not in _APPOINTED_AS:
            return None
        # Whoever is only known as a former holder was appointed in the past that is told of (1987年任市长).
        capacity = "former" if held == {"former"} else _APPOINTED_AS[values.get("kind")]
        evidence = "appointed"
    elif claim.type == "REMOVED":
        evidence = "removed"
        capacity = "acting" if held == {"acting"} else "full"
    earliest, latest = values.get("earliest"), values.get("latest")
    inferred, proof = told.basis == "inferred", min(p.id for p in told.proofs)
    return Holding(claim.source, claim.target, capacity, evidence, earliest, latest, inferred, proof, told.count)


def _spell_edge(spell: Spell, claims: list[Claim], ontology: Ontology, paper: Paper) -> Edge:
    titles = ontology.edges["HOLDS"].properties["titles"]
    evidence = {h.evidence for h in spell.holdings}
    values = {
        "titles": fold_values(titles, [(c.values["titles"], c.told.count) for c in claims if c.values.get("titles")]),
        "capacity": spell.capacity,
        "sightings": sum(h.count for h in spell.holdings if h.evidence == "sighted"),
        "evidence": [e for e in ("sighted", "appointed", "removed") if e in evidence],
        "startEarliest": spell.start_earliest,
        "startLatest": spell.start_latest,
        "endEarliest": spell.end_earliest,
        "endLatest": spell.end_latest,
    }
    key = (spell.capacity, spell.number)
    return make_edge("HOLDS", spell.person, spell.position, key, values, [c.told for c in claims], paper)


def _replaced(old: Spell, new: Spell, said: Mapping[str, Claim], paper: Paper) -> Edge:
    not_before = max((d for d in (new.start_earliest, old.end_earliest) if d), default=None)
    not_after = min((d for d in (new.start_latest, old.end_latest) if d), default=None)
    if not_before and not_after and not_before > not_after:
        not_before = None
    premises = [[said[h.source].told for h in s.holdings] for s in (old, new)]
    values = {"position": new.position, "notBefore": not_before, "notAfter": not_after}
    key = (new.position, old.capacity, old.number, new.capacity, new.number)
    edge = make_edge(
        "REPLACED", new.person, old.person, key, values, [t for told in premises for t in told], paper, basis="derived"
    )
    # A chain is as sure as its weaker link.
    edge.row["confidence"] = min(_confidence(told) for told in premises)
    return edge


def _confidence(proof: list[Told]) -> float:
    by_doc: dict[str, list[Told]] = defaultdict(list)
    for told in proof:
        by_doc[told.doc].append(told)
    return confidence([by_doc[doc] for doc in sorted(by_doc)])
