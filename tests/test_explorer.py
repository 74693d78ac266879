"""The explorer in a real browser, mailed as a file and asked of `kg view`: what it shows is what the papers and `kg query` say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import judgement
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.judgements import Judgements
from kg.linking import link
from kg.statement import Args, Evidence, Statement, in_order, ref
from kg.stores import ladybug
from tests.conftest import SEEDS
from tests.served import browsing, go, served, until

pytestmark = pytest.mark.browser

OFFICE = "Position:拱墅区委书记"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explorer") / "out"
    kg.build([SEEDS], out=folder)
    return folder


@pytest.fixture(scope="module")
def found(build: Path) -> Graph:
    return jsonl.read(build)


@pytest.fixture(scope="module")
def play() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="module", params=["file", "server"])
def opened(request: pytest.FixtureRequest, play: Any, chromium: str, build: Path) -> Iterator[Any]:
    """The page of the seeds, either way. Leaving it fails on an error in its console and on a request off its origin."""
    if request.param == "file":
        with browsing(play, chromium, (build / "explorer.html").as_uri()) as page:
            yield page
    else:
        with served(build) as address, browsing(play, chromium, address) as page:
            yield page


@pytest.fixture
def page(opened: Any) -> Any:
    """The page as one finds it first: its overview, in Chinese, nothing chosen."""
    opened.evaluate("localStorage.clear()")
    go(opened, "#/")
    opened.reload()
    opened.wait_for_selector(".overview h1")
    return opened


def person(graph: Graph, name: str) -> str:
    return next(str(n["id"]) for n in graph.nodes("Person") if n["name"] == name)


def open_node(page: Any, view: str, node: str) -> None:
    """A node's page, as a link leads there."""
    page.evaluate("([v, i]) => { location.hash = `#/${v}?id=${encodeURIComponent(i)}`; }", [view, node])
    page.wait_for_selector(f"#view.view-{view} article h1")


def query(build: Path, name: str, **values: str) -> list[dict[str, str]]:
    pairs = [word for key, value in values.items() for word in ("--param", f"{key}={value}")]
    command = [sys.executable, "-m", "kg", "query", name, *pairs, "--graph", str(build), "--format", "csv"]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return list(csv.DictReader(io.StringIO(told)))


def taken_home(page: Any, table: str) -> list[dict[str, str]]:
    """The rows of a table as the export menu hands them out."""
    page.click("#export summary")
    with page.expect_download() as download:
        page.click(f'#export [data-table="{table}"]')
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_name_leads_to_the_sentence_in_its_source(page: Any) -> None:
    page.fill("#search", "敖煜新")
    page.wait_for_selector("#found [role=option]")
    assert page.inner_text("#found [role=option] >> nth=0").split()[:2] == ["人物", "敖煜新"]
    page.click("#found [role=option] >> nth=0")
    page.wait_for_selector("#view.view-person article h1")
    assert page.inner_text("article h1") == "敖煜新"
    row = page.locator("table.parts tbody tr", has_text="区委常委会扩大会议").last
    row.locator("td.day").click()
    page.wait_for_selector("#evidence blockquote mark")
    quote = page.text_content("#evidence blockquote mark")
    told = dict(
        zip(
            page.locator("#evidence .proof dt").all_inner_texts(), page.locator("#evidence .proof dd").all_inner_texts()
        )
    )
    start, end = map(int, told["字位"].split("–"))
    source = (SEEDS / told["文件"]).read_text("utf-8-sig")
    assert source[start:end] == quote
    assert quote in page.text_content("#evidence blockquote")
    assert (told["性质"], told["报纸"], told["见报"]) == ("原文明言", "今日拱墅", "2026-05")
    assert float(told["可信度"]) > 0.5
    assert "敖煜新 出席" in page.inner_text("#evidence .told")
    # The place is in the address, pane and all.
    page.reload()
    page.wait_for_selector("#evidence blockquote mark")
    assert page.text_content("#evidence blockquote mark") == quote
    page.keyboard.press("Escape")
    page.wait_for_selector("#evidence", state="detached")


def test_every_proof_of_an_office_stands_in_its_source(page: Any, found: Graph) -> None:
    edges = [e["id"] for e in found.edges_of(OFFICE) if e["target"] == OFFICE]
    assert len(edges) == 2
    for edge in edges:
        for proof in page.evaluate("async e => (await kgFeed.evidence({edge: e, size: 500})).proofs.rows", edge):
            source = (SEEDS / proof["doc"]).read_text("utf-8-sig")
            assert source[proof["start"] : proof["end"]] == proof["quote"]
            at, until_ = proof["at"]
            assert proof["paragraph"][at:until_] == proof["quote"]
            assert proof["paragraph"] in source


def test_three_clicks_to_who_replaced_whom_and_which_sentence_says_so(page: Any) -> None:
    page.click(".changes >> text=拱墅区委书记")
    page.wait_for_selector("#view.view-position article h1")
    assert page.locator("table.spells tbody th[scope=row] a").all_inner_texts() == ["李志龙", "敖煜新"]
    assert page.locator(".gantt g.spell .label").all_text_contents() == ["李志龙", "敖煜新"]
    assert "其间 1 年无报" in page.inner_text("ol.rows li")
    page.click("ol.rows li .silence")
    page.wait_for_selector("#evidence blockquote mark")
    assert "敖煜新 接任 李志龙" in page.inner_text("#evidence .told")
    page.wait_for_selector("#evidence .premises li >> nth=1")
    premises = page.locator("#evidence .premises li").all_inner_texts()
    assert [re.sub(r"\s+|依据", "", p) for p in premises] == [
        "末见在任：李志龙2025-04-23",
        "始见在任：敖煜新2026-04-27",
    ]
    page.click("#evidence .premises li >> nth=0 >> button")
    page.wait_for_selector("#evidence .told >> text=任职")
    assert "区委书记" in page.inner_text("#evidence blockquote")
    assert "李志龙" in page.inner_text("#evidence blockquote mark")


def test_a_bar_of_the_gantt_proves_itself(page: Any) -> None:
    open_node(page, "position", OFFICE)
    bars = page.locator(".gantt g.spell")
    bars.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#evidence blockquote mark")
    assert "敖煜新 任职 拱墅区委书记" in page.inner_text("#evidence .told")
    page.click("#evidence .close")
    assert bars.nth(1).evaluate("bar => bar === document.activeElement"), "the bar has the focus again"
    # Solid, shaded and open ends, each with a word for it.
    fills = [r.get_attribute("fill") for r in bars.nth(0).locator("rect.possible, rect.sure").all()]
    assert fills == ["url(#in-full)", "var(--possible)", "var(--sure)"]
    assert "2025-04-23 至 2026-04-27 之间" in (bars.nth(0).get_attribute("aria-label") or "")


def test_acting_is_told_by_pattern_and_by_word(page: Any, found: Graph) -> None:
    open_node(page, "person", person(found, "敖煜新"))
    acting = page.locator(".gantt g.acting")
    assert acting.locator(".label").text_content() == "拱墅区区长（代理）"
    assert acting.locator("rect.sure").get_attribute("fill") == "url(#hatch-acting)"


@pytest.mark.parametrize(
    ("view", "node", "table", "name", "values"),
    [
        ("position", OFFICE, "holders", "holders", {"office": "区委书记", "area": "拱墅区"}),
        ("position", OFFICE, "changes", "changes", {"area": "拱墅区"}),
        ("person", "敖煜新", "activities", "activities", {"since": "0001", "until": "9999"}),
        ("person", "敖煜新", "co_attendance", "co_attendance", {"limit": "100"}),
        ("event", "Event:000_835feff47fd91af4.txt#2.1", "attendance", "attendance", {}),
    ],
)  # fmt: skip
def test_tables_are_those_of_kg_query(
    page: Any, build: Path, found: Graph, view: str, node: str, table: str, name: str, values: dict[str, str]
) -> None:
    node = node if ":" in node else person(found, node)
    values = {**values, **({"person": node} if view == "person" else {"event": node} if view == "event" else {})}
    open_node(page, view, node)
    mine, asked = taken_home(page, table), query(build, name, **values)
    if name == "activities":
        asked = [r for r in asked if r["did"] in ("attended", "expected")]
    if name == "changes":
        asked = [r for r in asked if r["officeId"] == node]
    assert asked, "nothing to compare"
    assert list(mine[0]) == list(asked[0])
    key = {"changes": "id", "activities": "id", "attendance": "personId"}.get(name)
    if key:  # the page has an order of its own: the earliest, or the newest, first
        mine, asked = sorted(mine, key=lambda r: r[key]), sorted(asked, key=lambda r: r[key])
    assert mine == asked


def test_pictures_to_take_home(page: Any) -> None:
    open_node(page, "position", OFFICE)
    page.wait_for_selector(".gantt g.spell")
    for kind, head in (("svg", b"<svg"), ("png", b"\x89PNG")):
        page.click("#export summary")
        with page.expect_download() as download:
            page.click(f'#export [data-picture="{kind}"]')
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(head)
        assert len(content) > 2_000
        if kind == "svg":
            assert "李志龙" in content.decode()
            assert b"var(--" not in content, "colours of the page are written into the file"


def test_both_languages(page: Any) -> None:
    open_node(page, "position", OFFICE)
    assert page.inner_text("h2 >> nth=0").startswith("任职者")
    page.click("#language")
    until(page, "document.documentElement.lang === 'en'")
    assert page.inner_text("h2 >> nth=0").startswith("Holders")
    assert "拱墅区委书记" in page.inner_text("h1"), "names are not translated"
    page.reload()
    page.wait_for_selector("article h1")
    assert page.inner_text("h2 >> nth=0").startswith("Holders"), "the choice is kept"
    assert not re.search("[\u4e00-\u9fff]", page.inner_text(".legend")), "a word was left untranslated"
    page.click("#language")
    until(page, "document.documentElement.lang === 'zh-CN'")


def test_light_and_dark(page: Any) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    page.select_option("#theme", "light")
    light = page.evaluate(colour)
    page.select_option("#theme", "dark")
    assert page.evaluate(colour) != light
    page.reload()
    page.wait_for_selector("#head")
    assert page.evaluate(colour) != light
    page.select_option("#theme", "auto")


@pytest.mark.parametrize("typed", ["敖煜新", "aoyuxin", "ayx"])
def test_the_keyboard_is_enough(page: Any, typed: str) -> None:
    while not page.evaluate("document.activeElement.id === 'search'"):  # keys are heard a moment after the page is seen
        page.keyboard.press("/")
        page.wait_for_timeout(50)
    page.keyboard.type(typed)
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#found-0", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_selector("#view.view-person article h1")
    assert page.inner_text("article h1") == "敖煜新"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('spell')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#evidence blockquote mark")
    assert page.evaluate("document.activeElement.closest('#evidence') !== null"), "the pane has the focus"
    page.keyboard.press("Escape")
    page.wait_for_selector("#evidence", state="detached")


def test_texts_are_found_where_they_stand(page: Any) -> None:
    page.fill("#search", "中国算谷")
    page.press("#search", "Enter")
    page.wait_for_selector("#view.view-search .hits li")
    page.click(".tabs >> text=报道原文")
    links = "[...document.querySelectorAll('.hits li a')]"
    until(page, f"{links}.length && {links}.every(a => a.getAttribute('href').startsWith('#/article'))")
    page.wait_for_selector(".hits li mark")
    assert set(page.locator(".hits mark").all_text_contents()) == {"中国算谷"}
    page.click(".hits li a >> nth=0")
    page.wait_for_selector(".printed mark.here")
    assert "中国算谷" in page.inner_text(".printed mark.here >> nth=0")


AT_FIRST_SIGHT = """new MutationObserver((_, watch) => {
    if (!document.querySelector("#view h1")) return;
    watch.disconnect();
    location.hash = "#/verdicts";
}).observe(document, {childList: true, subtree: true});"""


def test_a_link_followed_before_anything_is_painted(play: Any, chromium: str, build: Path) -> None:
    with browsing(play, chromium, (build / "explorer.html").as_uri()) as page:
        page.add_init_script(AT_FIRST_SIGHT)
        page.reload()
        page.wait_for_selector("#view.view-verdicts h1")


def test_an_article_marks_what_it_proves(page: Any, found: Graph) -> None:
    article = "Article:000_835feff47fd91af4.txt#2"
    open_node(page, "article", article)
    told = page.evaluate("async id => await kgFeed.article({id})", article)
    assert page.text_content(".printed") == told["text"]
    source = (SEEDS / "000_835feff47fd91af4.txt").read_text("utf-8-sig")
    assert source[told["start"] :].startswith(told["text"])
    page.locator(".printed mark", has_text="区委书记敖煜新在会上强调").first.click()
    page.wait_for_selector(".proved li[data-edge]")
    page.click(".proved li[data-edge] >> nth=0 >> .proves")
    page.wait_for_selector("#evidence blockquote mark")
    assert page.text_content("#evidence blockquote mark") in told["text"]


def test_an_event_shows_who_came_in_printed_order(page: Any, found: Graph) -> None:
    event = "Event:000_835feff47fd91af4.txt#2.1"
    open_node(page, "event", event)
    page.wait_for_selector("table.people tbody tr")
    came = sorted(found.edges_of(event, "ATTENDED"), key=lambda e: e["rank"])
    assert page.locator("table.people tbody th a").all_inner_texts() == [found.node(e["source"])["name"] for e in came]
    assert "区委副书记、区长" in page.inner_text("table.people tbody tr >> nth=1")
    assert "等" in page.inner_text(".note >> nth=0"), "the list was open"
    assert page.locator(".beside section").count() == len(found.edges_of(event, "REPORTS"))


def test_an_empty_list_says_why(page: Any, found: Graph) -> None:
    open_node(page, "person", person(found, "敖煜新"))
    for since, end, why in (("2025-06", "2025-12", "没有收录报纸"), ("2026-05", "2026-05", "收录了 1 期报纸")):
        page.fill(".period [name=since]", since)
        page.press(".period [name=since]", "Enter")
        page.fill(".period [name=until]", end)
        page.press(".period [name=until]", "Enter")
        until(page, "document.querySelector('.empty')?.textContent.includes(x)", why)
    page.click(".period button")
    page.wait_for_selector("table.parts")


def test_verdicts_of_a_mailed_page_are_lines_that_a_build_reads(
    play: Any, chromium: str, build: Path, found: Graph, tmp_path: Path
) -> None:
    led = next(e for e in found.edges("CHAIRED") if found.node(e["source"])["name"] == "敖煜新")
    attended = next(e for e in found.edges("ATTENDED") if (e["source"], e["target"]) == (led["source"], led["target"]))
    with browsing(play, chromium, (build / "explorer.html").as_uri()) as page:
        open_node(page, "person", led["source"])
        page.click(f'[data-proves="{attended["id"]}"]')
        page.click("#evidence .judge .reject")
        page.fill("#evidence .why input", "未到场")
        page.press("#evidence .why input", "Enter")
        page.wait_for_selector("#evidence .given.reject")
        assert "待写入" in page.inner_text("#evidence .given")
        page.click("#evidence .close")
        page.click(".identity summary")
        page.fill(".identity input", "李志龙")
        page.click(".identity .choices button:has-text('李志龙')")
        page.click(".identity .judge button >> text=不是同一个")
        page.press(".identity .why input", "Enter")
        page.wait_for_selector(".identity .given.different")
        page.reload()
        page.wait_for_selector("#head sup")
        assert page.inner_text("#head sup") == "2", "they are kept"
        go(page, "#/verdicts")
        with page.expect_download() as download:
            page.click("#download")
        file = tmp_path / "judgements.jsonl"
        download.value.save_as(file)
        page.evaluate("localStorage.clear()")
    lines, problems = judgement.read(file)
    assert not problems
    assert [(j.kind, j.why) for j in lines] == [("reject", "未到场"), ("different", "")]
    assert lines[0].a in attended["support"]
    assert lines[0].of, "a rejected attendance takes its roles along"
    assert lines[1].pair == tuple(sorted((led["source"], person(found, "李志龙"))))
    assert not Judgements.load(file).problems
    again = tmp_path / "again"
    kg.build([SEEDS], out=again, judgements=file)
    gone = {(e["type"], e["source"], e["target"]) for e in jsonl.read(again).edges()}
    assert ("ATTENDED", led["source"], led["target"]) not in gone or attended["supportCount"] > 1
    assert ("CHAIRED", led["source"], led["target"]) not in gone or led["supportCount"] > 1


def test_verdicts_of_a_served_page_are_written_at_once(play: Any, chromium: str, build: Path, found: Graph) -> None:
    edge = next(e for e in found.edges("HOLDS") if e["target"] == OFFICE)
    file = judgement.path_for(build)
    with served(build) as address, browsing(play, chromium, address) as page:
        open_node(page, "position", OFFICE)
        page.click(f'tr[data-edge="{edge["id"]}"] .proves')
        page.click("#evidence .judge .accept")
        page.press("#evidence .why input", "Enter")
        page.wait_for_selector("#evidence .given.accept")
        statement = page.evaluate(
            "async e => (await kgFeed.evidence({edge: e, size: 1, day: 'bounds'})).proofs.rows[0].statement", edge["id"]
        )
    lines, problems = judgement.read(file)
    file.unlink()
    assert not problems
    assert [(j.kind, j.a) for j in lines] == [("accept", statement)]


HOSTILE = {
    "markup": "<script>document.title='taken'</script>",
    "closing": "</script><img src=x onerror=\"document.title='taken'\">",
    "comment": "<!--<script>",
    "address": "javascript:document.title='taken'",
    "formula": '=HYPERLINK("http://elsewhere/")',
    "rightward": "\u202e王明\u202c\u2066甲",
    "long": "某某" * 50_000,
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A build in which every name, title, headline and quote is what an attacker would print."""
    folder = tmp_path_factory.mktemp("hostile")
    papers, doc = folder / "papers", "a.txt"
    papers.mkdir()
    quote = "".join(HOSTILE[k] for k in HOSTILE if k != "long") + "讲话" + HOSTILE["long"]
    text = f"{HOSTILE['closing']}\n\n{quote}。\n"
    (papers / doc).write_text(text, encoding="utf-8")
    start = text.index(quote)
    statements: list[Statement] = []

    def say(schema: str, args: Args, words: str = quote, at: int = start) -> None:
        statements.append(Statement(schema, args, Evidence(doc, 1, at, at + len(words), words, "test.rule"), 0.9))

    paper = ref("Article", f"{doc}#1", HOSTILE["closing"], title=HOSTILE["closing"], published="2031-05-06", publisher=HOSTILE["markup"],
                doc=doc, order=1)  # fmt: skip
    event = ref("Event", f"{doc}#1.1", HOSTILE["markup"], kind="meeting", status="held", date="2031-05-05", precision="day",
                earliest="2031-05-05", latest="2031-05-05")  # fmt: skip
    office = ref("Position", HOSTILE["address"], HOSTILE["address"], title=HOSTILE["formula"], branch="party", seats=1)
    firm = ref("Organization", HOSTILE["comment"], HOSTILE["comment"], kind="company")
    say("Article", {"node": paper}, HOSTILE["closing"], 0)
    say("Event", {"node": event, "article": paper})
    say("REPORTS", {"source": paper, "target": event})
    say("VISITED", {"source": event, "target": firm})
    for rank, (kind, name) in enumerate(HOSTILE.items(), start=1):
        name = name[:40] if kind == "long" else name
        someone = ref("Person", f"{kind}@{doc}", name)
        titles = [HOSTILE["formula"], HOSTILE["rightward"]]
        say(
            "ATTENDED",
            {"source": someone, "target": event, "roles": [], "titles": titles, "positions": [office], "rank": rank},
        )
        say("AFFILIATED_WITH", {"source": someone, "target": firm, "as": HOSTILE["markup"]})
        say("WROTE", {"source": someone, "target": paper, "as": HOSTILE["markup"]})
        say("HOLDS", {"source": someone, "target": office, "titles": titles, "capacity": "full", "evidence": "sighted",
                      "earliest": f"2031-05-0{rank}", "latest": f"2031-05-0{rank}"})  # fmt: skip
    ordered, out = in_order(statements), folder / "out"
    graph = fold(ordered, link(ordered))
    out.mkdir()
    jsonl.write_nodes(graph, out / "nodes.jsonl")
    jsonl.write_edges(graph, out / "edges.jsonl")
    jsonl.write_statements(ordered, out / "statements.jsonl")
    report = {"options": {"inputs": [str(papers)]}, "totals": {"documents": 1}, "documents": []}
    (out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    ladybug.write(out)
    kg.view(graph=out, to=folder / "explorer.html")
    return folder, {n["label"]: n["id"] for n in graph.nodes()}


@pytest.fixture(scope="module", params=["file", "server"])
def unsafe(
    request: pytest.FixtureRequest, play: Any, chromium: str, hostile: tuple[Path, dict[str, str]]
) -> Iterator[Any]:
    folder, _ = hostile
    if request.param == "file":
        with browsing(play, chromium, (folder / "explorer.html").as_uri()) as page:
            yield page
    else:
        with served(folder / "out") as address, browsing(play, chromium, address) as page:
            yield page


def is_harmless(page: Any) -> bool:
    tags = "script, img, iframe, object, [onerror], [href^=javascript], [href^=http]"
    return page.locator(f"#app :is({tags})").count() == 0 and page.title() == "kg"


VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "person": ("Person", ("formula", "markup", "rightward")),
    "position": ("Position", ("address", "markup", "closing", "formula", "rightward")),
    "event": ("Event", ("markup", "closing", "comment", "address", "formula", "rightward")),
    "article": ("Article", ("closing", "markup", "comment", "address")),
    "node": ("Organization", ("comment", "markup", "rightward")),
}


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_stays_text(unsafe: Any, hostile: tuple[Path, dict[str, str]], view: str) -> None:
    label, kinds = VIEWS[view]
    open_node(unsafe, view, hostile[1][label])
    unsafe.wait_for_selector("article [data-edge], article .printed")
    unsafe.wait_for_timeout(200)
    shown = unsafe.text_content("article")
    for kind in kinds:
        assert HOSTILE[kind] in shown, kind
    assert is_harmless(unsafe)
    turning = (
        "[...document.querySelectorAll('#view *')].filter(e => [...e.childNodes].some(n => n.data?.includes('\u202e')))"
    )
    isolated = f"{turning}.every(e => e.closest('bdi, mark, .printed, title, text'))"
    assert unsafe.evaluate(isolated), "marks of direction are isolated"


def test_hostile_search_and_verdicts_stay_text(unsafe: Any) -> None:
    for typed, kind in (("<script>", "markup"), ("javascript:", "address"), ("<!--", "comment")):
        unsafe.fill("#search", typed)
        unsafe.wait_for_selector("#found [role=option]")
        until(unsafe, "document.querySelector('#found').textContent.includes(x)", HOSTILE[kind])
        unsafe.press("#search", "Enter")
        unsafe.wait_for_selector("#view.view-search .hits li")
        assert HOSTILE[kind] in unsafe.text_content(".hits")
        assert is_harmless(unsafe)
    go(unsafe, "#/verdicts?x=<script>")
    unsafe.wait_for_selector("#view.view-verdicts h1")
    go(unsafe, "#/<img src=x>")
    unsafe.wait_for_selector("#view .empty")
    assert is_harmless(unsafe)


def test_a_quote_of_100000_characters_is_cut_and_nothing_is_lost(
    unsafe: Any, hostile: tuple[Path, dict[str, str]]
) -> None:
    open_node(unsafe, "position", hostile[1]["Position"])
    unsafe.click("table.spells .proves >> nth=0")
    unsafe.wait_for_selector("#evidence blockquote mark")
    assert len(unsafe.text_content("#evidence blockquote mark")) < 2_000
    unsafe.click("#evidence blockquote .rest >> nth=0")
    whole = unsafe.text_content("#evidence blockquote mark")
    assert whole == "".join(HOSTILE[k] for k in HOSTILE if k != "long") + "讲话" + HOSTILE["long"]
    assert is_harmless(unsafe)


def test_hostile_cells_are_guarded(unsafe: Any, hostile: tuple[Path, dict[str, str]]) -> None:
    open_node(unsafe, "event", hostile[1]["Event"])
    rows = taken_home(unsafe, "attendance")
    assert len(rows) == len(HOSTILE)
    assert {r["person"] for r in rows} >= {"'" + HOSTILE["formula"], HOSTILE["markup"], HOSTILE["rightward"]}
    assert all(not re.match(r"[=+\-@]", cell) for row in rows for cell in row.values())


def test_contradictions_are_flagged(unsafe: Any, hostile: tuple[Path, dict[str, str]]) -> None:
    open_node(unsafe, "position", hostile[1]["Position"])
    told = unsafe.evaluate("async id => (await kgFeed.position({id})).contradictions", hostile[1]["Position"])
    assert unsafe.locator(".flag li, h2.flag").count() == (1 if told else 0)


def test_the_page_of_a_file_fetches_nothing(build: Path) -> None:
    text = (build / "explorer.html").read_text("utf-8")
    assert "connect-src" not in re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]  # type: ignore[index]
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?!data:)[a-z]", text)


def test_words_are_there_in_both_languages() -> None:
    """Every key that the sources ask for has its pair of words, and every pair says something."""
    sources = Path(__file__).parent.parent / "web" / "src"
    if not sources.is_dir():
        pytest.skip("no sources of the page")
    tables = "".join(p.read_text("utf-8") for p in sources.glob("words-*.ts"))
    word = r'"(?:[^"\\]|\\.)*"'
    found = re.findall(rf"^  ({word}): \[\s*({word}),\s*({word}),?\s*\],$", tables, re.MULTILINE)
    pairs = {json.loads(key): (json.loads(chinese), json.loads(english)) for key, chinese, english in found}
    assert len(pairs) == len(re.findall(rf"^  {word}: ", tables, re.MULTILINE)) > 100
    for key, (chinese, english) in pairs.items():
        assert chinese, key
        assert english, key
        assert not re.search("[\u4e00-\u9fff]", english) or key in (
            "language",
            "search",
            "search.empty",
            "event.open",
        ), key
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), key
    code = "".join(re.sub(r"/\*.*?\*/", "", p.read_text("utf-8"), flags=re.DOTALL) for p in sources.rglob("*.ts*"))
    asked = set(re.findall(r'\bt\("([^"`$]+)"', code))
    graph = ("label.", "type.", "field.", "value.")
    missing = {k for k in asked if k not in pairs and not k.startswith(graph) and k not in ("Person", "MET")}
    assert not missing


def test_what_is_shipped_was_built_from_these_sources(tmp_path: Path) -> None:
    web = Path(__file__).parent.parent / "web"
    if not shutil.which("node") or not (web / "node_modules").is_dir():
        pytest.skip("no Node, or npm ci was not run in web/")
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=web, check=True, capture_output=True)
    for name in ("explorer.js", "explorer.css", "explorer.licences.txt"):
        shipped = web.parent / "kg" / "view" / "assets" / name
        assert (tmp_path / name).read_bytes() == shipped.read_bytes(), f"{name} is stale: npm run build in web/"


def test_two_results_of_a_search_are_told_apart(play: Any, chromium: str, build: Path) -> None:
    with browsing(play, chromium, (build / "explorer.html").as_uri()) as page:
        go(page, "#/search?q=拱墅区委&kind=Position")
        page.wait_for_selector(".hits li >> nth=1")
        page.locator(".hits li").nth(0).hover()
        page.locator(".hits li .compare").nth(0).click()
        page.locator(".hits li .judge button").nth(1).click()
        page.press(".hits .why input", "Enter")
        page.wait_for_selector(".hits .given.different")
        ids = page.evaluate("async () => (await kgFeed.verdicts()).map(v => [v.kind, v.a, v.b])")
        page.evaluate("localStorage.clear()")
    assert len(ids) == 1
    assert ids[0][0] == "different"
    assert ids[0][1] != ids[0][2]
    assert all(i.startswith("Position:") for i in ids[0][1:])


def test_a_change_is_proved_by_the_sentences_that_bound_it(page: Any, build: Path, found: Graph) -> None:
    edge = next(e for e in found.edges("REPLACED") if e["position"] == OFFICE)
    said = {s.id: s.args for s in jsonl.read_statements(build, set(edge["support"]))}
    order = page.evaluate(
        "async e => (await kgFeed.evidence({edge: e, size: 20, day: 'bounds'})).proofs.rows.map(p => p.statement)",
        edge["id"],
    )
    bearing = [edge["notAfter"] in (said[i].get("earliest"), said[i].get("latest")) for i in order]
    assert bearing[0]
    assert bearing == sorted(bearing, reverse=True)
    assert sorted(order) == sorted(edge["support"])


def test_a_date_that_is_none_in_a_link_says_nothing(page: Any) -> None:
    go(page, "#/network?since=abc&until=2026-99")
    page.wait_for_selector("#view.view-network h1")
