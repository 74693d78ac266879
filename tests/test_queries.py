"""Named questions: heads are parsed strictly, the answers are right, and all stores give the same."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import cli, queries
from kg.cli import asking
from kg.errors import SchemaError, UsageError
from kg.exports import jsonl
from kg.folding import fold
from kg.graph import Graph
from kg.queries.catalogue import parse
from kg.queries.parameters import read
from kg.stores import open_store
from kg.tenures import timeline
from tests.strategies import day, event, holds, newspaper, person, position, say, statements
from tests.test_stores import STORES, filled

KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "strings": list,
    "names": list,
    "date": str,
}
PEOPLE = ("沈知秋", "林望舒", "欧阳牧", "陆行舟")


@pytest.fixture(scope="module")
def town() -> Graph:
    """Two years of a town: weekly meetings that people take turns to chair, visits, two successions, a contradiction."""
    found = []
    for week in range(12):
        doc, on = "c.txt", day(week * 7)
        late = week >= 6
        listed = [
            n
            for i, n in enumerate(PEOPLE)
            if (i + week) % 4 and not (n == "陆行舟" and late) and not (n == "欧阳牧" and not late)
        ]
        meeting = event(doc, week + 1, 1, "县委常委会会议", on, kind="meeting", openList=week == 3)
        facts = [say("Event", doc, week + 1, week * 100, node=meeting)]
        for rank, name in enumerate(listed, start=1):
            roles = ["chaired"] if rank == 1 else []
            facts.append(say("ATTENDED", doc, week + 1, week * 100 + rank, quote=f"{name}出席", source=person(doc, name),
                             target=meeting, roles=roles, rank=rank, titles=["县长"] if rank == 1 else [],
                             confidence=0.6 if week == 5 else 0.95))  # fmt: skip
            if rank == 1:
                facts.append(say("CHAIRED", doc, week + 1, week * 100 + 9, source=person(doc, name), target=meeting))
        if week % 3 == 0:
            visit = event(doc, week + 1, 2, f"走访{week}", on, kind="visit")
            firm = {"label": "Organization", "key": f"云杉{week % 2}", "name": f"云杉{week % 2}", "kind": "company"}
            facts += [say("Event", doc, week + 1, week * 100 + 20, node=visit),
                      say("VISITED", doc, week + 1, week * 100 + 21, source=visit, target=firm),
                      say("ATTENDED", doc, week + 1, week * 100 + 22, source=person(doc, "林望舒"), target=visit, roles=["led"]),
                      say("LED", doc, week + 1, week * 100 + 23, source=person(doc, "林望舒"), target=visit)]  # fmt: skip
        found += newspaper(doc, week + 1, *facts, area="白石县", published=on)
    seat, area = position("县长", "白石县"), {"label": "Area", "key": "白石县", "name": "白石县"}
    organ = {"label": "Organization", "key": "白石县政府", "name": "白石县政府"}
    found += [say("IN", start=1, source=seat, target=area), say("AT", start=2, source=seat, target=organ)]
    for start, (name, on) in enumerate(
        [("沈知秋", day(0)), ("沈知秋", day(20)), ("林望舒", day(40)), ("林望舒", day(60))]
    ):
        found.append(say("HOLDS", start=5000 + start, source=person("c.txt", name), target=seat, titles=["县长"],
                         capacity="full", evidence="sighted", earliest=on, latest=on))  # fmt: skip
    found.append(say("APPOINTED", start=5100, source=person("c.txt", "林望舒"), target=seat, date=day(30), kind="elected",
                     earliest=day(30), latest=day(30)))  # fmt: skip
    found.append(say("REMOVED", start=5101, source=person("c.txt", "沈知秋"), target=seat, date="2024-01", kind="resigned",
                     earliest="2024-01-01", latest="2024-01-31"))  # fmt: skip
    for start, (name, schema) in enumerate(
        [("方知远", "REMOVED"), ("白露", "APPOINTED")]
    ):  # one session: no contradiction
        kind = {"REMOVED": "removed", "APPOINTED": "appointed"}[schema]
        found.append(say(schema, start=7000 + start, source=person("c.txt", name), target=position("局长", "白石县"), date=day(12),
                         kind=kind, earliest=day(12), latest=day(12)))  # fmt: skip
    for name in ("欧阳牧", "陆行舟"):
        found.append(holds(name, day(10), "书记", start=6000 + ord(name[0]) % 7))
        found.append(holds(name, day(30), "书记", start=6100 + ord(name[0]) % 7))
    for start, name in enumerate(("鲁米扬诺", "鲁米扬诺二世")):  # one man under two forms of his name
        found.append(holds(name, day(10), "校长", start=6200 + start))
        found.append(holds(name, day(30), "校长", start=6300 + start))
    return fold(found)


QUESTIONS: dict[str, dict[str, Any]] = {
    "activities": {"person": "林望舒"},
    "attendance": {"event": "县委常委会会议", "since": "2024-02"},
    "career": {"person": "沈知秋"},
    "chaired_for": {},
    "changes": {"area": "白石县"},
    "co_attendance": {"person": "沈知秋"},
    "contradictions": {},
    "doubtful": {"below": 0.7},
    "holders": {"office": "县长", "area": "白石县"},
    "in_office": {"office": "白石县县长", "day": day(10)},
    "newcomers": {"event": "常委会", "day": day(42)},
    "ranks": {"person": "沈知秋"},
    "shortest_path": {"person": "欧阳牧", "other": "陆行舟"},
    "visits": {"kind": "company"},
}


def test_all_questions_are_tried() -> None:
    assert sorted(QUESTIONS) == queries.names()


@pytest.mark.parametrize("kind", STORES)
def test_all_stores_answer_alike(kind: str, town: Graph, tmp_path: Path) -> None:
    with filled(kind, town, tmp_path) as store:
        found = {name: queries.ask(store, name, **values) for name, values in QUESTIONS.items()}
    with filled("ladybug memory", town, tmp_path) as store:
        expected = {name: queries.ask(store, name, **values) for name, values in QUESTIONS.items()}
    for name, rows in found.items():
        assert rows, name
        ways = ("names", "ids", "quotes") if name == "shortest_path" else ()  # one of several shortest
        assert [_known(r, ways) for r in rows] == [_known(r, ways) for r in expected[name]], name
        types = {c.name: KINDS[c.type] for c in queries.find(name).columns}
        for row in rows:
            assert list(row) == list(types) == list(rows.columns)
            assert all(v is None or isinstance(v, types[k]) for k, v in row.items()), row


def _known(row: dict[str, Any], but: tuple[str, ...]) -> dict[str, Any]:
    # In which order `collect` gathers is the store's affair.
    return {k: sorted(v) if isinstance(v, list) and k == "people" else v for k, v in row.items() if k not in but}


@pytest.mark.parametrize("kind", STORES)
def test_short_questions_need_no_name(kind: str, town: Graph, tmp_path: Path) -> None:
    """What a user of the graph types first, as written, in every store."""
    under = [e["target"] for e in town.edges("CHAIRED") if e["source"] == "Person:沈知秋@c.txt"]
    listed = sum(e["target"] in under for e in town.edges("ATTENDED"))
    asked = {
        "MATCH (p:Person)-[a:ATTENDED]->(e:Event {id: $e}) RETURN p.name AS n, a.titles, a.roles, a.rank ORDER BY a.rank": 2,
        "MATCH (:Person {name: $x})-[:CHAIRED]->(e)<-[:ATTENDED]-(q:Person) RETURN e.name, e.latest, q.name": listed,
        "MATCH (p)-[h:HOLDS]->(:Position {name: $office}) RETURN p.name, h.startEarliest, h.endLatest ORDER BY h.startLatest": 2,
        "MATCH (p)-[h:HOLDS]->(:Position {name: $office}) WHERE h.startLatest <= date($d) AND h.endEarliest >= date($d) RETURN p": 1,
        "MATCH (:Person {name: $x})-[h:HOLDS]->(o)-[:AT]->(g) RETURN o.name, g.name, h.startLatest, h.endEarliest": 1,
        "MATCH (new)-[r:REPLACED]->(old), (o:Position {id: r.position})-[:IN]->(:Area {name: $area}) RETURN new.name, old.name": 1,
        "MATCH (p)-[:LED]->(e)-[:VISITED]->(o:Organization {kind: 'company'}) RETURN p.name, e.name, o.name": 4,
        "MATCH (a:Person)-[:ATTENDED]->(e)<-[:ATTENDED]-(b:Person) WHERE a.id < b.id RETURN a.name, b.name, count(e) AS n": 5,
    }
    values = {"e": "Event:c.txt#1.1", "x": "沈知秋", "office": "白石县县长", "d": day(10), "area": "白石县"}
    with filled(kind, town, tmp_path) as store:
        found = {
            text: len(store.run(text, {k: v for k, v in values.items() if f"${k}" in text}).rows) for text in asked
        }
    assert found == asked


def test_the_answers_are_right(town: Graph) -> None:
    def ask(name: str, **more: Any) -> queries.Rows:
        return kg.query(name, town, **{**QUESTIONS[name], **more})

    assert {r["person"] for r in ask("attendance", since=day(0), until=day(0))} == {"林望舒", "陆行舟"}
    assert [(r["date"], r["did"]) for r in ask("activities", since=day(0), until=day(0))] == [(day(0), "attended")] * 2
    assert [r["kind"] for r in ask("changes", until="2024-01") if r["change"] == "removed"] == ["resigned"]
    [after] = [r for r in ask("changes") if r["change"] == "replaced"]
    assert (after["person"], after["other"], after["notAfter"]) == ("林望舒", "沈知秋", day(30))
    first, second = ask("holders")
    assert (first["person"], second["person"], second["predecessor"]) == ("沈知秋", "林望舒", "沈知秋")
    assert (second["changeAfter"], second["changeBefore"]) == (after["notBefore"], after["notAfter"])
    assert [(r["certainty"], r["person"]) for r in ask("in_office")] == [("surely", "沈知秋")]
    [row] = ask("contradictions")
    assert {row["person"], row["other"]} == {"欧阳牧", "陆行舟"}
    assert (row["since"], row["until"]) == (day(10), day(30))
    assert {(r["person"], r["change"]) for r in ask("newcomers")} == {("欧阳牧", "new"), ("陆行舟", "no longer listed")}
    assert {(r["listsBefore"], r["listsSince"]) for r in ask("newcomers")} == {(5, 6)}
    assert [(r["organization"], r["visits"], r["people"]) for r in ask("visits")] == [
        ("云杉0", 2, ["林望舒"]), ("云杉1", 2, ["林望舒"])]  # fmt: skip
    assert {r["confidence"] for r in ask("doubtful")} == {0.6}
    [path] = ask("shortest_path")
    assert (path["steps"], len(path["names"]), len(path["quotes"])) == (4, 5, 4)
    assert (path["names"][0], path["names"][-1], path["quotes"][0]) == ("欧阳牧", "陆行舟", "欧阳牧出席")
    [office] = ask("career")
    assert (office["office"], office["organ"], office["area"]) == ("白石县县长", "白石县政府", "白石县")
    assert all(1 <= r["rank"] <= r["people"] for r in ask("ranks"))


@settings(max_examples=15)
@given(statements(20), st.integers(-2, 12).map(day))
def test_timeline_and_questions_agree(found: list[Any], on: str) -> None:
    graph = fold(found)
    store = open_store(graph)
    for office in graph.nodes("Position"):
        spells = {r["edge"]: r for r in timeline(graph, office["id"])}
        asked = queries.ask(store, "holders", office=office["id"])
        assert {r["edge"] for r in asked} == set(spells)
        for row in asked:
            keys = (
                "person",
                "capacity",
                "startEarliest",
                "startLatest",
                "endEarliest",
                "endLatest",
                "evidence",
                "sightings",
            )
            assert {k: row[k] for k in keys} == {k: spells[row["edge"]][k] for k in keys}
        sure, possible = set(), set()
        for row in spells.values():
            if row["capacity"] not in ("full", "acting"):
                continue
            if (row["startEarliest"] or "") <= on <= (row["endLatest"] or "9999"):
                possible.add(row["edge"])
                if row["startLatest"] and row["endEarliest"] and row["startLatest"] <= on <= row["endEarliest"]:
                    sure.add(row["edge"])
        there = queries.ask(store, "in_office", office=office["id"], day=on)
        assert {r["edge"] for r in there if r["certainty"] == "surely"} == sure
        assert {r["edge"] for r in there} == possible
    replaced = {(e["id"], e["notBefore"], e["notAfter"]) for e in graph.edges("REPLACED")}
    changes = queries.ask(store, "changes")
    assert {(r["id"], r["notBefore"], r["notAfter"]) for r in changes if r["change"] == "replaced"} == replaced
    store.close()


@pytest.fixture(scope="module")
def tour() -> Graph:
    """A meeting of four, and a tour of three with two stops: at the first with a host, at the second of two alone."""
    listed = {
        ("会议", 1): "沈知秋 林望舒 欧阳牧 陆行舟",
        ("赴企业调研", 2): "沈知秋 林望舒 欧阳牧",
        ("走访云杉", 3): "沈知秋 林望舒 方知远",
        ("走访白桦", 4): "沈知秋 林望舒",
    }
    events = {number: event("c.txt", 1, number, name, day(number)) for name, number in listed}
    facts = [say("Event", start=number, node=node) for number, node in events.items()]
    for (_, number), names in listed.items():
        for rank, name in enumerate(names.split(), start=1):
            facts.append(
                say("ATTENDED", start=number * 10 + rank, source=person("c.txt", name), target=events[number], roles=[])
            )
    for number in (3, 4):
        facts.append(say("PART_OF", start=100 + number, source=events[number], target=events[2]))
    for number, name in ((2, "云杉"), (3, "云杉"), (2, "白桦"), (1, "松柏")):
        firm = {"label": "Organization", "key": name, "name": name, "kind": "company"}
        facts.append(say("VISITED", start=200 + len(facts), source=events[number], target=firm))
    return fold(newspaper("c.txt", 1, *facts, area="白石县", published=day(9)))


@pytest.mark.parametrize("kind", STORES)
def test_a_tour_counts_once(kind: str, tour: Graph, tmp_path: Path) -> None:
    with filled(kind, tour, tmp_path) as store:
        pairs = {frozenset((r["person"], r["other"])): r for r in queries.ask(store, "co_attendance")}
        alone = queries.ask(store, "co_attendance", person="方知远")
        since = queries.ask(store, "co_attendance", person="欧阳牧", since=day(2))
        visits = {
            r["organization"]: (r["visits"], r["stops"], r["first"], r["last"]) for r in queries.ask(store, "visits")
        }
    together = pairs[frozenset(("沈知秋", "林望舒"))]
    assert (together["events"], together["stops"]) == (2, 2), "the meeting and the tour"
    assert together["weight"] == pytest.approx(1 / 3 + 1), "of the tour its smallest gathering"
    assert (together["first"], together["last"]) == (day(1), day(4))
    aboard = pairs[frozenset(("沈知秋", "欧阳牧"))]
    assert (aboard["events"], aboard["stops"], aboard["weight"]) == (2, 0, pytest.approx(1 / 3 + 1 / 2))
    assert {(r["other"], r["events"], r["stops"], r["weight"]) for r in alone} == {
        ("沈知秋", 1, 1, 0.5),
        ("林望舒", 1, 1, 0.5),
    }
    assert {(r["other"], r["events"]) for r in since} == {("沈知秋", 1), ("林望舒", 1)}
    assert frozenset(("方知远", "欧阳牧")) not in pairs, "one tour, but not at one place"
    assert visits == {"云杉": (1, 1, day(2), day(3)), "白桦": (1, 0, day(2), day(2)), "松柏": (1, 0, day(1), day(1))}


@settings(max_examples=15)
@given(statements(25), st.data())
def test_pairs_are_those_counted_by_hand(found: list[Any], data: st.DataObject) -> None:
    events = {s.args["node"]["key"]: s.args["node"] for s in found if s.schema == "Event"}
    tours = data.draw(st.lists(st.sampled_from(sorted(events)), max_size=2)) if events else []
    for number, stop in enumerate(sorted(set(events) - set(tours))):
        if tours and data.draw(st.booleans()):
            tour = data.draw(st.sampled_from(tours))
            found.append(say("PART_OF", start=500 + number, source=events[stop], target=events[tour]))
    graph = fold(found)
    at: dict[str, set[str]] = defaultdict(set)
    for e in graph.edges("ATTENDED"):
        at[e["target"]].add(e["source"])
    of = {stop: min(e["target"] for e in graph.edges_of(stop, "PART_OF") if e["source"] == stop)
          for stop in {e["source"] for e in graph.edges("PART_OF") if e["source"].startswith("Event:")}}  # fmt: skip
    met: dict[tuple[str, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for e, people in at.items():
        for pair in combinations(sorted(people), 2):
            met[pair][of.get(e, e)].append(e)
    rows = kg.query("co_attendance", graph)
    assert {(r["personId"], r["otherId"]): r["events"] for r in rows} == {p: len(outings) for p, outings in met.items()}
    for r in rows:
        outings = met[r["personId"], r["otherId"]].values()
        assert r["weight"] == pytest.approx(sum(1 / (min(len(at[e]) for e in one) - 1) for one in outings))
        assert r["stops"] == sum(e in of for one in outings for e in one)
    with tempfile.TemporaryDirectory() as temporary:
        text = (kg.export(graph, "coattendance", Path(temporary) / "x") / "edges.csv").read_text(encoding="utf-8-sig")
    written = [r for r in csv.DictReader(text.splitlines()) if (r["period"], r["role"]) == ("all", "any")]
    columns = ("events", "stops", "weight")
    assert {(r["personId"], r["otherId"]): tuple(float(r[c]) for c in columns) for r in written} == {
        (r["personId"], r["otherId"]): tuple(pytest.approx(r[c]) for c in columns) for r in rows}  # fmt: skip


def test_every_example_can_be_asked(town: Graph) -> None:
    for query in queries.load().values():
        assert isinstance(kg.query(query.name, town, **read(query.example.split())), list)


def test_rows_become_a_frame(town: Graph) -> None:
    rows = kg.query("attendance", town)
    frame = rows.to_frame()
    assert list(frame.columns) == list(rows.columns)
    assert len(frame) == len(rows)
    assert list(kg.query("attendance", town, person="无此人").to_frame().columns) == list(rows.columns)


@pytest.mark.parametrize(
    ("name", "values", "about"),
    [
        ("attendence", {}, "attendance"),
        ("attendance", {"who": "x"}, "parameters: person, event, since, until"),
        ("career", {}, "must be given"),
        ("attendance", {"since": "2026-4"}, "2026-04"),
        ("attendance", {"since": "2026-02-30"}, "no date"),
        ("in_office", {"office": "县长", "day": "2026-04"}, "no whole day"),
        ("chaired_for", {"least": "two"}, "no integer"),
    ],
)
def test_a_question_put_wrongly_is_one_line(name: str, values: dict[str, Any], about: str, town: Graph) -> None:
    with pytest.raises(UsageError) as refused:
        kg.query(name, town, **values)
    assert about in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_answer_that_its_limit_cuts_says_so(town: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = kg.query("co_attendance", town)
    assert len(rows) > 2
    assert rows.notes == []
    assert kg.query("co_attendance", town, limit=2).notes == [], "they asked for so many"
    bind = queries.bind
    monkeypatch.setattr(queries, "bind", lambda query, values: {**bind(query, values), "limit": 2})
    assert kg.query("co_attendance", town).notes == ["only the first 2 rows; limit=20 gives more"]


def test_a_name_that_nobody_bears_is_told(town: Graph) -> None:
    assert kg.query("career", town, person="沈知").notes == ["no Person is called 沈知; near it: 沈知秋"]
    assert kg.query("shortest_path", town, person="林望书", other="无").notes == [
        "no Person is called 林望书; near it: 林望舒", "no Person is called 无"]  # fmt: skip
    assert kg.query("holders", town, office="县长", area="白石").notes == ["no Area is called 白石; near it: 白石县"]
    assert kg.query("ranks", town, person="沈知秋", event="无此会").notes == ["no Event has 无此会 in its name"]
    assert kg.query("attendance", town, event="县委常委会").notes == [
        "no Event is called 县委常委会; near it: 县委常委会会议"
    ]


def test_why_there_is_no_row_is_told(town: Graph) -> None:
    assert kg.query("visits", town, person="陆行舟").notes == [queries.find("visits").empty], (
        "he is there, and visited nothing"
    )
    assert kg.query("visits", town, kind="school").notes == ["without kind there are 2 rows"]
    assert kg.query("visits", town, kind="school", since="2031").notes == ["without kind and since there are 2 rows"]
    assert kg.query("chaired_for", town, person="沈知秋", least=99).notes == ["without least there are 3 rows"]
    assert kg.query("career", town, person="沈知秋").notes == [], "there are rows"
    for name in queries.names():
        assert queries.find(name).empty, name
    assert kg.query("doubtful", town, below=0.1).notes == ["without below there is 1 row"]
    with pytest.raises(UsageError, match="until: 2024-04-30 is before since, 2024-05-01"):
        kg.query("activities", town, person="沈知秋", since="2024-05", until="2024-04")


def test_a_chain_shows_its_sentences(town: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    rows = kg.query("shortest_path", town, **QUESTIONS["shortest_path"])
    asking.write_table(rows, rows.columns, "", queries.find("shortest_path").table)
    printed = capsys.readouterr().out
    assert all(quote in printed for quote in rows[0]["quotes"])
    assert "also give steps, ids" in printed


def test_the_command_asks_and_lists(town: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jsonl.write_nodes(town, tmp_path / "nodes.jsonl")
    jsonl.write_edges(town, tmp_path / "edges.jsonl")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([*arguments])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    here = ("--graph", str(tmp_path))
    code, out, _ = run("query")
    assert code == 0
    assert all(name in out for name in queries.names())
    assert [r["question"] for r in json.loads(run("query", "--format", "json")[1])] == queries.names()
    code, out, err = run("query", "career", "-p", "person=沈知", *here)
    assert (code, "0 rows" in out, err) == (0, True, "kg: no Person is called 沈知; near it: 沈知秋\n")
    assert run("cypher", "MATCH (p:Person) RETURN count(*)", *here)[1].endswith("\n1 row\n")
    out = run("cypher", "MATCH path = (p:Person {name: '沈知秋'})-[:HOLDS]->(o) RETURN path, p, o.aliases", *here)[1]
    assert "(沈知秋 :Person) [:HOLDS] (白石县县长 :Position)" in out
    assert run("query", "career", "person=沈知秋", *here) == run("query", "career", "-p", "person=沈知秋", *here)
    assert "'person=沈知秋' is not" not in run("query", "career", "person=沈知秋", *here)[2]
    out = run("query", "holders", "-p", "office=县长", "-p", "area=白石县", "--format", "csv", *here)[1]
    assert out.splitlines()[0] == ",".join(c.name for c in queries.find("holders").columns)
    assert len(json.loads(run("query", "visits", "--format", "json", *here)[1])) == 2
    for wrong in (("query", "-p", "a=b"), ("query", "career", "-p", "person"), ("query", "career", "沈知秋"),
                  ("query", "career", "-p", "person=a", "-p", "person=b"),
                  ("cypher", "MATCH (n", *here), ("cypher", "RETURN $n", "-n", "n=x", *here)):  # fmt: skip
        code, out, err = run(*wrong)
        assert (code, out, err.count("\n")) == (2, "", 1), wrong
    code, out, err = run("cypher", "UNWIND range(1, 9) AS n WITH n WHERE n >= $least RETURN '=' AS t, n", "-n", "least=2", "--limit", "3",
                         "--format", "csv", *here)  # fmt: skip
    assert (code, out, err) == (0, "t,n\n'=,2\n'=,3\n'=,4\n", "kg: there are more than 3 rows; give --limit\n")
    assert "n" in run("cypher", "MATCH (p:Person {name: $x}) RETURN p.name AS n", "-p", "x=沈知秋", *here)[1]


def test_days_may_be_dates_and_months(town: Graph) -> None:
    whole = kg.query("attendance", town, since="2024-01", until="2024")
    assert whole == kg.query("attendance", town, since=date(2024, 1, 1), until=date(2024, 12, 31))


HEAD = "// Who.\n// @param person string = ''  name\n// @column x string what\n// @example\nMATCH (p {name: $person}) RETURN p.name AS x\n"


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("string = ''", "text = ''", "unknown type 'text'"),
        ("@column x string what", "@column x", "@column NAME TYPE NOTE"),
        ("@example", "@sample", "'@sample ' is not understood"),
        ("// @example", "// @table y\n// @example", "@table names 'y'"),
        ("$person", "$who", "person, who"),
        ("// Who.\n", "", "description"),
        ("// @example\n", "", "example"),
        ("// @example", "// @order y\n// @example", "'y', which is no column"),
        ("MATCH", "// @for neo4j\nMATCH", "one store only"),
        ("MATCH", "// a remark\nMATCH", "comment after"),
    ],
)
def test_a_mistake_in_a_head_is_named(old: str, new: str, about: str) -> None:
    assert parse("q", HEAD, Path("q.cypher")).parameters[0].default == ""
    with pytest.raises(SchemaError, match=r"q\.cypher") as refused:
        parse("q", HEAD.replace(old, new), Path("q.cypher"))
    assert about in str(refused.value)


def test_a_build_is_one_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["query", "doubtful", "--dataset", "kg"])
    assert end.value.code == 2
    assert (
        capsys.readouterr().err == "kg: --dataset: a build is one dataset; leave it out, or name a server with --uri\n"
    )
