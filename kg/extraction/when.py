"""Time expressions in clean text, and the days they name. What the text leaves open stays open.

>>> [s.text for s in find("4月28日下午至30日上午，全会举行。当晚，代表们返程。")]
['4月28日下午至30日上午', '当晚']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg import dates
from kg.lexicon import alternation, entries, words

#: A month and day with no year may lie so many days after the day of issue before it is taken to be last year's.
_AHEAD = 45
#: Days before the issue within which a bare 28日 is counted from the issue and not from the last day named.
_RECENT = 45


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


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression at text[start:end].

    Attributes:
        begin, finish: its ends as printed; finish is null unless it is a range.
        background: it bounds or describes (2016年以来, 6月30日前, 今天的中国) and does not tell when something happened.
    """

    start: int
    end: int
    text: str
    begin: Point
    finish: Point | None = None
    background: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """What a time expression names.

    Attributes:
        date: ISO, of the precision printed, or null; the first day of a range.
        precision: day, month, year or none: that of `date`.
        earliest, latest: whole ISO days or null.
        end_date: ISO last day of a range, else null.
        time_of_day: morning, afternoon, evening, night or null.
        text: as printed.
    """

    date: str | None
    precision: str
    earliest: str | None
    latest: str | None
    end_date: str | None
    time_of_day: str | None
    text: str


_DIGITS = {c: i for i, chars in enumerate(["〇零○", *"一二三四五六七八九"]) for c in chars}
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_CUT = r"(?<![\d.．,])"


def _number(text: str) -> int | None:
    """29, 二十九, 二〇二四; None when it is no number (十十)."""
    if text.isdecimal():
        return int(text)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) in (1, 4) else None
    found = re.fullmatch(r"([一二三]?)(十|廿|卅)([一二三四五六七八九]?)", text)
    if not found or (found[2] != "十" and found[1]):
        return None
    tens = {"十": _DIGITS.get(found[1], 1), "廿": 2, "卅": 3}[found[2]]
    return tens * 10 + _DIGITS.get(found[3], 0)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    def a(name: str) -> str:
        return alternation("time", name)

    clock = r"(?:\d{1,2}[时点:：](?:\d{1,2}分?|半|许|整)?)?"
    half = rf"(?:的?(?P<half#>{a('half_days')}){clock})?"
    week = r"(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
    year = rf"(?:{_CUT}(?P<year#>(?:1[5-9]|20|21)\d\d|[一二][〇零○一二三四五六七八九]{{3}})年|(?P<years#>{a('years')}))"
    month = rf"(?:{_CUT}(?P<month#>{_N})月|(?P<months#>{a('months')}))"
    day = rf"(?P<day#>{_N})(?:日|号)(?!{a('not_after_day')})"
    third = rf"(?!{a('not_after_month')})(?P<third#>{a('month_parts')})?"
    table = sorted(entries("time", "days").items(), key=lambda e: (-len(e[0]), e[0]))
    days = "(?:" + "|".join(w for w, e in table if not e.get("before_half")) + ")"
    early = "(?:" + "|".join(w for w, e in table if e.get("before_half")) + ")"
    festival = rf"(?!{a('not_after_year')})(?:{a('year_parts')}{a('after_parts')}?)?"
    named = rf"(?:(?P<days#>{days}){half}|(?P<days#>{early})(?:(?=[，,])|(?P<half#>{a('half_days')}){clock}))"
    point = (
        rf"(?:{year}?{month}{day}{week}{half}|{year}?{month}{third}|{year}{festival}|{_CUT}{day}{week}{half}"
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
        rf"{_CUT}(?:{year}?{month}?(?P<day#>{_N})(?={to}{_N}[日号])"
        rf"|{year}?(?P<month#>{_N})(?={to}{_N}月(?:份|$|[^\d一二三四五六七八九十]))|(?P<year#>(?:19|20|21)\d\d)(?={to}(?:19|20|21)\d\d年))"
    )
    opened = rf"(?<![^，。；、：！？\s“（(])(?P<half#>{a('half_days')}){clock}(?=[，,])"
    return re.compile(
        rf"(?:{a('prefixes')})?(?:(?:{number(bare, 1)}|{number(point, 1)})(?:{to}{number(point, 2)})?"
        rf"|(?P<vague>(?<!临){a('vague')})|{number(opened, 3)})"
    )


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
        if unit in got:
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
    part = entries("time", "month_parts").get(got.get("third", ""), {})
    third = (part["first"], part["last"]) if "first" in part else None
    return Point(numbers.get("year"), numbers.get("month"), numbers.get("day"), tuple(shifts), half, third)


def find(text: str) -> list[TimeSpan]:
    """Every time expression, in order, without overlaps. ``27个``, ``28日龄``, ``第27期`` and ``五一`` alone are none.

    Args:
        text: clean text, digits half-width.
    """
    spans = []
    for found in _pattern().finditer(text):
        start, end = found.span()
        if found["vague"]:
            spans.append(TimeSpan(start, end, found[0], Point(vague=True)))
            continue
        begin, finish = _point(found, 1) or _point(found, 3), _point(found, 2)
        if begin is None or _is_loose(begin, found[0]):
            continue
        if text[:start].endswith(words("time", "not_before_word" if begin.shifts else "not_before_number")):
            continue
        spans.append(TimeSpan(start, end, found[0], begin, finish, _is_background(text, end, begin, found[0])))
    return spans


def _is_background(text: str, end: int, point: Point, printed: str) -> bool:
    if printed.endswith("度"):
        return True
    if text.startswith("的", end):  # 今天的中国, but 29日的会议
        return any(s[:2] == ("day", "issue") for s in point.shifts) and point.half is None
    after = words("time", "background_after")
    return text.startswith(after, end) and not text.startswith(words("time", "not_background"), end)


def _is_loose(point: Point, text: str) -> bool:
    """A number in Chinese figures alone (三月, 一日) is as often a length or a name as a date; with 十 it is a day."""
    alone = point.year is None and not point.shifts and (point.month is None) != (point.day is None)
    return alone and not any(c.isdigit() for c in text) and "份" not in text and (point.day or 0) <= 10


def resolve(span: TimeSpan, issued: str | None, anchor: When | None = None, *, future: bool = False) -> When:
    """The days a time expression names.

    Args:
        span: found by `find`.
        issued: ISO date of issue, possibly partial; null leaves the year open.
        anchor: the last day named before it, for 当日, 次日 and a bare 28日.
        future: the sentence announces (将于9月17日举行), so that a day after the issue is to be expected.
    """
    if span.begin.vague:
        return When(None, "none", None, dates.bounds(issued)[1] if issued else None, None, None, span.text)
    day, first, last = _resolve(span.begin, issued, anchor, future)
    if day and span.begin.third:
        whole = dates.bounds(day)
        first, last = f"{day}-{span.begin.third[0]:02d}", min(whole[1], f"{day}-{span.begin.third[1]:02d}")
    half, end_day = span.begin.half, None
    if span.finish:
        end_day = _follow(span.finish, day, issued, future)
        if end_day and day and dates.bounds(end_day)[1] < dates.bounds(day)[0]:
            end_day = None  # misread: a range never runs backwards
        if end_day:
            last = dates.bounds(end_day)[1]
        half = half if end_day == day else None
    return When(day, dates.precision(day), first, last, end_day, half, span.text)


def read(text: str, issued: str | None, anchor: When | None = None, *, future: bool = False) -> list[tuple[TimeSpan, When]]:
    """`find` and `resolve` in one, each expression being the anchor of the next.

    >>> [w.date for _, w in read("4月29日上午，大会开幕。次日闭幕。", "2026-05")]
    ['2026-04-29', '2026-04-30']
    """
    result = []
    for span in find(text):
        when = resolve(span, issued, anchor, future=future)
        result.append((span, when))
        if not span.background:
            anchor = next_anchor(when, anchor)
    return result


def next_anchor(when: When, anchor: When | None) -> When | None:
    """The anchor after `when`: itself if it names a day, a month or a year, else the one before."""
    return when if when.date else anchor


def _days(partial: str | None) -> tuple[str | None, str | None, str | None]:
    return (partial, *dates.bounds(partial)) if partial else (None, None, None)


def _resolve(p: Point, issued: str | None, anchor: When | None, future: bool) -> tuple[str | None, str | None, str | None]:
    """Date, earliest and latest of one end."""
    year, month = p.year, p.month
    for unit, origin, offset in p.shifts:
        base = issued if origin == "issue" else anchor and (anchor.end_date or anchor.date)
        if not base:
            return None, None, None
        if unit == "year":
            year = dates.parts(base)[0] + offset
        elif unit == "month":
            moved = dates.shift_month(base, offset)
            if moved is None:
                return None, None, None
            year, month, _ = dates.parts(moved)
        elif dates.precision(base) == "day":
            if unit == "week":
                offset -= dates.weekday(base)
            return _days(dates.shift(base, offset))
        elif origin == "anchor":
            return _days(base)  # the same unnamed day of 2014
        else:
            first, last = dates.bounds(base)
            return (None, dates.shift(first, offset), dates.shift(last, offset)) if unit == "day" else (None, None, None)
    if month is None and p.day is not None:
        return _days(_bare_day(p.day, issued, anchor, future))
    if year is None and month is not None:
        year = _infer_year(month, p.day, issued, anchor, future)
    return _days(dates.make(year, month, p.day)) if year is not None else (None, None, None)


def _infer_year(month: int, day: int | None, issued: str | None, anchor: When | None, future: bool) -> int | None:
    """The year of 12月30日: the issue's, or the one before or after when that day would lie too far off."""
    if issued is None:
        return dates.parts(anchor.date)[0] if anchor and anchor.date else None
    first, last = dates.bounds(issued)
    year = dates.parts(last)[0]
    limit = 365 if future else 0 if day is None else _AHEAD
    for candidate in (year + 1, year, year - 1):
        made, this = dates.make(candidate, month, day), dates.make(year, month, day)
        if made is None or dates.days_between(last, dates.bounds(made)[0]) > limit:
            continue
        if candidate > year and future and this and dates.days_between(dates.bounds(this)[1], first) <= 2 * _AHEAD:
            continue  # announced, and this year's day is not long past: it is this year's
        return candidate
    return None


def _bare_day(day: int, issued: str | None, anchor: When | None, future: bool) -> str | None:
    """28日: counted back from a whole day of issue, or on from the last day named; a month of issue alone leaves it open."""
    base = (anchor.end_date or anchor.date) if anchor else None
    near = bool(issued and base) and 0 <= dates.days_between(dates.bounds(base)[1], dates.bounds(issued)[1]) <= _RECENT
    if issued and dates.precision(issued) == "day" and (base is None or near):
        today = dates.parts(issued)[2] or 0
        back = (1 if future else -1) if (day < today if future else day > today) else 0
        for step in (back, back - 1, back - 2):  # a month without such a day (30 February) is passed over
            moved = dates.shift_month(issued, step)
            made = moved and dates.make(*dates.parts(moved)[:2], day)
            if made:
                return made
        return None
    if base is None or dates.precision(base) == "year":
        return None
    year, month, last = dates.parts(base)
    moved = dates.shift_month(base, 1) if last is not None and last - day > 20 else f"{year:04d}-{month:02d}"
    return dates.make(*dates.parts(moved)[:2], day) if moved else None


def _follow(p: Point, begin: str | None, issued: str | None, future: bool) -> str | None:
    """The last day of a range, what it leaves out being taken from the first."""
    if p.year is not None or p.shifts or begin is None:
        return _resolve(p, issued, None, future)[0]
    year, month, day = dates.parts(begin)
    if p.month is not None:
        return dates.make(year + (1 if month is not None and p.month < month else 0), p.month, p.day)
    if p.day is None or month is None:
        return None
    if day is not None and p.day < day:
        moved = dates.shift_month(begin, 1)
        return dates.make(*dates.parts(moved)[:2], p.day) if moved else None
    return dates.make(year, month, p.day)
