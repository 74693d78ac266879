"""Which nodes of a large graph a picture shows: a balance of people, events and offices."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from kg.exports.sights import Sight


def select(sight: Sight, look: dict[str, Any], limit: int, behind: int) -> list[str]:
    """Ids of the nodes to draw: all of them, or those that together answer who sat with whom, who led and who held which office.

    Each label has a share of the picture. The first label's nodes of the most ties (people) come first; then the events that
    join them, each the one that says most about people of whom least is drawn so far; then, in the same way, the offices of
    these people, and the organisations and places of these events. What a label leaves goes to the others. What is kept in
    memory is a number for each node that an edge makes matter, and the ties of those drawn.

    Args:
        look: look.json: `labels`, in the order in which they are chosen, with `share` (of the picture, 0 to 1) or `hidden`;
            `edges` with `weight`.
        limit: nodes at most.
        behind: nodes of hidden labels at most, joined by an edge to one already chosen; they come after the others.
    """
    if sum(sight.totals().values()) <= limit:
        return [i for i, _ in sight.ids()]
    weights = {kind: spec["weight"] for kind, spec in look["edges"].items() if spec.get("weight")}
    total: defaultdict[str, float] = defaultdict(float)
    for kind, source, target in sight.ties():
        if weight := weights.get(kind):
            total[source] += weight
            total[target] += weight
    hidden = {label for label, spec in look["labels"].items() if spec.get("hidden")}
    label_of = {i: label for i, label in sight.ids() if i in total or label in hidden}
    shares = {label: round(limit * spec["share"]) for label, spec in look["labels"].items() if "share" in spec}
    ranked = {label: [i for i in total if label_of.get(i) == label] for label in shares}
    for found in ranked.values():
        found.sort(key=lambda i: (-round(total[i], 9), i))
    first, *others = shares
    chosen = dict.fromkeys(ranked[first][: shares[first]])
    ties = _ties_to(sight, chosen, weights)
    for label in others[:2]:
        chosen |= dict.fromkeys(_spread(ranked[label], ties, shares[label]))
    ties = _ties_to(sight, chosen, weights | dict.fromkeys((k for k in look["edges"] if k not in weights), 1.0))
    for label in others[2:]:
        chosen |= dict.fromkeys(_spread(ranked[label], ties, shares[label]))
    # What is left of the shares goes to whatever has the most ties.
    rest = sorted(
        (i for found in ranked.values() for i in found if i not in chosen), key=lambda i: (-round(total[i], 9), i)
    )
    first_seen = [*chosen, *rest[: limit - len(chosen)]]
    unseen = [i for i in ties if i not in chosen and label_of.get(i) in hidden]
    return first_seen + sorted(unseen, key=lambda i: (-len(ties[i]), i))[:behind]


def _ties_to(sight: Sight, chosen: Collection[str], weights: dict[str, float]) -> dict[str, list[tuple[str, float]]]:
    """Nodes joined to those chosen: to which, and how much the edge weighs."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for kind, source, target in sight.ties():
        if weight := weights.get(kind):
            if source in chosen:
                found[target].append((source, weight))
            if target in chosen:
                found[source].append((target, weight))
    return found


def _spread(candidates: Sequence[str], ties: dict[str, list[tuple[str, float]]], count: int) -> list[str]:
    """Those candidates that join the chosen best, one after the other: a tie to somebody of whom n are drawn counts 1/(1+n).

    A gain only falls as others are taken, so that most need not be worked out again (Minoux 1978).
    """
    drawn: Counter[str] = Counter()

    def gain(candidate: str) -> float:
        return -round(sum(weight / (1 + drawn[end]) for end, weight in ties[candidate]), 9)

    heap = [(gain(c), c) for c in candidates if c in ties]
    heapq.heapify(heap)
    taken: list[str] = []
    while heap and len(taken) < count:
        _, best = heapq.heappop(heap)
        now = (gain(best), best)
        if heap and now > heap[0]:
            heapq.heappush(heap, now)
            continue
        taken.append(best)
        drawn.update({end for end, _ in ties[best]})
    return taken
