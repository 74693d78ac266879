from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import GraphError
from kg.exports import jsonl
from kg.folding import fold
from kg.statement import Statement, in_order
from tests.strategies import statements


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements())
def test_export_then_import_keeps_everything(tmp_path: Path, found: list[Statement]) -> None:
    graph = fold(found)
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    jsonl.write_statements(found, tmp_path / "statements.jsonl")
    again = jsonl.read(tmp_path)
    assert again.nodes() == graph.nodes()
    assert again.edges() == graph.edges()
    assert list(jsonl.read_statements(tmp_path)) == in_order(found)


@given(statements())
def test_statement_round_trip(found: list[Statement]) -> None:
    for s in found:
        again = Statement.from_dict(json.loads(s.to_line()))
        assert again == s
        assert again.id == s.id


def test_lines_are_utf_8_and_end_alike_everywhere(tmp_path: Path) -> None:
    from tests.strategies import holds

    jsonl.write_nodes(fold([holds("沈知秋", None)]), tmp_path / "nodes.jsonl")
    raw = (tmp_path / "nodes.jsonl").read_bytes()
    assert "沈知秋".encode() in raw
    assert b"\r" not in raw
    assert raw.endswith(b"}\n")


def test_a_folder_without_a_build_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"nodes\.jsonl: no such file; run kg build"):
        jsonl.read(tmp_path)
    (tmp_path / "nodes.jsonl").write_text("{}{\n")
    with pytest.raises(GraphError, match=r"nodes\.jsonl:1: not JSON"):
        jsonl.read(tmp_path)
