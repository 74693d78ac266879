"""The walkthrough as its reader sees it: in the real Neo4j Browser, driven by Chromium.

KG_SHOTS=docs writes the pictures that docs/neo4j.md shows.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg import pipeline
from kg.stores.neo4j import Neo4jStore
from tests.conftest import SEEDS
from tests.servers import MISSING, emptied
from tests.test_neo4j_docs import ROOT, SAVED, WALKTHROUGH, saved

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: The queries of the walkthrough, each with the picture that follows it, if any.
WALK = re.findall(r"```cypher\n(.+?)```\n(?:\n!\[[^\]]+\]\((.+?)\))?", WALKTHROUGH, re.DOTALL)
STYLE = ROOT / "neo4j" / "kg.grass"
#: What the newest frame holds: each drawn node with the properties behind it and the lines of its caption, and the edges.
DRAWN = """() => { const frame = document.querySelector('[data-testid=frame]');
  const lines = n => [...n.querySelectorAll('text')].map(t => t.textContent.trim()).filter(t => t);
  const nodes = [...frame.querySelectorAll('svg g.node')].map(n => ({...n.__data__.propertyMap,
    labels: n.__data__.labels, lines: lines(n), fill: n.querySelector('circle.b-outline').getAttribute('fill')}));
  const edges = [...frame.querySelectorAll('svg g.relationship')].map(r => ({type: r.__data__.type,
    caption: r.__data__.caption, titles: r.__data__.propertyMap.titles, fill: r.querySelector('path').getAttribute('fill')}));
  return {nodes, edges}; }"""
DROP = """([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name));
  const main = document.querySelector('[data-testid=main]');
  for (const kind of ['dragenter', 'dragover', 'drop'])
    main.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture(scope="module")
def address() -> str:
    """Where the Browser of the tests' server is."""
    if not os.environ.get("NEO4J_URI"):
        pytest.skip(MISSING)
    found = os.environ.get("NEO4J_HTTP", "http://127.0.0.1:7474").rstrip("/") + "/browser/"
    try:
        with urllib.request.urlopen(found, timeout=10):
            return found
    except (urllib.error.URLError, OSError) as e:
        pytest.skip(f"no Neo4j Browser at {found} ({e}): set NEO4J_HTTP")


@pytest.fixture(scope="module")
def server(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jStore]:
    out = tmp_path_factory.mktemp("seeds") / "out"
    pipeline.build([str(SEEDS)], out, database=False)
    with emptied() as store:
        store.write(out)
        yield store


@pytest.fixture(scope="module")
def page(address: str, chromium: str, server: Neo4jStore) -> Iterator[Page]:
    """The Browser, signed in as a person does it, with the style dropped onto the page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
            page.set_default_timeout(60_000)
            page.route(lambda url: not url.startswith(address.split("/browser/")[0]), lambda route: route.abort())
            page.goto(address)
            page.fill("[data-testid=username]", server.user)
            page.fill("[data-testid=password]", os.environ.get("NEO4J_PASSWORD", ""))
            page.click("[data-testid=connect]")
            page.wait_for_selector("text=Connection credentials are stored")
            page.evaluate(DROP, [STYLE.name, STYLE.read_text(encoding="utf-8")])
            page.wait_for_selector("[data-testid=frameCommand] >> text=:style")
            yield page
        finally:
            browser.close()


def ask(page: Page, text: str) -> None:
    """Type a query and run it; return when its answer is drawn or listed."""
    page.click(".monaco-editor >> nth=0")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(":clear")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-testid=frame]", state="detached")
    page.click(".monaco-editor >> nth=0")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    answered = ("svg g.node text", "[role=table] [role=cell]", ":text-is('ERROR')")
    page.wait_for_selector(", ".join(f"[data-testid=frame] {what}" for what in answered), state="attached")


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes in an answer of the driver, paths taken apart."""
    if isinstance(value, dict) and "id" in value and value.get("label", "").istitle():
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from nodes_of(item)


def texts_of(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and re.search(r"[\u4e00-\u9fff]", item):
            yield item


def check(page: Page, text: str, store: Neo4jStore) -> dict[str, Any]:
    """Run a text and see that what the server answers stands in the page; gives what was drawn."""
    rows = store.run(text.strip().rstrip(";")).rows
    assert rows, text
    ask(page, text)
    wanted = {n["id"]: n for row in rows for value in row.values() for n in nodes_of(value)}
    if not wanted:
        shown = page.inner_text("[data-testid=frame] [data-testid=frameContents]")
        for row in rows[:3]:
            for value in row.values():
                for found in texts_of(value):
                    assert found in shown, (text, found)
        return {}
    drawn = page.evaluate(DRAWN)
    assert {n["id"] for n in drawn["nodes"]} == set(wanted), text
    assert len(wanted) <= 300, "the Browser draws no more by default"
    rules = style()
    for node in drawn["nodes"]:
        label = wanted[node["id"]]["label"]
        assert node["fill"] == rules[f"node.{label}"]["color"], node
        assert node["lines"], node
        *_, name = node["lines"]
        assert re.search(r"[\u4e00-\u9fff0-9]", name), node
        assert node["name"].startswith(name.removesuffix("…")), node
        if label == "Event" and node.get("date"):
            assert node["date"] in node["lines"][0], node
        if label == "Person":
            assert name == node["name"], "names of people are drawn whole"
    for edge in drawn["edges"]:
        assert edge["fill"] == rules[f"relationship.{edge['type']}"]["color"], edge
        if edge["type"] == "CHAIRED":
            assert edge["caption"] == "主持"
        if edge["type"] == "ATTENDED" and edge["titles"]:
            assert edge["caption"]
            assert edge["caption"].split(", ")[0] in edge["titles"]
    return drawn


def style() -> dict[str, dict[str, str]]:
    """The rules of the style: selector → property → value."""
    blocks = re.findall(r"^([\w.]+) \{\n(.*?)^\}", STYLE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return {
        name: {k: v.strip('"') for k, v in re.findall(r"^  ([\w-]+): (.+);$", body, re.MULTILINE)}
        for name, body in blocks
    }


def shoot(page: Page, name: str) -> None:
    """Keep the newest frame as a picture, where KG_SHOTS names a folder."""
    if folder := os.environ.get("KG_SHOTS"):
        page.wait_for_timeout(2500)  # the layout settles
        page.click("[data-testid=frame] [aria-label=zoom-to-fit]")
        page.wait_for_timeout(500)
        page.locator("[data-testid=frame]").screenshot(path=Path(folder) / name)


def test_the_style_is_taken(page: Page) -> None:
    page.wait_for_function("(localStorage['neo4j.grass'] || '').includes('Person')")
    kept = json.loads(page.evaluate("localStorage['neo4j.grass']"))
    rules = style()
    assert {k: v["color"] for k, v in kept.items()} == {k: v["color"] for k, v in rules.items()}
    assert {k: v.get("caption") for k, v in kept.items()} == {k: v.get("caption") for k, v in rules.items()}


@pytest.mark.parametrize(("block", "picture"), WALK, ids=lambda v: str(v)[:40])
def test_every_query_of_the_walkthrough(block: str, picture: str, page: Page, server: Neo4jStore) -> None:
    drawn = check(page, block, server)
    assert bool(drawn) == bool(picture), "what is drawn is shown in the walkthrough"
    if picture:
        assert {"Person"} < {label for node in drawn["nodes"] for label in node["labels"]}
        shoot(page, picture)


@pytest.mark.parametrize("path", SAVED, ids=lambda p: p.stem)
def test_every_saved_query(path: Path, page: Page, server: Neo4jStore) -> None:
    text = path.read_text(encoding="utf-8")
    if server.run(saved(path)).rows:
        assert bool(check(page, text, server)) != ("(a table)" in text), "drawn, or said to be a table"


def test_a_saved_query_becomes_a_favourite(page: Page) -> None:
    path = SAVED[0]
    page.evaluate(DROP, [path.name, path.read_text(encoding="utf-8")])
    page.click("text=Save to favorites")
    title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("// ")
    page.click("[data-testid=navigationFavorites]")
    page.wait_for_selector(f"text={title}")
    page.click("[data-testid=navigationFavorites]")
