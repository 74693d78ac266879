"""Layout repair on invented newspapers: each kind of damage, and the laws that hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import read_document
from kg.corpus.page import blank_markup, fold
from kg.document import KINDS, Article, Block, Document

LEAD = "3月5日上午,青山县召开全县农业工作会议,研究部署春耕备耕工作。县委书记孙明德主持会议并讲话。县领导钱永康、周丽华等参加。"
MORE = "会议强调,要抓牢粮食生产,新建高标准农田10万亩,推广DeepSeek等平台,确保全年目标任务圆满完成。"
FOLDED = LEAD.replace(",", "，"), MORE.replace(",", "，")
HEAD = "本报讯(记者 吴一凡 通讯员 郑小梅)"


def texts(article: Article, kind: str = "paragraph") -> list[str]:
    return [b.text.text for b in article.blocks if b.kind == kind]


def only(raw: str, doc: str = "a.txt") -> Article:
    (article,) = read_document(raw, doc).articles
    return article


def test_plain_article() -> None:
    article = only(f"全县农业工作会议召开\n\n{HEAD}{LEAD}\n\n{MORE}\n")
    assert [b.kind for b in article.blocks] == ["title", "byline", "paragraph", "paragraph"]
    assert article.title == "全县农业工作会议召开"
    assert texts(article) == list(FOLDED)
    assert [(w.name, w.role) for w in article.writers] == [("吴一凡", "记者"), ("郑小梅", "通讯员")]
    assert not article.truncated


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n", "\r\n\r\n", " \n"])
def test_rows_of_a_column_are_joined(end: str) -> None:
    rows = [LEAD[i : i + 14] for i in range(0, len(LEAD), 14)]
    assert texts(only("全县农业工作会议召开" + end * 2 + HEAD + end.join(rows) + end + MORE)) == list(FOLDED)


def test_letter_spacing_and_swallowed_line_ends_go_but_latin_blanks_stay() -> None:
    article = only(HEAD + "县 领 导 孙 明 德、周丽 华出席。会上展示了4U OAM服务器 和 12 34 型设备,产值 30 亿元。")
    assert texts(article) == ["县领导孙明德、周丽华出席。会上展示了4U OAM服务器和12 34型设备，产值30亿元。"]


def test_blanks_between_the_names_of_a_list_stay() -> None:
    article = only(HEAD + "出席会议的有:\n孙明德　钱　康　周丽华　吴一凡\n会议选举 孙明德 钱永康 周丽华 为委员。")
    assert "孙明德 钱康 周丽华 吴一凡" in texts(article)[0]
    assert "选举孙明德 钱永康 周丽华为委员" in texts(article)[0]


def test_a_headline_keeps_its_blanks_and_loses_letter_spacing() -> None:
    raw = f"孙明德出席并讲话   钱永康主持\n\n{HEAD}{LEAD}\n\n全 县 大 会 召 开\n\n{HEAD}{MORE}"
    first, second = read_document(raw, "a.txt").articles
    assert first.title == "孙明德出席并讲话 钱永康主持"
    assert second.title == "全县大会召开"


def test_widths() -> None:
    article = only(HEAD + "ＧＤＰ增长5％(同比),其中A•B公司产值1,000万元;会议9:30开始.\n")
    assert texts(article) == ["GDP增长5%（同比），其中A·B公司产值1,000万元；会议9:30开始。"]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "  \n\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("会议定于12月2", "4日召开"),
        ("计划在20", "31年完成"),
        ("总投资10", "万元"),
        ("定于5", "月举行"),
        ("面积3", "5亩"),
    ],
)
def test_a_number_cut_by_a_row_end_is_whole_again(before: str, after: str, gap: str) -> None:
    assert texts(only(f"{HEAD}{before}{gap}{after}。")) == [f"{before}{after}。"]


def test_blanks_inside_rows() -> None:
    article = only(f"{HEAD}总结20 31年工作，5月2 4日装上4U OAM，第3 15届。")
    assert texts(article) == ["总结2031年工作，5月24日装上4U OAM，第3 15届。"]


def test_a_caption_with_what_it_shows_is_taken_out() -> None:
    article = only(f"{HEAD}县委书记孙明德强调，要\n\n图为会议现场。 记者 萶海 摄\n\n抓好落实，确保丰收。")
    assert texts(article) == ["县委书记孙明德强调，要抓好落实，确保丰收。"]
    assert texts(article, "caption") == ["图为会议现场。 记者 萶海 摄"]
    assert [w.name for w in article.writers if w.role == "摄影"] == ["萶海"]


def test_the_text_goes_on_below_a_picture() -> None:
    article = only(f"{HEAD}孙明德到会。\n\n孙明德（左一）讲话。 周丽华 摄\n\n县长吴一凡参加会议。")
    assert texts(article) == ["孙明德到会。", "孙明德（左一）讲话。", "县长吴一凡参加会议。"]
    assert texts(article, "caption") == ["周丽华 摄"]
    assert ("周丽华", "摄影") in [(w.name, w.role) for w in article.writers]


def test_doubled_characters() -> None:
    assert texts(only(HEAD + "在质量的的前提下,的的确确要抓好目的的实现。")) == [
        "在质量的前提下，的的确确要抓好目的的实现。"
    ]


def test_a_caption_inside_a_word_is_taken_out_and_the_repeated_end_dropped() -> None:
    article = only(f"{HEAD}县委书记孙明德出席,推动全县经济高质量\n\n周丽华摄\n\n量发展迈上新台阶。")
    assert texts(article) == ["县委书记孙明德出席，推动全县经济高质量发展迈上新台阶。"]
    assert texts(article, "caption") == ["周丽华摄"]
    assert ("周丽华", "摄影") in [(w.name, w.role) for w in article.writers]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("会议听取了县法院党组、县检察院党组", "孙明德、周丽华等县领导参加。"),
        ("全县上下要以实干写好高质量发展", "会议强调,要提高站位,抓好落实。"),
        ("双方将支持企业在县布局门店,努力实现互利共", "青山县智能装备研究院有限公司是一家国家级科研机构。"),
    ],
)
def test_a_lost_line_is_a_break_and_no_join(before: str, after: str) -> None:
    (block,) = [b for b in only(f"{HEAD}{before}\n\n{after}").blocks if b.kind == "paragraph"]
    assert block.breaks == (len(before),)
    assert block.text.text[block.breaks[0] :] == after.replace(",", "，")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("县委书记", "孙明德强调,要提高站位。"),
        ("参加会议的有县委常委会委员", "孙明德、周丽华等。"),
        ("县领导孙明", "德、周丽华、吴一凡等参加。"),
        ("双方将走访青山县智能", "装备制造研究院有限公司是一家国家级科研机构。"),
    ],
)
def test_a_line_that_goes_on_is_no_lost_line(before: str, after: str) -> None:
    (block,) = [b for b in only(f"{HEAD}{before}\n{after}").blocks if b.kind == "paragraph"]
    assert not block.breaks


def test_a_row_that_is_set_in_shows_a_lost_line() -> None:
    before = "双方将持续优化营商环境和服务 能力水平并全力支持企业在县开 展业务布局门店努力实现互利互"
    after = "青山县智能装备研究院有限 公司现是一家集科研开发和生 产经营为一体的国家级综合性的 科研机构在全国有分院十多处并 有专家一百人。"
    (block,) = [b for b in only(HEAD + before + "\n\n" + after).blocks if b.kind == "paragraph"]
    assert block.breaks == (len(before.replace(" ", "")),)


@pytest.mark.parametrize("mark", [" ", "\n"])
@pytest.mark.parametrize("at", [2, 9, 14, 20, 40])
def test_a_row_is_seen_to_be_set_in_through_damage(mark: str, at: int) -> None:
    before = "双方将持续优化营商环境和服务 能力水平并全力支持企业在县开 展业务布局门店努力实现互利互"
    after = (
        "青山县智能装备研究院有限 公司现是一家集科研开发和生产 经营为一体的国家级综合科研机 "
        "构在全国有分院十余处并有专家 一百多人与各地高校企业往来很 密切。"
    )
    damaged = after[:at] + mark + after[at:]
    (block,) = [b for b in only(HEAD + before + "\n\n" + damaged).blocks if b.kind == "paragraph"]
    assert block.breaks == (len(before.replace(" ", "")),)


def test_a_vertical_headline_is_debris() -> None:
    article = only(f"县委 实绩写好 会召 开 会议 传 水平 捷 调 研 的 讲 话 精\n\n{HEAD}{LEAD}")
    assert texts(article, "debris") == ["县委 实绩写好 会召 开 会议 传 水平 捷 调 研 的 讲 话 精"]
    assert article.title == ""


def _checked(document: Document, page: str) -> None:
    seen: set[int] = set()
    for article in document.articles:
        for block in article.blocks:
            for char, start, end in zip(block.text.text, block.text.starts, block.text.ends):
                assert start < end
                shown = page[start]
                assert char == shown or char == " " and shown.isspace()
                assert not seen & set(range(start, end))
                seen |= set(range(start, end))
            assert all(0 < b < len(block.text) for b in block.breaks)
        for writer in article.writers:
            assert "".join(c for c in page[writer.start : writer.end] if not c.isspace()) == writer.name
    left = "".join(c for i, c in enumerate(page) if i not in seen and not c.isspace() and c not in "\x00\x01\ufeff")
    assert left == ""


pieces = st.lists(
    st.sampled_from(
        [
            LEAD,
            MORE,
            HEAD,
            "\n",
            "\n\n",
            " ",
            "　",
            "全县大会召开",
            "孙明德摄",
            "记者 吴一凡",
            "县领导 孙 明 德 出席。",
            "Ａ１",
            "\r\n",
            "周丽华 孙明德 吴一凡",
            "\ufeff",
            "“好的。”",
            "会议指出,",
            "县委",
            "4U OAM",
        ]
    ),
    max_size=25,
).map("".join)


@given(pieces)
@settings(max_examples=150, deadline=None)
def test_every_character_is_kept_once_and_leads_back(raw: str) -> None:
    _checked(read_document(raw, "a.txt"), fold(raw))


@given(pieces)
@settings(max_examples=80, deadline=None)
def test_folding_and_blanking_keep_the_length(raw: str) -> None:
    assert len(fold(raw)) == len(raw)
    marked = f"<p style='x'><strong>{raw}</strong>&nbsp;&lt;<br/></p>"
    assert len(blank_markup(marked)) == len(marked)


@given(pieces)
@settings(max_examples=80, deadline=None)
def test_markup_leads_back_too(raw: str) -> None:
    marked = f"# 大会\n\n<p><strong>央视网消息</strong>（新闻联播）：{raw}<br></p><p>甲&nbsp;乙。</p>"
    document = read_document(marked, "a.md")
    for article in document.articles:
        for block in article.blocks:
            for char, start, end in zip(block.text.text, block.text.starts, block.text.ends):
                assert end == start + 1 and char == fold(marked)[start] or char == " "


def _bodies(document: Document) -> list[tuple[str, str]]:
    return [(a.title, "".join(texts(a))) for a in document.articles]


PAPER = [
    "全县农业工作会议召开",
    HEAD,
    LEAD,
    MORE,
    "青山县重点项目集中开工",
    "本报讯(记者 周丽华)",
    "昨日,青山县举行重点项目集中开工仪式,共有一批项目开工。县长钱永康宣布开工,副县长孙小川主持。",
]


@given(st.data(), st.sampled_from(["\n", "\n\n", " ", "\r\n"]))
@settings(max_examples=120, deadline=None)
def test_line_ends_and_blanks_in_bodies_change_nothing(data: st.DataObject, damage: str) -> None:
    def harmed(body: str) -> str:
        inner = [i for i in range(1, len(body) - 1) if not (body[i - 1].isascii() and body[i].isascii())]
        at = set(data.draw(st.lists(st.sampled_from(inner), max_size=8)))
        return "".join(damage + c if i in at else c for i, c in enumerate(body))

    def paper(first: str, second: str, third: str) -> str:
        return f"{PAPER[0]}\n\n{PAPER[1]}{first}\n\n{second}\n\n{PAPER[4]}\n\n{PAPER[5]}{third}\n"

    sound = read_document(paper(LEAD, MORE, PAPER[6]), "a.txt")
    hurt = read_document(paper(harmed(LEAD), harmed(MORE), harmed(PAPER[6])), "a.txt")
    assert _bodies(hurt) == _bodies(sound)


def test_block_kinds_are_known() -> None:
    found: list[Block] = [b for a in read_document("\n\n".join(PAPER), "a.txt").articles for b in a.blocks]
    assert found
    assert {b.kind for b in found} <= KINDS
