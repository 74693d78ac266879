from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import listing, mending, names
from kg.extraction.ner import Mention
from kg.extraction.recollections import Recollections
from kg.lexicon import words


@pytest.mark.parametrize("name", "陈佳慧 林有余 高远 欧阳晓岚 司马青 上官婉宁 施甜甜 应巧华 戚一飞 方岚 许其昌".split())
def test_han_names(name: str) -> None:
    assert names.is_han_name(name)
    assert names.name_score(name) > 0.4


@pytest.mark.parametrize(
    "word",
    "戈壁 高铁 大会 的人 林 陈佳慧慧慧 全区 方案 项目 高质量 党组 常委 张在 Smith 会议 欧洲 "
    "国家 国庆 先锋 干部 才能 宿迁 扶贫".split(),
)
def test_words_that_are_no_han_name(word: str) -> None:
    assert not names.is_han_name(word)


@pytest.mark.parametrize(
    "name", ["维克托·奥尔洛夫", "买买提·艾力", "扎西·多杰", "奥尔洛夫", "穆罕默德·本·萨利赫", "斯特凡尼娅", "莱希"]
)
def test_foreign_and_dotted_names(name: str) -> None:
    assert names.is_foreign_name(name)


@pytest.mark.parametrize("word", ["巴西", "乌克兰", "陈佳慧", "大会", "高质量", "提出·的", "·", "区委"])
def test_words_that_are_no_foreign_name(word: str) -> None:
    assert not names.is_foreign_name(word)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区委书记|林有余主持会议", "林有余"),
        ("部长|许荣作了说明", "许荣"),
        ("主任|王岚在会上", "王岚"),
        ("书记|于宏就深化合作开展座谈", "于宏"),
        ("省长|任远鹤陪同下", "任远鹤"),
        ("副主席|马宁会见", "马宁"),
        ("队长|何肇瑜，", "何肇瑜"),
        ("秘书长|魏风和，", "魏风和"),
        ("主任|魏风和某公司签约", "魏风"),
        ("董事长|欧阳晓岚介绍", "欧阳晓岚"),
        ("局长|陈佳慧", "陈佳慧"),
        ("局长|陈佳慧4日", "陈佳慧"),
        ("总统|穆罕默德。", "穆罕默德"),
        ("议长|沙基尔耶夫举行会谈", "沙基尔耶夫"),
        ("外长|奥尔洛夫24日表示", "奥尔洛夫"),
        ("总统|马尔科夫夫妇", "马尔科夫"),
        ("教授|维克托·奥尔洛夫在", "维克托·奥尔洛夫"),
        ("主席|扎西·多杰主持", "扎西·多杰"),
        ("首相|中村文雄同外长会谈", "中村文雄"),
        ("主席|李明远向维克托·奥尔洛夫致电", "李明远"),
        ("国王|阿尔贝托三世会见", "阿尔贝托三世"),
        ("外长|马里奥-贝内德蒂表示", "马里奥-贝内德蒂"),
        ("州长|卓玛央金、", "卓玛央金"),
        ("主席|达瓦次仁到会", "达瓦次仁"),
        ("旗长|乌云其其格主持", "乌云其其格"),
        ("局长|阿不都热依木·买买提介绍", "阿不都热依木·买买提"),
        ("团长|齐明作汇报发言", "齐明"),
        ("镇长|白露未出席", "白露"),
        ("局长|杨帆向维克托·奥尔洛夫介绍", "杨帆"),
        ("董事长|干明远座谈", "干明远"),
        ("委员|揭立成受区政府委托", "揭立成"),
        ("主任|台雪列席", "台雪"),
        ("主席|才能返回", None),
        ("主席|国内外形势", None),
        ("居民|郝女士带着", None),
        ("书记|高度重视", None),
        ("书记|多次强调", None),
        ("书记|处书记", None),
        ("主任|医师", None),
        ("主席|和中方代表", None),
        ("局长|会议", None),
        ("局长|", None),
        ("局长|，", None),
        ("代表|苗凡来自青石县。", "苗凡"),
    ],
)
def test_a_name_after_a_position(text: str, name: str | None) -> None:
    start = text.index("|")
    text = text.replace("|", "")
    end = names.name_at(text, start)
    assert (text[start:end] if end else None) == name


def test_names_of_the_document_and_votes_are_heard() -> None:
    assert names.name_at("局长暴风雨莅临", 2) is None
    assert names.name_at("局长暴风雨莅临", 2, names={"暴风雨"}) == 5
    assert names.name_at("首席萶柏应邀", 2) is None
    assert names.name_at("首席萶柏应邀", 2, mentions=[Mention(2, 4, "PERSON", 0.9)]) == 4
    assert names.name_at("首席萶柏应邀", 2, mentions=[Mention(2, 4, "PLACE", 0.9)]) is None


@pytest.mark.parametrize(
    ("text", "heard", "name"),
    [
        ("副市长艾买提江·吾守尔主持", "提江·吾守尔", "艾买提江·吾守尔"),
        ("指导员努尔艾合买提介绍", "努尔", "努尔艾合买提"),
        ("总统拜登赦免其子", "拜登赦", "拜登"),
        ("总理菲佐则指出", "菲佐则", "菲佐"),
        ("总统普京做汇报", "普京做", "普京"),
        ("总理内塔尼亚胡加剧了", "内塔尼亚胡加", "内塔尼亚胡"),
        ("书记李希于9月率团", "李希于", "李希"),
        ("镇长白露未出席", "白露未", "白露"),
        ("听取了陈舟作的报告", "陈舟作", "陈舟"),
        ("国王卡洛斯五世。", "卡洛斯", "卡洛斯五世"),
        ("慰问劳动模范丁立刚，", "范丁立刚", "丁立刚"),
        ("走进德纳精密有限公司", "德纳", None),
        ("市民郝女士说", "郝女士", None),
        ("群众赖某某说", "赖某", None),
        ("会见沈一舟女士", "沈一舟女士", "沈一舟"),
        ("看望教师周立强，", "周立", "周立强"),
        ("看望教师周立三年前", "周立", "周立"),
        ("指导员麴明远汇报", "明远", "麴明远"),
        ("指导员见明远汇报", "明远", "明远"),
        ("维特妮·考维垂当选主席", "维特妮", "维特妮·考维垂"),
        ("打击本·古里安国际机场，", "本·古里安", "本·古里安"),
        ("指导员陈岱致电让-吕西安·德托，", "吕西安·德托", "让-吕西安·德托"),
        ("指导员让-吕西安·德托说", "吕西安·德托", "让-吕西安·德托"),
    ],
)
def test_what_the_recogniser_breaks_is_mended(text: str, heard: str, name: str | None) -> None:
    start = text.index(heard)
    floor = 3 if text.startswith(("副市长", "指导员")) else 0
    found = mending.mend(text, start, start + len(heard), floor=floor)
    assert (text[slice(*found)] if found else None) == name


@pytest.mark.parametrize(
    ("text", "heard", "name"),
    [
        ("总理和维科尔尼举行", "科尔尼", "维科尔尼"),
        ("转达特里默的问候", "特里默", "特里默"),
        ("书记陈佳慧说", "陈佳慧", "陈佳慧"),
    ],
)
def test_a_piece_of_a_transcribed_name_begins_earlier(text: str, heard: str, name: str) -> None:
    start = text.index(heard)
    assert text[mending.begun_before(text, start, start + len(heard), 0) : start + len(heard)] == name


@pytest.mark.parametrize(
    ("text", "found", "enough"),
    [
        ("院长|海洋主持报告会", ["海洋"], True),
        ("副局长|车轮，某街道", ["车轮"], True),
        ("副部长|充国华出席并讲话", ["充国华"], True),
        ("副县长|盛夏、安静、江河参加", ["盛夏"], True),
        ("董事长|蓝天、招商局", ["蓝天"], False),
        ("局长|商洛等参加", ["商洛"], True),
        ("主任|由建军，", ["由建军"], True),
        ("主任|窅渺明主持", ["窅渺明"], True),
        ("主席|鲜明指出", [], False),
        ("主席|赴秘鲁出席", [], False),
        ("书记|会议、论坛", [], False),
        ("书记|全程参加", [], False),
        ("校长|职务，", [], False),
        ("书记|全体出席", [], False),
        ("校长|培训、", [], False),
        ("主席|关心下，", [], False),
        ("主席|来巴出席", [], False),
        ("局长|的信，", [], False),
        ("局长|，", [], False),
        ("局长|", [], False),
    ],
)
def test_names_by_their_place(text: str, found: list[str], enough: bool) -> None:
    start = text.index("|")
    text = text.replace("|", "")
    spans, proven = listing.read_slots(text, start)
    assert [text[a:b] for a, b in spans] == found
    assert not found or proven == enough


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("林有余高远", ["林有余", "高远"]),
        ("戚一飞马飞", ["戚一飞", "马飞"]),
        ("吴才俊杨国琴陈宇", ["吴才俊", "杨国琴", "陈宇"]),
        ("欧阳晓岚陈佳慧", ["欧阳晓岚", "陈佳慧"]),
        ("欧阳晓岚", None),
        ("陈佳慧", None),
        ("大会高铁", None),
        ("陈佳慧出席", None),
        ("王文江安远", None),
        ("", None),
    ],
)
def test_fused_names(text: str, parts: list[str] | None) -> None:
    assert listing.split_fused(text) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("施甜甜、应巧华、张远明参加", ["施甜甜", "应巧华", "张远明"]),
        ("施甜甜，应巧华，张远明参加", ["施甜甜", "应巧华", "张远明"]),
        ("陈翔 马飞 张　远 李思源", ["陈翔", "马飞", "张　远", "李思源"]),
        ("林有余（女）、高远（藏族）、王岚（女，回族）出席", ["林有余", "高远", "王岚"]),
        ("陈翔、马飞等参加", ["陈翔", "马飞"]),
        ("陈翔、马飞等区四套班子领导参加", ["陈翔", "马飞"]),
        ("维克托·奥尔洛夫、林有余和高远一同出席", ["维克托·奥尔洛夫", "林有余", "高远"]),
        ("陈翔、萶柏、马飞参加", ["陈翔", "萶柏", "马飞"]),
        ("陈翔、萶柏等", ["陈翔"]),
        ("陈翔、戈壁、马飞参加", ["陈翔", "戈壁", "马飞"]),
        ("陈翔、马飞、盛夏，市直部门", ["陈翔", "马飞", "盛夏"]),
        ("陈翔、全体人员、马飞", ["陈翔"]),
        ("多吉次仁、扎西央金、陈翔出席", ["多吉次仁", "扎西央金", "陈翔"]),
        ("安娜·贝尔为外交大臣，陈翔为秘书", ["安娜·贝尔"]),
        ("陈佳慧，高度重视", ["陈佳慧"]),
        ("陈佳慧，区长高远参加", ["陈佳慧"]),
        ("陈佳慧", ["陈佳慧"]),
        ("戈壁、高铁、大会", []),
        ("大会、陈佳慧", []),
        ("", []),
    ],
)
def test_lists(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in listing.read_list(text, 0)] == found


def test_a_list_trusts_the_names_of_the_document() -> None:
    text = "区领导萶柏、公羊参加"
    assert listing.read_list(text, 3) == []
    assert listing.read_list(text, 3, names={"萶柏", "公羊"}) == [(3, 5), (6, 8)]


families = st.sampled_from(["王", "李", "陈", "赵", "孙", "林", "欧阳", "司马"])
given_names = st.sampled_from(["佳慧", "远", "晓岚", "思源", "志强", "雪", "建军", "雨桐", "明"])
people = st.lists(st.builds(str.__add__, families, given_names), min_size=1, max_size=8)


@given(people, st.sampled_from(["、", "，", " "]), st.sampled_from(["参加", "等出席", "", "。", "（女）参加"]))
def test_a_list_gives_its_names_back(listed: list[str], mark: str, after: str) -> None:
    text = "区领导" + mark.join(listed) + after
    assert [text[a:b] for a, b in listing.read_list(text, 3)] == listed


@given(people, st.sampled_from(["主持会议", "在会上", "，", "24日", "表示", "就此"]))
def test_a_name_ends_where_its_verb_begins(listed: list[str], after: str) -> None:
    text = "书记" + listed[0] + after
    assert names.name_at(text, 2) == 2 + len(listed[0])


@given(st.text("王李陈远明会的·，、（女） 在12多次斯拉", max_size=20), st.integers(0, 20))
def test_any_text_gives_spans_inside_it(text: str, start: int) -> None:
    start = min(start, len(text))
    end = names.name_at(text, start)
    assert end is None or start + 2 <= end <= len(text)
    at = start
    for a, b in listing.read_list(text, start):
        assert at <= a < b <= len(text)
        at = b
    slots, _ = listing.read_slots(text, start)
    assert all(start <= a < b <= len(text) for a, b in slots)
    mended = mending.mend(text, start, len(text))
    assert mended is None or 0 <= mended[0] <= mended[1] <= len(text)
    parts = listing.split_fused(text)
    assert parts is None or "".join(parts) == text


def test_word_sets_do_not_contradict_each_other() -> None:
    sets = [set(words("names", name)) for name in ("given_common", "given_rare", "given_never")]
    assert sum(map(len, sets)) == len(set.union(*sets))
    assert set(words("names", "after_links")) <= set(words("names", "after_chars"))
    assert all(
        len(c) == 1 for name in ("given_common", "given_rare", "given_never", "foreign") for c in words("names", name)
    )


def test_whoever_is_mourned_is_recalled() -> None:
    assert Recollections("沈知秋同志因病医治无效，在本市逝世。").tell_of("沈知秋")
    assert Recollections("沈知秋同志生平").tell_of("沈知秋")
    assert not Recollections("区长沈知秋就林望舒同志逝世致唁电。").tell_of("沈知秋")
    assert not Recollections("林望舒同志介绍了沈知秋同志的生平。").tell_of("林望舒")
    assert not Recollections("区长沈知秋出席会议。").tell_of("沈知秋")
    assert not Recollections("区长沈知秋同志看望牺牲民警的家属。").tell_of("沈知秋")
