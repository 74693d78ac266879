"""From the recogniser's numbers back to mentions: the best path of tags that can be, and how sure each mention is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

#: Pieces the model tags; a POSITION is joined with the organ right before it.
PIECES = ("PERSON", "ORGANIZATION", "PLACE", "POSITION")
#: 0 is nothing; of each piece a first, a middle, a last character, and one that is all of it.
TAGS = 1 + 4 * len(PIECES)
_FIRST, _MIDDLE, _LAST, _ALONE = range(4)


def tag(piece: str, place: int) -> int:
    """The number of a tag; place 0 first, 1 middle, 2 last, 3 alone."""
    return 1 + 4 * PIECES.index(piece) + place


@lru_cache(maxsize=1)
def _allowed() -> tuple[Any, Any, Any]:
    """Which tag may follow which, which may begin a text, which may end it."""
    opens = np.zeros((TAGS,), dtype=bool)
    closes = np.zeros((TAGS,), dtype=bool)
    opens[0] = closes[0] = True
    for piece in PIECES:
        opens[[tag(piece, _FIRST), tag(piece, _ALONE)]] = True
        closes[[tag(piece, _LAST), tag(piece, _ALONE)]] = True
    follows = closes[:, None] & opens[None, :]
    for piece in PIECES:
        for a in (_FIRST, _MIDDLE):
            for b in (_MIDDLE, _LAST):
                follows[tag(piece, a), tag(piece, b)] = True
    return follows, opens, closes


def best_paths(scores: Any, starts: Any, sizes: Any) -> Any:
    """The best possible tag of every character: scores (characters, TAGS) → (characters,).

    Where the best tags of the single characters make a possible row they are the best path; only other texts are searched.
    """
    follows, opens, closes = _allowed()
    path = scores.argmax(axis=1).astype(np.int64)
    bad = np.zeros(len(path) + 1, dtype=np.int64)
    bad[1:-1] = ~follows[path[:-1], path[1:]]
    bad = np.cumsum(bad)
    nonempty = sizes > 0
    begins, ends = starts[nonempty], (starts + sizes)[nonempty]
    wrong = (bad[ends - 1] - bad[begins] > 0) | ~opens[path[begins]] | ~closes[path[ends - 1]]
    for a, b in zip(begins[wrong].tolist(), ends[wrong].tolist(), strict=True):
        path[a:b] = _search(scores[a:b])
    return path


def _search(scores: Any) -> Any:
    """Viterbi over one text."""
    follows, opens, closes = _allowed()
    barred = np.where(follows, 0.0, -1e9).astype(np.float32)
    score = scores[0] + np.where(opens, 0.0, -1e9)
    back = np.empty((len(scores), TAGS), dtype=np.int64)
    for t in range(1, len(scores)):
        steps = score[:, None] + barred
        back[t] = steps.argmax(axis=0)
        score = steps[back[t], np.arange(TAGS)] + scores[t]
    out = np.empty(len(scores), dtype=np.int64)
    out[-1] = (score + np.where(closes, 0.0, -1e9)).argmax()
    for t in range(len(scores) - 1, 0, -1):
        out[t - 1] = back[t, out[t]]
    return out


def spans(path: Any, sure: Any) -> Iterator[tuple[int, int, int, float]]:
    """(start, end, number of the piece, least certainty of its characters) in the row of all texts."""
    place = (path - 1) % 4
    inside = path > 0
    begins = np.flatnonzero(inside & ((place == _FIRST) | (place == _ALONE)))
    ends = np.flatnonzero(inside & ((place == _LAST) | (place == _ALONE))) + 1
    if len(begins):
        least = np.minimum.reduceat(np.append(sure, 1.0), np.ravel(np.column_stack((begins, ends))))[::2]
        yield from zip(begins.tolist(), ends.tolist(), ((path[begins] - 1) // 4).tolist(), least.tolist(), strict=True)
