"""Reading takes time in proportion to the text, whatever stands in it: four times the text, about four times the time."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from kg.corpus import read_document
from kg.text import MappedText

S = "县委书记孙明德主持召开会议，研究部署春耕备耕工作，钱永康、周丽华等参加。"
STORY = f"全县农业工作会议召开\n\n3月5日上午，青山县召开会议，{S}\n\n会议强调，要抓牢粮食生产。\n\n"
SIGNED = f"大会召开\n\n本报讯（记者 张三）{S}"

#: Name of the text, with the suffix it is read by → the text of about so many characters.
TEXTS: dict[str, Callable[[int], str]] = {
    "one line.txt": lambda n: S * (n // len(S)),
    "one paragraph of rows.txt": lambda n: "本报讯（记者 张三）" + "研究部署春耕备耕工作和农业\n" * (n // 14),
    "rows parted by blanks and empty lines.txt": lambda n: (
        "研究部署春耕备耕 工作和农业生产标准 农田建设任务 全县 动员\n\n" * (n // 32)
    ),
    "blanks.txt": lambda n: "甲" + " " * n + "乙",
    "blanks after a byline.txt": lambda n: "本报讯" + " " * n + "乙",
    "blanks after an agency.txt": lambda n: "新华社" + " " * n + "乙",
    "blanks between writers.txt": lambda n: "本报讯（记者 张三）。记者" + "　" * n + "张三 摄",
    "blanks in a heading.md": lambda n: "# 甲" + " #" * (n // 2) + "乙\n甲。",
    "line ends.txt": lambda n: "本报讯" + "\n" * n + "甲。",
    "one character a line.txt": lambda n: "甲\n" * (n // 2),
    "form feeds.txt": lambda n: "甲\f" * (n // 2),
    "headings.md": lambda n: "# 甲\n" * (n // 4),
    "articles without bylines.txt": lambda n: STORY * (n // len(STORY)),
    "articles with bylines.txt": lambda n: f"{SIGNED}\n\n" * (n // 60),
    "headings inside.txt": lambda n: f"{S}\n抓好春耕备耕\n{S}\n" * (n // 90),
    "headlines that cry.txt": lambda n: "大会召开！\n" * (n // 6) + "甲，乙",
    "contents.txt": lambda n: "\n\n".join(f"全县农业工作会议{chr(0x4E00 + i)}" for i in range(n // 11)),
    "bylines.txt": lambda n: "本报讯（记者 张三）\n" * (n // 11),
    "bylines on one line.txt": lambda n: "本报讯（记者 张三）" * (n // 10),
    "words for writers.txt": lambda n: "记者甲甲" * (n // 4) + "。",
    "names of media.txt": lambda n: "本报讯（" + "日报" * (n // 2) + "记者",
    "prefixes and media.txt": lambda n: "记者张三 " + "校报日报" * (n // 4),
    "letters spaced.txt": lambda n: "区 " * (n // 2),
    "names.txt": lambda n: "张三 李四明 王五六 " * (n // 11),
    "lost lines.txt": lambda n: "实现互利共\n会议强调，" * (n // 11),
    "doubled.txt": lambda n: "的" * n,
    "full stops.txt": lambda n: "。”" * (n // 2) + "x",
    "brackets.txt": lambda n: "本报讯（" * (n // 4),
    "jumps.txt": lambda n: f"{SIGNED}（下转2版）\n\n" * (n // 120) + f"（上接1版）{S}\n\n" * (n // 100),
    "pictures.txt": lambda n: f"{S}\n张三 摄\n" * (n // 45),
    "notices.txt": lambda n: f"公告\n{S}\n青山县人民政府\n2031年5月2日\n\n" * (n // 65),
    "tags.md": lambda n: "<p>" + "<b>" * (n // 3) + "</p>",
    "bold and no end.md": lambda n: "<p>" + "<b>甲</b>" * (n // 8) + "乙</p>",
    "open tags.md": lambda n: "<p " * (n // 3),
    "open comments.md": lambda n: "<!--" * (n // 4),
    "entities.md": lambda n: "甲&nbsp;" * (n // 7),
}


@contextmanager
def not_for_ever(seconds: int = 120) -> Iterator[None]:
    """Fail where an expression tries all ways there are, instead of waiting for it."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError("reading does not come to an end")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def spent(raw: str, doc: str) -> float:
    """Seconds of processor time, the least of three."""
    found = []
    for _ in range(3):
        begin = time.process_time()
        read_document(raw, doc)
        found.append(time.process_time() - begin)
    return min(found)


@pytest.mark.parametrize("doc", TEXTS)
def test_time_grows_with_the_text(doc: str) -> None:
    once, four_times = TEXTS[doc](6_000), TEXTS[doc](24_000)
    read_document(once[:500], doc)
    with not_for_ever():
        # Half a second and more is much for these; below it, the time says nothing about growth.
        assert spent(four_times, doc) < max(10 * spent(once, doc), 0.6)


@pytest.mark.parametrize(
    "text", ["日报" * 60, "记者甲" * 40 + "x", "（" + "传媒新闻" * 30, "本报讯" + "记者张三 " * 40 + "，"]
)
def test_a_row_of_words_is_not_tried_in_every_way(text: str) -> None:
    with not_for_ever():
        for raw in (text, f"{S}\n{text}", f"{S}{text}", f"（{text}）"):
            read_document(raw, "a.txt")


def test_offsets_are_kept_as_stretches() -> None:
    """A text of one line has one stretch, however long: three numbers for each character would fill the memory."""
    text = MappedText.of("甲" * 100_000)
    assert len(text.at) == 1
    (article,) = read_document(S * 1000, "a.txt").articles
    assert sum(len(b.text.at) for b in article.blocks) == 1
