"""The library beside the commands: statements of a text, the graph of a build, and answers as DataFrames."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import UsageError
from kg.graph import Graph
from kg.rows import Rows, Stream
from kg.statement import Statement
from tests.conftest import SEEDS

TEXT = "6月3日上午，区委常委会召开会议。区委书记高远山主持会议并讲话。"
PAPER: dict[str, Any] = {"area": "临川区", "issued": "2024-06-15", "ner": "dictionary"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> kg.report.Report:
    folder = tmp_path_factory.mktemp("library")
    (folder / "papers").mkdir()
    (folder / "papers" / "a.txt").write_text(TEXT, encoding="utf-8")
    return kg.build([folder / "papers"], folder / "out", **PAPER)


def test_a_build_leads_to_its_graph(report: kg.report.Report) -> None:
    graph = report.graph()
    assert isinstance(graph, kg.Graph)
    assert [n["label"] for n in graph.find("高远山")] == ["Person"]
    assert graph.edges("CHAIRED") == kg.open_graph(report.out).edges("CHAIRED")
    assert kg.open_graph(graph) is graph
    with pytest.raises(kg.KgError):
        kg.open_graph(report.out / "none")


def test_the_statements_of_a_text_are_those_of_a_build(report: kg.report.Report) -> None:
    found = kg.extract(TEXT, doc="a.txt", **PAPER)
    assert all(isinstance(s, kg.Statement) for s in found)
    lines = (report.out / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    assert [s.to_line() for s in found] == lines
    assert [Statement.from_dict(json.loads(line)) for line in lines] == found
    row = next(r for r in found.rows() if r["type"] == "CHAIRED")
    assert (row["source"], row["target"], row["rule"]) == ("高远山", "区委常委会会议", "chairs")
    with pytest.raises(UsageError, match="is empty"):
        kg.extract(" \n")


def test_every_answer_becomes_a_frame(report: kg.report.Report) -> None:
    out, graph = report.out, report.graph()
    edge = next(e for e in graph.edges("CHAIRED"))
    answers = {
        "show": kg.show("高远山", out),
        "show all": kg.show(graph=out),
        "timeline": kg.timeline("区委书记", area="临川区", graph=out),
        "query": kg.query("attendance", out, person="高远山"),
        "cypher": kg.cypher("MATCH (p:Person) RETURN p.name AS name", out),
        "diff": kg.diff(Graph([], []), graph),
        "audit": kg.audit(out, sample=3, sheets=[out.parent / "audit.csv"]),
        "ner": kg.ner([out.parent / "papers"], ner="dictionary", known=["高远山"]),
        "read": kg.read(out.parent / "papers"),
        "extract": kg.extract(TEXT, **PAPER),
        "explain": kg.explain(TEXT, **PAPER),
        "nodes": graph.nodes("Person"),
        "edges": graph.edges(),
        "edges of": graph.edges_of(edge["source"]),
        "find": graph.find("高远山"),
    }
    for name, answer in answers.items():
        frame = answer.to_frame()  # type: ignore[attr-defined]
        assert len(frame) > 0, name
        assert len(frame.columns) > 0, name
    names = kg.cypher("MATCH (p:Person) RETURN p.name AS name", out).to_frame()["name"].tolist()
    assert names == ["高远山"]


def test_rows_know_their_columns() -> None:
    assert Rows([{"a": 1}, {"b": 2}]).columns == ("a", "b")
    assert list(Rows([], ("a", "b")).to_frame().columns) == ["a", "b"]
    stream = Stream({"n": n} for n in range(3))
    assert next(stream) == {"n": 0}
    assert stream.to_frame()["n"].tolist() == [1, 2]


def test_without_pandas_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError) as caught:
        Rows([{"a": 1}]).to_frame()
    assert str(caught.value) == "to_frame: pandas is not installed; pip install pandas, or '.[pandas]' in the clone"


def test_what_is_public_is_documented_and_typed() -> None:
    for name in kg.__all__:
        assert inspect.getdoc(getattr(kg, name)), name
    assert (Path(kg.__file__).parent / "py.typed").is_file()
    assert (SEEDS.parent / "kg" / "py.typed").is_file()
