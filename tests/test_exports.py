"""Every export is read back by what its users would open it with, and says what the graph says."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import followthemoney
import igraph
import networkx
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import cli
from kg.errors import GraphError, UsageError
from kg.exports import cells, codebook, jsonl
from kg.exports.formats import FORMATS
from kg.exports.panel import evidence
from kg.exports.spans import common, months
from kg.folding import fold
from kg.graph import Graph
from kg.ontology import Ontology
from kg.stores.neo4j import Neo4jStore
from tests.servers import MISSING
from tests.strategies import day, event, newspaper, person, position, say
from tests.test_stores import HOSTILE, hostile


@pytest.fixture(scope="module")
def papers() -> Graph:
    """Two months of meetings, an office that changes hands, and what breaks spreadsheets and XML."""
    found = []
    for week in range(6):
        meeting = event("c.txt", week + 1, 1, f"=会议{week}", day(week * 9), kind="meeting", openList=week == 0)
        facts = [say("Event", "c.txt", week + 1, week, node=meeting), say("REPORTS", "c.txt", week + 1, 50 + week, source={
            "label": "Article", "key": f"c.txt#{week + 1}", "name": "x"}, target=meeting)]  # fmt: skip
        for rank, name in enumerate(("沈知秋", "@林望舒", "欧阳牧\x07")[: 2 + week % 2], start=1):
            facts.append(say("ATTENDED", "c.txt", week + 1, 100 + week * 9 + rank, quote='引"文"\r\n；<b>&', source=person("c.txt", name),
                             target=meeting, roles=["chaired"] if rank == 1 else [], titles=["县长; 书\\记"], rank=rank))  # fmt: skip
        found += newspaper("c.txt", week + 1, *facts, area="白石县", published=day(week * 9))
    for name, on in (("沈知秋", day(0)), ("沈知秋", day(9)), ("@林望舒", day(45))):
        found.append(say("HOLDS", start=900 + len(found), source=person("c.txt", name), target=position("县长", "白石县"),
                         titles=["县长"], capacity="full", evidence="sighted", earliest=on, latest=on))  # fmt: skip
    organ = {"label": "Organization", "key": "政府", "name": "政府", "kind": "government"}
    found += [say("AT", start=1, source=position("县长", "白石县"), target=organ),
              say("AFFILIATED_WITH", start=3, source=person("c.txt", "沈知秋"), target=organ, **{"as": "研究员"})]  # fmt: skip
    return fold(found)


@pytest.fixture
def exported(papers: Graph, tmp_path: Path) -> Callable[..., Path]:
    return lambda to, graph=papers: kg.export(graph, to, tmp_path / to)


def attributes(row: dict[str, Any], but: tuple[str, ...] = ()) -> dict[str, str]:
    """What a graph file must say of a row, as text."""
    return {k: shown(v) for k, v in row.items() if k not in but and v is not None and v != []}


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        value = cells.join(value)
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda m: chr(0x2400 + ord(m[0])), str(value))


def test_graphml_in_networkx_and_igraph(papers: Graph, exported: Callable[..., Path]) -> None:
    path = exported("graphml") / "graph.graphml"
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert set(graph) == {shown(n["id"]) for n in papers.nodes()}
    for node in papers.nodes():
        assert {k: str(v) for k, v in graph.nodes[shown(node["id"])].items()} == attributes(node, ("id",))
    for edge in papers.edges():
        found = graph.edges[shown(edge["source"]), shown(edge["target"]), edge["id"]]
        assert {k: str(v) for k, v in found.items() if k != "id"} == attributes(edge, ("id", "source", "target"))
    other = igraph.Graph.Read_GraphML(str(path))
    assert (other.vcount(), other.ecount()) == (len(papers.nodes()), len(papers.edges()))
    assert sorted(other.es["type"]) == [e["type"] for e in papers.edges()]


def test_gexf_in_networkx(papers: Graph, exported: Callable[..., Path]) -> None:
    path = exported("gexf") / "graph.gexf"
    graph = networkx.read_gexf(path, version="1.3")
    for node in papers.nodes():
        found = {k: str(v) for k, v in graph.nodes[shown(node["id"])].items() if k not in ("start", "end", "class")}
        assert found == {**attributes(node, ("id",)), "label": shown(node["name"])}
    assert graph.number_of_edges() == len(papers.edges())
    meeting = papers.nodes("Event")[0]
    assert (graph.nodes[meeting["id"]]["start"], graph.nodes[meeting["id"]]["end"]) == (
        meeting["earliest"],
        meeting["latest"],
    )
    [spell] = [e for e in papers.edges("HOLDS") if e["sightings"] == 2]
    drawn = graph.edges[shown(spell["source"]), shown(spell["target"]), spell["id"]]
    assert (drawn["start"], drawn["end"]) == (day(0), day(9))
    head = path.read_text(encoding="utf-8")[:300]
    assert 'timeformat="date"' in head
    assert 'xmlns="http://gexf.net/1.3"' in head


def test_csv_in_pandas_and_back(papers: Graph, exported: Callable[..., Path]) -> None:
    folder = exported("csv")
    ontology = Ontology.load()
    for node in ontology.nodes:
        frame = pandas.read_csv(folder / f"nodes_{node}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
        assert len(frame) == len(papers.nodes(node))
        for row, wanted in zip(frame.to_dict("records"), papers.nodes(node)):
            types = {**ontology.node_properties, **ontology.nodes[node].properties}
            for name, text in row.items():
                if name not in wanted:  # worked out for the table
                    assert (name, text) == ("area", "白石县") or (name, text) == ("dateShown", wanted["date"])
                    continue
                value = wanted[name]
                found: Any = cells.unguard(text)
                if types[name].type == "strings":
                    assert cells.split(found) == value
                else:
                    assert found == (
                        "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                    )
    edges = pandas.read_csv(folder / "edges_ATTENDED.csv", encoding="utf-8-sig")
    assert list(edges["id"]) == [e["id"] for e in papers.edges("ATTENDED")]
    assert (folder / "nodes_Person.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not [
        c
        for row in csv.reader((folder / "nodes_Event.csv").open(encoding="utf-8-sig"))
        for c in row
        if c[:1] in "=@+" and c
    ]


def test_jsonl_is_the_build(papers: Graph, exported: Callable[..., Path]) -> None:
    again = jsonl.read(exported("jsonl"))
    assert (again.nodes(), again.edges()) == (papers.nodes(), papers.edges())


def test_ftm_is_valid(papers: Graph, exported: Callable[..., Path]) -> None:
    entities = {}
    for line in (exported("ftm") / "entities.ftm.json").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        proxy = followthemoney.model.get_proxy(row)
        followthemoney.model.get(row["schema"]).validate(row)  # type: ignore[union-attr]
        assert {k: sorted(v) for k, v in proxy.to_dict()["properties"].items()} == {
            k: sorted(v) for k, v in row["properties"].items()
        }
        entities[proxy.id] = proxy
    for proxy in entities.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert entities[value].schema.is_a(prop.range)
    held = [p for p in entities.values() if p.schema.name == "Occupancy"]
    assert len(held) == len(papers.edges("HOLDS"))
    assert {entities[p.first("holder")].caption for p in held} == {"沈知秋", "@林望舒"}
    events = [p for p in entities.values() if p.schema.name == "Event"]
    assert sum(len(p.get("involved")) for p in events) == len(papers.edges("ATTENDED"))


def test_popolo(papers: Graph, exported: Callable[..., Path]) -> None:
    found = json.loads((exported("popolo") / "popolo.json").read_text(encoding="utf-8"))
    ids = {row["id"] for name in found for row in found[name]}
    for row in found["memberships"]:
        assert row["person_id"] in ids
        assert row.get("post_id") is None or row["post_id"] in ids
    assert len(found["memberships"]) == len(papers.edges("HOLDS")) + len(papers.edges("AFFILIATED_WITH"))
    frame = pandas.json_normalize(found["events"], "attendees", ["id"], meta_prefix="event.")
    assert len(frame) == len(papers.edges("ATTENDED"))
    [post] = found["posts"]
    assert (post["label"], post["role"], post["organization_id"]) == ("白石县县长", "县长", "Organization:政府")


def test_coattendance_agrees_with_the_question(papers: Graph, exported: Callable[..., Path]) -> None:
    folder = exported("coattendance")
    pairs = pandas.read_csv(folder / "edges.csv", encoding="utf-8-sig")
    incidence = pandas.read_csv(folder / "incidence.csv", encoding="utf-8-sig")
    asked = {(r["personId"], r["otherId"]): (r["events"], r["weight"]) for r in kg.query("co_attendance", papers)}
    whole = pairs[(pairs.period == "all") & (pairs.role == "any")]
    found = {(r.personId, r.otherId): (r.events, pytest.approx(r.weight)) for r in whole.itertuples()}
    assert {tuple(map(cells.unguard, k)): v for k, v in found.items()} == asked
    by_year = pairs[(pairs.period != "all") & (pairs.role == "any")].groupby(["personId", "otherId"]).events.sum()
    assert by_year.to_dict() == whole.set_index(["personId", "otherId"]).events.to_dict()
    # The incidence matrix times itself is the network.
    matrix = incidence.pivot_table(index="personId", columns="eventId", values="present", fill_value=0)
    product = matrix @ matrix.T
    assert all(product.loc[r.personId, r.otherId] == r.events for r in whole.itertuples())
    chaired = pairs[(pairs.period == "all") & (pairs.role == "chaired")]
    assert set(chaired.person) == {"沈知秋"}
    graph = networkx.read_gexf(folder / "network.gexf", version="1.3")
    assert not graph.is_directed()
    assert {frozenset(e): d["weight"] for *e, d in graph.edges(data=True)} == {
        frozenset(map(shown, k)): pytest.approx(v[1]) for k, v in asked.items()}  # fmt: skip


def test_panel(papers: Graph, exported: Callable[..., Path]) -> None:
    folder = exported("panel")
    people = pandas.read_csv(folder / "persons.csv", encoding="utf-8-sig")
    exposure = pandas.read_csv(folder / "exposure.csv", encoding="utf-8-sig").set_index("month")
    offices = pandas.read_csv(folder / "positions.csv", encoding="utf-8-sig", keep_default_na=False)
    assert list(exposure.index) == ["2024-01", "2024-02", "unknown"]
    assert exposure.articles.sum() == 6
    january = {"issues": 1, "articles": 4, "days": 4, "events": 4}
    assert {k: v for k, v in exposure.loc["2024-01"].items() if k in january} == january
    assert len(people) == 3 * 2
    assert people.attended.sum() == len(papers.edges("ATTENDED"))
    assert people[people.person == "沈知秋"].set_index("month").chaired.to_dict() == {"2024-01": 4, "2024-02": 2}
    assert set(offices.evidence) <= {"whole", "part", "possible", "none"}
    january = offices[(offices.month == "2024-01") & (offices.evidence == "part")]
    assert list(january.holder) == ["沈知秋"]


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.booleans(), st.booleans())
def test_evidence_of_a_month(days: list[int], begun: bool, ended: bool) -> None:
    a, b, c, d = map(day, sorted(days))
    spell = {
        "startEarliest": a if begun else None,
        "startLatest": b,
        "endEarliest": c,
        "endLatest": d if ended else None,
    }
    sure = {x for x in map(day, range(31)) if b <= x <= c}
    can = {x for x in map(day, range(31)) if (not begun or a <= x) and (not ended or x <= d)}
    wanted = "whole" if len(sure) == 31 else "part" if sure else "possible" if can else None
    assert evidence(spell, day(0), day(30)) == wanted


@pytest.mark.parametrize("to", sorted(FORMATS))
def test_every_format_has_a_codebook_and_replaces_only_its_own(
    to: str, papers: Graph, exported: Callable[..., Path]
) -> None:
    folder = exported(to)
    told = (folder / codebook.FILE).read_text(encoding="utf-8")
    for path in folder.glob("*.csv"):
        assert f"## {path.name}" in told
        if to != "neo4j-import":
            columns = next(csv.reader(path.open(encoding="utf-8-sig")))
            section = told.partition(f"## {path.name}\n")[2].partition("\n## ")[0]
            assert re.findall(r"^\| `([^`]+)`", section, re.MULTILINE) == columns
    assert exported(to) == folder
    (folder / codebook.FILE).unlink()
    with pytest.raises(UsageError, match="no export wrote"):
        exported(to)


@pytest.mark.parametrize("to", sorted(FORMATS))
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_survives(to: str, text: str, tmp_path: Path) -> None:
    graph = hostile(text)
    full = fold([])  # the properties that the ontology gives every node and edge
    assert not full.nodes()
    specs = Ontology.load()
    nodes = [{**{p.name: p.empty for p in specs.nodes[n["label"]].properties.values()}, **n} for n in graph.nodes()]
    edges = [{**{p.name: p.empty for p in specs.edges[e["type"]].properties.values()}, **e} for e in graph.edges()]
    folder = kg.export(Graph(nodes, edges), to, tmp_path / to)
    if to == "graphml":
        assert networkx.read_graphml(folder / "graph.graphml").nodes[shown(f"Person:{text}")]["name"] == shown(text)
    elif to == "gexf":
        assert networkx.read_gexf(folder / "graph.gexf", version="1.3").nodes[shown(f"Person:{text}")]["name"] == shown(
            text
        )
    elif to == "csv":
        rows = list(csv.DictReader((folder / "nodes_Person.csv").open(encoding="utf-8-sig", newline="")))
        assert cells.unguard(rows[0]["name"]) == text
        assert cells.split(cells.unguard(rows[0]["aliases"])) == [text, "", text]
    elif to in ("ftm", "popolo", "jsonl"):
        for path in folder.glob("*.json*"):
            for line in (
                path.read_text(encoding="utf-8").split("\n") if to != "popolo" else [path.read_text(encoding="utf-8")]
            ):
                assert not line or json.loads(line)


@given(st.lists(st.text()))
def test_lists_in_a_cell_can_be_read_back(items: list[str]) -> None:
    assert cells.split(cells.join(items)) == items


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_can_be_read_back(text: str) -> None:
    assert cells.unguard(cells.guard(text)) == text
    assert cells.guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r") or not text


@given(st.dates(date(2000, 1, 1), date(2003, 1, 1)), st.dates(date(2000, 1, 1), date(2003, 1, 1)))
def test_a_common_date_holds_both(a: date, b: date) -> None:
    first, last = sorted((a.isoformat(), b.isoformat()))
    found = common(first, last)
    assert found is None if a.year != b.year else first.startswith(found or "x") and last.startswith(found or "x")
    assert list(months(first[:7], last[:7]))[-1] == last[:7]


def test_a_wrong_format_or_folder_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for arguments, about in (
        (["--to", "xls"], "allowed: csv"),
        (["--to", "csv", "--graph", str(tmp_path / "no")], "kg build"),
    ):
        with pytest.raises(SystemExit) as end:
            cli.main(["export", *arguments, "--out", str(tmp_path / "x")])
        out, err = capsys.readouterr()
        assert (end.value.code, out, err.count("\n")) == (2, "", 1)
        assert about in err
    with pytest.raises(GraphError):
        kg.export(tmp_path, "jsonl", tmp_path / "y")


def test_the_import_tool_takes_it(papers: Graph, tmp_path: Path) -> None:
    start = os.environ.get("NEO4J_START")
    if not start:
        pytest.skip(f"{MISSING} whose import tool can be run (NEO4J_START)")
    odd = [hostile(text) for text in HOSTILE if len(text) < 8000]
    edges = [{**e, "id": str(i)} for i, g in enumerate(odd) for e in g.edges()]
    graph = Graph([*papers.nodes(), *(n for g in odd for n in g.nodes())], [*papers.edges(), *edges])
    folder, home = kg.export(graph, "neo4j-import", tmp_path / "files"), tmp_path / "home"

    def command(*arguments: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=cwd)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    command(start, "--home", str(home))
    command(start, "--home", str(home), "--stop")
    admin = str(Path(start).with_name("admin"))
    command(
        admin, str(home), "database", "import", "full", "neo4j", "--overwrite-destination", "@arguments.txt", cwd=folder
    )
    told = dict(line.split("=", 1) for line in command(start, "--home", str(home)).splitlines() if "=" in line)
    try:
        store = Neo4jStore(told["NEO4J_URI"], told["NEO4J_USER"], told["NEO4J_PASSWORD"])
        found = store.run("MATCH (n) RETURN n.id AS id, n.name AS name, n.aliases AS aliases").rows
        shown = {chr(c): chr(0x2400 + c) for c in range(0x20) if chr(c) not in "\t\n\r"} | {"\x7f": "␡"}

        def pictured(text: str) -> str:
            return "".join(shown.get(c, c) for c in text)

        assert {r["id"]: (r["name"], r["aliases"] or []) for r in found} == {
            pictured(n["id"]): (pictured(n["name"]), [pictured(a) for a in n.get("aliases") or []]) for n in graph.nodes()}  # fmt: skip
        text = (
            "MATCH (a)-[r]->(b) RETURN r.id AS id, type(r) AS type, r.quotes AS quotes, a.id AS source, b.id AS target"
        )
        assert {r["id"]: (r["type"], r["quotes"], r["source"], r["target"]) for r in store.run(text).rows} == {
            e["id"]: (e["type"], [*map(pictured, e["quotes"])], pictured(e["source"]), pictured(e["target"]))
            for e in graph.edges()}  # fmt: skip
        assert store.run("MATCH (e:Event) WHERE e.date = date($d) RETURN count(e) AS n", {"d": day(0)}).rows == [
            {"n": 1}
        ]
        store.close()
    finally:
        command(start, "--home", str(home), "--stop", "--kill")
