"""`kg ner`, as a command, as a function and in a spaCy pipeline."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kg
from kg.errors import KgError, UsageError

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "青溪要闻\n\n本报讯（记者 沈知秋）5月6日，青溪区区长陈佳慧到白石镇调研。区委书记林有余、副书\n记高远参加。\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "ner", *arguments], capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.model
def test_every_mention_stands_at_its_offsets() -> None:
    raw = {f.name: f.read_bytes().decode("utf-8-sig") for f in SEEDS.glob("*.txt")}
    found = list(kg.ner(SEEDS))
    assert {m["doc"] for m in found} == set(raw)
    assert {m["label"] for m in found} == {"PERSON", "POSITION", "ORGANIZATION", "PLACE"}
    assert all(raw[m["doc"]][m["start"] : m["end"]] == m["text"] for m in found)
    assert all(0 < m["confidence"] <= 1 and "\n" not in m["name"] for m in found)
    order = [(m["doc"], m["start"]) for m in found]
    assert order == sorted(order)


@pytest.mark.model
def test_a_name_that_the_paper_breaks_is_whole(paper: Path) -> None:
    found = {(m["name"], m["label"]): m for m in kg.ner(paper)}
    assert found["副书记", "POSITION"]["text"] == "副书\n记"
    assert {("沈知秋", "PERSON"), ("陈佳慧", "PERSON"), ("白石镇", "PLACE"), ("区委书记", "POSITION")} <= set(found)


@pytest.mark.model
def test_the_command_prints_what_the_function_gives(paper: Path) -> None:
    expected = list(kg.ner(paper))
    lines = run(str(paper), "--format", "json")
    assert lines.returncode == 0, lines.stderr
    assert [json.loads(line) for line in lines.stdout.splitlines()] == expected
    rows = list(csv.DictReader(io.StringIO(run(str(paper), "--format", "csv").stdout)))
    assert [(r["name"], r["label"], int(r["start"])) for r in rows] == [
        (m["name"], m["label"], m["start"]) for m in expected
    ]
    table = run(str(paper)).stdout
    assert all(m["name"] in table for m in expected)


@pytest.mark.model
def test_a_file_that_fails_is_named_and_the_rest_goes_on(paper: Path, tmp_path: Path) -> None:
    done = run(str(paper), str(tmp_path / "none.txt"), "--format", "json")
    assert done.returncode == 1
    assert "none.txt" in done.stderr
    assert done.stdout
    assert run(str(tmp_path / "none.txt")).returncode == 2


def test_the_same_whatever_the_number_of_processes(tmp_path: Path) -> None:
    for n in range(7):
        (tmp_path / f"{n}.txt").write_text(TEXT * (1 + 40 * (n == 0)), encoding="utf-8")
    (tmp_path / "3.txt").write_bytes(b"\x00\x01\x02" * 400)
    known = ("--known", "陈佳慧", "--known", "高远", "--known", "白石镇")
    one, three = (run(str(tmp_path), *known, "--ner", "dictionary", "--format", "json", "--jobs", n) for n in "13")
    assert one.returncode == three.returncode == 1
    assert one.stdout == three.stdout
    assert one.stderr == three.stderr
    assert "3.txt" in one.stderr
    docs = [json.loads(line)["doc"] for line in one.stdout.splitlines()]
    assert docs == sorted(docs)
    assert set(docs) == {f"{n}.txt" for n in (0, 1, 2, 4, 5, 6)}


@pytest.mark.model
def test_our_recogniser_says_the_same_in_several_processes() -> None:
    assert list(kg.ner(SEEDS, jobs=2)) == list(kg.ner(SEEDS))


def test_a_recogniser_that_breaks_on_a_document_breaks_nothing_else(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.extraction.ner import dictionary

    def recognise(self: dictionary.Dictionary, texts: list[str]) -> list[list[object]]:
        raise ZeroDivisionError("of a model")

    monkeypatch.setattr(dictionary.Dictionary, "recognise", recognise)
    told: list[KgError] = []
    assert list(kg.ner([paper], ner="dictionary", known=["高远"], on_error=told.append)) == []
    assert [e.where for e in told] == [str(paper)]
    assert "of a model" in str(told[0])


@pytest.mark.parametrize("jobs", [1, 2])
def test_wrong_names_are_told_though_nothing_is_read(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no such recogniser"):
        list(kg.ner(tmp_path / "empty", ner="stanza", jobs=jobs, on_error=lambda error: None))
    with pytest.raises(UsageError, match="number of processes"):
        list(kg.ner(tmp_path, jobs=0))


def test_wrong_usage_is_one_line(paper: Path) -> None:
    done = run(str(paper), "--ner", "stanza")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    with pytest.raises(UsageError, match="option"):
        list(kg.ner(paper, ner="dictionary", model="x"))


def test_known_names_are_found_wherever_they_stand(paper: Path) -> None:
    found = list(kg.ner(paper, ner="dictionary", known=["高远"]))
    assert [(m["name"], m["label"]) for m in found] == [("高远", "PERSON")]


@pytest.mark.model
def test_in_a_pipeline_of_spacy() -> None:
    import spacy

    module = import_module("kg.extraction.ner.spacy")
    nlp = spacy.blank("zh")
    nlp.add_pipe("kg_ner", config={"ner": "embedded"})
    doc = nlp("青溪区委书记林有余到白石镇调研。")
    assert {(s.text, s.label_) for s in doc.spans[module.KEY]} >= {
        ("青溪区委", "ORGANIZATION"), ("青溪区委书记", "POSITION"), ("林有余", "PERSON"), ("白石镇", "PLACE"),
    }  # fmt: skip
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("青溪区委书记", "POSITION"),
        ("林有余", "PERSON"),
        ("白石镇", "PLACE"),
    ]
    assert all(0 < e._.confidence <= 1 for e in doc.ents)


def test_the_people_of_a_build_are_known(paper: Path, tmp_path: Path) -> None:
    kg.build([paper], tmp_path / "out", issued="2031-05-07", area="青溪区", ner="dictionary")
    found = [m["name"] for m in kg.ner(paper, ner="dictionary", graph=tmp_path / "out")]
    assert {"陈佳慧", "林有余"} <= set(found)
    with pytest.raises(KgError, match="none"):
        list(kg.ner(paper, ner="dictionary", graph=tmp_path / "none"))
