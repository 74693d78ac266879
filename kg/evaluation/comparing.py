"""When a gold annotation and something of the graph are the same: wording, titles, dates, pairs of events."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from kg import lexicon


def normalise(text: str | None) -> str:
    """Fold width, drop blanks and punctuation, so that only wording is compared."""
    return re.sub(r"[^\w·]", "", re.sub(r"[•・]", "·", unicodedata.normalize("NFKC", text or "")))


@lexicon.remember(1)
def _inside() -> re.Pattern[str]:
    organs, capacities, offices = (
        "|".join(lexicon.words("scoring", name)) for name in ("organ_ends", "inside", "offices_inside")
    )
    vice = "(?:副|常务副)?"
    return re.compile(f"(.*(?:{organs}))({capacities})({vice}(?:{offices}))")


def split_capacity(title: str) -> tuple[str, str]:
    """How an office is held, and its title: 原副区长 → (former, 副区长), 县政府代县长 → (acting, 县政府县长)."""
    capacities = lexicon.entries("scoring", "capacities")
    for prefix in sorted(capacities, key=len, reverse=True):
        if title.startswith(prefix) and len(title) > len(prefix) + 1:
            return capacities[prefix]["capacity"], title[len(prefix) :]
    if inside := _inside().fullmatch(title):
        return lexicon.entries("scoring", "inside")[inside[2]]["capacity"], inside[1] + inside[3]
    for behind in lexicon.words("scoring", "behind"):
        if title.endswith(behind) and title != behind:
            return "designate", title.removesuffix(behind)
    return "full", title


def abbreviates(a: str, b: str) -> bool:
    """市发改委主任 for 市发展和改革委员会主任: first and last characters alike, one in order within the other, same rank."""
    short, long = sorted(map(_shortened, (a, b)), key=len)
    if short == long:
        return True
    if len(short) < 4 or short[0] != long[0] or short[-2:] != long[-2:]:
        return False
    rest = iter(long)
    return all(short.count(c) == long.count(c) for c in lexicon.words("scoring", "rank")) and all(
        c in rest for c in short
    )


def _shortened(title: str) -> str:
    for long, entry in lexicon.entries("scoring", "short").items():
        title = title.replace(long, entry["as"])
    return title


def title_agrees(gold: Mapping[str, Any], forms: list[str], organs: list[str]) -> bool:
    """Whether a gold post as printed and the forms of a graph's post name one seat."""
    want, organ = split_capacity(normalise(gold["title"]))[1], normalise(gold.get("org"))
    full = want if organ and want.startswith(organ) else organ + want
    everything = "".join([*forms, *organs])
    uncut = lexicon.words("scoring", "never_cut")
    for form in forms:
        for whole in {form, *(o + form for o in organs)}:
            known = not organ or organ in everything
            if whole == full or (whole == want and (known or any(o and o in organ for o in organs))):
                return True
            if abbreviates(whole, full):
                return True
            cut = whole[: -len(want)]
            if whole.endswith(want) and not cut.endswith(uncut) and (known or any(o in organ for o in organs)):
                return True
            rest = full[: -len(whole)] if whole and full.endswith(whole) else ""
            if rest and not rest.endswith(uncut) and (
                rest in everything or any(o and (o in rest or rest in o) for o in organs)
            ):  # fmt: skip
                return True
    return False


def best_pairs(score: list[list[float]]) -> list[tuple[int, int]]:
    """One-to-one pairs of rows and columns with the largest total (Hungarian method)."""
    if not score or not score[0]:
        return []
    flip = len(score) > len(score[0])
    cost = [[-x for x in row] for row in (zip(*score, strict=True) if flip else score)]
    n, m = len(cost), len(cost[0])
    u, v, owner = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0], j0, low, way, used = i, 0, [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = owner[j0], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    now = cost[i0 - 1][j - 1] - u[i0] - v[j]
                    if now < low[j]:
                        low[j], way[j] = now, j0
                    if low[j] < delta:
                        delta, j1 = low[j], j
            for j in range(m + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    low[j] -= delta
            j0 = j1
            if owner[j0] == 0:
                break
        while j0:
            owner[j0], j0 = owner[way[j0]], way[j0]
    pairs = [(owner[j] - 1, j - 1) for j in range(1, m + 1) if owner[j]]
    return [(b, a) if flip else (a, b) for a, b in pairs]


def dice(a: str, b: str) -> float:
    x, y = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (normalise(a), normalise(b)))
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def same_date(gold: str | None, got: str | None) -> bool:
    """The graph may be as precise as the gold or, where the gold has no day, anything but invented."""
    if not gold:
        return not got
    if str(gold).startswith("XXXX") and not got:
        return True  # a year that nobody can know need not be told
    want, have = str(gold).split("-"), str(got or "").split("-")
    return len(have) >= len(want) and all(g in ("XXXX", "XX", h) for g, h in zip(want, have, strict=False))
