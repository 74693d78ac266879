"""The explorer restricted to an area or a newspaper, its calendar, its lists and its verdicts, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import judgement
from kg.folding import fold
from tests.districts import EAST, WEST
from tests.served import browsing, go, served, until
from tests.test_view_scope import told_twice
from tests.test_view_server import write

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("districts") / "out"
    write(folder, fold(told_twice(), {}), told_twice())
    kg.view(folder, to=folder.parent / "page.html")
    return folder


@pytest.fixture(scope="module")
def play() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="module", params=["file", "server"])
def opened(request: pytest.FixtureRequest, play: Any, chromium: str, build: Path) -> Iterator[Any]:
    if request.param == "file":
        with browsing(play, chromium, (build.parent / "page.html").as_uri()) as page:
            yield page
    else:
        with served(build) as address, browsing(play, chromium, address) as page:
            yield page


@pytest.fixture
def page(opened: Any) -> Any:
    opened.evaluate("localStorage.clear()")
    go(opened, "#/")
    opened.reload()
    opened.set_viewport_size({"width": 1280, "height": 800})
    opened.wait_for_selector(".overview .counts a")
    return opened


def hash_of(page: Any) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def taken(page: Any, table: str) -> list[dict[str, str]]:
    page.click("#export summary")
    with page.expect_download() as download:
        page.click(f'#export [data-table="{table}"]')
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))


def test_an_area_is_chosen_seen_kept_and_removed(page: Any) -> None:
    options = page.locator(".scope select[name=area] option").all_inner_texts()
    assert [o.split(" ")[0] for o in options[1:]] == [EAST, WEST]
    page.select_option(".scope select[name=area]", EAST)
    until(page, "document.querySelector('.active tbody')?.innerText.includes(x)", "沈知秋")
    until(page, "!document.querySelector('.active tbody').innerText.includes(x)", "林望舒")
    assert f"area={EAST}" in hash_of(page)
    assert f"地区：{EAST}" in page.inner_text(".scope .chip")
    # It stays from page to page, where its tables have the column.
    for link in ("职务", "人物"):
        page.click(f"#head nav >> text={link}")
        until(page, "document.querySelector('#view table tbody tr')")
        assert WEST not in page.inner_text("#view table")
        assert EAST in page.inner_text("#view table tbody tr >> nth=0")
        assert f"area={EAST}" in hash_of(page)
        rows = taken(page, "positions" if link == "职务" else "list")
        assert {row["area"] for row in rows} == {EAST}
    page.click("#head nav >> text=关系网")
    page.wait_for_selector(".network .counts")
    assert {n["area"] for n in taken(page, "network-nodes")} == {EAST}
    page.reload()
    page.wait_for_selector(".scope .remove")
    page.click(".scope .remove")
    until(page, "!location.hash.includes('area=')")
    until(page, "!document.querySelector('.scope .chip')")
    assert {n["area"] for n in taken(page, "network-nodes")} == {EAST, WEST}


def test_a_newspaper_is_chosen(page: Any) -> None:
    page.select_option(".scope select[name=publisher]", "青溪晚报")
    until(page, "document.querySelector('.counts')?.innerText.replace(/\\s+/g, '') === x", "1人物1活动1报道")


@pytest.mark.parametrize("clock", ["published", "event"])
def test_a_cell_leads_to_exactly_what_it_counts(page: Any, clock: str) -> None:
    page.click(f"[data-clock={clock}]")
    until(page, "document.querySelector(`[data-clock=${x}]`).getAttribute('aria-pressed') === 'true'", clock)
    page.wait_for_timeout(200)
    assert "当日" not in page.inner_text(".covered")
    cells = page.locator(".calendar .cell:not(.none):not(:disabled)[title]")
    titles = cells.evaluate_all("cells => cells.map(c => c.title)")
    assert titles
    for title in dict.fromkeys(titles):
        assert "当日" not in title
        day, number = title.split("：")[0], int(re.search(r"活动 (\d+) 场", title)[1])  # type: ignore[index]
        page.locator(f'.calendar .cell[title="{title}"]').first.click()
        until(page, "document.querySelector('.counted h3')?.innerText.includes(x)", day)
        if number:
            until(page, f"document.querySelector('.counted .pager')?.innerText.includes('共 {number} 条')")
            assert page.locator(".counted tbody tr").count() == min(number, 10)
        else:
            until(page, "document.querySelector('.counted .empty')")
        assert f"by={clock}" in hash_of(page)
        page.click(".chosen button")
        page.click(f"[data-clock={clock}]")
        until(page, "!document.querySelector('.counted')")


def test_counts_lead_to_lists(page: Any) -> None:
    for n in range(page.locator(".counts a").count()):
        link = page.locator(".counts a").nth(n)
        number = int(re.search(r"\d+", link.inner_text())[0])  # type: ignore[index]
        link.click()
        until(page, "document.querySelector('#view .pager')?.innerText.includes(`共 ${x} 条`)", number)
        go(page, "#/")
        page.wait_for_selector(".overview .counts a")


def test_a_change_over_a_silence_is_called_one(page: Any) -> None:
    row = page.locator(".changes li", has_text=f"{EAST}局长")
    row.wait_for()
    assert "其间 9 个月无报（2022-06-03 至 2023-03-01）" in row.inner_text()
    assert "接替" not in row.inner_text()
    assert re.sub(r"\s+", "", row.inner_text()).find("陶然代理……柏舟") > 0


def test_english_counts_one_and_has_no_full_width_marks(page: Any) -> None:
    page.click("#language")
    until(page, "document.documentElement.lang === 'en'")
    for hash_ in (
        "#/",
        f"#/?area={EAST}&since=2024-01-03&until=2024-01-03&by=published",
        "#/list?label=Person",
        "#/positions",
    ):
        go(page, hash_)
        page.wait_for_timeout(400)
        shown = page.inner_text("#view")
        assert not re.search(r"\b1 (holders|changes|events|articles|documents|people|offices|areas|issues)\b", shown)
        assert not re.search("[；：，。（）、／]", re.sub("第.次会议", "", shown)), hash_
    titles = page.evaluate("[...document.querySelectorAll('.cell')].map(c => c.title)")
    assert not any(re.search("[；：，（）]", t) for t in titles)
    page.click("#language")


def test_an_error_is_told_in_the_language_of_the_page(play: Any, chromium: str, build: Path) -> None:
    # Of a file: what a server refuses is an error in the console, too.
    with browsing(play, chromium, (build.parent / "page.html").as_uri()) as page:
        go(page, "#/person?id=Person:nobody")
        page.wait_for_selector("#view .trouble")
        assert "没有这个节点" in page.inner_text("#view .trouble")
        page.click("#language")
        until(page, "document.querySelector('#view .trouble').innerText.includes('no such node')")


@pytest.mark.parametrize("hash_", ["#/", "#/positions", "#/list?label=Person", "#/list?label=Event", f"#/person?id=Person:沈知秋@{EAST}",
                                   "#/event?id=Event:e1.txt%231.1", f"#/position?id=Position:{EAST}局长"])  # fmt: skip
def test_a_phone_shows_every_column(page: Any, hash_: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, hash_)
    page.wait_for_selector("#view table")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    beyond = """[...document.querySelectorAll('#view :is(th, td)')].filter(c => {
        const box = c.getBoundingClientRect();
        return box.width === 0 || box.right > 391 || box.left < -1;
    }).map(c => c.outerHTML.slice(0, 120))"""
    assert page.evaluate(beyond) == []


def test_names_of_the_network_do_not_overlap(page: Any) -> None:
    go(page, "#/network?kind=ties")
    until(page, "window.kgPicture")
    page.wait_for_timeout(600)
    page.click("#export summary")
    with page.expect_download() as download:
        page.click('#export [data-picture="svg"]')
    svg = Path(download.value.path()).read_text("utf-8")
    found = re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)</text>', svg.split("</g></g>")[0])
    boxes = [
        (float(x), float(y) - 8, float(x) + sum(13 if ord(c) > 255 else 7.5 for c in t), float(y) + 8, t)
        for x, y, t in found
    ]
    assert len(boxes) > 5
    over = [(a[4], b[4]) for n, a in enumerate(boxes) for b in boxes[n + 1 :]
            if a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1]  # fmt: skip
    assert over == []


def test_a_verdict_shows_its_fact_is_changed_and_taken_back(page: Any) -> None:
    edge = page.evaluate("(async () => (await kgFeed.attendance({id: 'Event:e1.txt#1.1'})).rows[0].edge)()")
    go(page, f"#/event?id=Event:e1.txt%231.1&proof={edge}")
    page.click("#evidence .judge .reject")
    page.fill("#evidence .why input >> nth=0", "只是提到")
    page.fill("#evidence .why .by", "甲")
    page.press("#evidence .why .by", "Enter")
    page.wait_for_selector("#evidence .given.reject .revise")
    page.click("#evidence .given .revise")
    page.click("#evidence .judge .accept")
    page.press("#evidence .why input >> nth=0", "Enter")
    page.wait_for_selector("#evidence .given.accept")
    go(page, "#/verdicts")
    page.wait_for_selector(".verdicts li")
    assert page.locator(".verdicts li").count() == 1
    told = page.inner_text(".verdicts li")
    assert "沈知秋" in told
    assert "第1次会议" in told
    assert "甲" in told
    assert re.search(r"20\d\d-\d\d-\d\d", told)
    page.click(".verdicts .undo")
    page.wait_for_selector("#view .empty")
    assert page.locator(".verdicts li").count() == 0


def test_contradictory_verdicts_offer_to_replace_the_older(play: Any, chromium: str, build: Path) -> None:
    one, two = (f"Person:{name}@{EAST}" for name in ("沈知秋", "罗映山"))
    file = judgement.path_for(build)
    file.write_text(
        "".join(json.dumps({"judge": kind, "a": one, "b": two}) + "\n" for kind in ("same", "different")), "utf-8"
    )
    try:
        with served(build) as address, browsing(play, chromium, address + "#/verdicts") as page:
            page.wait_for_selector(".verdicts .against >> nth=1")
            assert page.locator(".verdicts .replace").count() == 1
            page.click(".verdicts .replace")
            until(page, "document.querySelectorAll('.verdicts li').length === 1")
            assert "不是同一个" in page.inner_text(".verdicts li")
        lines, problems = judgement.read(file)
        assert [j.kind for j in lines] == ["different"]
        assert not problems
        assert len(file.read_text("utf-8").splitlines()) == 2
    finally:
        file.unlink()
