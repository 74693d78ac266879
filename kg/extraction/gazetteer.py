"""The list of areas: China's provinces, cities, counties and districts, and the countries of the world, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import add

from kg.lexicon import entries, remember, words

_COUNTY = re.compile(r"(\d{6})([㐀-鿿]+)")


@dataclass(frozen=True, slots=True)
class Area:
    """A place with a government, or a country.

    Attributes:
        name: full name (拱墅区, 埃及).
        level: country, province, city, district, county, town, subdistrict, village; null when the name does not tell.
        code: the six digits of the official list, null for streets, towns, countries and what the list does not hold.
        parent: the area it belongs to, null when unknown: there is a 鼓楼区 in four cities.
    """

    name: str
    level: str | None
    code: str | None = None
    parent: Area | None = None

    @property
    def key(self) -> str:
        """The name; with the parent's in front where the list knows several of that name (南京市鼓楼区)."""
        several = len(index().full.get(self.name, ())) > 1 or self.level in ("town", "subdistrict", "village")
        return f"{self.parent.key}{self.name}" if several and self.parent else self.name

    @property
    def line(self) -> tuple[Area, ...]:
        """Itself with all that is above it, outermost first."""
        return (*(self.parent.line if self.parent else ()), self)


@dataclass(frozen=True)
class Index:
    """Areas by full name (several may share one) and by short form; `running` are the names that may be read in running
    text, under their first two characters, the longest first."""

    full: Mapping[str, tuple[Area, ...]]
    short: Mapping[str, Area]
    running: Mapping[str, tuple[str, ...]]

    def scan(self, text: str, torn: Callable[[str, int], bool]) -> Iterator[tuple[int, int]]:
        """Where names of the list stand in a text, left to right, without overlaps; none where `torn(text, end)` is true."""
        at = 0
        for begin in _places(text, self.running.keys() & set(map(add, text, text[1:]))):
            here = (n for n in self.running[text[begin : begin + 2]] if begin >= at and text.startswith(n, begin))
            if end := next((begin + len(n) for n in here if not torn(text, begin + len(n))), None):
                yield begin, end
                at = end


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Where any of these words begins in a text, in order."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found)


def _official() -> Iterator[tuple[Area, str]]:
    """Every area of the list with its short form (empty when it has none of its own)."""
    tops = {}
    for name, props in entries("areas", "provinces").items():
        tops[name] = top = Area(name, "province", str(props["code"]))
        yield top, props["short"]
        yield from _counties(top, props.get("counties", ""))
    for name, props in entries("areas", "prefectures").items():
        city = Area(name, "city", str(props["code"]), tops[props["province"]])
        yield city, props.get("short", "")
        yield from _counties(city, props.get("counties", ""))


def _counties(parent: Area, listed: str) -> Iterator[tuple[Area, str]]:
    for code, name in _COUNTY.findall(listed):
        yield Area(name, "district" if name.endswith("区") else "county", code, parent), ""


@remember(1)
def index() -> Index:
    full: dict[str, tuple[Area, ...]] = {}
    short: dict[str, Area] = {}
    for area, other in _official():
        full[area.name] = (*full.get(area.name, ()), area)
        if other:
            short.setdefault(other, area)
    tails = words("areas", "country_tails")
    for name, props in entries("areas", "countries").items():
        full[name] = (Area(name, "country"),)
        for other in str(props.get("also", "")).split():
            short[other] = full[name][0]
    for name, props in entries("areas", "countries").items():
        for form in (name, *str(props.get("also", "")).split()):
            for tail in tails:
                if form + tail not in full:
                    short.setdefault(form + tail, full[name][0])
    running: dict[str, list[str]] = defaultdict(list)
    for form in sorted({*full, *short} - {*words("areas", "plain_shorts"), *words("areas", "no_area")}):
        running[form[:2]].append(form)
    return Index(full, short, {k: tuple(sorted(v, key=len, reverse=True)) for k, v in running.items()})
