"""Days as people read them, in columns of their own beside the bounds: 2026-04, 不晚于 2026-04-30, 2025-04-23…2026-04-27."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kg import lexicon, profile
from kg.exports.codebook import Entry

#: Label or type → column → the bounds that it shows, or `date` and these.
COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Event": {"dateShown": ("earliest", "latest")},
    "APPOINTED": {"dateShown": ("earliest", "latest")},
    "REMOVED": {"dateShown": ("earliest", "latest")},
    "HOLDS": {"startShown": ("startEarliest", "startLatest"), "endShown": ("endEarliest", "endLatest")},
    "REPLACED": {"dateShown": ("notBefore", "notAfter")},
}


def entries(file: str, kind: str) -> list[Entry]:
    """What a codebook says of the columns of a label or type."""
    return [
        Entry(file, name, "string", f"{first} and {last} as read: a day, a month, a year, one bound, or a…b; empty when not known")
        for name, (first, last) in COLUMNS.get(kind, {}).items()
    ]  # fmt: skip


def of(kind: str, row: Mapping[str, Any], issues: Collection[str]) -> dict[str, str | None]:
    """The columns of a node or edge.

    Args:
        issues: see `kg.profile.as_issued`.
    """
    return {
        name: text(row.get("date") if name == "dateShown" else None, row.get(first), row.get(last), issues)
        for name, (first, last) in COLUMNS.get(kind, {}).items()
    }


def text(date: str | None, earliest: str | None, latest: str | None, issues: Collection[str] = ()) -> str | None:
    """A day as far as it is known; null when nothing is.

    ``text(None, None, "2026-04-30")`` → ``不晚于 2026-04-30``
    """
    if date:
        return date
    found = profile.range_of(earliest, latest, issues)
    words = {how["says"]: word for word, how in lexicon.entries("shown", "bounds").items()}
    return found.replace("≤", f"{words['by']} ").replace("≥", f"{words['from']} ") or None
