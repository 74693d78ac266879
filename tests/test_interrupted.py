"""An exception at any moment: wherever it strikes, the result is the old or the new one, and the next build is undisturbed.

For every n, an exception of each kind is raised at the n-th statement sent to SQLite, and at the n-th operation on a file, of
a build of three documents and of one that changes, adds and removes one. What lies on disk then decides about the next build,
so of the n that leave the same behind one is built again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import jinja2
import pytest

from kg import writing
from kg.errors import KgError
from kg.ledger import refolding
from kg.pipeline import build
from kg.report import Report
from kg.stores.ladybug import FILE
from tests import faults
from tests.faults import Fault
from tests.test_updating import dump

PAPER = "青溪区委常委会召开会议\n\n5月{day}日，区委书记{who}主持会议。罗映山出席。\n"
KINDS: dict[str, Callable[[], BaseException]] = {
    "interrupt": KeyboardInterrupt,
    "system": lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "sqlite": lambda: sqlite3.OperationalError("database or disk is full"),
    "memory": MemoryError,
}
#: What is written otherwise on another day.
_VOLATILE = ("report.json",)


def paper(day: int, who: str = "沈知秋") -> bytes:
    return PAPER.format(day=day, who=who).encode()


def first(papers: Path) -> None:
    papers.mkdir()
    (papers / "a.txt").write_bytes(paper(5))
    (papers / "b.txt").write_bytes(paper(6, "陶亦然").decode().encode("gb18030"))
    (papers / "c.txt").write_bytes(paper(7))


def second(papers: Path) -> None:
    """Change one, add one, remove one."""
    (papers / "a.txt").write_bytes(paper(5, "林望舒"))
    (papers / "b.txt").unlink()
    (papers / "d.txt").write_bytes(paper(8).decode().encode("gb18030"))


def made(place: Path, database: bool) -> Report:
    folder, out = place / "papers", place / "out"
    return build([folder], out, ner="dictionary", issued="2031-05", area="青溪区", database=database)


def files(place: Path) -> dict[str, str]:
    """Every file under a folder but papers, ledger and database, by a hash of its bytes; the report's alone by its name."""
    found = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and "sqlite" not in name and not name.startswith("papers/"):
            volatile = path.name in _VOLATILE or path.suffix == ".lbug"
            found[name] = "" if volatile else hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir() and name.startswith("."):
            found[f"{name}/"] = ""
    return found


def state(place: Path) -> str:
    """All on disk that decides about the next build."""
    found: list[Any] = [files(place)]
    ledger = place / ".out.kg-work" / "ledger.sqlite"
    if ledger.is_file():
        with closing(sqlite3.connect(ledger)) as db:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
                rows = db.execute(f"SELECT * FROM {table}").fetchall()
                found.append(
                    (table, [_plain(place, *row) if table == "meta" else row for row in sorted(rows, key=repr)])
                )
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _plain(place: Path, name: str, value: Any) -> tuple[str, Any]:
    """A row of meta without the moment at which a file was written."""
    if name == "shown":
        return name, value == writing._seen(place / "out")
    return name, bool(value) if name == "database" else value


class Scenario:
    """A folder of papers, of which a build is disturbed again and again.

    Args:
        earlier: whether there was a build of other papers before.
        database: whether graph.lbug is built, too.
    """

    def __init__(self, home: Path, earlier: bool, database: bool) -> None:
        self.start, self.place, self.database = home / "start", home / "place", database
        self.start.mkdir()
        first(self.start / "papers")
        if earlier:
            made(self.start, database)
            second(self.start / "papers")
        self.old = self._out(self.start)
        self.reset()
        made(self.place, database)
        self.new, self.rows = self._out(self.place), self._rows()
        self.left = self._left()
        self.seen: set[str] = set()

    def _left(self) -> set[str]:
        """All files but the graph that was replaced: one that lacked what could not be read is kept, too, for `kg diff`."""
        return {name for name in files(self.place) if "/previous/" not in name}

    def reset(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.start, self.place)

    @staticmethod
    def _out(place: Path) -> dict[str, str]:
        return {name: found for name, found in files(place).items() if name.startswith("out/")}

    def _rows(self) -> dict[str, list[str]]:
        return dump(self.place / "out" / FILE) if self.database else {}

    def disturb(self, hook: Callable[[Fault], AbstractContextManager[None]], fault: Fault) -> None:
        """Build, with a fault; whatever comes of it, what is shown is whole, and so is the next build."""
        self.reset()
        raised: BaseException | None = None
        told = False
        try:
            with hook(fault):
                told = bool(made(self.place, self.database).failures)
        except BaseException as e:
            raised = e
        # What SQLite says of no statement, since the fault is that of a file, is nobody's to explain.
        told_in_a_line = isinstance(raised, (KeyboardInterrupt, KgError, MemoryError))
        assert raised is None or told_in_a_line or isinstance(raised, sqlite3.Error), repr(raised)
        # What could not be read or written is told; without that, nothing is missing.
        shown = self._out(self.place)
        assert told or shown == self.new or (raised and shown == self.old), sorted(shown)
        now = state(self.place)
        if now not in self.seen:
            made(self.place, self.database)
            assert self._out(self.place) == self.new
            assert self._rows() == self.rows
            assert self._left() == self.left
            self.seen.add(now)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many commits as a large build has; and the templates of the picture are not compiled hundreds of times."""
    monkeypatch.setattr(refolding, "_STEP", 5)
    whole, made = jinja2.Environment, {}
    monkeypatch.setattr(
        jinja2,
        "Environment",
        lambda loader, **more: made.setdefault(repr(loader.searchpath), whole(loader=loader, **more)),
    )


def hook_of(where: str, place: Path) -> Callable[[Fault], AbstractContextManager[None]]:
    if where == "statement":
        return faults.statements
    return lambda fault: faults.operations(fault, place, "lbug" if where == "database" else "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["statement", "file operation", "database"])
@pytest.mark.parametrize("earlier", [False, True], ids=["from nothing", "again"])
def test_an_exception_anywhere(tmp_path: Path, earlier: bool, where: str, kind: str) -> None:
    scenario = Scenario(tmp_path, earlier, where == "database")
    hook, counted = hook_of(where, scenario.place), Fault()
    scenario.disturb(hook, counted)
    for n in range(1, counted.count + 1):
        fault = Fault(n, KINDS[kind])
        try:
            scenario.disturb(hook, fault)
        except Exception as e:
            raise AssertionError(f"{kind} at {where} {n} of {counted.count}: {e}") from e
