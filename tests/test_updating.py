"""A database brought up to date answers as one written whole; whatever goes wrong on the way, the next one is right."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import updates, writing
from kg.errors import StoreError
from kg.ids import canonical
from kg.ledger import Entry, Ledger, differences, documents, plan, refolding
from kg.pipeline import build
from kg.report import Report
from kg.statement import Statement, in_order
from kg.stores import updating
from kg.stores.columns import Schema
from kg.stores.ladybug import FILE, LadybugStore, write
from tests.test_ledger import histories
from tests.test_resume import text

Write = Callable[..., Path]


def dump(database: Path) -> dict[str, list[str]]:
    """All rows of all tables with all columns, in the order of their texts."""
    store, schema, found = LadybugStore(database), Schema.load(), {}
    try:
        for name, columns in (*schema.nodes.items(), *schema.edges.items()):
            values = ", ".join(f"n.`{c.name}` AS `{c.name}`" for c in columns)
            what = f"(n:`{name}`) RETURN" if name in schema.nodes else f"(a)-[n:`{name}`]->(b) RETURN a.id, b.id,"
            found[name] = sorted(map(repr, store.run(f"MATCH {what} {values}").rows))
    finally:
        store.close()
    return found


def is_as_whole(out: Path) -> bool:
    """Whether the database of a build holds what its rows say."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("nodes.jsonl", "edges.jsonl"):
            shutil.copy(out / name, folder)
        mine, other = dump(out / FILE), dump(write(Path(folder)))
    assert mine == other
    return bool(any(mine.values()))


def stop(done: int, total: int) -> None:
    raise KeyboardInterrupt


@settings(max_examples=6)
@given(histories(), st.integers(0, 4), st.booleans())
def test_any_series_of_builds(steps: list[dict[str, list[Statement] | None]], renamed: int, killed: bool) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        Ledger(Path(folder)) as ledger,
    ):
        patch.setattr(differences, "_SHARE", 99)
        out = Path(folder) / "out"
        for n, papers in enumerate(steps):
            for doc, found in papers.items():
                if found is None:
                    documents.remove(ledger, doc)
                else:
                    summary = {"doc": doc, "articles": 1, "characters": 1}
                    documents.put(ledger, Entry.from_statements(doc, in_order(found), summary), "key")
            if n == renamed:
                refolding.all_again(ledger)
            links = plan.plan(ledger, "linking")
            dataset = "kg" if n < renamed else "mine"
            if killed:
                with pytest.MonkeyPatch.context() as steps_of_one, suppress(KeyboardInterrupt):
                    steps_of_one.setattr(refolding, "_STEP", 1)
                    refolding.refold(ledger, links, dataset, stop)
            refolding.refold(ledger, links, dataset)
            report = Report({}, {})
            writing.write(ledger, out, report)
            assert is_as_whole(out) <= ("database" not in report.seconds) or n == 0, "it was written whole"


def papers(write: Write, numbers: range) -> Path:
    for n in numbers:
        path = write(f"{n:03}.txt", text(n))
    return path.parent


def made(folder: Path, out: Path, **options: object) -> bool:
    """Build, and tell whether the database was brought up to date, or left as it was."""
    report = build([folder], out, ner="dictionary", issued="2031-05", area="青溪区", **options)  # type: ignore[arg-type]
    assert not report.failures
    return "database" not in report.seconds


def test_real_builds_one_after_the_other(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, range(60)), tmp_path / "out"
    assert not made(folder, out)
    newspaper("060.txt", text(60))
    before = (out / FILE).stat().st_ino
    assert made(folder, out)
    assert (out / FILE).stat().st_ino != before
    assert is_as_whole(out)
    newspaper("004.txt", text(5))
    (folder / "007.txt").unlink()
    assert made(folder, out)
    assert is_as_whole(out)
    edges = map(json.loads, (out / "edges.jsonl").read_text("utf-8").splitlines())
    wrong = next(e["support"] for e in edges if e["type"] == "CHAIRED")
    decided = tmp_path / "out.judgements.jsonl"
    decided.write_text("".join(f'{{"judge": "reject", "statement": "{s}"}}\n' for s in wrong), encoding="utf-8")
    chaired = len(dump(out / FILE)["CHAIRED"])
    assert made(folder, out)
    assert is_as_whole(out)
    assert len(dump(out / FILE)["CHAIRED"]) < chaired
    decided.unlink()
    assert made(folder, out)
    assert is_as_whole(out)
    assert len(dump(out / FILE)["CHAIRED"]) == chaired
    assert not made(folder, out, dataset="mine")  # every row changes
    assert is_as_whole(out)
    made(folder, out, dataset="mine", database=False)
    assert not (out / FILE).exists()
    newspaper("061.txt", text(61))
    assert not made(folder, out, dataset="mine")
    assert is_as_whole(out)


@pytest.mark.parametrize("where", ["kg.stores.updating._check", "kg.ledger.differences.begin"])
def test_kill_9_in_the_middle_of_an_update(newspaper: Write, tmp_path: Path, where: str) -> None:
    """Killed before the rows are committed, and after the new folder took its place."""
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    module, _, name = where.rpartition(".")
    code = (
        f"import os, signal, sys, {module} as m\nfrom kg.pipeline import build\n"
        f"m.{name} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build([sys.argv[1]], sys.argv[2], ner='dictionary', issued='2031-05', area='青溪区')"
    )
    child = subprocess.run([sys.executable, "-c", code, str(folder), str(out)], check=False)
    assert child.returncode == -signal.SIGKILL
    assert not made(folder, out)
    assert is_as_whole(out)
    newspaper("021.txt", text(21))
    assert made(folder, out)
    assert is_as_whole(out)


@pytest.mark.parametrize("table", [1, 5, 9])
def test_kill_9_while_it_is_written_whole(newspaper: Write, tmp_path: Path, table: int) -> None:
    """Killed while the rows of a table are loaded: the old build answers as before, and the next one is whole."""
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    before = dump(out / FILE)
    code = (
        "import os, signal, sys\nimport kg.stores.ladybug as m\nfrom kg.pipeline import build\n"
        f"copy, left = m._copy, iter(range({table}))\n"
        "m._copy = lambda *a: copy(*a) if next(left, None) is not None else os.kill(os.getpid(), signal.SIGKILL)\n"
        "build([sys.argv[1]], sys.argv[2], ner='dictionary', issued='2031-05', area='青溪区', dataset='mine')"
    )
    child = subprocess.run([sys.executable, "-c", code, str(folder), str(out)], check=False)
    assert child.returncode == -signal.SIGKILL
    assert dump(out / FILE) == before
    assert is_as_whole(out)
    made(folder, out, dataset="mine")
    assert is_as_whole(out)
    assert dump(out / FILE) != before


def _refuse(*_: object) -> None:
    raise RuntimeError("no")


def test_an_update_that_fails_is_written_whole(
    newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    with monkeypatch.context() as patch:
        patch.setattr(updating, "_check", _refuse)
        assert not made(folder, out)
    assert "graph.lbug: cannot be brought up to date (no)" in caplog.text
    assert is_as_whole(out)
    assert sorted(p.name for p in out.iterdir() if "lbug" in p.name) == [FILE]


def test_a_row_whose_end_is_missing_is_noticed(newspaper: Write, tmp_path: Path) -> None:
    """The database would pass over it in silence."""
    out, other = tmp_path / "out", tmp_path / "other"
    made(papers(newspaper, range(2)), out)
    other.mkdir()
    edges = [json.loads(line) for line in (out / "edges.jsonl").read_text("utf-8").splitlines()]
    edge = {**next(e for e in edges if e["type"] == "CHAIRED"), "source": "Person:无此人"}
    counts = Counter(e["type"] for e in [*edges, edge])
    counts.update(json.loads(line)["label"] for line in (out / "nodes.jsonl").read_text("utf-8").splitlines())
    key = (edge["type"], edge["source"], edge["target"], edge["id"])
    with pytest.raises(StoreError, match="CHAIRED"):
        updating.update(out / FILE, other, [], [(key, canonical(edge))], counts)
    assert list(other.iterdir()) == []


def test_a_database_that_somebody_wrote_into_is_written_whole(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    store = LadybugStore(out / FILE, write=True)
    store.run("MATCH (p:Person) SET p.gender = 'x'")
    store.close()
    newspaper("020.txt", text(20))
    assert not made(folder, out)
    assert is_as_whole(out)


@pytest.fixture
def always_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small databases, too, are brought up to date by a process of their own."""
    monkeypatch.setattr(updates, "_LARGE", 0)


@pytest.mark.usefixtures("always_aside")
def test_a_process_of_its_own_gives_the_same(newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    asked: list[Path] = []
    finish = updates.Update.finish
    monkeypatch.setattr(updates.Update, "finish", lambda self, where: (asked.append(where), finish(self, where))[1])
    assert made(folder, out)
    assert len(asked) == 1
    assert is_as_whole(out)
    assert sorted(p.name for p in (tmp_path / ".out.kg-work").iterdir() if "update" in p.name) == []
    assert made(folder, out)  # nothing changed
    assert len(asked) == 1
    (folder / "003.txt").unlink()
    assert made(folder, out)
    assert len(asked) == 2
    assert is_as_whole(out)


@pytest.mark.usefixtures("always_aside")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda update: update._process.kill(), "its process ended"),
        (lambda update: (update._process.kill(), update._process.wait()), "its process ended"),
        (lambda update: shutil.rmtree(update._folder), "graph.lbug"),
    ],
)
def test_a_process_that_ends_costs_only_time(
    newspaper: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[updates.Update], object],
    said: str,
) -> None:
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    finish = updates.Update.finish
    with monkeypatch.context() as patch:
        patch.setattr(updates.Update, "finish", lambda self, where: (damage(self), finish(self, where)))
        assert not made(folder, out)
    assert "cannot be brought up to date" in caplog.text
    assert said in caplog.text
    assert is_as_whole(out)
    newspaper("021.txt", text(21))
    assert made(folder, out)
    assert is_as_whole(out)


@pytest.mark.usefixtures("always_aside")
def test_without_a_second_process_the_first_does_it(
    newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    assert made(folder, out)
    assert "no process can be started" in caplog.text
    assert is_as_whole(out)


def test_a_build_killed_beside_its_process_leaves_nothing_that_counts(newspaper: Write, tmp_path: Path) -> None:
    """The process of a killed build ends by itself, and what it left is swept up."""
    folder, out = papers(newspaper, range(20)), tmp_path / "out"
    made(folder, out)
    newspaper("020.txt", text(20))
    code = (
        "import os, signal, sys\nfrom kg import updates, writing\nfrom kg.pipeline import build\nupdates._LARGE = 0\n"
        "def finish(self, folder):\n print(self._process.pid, flush=True)\n os.kill(os.getpid(), signal.SIGKILL)\n"
        "updates.Update.finish = finish\n"
        "build([sys.argv[1]], sys.argv[2], ner='dictionary', issued='2031-05', area='青溪区')"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(out)], check=False, capture_output=True, text=True
    )
    assert child.returncode == -signal.SIGKILL
    wait_until(lambda: not is_alive(int(child.stdout)))
    made(folder, out)
    assert is_as_whole(out)
    newspaper("021.txt", text(21))
    assert made(folder, out)
    assert is_as_whole(out)
    assert [p.name for p in (tmp_path / ".out.kg-work").glob("update-*")] == []


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
