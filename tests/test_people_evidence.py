"""Who is who: the laws of weighing, and each kind of evidence by an example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import questions
from kg.cli import cli
from kg.judgement import Judgement
from kg.judgements import Judgements
from kg.linking import Gathering, link
from kg.linking.evidence import Scales, weigh
from kg.linking.families import Merge
from kg.linking.gathering import collect
from kg.linking.persons import weigh_persons
from kg.linking.rarity import expected, is_foreign, sounds_foreign
from kg.linking.shortnames import agree, relation, shorter
from kg.linking.traits import traits_of
from kg.linking.weights import given_names, weights
from kg.statement import Statement, ref
from tests.strategies import article, day, event, holds, newspaper, person, say, statements

A, B, C, D = "a.txt", "b.txt", "c.txt", "d.txt"
COMMON, RARE = "王伟", "信春鹰"


def post(
    doc: str, name: str, organ: str, title: str, on: str = day(1), kind: str | None = None, country: str | None = None
) -> list[Statement]:
    """Somebody seen in an office at an organ, or, where `country` is given, of that country."""
    seat = ref("Position", f"{organ}{title}", f"{organ}{title}", title=title, seats=1)
    facts = [
        say("HOLDS", doc, source=person(doc, name), target=seat, titles=[title], capacity="full", evidence="sighted",
            earliest=on, latest=on),
    ]  # fmt: skip
    home = ref("Area", country, country, level="country") if country else ref("Organization", organ, organ, kind=kind)
    return [*facts, say("AT" if not country else "IN", doc, source=seat, target=home)]


def met(doc: str, name: str, *others: str) -> list[Statement]:
    what = event(doc, 1, 1, "全区防汛工作会议", day(1))
    return [say("ATTENDED", doc, source=person(doc, n), target=what, roles=[]) for n in (name, *others)]


def paper(doc: str, *parts: list[Statement], area: str | None = None, published: str = "2024-03-01") -> list[Statement]:
    return newspaper(doc, 1, *(s for p in parts for s in p), area=area, published=published)


def merges(*papers: list[Statement]) -> list[Merge]:
    return weigh_persons(collect([s for p in papers for s in p]))


def of(name: str, *papers: list[Statement]) -> Merge:
    """How the two mentions of a name were weighed, joined or not."""
    found = collect([s for p in papers for s in p])
    one, two = (t for t in traits_of(found, weights().home).values() if name in t.names)
    counted = [m for m in weigh_persons(found) if {m.a, m.b} == {one.id, two.id}]
    reasons = tuple(weigh(one, two, Scales(weights(), {}, {}, len(found.scopes))))
    return counted[0] if counted else Merge(one.id, two.id, sum(r.weight for r in reasons), False, reasons)


def kinds(m: Merge) -> set[str]:
    return {r.kind for r in m.reasons}


# -- laws -----------------------------------------------------------------------------------------------------


@given(statements())
def test_what_speaks_for_two_speaks_for_them_the_other_way_round(found: list[Statement]) -> None:
    traits = sorted(traits_of(collect(found), weights().home).values(), key=lambda t: t.id)
    scales = Scales(weights(), {}, {}, 4)
    for a in traits:
        for b in traits:
            if a is not b:
                assert sorted(weigh(a, b, scales)) == sorted(weigh(b, a, scales))


@given(statements(), st.data())
def test_a_judgement_always_wins(found: list[Statement], data: st.DataObject) -> None:
    people = sorted(collect(found).persons)
    if len(people) < 2:
        return
    a, b = data.draw(st.permutations(people))[:2]
    kind = data.draw(st.sampled_from(["same", "different"]))
    links = Judgements([Judgement(kind, a, b)]).constrain(link(found))
    assert (links.get(a, a) == links.get(b, b)) == (kind == "same")


@given(statements(), st.integers(0, 3))
def test_what_was_weighed_before_changes_no_reason(found: list[Statement], known: int) -> None:
    docs: dict[str, Gathering] = {}
    for s in found:
        docs.setdefault(s.evidence.doc, Gathering()).add(s)
    grown = Gathering()
    for number, told in enumerate(docs.values()):
        grown.add_json(told.to_json())
        if number >= known:
            grown.mentions().memory.merges = weigh_persons(grown.mentions())
    whole = weigh_persons(collect(found))
    assert weigh_persons(grown.mentions()) == whole


# -- names ----------------------------------------------------------------------------------------------------


def test_how_rare_a_name_is() -> None:
    common, rare = expected(COMMON), expected(RARE)
    assert common is not None
    assert rare is not None
    assert common > 0.3 > 0.001 > rare
    assert is_foreign("穆罕默德")
    assert is_foreign("安德烈·科兹洛夫")
    assert not is_foreign("欧阳牧")
    assert sounds_foreign("哈桑")
    assert not sounds_foreign("林武")


def test_a_rare_name_alone_joins_and_a_common_one_does_not() -> None:
    assert link([*paper(A, met(A, RARE)), *paper(B, met(B, RARE))])
    assert not link([*paper(A, met(A, COMMON)), *paper(B, met(B, COMMON))])


@pytest.mark.parametrize(
    ("short", "long", "how"),
    [
        ("科兹洛夫", "安德烈·科兹洛夫", "part_of"),
        ("卡斯特罗", "伊丽丝·希奥玛拉·卡斯特罗·萨缅托", "part_of"),
        ("阿卜杜拉", "阿卜杜拉二世", "part_of"),
        ("本·萨勒曼", "穆罕默德·本·萨勒曼", "part_of"),
        ("萨勒曼", "穆罕默德·本·萨勒曼", None),  # his father
        ("库·别尔德穆哈梅多夫", "库尔班古力·别尔德穆哈梅多夫", "initials"),
        ("谢·别尔德穆哈梅多夫", "库尔班古力·别尔德穆哈梅多夫", None),
        ("王伟", "王伟国", None),
    ],
)
def test_which_shorter_name_stands_for_which_longer_one(short: str, long: str, how: str | None) -> None:
    assert relation(short, long) == how
    assert relation(long, short) is None


def test_names_of_several_parts_contradict_each_other() -> None:
    assert agree({"科兹洛夫"}, {"安德烈·科兹洛夫", "彼得·科兹洛夫"})
    assert not agree({"安德烈·科兹洛夫"}, {"彼得·科兹洛夫"})
    assert "科兹洛夫" in shorter("安德烈·科兹洛夫")
    assert not shorter("科兹洛夫")


# -- evidence -------------------------------------------------------------------------------------------------


def test_offices_as_what_they_are() -> None:
    one = paper(A, post(A, COMMON, "青溪区统计局", "局长", kind="government"))
    same = paper(B, post(B, COMMON, "青溪区统计局", "局长", kind="government"))
    worded = paper(B, post(B, COMMON, "青溪统计局", "局长", kind="government"))
    beside = paper(B, post(B, COMMON, "青溪区统计局", "总会计师", kind="government"))
    other = paper(B, post(B, COMMON, "白石县水利局", "局长", kind="government"))
    later = paper(B, post(B, COMMON, "白石县水利局", "局长", day(600), "government"), published="2026-03-01")
    school = paper(B, post(B, COMMON, "白石中学", "校长", kind="school"))
    assert kinds(of(COMMON, one, same)) >= {"office"}
    assert kinds(of(COMMON, one, worded)) >= {"office_wording"}
    assert kinds(of(COMMON, one, beside)) >= {"organ"}
    assert kinds(of(COMMON, one, other)) >= {"two_seats_at_once"}
    assert kinds(of(COMMON, one, later)) >= {"two_seats_in_turn"}
    assert kinds(of(COMMON, one, school)) >= {"two_sorts"}
    joined = [bool(link([*one, *two])) for two in (same, worded, beside, other, later, school)]
    assert joined == [True, True, True, False, False, False]


def test_countries_part_foreign_names() -> None:
    name = "哈立德"
    one, same, other = (
        paper(doc, post(doc, name, country, title, country=country))
        for doc, country, title in ((A, "卡塔尔", "首相"), (B, "卡塔尔", "内政大臣"), (C, "沙特阿拉伯", "国防大臣"))
    )
    home = paper(D, post(D, name, "某某研究院", "院长", country=weights().home))
    assert kinds(of(name, one, same)) >= {"country"}
    assert kinds(of(name, one, other)) >= {"two_countries"}
    assert kinds(of(name, one, home)) >= {"abroad_and_home"}
    assert link([*one, *same, *other, *home]) == {f"Person:{name}@{B}": f"Person:{name}@{A}"}


def test_companions_count_by_how_rarely_they_are_seen() -> None:
    one, two = paper(A, met(A, COMMON, "沈知秋", "林望舒")), paper(B, met(B, COMMON, "沈知秋", "林望舒"))
    assert kinds(of(COMMON, one, two)) >= {"companion"}
    assert f"Person:{COMMON}@{B}" in link([*one, *two])
    crowd = [s for n in range(400) for s in paper(f"{n}.txt", met(f"{n}.txt", "沈知秋", "林望舒"))]
    assert f"Person:{COMMON}@{B}" not in link([*one, *two, *crowd])
    assert kinds(of(COMMON, one, paper(B, met(B, COMMON, "陆行舟")))) >= {"no_companion"}


def test_papers_areas_days_and_marks() -> None:
    one, two = paper(A, met(A, COMMON), area="青溪区"), paper(B, met(B, COMMON), area="青溪区")
    assert kinds(of(COMMON, one, two)) >= {"paper", "near_days"}
    assert kinds(of(COMMON, one, paper(B, met(B, COMMON), area="白石县", published="2025-03-01"))) == {"two_papers"}

    def marked(doc: str, **marks: Any) -> list[Statement]:
        return paper(doc, [say("WROTE", doc, source=person(doc, RARE, **marks), target=article(doc, 1))])

    assert kinds(of(RARE, marked(A, ethnicity="藏族"), marked(B, ethnicity="藏族"))) >= {"mark"}
    assert not link([*marked(A, gender="女"), *marked(B, gender="男")])


def test_homonyms_inside_one_paper() -> None:
    """A bureau head and a teacher are two; whoever moves from bureau to bureau stays one."""
    head = paper(A, post(A, COMMON, "青溪区统计局", "局长", kind="government"), area="青溪区")
    teacher = paper(B, post(B, COMMON, "青溪中学", "校长", kind="school"), area="青溪区")
    moved = paper(
        C, post(C, COMMON, "青溪区水利局", "局长", day(600), "government"), area="青溪区", published="2025-10-01"
    )
    assert not link([*head, *teacher])
    assert link([*head, *moved]) == {f"Person:{COMMON}@{C}": f"Person:{COMMON}@{A}"}


def test_one_mention_of_two_countries_does_not_bring_two_people_together() -> None:
    name = "罗德里格斯"
    cuba = [paper(f"c{n}.txt", post(f"c{n}.txt", name, "古巴", "外长", country="古巴")) for n in range(3)]
    other = [paper(f"v{n}.txt", post(f"v{n}.txt", name, "委内瑞拉", "副总统", country="委内瑞拉")) for n in range(3)]
    both = paper(
        D, post(D, name, "古巴", "外长", country="古巴"), post(D, name, "委内瑞拉", "副总统", country="委内瑞拉")
    )
    links = link([s for p in (*cuba, *other, both) for s in p])
    assert {links.get(f"Person:{name}@c{n}.txt", f"Person:{name}@c{n}.txt") for n in range(3)} == {
        f"Person:{name}@c0.txt"
    }
    assert {links.get(f"Person:{name}@v{n}.txt", f"Person:{name}@v{n}.txt") for n in range(3)} == {
        f"Person:{name}@v0.txt"
    }


# -- reasons --------------------------------------------------------------------------------------------------


def test_a_merge_keeps_its_reasons() -> None:
    [m] = merges(paper(A, met(A, RARE)), paper(B, met(B, RARE)))
    line = json.loads(m.to_line(weights().probability(m.total)))
    assert (line["a"], line["b"], line["joined"]) == (f"Person:{RARE}@{A}", f"Person:{RARE}@{B}", True)
    assert line["probability"] > 0.9
    assert line["evidence"][0] == {"kind": "name", "what": RARE, "weight": 6.0}
    assert sum(e["weight"] for e in line["evidence"]) == pytest.approx(m.total)


def test_show_why(tmp_path: Path) -> None:
    seeds_build = tmp_path / "out"
    kg.build(["seeds"], seeds_build, ner="dictionary", database=False)
    rows = questions.why("敖煜新", seeds_build)
    assert rows
    assert all(r["joined"] and r["person"].startswith("Person:敖煜新@") for r in rows)
    assert {e["kind"] for r in rows for e in r["evidence"]} >= {"name", "paper", "companion"}
    shown = CliRunner().invoke(cli, ["show", "敖煜新", "--why", "--graph", str(seeds_build)])
    assert shown.exit_code == 0
    assert "companion" in shown.output


def test_shares_of_given_names_are_shares() -> None:
    given = given_names()
    for shares in (given.one, given.first, given.second):
        assert 0 < sum(shares.values()) < 1
    assert given.share("伟") > given.share("鹰")
    assert holds(COMMON, day(1)).args["source"]["name"] == COMMON
