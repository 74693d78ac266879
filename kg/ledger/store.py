"""The SQLite file of a ledger: opened, thrown away when it cannot be used, written in whole steps."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError
from kg.ledger.transactions import Series, Step, Transactions

#: Raised when the tables or what stands in them change; a ledger of another version is not read.
VERSION = "4"
NAME = "ledger.sqlite"

# A piece's id is its document's id × PIECES + its number there, so that the pieces of a document lie together and
# `piece.id >> 20` is the document. `pieces` is their number and `seal` a digest of them and of the document's content.
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE doc (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, key TEXT, summary TEXT, tally TEXT,
    published TEXT, mixed INTEGER DEFAULT 0, pieces INTEGER, seal TEXT);
CREATE TABLE content (id INTEGER PRIMARY KEY, facts TEXT, lines BLOB, text BLOB, path TEXT, mentions BLOB,
    found BLOB);
CREATE TABLE piece (id INTEGER PRIMARY KEY, raw TEXT NOT NULL, near TEXT, body TEXT);
CREATE INDEX piece_raw ON piece (raw);
CREATE TABLE touched (raw TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE link (raw TEXT PRIMARY KEY, lead TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stale (node TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE node (id TEXT PRIMARY KEY, label TEXT, status TEXT, published TEXT, line TEXT) WITHOUT ROWID;
CREATE TABLE edge (type TEXT, source TEXT, target TEXT, id TEXT, at TEXT, line TEXT, proofs TEXT,
    PRIMARY KEY (type, source, target, id)) WITHOUT ROWID;
CREATE INDEX edge_at ON edge (at);
CREATE INDEX edge_ends ON edge (source, target, type);
"""
# Why people were joined (`kg.ledger.plan`), and which rows changed since the database was written (`kg.ledger.differences`).
# A ledger without them is none the worse, so they are added to one that has none.
_ADDED = """
CREATE TABLE IF NOT EXISTS reason (line TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changed_node (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changed_edge (type TEXT, source TEXT, target TEXT, id TEXT,
    PRIMARY KEY (type, source, target, id)) WITHOUT ROWID;
"""
PIECES = 1 << 20


class Damaged(Exception):  # noqa: N818  what it is, to those who catch it
    """The ledger cannot be used; the message says why. It holds nothing that cannot be worked out again."""


class Ledger:
    """An open ledger; close it, or use it in a ``with``.

    Args:
        folder: where it is or shall be; the caller holds the folder's lock.

    Raises:
        Damaged: the file is no ledger, or one of another version.
        UsageError: it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with self.errors():
            # One thread at a time uses it.
            self.db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._transactions = Transactions(self.db)
            try:
                self._open()
            except BaseException:
                self.db.close()
                raise

    def _open(self) -> None:
        self.db.execute("PRAGMA page_size = 16384")
        mode = self.db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        # In WAL a commit needs no flush to survive a kill; without it (network folders) be as safe as can be.
        self.db.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")
        self.db.execute("PRAGMA cache_size = -32768")
        tables = {name for (name,) in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            with self.transaction():
                for statement in _TABLES.split(";"):
                    self.db.execute(statement)
                self.db.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
        elif "meta" not in tables:
            raise Damaged("is no ledger")
        elif (version := self.meta("version")) != VERSION:
            raise Damaged(f"is of another version ({version})")
        for statement in _ADDED.split(";"):
            self.db.execute(statement)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it; what was not committed is gone."""
        self.db.close()

    def settle(self) -> None:
        """Put what was committed where it will lie, as closing would, while there is time for it."""
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def meta(self, name: str) -> str | None:
        """A value noted with `note`."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str, value: str | None) -> None:
        """Keep a value under a name; null forgets it."""
        if value is None:
            self.db.execute("DELETE FROM meta WHERE name = ?", (name,))
        else:
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def transaction(self) -> Step:
        """All of a ``with`` block, or nothing of it; inside another transaction a part of that one."""
        return self._transactions.step()

    def series(self, seconds: float) -> Series:
        """A ``with`` block of transactions that are committed together, so many seconds apart and when it ends, however
        that comes about."""
        return self._transactions.series(seconds)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """SQLite's errors in the block, and content that cannot be unpacked, as `Damaged` or UsageError."""
        try:
            yield
        except sqlite3.OperationalError as e:
            what, again = str(e), "the same command goes on from there"
            if "full" in what or "disk I/O" in what:
                raise UsageError(self.path, f"cannot be written ({what})", f"make room on the disk; {again}") from e
            if "locked" in what or "busy" in what:
                raise UsageError(self.path, "is in use by another program", f"close it; {again}") from e
            if "readonly" in what or "unable to open" in what:
                raise UsageError(self.path, f"cannot be written ({what})", "check the folder's permissions") from e
            raise Damaged(f"cannot be read ({what})") from e
        except (sqlite3.DatabaseError, zlib.error) as e:
            raise Damaged(f"cannot be read ({e})") from e


def discard(folder: Path) -> None:
    """Delete the ledger of a folder, if there is one."""
    for path in folder.glob(f"{NAME}*"):
        path.unlink()


def kept(folder: Path) -> int | None:
    """How many documents the ledger of a folder holds; null where it cannot be read."""
    if not (folder / NAME).is_file():
        return 0
    try:
        with Ledger(folder) as ledger, ledger.errors():
            return int(ledger.db.execute("SELECT count(*) FROM doc").fetchone()[0])
    except (Damaged, UsageError):
        return None
