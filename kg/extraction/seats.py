"""Printed titles made into seats: 代区长 in a paper of 拱墅区 is the seat 拱墅区区长, held as acting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from kg.extraction.areas import Area, Paper, fold_brackets, lead, local_word, locate
from kg.extraction.organs import Organ, canonical, is_organ, is_party, kind_of, resolve, spell_country
from kg.extraction.owners import without_state, without_term
from kg.lexicon import alternation, entries, remember, words


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


@remember(1)
def _ending() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"{alternation('titles', 'heads')}$"), re.compile(f"{alternation('titles', 'modifiers')}*$")


@remember(1)
def _session() -> re.Pattern[str]:
    """第十八届中央政治局 is 中央政治局, 中国共产党第二十届中央委员会 is 中央委员会; a meeting (第十四届全国人大一次会议) keeps it."""
    term = "(?:第?[一二三四五六七八九十]+届?[、和至])*第?[一二三四五六七八九十]+届"
    return re.compile(f"^{term}(?!.*会议)|(?<=^中国共产党){term}(?=中央委员会)")


@remember(8192)
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


@remember(8192)
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
    before, bare = without_state(without_term(_session().sub("", before))), without_term(bare)
    before = _needed(spell_country(before), bare)
    country, end = lead(before)
    if country and before[end:] == "政府" and country.level == "country" and _take_apart(bare).front:
        before = before[:end]
    found = _same(before, bare) or _place(before, bare, paper, doc)
    # A bare 书记 or 党组书记 would be an alias of every seat there is; 外长 and 国防部长 say which.
    plain = _take_apart(bare).front in ("", *words("organs", "cells")) and bare not in entries("organs", "fused")
    forms = (_join(before, bare), found.name if plain else bare)
    others = dict.fromkeys(a for a in forms if a not in (found.name, found.title))
    return replace(found, capacity=early if capacity == "full" else capacity, aliases=tuple(others))


def _join(front: str, rest: str) -> str:
    """Two printed parts as one, what both hold only once: 拱墅区委 + 区委书记 → 拱墅区委书记, 康桥镇 + 镇党委 → 康桥镇党委."""
    shared = next((n for n in range(min(len(front), len(rest)), 1, -1) if front.endswith(rest[:n])), 0)
    word = local_word(rest)
    if not shared and word and front.endswith(word) and len(front) > len(word):
        shared = len(word)
    return front + rest[shared:]


def _needed(before: str, bare: str) -> str:
    """What stands before, unless the title names its organ wholly (中共中央 … 国家主席, 国务院 … 甘肃省委书记)."""
    front = _take_apart(bare).front
    country, end = lead(before)
    if (
        not before
        or not front
        or end == len(before)
        or (country and country.level == "country" and country.name != "中国")
    ):
        return before
    complete = front.startswith(words("organs", "standing")) or lead(front)[0] is not None or local_word(front) != ""
    apart = _join(before, front) == before + front
    return "" if complete and apart and kind_of(before) in words("organs", "bound") else before


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
    word = _told("organs", "leaders", apart.head, "area")
    if word:
        return _area_head(_join(before, front), apart, str(word), paper, doc)
    ending = str(_told("organs", "leaders", apart.head, "organ") or "")
    organ = is_organ(front) and not front.endswith(words("positions", "fields"))
    named = organ or lead(front)[1] == len(front) or front.endswith((ending, *words("organs", "cells")))
    front += "" if named else ending
    if apart.head in words("organs", "governing"):
        front = front.removesuffix("政府") if front.endswith("政府") and (before or front != "政府") else front
    cell = next((c for c in words("organs", "cells") if front.endswith(c)), "")
    inner = front.removesuffix(cell)
    whole = _join(before, inner)
    if not whole:
        return _nowhere(cell, apart, doc)
    if cell and (lead(whole, paper)[1] == len(whole) or local_word(whole) == whole):
        inner, whole, cell = inner + cell, whole + cell, ""
    if not before and not is_organ(whole) and lead(whole, paper)[0] is None:
        return _nowhere(whole + cell, apart, doc)
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
    core = apart.core
    return Seat(
        area.key + core, area.name + core, core, organ, area, _branch(apart, organ), _rank(core), _count(core, apart)
    )


def _nowhere(front: str, apart: _Words, doc: str) -> Seat:
    """A title that nothing places (党组书记, 生产主管): local to its document, unless it is one without a seat (院士)."""
    name = front + apart.core
    key = name if _no_seat(apart) else f"{name}@{doc}"
    branch = "party" if front.endswith(words("organs", "cells")) else _branch(apart, None)
    return Seat(key, name, name, None, None, branch, _rank(name), _count(name, apart))


def _of_organ(before: str, inner: str, whole: str, cell: str, apart: _Words, paper: Paper, doc: str) -> Seat:
    country, end = lead(before or whole, paper)
    abroad = country if country and country.level == "country" and (end == len(before) or not before) else None
    last = cell + apart.core
    rest = whole[end:] if abroad else inner
    if abroad and rest.startswith("政府") and not is_organ(rest):
        rest = rest.removeprefix("政府")
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
        rank = None if found.level == "country" else _rank(last)
        return Seat(found.key + last, name, last, None, found, _branch(apart, None), rank, _count(name, apart))
    base = resolve(before, paper) if before and inner and found.local else None
    if isinstance(base, Organ) and not base.local:
        found = replace(found, local=False, area=base.area)
    name, title, key = found.name + last, _title(found, last), found.key + last
    branch = "party" if cell else _branch(apart, found)
    rank = _rank(title) or _rank(apart.core)
    return Seat(
        f"{key}@{doc}" if found.local else key, name, title, found, found.area, branch, rank, _count(name, apart)
    )


def _title(organ: Organ, last: str) -> str:
    """The title as people say it: 区委书记 for an organ of an area, 行长 for a firm, 外交部部长 for a ministry."""
    if is_party(organ.name):
        return last
    if organ.area is None or not organ.name.startswith(organ.area.name) or organ.area.name == "中国":
        return organ.name + last if organ.local or organ.area or organ.kind in words("organs", "bound") else last
    suffix = max((w for w in words("areas", "printed") if organ.area.name.endswith(w)), key=len, default="")
    return suffix + organ.name[len(organ.area.name) :] + last


def _no_seat(apart: _Words) -> bool:
    return _told("titles", "heads", apart.head, "seat") == "none"


def _told(file: str, name: str, word: str, key: str) -> Any:
    """One property of one word of the lexicon, null when either is missing."""
    found = entries(file, name).get(word)
    return found.get(key) if found else None


def _branch(apart: _Words, organ: Organ | None) -> str | None:
    """A 书记 is of the party wherever he sits; else the organ tells (the 行长 of the central bank), else the head (议长)."""
    told = _told("titles", "heads", apart.head, "branch")
    if organ and organ.kind != "other" and told != "party":
        return organ.kind
    return str(told) if told else None


def _count(name: str, apart: _Words) -> int | None:
    """1 when the lexicon says that only one person can hold it."""
    if name.endswith(words("organs", "several")):
        return None
    if name.endswith(words("organs", "single")):
        return 1
    count = _told("titles", "heads", apart.head, "seats")
    return int(count) if count and not apart.modifiers else None


def _rank(title: str) -> int | None:
    known = _told("organs", "ranks", title, "rank")
    return int(known) if known else None
