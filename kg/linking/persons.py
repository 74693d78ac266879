"""Which persons of different documents are one human being: evidence weighed, name by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.linking.evidence import Scales
from kg.linking.families import Family, Merge
from kg.linking.memory import Memory
from kg.linking.mentions import Mentions
from kg.linking.shortnames import families
from kg.linking.traits import Traits, traits_of
from kg.linking.unions import Groups
from kg.linking.weights import weights


def link_persons(found: Mentions) -> dict[str, str]:
    """Person id → smallest id of the same human being, for ids that change; see `weigh_persons`."""
    found.memory.merges = weigh_persons(found)
    return heads(found.memory.merges)


def heads(merges: Iterable[Merge]) -> dict[str, str]:
    """Id → smallest id of its group, for ids that are not it."""
    joined = [(m.a, m.b) for m in merges if m.joined]
    groups = Groups({i: True for pair in joined for i in pair}, lambda *_: True)  # what contradicts was never joined
    for a, b in joined:
        groups.join(a, b)
    return groups.links(i for pair in joined for i in pair)


def weigh_persons(found: Mentions) -> list[Merge]:
    """All merges, and the pairs that are doubtful, in the order of families of names.

    A family (穆罕默德, 穆罕默德·本·萨勒曼, 本·萨勒曼) is weighed without a look at other names, so that a new document costs
    no more than the families that it names. Within one, the surest pair is joined first.
    """
    w = weights()
    traits = traits_of(found, w.home)
    called: dict[str, list[Traits]] = defaultdict(list)
    for i in sorted(traits):
        for name in traits[i].names:
            called[name].append(traits[i])
    grouped, longer = families(called, (sorted(t.names) for t in traits.values() if len(t.names) > 1))
    scales = Scales(w, {n: len(ts) for n, ts in called.items()}, _holders(traits.values()), len(found.scopes))
    changed = _changed(scales, found.memory)
    before, found.memory.families = found.memory.families, {}
    merges: list[Merge] = []
    for head, names in grouped.items():
        if len(names) == 1 and len(called[head]) == 1:
            continue
        mine = sorted({t.id: t for n in names for t in called[n]}.values(), key=lambda t: t.id)
        known = before.get(head)
        if known is None or not _same(known[0], mine, changed):
            known = mine, Family(mine, longer, scales).merges()
        found.memory.families[head] = known
        merges += known[1]
    return merges


def _changed(scales: Scales, memory: Memory) -> set[str]:
    """Names and offices that count otherwise than the last time, since papers were added."""
    count = {n: scales.weights.companion(papers, scales.all) for n, papers in scales.papers.items()}
    crowded = frozenset(o for o, held in scales.holders.items() if held >= scales.weights.crowded)
    (old, were), memory.common = memory.common, (count, crowded)
    return {n for n in old.keys() | count.keys() if old.get(n) != count.get(n)} | (were ^ crowded)


def _same(known: list[Traits], mine: list[Traits], changed: set[str]) -> bool:
    """Whether a family consists of what was weighed before, and all that it rests on counts as it did."""
    if len(known) != len(mine) or any(a is not b for a, b in zip(known, mine, strict=True)):
        return False
    return all(changed.isdisjoint(t.companions) and changed.isdisjoint(t.offices) for t in mine)


def _holders(traits: Iterable[Traits]) -> dict[str, int]:
    names: dict[str, set[str]] = defaultdict(set)
    for t in traits:
        for office in t.offices:
            names[office].add(min(t.names))
    return {office: len(held) for office, held in names.items()}
