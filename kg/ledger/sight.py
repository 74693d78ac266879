"""The folded graph in a ledger as pictures see it, and its rows in the order of the files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kg import dates
from kg.exports.sights import Row, Shown
from kg.ids import parse
from kg.ledger.store import Ledger


def nodes(ledger: Ledger) -> Iterator[str]:
    """The lines of nodes.jsonl."""
    return (line for (line,) in ledger.db.execute("SELECT line FROM node ORDER BY id"))


def edges(ledger: Ledger) -> Iterator[str]:
    """The lines of edges.jsonl."""
    return (line for (line,) in ledger.db.execute("SELECT line FROM edge ORDER BY type, source, target, id"))


def count(ledger: Ledger, table: str, column: str, label: str | None = None) -> list[tuple[str, int]]:
    """How many rows of a table (node or edge) there are of each value of a column, of all labels or of one."""
    where = "WHERE label = ?" if label else ""
    query = f"SELECT {column}, count(*) FROM {table} {where} GROUP BY {column}"  # noqa: S608  names of our own
    return ledger.db.execute(query, (label,) if label else ()).fetchall()


class LedgerSight:
    """See `kg.exports.sights.Sight`."""

    def __init__(self, ledger: Ledger) -> None:
        self._db = ledger.db
        self._proofs: dict[str, str] = {}

    def totals(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT label, count(*) FROM node GROUP BY label"))

    def ids(self) -> Iterable[tuple[str, str]]:
        return self._db.execute("SELECT id, label FROM node ORDER BY id")

    def ties(self) -> Iterable[tuple[str, str, str]]:
        return self._db.execute("SELECT type, source, target FROM edge INDEXED BY edge_ends")

    def nodes(self, ids: Collection[str]) -> dict[str, Row]:
        query = "SELECT line FROM node WHERE id = ?"
        return {i: parse(self._db.execute(query, (i,)).fetchone()[0]) for i in ids}

    def edges_among(self, ids: Collection[str]) -> list[Row]:
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS drawn (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("DELETE FROM drawn")
        self._db.executemany("INSERT INTO drawn VALUES (?)", ((i,) for i in ids))
        query = (
            "SELECT line, proofs FROM edge INDEXED BY edge_ends WHERE source IN (SELECT id FROM drawn) AND target IN (SELECT id FROM drawn)"
            " ORDER BY type, source, target, id"
        )
        found = []
        for line, proofs in self._db.execute(query):
            found.append(parse(line))
            self._proofs[found[-1]["id"]] = proofs
        return found

    def proofs(self, edge: Row) -> list[Shown]:
        rows = zip(parse(self._proofs[edge["id"]]), edge["quotes"], strict=True)
        return [
            Shown(doc, article, start, end, quote, rule, confidence, basis)
            for (doc, article, start, end, rule, confidence, basis), quote in rows
        ]

    def headline(self, doc: str, article: int) -> tuple[str, str]:
        query = "SELECT line FROM node WHERE id = ?"
        row = self._db.execute(query, (f"Article:{doc}#{article}",)).fetchone()
        found = parse(row[0]) if row else {}
        return found.get("title") or "", found.get("published") or ""

    def issues(self) -> set[str]:
        query = "SELECT DISTINCT published FROM node WHERE label = 'Article' AND published IS NOT NULL"
        return {day for (day,) in self._db.execute(query) if dates.precision(day) != "day"}
