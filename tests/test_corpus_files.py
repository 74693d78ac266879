"""Files, folders, manifests and markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.corpus import About, read, read_document
from kg.errors import InputError

BODY = "本报讯（记者 吴一凡）3月5日，青山县召开农业工作会议，部署春耕备耕工作。"


def collect(*paths: Path, **options: Any) -> tuple[dict[str, object], list[str]]:
    errors: list[InputError] = []
    found = {d.doc: d for d in read(list(paths), on_error=errors.append, **options)}
    return found, [str(e) for e in errors]


def test_a_folder_is_read_in_order_with_paths_under_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    (tmp_path / "c" / "notes.jpg").write_bytes(b"\xff\xd8")
    found, errors = collect(tmp_path)
    assert (list(found), errors) == (["a.md", "b.txt", "c/d.txt"], [])


def test_precedence_of_metadata(tmp_path: Path) -> None:
    text = "江南新报数字报\n2031年3月7日 星期五 第 2 期\n\n" + BODY
    (tmp_path / "20310401.txt").write_text(text, encoding="utf-8")

    def issued(**options: Any) -> tuple[str | None, str | None]:
        (document,) = read([tmp_path], **options)
        return document.issued, document.issued_from

    assert issued() == ("2031-03-07", "masthead")
    (tmp_path / "manifest.csv").write_text("file,area,issued\n20310401.txt,青山县,2031-03\n", encoding="utf-8-sig")
    assert issued() == ("2031-03", "manifest")
    assert issued(issued="2031") == ("2031", "option")
    assert issued(issued="2031年5月8日") == ("2031-05-08", "option")
    assert issued(issued="2031年5月") == ("2031-05", "option")
    assert read_document(BODY, "20310401.txt").issued == "2031-04-01"
    assert read_document(BODY, "2031-04.txt").issued == "2031-04"
    assert read_document(BODY, "0a20310401b.txt").issued is None
    assert read_document(BODY, "a.txt", listed=About(area="青山县")).area == "青山县"


def test_a_single_file_uses_the_manifest_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,publisher\na.txt,江南新报\n", encoding="utf-8")
    (document,) = read([tmp_path / "a.txt"])
    assert (document.doc, document.publisher) == ("a.txt", "江南新报")


def test_offsets_refer_to_the_text_as_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + ("大会召开\r\n\r\n" + BODY.replace("，", "，\r\n")).encode())
    (document,) = read([tmp_path])
    assert document.raw == (tmp_path / "a.txt").read_bytes().decode("utf-8-sig")
    paragraph = document.articles[0].blocks[-1].text
    assert document.raw[slice(*paragraph.raw_span(0, 4))] == "3月5日"
    assert "\r" not in paragraph.text


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good, empty, binary, latin = (tmp_path / n for n in ("good.txt", "empty.txt", "binary.txt", "latin.txt"))
    good.write_text(BODY, encoding="utf-8")
    empty.write_text("\n \n", encoding="utf-8")
    binary.write_bytes(b"\x89PNG\x00\x01\xff\xfe")
    latin.write_bytes("Réunion à Genève, été très agréable".encode("latin-1"))
    (tmp_path / "none").mkdir()
    found, errors = collect(tmp_path, tmp_path / "none", tmp_path / "gone.txt", tmp_path / "x.xls")
    assert list(found) == ["good.txt"]
    assert len(errors) == 6
    assert all("\n" not in e for e in errors)
    for part in (
        "binary.txt: is no text",
        "empty.txt: is empty",
        "latin.txt: is not UTF-8",
        "none: holds no text",
        "gone.txt: does not",
        "x.xls: does not",
    ):
        assert any(part in e for e in errors)


def test_a_manifest_without_its_column_is_told_once_and_the_folder_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("name,area\na.txt,青山县\n", encoding="utf-8")
    found, errors = collect(tmp_path)
    assert list(found) == ["a.txt"]
    assert len(errors) == 1
    assert "manifest.csv:1: no column 'file'" in errors[0]


def test_a_date_in_the_manifest_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,issued\na.txt,2031-13\n", encoding="utf-8")
    assert "manifest.csv:2: issued '2031-13' is no date" in collect(tmp_path)[1][0]


def test_one_name_in_two_folders_is_refused_and_one_file_twice_is_read_once(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(BODY, encoding="utf-8")
    found, errors = collect(tmp_path / "x", tmp_path / "y", tmp_path / "x")
    assert (list(found), len(errors)) == (["a.txt"], 1)


def test_without_a_callback_the_first_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        list(read([tmp_path / "gone.txt"]))
    with pytest.raises(InputError, match="no date"):
        list(read([tmp_path], issued="May"))


MARKDOWN = """# 《江南新闻》 (20310307)

## 新闻摘要

本期节目主要内容：

1.全县农业工作会议召开；

2.社论：

抢抓农时；

3.2031年起启动新政；

4.快讯：

（1）花海开放。
（《江南新闻》 20310307 19:00）

## 详细新闻

### 全县农业工作会议召开 孙明德出席

<p style="x"><strong>央视网消息</strong>（新闻联播）：县委书记孙明德&nbsp;出席会议，<br>强调要抓好春耕。<br></p><p>会议&lt;1&gt;结束。</p>

[查看原文](https://example.cn/2031/a.shtml)

### 快讯

<p><strong>花海今日开放</strong><br></p><p>花海开放。</p><p><strong>央视网消息</strong>说，花开了。</p>

### 只有标题

[查看原文](https://example.cn/2031/b.shtml)

---
(更新时间戳: 1693140)
"""


def test_markdown() -> None:
    document = read_document(MARKDOWN, "x.md")
    assert (document.publisher, document.issued) == ("江南新闻", "2031-03-07")
    assert [a.title for a in document.articles] == ["新闻摘要", "全县农业工作会议召开 孙明德出席", "快讯", "只有标题"]
    summary, meeting, short, bare = document.articles
    assert [b.text.text for b in summary.blocks if b.kind == "heading"] == [
        "全县农业工作会议召开",
        "社论： 抢抓农时",
        "2031年起启动新政",
        "快讯：",
        "花海开放。",
    ]
    assert [b.text.text for b in meeting.blocks[1:]] == [
        "央视网消息（新闻联播）：",
        "县委书记孙明德出席会议，强调要抓好春耕。",
        "会议<1>结束。",
    ]
    assert [(b.kind, b.text.text) for b in short.blocks[1:]] == [
        ("heading", "花海今日开放"),
        ("paragraph", "花海开放。"),
        ("paragraph", "央视网消息说，花开了。"),
    ]
    assert [b.kind for b in bare.blocks] == ["title"]
    assert not any(a.truncated for a in document.articles)


def test_an_entity_leads_back_to_all_its_characters() -> None:
    text = read_document(MARKDOWN, "x.md").articles[1].blocks[-1].text
    at = text.text.index("<")
    assert MARKDOWN[slice(*text.raw_span(at, at + 1))] == "&lt;"


def test_headings_below_a_text_are_headings_inside_it() -> None:
    document = read_document(f"# 大会\n\n{BODY}\n\n## 春耕忙\n\n田里一片繁忙。\n\n# 另一条\n\n{BODY}\n", "x.md")
    assert [a.title for a in document.articles] == ["大会", "另一条"]
    assert [b.text.text for b in document.articles[0].blocks if b.kind == "heading"] == ["春耕忙"]


def test_markdown_without_headings_is_read_as_plain_text() -> None:
    assert [a.title for a in read_document(f"大会召开\n\n{BODY}\n", "x.md").articles] == ["大会召开"]
