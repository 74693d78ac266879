"""manifest.csv beside the texts: publisher, area and date of issue of each file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

NAME = "manifest.csv"
_COLUMNS = ("file", "publisher", "area", "issued")
_ISSUED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class About:
    """What is known of a paper from outside its text; null where nothing is said.

    Attributes:
        issued: ISO date, possibly partial (2025, 2025-04).
    """

    publisher: str | None = None
    area: str | None = None
    issued: str | None = None


def is_issued(text: str) -> bool:
    """Whether the text is an ISO day, month or year."""
    return _ISSUED.fullmatch(text) is not None


def read(folder: Path) -> dict[str, About]:
    """Path under the folder → what its manifest says; empty without a manifest.

    Raises:
        InputError: no column 'file', a date that is none, or text that cannot be read, with file and line.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(path, f"cannot be read ({e})", "save it as UTF-8, or remove it") from e
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [h.strip() for h in next(rows, [])]
    if "file" not in header:
        todo = f"name the columns {','.join(_COLUMNS)} in the first line, or remove the manifest"
        raise InputError(f"{path}:1", "no column 'file'", todo)
    found: dict[str, About] = {}
    for row in rows:
        cells = {k: v.strip() for k, v in zip(header, row) if v.strip()}
        if "file" not in cells:
            continue
        issued = cells.get("issued")
        if issued and not is_issued(issued):
            where, todo = f"{path}:{rows.line_num}", "write YYYY-MM-DD, YYYY-MM or YYYY"
            raise InputError(where, f"issued '{issued}' is no date", todo)
        name = cells["file"].replace("\\", "/").removeprefix("./")
        found[name] = About(cells.get("publisher"), cells.get("area"), issued)
    return found
