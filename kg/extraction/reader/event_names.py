"""What an event of the reader's is called: a name as printed, or the words that tell of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction import gatherings
from kg.extraction.reader.page import Page, Spot
from kg.extraction.reader.reading import Opening

_LONGEST = 40
_END = re.compile(r"[，。；：！？\n]")


@dataclass(frozen=True, slots=True)
class _Taken:
    start: int
    end: int


def name(page: Page, opening: Opening) -> tuple[str, bool]:
    """The name, and whether it is one as printed; else it is the clause that tells of the event, without the day before it.

    ``11日上午，习近平前往麦积区南山花牛苹果基地考察`` is called 习近平前往麦积区南山花牛苹果基地考察, whatever of it was tagged.
    """
    spot = page.spots[opening.sentence]
    text = page.text[spot.begin : spot.stop]
    a, b = opening.start - spot.begin, opening.end - spot.begin
    taken = _taken(page, spot)
    if opening.named:
        for found in gatherings.find(text, taken, ()):
            if found.named and found.start < b and a < found.end:
                return text[found.start : found.end], True
        if b - a > 2 and (gatherings.can_begin(text, a) or any(t.end == a for t in taken)):
            return text[a:b], True
    days = {t.start - spot.begin: t.end - spot.begin for t in page.times}
    return _clause(text, a, days), False


def _taken(page: Page, spot: Spot) -> list[_Taken]:
    """Days and people of a sentence, after which a name may begin."""
    spans = [(t.start, t.end) for t in page.times]
    spans += [span for places in page.names.values() for span in places]
    return [_Taken(a - spot.begin, b - spot.begin) for a, b in sorted(spans) if spot.begin <= a < spot.stop]


def _clause(text: str, at: int, days: dict[int, int]) -> str:
    begin = max((m.end() for m in _END.finditer(text, 0, at)), default=0)
    end = next((m.start() for m in _END.finditer(text, at)), len(text))
    if end - begin < 4:
        begin = max((m.end() for m in _END.finditer(text, 0, max(0, begin - 1))), default=0)
    while begin in days and days[begin] < end:
        begin = days[begin]
    return (text[begin:end] or text)[:_LONGEST].strip()
