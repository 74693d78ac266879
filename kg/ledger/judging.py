"""People's decisions, applied to what the ledger holds; a document that they change keeps what was found in it, too."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator

from kg.errors import KgError
from kg.judgements import Judgements
from kg.ledger import documents
from kg.ledger.entries import Entry, statements_of
from kg.ledger.store import Ledger
from kg.statement import Statement

#: Meta: the decisions about facts that the documents show, and those that named nothing when they were last looked for.
_JUDGED, _MISSING = "judged", "missing"


def settle(entry: Entry, judgements: Judgements) -> tuple[Entry, bytes | None]:
    """The entry as the decisions have it, and the lines that were found in its document, where they differ."""
    if not judgements.touches(entry.name, zlib.decompress(entry.lines)):
        return entry, None
    statements = list(judgements.settle(statements_of(entry.lines), entry.name))
    summary = {**entry.summary, "statements": len(statements)}
    return Entry.from_statements(entry.name, statements, summary, entry.text), entry.lines


def begin(ledger: Ledger, judgements: Judgements) -> None:
    """Note that documents are going to be put as these decisions have them, beside others that show earlier ones."""
    if ledger.meta(_JUDGED) != judgements.facts_version:
        ledger.note(_JUDGED, None)


def replay(ledger: Ledger, judgements: Judgements) -> None:
    """Bring all documents to what the decisions about facts say now, where these are others than the last time."""
    if ledger.meta(_JUDGED) == judgements.facts_version:
        return
    with ledger.transaction():
        for name, found, stored in list(_found(ledger)):
            if found is not None or judgements.touches(name, zlib.decompress(stored)):
                documents.settle_again(ledger, name, lambda entry: settle(entry, judgements))
        ledger.note(_JUDGED, judgements.facts_version)
        ledger.note(_MISSING, None)


def unmet(ledger: Ledger, judgements: Judgements) -> list[KgError]:
    """Decisions that name a statement or node which no document has, and what is corrected or added where nothing is."""
    wanted, edits, query = judgements.named, judgements.edits, "SELECT 1 FROM piece WHERE raw = ?"
    nodes = [i for i in wanted.nodes if ledger.db.execute(query, (judgements.now(i),)).fetchone()]
    names = (name for (name,) in ledger.db.execute("SELECT name FROM doc"))
    unplaced = edits.unplaced(names) if edits.additions else []
    ids = wanted.statements | {c.id for c in edits.corrections}
    if not ids:
        return [*judgements.unmet((), nodes), *unplaced]
    known, changed = ledger.meta(_MISSING), ledger.meta(documents.SHOWN) is None
    missing = ids if known is None or changed else frozenset(json.loads(known))
    if known is None or changed:
        for name, found, stored in _found(ledger):
            missing = missing - _met(judgements, name, zlib.decompress(found or stored), missing)
        ledger.note(_MISSING, json.dumps(sorted(missing)))
    there = ids - missing
    return [*judgements.unmet(there & wanted.statements, nodes), *edits.unmet(there), *unplaced]


def _met(judgements: Judgements, name: str, lines: bytes, wanted: Collection[str]) -> set[str]:
    """The ids of statements that a document has, as found or once it is corrected, and of the corrections that change it."""
    met = {i for i in wanted if i.encode() in lines}
    if judgements.edits.touches(name, lines):
        statements = [Statement.from_dict(json.loads(line)) for line in lines.splitlines()]
        met |= {s.id for s in judgements.edited(statements, name, met)} & set(wanted)
    return met


def _found(ledger: Ledger) -> Iterator[tuple[str, bytes | None, bytes]]:
    """Name, lines found where decisions changed them, and lines shown, of each document."""
    yield from ledger.db.execute("SELECT name, found, lines FROM doc JOIN content USING (id) ORDER BY doc.id")
