from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import answers
from kg.databases import query
from kg.errors import UsageError
from kg.folding import fold, silences
from kg.folding.holdings import Holding
from kg.folding.spells import spells, successions
from kg.graph import Graph
from kg.profile import range_of, show
from kg.statement import Statement, ref
from kg.tenures import timeline
from tests.strategies import day, holds, newspaper, person, position, say

SEAT = "Position:青溪区区长"
people, capacities = st.sampled_from("甲乙丙"), st.sampled_from(["full", "acting", "designate", "former"])
days = st.integers(0, 30)


@st.composite
def holding(draw: st.DrawFn, precise: bool = False) -> Holding:
    first = draw(days)
    last = first if precise else first + draw(st.integers(0, 5))
    earliest = day(first) if precise or draw(st.booleans()) else None
    latest = day(last) if precise or draw(st.booleans()) else None
    evidence = "sighted" if precise else draw(st.sampled_from(["sighted", "sighted", "appointed", "removed"]))
    source = str(draw(st.uuids()))
    return Holding(draw(people), SEAT, draw(capacities), evidence, earliest, latest, draw(st.booleans()), source)


@given(st.lists(holding(), max_size=12), st.sampled_from([1, None]))
def test_bounds_of_a_spell_are_in_order(found: list[Holding], seats: int | None) -> None:
    for s in spells(found, {SEAT: seats}):
        known = [d for d in (s.start_earliest, s.start_latest, s.end_earliest, s.end_latest) if d]
        assert known == sorted(known)


@given(st.lists(holding(), max_size=12), st.sampled_from([1, None]))
def test_every_holding_is_in_one_spell(found: list[Holding], seats: int | None) -> None:
    kept = sorted((h for s in spells(found, {SEAT: seats}) for h in s.holdings), key=lambda h: h.source)
    whole = sorted(found, key=lambda h: h.source)
    assert [replace(h, capacity="") for h in kept] == [replace(h, capacity="") for h in whole]
    for h, was in zip(kept, whole, strict=True):  # one announced long before another leaves is designate
        assert h.capacity == was.capacity or (seats, was.evidence, h.capacity) == (1, "appointed", "designate")


@given(st.lists(holding(precise=True), max_size=12), st.sampled_from([1, None]))
def test_sightings_are_inside_their_spell(found: list[Holding], seats: int | None) -> None:
    for s in spells(found, {SEAT: seats}):
        for h in s.holdings:
            assert h.capacity == s.capacity
            assert h.person == s.person
            if h.bounds:
                seen = [s.start_latest or "?", h.earliest or "?", h.latest or "?", s.end_earliest or ""]
                assert seen == sorted(seen)
        if not any(h.bounds for h in s.holdings):
            assert (s.start_earliest, s.start_latest, s.end_earliest, s.end_latest) == (None,) * 4


@given(st.lists(holding(precise=True), max_size=12))
def test_one_seat_holds_one_person(found: list[Holding]) -> None:
    """Sure times of two people in one seat share at most the day on which both were seen."""
    held = [
        s for s in spells(found, {SEAT: 1}) if s.capacity in ("full", "acting") and s.start_latest and s.end_earliest
    ]
    for a in held:
        for b in held:
            if a.person < b.person:
                seen = {h.earliest for h in a.dated} & {h.earliest for h in b.dated}
                apart = a.end_earliest < b.start_latest or b.end_earliest < a.start_latest  # type: ignore[operator]
                assert apart or seen


@given(st.lists(holding(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_holdings_does_not_matter(found: list[Holding], shuffle: object) -> None:
    other = list(found)
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    assert spells(other, {SEAT: 1}) == spells(found, {SEAT: 1})


@given(st.lists(holding(), max_size=12))
def test_successors_are_other_people_and_later(found: list[Holding]) -> None:
    for old, new in successions(spells(found, {SEAT: 1}), {SEAT: 1}):
        assert old.person != new.person
        assert old.last <= new.first


def seen(person: str, on: int, capacity: str = "full", evidence: str = "sighted", inferred: bool = False) -> Holding:
    return Holding(person, SEAT, capacity, evidence, day(on), day(on), inferred, f"{person}{on}{evidence}")


def bounds(*found: Holding, seats: int | None = 1) -> list[tuple[str, str, list[str | None]]]:
    rows = []
    for s in spells(found, {SEAT: seats}):
        rows.append((s.person, s.capacity, [s.start_earliest, s.start_latest, s.end_earliest, s.end_latest]))
    return rows


def test_a_person_who_returns_has_two_spells() -> None:
    assert bounds(seen("甲", 1), seen("乙", 5), seen("甲", 9)) == [
        ("乙", "full", [day(1), day(5), day(5), day(9)]),
        ("甲", "full", [None, day(1), day(1), day(5)]),
        ("甲", "full", [day(5), day(9), day(9), None]),
    ]
    assert bounds(seen("甲", 1), seen("乙", 5), seen("甲", 9), seats=None) == [
        ("乙", "full", [None, day(5), day(5), None]),
        ("甲", "full", [None, day(1), day(9), None]),
    ]


@pytest.mark.parametrize(
    ("one", "other", "follows"),
    [
        ("Person:莫卡奇@a", "Person:安托·莫卡奇@b", False),
        ("Person:安托·莫卡奇@a", "Person:莫卡奇@b", False),
        ("Person:莫卡奇@a", "Person:莫卡奇@b", False),
        ("Person:鲁米扬诺@a", "Person:鲁米扬诺二世@b", False),
        ("Person:安托·莫卡奇@a", "Person:佩里·莫卡奇@b", True),
        ("Person:高远@a", "Person:高远山@b", True),
        ("Person:高远山@a", "Person:白露@b", True),
    ],
)
def test_nobody_follows_whoever_may_be_the_same(one: str, other: str, follows: bool) -> None:
    found = spells([seen(one, 1), seen(other, 5)], {SEAT: 1})
    assert [(a.person, b.person) for a, b in successions(found, {SEAT: 1})] == [(one, other)] * follows
    assert next(s for s in found if s.person == one).end_latest == (day(5) if follows else None)


def test_acting_is_a_capacity_and_its_end_the_beginning_of_the_next() -> None:
    assert bounds(seen("甲", 1, "acting"), seen("甲", 3, "acting"), seen("甲", 8)) == [
        ("甲", "acting", [None, day(1), day(3), day(8)]),
        ("甲", "full", [day(3), day(8), day(8), None]),
    ]


def test_announced_changes_fix_bounds() -> None:
    assert bounds(seen("甲", 2, evidence="appointed"), seen("甲", 9), seen("甲", 20, evidence="removed")) == [
        ("甲", "full", [day(2), day(2), day(20), day(20)])
    ]
    assert bounds(seen("甲", 1), seen("甲", 5, evidence="appointed")) == [
        ("甲", "full", [None, day(1), day(5), None])
    ]  # 连任
    assert len(bounds(seen("甲", 1), seen("甲", 3, evidence="removed"), seen("甲", 9), seats=None)) == 2


def test_former_and_inferred_bound_nothing() -> None:
    assert bounds(seen("甲", 9, "former"), seen("甲", 1)) == [
        ("甲", "former", [None] * 4),
        ("甲", "full", [None, day(1), day(1), None]),
    ]
    assert bounds(seen("甲", 1), seen("甲", 9, inferred=True)) == [("甲", "full", [None, day(1), day(1), None])]
    assert bounds(seen("甲", 9, inferred=True)) == [("甲", "full", [None] * 4)]


def test_designate_does_not_end_the_holder() -> None:
    assert bounds(seen("甲", 1), seen("乙", 3, "designate"), seen("甲", 5)) == [
        ("乙", "designate", [None, day(3), day(3), None]),
        ("甲", "full", [None, day(1), day(5), None]),
    ]


def test_whoever_is_elected_long_before_the_other_leaves_is_designate() -> None:
    """乙 is elected in the days of 甲, who is seen in office for months more; a late report of 甲 makes no such thing of 乙."""
    early = [seen("甲", 1), seen("乙", 10, evidence="appointed"), seen("甲", 60), seen("乙", 90)]
    assert bounds(*early) == [
        ("乙", "designate", [day(10), day(10), day(10), day(90)]),
        ("乙", "full", [day(60), day(90), day(90), None]),
        ("甲", "full", [None, day(1), day(60), day(90)]),
    ]
    assert [(a.person, b.person) for a, b in successions(spells(early, {SEAT: 1}), {SEAT: 1})] == [("甲", "乙")]
    for others in ([seen("甲", 20)], [seen("乙", 30), seen("甲", 60)], [seen("甲", 500)]):
        held = bounds(seen("甲", 1), seen("乙", 10, evidence="appointed"), *others)
        assert "designate" not in {capacity for _, capacity, _ in held}
    assert "designate" not in {c for _, c, _ in bounds(*early, seats=None)}


def test_recently_says_little() -> None:
    recently = Holding("甲", SEAT, "full", "sighted", None, day(9), False, "x")
    assert bounds(recently) == [("甲", "full", [None, day(9), None, None])]
    assert bounds(recently, seen("甲", 4)) == [("甲", "full", [None, day(4), day(4), None])]


def graph(*facts: Statement) -> Graph:
    area = ref("Area", "青溪区", "青溪区")
    return fold(newspaper("c.txt", 1, *facts, say("IN", start=90, source=position("区长"), target=area)))


def test_the_timeline_shows_holders_in_order_with_proof() -> None:
    found = graph(
        holds("林望舒", day(30), start=5),
        holds("沈知秋", day(3), start=9),
        holds("陆行舟", None, start=2, capacity="former"),
    )
    rows = timeline(found, "区长")
    assert [(r["person"], r["capacity"]) for r in rows] == [
        ("陆行舟", "former"),
        ("沈知秋", "full"),
        ("林望舒", "full"),
    ]
    assert rows[1]["endLatest"] == day(30)
    assert rows[1]["quotes"] == ["引文"]
    assert rows == timeline(found, "青溪区区长") == timeline(found, "区长", "青溪区")
    replaced = found.edges("REPLACED")
    assert [(e["notBefore"], e["notAfter"], e["basis"], e["supportCount"]) for e in replaced] == [
        (day(3), day(30), "derived", 2)
    ]


@pytest.mark.parametrize(("later", "follows"), [("2027-05-03", True), ("2029-01-01", True), ("2029-02-01", False)])
def test_nobody_follows_whoever_left_a_term_ago(later: str, follows: bool) -> None:
    """Seen in 2024, and another in 2029: others may have held the seat between them."""
    facts = [holds("沈知秋", day(3), start=1), holds("林望舒", later, start=5)]
    assert bool(fold(facts).edges("REPLACED")) == follows
    assert len(fold(facts).edges("HOLDS")) == 2


def test_a_bare_title_of_an_unknown_country_is_not_one_seat() -> None:
    local = ref("Position", "总统@c.txt", "总统", title="总统", seats=1)
    seen = {"target": local, "titles": ["总统"], "capacity": "full", "evidence": "sighted"}
    facts = [say("HOLDS", start=i, source=person("c.txt", n), earliest=day(d), latest=day(d), **seen)
             for i, (n, d) in enumerate([("沈知秋", 1), ("林望舒", 5), ("沈知秋", 9)])]  # fmt: skip
    assert len(fold(facts).edges("HOLDS")) == 2
    assert not fold(facts).edges("REPLACED")


def test_a_bare_title_of_several_areas_needs_one() -> None:
    other = position("区长", "白石区")
    facts = [holds("沈知秋", day(3)), say("IN", start=91, source=other, target=ref("Area", "白石区", "白石区"))]
    found = graph(*facts)
    with pytest.raises(UsageError, match="2 areas have this position; give --area, one of: 白石区, 青溪区"):
        timeline(found, "区长")
    assert timeline(found, "区长", "白石区") == []
    with pytest.raises(UsageError, match="no such position in 红石区; areas that have it: 白石区, 青溪区"):
        timeline(found, "区长", "红石区")
    assert [r["person"] for r in timeline(found, "区长", "青溪")] == ["沈知秋"], "the area's short name"
    with pytest.raises(UsageError, match="no such position in the graph; near it: 区长"):
        timeline(found, "副区长")


@pytest.mark.parametrize(
    ("asked", "todo"),
    [
        ("代区长", "代 is no part of a seat; ask for 区长, whose spells tell the capacity (acting)"),
        ("青溪区代理区长", "代理 is no part of a seat; ask for 青溪区区长"),
        ("原区长", "capacity (former)"),
        ("沈知秋", "a person bears this name: kg query career person=沈知秋"),
        ("云州市青溪区区长", "near it: 青溪区区长"),
        ("青溪区人民政府区长", "near it: 青溪区区长"),
        ("青溪区区", "near it: 青溪区区长"),
        ("园艺师", "give a title as printed"),
    ],
)
def test_what_to_ask_for_instead(asked: str, todo: str) -> None:
    facts = [
        holds("沈知秋", day(3)),
        say("IN", start=91, source=position("区长"), target=ref("Area", "青溪区", "青溪区")),
    ]
    with pytest.raises(UsageError, match="no such position in the graph") as refused:
        timeline(graph(*facts), asked)
    assert todo in str(refused.value)


def test_a_title_is_found_without_the_letter_of_its_level() -> None:
    seat = position("区教育局局长")
    facts = [say("IN", start=90, source=seat, target=ref("Area", "青溪区", "青溪区")),
             say("HOLDS", start=5, source=person("c.txt", "文竹"), target=seat, titles=["区教育局局长"], capacity="full",
                 evidence="sighted", earliest=day(3), latest=day(3))]  # fmt: skip
    found = fold(newspaper("c.txt", 1, *facts))
    for asked in (("教育局局长", "青溪区"), ("教育局局长", "青溪"), ("教育局局长", None), ("区教育局局长", None)):
        assert [r["person"] for r in timeline(found, *asked)] == ["文竹"], asked
    with pytest.raises(UsageError, match="no such position"):
        timeline(found, "育局局长")


def test_a_seat_of_no_known_area_is_said_to_be_one() -> None:
    stray = ref("Position", "区长@d.txt", "区长", title="区长")
    seen = say("HOLDS", start=7, source=person("d.txt", "陆行舟"), target=stray, titles=["区长"], capacity="full",
               evidence="sighted", earliest=day(4), latest=day(4))  # fmt: skip
    found = graph(holds("沈知秋", day(3)), seen)
    with pytest.raises(UsageError, match="青溪区 has this position, and 1 of this name is in no known area"):
        timeline(found, "区长")
    assert [r["person"] for r in timeline(found, "区长", "青溪区")] == ["沈知秋"]
    assert [r["person"] for r in timeline(found, "Position:区长@d.txt")] == ["陆行舟"]


def test_a_partial_date_of_issue_makes_no_day() -> None:
    issues = {"2031-07", "2031"}
    assert range_of(None, "2031-07-31", issues) == "≤2031-07"
    assert range_of("2031-07-01", "2031-07-31", issues) == "2031-07"
    assert range_of("2031-07-31", "2031-07-31", issues) == "2031-07-31", "a printed day"
    assert range_of("2031-07-31", None, issues) == "≥2031-07-31"
    assert range_of(None, "2031-12-31", issues) == "≤2031"
    assert range_of(None, "2031-08-31", issues) == "≤2031-08-31"


def test_show_gives_the_quote_of_the_bound_and_marks_what_is_derived() -> None:
    facts = [
        holds("沈知秋", day(9), start=5),
        holds("沈知秋", day(2), start=40, quote="初见"),
        holds("林望舒", day(20), start=70),
    ]
    found = graph(*facts)
    held = next(r for r in show(found, "沈知秋", {s.id: s for s in facts}) if r["type"] == "HOLDS")
    assert (held["date"], held["quote"]) == (day(2), "初见")
    assert held["proofs"][0]["quote"] == "引文", "the first in the paper is another"
    [replaced] = [r for r in show(found, "林望舒") if r["type"] == "REPLACED"]
    assert (replaced["basis"], replaced["quote"], replaced["doc"]) == ("derived", "", "")
    assert "derived from 3 sightings" in replaced["details"]
    assert f"{day(9)}…{day(20)}" in replaced["details"]


@pytest.mark.parametrize("office", ["副区长、代区长", "代区长", "代理区长", "西湖区代理区长"])
def test_one_made_acting_holds_nothing_in_full(office: str) -> None:
    """任命某人为代区长: an acting appointment, one spell, whatever way it is printed."""
    from kg.corpus import read_document
    from kg.corpus.manifest import About
    from kg.extraction import Extractor

    text = f"本报讯（记者 白山）3月12日，西湖区人大常委会举行会议。会议决定任命高远山为{office}。\n"
    found = Extractor("dictionary").extract(
        read_document(text, "a.txt", options=About(area="西湖区", issued="2025-03-13"))
    )
    [row] = timeline(fold(found), "区长")
    assert (row["person"], row["capacity"], row["startLatest"]) == ("高远山", "acting", "2025-03-12")


def issue(doc: str, published: str) -> Statement:
    return newspaper(doc, published=published)[0]


def test_nobody_follows_across_a_year_without_papers() -> None:
    """Seen in March 2022 and, another, in June 2024; what lies between is told only where there are papers."""
    facts = [
        *newspaper("a.txt", 1, holds("沈知秋", "2022-03-02", doc="a.txt"), published="2022-03-02"),
        *newspaper("b.txt", 1, holds("林望舒", "2024-06-03", doc="b.txt"), published="2024-06-03"),
    ]
    assert not fold(facts).edges("REPLACED")
    between = [issue("m1.txt", "2023-01-05"), issue("m2.txt", "2023-11")]
    assert fold([*facts, *between]).edges("REPLACED")
    assert not fold([*facts, between[0]]).edges("REPLACED")
    assert silences(["2022-03-02", "2023-01-05", "2024-06"]) == (("2023-01-05", "2024-06-01"),)
    assert silences([]) == silences(["2022-03-02"]) == ()


def quiet_town(*between: str) -> Graph:
    """沈知秋 is seen in January, 林望舒 in June; the issues are of these days, and those between."""
    return fold([
        *newspaper("a.txt", 1, holds("沈知秋", "2024-01-05", doc="a.txt"), published="2024-01-05"),
        *newspaper("b.txt", 1, holds("林望舒", "2024-06-03", doc="b.txt"), published="2024-06-03"),
        *(issue(f"m{n}.txt", day) for n, day in enumerate(between)),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("between", "unread"),
    [
        ((), [("2024-01-05", "2024-06-03")]),
        (("2024-01-20", "2024-05-20"), [("2024-01-20", "2024-05-20")]),
        (tuple(f"2024-{month:02}-01" for month in range(2, 7)), []),
    ],
)
def test_a_succession_across_months_without_papers_says_so(
    between: tuple[str, ...], unread: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    town = quiet_town(*between)
    rows = timeline(town, "区长")
    assert [r["unread"] for r in rows] == [[], unread]
    [details] = [r["details"] for r in show(town, "林望舒") if r["type"] == "REPLACED"]
    asked = {name: query(name, town, **more) for name, more in (("holders", {"office": "区长"}), ("changes", {}))}
    for row in rows:
        row.update(since="", until="", proofs=[])
    answers.write_timeline(rows, "区长")
    for told in (details, capsys.readouterr().out, *(" ".join(a.notes) for a in asked.values())):
        said = " ".join(told.split())
        assert ("no paper" in said) == bool(unread)
        assert all(f"from {a} to {b}" in said for a, b in unread)


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), max_size=12), st.integers(0, 400))
def test_silences_lie_between_issues_and_hold_none(issued: list[date], least: int) -> None:
    days = [d.isoformat() for d in issued]
    for first, last in silences(days, least):
        assert {first, last} <= set(days)
        assert not any(first < d < last for d in days)
        assert (date.fromisoformat(last) - date.fromisoformat(first)).days > least


def test_a_succession_names_the_documents_of_the_two_alone() -> None:
    facts = [
        *newspaper("a.txt", 1, holds("沈知秋", day(1), doc="a.txt")),
        *newspaper("b.txt", 1, holds("林望舒", day(30), doc="b.txt")),
        *newspaper("d.txt", 1, holds("陆行舟", day(60), doc="d.txt")),
    ]
    docs = {e["source"].split(":")[1].split("@")[0]: e["docs"] for e in fold(facts).edges("REPLACED")}
    assert docs == {"林望舒": ["a.txt", "b.txt"], "陆行舟": ["b.txt", "d.txt"]}


def test_whoever_is_only_known_as_a_former_holder_was_appointed_in_the_past() -> None:
    recalled = holds("沈知秋", None, capacity="former")
    change: dict[str, Any] = {
        "source": recalled.args["source"],
        "target": recalled.args["target"],
        "kind": "appointed",
        "date": None,
    }
    change["latest"] = day(90)
    facts = [
        recalled,
        say("APPOINTED", start=7, **change),
        holds("林望舒", day(3), start=20),
    ]
    held = {(h["capacity"], h["startLatest"], h["endLatest"]) for h in fold(facts).edges("HOLDS")}
    assert held == {("former", None, None), ("full", day(3), None)}
    assert not fold(facts).edges("REPLACED")


@given(st.lists(holding(), max_size=14))
def test_a_neighbour_in_the_seat_bounds_a_spell_by_what_is_seen_of_it(found: list[Holding]) -> None:
    """The bounds, worked out one holding by one, as the definition has it."""
    cut = spells(found, {SEAT: 1})
    for s in (s for s in cut if s.capacity == "full" and s.dated and s.end_latest and not s.removed):
        others = [o for o in cut if o is not s and (o.person == s.person or o.capacity in ("full", "acting"))]
        assert s.end_latest == min(h.latest for o in others for h in o.dated if h.latest and h.low > s.last)
