"""Which shorter name may stand for which longer one: 科兹洛夫 for 安德烈·科兹洛夫, 阿卜杜拉 for 阿卜杜拉二世.

>>> relation("科兹洛夫", "安德烈·科兹洛夫")
'part_of'
>>> relation("库·别尔德穆哈梅多夫", "库尔班古力·别尔德穆哈梅多夫")
'initials'
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.linking.weights import son_of

_REIGN = re.compile("(?<=..)[一二三四五六七八九十]+世$")


def parts(name: str) -> tuple[str, ...]:
    """The parts of a foreign name, without the number of a king: 安德烈, 科兹洛夫; 阿卜杜拉 of 阿卜杜拉二世."""
    return tuple(_REIGN.sub("", name).split("·"))


def is_long(name: str) -> bool:
    """Whether a shorter name may stand for it."""
    return "·" in name or _REIGN.search(name) is not None


def shorter(name: str) -> set[str]:
    """What may stand for a long name: each run of its parts, none of one character (伊丽丝·卡斯特罗·萨缅托: 卡斯特罗, …).

    What follows 本 is the father: 本·萨勒曼 may stand for 穆罕默德·本·萨勒曼, and 萨勒曼 may not.
    """
    if not is_long(name):
        return set()
    words, sons = parts(name), son_of()
    starts = [i for i in range(len(words)) if not i or words[i - 1] not in sons]
    runs = {"·".join(words[i:j]) for i in starts for j in range(i + 1, len(words) + 1)}
    return {r for r in runs if len(r) > 1} - {name}


def relation(short: str, long: str) -> str | None:
    """``part_of`` or ``initials``, when the one may stand for the other; null when it cannot, or they are equal."""
    if len(short) >= len(long):
        return None
    if short in shorter(long):
        return "part_of"
    few, many = parts(short), parts(long)
    if 1 < len(few) <= len(many) and few[-1] == many[-1] and few[0] != many[0] and len(few[0]) == 1:
        return "initials" if many[0].startswith(few[0]) and few[1:] == many[len(many) - len(few) + 1 :] else None
    return None


def agree(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether no two names of several parts contradict each other: one begins, ends or abbreviates the other."""
    longer = [n for n in b if "·" in n]
    return all(x == y or relation(x, y) or relation(y, x) for x in a if "·" in x for y in longer)


def families(
    names: Iterable[str], together: Iterable[Iterable[str]] = ()
) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Names that may stand for one another, directly or by way of others, and the longer names of each short one.

    Args:
        together: names that one mention bears.

    Returns:
        The smallest name of each family → all its names, sorted; and short name → longer ones, of those that have any.
    """
    known = set(names)
    longer: dict[str, set[str]] = defaultdict(set)
    cut: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in known:
        words = parts(name)
        if len(words) > 1:
            cut[words[-1], words[0][0]].append(name)
        for part in shorter(name) & known:
            longer[part].add(name)
    for group in cut.values():
        for short in (n for n in group if len(parts(n)[0]) == 1):
            longer[short].update(n for n in group if relation(short, n))
    above = {n: n for n in known}

    def find(n: str) -> str:
        while above[n] != n:
            above[n] = n = above[above[n]]
        return n

    for first, *others in (*together, *((short, *many) for short, many in longer.items())):
        for other in others:
            a, b = sorted((find(first), find(other)))
            above[b] = a
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        found[find(name)].append(name)
    return dict(found), {n: many for n, many in longer.items() if many}
