"""Time expressions in clean text, as printed: where they stand and what numbers and words they are made of.

>>> [s.text for s in find("4月28日下午至30日上午，全会举行。当晚，代表们返程。")]
['4月28日下午至30日上午', '当晚']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.lexicon import alternation, any_of, entries, remember, words


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a time expression as printed: numbers, or a shift such as ("day", "issue", -1) for 昨日."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    shifts: tuple[tuple[str, str, int], ...] = ()
    half: str | None = None
    third: tuple[int, int] | None = None
    vague: bool = False
    #: Of a calendar that is not the sun's (农历四月十五), which leaves the day open.
    other: bool = False


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression at text[start:end].

    Attributes:
        begin, finish: its ends as printed; finish is null unless it is a range.
        background: it bounds or describes (2016年以来, 6月30日前, 今天的中国) or is when a reporter heard of it (记者昨日获悉), and
            does not tell when something happened.
        heard: it is when a reporter heard of it.
        until: it bounds what is before it (5月底前), and so when something announced will have happened.
    """

    start: int
    end: int
    text: str
    begin: Point
    finish: Point | None = None
    background: bool = False
    until: bool = False
    heard: bool = False


_DIGITS = {c: i for i, chars in enumerate(["〇零○", *"一二三四五六七八九"]) for c in chars}
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_CUT = r"(?<![\d.．,])"
#: A year of two figures from this one on is of the last century.
_CENTURY = 50


def _number(text: str) -> int | None:
    """29, 二十九, 二〇二四; None when it is no number (十十)."""
    if text.isdecimal():
        return int(text)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) in (1, 4) else None
    if text == "元":
        return 1
    found = re.fullmatch(r"([一二三]?)(十|廿|卅)([一二三四五六七八九]?)", text)
    if not found or (found[2] != "十" and found[1]):
        return None
    tens = {"十": _DIGITS.get(found[1], 1), "廿": 2, "卅": 3}[found[2]]
    return tens * 10 + _DIGITS.get(found[3], 0)


@remember(1)
def _pattern() -> re.Pattern[str]:
    def a(name: str) -> str:
        return alternation("time", name)

    clock = r"(?:\d{1,2}[时点:：](?:\d{1,2}分?|半|许|整)?)?"
    half = rf"(?:的?(?P<half#>{a('half_days')}){clock})?"
    week = r"(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
    short = rf"(?P<short#>\d\d|[〇零○一二三四五六七八九]{{2}})年(?={_N}月)"  # 98年5月6日
    era = rf"(?P<era#>{a('eras')})(?P<reign#>元|\d{{1,3}}|[一二三四五六七八九十百]{{1,4}})年"
    whole = r"(?P<year#>(?:1[5-9]|20|21)\d\d|[一二][〇零○一二三四五六七八九]{3})年"
    year = rf"(?:{era}|{_CUT}(?:公元)?{whole}|{_CUT}[’']?{short}|(?P<years#>{a('years')}))"
    month = rf"(?:{_CUT}(?P<month#>{_N}|元)月|(?P<months#>{a('months')}))"
    day = rf"(?P<day#>{_N})(?:日|号)(?!{a('not_after_day')})"
    # 20号, 在二十号; the 号 of 神舟二十号 is none of a month
    alone = rf"(?:(?P<day#>{_N})日|(?:(?<![一-鿿])|(?<=[于在至到从自定是间]))(?P<day#>{_N})号)(?!{a('not_after_day')})"
    third = rf"(?!{a('not_after_month')})(?P<third#>{a('month_parts')})?"
    table = entries("time", "days")
    days = any_of(w for w in table if not table[w].get("before_half"))
    early = any_of(w for w in table if table[w].get("before_half"))
    festival = rf"(?!{a('not_after_year')})(?:{a('year_parts')}{a('after_parts')}?)?"
    named = rf"(?:(?P<days#>{days}){half}|(?P<days#>{early})(?:(?=[，,])|(?P<half#>{a('half_days')}){clock}))"
    point = (
        rf"(?:{year}?{month}{day}{week}{half}|{year}?{month}{third}|{year}{festival}|{_CUT}{alone}{week}{half}"
        rf"|(?P<weeks#>{a('weeks')})(?P<weekday#>[一二三四五六日天]){half}"
        rf"|{named}(?:[（(](?:{year}?{month})?{day}[^）)]{{0,4}}[）)]{half})?)"
    )
    # Python allows a group name once: # numbers the ends, and each use of a part inside an end gets its own letter.
    counter = iter(range(1000))
    unique = re.compile(r"\(\?P<(\w+)#>")

    def number(text: str, end: int) -> str:
        return unique.sub(lambda m: f"(?P<{m[1]}_{end}_{next(counter)}>", text)

    to = "[至到－—–~～-]{1,2}"
    bare = (  # 4月1-3日, 1-4月, 2021—2025年: the unit stands only after the second number
        rf"{_CUT}(?:{year}?{month}?(?P<day#>{_N})(?={to}{_N}[日号])|{year}?{month}?(?P<day#>{_N})(?:、{_N}){{0,3}}(?=[、和]{_N}[日号])"
        rf"|{year}?(?P<month#>{_N})(?={to}{_N}月(?:份|$|[^\d一二三四五六七八九十]))|(?P<year#>(?:19|20|21)\d\d)(?={to}(?:19|20|21)\d\d年))"
    )
    # 农历四月十五日, 正月初三: the calendar's own words, and what they count
    count = r"[初一二三四五六七八九十廿卅\d]"
    lunar = (
        rf"(?:{a('calendars')}[一-鿿]{{0,4}}?(?:\d{{4}}年|[一-鿿]{{2}}年)?(?:闰?(?:{a('moons')}|{count}{{1,3}}月))?(?:{count}{{1,3}}[日号]?)?{half}"
        rf"|(?:闰?{a('moons')}|闰?[一二三四五六七八九十]{{1,2}}月(?=初[一二三四五六七八九十])|闰[一二三四五六七八九十]{{1,2}}月)(?:{count}{{1,3}}[日号]?)?{half})"
    )
    also = rf"[、和及](?=(?:{_N}[日号]?、?)*{_N}[日号])(?:{_N}[日号]?[、和及])*(?P<day#>{_N})[日号](?!{a('not_after_day')}){week}{half}"
    opened = rf"(?<![^，。；、：！？\s“（(])(?P<half#>{a('half_days')}){clock}(?=[，,])"
    return re.compile(
        rf"(?:{a('prefixes')})?(?:(?P<lunar>{number(lunar, 4)})"
        rf"|(?:{number(bare, 1)}|{number(point, 1)})(?:{number(also, 2)}|{to}{number(point, 2)})?"
        rf"|(?P<vague>(?<!临){a('vague')})|{number(opened, 3)})"
    )


@remember(1)
def _start() -> re.Pattern[str]:
    """What a time expression begins with: far fewer places than the text has, and found at once."""
    sets = ("prefixes", "years", "months", "days", "weeks", "half_days", "vague", "eras", "calendars", "moons")
    return re.compile(
        any_of([*_DIGITS, *"十廿卅0123456789元闰", "公元", *(w for name in sets for w in words("time", name))])
    )


def _scan(text: str) -> Iterator[re.Match[str]]:
    start, pattern = _start(), _pattern()
    at = 0
    while first := start.search(text, at):
        found = pattern.match(text, first.start())
        at = found.end() if found else first.start() + 1
        if found:
            yield found


def _point(found: re.Match[str], end: int) -> Point | None:
    """The numbers and shifts of one end of a match; None when a number makes no sense."""
    got: dict[str, str] = {}
    for key, value in found.groupdict().items():
        if value and f"_{end}_" in key:
            got[key.split("_")[0]] = value
    if not got:
        return None
    numbers: dict[str, int] = {}
    for unit in ("year", "month", "day"):
        if unit == "year" and (era := entries("time", "eras").get(got.get("era", ""))):
            count = _count(got["reign"])
            if count is None:
                return None
            numbers["year"] = era["before"] + count
        elif unit == "year" and "short" in got:
            count = int("".join(str(_DIGITS.get(c, c)) for c in got["short"]))
            numbers["year"] = count + (1900 if count >= _CENTURY else 2000)
        elif unit in got:
            value = _number(got[unit])
            if value is None or not 1 <= value <= {"year": 9999, "month": 12, "day": 31}[unit]:
                return None
            numbers[unit] = value
    shifts: list[tuple[str, str, int]] = []
    half = None
    for unit, table in (("year", "years"), ("month", "months"), ("day", "days")):
        if table in got and unit not in numbers:
            entry = entries("time", table)[got[table]]
            shifts.append((unit, entry["from"], entry[table]))
        if table in got:
            half = entries("time", table)[got[table]].get("of") or half
    if "weeks" in got:
        target = min("一二三四五六日天".index(got["weekday"]) + 1, 7)
        shifts.append(("week", "issue", entries("time", "weeks")[got["weeks"]]["weeks"] * 7 + target))
    if "half" in got:
        half = entries("time", "half_days")[got["half"]].get("of") or half
        if not numbers and not shifts:
            shifts.append(("day", "anchor", 0))
    part = entries("time", "month_parts").get(got.get("third", ""))
    third = (part["first"], part["last"]) if part and "first" in part else None
    return Point(numbers.get("year"), numbers.get("month"), numbers.get("day"), tuple(shifts), half, third)


def find(text: str) -> list[TimeSpan]:
    """Every time expression, in order, without overlaps. ``27个``, ``28日龄``, ``第27期`` and ``五一`` alone are none.

    Args:
        text: clean text, digits half-width.
    """
    spans = []
    for found in _scan(text):
        start, end = found.span()
        if found["lunar"]:
            spans.append(
                TimeSpan(start, end, found[0], Point(other=True), background=_is_background(text, end, Point(), ""))
            )
            continue
        if found["vague"]:
            spans.append(TimeSpan(start, end, found[0], Point(vague=True)))
            continue
        begin, finish = _point(found, 1) or _point(found, 3), _point(found, 2)
        if begin is None or _is_loose(begin, found[0]):
            continue
        if text[:start].endswith(words("time", "not_before_word" if begin.shifts else "not_before_number")):
            continue
        heard = _is_heard(text, start, end)
        behind = _is_background(text, end, begin, found[0])
        until = text.startswith(words("time", "before"), end) and behind
        spans.append(TimeSpan(start, end, found[0], begin, finish, behind or heard, until, heard))
    return spans


def _is_background(text: str, end: int, point: Point, printed: str) -> bool:
    if printed.endswith("度"):
        return True
    if text.startswith("的", end):  # 今天的中国, but 29日的会议
        return any(s[:2] == ("day", "issue") for s in point.shifts) and point.half is None
    after = words("time", "background_after")
    return text.startswith(after, end) and not text.startswith(words("time", "not_background"), end)


def _is_heard(text: str, start: int, end: int) -> bool:
    """记者昨日从区教育局获悉: when a reporter heard of it, and not when it takes place."""
    told = _hearing()
    after = told.match(text, end)
    return after is not None and (
        bool(after["who"]) or text.endswith(words("time", "reporters"), max(0, start - 6), start)
    )


@remember(1)
def _hearing() -> re.Pattern[str]:
    who = alternation("time", "reporters")
    return re.compile(f"[，,]?(?P<who>{who})?[^，。；：！？将]{{0,25}}?{alternation('time', 'hearing')}")


def _count(text: str) -> int | None:
    """37, 三十七, 一百一十五, 元 (the first)."""
    hundred, mark, rest = text.rpartition("百")
    if not mark:
        return _number(text)
    tens = _number(rest.lstrip("零〇")) if rest else 0
    return None if tens is None else 100 * (_number(hundred) or 1) + tens


def _is_loose(point: Point, text: str) -> bool:
    """A number in Chinese figures alone (三月, 一日) is as often a length or a name as a date; with 十 it is a day."""
    alone = point.year is None and not point.shifts and (point.month is None) != (point.day is None)
    return (
        alone and not any(c.isdigit() for c in text) and not any(c in text for c in "份元") and (point.day or 0) <= 10
    )
