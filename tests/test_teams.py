"""The leaders of an area on a day, office by office: sure, possible, acting, vacant, unknown; and two areas side by side."""

from __future__ import annotations

import json

import pytest

import kg
from kg import cli, teams
from kg.errors import UsageError
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Evidence, Statement, ref

EAST, WEST = "青溪区", "白石县"
#: Area, title, who, how it is known, in which capacity, and the day.
TOLD = (
    (EAST, "区委书记", "沈知秋", "HOLDS", "full", "2024-01-02"),
    (EAST, "区委书记", "沈知秋", "HOLDS", "full", "2024-06-02"),
    (EAST, "区委副书记", "沈知秋", "HOLDS", "full", "2023-05-02"),
    (EAST, "区委副书记", "罗映山", "HOLDS", "full", "2024-03-02"),
    (EAST, "区长", "罗映山", "HOLDS", "acting", "2024-01-02"),
    (EAST, "区长", "罗映山", "HOLDS", "acting", "2024-05-02"),
    (EAST, "副区长", "白露", "HOLDS", "full", "2024-01-02"),
    (EAST, "副区长", "江月明", "HOLDS", "full", "2024-03-01"),
    (WEST, "县委书记", "林望舒", "HOLDS", "full", "2024-01-05"),
    (WEST, "县长", "欧阳牧", "HOLDS", "full", "2024-01-05"),
    (WEST, "县长", "欧阳牧", "REMOVED", "removed", "2024-02-10"),
    (WEST, "县长", "田有禾", "APPOINTED", "appointed", "2024-04-10"),
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    found = []
    for n, (area, title, name, schema, how, day) in enumerate(TOLD):
        seat = ref("Position", f"{area}{title[1:] if title[0] in '区县' else title}", f"{area}{title[1:]}", title=title,
                   seats=None if "副" in title else 1)  # fmt: skip
        proof = Evidence(f"{n}.txt", 1, 0, 4, "一句原文", "test.rule")
        days = {"earliest": day, "latest": day}
        more = (
            {"titles": [title], "capacity": how, "evidence": "sighted"}
            if schema == "HOLDS"
            else {"kind": how, "date": day}
        )
        found += [
            Statement(schema, {"source": ref("Person", f"{name}@x", name), "target": seat, **more, **days}, proof),
            Statement("IN", {"source": seat, "target": ref("Area", area, area)}, proof),
        ]
    return fold(found, {})


def test_the_teams_of_a_day(graph: Graph) -> None:
    rows = kg.team([EAST, WEST], "2024-03-01", graph)
    told = [(r["area"], r["team"], r["office"], r["person"], r["capacity"], r["certainty"]) for r in rows]
    assert told == [
        (EAST, "party", "区委书记", "沈知秋", "full", "surely"),
        (EAST, "party", "区委副书记", "罗映山", "full", "possibly"),
        (EAST, "government", "区长", "罗映山", "acting", "surely"),
        (EAST, "government", "常务副区长", None, None, "unknown"),
        (EAST, "government", "副区长", "江月明", "full", "surely"),
        (EAST, "government", "副区长", "白露", "full", "possibly"),
        (EAST, "congress", "区人大常委会主任", None, None, "unknown"),
        (EAST, "cppcc", "区政协主席", None, None, "unknown"),
        (WEST, "party", "县委书记", "林望舒", "full", "possibly"),
        (WEST, "government", "县长", None, None, "vacant"),
        (WEST, "government", "常务副县长", None, None, "unknown"),
        (WEST, "congress", "县人大常委会主任", None, None, "unknown"),
        (WEST, "cppcc", "县政协主席", None, None, "unknown"),
    ]
    assert rows[0]["quotes"] == ["一句原文", "一句原文"]
    assert (rows[0]["since"], rows[0]["until"]) == ("≤2024-01-02", "≥2024-06-02")


def test_before_and_after_a_vacancy(graph: Graph) -> None:
    def head(day: str) -> list[tuple[str | None, str]]:
        return [(r["person"], r["certainty"]) for r in kg.team(WEST, day, graph) if r["office"] == "县长"]

    assert head("2024-01-05") == [("欧阳牧", "surely")]
    assert head("2024-02-11") == [(None, "vacant")]
    assert head("2024-04-09") == [(None, "vacant")]
    assert ("田有禾", "surely") in head("2024-04-10")


def test_side_by_side(graph: Graph) -> None:
    table = {row["office"]: row for row in teams.side_by_side(kg.team([EAST, WEST], "2024-03-01", graph))}
    assert (table["区长"][EAST], table["区长"][WEST]) == ("罗映山（代）", "〔空缺〕")
    assert table["副区长"] == {"team": "政府", "office": "副区长", EAST: "江月明\n白露（或）", WEST: ""}
    assert next(iter(table)) == "区委书记"


def test_on_the_command_line(graph: Graph, tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    where = ["--day", "2024-03-01", "--graph", str(tmp_path)]
    with pytest.raises(SystemExit) as end:
        cli.main(["team", EAST, WEST, *where, "--format", "json"])
    assert end.value.code == 0
    assert len(json.loads(capsys.readouterr().out)) == 13
    with pytest.raises(SystemExit):
        cli.main(["team", EAST, WEST, *where])
    assert "〔空缺〕" in capsys.readouterr().out


def test_what_cannot_be_asked(graph: Graph) -> None:
    with pytest.raises(UsageError, match="no whole day"):
        kg.team(EAST, "2024-03", graph)
    with pytest.raises(UsageError, match="no such area in the graph; near it: 青溪区"):
        kg.team("青溪", "2024-03-01", graph)
    autonomous = Graph([{"id": "Area:广西壮族自治区", "label": "Area", "name": "广西壮族自治区"}], [])
    with pytest.raises(UsageError, match="called otherwise"):
        kg.team("广西壮族自治区", "2024-03-01", autonomous)
