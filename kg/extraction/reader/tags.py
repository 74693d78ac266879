"""From scores of tags to spans: a first, middle, last or single character of each piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kg.extraction.reader.shapes import EVENT_TAGS, EVENTS, NAME_TAGS, NAMES, PLACE_TAGS

#: Pieces of each row of tags, and where its scores begin.
ROWS = {
    "event": (EVENTS, 0, EVENT_TAGS),
    "name": (NAMES, EVENT_TAGS, NAME_TAGS),
    "place": (("PLACE",), EVENT_TAGS + NAME_TAGS, PLACE_TAGS),
}


def odds(scores: Any, row: str) -> Any:
    """(characters, tags of the row): how likely each is."""
    _, at, size = ROWS[row]
    part = scores[:, at : at + size]
    e = np.exp(part - part.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def spans(likely: Any, row: str, least: float = 0.5) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, piece, how sure): runs of characters that are more likely of one piece than of none.

    A run is cut where a first character follows; it is as sure as the mean of its characters.
    """
    pieces = ROWS[row][0]
    mass = likely[:, 1:].reshape(len(likely), len(pieces), 4)
    whole = mass.sum(axis=2)
    best = whole.argmax(axis=1)
    sure = whole[np.arange(len(whole)), best]
    inside = sure >= least
    first = mass[np.arange(len(mass)), best][:, [0, 3]].sum(axis=1) > 0.5 * np.maximum(sure, 1e-9)
    at = end = -1
    for i in np.flatnonzero(inside).tolist():
        if at >= 0 and i == end and best[i] == best[at] and not first[i]:
            end += 1
            continue
        if at >= 0:
            yield at, end, pieces[int(best[at])], float(sure[at:end].mean())
        at, end = i, i + 1
    if at >= 0:
        yield at, end, pieces[int(best[at])], float(sure[at:end].mean())
