"""The command line: exit codes, one-line errors, formats."""

from __future__ import annotations

import csv
import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import __version__, cli
from kg.cli import answers, tables
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph
from kg.statement import Statement

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("show", "沈知秋")`` gives exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture
def built(graph: Graph, statements: list[Statement], tmp_path: Path) -> Path:
    jsonl.write_statements(statements, tmp_path / "statements.jsonl")
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    return tmp_path


def test_version_and_help(run: Run) -> None:
    assert __version__ in run("--version")[1]
    code, out, _ = run("--help")
    assert code == 0
    for command in ("build", "show", "timeline", "eval"):
        assert command in out
        assert run(command, "--help")[0] == 0


def test_every_command_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = run("--help")[1].partition("Commands:\n")[2].splitlines()
    assert len(listed) >= 15
    assert not [line for line in listed if line.endswith("...")]


def test_an_answer_too_wide_for_the_window_is_a_list(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {
        "person": "沈知秋",
        "startLatest": "2031-05-05",
        "endEarliest": None,
        "evidence": ["sighted", "appointed"],
        "sightings": 3,
    }
    tables.write_answer(list(row), [row, row], "题", "2 rows")
    wide = capsys.readouterr().out
    assert "2031-05-05" in wide
    assert wide.count("sightings") == 1
    monkeypatch.setattr(tables, "_PIPE_WIDTH", 40)
    tables.write_answer(list(row), [row, row], "题", "2 rows")
    narrow = capsys.readouterr().out
    assert narrow.count("startLatest   2031-05-05") == narrow.count("evidence      sighted, appointed") == 2
    assert "endEarliest" not in narrow, "nothing is known of it"
    assert narrow.endswith("2 rows\n")
    tables.write_answer(["n"], [], "", "0 rows")
    assert "0 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (["build"], "INPUT"),
        (["build", "x", "--jobs", "0"], "--jobs"),
        (["build", "x", "--surely"], "--surely"),
        (["bild"], "bild"),
        (["show", "x", "--format", "xml"], "xml"),
        (["eval", "x", "y", "--min", "posts=high"], "METRIC=F1"),
        (["show", "x", "--graph", "no/such/build"], "no/such/build"),
        (["timeline", "区长", "--graph", "no/such/build"], "kg build"),
    ],
)
def test_wrong_usage_is_one_line_and_2(run: Run, arguments: list[str], about: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("kg")
    assert about in err


def test_show_has_quotes(run: Run, built: Path) -> None:
    code, out, err = run("show", "沈知秋", "--graph", built)
    assert (code, err) == (0, "")
    for text in ("ATTENDED", "chaired", "HOLDS", "青溪区委书记", "2031-05-05", "a.txt", "区委常委会会议"):
        assert text in out
    assert "主持召开区委常委会会议" in out.replace("\n", "")
    assert "CHAIRED" not in out, "said by the roles of ATTENDED"


def test_show_as_json_and_csv_say_the_same(run: Run, built: Path, graph: Graph) -> None:
    rows = json.loads(run("show", "沈知秋", "--graph", built, "--format", "json")[1])
    assert {r["edge"] for r in rows} == {e["id"] for e in graph.edges_of("Person:沈知秋@a.txt")}
    held = next(r for r in rows if r["type"] == "HOLDS")
    assert (held["other"], held["direction"], held["doc"]) == ("青溪区委书记", "out", "a.txt")
    assert "区委书记" in held["details"]
    table = list(csv.DictReader(io.StringIO(run("show", "沈知秋", "--graph", built, "--format", "csv")[1])))
    assert table == [{k: v for k, v in row.items() if k != "proofs"} for row in rows]
    [proof] = held["proofs"]
    assert (proof["doc"], proof["end"] - proof["start"]) == ("a.txt", len(proof["quote"]))
    assert (proof["rule"], proof["confidence"], proof["schema"]) == ("test.rule", 0.9, "HOLDS")
    assert [proof["statement"]] == next(e for e in graph.edges() if e["id"] == held["edge"])["support"]
    by_id = json.loads(run("show", "Person:沈知秋@a.txt", "--graph", built, "--format", "json")[1])
    assert by_id == rows


def test_people_of_one_name_are_told_apart() -> None:
    def row(node: str, name: str, label: str = "Person") -> dict[str, str]:
        return {"node": node, "name": name, "label": label}

    two = [row("Person:沈知秋@a.txt", "沈知秋"), row("Person:沈知秋@b.txt", "沈知秋")]
    told = answers.namesakes([*two, two[0]])
    assert told.startswith("2 people are called 沈知秋")
    assert "Person:沈知秋@a.txt, Person:沈知秋@b.txt; kg judge same" in told
    assert answers.namesakes([two[0], row("Event:a", "沈知秋", "Event")]) == ""
    assert answers.namesakes([two[0], row("Person:罗映山@a.txt", "罗映山")]) == "", "one name is an alias of the other"


def test_unknown_name_suggests_near_ones(run: Run, built: Path) -> None:
    code, _, err = run("show", "沈知", "--graph", built)
    assert code == 2
    assert "沈知秋" in err
    assert err.count("\n") == 1
    assert "罗映山" in run("show", "罗映川", "--graph", built)[2]


def test_markup_is_text(run: Run, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "白露</script>" in run("show", "白露</script>", "--graph", built)[1]
    tables.draw(("quote",), [["[bold]甲[/bold]"]], "[red]题", caption="[/red]")
    printed = capsys.readouterr().out
    assert all(text in printed for text in ("[bold]甲[/bold]", "[red]题", "[/red]"))


def test_timeline(run: Run, built: Path) -> None:
    code, out, _ = run("timeline", "青溪区委书记", "--graph", built)
    assert code == 0
    assert "沈知秋" in out
    assert "≤2031-05-05  ≥2031-05-05  sighted ×1" in out
    assert "≤ on that day or before" in out
    rows = json.loads(run("timeline", "区委书记", "--graph", built, "--format", "json")[1])
    assert [(r["person"], r["startLatest"], r["endEarliest"]) for r in rows] == [("沈知秋", "2031-05-05", "2031-05-05")]
    assert rows[0]["quotes"][0].startswith("5月5日")
    assert rows[0]["proofs"][0]["quote"] == rows[0]["quotes"][0]
    assert {"start", "end", "rule", "confidence", "statement", "doc"} <= set(rows[0]["proofs"][0])


def test_show_without_a_name_is_a_start(run: Run, built: Path) -> None:
    code, out, err = run("show", "--graph", built)
    assert (code, err) == (0, "")
    assert "kg show NAME" in out
    rows = json.loads(run("show", "--graph", built, "--format", "json")[1])
    assert [r["label"] for r in rows if r["name"] in ("沈知秋", "区委常委会会议", "青溪区委书记")] == [
        "Person",
        "Event",
        "Position",
    ]
    assert rows[0]["name"] == "沈知秋"
    assert rows[0]["ties"] == 3, "two events and an office"


def test_one_sentence_is_one_quote(capsys: pytest.CaptureFixture[str]) -> None:
    said = "会议决定任命沈知秋为青溪区区长。"
    part = {"quote": said[4:], "doc": "a.txt", "start": 4, "end": len(said)}
    whole = {"quote": said, "doc": "a.txt", "start": 0, "end": len(said)}
    other = {"quote": "区长沈知秋出席。", "doc": "b.txt", "start": 0, "end": 8}
    row = {"person": "沈知秋", "capacity": "full", "since": "2031-05-05", "until": "", "sightings": 1}
    answers.write_timeline([{**row, "evidence": ["sighted"], "proofs": [part, whole, other]}], "区长")
    out = capsys.readouterr().out
    assert out.count("任命沈知秋") == 1
    assert "区长沈知秋出席" in out
    assert "more" not in out


def test_eval(run: Run, built: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    assert run("eval", built, gold)[0] == 2
    event = {
        "name": "区委常委会会议",
        "date": "2031-05-05",
        "attended": ["沈知秋", "罗映山", "陶溪"],
        "chaired": ["沈知秋"],
    }
    post = {"person": "沈知秋", "title": "区委书记", "org": None}
    article = {"events": [event], "positions": [post], "not_present": []}
    (gold / "a.json").write_text(json.dumps({"doc": "a.txt", "articles": [article]}), encoding="utf-8")
    code, out, _ = run("eval", built, gold, "--format", "json")
    rows = {r["metric"]: r for r in json.loads(out)}
    assert code == 0
    assert (rows["attended"]["right"], rows["attended"]["missed"], rows["attended"]["wrong"]) == (2, 1, 2)
    assert (rows["chaired"]["f1"], rows["posts"]["f1"], rows["dates"]["f1"]) == (1, 1, 1)
    assert (rows["events"]["right"], rows["events"]["wrong"]) == (1, 1)
    assert run("eval", built, gold, "--min", "chaired=1.0")[0] == 0
    code, out, _ = run("eval", built, gold, "--min", "attended=0.9", "--errors", "9")
    assert code == 1
    assert "missed attended 陶溪" in out
    (gold / "b.json").write_text("{", encoding="utf-8")
    code, _, err = run("eval", built, gold)
    assert (code, err.count("\n")) == (2, 1)
    assert "b.json" in err


@given(st.text("会议强调，。 ,\n区委书记沈知秋出席", max_size=120), st.integers(8, 60))
def test_a_clipped_quote_is_short_and_keeps_the_name(quote: str, limit: int) -> None:
    found = answers.clip(quote, "沈知秋", limit=limit)
    assert len(found) <= limit + 2
    assert "\n" not in found
    whole = answers.clip(quote, limit=10**6)
    assert found.strip("…") in whole
    if "沈知秋" in whole:
        assert "沈知秋" in found


def test_public_functions_are_the_commands(built: Path, graph: Graph) -> None:
    assert set(kg.__all__) <= set(dir(kg))
    from_folder, from_graph = kg.show("沈知秋", built), kg.show("沈知秋", graph=graph)
    assert [r["edge"] for r in from_folder] == [r["edge"] for r in from_graph]
    assert [[p["statement"] for p in r["proofs"]] for r in from_folder] == [
        [p["statement"] for p in r["proofs"]] for r in from_graph
    ]
    assert [r["person"] for r in kg.timeline("区委书记", area=None, graph=str(built))] == ["沈知秋"]
    assert kg.eval is kg.evaluate
    for name in ("build", "eval"):
        assert callable(getattr(kg, name))
    with pytest.raises(kg.KgError, match="no such position"):
        kg.timeline("园长", graph=graph)
    with pytest.raises(AttributeError):
        _ = kg.surely


def test_errors_cross_processes() -> None:
    error = UsageError("--ner", "no such recogniser", "name another")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.todo) == (UsageError, str(error), "name another")


def test_timeline_is_drawn(run: Run, built: Path) -> None:
    code, out, err = run("timeline", "青溪区委书记", "--graph", built, "--format", "svg")
    assert (code, err) == (0, "")
    assert out.startswith("<svg ")
    assert "surely in office" in run("timeline", "青溪区委书记", "--graph", built)[1]
