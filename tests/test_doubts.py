"""What a recogniser doubts is followed only where the words beside it agree; what it is sure of, as before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import About, read_document
from kg.extraction import Extractor, doubts, people, titles
from kg.extraction.ner import Mention
from kg.extraction.people import Sentence
from kg.statement import Statement

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")


def person(text: str, name: str, confidence: float) -> Mention:
    return Mention(text.index(name), text.index(name) + len(name), "PERSON", confidence)


def named(text: str, name: str, confidence: float, known: Sequence[str] = ()) -> list[str]:
    """People of a sentence in which one name is heard, as an extractor takes it over."""
    found = people.find(Sentence(text, doubts.heard(text, titles.find(text), [person(text, name, confidence)]), known))
    return [p.name for who in found for p in who.people]


@pytest.mark.parametrize(
    ("text", "name", "confidence", "found"),
    [
        ("在云岭会堂东门外广场举行仪式。", "东门外广", 0.35, []),  # more likely none
        ("近日，许多国家领导人来信。", "许多国", 0.11, []),
        ("代表常住大陆青年发言。", "常住大", 0.54, []),  # in doubt, and no name ends there
        ("希望与麦德基这样的品牌合作。", "麦德基", 0.62, []),
        ("钟岳向会议作了说明。", "钟岳", 0.56, ["钟岳"]),  # in doubt, but a word that comes after names follows
        ("会见奥马尔六世国王。", "奥马尔六世", 0.3, ["奥马尔六世"]),  # more likely none, but a form of address follows
        ("会见奥马尔六世，双方会谈。", "奥马尔六世", 0.3, []),
        ("区委书记钟岳聚焦产业。", "钟岳", 0.3, ["钟岳"]),  # an office before it is a witness of its own
        ("常青山聚焦产业。", "常青山", 0.8, ["常青山"]),  # sure enough by itself
        ("钟岳在比什镇会见来宾。", "比什镇", 0.64, []),  # a place after a word that a place follows
        ("议会议长赛文蓬举行会谈。", "赛文蓬", 0.35, ["赛文蓬"]),  # between an office and a word that comes after names
        ("议会议长赛文蓬举行会谈。", "赛文蓬", 0.2, []),
        ("学会主席窅文岚在会上致辞。", "文岚", 0.4, ["窅文岚"]),  # a family name left out beside an office
        ("国务卿布莱肯宣称", "布莱肯宣", 0.4, ["布莱肯"]),  # the characters alone tell another name
        ("撤销苗立山政协委员资格。", "苗立山", 0.44, ["苗立山"]),  # whom a word of appointing or dismissing is about
        ("青石苗立山政协委员。", "苗立山", 0.44, []),
        ("致电卡瑟若特·托德耶，祝贺当选。", "卡瑟若特·托德耶", 0.45, ["卡瑟若特·托德耶"]),  # a dot, and an end
        ("落在本·古德国际机场。", "本·古德", 0.45, []),
        ("革命领导人劳尔·德托和来宾到场。", "劳尔·德托", 0.6, ["劳尔·德托"]),  # a dot in it is a witness
        ("各地的领导人和贵宾等出席。", "贵宾", 0.73, []),  # after what is as often a common noun as an office
    ],
)
def test_a_doubtful_person_needs_another_witness(text: str, name: str, confidence: float, found: list[str]) -> None:
    assert named(text, name, confidence) == found


def test_a_name_of_the_document_is_never_doubted() -> None:
    assert named("一天之内钟岳明聚焦产业。", "钟岳明", 0.2) == []
    assert named("一天之内钟岳明聚焦产业。", "钟岳明", 0.2, known=["钟岳明"]) == ["钟岳明"]


class _Hears:
    """A recogniser that names given words wherever they stand."""

    name = "hears"
    version = why = ""

    def __init__(self, *words: tuple[str, str, float]) -> None:
        self.words = words

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        return [
            sorted(
                Mention(t.find(word), t.find(word) + len(word), label, p) for word, label, p in self.words if word in t
            )
            for t in texts
        ]


def read(text: str, *words: tuple[str, str, float]) -> list[Statement]:
    extractor = Extractor("dictionary")
    extractor.recogniser = _Hears(*words)
    return extractor.extract(read_document(f"本报讯（记者 林有光）{text}\n", "a.txt", options=PAPER))


def offices(found: list[Statement]) -> set[tuple[str, str]]:
    return {(s.args["source"]["name"], t) for s in found if s.schema == "HOLDS" for t in s.args["titles"]}


@pytest.mark.parametrize(
    ("text", "title", "confidence", "held"),
    [
        ("6月3日，他和走下讲台的信息存储领域的专家苗雨出席会议。", "专家", 0.66, False),
        ("6月3日，他和走下讲台的信息存储领域的专家苗雨出席会议。", "专家", 0.95, True),
        ("6月3日，云岭公司工程师苗雨出席会议。", "云岭公司工程师", 0.4, True),  # of an organ: an office, whoever doubts
        ("6月3日，副区长苗雨出席会议。", "副区长", 0.4, True),  # no common noun
    ],
)
def test_a_common_noun_is_an_office_only_without_doubt(text: str, title: str, confidence: float, held: bool) -> None:
    found = read(text, (title, "POSITION", confidence), ("苗雨", "PERSON", 0.95))
    assert [s.args["source"]["name"] for s in found if s.schema == "ATTENDED"] == ["苗雨"]
    assert (("苗雨", title) in offices(found)) is held


def test_a_list_after_a_word_of_appointing_is_one_of_people() -> None:
    text = "会议撤销陈岱、苗立山、罗映山政协委员资格。"
    mentions = [person(text, name, p) for name, p in (("陈岱", 0.9), ("苗立山", 0.45), ("罗映山", 0.3))]
    assert doubts.heard(text, titles.find(text), mentions) == mentions
    text = "会上陈岱、苗立山政协委员资格。"
    mentions = [person(text, name, p) for name, p in (("陈岱", 0.9), ("苗立山", 0.45))]
    assert doubts.heard(text, titles.find(text), mentions) == mentions[:1]


def test_a_recogniser_that_knows_no_positions_doubts_none() -> None:
    found = read("6月3日，信息存储领域的专家苗雨出席会议。", ("苗雨", "PERSON", 0.95))
    assert offices(found) == {("苗雨", "专家")}


def test_a_doubtful_person_does_not_tear_a_list() -> None:
    text = "6月3日，全区青年大会召开，区政协主席陈岱、区外办主任宋遥、常住大陆青年代表苗雨在会上致辞。"
    found = read(text, ("常住大", "PERSON", 0.54), ("苗雨", "PERSON", 0.97))
    assert {s.args["source"]["name"] for s in found if s.schema == "SPOKE_AT"} == {"陈岱", "宋遥", "苗雨"}


@given(
    st.text("区委书记林有余、，。东门外广场国王 ", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 4), st.floats(0, 1)), max_size=5),
)
def test_of_what_is_heard_only_doubtful_people_and_offices_go(text: str, spans: list[tuple[int, int, float]]) -> None:
    labels = ("PERSON", "ORGANIZATION", "PLACE", "POSITION")
    mentions = [Mention(a, min(a + n, len(text)), labels[(a + n) % 4], p) for a, n, p in sorted(spans) if a < len(text)]
    heard = doubts.heard(text, titles.find(text), mentions)
    gone = [m for m in mentions if m not in heard]
    assert [m for m in mentions if m in heard] == heard
    assert all(m.label == "POSITION" or m.label == "PERSON" and m.confidence < 0.5 for m in gone)
