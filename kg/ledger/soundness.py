"""Whether a ledger is whole: each document as it was put there, and the graph that of its documents.

What is cheap is looked at in every build: the numbers of pieces, both ends of every edge, and a sample of the proofs. With
``kg build --check`` all of it is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator

from kg.ids import parse
from kg.ledger.entries import seal
from kg.ledger.store import PIECES, Ledger

#: Documents, and edges, that every build looks at closely.
SAMPLE = 20
_KNOWN = """
SELECT doc.id, key, pieces, seal, content.id IS NOT NULL,
    (SELECT count(*) FROM piece WHERE piece.id >= doc.id * {0} AND piece.id < doc.id * {0} + {0})
FROM doc LEFT JOIN content USING (id) WHERE name = ?
""".format(PIECES)  # noqa: S608, UP032  a number of our own
_EDGES = "SELECT type, source, target, id, line, proofs FROM edge"


def fault(ledger: Ledger, name: str, whole: bool = False) -> str | None:
    """What is wrong with what is kept of a document; null when it agrees with what was put there.

    Args:
        whole: compare all that was put, not only how much it was.
    """
    doc, _, pieces, sealed, content, found = ledger.db.execute(_KNOWN, (name,)).fetchone()
    if not content or found != pieces:
        return f"{found} of {pieces} pieces are kept of it" if content else "its statements are not kept"
    if whole and _seal(ledger, doc) != sealed:
        return "what is kept of it is not what was read"
    return None


def _seal(ledger: Ledger, doc: int) -> str:
    facts, lines, text = ledger.db.execute("SELECT facts, lines, text FROM content WHERE id = ?", (doc,)).fetchone()
    where = (doc * PIECES, doc * PIECES + PIECES)
    query = "SELECT raw, near, body FROM piece WHERE id >= ? AND id < ? ORDER BY id"
    return seal(facts, lines, text, ledger.db.execute(query, where))


def text_of(ledger: Ledger, name: str) -> str | None:
    """The text to which a document's offsets refer, where the ledger keeps it; else it is the file's own."""
    (text,) = ledger.db.execute("SELECT text FROM doc JOIN content USING (id) WHERE name = ?", (name,)).fetchone()
    return None if text is None else zlib.decompress(text).decode("utf-8")


def misquoted(ledger: Ledger, name: str, raw: str) -> str | None:
    """The first quote of a document that its text does not have at its offsets."""
    said = (parse(line)["evidence"] for line in _lines(ledger, name))
    return misplaced(((e["start"], e["end"], e["quote"]) for e in said), raw)


def misplaced(quotes: Iterable[tuple[int, int, str]], raw: str) -> str | None:
    """The first of some quotes, each with its start and end, that a text does not have there."""
    for start, end, quote in quotes:
        if raw[start:end] != quote:
            return f"“{quote:.40}” does not stand at [{start}, {end})"
    return None


def _lines(ledger: Ledger, name: str) -> list[bytes]:
    (lines,) = ledger.db.execute("SELECT lines FROM doc JOIN content USING (id) WHERE name = ?", (name,)).fetchone()
    return zlib.decompress(lines).splitlines()


def broken(ledger: Ledger, whole: bool = False) -> str | None:
    """Why the folded graph must not be shown; null when it holds together.

    Args:
        whole: look up the proofs of all edges, not of a sample.
    """
    for end in ("source", "target"):
        query = f"SELECT type, id, {end} FROM edge WHERE {end} NOT IN (SELECT id FROM node) LIMIT 1"  # noqa: S608
        if row := ledger.db.execute(query).fetchone():
            return f"{row[0]} {row[1]} leads to {row[2]}, which is not there"
    return _unsupported_anywhere(ledger) if whole else _unsupported(ledger, _sample(ledger))


def _sample(ledger: Ledger) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Some edges of each part of the graph: those folded at nodes that lie evenly between the first and the last."""
    (number,) = ledger.db.execute("SELECT count(*) FROM doc").fetchone()
    nodes = "SELECT raw FROM piece WHERE id >= ? LIMIT 1"
    docs = ledger.db.execute("SELECT id FROM doc WHERE id % ? = 0", (max(1, number // SAMPLE),)).fetchall()
    for (doc,) in docs:
        raw = ledger.db.execute(nodes, (doc * PIECES,)).fetchone()
        if raw:
            yield from ledger.db.execute(f"{_EDGES} WHERE source = ? LIMIT 2", raw).fetchall()
            yield from ledger.db.execute(f"{_EDGES} WHERE at = ? LIMIT 2", raw).fetchall()


def _unsupported(ledger: Ledger, edges: Iterable[tuple[str, str, str, str, str, str]]) -> str | None:
    """The first edge of which a proof is no statement of its document, looked up one by one."""
    for kind, _, _, edge, line, proofs in edges:
        row = parse(line)
        shown = zip(row["support"], row["quotes"], json.loads(proofs))
        for statement, quote, (doc, _, start, end, *_) in list(shown)[:2]:
            wanted = statement.encode()
            said = next((s for s in map(parse, _with(ledger, doc, wanted)) if s["id"] == statement), None)
            if said is None or [said["evidence"][k] for k in ("start", "end", "quote")] != [start, end, quote]:
                return f"{kind} {edge} rests on {statement} of {doc}, which does not say so"
    return None


def _with(ledger: Ledger, doc: str, what: bytes) -> Iterator[bytes]:
    return (line for line in _lines(ledger, doc) if what in line)


def _unsupported_anywhere(ledger: Ledger) -> str | None:
    """The first edge of which a statement is in no document; the ids of all lie on disk meanwhile."""
    db = ledger.db
    db.execute("CREATE TEMP TABLE IF NOT EXISTS said (id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("DELETE FROM said")
    for (lines,) in db.execute("SELECT lines FROM content"):
        ids = ((parse(line)["id"],) for line in zlib.decompress(lines).splitlines())
        db.executemany("INSERT OR IGNORE INTO said VALUES (?)", ids)
    for kind, _, _, edge, line, _ in db.execute(_EDGES):
        for statement in parse(line)["support"]:
            if not db.execute("SELECT 1 FROM said WHERE id = ?", (statement,)).fetchone():
                return f"{kind} {edge} rests on {statement}, which no document says"
    return None
