"""Tables that people open: a row is a line, days are said as they are read, and a workbook holds the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.exports import cells, shown
from kg.folding import fold
from kg.graph import Graph
from tests.strategies import day, event, holds, newspaper, person, say

QUOTE = "区委\n\n书记沈知秋\r\n主持会议。"


@pytest.fixture(scope="module")
def town() -> Graph:
    meetings = [event("c.txt", 1, 1, "=会议一", day(1)), event("c.txt", 1, 2, "会议二", None, latest="2024-03-05"),
                event("c.txt", 1, 3, "会议三", None, date="2024-02", precision="month", earliest="2024-02-01", latest="2024-02-29"),
                event("c.txt", 1, 4, "会议四", None, earliest="2024-02-01", latest="2024-02-03"),
                event("c.txt", 1, 5, "会议五", None)]  # fmt: skip
    facts = [say("Event", start=n, node=meeting) for n, meeting in enumerate(meetings)]
    facts += [say("ATTENDED", start=20, quote=QUOTE, source=person("c.txt", "沈知秋"), target=meetings[0], roles=[]),
              holds("沈知秋", day(1), start=30, quote=QUOTE), holds("沈知秋", day(9), start=31)]  # fmt: skip
    return fold(newspaper("c.txt", 1, *facts, area="青溪区", published="2024-03-05"))


def test_a_row_is_a_line(town: Graph, tmp_path: Path) -> None:
    folder = kg.export(town, "csv", tmp_path / "csv")
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert text.count("\n") == len(list(csv.reader(text.splitlines()))), path.name
        assert "\r" not in text
    [row] = csv.DictReader((folder / "edges_ATTENDED.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row["quotes"] == "区委␊␊书记沈知秋␍␊主持会议。"
    assert cells.unguard(row["quotes"]) == QUOTE


@given(st.text(alphabet="a\n\r\x0b\x0c␊␍␛'="))
def test_line_ends_come_back(text: str) -> None:
    flat = cells.guard(text)
    assert len(flat.splitlines()) <= 1
    assert cells.unguard(flat) == text


def test_days_are_said_as_they_are_read(town: Graph, tmp_path: Path) -> None:
    folder = kg.export(town, "csv", tmp_path / "csv")
    events = pandas.read_csv(folder / "nodes_Event.csv", encoding="utf-8-sig", keep_default_na=False)
    assert dict(zip(events["name"], events["dateShown"], strict=True)) == {
        "'=会议一": day(1), "会议二": "不晚于 2024-03-05", "会议三": "2024-02", "会议四": "2024-02-01…2024-02-03",
        "会议五": ""}  # fmt: skip
    [spell] = csv.DictReader((folder / "edges_HOLDS.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (spell["startShown"], spell["endShown"]) == (f"不晚于 {day(1)}", f"不早于 {day(9)}")
    assert shown.text(None, None, "2024-03-31", {"2024-03"}) == "不晚于 2024-03", "no paper printed the 31st"


def test_the_workbook_holds_the_tables_of_csv(town: Graph, tmp_path: Path) -> None:
    folder, book = kg.export(town, "csv", tmp_path / "csv"), kg.export(town, "xlsx", tmp_path / "xlsx") / "graph.xlsx"
    sheets = pandas.read_excel(book, sheet_name=None, dtype=str, keep_default_na=False)
    assert {f"{name}.csv" for name in sheets} == {p.name for p in folder.glob("*.csv")}
    for name, sheet in sheets.items():
        frame = pandas.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
        assert list(sheet.columns) == list(frame.columns), name
        assert len(sheet) == len(frame), name
    events = sheets["nodes_Event"]
    assert set(events["name"]) >= {"=会议一", "会议二"}, "text, and no formula"
    assert sheets["edges_ATTENDED"]["quotes"][0] == "区委␊␊书记沈知秋␍␊主持会议。"


def test_what_excel_cannot_hold(tmp_path: Path) -> None:
    long = fold(newspaper("c.txt", 1, say("ATTENDED", quote="会" * 40_000 + "\x07", source=person("c.txt", "沈\x07知秋"),
                                          target=event("c.txt", 1, 1, "会议", day(1)), roles=[])))  # fmt: skip
    sheets = pandas.read_excel(kg.export(long, "xlsx", tmp_path / "x") / "graph.xlsx", sheet_name=None)
    [quote] = sheets["edges_ATTENDED"]["quotes"]
    assert (len(quote), quote[-1]) == (32_767, "…")
    assert list(sheets["nodes_Person"]["name"]) == ["沈␇知秋"]
