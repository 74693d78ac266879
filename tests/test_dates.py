from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates

days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)
partials = st.builds(lambda d, n: d[:n], days, st.sampled_from((4, 7, 10)))


def test_bounds_of_partial_dates() -> None:
    assert dates.bounds("2026") == ("2026-01-01", "2026-12-31")
    assert dates.bounds("2024-02") == ("2024-02-01", "2024-02-29")
    assert dates.bounds("2026-04-29") == ("2026-04-29", "2026-04-29")


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-02-30", "26-04-29", "2026-4-29", "2026-04-29T00:00", "4月29日", "0000"]
)
def test_what_is_no_date(text: str) -> None:
    assert not dates.is_valid(text)
    with pytest.raises(ValueError):
        dates.parts(text)


def test_none_is_a_date_of_no_precision() -> None:
    assert not dates.is_valid(None)
    assert [dates.precision(p) for p in (None, "2026", "2026-04", "2026-04-29")] == ["none", "year", "month", "day"]


def test_make_refuses_days_that_do_not_exist() -> None:
    assert dates.make(2026, 2, 30) is None
    assert dates.make(2026, 13) is None
    assert (dates.make(2014), dates.make(2014, 3), dates.make(2024, 2, 29)) == ("2014", "2014-03", "2024-02-29")


def test_shift_crosses_months_and_stops_at_the_end_of_the_calendar() -> None:
    assert dates.shift("2024-12-31", 1) == "2025-01-01"
    assert dates.shift("0001-01-01", -1) is None
    assert dates.shift_month("2026-01-31", -1) == "2025-12"
    assert dates.shift_month("2026", 1) is None
    assert dates.shift_month("9999-12", 1) is None


def test_compare_and_overlap() -> None:
    assert dates.compare("2025-04", "2025-04-29") is None
    assert dates.compare("2025-03", "2025-04-29") == -1
    assert dates.compare("2025-04-29", "2025") is None
    assert dates.compare("2026", "2025-12-31") == 1
    assert dates.overlap("2025", "2025-04-29")
    assert dates.overlap(None, "2025")
    assert not dates.overlap("2025", "2024-12-31")


def test_weekday() -> None:
    assert dates.weekday("2026-04-29") == 3


@given(partials)
def test_bounds_hold_the_date(partial: str) -> None:
    first, last = dates.bounds(partial)
    assert first <= last
    assert first.startswith(partial)
    assert last.startswith(partial)
    before, after = dates.shift(first, -1), dates.shift(last, 1)
    assert before is not None
    assert not before.startswith(partial)
    assert after is not None
    assert not after.startswith(partial)


@given(partials)
def test_parts_and_make_are_inverse(partial: str) -> None:
    assert dates.make(*dates.parts(partial)) == partial


@given(days, st.integers(-4000, 4000))
def test_shift_and_days_between_are_inverse(day: str, n: int) -> None:
    moved = dates.shift(day, n)
    assert moved is not None
    assert dates.days_between(day, moved) == n


@given(partials, partials)
def test_compare_is_antisymmetric(a: str, b: str) -> None:
    forth, back = dates.compare(a, b), dates.compare(b, a)
    assert (None if forth is None else -forth) == back
