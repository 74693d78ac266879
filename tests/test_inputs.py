"""Inputs: patterns, archives, lines, standard input, manifests in any encoding; kg read and the dry run."""

from __future__ import annotations

import glob
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.corpus import Source, document, jsonlines, names, read, sources, survey
from kg.corpus.folders import split_pattern
from kg.errors import InputError, KgError
from tests import paper_files
from tests.paper_files import write

ROOT = Path(__file__).parent.parent
TITLE = "全县农业工作会议召开"
BODY = "本报讯（记者 吴一凡）3月5日，青山县召开农业工作会议，部署春耕备耕工作。县委书记孙明德主持会议。"
ISSUE = f"江南新报\n2031年3月7日 星期五 第 2 期\n\n{TITLE}\n{BODY}\n"


def docs(*paths: Path | str) -> list[str]:
    return [s.doc for s in sources(list(paths), pytest.fail)]


def errors(*paths: Path | str) -> list[str]:
    found: list[InputError] = []
    list(sources(list(paths), found.append))
    return [str(e) for e in found]


def archive(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    for name in (
        "2030/a.txt",
        "2030/b.md",
        "2031/03/a.txt",
        "2031/a.txt",
        "c.txt",
        "c/d.txt",
        "c-1.txt",
        "c0.txt",
        ".x/a.txt",
    ):
        write(tmp_path, name, BODY)
    return tmp_path


def test_a_folder_is_in_the_order_of_its_paths(papers: Path) -> None:
    found = docs(papers)
    assert (
        found
        == sorted(found)
        == ["2030/a.txt", "2030/b.md", "2031/03/a.txt", "2031/a.txt", "c-1.txt", "c.txt", "c/d.txt", "c0.txt"]
    )


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["c-1.txt", "c.txt", "c0.txt"]),
        ("**/*.md", ["2030/b.md"]),
        ("**/a.txt", ["2030/a.txt", "2031/03/a.txt", "2031/a.txt"]),
        ("203?/*.txt", ["2030/a.txt", "2031/a.txt"]),
        ("2031/**", ["03/a.txt", "a.txt"]),
        ("203[02]", ["2030/a.txt", "2030/b.md"]),
        ("c[!-]*", ["c.txt", "c0.txt"]),
        ("c*", ["c-1.txt", "c.txt", "c/d.txt", "c0.txt"]),
    ],
)
def test_patterns(papers: Path, pattern: str, found: list[str]) -> None:
    assert docs(f"{papers}/{pattern}") == found


def test_a_pattern_that_matches_nothing_and_a_name_that_looks_like_one(papers: Path) -> None:
    (told,) = errors(f"{papers}/*.pdf")
    assert "matches nothing" in told
    write(papers, "a[1].txt", BODY)
    assert docs(papers / "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize(
    "pattern", ["**/*.txt", "*/*.txt", "**/03/*", "203*/**/a.*", "**/**/d.txt", "[c]/?.txt", "**/c*"]
)
def test_patterns_match_as_the_library_does(papers: Path, pattern: str) -> None:
    base, _ = split_pattern(pattern)
    found = [papers / p for p in glob.glob(pattern, root_dir=papers, recursive=True)]  # noqa: PTH207  has ** as users know it
    files = {f for p in found for f in (p, *p.rglob("*.*")) if f.is_file()}
    assert docs(papers / pattern) == sorted(str(f.relative_to(papers / base)) for f in files)


def test_the_folder_before_the_first_wildcard() -> None:
    assert split_pattern("a/b/**/c*.txt") == (Path("a/b"), ("**", "c*.txt"))
    assert split_pattern("*.txt") == (Path(), ("*.txt",))


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    manifest = "file,area,issued\nx/b.txt,青山县,2031-03\n".encode("gb18030")
    members = {
        "x/b.txt": BODY,
        "a.docx": paper_files.docx(BODY),
        "c.jsonl": json.dumps({"text": BODY}) + "\n",
        "y.jpg": b"x",
    }
    path = write(tmp_path, "p/papers.zip", archive({**members, "manifest.csv": manifest, "__MACOSX/x/._b.txt": b"x"}))
    found = {d.doc: d for d in read([tmp_path])}
    assert list(found) == ["p/papers.zip/a.docx", "p/papers.zip/c.jsonl:1", "p/papers.zip/x/b.txt"]
    member = found["p/papers.zip/x/b.txt"]
    assert (member.area, member.issued, member.issued_from, member.plain) == ("青山县", "2031-03", "manifest", False)
    (source,) = (s for s in sources([path], pytest.fail) if s.member == "x/b.txt")
    assert source.content() == BODY.encode()


def test_names_in_archives_made_under_chinese_windows(tmp_path: Path) -> None:
    """Such programs write GB18030 and no flag; Python's library takes it for a code page of 1981."""
    name = "日报.txt".encode("gb18030")
    write(tmp_path, "a.zip", archive({"x" * len(name): BODY}).replace(b"x" * len(name), name))
    assert docs(tmp_path) == ["a.zip/日报.txt"]


def test_what_a_manifest_can_name(tmp_path: Path) -> None:
    write(tmp_path, "a.zip", archive({"b.txt": BODY, "c.txt": BODY}))
    write(tmp_path, "d.jsonl", f'{{"text": "{BODY}"}}\n\n{{"text": "{BODY}", "area": "白水县"}}\n')
    rows = "file,area,publisher\na.zip,青山县,\na.zip/c.txt,,江南新报\nd.jsonl,青山县,\nd.jsonl:3,红河县,\ngone.zip/x.txt,x,\n"
    write(tmp_path, "manifest.csv", rows.encode("utf-16"))
    told: list[InputError] = []
    found = {d.doc: (d.area, d.publisher, d.area_from) for d in read([tmp_path], on_error=told.append)}
    assert found == {
        "a.zip/b.txt": ("青山县", None, "manifest"),
        "a.zip/c.txt": ("青山县", "江南新报", "manifest"),
        "d.jsonl:1": ("青山县", None, "manifest"),
        "d.jsonl:3": ("红河县", None, "manifest"),
    }
    assert [str(e).count("gone.zip/x.txt") for e in told] == [1]


def test_a_bad_line_is_named_by_its_number(tmp_path: Path) -> None:
    lines = ['{"text": "' + BODY + '"}', "", "{", '{"title": "无"}', '{"text": "' + BODY + '"}']
    write(tmp_path, "a.jsonl", "\r\n".join(lines))
    told: list[InputError] = []
    found = [d.doc for d in read([tmp_path], on_error=told.append)]
    assert found == ["a.jsonl:1", "a.jsonl:5"]
    assert [str(e).split(": ", 1)[0].rpartition("/")[2] for e in told] == ["a.jsonl:3", "a.jsonl:4"]


@given(
    st.lists(st.binary(max_size=30).map(lambda b: b.replace(b"\n", b"").replace(b"\r", b"")), max_size=8), st.booleans()
)
def test_spans_hold_the_lines(lines: list[bytes], ends: bool) -> None:
    content = b"\n".join(lines) + b"\n" * ends
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    found = {n: content[a:b] for n, a, b in jsonlines.spans(io.BytesIO(content), "a")}
    assert found == {n: line for n, line in enumerate(content.split(b"\n"), 1) if line.strip()}


def test_lines_of_an_archive_are_read_in_any_order(tmp_path: Path) -> None:
    rows = [json.dumps({"text": f"第{n}次会议召开。"}, ensure_ascii=False) for n in range(50)]
    write(tmp_path, "a.zip", archive({"x.jsonl": "\n".join(rows), "y.jsonl": "\n".join(rows)}))
    listed = list(sources([tmp_path], pytest.fail))
    for source in [*listed[::-1], *listed[::3]]:
        number = int(source.doc.rpartition(":")[2])
        assert source.content().decode() == rows[number - 1]


def test_sources_cross_processes_and_name_their_bytes(tmp_path: Path) -> None:
    import pickle

    write(tmp_path, "a.zip", archive({"x.jsonl": f'{{"text": "{BODY}"}}\n'}))
    (source,) = sources([tmp_path], pytest.fail)
    again: Source = pickle.loads(pickle.dumps(source))
    assert again == source
    assert document(again, content=source.content()).articles
    assert len(pickle.dumps(source)) < 1000


def test_texts_have_names_that_files_may_have() -> None:
    assert names.text_file("a/b.docx") == "a/b.docx.txt"
    assert names.text_file("p.jsonl:12") == "p.jsonl.12.txt"
    long = [names.text_file("长" * n + ".docx") for n in (80, 83, 84)]
    assert len(set(long)) == 3
    assert all(len(name.encode()) <= 255 and name.endswith(".txt") for name in long)


# The commands.

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


def piped(content: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments], input=content, capture_output=True, cwd=ROOT, check=False
    )


@pytest.mark.parametrize(
    ("content", "doc"),
    [
        (BODY.encode("gb18030"), "stdin.txt"),
        (paper_files.docx(BODY), "stdin.docx"),
        (paper_files.pdf(BODY), "stdin.pdf"),
        (paper_files.html_paragraphs(BODY), "stdin.html"),
        (json.dumps({"text": BODY}).encode(), "stdin.jsonl:1"),
        (archive({"a.txt": BODY}), "stdin.zip/a.txt"),
    ],
    ids=["text", "docx", "pdf", "html", "jsonl", "zip"],
)
def test_standard_input(content: bytes, doc: str) -> None:
    ran = piped(content, "read", "-", "--format", "json")
    assert ran.returncode == 0, ran.stderr
    (row,) = json.loads(ran.stdout)
    assert row["doc"] == doc
    assert "孙明德" in row["text"]


def test_a_build_from_standard_input_has_its_text(tmp_path: Path) -> None:
    ran = piped(paper_files.docx(BODY), "build", "-", "--out", str(tmp_path / "out"), "--ner", "dictionary")
    assert ran.returncode == 0, ran.stderr
    assert "孙明德" in (tmp_path / "out" / "texts" / "stdin.docx.txt").read_text(encoding="utf-8")
    assert piped(b"", "read", "-").returncode == 2


def test_read_shows_everything(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", ISSUE.encode("gb18030"))
    code, out, err = run("read", path, "--area", "青山县")
    assert (code, err) == (0, "")
    flat = "".join(out.split())
    for shown in (
        "gb18030",
        "江南新报(masthead)",
        "青山县(option)",
        "2031-03-07(masthead)",
        "星期五",
        TITLE,
        "吴一凡(记者)",
        "paragraph",
    ):
        assert shown in flat, shown
    code, out, _ = run("read", path, "--area", "青山县", "--format", "json")
    (row,) = json.loads(out)
    assert row == next(iter(kg.read([path], area="青山县")))
    (article,) = row["articles"]
    assert (article["title"], article["writers"][0]["name"]) == (TITLE, "吴一凡")
    assert row["text"] == ISSUE
    assert row["furniture"] == ["江南新报", "2031年3月7日 星期五 第 2 期"]
    assert row["kinds"] == {"byline": 1, "paragraph": 1, "title": 1}
    writer = article["writers"][0]
    assert row["text"][writer["start"] : writer["end"]] == "吴一凡"
    for block in article["blocks"]:
        assert row["text"][block["start"]] == block["text"][0]
        assert article["start"] <= block["start"] < block["end"] <= article["end"]


def test_read_goes_on_after_what_fails(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "")
    assert run("read", tmp_path)[0] == 2
    write(tmp_path, "b.txt", BODY)
    code, out, err = run("read", tmp_path, "--format", "json")
    assert (code, len(json.loads(out)), err.count("\n")) == (1, 1, 1)
    assert run("read", tmp_path / "b.txt", "--issued", "soon")[0] == 2
    with pytest.raises(KgError, match="is empty"):
        list(kg.read(tmp_path / "a.txt"))


def test_a_dry_run_says_what_a_build_would_read(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ISSUE)
    write(tmp_path, "b.pdf", b"%PDF")
    write(tmp_path, "c.zip", archive({"d.txt": BODY.encode("gb18030"), "../e.txt": b""}))
    code, out, err = run("build", tmp_path, "--out", tmp_path / "out", "--dry-run", "--area", "青山县")
    assert (code, err) == (1, "")
    assert not (tmp_path / "out").exists()
    lines = out.splitlines()
    assert lines[0].startswith(f"a.txt: txt utf-8, {len(ISSUE.encode())} bytes")
    assert "issued 2031-03-07 (masthead)" in lines[0]
    assert "publisher 江南新报 (masthead)" in lines[0]
    assert "b.pdf: FAILS: is broken" in lines[1]
    assert "e.txt: FAILS: has a name that leads out" in lines[2]
    assert lines[3].startswith(f"c.zip/d.txt: txt gb18030, {len(BODY.encode('gb18030'))} bytes")
    assert lines[4] == "2 documents would be read, 2 inputs would fail"
    write(tmp_path, "x/a.txt", "")
    assert run("build", tmp_path / "x", "--dry-run")[0] == 2


def test_a_survey_is_one_row_at_a_time(tmp_path: Path) -> None:
    for n in range(50):
        write(tmp_path, f"{n:02}.txt", BODY)
    rows = survey([tmp_path])
    first: dict[str, Any] = next(rows)
    for path in tmp_path.iterdir():
        path.unlink()
    assert (first["doc"], first["bytes"], first["problem"]) == ("00.txt", len(BODY.encode()), None)
    assert all("cannot be read" in row["problem"] for row in rows)
