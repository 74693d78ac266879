"""manifest.csv beside the texts: publisher, area and date of issue of each file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import dates
from kg.errors import InputError

NAME = "manifest.csv"
_COLUMNS = ("file", "publisher", "area", "issued")
_ISSUED = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
#: What to do about a text that is not UTF-8; most such Chinese texts are of one encoding.
TO_UTF8 = "save it as UTF-8 (iconv -f gb18030 -t utf-8 OLD > NEW)"
#: What becomes of the folder when its manifest is broken.
_WITHOUT = "read without it: no dates and area from it"


@dataclass(frozen=True)
class About:
    """What is known of a paper from outside its text; null where nothing is said.

    Attributes:
        issued: ISO date, possibly partial (2025, 2025-04).
    """

    publisher: str | None = None
    area: str | None = None
    issued: str | None = None


def to_issued(text: str) -> str | None:
    """A date of issue as an ISO day, month or year (``2026/5/8`` and ``2026.5.8`` → ``2026-05-08``); null for any other."""
    found = _ISSUED.fullmatch(text.strip())
    return dates.make(*(int(g) for g in found.groups() if g)) if found else None


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
    except OSError as e:
        raise InputError(path, f"cannot be read ({e.strerror}), {_WITHOUT}", "check its permissions") from e
    except UnicodeDecodeError as e:
        raise InputError(path, f"is not UTF-8, {_WITHOUT}", TO_UTF8) from e
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [h.strip() for h in next(rows, [])]
    if "file" not in header:
        todo = f"name the columns {','.join(_COLUMNS)} in the first line, or remove the manifest"
        raise InputError(f"{path}:1", f"no column 'file', {_WITHOUT}", todo)
    found: dict[str, About] = {}
    for row in rows:
        cells = {k: v.strip() for k, v in zip(header, row) if v.strip()}
        if "file" not in cells:
            continue
        printed = cells.get("issued")
        issued = to_issued(printed) if printed else None
        if printed and not issued:
            where, todo = f"{path}:{rows.line_num}", "write YYYY-MM-DD, YYYY-MM or YYYY"
            raise InputError(where, f"issued '{printed}' is no date, {_WITHOUT}", todo)
        name = cells["file"].replace("\\", "/").removeprefix("./")
        found[name] = About(cells.get("publisher"), cells.get("area"), issued)
    return found


def missing(folder: Path, listed: Iterable[str]) -> InputError | None:
    """What a manifest names that is not there, in one error; null when all of it is."""
    absent = [name for name in listed if not (folder / name).is_file()]
    if not absent:
        return None
    more = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
    what = f"names {', '.join(absent[:3])}{more}, not in the folder"
    return InputError(folder / NAME, what, "correct the column 'file', or remove the row")
