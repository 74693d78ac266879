"""What is kept, shown and added is whole: a ledger that is not is told and read again, a graph that is not is never shown."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg import auditing, deciding, output, safekeeping, tasks
from kg.document import Document
from kg.errors import KgError, UsageError
from kg.exports import codebook, formats
from kg.ledger import Ledger, documents, entries, fingerprints, judging, soundness
from kg.ledger.entries import Entry
from kg.pipeline import build
from kg.statement import Statement
from tests.test_build import contents
from tests.test_ledger import told
from tests.test_resume import fresh, papers

Write = Callable[..., Path]


class Built:
    """A folder of papers and its build, of which the ledger can be spoiled."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder, self.out = folder, out
        self.again()
        self.first = contents(out)

    def again(self, **options: object) -> tuple[dict[str, int], list[str]]:
        """What the next build does, and what it tells."""
        told: list[str] = []
        report = build([self.folder], self.out, ner="dictionary", issued="2031-05", area="青溪区", on_notice=told.append,
                       **options)  # type: ignore[arg-type]  # fmt: skip
        assert not report.failures
        return report.cache, told

    def spoil(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.out.parent / ".out.kg-work" / "ledger.sqlite")) as db, db:
            for statement in statements:
                assert db.execute(statement).rowcount


@pytest.fixture
def built(newspaper: Write, tmp_path: Path) -> Built:
    return Built(papers(newspaper, 4), tmp_path / "out")


_SECOND = "(SELECT id FROM doc WHERE name = '001.txt')"


@pytest.mark.parametrize(
    ("spoiled", "check", "said"),
    [
        (f"DELETE FROM piece WHERE id = (SELECT max(id) FROM piece WHERE id >> 20 = {_SECOND})", False, "pieces are kept"),
        (f"DELETE FROM piece WHERE id >> 20 = {_SECOND}", False, "0 of"),
        (f"DELETE FROM content WHERE id = {_SECOND}", False, "statements are not kept"),
        (f"UPDATE piece SET body = replace(body, '罗映山', '罗映川') WHERE id >> 20 = {_SECOND}", True, "not what was read"),
        (f"UPDATE content SET facts = facts || ' ' WHERE id = {_SECOND}", True, "not what was read"),
        (f"UPDATE content SET lines = (SELECT lines FROM content WHERE id <> {_SECOND}) WHERE id = {_SECOND}", False,
         "does not stand at"),
    ],
)  # fmt: skip
def test_a_document_that_is_not_whole_is_told_and_read_again(
    built: Built, spoiled: str, check: bool, said: str
) -> None:
    built.spoil(spoiled)
    cache, told = built.again(check=check)
    assert (cache["read"], cache["known"]) == (1, 3)
    [line] = told
    assert line.startswith("001.txt: ")
    assert said in line
    assert line.endswith("it is read again")
    assert contents(built.out) == built.first
    assert built.again(check=True) == ({"read": 0, "known": 4, "removed": 0, "folded": 0}, [])


def test_what_only_a_whole_check_can_see_is_seen_by_it_alone(built: Built) -> None:
    built.spoil(f"UPDATE content SET facts = facts || ' ' WHERE id = {_SECOND}")
    assert built.again()[1] == []
    assert len(built.again(check=True)[1]) == 1


@pytest.mark.parametrize(
    ("spoiled", "check", "said"),
    [
        ("DELETE FROM node WHERE label = 'Person'", False, "which is not there"),
        ("UPDATE edge SET line = replace(line, '\"support\":[\"', '\"support\":[\"0')", False, "does not say so"),
        ("UPDATE edge SET line = replace(line, '\"support\":[\"', '\"support\":[\"0') WHERE type = 'AT'", True,
         "which no document says"),
    ],
)  # fmt: skip
def test_a_graph_that_does_not_hold_together_is_not_shown(
    built: Built, newspaper: Write, spoiled: str, check: bool, said: str
) -> None:
    """It is made from nothing, and that is told."""
    built.spoil(spoiled)
    newspaper("009.txt", "云杉机械发展规划\n\n5月6日，云杉机械举行座谈会。\n")
    cache, told = built.again(check=check)
    [line] = told
    assert said in line
    assert "everything is read again" in line
    assert cache["read"] == 5
    assert contents(built.out) == fresh(built.folder, built.out)


def test_a_graph_that_never_holds_together_leaves_the_good_one(
    built: Built, newspaper: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    newspaper("009.txt", "青溪区委常委会召开会议\n\n5月9日，区委书记陶亦然主持会议。\n")
    monkeypatch.setattr(soundness, "broken", lambda ledger, whole: "HOLDS 7 leads nowhere")
    with pytest.raises(KgError, match=r"out: the graph does not hold together: .*HOLDS 7 leads nowhere.*; report it"):
        built.again()
    assert contents(built.out) == built.first
    monkeypatch.undo()
    built.again()
    assert contents(built.out) == fresh(built.folder, built.out)


def test_a_quote_that_does_not_stand_is_no_fact(
    newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = papers(newspaper, 2)
    whole = tasks._extractor("dictionary", None, True)

    class Slipping:
        """An extractor that takes one document for another of its length."""

        recogniser = whole.recogniser

        def extract(self, document: Document) -> list[Statement]:
            found = whole.extract(document)
            if document.doc == "001.txt":
                object.__setattr__(document, "raw", "。" + document.raw[:-1])
            return found

    monkeypatch.setattr(tasks, "_extractor", lambda *_: Slipping())
    report = build([folder], tmp_path / "out", ner="dictionary", issued="2031-05", area="青溪区")
    [error] = report.failures
    assert error.where == "001.txt"
    assert "does not stand at" in error.what
    assert [d["doc"] for d in report.documents] == ["000.txt"]


def test_a_part_of_a_transaction_fails_alone(tmp_path: Path) -> None:
    def put(ledger: Ledger, name: str) -> None:
        documents.put(ledger, Entry.from_statements(name, told(name, "沈知秋"), {}), "key")

    def fail(ledger: Ledger, name: str) -> None:
        with ledger.transaction():
            put(ledger, name)
            raise KeyboardInterrupt

    with Ledger(tmp_path) as ledger:
        with ledger.transaction():
            put(ledger, "a.txt")
            with pytest.raises(KeyboardInterrupt):
                fail(ledger, "b.txt")
            put(ledger, "c.txt")
        with pytest.raises(KeyboardInterrupt):
            fail(ledger, "d.txt")
        assert [n for (n,) in ledger.db.execute("SELECT name FROM doc ORDER BY name")] == ["a.txt", "c.txt"]


def test_what_could_not_even_be_undone_takes_its_series_along(tmp_path: Path) -> None:
    """As when a second exception strikes while the first is being cleaned up."""
    with Ledger(tmp_path) as ledger:

        def work() -> None:
            with ledger.series(-1) as series:
                ledger.note("first", "1")
                series.settle()
                ledger.note("second", "1")
                ledger._transactions.begin()
                ledger.note("half", "1")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work()
        assert [ledger.meta(name) for name in ("first", "second", "half")] == ["1", None, None]


def test_a_judgement_is_written_whole_or_not_at_all(
    tmp_path: Path, graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.judgements.jsonl"
    path.write_text('{"judge": "accept", "statement": "1"}', encoding="utf-8")  # no end of line
    before, write = path.read_bytes(), os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) < 40:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data[: len(data) - 30])

    def decide() -> Path:
        return deciding.judge("different", "沈知秋", "罗映山", judgements=path, among=graph)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(UsageError, match="cannot be written"):
            decide()
    assert path.read_bytes() == before
    decide()
    assert len(path.read_text("utf-8").splitlines()) == 2


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)

    def spoil() -> None:
        with safekeeping.replaced(path) as new:
            new.write_text("ne", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spoil()
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text("utf-8") == "old"
    with safekeeping.replaced(path) as new:
        new.write_text("new", encoding="utf-8")
    assert path.read_text("utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_an_export_that_is_stopped_leaves_the_earlier_one(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = formats.export(built.out, "csv", tmp_path / "csv")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for module, name in ((codebook, "write"), (output, "_swap")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, stop)
            with pytest.raises(KeyboardInterrupt):
                formats.export(built.out, "csv", folder)
        assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
        assert [p.name for p in tmp_path.iterdir() if "csv" in p.name] == ["csv"]


def test_half_a_sheet_is_no_sheet(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = tmp_path / "audit.csv"
    with monkeypatch.context() as patch:
        patch.setattr(auditing, "cell", lambda value: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            auditing.audit(built.out, 3, [sheet])
    assert not sheet.exists()
    assert len(auditing.audit(built.out, 3, [sheet])) == 3


def test_a_swap_in_two_steps_that_fails_half_way_brings_the_old_folder_back(
    built: Built, newspaper: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system cannot exchange two names at once."""
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.name == ".out.kg-new":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(path, to)

    newspaper("009.txt", "青溪区委常委会召开会议\n\n5月9日，区委书记陶亦然主持会议。\n")
    monkeypatch.setattr(output, "_exchange", lambda *_: False)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(UsageError, match="cannot be written"):
            built.again()
    assert contents(built.out) == built.first
    built.again()
    assert contents(built.out) == fresh(built.folder, built.out)


@pytest.mark.parametrize("changed", ["judgements", "ontology"])
def test_what_was_put_in_between_as_something_else_had_it_is_put_again(
    built: Built, newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    """A build with other judgements, or another ontology, is stopped after reading; the next has the former ones again."""
    path = newspaper("004.txt", "青溪区委常委会召开会议\n\n5月9日，区委书记陶亦然主持会议。\n")
    wanted = fresh(built.folder, built.out)
    lines = map(json.loads, wanted["statements.jsonl"].splitlines())
    chaired = next(s["id"] for s in lines if s["schema"] == "CHAIRED" and s["evidence"]["doc"] == path.name)
    decided = tmp_path / "out.judgements.jsonl"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if changed == "judgements":
            patch.setattr(judging, "replay", stop)
            decided.write_text(json.dumps({"judge": "reject", "statement": chaired}), encoding="utf-8")
        else:
            whole = entries.cut
            patch.setattr(documents, "cut_again", stop)
            patch.setattr(fingerprints, "of_cutting", lambda: "another")
            patch.setattr(entries, "cut", lambda *a: dict(list(whole(*a).items())[:1]))
        with pytest.raises(KeyboardInterrupt):
            built.again()
    decided.unlink(missing_ok=True)
    built.again()
    assert contents(built.out) == wanted
