"""The days that time expressions name. What the text leaves open stays open; the clock is never read."""

from __future__ import annotations

from dataclasses import dataclass

from kg import dates
from kg.extraction.times import Point, TimeSpan, find

__all__ = ["Point", "TimeSpan", "When", "find", "is_news", "next_anchor", "read", "resolve"]

#: A month and day with no year may lie so many days after the day of issue before it is taken to be last year's.
_AHEAD = 45
#: Days before the issue within which a day is news; before them it is history.
_NEWS = 366
#: Days before the issue within which a bare 28日 is counted from the issue and not from the last day named.
_RECENT = 45


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


def resolve(span: TimeSpan, issued: str | None, anchor: When | None = None, *, future: bool = False) -> When:
    """The days a time expression names.

    Args:
        span: found by `find`.
        issued: ISO date of issue, possibly partial; null leaves the year open.
        anchor: the last day named before it, for 当日, 次日 and a bare 28日.
        future: the sentence announces (将于9月17日举行), so that a day after the issue is to be expected.
    """
    if span.until and future and issued:
        begin, close = dates.bounds(issued)[0], _resolve(span.begin, issued, anchor, future)[2]
        return When(None, "none", begin, close if close and close >= begin else None, None, None, span.text)
    if span.begin.other:
        return When(
            None, "none", None, None if future or not issued else dates.bounds(issued)[1], None, None, span.text
        )
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


def read(
    text: str, issued: str | None, anchor: When | None = None, *, future: bool = False
) -> list[tuple[TimeSpan, When]]:
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


def is_news(when: When | None, issued: str | None) -> bool:
    """Whether a day is of the year before the issue: 25日 is, 1945年10月25日 is not; nothing is, where no issue is known."""
    if when is None or when.date is None or when.precision != "day" or issued is None:
        return False
    return dates.days_between(dates.bounds(when.date)[1], dates.bounds(issued)[1]) <= _NEWS


def _days(partial: str | None) -> tuple[str | None, str | None, str | None]:
    return (partial, *dates.bounds(partial)) if partial else (None, None, None)


def _resolve(
    p: Point, issued: str | None, anchor: When | None, future: bool
) -> tuple[str | None, str | None, str | None]:
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
            return (
                (None, dates.shift(first, offset), dates.shift(last, offset)) if unit == "day" else (None, None, None)
            )
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
    far = issued and base and not 0 <= dates.days_between(dates.bounds(base)[1], dates.bounds(issued)[1]) <= _RECENT
    if issued and dates.precision(issued) == "day" and not far:
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
