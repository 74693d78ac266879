"""Printed titles and the seats they mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.extraction import titles
from kg.extraction.areas import Paper
from kg.extraction.asides import Held
from kg.extraction.happenings import Proof
from kg.extraction.naming import Naming
from kg.extraction.people import Participant
from kg.extraction.seats import Seat, seat, strip_capacity
from kg.lexicon import entries

PAPER, DOC = Paper.of("青羊区"), "a.txt"


def of(title: str, organ: str | None = None, paper: Paper = PAPER) -> Seat:
    return seat(title, organ, paper, DOC)


@pytest.mark.parametrize(
    ("title", "before", "name", "short", "organ", "area", "branch", "seats"),
    [
        ("区委书记", None, "青羊区委书记", "区委书记", "青羊区委", "青羊区", "party", 1),
        ("书记", "青羊区委", "青羊区委书记", "区委书记", "青羊区委", "青羊区", "party", 1),
        ("区委书记", "青羊区委", "青羊区委书记", "区委书记", "青羊区委", "青羊区", "party", 1),
        ("区委副书记", None, "青羊区委副书记", "区委副书记", "青羊区委", "青羊区", "party", None),
        ("区委常委", None, "青羊区委常委", "区委常委", "青羊区委", "青羊区", "party", None),
        ("区长", None, "青羊区区长", "区长", "青羊区政府", "青羊区", "government", 1),
        ("区长", "青羊区", "青羊区区长", "区长", "青羊区政府", "青羊区", "government", 1),
        ("区政府区长", None, "青羊区区长", "区长", "青羊区政府", "青羊区", "government", 1),
        ("副区长", None, "青羊区副区长", "副区长", "青羊区政府", "青羊区", "government", None),
        ("常务副区长", None, "青羊区常务副区长", "常务副区长", "青羊区政府", "青羊区", "government", 1),
        ("组织部部长", "区委", "青羊区委组织部部长", "区委组织部部长", "青羊区委组织部", "青羊区", "party", 1),
        ("政法委书记", "区委", "青羊区委政法委书记", "区委政法委书记", "青羊区委政法委", "青羊区", "party", 1),
        ("区教育局长", None, "青羊区教育局局长", "区教育局局长", "青羊区教育局", "青羊区", "government", 1),
        ("区政协主席", None, "青羊区政协主席", "区政协主席", "青羊区政协", "青羊区", "cppcc", 1),
        ("区人大代表", None, "青羊区人大代表", "区人大代表", "青羊区人大", "青羊区", "congress", None),
        (
            "党组副书记",
            "省经信厅",
            "四川省经信厅党组副书记",
            "省经信厅党组副书记",
            "四川省经信厅",
            "四川省",
            "party",
            None,
        ),
        (
            "一级巡视员",
            "省经信厅",
            "四川省经信厅一级巡视员",
            "省经信厅一级巡视员",
            "四川省经信厅",
            "四川省",
            "government",
            None,
        ),
        ("省长", None, "四川省省长", "省长", "四川省政府", "四川省", "government", 1),
        ("市长", "昆明", "昆明市市长", "市长", "昆明市政府", "昆明市", "government", 1),
        ("昆明市长", None, "昆明市市长", "市长", "昆明市政府", "昆明市", "government", 1),
        ("甘肃省委书记", None, "甘肃省委书记", "省委书记", "甘肃省委", "甘肃省", "party", 1),
        ("镇党委书记", "沙溪镇", "沙溪镇党委书记", "镇党委书记", "沙溪镇党委", "沙溪镇", "party", 1),
        ("行长", "大河银行成都分行", "大河银行成都分行行长", "行长", "大河银行成都分行", None, "company", 1),
        ("党委书记", "云帆集团", "云帆集团党委书记", "党委书记", "云帆集团", None, "party", 1),
        ("首席经济学家", "大河银行", "大河银行首席经济学家", "首席经济学家", "大河银行", None, "company", None),
        ("国家主席", None, "国家主席", "国家主席", None, "中国", None, 1),
        ("国务院总理", None, "国务院总理", "国务院总理", "国务院", "中国", "government", 1),
        ("总书记", None, "中共中央总书记", "中共中央总书记", "中共中央", "中国", "party", 1),
        ("副主席", "全国政协", "全国政协副主席", "全国政协副主席", "全国政协", "中国", "cppcc", None),
        ("中央书记处书记", None, "中央书记处书记", "中央书记处书记", "中央书记处", "中国", "party", None),
        (
            "调研室主任",
            "中央办公厅",
            "中央办公厅调研室主任",
            "中央办公厅调研室主任",
            "中央办公厅调研室",
            "中国",
            "party",
            1,
        ),
        ("总统", "智利", "智利总统", "总统", None, "智利", "government", 1),
        ("外长", "智利", "智利外交部部长", "外交部部长", "智利外交部", "智利", "government", 1),
        ("副外长", "智利", "智利外交部副部长", "外交部副部长", "智利外交部", "智利", "government", None),
        (
            "交通与城建部长",
            "智利",
            "智利交通与城建部部长",
            "交通与城建部部长",
            "智利交通与城建部",
            "智利",
            "government",
            1,
        ),
        ("政府总理", "斐济", "斐济总理", "总理", None, "斐济", "government", 1),
        ("外交大臣", "瑞典", "瑞典外交大臣", "外交大臣", None, "瑞典", "government", 1),
        ("国家主席", "越南", "越南国家主席", "国家主席", None, "越南", None, 1),
        ("总书记", "革新党", "革新党总书记", "总书记", "革新党", None, "party", 1),
        ("议会上院议长", "斐济", "斐济议会上院议长", "议会上院议长", "斐济议会上院", "斐济", "congress", 1),
        ("轮值主席", "欧盟", "欧盟轮值主席", "轮值主席", "欧盟", None, None, None),
    ],
)
def test_seats(title, before, name, short, organ, area, branch, seats):
    found = of(title, before)
    assert (found.name, found.title) == (name, short)
    assert (found.organ.name if found.organ else None, found.area.name if found.area else None) == (organ, area)
    assert (found.branch, found.seats, found.capacity) == (branch, seats, "full")
    assert found.key == name


@pytest.mark.parametrize(
    ("title", "before", "name", "capacity"),
    [
        ("代区长", None, "青羊区区长", "acting"),
        ("区政府代区长", None, "青羊区区长", "acting"),
        ("代理市长", "昆明市", "昆明市市长", "acting"),
        ("原市委书记", None, "成都市委书记", "former"),
        ("区委原书记", None, "青羊区委书记", "former"),
        ("时任区委书记", None, "青羊区委书记", "former"),
        ("前总统", "智利", "智利总统", "former"),
        ("智利前总统", None, "智利总统", "former"),
        ("总统", "前智利", "智利总统", "former"),
        ("当选总统", "智利", "智利总统", "designate"),
        ("候任总统", "智利", "智利总统", "designate"),
        ("首任总统", "智利", "智利总统", "former"),
        ("现任区长", None, "青羊区区长", "full"),
    ],
)
def test_capacity_is_no_part_of_the_seat(title: str, before: str | None, name: str, capacity: str):
    found = of(title, before)
    assert (found.name, found.key, found.capacity) == (name, name, capacity)


@pytest.mark.parametrize("title", ["原子能研究所所长", "前沿研究院院长", "太原市长", "代县县长", "草原站站长"])
def test_words_that_only_look_like_a_capacity(title: str):
    assert strip_capacity(title) == (title, "full")


@pytest.mark.parametrize("title", ["区长", "区委书记", "省长"])
def test_without_an_area_a_seat_is_local(title: str):
    found = of(title, None, Paper())
    assert found.key == f"{title}@{DOC}"
    assert found.area is None


@pytest.mark.parametrize(
    ("title", "before"),
    [("董事长", None), ("主任", None), ("县委书记", None), ("局长", "统计局"), ("生产主管", None), ("总统", None)],
)
def test_nothing_is_guessed(title: str, before: str | None):
    found = of(title, before)
    assert found.key.endswith(f"@{DOC}")
    assert found.area is None


@pytest.mark.parametrize("title", ["院士", "教授", "研究员", "人大代表", "科技特派员"])
def test_titles_without_a_seat(title: str):
    found = of(title)
    assert (found.key, found.seats) == (title, None)


def test_an_office_named_wholly_forgets_what_stands_before_it():
    assert of("国家主席", "中共中央").name == "国家主席"
    assert of("甘肃省委书记", "国务院").name == "甘肃省委书记"
    assert of("中央军委主席", "中共中央").name == "中央军委主席"


def test_forms_of_one_seat_are_aliases():
    assert of("外长", "智利").aliases == ("智利外长", "外长")
    assert of("外交部长", "智利").key == of("外长", "智利").key == of("部长", "智利外交部").key
    assert "总书记" in of("总书记").aliases
    assert "书记" not in of("书记", "青羊区委").aliases


@pytest.mark.parametrize(
    ("title", "before", "rank"),
    [
        ("省长", None, 3),
        ("副省长", None, 4),
        ("一级巡视员", "省经信厅", 5),
        ("国务院总理", None, 1),
        ("国家主席", "越南", None),
        ("区委书记", None, None),
        ("董事长", "云帆集团", None),
    ],
)
def test_rank_only_where_the_title_tells(title: str, before: str | None, rank: int | None):
    assert of(title, before).rank == rank


TITLES = st.sampled_from(["区长", "区委书记", "副区长", "区委常委", "组织部部长", "市长", "省委书记", "县长", "董事长"])
MARKS = st.sampled_from(sorted(entries("titles", "capacities")))


@given(TITLES, MARKS, st.sampled_from(["青羊区", None]))
def test_a_mark_changes_the_capacity_and_nothing_else(title: str, mark: str, area: str | None):
    paper = Paper.of(area)
    plain, marked = of(title, None, paper), of(mark + title, None, paper)
    assert (marked.key, marked.name, marked.title, marked.seats) == (plain.key, plain.name, plain.title, plain.seats)
    assert marked.capacity == entries("titles", "capacities")[mark]["capacity"]


@given(TITLES, st.sampled_from(["青羊区", "成都市", "福州市鼓楼区", None]))
def test_a_seats_name_means_the_seat(title: str, area: str | None):
    paper = Paper.of(area)
    found = of(title, None, paper)
    if not found.key.endswith(f"@{DOC}"):
        assert of(found.name, None, paper).key == found.key


@pytest.mark.parametrize(
    ("title", "before", "name"),
    [
        ("政治局常委", "第十八届中央", "中共中央政治局常委"),
        ("总书记", "第二十届中央委员会", "中共中央总书记"),
        ("副主席", "第七届、八届全国政协", "全国政协副主席"),
        ("主席团成员", "第十四届全国人大一次会议", "第十四届全国人大一次会议主席团成员"),
        ("总书记", "越共中央", "越南共产党中央总书记"),
        ("总书记", "越南共产党中央委员会", "越南共产党中央总书记"),
        ("总统", "智利共和国", "智利总统"),
        ("第六任行政长官", "澳门特别行政区", "澳门特别行政区行政长官"),
        ("行政长官", "中华人民共和国澳门特别行政区第六任", "澳门特别行政区行政长官"),
        ("主席", "中华人民共和国", "国家主席"),
        ("第47任总统", "智利", "智利总统"),
        ("经济和能源部长", "智利", "智利经济和能源部部长"),
        ("总统特别代表", "智利", "智利总统特别代表"),
        ("副校长", "中央党校（国家行政学院）", "中央党校副校长"),
        ("发言人", "俄外交部", "俄罗斯外交部发言人"),
        ("发言人", "韩国防部", "韩国国防部发言人"),
        ("发言人", "美国务院", "美国国务院发言人"),
        ("院长", "法学院", "法学院院长"),
        ("社长", "日报社", "日报社社长"),
    ],
)
def test_sessions_states_and_parties_of_other_countries(title: str, before: str, name: str):
    assert of(title, before).name == name


def named(*printed: str) -> dict[str, list[str]]:
    """Person → seats, for a document in which 党总书记@甲 is printed so; the words before @ are one post with its organ."""
    held = []
    for line in printed:
        words, name = line.split("@")
        found = titles.find(words)
        for post in titles.chain(words, found, len(found) - 1, 0)[1]:
            held.append(Held(Participant(name, 0, len(name)), post, Proof(0, 0, 1, 0, "test.rule")))
    naming = Naming(Document(DOC, "", (), area="青羊区"))
    naming.learn(held)
    seats: dict[str, list[str]] = {}
    for one in held:
        seats.setdefault(one.person.name, []).append(naming.resolve(one.post, one.person.name).key)
    return seats


def test_a_bare_office_of_a_person_known_abroad_is_not_ours():
    assert named("越共中央总书记@阮高远", "总书记@阮高远")["阮高远"] == ["越南共产党中央总书记"] * 2
    assert named("越南新任国家主席@苏远", "国家主席@苏远", "主席@苏远")["苏远"] == ["越南国家主席"] * 3
    assert named("智利外长@高远", "总统@高远")["高远"] == ["智利外交部部长", "智利总统"]


@pytest.mark.parametrize("name", ["拉夫罗夫", "萨尔", "马柳斯卡"])
def test_an_organ_that_every_state_has_is_not_ours_where_the_name_is_not(name: str):
    assert named(f"外长@{name}")[name] == [f"外交部部长@{DOC}"]
    assert named("外长@高远", "司法部长@欧阳山月", "外长@沙海")["欧阳山月"] == ["司法部部长"]


def test_a_bare_office_beside_another_area_never_falls_to_the_papers_own():
    naming = Naming(Document(DOC, "", (), area="青羊区"))
    post = titles.Post(0, 2, "区长", "", "full", "区长")
    assert naming.resolve(post, "高远").key == "青羊区区长"
    assert naming.resolve(replace(post, beside="青羊区"), "高远").key == "青羊区区长"
    assert naming.resolve(replace(post, beside="云岭区"), "高远").key == f"区长@{DOC}"


def test_a_bare_office_is_ours_unless_somebody_holds_one_like_it_abroad():
    assert named("总书记@林远")["林远"] == ["中共中央总书记"]
    assert named("越共中央总书记@阮高远", "总书记@林远")["林远"] == [f"总书记@{DOC}"]
    both = named("越共中央总书记@阮高远", "中共中央总书记、国家主席、中央军委主席@林远", "总书记@林远", "主席@林远")
    assert both["林远"] == ["中共中央总书记", "国家主席", "中央军委主席", "中共中央总书记", "国家主席"]


def test_two_people_called_by_one_seat_do_not_both_hold_it():
    neither = named("总书记@林远", "总书记@阮高远")
    assert neither == {"林远": [f"总书记@{DOC}"], "阮高远": [f"总书记@{DOC}"]}
    one = named("中共中央总书记@林远", "总书记@林远", "总书记@阮高远")
    assert one == {"林远": ["中共中央总书记"] * 2, "阮高远": [f"总书记@{DOC}"]}
    # Of several seats both may be holders, and of one seat who is called so again and again.
    assert named("副总理@林远", "副总理@高远")["高远"] == named("副总理@高远")["高远"]
    assert named("总书记@林远", "总书记@林远")["林远"] == ["中共中央总书记"] * 2


@pytest.mark.parametrize(
    ("printed", "label", "name"),
    [
        ("京", "Area", "北京市"),
        ("成都市也", "Area", "成都市"),
        ("智利等", "Area", "智利"),
        ("区图书馆", "Organization", "青羊区图书馆"),
        ("北广场", "Place", "北广场"),
    ],
)
def test_places_by_name(printed: str, label: str, name: str):
    found = Naming(Document(DOC, "", (), area="青羊区")).place(printed)
    assert (found["label"], found["name"]) == (label, name)
