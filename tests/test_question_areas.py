"""Questions of one district: no row of another one is in the answer, in any store, and each row tells its area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg import queries
from kg.folding import fold
from kg.graph import Graph
from tests.districts import EAST, WEST, districts
from tests.strategies import event, person, position, say
from tests.test_stores import STORES, filled

#: Question → parameters with which both districts have rows.
ASKED: dict[str, dict[str, Any]] = {
    "activities": {"person": ""},
    "attendance": {},
    "career": {"person": ""},
    "chaired_for": {},
    "changes": {},
    "co_attendance": {},
    "contradictions": {},
    "doubtful": {"below": 1.0},
    "holders": {"office": "书记"},
    "in_office": {"day": "2024-02-05"},
    "newcomers": {"event": "会议", "day": "2024-01-31"},
    "ranks": {"person": ""},
    "visits": {},
}


@pytest.fixture(scope="module")
def both() -> Graph:
    """The districts, and in each a change, a contradiction, a visit, doubt, and lists that differ."""
    found = districts()
    for doc, number, area, (one, other) in (
        ("e1.txt", 1, EAST, ("沈知秋", "罗映山")),
        ("w1.txt", 5, WEST, ("林望舒", "欧阳牧")),
    ):
        on, later = ("2024-01-02", "2024-02-01") if area == EAST else ("2024-01-05", "2024-02-18")
        for start, name in enumerate((one, other)):
            for day in (on, later):
                found.append(say("HOLDS", doc, number, 60 + start, source=person(area, name), target=position("局长", area),
                                 titles=["局长"], capacity="full", evidence="sighted", earliest=day, latest=day))  # fmt: skip
        found.append(
            say(
                "IN",
                doc,
                number,
                70,
                source=position("局长", area),
                target={"label": "Area", "key": area, "name": area},
            )
        )
        found.append(say("APPOINTED", doc, number, 71, source=person(area, other), target=position("局长", area), date=on,
                         earliest=on, latest=on, kind="elected"))  # fmt: skip
        visit = event(doc, number, 7, "走访企业", on)
        paper = next(s.args["node"] for s in found if s.schema == "Article" and s.evidence.doc == doc)
        firm = {"label": "Organization", "key": f"{area}云杉", "name": f"{area}云杉", "kind": "company"}
        found += [say("Event", doc, number, 80, node=visit), say("REPORTS", doc, number, 81, source=paper, target=visit),
                  say("VISITED", doc, number, 82, source=visit, target=firm)]  # fmt: skip
        early = event(doc, number, 8, "会议", "2024-01-02", openList=False)
        late = event(doc, number, 9, "会议", "2024-02-18", openList=False)
        for meeting, there in ((early, (one,)), (late, (one, other))):
            found += [
                say("Event", doc, number, 90, node=meeting),
                say("REPORTS", doc, number, 91, source=paper, target=meeting),
            ]
            for rank, name in enumerate(there, start=1):
                found.append(say("ATTENDED", doc, number, 92 + rank, source=person(area, name), target=meeting, rank=rank,
                                 roles=[], confidence=0.5))  # fmt: skip
    found = [s for s in found if s.schema != "HOLDS" or s.args["target"]["name"] != "大使"]
    return fold(found, {})


@pytest.mark.parametrize("kind", STORES)
def test_a_question_of_one_area_is_answered_by_it_alone(kind: str, both: Graph, tmp_path: Path) -> None:
    with filled(kind, both, tmp_path) as store:
        for name, values in ASKED.items():
            whole = queries.ask(store, name, **values)
            assert {r["area"] for r in whole} >= {EAST, WEST} or name == "newcomers", name
            for area in (EAST, WEST):
                part = queries.ask(store, name, **values, area=area)
                assert part, (name, area)
                assert {r["area"] for r in part} == {area}, name
                if name not in ("newcomers", "doubtful", "co_attendance", "chaired_for"):
                    assert list(part) == [r for r in whole if r["area"] == area], name
            assert not queries.ask(store, name, **values, area="无此县"), name


@pytest.mark.parametrize("kind", STORES)
def test_newcomers_of_two_districts_are_not_mixed(kind: str, both: Graph, tmp_path: Path) -> None:
    """With the lists of the other district too, everybody of whom only this one's papers tell looked new or gone."""
    with filled(kind, both, tmp_path) as store:
        rows = queries.ask(store, "newcomers", event="会议", day="2024-02-10", since="2024-01-02", area=WEST)
        mixed = queries.ask(store, "newcomers", event="会议", day="2024-02-10", since="2024-01-02")
        chain = queries.ask(store, "shortest_path", person="沈知秋", other="罗映山")
    assert [(r["change"], r["person"], r["listsBefore"], r["listsSince"]) for r in rows] == [("new", "欧阳牧", 1, 1)]
    assert {(r["listsBefore"], r["listsSince"]) for r in mixed} == {(2, 2)}, (
        "without an area the lists of both districts count"
    )
    assert {r["area"] for r in chain} == {EAST}


def test_an_area_that_only_a_paper_has_is_known(both: Graph) -> None:
    rows = kg.query("in_office", both, day="2024-02-05", area=WEST)
    assert {(r["area"], r["office"]) for r in rows} == {(WEST, f"{WEST}书记"), (WEST, f"{WEST}局长")}
    paper = say("Article", "n.txt", 1, node={"label": "Article", "key": "n.txt#1", "name": "x", "doc": "n.txt", "order": 1,
                                             "area": "云溪县"})  # fmt: skip
    alone = fold([*districts(), paper], {})
    assert "no Area" not in "".join(kg.query("attendance", alone, area="云溪县").notes)
    assert kg.query("attendance", alone, area="云西县").notes == ["no Area is called 云西县; near it: 云溪县"]
