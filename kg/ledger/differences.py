"""Which rows are other than in the database of the build folder, so that it need not be written whole.

Noted in the transactions that change the rows, so a kill leaves the list complete. It is only kept while a database is
known to which it leads back: one that was written by this code, and that nobody has touched since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.ledger.store import Ledger

#: Meta: the database that shows all but the changed rows.
_DATABASE = "database"
#: Where more than this part of all rows changed, writing the database whole is as quick.
_SHARE = 0.2
#: Changes leave holes in the file, which later ones fill: after some days it is 1.7 times as large as one written whole.
#: One that is larger than this many times, and this many bytes, is written whole again.
_GROWTH, _SLACK = 2, 64 << 20


def are_kept(ledger: Ledger) -> bool:
    """Whether changed rows shall be noted."""
    return ledger.meta(_DATABASE) is not None


def add(ledger: Ledger, nodes: Iterable[str] = (), edges: Iterable[tuple[str, ...]] = ()) -> None:
    """Note nodes, and edges by type, source, target and id, as changed."""
    ledger.db.executemany("INSERT OR IGNORE INTO changed_node VALUES (?)", ((node,) for node in nodes))
    ledger.db.executemany("INSERT OR IGNORE INTO changed_edge VALUES (?, ?, ?, ?)", edges)


def are_from(ledger: Ledger, database: Path, made_with: str) -> bool:
    """Whether the changed rows are all that a database lacks.

    Args:
        made_with: fingerprint of what decides about a database beside the rows.
    """
    known = ledger.meta(_DATABASE)
    if known is None or not database.is_file():
        return False
    before = json.loads(known)
    return not before["tried"] and before["seen"] == _seen(database) and before["made with"] == made_with


def lead_from(ledger: Ledger, database: Path, made_with: str) -> bool:
    """Whether a database with the changed rows applied is what the ledger holds, and that is worth while; see `are_from`."""
    if not are_from(ledger, database, made_with):
        return False
    whole = json.loads(ledger.meta(_DATABASE) or "")["whole"]
    count = "SELECT (SELECT count(*) FROM {0}node) + (SELECT count(*) FROM {0}edge)"
    (changed,), (rows,) = (ledger.db.execute(count.format(prefix)).fetchone() for prefix in ("changed_", ""))
    return bool(changed <= _SHARE * rows and database.stat().st_size <= _GROWTH * whole + _SLACK)


def trying(ledger: Ledger) -> None:
    """Note that the changed rows are being applied: should that crash, the next database is written whole."""
    if known := ledger.meta(_DATABASE):
        with ledger.transaction():
            ledger.note(_DATABASE, json.dumps({**json.loads(known), "tried": True}))


def begin(ledger: Ledger, database: Path | None, made_with: str, updated: bool = False) -> None:
    """From now on note what is other than in a database, which shows all that the ledger holds; null: in none."""
    with ledger.transaction():
        known = json.loads(ledger.meta(_DATABASE) or "{}")
        ledger.db.execute("DELETE FROM changed_node")
        ledger.db.execute("DELETE FROM changed_edge")
        if database is None or not database.is_file():
            ledger.note(_DATABASE, None)
            return
        size = database.stat().st_size
        whole = known.get("whole", size) if updated else size
        new = {"seen": _seen(database), "made with": made_with, "whole": whole, "tried": False}
        ledger.note(_DATABASE, json.dumps(new))


def nodes(ledger: Ledger) -> Iterator[tuple[str, str | None]]:
    """The changed nodes with their lines in nodes.jsonl; null when there is none any more."""
    return ledger.db.execute("SELECT id, line FROM changed_node LEFT JOIN node USING (id) ORDER BY id")


def edges(ledger: Ledger) -> Iterator[tuple[tuple[str, str, str, str], str | None]]:
    """The changed edges, by type, source, target and id, with their lines in edges.jsonl; null when there is none."""
    query = (
        "SELECT type, source, target, id, line FROM changed_edge LEFT JOIN edge USING (type, source, target, id)"
        " ORDER BY type, source, target, id"
    )
    return (((kind, a, b, edge), line) for kind, a, b, edge, line in ledger.db.execute(query))


def _seen(database: Path) -> list[object]:
    """What can be seen of a database without reading it; what another program has not put into it yet lies beside it."""
    stat = database.stat()
    return [stat.st_size, stat.st_mtime_ns, database.with_name(f"{database.name}.wal").exists()]
