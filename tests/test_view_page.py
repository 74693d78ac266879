"""explorer.html: a page of its own, the same each time, with what was asked for and nothing that runs but its script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import UsageError
from kg.folding import fold
from kg.graph import Graph
from kg.linking import link
from kg.statement import Statement, in_order
from kg.view import filing, packing, page
from kg.view.texts import Texts
from tests.strategies import article, event, person, say
from tests.test_view_server import write


class Tags(HTMLParser):
    """The tags of a page with their attributes, and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def unpacked(path: Path) -> dict[str, Any]:
    """What a page carries."""
    data = next(
        s
        for s, (_, at) in zip(Tags(path.read_text(encoding="utf-8")).scripts, scripts(path))
        if at.get("id") == "packed"
    )
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(data)))
    return found


def scripts(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    return [t for t in Tags(path.read_text(encoding="utf-8")).tags if t[0] == "script"]


@pytest.fixture
def build(tmp_path: Path, graph: Graph, statements: list[Statement]) -> Path:
    write(tmp_path / "out", graph, statements)
    return tmp_path / "out"


def test_the_page_asks_nobody(build: Path) -> None:
    kg.view(build, to=build.parent / "x.html")
    text = (build.parent / "x.html").read_text(encoding="utf-8")
    found = Tags(text)
    policy = next(
        a["content"] for t, a in found.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    script = base64.b64encode(hashlib.sha256(found.scripts[-1].encode()).digest()).decode()
    assert f"'sha256-{script}'" in policy
    for tag, attributes in found.tags:
        assert tag not in {"iframe", "object", "embed", "base", "img", "form"}
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "data:").startswith("data:"), (tag, attributes)
    assert len(found.scripts) == 2
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", found.scripts[0])
    assert found.tags[-1][0] == "script"


def test_the_same_build_gives_the_same_page(build: Path) -> None:
    first, second = build.parent / "1.html", build.parent / "2.html"
    assert kg.view(build, to=first) == kg.view(build, to=second) == (9, 9)
    assert first.read_bytes() == second.read_bytes()


def test_the_page_carries_the_build(build: Path, graph: Graph, statements: list[Statement]) -> None:
    kg.view(build, to=build.parent / "x.html")
    found = unpacked(build.parent / "x.html")
    assert found["nodes"] == graph.nodes()
    assert [e["id"] for e in found["edges"]] == [e["id"] for e in graph.edges()]
    assert {s["id"]: s["quote"] for s in found["statements"]} == {
        s.id: s.evidence.quote for s in statements if s.schema != "Article"
    }
    assert found["texts"] == {}
    assert found["meta"]["textless"]
    assert set(found["places"]) == {n["id"] for n in graph.nodes()}
    assert set(found["known"]) == {e["id"] for e in graph.edges("HOLDS")}
    chaired = next(s for s in found["statements"] if s.get("of", [""])[0] == "CHAIRED")
    assert chaired["of"][1].startswith("Person:")


def test_verdicts_go_with_the_page(build: Path, statements: list[Statement]) -> None:
    kg.reject(statements[-1].id, "nein", graph=build)
    kg.view(build, to=build.parent / "x.html")
    (told,) = unpacked(build.parent / "x.html")["verdicts"]
    assert [told[k] for k in ("kind", "a", "b", "why")] == ["reject", statements[-1].id, "", "nein"]
    assert told["fact"]["quote"] == statements[-1].evidence.quote


def days(number: int) -> list[Statement]:
    """Two meetings, one in January and one in June, told in a paper each."""
    found = []
    for n, (doc, day) in enumerate((("a.txt", "2024-01-05"), ("b.txt", "2024-06-05"))):
        what, told = event(doc, 1, 1, f"会议{n}", day), article(doc, 1, published=day)
        found += [
            say("Article", doc, node=article(doc, 1, published=day)),
            say("Event", doc, node=what, article=article(doc, 1)),
        ]
        found += [say("REPORTS", doc, source=told, target=what)]
        found += [
            say("ATTENDED", doc, 1, 3 + i, source=person(doc, f"{'甲乙'[n]}{i}"), target=what, roles=[])
            for i in range(number)
        ]
    return in_order(found)


def test_a_part_of_a_build_is_a_page(tmp_path: Path) -> None:
    said = days(3)
    graph = fold(said, link(said))
    (tmp_path / "papers").mkdir()
    for doc in ("a.txt", "b.txt"):
        (tmp_path / "papers" / doc).write_text("引文" * 9, encoding="utf-8")
    write(tmp_path / "out", graph, said, (str(tmp_path / "papers"),))
    to = tmp_path / "x.html"

    def part(**options: Any) -> dict[str, Any]:
        number, total = kg.view(tmp_path / "out", to=to, **options)
        found = unpacked(to)
        assert number == len(found["nodes"])
        assert total == len(graph.nodes())
        assert found["meta"].get("part") == ({"nodes": number, "of": total} if number < total else None)
        ends = {n["id"] for n in found["nodes"]}
        assert all(e["source"] in ends and e["target"] in ends for e in found["edges"])
        proven = {i for e in found["edges"] for i in e["support"]}
        assert proven == {s["id"] for s in found["statements"]} or number == total
        assert len(found["coverage"]) == 2
        return found

    assert len(part(limit=4)["nodes"]) == 4
    june = part(since="2024-06", until="2024-06")
    assert {n["name"] for n in june["nodes"] if n["label"] == "Person"} == {"乙0", "乙1", "乙2"}
    assert list(june["texts"]) == ["b.txt"]
    around = part(center="甲0")
    assert {n["name"] for n in around["nodes"] if n["label"] == "Event"} == {"会议0"}
    assert len(part(limit=9_999)["nodes"]) == len(graph.nodes())


def test_a_large_build_is_refused_or_narrowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = days(4)
    graph = fold(said, link(said))
    write(tmp_path / "out", graph, said)
    monkeypatch.setattr(filing, "LIMIT", 5)
    with pytest.raises(UsageError, match=r"12 nodes, more than the 5 of a page; give --limit"):
        kg.view(tmp_path / "out", to=tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()
    assert kg.view(tmp_path / "out", to=tmp_path / "x.html", limit=99) == (5, 12)


def test_a_script_that_would_end_the_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("explorer.html", "explorer.css", "explorer.js"):
        (tmp_path / name).write_text((page.ASSETS / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "explorer.js").open("a", encoding="utf-8") as script:
        script.write("// </SCRIPT>")
    monkeypatch.setattr(page, "ASSETS", tmp_path)
    with pytest.raises(kg.KgError, match="install the package again"):
        page.whole("")


def test_texts_that_were_changed_are_left_out(tmp_path: Path) -> None:
    said = days(2)
    graph = fold(said, link(said))
    write(tmp_path / "out", graph, said)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("引文" * 9, encoding="utf-8")
    (tmp_path / "papers" / "b.txt").write_text("别的" * 9, encoding="utf-8")
    found = packing.pack(tmp_path / "out", Texts(tmp_path / "out", [str(tmp_path / "papers")]), "kg", 2)
    assert {s["doc"] for s in found["statements"] if "quote" in s} >= {"b.txt"}
    assert list(found["spans"]) == [] or all(i.startswith("Article:a.txt") for i in found["spans"])


def test_a_page_holds_so_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = days(2)
    write(tmp_path / "out", fold(said, link(said)), said)
    (tmp_path / "papers").mkdir()
    for doc in ("a.txt", "b.txt"):
        (tmp_path / "papers" / doc).write_text("引文" * 9, encoding="utf-8")
    monkeypatch.setattr(packing, "CHARACTERS", 20)
    found = packing.pack(tmp_path / "out", Texts(tmp_path / "out", [str(tmp_path / "papers")]), "kg", 2)
    assert list(found["texts"]) == ["a.txt"]
    assert all(s["quote"] == "引文" for s in found["statements"] if s["doc"] == "b.txt")


def test_a_build_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(
        "5月5日，区委书记沈知秋主持召开区委常委会会议，罗映山出席。\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    asked: dict[str, Any] = {"issued": "2031-05-06", "area": "青溪区", "ner": "dictionary", "database": False}
    kg.build([tmp_path / "papers"], out, **asked)
    first = (out / "explorer.html").read_bytes()
    found = unpacked(out / "explorer.html")
    assert found["texts"]["a.txt"].startswith("5月5日")
    assert found["verdicts"] == []
    kg.build([tmp_path / "papers"], out, **asked, fresh=True)
    assert (out / "explorer.html").read_bytes() == first
    assert kg.view(out, to=tmp_path / "x.html") == (len(found["nodes"]), len(found["nodes"]))
    assert (tmp_path / "x.html").read_bytes() == first
    monkeypatch.setattr("kg.writing.LIMIT", 2)
    kg.build([tmp_path / "papers"], out, **asked)
    assert not (out / "explorer.html").exists()
    (note,) = json.loads((out / "report.json").read_text(encoding="utf-8"))["notes"]
    assert "explorer.html is left out" in note
    assert "kg view --to" in note


def test_a_part_brings_the_articles_that_tell_of_it(tmp_path: Path) -> None:
    """A paper of May tells of April."""
    kg.build([Path(__file__).parent.parent / "seeds"], tmp_path / "out")
    filing.write(tmp_path / "out", tmp_path / "april.html", since="2026-04", until="2026-04")
    packed = unpacked(tmp_path / "april.html")
    events = {n["id"] for n in packed["nodes"] if n["label"] == "Event"}
    articles = {n["id"] for n in packed["nodes"] if n["label"] == "Article"}
    told = {e["target"] for e in packed["edges"] if e["type"] == "REPORTS"}
    assert events
    assert events == told
    assert articles == set(packed["spans"])


def test_only_a_page_of_this_kind_is_overwritten(build: Path, tmp_path: Path) -> None:
    page, other = tmp_path / "a.html", tmp_path / "b.txt"
    other.write_text("mine")
    filing.write(build, page)
    filing.write(build, page)
    with pytest.raises(UsageError, match="no page of kg view"):
        filing.write(build, other)
    assert other.read_text() == "mine"


def test_a_period_ends_after_it_begins(build: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is after"):
        filing.write(build, tmp_path / "a.html", since="2026-05", until="2026-04")
