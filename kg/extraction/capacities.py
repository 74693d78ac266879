"""How an office is held: 原 in 农业农村部原党组书记, 代 in 代区长. It is told apart from the organ and the title."""

from __future__ import annotations

import re

from kg.extraction import areas
from kg.extraction.fronts import is_owner
from kg.lexicon import alternation, any_of, entries, remember, words


@remember(1)
def pattern() -> re.Pattern[str]:
    """A mark of a capacity: 原, 代, 候任."""
    return re.compile(alternation("titles", "capacities"))


@remember(1)
def _of_all() -> re.Pattern[str]:
    return re.compile(any_of(w for w, p in entries("titles", "capacities").items() if "of" in p))


def of_all(printed: str) -> bool:
    """Is there a mark that holds for the titles after this one, too (原党组书记、局长)?"""
    return _of_all().search(printed) is not None


def without(front: str, printed: str, head: str, capacity: str) -> tuple[str, str, str]:
    """Front and title without what says how the office is held, and the capacity.

    Args:
        front: what stands before the title: 越南新任国家 of 越南新任国家主席, 某局原党组 of 某局原党组书记.
        printed: the title as it stands, a mark right before it included (原局长).
        head: the last word of the title.
        capacity: what the mark in `printed` says; full without one.
    """
    printed = re.sub("[（(][^（）()]*[）)]$", "", printed)
    kinds = entries("titles", "capacities")
    front = re.sub(f"{alternation('positions', 'counted', 'qualifiers')}+$", "", front)
    bare = pattern().sub("", printed) if capacity != "full" or pattern().match(printed) else printed
    bare = bare if bare.endswith(head) else printed
    for m in pattern().finditer(front):
        if not front.startswith(words("organs", "not_capacity"), m.start()) and _is_mark(front, m.start(), m.end()):
            kind = str(kinds[m[0]]["capacity"]) if capacity == "full" else capacity
            return front[: m.start()] + front[m.end() :], bare, kind
    return front, bare, capacity


def _is_mark(front: str, start: int, end: int) -> bool:
    """Not a part of a name (太原市委, 中原银行)."""
    rest = front[end:]
    if start == 0:
        return len(rest) > 1
    if any(a < end <= b for a, b, *_ in areas.find(front)):
        return False
    if rest in words("positions", "inner_organs"):  # 某交易所原|党委
        return True
    if areas.lead(front[:start])[1] == start and areas.local_word(rest):  # 某区原|区委
        return True
    return is_owner(front[:start]) and not is_owner(front)
