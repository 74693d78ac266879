"""Rows of an answer: a plain list of dicts, and a DataFrame where pandas is installed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas


class Rows(list):
    """Dicts with the same keys; `columns` are those keys in order, known even when there is no row.

    Attributes:
        notes: why there may be no row: names that nothing in the graph bears, with those near them; parameters without which
            there are rows; or what it means.
    """

    def __init__(self, rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)
        self.notes: list[str] = []

    def to_frame(self) -> pandas.DataFrame:
        """The rows as a DataFrame (UsageError when pandas is not installed)."""
        try:
            import pandas
        except ImportError as e:
            raise UsageError("to_frame", "pandas is not installed", "pip install pandas") from e
        return pandas.DataFrame(list(self), columns=list(self.columns))
