"""A workbook for Excel: the tables of the export `csv`, each a sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.exports import cells, spreadsheet
from kg.exports.codebook import Entry
from kg.exports.formats import Build

TITLE = "one workbook, a sheet for each label and each edge type"
ABOUT = """graph.xlsx, with the sheets and columns of the export `csv`. An empty cell is unknown. Lists are joined by `; `; in an item,
`;` and `\\` have a `\\` before them. All text is text, never a formula; control characters and ends of lines are their
pictures (`␊`). A cell of Excel holds 32,767 characters: what is longer ends in `…`, and stands whole in the export `csv`."""

NAME = "graph.xlsx"
#: What a cell and a sheet of Excel hold.
_CHARACTERS, _ROWS = 32_767, 1_048_576
_CONTROL = re.compile("[\x00-\x1f]")
# Half a surrogate pair, and what XML 1.0 has no place for.
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write(build: Build, folder: Path) -> list[Entry]:
    """graph.xlsx

    Raises:
        UsageError: openpyxl is not installed, or a table has more rows than a sheet of Excel.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError as e:
        raise UsageError("--to xlsx", "openpyxl is not installed", "pip install '.[xlsx]', or take --to csv") from e
    book = Workbook(write_only=True)
    entries: list[Entry] = []

    def cell(value: Any) -> Any:
        found = _value(value)
        if not isinstance(found, str):
            return found
        made = WriteOnlyCell(sheet, found)
        made.data_type = "s"  # else what begins with = would be a formula
        return made

    for name, columns, rows in spreadsheet.tables(build):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([c.name for c in columns])
        for number, row in enumerate(rows, start=2):
            if number > _ROWS:
                raise UsageError(name, f"has more than the {_ROWS - 1:,} rows of a sheet of Excel", "take --to csv")
            sheet.append([cell(row.get(c.name)) for c in columns])
        entries += [Entry(f"{NAME}, {name}", c.name, c.type, c.note) for c in columns]
    book.save(folder / NAME)
    return entries


def _value(value: Any) -> Any:
    """A value as Excel can hold it: numbers, truth, text; null for an empty cell."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = cells.join([str(v) for v in value]) if isinstance(value, (list, tuple)) else str(value)
    if not text:
        return None
    text = _NO_TEXT.sub("\ufffd", _CONTROL.sub(lambda m: chr(0x2400 + ord(m[0])), text))
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"
