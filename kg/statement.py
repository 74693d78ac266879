"""The waist of the hourglass: one whole fact with the quote that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.ids import canonical, digest, node_id

#: How a statement is known. Asserted: a sentence says it. Inferred: a bare title resolved to its holder, a mended name.
BASES = ("asserted", "inferred", "derived")

Args = dict[str, Any]


def ref(label: str, key: str, name: str, **properties: Any) -> Args:
    """A mention of an entity inside a statement's args.

    Args:
        label: node label of the ontology (Person, Event …).
        key: what distinguishes it, independent of the rest of the corpus; erring on the fine side.
        name: as shown to people (敖煜新).
        properties: further node properties that this mention proves (``gender="女"``); nulls are dropped.
    """
    return {
        "label": label,
        "key": key,
        "name": name,
        **{k: v for k, v in properties.items() if v not in (None, [], "")},
    }


def is_ref(value: Any) -> bool:
    return isinstance(value, dict) and "label" in value and "key" in value


def ref_id(value: Args) -> str:
    return node_id(value["label"], value["key"])


def refs_of(args: Args) -> Iterator[Args]:
    """Every entity mentioned in the args, those in lists too."""
    for value in args.values():
        for item in value if isinstance(value, list) else (value,):
            if is_ref(item):
                yield item


@dataclass(frozen=True)
class Evidence:
    """Where a fact is proved: ``raw[start:end] == quote`` in the text of `doc`; `rule` is the id of the rule that read it."""

    doc: str
    article: int
    start: int
    end: int
    quote: str
    rule: str

    def to_dict(self) -> Args:
        return {
            "doc": self.doc,
            "article": self.article,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class Statement:
    """One fact. Frozen: a correction is another statement, or a judgement, never a change.

    Attributes:
        schema: an edge type (ATTENDED) or node label (Event, Article) of the ontology.
        args: JSON values; entities are written with `ref`. Edges have ``source`` and ``target``; a node has ``node``.
        evidence: the sentence that proves it.
        confidence: 0 to 1.
        basis: asserted or inferred.
        coded: what people did to it by hand, each with ``what`` (added, or what was corrected), ``was``, ``is``, ``by``, ``when``,
            ``why`` as far as they say; nothing of what was read, and is as it was read.
    """

    schema: str
    args: Args
    evidence: Evidence
    confidence: float = 1.0
    basis: str = "asserted"
    coded: tuple[Mapping[str, str], ...] = ()

    @cached_property
    def id(self) -> str:
        e = self.evidence
        return digest(self.schema, self.args, e.doc, e.start, e.end, e.rule)

    def to_dict(self) -> Args:
        coded = {"coded": [dict(c) for c in self.coded]} if self.coded else {}
        return {
            "id": self.id,
            "schema": self.schema,
            "args": self.args,
            "evidence": self.evidence.to_dict(),
            "confidence": self.confidence,
            "basis": self.basis,
            **coded,
        }

    def to_line(self) -> str:
        return canonical(self.to_dict())

    @classmethod
    def from_dict(cls, row: Args) -> Statement:
        coded = tuple(row.get("coded") or ())
        return cls(row["schema"], row["args"], Evidence(**row["evidence"]), row["confidence"], row["basis"], coded)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """By document, offset and id, the order of statements.jsonl; of those with one id the surest, whatever came first."""
    unique: dict[str, Statement] = {}
    for s in statements:
        other = unique.get(s.id)
        if other is None or (other is not s and _sureness(s) > _sureness(other)):
            unique[s.id] = s
    return sorted(unique.values(), key=lambda s: (s.evidence.doc, s.evidence.start, s.evidence.end, s.id))


def _sureness(s: Statement) -> tuple[float, int, str]:
    """Confidence and basis are no part of the id."""
    return s.confidence, -BASES.index(s.basis), s.to_line()
