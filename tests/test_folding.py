from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.folding import fold
from kg.graph import Graph
from kg.ids import canonical
from kg.ontology import Ontology
from kg.statement import Statement, ref
from tests.strategies import article, day, event, holds, newspaper, person, position, say, statements


def written(graph: Graph) -> str:
    return canonical([graph.nodes(), graph.edges()])


@given(statements(), st.randoms(use_true_random=False))
def test_the_same_statements_in_any_order_give_the_same_bytes(found: list[Statement], shuffle: random.Random) -> None:
    other = [Statement.from_dict(s.to_dict()) for s in found] + found[:2]
    shuffle.shuffle(other)
    assert written(fold(other)) == written(fold(found))


@given(statements())
def test_folding_again_changes_nothing(found: list[Statement]) -> None:
    assert written(fold([*found, *found])) == written(fold(found))


@given(statements())
def test_rows_are_as_the_ontology_says(found: list[Statement]) -> None:
    ontology, graph = Ontology.load(), fold(found)
    ids = {n["id"] for n in graph.nodes()}
    for n in graph.nodes():
        wanted = {p.name for p in ontology.nodes[n["label"]].properties.values() if p.fold != "drop"}
        assert set(n) == wanted | set(ontology.node_properties)
    for e in graph.edges():
        wanted = {p.name for p in ontology.edges[e["type"]].properties.values() if p.fold != "drop"}
        assert set(e) == wanted | set(ontology.edge_properties)
        assert {e["source"], e["target"]} <= ids
        assert len(e["quotes"]) == len(e["support"]) <= 20
        assert len(e["support"]) <= e["supportCount"]
        assert 0 < e["confidence"] <= 1
    assert len({e["id"] for e in graph.edges()}) == len(graph.edges())


@given(statements())
def test_roles_and_their_edges_agree_and_nobody_attends_what_was_not_held(found: list[Statement]) -> None:
    graph = fold(found)
    attended = {(e["source"], e["target"]): e for e in graph.edges("ATTENDED")}
    for role, kind in (("chaired", "CHAIRED"), ("spoke", "SPOKE_AT"), ("led", "LED")):
        assert {k for k, e in attended.items() if role in e["roles"]} == {
            (e["source"], e["target"]) for e in graph.edges(kind)
        }
    assert all(graph.node(target)["status"] == "held" for _, target in attended)
    assert not set(attended) & {(e["source"], e["target"]) for e in graph.edges("EXPECTED_AT")}


def edge(graph: Graph, kind: str) -> dict[str, object]:
    (found,) = graph.edges(kind)
    return found


def test_attendance_gathers_what_several_sentences_say() -> None:
    who, what = person("c.txt", "沈知秋"), event("c.txt", 1, 1, "防汛会议", day(1))
    seat, other = position("区长"), position("区委副书记")
    mayor = {"titles": ["区长"], "positions": [seat], "group": "区领导", "confidence": 0.8}
    deputy = {"titles": ["区委副书记"], "positions": [other], "confidence": 0.6}
    facts = [
        say("ATTENDED", start=9, source=who, target=what, rank=2, **mayor),
        say("ATTENDED", start=3, source=who, target=what, rank=4, **deputy),
        say("SPOKE_AT", start=5, source=who, target=what, basis="inferred"),
    ]
    graph = fold(newspaper("c.txt", 1, *facts, published="2024-01-02"))
    found = edge(graph, "ATTENDED")
    assert found["titles"] == ["区委副书记", "区长"]  # as printed
    assert found["positions"] == ["Position:青溪区区委副书记", "Position:青溪区区长"]
    assert (found["rank"], found["group"], found["roles"], found["basis"]) == (2, "区领导", ["spoke"], "asserted")
    assert (found["supportCount"], found["firstSeen"], found["lastSeen"]) == (3, "2024-01-02", "2024-01-02")
    assert edge(graph, "SPOKE_AT")["basis"] == "inferred"


def test_what_is_announced_is_expected_until_it_is_seen() -> None:
    who, plan = person("a", "沈知秋"), event("a", 1, 1, "青溪读书节", day(9), status="planned")
    announced = newspaper("a", 1, say("ATTENDED", "a", source=who, target=plan, roles=["spoke"]), area="青溪区")
    graph = fold(announced)
    assert edge(graph, "EXPECTED_AT")["roles"] == ["spoke"]
    assert not graph.edges("ATTENDED") + graph.edges("SPOKE_AT")
    held = say("ATTENDED", "b", source=person("b", "沈知秋"), target=event("b", 1, 1, "青溪读书节", day(9)))
    absent = say("EXPECTED_AT", "a", start=7, source=person("a", "林望舒"), target=plan)
    graph = fold([*announced, absent, *newspaper("b", 1, held, area="青溪区")])
    assert [n["status"] for n in graph.nodes("Event")] == ["held"]
    assert [e["source"] for e in graph.edges("ATTENDED")] == ["Person:沈知秋@a"]
    assert [e["source"] for e in graph.edges("EXPECTED_AT")] == ["Person:林望舒@a"]


def test_a_merged_node_lists_its_members_and_gathers_names() -> None:
    texts = [("a", "安德烈·科兹洛夫"), ("a", "科兹洛夫"), ("b", "科兹洛夫")]
    facts = [say("WROTE", d, start=i, source=person(d, n), target=article(d, 1)) for i, (d, n) in enumerate(texts)]
    graph = fold([*newspaper("a", 1, area="青溪区"), *newspaper("b", 1, area="青溪区"), *facts])
    (node,) = graph.nodes("Person")
    assert node["memberIds"] == ["Person:安德烈·科兹洛夫@a", "Person:科兹洛夫@a", "Person:科兹洛夫@b"]
    assert (node["name"], node["aliases"]) == ("科兹洛夫", ["安德烈·科兹洛夫"])
    assert graph.find("安德烈•科兹洛夫") == graph.find("科兹洛夫") == [node]
    assert fold([*newspaper("a", 1), *facts], links={}).find("安德烈·科兹洛夫")[0]["memberIds"] == []


def test_dates_of_an_event_come_from_one_mention() -> None:
    exact = event("a", 1, 1, "会议", "2024-03-05")
    vague = ref(
        "Event",
        "a#1.1",
        "会议",
        status="held",
        date="2024-03",
        precision="month",
        earliest="2024-03-01",
        latest="2024-03-31",
    )
    facts = [say("Event", "a", start=i, node=n, article=article("a", 1)) for i, n in enumerate([vague, vague, exact])]
    (node,) = fold(facts).nodes("Event")
    assert (node["date"], node["precision"], node["earliest"], node["latest"]) == (
        "2024-03-05",
        "day",
        "2024-03-05",
        "2024-03-05",
    )


def test_support_takes_the_first_of_each_document_first() -> None:
    facts = []
    for n in range(15):
        for start in (10, 20):
            facts.append(
                say(
                    "AT",
                    f"{n:02}",
                    1,
                    start,
                    quote=f"{n}/{start}",
                    source=position("区长"),
                    target=ref("Organization", "x", "x"),
                )
            )
    found = edge(fold(facts), "AT")
    assert found["supportCount"] == 30
    assert found["quotes"] == [f"{n}/10" for n in range(15)] + [f"{n}/20" for n in range(5)]
    assert len(found["docs"]) == 15  # type: ignore[arg-type]


def test_confidence_grows_with_documents_not_with_repetition() -> None:
    def sure(*docs: str) -> object:
        seat, organ = position("区长"), ref("Organization", "x", "x")
        return edge(
            fold([say("AT", d, 1, i, source=seat, target=organ, confidence=0.6) for i, d in enumerate(docs)]), "AT"
        )["confidence"]

    assert sure("a") == sure("a", "a") == 0.6
    assert sure("a", "b") == 0.84
    assert sure(*"abcdefghijk") == 0.99


def test_each_announced_change_is_an_edge() -> None:
    who, seat = person("a", "沈知秋"), position("区长")
    dated = [say("APPOINTED", "a", start=i, source=who, target=seat, date=d, kind="appointed", earliest=d, latest=d)
             for i, d in enumerate(["2021-05-01", "2024-05-01"])]  # fmt: skip
    vague = say("APPOINTED", "a", start=7, source=who, target=seat, kind="appointed")
    assert len(fold(dated).edges("APPOINTED")) == 2
    assert len(fold([*dated, vague]).edges("APPOINTED")) == 3
    assert [e["supportCount"] for e in fold([dated[0], vague]).edges("APPOINTED")] == [2]
    (spell,) = fold([dated[0], holds("沈知秋", "2022-01-01", doc="a")]).edges("HOLDS")
    assert (spell["startEarliest"], spell["startLatest"], spell["endEarliest"]) == (
        "2021-05-01",
        "2021-05-01",
        "2022-01-01",
    )
    assert (spell["evidence"], spell["sightings"], spell["supportCount"]) == (["sighted", "appointed"], 1, 2)


def test_networkx_sees_the_same_graph() -> None:
    graph = fold(newspaper("c.txt", 1, holds("沈知秋", day(1)), holds("林望舒", day(5), start=2)))
    view = graph.to_networkx()
    assert view.number_of_edges() == len(graph.edges())
    assert {n for n, _ in view.nodes(data=True)} == {n["id"] for n in graph.nodes()}
    assert [d["label"] for _, d in view.nodes(data=True)] == [n["label"] for n in graph.nodes()]
