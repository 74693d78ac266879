"""Documents of a ledger: put in, taken out, looked up; what they change is noted so that only that is folded again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator

from kg.ledger.entries import Entry, statements_of
from kg.ledger.store import PIECES, Ledger

#: What stands in meta while the build folder shows all that the ledger holds.
SHOWN = "shown"


def count(ledger: Ledger) -> int:
    """How many documents there are."""
    return int(ledger.db.execute("SELECT count(*) FROM doc").fetchone()[0])


def key_of(ledger: Ledger, name: str) -> str | None:
    """The key under which a document was stored; null when it was not."""
    row = ledger.db.execute("SELECT key FROM doc WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def put(
    ledger: Ledger,
    entry: Entry,
    key: str,
    path: str | None = None,
    mentions: bytes | None = None,
    found: bytes | None = None,
) -> None:
    """Store a document, in the place of what was known of it.

    Args:
        key: changes with everything that what was found in it depends on.
        path: where its text goes in the build folder, when it has one of its own.
        mentions: what the recogniser found, for `mentions_of`.
        found: the lines of its statements before people decided about them, where that changed them.
    """
    db = ledger.db
    with ledger.transaction():
        row = db.execute("SELECT id, published FROM doc WHERE name = ?", (entry.name,)).fetchone()
        values = (
            key, json.dumps(entry.summary, ensure_ascii=False), json.dumps(entry.tally), len(entry.pieces), entry.seal,
        )  # fmt: skip
        published = json.dumps(entry.published)
        if row is None:
            cursor = db.execute(
                "INSERT INTO doc (name, key, summary, tally, pieces, seal, published) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (entry.name, *values, published),
            )
            doc = int(cursor.lastrowid or 0)
        else:
            doc = row[0]
            db.execute(
                "UPDATE doc SET key = ?, summary = ?, tally = ?, pieces = ?, seal = ? WHERE id = ?", (*values, doc)
            )
        if _put_pieces(ledger, doc, entry, fresh=row is None) and row is not None:
            db.execute("UPDATE doc SET published = ? WHERE id = ?", (published, doc))
        db.execute(
            "INSERT OR REPLACE INTO content (id, facts, lines, text, path, mentions, found) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (doc, entry.facts, entry.lines, entry.text, path, mentions, found),
        )
        ledger.note(SHOWN, None)


def _put_pieces(ledger: Ledger, doc: int, entry: Entry, fresh: bool) -> bool:
    """Store what is new or other than before; tells whether that is true of anything said of an article."""
    db, base = ledger.db, doc * PIECES
    old = {} if fresh else {raw: (near, body) for raw, near, body in _pieces(ledger, doc)}
    new = {raw: (near, body) for raw, near, body in entry.pieces}
    touched = sorted(raw for raw in old.keys() | new.keys() if old.get(raw) != new.get(raw))
    if touched:
        if not fresh:
            db.execute("DELETE FROM piece WHERE id >= ? AND id < ?", (base, base + PIECES))
        rows = ((base + n, *piece) for n, piece in enumerate(entry.pieces))
        db.executemany("INSERT INTO piece (id, raw, near, body) VALUES (?, ?, ?, ?)", rows)
        _touch(ledger, touched)
    return any(raw.startswith("Article:") for raw in touched)


def _pieces(ledger: Ledger, doc: int) -> list[tuple[str, str, str]]:
    where = (doc * PIECES, doc * PIECES + PIECES)
    return ledger.db.execute("SELECT raw, near, body FROM piece WHERE id >= ? AND id < ?", where).fetchall()


def _touch(ledger: Ledger, raws: list[str]) -> None:
    ledger.db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((raw,) for raw in raws))


def remove(ledger: Ledger, name: str) -> None:
    """Take a document out, with all it said."""
    with ledger.transaction():
        row = ledger.db.execute("SELECT id FROM doc WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        _touch(ledger, [raw for raw, _, _ in _pieces(ledger, row[0])])
        where = (row[0] * PIECES, row[0] * PIECES + PIECES)
        ledger.db.execute("DELETE FROM piece WHERE id >= ? AND id < ?", where)
        ledger.db.execute("DELETE FROM content WHERE id = ?", row)
        ledger.db.execute("DELETE FROM doc WHERE id = ?", row)
        ledger.note(SHOWN, None)


def begin(ledger: Ledger) -> None:
    """Begin to note which documents are given; the list lies on disk."""
    ledger.db.execute("CREATE TEMP TABLE IF NOT EXISTS given (name TEXT PRIMARY KEY) WITHOUT ROWID")
    ledger.db.execute("DELETE FROM given")


def give(ledger: Ledger, name: str) -> None:
    """Note that a document is given, and could be read."""
    ledger.db.execute("INSERT OR IGNORE INTO given VALUES (?)", (name,))


def remove_others(ledger: Ledger) -> int:
    """Take out all documents that were not given since `begin`; how many there were."""
    query = "SELECT name FROM doc WHERE name NOT IN (SELECT name FROM given)"
    names = [name for (name,) in ledger.db.execute(query)]
    with ledger.transaction():
        for name in names:
            remove(ledger, name)
    return len(names)


def mentions_of(ledger: Ledger, name: str) -> bytes | None:
    """What the recogniser found in the document when it was last read."""
    query = "SELECT mentions FROM content JOIN doc USING (id) WHERE name = ?"
    row = ledger.db.execute(query, (name,)).fetchone()
    return row[0] if row else None


def cut_again(ledger: Ledger) -> Iterator[str]:
    """Make the pieces of all documents again from their statements, one a step, after the ontology changed."""
    for (name,) in ledger.db.execute("SELECT name FROM doc ORDER BY id").fetchall():
        _put_again(ledger, name, "lines", lambda entry, found: (entry, found))
        yield name


def settle_again(ledger: Ledger, name: str, settle: Callable[[Entry], tuple[Entry, bytes | None]]) -> None:
    """Put a document anew as people's decisions have it: `settle` gets it as it was found, and gives what `put` takes."""
    _put_again(ledger, name, "coalesce(found, lines)", lambda entry, _: settle(entry))


def _put_again(
    ledger: Ledger, name: str, source: str, change: Callable[[Entry, bytes | None], tuple[Entry, bytes | None]]
) -> None:
    """Put a document anew from the statements in a column."""
    query = (
        f"SELECT key, summary, {source}, text, path, mentions, found FROM doc JOIN content USING (id) WHERE name = ?"  # noqa: S608
    )
    key, summary, lines, text, path, mentions, found = ledger.db.execute(query, (name,)).fetchone()
    statements = statements_of(lines)
    known = {**json.loads(summary), "statements": len(statements)}
    entry, before = change(Entry.from_statements(name, statements, known, text), found)
    put(ledger, entry, key, path, mentions, before)


def lines(ledger: Ledger) -> Iterator[bytes]:
    """The lines of statements.jsonl, a document at a time, in their order."""
    query = "SELECT lines FROM doc JOIN content USING (id) ORDER BY name"
    return (zlib.decompress(found) for (found,) in ledger.db.execute(query))


def texts(ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """Path and content of the texts of documents that are not plain text."""
    query = "SELECT path, text FROM doc JOIN content USING (id) WHERE text IS NOT NULL ORDER BY name"
    return ((path, zlib.decompress(text)) for path, text in ledger.db.execute(query))


def summaries(ledger: Ledger) -> Iterator[tuple[str, dict[str, int]]]:
    """The row in report.json, as JSON, and the number of statements by schema of each document."""
    for summary, tally in ledger.db.execute("SELECT summary, tally FROM doc ORDER BY name"):
        yield summary, json.loads(tally)
