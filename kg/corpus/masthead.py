"""Furniture of a page (addresses, page numbers, editors) and what the masthead tells about the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.corpus import authors, beside, bylines, layout
from kg.corpus.lines import Line, has_sentence

_DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_DOTTED = re.compile(r"((?:19|20)\d\d)[.．](\d{1,2})[.．](\d{1,2})(?=\s*星期)")
_COMPACT = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_.年/]?)(0?[1-9]|1[0-2])(?:\2|月)(0?[1-9]|[12]\d|3[01])日?(?![0-9A-Za-z])"
)
_MONTH = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)[-_.年/](0?[1-9]|1[0-2])月?(?![0-9A-Za-z])")
_BOOK = re.compile(r"《([^》]{2,20})》")


def drop_furniture(lines: Sequence[Line], masthead: bool = True) -> tuple[list[Line], list[Line]]:
    """(what belongs to articles, furniture). Doubtful lines are furniture only at the top or beside furniture.

    Args:
        masthead: the lines may hold the head of a paper; without it doubtful lines stay.
    """
    sure, doubtful = layout.lines("furniture_lines"), layout.lines("masthead_lines")
    flags = [sure.fullmatch(line.text) is not None for line in lines]
    maybe = [masthead and doubtful.fullmatch(line.text) is not None and not has_sentence(line.text) for line in lines]
    _mark_beside(lines, flags)
    top = True
    for i in range(len(lines)):
        if maybe[i] and (top or flags[i - 1]):
            flags[i] = True
        top = top and flags[i]
    for i in range(len(lines) - 2, -1, -1):
        flags[i] = flags[i] or maybe[i] and flags[i + 1]
    kept: list[Line] = []
    furniture: list[Line] = []
    for line, flag in zip(lines, flags):
        if not flag:
            kept.append(line)
        elif (at := _writers(line.text)) is not None:
            # 来源：青山新闻网 作者：甲甲: who wrote belongs to the article.
            kept += [part for part in [line.after(line.start + at)] if part]
            furniture += [part for part in [line.before(line.start + at)] if part]
        else:
            furniture.append(line)
    return kept, furniture


def _mark_beside(lines: Sequence[Line], flags: list[bool]) -> None:
    """What stands beside a story on a saved page (网友评论, and what follows it) belongs to none, up to the next byline."""
    opened = False
    for i, line in enumerate(lines):
        opened = beside.opens(line.text) or opened and not line.hard and not bylines.opening().match(line.text)
        flags[i] = flags[i] or opened


@lru_cache(maxsize=1)
def _writer_marks() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s　]){layout.any_of('writers', 'credit_labels', 'credit_works')}\s*[:：|｜/]")


def _writers(text: str) -> int | None:
    """Where in a line of furniture the names of those begin who wrote, or null."""
    for m in _writer_marks().finditer(text):
        credit = authors.read(text[m.start() :])
        return m.start() if credit and credit.writers else None
    return None


def read_issued(furniture: Sequence[Line]) -> str | None:
    """The date of issue printed in the furniture, ISO (2024年6月14日 星期五 … → 2024-06-14; 发布时间：2025-04-23 → 2025-04-23)."""
    found = [iso(*m.groups()) for line in furniture if (m := _DATE.search(line.text) or _DOTTED.search(line.text))]
    published = layout.lines("published_lines")
    found += [date_in_name(line.text.partition(" ")[0]) for line in furniture if published.fullmatch(line.text)]
    return max((f for f in found if f), key=len, default=None)


def read_publisher(furniture: Sequence[Line]) -> str | None:
    """The paper's name before a mark (某某日报数字报 → 某某日报), after one (来源：某某日报), or alone over the first furniture."""
    for line in furniture:
        for mark in layout.words("publisher_marks"):
            if line.text.endswith(mark) and len(line.text) > len(mark):
                return line.text[: -len(mark)].strip()
    source = re.compile(rf"(?:^|\s){layout.any_of('source_marks')}\s*[:：]\s*(\S{{2,20}})")
    for line in furniture:
        if found := source.search(line.text):
            return found.group(1)
    for line in furniture[:2]:
        if layout.lines("papers").fullmatch(line.text):
            return "".join(line.text.split())
    return None


def read_heading(text: str) -> tuple[str | None, str | None]:
    """(publisher, date) of a top heading such as 《新闻联播》（20240913）."""
    book = _BOOK.search(text)
    day = _DATE.search(text)
    return (book.group(1) if book else None), date_in_name(text) or (iso(*day.groups()) if day else None)


def date_in_name(name: str) -> str | None:
    """A date in a file name: 20250908.md, 2025-09-08.txt, 2025-09.txt; null when there is none."""
    for m in _COMPACT.finditer(name):
        year, sep, month, day = m.groups()
        if sep or len(month) == len(day) == 2:
            if found := iso(year, month, day):
                return found
    month_only = _MONTH.search(name)
    return iso(month_only.group(1), month_only.group(2), None) if month_only else None


def iso(year: str, month: str, day: str | None) -> str | None:
    """``2024-06-14`` or ``2024-06``; null for a day that no calendar has."""
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
