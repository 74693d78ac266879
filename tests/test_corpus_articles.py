"""Where articles begin and end, and who wrote them, on invented newspapers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.corpus import read, read_document
from kg.corpus.bylines import writers
from kg.corpus.signatures import is_caption, is_signature
from kg.document import Document

FARM = "3月5日上午，青山县召开全县农业工作会议，研究部署春耕备耕工作。县委书记孙明德主持会议并讲话。"
OPEN = "昨日，青山县举行重点项目集中开工仪式，共有12个项目开工。县长钱永康宣布开工。"
CALL = "3月6日，县人民医院开展义诊活动，吸引了三百多名群众前来咨询就诊。"


def paper(raw: str, doc: str = "a.txt") -> Document:
    return read_document(raw, doc)


def shape(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(a.title, [(w.name, w.role) for w in a.writers]) for a in document.articles]


def test_headlines_before_the_bodies() -> None:
    document = paper(f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}\n\n重点项目开工\n\n本报讯（记者 周丽华）{OPEN}")
    assert shape(document) == [("农业工作会议召开", [("吴一凡", "记者")]), ("重点项目开工", [("周丽华", "记者")])]
    assert [a.order for a in document.articles] == [1, 2]


def test_headlines_after_the_bodies() -> None:
    document = paper(
        f"本报讯（记者 吴一凡）{FARM}\n\n青山县召开全县农业工作会议\n\n"
        f""
        f"本报讯（记者 周丽华）{OPEN}\n\n青山县重点项目开工仪式举行\n"
    )
    assert [title for title, _ in shape(document)] == ["青山县召开全县农业工作会议", "青山县重点项目开工仪式举行"]


def test_headlines_between_two_bodies_go_to_the_one_they_fit() -> None:
    document = paper(
        f"本报讯（记者 吴一凡）{FARM}\n\n全县农业工作会议召开\n研究部署春耕备耕工作\n青山县重点项目集中开工仪式举行\n"
        f"本报讯（记者 周丽华）{OPEN}"
    )
    first, second = document.articles
    assert (first.title, first.subtitle) == ("全县农业工作会议召开", "研究部署春耕备耕工作")
    assert second.title == "青山县重点项目集中开工仪式举行"


def test_kicker_title_and_subtitle() -> None:
    document = paper(
        f"抢抓农时不松劲\n\n全县农业工作会议召开\n\n孙明德出席并讲话 钱永康主持\n\n本报讯（记者 吴一凡）{FARM}"
    )
    assert [b.kind for b in document.articles[0].blocks][:3] == ["kicker", "title", "subtitle"]


def test_a_line_that_ends_in_emphasised_stands_over_the_title() -> None:
    document = paper(f"县领导在检查农业生产时强调\n\n抢抓农时 确保丰收\n\n本报讯（记者 吴一凡）{FARM}")
    assert document.articles[0].title == "抢抓农时 确保丰收"


def test_two_rows_of_one_headline() -> None:
    document = paper(f"县委常委会召开会议传达学习\n上级农业农村会议重要精神\n\n本报讯（记者 吴一凡）{FARM}")
    assert document.articles[0].title == "县委常委会召开会议传达学习上级农业农村会议重要精神"


def test_no_headline_at_all() -> None:
    assert shape(paper(f"本报讯（记者 吴一凡）{FARM}")) == [("", [("吴一凡", "记者")])]


def test_articles_without_bylines() -> None:
    document = paper(
        f"全县农业工作会议召开\n\n{FARM}\n\n青山县重点项目集中开工\n\n{OPEN}\n\n义诊活动进乡村\n\n{CALL}（吴一凡 周丽华）"
    )
    assert [title for title, _ in shape(document)] == [
        "全县农业工作会议召开",
        "青山县重点项目集中开工",
        "义诊活动进乡村",
    ]
    assert shape(document)[2][1] == [("吴一凡", "记者"), ("周丽华", "记者")]


def test_headings_inside_an_article() -> None:
    part = "这里的变化有目共睹，群众的获得感越来越强。"
    document = paper(
        f"乡村新貌\n\n本报讯（记者 吴一凡）{part}\n\n产业兴旺促增收\n\n茶园里一派繁忙，采茶人笑逐颜开。\n\n"
        f"生态宜居添颜值\n\n河道两岸绿树成荫，村民散步休闲。\n"
    )
    (article,) = document.articles
    assert [b.text.text for b in article.blocks if b.kind == "heading"] == ["产业兴旺促增收", "生态宜居添颜值"]


def test_a_jump_ends_an_article_and_without_its_other_part_it_is_truncated() -> None:
    document = paper(
        f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}会议要求，要认真（下转2版）\n\n"
        "春天里的花海，肆意绽放，\n一路芬芳。\n记者 周丽华\n一路生花\n"
    )
    first, second = document.articles
    assert first.truncated
    assert not second.truncated
    assert first.blocks[-1].text.text.endswith("要认真")
    assert shape(document)[1] == ("一路生花", [("周丽华", "记者")])


def test_a_jump_is_joined_with_its_other_part() -> None:
    document = paper(
        f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}会议要求，要认真（下转第二版）\n\n"
        f"重点项目开工\n\n本报讯（记者 周丽华）{OPEN}\n\n"
        "（上接第一版）落实春耕备耕各项任务，确保农业工作开好局。\n"
    )
    first, second = document.articles
    assert not first.truncated
    assert first.blocks[-1].text.text == FARM + "会议要求，要认真落实春耕备耕各项任务，确保农业工作开好局。"
    assert second.title == "重点项目开工"


def test_a_text_that_stops_at_another_headline_is_truncated() -> None:
    document = paper(
        f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}当你走过，会看到“春耕\n\n重点项目开工\n\n本报讯（记者 周丽华）{OPEN}"
    )
    assert [a.truncated for a in document.articles] == [True, False]
    assert document.articles[1].title == "重点项目开工"


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("本报讯（记者 吴一凡 通讯员 郑 小梅）", [("吴一凡", "记者"), ("郑小梅", "通讯员")]),
        ("本报讯(记 者 周斌  通 讯 员 \n\n郑小梅)", [("周斌", "记者"), ("郑小梅", "通讯员")]),
        (
            "本报讯（记者 吴一凡 周斌 通讯\n员 郑\n小梅 孙建）",
            [("吴一凡", "记者"), ("周斌", "记者"), ("郑小梅", "通讯员"), ("孙建", "通讯员")],
        ),
        ("本报讯（江南日报记者 吴一凡 本报见习记者 周斌）", [("吴一凡", "记者"), ("周斌", "记者")]),
        ("新华社青州4月29日电（记者吴一凡、周斌）", [("吴一凡", "记者"), ("周斌", "记者")]),
        ("本报讯 记者 吴一凡 通讯员 周斌 ", [("吴一凡", "记者"), ("周斌", "通讯员")]),
        ("本报讯（通讯员 欧阳小梅）", [("欧阳小梅", "通讯员")]),
        ("央视网消息（新闻联播）：", []),
        ("本报讯 ", []),
    ],
)
def test_bylines(byline: str, expected: list[tuple[str, str]]) -> None:
    (article,) = paper("农业工作会议召开\n\n" + byline + FARM).articles
    assert [(w.name, w.role) for w in article.writers] == expected
    assert article.blocks[-1].text.text == FARM
    assert article.blocks[1].kind == "byline"


def test_a_byline_on_a_line_of_its_own() -> None:
    document = paper(
        f"农业工作会议召开\n\n□ 本报记者 吴一凡 通讯员 郑小梅\n\n{FARM}\n\n重点项目开工\n本报记者 周丽华\n{OPEN}"
    )
    assert shape(document) == [
        ("农业工作会议召开", [("吴一凡", "记者"), ("郑小梅", "通讯员")]),
        ("重点项目开工", [("周丽华", "记者")]),
    ]


def test_fused_names_of_writers() -> None:
    assert [name for name, *_ in writers("（记者吴一凡周丽华）")] == ["吴一凡", "周丽华"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("记者 吴一凡", True),
        ("（通讯员 郑小梅）", True),
        ("文/记者 吴一凡", True),
        ("记者从县委获悉", False),
        ("会议召开", False),
        ("记者来到现场采访", False),
    ],
)
def test_signatures(line: str, expected: bool) -> None:
    assert is_signature(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("吴一凡摄", True),
        ("记者 吴一凡 摄", True),
        ("发展新蓝图", False),
        ("会议现场拍摄", False),
    ],
)
def test_captions(line: str, expected: bool) -> None:
    assert is_caption(line) is expected


def test_furniture_is_kept_out_and_the_masthead_read() -> None:
    document = paper(
        "江南新报数字报\n\nhttps://paper.example.cn\n\n中共青山县委宣传部主办\n\n"
        "2031年3月7日 星期五 第 27 期 新闻热线: 0571000\n\n"
        f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM}\n\n第2版 要闻\n\n责任编辑：李四 电话：1234\n"
    )
    assert (document.publisher, document.issued, document.issued_from) == ("江南新报", "2031-03-07", "masthead")
    (article,) = document.articles
    assert article.title == "农业工作会议召开"
    assert [b.kind for b in article.blocks] == ["title", "byline", "paragraph"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("11/21/26, 9:13 PM 农业工作会议召开 江南新报", "https://paper.example.cn/a.html 1/3"),
        ("2031/3/7 21:13 农业工作会议召开", "https://paper.example.cn/a.html 1/3"),
        ("2031/3/7 晚上9:13 农业工作会议召开", "file:///C:/a.html 1/3"),
        ("农业工作会议召开 https://paper.example.cn/a.html", "1 of 3 3/7/31, 21:13"),
        ("农业工作会议召开 https://paper.example.cn/a.html", "第 1 页,共 3 页 2031/3/7 21:13"),
        ("https://paper.example.cn/a.html", "1/3"),
    ],
)
def test_what_a_browser_prints_around_a_page_is_furniture(above: str, below: str) -> None:
    document = paper(
        f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM[:20]}\n{above}\n{below}\n{FARM[20:]}\n{above}\n{below}\n"
    )
    (article,) = document.articles
    assert [b.kind for b in article.blocks] == ["title", "byline", "paragraph"]
    assert article.blocks[-1].text.text == FARM
    assert (len(document.furniture), document.issued) == (4, None), "the day of printing is not that of issue"


@pytest.mark.parametrize(
    "line", ["比分为3/5", "5/8 10:30 召开会议。", "网址是，https://paper.example.cn", "2031年3月7日 10:30 会议召开"]
)
def test_a_sentence_is_no_furniture_for_a_date_or_an_address(line: str) -> None:
    document = paper(f"农业工作会议召开\n\n本报讯（记者 吴一凡）{FARM[:20]}\n{line}\n{FARM[20:]}\n")
    assert document.furniture == ()


@pytest.mark.browser
def test_a_page_printed_by_a_browser(chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    body = "".join(f"<p>{day}日，{FARM * 3}</p>" for day in range(1, 25))
    (tmp_path / "a.html").write_text(
        f"<meta charset=utf-8><title>农业 江南新报</title><h1>农业工作会议召开</h1>{body}", encoding="utf-8"
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page()
            page.goto((tmp_path / "a.html").as_uri())
            page.pdf(
                path=tmp_path / "a.pdf", format="A4", display_header_footer=True, margin={"top": "1cm", "bottom": "1cm"}
            )
        finally:
            browser.close()
    [document] = read([tmp_path / "a.pdf"])
    (article,) = document.articles
    assert article.title == "农业工作会议召开"
    text = "".join(b.text.text for b in article.blocks)
    assert "file:" not in text
    assert text.count(FARM) == 72
    assert len(document.furniture) >= 4


def test_an_organiser_in_a_broken_sentence_is_no_furniture() -> None:
    (article,) = paper(
        "农业展会开幕\n\n本报讯（记者 吴一凡）农业展会由青山县政府主办\n的消息传开，群众奔走相告。"
    ).articles
    assert article.blocks[-1].text.text == "农业展会由青山县政府主办的消息传开，群众奔走相告。"
