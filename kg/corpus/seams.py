"""Where one article ends and the next begins among lines that no byline parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kg.corpus import layout
from kg.corpus.headlines import bigrams, share
from kg.corpus.lines import Line, continues, is_complete

_MARK = re.compile(r"[，。；！？]")
#: The marks no headline has; ！ and ？ stand in some (投资百亿元！九个项目落户).
_STOP = re.compile(r"[，。；]")
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]")
ROWS = 4


@lru_cache(maxsize=1)
def _day() -> re.Pattern[str]:
    return re.compile(rf"(?:\d{{1,2}}月)?\d{{1,2}}日|{layout.any_of('lead_days')}")


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    return re.compile(rf"[^，。；：！？]{{0,16}}?(?:{_day().pattern})")


def names_day(text: str) -> bool:
    """Whether the text tells a day as a first paragraph does (4月29日, 日前)."""
    return _day().search(text) is not None


def opens(text: str) -> bool:
    """Whether the text begins as a first paragraph: a day stands before its first mark (县长孙明德昨天上午来到…)."""
    return _lead().match(text) is not None


def is_tight(lines: Sequence[Line]) -> bool:
    """Whether the page sets the lines of an article without empty lines between, so that these part articles."""
    pairs = [b.adjacent for a, b in pairwise(lines) if _MARK.search(a.text) and _MARK.search(b.text)]
    empty = sum(not line.adjacent for line in lines[1:])
    return empty >= 2 and len(pairs) >= 3 and sum(pairs) >= 0.75 * len(pairs)


def next_story(body: Sequence[Line], tight: bool, bylined: bool, stop: int | None = None) -> int | None:
    """Index in a body at which the headlines of another article stand, or null.

    Args:
        tight: see `is_tight`.
        bylined: the body has a byline; then several such headlines may be headings of one feature.
        stop: the index of a line behind which none is looked for.

    Headlines are one to four lines without marks between a complete sentence and a first paragraph. What follows must
    look like one: on a tight page an empty line stands before the headlines, and they tell what happened or a day is
    named; elsewhere a day is named, and the headline is no row of a column, or it says itself that a notice follows.
    """
    found: Iterable[tuple[int, int]] = _runs(body, len(body) if stop is None else stop)
    feature = False
    if bylined:
        found = list(found)
        feature = len(found) > 1
    return next((i for i, j in found if _begins(body, i, j, tight, feature)), None)


def _runs(body: Sequence[Line], stop: int) -> Iterator[tuple[int, int]]:
    """First and next index of the lines between a complete sentence and a paragraph that may be headlines."""
    for i in range(1, stop):
        if not is_complete(body[i - 1].text):
            continue
        j = i
        while j < len(body) and j - i < ROWS and _is_head(body[j], first=j == i):
            j += 1
        if i + 1 < j < len(body) and continues(body[j].text):
            j -= 1  # a row that goes on below belongs to the paragraph
        if i < j < len(body) and not continues(body[j].text):
            yield i, j


def _begins(body: Sequence[Line], i: int, j: int, tight: bool, feature: bool) -> bool:
    """Whether another article begins at `i`, with its first paragraph at `j`.

    Args:
        feature: the headlines may be headings of the same article, so that more must speak for another one.
    """
    heads = "".join(line.text for line in body[i:j])
    rows = [line.text for line in body[j : j + ROWS]]
    notice = body[i].text.endswith(layout.words("notices"))
    day, told = opens(rows[0]), notice or any(w in heads for w in layout.words("headline_events"))
    like = share(heads, bigrams("".join(rows)))
    sure = told and (day or like >= 0.3) or notice
    if tight:
        return not body[i].adjacent and (sure or not feature and (day or told or like >= 0.5))
    whole = is_complete(rows[0]) and len(rows[0]) >= 30
    if (notice or body[j - 1].text.startswith("——")) and (whole or rows[0].endswith("：")):
        return True
    if not day or not (whole or _stands_out(body[j - 1].text, rows)):
        return False
    return not feature or told and like >= 0.3


def _is_head(line: Line, first: bool) -> bool:
    text = line.text
    plain = (
        not (_STOP if first else _MARK).search(text) and not is_complete(text) and not text.endswith(("、", "：", "，"))
    )
    if not plain or not 2 <= len(text) <= 44 or continues(text):
        return False
    return not (first and (text.startswith("（") or _NUMBERED.match(text)))


def _stands_out(head: str, rows: Sequence[str]) -> bool:
    """Whether the rows below are those of a regular column, and the headline is too short or too long for one."""
    widths = [len(row) for row in rows[:-1]]
    return len(widths) >= 2 and max(widths) - min(widths) <= 2 and not min(widths) - 2 <= len(head) <= max(widths) + 2
