"""Corrections and additions: replayed by every build, with who and why; contradictions and what is gone are named; undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import cli
from kg.correction import Correction, days_of, read, renamed
from kg.corrections import Corrections
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.judgement import path_for
from kg.statement import Statement

PAPER = (
    "今日青溪 2031年5月6日 星期二\n\n区委召开防汛工作会议\n\n5月5日，区委在区会议中心召开防汛工作会议。"
    "区委书记沈知秋主持会议并讲话。罗映山参加。\n"
)
OTHER = (
    "今日青溪 2031年5月8日 星期四\n\n区委召开经济工作会议\n\n5月7日，区委召开经济工作会议。"
    "区委书记沈知秋主持会议并讲话。区长罗映山出席。\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


class Desk:
    """Papers and their build."""

    def __init__(self, folder: Path) -> None:
        self.papers, self.out = folder / "papers", folder / "out"
        self.papers.mkdir()
        self.write("a.txt", PAPER)
        self.write("b.txt", OTHER)
        self.told: list[str] = []
        self.build()

    def write(self, name: str, text: str) -> None:
        (self.papers / name).write_text(text, encoding="utf-8")

    def build(self) -> Graph:
        self.told.clear()
        kg.build([self.papers], self.out, area="青溪区", ner="dictionary", database=False,
                 on_error=lambda e: self.told.append(str(e)))  # fmt: skip
        return jsonl.read(self.out)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path_for(self.out).read_text(encoding="utf-8").splitlines()]

    def bytes(self) -> list[bytes]:
        return [(self.out / name).read_bytes() for name in ("nodes.jsonl", "edges.jsonl", "statements.jsonl")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def event(graph: Graph, part: str) -> dict[str, Any]:
    [found] = [n for n in graph.nodes("Event") if part in n["name"]]
    return found


def person(graph: Graph, name: str) -> dict[str, Any]:
    [found] = [n for n in graph.nodes("Person") if n["name"] == name]
    return found


def test_the_day_of_an_event_moves_what_was_seen_there(desk: Desk, run: Run) -> None:
    before, plain = desk.bytes(), jsonl.read(desk.out)
    meeting = event(plain, "防汛")
    assert (
        run("correct", meeting["id"], "--day", "2031-05-04", "--why", "误植", "--by", "甲", "--graph", desk.out)[0] == 0
    )
    [line] = desk.lines()
    assert (line["judge"], line["value"], line["was"], line["why"], line["by"]) == (
        "correct",
        "2031-05-04",
        "2031-05-05",
        "误植",
        "甲",
    )
    graph = desk.build()
    assert not desk.told
    corrected = event(graph, "防汛")
    assert [corrected[k] for k in ("id", "date", "earliest", "latest", "precision")] == [
        meeting["id"], "2031-05-04", "2031-05-04", "2031-05-04", "day"]  # fmt: skip
    [spell] = [e for e in graph.edges("HOLDS") if graph.node(e["target"])["name"] == "青溪区委书记"]
    assert (spell["startLatest"], spell["endEarliest"]) == ("2031-05-04", "2031-05-07"), "the sighting moved along"
    [row] = [r for r in kg.show(meeting["id"], desk.out) if r["type"] == "CHAIRED"]
    assert row["date"] == "2031-05-04"
    assert "date by hand: 2031-05-05 → 2031-05-04 (甲, " in row["details"]
    assert row["proofs"][0]["rule"].startswith("corrected:")
    assert "误植" in run("show", "沈知秋", "--graph", desk.out)[1].replace("\n", "")
    assert run("undo", meeting["id"], "--graph", desk.out)[0] == 0
    assert desk.lines()[0]["replaced"].startswith("undone, ")
    desk.build()
    assert desk.bytes() == before


def test_an_unknown_day_and_several_days(desk: Desk) -> None:
    for value, date, end in (
        ("unknown", None, None),
        ("2031-05-03..2031-05-05", "2031-05-03", "2031-05-05"),
        ("2031-05", "2031-05", None),
    ):
        kg.correct("Event:a.txt#1.1", day=value, graph=desk.out)
        found = event(desk.build(), "防汛")
        assert (found["date"], found["endDate"]) == (date, end)
    assert [bool(line.get("replaced")) for line in desk.lines()] == [True, True, False], (
        "a newer one takes the place of the older"
    )


def test_name_and_place_of_an_event(desk: Desk) -> None:
    [edge] = jsonl.read(desk.out).edges("HELD_AT")
    kg.correct("Event:a.txt#1.1", name="区防汛防台工作会议", place="区档案馆", graph=desk.out, by="乙")
    graph = desk.build()
    assert not desk.told
    assert event(graph, "防台")["id"] == "Event:a.txt#1.1"
    [moved] = graph.edges("HELD_AT")
    assert moved["target"] != edge["target"]
    assert graph.node(moved["target"])["name"] == "区档案馆"
    with pytest.raises(UsageError, match="no place of it was read"):
        kg.correct("Event:b.txt#1.1", place="区档案馆", graph=desk.out)


def test_the_name_of_a_person_as_it_should_be(desk: Desk) -> None:
    """The misprinted mention becomes the person's own, and its id still leads there."""
    desk.write("b.txt", OTHER.replace("沈知秋", "沈知秩"))
    graph = desk.build()
    wrong = person(graph, "沈知秩")["id"]
    kg.judge("same", wrong, person(graph, "沈知秋")["id"], graph=desk.out)
    kg.correct(wrong, name="沈知秋", why="少一笔", graph=desk.out)
    graph = desk.build()
    assert not desk.told, "the judgement still finds whom it names"
    assert not graph.find("沈知秩")
    found = person(graph, "沈知秋")
    assert {wrong, renamed(wrong, "沈知秋")} <= set(found["memberIds"])
    assert {e["target"] for e in graph.edges_of(found["id"], "CHAIRED")} == {"Event:a.txt#1.1", "Event:b.txt#1.1"}
    assert kg.show(wrong, desk.out), "the command line answers to the id as printed"


def test_the_area_of_a_bare_title_in_one_paper(desk: Desk) -> None:
    with pytest.raises(UsageError, match="give --doc"):
        kg.correct("青溪区区长", area="临川区", graph=desk.out)
    kg.correct("青溪区区长", area="临川区", doc="b.txt", person="罗映山", graph=desk.out)
    graph = desk.build()
    assert not desk.told
    assert not graph.find("青溪区区长")
    [office] = graph.find("临川区区长")
    assert [graph.node(e["source"])["name"] for e in graph.edges_of(office["id"], "HOLDS")] == ["罗映山"]
    assert [graph.node(e["target"])["name"] for e in graph.edges_of(office["id"], "IN")] == ["临川区"]
    [came] = [e for e in graph.edges("ATTENDED") if e["positions"] == [office["id"]]]
    assert came["titles"] == ["区长"]


def test_two_events_that_are_one(desk: Desk) -> None:
    desk.write(
        "b.txt", "今日青溪 2031年5月8日 星期四\n\n全区防汛动员\n\n5月5日，区委召开动员部署会。区委书记沈知秋主持。\n"
    )
    ids = [n["id"] for n in desk.build().nodes("Event")]
    assert len(ids) == 2
    kg.judge("same", *ids, why="一会两报", graph=desk.out)
    graph = desk.build()
    [one] = graph.nodes("Event")
    assert one["memberIds"] == ids
    assert kg.show(ids[1], desk.out)[0]["node"] == ids[0]


def test_a_corrected_day_counts_for_all_who_tell_of_it(desk: Desk) -> None:
    """A paper that comes later tells another day of what was judged one: the correction stands."""
    desk.write(
        "b.txt", "今日青溪 2031年5月8日 星期四\n\n全区防汛动员\n\n5月6日，区委召开动员部署会。区委书记沈知秋主持。\n"
    )
    a, b = [n["id"] for n in desk.build().nodes("Event")]
    kg.correct(a, day="2031-05-04", graph=desk.out)
    kg.judge("same", a, b, graph=desk.out)
    [one] = desk.build().nodes("Event")
    assert one["date"] == "2031-05-04"


def test_a_missing_fact_with_its_quote(desk: Desk, run: Run) -> None:
    before = desk.bytes()
    add = (
        "add",
        "SPOKE_AT",
        "罗映山",
        "Event:b.txt#1.1",
        "--doc",
        "b.txt",
        "--why",
        "漏读",
        "--by",
        "甲",
        "--graph",
        desk.out,
    )
    code, _, err = run(*add, "--quote", "区长罗映山讲话")
    assert (code, err.count("\n"), "does not stand in it" in err) == (2, 1, True)
    assert not path_for(desk.out).exists()
    assert run(*add, "--quote", "区长 罗映山\n出席。")[0] == 0
    graph = desk.build()
    assert not desk.told
    [edge] = [e for e in graph.edges("SPOKE_AT") if graph.node(e["source"])["name"] == "罗映山"]
    assert (edge["quotes"], edge["rules"], edge["confidence"]) == (["区长罗映山出席。"], ["coded"], 1.0)
    [came] = [e for e in graph.edges("ATTENDED") if (e["source"], e["target"]) == (edge["source"], edge["target"])]
    assert came["roles"] == ["spoke"]
    shown = next(r for r in kg.show("罗映山", desk.out) if r["type"] == "SPOKE_AT")
    assert shown["proofs"][0]["coded"][0]["what"] == "added"
    assert "added by hand (甲, " in shown["details"]
    # A paper that was changed: the quote is looked for again; gone, the line is told and kept.
    desk.write("b.txt", "号外。\n" + OTHER)
    desk.build()
    assert not desk.told
    [s] = [s for s in jsonl.read_statements(desk.out) if s.schema == "SPOKE_AT" and s.evidence.rule == "coded"]
    text = (desk.papers / "b.txt").read_text(encoding="utf-8")
    assert text[s.evidence.start : s.evidence.end] == s.evidence.quote
    desk.write("b.txt", OTHER.replace("区长罗映山出席。", ""))
    desk.build()
    assert len(desk.told) == 1
    assert "does not stand once in b.txt; the line is kept" in desk.told[0]
    assert f"{path_for(desk.out)}:1" in desk.told[0]
    desk.write("b.txt", OTHER)
    desk.build()
    assert not desk.told
    assert run("reject", next(s.id for s in jsonl.read_statements(desk.out) if s.schema == "SPOKE_AT" and s.evidence.rule == "coded"),
               "--graph", desk.out)[0] == 0  # fmt: skip
    assert "SPOKE_AT" not in {s.schema for s in kg_statements(desk) if s.evidence.rule == "coded"}
    assert run("undo", "1", "--graph", desk.out)[0] == 0
    assert run("undo", "2", "--graph", desk.out)[0] == 0
    desk.build()
    assert desk.bytes() == before


def kg_statements(desk: Desk) -> list[Statement]:
    desk.build()
    assert not desk.told
    return list(jsonl.read_statements(desk.out))


def test_a_missing_event_person_and_office(desk: Desk) -> None:
    quote = "5月5日，区委在区会议中心召开防汛工作会议。"
    kg.add(
        "Event",
        "区委碰头会",
        doc="a.txt",
        quote=quote,
        values={"date": "2031-05-05", "kind": "meeting"},
        graph=desk.out,
    )
    meeting = event(desk.build(), "碰头")
    assert (meeting["date"], meeting["status"], meeting["kind"]) == ("2031-05-05", "held", "meeting")
    kg.add(
        "ATTENDED",
        "白露",
        meeting["id"],
        doc="a.txt",
        quote="罗映山参加。",
        values={"titles": "区长、区委副书记"},
        graph=desk.out,
    )
    kg.add(
        "HOLDS",
        "白露",
        "区委副书记",
        doc="a.txt",
        quote="罗映山参加。",
        values={"titles": "区委副书记", "day": "2031-05-05"},
        graph=desk.out,
    )
    graph = desk.build()
    assert not desk.told
    new = person(graph, "白露")
    [came] = graph.edges_of(new["id"], "ATTENDED")
    assert came["titles"] == ["区长", "区委副书记"]
    [held] = graph.edges_of(new["id"], "HOLDS")
    office = graph.node(held["target"])
    assert (office["name"], held["startLatest"]) == ("青溪区委副书记", "2031-05-05")
    assert [graph.node(e["target"])["name"] for e in graph.edges_of(office["id"], "IN")] == ["青溪区"]
    assert len(graph.edges_of(meeting["id"], "REPORTS")) == 1


def test_what_cannot_be_corrected_or_added_is_one_line(desk: Desk, run: Run) -> None:
    where = ("--graph", desk.out)
    quote = ("--doc", "a.txt", "--quote", "罗映山参加。", *where)
    for arguments, about in (
        (("correct", "沈知秋", *where), "nothing to correct"),
        (("correct", "沈知秋", "--day", "2031-05-04", *where), "no date to correct"),
        (("correct", "无此人", "--name", "沈知秋", *where), "无此人"),
        (("correct", "Event:a.txt#1.1", "--day", "2031-13-04", *where), "is no day"),
        (("add", "ATTENDED", "沈知秋", "无此会", *quote), "no Event of a.txt"),
        (("add", "WENT_TO", "沈知秋", "Event:a.txt#1.1", *quote), "is no type of edge"),
        (("add", "REPLACED", "沈知秋", "罗映山", *quote), "worked out"),
        (("add", "ATTENDED", "沈知秋", "Event:a.txt#1.1", "--set", "mood=good", *quote), "no such property"),
        (("add", "ATTENDED", "沈知秋", "Event:a.txt#1.1", "--set", "roles=slept", *quote), "slept"),
        (("add", "ATTENDED", "沈知秋", "Event:a.txt#1.1", "--set", "x", *quote), "NAME=VALUE"),
        (
            ("add", "ATTENDED", "沈知秋", "Event:a.txt#1.1", "--doc", "z.txt", "--quote", "罗", *where),
            "no such document",
        ),
        (("add", "ATTENDED", "沈知秋", "Event:a.txt#1.1", "--doc", "a.txt", "--quote", "会议", *where), "give --at"),
        (("undo", "1", *where), "no decision in force"),
        (("undo", *where), "nothing was decided yet"),
    ):
        code, _, err = run(*arguments)
        assert (code, err.count("\n")) == (2, 1), err
        assert about in err
    assert not path_for(desk.out).exists()


def test_contradictions_name_file_and_line_and_none_is_applied(desk: Desk, tmp_path: Path) -> None:
    mine, yours = tmp_path / "甲.jsonl", tmp_path / "乙.jsonl"
    kg.correct("Event:a.txt#1.1", day="2031-05-04", graph=desk.out, judgements=mine, why="一")
    kg.correct("Event:a.txt#1.1", day="2031-05-03", graph=desk.out, judgements=yours, why="二")
    kg.correct("Event:a.txt#1.1", name="区防汛会", graph=desk.out, judgements=mine)
    told: list[str] = []
    kg.build([desk.papers], desk.out, area="青溪区", ner="dictionary", database=False, judgements=[mine, yours],
             on_error=lambda e: told.append(str(e)))  # fmt: skip
    assert len(told) == 1
    assert f"{mine}:1 and {yours}:1: the date of Event:a.txt#1.1 is corrected to 2031-05-04 and 2031-05-03" in told[0]
    found = jsonl.read(desk.out).node("Event:a.txt#1.1")
    assert (found["name"], found["date"]) == ("区防汛会", "2031-05-05")
    both = kg.merge_judgements(mine, yours, tmp_path / "both.jsonl")
    assert [(d["about"], d["first"], d["second"], d["firstWhy"]) for d in both.disputed] == [
        ("corrections", "2031-05-04", "2031-05-03", "一")]  # fmt: skip
    assert [e.value for e in read(tmp_path / "both.jsonl")[0] if isinstance(e, Correction)] == ["区防汛会"]
    assert both.lines == 3


def test_what_is_no_longer_there_is_told_and_kept(desk: Desk, run: Run) -> None:
    kg.correct("Event:b.txt#1.1", day="2031-05-06", graph=desk.out)
    with path_for(desk.out).open("a", encoding="utf-8") as file:
        file.write('{"judge": "correct", "field": "mood", "nodes": ["Event:a.txt#1.1"], "value": "x"}\n')
    (desk.papers / "b.txt").unlink()
    before = path_for(desk.out).read_bytes()
    code, _, err = run(
        "build", desk.papers, "--out", desk.out, "--ner", "dictionary", "--area", "青溪区", "-q", "--no-database"
    )
    assert (code, err.count("\n")) == (1, 2), err
    assert "judgements.jsonl:1: this build has no date of Event:b.txt#1.1 to correct; the line is kept" in err
    assert "judgements.jsonl:2: field is 'mood'; allowed: date, name, place, area" in err
    assert path_for(desk.out).read_bytes() == before
    desk.write("b.txt", OTHER)
    assert event(desk.build(), "经济")["date"] == "2031-05-06"
    assert len(desk.told) == 1


def test_decisions_are_listed(desk: Desk, run: Run) -> None:
    kg.correct("Event:a.txt#1.1", day="2031-05-04", graph=desk.out, by="甲", why="误植")
    kg.judge("different", "沈知秋", "罗映山", graph=desk.out)
    kg.undo(2, "看错了", desk.out)
    assert [(d["line"], d["judge"], d["state"]) for d in kg.decisions(desk.out)] == [
        (1, "correct", "in force"), (2, "different", "replaced: undone, 看错了")]  # fmt: skip
    code, out, _ = run("undo", "--graph", desk.out)
    assert code == 0
    assert "2031-05-05 → 2031-05-04" in out.replace("\n", "").replace("  ", "") or "2031-05-04" in out
    with pytest.raises(UsageError, match="no decision in force"):
        kg.undo(2, graph=desk.out)


@given(st.permutations(range(3)), st.dates(), st.booleans())
def test_corrections_do_not_ask_for_order(order: list[int], day: Any, twice: bool) -> None:
    statements = _said()
    edits = [
        Correction("date", ("Event:a.txt#1.1",), day.isoformat()),
        Correction("name", ("Person:罗映山@a.txt",), "罗映川"),
        Correction("name", ("Event:a.txt#1.1",), "常委会"),
    ]
    found = Corrections([edits[i] for i in order] + (edits if twice else [])).apply(statements)
    plain = Corrections(edits).apply(statements)
    assert {s.to_line() for s in map(_untold, found)} == {s.to_line() for s in map(_untold, plain)}
    assert Corrections().apply(statements) == statements
    assert len(found) == len(statements)
    assert all(
        s.evidence.quote == o.evidence.quote for s, o in zip(sorted(found, key=_at), sorted(statements, key=_at))
    )


def _at(s: Statement) -> tuple[Any, ...]:
    return s.evidence.start, s.schema


def _untold(s: Statement) -> Statement:
    return replace(s, coded=tuple(sorted(s.coded, key=str)))


def _said() -> list[Statement]:
    from kg.statement import Evidence, ref

    meeting = ref(
        "Event", "a.txt#1.1", "区委会议", date="2031-05-05", precision="day", earliest="2031-05-05", latest="2031-05-05"
    )
    found = []
    for n, name in enumerate(("沈知秋", "罗映山")):
        evidence = Evidence("a.txt", 1, 10 * n, 10 * n + 3, name, "attends")
        found.append(
            Statement("ATTENDED", {"source": ref("Person", f"{name}@a.txt", name), "target": meeting}, evidence, 0.9)
        )
    return found


@given(st.one_of(st.dates().map(str), st.text(max_size=24)))
def test_days_are_read_or_refused(text: str) -> None:
    found = days_of(text)
    if found and "earliest" in found:
        assert found["earliest"] <= found["latest"]


def test_a_merged_node_answers_to_every_id_and_says_where_it_went(desk: Desk, run: Run) -> None:
    """One more paper makes two mentions one: what was noted down of the second still leads there."""
    from kg.view.answers import Answers

    kg.build([desk.papers], desk.out, area="青溪区", ner="dictionary")
    one, gone = person(jsonl.read(desk.out), "沈知秋")["memberIds"]
    code, out, err = run("show", gone, "--graph", desk.out)
    assert code == 0
    assert "青溪区委书记" in out
    assert err == f"kg: {gone} is now part of {one}; kg show --why {gone} tells why\n"
    assert run("show", one, "--graph", desk.out)[2] == ""
    rows = kg.query("attendance", desk.out, person=gone)
    assert len(rows) == 2
    assert f"{gone} is read as {one}" in rows.notes
    assert run("view", "--graph", desk.out, "--to", desk.out.parent / "page.html", "--center", gone)[0] == 0
    answers = Answers(desk.out)
    try:
        assert answers.ask("person", {"id": gone}) == answers.ask("person", {"id": one})
    finally:
        answers.close()
