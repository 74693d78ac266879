"""What the genre's constructions prove and what they do not, on invented news of an invented district."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.corpus import About, read_document
from kg.extraction import Extractor
from kg.statement import Statement

PAPER = About(publisher="临川日报", area="临川区", issued="2024-06-15")
NAMES = ["高远山", "白露", "田有禾", "江月明", "莫卡奇", "鲁米扬", "沈建平", "方国强", "苏瓦"]
TAKES_PART = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED", "EXPECTED_AT", "APPOINTED", "REMOVED")


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor("dictionary", entries={"PERSON": NAMES})


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Statement, ...]:
    raw = "临川要闻\n\n本报讯（记者 林有光）" + text + "\n"
    document = read_document(raw, "paper.txt", options=PAPER)
    found = _extractor().extract(document)
    assert all(raw[s.evidence.start : s.evidence.end] == s.evidence.quote for s in found)
    return tuple(found)


def facts(text: str) -> set[str]:
    return {f"{s.schema} {s.args['source']['name']}" for s in _read(text) if s.schema in TAKES_PART}


def events(text: str) -> dict[str, str | None]:
    """Name → date of each event that somebody attends or is expected at."""
    there = {s.args["target"]["key"] for s in _read(text) if s.schema in ("ATTENDED", "EXPECTED_AT")}
    nodes = [s.args["node"] for s in _read(text) if s.schema == "Event"]
    return {n["name"]: n.get("date") for n in nodes if n["key"] in there}


def posts(text: str) -> set[str]:
    return {
        f"{s.args['source']['name']} {s.args['target']['name']} {s.args['capacity']}"
        for s in _read(text)
        if s.schema == "HOLDS"
    }


MEETING = "6月3日上午，区政府召开防汛工作会议。"


@pytest.mark.parametrize(
    ("text", "proves"),
    [
        (MEETING + "区长高远山出席并讲话。", {"ATTENDED 高远山", "SPOKE_AT 高远山"}),
        (MEETING + "区长高远山主持，副区长白露、田有禾等区领导参加。", {"ATTENDED 高远山", "CHAIRED 高远山", "ATTENDED 白露", "ATTENDED 田有禾"}),
        (MEETING + "受区政府委托，区水利局局长田有禾作了说明。", {"ATTENDED 田有禾", "SPOKE_AT 田有禾"}),
        (MEETING + "受区长高远山委托，副区长白露作了说明。", {"ATTENDED 白露", "SPOKE_AT 白露"}),
        (MEETING + "会议学习了区委书记高远山重要讲话精神。", set()),
        (MEETING + "会议指出，区委书记高远山调研水库时的要求要落实。", set()),
        (MEETING + "区长高远山因病未出席会议。", set()),
        (MEETING + "区委书记高远山向会议致贺信。", set()),
        (MEETING + "区委书记高远山将到会部署工作。", set()),
        (MEETING + "区领导在会上讲话。", set()),
        (MEETING + "邀请区委书记高远山参加。", set()),
        (MEETING + "区应急局局长田有禾应邀出席会议。", {"ATTENDED 田有禾"}),
        (MEETING + "区长高远山和副区长白露共同见证了两家企业合并投产。", set()),
        ("6月3日，区委书记高远山会见老干部代表。区委组织部部长白露参加接见并主持大会。", {"ATTENDED 高远山", "ATTENDED 白露"}),
        ("6月3日，青石机械厂工程师田有禾带领团队攻关，造出第一台样机。", set()),
        ("6月3日，区政协主席高远山率提案督办组，到青石镇督办提案。", {"ATTENDED 高远山", "LED 高远山"}),
        ("6月3日，高远山市长特别代表、区长白露出席区教育大会。", {"ATTENDED 白露"}),
        ("区委书记高远山在青石镇调研期间多次强调安全生产。", set()),
        ("6月3日，区委书记高远山会见白露。高远山欢迎白露来临川，表示将做好服务。", {"ATTENDED 高远山", "ATTENDED 白露", "SPOKE_AT 高远山"}),
        ("6月3日，区纪委书记白露代表区纪律检查委员会常务委员会作报告。", set()),
        ("6月3日，区教育大会召开。在某国首都苏瓦，某国总统莫卡奇参加了大会。", {"ATTENDED 莫卡奇"}),
        ("高远山主席同你友好会见，双方达成一致。", set()),
        ("6月3日，区委书记高远山同某国总统莫卡奇举行视频会晤。", {"ATTENDED 高远山", "ATTENDED 莫卡奇"}),
        ("6月3日，区委书记高远山愿在苏瓦会晤基础上推动合作。", set()),
        ("6月3日，区委书记高远山、区长白露借学习考察名义公款旅游。", set()),
        ("6月3日，区委书记高远山会见田有禾同志亲属。", {"ATTENDED 高远山"}),
        (
            "6月3日，某国总统莫卡奇抵达苏瓦，应斐济总统鲁米扬邀请，对斐济进行国事访问。",
            {"ATTENDED 莫卡奇", "LED 莫卡奇"},
        ),
        ("瓦卢国总统莫卡奇、苏瓦市市长鲁米扬等，对高远山同志逝世表示哀悼。", set()),
        ("区委书记高远山就老劳模逝世致唁电。", set()),
        ("6月3日，区委书记高远山在青石镇调研，主持召开座谈会。", {"ATTENDED 高远山", "LED 高远山", "CHAIRED 高远山"}),
        ("6月3日，区委书记高远山到青石镇调研。副区长白露主持。", {"ATTENDED 高远山", "LED 高远山"}),
        ("6月3日，区委书记高远山来到居民田有禾家中走访。", {"ATTENDED 高远山", "LED 高远山"}),
        ("区委书记高远山对某国进行国事访问是全年的大事。", set()),
        ("6月3日，区委书记高远山会见白露主席率领的访问团。", {"ATTENDED 高远山", "ATTENDED 白露"}),
        ("6月3日，区教育大会召开，区长高远山出席。副区长白露参加了上述大会。", {"ATTENDED 高远山", "ATTENDED 白露"}),
        (MEETING + "区长高远山宣布会议开幕。", {"ATTENDED 高远山"}),
        (MEETING + "区长高远山宣布：会议开幕！", {"ATTENDED 高远山"}),
        (MEETING + "某国总统莫卡奇宣布该国进入紧急状态。", set()),
        ("6月3日，区委书记高远山对白露率团来访表示欢迎。", set()),
        ("应区委书记高远山邀请，我将于近日前往临川访问。", set()),
        ("各界人士热切期待区委书记高远山出席水利发展大会。", {"EXPECTED_AT 高远山"}),
        (MEETING + "副区长白露，区直有关部门负责同志参加。", {"ATTENDED 白露"}),
        (MEETING + "区老领导沈建平同志亲属参加会议。", set()),
        ("6月3日，区长高远山与临川集团董事长方国强座谈。", {"ATTENDED 高远山", "ATTENDED 方国强"}),
        ("6月3日，国务院总理高远山在北京会见来华访问的瓦卢国总统莫卡奇。", {"ATTENDED 高远山", "ATTENDED 莫卡奇"}),
        ("6月3日，国务院总理高远山同瓦卢国总统莫卡奇通电话。", set()),
        ("6月3日，国家主席高远山致电莫卡奇，祝贺他就任瓦卢国总统。", {"APPOINTED 莫卡奇"}),
        ("6月3日，国家主席高远山向瓦卢国总统莫卡奇致慰问电。", set()),
        ("6月3日，区委书记高远山将出席龙舟文化节开幕式。", {"EXPECTED_AT 高远山"}),
        ("6月3日，选举产生28名出席区党代会的代表，区委书记高远山宣布结果。", set()),
        ("6月3日上午，区委书记高远山带队检查节日安全。副区长白露参加。", {"ATTENDED 高远山", "LED 高远山", "ATTENDED 白露"}),
        ("6月3日上午，省长高远山在市长白露陪同下到临川区调研。", {"ATTENDED 高远山", "LED 高远山", "ATTENDED 白露"}),
        ("6月3日，会议经表决，任命白露为临川区副区长；免去田有禾的临川区教育局局长职务。", {"APPOINTED 白露", "REMOVED 田有禾"}),
    ],
)  # fmt: skip
def test_who_took_part(text: str, proves: set[str]) -> None:
    assert facts(text) == proves


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("6月3日上午，区委常委会召开扩大会议，传达学习有关精神。区委书记高远山主持会议。", {"区委常委会扩大会议": "2024-06-03"}),
        ("6月3日上午，2024年夏季项目集中开工仪式举行。区长高远山出席。", {"2024年夏季项目集中开工仪式": "2024-06-03"}),
        ("日前，区政府召开防汛工作会议。区长高远山出席。", {"防汛工作会议": None}),
        ("2014年春节前夕，区委书记高远山到青石村看望慰问老党员。", {"到青石村看望慰问老党员": "2014"}),
        (
            "6月3日上午，区委书记高远山到青石镇调研。6月4日下午，区长白露到临川中学检查食品安全。",
            {"到青石镇调研": "2024-06-03", "到临川中学检查食品安全": "2024-06-04"},
        ),
        (
            "近日，区委书记高远山、区长白露先后带队走访企业。副区长田有禾参加。6月3日，高远山赴临川电缆有限公司走访。6月4日，白露赴青石机械有限公司走访。",
            {"赴临川电缆有限公司走访": "2024-06-03", "赴青石机械有限公司走访": "2024-06-04"},
        ),
        (
            "纪念田有禾同志诞辰100周年座谈会6月3日在临川举行，区委书记高远山出席座谈会。",
            {"纪念田有禾同志诞辰100周年座谈会": "2024-06-03"},
        ),
        (
            "6月3日，副区长白露率有关部门负责同志于当日下午赶赴青石镇指导抢险。",
            {"赶赴青石镇指导抢险": "2024-06-03"},
        ),
        (
            "区委常委会6月3日下午就水利与防汛工作进行第三次集体学习。区委书记高远山主持学习。",
            {"区委常委会第三次集体学习": "2024-06-03"},
        ),
        ("6月3日，区委书记高远山出席在青石县举行的第二届水利发展大会。", {"第二届水利发展大会": "2024-06-03"}),
        ("今年以来，区委书记高远山先后主持召开10场座谈会。", {}),
        ("神舟二十号飞船发射成功，区委书记高远山出席防汛大会。", {"防汛大会": None}),
        ("14日下午，区委书记高远山抵达青石县，将出席防汛大会。", {"防汛大会": "2024-06-14"}),
        ("第五届水利发展大会16日在青石县举行，区委书记高远山将出席大会。", {"第五届水利发展大会": "2024-06-16"}),
        ("14日，区委书记高远山主持召开水利发展大会，决定修建水库。", {"水利发展大会": "2024-06-14"}),
        (
            "6月3日，某国总统莫卡奇乘专机抵达苏瓦，应斐济总统鲁米扬邀请，对斐济进行国事访问。",
            {"对斐济进行国事访问": "2024-06-03"},
        ),
        ("6月3日，区委书记高远山带领区委常委首先来到青石镇。", {"来到青石镇": "2024-06-03"}),
        ("6月3日，区委书记高远山出席20多场活动。", {}),
        ("6月3日，区委书记高远山出席十四届区人大第三次会议。", {"十四届区人大第三次会议": "2024-06-03"}),
        ("区水利局原局长田有禾违规接受宴请。", {}),
    ],
)  # fmt: skip
def test_events_and_their_days(text: str, named: dict[str, str | None]) -> None:
    assert events(text) == named


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("6月3日，区委副书记、代区长高远山出席会议。", {"高远山 临川区委副书记 full", "高远山 临川区区长 acting"}),
        ("6月3日，省水利厅党组书记、厅长、一级巡视员田有禾出席会议。", {"田有禾 江西省水利厅党组书记 full", "田有禾 江西省水利厅厅长 full", "田有禾 江西省水利厅一级巡视员 full"}),
        ("6月3日，肯尼亚副总统兼发展、工业与贸易部长莫卡奇出席会议。", {"莫卡奇 肯尼亚副总统 full", "莫卡奇 肯尼亚发展、工业与贸易部部长 full"}),
        ("6月3日，前临川区区长高远山出席会议。", {"高远山 临川区区长 former"}),
        ("6月3日，青石县委书记高远山、县长白露出席会议。", {"高远山 青石县委书记 full"}),
        ("6月3日，乌总统莫卡奇出席会议。乌干达代表团到场。", {"莫卡奇 乌干达总统 full"}),
        ("6月3日，财政部部长莫卡奇出席会议。", {"莫卡奇 财政部部长 full"}),
        ("6月3日，财政部部长莫卡奇出席会议。斐济财政部部长莫卡奇讲话。", {"莫卡奇 斐济财政部部长 full"}),
        ("6月3日，乌外交部发言人莫卡奇出席会议。乌干达代表团到场。", {"莫卡奇 乌干达外交部发言人 full"}),
        ("6月3日，乌总统莫卡奇出席会议。乌干达、乌拉圭代表团到场。", {"莫卡奇 总统 full"}),
        ("6月3日，乌总统莫卡奇出席会议。乌干达总统莫卡奇、乌拉圭代表团到场。", {"莫卡奇 乌干达总统 full"}),
        ("6月3日，区水利局原党组书记、局长田有禾出席会议。", {"田有禾 临川区水利局党组书记 former", "田有禾 临川区水利局局长 former"}),
    ],
)  # fmt: skip
def test_offices(text: str, held: set[str]) -> None:
    assert held <= posts(text)


def test_a_writer_is_no_attendee() -> None:
    found = _read(MEETING + "区长高远山出席。")
    assert [s.args["source"]["name"] for s in found if s.schema == "WROTE"] == ["林有光"]
    assert "ATTENDED 林有光" not in facts(MEETING + "区长高远山出席。")


def test_headline_and_body_tell_of_one_event() -> None:
    raw = "区委常委会召开会议\n高远山主持并讲话 白露田有禾参加\n\n本报讯（记者 林有光）6月3日上午，区委常委会召开会议。区委书记高远山主持会议并讲话，白露、田有禾等区领导参加。\n"
    found = _extractor().extract(read_document(raw, "paper.txt", options=PAPER))
    assert len({s.args["node"]["key"] for s in found if s.schema == "Event"}) == 1
    assert {s.args["source"]["name"] for s in found if s.schema == "ATTENDED"} == {"高远山", "白露", "田有禾"}


def test_bare_kinds_of_places_are_not_visited() -> None:
    found = _read("6月3日，区委书记高远山深入社区、乡村、临川中学调研。")
    assert {s.args["target"]["name"] for s in found if s.schema == "VISITED"} == {"临川中学"}


def test_what_is_said_to_be_shared_with_firms_is_no_speech_of_theirs() -> None:
    found = _read(MEETING + "区长高远山主持会议。要完善服务，与各家公司分享发展机遇。")
    assert not [s for s in found if s.schema == "REPRESENTED_AT"]


def test_what_a_paragraph_recalls_dates_nothing_in_the_next() -> None:
    """下午 and 14日 are counted from the last day that is news, unless the recollection itself goes on."""
    before = "6月13日上午，区委召开常委会会议。区委书记高远山出席。"
    recalled = "1945年10月25日，临川光复。"
    told = {"常委会会议": "2024-06-13"}
    assert events(f"{before}\n\n{recalled}\n\n下午，区政府召开防汛工作会议。区长白露参加。") == {
        **told,
        "防汛工作会议": "2024-06-13",
    }
    assert events(f"{before}\n\n{recalled}\n\n14日上午，区政府召开防汛工作会议。区长白露参加。") == {
        **told,
        "防汛工作会议": "2024-06-14",
    }
    goes_on = events(f"{before}\n\n{recalled}次日，区政府召开防汛工作会议。区长白露参加。")
    assert goes_on["防汛工作会议"] == "1945-10-26"
    coarse = events(
        f"{before}\n\n{recalled}1980年9月，区长白露赴外地考察。同年10月，区政府召开防汛工作会议。区长白露参加。"
    )
    assert coarse["防汛工作会议"] == "1980-10"


def test_a_ministry_without_a_country_is_not_ours_where_the_minister_is_a_stranger() -> None:
    def seat(text: str) -> str:
        return next(str(s.args["target"]["key"]) for s in _read(text) if s.schema == "HOLDS")

    assert seat("6月3日，财政部部长高远山出席会议。") == "财政部部长"
    assert seat("6月3日，财政部部长奥尔洛夫出席会议。") == "财政部部长@paper.txt"
