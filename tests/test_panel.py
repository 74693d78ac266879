"""A panel of two districts, counted by hand: what each paper printed stands beside its own people and offices alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest

import kg
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Statement
from tests.strategies import article, event, person, position, say

EAST, WEST = "青溪区", "白石县"
#: Paper, day of issue, and who came to its meeting of which day.
PRINTED = (
    ("e1.txt", EAST, "今日青溪", "2024-01-03", "2024-01-02", ("沈知秋", "罗映山")),
    ("e1.txt", EAST, "今日青溪", "2024-01-03", "2023-12-29", ("沈知秋",)),
    ("e2.txt", EAST, "青溪晚报", "2024-01-03", "2024-01-02", ("沈知秋",)),
    ("e3.txt", EAST, "今日青溪", "2024-02-20", "2024-01-31", ("沈知秋",)),
    ("w1.txt", WEST, "白石报", "2024-02-05", "2024-02-04", ("林望舒", "欧阳牧")),
    ("w2.txt", WEST, "白石报", "2024-02", "2024-02-18", ("林望舒",)),
    ("w3.txt", WEST, "白石报", "2024-03-01", None, ("欧阳牧",)),
)


def districts() -> list[Statement]:
    found: list[Statement] = []
    for number, (doc, area, publisher, issued, on, there) in enumerate(PRINTED, start=1):
        paper = {**article(doc, number, area, issued), "publisher": publisher}
        meeting = event(doc, number, 1, f"第{number}次会议", on)
        found += [say("Article", doc, number, node=paper), say("Event", doc, number, node=meeting, article=paper),
                  say("REPORTS", doc, number, 1, source=paper, target=meeting)]  # fmt: skip
        for rank, name in enumerate(there, start=1):
            who = person(area, name)  # one of a name in a district
            roles = ["chaired"] if rank == 1 else []
            found.append(say("ATTENDED", doc, number, 10 + rank, source=who, target=meeting, roles=roles, rank=rank))
            if roles:
                found.append(say("CHAIRED", doc, number, 20, source=who, target=meeting))
    for doc, number, area, name, on in (
        ("e1.txt", 1, EAST, "沈知秋", "2024-01-03"),
        ("w1.txt", 5, WEST, "林望舒", "2024-02-05"),
    ):
        seat = position("书记", area)
        found += [say("IN", doc, number, 30, source=seat, target={"label": "Area", "key": area, "name": area}),
                  say("HOLDS", doc, number, 31, source=person(area, name), target=seat, titles=["书记"], capacity="full",
                      evidence="sighted", earliest=on, latest=on)]  # fmt: skip
    abroad = position("大使", "")
    found.append(say("HOLDS", "w1.txt", 5, 40, source=person(WEST, "欧阳牧"), target=abroad, titles=["大使"], capacity="full",
                     evidence="sighted", earliest="2024-02-05", latest="2024-02-05"))  # fmt: skip
    return found


@pytest.fixture(scope="module")
def both() -> Graph:
    return fold(districts(), {})


@pytest.fixture
def panel(both: Graph, tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """The rows of a table of the panel, without ids."""
    folder = kg.export(both, "panel", tmp_path / "panel")

    def rows(name: str) -> list[tuple[Any, ...]]:
        frame = pandas.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False)
        frame = frame[[c for c in frame.columns if not c.endswith("Id") and c != "spell"]]
        return list(frame.itertuples(index=False, name=None))

    return rows


def test_exposure_is_of_each_area_and_publisher(panel: Callable[[str], list[tuple[Any, ...]]]) -> None:
    # month, area, publisher, issues, articles, days, events
    assert panel("exposure") == [
        ("2024-01", WEST, "白石报", 0, 0, 0, 0),
        ("2024-01", EAST, "今日青溪", 1, 2, 1, 2),  # of 2 and 31 January; that of December is before the first month
        ("2024-01", EAST, "青溪晚报", 1, 1, 1, 1),
        ("2024-02", WEST, "白石报", 2, 2, 1, 2),  # of one of the two issues no day is known
        ("2024-02", EAST, "今日青溪", 1, 1, 1, 0),
        ("2024-02", EAST, "青溪晚报", 0, 0, 0, 0),
        ("2024-03", WEST, "白石报", 1, 1, 1, 0),
        ("2024-03", EAST, "今日青溪", 0, 0, 0, 0),
        ("2024-03", EAST, "青溪晚报", 0, 0, 0, 0),
        ("unknown", WEST, "白石报", 0, 0, 0, 1),
        ("unknown", EAST, "今日青溪", 0, 0, 0, 0),
        ("unknown", EAST, "青溪晚报", 0, 0, 0, 0),
    ]


def test_a_person_stands_beside_the_papers_of_the_own_district(panel: Callable[[str], list[tuple[Any, ...]]]) -> None:
    # month, person, area, attended, chaired, spoke, led, expected, issues, articles, days: two papers of one day are one day
    assert sorted(r for r in panel("persons") if r[1] in ("沈知秋", "林望舒")) == [
        ("2024-01", "林望舒", WEST, 0, 0, 0, 0, 0, 0, 0, 0),
        ("2024-01", "沈知秋", EAST, 3, 3, 0, 0, 0, 2, 3, 1),
        ("2024-02", "林望舒", WEST, 2, 2, 0, 0, 0, 2, 2, 1),
        ("2024-02", "沈知秋", EAST, 0, 0, 0, 0, 0, 1, 1, 1),
        ("2024-03", "林望舒", WEST, 0, 0, 0, 0, 0, 1, 1, 1),
        ("2024-03", "沈知秋", EAST, 0, 0, 0, 0, 0, 0, 0, 0),
    ]


def test_an_office_stands_beside_the_papers_of_its_own_area(panel: Callable[[str], list[tuple[Any, ...]]]) -> None:
    # month, position, area, holder, capacity, evidence, issues, articles, days, papers
    rows = panel("positions")
    assert [r[2:] for r in rows if r[1] == f"{EAST}书记"] == [
        (EAST, "沈知秋", "full", "part", 2, 3, 1, EAST),
        (EAST, "沈知秋", "full", "possible", 1, 1, 1, EAST),
        (EAST, "沈知秋", "full", "possible", 0, 0, 0, EAST),
    ]
    assert [r[6:] for r in rows if r[1] == f"{WEST}书记"] == [(0, 0, 0, WEST), (2, 2, 1, WEST), (1, 1, 1, WEST)]
    # An office in no known area stands beside the papers that tell of it.
    assert [(r[2], *r[6:]) for r in rows if r[1] == "大使"][1] == (WEST, 2, 2, 1, WEST)


def test_one_whom_two_districts_tell_of_has_the_papers_of_both(tmp_path: Path) -> None:
    meeting = event("w1.txt", 5, 1, "第5次会议", "2024-02-04")
    guest = say("ATTENDED", "w1.txt", 5, 50, source=person(EAST, "沈知秋"), target=meeting, roles=[], rank=3)
    folder = kg.export(fold([*districts(), guest], {}), "panel", tmp_path / "panel")
    people = pandas.read_csv(folder / "persons.csv", encoding="utf-8-sig")
    row = people[(people.person == "沈知秋") & (people.month == "2024-02")].iloc[0]
    assert (row.area, row.attended, row.issues, row.articles, row.days) == (f"{WEST}; {EAST}", 1, 3, 3, 2)


def test_every_table_of_the_exports_carries_the_area(both: Graph, tmp_path: Path) -> None:
    def areas(to: str, name: str) -> dict[str, str]:
        frame = pandas.read_csv(tmp_path / to / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False)
        key = next(c for c in ("personId", "source", "id") if c in frame.columns)
        return dict(zip(frame[key], frame["area"], strict=True))

    for to in ("csv", "coattendance"):
        kg.export(both, to, tmp_path / to)
    for table in ("nodes_Person", "edges_ATTENDED", "edges_HOLDS"):
        assert areas("csv", table)[f"Person:沈知秋@{EAST}"] == EAST
        assert areas("csv", table)[f"Person:林望舒@{WEST}"] == WEST
    assert areas("csv", "nodes_Position") == {
        f"Position:{EAST}书记": EAST,
        f"Position:{WEST}书记": WEST,
        "Position:大使": WEST,
    }
    assert set(areas("csv", "nodes_Event").values()) == {EAST, WEST}
    assert areas("csv", "nodes_Article")["Article:w1.txt#5"] == WEST
    assert areas("coattendance", "incidence")[f"Person:林望舒@{WEST}"] == WEST
    assert areas("coattendance", "edges")[f"Person:林望舒@{WEST}"] == WEST
