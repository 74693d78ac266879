"""Scoring: the parts by example, and the whole against the project's own scorer where that is at hand."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation import evaluate
from kg.evaluation.comparing import best_pairs, normalise, same_date, split_capacity, title_agrees
from kg.exports import jsonl
from kg.graph import Graph

SCORER = Path(__file__).parent.parent.parent / "shared" / "eval" / "score.py"


@given(st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_pairs_have_the_largest_total(score: list[list[float]]) -> None:
    pairs = best_pairs(score)
    rows, columns = range(len(score)), range(3)
    size = min(len(score), 3)
    best = max(
        sum(score[r][c] for r, c in zip(some, order, strict=True))
        for some in itertools.combinations(rows, size)
        for order in itertools.permutations(columns, size)
    )
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == size
    assert sum(score[r][c] for r, c in pairs) == best


def test_wording_alone_is_compared() -> None:
    assert normalise("迪尔曼 • 劳赫（教授）") == "迪尔曼·劳赫教授"


@pytest.mark.parametrize(
    ("title", "split"),
    [
        ("代区长", ("acting", "区长")),
        ("原副区长", ("former", "副区长")),
        ("副区长", ("full", "副区长")),
        ("代表", ("full", "代表")),
        ("县政府代县长", ("acting", "县政府县长")),
        ("市委原副书记", ("former", "市委副书记")),
        ("市长候选人", ("designate", "市长")),
        ("人选", ("full", "人选")),
    ],
)
def test_capacity(title: str, split: tuple[str, str]) -> None:
    assert split_capacity(title) == split


@pytest.mark.parametrize(
    ("gold", "got", "same"),
    [("2031-05-05", "2031-05-05", True), ("2031-05", "2031-05-05", True), ("2031-05-05", "2031-05", False),
     (None, None, True), (None, "2031", False), ("XXXX-05-05", "2031-05-05", True), ("2031", None, False), ("XXXX-05-05", None, True)],
)  # fmt: skip
def test_dates(gold: str | None, got: str | None, same: bool) -> None:
    assert same_date(gold, got) is same


@pytest.mark.parametrize(
    ("title", "org", "forms", "organs", "same"),
    [
        ("区长", None, ["青溪区区长", "区长"], [], True),
        ("区长", None, ["副区长"], [], False),
        ("董事长", "云杉机械", ["董事长"], ["云杉机械"], True),
        ("董事长", "云杉机械", ["董事长"], ["红松重工"], False),
        ("代区长", None, ["区长"], [], True),
        ("市发展和改革委员会主任", None, ["市发改委主任"], [], True),
        ("区人民政府区长", None, ["区政府区长"], [], True),
        ("市发展和改革委员会副主任", None, ["市发改委主任"], [], False),
        ("市卫生局局长", None, ["市教育局局长"], [], False),
    ],
)
def test_titles(title: str, org: str | None, forms: list[str], organs: list[str], same: bool) -> None:
    assert title_agrees({"title": title, "org": org}, forms, organs) is same


@pytest.mark.skipif(not SCORER.exists(), reason="the project's scorer is not beside this checkout")
def test_same_numbers_as_the_scorer(graph: Graph, tmp_path: Path) -> None:
    jsonl.write_nodes(graph, tmp_path / "nodes.jsonl")
    jsonl.write_edges(graph, tmp_path / "edges.jsonl")
    gold = tmp_path / "gold"
    gold.mkdir()
    events = [
        {
            "name": "区委常委会会议",
            "date": "2031-05-05",
            "attended": ["沈知秋", "罗映山", "陶溪"],
            "chaired": ["罗映山"],
        },
        {"name": "走访红松重工", "date": "2031-05-04", "attended": ["陶溪"], "places": ["红松重工"]},
        {"name": "走访云杉机械", "date": None, "attended": ["沈知秋"], "led": ["沈知秋"], "orgs": ["云杉机械"]},
    ]
    posts = [{"person": "沈知秋", "title": "区委书记"}, {"person": "罗映山", "title": "代区长", "org": "青溪区"}]
    changes = [{"person": "罗映山", "title": "区长", "kind": "elected"}]
    article = {"events": events, "positions": posts, "not_present": ["白露"], "changes": changes, "reporters": ["文竹"]}
    (gold / "a.json").write_text(json.dumps({"doc": "a.txt", "articles": [article]}), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(tmp_path), str(gold), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert evaluate(tmp_path, gold).table() == theirs
    assert len(theirs) >= 8


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_example_of_the_readme_is_an_annotation(readme: str, tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / readme).read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", text, re.S)
    jsonl.write_nodes(Graph([], []), tmp_path / "nodes.jsonl")
    jsonl.write_edges(Graph([], []), tmp_path / "edges.jsonl")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "000.json").write_text(example, encoding="utf-8")
    missed = {metric: row["missed"] for metric, row in evaluate(tmp_path, tmp_path / "gold").table().items()}
    assert missed == {"attended": 1, "chaired": 1, "spoke": 1, "events": 1, "posts": 1, "wrote": 2}
