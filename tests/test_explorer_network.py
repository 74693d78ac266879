"""The network, its filters and exports, and the overview, in a real browser over `kg view`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.linking import link
from kg.statement import Args, Evidence, Statement, ref
from tests.conftest import SEEDS
from tests.served import BARE, browsing, go, served, until

pytestmark = pytest.mark.browser

HOSTILE = {
    "markup": "<script>document.title='taken'</script>",
    "closing": "</script><img src=x onerror=\"document.title='taken'\">",
    "address": "javascript:document.title='taken'",
    "rightward": "\u202e王明\u202c\u2066甲\u2069",
    "long": "某某" * 40_000,
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explorer") / "out"
    kg.build([SEEDS], out=folder)
    return folder


@pytest.fixture(scope="module")
def graph_of_seeds(build: Path) -> Graph:
    return jsonl.read(build)


@pytest.fixture(scope="module", params=["server", "file"])
def address(request: pytest.FixtureRequest, build: Path, chromium: str) -> Iterator[str]:
    if request.param == "file":
        yield (build / "explorer.html").as_uri()
    else:
        with served(build) as found:
            yield found


@pytest.fixture(scope="module")
def play() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def page(play: Any, chromium: str, address: str) -> Iterator[Any]:
    with browsing(play, chromium, address) as found:
        yield found


def person(graph: Graph, name: str) -> str:
    return next(str(n["id"]) for n in graph.nodes("Person") if n["name"] == name)


def neighbours(graph: Graph, node: str) -> set[str]:
    return {
        str(e[there])
        for e in graph.edges()
        for here, there in (("source", "target"), ("target", "source"))
        if e[here] == node
    }


def open_network(page: Any, **params: str) -> None:
    from urllib.parse import urlencode

    go(page, "#/positions")
    page.wait_for_selector("#view.view-positions h1")
    go(page, f"#/network?{urlencode(params)}")
    until(
        page,
        "document.querySelector('.network .canvas') && window.kgPicture && kgPicture.settled && kgPicture.shown.nodes.size > 0",
    )


def shown(page: Any) -> tuple[set[str], dict[tuple[str, str], int]]:
    """Nodes on screen, and pairs that met with how often."""
    nodes, bonds = page.evaluate(
        "[[...kgPicture.shown.nodes], [...kgPicture.shown.bonds.values()].map(b => [[b.a, b.b].sort(), b.met])]"
    )
    return set(nodes), {(a, b): met for (a, b), met in bonds}


def places(page: Any) -> dict[str, tuple[float, float]]:
    """Where each node that is shown stands on screen."""
    until(page, "kgPicture.settled")
    found = page.evaluate("Object.fromEntries([...kgPicture.shown.nodes].map(n => [n, kgPicture.at(n)]))")
    return {n: (round(at["x"], 3), round(at["y"], 3)) for n, at in found.items()}


def meetings(graph: Graph, since: str = "", until: str = "9") -> Counter[tuple[str, str]]:
    """How often two people met in a period: events that both attended, the stops of one tour counted once, on its first day."""
    tour = {str(e["source"]): str(e["target"]) for e in graph.edges("PART_OF") if str(e["source"]).startswith("Event:")}
    there: defaultdict[str, set[str]] = defaultdict(set)
    for e in graph.edges("ATTENDED"):
        there[str(e["target"])].add(str(e["source"]))
    outings: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for event, people in there.items():
        row = graph.node(event)
        day = str(row["earliest"] or row["latest"] or "")
        for pair in combinations(sorted(people), 2):
            known = outings[pair].get(tour.get(event, event))
            outings[pair][tour.get(event, event)] = min(filter(None, (known, day)), default="")
    whole = not since and until == "9"
    found = {
        pair: sum(whole or since <= (day or "~") <= until for day in days.values()) for pair, days in outings.items()
    }
    return Counter({pair: n for pair, n in found.items() if n})


def test_the_slider_changes_the_network_and_moves_no_node(page: Any, graph_of_seeds: Graph) -> None:
    open_network(page, kind="meetings")
    everyone, pairs = shown(page)
    assert pairs == meetings(graph_of_seeds)
    before = places(page)

    handle = page.locator(".slider .since")
    handle.focus()
    for _ in range(8):
        page.keyboard.press("PageUp")
    until(page, "location.hash.includes('since=')")
    since = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('since')")
    until(page, "kgPicture.shown.nodes.size < x", len(everyone))
    left, fewer = shown(page)
    assert 0 < len(left) < len(everyone)
    assert fewer == meetings(graph_of_seeds, since)
    assert places(page) == {n: at for n, at in before.items() if n in left}
    assert page.input_value(".slider .dates input >> nth=0") == since

    # The place is in the address: opened anew, it shows the same.
    page.reload()
    until(page, "window.kgPicture && kgPicture.settled && kgPicture.shown.nodes.size > 0")
    assert shown(page) == (left, fewer)

    # The other handle, with the mouse.
    rail = page.locator(".slider .rail").bounding_box()
    page.mouse.move(rail["x"] + rail["width"] - 7, rail["y"] + rail["height"] / 2)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 0.75, rail["y"] + rail["height"] / 2, steps=5)
    page.mouse.up()
    until(page, "location.hash.includes('until=')")
    last = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('until')")
    until(page, "kgPicture.shown.bonds.size !== x", len(fewer))
    assert shown(page)[1] == meetings(graph_of_seeds, since, last)
    page.click(".slider .whole")
    until(page, "kgPicture.shown.nodes.size === x", len(everyone))
    assert places(page) == before


def test_thresholds_legend_and_colours(page: Any, graph_of_seeds: Graph) -> None:
    often = {pair: n for pair, n in meetings(graph_of_seeds).items() if n >= 3}
    open_network(page, kind="meetings")
    before = places(page)
    page.locator(".panel .least").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, "location.hash.includes('least=3')")
    until(page, "kgPicture.shown.bonds.size === x", len(often))
    nodes, pairs = shown(page)
    assert pairs == often
    assert nodes == {n for pair in often for n in pair}
    assert places(page) == {n: at for n, at in before.items() if n in nodes}
    assert str(len(pairs)) in page.inner_text(".counts")

    def colours() -> dict[str, str]:
        return dict(page.evaluate("[...kgPicture.colours]"))

    by_community = colours()
    assert len(set(by_community.values())) > 1
    assert page.locator(".shades li").count() == len(set(by_community.values()))
    page.select_option("select.colour", "organ")
    until(page, "[...document.querySelectorAll('.shades bdi')].some(b => b.textContent === '拱墅区委')")
    until(page, "[...kgPicture.colours].some(([id, colour]) => x[id] !== colour)", by_community)
    assert places(page) == {n: at for n, at in before.items() if n in nodes}

    open_network(page, kind="ties", center=person(graph_of_seeds, "敖煜新"))
    center = person(graph_of_seeds, "敖煜新")
    near = {
        str(e["target"] if e["source"] == center else e["source"])
        for e in graph_of_seeds.edges()
        if center in (e["source"], e["target"])
    }
    hidden = {n for n in near if n.startswith(("Area:", "Article:"))}
    assert shown(page)[0] == (near - hidden) | {center}
    before = places(page)
    page.uncheck('.legend input[data-key="Event"]')
    until(page, "![...kgPicture.shown.nodes].some(n => n.startsWith('Event:'))")
    assert shown(page)[0] == {n for n in near - hidden if not n.startswith("Event:")} | {center}
    page.check('.legend input[data-key="Event"]')
    page.uncheck('.legend input[data-key="HOLDS"]')
    until(page, "[...kgPicture.shown.bonds.values()].every(b => b.ties.every(t => t.type !== 'HOLDS'))")
    nodes = shown(page)[0]
    assert nodes < set(before)
    assert places(page) == {n: at for n, at in before.items() if n in nodes}
    page.locator(".panel .degree").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    until(page, "kgPicture.shown.nodes.size < x", len(nodes))
    degree = page.evaluate("[...kgPicture.shown.nodes].map(n => [n, (kgPicture.near.get(n) || []).length])")
    assert len(degree) > 1


def test_a_line_leads_to_the_events_that_both_attended_and_to_the_sentence(
    page: Any, graph_of_seeds: Graph, build: Path
) -> None:
    a, b = person(graph_of_seeds, "敖煜新"), person(graph_of_seeds, "李志龙")
    open_network(page, kind="meetings", center=a)
    at = page.evaluate("n => kgPicture.at(n)", b)
    box = page.locator(".canvas").bounding_box()
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_selector(".card h2 >> text=李志龙")
    met = meetings(graph_of_seeds)[tuple(sorted((a, b)))]  # type: ignore[index]
    row = page.locator(".card .bond", has_text="敖煜新")
    assert f"同场 {met} 次" in row.inner_text()
    row.click()
    page.wait_for_selector(".card .gatherings li")
    assert page.locator(".card .gatherings > li").count() == met
    both = Counter(
        str(graph_of_seeds.node(e["target"])["name"])
        for e in graph_of_seeds.edges("ATTENDED")
        if e["source"] == a
        and any(f["source"] == b and f["target"] == e["target"] for f in graph_of_seeds.edges("ATTENDED"))
    )
    listed = Counter(page.locator(".card .gatherings a.Event").all_inner_texts())
    assert both <= listed
    page.click(".card .gatherings .proof >> nth=0")
    page.wait_for_selector("#evidence blockquote mark")
    quote = page.inner_text("#evidence blockquote mark")
    known = [s for s in jsonl.read_statements(build) if s.evidence.quote.split() == quote.split()]
    assert known, quote
    e = known[0].evidence
    assert (SEEDS / e.doc).read_text(encoding="utf-8")[e.start : e.end] == e.quote
    page.keyboard.press("Escape")


def test_with_keys_alone(page: Any, graph_of_seeds: Graph) -> None:
    center = person(graph_of_seeds, "敖煜新")
    open_network(page, kind="ties", center=center)
    before, few = places(page), len(shown(page)[0])
    page.focus(".canvas")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".card h2")
    first = page.inner_text(".card h2")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.card h2').innerText !== x", first)
    selected = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('sel')")
    page.keyboard.press("m")
    until(page, "kgPicture.shown.nodes.size > x", few)
    page.wait_for_timeout(400)
    after = places(page)
    assert {n: after[n] for n in before} == before, "a step adds nodes and moves none"
    near = {
        str(e["target"] if e["source"] == selected else e["source"])
        for e in graph_of_seeds.edges()
        if selected in (e["source"], e["target"])
    }
    assert {n for n in near if not n.startswith(("Area:", "Article:"))} <= set(after)
    page.focus(".canvas")
    page.keyboard.press("Enter")
    until(
        page,
        "location.hash.startsWith('#/event?') || location.hash.startsWith('#/person?') || location.hash.startsWith('#/position?')",
    )


def download(page: Any, selector: str) -> bytes:
    page.click("#export summary")
    with page.expect_download() as found:
        page.click(f"#export {selector}")
    return Path(found.value.path()).read_bytes()


def test_what_is_on_screen_can_be_taken_home(page: Any, graph_of_seeds: Graph) -> None:
    open_network(page, kind="meetings", since="2025-01-01")
    nodes, pairs = shown(page)
    names = {str(graph_of_seeds.node(n)["name"]) for n in nodes}
    drawing = ET.fromstring(download(page, '[data-picture="svg"]'))
    space = "{http://www.w3.org/2000/svg}"
    assert {t.text for t in drawing.iter(f"{space}title")} == names
    assert len([p for p in drawing.iter(f"{space}path") if p.get("stroke-width")]) == len(pairs)
    assert any("2025-01-01" in (t.text or "") for t in drawing.iter(f"{space}text")), (
        "the picture says of which period it is"
    )
    image = download(page, '[data-picture="png"]')
    assert image.startswith(b"\x89PNG\r\n")
    assert len(image) > 20_000
    rows = list(csv.DictReader(io.StringIO(download(page, '[data-table="network-nodes"]').decode("utf-8-sig"))))
    assert {r["id"] for r in rows} == nodes
    rows = list(csv.DictReader(io.StringIO(download(page, '[data-table="network-edges"]').decode("utf-8-sig"))))
    assert {(r["source"], r["target"]): int(r["times"]) for r in rows} == pairs


def test_the_overview_takes_home_what_kg_query_says(page: Any, build: Path) -> None:
    go(page, "#/")
    page.wait_for_selector(".changes li")
    for name in ("changes", "contradictions"):
        command = [sys.executable, "-m", "kg", "query", name, "--graph", str(build), "--format", "csv"]
        asked = subprocess.run(command, capture_output=True, check=True, encoding="utf-8-sig").stdout
        taken = download(page, f'[data-table="{name}"]').decode("utf-8-sig")
        tables = [csv.DictReader(io.StringIO(text)) for text in (taken, asked)]
        columns = [list(table.fieldnames or ()) for table in tables]
        assert columns[0] == columns[1]
        told = [sorted([row[c] for c in columns[0]] for row in table) for table in tables]
        assert told[0] == told[1]
        assert told[0] or name != "changes"


def test_the_overview_leads_to_the_sentence_in_one_click(page: Any, graph_of_seeds: Graph) -> None:
    go(page, "#/")
    row = page.locator(".changes li", has_text="区委书记").filter(has_text="敖煜新")
    row.wait_for()
    assert "李志龙 …… 敖煜新" in row.inner_text()
    assert "其间 1 年无报（2025-05-01 至 2026-04-26）" in row.inner_text()
    row.locator(".proof").click()
    page.wait_for_selector("#evidence blockquote mark")
    assert "区委书记" in page.inner_text("#evidence blockquote mark")
    page.keyboard.press("Escape")

    articles = Counter(str(n["published"])[:7] for n in graph_of_seeds.nodes("Article") if n["published"])
    months = page.locator(".calendar .months .cell:not(.none)")
    assert months.count() == len(articles)
    assert {t.split("：")[0] for t in months.evaluate_all("cells => cells.map(c => c.title)")} == set(articles)
    assert page.locator(".calendar .months .cell.none").count() > 0
    assert "无报" in page.locator(".calendar .months .cell.none").first.get_attribute("title")
    page.click("[data-clock=event]")
    until(page, "document.querySelector('.calendar .months .cell[title^=\"2024-06\"]')?.title.includes('见于')")
    everyone = page.inner_text(".active .pager")
    page.locator('.calendar .months .cell[title^="2025-03"]').click()
    until(page, "location.hash.includes('since=2025-03-01') && location.hash.includes('until=2025-03-31')")
    until(page, "document.querySelector('.active .pager')?.innerText !== x", everyone)
    assert "2025-03" in page.inner_text(".chosen")
    there = {
        e["source"]
        for e in graph_of_seeds.edges("ATTENDED")
        if _within(graph_of_seeds.node(e["target"]), "2025-03-01", "2025-03-31")
    }
    assert f"共 {len(there)} 条" in page.inner_text(".active .pager")
    assert "此期间没有" in page.inner_text(".changes .empty")


def _within(event: dict[str, Any], since: str, until: str) -> bool:
    first, last = event["earliest"], event["latest"]
    return bool(first or last) and str(first or "") <= until and str(last or "9") >= since


def test_no_word_is_missing_in_either_language(page: Any, graph_of_seeds: Graph) -> None:
    for hash_ in (
        "#/",
        "#/network?kind=meetings",
        f"#/network?kind=ties&center={person(graph_of_seeds, '敖煜新')}&as=table",
    ):
        go(page, hash_)
        until(page, "!document.querySelector('#view [aria-busy]') && document.querySelector('#view h1')")
        for _ in range(2):
            text = page.inner_text("#view")
            assert "network." not in text
            assert "overview." not in text
            page.click("#language")
            until(page, "document.querySelector('#view').innerText !== x", text)


def test_without_webgl_a_table_stands_in_for_the_picture(
    play: Any, chromium: str, address: str, graph_of_seeds: Graph
) -> None:
    with browsing(play, chromium, address + "#/network?kind=meetings", arguments=BARE) as page:
        page.wait_for_selector(".network .listing table")
        assert "WebGL" in page.inner_text(".network .notice")
        pairs = meetings(graph_of_seeds)
        assert f"共 {len(pairs)} 条" in page.inner_text(".network .listing")
        page.locator(".slider .since").focus()
        page.keyboard.press("PageUp")
        until(page, "location.hash.includes('since=')")
        since = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('since')")
        until(
            page,
            "document.querySelector('.network .listing').innerText.includes(`共 ${x} 条`)",
            len(meetings(graph_of_seeds, since)),
        )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build in which names are what a page must not take for markup."""
    folder = tmp_path_factory.mktemp("hostile") / "out"
    doc, text, found = "a.txt", "", []
    people = {key: ref("Person", f"{key}@{doc}", name) for key, name in HOSTILE.items()}
    paper = ref(
        "Article", f"{doc}#1", HOSTILE["markup"], title=HOSTILE["markup"], published="2031-05-06", doc=doc, order=1
    )

    def say(schema: str, args: Args) -> None:
        nonlocal text
        quote = f"{HOSTILE['closing']}{schema}{len(found)}。"
        found.append(
            Statement(schema, args, Evidence(doc, 1, len(text), len(text) + len(quote), quote, "test.rule"), 0.9)
        )
        text += quote

    say("Article", {"node": paper})
    for i in range(2):
        event = ref("Event", f"{doc}#1.{i}", HOSTILE["closing"], kind="meeting", status="held", date=f"2031-05-0{i + 1}",
                    precision="day", earliest=f"2031-05-0{i + 1}", latest=f"2031-05-0{i + 1}")  # fmt: skip
        say("Event", {"node": event, "article": paper})
        for rank, who in enumerate(people.values(), start=1):
            say("ATTENDED", {"source": who, "target": event, "roles": [], "titles": [HOSTILE["markup"]], "rank": rank})
    graph = fold(found, link(found))
    folder.mkdir()
    jsonl.write_nodes(graph, folder / "nodes.jsonl")
    jsonl.write_edges(graph, folder / "edges.jsonl")
    jsonl.write_statements(found, folder / "statements.jsonl")
    (folder / "report.json").write_text(json.dumps({"options": {"inputs": [str(folder.parent)]}}), encoding="utf-8")
    (folder.parent / doc).write_text(text, encoding="utf-8")
    from kg.stores.ladybug import write

    write(folder)
    return folder


def test_hostile_names_stay_text(play: Any, chromium: str, hostile: Path) -> None:
    with served(hostile) as address, browsing(play, chromium, address) as page:
        open_network(page, kind="meetings")
        assert len(shown(page)[0]) == len(HOSTILE)
        drawing = download(page, '[data-picture="svg"]')
        root = ET.fromstring(drawing)
        tags = {e.tag.rpartition("}")[2] for e in root.iter()}
        assert not tags & {"script", "img", "a", "foreignObject", "image"}
        assert not any(key.lower().startswith("on") or "href" in key for e in root.iter() for key in e.attrib)
        titles = {e.text for e in root.iter() if e.tag.endswith("title")}
        assert HOSTILE["markup"] in titles
        texts = [e.text or "" for e in root.iter() if e.tag.endswith("text")]
        assert any(t.startswith("<script>") for t in texts)
        assert not any("\u202e" in t for t in texts), "nothing isolates it on a canvas"
        assert max(map(len, texts)) < 200
        assert download(page, '[data-picture="png"]').startswith(b"\x89PNG")
        page.evaluate("document.querySelector('.canvas').focus()")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(".card .bond")
        page.click(".card .bond >> nth=0")
        page.wait_for_selector(".card .gatherings .came")
        assert HOSTILE["markup"] in page.inner_text(".card")
        page.click(".switches button >> text=表")
        page.wait_for_selector(".network .listing table")
        assert HOSTILE["markup"] in page.inner_text(".network .listing")
        go(page, "#/")
        page.wait_for_selector(".active tbody tr")
        assert HOSTILE["markup"] in page.inner_text(".overview")
        assert page.locator("#view script, #view img, #view a[href^='javascript']").count() == 0
        assert page.title() != "taken"
