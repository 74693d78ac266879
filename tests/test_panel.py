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
from tests.districts import EAST, WEST, districts
from tests.strategies import event, person, say


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
