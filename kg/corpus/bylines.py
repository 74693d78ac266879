"""Bylines, and the writers named in them, in signatures and in captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg import lexicon
from kg.corpus import layout
from kg.corpus.page import GAP

HAN = "一-鿿㐀-䶿𠀀-𳎯"
_TOKEN = re.compile(rf"[{HAN}·A-Za-z]+")
_PARTS = re.compile(rf"[、，,/；;|]|[^{HAN}·A-Za-z\s\x00\x01]+")
Name = tuple[str, str, int, int]


@lru_cache(maxsize=1)
def role_word() -> re.Pattern[str]:
    """A word for a kind of writer with what may stand before it (浙江日报记者, 见习记者, 通 讯 员)."""
    return re.compile(rf"(?:{before_role().pattern}){{0,8}}(?P<role>{_role_words()})")


def _role_words() -> str:
    known = [w for w in layout.words("writers") if len(w) > 1]
    return "(?:" + "|".join(f"{GAP}*".join(w) for w in sorted(known, key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def before_role() -> re.Pattern[str]:
    """One word before a role. Several can be read in one way only: the name of a medium neither holds another one nor
    begins with a prefix. Else a row of them (日报日报日报…) would be tried in more ways than a day has seconds.
    """
    medium, prefix = layout.spaced("media"), layout.spaced("writer_prefixes")
    return re.compile(rf"(?:{medium}|(?!{prefix})(?:(?!{medium})[{HAN}]){{1,6}}{medium}|{prefix}){GAP}*")


@lru_cache(maxsize=1)
def _bare_role() -> re.Pattern[str]:
    return re.compile(_role_words())


@lru_cache(maxsize=1)
def _each_role() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in _role_words()[3:-1].split("|"))


def role_ends(text: str, at: int) -> list[int]:
    """Where the words for a writer that begin at an offset end (摄影记者: 摄影 and the whole)."""
    if not _bare_role().match(text, at):
        return []
    return [m.end() for word in _each_role() if (m := word.match(text, at))]


def has_role(text: str) -> bool:
    """Whether `role_word` finds anything; most lines are done with after this."""
    return _bare_role().search(text) is not None


def _ends() -> str:
    return layout.any_of("signature_ends")


@lru_cache(maxsize=1)
def plain_role() -> str:
    """The expression of `role_word` without its group, to stand several times in another."""
    return role_word().pattern.replace("(?P<role>", "(?:")


@lru_cache(maxsize=1)
def opening() -> re.Pattern[str]:
    """A byline at the head of a line, up to where the body begins.

    本报讯（记者 甲甲 通讯员 乙乙） · 某某报讯（记者 甲甲） · 新华社某地4月29日电（记者甲甲、乙乙） · 央视网消息（新闻联播）：
    （某某局 丙丙）
    """
    gap, role = f"{GAP}*", plain_role()
    writer = layout.spaced("writers")
    bracket = rf"（(?:[^（）]{{0,60}}{writer}[^（）]{{0,120}}|[^（）]{{2,30}})）"
    family = "".join(sorted(s for s in layout.surnames() if len(s) == 1)) or HAN
    apart = rf"(?=[ \t　、）]|[\r\n]|{_ends()})"
    name = rf"(?:[{family}][{HAN}]{{1,2}}|[{HAN}]{{1,12}}(?:·[{HAN}]{{1,12}})+){apart}"
    named = rf"(?:[ \t　]*{role}[ \t　:：]*{name}(?:[ \t　、]+{name})*)+(?:[ \t　]*{_ends()})?"
    wire = rf"{layout.spaced('wire')}{gap}(?:{bracket}|{named})?"
    paper = rf"[{HAN}]{{1,10}}?{layout.any_of('wire_media')}{layout.any_of('wire_ends')}(?:{gap}{bracket}|(?=[ 　：:]))"
    unit = (
        rf"（[{HAN}]{{1,14}}?{layout.any_of('signature_units')}[ 　]+{name}(?:[ 　、]+{name})*[ 　]*）(?=[^\n]{{12}})"
    )
    day = rf"(?:\d{gap}){{1,2}}月{gap}(?:\d{gap}){{1,2}}日{gap}{layout.any_of('telegrams')}"
    agency = rf"{layout.spaced('agencies')}{gap}(?:[{HAN}·]{{1,12}}{gap})?{day}{gap}(?:{bracket})?"
    alone = rf"【?（{gap}{role}[^（）]{{2,60}}）】?(?=[^\n]{{12}})"
    return re.compile(rf"[ \t　\x00\x01\ufeff]*(?P<byline>(?:{wire}|{paper}|{agency}|{alone}|{unit}){gap}[：:]?)")


@lru_cache(maxsize=1)
def _credit_end() -> re.Pattern[str]:
    return re.compile(rf"(?<![\s　/])[\s　/]*{layout.any_of('captions')}）?$")


@lru_cache(maxsize=1)
def _signature_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[{HAN}]{{2}})[\s　]+{_ends()}）?$")


def writers(text: str, role: str | None = None) -> Iterator[Name]:
    """(name, role, start, end) of each writer, with offsets in the text.

    Args:
        text: a byline, signature or caption, in which names may be letter-spaced or cut by a line end.
        role: of names before any word for a role; without it they are none (新闻联播 in 央视网消息（新闻联播）).
    """
    tail = (_credit_end() if role == "摄影" else _signature_end()).search(text)
    end = tail.start() if tail else len(text)
    marks = list(role_word().finditer(text, 0, end)) if has_role(text) else []
    if not marks and role:
        yield from names(text, 0, end, role)
    for i, mark in enumerate(marks):
        stop = marks[i + 1].start() if i + 1 < len(marks) else end
        bracket = text.find("）", mark.end(), stop)
        word = re.sub(GAP, "", mark["role"])
        named = role or lexicon.entries("layout", "writers")[word]["role"]
        yield from names(text, mark.end(), bracket if bracket >= 0 else stop, named)


def names(text: str, start: int, end: int, role: str) -> Iterator[Name]:
    """Names between two offsets: parted by marks or blanks, put together where letters or line ends part them."""
    while start < end:
        stop = _PARTS.search(text, start, end)
        tokens = [m.span() for m in _TOKEN.finditer(text, start, stop.start() if stop else end)]
        for group in _group(text, tokens):
            name = "".join(text[a:b] for a, b in group)
            yield name, role, group[0][0], group[-1][1]
        start = stop.end() if stop else end


def _group(text: str, tokens: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The cheapest division of blank-separated tokens into names of two to four characters (黄 朝文 → 黄朝文).

    A token of more than four characters may be two names with nothing between; it is divided at a surname.
    """
    pieces: list[tuple[int, int]] = []
    for a, b in tokens:
        word = text[a:b]
        cut = next(
            (
                c
                for c in (3, 2)
                if layout.surnames()
                and 2 <= len(word) - c <= 3
                and layout.begins_name(word)
                and layout.begins_name(word[c:])
                and (len(word) > 4 or word[:2] not in layout.surnames())
            ),
            None,
        )
        pieces += [(a, a + cut), (a + cut, b)] if cut and "·" not in word and not word.isascii() else [(a, b)]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for i in range(1, len(pieces) + 1):
        options = [(best[j][0] + _cost(text, pieces[j:i]), j) for j in range(max(0, i - 4), i)]
        best.append(min(options, key=lambda o: (o[0], -o[1])))
    groups: list[list[tuple[int, int]]] = []
    i = len(pieces)
    while i:
        groups.append(pieces[best[i][1] : i])
        i = best[i][1]
    return groups[::-1]


def _cost(text: str, group: list[tuple[int, int]]) -> float:
    name = "".join(text[a:b] for a, b in group)
    cost = 0.5 * (len(group) - 1)
    if "·" in name or name.isascii():
        return cost
    if len(name) == 1:
        return 10.0
    if len(name) > 4:
        return cost + (0.0 if len(group) == 1 else 20.0)
    if len(name) == 4 and len(group) > 1 and name[:2] not in layout.surnames():
        cost += 4.0
    return cost + (0.0 if layout.begins_name(name) else 3.0)
