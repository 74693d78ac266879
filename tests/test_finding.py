"""Names as people type them, wherever one is asked for; and what a build replaced, without a copy of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import cli, finding, output
from kg.errors import UsageError
from kg.folding import fold
from kg.graph import Graph
from kg.queries.catalogue import find
from kg.queries.parameters import named
from kg.statement import ref
from kg.tenures import timeline
from tests.strategies import day, event, holds, newspaper, person, position, say

KNOWN = ("敖煜新", "区委书记", "外交部部长", "王翔", "吕梁", "王强")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aoyuxin", ["敖煜新"]),
        ("Ao Yuxin", ["敖煜新"]),
        ("AYX", ["敖煜新"]),
        ("lvliang", ["吕梁"]),
        ("lüliang", ["吕梁"]),
        ("區委書記", ["区委书记"]),
        ("外交部部長", ["外交部部长"]),
        ("敖煜心", []),  # it sounds the same, and is another name
        ("wangxiang", ["王翔"]),
        ("w", []),
        ("a b", []),
        ("", []),
    ],
)
def test_other_forms_of_a_name(typed: str, meant: list[str]) -> None:
    assert finding.others(typed, KNOWN) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("敖煜心", "敖煜新"), ("敖煌新", "敖煜新"), ("敖新", "敖煜新"), ("王祥", "王翔")]
)
def test_one_wrong_character(typed: str, meant: str) -> None:
    assert finding.alike(typed, KNOWN)[0] == meant


@pytest.fixture(scope="module")
def town() -> Graph:
    found = []
    meeting = event("c.txt", 1, 1, "区委常委会会议", day(1))
    for rank, name in enumerate(("沈知秋", "林望舒", "林望树"), start=1):
        found.append(say("ATTENDED", start=rank, source=person("c.txt", name), target=meeting, roles=[], rank=rank))
    found += [
        holds("沈知秋", day(1), "区长"),
        say("IN", start=90, source=position("区长"), target=ref("Area", "青溪区", "青溪区")),
    ]
    return fold(newspaper("c.txt", 1, say("Event", start=0, node=meeting), *found, area="青溪区"))


def test_show_timeline_and_questions_take_them(town: Graph) -> None:
    assert {r["name"] for r in kg.show("shenzhiqiu", town)} == {"沈知秋"} == {r["name"] for r in kg.show("szq", town)}
    assert [r["person"] for r in kg.timeline("區長", graph=town)] == ["沈知秋"]
    assert [r["person"] for r in kg.timeline("qingxiququzhang", graph=town)] == ["沈知秋"]
    assert [r["person"] for r in kg.timeline("区长", "青溪區", town)] == ["沈知秋"]
    rows = kg.query("co_attendance", town, person="shenzhiqiu")
    assert {r["other"] for r in rows} == {"林望舒", "林望树"}
    assert rows.notes == ["shenzhiqiu is read as 沈知秋"]
    assert kg.query("in_office", town, office="區長", area="qingxiqu", day=day(1))[0]["person"] == "沈知秋"


def test_what_can_be_several_is_asked_back(town: Graph) -> None:
    with pytest.raises(UsageError, match="can be 2 names; give one of: 林望树, 林望舒"):
        kg.show("linwangshu", town)
    with pytest.raises(UsageError, match="did you mean 沈知秋"):
        kg.show("沈之秋", town)
    assert kg.query("career", town, person="沈之秋").notes == ["no Person is called 沈之秋; near it: 沈知秋"]


def test_a_word_alone_is_the_first_parameter_left() -> None:
    assert named(find("co_attendance"), ["敖煜新"]) == ["person=敖煜新"]
    assert named(find("in_office"), ["area=拱墅区", "区委书记", "2026-04-29"]) == [
        "area=拱墅区", "office=区委书记", "day=2026-04-29"]  # fmt: skip
    assert named(find("shortest_path"), ["other=李志龙", "敖煜新"]) == ["other=李志龙", "person=敖煜新"]
    with pytest.raises(UsageError, match="'x' is a word too many"):
        named(find("career"), ["敖煜新", "拱墅区", "x"])


def test_a_minister_is_ours_unless_another_country_is_named() -> None:
    def minister(country: str, name: str) -> list[Any]:
        seat, area = position("外交部部长", country), ref("Area", country, country, level="country")
        return [say("IN", start=len(name), source=seat, target=area),
                say("HOLDS", start=9, source=person("c.txt", name), target=seat, titles=["外交部部长"], capacity="full",
                    evidence="sighted", earliest=day(1), latest=day(1))]  # fmt: skip

    told = [*minister("中国", "沈知秋"), *minister("法国", "科兹洛夫")]
    city = [say("PART_OF", start=50, source=ref("Area", "青溪市", "青溪市", level="city"),
                target=ref("Area", "中国", "中国", level="country"))]  # fmt: skip
    for area, more in (("中国", []), ("青溪市", city)):
        graph = fold(newspaper("c.txt", 1, *told, *more, area=area))
        assert [r["person"] for r in timeline(graph, "外交部部长")] == ["沈知秋"], area
        assert [r["person"] for r in timeline(graph, "外交部部长", "法国")] == ["科兹洛夫"]
    with pytest.raises(UsageError, match="2 areas have this position"):
        timeline(fold(newspaper("c.txt", 1, *told)), "外交部部长")


def test_a_build_keeps_what_it_replaced(
    tmp_path: Path, newspaper: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    paper = newspaper("a.txt", "区委常委会召开会议\n6月13日上午,区委书记沈知秋主持会议并讲话。\n")
    out = tmp_path / "out"
    build: dict[str, Any] = {"issued": "2024-06-14", "area": "青溪区", "ner": "dictionary", "database": False}
    kg.build([paper], out, **build)
    with pytest.raises(UsageError, match="nothing is kept"):
        kg.diff(new=out)
    newspaper("b.txt", "区政府召开会议\n6月15日上午,区长林望舒主持会议并讲话。\n")
    kg.build([paper.parent], out, **build)
    appeared = {r["name"] for r in kg.diff(new=out) if r["change"] == "appeared"}
    assert "林望舒" in appeared
    kept = (output.previous(out) / "nodes.jsonl").read_bytes()
    kg.build([paper.parent], out, **build)  # nothing changed: what is kept stays
    assert (output.previous(out) / "nodes.jsonl").read_bytes() == kept
    with pytest.raises(SystemExit) as end:
        cli.main(["diff", str(out), "--format", "json"])
    assert end.value.code == 0
    assert {r["name"] for r in json.loads(capsys.readouterr().out) if r["change"] == "appeared"} == appeared


def test_what_a_killed_build_had_replaced_is_kept_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def write(folder: Path, text: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in output.GRAPH:
            (folder / name).unlink(missing_ok=True)  # a build puts new files in the place of old ones
            (folder / name).write_text(text, encoding="utf-8")

    def stopped() -> None:
        write(out, "第二次")
        raise KeyboardInterrupt

    write(out, "第一次")
    with pytest.raises(KeyboardInterrupt), output.keeping(out):
        stopped()
    with output.keeping(out):
        pass
    assert (output.previous(out) / "nodes.jsonl").read_text(encoding="utf-8") == "第一次"
    with pytest.raises(KeyboardInterrupt), output.keeping(out):
        raise KeyboardInterrupt  # before anything was replaced
    assert [p.name for p in output.previous(out).parent.iterdir()] == ["previous"]
