"""The truth of a page as tags of its characters."""

from __future__ import annotations

from typing import Any

import numpy as np

from reading.samples import Sample

#: Characters between an office and its organ that is tagged: one further away is learned as a pair.
_NEAR = 200


def _bies(out: Any, first: int, a: int, b: int) -> None:
    if b <= a:
        return
    if b - a == 1:
        out[a] = first + 3
    else:
        out[a:b] = first + 1
        out[a], out[b - 1] = first, first + 2


def name_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for _, a, b, *_ in sample.changes:
        _bies(out, 1 + 4 * 2, a, b)
    for _, a, b, c, d, _ in sample.posts:
        _bies(out, 1 + 4 * 2, a, b)
        if c >= 0 and a - d <= _NEAR:
            _bies(out, 1 + 4 * 3, c, d)
    page = sample.page
    for name in sample.people:
        for a, b in page.names.get(name, ()):
            kind = page.spots[page.sentence(a)].kind
            wrote = name in sample.writers and (
                kind == 2
                or any(w in page.text[max(0, a - 24) : a] for w in ("记者", "通讯员", "讯"))
                or b >= len(page.text) - 30
                or kind == 3
            )
            _bies(out, 1 + 4 * (1 if wrote else 0), a, b)
    return out


def event_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for e in sample.events:
        _bies(out, 1 if e.exact else 5, e.start, e.end)
    return out


def place_tags(sample: Sample) -> Any:
    out = np.zeros(len(sample.page.text), dtype=np.int64)
    for places in sample.sites.values():
        for a, b in places:
            _bies(out, 1, a, b)
    return out
