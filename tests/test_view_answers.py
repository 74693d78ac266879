"""What the explorer's server answers, held against the graph itself, `kg timeline` and the named questions; on invented papers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import queries, tenures
from kg.databases import opened
from kg.errors import KgError
from kg.folding import fold
from kg.graph import Graph
from kg.linking import link
from kg.statement import Statement, in_order
from kg.stores import Store
from kg.view import index, search
from kg.view.answers import QUESTIONS, Answers
from tests import strategies
from tests.strategies import article, event, person, say
from tests.test_view_server import write

HOSTILE = ("<script>alert(1)</script>", "</script>", "javascript:alert(1)", "\u202e逆\u202c\u2066甲\u2069", "' OR 1=1 --", "%*?[x]_\\",
           "\U00020000甲",
           "a\"b'c`d", "$id {id: 1} // --", "", "\n \n", "长" * 2_000)  # fmt: skip


class NoIndex:
    """The index is made by a process of its own, which costs a second; where nothing is searched there need be none."""

    def __init__(self, *_: Any) -> None: ...
    def share(self) -> float:
        return 1.0

    def close(self) -> None: ...


@contextmanager
def asking(folder: Path, graph: Graph, statements: list[Statement]) -> Iterator[Callable[..., Any]]:
    """``ask("person", id=…)`` of a build of a graph."""
    write(folder, graph, statements)
    answers = Answers(folder)
    try:
        yield lambda name, **asked: answers.ask(name, {k: str(v) for k, v in asked.items() if v is not None})
    finally:
        answers.close()


def every(ask: Callable[..., Any], name: str, size: int = 2, **asked: Any) -> list[Any]:
    """All rows of a list, by small pages, each of which says how many there are."""
    rows: list[Any] = []
    for number in range(10_000):
        page = ask(name, **asked, page=number, size=size)
        assert (page["page"], page["size"]) == (number, size)
        rows += page["rows"]
        assert len(page["rows"]) == min(size, max(0, page["total"] - number * size))
        if len(rows) >= page["total"]:
            return rows
    raise AssertionError("no end")


PERIODS = st.sampled_from(
    [
        (None, None),
        ("2024-01-02", None),
        (None, "2024-01-03"),
        ("2024-01-02", "2024-01-04"),
        ("2024", "2024-01"),
        ("2025", None),
    ]
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.statements(16), PERIODS)
def test_answers_are_those_of_the_graph(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: Any,
    said: list[Statement],
    period: tuple[str | None, str | None],
) -> None:
    said = in_order(said)
    graph = fold(said, link(said))
    monkeypatch.setattr("kg.view.answers.Index", NoIndex)
    since, until = period
    with asking(tmp_path_factory.mktemp("view") / "out", graph, said) as ask, opened(graph) as store:
        for node in graph.nodes():
            check_node(ask, graph, node)
        for node in graph.nodes("Person"):
            check_person(ask, graph, node, store, since, until)
        for node in graph.nodes("Position"):
            check_position(ask, graph, node)
        for node in graph.nodes("Event"):
            check_event(ask, graph, node)
        for node in graph.nodes("Article"):
            check_article(ask, graph, node)
        for edge in graph.edges():
            check_edge(ask, edge, {s.id: s for s in said})
        check_whole(ask, graph, store, since, until)


def can_be(event_row: dict[str, Any], since: str | None, until: str | None) -> bool:
    """The rule of the protocol, spelt out once more."""
    first, last = event_row["earliest"], event_row["latest"]
    if not (first or last):
        return not (since or until)
    low = {4: "-01-01", 7: "-01", 10: ""}
    begin = since + low[len(since)] if since else "0"
    end = until + {4: "-12-31", 7: "-31", 10: ""}[len(until)] if until else "9"
    return (last or "9") >= begin and (first or last) <= end


def check_node(ask: Callable[..., Any], graph: Graph, node: dict[str, Any]) -> None:
    answer = ask("node", id=node["id"], size=500)
    assert answer["node"] == node
    edges = graph.edges_of(node["id"])
    assert sum(answer["types"].values()) == len(edges)
    assert sorted(e["edge"]["id"] for e in answer["edges"]["rows"]) == sorted(e["id"] for e in edges)
    for row in answer["edges"]["rows"]:
        mine, other = ("source", "target") if row["out"] else ("target", "source")
        assert row["edge"][mine] == node["id"]
        assert row["edge"][other] == row["node"]["id"]
        assert not set(row["edge"]) & {"quotes", "support", "docs", "articles", "rules"}
    for kind in answer["types"]:
        assert {r["edge"]["type"] for r in ask("node", id=node["id"], type=kind)["edges"]["rows"]} == {kind}


def check_person(
    ask: Callable[..., Any], graph: Graph, node: dict[str, Any], store: Store, since: str | None, until: str | None
) -> None:
    answer = ask("person", id=node["id"])
    parts = [e for kind in ("ATTENDED", "EXPECTED_AT") for e in graph.edges_of(node["id"], kind)]
    assert answer["counts"]["events"] == len(parts)
    assert {s["edge"] for s in answer["offices"]} == {e["id"] for e in graph.edges_of(node["id"], "HOLDS")}
    assert {c["edge"] for c in answer["changes"]} == {
        e["id"] for kind in ("APPOINTED", "REMOVED", "REPLACED") for e in graph.edges_of(node["id"], kind)
    }
    found = every(ask, "parts", id=node["id"], since=since, until=until)
    wanted = [e for e in parts if can_be(graph.node(e["target"]), since, until)]
    assert sorted(p["edge"] for p in found) == sorted(e["id"] for e in wanted)
    days = [p["event"]["earliest"] or p["event"]["latest"] or "9" for p in found]
    assert days == sorted(days)
    for p in found:
        assert p["event"]["people"] == len({e["source"] for e in graph.edges_of(p["event"]["id"], "ATTENDED")})
    pairs = queries.ask(
        store, "co_attendance", person=node["id"], since=since or "0001", until=until or "9999", limit=10_000
    )
    if until or not since:  # the named question counts events of unknown day where the end alone is open, too
        met = every(ask, "met", id=node["id"], since=since, until=until)
        assert [
            (m["person"]["id"], m["events"], m["stops"], pytest.approx(m["weight"]), m["first"], m["last"]) for m in met
        ] == [(p["otherId"], p["events"], p["stops"], p["weight"], p["first"], p["last"]) for p in pairs]


def check_position(ask: Callable[..., Any], graph: Graph, node: dict[str, Any]) -> None:
    answer = ask("position", id=node["id"])
    rows = tenures.timeline(graph, node["id"]) if graph.edges_of(node["id"], "HOLDS") else []
    assert [s["edge"] for s in answer["holders"]] == [r["edge"] for r in rows]
    for spell, row in zip(answer["holders"], rows, strict=True):
        for key in (*tenures.BOUNDS, *(f"{b}By" for b in tenures.BOUNDS), "capacity", "titles", "evidence", "area"):
            assert spell[key] == row[key], key
    wanted = {e["id"] for e in graph.edges("REPLACED") if e["position"] == node["id"]}
    wanted |= {e["id"] for kind in ("APPOINTED", "REMOVED") for e in graph.edges_of(node["id"], kind)}
    assert {c["edge"] for c in answer["changes"]} == wanted


def check_event(ask: Callable[..., Any], graph: Graph, node: dict[str, Any]) -> None:
    answer = ask("event", id=node["id"])
    assert {a["edge"] for a in answer["articles"]} == {e["id"] for e in graph.edges_of(node["id"], "REPORTS")}
    there = every(ask, "attendance", id=node["id"])
    assert [p["type"] for p in there] == sorted(p["type"] for p in there)
    ranks = [p["rank"] for p in there if p["type"] == "ATTENDED"]
    assert ranks == sorted(ranks, key=lambda r: (r is None, r))
    told = (
        {o["edge"]["id"] for o in answer["others"]}
        | {a["edge"] for a in answer["articles"]}
        | {p["edge"] for p in there}
    )
    roles = {e["id"] for kind in ("CHAIRED", "SPOKE_AT", "LED") for e in graph.edges_of(node["id"], kind)}
    assert told | roles == {e["id"] for e in graph.edges_of(node["id"])}


def check_article(ask: Callable[..., Any], graph: Graph, node: dict[str, Any]) -> None:
    answer = ask("article", id=node["id"])
    assert answer["text"] is None
    assert {e["id"] for e in answer["events"]} == {e["target"] for e in graph.edges_of(node["id"], "REPORTS")}


def check_edge(ask: Callable[..., Any], edge: dict[str, Any], said: dict[str, Statement]) -> None:
    proofs = every(lambda name, **more: ask(name, **more)["proofs"], "evidence", edge=edge["id"])
    assert [p["statement"] for p in proofs] == edge["support"]
    assert [p["quote"] for p in proofs] == edge["quotes"]
    for p in proofs:
        at = said[p["statement"]].evidence
        assert (p["doc"], p["start"], p["end"], p["rule"]) == (at.doc, at.start, at.end, at.rule)
        assert p["paragraph"] is None


def check_whole(ask: Callable[..., Any], graph: Graph, store: Store, since: str | None, until: str | None) -> None:
    meta = ask("meta")
    assert sum(meta["nodes"].values()) == len(graph.nodes())
    assert sum(meta["edges"].values()) == len(graph.edges())
    rows = queries.ask(store, "contradictions")
    changes = queries.ask(store, "changes")
    assert sorted(
        (c["position"]["id"], c["person"]["id"], c["other"]["id"], c["since"], c["until"])
        for c in every(ask, "contradictions")
    ) == sorted((r["officeId"], r["personId"], r["otherId"], r["since"], r["until"]) for r in rows)
    in_positions = [c for n in graph.nodes("Position") for c in ask("position", id=n["id"])["contradictions"]]
    assert sorted(map(json.dumps, in_positions)) == sorted(map(json.dumps, every(ask, "contradictions")))
    found = every(ask, "changes")
    assert sorted((c["edge"], c["change"], c["notBefore"], c["notAfter"]) for c in found) == sorted(
        (r["id"], r["change"], r["notBefore"], r["notAfter"]) for r in changes
    )
    newest = [c["notAfter"] or c["notBefore"] or "" for c in found]
    assert newest == sorted(newest, reverse=True)
    active = every(ask, "active", since=since, until=until)
    number = {
        n["id"]: len([e for e in graph.edges_of(n["id"], "ATTENDED") if can_be(graph.node(e["target"]), since, until)])
        for n in graph.nodes("Person")
    }
    assert {a["person"]["id"]: a["events"] for a in active} == {i: n for i, n in number.items() if n}
    assert [a["events"] for a in active] == sorted((a["events"] for a in active), reverse=True)
    assert {p["position"]["id"] for p in every(ask, "positions")} == {n["id"] for n in graph.nodes("Position")}
    assert sum(d["articles"] for d in ask("coverage", by="published")) == len(
        [n for n in graph.nodes("Article") if n["published"]]
    )
    ties = ask("network", kind="ties", since=since, until=until)
    assert len(ties["nodes"]) == min(300, len(graph.nodes()))
    if not (since or until):
        assert {e["id"] for e in ties["edges"]} == {e["id"] for e in graph.edges()}
        meetings = ask("network", kind="meetings")
        for node in graph.nodes("Person"):
            met = {m["person"]["id"]: m["events"] for m in ask("met", id=node["id"], size=500)["rows"]}
            ends = [
                (e["source"], e["target"], e["weight"])
                for e in meetings["edges"]
                if node["id"] in (e["source"], e["target"])
            ]
            assert {a if b == node["id"] else b: w for a, b, w in ends} == met


def tour() -> list[Statement]:
    """A tour with two stops, at which four people were, told in one article; and a meeting of two of them."""
    doc = "c.txt"
    whole, one, two = (
        event(doc, 1, n, name, "2024-01-05") for n, name in ((1, "考察"), (2, "考察甲厂"), (3, "考察乙厂"))
    )
    other = event(doc, 2, 1, "会议", "2024-01-07")
    who = [person(doc, name) for name in ("甲一", "乙二", "丙三", "丁四")]
    found = [say("Article", doc, n, node=article(doc, n, published="2024-01-08")) for n in (1, 2)]
    found += [
        say("Event", doc, n, at, node=e, article=article(doc, n))
        for n, at, e in ((1, 1, whole), (1, 2, one), (1, 3, two), (2, 4, other))
    ]
    found += [say("PART_OF", doc, 1, 5 + n, source=e, target=whole) for n, e in enumerate((one, two))]
    there = {0: (whole, one, two, other), 1: (whole, one, two, other), 2: (whole, one), 3: (two,)}
    for n, events in there.items():
        found += [say("ATTENDED", doc, 1, 10 + n, source=who[n], target=e, roles=[], rank=n + 1) for e in events]
    return in_order(found)


def test_a_tour_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.answers.Index", NoIndex)
    said = tour()
    graph = fold(said, link(said))
    ids = {n["name"]: n["id"] for n in graph.nodes("Person")}
    with asking(tmp_path / "out", graph, said) as ask, opened(graph) as store:
        for node in graph.nodes("Person"):
            check_person(ask, graph, node, store, None, None)
        met = {m["person"]["name"]: (m["events"], m["weight"]) for m in ask("met", id=ids["甲一"])["rows"]}
        assert met == {"乙二": (2, 1.5), "丙三": (1, 0.5), "丁四": (1, 0.5)}
        edges = {(e["source"], e["target"]): e for e in ask("network", kind="meetings")["edges"]}
        pair = edges[tuple(sorted((ids["甲一"], ids["乙二"])))]  # type: ignore[index]
        assert (pair["weight"], pair["days"]) == (2, ["2024-01-05", "2024-01-07"])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(HOSTILE), min_size=3, max_size=3), st.sampled_from(HOSTILE))
def test_hostile_text_is_text(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any, names: list[str], asked: str
) -> None:
    """Names and quotes that mean something to a browser, a database or a file system come back as they are."""
    monkeypatch.setattr("kg.view.answers.Index", NoIndex)
    doc = "c.txt"
    what = event(doc, 1, 1, names[0] or "会", "2024-01-05")
    who = [person(doc, (name or "人") + str(n)) for n, name in enumerate(names)]
    said = [say("Article", doc, node=article(doc, 1)), say("Event", doc, node=what, article=article(doc, 1))]
    said += [
        say("ATTENDED", doc, 1, n, names[n] + "出席", source=p, target=what, titles=[names[n]], roles=[])
        for n, p in enumerate(who)
    ]
    said = in_order(said)
    graph = fold(said, link(said))
    with asking(tmp_path_factory.mktemp("view") / "out", graph, said) as ask:
        for node in graph.nodes():
            assert ask("node", id=node["id"])["node"] == node
        quotes = {p["quote"] for e in graph.edges("ATTENDED") for p in ask("evidence", edge=e["id"])["proofs"]["rows"]}
        assert quotes == {name + "出席" for name in names}
        for name, (_, allowed) in QUESTIONS.items():
            for parameter in allowed:
                try:
                    json.dumps(ask(name, **{"id": next(iter(graph.nodes("Person")))["id"], parameter: asked}))
                except KgError as e:
                    assert e.what  # noqa: PT017  it may be refused, with a reason, and nothing else may happen
                except AttributeError:
                    assert name == "search"  # there is no index here


def test_searching_finds_names_quotes_and_articles(tmp_path: Path) -> None:
    text = "区委书记沈 知\n秋主持会议。\n\n沈知秋（Shen）出席100%*会议[x]。"
    doc, at = "c.txt", text.index("沈知秋（")
    what = event(doc, 1, 1, "区委常委会会议", "2024-01-05")
    who, other = person(doc, "沈知秋"), person(doc, "沈知春")
    said = in_order([
        say("Article", doc, 1, 0, text[:4], node=article(doc, 1)), say("Event", doc, 1, 0, text[:14], node=what, article=article(doc, 1)),
        say("ATTENDED", doc, 1, 0, text[:14], source=who, target=what, roles=["chaired"]),
        say("ATTENDED", doc, 1, at, text[at:], source=who, target=what, roles=[]),
        say("ATTENDED", doc, 1, at, text[at:], source=other, target=what, roles=[]),
    ])  # fmt: skip
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / doc).write_text(text, encoding="utf-8", newline="")
    graph = fold(said, link(said))
    write(tmp_path / "out", graph, said, (str(tmp_path / "papers"),))
    answers = Answers(tmp_path / "out")
    try:

        def ask(q: str, kind: str = "all", **more: str) -> Any:
            return answers.ask("search", {"q": q, "kind": kind, **more})

        assert [r["name"] for r in ask("沈知秋", "Person")["rows"]] == ["沈知秋"]
        assert {r["name"] for r in ask("沈", "Person")["rows"]} == {"沈知秋", "沈知春"}
        assert ask("shenzhiqiu")["rows"][0]["by"] == "pinyin"
        assert {r["name"] for r in ask("szc", "Person")["rows"]} == {"沈知春"}
        while answers.ask("meta", {})["indexed"] < 1:
            pass
        found = ask("沈知秋", "quote")
        assert [r["start"] for r in found["rows"]] == [0, at]
        assert [[r["snippet"][a:b] for a, b in r["marks"]] for r in found["rows"]] == [["沈 知\n秋"], ["沈知秋"]]
        assert found["rows"][1]["end"] == len(text)
        for question, kind, total in (
            ("100%*", "quote", 1), ("会议[x]", "quote", 1), ("100_", "quote", 0), ("shen", "quote", 1),
            ("会", "quote", 2),
            ("会议", "article", 1), ("沈知秋主持会议", "article", 1), ("主持会议。沈知秋", "article", 1), ("x]", "article", 1),
            ("无", "all", 0),
            (" ", "all", 0), ("", "all", 0), ("\n", "quote", 0),
        ):  # fmt: skip
            assert ask(question, kind)["total"] == total, (question, kind)
        everything = [json.dumps(r) for n in range(9) for r in ask("沈知秋", page=str(n), size="1")["rows"]]
        assert everything == [json.dumps(r) for r in ask("沈知秋")["rows"]]
        (hit,) = ask("主持会议", "article")["rows"]
        assert text[hit["start"] : hit["end"]] == "主持会议"
        proof = answers.ask(
            "evidence",
            {"edge": next(e["id"] for e in graph.edges("ATTENDED") if e["source"] == who["label"] + ":" + who["key"])},
        )
        for p in proof["proofs"]["rows"]:
            assert p["paragraph"][slice(*p["at"])] == p["quote"] == text[p["start"] : p["end"]]
        told = answers.ask("article", {"id": f"Article:{doc}#1"})
        assert told["text"] == text
        assert {text[m["start"] : m["end"]] for m in told["marks"]} == {text[:14], text[at:]}
        # A text that was changed is not the text.
        (tmp_path / "papers" / doc).write_text("x" + text, encoding="utf-8", newline="")
        assert index.ready(index.path_for(tmp_path / "out"), search.Index(answers.base)._key) == 1
    finally:
        answers.close()
    answers = Answers(tmp_path / "out")
    try:
        assert answers.ask("article", {"id": f"Article:{doc}#1"})["text"] is None
        assert answers.ask("meta", {})["textless"]
    finally:
        answers.close()


def test_the_index_goes_to_a_place_of_its_own_where_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    found = index.path_for(tmp_path / "out")
    assert not found.is_relative_to(tmp_path)
    assert found.suffix == ".sqlite"
