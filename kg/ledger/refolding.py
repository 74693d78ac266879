"""Folding what must be folded again, some hundred nodes a step, so that memory stays flat and a kill loses little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.folding import Edge, Paper, Piece, fold_one, silences
from kg.ids import canonical, parse
from kg.ledger import differences, garbage
from kg.ledger.documents import SHOWN
from kg.ledger.store import Ledger
from kg.linking import members
from kg.ontology import Ontology

#: Meta: what the documents were cut into pieces with, and what the graph was last folded with.
CUT, FOLDED = "cut", "folded"
#: Meta: the times without papers (`kg.folding.silences`) with which offices were last folded.
_SILENT = "silent"
_STEP = 500
_EDGES = "SELECT type, source, target, id, line, proofs FROM edge WHERE at = ?"


def all_again(ledger: Ledger) -> None:
    """Note that every node must be folded again."""
    with ledger.transaction():
        ledger.db.execute("INSERT OR IGNORE INTO stale SELECT raw FROM piece")
        ledger.db.execute("INSERT OR IGNORE INTO stale SELECT id FROM node")


def refold(
    ledger: Ledger, links: Mapping[str, str], dataset: str, on_progress: Callable[[int, int], None] | None = None
) -> int:
    """Fold what `plan` noted.

    Args:
        links: id → canonical id.
        dataset: written on every node and edge.
        on_progress: called with the numbers of nodes done and of all.

    Returns:
        How many nodes were folded again.
    """
    db, ontology = ledger.db, Ontology.load()
    (total,) = db.execute("SELECT count(*) FROM stale").fetchone()
    if not total:
        return 0
    silent = _silences(ledger)
    (total,) = db.execute("SELECT count(*) FROM stale").fetchone()
    groups = members(links)
    done, note = 0, differences.are_kept(ledger)
    while batch := [node for (node,) in db.execute("SELECT node FROM stale ORDER BY node LIMIT ?", (_STEP,))]:
        published: dict[str, dict[int, str]] = {}
        with garbage.ignored(), ledger.transaction():
            ledger.note(SHOWN, None)
            for node in batch:
                row: dict[str, Any] | None = None
                edges: list[Edge] = []
                if node not in links:
                    row, edges = _fold(
                        ledger, node, groups.get(node, ()), links, ontology, Paper(published, dataset, silent)
                    )
                _store(ledger, node, row, edges, note)
            db.executemany("DELETE FROM stale WHERE node = ?", ((node,) for node in batch))
        done += len(batch)
        if on_progress:
            on_progress(done, total)
    return total


def _silences(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Times without papers; where they are others than the last time, all offices must be folded again."""
    known = (parse(published) for (published,) in ledger.db.execute("SELECT DISTINCT published FROM doc"))
    found = silences(day for days in known for day in days.values())
    if ledger.meta(_SILENT) != canonical(found):
        with ledger.transaction():
            ledger.db.execute("INSERT OR IGNORE INTO stale SELECT id FROM node WHERE label = 'Position'")
            ledger.note(_SILENT, canonical(found))
    return found


def _fold(
    ledger: Ledger, node: str, group: Any, links: Mapping[str, str], ontology: Ontology, paper: Paper
) -> tuple[dict[str, Any] | None, list[Edge]]:
    """`paper` learns the days of documents as they are met."""
    query = "SELECT name, published, body FROM piece JOIN doc ON doc.id = piece.id >> 20 WHERE raw = ?"
    pieces = []
    for raw in group or (node,):
        for doc, days, body in ledger.db.execute(query, (raw,)):
            pieces.append((doc, Piece.from_json(body, doc)))
            if doc not in paper.published:
                paper.published[doc] = {int(order): day for order, day in parse(days).items()}
    return fold_one(node, pieces, group, lambda i: links.get(i, i), ontology, paper)


def _store(ledger: Ledger, node: str, row: dict[str, Any] | None, edges: list[Edge], note: bool) -> None:
    """Write what is other than it was; `note`: and put it down in `differences`."""
    db = ledger.db
    found = db.execute("SELECT line FROM node WHERE id = ?", (node,)).fetchone()
    line = None if row is None else canonical(row)
    if line != (found and found[0]):
        if row is None:
            db.execute("DELETE FROM node WHERE id = ?", (node,))
        else:
            values = (node, row["label"], row.get("status"), row.get("published"), line)
            db.execute("INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?, ?)", values)
        if note:
            differences.add(ledger, nodes=[node])
    old = {(kind, a, b, edge): told for kind, a, b, edge, *told in db.execute(_EDGES, (node,))}
    new = {
        (e.row["type"], e.row["source"], e.row["target"], e.row["id"]): [canonical(e.row), _proofs(e)] for e in edges
    }
    gone = [key for key, told in old.items() if new.get(key) != told]
    come = [key for key, told in new.items() if old.get(key) != told]
    db.executemany("DELETE FROM edge WHERE type = ? AND source = ? AND target = ? AND id = ?", gone)
    db.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)", ((*key, node, *new[key]) for key in come))
    if note:  # the proofs beside the line are in no database
        differences.add(ledger, edges={k for k in (*gone, *come) if old.get(k, [None])[0] != new.get(k, [None])[0]})


def _proofs(edge: Edge) -> str:
    """What a picture shows of each proof beside its quote."""
    return canonical([[doc, p.article, p.start, p.end, p.rule, p.confidence, basis] for doc, basis, p in edge.proofs])
