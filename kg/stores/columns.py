"""What the ontology's properties are in a database: names, types, and the values of one row.

A ``partial`` (2026-04) is a DATE when it is a whole day and else null, with the text beside it: ``date`` and ``dateText``,
``published`` and ``publishedText``. An event's ``dateText`` is the date as printed (9月22日至9月25日).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg import dates
from kg.errors import GraphError
from kg.ontology import Ontology, Property

#: Types of columns; a store says in its own words what they are.
TYPES = ("string", "strings", "integer", "number", "boolean", "date")

#: What the label, the type and the two ends say already.
_SHAPE = frozenset({"label", "type", "source", "target"})
_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "date": str,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One property of a table: `source` is the name it has in JSON Lines, `partial` what is done with a partial date.

    Attributes:
        partial: ``day`` keeps whole days alone, ``text`` keeps the text, empty for what is no partial date.
        fallback: property that stands in for an absent value.
    """

    name: str
    type: str
    source: str
    note: str = ""
    partial: str = ""
    fallback: str = ""

    def value(self, row: Mapping[str, Any], where: str) -> Any:
        """The value for the database, null when unknown.

        Raises:
            GraphError: the value is not of the column's type, or holds what no database takes.
        """
        value: Any = row.get(self.source)
        if value is None and self.fallback:
            value = row.get(self.fallback)
        if value is None:
            return [] if self.type == "strings" else None
        if self.type == "strings":
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise GraphError(where, f"{self.source} is no list of texts", "build the graph again")
            for item in value:
                check_text(item, where, self.source)
            return value
        kinds: Any = _KINDS[self.type]
        if not isinstance(value, kinds) or (isinstance(value, bool) and self.type != "boolean"):
            raise GraphError(where, f"{self.source} is {value!r:.40}, not of type {self.type}", "build the graph again")
        if isinstance(value, str):
            check_text(value, where, self.source)
        if self.type == "integer" and not -(2**63) <= value < 2**63:
            raise GraphError(where, f"{self.source} is past 64 bits", "build the graph again")
        if self.type == "date" and self.partial == "day" and len(value) != len("2026-04-29"):
            return None
        if self.type == "date" and not is_day(value):
            raise GraphError(where, f"{self.source} is '{value:.20}', not a day", "build the graph again")
        return value


@lru_cache(maxsize=100_000)
def is_day(text: str) -> bool:
    """Whether this is a whole day; the same days come again and again."""
    return len(text) == len("2026-04-29") and dates.is_valid(text)


def check_text(text: str, where: str, what: str) -> None:
    """Refuse what databases, XML and UTF-8 files cannot hold.

    Raises:
        GraphError: the text holds half of a surrogate pair.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        code = f"U+{ord(text[e.start]):04X}"
        todo = "take it out of the source and build again"
        raise GraphError(where, f"{what} holds half a character ({code})", todo) from e


@dataclass(frozen=True)
class Schema:
    """The tables of a database: columns by label and by edge type, and the pairs of labels that a type may join."""

    nodes: Mapping[str, tuple[Column, ...]]
    edges: Mapping[str, tuple[Column, ...]]
    pairs: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def load(cls) -> Schema:
        """The tables of the ontology in use."""
        return cls.of(Ontology.load())

    @classmethod
    def of(cls, ontology: Ontology) -> Schema:
        """A node's columns are id, name, dataset and its own; an edge's are id, its own, and the common ones."""
        first = {"id": ontology.edge_properties["id"]}
        return cls(
            {n.label: _columns(ontology.node_properties, n.properties) for n in ontology.nodes.values()},
            {e.type: _columns(first, e.properties, ontology.edge_properties) for e in ontology.edges.values()},
            {e.type: tuple((a, b) for a in e.sources for b in e.targets) for e in ontology.edges.values()},
        )

    def node(self, row: Mapping[str, Any], where: str) -> str:
        """The label of a node's row (GraphError when the ontology has none such)."""
        label = row.get("label")
        if label not in self.nodes or not isinstance(row.get("id"), str) or not row["id"].startswith(f"{label}:"):
            raise GraphError(where, f"no node of a known label ('{label}')", f"allowed: {', '.join(self.nodes)}")
        return str(label)

    def edge(self, row: Mapping[str, Any], where: str) -> tuple[str, str, str]:
        """The type of an edge's row and the labels of its ends (GraphError when the ontology has none such)."""
        kind = str(row.get("type"))
        if kind not in self.edges:
            raise GraphError(where, f"no edge of a known type ('{kind}')", f"allowed: {', '.join(self.edges)}")
        pair = label_of(str(row.get("source"))), label_of(str(row.get("target")))
        if pair not in self.pairs[kind]:
            raise GraphError(where, f"{kind} joins {pair[0]} and {pair[1]}", "build the graph again")
        return (kind, *pair)


def _columns(*groups: Mapping[str, Property]) -> tuple[Column, ...]:
    specs = {p.name: p for group in groups for p in group.values() if p.fold != "drop" and p.name not in _SHAPE}
    found: dict[str, Column] = {}
    for p in specs.values():
        if p.type != "partial":
            found[p.name] = Column(p.name, p.type, p.name, p.note)
            continue
        found[p.name] = Column(p.name, "date", p.name, f"{p.note}; null unless it is a whole day", "day")
        text = f"{p.name}Text"
        if text in specs:
            found[text] = Column(text, "string", text, specs[text].note, "", p.name)
        else:
            found.setdefault(text, Column(text, "string", p.name, f"{p.note}, as text", "text"))
    for p in specs.values():  # the text of a date that was printed (Event.dateText) is declared after the date
        if p.name.endswith("Text") and p.name[:-4] in specs and specs[p.name[:-4]].type == "partial":
            found[p.name] = Column(p.name, "string", p.name, p.note, "", p.name[:-4])
    return tuple(found.values())


def label_of(node_id: str) -> str:
    """The label of a node, which its id begins with (``Person:敖煜新@a.txt``)."""
    return node_id.partition(":")[0]
