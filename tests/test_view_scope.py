"""The explorer restricted to papers of an area or a publisher, its two clocks, and its lists: as its server answers."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import judgement
from kg.dates import bounds
from kg.errors import UsageError
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Statement
from kg.view.papers import Papers, Scope
from tests.districts import EAST, WEST, districts
from tests.strategies import article, person, position, say
from tests.test_view_answers import asking, every
from tests.test_view_page import unpacked
from tests.test_view_server import write

Ask = Callable[..., Any]
SEAT = position("局长", EAST)


def told_twice() -> list[Statement]:
    """The districts; an office that changes hands over a year without papers, first held acting; a removal."""
    found = districts()
    for doc, issued, who, capacity, evidence in (
        ("g1.txt", "2022-06-02", "陶然", "acting", "sighted"), ("g2.txt", "2023-03-02", "柏舟", "full", "sighted"),
    ):  # fmt: skip
        paper = {**article(doc, 1, EAST, issued), "publisher": "今日青溪"}
        found += [say("Article", doc, 1, node=paper),
                  say("HOLDS", doc, 1, 5, source=person(EAST, who), target=SEAT, titles=["局长"], capacity=capacity, evidence=evidence,
                      earliest=issued, latest=issued),
                  say("IN", doc, 1, 6, source=SEAT, target={"label": "Area", "key": EAST, "name": EAST})]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def graph() -> Graph:
    return fold(told_twice(), {})


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Iterator[Ask]:
    with asking(tmp_path_factory.mktemp("scope") / "out", graph, told_twice()) as found:
        yield found


def test_what_a_page_can_be_restricted_to_is_what_the_graph_has(ask: Ask) -> None:
    meta = ask("meta")
    assert {a["name"]: (a["articles"], a["offices"]) for a in meta["areas"]} == {EAST: (6, 2), WEST: (3, 1)}
    assert {p["name"]: p["articles"] for p in meta["publishers"]} == {"今日青溪": 5, "青溪晚报": 1, "白石报": 3}


@pytest.mark.parametrize(("area", "there"), [(EAST, {"沈知秋", "罗映山"}), (WEST, {"林望舒", "欧阳牧"})])
def test_of_one_area_nobody_of_the_other_is_told(ask: Ask, area: str, there: set[str]) -> None:
    assert {r["person"]["name"] for r in every(ask, "active", area=area)} == there
    assert all(r["areas"] == [area] for r in every(ask, "active", area=area))
    assert {r["node"]["name"] for r in every(ask, "listed", label="Person", area=area)} >= there
    assert all(area in r["position"]["name"] for r in every(ask, "positions", area=area))
    assert all(r["areas"] == [area] for r in every(ask, "changes", area=area))
    for kind in ("ties", "meetings"):
        drawn = ask("network", kind=kind, area=area)["nodes"]
        assert {n["name"] for n in drawn if n["label"] == "Person"} >= there
        assert all(n["areas"] == [area] for n in drawn)


def test_one_newspaper_of_two_of_a_district(ask: Ask) -> None:
    assert [e["node"]["areas"] for e in every(ask, "listed", label="Event", publisher="青溪晚报")] == [[EAST]]
    assert [r["events"] for r in every(ask, "active", area=EAST, publisher="青溪晚报")] == [1]
    assert every(ask, "active", area=WEST, publisher="青溪晚报") == []
    assert every(ask, "positions", publisher="青溪晚报") == []
    assert ask("extent", publisher="青溪晚报")["nodes"] == {"Article": 1, "Event": 1, "Person": 1}


def test_a_cell_leads_to_what_it_counts(ask: Ask) -> None:
    """Of every day and month, by either clock and of either area: the lists are as long as the cell says."""
    for papers in ({}, {"area": EAST}, {"publisher": "白石报"}):
        for by in ("published", "event"):
            for per in ("day", "month", "year"):
                cells = ask("coverage", **papers, by=by, per=per)
                assert cells
                for cell in cells:
                    if cell["day"]:
                        since, until = bounds(cell["day"])
                        events = every(ask, "listed", **papers, label="Event", by=by, since=since, until=until)
                        fewer = len(cell["day"]) == 7 and per == "day"  # a paper of a month is of none of its days
                        assert len(events) == cell["events"] or (fewer and len(events) > cell["events"]), (cell, events)
                        articles = every(ask, "listed", **papers, label="Article", by=by, since=since, until=until)
                        assert len(articles) == cell["articles"] or (fewer and len(articles) > cell["articles"])


def test_the_two_clocks_differ(ask: Ask) -> None:
    asked = {"label": "Event", "since": "2024-01-03", "until": "2024-01-03"}
    assert {e["node"]["date"] for e in every(ask, "listed", by="published", **asked)} == {"2023-12-29", "2024-01-02"}
    assert every(ask, "listed", by="event", **asked) == []
    undated = next(c for c in ask("coverage", by="event") if not c["day"])
    assert undated["events"] == 1


def test_counts_are_as_long_as_their_lists(ask: Ask) -> None:
    for papers in ({}, {"area": EAST}, {"area": WEST}, {"publisher": "今日青溪"}):
        for label, number in ask("extent", **papers)["nodes"].items():
            name = ("positions", {}) if label == "Position" else ("listed", {"label": label})
            assert len(every(ask, name[0], **name[1], **papers)) == number, (papers, label)
    assert ask("extent")["nodes"] == ask("meta")["nodes"]


def test_a_change_over_a_silence_is_told_as_one(ask: Ask) -> None:
    days = (("2022-03-02", EAST), ("2023-03-02", EAST), ("2022-09", WEST))
    papers = Papers([{"id": d, "doc": d, "published": d, "area": a} for d, a in days], (), ())
    assert papers.silence([EAST], "2022-03-02", "2023-03-02") == {
        "since": "2022-03-03",
        "until": "2023-03-01",
        "days": 364,
    }
    assert papers.silence([], "2022-03-02", "2023-03-02") == {"since": "2022-03-03", "until": "2022-08-31", "days": 182}
    assert papers.silence([EAST], "2022-03-02", "2022-04-01") is None
    assert papers.silence([EAST], None, "2023-03-02") is None
    (change,) = [c for c in every(ask, "changes", area=EAST) if c["change"] == "replaced"]
    assert change["silence"] == {"since": "2022-06-03", "until": "2023-03-01", "days": 272}
    assert (change["person"]["name"], change["other"]["name"]) == ("柏舟", "陶然")
    assert (change["standing"], change["otherStanding"]) == (None, "acting")


def test_holders_are_called_what_they_are(ask: Ask) -> None:
    seat = next(p for p in every(ask, "positions") if p["position"]["name"] == f"{EAST}局长")
    assert (seat["latest"]["person"]["name"], seat["latest"]["standing"]) == ("柏舟", None)
    people = {r["node"]["name"]: r for r in every(ask, "listed", label="Person")}
    assert (people["陶然"]["detail"], people["陶然"]["standing"]) == (f"{EAST}局长 2022", "acting")
    assert people["罗映山"]["detail"] == f"{EAST} 2024"


def test_what_is_no_clock_is_refused(ask: Ask) -> None:
    for name, asked in (
        ("coverage", {"by": "x"}),
        ("coverage", {"per": "x"}),
        ("listed", {"label": "x"}),
        ("active", {"area2": "x"}),
    ):
        with pytest.raises(UsageError):
            ask(name, **asked)


def test_kg_view_takes_area_and_publisher(tmp_path: Path, graph: Graph) -> None:
    write(tmp_path / "out", graph, told_twice())
    kg.view(tmp_path / "out", to=tmp_path / "east.html", area=EAST)
    packed = unpacked(tmp_path / "east.html")
    assert {n["name"] for n in packed["nodes"] if n["label"] == "Person"} == {"沈知秋", "罗映山", "陶然", "柏舟"}
    assert packed["meta"]["part"]["area"] == EAST
    assert {c["area"] for c in packed["coverage"]} == {EAST}
    for options in ({"publisher": "无此报"}, {"publisher": "无此报", "to": tmp_path / "none.html"}):
        with pytest.raises(UsageError, match=r"--publisher 无此报.*今日青溪"):
            kg.view(tmp_path / "out", browser=False, **options)


def test_verdicts_tell_what_they_are_about(tmp_path: Path, graph: Graph) -> None:
    said = told_twice()
    write(tmp_path / "out", graph, said)
    from kg.view.answers import Answers

    answers = Answers(tmp_path / "out")
    try:
        fact = next(s for s in said if s.schema == "ATTENDED")
        edge = next(e for e in graph.edges("ATTENDED") if fact.id in e["support"])
        answers.ask("evidence", {"edge": edge["id"]})
        answers.judge({"kind": "reject", "a": fact.id, "b": "", "why": "没有到场", "by": "甲"})
        (told,) = answers.ask("verdicts", {})
        assert (told["by"], told["kind"], told["why"], told["against"]) == ("甲", "reject", "没有到场", False)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["when"])
        assert told["fact"]["schema"] == "ATTENDED"
        assert told["fact"]["source"]["name"] == fact.args["source"]["name"]
        assert told["fact"]["quote"] == fact.evidence.quote
        assert told["fact"]["article"]["id"] == f"Article:{fact.evidence.doc}#{fact.evidence.article}"
        # The opposite takes its place, and undoing that leaves nothing; all lines stay.
        (told,) = answers.judge({"kind": "accept", "a": fact.id, "b": "", "why": ""})
        assert told["kind"] == "accept"
        assert answers.judge({"kind": "undo", "undone": "accept", "a": fact.id, "b": ""}) == []
        lines = [json.loads(line) for line in judgement.path_for(tmp_path / "out").read_text("utf-8").splitlines()]
        assert [(row["judge"], row["replaced"].split(",")[0]) for row in lines] == [
            ("reject", "accept"),
            ("accept", "undone"),
        ]
        with pytest.raises(UsageError, match="nothing was written"):
            answers.judge({"kind": "undo", "undone": "accept", "a": fact.id, "b": ""})
        # Of two people: a contradiction is refused, and taken where it says to replace.
        one, two = (f"Person:{name}@{EAST}" for name in ("沈知秋", "罗映山"))
        answers.judge({"kind": "same", "a": one, "b": two, "why": ""})
        with pytest.raises(UsageError, match="--replace"):
            answers.judge({"kind": "different", "a": one, "b": two, "why": ""})
        (told,) = answers.judge({"kind": "different", "a": one, "b": two, "why": "", "replace": "yes"})
        assert (told["kind"], [e["name"] for e in told["ends"]]) == ("different", ["沈知秋", "罗映山"])
    finally:
        answers.close()


def test_lines_that_contradict_each_other_are_marked(tmp_path: Path, graph: Graph) -> None:
    write(tmp_path / "out", graph, told_twice())
    one, two = (f"Person:{name}@{EAST}" for name in ("沈知秋", "罗映山"))
    lines = [{"judge": kind, "a": one, "b": two} for kind in ("same", "different")]
    judgement.path_for(tmp_path / "out").write_text("".join(json.dumps(row) + "\n" for row in lines), "utf-8")
    from kg.view.answers import Answers

    answers = Answers(tmp_path / "out")
    try:
        assert [v["against"] for v in answers.ask("verdicts", {})] == [True, True]
    finally:
        answers.close()


def test_every_error_of_the_server_has_its_chinese() -> None:
    """The words with which the server refuses stand in web/src/words-errors.ts, as they are said."""
    root = Path(__file__).parent.parent
    if not (root / "web").is_dir():
        pytest.skip("no sources of the page")
    table = (root / "web" / "src" / "words-errors.ts").read_text("utf-8")
    english = {json.loads(en) for en in re.findall(r'^  \[("(?:[^"\\]|\\.)*"), "', table, re.MULTILINE)}
    wanted = set()
    for name in ("answers", "base", "guard", "listing", "network", "period", "search", "server"):
        for node in ast.walk(ast.parse((root / "kg" / "view" / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error"):
                refused = getattr(node.func, "id", "") == "RefusedError"
                wanted |= {text for part in node.args[1 + refused :] if (text := _template(part))}
    assert len(wanted) > 30
    near = {t for t in wanted if t not in english and not any(_fits(t, e) for e in english)}
    assert not near


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in parts)  # type: ignore[misc]


def _fits(said: str, english: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, english.split("{}"))), said.replace("{}", "…")) is not None


def test_a_scope_is_open_or_not() -> None:
    assert Scope().open
    assert not Scope(area=EAST).open
    assert Scope(printed=True).open
