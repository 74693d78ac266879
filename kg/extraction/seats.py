"""Printed titles made into seats: 代区长 in a paper of 拱墅区 is the seat 拱墅区区长, held as acting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extraction.areas import Area, Paper, by_letter, fold_brackets, lead, local_word, locate
from kg.extraction.organs import Organ, canonical, is_organ, kind_of, resolve
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
def _ending() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"{alternation('titles', 'heads')}$"), re.compile(f"{alternation('titles', 'modifiers')}*$")


def _take_apart(title: str) -> _Words:
    """The longest head first, so that 总书记 is no 书记 that is 总; then what modifies it."""
    heads, modifiers = _ending()
    head = heads.search(title)
    if not head:
        return _Words("", "", title)
    front = title[: head.start()]
    start = next(m.start() for m in modifiers.finditer(front))
    return _Words(front[:start], front[start:], head[0])


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
    bare, capacity = strip_capacity(fold_brackets(title))
    before, early = strip_capacity(fold_brackets(organ or ""))
    letter = by_letter(before) if len(before) == 1 else None
    before = letter.name if letter else _needed(before, bare)
    found = _same(before, bare) or _place(before, bare, paper, doc)
    others = dict.fromkeys(a for a in (_join(before, bare), bare) if a not in (found.name, found.title) and len(a) > len(found.title) - 2)
    return replace(found, capacity=early if capacity == "full" else capacity, aliases=tuple(others))


def _join(front: str, rest: str) -> str:
    """Two printed parts as one, what both hold only once: 拱墅区委 + 区委书记 → 拱墅区委书记, 康桥镇 + 镇党委 → 康桥镇党委."""
    shared = next((n for n in range(min(len(front), len(rest)), 1, -1) if front.endswith(rest[:n])), 0)
    word = local_word(rest)
    if not shared and word and len(rest) > len(word) and front.endswith(word) and len(front) > len(word):
        shared = len(word)
    return front + rest[shared:]


def _needed(before: str, bare: str) -> str:
    """What stands before, unless the title names its organ wholly (中共中央 … 国家主席, 国务院 … 甘肃省委书记)."""
    front = _take_apart(bare).front
    country, end = lead(before)
    if not before or not front or end == len(before) or (country and country.level == "country" and country.name != "中国"):
        return before
    whole = front.startswith(words("organs", "standing")) or lead(front)[0] is not None or local_word(front) != ""
    return "" if whole and kind_of(before) in words("organs", "bound") and not before.endswith(front) and _join(before, front) == before + front else before


def _same(before: str, bare: str) -> Seat | None:
    """A seat of the state or the party that has a full name of its own."""
    table = entries("organs", "same_seat")
    whole = _join(before, bare)
    known = table.get(whole) or next((e for e in table.values() if e["seat"] == whole), None)
    if not known:
        return None
    name = str(known["seat"])
    organ = resolve(str(known["organ"]), Paper()) if known.get("organ") else None
    organ = organ if isinstance(organ, Organ) else None
    apart = _take_apart(name)
    return Seat(name, name, name, organ, locate("中国"), _branch(apart, organ), _rank(name), _count(name, apart))


def _place(before: str, bare: str, paper: Paper, doc: str) -> Seat:
    apart = _unfuse(_take_apart(bare), before)
    front = apart.front
    leads = entries("organs", "leaders").get(apart.head, {})
    if "area" in leads:
        return _area_head(_join(before, front), apart, str(leads["area"]), paper, doc)
    ending = str(leads.get("organ", ""))
    whole_area = lead(front)[1] == len(front)
    if ending and front and not whole_area and not front.endswith((ending, *words("organs", "cells"))) and not is_organ(front):
        front += ending
    if apart.head in words("organs", "governing"):
        front = front.removesuffix("政府") if front.endswith("政府") and (before or front != "政府") else front
    cell = next((c for c in words("organs", "cells") if front.endswith(c)), "")
    inner = front.removesuffix(cell)
    whole = _join(before, inner)
    if not whole:
        return _nowhere(cell, apart, doc)
    if cell and (lead(whole, paper)[1] == len(whole) or local_word(whole) == whole):
        inner, whole, cell = inner + cell, whole + cell, ""
    return _of_organ(before, inner, whole, cell, apart, paper, doc)


def _unfuse(apart: _Words, before: str) -> _Words:
    """外长 is the 部长 of 外交部, 区人大代表 a 代表 of 区人大; 人大代表 of nowhere stays as it is."""
    fused = entries("organs", "fused").get(apart.head)
    if not fused or (_no_seat(apart) and not apart.front and not before):
        return apart
    return _Words(apart.front + str(fused["organ"]), apart.modifiers, str(fused["head"]))


def _area_head(whole: str, apart: _Words, word: str, paper: Paper, doc: str) -> Seat:
    """省长, 市长, 区长 …: the head of an area, or a deputy; 区政府区长 is the same seat."""
    whole = canonical(whole).removesuffix("政府")
    for printed in (whole, whole + word):
        area, end = lead(printed, paper)
        if area and end == len(printed) and area.name.endswith(word):
            return _headed(area, apart)
    if whole in ("", word):
        home = paper.at(word)
        return _headed(home, apart) if home else _nowhere("", apart, doc)
    name = whole + apart.core
    return Seat(name, name, apart.core, None, None, _branch(apart, None), None, _count(apart.core, apart))


def _headed(area: Area, apart: _Words) -> Seat:
    organ = Organ(f"{area.name}政府", area, "government", False, (), f"{area.key}政府")
    return Seat(area.key + apart.core, area.name + apart.core, apart.core, organ, area, _branch(apart, organ), _rank(apart.core), _count(apart.core, apart))


def _nowhere(cell: str, apart: _Words, doc: str) -> Seat:
    """A title that nothing places: local to its document, unless it is one without a seat (院士)."""
    name = cell + apart.core
    key = name if _no_seat(apart) else f"{name}@{doc}"
    return Seat(key, name, name, None, None, "party" if cell else _branch(apart, None), _rank(name), _count(name, apart))


def _of_organ(before: str, inner: str, whole: str, cell: str, apart: _Words, paper: Paper, doc: str) -> Seat:
    country, end = lead(before or whole, paper)
    abroad = country if country and country.level == "country" and (end == len(before) or not before) else None
    last = cell + apart.core
    rest = whole[end:] if abroad else inner
    if abroad and rest and not is_organ(rest):
        found: Organ | Area = abroad
        last = rest + last
    elif abroad and rest:
        found = resolve(rest, paper, abroad)
    elif before and inner and not is_organ(inner) and not is_organ(whole):
        found = resolve(before, paper)
        last = inner + last
    else:
        found = resolve(whole, paper)
    if isinstance(found, Area):
        name = found.name + last
        return Seat(found.key + last, name, last, None, found, _branch(apart, None), _rank(last), _count(name, apart))
    base = resolve(before, paper) if before and inner and found.local else None
    if isinstance(base, Organ) and not base.local:
        found = replace(found, local=False, area=base.area)
    title, key = _title(found, last), found.key + last
    return Seat(f"{key}@{doc}" if found.local else key, found.name + last, title, found, found.area, "party" if cell else _branch(apart, found),
                _rank(title) or _rank(apart.core), _count(found.name + last, apart))


def _title(organ: Organ, last: str) -> str:
    """The title as people say it: 区委书记 for an organ of an area, 行长 for a firm, 外交部部长 for a ministry."""
    if organ.area is None or not organ.name.startswith(organ.area.name):
        return organ.name + last if organ.kind in words("organs", "bound") or organ.area else last
    suffix = max((w for w in words("areas", "printed") if organ.area.name.endswith(w)), key=len, default="")
    return suffix + organ.name[len(organ.area.name) :] + last


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
