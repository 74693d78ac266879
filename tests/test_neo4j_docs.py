"""What is handed to users of Neo4j: the walkthrough's questions, the saved queries, the style and the server's file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg import pipeline
from kg.ontology import Ontology
from kg.stores import open_store
from kg.stores.columns import Schema
from kg.stores.neo4j import Neo4jStore
from kg.stores.push import constraints
from tests.conftest import SEEDS
from tests.servers import emptied

ROOT = Path(__file__).parent.parent
WALKTHROUGH = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```cypher\n(.+?)```", WALKTHROUGH, re.DOTALL)
SAVED = sorted((ROOT / "neo4j" / "saved").glob("*.cypher"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "out"
    pipeline.build([str(SEEDS)], out)
    return out


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Neo4jStore]:
    with emptied() as store:
        store.write(built)
        yield store


def saved(path: Path) -> str:
    """The query of a file: one statement, since Browser draws nothing of several, under a line that names it."""
    title, *lines = path.read_text(encoding="utf-8").splitlines()
    assert re.match(r"// \w", title), "the favourite's name"
    text = "\n".join(lines).strip()
    assert text.endswith(";")
    assert text.count(";") == 1
    assert not text.startswith(":")
    return text[:-1]


def test_every_question_of_the_walkthrough_has_an_answer(server: Neo4jStore) -> None:
    assert len(BLOCKS) >= 10
    for block in BLOCKS:
        assert server.run(block).rows, block


@pytest.mark.parametrize("path", SAVED, ids=lambda p: p.stem)
def test_every_saved_query_has_an_answer(path: Path, server: Neo4jStore) -> None:
    rows = server.run(saved(path)).rows
    assert rows or path.stem in ("doubtful",)


def test_the_database_that_needs_no_server_answers_most_of_it(built: Path) -> None:
    store = open_store(built)
    here = [b for b in BLOCKS if "[n IN" not in b and "UNWIND range" not in b and "allShortestPaths" not in b]
    assert len(here) >= len(BLOCKS) - 3
    for block in here:
        assert store.run(block).rows, block


def test_the_style_knows_every_label_and_type() -> None:
    text = (ROOT / "neo4j" / "kg.grass").read_text(encoding="utf-8")
    rules = dict(re.findall(r"^([\w.]+) \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE))
    assert text.count("{\n") == text.count("}\n") == len(rules)
    schema = Schema.load()
    for kind, classes in (("node", schema.nodes), ("relationship", schema.edges)):
        for name, columns in classes.items():
            rule = rules[f"{kind}.{name}"]
            assert re.search(r"^  color: #[0-9a-fA-F]{6};$", rule, re.MULTILINE)
            [caption] = re.findall(r'^  caption: "(.+)";$', rule, re.MULTILINE)
            for used in re.findall(r"\{(\w+)\}", caption):
                assert used in {c.name for c in columns}, (name, used)


def test_the_style_speaks_the_words_and_colours_of_the_picture() -> None:
    look = json.loads((ROOT / "kg" / "exports" / "assets" / "look.json").read_text(encoding="utf-8"))
    text = (ROOT / "neo4j" / "kg.grass").read_text(encoding="utf-8")
    rules = dict(re.findall(r"^(?:node|relationship)\.(\w+) \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE))
    for name, seen in look["labels"].items():
        assert f"color: {seen['light'][0]};" in rules[name]
    for name, seen in look["edges"].items():
        assert f"  color: {seen['light']};" in rules[name]
        [caption] = re.findall(r'^  caption: "(.+)";$', rules[name], re.MULTILINE)
        assert "{" in caption or caption == seen["caption"], name


def test_every_picture_of_the_walkthrough_is_there_and_small() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((.+?)\)", WALKTHROUGH)
    assert len(shown) >= 5
    for name in shown:
        assert 5_000 < (ROOT / "docs" / name).stat().st_size < 300_000, name


def test_the_server_is_seen_from_this_machine_alone() -> None:
    service = yaml.safe_load((ROOT / "neo4j" / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["neo4j"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]
    assert ".env" in (ROOT / "neo4j" / ".gitignore").read_text(encoding="utf-8").split()


def test_nothing_is_used_that_a_server_of_today_or_tomorrow_refuses() -> None:
    """Old forms that Neo4j 5 or Cypher 25 no longer take, and procedures that are no part of the server."""
    gone = re.compile(
        r"apoc\.|\bON \(|\bASSERT\b|\bexists\(|\bid\(|\{\w+\}\s*=\s*\{|CALL \{|toInt\(|size\(\(", re.IGNORECASE
    )
    texts = [*BLOCKS, *(p.read_text(encoding="utf-8") for p in SAVED)]
    texts += [p.read_text(encoding="utf-8") for p in (ROOT / "kg" / "queries").glob("*.cypher")]
    texts += [c for c in constraints(Schema.of(Ontology.load())) if " INDEX " not in c]
    for text in texts:
        assert not gone.search(text), text
