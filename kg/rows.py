"""Rows of an answer: a plain list of dicts, and a DataFrame where pandas is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]


def frame(rows: Iterable[Row], columns: Iterable[str] | None = None) -> pandas.DataFrame:
    """Rows as a DataFrame (UsageError when pandas is not installed)."""
    try:
        import pandas
    except ImportError as e:
        raise UsageError(
            "to_frame", "pandas is not installed", "pip install pandas, or '.[pandas]' in the clone"
        ) from e
    return pandas.DataFrame(list(rows), columns=None if columns is None else list(columns))


class Rows(list[Row]):
    """Dicts; ``kg.show("敖煜新").to_frame()`` makes a DataFrame of them.

    Attributes:
        columns: their keys, in order; of some answers known even when there is no row.
        notes: why there may be no row: names that nothing in the graph bears, with those near them; parameters without which
            there are rows; or what it means.
    """

    def __init__(self, rows: Iterable[Row], columns: Iterable[str] | None = None) -> None:
        super().__init__(rows)
        self._columns = None if columns is None else tuple(columns)
        self.notes: list[str] = []

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(k for row in self for k in row)) if self._columns is None else self._columns

    def to_frame(self) -> pandas.DataFrame:
        """The rows as a DataFrame (UsageError when pandas is not installed)."""
        return frame(self, self.columns)


class Stream(Iterator[Row]):
    """Rows that are made as they are asked for, one document at a time; `to_frame` makes all that are left."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)

    def __next__(self) -> Row:
        return next(self._rows)

    def to_frame(self) -> pandas.DataFrame:
        """The rows that are left as a DataFrame (UsageError when pandas is not installed)."""
        return frame(self)
