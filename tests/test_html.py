"""The picture: what is in it, that it fetches nothing, and that it works in a real browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.exports import html
from kg.exports.layout import arrange, place_beside
from kg.graph import Graph
from kg.statement import Statement


class Page(HTMLParser):
    """The tags of a page, with their attributes, and the text of its scripts by id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[self.tags[-1][1].get("id") or str(len(self.scripts))] = data


@pytest.fixture(scope="module")
def page(graph: Graph, statements: list[Statement]) -> str:
    return html.render(graph, statements)


def data_of(page: str) -> dict[str, Any]:
    return json.loads(Page(page).scripts["data"])


def test_page_loads_nothing_from_elsewhere(page: str) -> None:
    for tag, attributes in Page(page).tags:
        assert tag not in {"iframe", "object", "embed", "base", "img"}
        for name in ("src", "href", "srcset", "action"):
            assert (attributes.get(name) or "data:").startswith("data:"), (tag, attributes)
    assert not re.search(r"url\(\s*['\"]?(?!data:)|@import", page)
    assert "default-src 'none'" in page
    assert "bootstrap" not in page


def test_data_stay_data(page: str) -> None:
    found = data_of(page)
    assert any(n["name"] == "白露</script>" for n in found["nodes"])
    assert any("</script>" in row["quote"] for row in found["evidence"])
    assert len([t for t, _ in Page(page).tags if t == "script"]) == 3
    assert not any(t == "img" for t, _ in Page(page).tags)


def test_edges_carry_position_date_and_quote(page: str, graph: Graph) -> None:
    found = data_of(page)
    drawn = {e["id"]: e for e in found["edges"]}
    assert set(drawn) == {e["id"] for e in graph.edges()}
    by_kind = {(e["kind"], e["from"].split(":")[1][:3]): e for e in found["edges"]}
    assert by_kind["ATTENDED", "沈知秋"]["label"] in {"区委书记 2031-05-05", ""}
    assert by_kind["CHAIRED", "沈知秋"]["label"] == "区委书记 2031-05-05"
    proof = found["evidence"][by_kind["CHAIRED", "沈知秋"]["quotes"][0]]
    assert proof["quote"].startswith("5月5日，区委书记沈知秋主持")
    assert (proof["article"], proof["date"], proof["doc"]) == ("区委常委会召开会议", "2031-05-06", "a.txt")
    assert (proof["rule"], proof["confidence"], proof["basis"]) == ("test.rule", 0.9, "原文明言")
    assert proof["end"] - proof["start"] == len(proof["quote"])


def test_the_page_speaks_chinese() -> None:
    paper = {"id": "Article:a.txt#2", "label": "Article", "name": "a.txt", "title": None, "doc": "a.txt", "order": 2,
             "published": "2031-07"}  # fmt: skip
    event = {"id": "Event:a.txt#2.1", "label": "Event", "name": "会", "kind": "meeting", "openList": True,
             "latest": "2031-07-31"}  # fmt: skip
    edge = {"id": "x", "type": "REPORTS", "source": paper["id"], "target": event["id"], "basis": "derived"}
    found = data_of(html.render(Graph([paper, event], [edge]), []))
    names = {n["id"]: n["name"] for n in found["nodes"]}
    assert names[str(paper["id"])] == "a.txt 第 2 篇"
    details = next(dict(n["details"]) for n in found["nodes"] if n["id"] == event["id"])
    assert (details["类别"], details["名单未完"], details["不晚于"]) == ("会议", "是", "2031-07")
    assert found["edges"][0]["derived"]
    assert ["性质", "推算"] in found["edges"][0]["details"]


def test_every_word_of_the_ontology_and_lexicon_has_a_chinese_one() -> None:
    from kg import lexicon
    from kg.ontology import Ontology

    words = json.loads((Path(html.__file__).parent / "assets" / "look.json").read_text("utf-8"))["values"]
    ontology = Ontology.load()
    specs = [p for c in (*ontology.nodes.values(), *ontology.edges.values()) for p in c.properties.values()]
    printed = {v for p in specs for v in p.values or ()}
    assert len(printed) > 15
    assert printed <= set(words), printed - set(words)
    sets = (("areas", "suffixes"), ("areas", "printed"), ("organs", "kinds"), ("organs", "parts"), ("titles", "heads"))
    rows = [row for at in sets for row in lexicon.entries(*at).values()]
    known = {str(row[k]) for row in rows for k in ("level", "kind", "branch") if row.get(k)}
    assert len(known) > 10
    assert known <= set(words), known - set(words)


def test_same_graph_same_page(graph: Graph, statements: list[Statement], page: str) -> None:
    assert html.render(Graph(reversed(graph.nodes()), reversed(graph.edges())), statements[::-1]) == page


def test_every_class_of_the_ontology_has_a_look() -> None:
    from kg.ontology import Ontology

    ontology, look = (
        Ontology.load(),
        json.loads((Path(html.__file__).parent / "assets" / "look.json").read_text("utf-8")),
    )
    assert set(look["labels"]) == set(ontology.nodes)
    assert set(look["edges"]) == set(ontology.edges)


def test_large_graph_is_cut_to_what_matters_and_says_so() -> None:
    people = [{"id": f"Person:{i:04}", "label": "Person", "name": f"人{i}"} for i in range(700)]
    events = [{"id": f"Event:{i}", "label": "Event", "name": f"会{i}"} for i in range(20)]
    edges = [
        {"id": f"{p['id']}{e}", "type": "ATTENDED", "source": p["id"], "target": f"Event:{e}"}
        for i, p in enumerate(people)
        for e in range(20)
        if i < 10 or i % 20 == e
    ]
    large = Graph([*people, *events], edges)
    chosen = html.choose(large)
    assert len(chosen) == html.LIMIT
    assert {n["id"] for n in events} | {p["id"] for p in people[:10]} <= set(chosen)
    found = data_of(html.render(large, []))
    assert found["drawn"] == html.LIMIT
    assert sum(found["total"].values()) == 720
    assert all(e["from"] in chosen and e["to"] in chosen for e in found["edges"])


def test_a_few_who_are_everywhere_do_not_crowd_out_the_others() -> None:
    people = [{"id": f"Person:{i:04}", "label": "Person", "name": f"人{i}"} for i in range(400)]
    events = [{"id": f"Event:{i:04}", "label": "Event", "name": f"会{i}"} for i in range(2000)]
    offices = [{"id": f"Position:{i:04}", "label": "Position", "name": f"职{i}"} for i in range(300)]
    attended = [(p["id"], e["id"]) for p in people[:6] for e in events]
    attended += [(p["id"], events[(7 * i + k) % 2000]["id"]) for i, p in enumerate(people) for k in range(1 + i % 5)]
    edges = [{"id": f"a{i}", "type": "ATTENDED", "source": a, "target": b} for i, (a, b) in enumerate(attended)]
    edges += [
        {"id": f"h{i}", "type": "HOLDS", "source": p["id"], "target": offices[i % 300]["id"]}
        for i, p in enumerate(people)
    ]
    large = Graph([*people, *events, *offices], edges)
    chosen = html.choose(large)
    count = {label: sum(n["label"] == label for n in chosen.values()) for label in ("Person", "Event", "Position")}
    assert len(chosen) == html.LIMIT
    assert min(count.values()) >= 50, count
    assert {p["id"] for p in people[:6]} <= set(chosen)
    tied = {e["source"] for e in edges if e["type"] == "ATTENDED" and e["source"] in chosen and e["target"] in chosen}
    others = [i for i in chosen if i.startswith("Person:") and i not in {p["id"] for p in people[:6]}]
    assert sum(i in tied for i in others) > len(others) / 2, "the events drawn are those that join the people drawn"
    assert html.choose(Graph(reversed(large.nodes()), reversed(large.edges()))) == chosen


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_two_boxes_overlap(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 30))
    side = st.integers(20, 180)
    sizes = {f"n{i}": (data.draw(side), data.draw(st.integers(20, 70))) for i in range(count)}
    end = st.sampled_from(sorted(sizes))
    edges = data.draw(st.lists(st.tuples(end, end), max_size=60))
    places = arrange(sizes, edges)
    assert set(places) == set(sizes)
    assert arrange(sizes, edges) == places
    for a, b in combinations(sizes, 2):
        apart = [abs(places[a][k] - places[b][k]) - (sizes[a][k] + sizes[b][k]) / 2 for k in (0, 1)]
        assert max(apart) >= 0, (a, b)


def test_later_nodes_leave_the_others_where_they_are() -> None:
    places = {"a": (0, 0), "b": (200, 0)}
    sizes = {"a": (60.0, 30.0), "b": (60.0, 30.0), "c": (60.0, 30.0)}
    found = place_beside(places, sizes, [("c", "a"), ("c", "b")])
    assert {n: found[n] for n in places} == places
    assert abs(found["c"][0] - 100) < 30


@pytest.mark.browser
def test_in_a_browser(chromium: str, graph: Graph, statements: list[Statement], tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    html.write(graph, statements, tmp_path / "graph.html")
    address = (tmp_path / "graph.html").as_uri()
    trouble: list[str] = []
    requests: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda e: trouble.append(str(e)))
            page.on("request", lambda r: requests.append(r.url))
            page.goto(address)
            page.wait_for_function("window.kg && kg.network.getScale() > 0")
            assert page.inner_text("#legend").count("主持") == 1

            shown = page.evaluate("kg.shown()")
            chaired = next(e for e in graph.edges("CHAIRED"))
            assert chaired["id"] in shown["edges"]
            assert not any(e["id"] in shown["edges"] for e in graph.edges("REPORTS")), "hidden at first"

            # A point of the picture at which the edge lies, found as the mouse would find it.
            spot = page.evaluate(
                """([id, a, b]) => { const n = kg.network, at = n.getPositions([a, b]);
                for (let t = 0.02; t < 1; t += 0.01) {
                  const p = n.canvasToDOM({x: at[a].x + t * (at[b].x - at[a].x), y: at[a].y + t * (at[b].y - at[a].y)});
                  if (n.getNodeAt(p) === undefined && n.getEdgeAt(p) === id) return p; } return null; }""",
                [chaired["id"], chaired["source"], chaired["target"]],
            )
            assert spot, "the edge cannot be hit with a mouse"
            page.mouse.click(spot["x"], spot["y"])
            page.wait_for_selector("#pane blockquote")
            pane = page.inner_text("#pane")
            for text in (
                "5月5日，区委书记沈知秋主持召开区委常委会会议",
                "a.txt",
                "区委常委会召开会议",
                "2031-05-06",
                "test.rule",
                "0.9",
                "原文明言",
                "a.txt 第 ",
            ):
                assert text in pane, text

            # A quote that looks like markup is shown as it is printed.
            page.fill("#search", "云杉")
            page.press("#search", "Enter")
            page.click("#pane li button >> nth=0")
            assert "<img src=x" in page.inner_text("#pane blockquote")
            assert page.locator("#pane img").count() == 0
            assert page.title().startswith("kg")

            page.uncheck('#kinds input[data-key="CHAIRED"]')
            after = page.evaluate("kg.shown()")
            assert chaired["id"] not in after["edges"]
            attended = next(
                e
                for e in graph.edges("ATTENDED")
                if e["source"] == chaired["source"] and e["target"] == chaired["target"]
            )
            assert attended["id"] in after["edges"], "the plain attendance is drawn again"
            page.uncheck('#labels input[data-key="Person"]')
            left = page.evaluate("kg.shown().nodes")
            assert not any(n.startswith("Person:") for n in left)
            assert any(n.startswith("Event:") for n in left)
            page.check('#labels input[data-key="Article"]')
            page.check('#kinds input[data-key="REPORTS"]')
            assert any(n.startswith("Article:") for n in page.evaluate("kg.shown().nodes"))

            before = page.evaluate("getComputedStyle(document.body).backgroundColor")
            page.click("#theme")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        finally:
            browser.close()
    assert trouble == []
    assert requests == [address]
