"""Putting clean text together from raw slices, with the offset of every character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.corpus import layout
from kg.corpus.glyphs import MORE
from kg.text import MappedText

Span = tuple[int, int]

_VISIBLE = re.compile(r"[^\s\x00\x01\u200b-\u200d\u2060\ufeff]+")
_LATIN = re.compile(r"[0-9A-Za-z]")
_DIGITS = re.compile(r"[0-9]+")
_DIGITS_BEFORE = re.compile(r"[0-9]+\Z")
_ROW_END = re.compile(r"[\n\r\f]")
#: A number that makes a date only when put together, so that a blank in it is a row end that was swallowed (20 24年).
_CUT_DATE = re.compile(r"(?:19|20)\d\d年|1[0-2]月|(?:[12]\d|3[01])日")
_STOP = re.compile("[，。；]")
#: Characters of a printed line that are looked at.
_ROW = 2000
_HAN = "一-鿿㐀-䶿𠀀-𳎯"
#: Names parted by blanks: at least three of two to four characters, 张　三 with its padding among them.
_ONE = rf"(?:[{_HAN}]{{2,4}}|[{_HAN}]　[{_HAN}])"
_NAMES = re.compile(rf"(?<![{_HAN}]){_ONE}(?:\s+{_ONE}){{2,}}(?![{_HAN}])")
#: Entries parted by the wide blank, which nobody types by accident: a roster, whatever stands in it.
_ROSTER = re.compile(r"(?:^|(?<=[\s\x00：:，。]))[^\s　，。；：]{2,20}(?:　+[^\s　，。；：]{1,20}){3,}")
_NAME = re.compile(rf"[{_HAN}]　[{_HAN}](?![{_HAN}])|\S+")


def assemble(page: str, spans: Iterable[Span]) -> MappedText:
    """The page's characters in these spans, one after the other; a span of blanks gives one blank."""
    parts: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    for a, b in spans:
        if a >= b:
            continue
        if page[a].isspace():
            b = a + 1
            parts.append(" ")
        else:
            parts.append(page[a:b])
        stretches.append((a, b, _end(page, b)))
    return MappedText.joined("".join(parts), stretches)


def _end(page: str, i: int) -> int:
    while page.startswith(MORE, i):
        i += 1
    return i


def headline(page: str, start: int, end: int) -> list[Span]:
    """Spans of a headline: blanks are structure and stay, a run of them as one; letter-spacing throughout is closed up.

    ``甲出席并讲话  乙主持`` keeps one blank; ``全 区 大 会 召 开`` becomes 全区大会召开.
    """
    words = [m.span() for m in _VISIBLE.finditer(page, start, end)]
    if len(words) >= 4 and all(b - a == 1 for a, b in words):
        return words
    return _with_blanks(page, words, lambda left, right: True)


def body(page: str, start: int, end: int) -> list[Span]:
    """Spans of body text: blanks go, but for tabs and those between Latin words or numbers and between the names of a list.

    ``区委常 委会召开`` becomes 区委常委会召开; ``4U OAM``, ``张　三 李四明 王五`` and the cells of a table keep what parts
    them.
    """
    words = [m.span() for m in _VISIBLE.finditer(page, start, end)]
    if len(words) < 2:
        return words
    parts = _list_gaps(page, start, end)
    return _with_blanks(
        page,
        words,
        lambda left, right: left in parts or _parts_cells(page, left, right) or _parts_words(page, left, right),
    )


def _parts_cells(page: str, left: int, right: int) -> bool:
    """Whether a tab parts two cells; between two marks of one printed line (…会议。区长 | 张三主持会议，…) it is a blank by mistake."""
    tab = page.find("\t", left, right)
    if tab < 0:
        return False
    begin, end = (page.rfind("\n", max(0, left - _ROW), left) + 1, page.find("\n", right, right + _ROW))
    after = page[right : end if end >= 0 else right + _ROW]
    return not (_STOP.search(page, begin, left) and _STOP.search(after))


def _parts_words(page: str, left: int, right: int) -> bool:
    """Whether a blank parts two Latin words or numbers; within a number it is only where a row ended (12月2 | 4日)."""
    if not (_LATIN.match(page, left - 1) and _LATIN.match(page, right)):
        return False
    first, second = _DIGITS_BEFORE.search(page, max(0, left - 4), left), _DIGITS.match(page, right)
    if not first or not second:
        return True
    number, unit = first[0] + second[0], page[second.end() : second.end() + 1]
    dated = _CUT_DATE.fullmatch(number + unit) is not None
    return not dated and _ROW_END.search(page, left, right) is None


def _with_blanks(page: str, words: list[Span], keep: Callable[[int, int], bool]) -> list[Span]:
    spans = words[:1]
    for word in words[1:]:
        left, right = spans[-1][1], word[0]
        blank = left if page[left].isspace() else next((i for i in range(left, right) if page[i].isspace()), None)
        if blank is not None and keep(left, right):
            spans.append((blank, blank + 1))
        spans.append(word)
    return spans


def _list_gaps(page: str, start: int, end: int) -> frozenset[int]:
    """Where the entries of blank-separated lists end."""
    ends: set[int] = set()
    for m in _NAMES.finditer(page, start, end):
        entries = list(_NAME.finditer(page, *m.span()))
        # The longest stretch of entries that begin with a surname; the words around it may be part of a sentence.
        stretch: list[re.Match[str]] = []
        for entry in entries:
            if layout.begins_name(entry.group()):
                stretch.append(entry)
                continue
            ends |= _inner(page, stretch)
            stretch = []
        ends |= _inner(page, stretch)
    if page.find("　", start, end) >= 0:
        for m in _ROSTER.finditer(page, start, end):
            ends |= {e.end() for e in _NAME.finditer(page, *m.span())}
    return frozenset(ends)


def _inner(page: str, entries: list[re.Match[str]]) -> set[int]:
    """Ends of the entries of a list of names but the last; two-character words alone are too often no names, and what
    only line ends part is a column.
    """
    parted = sum(page[e.end()] in " 　" for e in entries[:-1])
    sure = parted >= 2 and any(len(e.group()) == 3 for e in entries)
    return {e.end() for e in entries[:-1]} if sure else set()
