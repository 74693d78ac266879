"""What the explorer says of days and namesakes: no bound is shown as a day, and equal names can be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Statement
from kg.view import folding
from tests.served import SOFTWARE
from tests.strategies import day, event, newspaper, person, position, say
from tests.test_view_answers import asking
from tests.test_view_server import write

LAST = "2024-03-05"


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    """A meeting of known day, plans of a bare year, a meeting of a bare month; two of one name, in two papers."""
    found: list[Statement] = []
    for doc, area, published in (("a.txt", "青溪区", LAST), ("b.txt", "白石县", "2022-05-06")):
        here = event(doc, 1, 1, "县委常委会会议", day(9) if area == "青溪区" else "2022-05-05")
        plan = event(
            doc, 1, 2, "运动会", "2030", status="planned", precision="year", earliest="2030-01-01", latest="2030-12-31"
        )
        vague = event(doc, 1, 3, "座谈会", "2026", precision="year", earliest="2026-01-01", latest="2026-12-31")
        facts = [say("Event", doc, start=n, node=e) for n, e in enumerate((here, plan, vague))]
        for n, e in enumerate((here, vague)):
            facts.append(say("ATTENDED", doc, start=20 + n, source=person(doc, "王强"), target=e, roles=[]))
        found += newspaper(doc, 1, *facts, area=area, published=published)
    found.append(say("HOLDS", "a.txt", start=50, source=person("a.txt", "王强"), target=position("局长"), titles=["局长"],
                     capacity="full", evidence="sighted", earliest=day(9), latest=day(9)))  # fmt: skip
    return found


@pytest.fixture(scope="module")
def graph(statements: list[Statement]) -> Graph:
    return fold(statements, {})


def test_the_bound_of_a_bare_year_is_no_day(tmp_path: Path, graph: Graph, statements: list[Statement]) -> None:
    out = tmp_path / "out"
    with asking(out, graph, statements) as ask:
        assert ask("meta")["happened"] == {"since": "2022-05-05", "until": day(9)}
        rows = {r["detail"]: (r["events"], r["first"], r["last"]) for r in ask("active")["rows"]}
    assert rows == {"青溪区局长 2024": (2, day(9), day(9)), "白石县 2022": (2, "2022-05-05", "2022-05-05")}


@pytest.mark.browser
def test_the_page_in_a_file_says_the_same(
    tmp_path: Path, graph: Graph, statements: list[Statement], chromium: str
) -> None:
    from playwright.sync_api import sync_playwright

    write(tmp_path / "out", graph, statements)
    kg.view(tmp_path / "out", to=tmp_path / "page.html")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(SOFTWARE))
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri() + "#/verdicts")
        page.wait_for_selector("#view h1")
        meta, active, hits = page.evaluate(
            "async () => [await kgFeed.meta(), await kgFeed.active({}), await kgFeed.search({q: '王强'})]"
        )
        browser.close()
    assert meta["happened"] == {"since": "2022-05-05", "until": day(9)}
    assert {r["detail"]: r["last"] for r in active["rows"]} == {"青溪区局长 2024": day(9), "白石县 2022": "2022-05-05"}
    assert {h["detail"] for h in hits["rows"] if h["kind"] == "node" and h["label"] == "Person"} == {
        "青溪区局长 2024", "白石县 2022"}  # fmt: skip


def test_namesakes_are_told_apart_by_office_area_and_years(
    tmp_path: Path, graph: Graph, statements: list[Statement]
) -> None:
    with asking(tmp_path / "out", graph, statements) as ask:
        hits = [r for r in ask("search", q="王强")["rows"] if r["kind"] == "node" and r["label"] == "Person"]
    assert sorted(h["detail"] for h in hits) == ["白石县 2022", "青溪区局长 2024"]


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("<p>区委书记沈知秋讲话。</p><p>会议还研究了工作。</p>", "会议", "区委书记沈知秋讲话。会议还研究了工作。"),
        ('他说<br/>“会议”<span class="x">很好</span>', "会议", "他说“会议”很好"),
        ("a < b，会议 > c", "会议", "a < b，会议 > c"),
        ("<p>讲</p><p>话</p>", "讲", "讲话"),
    ],
)
def test_snippets_show_no_tags(text: str, wanted: str, shown: str) -> None:
    found = folding.snippet(text, wanted)
    assert found is not None
    first, around, marks = found
    begin = first - marks[0][0]
    told, left = folding.untagged(text, marks, begin, begin + len(around))
    assert told == shown
    assert [told[a:b] for a, b in left] == [wanted]


def test_a_tag_that_the_part_cuts_through_is_gone_too() -> None:
    text = '<p class="zhengwen">会议' + "很" * 90 + "</p>"
    told, marks = folding.untagged(text, [(5, 7)], text.index("会议") - 5, text.index("会议") + 30)
    assert told == "会议" + "很" * 28
    assert marks == [(0, 2)]
