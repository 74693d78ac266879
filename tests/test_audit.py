"""Audit sheets, and differences between builds."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import auditing, cli
from kg.errors import InputError, UsageError
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Statement
from tests.strategies import event, person, say, statements


def many(sizes: dict[tuple[str, str], int]) -> list[Statement]:
    found = []
    for (schema, rule), number in sizes.items():
        for i in range(number):
            found.append(say(schema, "c.txt", 1, i, quote=f"=甲{i}", rule=rule, source=person("c.txt", f"甲{i}"),
                             target=event("c.txt", 1, 1, "会议")))  # fmt: skip
    return found


@given(st.dictionaries(st.tuples(st.sampled_from(["ATTENDED", "CHAIRED", "LED"]), st.sampled_from("abcdefgh")),
                       st.integers(1, 60), min_size=1), st.integers(1, 80))  # fmt: skip
def test_a_sample_stands_for_the_build(sizes: dict[tuple[str, str], int], size: int) -> None:
    found = many(sizes)
    rows = auditing.draw(found, size)
    assert len(rows) == min(size, len(found)) == len({r["statement"] for r in rows})
    if size >= 2 * len(sizes):
        assert {r["type"] for r in rows} == {kind for kind, _ in sizes}
        weights: Counter[str] = Counter()
        for r in rows:
            weights[r["type"]] += r["weight"]
        for kind in {kind for kind, _ in sizes}:
            assert weights[kind] == pytest.approx(sum(n for (k, _), n in sizes.items() if k == kind), abs=0.1)
    assert auditing.draw(list(reversed(found)), size) == rows
    assert len(found) <= size or len(found) == len(rows) or auditing.draw(found, size, seed=2) is not rows


def test_weighted_precision_finds_the_truth() -> None:
    """Half of a small rule's statements are wrong and a big one has none: the estimate is that of the whole."""
    found = many({("ATTENDED", "big"): 900, ("ATTENDED", "small"): 100})
    rows = auditing.draw(found, 200)
    sure = random.Random(1)
    for r in rows:
        r["votes"] = [r["rule"] == "big" or sure.random() < 0.5]
    result = auditing.score(rows)
    [row, whole] = result["precision"]
    assert row["type"], whole["type"] == ("ATTENDED", "all")
    assert row["precision"] == pytest.approx(0.95, abs=0.03)
    assert row["low"] < 0.95 < row["high"]
    assert [(r["rule"], r["type"]) for r in result["rules"]] == [("small", "ATTENDED")]


def test_wilson_and_kappa_are_those_of_the_books() -> None:
    assert auditing.wilson(0.9, 100) == pytest.approx((0.8256, 0.9448), abs=1e-4)
    assert auditing.wilson(1, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    # Cohen 1960 style: 20 both yes, 15 both no, 5 and 10 apart: agreement 0.7, kappa 0.4.
    votes = [[True, True]] * 20 + [[False, False]] * 15 + [[True, False]] * 5 + [[False, True]] * 10
    rows = [{"type": "A", "rule": "r", "statement": str(i), "weight": 1.0, "votes": v} for i, v in enumerate(votes)]
    assert auditing.score(rows)["agreement"] == [{"judged by both": 50, "agree": 0.7, "kappa": 0.4}]
    alike = [{**r, "votes": [True, True]} for r in rows]
    assert auditing.score(alike)["agreement"][0]["kappa"] is None


def test_sheets_go_out_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = many({("ATTENDED", "a"): 30, ("CHAIRED", "b"): 10})
    jsonl.write_statements(found, tmp_path / "statements.jsonl")

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main(["audit", *map(str, arguments)])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    sheet, copy = tmp_path / "sheet.csv", tmp_path / "copy.csv"
    assert run("--sample", 20, "--sheet", sheet, "--graph", tmp_path)[0] == 0
    code, _, err = run("--sample", 20, "--sheet", sheet, "--graph", tmp_path)
    assert (code, "somebody's work" in err) == (2, True)
    assert "nothing in it is judged" in run("--sheet", sheet)[2]
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    assert all(r["quote"].startswith("'=") for r in rows), "no formula for a spreadsheet"

    def fill(path: Path, words: list[str]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:  # as a spreadsheet may save it, without the mark
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows({**r, "coder1": w} for r, w in zip(rows, words))

    fill(sheet, ["yes"] * 15 + ["No "] * 4 + ["?"])
    fill(copy, ["Y"] * 14 + ["n"] * 6)
    code, out, _ = run("--sheet", sheet, "--sheet", copy, "--format", "json")
    [told] = json.loads(out)
    assert code == 0
    assert told["agreement"][0]["judged by both"] == 19
    assert {r["type"] for r in told["precision"]} == {"ATTENDED", "CHAIRED", "all"}
    assert {r["rule"] for r in told["rules"]} <= {"a", "b"}
    out = run("--sheet", sheet, "--sheet", copy)[1]
    assert all(
        text in out for text in ("kappa: 1 is full agreement", "where two coders differ, half", "right is not weighted")
    )
    assert "coders" not in run("--sheet", sheet)[1], "nothing is halved where one codes"
    assert run("--sheet", sheet, "--format", "csv")[1].startswith("type,judged,right,precision,low,high\n")
    fill(sheet, ["maybe"] * 20)
    code, _, err = run("--sheet", sheet)
    assert (code, f"{sheet}:2: 'maybe' is no judgement; write yes, no or ?" in err) == (2, True)
    sheet.write_text("a,b\n1,2\n")
    assert "no column 'type'" in run("--sheet", sheet)[2]
    assert run("--sheet", tmp_path / "none.csv")[0] == 2
    assert run("--sample", 2, "--sheet", "a", "--sheet", "b")[0] == 2
    rows = kg.audit(tmp_path, 5, [tmp_path / "five.csv"])
    assert len(rows) == 5
    with pytest.raises(UsageError, match="judged yet"):
        kg.audit(tmp_path, sheets=[tmp_path / "five.csv"])


def test_a_sheet_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such sheet"):
        auditing.read_sheets([tmp_path / "none.csv"])
    with pytest.raises(UsageError, match="no statement"):
        auditing.draw([], 5)


@given(statements(), statements())
def test_differences_lead_from_the_old_to_the_new(old: list[Statement], new: list[Statement]) -> None:
    a, b = fold(old), fold(new)
    rows = kg.diff(a, b)
    for what, before, after in (("node", a.nodes(), b.nodes()), ("edge", a.edges(), b.edges())):
        here = {r["id"]: dict(r) for r in before}
        there = {r["id"]: r for r in after}
        for row in (r for r in rows if r["what"] == what):
            if row["change"] == "vanished":
                del here[row["id"]]
            elif row["change"] == "appeared":
                assert row["id"] not in here
                here[row["id"]] = there[row["id"]]
            else:
                assert {k: here[row["id"]][k] for k in row["properties"]} == row["before"]
                here[row["id"]].update(row["after"])
        assert here == there
    assert kg.diff(a, a) == []
    back = Counter((r["what"], r["id"], r["change"]) for r in kg.diff(b, a))
    turned = {"appeared": "vanished", "vanished": "appeared", "changed": "changed"}
    assert back == Counter((r["what"], r["id"], turned[r["change"]]) for r in rows)


def test_diff_prints_counts_and_all(graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, found in (("old", graph), ("new", Graph([n for n in graph.nodes() if n["name"] != "罗映山"], [
        e for e in graph.edges() if "罗映山" not in e["source"]]))):  # fmt: skip
        (tmp_path / name).mkdir()
        jsonl.write_nodes(found, tmp_path / name / "nodes.jsonl")
        jsonl.write_edges(found, tmp_path / name / "edges.jsonl")
    for style in ("table", "csv", "json"):
        with pytest.raises(SystemExit) as end:
            cli.main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", style])
        assert not end.value.code
    printed = capsys.readouterr().out
    assert "vanished,node,Person,罗映山,,Person:罗映山@a.txt" in printed
    assert '"change": "vanished"' in printed
