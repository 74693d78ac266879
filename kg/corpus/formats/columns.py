"""Columns of a page whose text layer reads across them: each is read to its end before the next."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A blank so many times as wide as a character may part two columns.
GAP = 1.5
#: Lines that each column must have, and characters in a usual line of it: those of a table are short.
_LINES, _WIDE = 3, 8
#: Lines of a page; on one with more, columns are not looked for.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a printed line without a wide gap.

    Attributes:
        left, right: where it begins and ends on the page, in points.
        height: of the baseline, from the bottom of the page.
        size: height of its characters.
    """

    text: str
    left: float
    right: float
    height: float
    size: float


#: The pieces of one printed line, from left to right, and its text as a whole.
Row = tuple[tuple[Piece, ...], str]


def arrange(rows: Sequence[Row]) -> list[Row]:
    """The lines of a page in the order in which they are to be read; where no columns are seen, as they are.

    ``[甲栏一 乙栏一] [甲栏二 乙栏二] …`` becomes 甲栏一, 甲栏二, …, 乙栏一, 乙栏二, …
    """
    best: tuple[int, int, float] | None = None
    if len(rows) > _MOST:
        return list(rows)
    for gutter in dict.fromkeys(_gutters(rows)):
        for begin, end in _regions(rows, gutter):
            if best is None or end - begin > best[1] - best[0]:
                best = begin, end, gutter
    if best is None:
        return list(rows)
    begin, end, gutter = best
    left, right = _sides(rows[begin:end], gutter)
    return [*arrange(rows[:begin]), *left, *arrange(right), *arrange(rows[end:])]


def _gutters(rows: Sequence[Row]) -> Iterator[float]:
    """The middles of the gaps that part pieces, each a place where two columns may meet."""
    for pieces, _ in rows:
        for a, b in pairwise(pieces):
            yield round(b.left - min(a.size, b.left - a.right) / 4, 0)


def _regions(rows: Sequence[Row], gutter: float) -> Iterator[tuple[int, int]]:
    """Stretches of lines of which none runs across a gutter, and which are columns on both sides of it."""
    begin = 0
    for i in range(len(rows) + 1):
        if i < len(rows) and not any(p.left < gutter < p.right for p in rows[i][0]):
            continue
        left, right = _sides(rows[begin:i], gutter)
        if _is_column(left) and _is_column(right):
            yield begin, i
        begin = i + 1


def _sides(rows: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for pieces, text in rows:
        parts = [tuple(p for p in pieces if p.right <= gutter), tuple(p for p in pieces if p.right > gutter)]
        for side, part in zip(sides, parts, strict=True):
            if part:
                side.append((part, text if len(part) == len(pieces) else " ".join(p.text for p in part)))
    return sides


def _is_column(rows: Sequence[Row]) -> bool:
    if len(rows) < _LINES or len({round(pieces[0].height) for pieces, _ in rows}) < _LINES:
        return False
    return statistics.median((pieces[-1].right - pieces[0].left) / pieces[0].size for pieces, _ in rows) >= _WIDE * 0.7
