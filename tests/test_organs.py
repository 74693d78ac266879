"""Organs as printed, and what they are in a given paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.areas import Area, Paper, locate
from kg.extraction.organs import Organ, canonical, is_organ, kind_of, resolve
from kg.ids import fold_name

PAPER = Paper.of("青羊区")


def organ(printed: str, paper: Paper = PAPER, **more: Area | None) -> Organ:
    found = resolve(printed, paper, **more)
    assert isinstance(found, Organ)
    return found


@pytest.mark.parametrize(
    ("printed", "name", "area", "kind"),
    [
        ("区委", "青羊区委", "青羊区", "party"),
        ("区统计局", "青羊区统计局", "青羊区", "government"),
        ("区委宣传部", "青羊区委宣传部", "青羊区", "party"),
        ("区委全面深化改革委员会", "青羊区委深改委", "青羊区", "party"),
        ("区委办公室", "青羊区委办公室", "青羊区", "party"),
        ("区政府办公室", "青羊区政府办公室", "青羊区", "government"),
        ("区人大常委会", "青羊区人大常委会", "青羊区", "congress"),
        ("区政协", "青羊区政协", "青羊区", "cppcc"),
        ("区人民法院", "青羊区法院", "青羊区", "court"),
        ("区检察院", "青羊区检察院", "青羊区", "procuratorate"),
        ("市委", "成都市委", "成都市", "party"),
        ("省国资委", "四川省国资委", "四川省", "government"),
        ("武侯区政府", "武侯区政府", "武侯区", "government"),
        ("甘肃省委", "甘肃省委", "甘肃省", "party"),
        ("中共成都市青羊区委", "青羊区委", "青羊区", "party"),
        ("中共青羊区委员会", "青羊区委", "青羊区", "party"),
        ("成都市场监管局", "成都市市场监管局", "成都市", "government"),
        ("沙溪镇党委", "沙溪镇党委", "沙溪镇", "party"),
        ("月湾街道办事处", "月湾街道办事处", "月湾街道", "government"),
        ("民革成都市委会", "民革成都市委会", "成都市", "party"),
        ("政协成都市委员会", "成都市政协", "成都市", "cppcc"),
        ("国务院", "国务院", "中国", "government"),
        ("全国政协", "全国政协", "中国", "cppcc"),
        ("中国人民政治协商会议第十二届全国委员会", "全国政协", "中国", "cppcc"),
        ("中央军委", "中央军委", "中国", "military"),
        ("中组部", "中央组织部", "中国", "party"),
        ("国家发展和改革委员会", "国家发展改革委", "中国", "government"),
        ("中央办公厅某某室", "中央办公厅某某室", "中国", "party"),
        ("中国外交部", "外交部", "中国", "government"),
        ("外交部", "外交部", None, "government"),
        ("智利外交部", "智利外交部", "智利", "government"),
        ("智利革新党", "智利革新党", "智利", "party"),
        ("革新党", "革新党", None, "party"),
        ("云帆集团", "云帆集团", None, "company"),
        ("大河银行成都分行", "大河银行成都分行", None, "company"),
        ("成都大学", "成都大学", None, "school"),
        ("青羊区第二人民医院", "青羊区第二人民医院", "青羊区", "hospital"),
        ("欧洲议会", "欧洲议会", None, "other"),
    ],
)
def test_resolution(printed: str, name: str, area: str | None, kind: str):
    found = organ(printed)
    assert (found.name, found.area.name if found.area else None, found.kind) == (name, area, kind)
    assert not found.local
    assert found.aliases == (() if printed == name else (printed,))


@pytest.mark.parametrize("printed", ["县委", "统计局", "组织部", "公司", "第二小学", "党组", "领导小组", "街道党工委"])
def test_nothing_is_guessed(printed: str):
    assert organ(printed).local
    assert organ(printed).area is None


@pytest.mark.parametrize("printed", ["区委", "省国资委", "市卫健委"])
def test_a_paper_without_an_area_tells_nothing(printed: str):
    found = organ(printed, Paper())
    assert (found.name, found.local) == (printed, True)


@pytest.mark.parametrize(
    ("printed", "name"),
    [("我区", "青羊区"), ("全省", "四川省"), ("武侯区", "武侯区"), ("智利", "智利"), ("沙溪镇", "沙溪镇")],
)
def test_areas_stay_areas(printed: str, name: str):
    found = resolve(printed, PAPER)
    assert isinstance(found, Area)
    assert found.name == name


def test_a_ministry_belongs_to_the_country_named_before_it():
    chile = locate("智利")
    found = organ("外交部", country=chile)
    assert (found.name, found.area) == ("智利外交部", chile)
    assert organ("国务院", country=chile).name == "国务院"


def test_organs_of_two_areas_of_one_name_have_two_keys():
    one, other = organ("南京市鼓楼区委"), organ("福州市鼓楼区委")
    assert one.name == other.name == "鼓楼区委"
    assert one.key != other.key


@pytest.mark.parametrize(
    "name",
    ["市公安局", "云帆集团", "国务院", "区委", "沙溪镇党委", "成都大学", "欧盟", "统计局", "智利外交部", "中央军委"],
)
def test_organs_are_known_by_their_endings(name: str):
    assert is_organ(name)


@pytest.mark.parametrize(
    "name",
    [
        "干部",
        "党员干部",
        "区委常委",
        "新部署",
        "各企业",
        "围绕中心",
        "格局",
        "新格局",
        "大会",
        "座谈会",
        "青羊区",
        "汇报",
        "会议室",
        "好处",
        "人工智能",
        "东部",
        "科技",
    ],
)
def test_other_words_are_no_organs(name: str):
    assert not is_organ(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("大河晚报社", "media"), ("云帆商会", "association"), ("星火研究院", "institute"), ("某某", "other")],
)
def test_kinds(name: str, kind: str):
    assert kind_of(name) == kind


PRINTED = st.sampled_from(
    [
        "中共成都市青羊区委员会",
        "区人民政府",
        "国家发改委",
        "市人民代表大会常务委员会",
        "省纪律检查委员会",
        "智利外交部",
        "最高人民法院",
        "云帆集团",
        "国办",
        "中办",
        "政协武侯区委员会",
        "区卫生健康局",
        "全国人大财经委",
        "沙溪镇人民政府",
        "最高人民检察院检察委员会",
        "统计局",
    ]
)


@given(PRINTED)
def test_the_canonical_form_is_its_own(printed: str):
    assert canonical(canonical(printed)) == canonical(printed)


@given(PRINTED, st.sampled_from(["青羊区", "福州市鼓楼区", None]))
def test_a_resolved_name_resolves_to_itself(printed: str, area: str | None):
    paper = Paper.of(area)
    once = organ(printed, paper)
    assert organ(once.name, paper).name == once.name
    assert organ(once.name, paper).kind == once.kind


@given(PRINTED)
def test_blanks_and_widths_change_nothing(printed: str):
    assert organ(" ".join(printed)).name == organ(printed).name
    assert fold_name(organ(printed).name) == organ(printed).name


def test_ruling_parties_of_other_countries_have_one_name():
    short, full = organ("越共中央"), organ("越南共产党中央委员会")
    assert short.key == full.key == "越南共产党中央"
    assert short.area == locate("越南")
    assert "越共中央" in short.aliases
