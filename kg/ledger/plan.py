"""Who is who in all documents, and which nodes must be folded again because of what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from kg.folding import Piece, issued
from kg.ids import parse
from kg.ledger import garbage
from kg.ledger.documents import SHOWN
from kg.ledger.store import PIECES, Ledger
from kg.linking import Gathering, resolve
from kg.ontology import Ontology

#: Meta: what the links were last worked out with.
LINKED = "linked"


class Gathered:
    """What the documents of a ledger say of who is who, gathered while others still read the last of them."""

    def __init__(self) -> None:
        self._found = Gathering()
        self._seen: dict[int, int] = {}

    def gather(self, ledger: Ledger) -> Gathering:
        """Bring it up to date with the ledger; only what came since the last time is looked at."""
        with garbage.ignored():
            now = {doc: hash(facts) for doc, facts in ledger.db.execute(_FACTS)}
            if any(now.get(doc) != known for doc, known in self._seen.items()):
                self._found, self._seen = Gathering(), {}  # what a document no longer says cannot be taken out
            for doc, facts in ledger.db.execute(_FACTS):
                if doc not in self._seen:
                    self._found.add_json(facts)
            self._seen = now
        return self._found

    def compare(self, ledger: Ledger) -> None:
        """Work out who is who already: what it finds is not worked out again for what stays as it is."""
        with garbage.ignored():
            resolve(self.gather(ledger).mentions())


_FACTS = "SELECT id, facts FROM content ORDER BY id"


def links_of(ledger: Ledger) -> dict[str, str]:
    """The links as last worked out."""
    return dict(ledger.db.execute("SELECT raw, lead FROM link"))


def plan(
    ledger: Ledger,
    made_with: str,
    constrain: Callable[[Mapping[str, str]], dict[str, str]] = dict,
    gathered: Gathered | None = None,
) -> dict[str, str]:
    """Link all documents again if anything changed, and note the nodes to be folded again.

    A node is folded again when a document says something else of it, when other nodes were merged into it or parted
    from it, and when an edge that is folded with it leads to a node of which that is true.

    Args:
        made_with: fingerprint of what decides about links beside the documents.
        constrain: what people decided about the links; done twice, it changes nothing more.
        gathered: what was gathered already.

    Returns:
        Id → canonical id, as `kg.linking.link` gives it.
    """
    old = links_of(ledger)
    db = ledger.db
    touched = db.execute("SELECT 1 FROM touched LIMIT 1").fetchone()
    if not touched and ledger.meta(LINKED) == made_with:
        return constrain(old)
    with garbage.ignored():
        found = (gathered or Gathered()).gather(ledger)
        new = constrain(resolve(found.mentions()))
        reasons = found.reasons()
    with ledger.transaction():
        _publish(ledger)
        changed = [raw for raw in old.keys() | new.keys() if old.get(raw) != new.get(raw)]
        stale = set(changed)
        for raw in changed:
            for (near,) in db.execute("SELECT near FROM piece WHERE raw = ?", (raw,)):
                stale.update(parse(near))
        add = "INSERT OR IGNORE INTO stale VALUES (?)"
        touching = (raw for (raw,) in db.execute("SELECT raw FROM touched"))
        db.executemany(add, _leads(touching, old, new))
        db.executemany(add, _leads(iter(sorted(stale)), old, new))
        db.executemany("DELETE FROM link WHERE raw = ?", ((raw,) for raw in changed))
        db.executemany("INSERT INTO link VALUES (?, ?)", ((raw, new[raw]) for raw in sorted(changed) if raw in new))
        db.execute("DELETE FROM touched")
        ledger.note(LINKED, made_with)
        if _note_reasons(ledger, reasons) or changed:
            ledger.note(SHOWN, None)
    return new


def _note_reasons(ledger: Ledger, lines: list[str]) -> bool:
    """Keep why people were joined; tells whether that is other than it was."""
    now, before = set(lines), set(reasons_of(ledger))
    ledger.db.executemany("DELETE FROM reason WHERE line = ?", ((line,) for line in before - now))
    ledger.db.executemany("INSERT INTO reason VALUES (?)", ((line,) for line in now - before))
    return now != before


def reasons_of(ledger: Ledger) -> Iterator[str]:
    """The lines of merges.jsonl, sorted."""
    return (line for (line,) in ledger.db.execute("SELECT line FROM reason ORDER BY line"))


def _leads(raws: Iterator[str], old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str]]:
    for raw in raws:
        yield (raw,)
        for links in (old, new):
            if raw in links:
                yield (links[raw],)


def _publish(ledger: Ledger) -> None:
    """Bring the days of publication up to date where more documents than its own name an article."""
    ontology, db = Ontology.load(), ledger.db
    query = (
        "SELECT raw FROM touched JOIN piece USING (raw) LEFT JOIN doc ON doc.id = piece.id >> 20"
        " WHERE raw >= 'Article:' AND raw < 'Article;'"
        " GROUP BY raw HAVING count(*) > 1 OR max(mixed) OR substr(raw, 1, length(name) + 9) <> 'Article:' || name || '#'"
    )
    for (raw,) in db.execute(query).fetchall():
        pieces = [(doc, Piece.from_json(body, doc)) for doc, body in pieces_of(ledger, raw)]
        doc, _, order = raw.partition(":")[2].rpartition("#")
        row = db.execute("SELECT id, published FROM doc WHERE name = ?", (doc,)).fetchone()
        if row is None:
            continue
        known = parse(row[1])
        issue = issued(raw, pieces, ontology)
        if known.get(order) != (issue and issue[2]):
            known.pop(order, None)
            if issue:
                known[order] = issue[2]
            db.execute("UPDATE doc SET published = ?, mixed = 1 WHERE id = ?", (json.dumps(known), row[0]))
            where = (row[0] * PIECES, row[0] * PIECES + PIECES)
            db.execute("INSERT OR IGNORE INTO touched SELECT raw FROM piece WHERE id >= ? AND id < ?", where)


def pieces_of(ledger: Ledger, raw: str) -> list[tuple[str, str]]:
    """Document and body of each piece of a node, in no order."""
    query = "SELECT name, body FROM piece JOIN doc ON doc.id = piece.id >> 20 WHERE raw = ?"
    return ledger.db.execute(query, (raw,)).fetchall()
