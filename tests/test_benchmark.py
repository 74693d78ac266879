"""The benchmark: folds that never move, truth that fits its text, and the same figures as the project's scorer."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.evaluation import METRICS, evaluate

ROOT = Path(__file__).parent.parent
NEWS, FURTHER, SECOND, DAYS = (ROOT / "benchmark" / name for name in ("news", "further", "second", "broadcast"))
SCORER = ROOT.parent / "shared" / "eval" / "score.py"
CORPUS = ROOT.parent / "shared" / "corpus" / "xwlb"
GROUPS = {
    "meeting", "tour", "talks", "ceremony", "change", "institution", "page", "feature", "notice", "other",
}  # fmt: skip
TYPES = {"meeting", "inspection", "visit", "ceremony", "talks", "training", "other"}
KINDS = {"appointed", "elected", "nominated", "acting", "removed", "resigned", "died", "investigated"}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark", ROOT / "scripts" / "benchmark.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


benchmark = script()


def truths(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.json")):
        yield path, json.loads(path.read_text(encoding="utf-8"))


def people(article: dict[str, Any]) -> set[str]:
    found = {name for key in ("reporters", "correspondents", "not_present") for name in article[key]}
    found |= {row["person"] for key in ("positions", "changes") for row in article[key]}
    return found | {name for event in article["events"] for role in benchmark.EDGES for name in event[role]}


def unprinted(document: dict[str, Any], text: str) -> set[str]:
    """People of the truth who do not stand in the text; blanks in a name or a line that ends in one are no difference."""
    flat = re.sub(r"\s+", "", text)
    return {name for article in document["articles"] for name in people(article) if re.sub(r"\s", "", name) not in flat}


def test_folds_never_move() -> None:
    drawn = {stem: benchmark.fold(stem) for stem in ("w1-001", "w1-002", "w8-014", "x1-001", "x2-001", "20220927")}
    assert drawn == {
        "w1-001": "learn", "w1-002": "score", "w8-014": "look", "x1-001": "learn", "x2-001": "score", "20220927": "score",
    }  # fmt: skip


def test_folds_are_as_large_as_said() -> None:
    drawn = Counter(benchmark.fold(path.stem) for path in NEWS.glob("*.txt"))
    for name, share in (("learn", 0.5), ("look", 0.2), ("score", 0.3)):
        assert abs(drawn[name] / drawn.total() - share) < 0.03


@pytest.mark.parametrize("folder", [NEWS, FURTHER])
def test_every_file_has_its_row(folder: Path) -> None:
    texts, answers = ({p.stem for p in folder.glob(f"*.{ending}")} for ending in ("txt", "json"))
    assert texts == answers
    for name in ("manifest.csv", "genres.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        found = benchmark.rows(folder, name)
        assert len(lines) == len(found) + 1
        assert {Path(file).stem for file in found} == texts
    for row in benchmark.rows(folder, "genres.csv").values():
        assert row["group"] in GROUPS
        assert row["plain"] in ("plain", "hard")


def test_no_text_stands_twice() -> None:
    texts = [re.sub(r"\s", "", p.read_text(encoding="utf-8")) for part in (NEWS, FURTHER) for p in part.glob("*.txt")]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("folder", [NEWS, FURTHER])
def test_truth_fits_its_text(folder: Path) -> None:
    about = benchmark.rows(folder, "manifest.csv")
    for path, document in truths(folder):
        assert document["doc"] == f"{path.stem}.txt"
        assert (document["issued"] or "") == about[document["doc"]]["issued"], path.stem
        assert not unprinted(document, path.with_suffix(".txt").read_text(encoding="utf-8")), path.stem
        for article in document["articles"]:
            assert all(row["kind"] in KINDS for row in article["changes"]), path.stem
            assert all(row["person"] and row["title"] for row in article["positions"]), path.stem
            for event in article["events"]:
                assert event["type"] in TYPES, path.stem
                assert re.fullmatch(r"(\d{4}|XXXX)(-\d\d(-\d\d)?)?", event["date"] or "2000"), path.stem
                assert {n for role in benchmark.EDGES for n in event[role]} <= set(event["attended"]), path.stem
                assert not set(event["attended"]) & set(article["not_present"]), path.stem


def test_second_readings_are_of_these_texts() -> None:
    for path, document in truths(SECOND):
        text = NEWS / f"{path.stem}.txt"
        assert document["doc"] == text.name
        assert not unprinted(document, text.read_text(encoding="utf-8")), path.stem


@pytest.mark.skipif(not CORPUS.exists(), reason="the text of the broadcasts is not beside this checkout")
def test_days_fit_their_text() -> None:
    for path, document in truths(DAYS):
        assert document["doc"] == f"{path.stem}.md"
        assert not unprinted(document, (CORPUS / f"{path.stem}.md").read_text(encoding="utf-8")), path.stem


def test_nothing_private() -> None:
    private = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.]+@[\w.]+\.\w")
    texts = [p for part in (NEWS, FURTHER) for p in part.glob("*.txt")]
    assert [p.name for p in texts if private.search(p.read_text(encoding="utf-8"))] == []


def test_floors_are_figures_of_the_metrics() -> None:
    floors = json.loads(benchmark.FLOORS.read_text(encoding="utf-8"))
    assert {"all", "plain"} <= set(floors)
    assert all(metric in METRICS and 0 <= f1 <= 1 for row in floors.values() for metric, f1 in row.items())


def test_half_a_point_is_chance_and_more_is_a_loss() -> None:
    floors = {"all": {"attended": 0.9, "spoke": 0.8}, "broadcast": {"led": 0.5}}
    assert list(benchmark.short_of({"all": {"attended": 0.896, "spoke": 0.81}}, floors)) == []
    assert list(benchmark.short_of({"all": {"attended": 0.894, "spoke": 0.81}}, floors)) == [
        "all attended: 0.894, was 0.900"
    ]


EVENT = {
    "name": "乡贤座谈会", "date": "2031-03-04", "type": "meeting", "attended": ["沈知秋", "罗映山", "陶溪"],
    "chaired": ["罗映山"], "spoke": ["沈知秋"], "led": [], "places": ["云杉乡"], "orgs": [],
}  # fmt: skip
ARTICLE = {
    "title": None, "reporters": ["文竹"], "correspondents": [], "events": [EVENT], "not_present": ["白露"],
    "positions": [
        {"person": "沈知秋", "title": "县委书记", "org": None},
        {"person": "罗映山", "title": "县政府代县长", "org": None},
        {"person": "陶溪", "title": "局长", "org": "县教育局"},
    ],
    "changes": [
        {"person": "白露", "title": "局长", "org": "县教育局", "kind": "appointed", "date": None},
        {"person": "陶溪", "title": "局长", "org": "县教育局", "kind": "removed", "date": None},
    ],
}  # fmt: skip


def read_otherwise() -> dict[str, Any]:
    """The example as a careless reader has it."""
    other = copy.deepcopy(ARTICLE)
    other["events"][0] |= {"attended": ["沈知秋", "罗映山", "白露"], "date": "2031-03-05", "led": ["沈知秋"]}
    other["positions"][1:] = [{"person": "罗映山", "title": "县长", "org": None}]
    other["changes"].pop()
    return other


def test_the_same_reading_agrees_in_everything(tmp_path: Path) -> None:
    table = scored(ARTICLE, tmp_path)
    assert {metric: row["f1"] for metric, row in table.items()} == dict.fromkeys(set(METRICS) - {"led"}, 1.0)


def test_another_reading_costs_what_it_has_otherwise(tmp_path: Path) -> None:
    table = scored(read_otherwise(), tmp_path)
    found = {metric: (row["right"], row["wrong"], row["missed"]) for metric, row in table.items()}
    assert found == {
        "attended": (2, 1, 1), "chaired": (1, 0, 0), "spoke": (1, 0, 0), "led": (0, 1, 0), "events": (1, 0, 0),
        "dates": (0, 1, 1), "places": (1, 0, 0), "posts": (1, 1, 2), "changes": (1, 0, 1), "wrote": (1, 0, 0),
    }  # fmt: skip


@pytest.mark.skipif(not SCORER.exists(), reason="the project's scorer is not beside this checkout")
def test_same_figures_as_the_scorer(tmp_path: Path) -> None:
    ours = scored(read_otherwise(), tmp_path)
    command = [sys.executable, str(SCORER), str(tmp_path / "build"), str(tmp_path / "gold"), "--json"]
    assert ours == json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def scored(reading: dict[str, Any], folder: Path) -> dict[str, dict[str, float]]:
    """The figures of a reading of the example."""
    (folder / "gold").mkdir()
    gold = {"doc": "a.txt", "issued": "2031-03-05", "articles": [ARTICLE]}
    (folder / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    benchmark.as_build([{**gold, "articles": [reading]}], folder / "build")
    return evaluate(folder / "build", folder / "gold").table()
