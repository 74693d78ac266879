"""What an answer about who followed whom does not say: the times in between of which no paper was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.folding.silences import MONTH, between, silences, told

#: Columns that bound a change of office, the earlier day first, and those that name who went.
_BOUNDS = (("changeAfter", "changeBefore", "predecessor"), ("notBefore", "notAfter", "other"))


def notes(store: Any, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> list[str]:
    """One line for each succession across a month and more without papers: whether another held the office then, is not known.

    Args:
        store: which is asked for the days of issue, where the answer tells of successions.
        columns: of the answer.
    """
    names = next((b for b in _BOUNDS if set(b) <= set(columns)), None)
    told_of = [r for r in rows if names and r[names[2]] and r[names[0]] and r[names[1]]]
    if not names or not told_of:
        return []
    issued = store.run("MATCH (a:Article) WHERE a.published IS NOT NULL RETURN DISTINCT a.published AS day").rows
    quiet = silences((str(r["day"]) for r in issued), MONTH)
    lines = (
        f"{told(found)} between {row[names[2]]} and {row['person']} ({row['office']}): whether another held the office then,"
        " is not known"
        for row in told_of
        if (found := between(quiet, str(row[names[0]]), str(row[names[1]])))
    )
    return list(dict.fromkeys(lines))
