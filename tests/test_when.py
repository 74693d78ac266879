from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates
from kg.extraction import when

# text, issued, date, end_date, time of day of the last expression read
CASES = [
    ("4月29日上午，会议召开。", "2026-05", "2026-04-29", None, "morning"),
    ("2026年4月29日，会议召开。", None, "2026-04-29", None, None),
    ("二〇二四年四月二十九日下午", None, "2024-04-29", None, "afternoon"),
    ("四月二十九日至三十日", "2024-05", "2024-04-29", "2024-04-30", None),
    ("6月27日至30日", "2024-07", "2024-06-27", "2024-06-30", None),
    ("6月27日至7月2日", "2024-07", "2024-06-27", "2024-07-02", None),
    ("9月10日—13日", "2024-09-13", "2024-09-10", "2024-09-13", None),
    ("4月1-3日", "2025-04", "2025-04-01", "2025-04-03", None),
    ("4月28日下午至30日上午", "2026-05", "2026-04-28", "2026-04-30", None),
    ("30日至2日", "2025-05-03", "2025-04-30", "2025-05-02", None),
    ("12月30日至1月2日", "2025-01-04", "2024-12-30", "2025-01-02", None),
    ("2023年12月30日至2024年1月2日", "2024-02", "2023-12-30", "2024-01-02", None),
    ("2021—2025年", "2025", "2021", "2025", None),
    ("1-4月", "2025-05", "2025-01", "2025-04", None),
    ("10日下午，", "2025-09-13", "2025-09-10", None, "afternoon"),
    ("28日，", "2025-09-13", "2025-08-28", None, None),
    ("30日，", "2025-03-02", "2025-01-30", None, None),
    ("12月30日，", "2025-01-04", "2024-12-30", None, None),
    ("12月30日，", "2025-01", "2024-12-30", None, None),
    ("2月29日，", "2025-03-01", "2024-02-29", None, None),
    ("昨日，", "2025-03-01", "2025-02-28", None, None),
    ("昨天上午，", "2025-03-02", "2025-03-01", None, "morning"),
    ("昨上午，", "2025-03-02", "2025-03-01", None, "morning"),
    ("昨晚，", "2025-01-01", "2024-12-31", None, "evening"),
    ("今天（9月8日）上午，", "2025-09-09", "2025-09-08", None, "morning"),
    ("后天，", "2025-09-30", "2025-10-02", None, None),
    ("去年10月，", "2025-04", "2024-10", None, None),
    ("今年5月，", "2026-05", "2026-05", None, None),
    ("前年，", "2026-05", "2024", None, None),
    ("本月28日，", "2025-04", "2025-04-28", None, None),
    ("上月，", "2025-01-09", "2024-12", None, None),
    ("上周五，", "2025-09-08", "2025-09-05", None, None),
    ("上周日，", "2025-09-08", "2025-09-07", None, None),
    ("2014年春节前夕，", "2025-04", "2014", None, None),
    ("2022年底，", "2025", "2022", None, None),
    ("2014年3月，", "2025", "2014-03", None, None),
    ("当地时间9月12日上午，", "2024-09-13", "2024-09-12", None, "morning"),
    ("4月29日（星期三）下午3时，", "2026-05", "2026-04-29", None, "afternoon"),
    ("4月29日中午，", "2026-05", "2026-04-29", None, None),
    ("4月29日，甲会。当天下午，乙会。", "2026-05", "2026-04-29", None, "afternoon"),
    ("4月29日，甲会。当晚，乙会。", "2026-05", "2026-04-29", None, "evening"),
    ("4月30日，甲会。次日，乙会。", "2026-05", "2026-05-01", None, None),
    ("4月30日，甲会。2日，乙会。", "2026-05", "2026-05-02", None, None),
    ("4月27日至29日，甲会。次日，乙会。", "2026-05", "2026-04-30", None, None),
    ("4月29日，甲会。下午，他来到乙村。", "2026-05", "2026-04-29", None, "afternoon"),
    ("2014年春节前夕，他来了。当天，会议召开。", "2025-04-02", "2014", None, None),
    ("2014年3月5日，他来了。28日，会议召开。", "2025-04-02", "2014-03-28", None, None),
    ("在4月29日的会议上", "2025-04-30", "2025-04-29", None, None),
]


@pytest.mark.parametrize(("text", "issued", "day", "end", "half"), CASES)
def test_the_last_expression_names(text: str, issued: str | None, day: str, end: str | None, half: str | None) -> None:
    span, found = when.read(text, issued)[-1]
    assert (found.date, found.end_date, found.time_of_day) == (day, end, half)
    assert text[span.start : span.end] == span.text == found.text
    assert not span.background


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("4月29日上午", None),
        ("28日", None),
        ("28日", "2026-05"),
        ("2月30日", "2025-04"),
        ("当日", "2025-04-02"),
        ("昨日", None),
        ("去年", None),
    ],
)
def test_what_is_unknown_stays_unknown(text: str, issued: str | None) -> None:
    ((span, found),) = when.read(text, issued)
    assert (span.text, found.date, found.precision, found.earliest, found.latest) == (text, None, "none", None, None)


@pytest.mark.parametrize("word", ["近日", "日前", "近期", "前不久", "不久前"])
def test_a_day_not_told_is_on_or_before_the_issue(word: str) -> None:
    ((_, found),) = when.read(f"{word}，区里举行培训。", "2025-04")
    assert (found.date, found.earliest, found.latest) == (None, None, "2025-04-30")


def test_yesterday_of_a_month_is_bounded_but_not_a_day() -> None:
    ((_, found),) = when.read("昨日，会议召开。", "2025-05")
    assert (found.date, found.earliest, found.latest) == (None, "2025-04-30", "2025-05-30")


def test_a_third_of_a_month_bounds_it() -> None:
    ((_, found),) = when.read("2024年2月下旬，会议召开。", None)
    assert (found.date, found.precision, found.earliest, found.latest) == (
        "2024-02",
        "month",
        "2024-02-21",
        "2024-02-29",
    )


@pytest.mark.parametrize(
    "text",
    "27个 28日龄 第27期 十四届 第3日 3日游 24小时 10年来 五一假期 春节 美好明天 6月龄 一日 三月 5000年文明 12.5日 10日内 临近日落".split(),
)
def test_what_is_no_time(text: str) -> None:
    assert when.find(text) == []


@pytest.mark.parametrize("text", ["2016年以来", "6月30日前完成", "7月1日起施行", "今天的中国", "2023年度"])
def test_background_bounds_or_describes(text: str) -> None:
    (span,) = when.find(text)
    assert span.background


@pytest.mark.parametrize("text", ["29日前往某地", "29日起草文件", "当天的会议"])
def test_words_that_only_begin_like_background(text: str) -> None:
    (span,) = when.find(text)
    assert not span.background


@pytest.mark.parametrize(
    ("text", "issued", "day"),
    [
        ("9月17日", "2025-09-08", "2025-09-17"),
        ("9日", "2025-08-28", "2025-09-09"),
        ("1月5日", "2025-12-28", "2026-01-05"),
        ("11月9日", "2025-01-28", "2025-11-09"),
    ],
)
def test_announced_days_lie_ahead(text: str, issued: str, day: str) -> None:
    ((_, found),) = when.read(text, issued, future=True)
    assert found.date == day


def test_background_is_no_anchor() -> None:
    found = when.read("4月29日，会议部署6月30日前完成的任务。当天，会议闭幕。", "2026-05")
    assert found[-1][1].date == "2026-04-29"


issues = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(issues, st.integers(0, 300))
def test_a_month_and_day_of_the_last_ten_months_get_their_year_back(issue: date, back: int) -> None:
    day = issue - timedelta(back)
    ((_, found),) = when.read(f"{day.month}月{day.day}日", issue.isoformat())
    assert found.date == day.isoformat()


@given(issues, st.integers(0, 27))
def test_a_bare_day_of_the_last_four_weeks_gets_its_month_back(issue: date, back: int) -> None:
    day = issue - timedelta(back)
    ((_, found),) = when.read(f"{day.day}日，会议召开", issue.isoformat())
    assert found.date == day.isoformat()


@given(
    st.text("昨今当次日月年一二十〇1234567890上下午晚至（）前以来的，", max_size=30),
    st.sampled_from([None, "2025", "2025-04", "2025-04-02"]),
)
def test_any_text_gives_ordered_spans_and_real_days(text: str, issued: str | None) -> None:
    end = 0
    for span, found in when.read(text, issued):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        end = span.end
        assert found.precision == dates.precision(found.date)
        for day in (found.earliest, found.latest):
            assert day is None or dates.precision(day) == "day"
        if found.earliest and found.latest:
            assert found.earliest <= found.latest
