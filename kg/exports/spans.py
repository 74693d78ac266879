"""Bounds of a spell as the one partial date that other vocabularies have room for, and months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg import dates


def common(first: str | None, last: str | None) -> str | None:
    """The date in the precision that two bounds share: both in April 2025 give ``2025-04``, none known gives null."""
    if not first or not last:
        return None
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else None


def bounds_of(edge: Mapping[str, Any]) -> str:
    """The four bounds of a HOLDS in words: ``began 2025-04-23…2026-04-27, ended 2026-04-30…``."""
    return (f"began {edge['startEarliest'] or ''}…{edge['startLatest'] or ''}, "
            f"ended {edge['endEarliest'] or ''}…{edge['endLatest'] or ''}")  # fmt: skip


def month_of(event: Mapping[str, Any]) -> str | None:
    """The month in which an event was, when that is known: ``2026-04``."""
    found = common(event.get("earliest"), event.get("latest"))
    return found[:7] if found and len(found) >= len("2026-04") else None


def months(first: str, last: str) -> Iterator[str]:
    """All months from one to another."""
    month: str | None = first
    while month and month <= last:
        yield month
        month = dates.shift_month(month, 1)
