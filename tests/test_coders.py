"""Two coders: all their files count, contradictions are named, a newer verdict replaces an older one, agreement is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import agreement, cli
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.judgement import path_for, read
from kg.judgements import Judgements
from kg.statement import Statement

#: How often the one said yes or no and the other yes or no.
Table = dict[tuple[str, str], int]
#: The two-by-two table of textbooks: agreement 0.7, by chance 0.5.
TEXTBOOK: Table = {
    ("accept", "accept"): 20,
    ("accept", "reject"): 5,
    ("reject", "accept"): 10,
    ("reject", "reject"): 15,
}


def coded(path: Path, verdicts: dict[str, str], **more: str) -> Path:
    rows = ({"judge": kind, "statement": statement, **more} for statement, kind in verdicts.items())
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


def two(folder: Path, table: Table) -> tuple[Path, Path]:
    votes = [pair for pair, times in table.items() for _ in range(times)]
    return (coded(folder / "甲.jsonl", {f"s{i}": a for i, (a, _) in enumerate(votes)}, by="甲"),
            coded(folder / "乙.jsonl", {f"s{i}": b for i, (_, b) in enumerate(votes)}, by="乙"))  # fmt: skip


def test_kappa_and_its_interval(tmp_path: Path) -> None:
    found = kg.merge_judgements(*two(tmp_path, TEXTBOOK), tmp_path / "both.jsonl")
    # (0.7 - 0.5) / (1 - 0.5); the standard error after Fleiss, Cohen and Everitt is sqrt(0.2016 / (50 · 0.25)) = 0.1270.
    assert found.agreement == [
        {"about": "statements", "judged by both": 50, "agree": 0.7, "kappa": 0.4, "low": 0.1511, "high": 0.6489}
    ]
    assert len(found.disputed) == 15
    assert found.disputed[0]["firstWhere"] == f"{tmp_path / '甲.jsonl'}:21"
    assert found.lines == 50 + 15


def test_agreement_by_chance_alone_has_no_kappa() -> None:
    assert agreement.kappa([("accept", "accept")] * 9, ("accept", "reject"))["kappa"] is None
    assert agreement.kappa([("accept", "reject"), ("reject", "accept")] * 9, ("accept", "reject"))["kappa"] == -1


@given(st.lists(st.tuples(st.sampled_from("yn"), st.sampled_from("yn")), min_size=1, max_size=40))
def test_kappa_lies_in_its_interval_and_does_not_ask_who_is_first(votes: list[tuple[str, str]]) -> None:
    one, other = agreement.kappa(votes, "yn"), agreement.kappa([(b, a) for a, b in votes], "yn")
    assert one == other
    if one["kappa"] is not None:
        assert one["low"] is not None
        assert one["high"] is not None
        assert -1 <= one["low"] <= one["kappa"] <= one["high"] <= 1


def test_the_joined_file_applies_what_both_or_one_say_and_nothing_disputed(tmp_path: Path) -> None:
    one = coded(tmp_path / "a.jsonl", {"both": "accept", "mine": "reject", "open": "accept"}, by="甲", why="读过")
    other = coded(tmp_path / "b.jsonl", {"open": "reject", "both": "accept", "yours": "reject"}, by="乙")
    with other.open("a", encoding="utf-8") as file:
        file.write('{"judge": "same", "a": "Person:a", "b": "Person:b"}\nnonsense\n')
    found = kg.merge_judgements(one, other, tmp_path / "both.jsonl")
    assert [e.where for e in found.problems] == [f"{other}:5"]
    joined, problems = read(tmp_path / "both.jsonl")
    assert not problems
    assert {(j.kind, j.a) for j in joined} == {
        ("accept", "both"),
        ("reject", "mine"),
        ("reject", "yours"),
        ("same", "Person:a"),
    }
    rows = [json.loads(line) for line in (tmp_path / "both.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["statement"], r["by"], r["why"]) for r in rows if r.get("statement") == "both"] == [
        ("both", "甲; 乙", "读过")
    ]
    assert sorted(r["judge"] for r in rows if r.get("disputed")) == ["accept", "reject"]
    with pytest.raises(UsageError, match="is there already"):
        kg.merge_judgements(one, other, tmp_path / "both.jsonl")
    with pytest.raises(UsageError, match="no such file"):
        kg.merge_judgements(one, tmp_path / "none.jsonl")


def test_merging_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two(tmp_path, TEXTBOOK)
    with pytest.raises(SystemExit) as end:
        cli.main(
            ["judge", "merge", str(one), str(other), "--judgements", str(tmp_path / "both.jsonl"), "--format", "json"]
        )
    out, err = capsys.readouterr()
    assert end.value.code == 0
    [told] = json.loads(out)
    assert (told["agreement"][0]["kappa"], len(told["disputed"])) == (0.4, 15)
    assert "wrote" in err


def test_all_files_count_and_contradictions_name_file_and_line(
    tmp_path: Path, newspaper: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    paper = newspaper(
        "a.txt",
        "今日青溪 2024年6月14日 星期五\n\n区委常委会召开会议\n6月13日上午,区委书记沈知秋主持会议并讲话。罗映山参加。\n",
    )
    out = tmp_path / "out"
    build: dict[str, Any] = {"area": "青溪区", "ner": "dictionary", "database": False}
    kg.build([paper], out, **build)
    first, second = list(jsonl.read_statements(out))[:2]
    a = coded(tmp_path / "a.jsonl", {first.id: "accept"})
    b = coded(tmp_path / "b.jsonl", {second.id: "reject"})
    kg.build([paper], out, judgements=[a, b], **build)
    kept = {s.id: s.confidence for s in jsonl.read_statements(out)}
    assert kept[first.id] == 1
    assert second.id not in kept
    coded(b, {"nothing": "reject", first.id: "reject"})
    capsys.readouterr()
    arguments = ["build", str(paper), "--out", str(out), "--area", "青溪区", "--ner", "dictionary", "--no-database"]
    with pytest.raises(SystemExit) as end:
        cli.main([*arguments, "--judgements", str(a), "--judgements", str(b)])
    err = capsys.readouterr().err
    assert end.value.code == 1
    assert f"{a}:1 and {b}:2: statement {first.id} is both rejected and accepted" in err


def test_a_newer_verdict_replaces_the_older_which_stays_marked(
    tmp_path: Path, graph: Graph, statements: list[Statement]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    jsonl.write_statements(statements, out / "statements.jsonl")
    jsonl.write_nodes(graph, out / "nodes.jsonl")
    jsonl.write_edges(graph, out / "edges.jsonl")
    fact, other = statements[0].id, statements[1].id
    path = kg.reject(other, graph=out)
    kg.reject(fact, "并未出席", out)
    kg.accept(fact, "原文如此", out, by="乙", when="2031-05-07")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(r["judge"], r["statement"], r.get("replaced")) for r in rows] == [
        ("reject", other, None), ("reject", fact, "accept, 2031-05-07, 乙"), ("accept", fact, None)]  # fmt: skip
    assert rows[1]["why"] == "并未出席"
    judged = Judgements.load(path)
    assert not judged.problems
    assert {j.a: j.kind for j in read(path)[0]} == {other: "reject", fact: "accept"}
    kg.reject(fact, graph=out)  # and back again
    assert [(j.kind, j.a) for j in read(path_for(out))[0]] == [("reject", other), ("reject", fact)]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4


def test_who_is_who_is_replaced_when_asked_to(tmp_path: Path, graph: Graph) -> None:
    path = tmp_path / "who.jsonl"
    kg.judge("same", "沈知秋", "罗映山", judgements=path, among=graph)
    with pytest.raises(UsageError, match="--replace"):
        kg.judge("different", "罗映山", "沈知秋", judgements=path, among=graph)
    kg.judge("different", "罗映山", "沈知秋", judgements=path, among=graph, replace=True)
    assert [j.kind for j in read(path)[0]] == ["different"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
