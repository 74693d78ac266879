"""Announced changes of office, on invented lists, elections and notices of an invented district."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from kg.corpus import About, read_document
from kg.extraction import Extractor
from kg.statement import Statement

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor("dictionary", entries={"PERSON": ["高远山", "白露", "田有禾", "江月明"]})


@lru_cache(maxsize=256)
def _read(text: str, headline: str = "临川要闻") -> tuple[Statement, ...]:
    document = read_document(f"{headline}\n\n{text}\n", "paper.txt", options=PAPER)
    return tuple(_extractor().extract(document))


def changes(text: str, headline: str = "临川要闻") -> set[str]:
    """`+` or `-`, who, the office as printed, and how where it is neither an appointment nor an ordinary removal."""
    found = set()
    for s in _read(text, headline):
        if s.schema in ("APPOINTED", "REMOVED"):
            kind = "" if s.args["kind"] in ("appointed", "removed") else f" {s.args['kind']}"
            sign = "+" if s.schema == "APPOINTED" else "-"
            found.add(f"{sign}{s.args['source']['name']} {s.args['titles'][0]}{kind}")
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Lists: several names with one office, several offices with one name, names that are words.
        (
            "会议决定任命高远山为区教育局局长，公平、江月明为副局长；免去田有禾的区教育局局长职务。",
            {"+高远山 区教育局局长", "+公平 区教育局副局长", "+江月明 区教育局副局长", "-田有禾 区教育局局长"},
        ),
        (
            "决定任命：\n高远山为区水利局局长；\n方向（女）为区人民检察院检察员。\n决定免去：\n方向的区水利局局长职务。",
            {"+高远山 区水利局局长", "+方向 区人民检察院检察员", "-方向 区水利局局长"},
        ),
        ("任命：高远山为区水利局局长，免去其区信访局局长职务；白露为区信访局局长。",
         {"+高远山 区水利局局长", "-高远山 区信访局局长", "+白露 区信访局局长"}),
        ("免去高远山区水利局局长职务。", {"-高远山 区水利局局长"}),
        ("会议决定免去区水利局局长高远山的职务。", {"-高远山 区水利局局长"}),
        ("因工作变动，高远山不再担任区水利局局长职务。", {"-高远山 区水利局局长"}),
        ("会议接受高远山因工作变动辞去临川区副区长职务的请求。", {"-高远山 临川区副区长 resigned"}),
        ("任命白露为副区长，并决定其代理区长职务。", {"+白露 副区长", "+白露 区长 acting"}),
        ("经区委研究决定，高远山同志任区教育局党组书记、局长。", {"+高远山 区教育局党组书记", "+高远山 区教育局局长"}),
        ("区委决定，高远山、白露分任区教育局局长、区水利局局长。", {"+高远山 区教育局局长", "+白露 区水利局局长"}),
        ("区委决定，区水利局局长由白露接任。", {"+白露 区水利局局长"}),
        ("高远山不再担任区水利局局长，白露接任。", {"-高远山 区水利局局长", "+白露 区水利局局长"}),
        # Elections: the body is printed once, or before.
        (
            "大会选举高远山为区人大常委会主任，白露、田有禾为副主任，江月明为委员。",
            {
                "+高远山 区人大常委会主任 elected",
                "+白露 区人大常委会副主任 elected",
                "+田有禾 区人大常委会副主任 elected",
                "+江月明 区人大常委会委员 elected",
            },
        ),
        ("临川区茶叶协会成立。高远山当选会长，白露当选秘书长。",
         {"+高远山 临川区茶叶协会会长 elected", "+白露 临川区茶叶协会秘书长 elected"}),
        (
            "会议选举产生了新一届领导班子。\n主席：高远山\n副主席：白露（女）、公平",
            {"+高远山 主席 elected", "+白露 副主席 elected", "+公平 副主席 elected"},
        ),
        # Lines without marks under a word that opens them, and what may be mistaken for a name.
        (
            "任命\n高远山为区水利局局长\n公平为区教育局局长\n免去\n白露的区水利局局长职务",
            {"+高远山 区水利局局长", "+公平 区教育局局长", "-白露 区水利局局长"},
        ),
        ("会议决定撤销擅离职守的白露临川区水利局副局长职务。", {"-白露 临川区水利局副局长"}),
        ("选举白露为会长；高远山因年事已高，不再担任会长职务。", {"+白露 会长 elected", "-高远山 会长"}),
        # Whoever is proposed.
        ("高远山，男，1980年3月生，现任区水利局副局长，拟任区水利局局长。", {"+高远山 区水利局局长 nominated"}),
        ("高远山，男，1980年3月生，现任区水利局副局长，拟提名为区水利局局长人选。", {"+高远山 区水利局局长 nominated"}),
        ("会议确定高远山为区人大常委会主任候选人。", {"+高远山 区人大常委会主任 nominated"}),
        # Told beside.
        ("临川区水利局局长高远山涉嫌严重违纪违法，目前正接受纪律审查和监察调查。", {"-高远山 临川区水利局局长 investigated"}),
        ("新任命的区教育局局长高远山、区水利局局长白露进行了宣誓。", {"+高远山 区教育局局长", "+白露 区水利局局长"}),
    ],
)  # fmt: skip
def test_told(text: str, told: set[str]) -> None:
    assert changes(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "高远山，1960年生，1985年任公社党委书记，1990年任区水利局局长。",
        "高远山曾任区水利局局长。",
        "会议决定免去企业手续费。",
        "会议讨论了任命工作。",
        "会议提出，拟免去高远山的区水利局局长职务。",
        "高远山当选前是区水利局局长。",
        "区选举委员会主任高远山主持会议。",
        "治丧小组 组长：高远山 副组长：白露",
        "为民服务的局长高远山走访了企业。",
    ],
)
def test_told_of_nothing(text: str) -> None:
    assert changes(text) == set()


def test_a_headline_says_nothing_more_than_the_body() -> None:
    text = "区第五届人民代表大会选举高远山为区五届人大常委会主任。新当选的区人大常委会主任高远山讲话。"
    assert changes(text, "高远山当选区人大常委会主任") == {"+高远山 区五届人大常委会主任 elected"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("临川区区长白露致电高远山，祝贺他当选连任临山县县长。", {"+高远山 临山县县长 elected"}),
        ("临川区区长白露向高远山致贺信，祝贺其当选临山县县长。", {"+高远山 临山县县长 elected"}),
        ("临川区区长白露祝贺高远山当选临山县县长。", {"+高远山 临山县县长 elected"}),
        ("区文联主席高远山被区长白露任命为区文化馆馆长。", {"+高远山 区文化馆馆长"}),
    ],
)
def test_who_congratulates_or_appoints_comes_into_no_office(text: str, told: set[str]) -> None:
    assert changes(text) == told


def sightings(text: str) -> set[tuple[str, str]]:
    return {(s.args["source"]["name"], s.args["target"]["name"]) for s in _read(text)
            if s.schema == "HOLDS" and s.args["evidence"] == "sighted"}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "会议决定任命高远山为临川区区长，白露为副区长。",
        "大会选举高远山为临川区区长。",
        "新当选的临川区区长高远山讲话。",
        "白露会见了新当选并获市政府任命的临川区第六任区长高远山。",
    ],
)
def test_an_appointment_is_no_sighting(text: str) -> None:
    assert "+高远山" in {c.partition(" ")[0] for c in changes(text)}
    assert not {office for name, office in sightings(text) if name == "高远山"}
    assert {s.args["target"]["name"] for s in _read(text) if s.schema == "HOLDS"} >= {"临川区区长"}


def test_who_is_said_to_hold_an_office_is_seen_in_it() -> None:
    assert sightings("高远山为临川区区长。") == sightings("临川区区长高远山讲话。") == {("高远山", "临川区区长")}


def test_whoever_is_proposed_holds_nothing() -> None:
    found = _read("高远山，男，1980年3月生，现任区水利局副局长，拟任区水利局局长。")
    held = {s.args["target"]["title"] for s in found if s.schema == "HOLDS"}
    assert "区水利局局长" not in held


@pytest.mark.parametrize(
    ("headline", "text", "told"),
    [
        (
            "临川区政协换届",
            "政协临川区第九届委员会第一次会议选举田有禾为政协临川区第九届委员会主席。\n\n当选的常务委员为（按姓氏笔画为序）：\n"
            "高远山　白　露（女）　江月明",
            {f"+{n} 政协临川区第九届委员会常务委员 elected" for n in ("高远山", "白露", "江月明")},
        ),
        (
            "临川新区第三届工作委员会委员名单",
            "（2024年6月1日选举产生）\n中共临川新区第三届工作委员会委员（3名，按得票多少为序）\n高远山　白　露（女，回族）　江月明",
            {f"+{n} 中共临川新区第三届工作委员会委员 elected" for n in ("高远山", "白露", "江月明")},
        ),
        (
            "临川区工商联领导班子名单",
            "（2024年6月1日区工商联第七届执行委员会第一次会议选举产生）\n常务副主席：高远山（女）\n副主席（按姓氏笔画为序）：\n"
            "白　露　江月明",
            {"+高远山 区工商联常务副主席 elected", "+白露 区工商联副主席 elected", "+江月明 区工商联副主席 elected"},
        ),
    ],
)
def test_names_stand_in_the_lines_under_their_office(headline: str, text: str, told: set[str]) -> None:
    assert told <= changes(text, headline)


def test_whoever_leaves_is_not_given_the_office() -> None:
    text = "会议选举高远山为云岭镇副镇长；副镇长白露因工作调动，会议接受其辞职。"
    assert changes(text) == {"+高远山 云岭镇副镇长 elected", "-白露 云岭镇副镇长 resigned"}


@pytest.mark.parametrize(
    ("headline", "text", "told"),
    [
        (
            "区人大常委会任免名单",
            "高远山  任  区财政局局长\n江月明  免  区审计局局长",
            {"+高远山 区财政局局长", "-江月明 区审计局局长"},
        ),
        (
            "区人大常委会任命名单",
            "区财政局局长：高远山\n区水利局局长：白　露",
            {"+高远山 区财政局局长", "+白露 区水利局局长"},
        ),
        (
            "区委举行全会",
            "全会选举产生了新一届区委领导班子：书记高远山，副书记白露、江月明。",
            {"+高远山 书记 elected", "+白露 副书记 elected", "+江月明 副书记 elected"},
        ),
        (
            "区第十四次党代会闭幕",
            "大会选举产生了中共临川区第十四届委员会委员35名。当选的委员是：高远山、白露。",
            {"+高远山 委员 elected", "+白露 委员 elected"},
        ),
        ("区管干部任前公示", "高远山 区财政局副局长 拟任区财政局局长", {"+高远山 区财政局局长 nominated"}),
        (
            "商会换届",
            "选举结果揭晓：高远山为会长，白露、江月明为副会长。",
            {"+高远山 会长 elected", "+白露 副会长 elected", "+江月明 副会长 elected"},
        ),
        (
            "临川要闻",
            "会议任命高远山、白露分别为区教育局、区民政局局长。",
            {"+高远山 区教育局局长", "+白露 区民政局局长"},
        ),
        (
            "临川要闻",
            "根据区长提名，任命：高远山，区财政局局长；白露，区水利局局长。",
            {"+高远山 区财政局局长", "+白露 区水利局局长"},
        ),
        ("人事变动", "高远山接替白露出任区教育局局长。", {"+高远山 区教育局局长"}),
    ],
)
def test_every_form_of_a_list(headline: str, text: str, told: set[str]) -> None:
    assert {re.sub(r"(?<= )中共临川区.*会(?=委员)", "", row) for row in changes(text, headline)} == told
