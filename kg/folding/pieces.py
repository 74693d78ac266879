"""What one document says of one thing: the small change that folding counts.

All that a document says of a node, and all claims whose edges are folded together with it, is one `Piece`. Pieces are
made document by document, by whichever process has it; folding merges the pieces of a node from all documents, and
never needs to see two nodes at once. That is why a graph can be folded in part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.ids import canonical, parse
from kg.ontology import Ontology
from kg.statement import Args, Statement, is_ref, ref_id, refs_of

#: Quotes (and statement ids beside them) that an edge carries; all of them stand in statements.jsonl.
SUPPORT = 20
#: Edges are folded with their target where that has one of these labels, else with their source: participation must
#: see all of an event, spells all of a position, and both see the event's status and the position's number of seats.
_ANCHORS = frozenset({"Event", "Position", "Article"})
#: Folds that lead an id to the merged node.
_IDS = frozenset({"id", "ids"})


class Proof(NamedTuple):
    """One statement as an edge shows it; see `kg.statement.Statement`. Proofs sort by offset and id."""

    start: int
    end: int
    id: str
    article: int
    quote: str
    rule: str
    confidence: float


@dataclass(slots=True)
class Told:
    """Statements of one document that say the same of the same two nodes; `source` and `target` are not yet merged ids.

    Attributes:
        basis: of all of them.
        order: place of the first among the document's statements.
        count: how many there are.
        confidence: of the surest.
        articles, rules: in which articles they stand and by which rules they were read.
        proofs: the first `SUPPORT`.
    """

    type: str
    source: str
    target: str
    values: Mapping[str, Any]
    basis: str
    order: int
    count: int = 0
    confidence: float = 0.0
    articles: list[int] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    doc: str = ""

    def add(self, s: Statement) -> None:
        """Count one more statement, in the order of statements.jsonl."""
        e = s.evidence
        self.count += 1
        self.confidence = max(self.confidence, s.confidence)
        if e.article not in self.articles:
            self.articles.append(e.article)
        if e.rule not in self.rules:
            self.rules.append(e.rule)
        if len(self.proofs) < SUPPORT:
            self.proofs.append(Proof(e.start, e.end, s.id, e.article, e.quote, e.rule, s.confidence))


@dataclass(slots=True)
class Piece:
    """What one document says of one node.

    Attributes:
        refs: its mentions, each form once: (place of the first in the document, how often, the mention).
        told: the claims folded with it.
        near: nodes with which claims are folded that name this one; when its merged id changes, so do theirs.
    """

    refs: list[tuple[int, int, Args]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    near: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        told = [
            [t.type, t.source, t.target, t.values, t.basis, t.order, t.count, t.confidence, t.articles, t.rules,
             t.proofs]
            for t in self.told
        ]  # fmt: skip
        return json.dumps([self.refs, told, self.near], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, doc: str) -> Piece:
        refs, rows, near = parse(text)
        told = []
        for *said, proofs in rows:
            told.append(Told(*said))
            told[-1].proofs, told[-1].doc = [Proof(*p) for p in proofs], doc
        return cls(refs, told, near)


def cut(statements: Iterable[Statement], ontology: Ontology) -> dict[str, Piece]:
    """The pieces of one document by node id.

    Args:
        statements: of that document, in the order of statements.jsonl, without repetitions.

    Raises:
        SchemaError: a statement that the ontology has no place for.
    """
    pieces: dict[str, Piece] = {}
    mentions: dict[str, dict[str, list[Any]]] = {}
    claims: dict[str, Told] = {}
    known: dict[tuple[str, str, str], tuple[list[list[Any]], Told | None]] = {}
    place = 0
    for order, s in enumerate(statements):
        same = (s.schema, s.basis, canonical(s.args))  # a fact said again, as a third of them are
        if same not in known:
            ontology.check(s)
            forms = []
            # Sorted, because the order of keys in args is no part of a statement.
            for at, ref in enumerate(refs_of({k: s.args[k] for k in sorted(s.args)})):
                found = mentions.setdefault(ref_id(ref), {})
                forms.append(found.setdefault(canonical(ref), [place + at, 0, ref]))
            told = _told(s, ontology, order) if s.schema in ontology.edges else None
            if told:
                key = canonical([told.type, told.source, told.target, told.values, told.basis])
                if key not in claims:
                    claims[key] = told
                    _attach(told, s, ontology, pieces)
                told = claims[key]
            known[same] = forms, told
        forms, told = known[same]
        for form in forms:
            form[1] += 1
        place += len(forms)
        if told:
            told.add(s)
    for node, found in mentions.items():
        pieces.setdefault(node, Piece()).refs = [(first, count, ref) for first, count, ref in found.values()]
    return pieces


def _told(s: Statement, ontology: Ontology, order: int) -> Told:
    values: dict[str, Any] = {}
    for name, spec in ontology.edges[s.schema].properties.items():
        value = s.args.get(name)
        if value is None:
            continue
        if spec.fold == "ids":
            value = [_id(v) for v in value]
        elif spec.fold == "id":
            value = _id(value)
        values[name] = value
    return Told(
        s.schema, ref_id(s.args["source"]), ref_id(s.args["target"]), values, s.basis, order, doc=s.evidence.doc
    )


def _id(value: Any) -> Any:
    return ref_id(value) if is_ref(value) else value


def _attach(told: Told, s: Statement, ontology: Ontology, pieces: dict[str, Piece]) -> None:
    anchor, other = told.source, told.target
    if s.args["target"]["label"] in _ANCHORS:
        anchor, other = other, anchor
    pieces.setdefault(anchor, Piece()).told.append(told)
    named = [other]
    for name, spec in ontology.edges[s.schema].properties.items():
        if spec.fold in _IDS and name in told.values:
            value = told.values[name]
            named += value if isinstance(value, list) else [value]
    for node in named:
        near = pieces.setdefault(node, Piece()).near
        if anchor not in near:
            near.append(anchor)
