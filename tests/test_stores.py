"""One contract for all stores: what is written comes back, Cypher is answered, nothing is written by asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import GraphError, KgError, StoreError, UsageError
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.stores import Store, open_store
from kg.stores.columns import Schema
from kg.stores.ladybug import FILE, TYPES, LadybugStore, write
from kg.stores.network import NetworkStore
from kg.stores.push import LONGEST
from kg.stores.reading import check, quote_names
from tests.servers import DATASET, emptied
from tests.strategies import statements

STORES = ("ladybug file", "ladybug memory", "networkx", "neo4j")
#: Texts that break what is careless: quotes, marks of three languages, long, wide, odd.
HOSTILE = (
    "单'引\"号`反`", "{花} ${x} $name", "a-->b]]><!--", "甲" * 10_000, "😀👨‍👩‍👧‍👦", "=1+1", "@cmd", "+86", "\\N", "\\", "a\\", "\\'",
    "行\n二\r\n三\t", "e\u0301", "\u2028",
    "a,b;c|d", "'; MATCH (n) DETACH DELETE n //", " 前后 ", "[1,2]", "null", "\x1f\x07", "空\0字", "\0",
)  # fmt: skip


@contextmanager
def filled(kind: str, graph: Graph, folder: Path) -> Iterator[Store]:
    """A store of a kind that holds the graph."""
    if kind == "neo4j":
        with emptied() as server:
            server.write(graph)
            yield server
        return
    store: Store
    if kind == "ladybug file":
        jsonl.write_nodes(graph, folder / "nodes.jsonl")
        jsonl.write_edges(graph, folder / "edges.jsonl")
        store = LadybugStore(write(folder))
    elif kind == "ladybug memory":
        store = LadybugStore()
        store.write(graph)
    else:
        store = NetworkStore()
        store.write(graph)
    try:
        yield store
    finally:
        store.close()


def expected(graph: Graph, dataset: str | None) -> dict[str, Any]:
    """What a store must hold: the values of all columns, by id; for edges with both ends."""
    schema, found = Schema.load(), {}
    for node in graph.nodes():
        found[node["id"]] = {c.name: c.value(node, "") for c in schema.nodes[node["label"]]}
    for edge in graph.edges():
        values = {c.name: c.value(edge, "") for c in schema.edges[edge["type"]]}
        found[edge["id"]] = {"source": edge["source"], "target": edge["target"], **values}
    return {i: {**row, "dataset": dataset or row["dataset"]} for i, row in found.items()}


def held(store: Store, graph: Graph) -> dict[str, Any]:
    schema, found = Schema.load(), {}
    for label in {n["label"] for n in graph.nodes()}:
        wanted = ", ".join(f"n.`{c.name}` AS `{c.name}`" for c in schema.nodes[label])
        found.update({row["id"]: row for row in store.run(f"MATCH (n:{label}) RETURN {wanted}").rows})
    for kind in {e["type"] for e in graph.edges()}:
        wanted = ", ".join(f"r.`{c.name}` AS `{c.name}`" for c in schema.edges[kind])
        text = f"MATCH (a)-[r:{kind}]->(b) RETURN a.id AS source, b.id AS target, {wanted}"
        found.update({row["id"]: row for row in store.run(text).rows})
    return found


@pytest.mark.parametrize("kind", STORES)
def test_what_is_written_comes_back(kind: str, graph: Graph, tmp_path: Path) -> None:
    with filled(kind, graph, tmp_path) as store:
        assert held(store, graph) == expected(graph, DATASET if kind == "neo4j" else None)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements())
def test_any_folded_graph_comes_back(found: list[Any]) -> None:
    graph = fold(found)
    with filled("ladybug memory", graph, Path()) as store:
        assert held(store, graph) == expected(graph, None)


def test_a_sum_of_integers_is_an_integer(graph: Graph) -> None:
    with filled("ladybug memory", graph, Path()) as store:
        assert store.run("UNWIND [1, 2] AS x RETURN sum(x) AS s").rows == [{"s": 3}]


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize(
    ("returned", "columns"),
    [
        ("type(r), count(*)", ("type(r)", "count(*)")),
        ("DISTINCT e.kind, // the kind\n 'a, b' AS `x, y`", ("e.kind", "x, y")),
        (
            "size(e.name), [1, 2][1] AS first, coalesce(e.kind, 'RETURN x')",
            ("size(e.name)", "first", "coalesce(e.kind, 'RETURN x')"),
        ),
        ("p.name AS n ORDER BY n LIMIT 3", ("n",)),
    ],
)
def test_columns_are_called_as_they_are_written(
    kind: str, returned: str, columns: tuple[str, ...], graph: Graph, tmp_path: Path
) -> None:
    with filled(kind, graph, tmp_path) as store:
        answer = store.run(f"MATCH (p:Person)-[r:ATTENDED]->(e) WITH p, r, e RETURN {returned};")
    assert answer.columns == columns
    assert answer.rows
    assert all(tuple(row) == columns for row in answer.rows)


def test_a_plan_keeps_its_own_head(graph: Graph) -> None:
    with filled("ladybug memory", graph, Path()) as store:
        assert store.run("EXPLAIN MATCH (p:Person) RETURN p.name").columns == ("explain result",)


@pytest.mark.parametrize(
    ("text", "what", "todo"),
    [
        ("MATCH (p:Persn) RETURN p", "there is no label or type Persn", "near it: Person"),
        ("MATCH (p)-[:FRIEND]->(q) RETURN p", "there is no label or type FRIEND", "types: AFFILIATED_WITH, "),
        ("MATCH (p:Person) RETURN p.nme", "p has no property nme", "near it: name"),
        ("MATCH (p:Person) RETURN p.zzzzz", "p has no property zzzzz", "keys(p) lists them"),
        ("MATCH (p:Person) RETURN p.titles", "p has no property titles", "kg build brings the graph up to date"),
        ("MATCH (p:Person) RETURN toString(p.name)", "no function toString", "write CAST(x AS STRING)"),
        ("MATCH (p:Person) RETURN fly(p)", "no function fly", "--uri"),
        ("MATCH (p:Person) RETURN q.name", "there is no q", "name it in a MATCH before"),
        ("MATCH (p:Person) WHERE p.name = 沈知秋 RETURN p", "there is no 沈知秋", "text stands in quotes: '沈知秋'"),
        ("MATCH (e:Event) RETURN e.date.year", "a date has no parts here", "date_part('year', e.date)"),
        ("MATCH p = shortestPath((a:Person)-[*]-(b:Event)) RETURN p", "is not understood from '", "SHORTEST 1..8"),
        ("MATCH (p) WHERE p:Person RETURN p", "is not understood from '", "label(n) = 'Person'"),
        ("MATCH (p:Person) RETURN [x IN p.aliases | x]", "there is no x", "list_transform"),
        ("MATCH (p:Person) RETRUN p", "RETRUN", "mend the query"),
        ("RETURN 1/0", "divide by zero", "mend the query"),
    ],
)
def test_what_is_refused_says_what_to_write(text: str, what: str, todo: str, graph: Graph) -> None:
    with filled("ladybug memory", graph, Path()) as store, pytest.raises(StoreError) as refused:
        store.run(text)
    assert what in refused.value.what
    assert todo in refused.value.todo
    assert ".;" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_value_that_is_not_given_is_named(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"\$who has no value; give --param who="):
        kg.cypher("MATCH (p {name: $who}) WHERE p.pinyin <> '$5' RETURN p // $x", graph)
    assert len(kg.cypher("MATCH (p {name: $who}) RETURN p", graph, parameters={"who": "沈知秋"}).rows) == 1


def hostile(text: str, kind: str = "name") -> Graph:
    """A graph with the text as name, alias, id and quote."""
    common = {"basis": "asserted", "support": ["1"], "supportCount": 1, "docs": [text], "articles": [], "rules": ["", text, ""],
              "confidence": 1.0, "firstSeen": "2031-05", "lastSeen": "2031-05-06", "dataset": "kg"}  # fmt: skip
    person = {"id": f"Person:{text}", "label": "Person", "name": text, "aliases": [text, "", text], "memberIds": [""],
              "dataset": "kg"}  # fmt: skip
    event = {"id": f"Event:{text}", "label": "Event", "name": text, "date": "2031", "precision": "year", "openList": True,
             "groups": [], "memberIds": [], "aliases": [], "dataset": "kg"}  # fmt: skip
    edge = {"id": "e", "type": "ATTENDED", "source": person["id"], "target": event["id"], "roles": [], "titles": [text],
            "positions": [], "rank": 1, "group": text, "quotes": [text], **common}  # fmt: skip
    return Graph([person, event], [edge])


@pytest.mark.parametrize("kind", STORES)
def test_hostile_text_survives(kind: str, tmp_path: Path) -> None:
    for number, text in enumerate(HOSTILE):
        if kind == "neo4j" and number:
            break  # all of them at once, below
        graph = hostile(text)
        (tmp_path / str(number)).mkdir()
        with filled(kind, graph, tmp_path / str(number)) as store:
            assert held(store, graph) == expected(graph, DATASET if kind == "neo4j" else None)
            text_of = "MATCH (p:Person {name: $name})-[:ATTENDED]->(e) WHERE e.name = $name RETURN e.id AS id"
            assert [r["id"] for r in store.run(text_of, {"name": text}).rows] == [f"Event:{text}"]


def test_hostile_text_survives_in_a_server() -> None:
    # With those, characters that part the values on their way.
    graphs = [
        hostile(text) for text in (*HOSTILE, "\x1d", "\x1d\x1e\x1f", "\x1f\ue000", "\ue002\x1e") if len(text) < LONGEST
    ]
    edges = [{**e, "id": str(i)} for i, g in enumerate(graphs) for e in g.edges()]
    graph = Graph((n for g in graphs for n in g.nodes()), edges)
    with emptied() as store:
        store.write(graph)
        assert held(store, graph) == expected(graph, DATASET)
        with pytest.raises(GraphError, match=r"longer than the 8000 bytes"):
            store.write(hostile("甲" * LONGEST))
        # As a quote, a text of any length is taken.
        [long] = [{**e, "quotes": ["甲" * LONGEST]} for e in hostile("短").edges()]
        store.write(Graph(hostile("短").nodes(), [long]))
        assert held(store, hostile("短"))[long["id"]]["quotes"] == long["quotes"]


@pytest.mark.parametrize("kind", ["ladybug memory", "networkx", "neo4j"])  # a file of either kind cannot be written
def test_half_a_character_is_refused_in_one_line(kind: str, tmp_path: Path) -> None:
    with (
        pytest.raises(KgError, match=r"Event:|Person:") as refused,
        filled(kind, hostile("半\ud83d"), tmp_path) as store,
    ):
        store.run("RETURN 1")
    assert "half a character (U+D83D)" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ({"rank": "first"}, "rank is 'first', not of type integer"),
        ({"rank": True}, "rank"),
        ({"rank": 2**63}, "64 bits"),
        ({"quotes": "甲"}, "no list of texts"),
        ({"quotes": [1]}, "no list of texts"),
        ({"type": "MET"}, "no edge of a known type"),
        ({"type": "WROTE"}, "WROTE joins Person and Event"),
        ({"docs": ["a\x1eb"]}, "U+001E"),
    ],
)
def test_a_row_of_another_shape_is_named(row: dict[str, Any], about: str) -> None:
    graph = hostile("甲")
    with pytest.raises(GraphError, match="edge e") as refused:
        LadybugStore().write(Graph(graph.nodes(), [{**graph.edges()[0], **row}]))
    assert about in str(refused.value)


@pytest.mark.parametrize("kind", STORES)
def test_asking_does_not_write(kind: str, graph: Graph, tmp_path: Path) -> None:
    with filled(kind, graph, tmp_path) as store:
        for text in ("MATCH (p:Person) SET p.name = 'x'", "CREATE (:Person {id: '1'})", "match (n) detach delete n"):
            with pytest.raises(StoreError, match="--write"):
                store.run(text)
        assert held(store, graph) == expected(graph, DATASET if kind == "neo4j" else None)


@pytest.mark.parametrize("kind", STORES)
def test_a_wrong_or_slow_text_is_one_line(kind: str, graph: Graph, tmp_path: Path) -> None:
    with filled(kind, graph, tmp_path) as store:
        with pytest.raises(StoreError) as wrong:
            store.run("MATCH (p:Person RETURN p")
        assert "\n" not in str(wrong.value)
        slow = "UNWIND range(1, 20000) AS a UNWIND range(1, 20000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"
        with pytest.raises(StoreError, match=r"longer than 0\.1 s"):
            store.run(slow, seconds=0.1)
        answer = store.run("UNWIND [1, 2, 3] AS n RETURN n", limit=2)
        assert ([r["n"] for r in answer.rows], answer.cut) == ([1, 2], True)


def test_a_misspelt_label_or_property_names_those_near_it(graph: Graph) -> None:
    store = open_store(graph)
    for text, near in (("MATCH (p:Persn) RETURN p", "Person"), ("MATCH (p:Person) RETURN p.pinying", "pinyin")):
        with pytest.raises(StoreError, match=f"near it: .*{near}"):
            store.run(text)


def test_the_server_too_refuses_to_write_when_asked(graph: Graph) -> None:
    with emptied() as store:
        store.write(graph)
        import neo4j

        with store.session(default_access_mode=neo4j.READ_ACCESS) as session:
            create = partial(session.run, "CREATE (:Person {id: '1'})")
            with pytest.raises(neo4j.exceptions.ClientError, match="access mode"):
                create()


def test_the_file_too_refuses_to_write_when_asked(graph: Graph, tmp_path: Path) -> None:
    with filled("ladybug file", graph, tmp_path) as store, pytest.raises(RuntimeError, match="read-only"):
        store._connection.execute("CREATE (:Person {id: '1'})")  # type: ignore[attr-defined]


def test_the_file_is_whole_or_not_there(graph: Graph, tmp_path: Path) -> None:
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    before = write(tmp_path).stat().st_mtime_ns
    lines = (tmp_path / "edges.jsonl").read_text(encoding="utf-8")
    (tmp_path / "edges.jsonl").write_text(lines + "{broken\n", encoding="utf-8")
    with pytest.raises(GraphError, match=r"edges.jsonl:\d+: not JSON"):
        write(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["edges.jsonl", FILE, "nodes.jsonl"]
    assert (tmp_path / FILE).stat().st_mtime_ns == before


def test_a_folder_without_the_file_is_read_from_its_rows(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such file"):
        open_store(tmp_path)
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    assert held(open_store(tmp_path), graph) == expected(graph, None)


@pytest.mark.parametrize(
    "text",
    ["MATCH (n) RETURN n", "MATCH (s:SET {create: 1}) RETURN s.merge, $delete", "RETURN 'DELETE', \"x' SET\" // DROP",
     "MATCH (`SET`) /* CREATE */ RETURN `SET`", "MATCH ()-[r:CREATE|DELETE]->() RETURN r"],
)  # fmt: skip
def test_a_text_that_only_names_writing_reads(text: str) -> None:
    check(text)


@given(st.sampled_from(["create", "MERGE", "Set", "DETACH", "drop", "COPY"]), st.text("abc '\n", max_size=5))
def test_a_text_that_writes_is_seen(word: str, before: str) -> None:
    text = f"MATCH (n) {before.replace(chr(39), '')}\n{word} x"
    with pytest.raises(StoreError, match=word.upper()):
        check(text)


def test_names_that_are_words_are_quoted() -> None:
    text = "MATCH (a)-[r:IN|AT]->(b:Area {name: ':IN'}) WHERE a.order IN [1] RETURN a.group, r.as"
    quoted = "MATCH (a)-[r:`IN`|AT]->(b:Area {name: ':IN'}) WHERE a.`order` IN [1] RETURN a.`group`, r.as"
    assert quote_names(text, {"IN", "order", "group"}) == quoted


def test_a_build_writes_the_database_unless_told_not_to(
    newspaper: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = newspaper(
        "20310505.txt",
        "今日青溪\n2031年5月5日\n\n区委召开会议\n\n5月5日，区委召开会议。区委书记沈知秋主持会议并讲话。\n",
    )
    out = tmp_path / "out"
    kg.build([paper], out, ner="dictionary", area="青溪区")
    assert kg.query("attendance", out) == kg.query("attendance", jsonl.read(out)) != []
    assert kg.cypher("MATCH (p:Person)-[:CHAIRED]->(e) RETURN p.name AS name", out).rows == [{"name": "沈知秋"}]
    kg.cypher("MATCH (p:Person) SET p.gender = $g", out, parameters={"g": "女"}, write=True)
    assert kg.cypher("MATCH (p:Person) RETURN p.gender AS g", out).rows == [{"g": "女"}]
    kg.build([paper], out, ner="dictionary", area="青溪区", database=False)
    assert not (out / FILE).exists()
    assert kg.query("attendance", out) == kg.query("attendance", jsonl.read(out)) != []
    # A row that the database cannot hold is named; everything else is written.
    monkeypatch.setattr("kg.stores.ladybug.TYPES", {**TYPES, "date": "NOTHING"})
    report = kg.build([paper], out, ner="dictionary", area="青溪区")
    assert [e.where for e in report.failures] == ["graph.lbug"]
    assert (out / "nodes.jsonl").is_file()
    assert not (out / FILE).exists()
