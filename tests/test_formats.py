"""Word, PDF, web pages and JSON lines: what they say is kept, what they hide is not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus import formats
from kg.corpus.formats import Text
from kg.corpus.reading import read_text
from kg.errors import InputError
from tests import paper_files

BODY = "本报讯（记者 吴一凡）3月5日，青山县召开农业工作会议，部署春耕备耕工作。"
MORE = "会议强调，要抓好春耕生产。县委书记孙明德主持会议。"


def text(content: bytes | str, suffix: str) -> Text:
    return formats.decode(content.encode() if isinstance(content, str) else content, suffix, "a")


def lines(found: Text) -> list[str]:
    """Lines that are not empty; the form feeds around a row of a table show nothing."""
    return [line.strip("\f") for line in found.raw.split("\n") if line.strip()]


def titles(found: Text) -> list[str]:
    return [a.title for a in read_text(found, "a").articles]


# Web pages.

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>青山县政府网</title>
<meta name="PubDate" content="2031-03-06 08:30"><meta name="ContentSource" content="江南新报">
<style>p {{color: red}}</style><script>document.write("假的会议召开。")</script></head>
<body><nav><ul><li><a href="/">首页</a></li></ul></nav>
<div class="path"><a href="/">首页</a> <a href="/n">新闻</a></div>
<h1>全县农业工作<br>会议召开</h1>
<div>发布日期：2031-03-06</div>
<p>　　{BODY[:20]}
   {BODY[20:]}</p>
<p>{MORE}<span style="display: none">看不见的话。</span></p>
<table><tr><td>孙明德</td><td>县委书记</td></tr></table>
<h3>春耕忙</h3><p>田里&nbsp;一片&lt;繁忙&gt;&#12290;</p>
<ul><li><a href="/a">另一条新闻的标题</a></li><li><a href="/b">又一条</a></li></ul>
</body></html>"""


def test_a_web_page() -> None:
    found = text(PAGE, ".html")
    assert lines(found) == [
        "# 全县农业工作 会议召开",
        "发布日期：2031-03-06",
        "　　" + BODY,
        MORE,
        "孙明德\t县委书记",
        "### 春耕忙",
        "田里\xa0一片<繁忙>。",
    ]
    assert (found.encoding, found.plain, found.markdown) == ("utf-8", False, True)
    document = read_text(found, "a.html")
    assert (document.issued, document.issued_from) == ("2031-03-06", "file")
    assert (document.publisher, document.publisher_from) == ("江南新报", "file")
    assert [a.title for a in document.articles] == ["全县农业工作 会议召开"]
    assert found.repairs == {"lines of links": 3}


def test_a_page_that_says_another_encoding_than_it_has() -> None:
    body = f"<html><head><meta charset=gb2312></head><body><p>{BODY}</p></body></html>"
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert lines(text(body.encode(codec), ".htm")) == [BODY]


def test_tags_left_open_lose_nothing() -> None:
    assert lines(text(f"<body><p>{BODY}<p>{MORE}<div>三<br>四<td>五", ".html")) == [BODY, MORE, "三", "四五"]
    assert lines(text(f"没有标签。{BODY}", ".html")) == [f"没有标签。{BODY}"]
    assert lines(text(f"<founder-content><P>{BODY}</P></founder-content>", ".html")) == [BODY]


@pytest.mark.parametrize(
    "page", ["", "<body></body>", "<html><frameset></frameset></html>", "<!-- 会议 -->", "<body hidden>会议</body>"]
)
def test_a_page_of_nothing(page: str) -> None:
    with pytest.raises(InputError, match=r"has no text|is empty"):
        text(page, ".html")


def test_a_heading_beside_the_text_heads_nothing() -> None:
    found = text(f"<p>农业工作会议召开</p><p>{BODY}</p><p>{MORE}</p><h4>相关阅读</h4><p>无</p>", ".html")
    assert not found.markdown
    assert "#" not in found.raw
    assert titles(found)[0] == "农业工作会议召开"


WORDS = st.text("会议强调要抓好春耕生产县委书记，。", min_size=1, max_size=12)


@settings(max_examples=150)
@given(st.recursive(WORDS, lambda inner: st.tuples(
    st.sampled_from(("p", "div", "span", "b", "td", "li", "font", "center", "founder-content", "h2", "pre")),
    st.lists(inner, min_size=1, max_size=4),
), max_leaves=25))  # fmt: skip
def test_no_word_of_a_page_is_lost(tree: Any) -> None:
    words: list[str] = []

    def write(node: Any) -> str:
        if isinstance(node, str):
            words.append(node)
            return node
        return f"<{node[0]}>{''.join(map(write, node[1]))}</{node[0]}>"

    found = text(f"<html><body>{write(tree)}</body></html>", ".html")
    shown = "".join(found.raw.replace("#", "").split())
    # Table cells outside a table move, by the rules of HTML; nothing is lost.
    assert sorted(shown) == sorted("".join(words))


TABLE = (("姓名", "职务", "单位"), ("孙明德", "县委书记", "县委"), ("罗映山", "县长", "县政府"))


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_rows_of_a_table_are_not_run_together(suffix: str, marked: bool) -> None:
    if suffix == ".docx":
        import docx

        document, out = docx.Document(), io.BytesIO()
        if marked:
            document.add_heading("农业工作会议召开", 1)
        document.add_paragraph("青山县召开农业工作")
        for r, cells in enumerate(document.add_table(rows=3, cols=3).rows):
            for c, cell in enumerate(cells.cells):
                cell.text = TABLE[r][c]
        document.add_paragraph("会议强调，要抓好落实。")
        document.save(out)
        content = out.getvalue()
    else:
        rows = "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>" for row in TABLE)
        heading = "<h1>农业工作会议召开</h1>" if marked else ""
        content = f"{heading}<p>青山县召开农业工作</p><table>{rows}</table><p>会议强调，要抓好落实。</p>".encode()
    [article] = read_text(text(content, suffix), "a").articles
    found = [b.text.text for b in article.blocks]
    assert found[-5:] == ["青山县召开农业工作", *(" ".join(row) for row in TABLE), "会议强调，要抓好落实。"]


# Word.


def word(*parts: Any) -> bytes:
    """A file of paragraphs, each a text or (style, text)."""
    import docx

    document, out = docx.Document(), io.BytesIO()
    for part in parts:
        style, line = part if isinstance(part, tuple) else (None, part)
        document.add_paragraph(line, style=style)
    document.save(out)
    return out.getvalue()


def with_xml(xml: str) -> bytes:
    """A file whose body holds this markup."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document, out = docx.Document(), io.BytesIO()
    names = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for node in parse_xml(f"<w:body {names}>{xml}</w:body>"):
        document.element.body.insert(0, node)
    document.save(out)
    return out.getvalue()


def test_word_headings_part_articles() -> None:
    found = text(word(("Heading 1", "农业工作会议召开"), BODY, MORE, ("Heading 1", "另一条"), MORE), ".docx")
    assert found.markdown
    assert titles(found) == ["农业工作会议召开", "另一条"]
    assert (found.encoding, found.plain) == (None, False)


def test_empty_paragraphs_are_lines_and_others_are_set_apart() -> None:
    assert text(word("一。", "", "二。", "三。"), ".docx").raw == "一。\n\n二。\n三。\n"
    assert text(word("一。", "二。"), ".docx").raw == "一。\n\n二。\n"


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<w:p><w:smartTag><w:r><w:t>4月29日</w:t></w:r></w:smartTag><w:r><w:t>召开</w:t></w:r></w:p>", "4月29日召开"),
        ("<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>", "增"),
        ("<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>", "新"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", "控件"),
        ("<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>接</w:t><w:br/></w:r></w:p>", "链\t接"),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>ao</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>敖</w:t></w:r></w:rubyBase></w:ruby>"
         "</w:r></w:p>", "敖"),
        ("<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
         "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
         "</mc:AlternateContent><w:t>外</w:t></w:r></w:p>", "外 框"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc>"
         "</w:tr></w:tbl>", "甲\t乙"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "甲 丙"),
    ],
)  # fmt: skip
def test_what_word_prints_is_read(xml: str, shown: str) -> None:
    assert " ".join(lines(text(with_xml(xml), ".docx"))) == shown


# PDF.


def test_pdf_lines_and_empty_lines() -> None:
    raw = f"农业工作会议召开\n\n{BODY}\n{MORE}\n\n\n春耕忙\n"
    assert text(paper_files.pdf(raw), ".pdf").raw == raw.replace("\n\n\n", "\n\n")


def test_pdf_pages_follow_one_another() -> None:
    raw = "\n".join(f"第{n}行没有说完" for n in range(120))
    assert text(paper_files.pdf(raw), ".pdf").raw == raw + "\n"
    ended = "\n".join(f"第{n}行说完了。" for n in range(120))
    assert text(paper_files.pdf(ended), ".pdf").raw.count("\n\n") == 2, "an empty line at each new page"


# JSON lines.


def line(**row: Any) -> Text:
    return text(json.dumps(row, ensure_ascii=False), ".jsonl")


def test_a_line_is_one_article() -> None:
    found = line(
        title="农业工作会议召开", content=f"{BODY}\n{MORE}", date="2031-03-06", source="江南新报", area="青山县", id=7
    )
    document = read_text(found, "a.jsonl:1")
    (article,) = document.articles
    assert article.title == "农业工作会议召开"
    assert (document.issued, document.publisher, document.area, document.key) == (
        "2031-03-06",
        "江南新报",
        "青山县",
        "7",
    )
    assert (document.issued_from, document.publisher_from, document.area_from) == ("file", "file", "file")
    assert [w.name for w in article.writers] == ["吴一凡"]


@pytest.mark.parametrize("key", ["text", "content", "body", "TEXT"])
@pytest.mark.parametrize(
    ("day", "date"), [("date", "2031/3/6"), ("issued", "2031-03-06"), ("published", "2031-03-06T08:00:00+08:00")]
)
def test_keys(key: str, day: str, date: str) -> None:
    found = line(**{key: BODY, day: date})
    assert (found.raw, found.about.issued, found.markdown) == (BODY, "2031-03-06", False)


def test_paragraphs_may_be_a_list() -> None:
    assert line(text=[BODY, MORE]).raw == f"{BODY}\n\n{MORE}"


def test_tags_in_a_line_are_no_text() -> None:
    for title in ({}, {"title": "农业工作会议召开"}):
        found = line(text=f"<p>{BODY}</p><P class=x>{MORE}</P>", **title)
        (article,) = read_text(found, "a.jsonl:1").articles
        shown = "".join(b.text.text for b in article.blocks)
        assert "<" not in shown
        assert "县委书记孙明德主持会议。" in shown


@pytest.mark.parametrize(
    ("content", "about"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ('"text"', "is no JSON object"),
        ('{"title": "a"}', "has no text"),
        ('{"text": " "}', "has no text"),
        ('{"text": {"a": 1}}', "'text' is no text"),
        ('{"text": "a", "date": "soon"}', "'soon' is no date"),
        ('{"text": "会议\\ud800召开"}', r"holds half of a character (\ud800)"),
        ('{"text": "会议\\u0000召开"}', "holds NUL"),
        ("[" * 100000, "is no JSON"),
        ('{"text": ' + "9" * 10000 + "}", "is no JSON"),
    ],
)
def test_lines_that_are_no_article(content: str, about: str) -> None:
    with pytest.raises(InputError) as caught:
        text(content, ".jsonl")
    assert about in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_page_that_says_in_its_text_when_and_where_it_was_published() -> None:
    page = (
        "<html><body><h1>青山县召开农业工作会议</h1><p>发布时间:2031-03-06 09:30 来源:江南新报 浏览次数:12</p>"
        f"<p>{BODY}</p></body></html>"
    )
    found = read_text(text(page, ".html"), "a.html")
    assert (found.issued, found.publisher) == ("2031-03-06", "江南新报")
    [article] = found.articles
    assert [w.name for w in article.writers] == ["吴一凡"]
    assert [b.kind for b in article.blocks] == ["title", "byline", "paragraph"]
