"""From mentions to nodes: one dict a node, its properties folded as the ontology says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.ids import fold_name
from kg.ontology import Ontology, Property
from kg.statement import Args, Statement, ref_id, refs_of

_PRECISION = {"day": 0, "month": 1, "year": 2, "none": 3, None: 4}


def fold_nodes(
    statements: Sequence[Statement],
    links: Mapping[str, str],
    members: Mapping[str, list[str]],
    ontology: Ontology,
    dataset: str,
) -> dict[str, dict[str, Any]]:
    """Nodes by id, for everything that a statement mentions.

    Args:
        statements: in the order of statements.jsonl, so that lists come out in printed order.
        links: id → canonical id, for ids that were merged.
        members: canonical id → all ids of its group.
    """
    mentions: dict[str, list[Args]] = defaultdict(list)
    for s in statements:
        # Sorted, because the order of keys in args is no part of a statement.
        for ref in refs_of({k: s.args[k] for k in sorted(s.args)}):
            node = ref_id(ref)
            mentions[links.get(node, node)].append(ref)
    return {i: _fold_node(i, mentions[i], members.get(i, []), ontology, dataset) for i in sorted(mentions)}


def _fold_node(node_id: str, refs: list[Args], group: list[str], ontology: Ontology, dataset: str) -> dict[str, Any]:
    label = node_id.partition(":")[0]
    specs = ontology.nodes[label].properties
    name = _name(r["name"] for r in refs)
    node: dict[str, Any] = {"id": node_id, "label": label, "name": name, "dataset": dataset}
    together = _together(refs, [p for p in specs.values() if p.fold == "together"])
    for spec in specs.values():
        if spec.fold == "together":
            node[spec.name] = together.get(spec.name)
        elif spec.fold not in ("drop", "computed"):
            node[spec.name] = fold_values(spec, [r[spec.name] for r in refs if spec.name in r])
    if "aliases" in specs:
        forms = dict.fromkeys(form for r in refs for form in (r["name"], *r.get("aliases", ())))
        node["aliases"] = [f for f in forms if fold_name(f) != fold_name(name)]
    if "memberIds" in specs:
        node["memberIds"] = list(group)
    if "pinyin" in specs:
        node["pinyin"] = _pinyin(name)
    return node


def fold_values(spec: Property, values: list[Any]) -> Any:
    """One value from those of several statements, in printed order; what stands for unknown when there is none."""
    values = [v for v in values if v is not None]
    if not values:
        return spec.empty
    if spec.type == "strings":
        items = dict.fromkeys(i for v in values for i in (v if isinstance(v, list) else [v]))
        return [x for x in spec.values if x in items] if spec.fold == "roles" else list(items)
    if spec.fold in ("min", "max"):
        return min(values) if spec.fold == "min" else max(values)
    if spec.fold == "any":
        return any(values)
    count = Counter(values)
    if spec.fold == "prefer":
        order = {v: i for i, v in enumerate((*spec.values, *spec.prefer))}
        return min(count, key=lambda v: (order.get(v, len(order)), -count[v], v))
    return min(count, key=lambda v: (-count[v], v))


def _name(names: Iterable[str]) -> str:
    count = Counter(names)
    return min(count, key=lambda n: (-count[n], -len(n), n))


def _together(refs: list[Args], specs: list[Property]) -> dict[str, Any]:
    """Date, precision and bounds of one and the same mention, so that they never contradict each other."""
    if not specs:
        return {}
    count: Counter[tuple[Any, ...]] = Counter(tuple(r.get(p.name) for p in specs) for r in refs)

    def rank(row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = dict(zip((p.name for p in specs), row, strict=True))
        known = sum(v is None for v in row)
        return _PRECISION.get(values.get("precision"), 4), known, -count[row], tuple(str(v or "") for v in row)

    best: tuple[Any, ...] = min(count, key=rank)
    return dict(zip((p.name for p in specs), best, strict=True))


def _pinyin(name: str) -> str | None:
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return None
    return " ".join(lazy_pinyin(name))
