"""Quotes as BibTeX and CSL-JSON: one entry an article, in printed order, with what a typesetter would trip over escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import citations, cli
from kg.errors import UsageError
from kg.exports import jsonl
from kg.graph import Graph

TEXT = (
    "今日青溪 2031年5月6日 星期二\n\n区委召开防汛工作会议\n\n记者 叶知远 通讯员 安可\n\n"
    "5月5日，区委召开防汛工作会议。区委书记沈知秋主持会议并讲话。\n"
)


@pytest.fixture
def out(newspaper: Callable[..., Path], tmp_path: Path) -> Path:
    kg.build(
        [newspaper("a_1.txt", TEXT)],
        tmp_path / "out",
        area="青溪区",
        publisher="今日青溪",
        ner="dictionary",
        database=False,
    )
    return tmp_path / "out"


def test_one_entry_an_article(out: Path) -> None:
    [item] = json.loads(kg.cite("沈知秋", "csl-json", out))
    assert (item["type"], item["title"], item["container-title"]) == (
        "article-newspaper",
        "区委召开防汛工作会议",
        "今日青溪",
    )
    assert item["issued"] == {"date-parts": [[2031, 5, 6]]}
    assert [a["literal"] for a in item["author"]] == ["叶知远", "安可"], "as they are printed"
    assert "区委书记沈知秋主持会议并讲话。" in item["note"]
    text = kg.cite("沈知秋", graph=out)
    assert text.count("@article{") == 1
    assert item["id"] in text
    assert "author = {{叶知远} and {安可}}" in text
    assert r"a\_1.txt" in text
    assert "year = {2031}" in text


def test_of_one_statement_edge_or_type(out: Path) -> None:
    chaired = jsonl.read(out).edges("CHAIRED")[0]
    texts = {kg.cite(what, graph=out) for what in (chaired["id"], chaired["support"][0])}
    assert len(texts) == 1
    assert kg.cite("沈知秋", graph=out, kind="CHAIRED").count("“") == 1
    with pytest.raises(UsageError, match="no quote of LED; it has"):
        kg.cite("沈知秋", graph=out, kind="LED")
    with pytest.raises(UsageError, match="no format of citations"):
        kg.cite("沈知秋", "apa", out)


def test_on_the_command_line(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["cite", "沈知秋", "--to", "csl-json", "--graph", str(out)])
    assert end.value.code == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


@given(st.text(max_size=40), st.sampled_from(["2031", "2031-05", "2031-05-06", None]))
def test_braces_are_even_whatever_is_printed(title: str, published: str | None) -> None:
    article: dict[str, Any] = {"id": "Article:a#1", "label": "Article", "name": title, "title": title, "published": published, "doc": "a",
                               "order": 1, "publisher": title}  # fmt: skip
    proof = {"doc": "a", "article": 1, "start": 0, "end": 2, "quote": title, "statement": "1f"}
    text = citations.cite(Graph([article], []), [proof, proof])
    bare = re.sub(r"\\[{}&%$#_]", "", text)
    assert bare.count("{") == bare.count("}")
    [item] = json.loads(citations.cite(Graph([article], []), [proof], "csl-json"))
    assert len(item.get("issued", {}).get("date-parts", [[]])[0]) == (published.count("-") + 1 if published else 0)
