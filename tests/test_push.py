"""Pushing to a real server: twice changes nothing, corrections remove what they no longer support, crashes heal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import cli
from kg.errors import GraphError, StoreError, UsageError
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.statement import Statement
from kg.stores.columns import Schema
from kg.stores.neo4j import Neo4jStore
from kg.stores.packets import Packing
from kg.stores.push import Summary, push
from scripts.bench_stores import make
from tests.servers import DATASET, MISSING, address, emptied
from tests.strategies import day, event, newspaper, person, say
from tests.test_stores import expected, held


@pytest.fixture
def server() -> Iterator[Neo4jStore]:
    with emptied() as store:
        yield store


def total(summary: Summary) -> dict[str, int]:
    return {what: sum(getattr(summary, what).values()) for what in ("created", "changed", "removed", "kept")}


def without(graph: Graph, name: str) -> Graph:
    """The graph of a corrected build in which somebody is no more."""
    gone = {n["id"] for n in graph.nodes("Person") if n["name"] == name}
    return Graph(
        (n for n in graph.nodes() if n["id"] not in gone),
        (e for e in graph.edges() if e["source"] not in gone and e["target"] not in gone),
    )


def test_twice_is_once(server: Neo4jStore, graph: Graph) -> None:
    number = len(graph.nodes()) + len(graph.edges())
    first = push(server, graph)
    assert total(first) == {"created": number, "changed": 0, "removed": 0, "kept": 0}
    before = server.run("MATCH (n) RETURN elementId(n) AS i ORDER BY i").rows
    second = push(server, graph)
    assert second.nothing
    assert second.same == number
    assert server.run("MATCH (n) RETURN elementId(n) AS i ORDER BY i").rows == before


def test_values_are_real(server: Neo4jStore, graph: Graph) -> None:
    push(server, graph)
    text = (
        "MATCH (e:Event {name: $name}) WHERE e.date = date('2031-05-05') RETURN e.date.year AS year, e.dateText AS text"
    )
    assert server.run(text, {"name": "区委常委会会议"}).rows == [{"year": 2031, "text": "2031-05-05"}]
    text = "MATCH (:Person {name: '沈知秋'})-[a:ATTENDED]->(:Event {name: '区委常委会会议'}) RETURN size(a.titles) AS n, a.titles[0] AS t"
    assert server.run(text).rows == [{"n": 1, "t": "区委书记"}]


def test_a_correction_changes_and_removes(server: Neo4jStore, graph: Graph) -> None:
    push(server, graph)
    corrected = without(graph, "罗映山")
    changed = [{**n, "gender": "女"} if n["name"] == "沈知秋" else n for n in corrected.nodes()]
    done = push(server, Graph(changed, corrected.edges()))
    assert done.removed == {"Person": 1, "ATTENDED": 1}
    assert (done.changed, done.created) == ({"Person": 1}, {})
    assert held(server, graph) == expected(Graph(changed, corrected.edges()), DATASET)
    back = push(server, graph)
    assert (back.created, back.changed) == ({"Person": 1, "ATTENDED": 1}, {"Person": 1})
    assert held(server, graph) == expected(graph, DATASET), "a property that is unknown again is gone again"


def test_what_others_wrote_stays(server: Neo4jStore, graph: Graph) -> None:
    other = Neo4jStore(**address(), dataset="kg-test-other")  # type: ignore[arg-type]
    push(server, graph)
    push(other, without(graph, "白露</script>"))
    place = {**address(), "dataset": None}
    [note] = kg.query("attendance", person="罗映山", server=place).notes
    assert DATASET in note
    assert "kg-test-other" in note
    told = kg.query("attendance", server=place)
    mine = kg.query("attendance", server={**place, "dataset": DATASET})
    its = kg.query("attendance", server={**place, "dataset": "kg-test-other"})
    # What both tell in the same words is one row.
    rows = {(r["personId"], r["eventId"], tuple(r["area"] or ())) for r in (*mine, *its)}
    assert (len(told), told.notes != []) == (len(rows), True)
    assert len(its) < len(mine)
    assert (mine.notes, its.notes) == ([], [])
    with pytest.raises(UsageError, match="no such dataset; it holds kg-test, kg-test-other"):
        kg.query("attendance", server={**place, "dataset": "kg-tset"})
    by_hand = ("MATCH (p:Person {name: '罗映山', dataset: $mine}) "
               "CREATE (p)-[:SUSPECTED]->(:Note {byHand: 'kg-test', text: 'x'}), (:Person {id: 'me', byHand: 'kg-test'}) "
               "SET p.remark = 'mine'")  # fmt: skip
    server.run(by_hand, {"mine": DATASET}, write=True)
    done = push(server, Graph([], []))
    left = server.run(
        "MATCH (n) WHERE n.dataset = $mine RETURN n.name AS name, n.kgUnsupported AS gone", {"mine": DATASET}
    )
    assert left.rows == [{"name": "罗映山", "gone": True}]
    assert total(done)["kept"] == 1
    assert server.run("MATCH (:Person)-[r:SUSPECTED]->(:Note) RETURN count(r) AS n").rows == [{"n": 1}]
    assert server.run("MATCH (p:Person {id: 'me'}) RETURN count(p) AS n").rows == [{"n": 1}]
    assert push(other, without(graph, "白露</script>")).nothing
    assert push(server, Graph([], [])).nothing
    push(server, graph)
    [row] = server.run("MATCH (p:Person {name: '罗映山', dataset: $mine}) RETURN p.remark AS r, p.kgUnsupported AS gone",
                       {"mine": DATASET}).rows  # fmt: skip
    assert row == {"r": "mine", "gone": None}
    other.close()


def test_a_type_that_the_ontology_lost_is_removed(server: Neo4jStore, graph: Graph) -> None:
    push(server, graph)
    text = ("MATCH (p:Person {name: '沈知秋'}), (q:Person {name: '罗映山'}) "
            "CREATE (p)-[:`OLD TYPE` {dataset: $d, id: 'x', kgDigest: 'y'}]->(q)")  # fmt: skip
    server.run(text, {"d": DATASET}, write=True)
    assert push(server, graph).removed == {"OLD TYPE": 1}


def test_what_is_there_though_it_was_not_seen_is_no_error(
    server: Neo4jStore, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two push at once, or the answer to a commit was lost."""
    push(server, graph)
    with monkeypatch.context() as patch:
        patch.setattr("kg.stores.push._Push._known_of", lambda *_: {})
        assert total(push(server, graph))["created"] == 0
    assert held(server, graph) == expected(graph, DATASET)
    assert push(server, graph).nothing


def test_an_edge_whose_end_is_missing_is_told(server: Neo4jStore, graph: Graph, tmp_path: Path) -> None:
    jsonl.write_nodes(Graph(graph.nodes("Person"), []), tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    with pytest.raises(GraphError, match="begin or end at a node that is not in the database"):
        push(server, tmp_path)


@given(st.lists(st.text(st.sampled_from("甲a\x1d\x1e\x1f\ue000\ue001 ")), max_size=4), st.none() | st.text(max_size=3))
def test_a_row_in_transit_keeps_its_values(items: list[str], text: str | None) -> None:
    """The text of a row, taken apart as the server does, holds what the columns hold; other values, another digest."""
    packing, columns = Packing(("Person",), Schema.load()), Schema.load().nodes["Person"]
    row = {"id": "Person:1", "label": "Person", "name": "甲", "aliases": items, "gender": text, "memberIds": ["x"]}
    packet = packing.pack(row, "")
    apart, item, none = packet.marks
    *cells, mark = packet.line.split(apart)
    for column, cell in zip((c for c in columns if c.name != "dataset"), cells, strict=True):
        read = cell.split(item) if column.type == "strings" else cell
        assert (read if cell != none else [] if column.type == "strings" else None) == column.value(row, "")
    assert mark == packet.digest == packing.pack(dict(reversed(row.items())), "").digest
    for other in ({"gender": f"{text}."}, {"aliases": [*items, ""]}, {"memberIds": []}):
        assert packing.pack({**row, **other}, "").digest != mark


def many(size: int) -> list[Statement]:
    found = []
    for i in range(size):
        meeting = event("c.txt", i, 1, f"会议{i}", day(i % 300))
        facts = [say("Event", "c.txt", i, i, node=meeting)]
        facts += [say("ATTENDED", "c.txt", i, i, quote=f"甲{j}出席", source=person("c.txt", f"甲{j}"), target=meeting, rank=j + 1)
                  for j in range(5)]  # fmt: skip
        found += newspaper("c.txt", i, *facts)
    return found


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    graph = fold(many(1500), {})
    jsonl.write_nodes(graph, folder / "nodes.jsonl")
    jsonl.write_edges(graph, folder / "edges.jsonl")
    return folder


def pushing(folder: Path, batch: int, **where: Any) -> subprocess.Popen[bytes]:
    code = ("import sys, json; from pathlib import Path; from kg.stores.neo4j import Neo4jStore; from kg.stores.push import push\n"
            "push(Neo4jStore(**json.loads(sys.argv[1])), Path(sys.argv[2]), batch=int(sys.argv[3]), "
            "on_progress=lambda done, of, what: print(done, flush=True))")  # fmt: skip
    command = [sys.executable, "-c", code, json.dumps(where), str(folder), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def until(process: subprocess.Popen[bytes], rows: int) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= rows:
            return
    raise AssertionError("the push ended before it was stopped")


def test_a_push_killed_in_the_middle_goes_on(server: Neo4jStore, big: Path) -> None:
    for rows in (700, 2200, 4000):
        with pushing(big, 50, **address(), dataset=DATASET) as process:
            until(process, rows)
            process.send_signal(signal.SIGKILL)
    done = push(server, big)
    assert done.created
    assert done.same >= 4000
    graph = jsonl.read(big)
    assert held(server, graph) == expected(graph, DATASET)
    assert push(server, big).nothing


def test_transactions_that_meet_on_the_same_people(server: Neo4jStore, big: Path) -> None:
    """Five people at 1,500 meetings: nearly all transactions lead to them, some create, some change, some remove."""
    whole = jsonl.read(big)
    some = [e for i, e in enumerate(whole.edges()) if e["type"] != "ATTENDED" or i % 3]
    first = Graph(whole.nodes(), ({**e, "confidence": 0.5} if i % 2 else e for i, e in enumerate(some)))
    push(server, first, batch=60)
    assert held(server, first) == expected(first, DATASET)
    done = push(server, whole, batch=60)
    assert done.created["ATTENDED"] == len(whole.edges()) - len(some)
    assert done.changed["ATTENDED"] > 1000
    assert held(server, whole) == expected(whole, DATASET)
    done = push(server, first, batch=60)
    assert done.removed == {"ATTENDED": len(whole.edges()) - len(some)}
    assert held(server, first) == expected(first, DATASET)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120,000 rows, 100,000 of them edges: those that the benchmark invents."""
    folder = tmp_path_factory.mktemp("large")
    make(folder, 0.1)
    return folder


def test_a_server_killed_in_the_middle_is_pushed_to_again(large: Path, tmp_path: Path) -> None:
    start = os.environ.get("NEO4J_START")
    if not start:
        pytest.skip(f"{MISSING} that may be killed (NEO4J_START)")

    def control(*arguments: str) -> dict[str, str]:
        command = [start, "--home", str(tmp_path / "home"), *arguments]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)

    def where(told: dict[str, str]) -> dict[str, str]:
        return {
            "uri": told["NEO4J_URI"],
            "user": told["NEO4J_USER"],
            "password": told["NEO4J_PASSWORD"],
            "dataset": DATASET,
        }

    told = where(control())
    try:
        process = pushing(large, 2000, **told)
        until(process, 60_000)
        control("--stop", "--kill")  # while a transaction is on its way
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 1
        assert b"StoreError" in errors
        assert b"does not answer" in errors
        store = Neo4jStore(**where(control()))
        done = push(store, large)
        assert done.same > 50_000
        assert done.same + sum(done.created.values()) == 120_000
        assert not done.changed
        graph = jsonl.read(large)
        assert held(store, graph) == expected(graph, DATASET)
        [row] = store.run("MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS edges").rows
        assert row == {"nodes": 20_000, "edges": 100_000}
        assert push(store, large).nothing
        store.close()
    finally:
        control("--stop", "--kill")


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object, password: str | None = None) -> tuple[int, str, str]:
        if password is not None:
            monkeypatch.setenv("NEO4J_PASSWORD", password)
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return call


def test_wrong_password_database_or_server_is_one_line(big: Path, run: Run) -> None:
    where = address()
    right, uri = where["password"] or "", where["uri"]
    for arguments, password, about in (
        (("--uri", uri), "wrong-" + right, "check --user and NEO4J_PASSWORD"),
        (("--uri", uri, "--user", "nobody"), right, "refuses nobody"),
        (("--uri", uri, "--database", "nothere"), right, "has no database 'nothere'"),
    ):
        code, out, err = run("push", big, *arguments, password=password)
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert about in err
        assert right not in err.replace(about, "")
        assert run("query", "career", "-p", "person=x", *arguments, password=password)[0] == 2
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("uri", "about"),
    [
        ("bolt://127.0.0.1:1", "does not answer"),
        ("neo4j://127.0.0.1:1", "does not answer"),
        ("bolt://no.such.host.invalid:7687", "does not answer"),
        ("http://127.0.0.1", "is no address of a Neo4j server"),
        ("nonsense", "is no address of a Neo4j server"),
    ],
)
def test_no_server_is_one_line(uri: str, about: str, big: Path, run: Run) -> None:
    code, out, err = run("push", big, "--uri", uri, password="x")
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert about in err


def test_an_old_server_is_one_line(big: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = address()
    monkeypatch.setattr("kg.stores.neo4j.OLDEST", (9, 0))
    with pytest.raises(StoreError, match=r"is too old \(Neo4j/.*; 5.26 or later is needed"):
        Neo4jStore(**where)  # type: ignore[arg-type]


def test_the_password_comes_from_a_file_or_the_environment(
    server: Neo4jStore, big: Path, run: Run, tmp_path: Path
) -> None:
    where = address()
    secret = tmp_path / "secret"
    secret.write_text(f"{where['password']}\n")
    arguments = ("push", big, "--uri", where["uri"], "--user", where["user"], "--dataset", DATASET)
    code, _, err = run(*arguments, "--password-file", secret, password="wrong")
    assert code == 0
    assert "created" in err
    code, _, err = run(*arguments, password=where["password"])
    assert (code, "0 created, 0 changed, 0 removed" in err) == (0, True)
    answered = run(
        "query", "ranks", "-p", "person=甲1", "--uri", where["uri"], "--format", "json", password=where["password"]
    )
    assert len(json.loads(answered[1])) == 1500
    code, _, err = run("query", "visits", "--uri", where["uri"], "--dataset", "none", password=where["password"])
    assert (code, err) == (2, f"kg: --dataset none: the server has no such dataset; it holds {DATASET}\n")
    assert (
        "n\n1500" in run("cypher", "MATCH (e:Event) RETURN count(e) AS n", "--uri", where["uri"], "--format", "csv")[1]
    )
    code, _, err = run("cypher", "CREATE (n)", "--uri", where["uri"])
    assert (code, err.count("\n")) == (2, 1)
    del os.environ["NEO4J_PASSWORD"]
    code, _, err = run(*arguments)
    assert (code, err) == (2, "kg: NEO4J_PASSWORD: is not set; set it, or give --password-file\n")


def test_without_a_name_the_dataset_is_that_of_the_build(server: Neo4jStore, graph: Graph) -> None:
    server.dataset = None
    with pytest.raises(UsageError, match="names no dataset"):
        push(server, Graph([], []))
    named = Graph(({**n, "dataset": "kg-test-own"} for n in graph.nodes()), graph.edges())
    assert push(server, named).dataset == "kg-test-own"
