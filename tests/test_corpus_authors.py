"""Who wrote, as lines and brackets of nothing but credits say it, on invented newspapers."""

from __future__ import annotations

import pytest

from kg.corpus import authors
from kg.corpus.reading import read_document

BODY = "3月7日，全县农业工作会议在县城召开。县委书记孙明德出席会议并讲话，会议部署了春耕备耕工作。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（周 斌）", [("周斌", "记者")]),
        ("（青山报道组 周 斌 吴一凡）", [("周斌", "通讯员"), ("吴一凡", "通讯员")]),
        ("记者：吴一凡 编辑：周斌 审核：郑小梅", [("吴一凡", "记者")]),
        ("来源｜青山发布　文字｜周 斌 吴一凡　图片｜受访单位提供", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("文/周斌 图/吴一凡", [("周斌", "记者"), ("吴一凡", "摄影")]),
        ("（周斌 文 吴一凡 图）", [("周斌", "记者"), ("吴一凡", "摄影")]),
        ("周斌/文 摄影 吴一凡", [("周斌", "记者"), ("吴一凡", "摄影")]),
        ("作者：周斌（文） 吴一凡（图）", [("周斌", "记者"), ("吴一凡", "摄影")]),
        ("（通讯员 扎西卓玛 摄影报道）", [("扎西卓玛", "通讯员")]),
        ("（周斌、吴一凡 文/摄）", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("县政府办　周斌", [("周斌", "通讯员")]),
        ("（县政府办供稿）", []),
        ("供稿：党建办 周斌", [("周斌", "通讯员")]),
        ("【作者】古丽娜孜 【来源】县融媒体中心", [("古丽娜孜", "记者")]),
        ("记者 吴一凡 通讯员 高登科", [("吴一凡", "记者"), ("高登科", "通讯员")]),
        ("青山都讯记者 吴一凡", [("吴一凡", "记者")]),
    ],
)
def test_credits(text: str, expected: list[tuple[str, str]]) -> None:
    found = authors.read(text)
    assert found is not None
    assert [(name, role) for name, role, *_ in found.writers] == expected


@pytest.mark.parametrize(
    "text", ["（全文完）", "（副县长 周立国）", "（图为会议现场）", "记者从县委获悉", "会议召开", "（白水镇 主办）"]
)
def test_what_credits_nobody(text: str) -> None:
    found = authors.read(text)
    assert found is None or not found.writers


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("本报讯 记者周斌报道：", [("周斌", "记者")]),
        ("本报讯 周斌、特约记者额尔敦布和报道：", [("周斌", "记者"), ("额尔敦布和", "记者")]),
        ("青山讯（记者 周斌）", [("周斌", "记者")]),
        ("青山融媒3月7日讯 （记者 周斌 见习记者 吴一凡）", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("青山新闻讯（周斌 吴一凡）", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("青山县融媒体中心（记者 周斌）", [("周斌", "记者")]),
        ("（周斌 报道）", [("周斌", "记者")]),
        ("据本报记者 周斌 报道 ", [("周斌", "记者")]),
        ("本报讯 通讯员 欧阳小梅 周斌　", [("欧阳小梅", "通讯员"), ("周斌", "通讯员")]),
    ],
)
def test_bylines_cost_no_sentence(byline: str, expected: list[tuple[str, str]]) -> None:
    (article,) = read_document(f"农业工作会议召开\n\n{byline}{BODY}\n", "a.txt").articles
    assert [(w.name, w.role) for w in article.writers] == expected
    assert article.blocks[-1].text.text == BODY


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("文/图　周斌", [("周斌", "记者")]),
        ("发布时间：2031-03-07　来源：县文化局　作者：周斌 吴一凡", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("                    周斌  吴一凡", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("□ 通讯员 哈斯 高娃", [("哈斯", "通讯员"), ("高娃", "通讯员")]),
    ],
)
def test_lines_between_headline_and_body(above: str, expected: list[tuple[str, str]]) -> None:
    (article,) = read_document(f"农业工作会议召开\n\n{above}\n\n{BODY}\n", "a.txt").articles
    assert article.title == "农业工作会议召开"
    assert [(w.name, w.role) for w in article.writers] == expected


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("文字：周斌\n审核：郑小梅", [("周斌", "记者")]),
        ("本台记者周斌、吴一凡报道。", [("周斌", "记者"), ("吴一凡", "记者")]),
        ("——周斌", [("周斌", "记者")]),
        ("琴川市局（公司）办公室\n2031年3月7日", []),
    ],
)
def test_lines_below_the_body(below: str, expected: list[tuple[str, str]]) -> None:
    (article,) = read_document(f"农业工作会议召开\n\n{BODY}\n\n{below}\n", "a.txt").articles
    assert [(w.name, w.role) for w in article.writers] == expected
    assert [b.text.text for b in article.blocks if b.kind == "paragraph"] == [BODY]
