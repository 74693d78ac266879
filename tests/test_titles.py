"""Titles in running text: where they stand, where their organs begin, and what the titles of one person share."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import titles
from kg.extraction.titles import Post
from kg.lexicon import entries, words


def read(text: str, name: str = "") -> list[Post]:
    """The posts that end where the name begins (at the end of the text without one)."""
    end = text.index(name) if name else len(text)
    found = titles.find(text)
    last = max(k for k, t in enumerate(found) if t.end <= end)
    assert found[last].end == end
    return titles.chain(text, found, last, 0)[1]


def parts(text: str, name: str = "") -> list[tuple[str, str, str]]:
    return [(p.organ, p.title, p.capacity) for p in read(text, name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区委副书记、代区长高原", ["副书记", "代区长"]),
        ("省教育厅厅长令狐远", ["厅长"]),
        ("主席会见客人", ["主席"]),
        ("区委书记部署工作", ["书记"]),
        ("智利总统特别代表", ["总统特别代表"]),
        ("首相私人秘书", ["首相私人秘书"]),
        ("副校长（副院长）高原", ["副校长（副院长）"]),
        ("文莱苏丹访问智利", ["苏丹"]),
        ("苏丹总统", ["总统"]),
        ("南苏丹外长", ["外长"]),
        ("抗洪指挥部召开主席团会议", []),
        ("部队长期驻扎", []),
        ("教师们、区领导", []),
        ("大河公司长桥基地", []),
        ("实现地区长治久安", []),
        ("勉励广大公安民警", []),
        ("扬州长桥通车", []),
        ("人们围住议长席", []),
        ("北部战区司令部司令何强", ["司令"]),
        ("云帆大公路开工", []),
        ("大河公司总工程师、副总经理", ["总工程师", "副总经理"]),
        ("县政府党组成员何强", ["党组成员"]),
        ("县检察院检察官助理何强", ["检察官助理"]),
        ("消防大队政治教导员何强", ["政治教导员"]),
        ("云帆中学法治副校长何强", ["法治副校长"]),
    ],
)
def test_titles_in_running_text(text: str, expected: list[str]):
    assert [text[t.start : t.end] for t in titles.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "organ", "title"),
    [
        ("一行在大礼堂同智利国民议会议长", "智利国民议会", "议长"),
        ("由于智利总统", "智利", "总统"),
        ("应斐济共和国总理", "斐济共和国", "总理"),
        ("应急管理局局长", "应急管理局", "局长"),
        ("应区委书记", "区委", "书记"),
        ("杂志发表中共中央总书记", "中共中央", "总书记"),
        ("他与瑞典外交大臣", "瑞典", "外交大臣"),
        ("轮值主席国斐济总理", "斐济", "总理"),
        ("记云帆学院教授", "云帆学院", "教授"),
        ("届时市林业局局长", "市林业局", "局长"),
        ("会议精神和区委书记", "区委", "书记"),
        ("文化和旅游局局长", "文化和旅游局", "局长"),
        ("中央和国家机关工委书记", "中央和国家机关工委", "书记"),
        ("各国议会联盟主席", "各国议会联盟", "主席"),
        ("政府代表和中国驻智利大使", "中国驻智利", "大使"),
        ("智利民主运动—人民党主席", "智利民主运动—人民党", "主席"),
        ("云帆党校（远航学院）副校长（副院长）", "云帆党校（远航学院）", "副校长"),
        ("大河集团董事局主席", "大河集团", "董事局主席"),
        ("前方指挥部总指挥", "前方指挥部", "总指挥"),
        ("县总工会主席", "县总工会", "主席"),
        ("智利欧盟事务部长", "智利", "欧盟事务部长"),
        ("智利国家主席", "智利", "国家主席"),
        ("国家主席", "", "国家主席"),
        ("宪法法律委副主席委员", "宪法法律委", "副主席委员"),
        ("外交部分管亚洲事务的副部长", "外交部", "副部长"),
        ("著名经济学家", "", "经济学家"),
        ("云帆大学知名教授", "云帆大学", "教授"),
        ("首批坐诊专家", "", "专家"),
        ("谴责智利总统", "智利", "总统"),
        ("敦促智利总统", "智利", "总统"),
        ("同德国总理", "德国", "总理"),
        ("同德县县长", "同德县", "县长"),
        ("同时智利总统", "智利", "总统"),
        ("据俄总统助理", "俄", "总统助理"),
        ("国家数据局局长", "国家数据局", "局长"),
        ("出席的还有智利总统", "智利", "总统"),
        ("打死智利民主党领袖", "智利民主党", "领袖"),
        ("批准总统", "", "总统"),
        ("已经批准智利总统", "智利", "总统"),
        ("云帆质量控制主管", "云帆质量控制", "主管"),
        ("县疾病预防控制中心主任", "县疾病预防控制中心", "主任"),
        ("新希望集团董事长", "新希望集团", "董事长"),
        ("智利争取民主运动主席", "智利争取民主运动", "主席"),
        ("市国有资产管理局局长", "市国有资产管理局", "局长"),
        ("证实其领导人", "", "领导人"),
        ("土耳其总统", "土耳其", "总统"),
        ("云帆同学会会长", "云帆同学会", "会长"),
        ("应东盟秘书长", "东盟", "秘书长"),
        ("应泰王国总理", "泰王国", "总理"),
        ("法院裁定总理", "", "总理"),
        ("北部战区司令部司令", "北部战区司令部", "司令"),
        ("智利外交部无任所大使", "智利外交部", "无任所大使"),
        ("智利驻华大使馆公使", "智利驻华大使馆", "公使"),
        ("提醒智利总统", "智利", "总统"),
        ("据莫斯科市长", "莫斯科", "市长"),
        ("应越共中央总书记", "越共中央", "总书记"),
        ("委派议长", "", "议长"),
        ("各界期待区委书记", "区委", "书记"),
        ("土耳其国库和财政部部长", "土耳其国库和财政部", "部长"),
        ("智利外交部和斐济议会议长", "斐济议会", "议长"),
        ("生态环境部环境工程评估中心党委委员", "生态环境部环境工程评估中心", "党委委员"),
    ],
)
def test_the_organ_in_front_of_a_title(text: str, organ: str, title: str):
    assert [(p.organ, p.title) for p in read(text)] == [(organ, title)]


@pytest.mark.parametrize(
    ("text", "capacity"),
    [
        ("智利新任国家主席", "full"),
        ("智利首任国家主席", "former"),
        ("智利两位前总理", "former"),
        ("已故智利总统", "former"),
        ("智利前国防部长", "former"),
        ("曾任智利总统", "former"),
        ("智利候任总统", "designate"),
    ],
)
def test_a_mark_of_capacity_keeps_the_country(text: str, capacity: str):
    [post] = read(text)
    assert (post.organ, post.capacity) == ("智利", capacity)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区委副书记、社会工作部部长", [("区委", "副书记"), ("区委社会工作部", "部长")]),
        (
            "云帆大学党委委员、常委、书记",
            [("云帆大学", "党委委员"), ("云帆大学", "党委常委"), ("云帆大学", "党委书记")],
        ),
        ("云帆公司党委书记、董事长", [("云帆公司", "党委书记"), ("云帆公司", "董事长")]),
        ("市委常委、秘书长", [("市委", "常委"), ("市委", "秘书长")]),
        ("县纪委书记、监委主任", [("县", "纪委书记"), ("县监委", "主任")]),
        ("县委常委、纪委书记", [("县委", "常委"), ("县", "纪委书记")]),
        ("四川省委书记、省人大常委会主任", [("四川省委", "书记"), ("四川省人大常委会", "主任")]),
        ("昆明市委副书记、市长", [("昆明市委", "副书记"), ("昆明市", "市长")]),
        ("智利副总统兼发展、工业与贸易部长", [("智利", "副总统"), ("智利", "发展、工业与贸易部长")]),
        ("智利民主党中央总书记、国家主席", [("智利民主党中央", "总书记"), ("智利", "国家主席")]),
        ("智利民主运动—人民党主席、政府总理", [("智利民主运动—人民党", "主席"), ("智利", "政府总理")]),
        ("中共中央总书记、国家主席、中央军委主席", [("中共中央", "总书记"), ("", "国家主席"), ("中央军委", "主席")]),
        ("中共中央政治局委员、外交部长", [("中共中央", "政治局委员"), ("", "外交部长")]),
        ("云帆大学研究员、博士生导师", [("云帆大学", "研究员"), ("云帆大学", "博士生导师")]),
        ("智利战时内阁成员、国防部长", [("智利战时", "内阁成员"), ("智利", "国防部长")]),
        ("智利民主党创始人、前国防部长", [("智利民主党", "创始人"), ("智利", "国防部长")]),
        ("智利民主党成员、前国防部长", [("智利", "国防部长")]),
        ("民主党成员、国防部长", [("", "国防部长")]),
        ("智利民主党成员、顾问", [("", "顾问")]),
        ("大河公司董事长总经理", [("大河公司", "董事长"), ("大河公司", "总经理")]),
    ],
)
def test_what_the_titles_of_one_person_share(text: str, expected: list[tuple[str, str]]):
    assert [(p.organ, p.title) for p in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身为云岭乡的乡长", [("云岭乡", "乡长", "云岭乡的乡长")]),
        (
            "作为大河公司的党委书记、董事长",
            [("大河公司", "党委书记", "大河公司的党委书记"), ("大河公司", "董事长", "董事长")],
        ),
        ("访问云岭乡的乡长", [("", "乡长", "乡长")]),
        ("作为访问云岭乡的乡长", [("", "乡长", "乡长")]),
        ("作为心系百姓的乡长", [("", "乡长", "乡长")]),
        ("云岭乡的乡长", [("", "乡长", "乡长")]),
    ],
)
def test_an_owner_is_joined_to_a_title_where_somebody_is_said_to_be_it(text: str, expected: list[tuple[str, str, str]]):
    assert [(p.organ, p.title, p.printed) for p in read(text)] == expected


def test_a_career_in_the_past_holds_for_every_title_after_its_mark():
    assert [c for _, _, c in parts("历任市林业局局长、市政府秘书长高原", "高原")] == ["former", "former"]
    assert [c for _, _, c in parts("原区委书记、市林业局局长高原", "高原")] == ["former", "full"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市林业局原党组书记、局长", [("市林业局", "党组书记", "former"), ("市林业局", "局长", "former")]),
        ("大河交易所原党委书记、理事长", [("大河交易所", "党委书记", "former"), ("大河交易所", "理事长", "former")]),
        ("县政协原副主席、党组成员", [("县政协", "副主席", "former"), ("县政协", "党组成员", "former")]),
        ("时任区委书记、区长", [("区委", "书记", "former"), ("", "区长", "former")]),
        ("省政府原副省长、省公安厅厅长", [("省政府", "副省长", "former"), ("省公安厅", "厅长", "full")]),
        ("市林业局原局长、现任党组书记", [("市林业局", "局长", "former"), ("市林业局", "党组书记", "full")]),
        ("大河商会原会长、名誉会长", [("大河商会", "会长", "former"), ("大河商会", "名誉会长", "full")]),
        ("智利前总统、参议员", [("智利", "总统", "former"), ("智利", "参议员", "full")]),
        ("中原区党委书记", [("中原区", "党委书记", "full")]),
        ("金凤区原区委副书记、区长", [("金凤区区委", "副书记", "former"), ("金凤区", "区长", "former")]),
        ("太原市委副书记", [("太原市委", "副书记", "full")]),
        ("固原党委书记", [("固原", "党委书记", "full")]),
        ("区委副书记、代区长", [("区委", "副书记", "full"), ("", "区长", "acting")]),
    ],
)
def test_a_mark_printed_once_holds_for_the_titles_of_the_organ(text: str, expected: list[tuple[str, str, str]]):
    assert parts(text) == expected


def test_the_titles_of_whoever_sent_an_envoy_are_not_the_envoys():
    assert [p.printed for p in read("老挝人民革命党中央总书记、国家主席特使")] == ["国家主席特使"]
    assert [p.title for p in read("智利外交部副部长、总统特使")] == ["副部长", "总统特使"]
    assert [p.title for p in read("越共中央总书记、国家主席")] == ["总书记", "国家主席"]


def test_a_chain_ends_at_a_person():
    text = "区委书记高原、区长林远"
    found = titles.find(text)
    begin, posts = titles.chain(text, found, 1, text.index("、"))
    assert (begin, [p.title for p in posts]) == (text.index("区长"), ["区长"])


ORGANS = st.sampled_from(["区委", "市林业局", "云帆集团", "智利", "四川省政府", "云帆大学"])
HEADS = st.sampled_from(sorted(h for h in entries("titles", "heads") if len(h) > 1))
TEXT = st.text(st.sampled_from("区委书记长市主席副、，和代原中国智利总统高远（）"), max_size=24)


@given(TEXT)
def test_titles_stand_in_order_and_apart(text: str):
    found = titles.find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= t.start < t.end <= len(text) and t.head in text[t.start : t.end] for t in found)


@given(TEXT)
def test_the_posts_of_a_chain_cover_what_is_printed(text: str):
    found = titles.find(text)
    for k in range(len(found)):
        begin, posts = titles.chain(text, found, k, 0)
        assert posts[0].start == begin
        assert posts[-1].end == found[k].end
        assert all(p.printed == text[p.start : p.end] and p.title.endswith(p.head) for p in posts)


@given(ORGANS, HEADS, st.sampled_from(["听取", "陪同", "会见了", "邀请"]))
def test_a_verb_in_front_changes_nothing(organ: str, head: str, verb: str):
    plain, after = f"{organ}{head}高远", f"{verb}{organ}{head}高远"
    if any(head.startswith(w) for w in words("titles", "no_titles")) or not titles.find(plain):
        return
    if titles.find(plain)[-1].end == len(organ + head) == titles.find(after)[-1].end - len(verb):
        assert parts(plain, "高远") == parts(after, "高远")


def test_the_head_of_a_title_is_the_longest():
    assert [t.head for t in titles.find("总工程师、副总经理、总会计师、副书记")] == [
        "总工程师",
        "总经理",
        "总会计师",
        "书记",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "越共中央政治局委员、中组部部长阮高远",
            [("越共中央", "政治局委员", "full"), ("越共中央组织部", "部长", "full")],
        ),
        (
            "老挝人民革命党中央委员、中央书记处书记、中宣部部长阮高远",
            [
                ("老挝人民革命党中央", "委员", "full"),
                ("老挝人民革命党中央书记处", "书记", "full"),
                ("老挝人民革命党中央宣传部", "部长", "full"),
            ],
        ),
        (
            "中共中央政治局委员、中组部部长高远",
            [("中共中央", "政治局委员", "full"), ("中组部", "部长", "full")],
        ),
        ("智利外交部长、中组部部长高远", [("智利", "外交部长", "full"), ("中组部", "部长", "full")]),
    ],
)
def test_organs_in_a_list_of_another_countrys_party_are_its_own(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert parts(text, text[-3:] if "阮" in text else "高远") == expected
