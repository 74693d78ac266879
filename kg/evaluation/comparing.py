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


def split_capacity(title: str) -> tuple[str, str]:
    """原副区长 → (former, 副区长); 副区长 → (full, 副区长); 区原副区长 is left whole."""
    capacities = lexicon.entries("scoring", "capacities")
    for prefix in sorted(capacities, key=len, reverse=True):
        if title.startswith(prefix) and len(title) > len(prefix) + 1:
            return capacities[prefix]["capacity"], title[len(prefix) :]
    return "full", title


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
    want, have = str(gold).split("-"), str(got or "").split("-")
    return len(have) >= len(want) and all(g in ("XXXX", "XX", h) for g, h in zip(want, have, strict=False))
