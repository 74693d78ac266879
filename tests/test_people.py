from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import parts, people, units
from kg.extraction.ner import Mention
from kg.extraction.people import Sentence, Who


def read(
    text: str, heard: dict[str, str] | None = None, known: tuple[str, ...] = (), heading: bool = False
) -> list[Who]:
    """People of a sentence when the recogniser hears these names (name → label)."""
    mentions = [Mention(text.index(n), text.index(n) + len(n), label, 0.9) for n, label in (heard or {}).items()]
    return people.find(Sentence(text, sorted(mentions), known, heading=heading))


def named(found: list[Who]) -> list[list[str]]:
    return [[p.name for p in who.people] for who in found]


def posts(who: Who) -> list[list[str]]:
    return [[f"{p.organ}{p.title}" for p in person.posts] for person in who.people]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("副校长何强、戈壁、庞小光，副院长祝青出席典礼。", [["何强", "戈壁", "庞小光", "祝青"]]),
        ("州政协主席多杰次仁主持会议。", [["多杰次仁"]]),
        ("副州长白玛卓嘎、区支援办副主任齐欣参加座谈。", [["白玛卓嘎", "齐欣"]]),
        ("信访局局长常胜、公安分局副局长车轮，某街道书记雷霆参加督办。", [["常胜", "车轮", "雷霆"]]),
        ("董事长蓝天、招商局局长燕青签约。", [["蓝天", "燕青"]]),
        ("副县长盛夏、安静、江河参加。", [["盛夏", "安静", "江河"]]),
        ("市委副书记（援青）周航、副市长何强参加。", [["周航", "何强"]]),
        ("书记高度重视，局长全程参加会议。", []),
        ("副主席来巴出席活动。", []),
        ("大会、高铁、论坛举行。", []),
    ],
)
def test_lists_are_not_broken_by_rare_names(text: str, found: list[list[str]]) -> None:
    assert named(read(text)) == found


def test_a_name_by_its_place_alone_is_less_sure() -> None:
    (who,) = read("物理学院院长海洋主持报告会。")
    assert [(p.name, p.sure) for p in who.people] == [("海洋", 0.75)]
    assert posts(who) == [["物理学院院长"]]
    (who,) = read("物理学院院长陈佳慧主持报告会。")
    assert [p.sure for p in who.people] == [0.95]


def test_a_list_begins_before_the_first_name_that_was_heard() -> None:
    found = read("雪莲山、陈翔、马飞先后发言。", {"陈翔": "PERSON", "马飞": "PERSON"})
    assert named(found) == [["陈翔", "马飞"]]
    found = read("华山、陈翔、马飞先后发言。", {"陈翔": "PERSON", "马飞": "PERSON"})
    assert named(found) == [["华山", "陈翔", "马飞"]]


def test_descriptions_belong_to_the_name_after_them() -> None:
    text = "某区书记陈建新、某集团董事长庄小伟、施工单位代表柯一明先后发言。"
    assert named(read(text, {"柯一明": "PERSON"})) == [["陈建新", "庄小伟", "柯一明"]]
    text = "教师代表、材料学院院长沈平，新生代表、数学学院康小乐先后发言。"
    assert named(read(text, {"康小乐": "PERSON"})) == [["沈平", "康小乐"]]


@pytest.mark.parametrize("side", ["乌方", "美军", "韩方"])
def test_sides_and_armies_are_no_people(side: str) -> None:
    assert read(f"{side}出席会议。", {side: "PERSON"}) == []


@pytest.mark.parametrize("chamber", ["杜马", "国家杜马", "议会", "参院", "最高拉达"])
def test_parliaments_are_no_people(chamber: str) -> None:
    text = f"某国{chamber}主席奥尔洛夫举行会谈。"
    assert named(read(text, {chamber: "PERSON", "奥尔洛夫": "PERSON"})) == [["奥尔洛夫"]]


def test_a_rare_family_name_needs_a_witness() -> None:
    text = "为“名师”区晓莹、陈翔等颁奖。"
    assert named(read(text, {"区晓莹": "PERSON", "陈翔": "PERSON"})) == [["区晓莹", "陈翔"]]
    assert named(read("区文联、区文明办参加。")) == []
    assert named(read("医院党委书记麴明远汇报。", {"明远": "PERSON"})) == [["麴明远"]]
    assert named(read("医院党委书记窅明远汇报。", {"明远": "PERSON"})) == [["窅明远"]]
    assert named(read("区领导台雪、先晓红、寸明，总工程师宿远参加。")) == [["台雪", "先晓红", "寸明", "宿远"]]
    assert named(read("学生代表高静作了发言。")) == [["高静"]]


def test_places_are_no_people() -> None:
    assert named(read("高远赴青石镇检查", {"高远": "PERSON", "石镇": "PERSON"}, heading=True)) == [["高远"]]
    assert read("巴西、智利出席会议。", {"巴西": "PERSON", "智利": "PERSON"}) == []


@pytest.mark.parametrize(
    ("text", "heard", "found"),
    [
        ("某国特斯拉公司首席执行官奥尔洛夫到会。", ["特斯拉", "奥尔洛夫"], [["奥尔洛夫"]]),
        ("高远在奥尔洛夫广场出席仪式。", ["高远", "奥尔洛夫"], [["高远"]]),
        ("人大代表盛虹控股集团有限公司董事长陈翔发言。", ["陈翔"], [["陈翔"]]),
        ("高远同奥尔洛夫等11家企业代表座谈。", ["高远", "奥尔洛夫"], [["高远"]]),
        ("银行行长奥尔洛夫等10家机构负责人出席。", ["奥尔洛夫"], [["奥尔洛夫"]]),
        ("会见前国务卿奥尔洛夫时指出。", ["奥尔洛夫时"], [["奥尔洛夫"]]),
        ("此次莫尔科夫总统访华。", ["次莫尔科夫"], [["莫尔科夫"]]),
        ("高远抵达首尔出席会议。", ["高远", "达首尔"], [["高远"]]),
        ("高远作为特别代表来智利出席仪式。", ["高远", "来智利"], [["高远"]]),
        ("轮值主席阿尔及利亚总统奥尔洛夫致辞。", ["阿尔", "奥尔洛夫"], [["奥尔洛夫"]]),
        ("高主席鲜明提出目标。", [], []),
        ("某国最高拉达主席出席。", ["高拉达"], []),
        ("某国确保马尔罗总统安全。", ["保马尔罗"], [["马尔罗"]]),
        ("应马林总统邀请访问。", ["应马林"], [["马林"]]),
        ("轮值主席科摩罗总统奥尔洛夫致辞。", ["科摩罗", "奥尔洛夫"], [["奥尔洛夫"]]),
        ("高远在某国奥尔洛夫岛会见何强。", ["高远", "奥尔洛夫", "何强"], [["高远"], ["何强"]]),
        ("他向高主席问好。", ["向高"], []),
        ("代表团由纳西尔扎德率领。", ["纳西尔扎德"], [["纳西尔扎德"]]),
        ("高主席陪同何强出席。", ["何强"], [["何强"]]),
        ("某国国王和王后奥尔洛娃出席。", ["奥尔洛娃"], [["奥尔洛娃"]]),
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str, heard: list[str], found: list[list[str]]) -> None:
    assert named(read(text, dict.fromkeys(heard, "PERSON"))) == found


@pytest.mark.parametrize("verb", ["会见了", "同"])
def test_who_meets_the_kin_of_somebody_does_not_meet_him(verb: str) -> None:
    text = f"高远{verb}陈志明同志亲属座谈。"
    row = parts.assign(text, units.read(Sentence(text, names=("高远", "陈志明"))))
    assert [u.label for u in row if isinstance(u.value, Who)] == ["WHO", "WHOM"]


@pytest.mark.parametrize("tail", ["亲属", "的亲属", "家属", "遗体送别仪式举行", "生前友好", "之子", "夫人到场"])
def test_the_dead_and_their_kin_take_no_part(tail: str) -> None:
    text = f"陈志明同志{tail}。"
    row = parts.assign(text, units.read(Sentence(text, names=("陈志明",))))
    assert [u.label for u in row if isinstance(u.value, Who)] == ["WHOM"]


def test_an_office_of_state_takes_the_country_named_before_it() -> None:
    (who,) = read("法国总统马尔松、总理贝尔纳致电。", {"马尔松": "PERSON", "贝尔纳": "PERSON"})
    assert posts(who) == [["法国总统"], ["法国总理"]]
    (who,) = read("公司董事长陈翔、总理贝尔纳致电。", {"贝尔纳": "PERSON"})
    assert posts(who)[1] == ["总理"]


def test_brackets_are_transparent() -> None:
    (who,) = read("研究院院长陈翔、中央某校（国家某学院）副校长（副院长）马飞出席。")
    assert [p.name for p in who.people] == ["陈翔", "马飞"]
    assert who.people[1].posts


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("区领导王翔、黄飞参加。", "区领导"),
        ("王翔、黄飞等区四套班子领导参加。", "区四套班子领导"),
        ("王翔、黄飞两位领导参加。", "两位领导"),
    ],
)
def test_groups_stand_before_or_after_names(text: str, group: str) -> None:
    (who,) = read(text, {"王翔": "PERSON", "黄飞": "PERSON"})
    assert (who.group, named([who])) == (group, [["王翔", "黄飞"]])


@given(st.text("王李陈远明会的·，、（女）书记主席长市区党总等和由参加出席", max_size=30))
def test_people_lie_in_the_text_from_left_to_right(text: str) -> None:
    at = 0
    for who in read(text):
        assert at <= who.start <= who.people[0].begin <= who.people[0].start
        for person in who.people:
            assert text[person.start :].startswith(person.name)
            assert at <= person.start < person.end <= len(text)
            at = person.end


@pytest.mark.parametrize("names", list(permutations(["夏巴兹", "夏巴兹·谢里夫", "李克强"])))
def test_the_order_of_the_names_of_a_document_does_not_matter(names: tuple[str, ...]) -> None:
    """They come as a set, which every process walks through in another order; who was there must not depend on it."""
    found = read("随后，李克强陪同夏巴兹·谢里夫检阅了仪仗队。", known=names)
    assert [p.name for who in found for p in who.people] == ["李克强", "夏巴兹·谢里夫"]
