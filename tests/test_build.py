"""The main job, from files to files."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.document import Document
from kg.errors import KgError, UsageError
from kg.exports import jsonl
from kg.pipeline import build

SEEDS = Path(__file__).parent.parent / "seeds"
SAME = ("statements.jsonl", "nodes.jsonl", "edges.jsonl", "merges.jsonl", "graph.html", "explorer.html")
PAPER = (
    "青溪区委常委会召开会议\n\n"
    "本报讯（记者 文竹）5月5日上午，区委常委会召开会议。区委书记沈知秋主持会议并讲话。区领导罗映山、白露出席。\n"
)
Write = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME}


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(a) for a in arguments])
    return int(end.value.code or 0)


def assert_proven(out: Path, raw: Callable[[str], str]) -> None:
    """Every quote stands at its offsets, and every edge leads to its statements."""
    proofs = {}
    for s in jsonl.read_statements(out):
        e = s.evidence
        assert raw(e.doc)[e.start : e.end] == e.quote
        proofs[s.id] = s
    for edge in jsonl.read(out).edges():
        assert edge["support"], edge["id"]
        assert [proofs[s].evidence.quote for s in edge["support"]] == edge["quotes"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of an invented paper."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "papers").mkdir()
    (folder / "papers" / "青溪日报.txt").write_text(PAPER, encoding="utf-8")
    out = folder / "out"
    assert (
        run(
            "build",
            folder / "papers",
            "--out",
            out,
            "--ner",
            "dictionary",
            "--issued",
            "2031-05-06",
            "--area",
            "青溪区",
        )
        == 0
    )
    return out


def test_small_build_has_all_files_and_facts(small: Path) -> None:
    assert {p.name for p in small.iterdir()} == {*SAME, "graph.lbug", "report.json"}
    graph = jsonl.read(small)
    there = {(graph.node(e["source"])["name"], e["type"]) for e in graph.edges() if e["target"].startswith("Event:")}
    assert {("沈知秋", "CHAIRED"), ("沈知秋", "SPOKE_AT"), ("罗映山", "ATTENDED"), ("白露", "ATTENDED")} <= there
    assert ("文竹", "ATTENDED") not in there
    assert_proven(small, lambda doc: (small.parent / "papers" / doc).read_text(encoding="utf-8"))


def test_report(small: Path) -> None:
    report = json.loads((small / "report.json").read_text(encoding="utf-8"))
    [document] = report["documents"]
    assert (document["doc"], document["issued"], document["area"]) == ("青溪日报.txt", "2031-05-06", "青溪区")
    assert document["characters"] == len(PAPER)
    lines = {name: (small / name).read_text(encoding="utf-8").count("\n") for name in SAME}
    assert document["statements"] == sum(report["found"]["statements"].values()) == lines["statements.jsonl"]
    assert sum(report["found"]["nodes"].values()) == lines["nodes.jsonl"]
    assert sum(report["found"]["edges"].values()) == lines["edges.jsonl"]
    assert report["versions"]["kg"]
    assert report["failed"] == []


def test_line_ends_do_not_matter_to_the_proof(newspaper: Write, tmp_path: Path) -> None:
    path = newspaper("a.txt", PAPER.replace("\n", "\r\n"))
    build([path], tmp_path / "out", ner="dictionary", issued="2031-05-06", area="青溪区")
    assert_proven(tmp_path / "out", lambda doc: path.read_bytes().decode())


def test_bad_inputs_are_named_and_the_rest_is_done(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper("good.txt", PAPER)
    newspaper("empty.txt", "")
    newspaper("binary.txt", b"\x00\x01\x02" * 50)
    newspaper("legacy.txt", PAPER.encode("euc-kr", "ignore"))
    folder = newspaper("manifest.csv", "name,area\ngood.txt,青溪区\n").parent
    (tmp_path / "bare").mkdir()
    bad = (folder / "missing.txt", tmp_path / "bare")
    code = run("build", folder, *bad, "--out", tmp_path / "out", "--ner", "dictionary")
    err = capsys.readouterr().err.splitlines()
    assert code == 1
    assert len(err) == 6
    for about in ("empty.txt", "binary.txt", "legacy.txt", "manifest.csv:1", "missing.txt", "bare"):
        assert len([line for line in err if line.startswith("kg: ") and about in line]) == 1, (about, err)
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [d["doc"] for d in report["documents"]] == ["good.txt"]
    assert len(report["failed"]) == 6
    assert all(f["what"] and f["todo"] for f in report["failed"])


@pytest.mark.parametrize(
    ("manifest", "about"),
    [
        ("name,area\na.txt,青溪区\n".encode(), ("manifest.csv:1", "no column 'file'", "read without it")),
        (b"file,area\na.txt,\xe9t\xe9\n", ("is not UTF-8", "read without it", "save it as UTF-8")),
        (
            b"file,issued\na.txt,2031/2/30\n",
            ("manifest.csv:2: issued '2031/2/30' is no date, read without it", "all other rows count"),
        ),
        (b"file\na.txt\nb.txt\n", ("manifest.csv: names b.txt, not in the folder",)),
        (b"file\nb\nc\nd\ne\nf\n", ("names b, c, d and 2 more, not in the folder",)),
    ],
)
def test_a_broken_manifest_is_one_line_and_1(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], manifest: bytes, about: tuple[str, ...]
) -> None:
    newspaper("manifest.csv", manifest)
    folder = newspaper("a.txt", PAPER).parent
    assert run("build", folder, "--out", tmp_path / "out", "--ner", "dictionary") == 1
    [line] = capsys.readouterr().err.splitlines()
    assert all(text in line for text in about), line


@pytest.mark.parametrize(
    ("printed", "issued"),
    [("2031/5/8", "2031-05-08"), ("2031.5.8", "2031-05-08"), ("2031-05-08", "2031-05-08"), ("2031/5", "2031-05")],
)
def test_dates_as_spreadsheets_write_them(newspaper: Write, tmp_path: Path, printed: str, issued: str) -> None:
    newspaper("manifest.csv", f"file,issued\na.txt,{printed}\n")
    folder = newspaper("a.txt", PAPER).parent
    [document] = build([folder], tmp_path / "out", ner="dictionary").documents
    assert (document["issued"], document["issuedFrom"]) == (issued, "manifest")
    [document] = build([folder], tmp_path / "out", ner="dictionary", issued=printed).documents
    assert (document["issued"], document["issuedFrom"]) == (issued, "option")


def test_without_a_terminal_a_build_ends_in_one_line(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = newspaper("a.txt", PAPER), tmp_path / "out"
    assert run("build", path, "--out", out, "--ner", "dictionary") == 0
    printed = capsys.readouterr()
    [line] = printed.out.splitlines()
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert str(out) in line
    assert f"{sum(report['found']['edges'].values())} edges" in line
    assert printed.err == ""
    assert report["unknown"] == {"issued": 1, "area": 1}
    assert "1 document without a date of issue: days such as 4月29日 have no year" in line
    assert line.endswith("; give --issued and --area, or a manifest.csv beside the papers")
    assert run("build", path, "--out", out, "--ner", "dictionary", "--area", "青溪区") == 0
    assert capsys.readouterr().out.endswith("; give --issued, or a manifest.csv beside the papers\n")
    assert run("build", path, "--out", out, "--ner", "dictionary", "--area", "青溪区", "--issued", "2031-05") == 0
    assert capsys.readouterr().out.endswith(" edges\n"), "all is known"
    assert Path(report["schemas"], "lexicon").is_dir()
    assert run("build", path, "--out", out, "--ner", "dictionary", "-q") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("content", ["", b"\x00\xff" * 99, None])
def test_nothing_usable_is_2_and_leaves_the_old_build(
    newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes | None
) -> None:
    out = tmp_path / "out"
    build([newspaper("good.txt", PAPER)], out, ner="dictionary")
    before = contents(out)
    path = tmp_path / "bare" if content is None else newspaper("bad.txt", content)
    if content is None:
        path.mkdir()
    assert run("build", path, "--out", out, "--ner", "dictionary") == 2
    [line] = capsys.readouterr().err.splitlines()
    assert path.name in line
    assert contents(out) == before
    assert {p.name for p in tmp_path.glob(".out*")} <= {".out.kg-work"}


def test_wrong_options_are_2(newspaper: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = newspaper("good.txt", PAPER)
    for option, value in (("--ner", "oracle"), ("--issued", "yesterday")):
        assert run("build", path, "--out", tmp_path / "out", option, value) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert value in line
    assert run("build", path, "--out", path.parent) == 2
    assert "good.txt" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == PAPER
    assert {p.name for p in tmp_path.iterdir()} == {"papers"}


def test_one_bad_document_does_not_end_the_batch(
    newspaper: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw, on one document only: told, and the rest is done."""
    from kg.extraction import Extractor

    whole = Extractor.extract

    def break_on_b(self: Extractor, document: Document) -> list:
        if document.doc == "b.txt":
            raise RuntimeError("broken\nin two lines")
        return whole(self, document)

    monkeypatch.setattr(Extractor, "extract", break_on_b)
    folders = {newspaper(n, PAPER).parent for n in ("a.txt", "b.txt", "c.txt")}
    told: list[KgError] = []
    report = build(sorted(folders), tmp_path / "out", ner="dictionary", on_error=told.append)
    assert [d["doc"] for d in report.documents] == ["a.txt", "c.txt"]
    assert [(e.where, "\n" in str(e)) for e in told] == [("b.txt", False)]
    assert "RuntimeError" in str(told[0])


def test_unknown_recogniser_ends_a_parallel_build_at_once(newspaper: Write, tmp_path: Path) -> None:
    path = newspaper("a.txt", PAPER)
    with pytest.raises(UsageError, match="oracle"):
        build([path], tmp_path / "out", ner="oracle", jobs=2)


def test_same_bytes_whatever_the_number_of_processes(newspaper: Write, tmp_path: Path) -> None:
    for i in range(6):
        folder = newspaper(f"{i}.txt", PAPER.replace("5日", f"{i + 1}日")).parent
    found = []
    for jobs in (1, 2):
        build([folder], tmp_path / str(jobs), ner="dictionary", issued="2031-05", area="青溪区", jobs=jobs)
        found.append(contents(tmp_path / str(jobs)))
    assert found[0] == found[1]
    assert found[0]["edges.jsonl"]


def test_kill_9_during_a_build(newspaper: Write, tmp_path: Path) -> None:
    folder = newspaper("a.txt", PAPER).parent
    out = tmp_path / "out"
    build([folder], out, ner="dictionary")
    old = contents(out)
    newspaper("b.txt", PAPER.replace("5月5日", "5月4日").replace("沈知秋", "陶亦然"))
    command = [sys.executable, "-m", "kg", "build", str(folder), "--ner", "dictionary", "--out"]
    began = time.monotonic()
    subprocess.run([*command, str(tmp_path / "new")], check=True)
    whole = time.monotonic() - began
    new = contents(tmp_path / "new")
    assert old != new
    for part in (0.5, 0.9, 0.95, 1.0):
        child = subprocess.Popen([*command, str(out)])
        time.sleep(whole * part)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert contents(out) in (old, new)
    assert run(*command[3:], out) == 0
    assert contents(out) == new
    assert {p.name for p in tmp_path.glob(".out*")} == {".out.kg-work"}


@pytest.mark.model
def test_seeds(tmp_path: Path) -> None:
    """The main job on the real seeds: twice the same bytes, in one process and in two; every quote in its place."""
    for name, jobs in (("one", 1), ("two", 2)):
        report = build([SEEDS], tmp_path / name, jobs=jobs)
        assert (len(report.documents), report.failures) == (5, [])
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert_proven(tmp_path / "one", lambda doc: (SEEDS / doc).read_bytes().decode("utf-8-sig"))
    graph = jsonl.read(tmp_path / "one")
    assert len(graph.nodes("Event")) > 20
    assert len(graph.edges("ATTENDED")) > 100
