"""The classes of nodes and edges, read from schemas/ontology/, one class a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import SchemaError
from kg.schemas import Located, check, files, load, schema_dir
from kg.statement import Statement, is_ref

TYPES = ("string", "strings", "integer", "number", "boolean", "date", "partial")

#: How the values that several statements give for one property become one value.
#:   union     all, in printed order
#:   most      the most frequent, then the smallest
#:   min, max  the smallest, the largest
#:   any       true when one is true
#:   prefer    the first in the order of `values` or `prefer`
#:   together  with all other properties of that fold, from the mention that is most precise
#:   id, ids   ids of nodes, led to the merged node
#:   roles     as union, in the order of `values`
#:   drop      helps linking, and is not written
#:   computed  folding works it out
FOLDS = ("union", "most", "min", "max", "any", "prefer", "together", "id", "ids", "roles", "drop", "computed")

_NODE_KEYS = ("label", "note", "caption", "properties")
_EDGE_KEYS = ("type", "note", "from", "to", "key", "properties")


@dataclass(frozen=True)
class Property:
    """One property of a class: its type is one of `TYPES`, its fold one of `FOLDS`.

    Attributes:
        values: the values allowed, the strongest first; empty when any is.
        prefer: values in order of preference, others allowed after them.
    """

    name: str
    type: str
    fold: str
    note: str
    values: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()

    @property
    def empty(self) -> Any:
        """What stands for unknown: an empty list for lists, else null."""
        return [] if self.type == "strings" else None


@dataclass(frozen=True)
class NodeClass:
    label: str
    note: str
    caption: str
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class EdgeClass:
    """`sources` and `targets` are labels; `key` names what, beside the two ends, tells edges of one pair apart."""

    type: str
    note: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    key: tuple[str, ...]
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class Ontology:
    """All classes by name, and the properties that every node and every edge has."""

    nodes: Mapping[str, NodeClass]
    edges: Mapping[str, EdgeClass]
    node_properties: Mapping[str, Property]
    edge_properties: Mapping[str, Property]

    @classmethod
    def load(cls) -> Ontology:
        """The ontology of the schema folder in use.

        Raises:
            SchemaError: with file, line and what is allowed, for any mistake in the files.
        """
        return _load(schema_dir())

    def check(self, statement: Statement) -> None:
        """Refuse a statement that the ontology has no place for (unknown schema, end, property or value).

        Raises:
            SchemaError: names the rule that read it and what is allowed.
        """
        where = f"rule {statement.evidence.rule}, {statement.evidence.doc}"
        args = statement.args
        if statement.schema in self.nodes:
            if not is_ref(args.get("node")) or args["node"]["label"] != statement.schema:
                raise SchemaError(where, f"a statement of {statement.schema} without its node", "give node=ref(…)")
        elif statement.schema in self.edges:
            edge = self.edges[statement.schema]
            for end, labels in (("source", edge.sources), ("target", edge.targets)):
                if not is_ref(args.get(end)) or args[end]["label"] not in labels:
                    found = args[end]["label"] if is_ref(args.get(end)) else "nothing"
                    raise SchemaError(where, f"{end} of {edge.type} is {found}", f"allowed: {', '.join(labels)}")
            for name in args:
                if name not in ("source", "target") and name not in edge.properties:
                    allowed = ", ".join(edge.properties) or "none"
                    raise SchemaError(where, f"{edge.type} has no property '{name}'", f"allowed: {allowed}")
                _check_value(where, edge.properties.get(name), args[name])
        else:
            raise SchemaError(
                where, f"unknown schema '{statement.schema}'", f"allowed: {', '.join((*self.nodes, *self.edges))}"
            )
        for value in args.values():
            for item in value if isinstance(value, list) else (value,):
                if is_ref(item):
                    self._check_ref(where, item)

    def _check_ref(self, where: str, item: Mapping[str, Any]) -> None:
        node = self.nodes.get(item["label"])
        if node is None:
            raise SchemaError(where, f"unknown label '{item['label']}'", f"allowed: {', '.join(self.nodes)}")
        for name in item:
            if name not in ("label", "key", "name") and name not in node.properties:
                raise SchemaError(
                    where, f"{node.label} has no property '{name}'", f"allowed: {', '.join(node.properties)}"
                )
            _check_value(where, node.properties.get(name), item[name])


def _check_value(where: str, spec: Property | None, value: Any) -> None:
    if spec is None or not spec.values or value is None:
        return
    for item in value if isinstance(value, list) else (value,):
        if item not in spec.values:
            raise SchemaError(where, f"{spec.name} is '{item}'", f"allowed: {', '.join(spec.values)}")


def _properties(specs: Any, path: Path) -> dict[str, Property]:
    found = {}
    for name, spec in check(specs, path, specs if isinstance(specs, dict) else ()).items():
        spec = check(spec, path, ("type", "fold", "note", "values", "prefer"), ("type", "fold", "note"))
        for key, allowed in (("type", TYPES), ("fold", FOLDS)):
            if spec[key] not in allowed:
                raise SchemaError(
                    f"{path}:{spec.lines[key]}", f"unknown {key} '{spec[key]}'", f"allowed: {', '.join(allowed)}"
                )
        found[name] = Property(
            name, spec["type"], spec["fold"], spec["note"], tuple(spec.get("values", ())), tuple(spec.get("prefer", ()))
        )
    return found


def _labels(spec: Located, key: str, path: Path, known: Mapping[str, NodeClass]) -> tuple[str, ...]:
    for label in spec[key]:
        if label not in known:
            raise SchemaError(f"{path}:{spec.lines[key]}", f"unknown label '{label}'", f"allowed: {', '.join(known)}")
    return tuple(spec[key])


@lru_cache(maxsize=4)
def _load(folder: Path) -> Ontology:
    nodes: dict[str, NodeClass] = {}
    edges: dict[str, EdgeClass] = {}
    edge_specs: list[tuple[Path, Located]] = []
    node_common: dict[str, Property] = {}
    edge_common: dict[str, Property] = {}
    for path in files("ontology"):
        spec = load(path)
        if path.stem == "common":
            spec = check(spec, path, ("nodes", "edges"), ("nodes", "edges"))
            node_common, edge_common = _properties(spec["nodes"], path), _properties(spec["edges"], path)
        elif isinstance(spec, dict) and "type" in spec:
            edge_specs.append((path, check(spec, path, _EDGE_KEYS, ("type", "note", "from", "to", "properties"))))
        else:
            spec = check(spec, path, _NODE_KEYS, _NODE_KEYS)
            nodes[spec["label"]] = NodeClass(
                spec["label"], spec["note"], spec["caption"], _properties(spec["properties"], path)
            )
    if not node_common:
        raise SchemaError(folder / "ontology" / "common.yaml", "is missing", "restore it from the install")
    for path, spec in edge_specs:
        edges[spec["type"]] = EdgeClass(
            spec["type"], spec["note"], _labels(spec, "from", path, nodes), _labels(spec, "to", path, nodes),
            tuple(spec.get("key", ())), _properties(spec["properties"], path),
        )  # fmt: skip
    return Ontology(nodes, edges, node_common, edge_common)
