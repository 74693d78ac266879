"""Printed titles made into seats: 代区长 in a paper of 拱墅区 is the seat 拱墅区区长, held as acting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import re

from kg.extraction.areas import Area, Paper, fold_brackets, lead, local_word, locate
from kg.extraction.organs import Organ, canonical, is_generic, is_organ, resolve
from kg.lexicon import alternation, entries, words


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat, whoever holds it.

    Attributes:
        key: the full name, with the document where no area or organ is known (区长@a.txt).
        name: 拱墅区委书记.
        title: the same without the name of the area or of a firm (区委书记; 行长).
        organ: null for the head of an area or a country, and for a title without an organ.
        area: null when the name tells none.
        branch: party, government, congress … or null.
        rank: 1 (head of state) to 10 (deputy head of a township), null when the title itself does not tell.
        seats: 1 when only one person can hold it, else null.
        capacity: full, acting, designate or former: how this title says that it is held; no part of the seat.
        aliases: other printed forms of the same seat.
    """

    key: str
    name: str
    title: str
    organ: Organ | None
    area: Area | None
    branch: str | None
    rank: int | None
    seats: int | None
    capacity: str = "full"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """A title taken apart: 区委 + 常务副 + 书记."""

    front: str
    modifiers: str
    head: str

    @property
    def core(self) -> str:
        return self.modifiers + self.head


@lru_cache(maxsize=1)
def _ending() -> re.Pattern[str]:
    mods, heads = alternation("titles", "modifiers"), alternation("titles", "heads")
    return re.compile(rf"(?P<mods>{mods}*)(?P<head>{heads})$")


def _take_apart(title: str) -> _Words:
    m = _ending().search(title)
    if not m:
        return _Words("", "", title)
    return _Words(title[: m.start()], m["mods"], m["head"])


def strip_capacity(title: str) -> tuple[str, str]:
    """(title without the mark, capacity): 代区长 → (区长, acting), 区委原书记 → (区委书记, former), 原子能研究所所长 → itself, full."""
    marks = entries("titles", "capacities")
    guards = words("organs", "not_capacity")
    for mark in sorted(marks, key=len, reverse=True):
        if title.startswith(mark) and len(title) > len(mark) + 1 and not title.startswith(guards):
            rest, more = strip_capacity(title[len(mark) :])
            return rest, str(marks[mark]["capacity"]) if more == "full" else more
    found = _take_apart(title)
    for mark in sorted(marks, key=len, reverse=True):
        front = found.front.removesuffix(mark)
        if front and front != found.front and not found.front.endswith(guards):
            return front + found.core, str(marks[mark]["capacity"])
    return title, "full"


def seat(title: str, organ: str | None, paper: Paper, doc: str) -> Seat:
    """The seat that a printed title means.

    Args:
        title: as printed, with what is fused to it (区委书记, 代区长, 甘肃省委书记, 外长).
        organ: the organ, firm, area or country printed before it or shared from the title before, null when none.
        paper: what the paper's own area tells about bare words.
        doc: the document, for the key of a seat that nothing places.

    社会工作部部长 with organ 区委 is 拱墅区委社会工作部部长; 外长 with organ 波兰 is 波兰外交部部长, also printed 波兰外长.
    """
    printed = fold_brackets(title)
    bare, capacity = strip_capacity(printed)
    before, early = strip_capacity(fold_brackets(organ or "")) if organ else ("", "full")
    capacity = early if capacity == "full" else capacity
    before = _join(before, "") if before else ""
    found = _same(before, bare, printed) or _place(before, bare, paper, doc)
    others = tuple(dict.fromkeys(a for a in (*found.aliases, before + bare if before else bare) if a not in (found.name, found.title)))
    return replace(found, capacity=capacity, aliases=others)


def _join(front: str, rest: str) -> str:
    """Two printed parts as one, what both hold only once: 拱墅区委 + 区委书记 → 拱墅区委书记."""
    shared = next((n for n in range(min(len(front), len(rest)), 1, -1) if front.endswith(rest[:n])), 0)
    return front + rest[shared:]


def _same(before: str, bare: str, printed: str) -> Seat | None:
    """A seat of the state or the party that has a full name of its own."""
    table = entries("organs", "same_seat")
    whole = _join(before, bare)
    known = table.get(whole)
    if not known and whole not in {str(e["seat"]) for e in table.values()}:
        return None
    if known is None:
        known = next(e for e in table.values() if e["seat"] == whole)
    name = str(known["seat"])
    organ = resolve(str(known["organ"]), Paper()) if known.get("organ") else None
    apart = _take_apart(name)
    china = locate("中国")
    return Seat(name, name, name, organ if isinstance(organ, Organ) else None, china, _branch(apart, organ if isinstance(organ, Organ) else None),
                _rank(name), _count(name, apart))


def _place(before: str, bare: str, paper: Paper, doc: str) -> Seat:
    apart = _take_apart(bare)
    front, core = apart.front, apart.core
    minister = entries("organs", "ministers").get(apart.head)
    if minister and (not front or lead(front)[1] == len(front)):
        front, apart = front + str(minister["organ"]), _Words(front, apart.modifiers, str(minister["head"]))
        core = apart.core
    leads = entries("organs", "leaders").get(apart.head, {})
    if "area" in leads:
        return _area_head(before, front, apart, str(leads["area"]), paper, doc)
    ending = str(leads.get("organ", ""))
    if ending and front and not front.endswith(ending) and not front.endswith(words("organs", "cells")) and not is_organ(front) and lead(front)[1] < len(front):
        front += ending
    if front.startswith("政府") and apart.head in words("organs", "governing"):
        front = front.removeprefix("政府")
    return _of_organ(before, front, apart, core, paper, doc)


def _area_head(before: str, front: str, apart: _Words, word: str, paper: Paper, doc: str) -> Seat:
    """省长, 市长, 区长 …: the head of an area, or a deputy; 区政府区长 is the same seat."""
    whole = canonical(_join(before, front)).removesuffix("政府")
    area, end = lead(whole, paper)
    if area and end == len(whole) and area.name.endswith(word):
        return _headed(area, apart, word)
    named, end = lead(whole + word, paper)
    if whole and named and end == len(whole + word):
        return _headed(named, apart, word)
    if whole in ("", word):
        home = paper.at(word)
        if home:
            return _headed(home, apart, word)
        return Seat(f"{apart.core}@{doc}", apart.core, apart.core, None, None, _branch(apart, None), _rank(apart.core), _count(apart.core, apart))
    if area and end == 0:
        area = None
    name = whole + apart.core
    return Seat(name if area else f"{name}@{doc}", name, apart.core, None, area, _branch(apart, None), None, _count(apart.core, apart))


def _headed(area: Area, apart: _Words, word: str) -> Seat:
    government = resolve(f"{area.name}政府", Paper(area.line))
    organ = government if isinstance(government, Organ) else None
    name = area.name + apart.core
    return Seat(area.key + apart.core, name, apart.core, organ, area, _branch(apart, organ), _rank(apart.core), _count(apart.core, apart))


def _of_organ(before: str, front: str, apart: _Words, core: str, paper: Paper, doc: str) -> Seat:
    cell = next((c for c in words("organs", "cells") if front.endswith(c)), "")
    inner = front.removesuffix(cell) if cell else front
    whole = _join(before, inner)
    if cell and not whole:
        name = cell + core
        return Seat(f"{name}@{doc}", name, name, None, None, "party", None, _count(name, apart))
    if cell and _is_area(whole, paper):
        whole, cell = whole + cell, ""
    if not whole:
        known = _no_seat(apart)
        return Seat(core if known else f"{core}@{doc}", core, core, None, None, _branch(apart, None), _rank(core), _count(core, apart))
    country, end = lead(before, paper) if before else (None, 0)
    abroad = country if country and country.level == "country" and end == len(before) else None
    found = resolve(inner, paper, abroad) if abroad and inner and is_organ(inner) else resolve(whole, paper)
    last = cell + core
    if isinstance(found, Area):
        name = found.name + last
        return Seat(found.key + last, name, last, None, found, _branch(apart, None), _rank(last), _count(name, apart))
    title = _title(found, last)
    key = found.key + last
    return Seat(f"{key}@{doc}" if found.local else key, found.name + last, title, found, found.area, "party" if cell else _branch(apart, found),
                _rank(title) or _rank(found.name + last) or _rank(core), _count(found.name + last, apart))


def _is_area(text: str, paper: Paper) -> bool:
    return lead(text, paper)[1] == len(text) or local_word(text) == text


def _title(organ: Organ, last: str) -> str:
    """The title as people say it: 区委书记 for an organ of an area, 行长 for a firm, 外交部部长 for a ministry."""
    if organ.area is None or not organ.name.startswith(organ.area.name):
        bound = organ.kind in words("organs", "bound")
        return organ.name + last if bound else last
    rest = organ.name[len(organ.area.name) :]
    suffix = max((w for w in words("areas", "printed") if organ.area.name.endswith(w)), key=len, default="")
    return suffix + rest + last


def _no_seat(apart: _Words) -> bool:
    return entries("titles", "heads").get(apart.head, {}).get("seat") == "none"


def _branch(apart: _Words, organ: Organ | None) -> str | None:
    told = entries("titles", "heads").get(apart.head, {}).get("branch")
    if told:
        return str(told)
    return organ.kind if organ and organ.kind != "other" else None


def _count(name: str, apart: _Words) -> int | None:
    """1 when the lexicon says that only one person can hold it."""
    if name.endswith(words("organs", "several")):
        return None
    if name.endswith(words("organs", "single")):
        return 1
    count = entries("titles", "heads").get(apart.head, {}).get("seats")
    return int(count) if count and not apart.modifiers else None


def _rank(title: str) -> int | None:
    known = entries("organs", "ranks").get(title)
    return int(known["rank"]) if known else None
