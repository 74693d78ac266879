"""manifest.csv beside the texts: publisher, area and date of issue of each file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import dates, lexicon
from kg.corpus import encodings, files
from kg.errors import InputError

OnError = Callable[[InputError], None]

NAME = "manifest.csv"
_COLUMNS = ("file", "publisher", "area", "issued")
_ISSUED = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?|(\d{4})(\d{2})(\d{2})")
#: What may stand after a day: the time, or the day of the week.
_AFTER_DAY = re.compile(r"(?<=[\d日])(?:[T ]\d{1,2}:\d{2}.*|\s*[（(]?(?:星期|周).[）)]?)\Z")
#: What parts the cells, by the first of these that stands in the first line.
_DELIMITERS = ",\t;，；"
#: Lines that an error lists.
_LISTED = 10
_LINE = re.compile(r":\d+\Z")
#: Letters and lines that GB2312 holds too, and that stand where a text of another encoding is read in it.
_FOREIGN = re.compile(r"[\u00a1-\u0451\u2460-\u30ff\u3105-\u3129]")
#: Bytes up to which a manifest may be too short to tell.
_FEW = 2000
#: Bytes of a manifest.
MOST = 256 << 20
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

    def over(self, other: About) -> About:
        """What is said here, and of the rest what the other says."""
        return About(self.publisher or other.publisher, self.area or other.area, self.issued or other.issued)


def to_issued(text: str) -> str | None:
    """A date of issue as an ISO day, month or year; null for any other text.

    ``2026/5/8``, ``2026.5.8``, ``20260508``, ``2026年5月8日 星期五``, ``2026-05-08 00:00:00`` → ``2026-05-08``
    """
    found = _ISSUED.fullmatch(_AFTER_DAY.sub("", unicodedata.normalize("NFKC", text).strip()))
    return dates.make(*(int(g) for g in found.groups() if g)) if found else None


def read(folder: Path, on_error: OnError | None = None) -> dict[str, About]:
    """Path under the folder → what its manifest says; empty without a manifest.

    Args:
        on_error: see `parse`.

    Raises:
        InputError: see `parse`; or the file cannot be read.
    """
    path = folder / NAME
    try:
        there = path.exists()
    except OSError:  # a folder that may not be entered, of which its own error tells
        return {}
    return parse(files.read(path, MOST), path, on_error) if there else {}


def parse(content: bytes, path: object, on_error: OnError | None = None) -> dict[str, About]:
    """Path → what a manifest says; its encoding may be any that texts may have (spreadsheets in China write GB18030).

    Args:
        on_error: gets one error for all rows whose date is none, which count without it, one for all rows that name no file,
            and one for all rows that say something else of a file than a row before, of which the last one counts.

    Raises:
        InputError: no column for the file, or text that cannot be read, with file and line.
    """
    try:
        text = _short(content) or encodings.decode(content, str(path)).text
    except InputError as e:
        raise InputError(path, f"{e.what}, {_WITHOUT}", e.todo) from e
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=next((d for d in _DELIMITERS if d in first), ","))
    found: dict[str, About] = {}
    again: dict[str, int] = {}
    undated: dict[int, str] = {}
    nameless: list[int] = []
    try:
        header = _header(next(rows, []))
        if "file" not in header:
            todo = f"name the columns {','.join(_COLUMNS)} in the first line, or remove the manifest"
            raise InputError(f"{path}:1", f"no column 'file', {_WITHOUT}", todo)
        for row in rows:
            cells = {k: v.strip() for k, v in zip(header, row) if k and v.strip()}
            if "file" not in cells:
                nameless += [rows.line_num] if cells else []
                continue
            printed = cells.get("issued")
            issued = to_issued(printed) if printed else None
            if printed and not issued:
                undated[rows.line_num] = printed
            name = cells["file"].replace("\\", "/").removeprefix("./")
            about = About(cells.get("publisher"), cells.get("area"), issued)
            if found.setdefault(name, about) != about:
                again.setdefault(name, rows.line_num)
            found[name] = about
    except csv.Error as e:
        raise InputError(f"{path}:{rows.line_num}", f"is no table ({e}), {_WITHOUT}", "save it as CSV again") from e
    if undated and on_error:
        line, printed = next(iter(undated.items()))
        what = f"issued '{printed}' is no date{_others(list(undated)[1:])}, read without it"
        on_error(InputError(f"{path}:{line}", what, "write YYYY-MM-DD, YYYY-MM or YYYY; all other rows count"))
    if nameless and on_error:
        what = f"names no file{_others(nameless[1:])}, left out"
        on_error(InputError(f"{path}:{nameless[0]}", what, "write its name in the column 'file', or remove the row"))
    if again and on_error:
        what = f"names {_some(list(again))} again and says something else; the last row counts"
        on_error(InputError(f"{path}:{min(again.values())}", what, "keep one row a file"))
    return found


def _header(row: Iterable[str]) -> list[str]:
    """The columns as we call them (日期, Date → issued); empty text for those that say nothing to us, and for a second of a kind."""
    printed = [re.sub(r"[\s_\ufeff-]", "", unicodedata.normalize("NFKC", h)).lower() for h in row]
    header = [next((c for c in _COLUMNS if h == c), "") for h in printed]
    for column in _COLUMNS:
        if column not in header:
            at = next((i for i, h in enumerate(printed) if h in lexicon.words("manifest", column)), None)
            if at is not None:
                header[at] = column
    return [h if header.index(h) == i else "" for i, h in enumerate(header)]


def _others(lines: list[int]) -> str:
    """`` (so lines 5, 7 and 20 more)``; empty for none."""
    if not lines:
        return ""
    more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
    return f" (so line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:_LISTED]))}{more})"


def _some(listed: list[str]) -> str:
    """The first of many names."""
    return ", ".join(listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")


def _short(content: bytes) -> str | None:
    """The text of a manifest of a few names, of which nobody could tell the encoding but by what spreadsheets write."""
    if len(content) > _FEW or b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "gb2312"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if encoding == "utf-8-sig" or not _FOREIGN.search(text) else None
    return None


def missing(folder: Path, listed: Iterable[str]) -> InputError | None:
    """What a manifest names that is not there, in one error; null when all of it is.

    Of a member of an archive or a line of a .jsonl file only the file is looked for.
    """
    absent = [name for name in listed if not any((folder / part).is_file() for part in _on_disk(name))]
    if not absent:
        return None
    what = f"names {_some(absent)}, not in the folder"
    return InputError(folder / NAME, what, "correct the column 'file', or remove the row")


def _on_disk(name: str) -> Iterator[str]:
    yield name
    yield _LINE.sub("", name)
    parts = name.split("/")
    yield from ("/".join(parts[:n]) for n in range(1, len(parts)) if parts[n - 1].lower().endswith(".zip"))
