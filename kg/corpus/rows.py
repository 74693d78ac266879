"""Rows of a column that stand in one line, parted by blanks: how wide they are, and whether the first is set in."""

from __future__ import annotations

import re
import statistics

#: Marks of half a width in a justified line.
_HALF = re.compile(r"[，。、；：“”‘’《》（）\x00-\x7f]")
#: How many characters of a paragraph are looked at to see how wide its rows are.
SEEN = 2000


def set_in(text: str) -> bool | None:
    """Whether the first row inside the line is two characters shorter than the others, as a new paragraph's is.

    Null unless the rows are still seen (one blank for each swallowed line end) and regular.
    """
    rows = _rows(text)
    return None if rows is None else _is_set_in(rows)


def _is_set_in(rows: list[float]) -> bool:
    return 1.5 <= statistics.median(rows[1:-1]) - rows[0] <= 3


def begins_paragraph(before: str, after: str) -> bool:
    """Whether `after` is set in, and the last row of `before` is full, not a piece of the first row of `after`."""
    rows = _rows(after)
    if rows is None or not _is_set_in(rows):
        return False
    usual = statistics.median(rows[1:-1])
    return _part(before[-SEEN:], usual)[-1] + rows[0] > usual + 1.5


def _rows(text: str) -> list[float] | None:
    """Widths of the rows inside a line, or null when they cannot be told."""
    text = text[:SEEN].strip()
    if text.count(" ") < 4:
        return None
    long = [width for width in map(_width, text.split()) if width >= 8]
    if len(long) < 2:
        return None
    # The upper quartile: damage makes pieces of rows, seldom anything longer than one.
    widths = _part(text, statistics.quantiles(long, n=4, method="inclusive")[2])
    inner = widths[1:-1]
    usual = statistics.median(inner) if inner else 0.0
    return widths if len(inner) >= 3 and sum(abs(w - usual) <= 1 for w in inner) >= 0.8 * len(inner) else None


def _part(text: str, usual: float) -> list[float]:
    """Widths of the rows, of which the blanks that part the text most evenly are the ends.

    Not every blank is one: there are those after a mark, and those that damage put into a word. The first row may be
    set in and the last one short.
    """
    pieces = [_width(piece) for piece in text.split()]
    best: list[tuple[float, int, float]] = [(0.0, 0, 0.0)]  # cost up to a piece, where its row begins, how wide that is
    for end in range(1, len(pieces) + 1):
        width = pieces[end - 1]
        found = (_misfit(width, usual, end == 1 or end == len(pieces)) + best[end - 1][0], end - 1, width)
        for begin in range(end - 2, -1, -1):
            width += pieces[begin]
            if width > usual + 3:
                break
            cost = best[begin][0] + _misfit(width, usual, begin == 0 or end == len(pieces))
            if cost < found[0]:
                found = cost, begin, width
        best.append(found)
    rows, end = [], len(pieces)
    while end:
        _, end, width = best[end]
        rows.append(width)
    return rows[::-1] or [0.0]


def _misfit(width: float, usual: float, outer: bool) -> float:
    return 0.0 if outer and width <= usual + 1 else (width - usual) ** 2


def _width(row: str) -> float:
    """In characters; a mark takes about half of one when a line is justified."""
    return len(row) - 0.5 * len(_HALF.findall(row))
