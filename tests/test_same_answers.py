"""Every named question on real newspapers: the same rows from networkx, the file of the build, and a server, also where that holds
the same newspapers once more."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg import queries
from kg.exports import jsonl
from kg.graph import Graph
from kg.pipeline import build
from kg.queries import Rows
from kg.stores import dataset, open_store
from kg.stores.push import push
from tests.conftest import SEEDS
from tests.servers import DATASET, MISSING, emptied

SHARED = SEEDS.parent.parent / "shared"
#: Questions that may have no answer on ten days of news, whatever is asked, or on a few papers that are read without a doubt.
RARE = {"changes", "contradictions", "doubtful", "newcomers"}


def ten_days() -> list[Path]:
    """Ten days of the national broadcast, those that have been annotated."""
    named = sorted((SHARED / "gold" / "xwlb").glob("*.json"))
    if not named:
        pytest.skip("no ../shared/gold/xwlb beside this checkout: the ten days are not part of the project")
    return [SHARED / "corpus" / "xwlb" / f"{p.stem}.md" for p in named]


def spread(found: Iterable[Any], number: int = 5) -> list[Any]:
    """The first, the last, and some between."""
    items = list(found)
    return [items[i * (len(items) - 1) // max(1, number - 1)] for i in range(number)] if items else []


def drawn(graph: Graph) -> dict[str, list[Any]]:
    """Values for each parameter of the questions: who and what is often there, seldom there, and not at all."""
    at, held = Counter(e["source"] for e in graph.edges("ATTENDED")), Counter(e["target"] for e in graph.edges("HOLDS"))
    people = sorted((n for n in graph.nodes("Person") if at[n["id"]]), key=lambda n: (-at[n["id"]], n["id"]))
    offices = sorted((n for n in graph.nodes("Position") if held[n["id"]]), key=lambda n: (-held[n["id"]], n["id"]))
    names = [people[0]["name"], people[1]["id"], people[2]["name"], *(n["name"] for n in spread(people))]
    names += [n["aliases"][0] for n in people if n["aliases"]][:2]
    days = spread(sorted(n["date"] for n in graph.nodes("Event") if len(n.get("date") or "") == len("2026-04-29")))
    events = spread(graph.nodes("Event"))
    return {
        "person": [*names, "无此人"],
        "other": [*names[1:], "无此人"],
        "office": [
            *(n["name"] for n in offices[:3]),
            *(n.get("title") or n["name"] for n in spread(offices)),
            offices[0]["id"],
        ],
        "area": ["", *(n["name"] for n in spread(graph.nodes("Area")))],
        "event": [*(n["name"] for n in events), *(n["id"] for n in events), "会议", "调研"],
        "kind": ["", "company", "school", "government"],
        "day": days,
        "since": [days[0], days[1][:7], days[2]],
        "until": [days[-1], days[2], days[3][:4]],  # none before any of those
        "least": [1, 2],
        "limit": [7, 500],
        "largest": [4, 1000],
        "below": [0.7, 0.9, 1.1],
    }


def asked(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    """Each question as its defaults have it, and five times with values drawn from the graph."""
    values, chance, found = drawn(graph), random.Random(7), []
    for query in queries.load().values():
        needed = [p.name for p in query.parameters if p.default is None]
        for number in range(6):
            more = [p.name for p in query.parameters if p.default is not None and number and chance.random() < 0.4]
            # The first to be asked about are those of whom there is most to say.
            found.append(
                (query.name, {n: chance.choice(values[n]) if number > 1 else values[n][0] for n in (*needed, *more)})
            )
    return found


def answers(store: queries.Asked, questions: list[tuple[str, dict[str, Any]]]) -> list[Rows]:
    return [queries.ask(store, name, **values) for name, values in questions]


def comparable(name: str, rows: Rows) -> list[dict[str, Any]]:
    """The rows but for what is each store's affair: which of several shortest chains."""
    left_out = ("names", "ids", "quotes") if name == "shortest_path" else ()
    return [{k: v for k, v in r.items() if k not in left_out} for r in rows]


@pytest.mark.parametrize("corpus", ["seeds", "ten days"])
def test_all_stores_give_the_same_rows(corpus: str, tmp_path: Path) -> None:
    build([SEEDS] if corpus == "seeds" else ten_days(), tmp_path, ner="dictionary")
    graph = jsonl.read(tmp_path)
    questions = asked(graph)
    store = open_store(tmp_path)
    found = answers(store, questions)
    store.close()
    answered = {name for (name, _), rows in zip(questions, found, strict=True) if rows}
    assert answered | RARE == set(queries.names()), "each of the others is answered at least once"

    def same(other: queries.Asked) -> None:
        for (name, values), mine, its in zip(questions, found, answers(other, questions), strict=True):
            assert comparable(name, its) == comparable(name, mine), (name, values)

    in_memory = open_store(graph)
    same(in_memory)
    in_memory.close()
    if not os.environ.get("NEO4J_URI"):
        pytest.skip(f"networkx and the file agree; {MISSING}")
    with emptied() as server:
        push(server, tmp_path)
        same(server)
        server.dataset = f"{DATASET}-again"
        push(server, tmp_path)
        with pytest.raises(AssertionError):
            same(server)
        for name in dataset.there(server):
            same(dataset.alone(server, name))
