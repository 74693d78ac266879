"""From mentions to nodes: one dict a node, its properties folded as the ontology says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from kg.ids import fold_name
from kg.ontology import Ontology, Property
from kg.statement import Args

#: How often a mention stands, and the mention.
Form = tuple[int, Args]

_PRECISION = {"day": 0, "month": 1, "year": 2, "none": 3, None: 4}


def fold_node(
    node_id: str, refs: Sequence[Form], group: Sequence[str], ontology: Ontology, dataset: str
) -> dict[str, Any]:
    """The flat dict of one node.

    Args:
        refs: its mentions, each with how often it stands; in printed order, so that lists come out in it.
        group: all ids that were merged into this one; empty when none was.
    """
    label = node_id.partition(":")[0]
    specs = ontology.nodes[label].properties
    name = _name((r["name"], n) for n, r in _corrected(refs, "name"))
    node: dict[str, Any] = {"id": node_id, "label": label, "name": name, "dataset": dataset}
    together = _together(_corrected(refs, "date"), [p for p in specs.values() if p.fold == "together"])
    for spec in specs.values():
        if spec.fold == "together":
            node[spec.name] = together.get(spec.name)
        elif spec.fold not in ("drop", "computed"):
            node[spec.name] = fold_values(spec, [(r[spec.name], n) for n, r in refs if spec.name in r])
    if "aliases" in specs:
        forms = dict.fromkeys(form for _, r in refs for form in (r["name"], *r.get("aliases", ())))
        node["aliases"] = [f for f in forms if fold_name(f) != fold_name(name)]
    if "memberIds" in specs:
        node["memberIds"] = list(group)
    if "pinyin" in specs:
        node["pinyin"] = _pinyin(name)
    return node


def fold_values(spec: Property, values: Sequence[tuple[Any, int]]) -> Any:
    """One value from those of several statements, each with how often it stands, in printed order.

    Returns:
        What stands for unknown (`Property.empty`) when there is none.
    """
    values = [v for v in values if v[0] is not None]
    if not values:
        return spec.empty
    if spec.type == "strings":
        items = dict.fromkeys(i for v, _ in values for i in (v if isinstance(v, list) else [v]))
        return [x for x in spec.values if x in items] if spec.fold == "roles" else list(items)
    if spec.fold in ("min", "max"):
        return (min if spec.fold == "min" else max)(v for v, _ in values)
    if spec.fold == "any":
        return any(v for v, _ in values)
    count = _count(values)
    if spec.fold == "prefer":
        order = {v: i for i, v in enumerate((*spec.values, *spec.prefer))}
        return min(count, key=lambda v: (order.get(v, len(order)), -count[v], v))
    return min(count, key=lambda v: (-count[v], v))


def _corrected(refs: Sequence[Form], what: str) -> Sequence[Form]:
    """The mentions of which somebody corrected this by hand, if there are any: they tell better than the others."""
    return [(n, r) for n, r in refs if what in r.get("corrected", ())] or refs


def _count(values: Iterable[tuple[Any, int]]) -> Counter[Any]:
    count: Counter[Any] = Counter()
    for value, times in values:
        count[value] += times
    return count


def _name(names: Iterable[tuple[str, int]]) -> str:
    count = _count(names)
    return min(count, key=lambda n: (-count[n], -len(n), n))


def _together(refs: Sequence[Form], specs: list[Property]) -> dict[str, Any]:
    """Date, precision and bounds of one and the same mention, so that they never contradict each other."""
    if not specs:
        return {}
    count = _count((tuple(r.get(p.name) for p in specs), n) for n, r in refs)

    def rank(row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = dict(zip((p.name for p in specs), row, strict=True))
        known = sum(v is None for v in row)
        return _PRECISION.get(values.get("precision"), 4), known, -count[row], tuple(str(v or "") for v in row)

    best: tuple[Any, ...] = min(count, key=rank)
    return dict(zip((p.name for p in specs), best, strict=True))


def prepare() -> None:
    """Load what folding needs and does not need at once; a build that waits for other processes does so meanwhile."""
    _pinyin("会")


@lru_cache(maxsize=4096)
def _pinyin(name: str) -> str | None:
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return None
    return " ".join(lazy_pinyin(name))
