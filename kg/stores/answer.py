"""What a store answers: columns and rows of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.rows import frame

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Answer:
    """Columns in order, and one dict a row; values are JSON's: a DATE is its ISO text, a node the dict of its properties.

    Attributes:
        cut: there were more rows than were asked for.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    cut: bool = False

    def to_frame(self) -> pandas.DataFrame:
        """The rows as a DataFrame (UsageError when pandas is not installed)."""
        return frame(self.rows, self.columns)


def plain(value: Any) -> Any:
    """A value of a database as JSON has it."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Decimal):  # Ladybug's sum of integers
        return int(value) if value == int(value) else float(value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        # Ladybug's own marks of a node and an edge, and the properties of other tables, which it gives as null.
        marks = {"_ID", "_SRC", "_DST"} if "_ID" in value else set()
        named = {("label" if k == "_LABEL" else str(k)): plain(v) for k, v in value.items() if k not in marks}
        return {k: v for k, v in named.items() if v is not None} if marks else named
    for name in ("iso_format", "isoformat"):  # the driver's dates, and Python's
        if hasattr(value, name):
            return getattr(value, name)()
    return str(value)
