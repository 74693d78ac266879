"""Of which organ an office is that is printed without one, by its kind: 校长 is of the school, 镇长 of the town named last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.decisions import bodies
from kg.extraction.reader.page import Page
from kg.extraction.titles import Post
from kg.lexicon import alternation, any_of, entries, remember, words

Span = tuple[int, int]
#: Characters between an office and its organ.
_BACK = 400


def fitting(page: Page, at: int, post: Post, organs: Sequence[Span]) -> str:
    """The organ of the kind that an office is of, of those named before it the nearest; empty where none is.

    ``来到云岭镇…，镇党委书记高远山``: 云岭镇党委.

    Args:
        at: where the office stands in the row.
        organs: where organs and places stand, in order.
    """
    ends, rest = _wanted(post)
    bare = not post.organ and post.head in _ends()
    if not ends:
        return ""
    for a, b in reversed(organs):
        if b > at or not 0 <= at - b <= _BACK:
            continue
        whole = re.match(f"[一-鿿]{{1,12}}?{ends}", page.text[a:b]) if not bare or _is_area(ends) else None
        name = whole[0] if whole else page.text[a:b] if re.search(f"[一-鿿]{ends}$", page.text[a:b]) else ""
        if name and "某" not in name and not re.fullmatch(f"{alternation('decisions', 'plain_areas')}?{ends}", name):
            return name + rest
    return ""


def _wanted(post: Post) -> tuple[str, str]:
    """What the organ's name ends with, as a pattern, and what of the printed organ comes after that: (镇, 党委) of 镇党委书记."""
    zone = alternation("decisions", "zone_bodies")
    if re.match(zone, post.organ or post.title):
        return alternation("decisions", "zones"), post.organ
    if post.organ:
        m = re.fullmatch(f"({alternation('decisions', 'townships')})([一-鿿]{{0,5}})", post.organ)
        return (m[1], m[2]) if m else ("", "")
    return _ends().get(bodies.base(post.title), ""), ""


def _is_area(ends: str) -> bool:
    return ends in words("decisions", "townships")


@remember(1)
def _ends() -> dict[str, str]:
    """For the last word of an office how the organs end that it is of."""
    found: dict[str, set[str]] = {}
    for head, kinds in entries("organs", "leaders").items():
        ends = str(kinds.get("organ", "")) or str(kinds.get("area", ""))
        if "organ" in kinds or _is_area(ends):
            found.setdefault(head, set()).add(ends)
    for head, kinds in entries("decisions", "bodies").items():
        of = str(kinds["of"]).split()
        if not any(w.endswith("委员会") for w in of):
            found.setdefault(head, set()).update(of)
    return {head: any_of(ends) if len(ends) > 1 else next(iter(ends)) for head, ends in found.items()}
