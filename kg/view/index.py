"""What cannot be asked of the database: names by their parts and pinyin, and the full text of quotes and articles.

One SQLite file beside the build's ledger, made by a process of its own while the page is in use already: names first, which
takes a moment, then document by document. It can be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path

from kg.ids import digest
from kg.view.base import Base
from kg.view.events import spans
from kg.view.folding import forms, squeeze
from kg.view.rows import Row

NAME = "view.sqlite"
#: Raised when the tables or what stands in them change.
VERSION = "1"
#: Documents between two commits.
_BATCH = 200

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE name (node TEXT, label TEXT, by INTEGER, form TEXT, compared TEXT, ties INTEGER);
CREATE TABLE quote_at (id INTEGER PRIMARY KEY, doc TEXT, start INTEGER, end INTEGER, article TEXT);
CREATE TABLE article_at (id INTEGER PRIMARY KEY, doc TEXT, start INTEGER, end INTEGER, article TEXT);
"""
# A trigram index narrows; SQLite itself then compares the text, so that positions need not be kept.
_FULL_TEXT = "CREATE VIRTUAL TABLE {} USING fts5(body, tokenize='trigram case_sensitive 1', detail=none)"
_PLAIN = "CREATE TABLE {} (rowid INTEGER PRIMARY KEY, body TEXT)"
TEXTS = ("quote", "article")


def path_for(folder: Path) -> Path:
    """Where the index of a build lies: beside its ledger, or, where that cannot be written, in the temporary folder."""
    whole = folder.resolve()
    beside = whole.with_name(f".{whole.name}.kg-work")
    with suppress(OSError):
        beside.mkdir(exist_ok=True)
        if os.access(beside, os.W_OK):
            return beside / NAME
    return (
        Path(tempfile.gettempdir())
        / f"kg-view-{os.getuid() if hasattr(os, 'getuid') else 0}-{digest(str(whole))}.sqlite"
    )


def key(base: Base) -> str:
    """What an index must have been made of to be used."""
    return digest(VERSION, base.stamp, sorted({str(root.resolve()) for root in base.texts.roots}))


def ready(path: Path, wanted: str) -> float:
    """The share of an index that is ready, 0 to 1; 0 where there is none of this key."""
    try:
        with closing(connect(path)) as db:
            found = dict(db.execute("SELECT name, value FROM meta"))
        return float(found.get("done", 0)) if found.get("key") == wanted else 0.0
    except sqlite3.Error:
        return 0.0


def connect(path: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10, check_same_thread=False)
    db.execute("PRAGMA query_only = 1")
    return db


def make(folder: Path, source: Path | None, path: Path) -> None:
    """Make the index of a build; in place of another one."""
    base = Base(folder, source)
    try:
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        db = sqlite3.connect(path, isolation_level=None)
        # A private file of its user: what papers say of people is nobody else's business on a shared machine.
        path.chmod(0o600)
        with closing(db):
            db.execute("PRAGMA journal_mode = WAL")
            # Without it a machine that loses power could leave an index that calls itself whole and is not.
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("BEGIN")
            for statement in _TABLES.split(";"):
                db.execute(statement)
            for table in TEXTS:
                try:
                    db.execute(_FULL_TEXT.format(table))
                except sqlite3.OperationalError:  # an SQLite of before 2020: everything is gone through at each search
                    db.execute(_PLAIN.format(table))
            _fill_names(base, db)
            db.execute("INSERT INTO meta VALUES ('key', ?)", (key(base),))
            db.execute("INSERT INTO meta VALUES ('done', '0.01')")
            db.execute("COMMIT")
            if hasattr(os, "nice"):
                os.nice(10)  # names are waited for; texts may take their time
            _fill_texts(base, db)
    finally:
        base.close()


def _fill_names(base: Base, db: sqlite3.Connection) -> None:
    ties = {row["id"]: row["number"] for row in base.ask("ties")}
    rows = (
        (node["id"], node["label"], by, form, compared, ties.get(node["id"], 0))
        for node in base.nodes.after() for by, form, compared in forms(node)
    )  # fmt: skip
    db.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", rows)


def _fill_texts(base: Base, db: sqlite3.Connection) -> None:
    db.execute("BEGIN")
    documents = groupby(base.statements.after(), key=lambda s: s["evidence"]["doc"])
    total = max(1, base.documents)
    for number, (doc, found) in enumerate(documents, start=1):
        statements = list(found)
        _put(db, "quote", quotes(doc, statements))
        text = base.texts.of(doc)
        if text is not None:
            _put(db, "article", articles(doc, statements, text))
        if number % _BATCH == 0:
            db.execute("UPDATE meta SET value = ? WHERE name = 'done'", (str(min(0.99, number / total)),))
            db.execute("COMMIT")
            db.execute("BEGIN")
    db.execute("UPDATE meta SET value = '1' WHERE name = 'done'")
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(db: sqlite3.Connection, table: str, rows: Iterator[tuple[str, int, int, str, str]]) -> None:
    for *place, body in rows:
        cursor = db.execute(f"INSERT INTO {table}_at (doc, start, end, article) VALUES (?, ?, ?, ?)", place)  # noqa: S608
        db.execute(f"INSERT INTO {table} (rowid, body) VALUES (?, ?)", (cursor.lastrowid, squeeze(body)))  # noqa: S608


def quotes(doc: str, statements: list[Row]) -> Iterator[tuple[str, int, int, str, str]]:
    """Each quote of a document once: doc, start, end, article, and the quote; headlines as such are not among them."""
    for (start, end), group in groupby(statements, key=lambda s: (s["evidence"]["start"], s["evidence"]["end"])):
        said = [s for s in group if s["schema"] != "Article"]
        if said:
            yield doc, start, end, f"Article:{doc}#{said[0]['evidence']['article']}", said[0]["evidence"]["quote"]


def articles(doc: str, statements: list[Row], text: str) -> Iterator[tuple[str, int, int, str, str]]:
    """The articles of a document whose text is at hand: doc, start, end, article, and the text."""
    changed = {e["article"] for s in statements if text[(e := s["evidence"])["start"] : e["end"]] != e["quote"]}
    for order, (start, end) in sorted(spans(statements, len(text)).items()):
        if order not in changed:
            yield doc, start, end, f"Article:{doc}#{order}", text[start:end]


def start(folder: Path, source: Path | None, path: Path) -> subprocess.Popen[bytes]:
    """Make the index in a process of its own, so that answers need not wait for it."""
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    arguments = [str(folder.resolve()), str(path), *([str(source.resolve())] if source else [])]
    return subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", __name__, *arguments], env={**os.environ, "PYTHONPATH": paths}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait(path: Path, wanted: str, process: subprocess.Popen[bytes] | None, seconds: float = 30.0) -> float:
    """Wait until names can be found; the share of the index that is ready then."""
    until = time.monotonic() + seconds
    while (
        not (share := ready(path, wanted))
        and process is not None
        and process.poll() is None
        and time.monotonic() < until
    ):
        time.sleep(0.02)
    return share or ready(path, wanted)


def _main(folder: str, path: str, source: str | None = None) -> None:
    make(Path(folder), Path(source) if source else None, Path(path))


if __name__ == "__main__":
    _main(*sys.argv[1:])
