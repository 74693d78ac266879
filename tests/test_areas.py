"""Areas by name, by ending, and by what the paper tells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.areas import Paper, chain, find, lead, local_word, locate
from kg.lexicon import entries, words


def names(text: str) -> list[str]:
    return [a.name for a in chain(text)]


def test_a_chain_has_levels_codes_and_parents():
    province, city, district = chain("四川省成都市青羊区")
    assert [a.level for a in (province, city, district)] == ["province", "city", "district"]
    assert district.code == "510105"
    assert district.parent == city
    assert city.parent == province


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("青羊区", ["四川省", "成都市", "青羊区"]),
        ("成都青羊", ["四川省", "成都市", "青羊区"]),
        ("重庆市巴南区", ["重庆市", "巴南区"]),
        ("义乌市", ["浙江省", "金华市", "义乌市"]),
        ("凉山州", ["四川省", "凉山彝族自治州"]),
        ("云南省大理州剑川县沙溪镇", ["云南省", "大理白族自治州", "剑川县", "沙溪镇"]),
        ("剑川县沙溪镇", ["云南省", "大理白族自治州", "剑川县", "沙溪镇"]),
        ("月湾街道", ["月湾街道"]),
        ("智利", ["智利"]),
        ("刚果(金)", ["刚果（金）"]),
    ],
)
def test_chains(printed: str, expected: list[str]):
    assert names(printed) == expected


def test_a_name_that_several_share_is_not_guessed():
    bare = chain("鼓楼区")[-1]
    assert (bare.key, bare.parent, bare.code) == ("鼓楼区", None, None)
    assert chain("南京市鼓楼区")[-1].key == "南京市鼓楼区"
    assert chain("福建省福州市鼓楼区")[-1].key == "福州市鼓楼区"


def test_the_paper_decides_between_areas_of_one_name():
    near = locate("鼓楼区", Paper.of("福州市台江区"))
    assert near is not None
    assert near.key == "福州市鼓楼区"
    far = locate("鼓楼区", Paper.of("青羊区"))
    assert far is not None
    assert far.parent is None


def test_every_area_of_the_official_list_is_its_own_chain():
    for name, props in entries("areas", "prefectures").items():
        assert names(f"{props['province']}{name}") == [props["province"], name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行到月湾街道、武侯区走访", [("月湾街道", "subdistrict"), ("武侯区", "district")]),
        ("智利总统在成都市会见客人", [("智利", "country"), ("成都市", "city")]),
        ("和睦街道、平安镇、长乐乡", [("和睦街道", "subdistrict"), ("平安镇", "town"), ("长乐乡", "town")]),
        ("四川省剑阁县柳沟镇", [("四川省", "province"), ("剑阁县", "county"), ("柳沟镇", "town")]),
        ("来到浦东新区", [("浦东新区", "district")]),
        ("赴甘肃考察", [("甘肃省", "province")]),
        ("智利共和国总统、斐济独立国总理", [("智利", "country"), ("斐济", "country")]),
    ],
)
def test_find(text: str, expected: list[tuple[str, str]]):
    assert [(name, level) for _, _, name, level in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "老旧小区改造",
        "幸福社区",
        "我区召开会议",
        "全区上下",
        "高新区",
        "城市管理",
        "市场监管",
        "区块链",
        "乡村振兴",
        "城乡融合",
        "景区和校区",
        "古镇",
        "朝阳产业",
        "农村",
        "各街道",
        "山区群众",
        "示范区",
        "升旗",
    ],
)
def test_find_leaves_other_words_alone(text: str):
    assert not find(text)


@given(
    st.lists(
        st.sampled_from(
            ["青羊区", "月湾街道", "，", "到", "智利", "小区", "市场", "我区", "的", "平安镇", "调研", "成都市"]
        ),
        max_size=8,
    )
)
def test_spans_are_in_order_and_never_overlap(parts: list[str]):
    text = "".join(parts)
    spans = find(text)
    assert all(0 <= a < b <= len(text) for a, b, *_ in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        ("区委", "青羊区委"),
        ("市政协", "成都市政协"),
        ("省国资委", "四川省国资委"),
        ("市市场监管局", "成都市市场监管局"),
        ("县委", None),
        ("市场监管局", None),
        ("区块链公司", None),
        ("乡村振兴局", None),
    ],
)
def test_what_a_paper_tells(printed: str, own: str | None):
    assert Paper.of("青羊区").own(printed) == own
    assert Paper().own(printed) is None


@pytest.mark.parametrize(
    ("word", "name"), [("我区", "青羊区"), ("全市", "成都市"), ("省", "四川省"), ("该区", "青羊区")]
)
def test_a_word_for_an_area_is_the_papers(word: str, name: str):
    area = Paper.of("青羊区").at(word)
    assert area is not None
    assert area.name == name
    assert Paper.of("青羊区").at("县") is None


def test_the_innermost_city_is_meant():
    area = Paper.of("浙江省金华市义乌市").at("市")
    assert area is not None
    assert area.name == "义乌市"


@pytest.mark.parametrize(
    ("text", "area", "rest"),
    [
        ("成都市青羊区委", "青羊区", "委"),
        ("甘肃省委书记", "甘肃省", "委书记"),
        ("成都市市场监管局", "成都市", "市场监管局"),
        ("成都市场监管局", "成都市", "市场监管局"),
        ("沙溪镇党委", "沙溪镇", "党委"),
        ("智利外交部", "智利", "外交部"),
        ("北京市政协", "北京市", "政协"),
    ],
)
def test_lead(text: str, area: str, rest: str):
    found, end = lead(text)
    assert found is not None
    assert (found.name, text[end:]) == (area, rest)


@pytest.mark.parametrize("text", ["市场监管局", "区块链公司", "小镇客厅", "农村商业银行", "人民城市"])
def test_lead_finds_no_area(text: str):
    assert lead(text) == (None, 0)


def test_guards_are_what_local_word_says():
    assert all(local_word(w + "局") == "" for w in words("areas", "not_local"))
    assert all(local_word(w) for w in words("areas", "local_after_all"))


def test_the_kind_of_a_state_is_no_part_of_its_name_and_no_word_is_torn():
    assert lead("柬埔寨王国首相")[1] == len("柬埔寨王国")
    assert lead("中非共和国总统")[0] == locate("中非共和国")
    assert lead("俄罗斯联邦政府")[1] == len("俄罗斯联邦")
    assert lead("俄罗斯联邦委员会")[1] == len("俄罗斯")
