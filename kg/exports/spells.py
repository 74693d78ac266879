"""Spells of office as bars: in the terminal, and as a drawing (SVG) to print or put into a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import dates
from kg.exports.cells import xml_text

Rows = Sequence[Mapping[str, Any]]
#: Marks of the terminal: surely in office, possibly, and possibly without end.
SURE, POSSIBLE, OPEN = "█", "░", "┄"
LEGEND = f"{SURE} surely in office   {POSSIBLE} possibly   {OPEN} possibly, nothing bounds it"


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last`, on which a place is a share from 0 to 1."""

    first: str
    last: str

    def at(self, day: str) -> float:
        length = dates.days_between(self.first, self.last) or 1
        return min(1.0, max(0.0, dates.days_between(self.first, day) / length))

    def years(self) -> list[str]:
        """First days of years on the axis."""
        return [f"{year}-01-01" for year in range(int(self.first[:4]) + 1, int(self.last[:4]) + 1)]


def axis(rows: Rows) -> Axis | None:
    """The axis that holds all bounds of the rows, or null when none has any."""
    known = [row[b] for row in rows for b in ("startEarliest", "startLatest", "endEarliest", "endLatest") if row[b]]
    if not known:
        return None
    first, last = min(known), max(known)
    margin = max(10, dates.days_between(first, last) // 25)  # room for what nothing bounds
    return Axis(dates.shift(first, -margin) or first, dates.shift(last, margin) or last)


@dataclass(frozen=True)
class Bar:
    """Places of one spell on the axis: `sure` within `possible`; open ends are those that nothing bounds."""

    possible: tuple[float, float]
    sure: tuple[float, float] | None
    open_start: bool
    open_end: bool


def bar(row: Mapping[str, Any], on: Axis) -> Bar | None:
    """The bar of a spell; null when nothing is known of its time."""
    if not any(row[b] for b in ("startEarliest", "startLatest", "endEarliest", "endLatest")):
        return None
    start = on.at(row["startEarliest"]) if row["startEarliest"] else 0.0
    end = on.at(row["endLatest"]) if row["endLatest"] else 1.0
    begun, going = row["startLatest"], row["endEarliest"]
    sure = (on.at(begun), on.at(going)) if begun and going and begun <= going else None
    return Bar((start, end), sure, not row["startEarliest"], not row["endLatest"])


def draw(rows: Rows, width: int = 60) -> list[tuple[str, str]]:
    """For each spell its name and its bar of `width` characters; before them the years.

    ``[("", "2024        2025"), ("沈知秋", "┄┄██████░░░░░░░░")]``
    """
    on = axis(rows)
    if on is None:
        return []
    scale = list(on.first[:7].ljust(width))
    for year in on.years():
        place = round(on.at(year) * (width - 1))
        if place + 4 <= width and all(c == " " for c in scale[max(0, place - 1) : place + 5]):
            scale[place : place + 4] = year[:4]
    drawn = [("", "".join(scale).rstrip())]
    for row in rows:
        found = bar(row, on)
        cells = [" "] * width
        if found:
            _fill(cells, found.possible, POSSIBLE)
            if found.open_start:
                _fill(cells, (0.0, found.sure[0] if found.sure else found.possible[1]), OPEN)
            if found.open_end:
                _fill(cells, (found.sure[1] if found.sure else found.possible[0], 1.0), OPEN)
            if found.sure:
                _fill(cells, found.sure, SURE)
        drawn.append((row["person"], "".join(cells).rstrip()))
    return drawn


def _fill(cells: list[str], span: tuple[float, float], mark: str) -> None:
    last = len(cells) - 1
    for place in range(round(span[0] * last), round(span[1] * last) + 1):
        cells[place] = mark


_ROW, _LEFT, _WIDTH = 26, 150, 760
_STYLE = """text{font:13px sans-serif;fill:#222}.axis{stroke:#bbb}.possible{fill:#cfdcec}.sure{fill:#2f6db0}.acting{fill:#7aa6d6}
.announced{stroke:#111;stroke-width:2}.sighted{stroke:#2f6db0}.bounded{stroke:#c0392b;stroke-dasharray:3 2}
.small{font-size:11px;fill:#555}"""
_KEY = "dark: surely in office · light: possibly · thick: announced · dashed: bounded by another holder · fading: nothing bounds it"


def svg(rows: Rows, title: str) -> str:
    """The spells as a drawing, one row a spell, with a mark on each bound for how it is known."""
    on = axis(rows)
    height = 70 + _ROW * (len(rows) + 1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 30}" height="{height}" role="img">',
        f"<title>{xml_text(title)}</title><style>{_STYLE}</style>",
        '<defs><linearGradient id="l"><stop offset="0" stop-color="#cfdcec" stop-opacity="0"/><stop offset="1" stop-color="#cfdcec"/>'
        '</linearGradient><linearGradient id="r"><stop offset="0" stop-color="#cfdcec"/><stop offset="1" stop-color="#cfdcec" '
        'stop-opacity="0"/></linearGradient></defs>',
        f'<text x="10" y="22" font-weight="bold">{xml_text(title)}</text>',
    ]
    if on is not None:
        for day in [on.first, *on.years(), on.last]:
            x = _x(on.at(day))
            out.append(f'<line class="axis" x1="{x}" y1="36" x2="{x}" y2="{height - 30}"/>')
        out += [f'<text class="small" x="{_x(on.at(y)) + 3}" y="46">{y[:4]}</text>' for y in on.years()]
        out.append(f'<text class="small" x="{_x(0)}" y="34">{on.first}</text>')
        out.append(f'<text class="small" x="{_x(1)}" y="34" text-anchor="end">{on.last}</text>')
    for number, row in enumerate(rows):
        out += _drawn(row, on, 54 + number * _ROW)
    out.append(f'<text class="small" x="10" y="{height - 10}">{xml_text(_KEY)}</text></svg>')
    return "\n".join(out) + "\n"


def _x(place: float) -> float:
    return round(_LEFT + place * _WIDTH, 1)


def _drawn(row: Mapping[str, Any], on: Axis | None, y: int) -> list[str]:
    capacity = "" if row["capacity"] == "full" else f" ({row['capacity']})"
    out = [f'<text x="10" y="{y + 14}">{xml_text(row["person"] + capacity)}</text>']
    found = bar(row, on) if on else None
    if found is None or on is None:
        return [*out, f'<text class="small" x="{_LEFT}" y="{y + 14}">time unknown</text>']
    tip = f"<title>{xml_text(' '.join((row['person'], str(row['since']), '–', str(row['until']))))}</title>"
    (start, end), sure = found.possible, found.sure or (found.possible[1], found.possible[0])
    inner = (sure[0], sure[1]) if found.sure else ((start + end) / 2,) * 2
    for a, b, fading in (
        (start, inner[0], "l" if found.open_start else ""),
        (inner[1], end, "r" if found.open_end else ""),
    ):
        fill = f'fill="url(#{fading})"' if fading else 'class="possible"'
        out.append(f'<rect x="{_x(a)}" y="{y + 3}" width="{max(0, _x(b) - _x(a)):.1f}" height="14" {fill}>{tip}</rect>')
    if found.sure:
        kind = "acting" if row["capacity"] == "acting" else "sure"
        wide = max(1.5, _x(sure[1]) - _x(sure[0]))
        out.append(f'<rect class="{kind}" x="{_x(sure[0])}" y="{y + 3}" width="{wide:.1f}" height="14">{tip}</rect>')
    for bound in ("startEarliest", "startLatest", "endEarliest", "endLatest"):
        if row[bound]:
            x, by = _x(on.at(row[bound])), row[f"{bound}By"]
            out.append(
                f'<line class="{by}" x1="{x}" y1="{y}" x2="{x}" y2="{y + 20}"><title>{bound} {row[bound]}: {by}</title></line>'
            )
    return out
