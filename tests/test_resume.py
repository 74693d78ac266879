"""Builds after builds: what is known is not read again, what was killed goes on, what cannot be written is told."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import output
from kg.errors import InputError, UsageError
from kg.extraction.ner.dictionary import Dictionary
from kg.pipeline import build
from kg.schemas import schema_dir
from tests.test_build import PAPER, contents, run

Write = Callable[..., Path]
PEOPLE = ("沈知秋", "陶亦然", "林望舒", "罗映山")


def text(n: int) -> str:
    """A paper with a meeting of its own."""
    return PAPER.replace("5月5日", f"5月{n % 28 + 1}日").replace("沈知秋", PEOPLE[n % 4])


def papers(write: Write, count: int) -> Path:
    for n in range(count):
        path = write(f"{n:03}.txt", text(n))
    return path.parent


def made(folder: Path, out: Path, **options: object) -> dict[str, int]:
    """What a build did; every build here is of one paper, with exact names."""
    return build([folder], out, ner="dictionary", issued="2031-05", area="青溪区", **options).cache  # type: ignore[arg-type]


def fresh(folder: Path, out: Path) -> dict[str, bytes]:
    made(folder, out.with_name("fresh"), fresh=True)
    return contents(out.with_name("fresh"))


def test_a_second_build_reads_only_what_changed(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, 6), tmp_path / "out"
    assert made(folder, out)["read"] == 6
    newspaper("002.txt", text(9))
    newspaper("new.txt", text(10))
    (folder / "004.txt").unlink()
    assert {**made(folder, out), "folded": 0} == {"read": 2, "known": 5 - 1, "removed": 1, "folded": 0}
    assert contents(out) == fresh(folder, out)
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["cache"]["known"] == 4
    assert [d["doc"] for d in report["documents"]] == ["000.txt", "001.txt", "002.txt", "003.txt", "005.txt", "new.txt"]


def test_a_build_of_nothing_new_writes_nothing_but_the_report(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, 3), tmp_path / "out"
    made(folder, out)
    before = {p.name: p.stat() for p in out.iterdir()}
    assert made(folder, out) == {"read": 0, "known": 3, "removed": 0, "folded": 0}
    same = [name for name, stat in before.items() if (out / name).stat().st_ino == stat.st_ino]
    assert sorted(same) == [
        "edges.jsonl",
        "explorer.html",
        "graph.html",
        "graph.lbug",
        "merges.jsonl",
        "nodes.jsonl",
        "statements.jsonl",
    ]
    (out / "edges.jsonl").write_text("", encoding="utf-8")  # whoever spoils the result gets it again
    made(folder, out)
    assert contents(out) == fresh(folder, out)


def test_metadata_counts_as_content(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, 3), tmp_path / "out"
    made(folder, out)
    newspaper("manifest.csv", "file,publisher\n001.txt,青溪日报\n")
    assert made(folder, out)["read"] == 1
    assert build([folder], out, ner="dictionary", issued="2031-06", area="青溪区").cache["read"] == 3
    assert made(folder, out, dataset="mine")["read"] == 3
    assert made(folder, out, fresh=True)["read"] == 3


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the schemas that the build uses."""
    folder = tmp_path / "schemas"
    shutil.copytree(schema_dir(), folder)
    monkeypatch.setenv("KG_SCHEMAS", str(folder))
    return folder


def test_a_changed_rule_asks_the_recogniser_nothing(
    newspaper: Write, tmp_path: Path, schemas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = papers(newspaper, 3), tmp_path / "out"
    asked: list[str] = []
    whole = Dictionary.recognise
    monkeypatch.setattr(Dictionary, "recognise", lambda self, texts: asked.extend(texts) or whole(self, texts))
    made(folder, out)
    assert asked
    asked.clear()
    with (schemas / "rules" / "visits.yaml").open("a", encoding="utf-8") as file:
        file.write("# a note\n")
    assert made(folder, out) == {"read": 3, "known": 0, "removed": 0, "folded": 0}
    assert asked == []
    newspaper("001.txt", text(1) + "罗映山调研云杉机械。\n")
    made(folder, out)
    assert asked == ["罗映山调研云杉机械。"]


def test_a_changed_ontology_only_folds_again(newspaper: Write, tmp_path: Path, schemas: Path) -> None:
    from kg import ontology

    folder, out = papers(newspaper, 3), tmp_path / "out"
    made(folder, out)
    path = schemas / "ontology" / "event.yaml"
    path.write_text(
        path.read_text("utf-8").replace("timeOfDay: {type: string, fold: most", "timeOfDay: {type: string, fold: drop"),
        "utf-8",
    )
    ontology._load.cache_clear()
    done = made(folder, out)
    assert (done["read"], done["known"]) == (0, 3)
    assert done["folded"] > 10
    assert "timeOfDay" not in (out / "nodes.jsonl").read_text("utf-8")
    assert contents(out) == fresh(folder, out)
    ontology._load.cache_clear()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 9), min_size=1), min_size=1, max_size=4
    )
)
def test_any_series_of_builds_of_real_documents(tmp_path: Path, changes: list[dict[str, int | None]]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "z.txt").write_text(text(3), encoding="utf-8")
    for change in changes:
        for name, n in change.items():
            path = folder / f"{name}.txt"
            if n is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text(n), encoding="utf-8")
        made(folder, out)
    assert contents(out) == fresh(folder, out)


def test_what_fails_now_takes_its_facts_along_and_comes_back(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, 3), tmp_path / "out"
    made(folder, out)
    before = contents(out)
    path = newspaper("001.txt", b"\0\1\2" * 99)
    report = build([folder], out, ner="dictionary", issued="2031-05", area="青溪区")
    assert (len(report.failures), report.cache["removed"]) == (1, 1)
    path.write_text(text(1), encoding="utf-8")
    made(folder, out)
    assert contents(out) == before


def test_strict_stops_at_the_first_failure(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = papers(newspaper, 2), tmp_path / "out"
    made(folder, out)
    before = contents(out)
    newspaper("000.txt", b"\0\1\2" * 99)
    newspaper("002.txt", text(2))
    assert run("build", folder, "--out", out, "--ner", "dictionary", "--strict") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "000.txt" in line
    assert contents(out) == before


def test_dry_run_says_what_and_does_nothing(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper("manifest.csv", "file,area\n000.txt,青溪区\n")
    folder = papers(newspaper, 2)
    assert run("build", folder, "--out", tmp_path / "out", "--dry-run") == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed] == ["000.txt:", "001.txt:", "2"]
    assert "青溪区" in printed[0]
    assert {p.name for p in tmp_path.iterdir()} == {"papers"}
    assert run("build", tmp_path / "none", "--dry-run") == 2


def test_the_log_names_what_was_read_and_what_failed(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper("bad.txt", b"\0\1\2" * 99)
    folder, log = papers(newspaper, 2), tmp_path / "build.log"
    for _ in range(2):
        assert run("build", folder, "--out", tmp_path / "out", "--ner", "dictionary", "--log", log) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
    lines = log.read_text("utf-8").splitlines()
    for wanted, times in (
        ("INFO read 000.txt", 1),
        ("DEBUG known 000.txt", 1),
        ("bad.txt: is no text", 2),
        ("INFO wrote", 2),
    ):
        assert sum(wanted in line for line in lines) == times, wanted
    assert run("build", folder, "--out", tmp_path / "out", "--log", tmp_path / "no" / "such" / "log") == 2
    assert "--log" in capsys.readouterr().err


@pytest.mark.parametrize("spoiled", ["text", "version", "middle"])
def test_a_spoiled_ledger_is_thrown_away(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoiled: str
) -> None:
    folder, out = papers(newspaper, 4), tmp_path / "out"
    made(folder, out)
    before = contents(out)
    path = tmp_path / ".out.kg-work" / "ledger.sqlite"
    if spoiled == "version":
        from kg.ledger import Ledger

        with Ledger(path.parent) as ledger:
            ledger.note("version", "0")
    else:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(0 if spoiled == "text" else 16384)
            file.write(b"\xa5" * (999 if spoiled == "text" else size - 2 * 16384))
    newspaper("000.txt", text(0) + "\n")
    assert run("build", folder, "--out", out, "--ner", "dictionary", "--issued", "2031-05", "--area", "青溪区") == 0
    [line] = capsys.readouterr().err.splitlines()
    assert "ledger.sqlite" in line
    assert "thrown away" in line
    newspaper("000.txt", text(0))
    made(folder, out)
    assert contents(out) == before


def test_two_builds_of_one_folder(newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = papers(newspaper, 2), tmp_path / "out"
    with output.working(out):
        assert run("build", folder, "--out", out, "--ner", "dictionary") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "another build" in line
    assert not out.exists()


def test_nothing_is_left_of_a_build_that_read_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        build([tmp_path / "none"], tmp_path / "out", ner="dictionary")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=32m", "none", str(folder)], check=False).returncode:
        pytest.skip("this system lets not even root mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(newspaper: Write, tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First the folder cannot be written, then not even the ledger; each time one line, and the old result stays."""
    folder, out = papers(newspaper, 2), small_disk / "out"
    made(folder, out)
    before = contents(out)
    for count, left in ((12, 900_000), (400, 200_000)):
        papers(newspaper, count)
        (small_disk / "ballast").unlink(missing_ok=True)
        (small_disk / "ballast").write_bytes(b"0" * (shutil.disk_usage(small_disk).free - left))
        assert run("build", folder, "--out", out, "--ner", "dictionary", "--issued", "2031-05", "--area", "青溪区") == 2
        [line] = capsys.readouterr().err.splitlines()
        assert "full" in line
        assert "make room" in line
        assert contents(out) == before
    subprocess.run(["mount", "-o", "remount,size=99m", str(small_disk)], check=True)
    assert made(folder, out)["known"] > 2
    assert contents(out) == fresh(folder, tmp_path / "out")


def command(folder: Path, out: Path, *more: str) -> list[str]:
    about = ["--ner", "dictionary", "--issued", "2031-05", "--area", "青溪区"]
    return [sys.executable, "-m", "kg", "build", str(folder), "--out", str(out), *about, *more]


def test_kill_9_and_go_on(newspaper: Write, tmp_path: Path) -> None:
    """Killed anywhere, and killed again where it went on: the result is that of an undisturbed build."""
    folder, out = papers(newspaper, 40), tmp_path / "out"
    began = time.monotonic()
    subprocess.run([*command(folder, tmp_path / "whole")], check=True)
    took = time.monotonic() - began
    chance = random.Random(7)
    for jobs in ("1", "2"):
        for _ in range(3):
            child = subprocess.Popen(command(folder, out, "--jobs", jobs), start_new_session=True)
            time.sleep(took * chance.uniform(0.3, 1))
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            assert not out.exists() or contents(out) == contents(tmp_path / "whole")
        subprocess.run(command(folder, out, "--jobs", jobs), check=True)
        assert contents(out) == contents(tmp_path / "whole")
        shutil.rmtree(out)
        shutil.rmtree(tmp_path / ".out.kg-work")


def stored(ledger: Path) -> int:
    """How many documents a ledger holds that another process may be writing."""
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM doc").fetchone()[0])
    except sqlite3.Error:
        return 0


def begun(folder: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """A build that has committed its first documents."""
    child = subprocess.Popen(
        command(folder, out, *more),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that run in the background ignore Ctrl-C, and so would their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    ledger = out.parent / ".out.kg-work" / "ledger.sqlite"
    while child.poll() is None and not stored(ledger):  # libraries are loaded first, on a busy machine for seconds
        time.sleep(0.05)
    return child


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_tells_what_is_kept(
    newspaper: Write, tmp_path: Path, fresh: bool, jobs: str, number: signal.Signals
) -> None:
    """SIGTERM does as much; either sent to all processes of a build, as a terminal does."""
    folder, out = papers(newspaper, 400), tmp_path / "out"
    child = begun(folder, out, "--jobs", jobs, *(["--fresh"] if fresh else []))
    os.killpg(child.pid, number)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    [line] = err.splitlines()
    assert "are kept" in line
    assert ("without --fresh" in line) == fresh
    kept = int(line.split("stopped; ")[1].split()[0])
    assert not out.exists()
    again = made(folder, out)
    assert again["known"] == kept
    assert again["read"] == 400 - kept


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_ctrl_c_is_obeyed_at_once(newspaper: Write, tmp_path: Path, second: signal.Signals) -> None:
    """Though the first waits for what cannot be stopped: a library that is at work for a minute, and hears nothing."""
    folder, out = papers(newspaper, 3), tmp_path / "out"
    # A lock that one thread takes twice is waited for without end, whatever signals come.
    code = (
        "import ctypes, sys\nfrom kg import writing\nfrom kg.cli import main\n"
        "def long(*_):\n lock, take = ctypes.create_string_buffer(99), ctypes.CDLL(None).pthread_mutex_lock\n"
        " take(lock)\n print('here', flush=True)\n take(lock)\n"
        "writing.ladybug.write = long\nmain(sys.argv[1:])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, *command(folder, out)[3:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert child.stdout
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGINT)
    time.sleep(0.5)
    child.send_signal(second)
    began = time.monotonic()
    _, err = child.communicate(timeout=60)
    assert time.monotonic() - began < 20  # of a minute, on a busy machine
    assert child.returncode == 130
    [line] = err.splitlines()
    assert line == "kg: stopped at once; what was kept stays, and the same command goes on from there"
    assert not out.exists()
    assert made(folder, out)["known"] == 3
    assert contents(out) == fresh(folder, out)


def test_text_of_what_is_no_plain_text_is_kept(newspaper: Write, tmp_path: Path) -> None:
    newspaper("old.txt", text(1).encode("gb18030"))
    folder, out = newspaper("new.txt", text(2)).parent, tmp_path / "out"
    for _ in range(2):
        made(folder, out)
        assert (out / "texts" / "old.txt.txt").read_bytes().decode() == text(1)
        assert [p.name for p in (out / "texts").iterdir()] == ["old.txt.txt"]
        newspaper("new.txt", text(3))


def test_a_ledger_that_cannot_be_written(newspaper: Write, tmp_path: Path) -> None:
    folder, out = papers(newspaper, 2), tmp_path / "out"
    (tmp_path / ".out.kg-work" / "ledger.sqlite").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be written"):
        made(folder, out)


def test_progress_counts_documents_then_nodes(newspaper: Write, tmp_path: Path) -> None:
    from kg.progress import Progress

    folder, seen = papers(newspaper, 5), []
    made(folder, tmp_path / "out", on_progress=seen.append)
    read = [p for p in seen if p.stage == "read"]
    assert [p.done for p in read] == [1, 2, 3, 4, 5]
    assert {p.total for p in read} == {5}
    assert read[-1].characters == sum(len(text(n)) for n in range(5))
    assert seen[-1] == Progress("fold", seen[-1].total, seen[-1].total)
    seen.clear()
    made(folder, tmp_path / "out", on_progress=seen.append)
    assert all(p.done == p.total for p in seen)
