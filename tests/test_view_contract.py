"""One protocol, two feeds: the page in a file and the page of a server give the same answer to every question about the seeds,
and the file says no more than it was given. In a real browser."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.folding import fold
from tests.conftest import SEEDS
from tests.districts import districts
from tests.served import SOFTWARE, served
from tests.test_view_server import write

pytestmark = pytest.mark.browser

Ask = tuple[str, dict[str, Any]]
#: Asked of either page: every question in turn, errors as answers.
_PLAY = """async asks => {
  const found = [];
  for (const [name, ask] of asks) {
    try { found.push(await kgFeed[name](ask)); } catch (error) { found.push({ error: error.what ?? String(error) }); }
  }
  return found;
}"""
LABELS = ("Person", "Position", "Event", "Organization", "Place", "Area", "Article")
AREAS = ("拱墅区", "青溪区", "白石县", "无此区")
PUBLISHERS = ("今日拱墅", "今日青溪", "白石报")
SEARCHED = ("敖煜新", "aoyuxin", "AYX", "yuxin", "ao", "区委书记", "吴才敏", "会议", "市", "2025", "x", " ", "", "招商", "李志龙主持",
            "4月29日上午", "gs", "书记", "主持会议并讲话", "100%", "[", "*", "?", "</script>", "无此人")  # fmt: skip


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contract") / "out"
    kg.build([SEEDS], out=folder)
    return folder


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=list(SOFTWARE))
        yield found
        found.close()


def play(browser: Any, address: str, asks: list[Ask]) -> list[Any]:
    """The answers of a page's feed."""
    page = browser.new_page()
    try:
        # The list of verdicts asks for nothing else meanwhile.
        page.goto(address + "#/verdicts")
        page.wait_for_selector("#view h1")
        return list(page.evaluate(_PLAY, asks))
    finally:
        page.close()


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def questions(folder: Path) -> Iterator[Ask]:
    """Every person, position, event, article, node and edge; lists by pages; some searches and networks."""
    nodes, edges = rows(folder / "nodes.jsonl"), rows(folder / "edges.jsonl")
    for number, node in enumerate(nodes):
        me = {"id": node["id"]}
        yield "node", {**me, "size": 7}
        yield "node", {**me, "type": "ATTENDED", "page": 1, "size": 3}
        if node["label"] == "Person":
            yield from (("person", me), ("parts", me), ("met", me), ("wrote", me))
            yield "parts", {**me, "since": "2025", "until": "2025-04", "size": 2, "page": 1}
            yield "met", {**me, "since": "2024-06-20", "size": 5}
            if number % 4 == 0:  # each is a picture, which takes some time
                yield "network", {"kind": "meetings", "center": node["id"], "limit": 20}
                yield "network", {"kind": "ties", "center": node["id"], "limit": 40}
                yield "network", {"kind": "ties", "center": node["id"], "limit": 40, "since": "2025", "until": "2025"}
        elif node["label"] == "Position":
            yield "position", me
        elif node["label"] == "Event":
            yield from (("event", me), ("attendance", me), ("attendance", {**me, "page": 1, "size": 2}))
        elif node["label"] == "Article":
            yield "article", me
    for edge in edges:
        yield "evidence", {"edge": edge["id"], "size": 4}
        if edge["type"] in ("HOLDS", "REPLACED"):
            yield from (("evidence", {"edge": edge["id"], "size": 4, "day": day}) for day in ("bounds", "2025-04-21"))
    yield "verdicts", {}
    papers = [
        {},
        *({"area": a} for a in AREAS),
        *({"publisher": p} for p in PUBLISHERS),
        {"area": AREAS[0], "publisher": PUBLISHERS[0]},
    ]
    for some in papers:
        yield from (
            ("coverage", {**some, "by": by, "per": per})
            for by in ("event", "published")
            for per in ("day", "month", "year")
        )
        yield from (("extent", some), ("positions", {**some, "size": 500}), ("contradictions", some))
        for by in ("event", "published"):
            for period in (
                {},
                {"since": "2025", "until": "2025"},
                {"since": "2024-06-14", "until": "2024-06-14"},
                {"since": "2024-01-02", "until": "2024-02"},
            ):
                scope = {**some, **period, "by": by}
                yield from (("listed", {**scope, "label": label, "size": 30}) for label in LABELS)
                yield from (("active", {**scope, "size": 20}), ("changes", scope))
                yield from (("network", {**scope, "kind": kind, "limit": 30}) for kind in ("ties", "meetings"))
    everyone = [node["id"] for node in nodes if node["label"] == "Person"]
    for some in papers[1:]:
        for me in everyone[:3]:
            yield from (
                ("parts", {**some, "id": me}),
                ("met", {**some, "id": me}),
                ("network", {**some, "kind": "ties", "center": me, "limit": 40}),
            )
    for name in ("active", "positions", "changes", "contradictions"):
        yield from ((name, {"size": 500}), (name, {"page": 1, "size": 3}))
    yield "active", {"since": "2025", "until": "2025"}
    yield "changes", {"since": "2026"}
    for kind in ("ties", "meetings"):
        yield from (("network", {"kind": kind}), ("network", {"kind": kind, "limit": 30, "until": "2025-03"}))
    for text in SEARCHED:
        for kind in ("all", "Person", "Position", "Organization", "Event", "Article", "quote", "article"):
            yield "search", {"q": text, "kind": kind, "size": 6}
        yield "search", {"q": text, "page": 2, "size": 5}
    for name in ("person", "position", "event", "article", "node", "parts", "met", "attendance"):
        yield name, {"id": "Person:nobody"}
    yield "evidence", {"edge": "nothing"}


def difference(a: Any, b: Any, where: str = "") -> str:
    """The first place at which two answers differ; places and communities of pictures are settled by each for itself."""
    if isinstance(a, dict) and isinstance(b, dict):
        if "error" in a and "error" in b:
            return ""
        for key in sorted(a.keys() | b.keys()):
            if key in ("x", "y", "community"):
                continue
            if key not in a or key not in b:
                return f"{where}.{key} of the {'server' if key in a else 'file'} alone"
            if found := difference(a[key], b[key], f"{where}.{key}"):
                return found
        return ""
    if isinstance(a, list) and isinstance(b, list):
        for i, (x, y) in enumerate(zip(a, b)):
            if found := difference(x, y, f"{where}[{i}]"):
                return found
        return "" if len(a) == len(b) else f"{where}: {len(a)} and {len(b)}"
    if isinstance(a, float) or isinstance(b, float):
        return "" if a == pytest.approx(b, abs=1e-9) else f"{where}: {a!r} and {b!r}"
    return "" if a == b else f"{where}: {a!r:.200} and {b!r:.200}"


def test_server_and_file_answer_alike(build: Path, browser: Any) -> None:
    alike(build, build / "explorer.html", browser)


def test_so_they_do_about_two_districts(tmp_path: Path, browser: Any) -> None:
    said = districts()
    write(tmp_path / "out", fold(said, {}), said)
    kg.view(graph=tmp_path / "out", to=tmp_path / "page.html")
    alike(tmp_path / "out", tmp_path / "page.html", browser)


def alike(build: Path, file: Path, browser: Any) -> None:
    """Both pages give the same answers, and errors to what is not there alone."""
    asks = list(questions(build))
    with served(build) as address:
        while play(browser, address, [("meta", {})])[0]["indexed"] < 1:  # then searches see all texts
            pass
        of_server = play(browser, address, [("meta", {}), *asks])
    of_file = play(browser, file.as_uri(), [("meta", {}), *asks])
    apart: dict[str, list[str]] = defaultdict(list)
    for (name, ask), a, b in zip(asks, of_server[1:], of_file[1:], strict=True):
        if found := difference(a, b):
            apart[name].append(f"{ask}: {found}")
    assert not apart, {name: (len(found), found[:3]) for name, found in apart.items()}
    told = {"mode", "judgements"}
    assert {k: v for k, v in of_server[0].items() if k not in told} == {
        k: v for k, v in of_file[0].items() if k not in told
    }
    # Errors are for what is not there; everything that is has an answer.
    refused = {
        (name, json.dumps(ask))
        for (name, ask), a in zip(asks, of_server[1:], strict=True)
        if isinstance(a, dict) and "error" in a
    }
    assert all("nobody" in ask or "nothing" in ask for _, ask in refused)
    assert len(refused) == 9


def test_every_quote_stands_in_its_paragraph(build: Path, browser: Any) -> None:
    """What the evidence pane shows is what stands in the paper, at the offsets of statements.jsonl."""
    edges = rows(build / "edges.jsonl")
    asks: list[Ask] = [("evidence", {"edge": e["id"], "size": 500}) for e in edges]
    said = {s["id"]: s for s in rows(build / "statements.jsonl")}
    for edge, answer in zip(edges, play(browser, (build / "explorer.html").as_uri(), asks), strict=True):
        assert [p["statement"] for p in answer["proofs"]["rows"]] == edge["support"]
        for proof in answer["proofs"]["rows"]:
            at = said[proof["statement"]]["evidence"]
            text = (SEEDS / at["doc"]).read_bytes().decode("utf-8-sig")
            assert proof["quote"] == at["quote"] == text[proof["start"] : proof["end"]]
            assert proof["paragraph"][slice(*proof["at"])] == at["quote"]
            assert proof["paragraph"] in text
