"""The first test: what is read at all, and which clauses the recogniser is asked about."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import About, read_document
from kg.document import Block
from kg.extraction import Extractor, candidates, people, sentences, titles
from kg.extraction.known import learn
from kg.extraction.ner import Mention
from kg.extraction.people import Sentence, Who
from kg.text import MappedText

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")
ROOT = Path(__file__).parent.parent


def _places(text: str) -> dict[str, bool]:
    return {text[c.start : c.end]: c.clear for c in candidates.find(text, titles.find(text))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("区委书记高远山主持会议，白露参加。", {"高远山": True, "白露": False}),
        ("总统维克托罗夫，以及奥尔洛夫举行会谈", {"维克托罗夫": True, "奥尔洛夫": False}),
        ("区委书记林有余主持会议。", {"林有余": False}),  # 余 is seldom in a name
        ("赵明远主席会见来宾。", {"赵明远": False, "明远": False}),
        ("专家高远山介绍了情况。", {"高远山": False}),  # as often a common noun as an office
        ("副校长（副院长）高远山出席。", {"高远山": True}),
        ("会见田有禾一行，由白露主持，以及江月明同志。", {"田有禾": False, "白露": False, "江月明": False}),
        ("区委书记主持会议，要求各地全面加强领导。", {}),
        ("会议强调，要把安全生产责任落实到位。", {}),
    ],
)
def test_where_a_person_may_be_named(text: str, found: dict[str, bool]) -> None:
    places = _places(text)
    assert {name: places.get(name) for name in found} == found
    assert found or not places


@pytest.mark.parametrize(
    "text",
    [
        "全区教育大会召开。",
        "会上，区统计局、区商务局作汇报发言。",
        "临川区考察团赴青石市学习考察。",
        "活动现场，两家公司签署合作协议。",
        "他指出，要抓好落实。",
        "会后，她要求各部门抓好落实。",
    ],
)
def test_what_names_nobody_and_is_read_nevertheless(text: str) -> None:
    assert sentences.can_hold_fact(text)
    assert sentences.tells_without_names(text)


@pytest.mark.parametrize("text", ["我市将加强组织领导，推动项目建设。", "两国主席的共识为合作指明了方向。"])
def test_what_is_read_only_for_somebody_it_names(text: str) -> None:
    assert sentences.can_hold_fact(text)
    assert not sentences.tells_without_names(text)
    assert not _places(text)


@given(st.text("区甲，。；", max_size=40), st.lists(st.tuples(st.integers(0, 39), st.integers(1, 5)), max_size=5))
def test_clauses_hold_their_places_and_end_at_marks(text: str, places: list[tuple[int, int]]) -> None:
    inside = [(a, min(a + n, len(text))) for a, n in places if a < len(text)]
    found = candidates.clauses(text, inside)
    assert all(any(a <= x and y <= b for a, b in found) for x, y in inside)
    assert all(a == 0 or text[a - 1] in "，。；" for a, _ in found)
    assert all(b == len(text) or text[b - 1] in "，。；" for _, b in found)
    assert all(b < c for (_, b), (c, _) in pairwise(found))


class _Asked:
    """A recogniser that hears nothing and keeps what it was asked."""

    name = "asked"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        self.texts += texts
        return [[] for _ in texts]


def _asked(text: str) -> list[str]:
    extractor = Extractor("dictionary")
    extractor.recogniser = asked = _Asked()
    extractor.extract(read_document(f"本报讯（记者 白山）{text}\n", "a.txt", options=PAPER))
    return asked.texts


def test_a_name_that_an_office_tells_is_asked_about_nowhere() -> None:
    told = "6月3日，区委书记高远山到青石镇调研防汛工作。高远山强调，要压实责任。"
    assert _asked(told) == []
    assert _asked(f"{told}白露参加调研，会期一天。") == ["白露参加调研，"]


def test_firms_are_asked_about_where_an_office_is_of_one_of_them() -> None:
    visit = "6月3日，区委书记高远山来到青石食品集团，察看生产线。"
    assert _asked(visit) == []
    told = "公司董事长白远山介绍了情况。"
    assert _asked(f"{visit}{told}") == ["区委书记高远山来到青石食品集团，", told]


class _Namer:
    """Hears one name wherever it stands in what it is asked."""

    name = "namer"

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        return [[Mention(t.find("陈佳慧"), t.find("陈佳慧") + 3, "PERSON")] if "陈佳慧" in t else [] for t in texts]


def test_what_is_heard_in_a_clause_stands_in_the_sentence() -> None:
    extractor = Extractor("dictionary")
    extractor.recogniser = _Namer()
    text = "6月3日，全区教育大会召开，区委书记高远山讲话，区教育局专家陈佳慧参加。"
    found = extractor.extract(read_document(f"本报讯（记者 白山）{text}\n", "a.txt", options=PAPER))
    heard = [s for s in found if s.schema == "ATTENDED" and s.args["source"]["name"] == "陈佳慧"]
    assert [s.evidence.quote for s in heard] == [text.partition("。")[0] + "。"]


@given(st.lists(st.sampled_from(["甲" * 700, "乙，", "丙。", "“丁", "《戊", "》", " ", "a、"]), max_size=12))
def test_sentences_are_the_block_again_and_none_is_endless(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = list(sentences.split(Block("paragraph", MappedText.of(text))))
    assert [b for _, b in found[:-1]] <= [a for a, _ in found[1:]]
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")
    assert all(0 < b - a <= 1200 for a, b in found)


def test_the_script_measures_what_the_first_test_loses(
    capsys: pytest.CaptureFixture[str], newspaper, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("gate_recall", ROOT / "scripts" / "gate_recall.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    path = newspaper("a.txt", "本报讯（记者 白山）6月3日，全区教育大会召开。区委书记高远山出席会议并讲话。\n")
    monkeypatch.setattr(sys, "argv", ["gate_recall.py", str(path), "--area", "临川区", "--ner", "dictionary"])
    assert script.main() == 0
    out = capsys.readouterr().out
    assert "ATTENDED              1 of      1  1.0000" in out
    assert "characters that reach the recogniser: 0.000" in out


def test_a_brand_in_the_name_of_a_firm_is_nobody() -> None:
    def read(text: str, *mentions: Mention) -> tuple[Sentence, list[Who]]:
        sentence = Sentence(text)
        sentence.mentions = list(mentions)
        return sentence, people.find(sentence)

    twice = [read("支持柯特斯、罗映山发展。", Mention(2, 5, "PERSON", 0.6)) for _ in range(2)]
    firm = read("区委书记高远山来到青石柯特斯有限公司。", Mention(9, 18, "ORGANIZATION", 0.99))
    assert learn(twice).within("支持柯特斯") == ["柯特斯"]
    assert learn([*twice, firm]).within("支持柯特斯") == []
