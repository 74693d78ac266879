"""Where articles without bylines begin, and what signs them, on invented newspapers."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import read_document
from kg.corpus.signatures import closing, is_byline, is_imprint, is_signature, signed
from kg.document import Document

FARM = "3月5日上午，青山县召开全县农业工作会议，研究部署春耕备耕工作。县委书记孙明德主持会议并讲话。"
MORE = "会议指出，要抢抓农时，落实各项措施，确保粮食丰收。"
OPEN = "昨日，青山县举行重点项目集中开工仪式，共有12个项目开工。县长钱永康宣布开工。"
TALK = "近日，白水街道举行居民议事会。街道党工委书记周立国主持，社区居民代表吴小梅发言。"
CALL = "3月6日，县人民医院到河口村开展义诊，吸引了三百多名群众前来咨询。"

ARTICLES = [
    ("全县农业工作会议召开", f"{FARM}\n{MORE}"),
    ("重点项目集中开工", OPEN),
    ("街坊有话说 邻里一家亲", TALK),
    ("医生来到家门口", CALL),
]
PAPER = "\n\n".join(f"{title}\n\n{body}" for title, body in ARTICLES)


def titles(raw: str) -> list[str]:
    return [a.title for a in read_document(raw, "a.txt").articles]


def writers(document: Document) -> list[list[tuple[str, str]]]:
    return [[(w.name, w.role) for w in a.writers] for a in document.articles]


def bodies(document: Document) -> list[str]:
    return ["".join(b.text.text for b in a.blocks if b.kind == "paragraph") for a in document.articles]


@pytest.mark.parametrize(
    "raw",
    [
        PAPER,
        PAPER.replace("\n\n", "\n"),
        re.sub(r"\n+", "\n\n", PAPER),
        PAPER.replace("\n", "\r\n"),
        re.sub(r"([\u4e00-\u9fff])\n\n(?=3月|昨日|近日)", r"\1\n", PAPER),
    ],
    ids=["empty lines around titles", "no empty lines", "empty lines everywhere", "crlf", "empty lines before titles"],
)
def test_short_news_without_bylines(raw: str) -> None:
    document = read_document(raw, "a.txt")
    assert [a.title for a in document.articles] == [title for title, _ in ARTICLES]
    assert bodies(document) == [body.replace("\n", "") for _, body in ARTICLES]


def test_short_news_after_an_article_with_a_byline() -> None:
    raw = f"全县农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}\n{MORE}\n\n医生来到家门口\n\n{CALL}\n"
    assert titles(raw) == ["全县农业工作会议召开", "医生来到家门口"]


def test_headings_of_a_feature_stay_in_it() -> None:
    part = "村里的路修好了，灯亮起来了，日子越过越红火，大家都说好。"
    raw = (
        f"青山新事\n\n本报讯（记者 吴一凡）{part}\n{part}\n\n小院里话丰年\n近日，{part}\n{part}\n\n"
        f"田埂上闻歌声\n3月6日，{part}\n{part}\n"
    )
    (article,) = read_document(raw, "a.txt").articles
    assert "小院里话丰年" in "".join(b.text.text for b in article.blocks)


def test_a_narrow_column_under_a_headline() -> None:
    rows = "县长钱永康昨天上午来到青山公交\n总站、白水环卫所等处，慰问坚守岗\n位的一线职工。副县长周立国参加。"
    document = read_document(f"{FARM}\n□记者 吴一凡\n\n酷暑里的问候 钱永康看望职工\n{rows}\n", "a.txt")
    assert [a.title for a in document.articles] == ["", "酷暑里的问候 钱永康看望职工"]
    assert bodies(document)[1] == rows.replace("\n", "")


def test_rows_of_a_column_are_no_headline() -> None:
    raw = (
        f"全县农业工作会议召开\n本报讯（记者 吴一凡）{FARM[:20]}\n{FARM[20:36]}\n{FARM[36:]}\n"
        "会后孙明德一行来到县农机服务站\n3月5日刚刚投入使用的农机在这里\n整齐排列，孙明德详细询问了价格。\n"
    )
    assert titles(raw) == ["全县农业工作会议召开"]


@pytest.mark.parametrize("head", ["讣告", "青山县拟任职干部任前公示", "青山县人大常委会任免名单"])
def test_notices(head: str) -> None:
    notice = "根据有关规定，现将有关情况告知如下，如有不同意见，请向县里反映，电话和信件均可。"
    for gap in ("\n", "\n\n"):
        raw = f"全县农业工作会议召开\n本报讯（记者 吴一凡）{FARM}\n{MORE}{gap}{head}{gap}{notice}\n"
        assert titles(raw) == ["全县农业工作会议召开", head]


def test_a_list_stays_with_the_word_that_calls_it_up() -> None:
    raw = f"{FARM}\n\n青山县人大常委会任免名单\n任命：\n孙志远为青山县教育局局长；\n周小青为青山县财政局局长。\n"
    assert bodies(read_document(raw, "a.txt"))[1].startswith("任命：孙志远")


def test_a_dash_begins_a_subtitle() -> None:
    (article,) = read_document(f"田野里的教授\n——记青山农学院教师赴村开展帮扶\n{FARM}", "a.txt").articles
    assert (article.title, article.subtitle) == ("田野里的教授", "——记青山农学院教师赴村开展帮扶")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("\n（县农业局 周丽华）", [("周丽华", "通讯员")]),
        ("（县农业局 周丽华）", [("周丽华", "通讯员")]),
        ("\n（青山学院 周丽华 摄影 孙小川）", [("周丽华", "通讯员"), ("孙小川", "摄影")]),
        ("\n（青山县融媒体中心 周丽华 孙小川）", [("周丽华", "记者"), ("孙小川", "记者")]),
        ("\n（白水街道 供稿）", []),
        ("（青讯）", []),
        ("\n□记者 周丽华 孙小川", [("周丽华", "记者"), ("孙小川", "记者")]),
        ("记者 周丽华", [("周丽华", "记者")]),
        ("\n（通讯员 扎西卓玛）", [("扎西卓玛", "通讯员")]),
        ("\n（记者 阿依古丽·买买提 周丽华）", [("阿依古丽·买买提", "记者"), ("周丽华", "记者")]),
    ],
)
def test_signatures_end_an_article(end: str, expected: list[tuple[str, str]]) -> None:
    document = read_document(f"全县农业工作会议召开\n{FARM}{end}\n重点项目集中开工\n{OPEN}\n", "a.txt")
    assert [a.title for a in document.articles] == ["全县农业工作会议召开", "重点项目集中开工"]
    assert writers(document) == [expected, []]
    assert bodies(document)[0] == FARM
    assert document.articles[0].blocks[-1].kind == "signature"


def test_an_organ_signs_its_notice() -> None:
    document = read_document(f"通告\n{FARM}\n青山县人民政府 2031年3月7日\n\n重点项目集中开工\n{OPEN}\n", "a.txt")
    assert bodies(document) == [FARM, OPEN]
    assert document.articles[0].blocks[-1].kind == "signature"
    assert is_imprint("青山县人民政府", "2031年3月7日")
    assert not is_imprint("记者来到青山县", "2031年3月7日")


@pytest.mark.parametrize(
    "text",
    [
        "会议还研究了其他事项（略）。",
        f"{FARM}（图为会议现场）",
        f"{FARM}（见第3版）",
        f"{FARM}（副县长 主持）",
        "记者来到青山县。",
    ],
)
def test_brackets_that_sign_nothing(text: str) -> None:
    assert closing(text) is None


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("本报讯（记者 吴一凡 学生记者 田甜）", [("吴一凡", "记者"), ("田甜", "记者")]),
        ("本报讯（校园记者 田甜 特约通讯员 周斌）", [("田甜", "记者"), ("周斌", "通讯员")]),
        ("本报讯（全媒体记者 吴一凡 见习记者 周斌）", [("吴一凡", "记者"), ("周斌", "记者")]),
        ("青山垦区报讯（全媒体记者 吴一凡 阿依古丽·买买提）", [("吴一凡", "记者"), ("阿依古丽·买买提", "记者")]),
        ("青山日报讯（通讯员 周斌）", [("周斌", "通讯员")]),
        ("本报3月6日讯（记者 吴一凡）", [("吴一凡", "记者")]),
        ("（青山县融媒体中心 吴一凡 周斌）", [("吴一凡", "记者"), ("周斌", "记者")]),
        ("（党委宣传部 周斌）", [("周斌", "通讯员")]),
        ("本报讯（县农业局 周斌）", [("周斌", "通讯员")]),
        ("本报讯（白水街道 供稿）", []),
    ],
)
def test_more_bylines(byline: str, expected: list[tuple[str, str]]) -> None:
    (article,) = read_document("农业工作会议召开\n\n" + byline + FARM, "a.txt").articles
    assert [(w.name, w.role) for w in article.writers] == expected
    assert article.blocks[-1].text.text == FARM


@pytest.mark.parametrize(
    "title", ["总投资百亿元！12个项目开工", "你准备好了吗？开工仪式举行", "我县举行重点项目集中开工仪式！"]
)
@pytest.mark.parametrize("byline", ["本报讯（记者 吴一凡）", ""])
def test_headlines_that_call_or_ask(title: str, byline: str) -> None:
    first = f"全县农业工作会议召开\n\n{byline}{FARM}\n\n{MORE}"
    if not byline and title.endswith("！"):
        assert titles(f"{title}\n\n{OPEN}") == [title]
        return
    document = read_document(f"{first}\n\n{title}\n\n{byline}{OPEN}\n", "a.txt")
    assert [a.title for a in document.articles] == ["全县农业工作会议召开", title]
    assert bodies(document) == [FARM + MORE, OPEN]


def test_a_call_in_a_body_is_no_headline() -> None:
    for call in ("“加油！”大家说", "加油！"):
        document = read_document(f"全县农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}\n\n{call}\n\n{MORE}\n", "a.txt")
        assert len(document.articles) == 1


def test_two_photographs_are_two_articles() -> None:
    document = read_document(f"图片新闻\n\n{FARM} 周丽华 摄\n\n{CALL} 周丽华 摄\n", "a.txt")
    assert bodies(document) == [FARM, CALL]


def test_what_follows_the_writers_is_no_writer() -> None:
    assert is_byline("本报记者 吴一凡 通讯员 周斌 文/图", "田野里的歌", FARM)
    assert [(n, r) for n, r, *_ in signed("本报记者 吴一凡 通讯员 周斌 文/图")] == [
        ("吴一凡", "记者"),
        ("周斌", "通讯员"),
    ]
    assert not is_signature("（副县长 周立国）")


def test_the_name_of_a_paper_above_its_date() -> None:
    for name, date in (
        ("青山垦区报", "2031年3月7日 星期五 第128期"),
        ("今日青山", "2031.3.7 星期五 今日16版"),
        ("今 日 青 山", "2031年3月7日 第 26 期 青山县融媒体中心出版 某某市青山县"),
        ("青山学院报", "第87期 2031年3月7日 国内统一刊号CN00-0000 主编：周斌"),
    ):
        document = read_document(f"{name}\n{date}\n\n全县农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}\n", "a.txt")
        assert (document.publisher, document.issued) == (name.replace(" ", ""), "2031-03-07")
        (article,) = document.articles
        assert [b.kind for b in article.blocks] == ["title", "byline", "paragraph"]


FUZZED = f"{PAPER}\n（县农业局 周丽华）\n\n青山县人大常委会任免名单\n任命：\n孙志远为青山县教育局局长。\n□记者 吴一凡\n本报讯 {FARM}"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_cuts_joins_and_blanks_lose_no_character(data: st.DataObject) -> None:
    at = st.integers(0, len(FUZZED) - 1)
    put = data.draw(
        st.dictionaries(at, st.sampled_from(["\n", "\n\n", " ", "　", "\r\n", "\f", "（", "）", "。"]), max_size=12)
    )
    gone = data.draw(st.sets(at, max_size=12))
    raw = "".join(put.get(i, "") + ("" if i in gone else c) for i, c in enumerate(FUZZED))
    document = read_document(raw, "a.txt")
    seen: list[int] = []
    for article in document.articles:
        for block in article.blocks:
            seen += [i for i, c in zip(block.text.starts, block.text.text) if not c.isspace()]
    assert len(seen) == len(set(seen))
    shown = [i for i, c in enumerate(raw) if not c.isspace()]
    doubled = {b for a, b in pairwise(shown) if raw[a] == raw[b]} | {a for a, b in pairwise(shown) if raw[a] == raw[b]}
    assert set(shown) - set(seen) <= doubled
