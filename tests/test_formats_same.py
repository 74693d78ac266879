"""The seeds in every format give the same graph as their text; where text is kept, every quote stands in it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg.exports import jsonl
from kg.graph import Graph
from kg.pipeline import build
from tests import paper_files

SEEDS = Path(__file__).parent.parent / "seeds"
#: What depends on the file's name and on places in it.
PLACED = {"id", "source", "target", "support", "docs", "articles", "quotes", "event", "document"}
SUFFIXES = re.compile("|".join(map(re.escape, sorted({".txt", *paper_files.WRITERS}, key=len, reverse=True))))

pytestmark = pytest.mark.model


def edges(graph: Graph) -> Counter[str]:
    """Edges by type, names of their ends, and properties, ids and places aside; an article without title has the file's."""
    names = {node["id"]: SUFFIXES.sub("", node["name"]) for node in graph.nodes()}

    def named(value: Any) -> Any:
        # Which of two equal sightings comes first is settled by their ids.
        return sorted(map(named, value), key=str) if isinstance(value, list) else names.get(value, value)

    return Counter(
        json.dumps(
            [e["type"], names[e["source"]], names[e["target"]], {k: named(v) for k, v in e.items() if k not in PLACED}],
            ensure_ascii=False,
            sort_keys=True,
        )
        for e in graph.edges()
    )


def copy(folder: Path, end: str, seeds: Iterable[Path] = ()) -> Path:
    """The seeds written in a format, with a manifest that names them so."""
    rows = list(csv.reader((SEEDS / "manifest.csv").open(encoding="utf-8")))
    for row in rows[1:]:
        text = (SEEDS / row[0]).read_bytes().decode("utf-8-sig")
        row[0] = row[0].removesuffix(".txt") + end
        paper_files.write(folder, row[0], paper_files.WRITERS[end](text))
    with (folder / "manifest.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    out = tmp_path_factory.mktemp("plain") / "out"
    build([SEEDS], out)
    assert not (out / "texts").exists()
    return edges(jsonl.read(out))


@pytest.mark.parametrize("end", sorted(paper_files.WRITERS))
def test_the_seeds_in_other_forms_give_the_same_edges(tmp_path: Path, plain: Counter[str], end: str) -> None:
    out = tmp_path / "out"
    report = build([copy(tmp_path / "papers", end)], out)
    assert report.failures == []
    found = edges(jsonl.read(out))
    assert sorted((plain - found).elements()) == sorted((found - plain).elements()) == []
    kept = {p.relative_to(out / "texts").as_posix(): p.read_bytes().decode() for p in (out / "texts").rglob("*.txt")}
    assert len(kept) == 5
    for statement in jsonl.read_statements(out):
        e = statement.evidence
        assert kept[f"{e.doc}.txt"][e.start : e.end] == e.quote
