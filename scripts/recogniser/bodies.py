"""Organs and places among the labels: pieces of names that touch are one where the whole ends like an organ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from kg.extraction import areas, organs
from kg.extraction.fronts import _state_organ
from kg.lexicon import alternation
from recogniser.board import Board
from recogniser.census import Census, data


def settle(board: Board, entities: Sequence[Sequence[Any]], census: Census) -> None:
    """Organs and places: touching pieces are one name where the whole ends like an organ."""
    text = board.out.text
    pieces: list[tuple[int, int, str, int]] = [(a, b, kind, len(v)) for a, b, kind, v in entities]
    pieces += [(m.start(), m.end(), "ORGANIZATION", 3) for m in _state_organ().finditer(text)]
    pieces += [(a, b, "PLACE", 3) for a, b, *_ in areas.find(text)]
    pieces += [(m.start(), m.end(), "ORGANIZATION", 3) for m in _bodies().finditer(text)]
    pieces = [p for p in pieces if board.free(p[0], p[1])]
    pieces.sort(key=lambda p: (p[0], -p[1]))
    run: list[tuple[int, int, str, int]] = []
    end = -1
    for piece in pieces:
        if run and piece[0] > end:
            _run(board, run, census)
            run = []
        end = max(end, piece[1]) if run else piece[1]
        run.append(piece)
    if run:
        _run(board, run, census)


@lru_cache(maxsize=1)
def _bodies() -> re.Pattern[str]:
    return re.compile(alternation("areas", "bodies"))


def _run(board: Board, run: Sequence[tuple[int, int, str, int]], census: Census) -> None:
    text = board.out.text
    a, b = run[0][0], max(p[1] for p in run)
    whole = text[a:b]
    if not board.free(a, b) or any(c in data()["marks"] for c in whole):
        _each(board, run, census)
        return
    kinds = {p[2] for p in run}
    strong = max(p[3] for p in run)
    if "ORGANIZATION" in kinds:
        last = [p for p in run if p[1] == b]
        agreed = any(p[2] == "ORGANIZATION" and (p[3] > 1 or census.settled(p[2], text[p[0] : p[1]])) for p in last)
        exact = any(p[:2] == (a, b) and p[2] == "ORGANIZATION" and p[3] > 1 for p in run)
        shaped = organs.is_organ(whole) and len(whole) > 2
        tail = _tail(text, b)
        if tail and shaped:
            b = tail
        if exact or shaped and (agreed or strong > 1 or areas.lead(whole)[1]):
            if any(c in whole for c in "的了") and not exact or len(whole) > 30:
                board.leave(a, b)
            else:
                board.put(a, b, "ORGANIZATION")
        elif shaped and len(run) == 1 and len(whole) > 3:
            board.put(a, b, "ORGANIZATION") if organs.kind_of(whole) != "other" else board.leave(a, b)
        else:
            board.leave(a, b)
        return
    if len(whole) == 1:
        if strong > 1:
            board.leave(a, b)
        return
    known = strong > 2 or census.settled("PLACE", whole)
    if known and len(run) > 1 and a == min(p[0] for p in run):
        board.put(a, b, "PLACE")
    elif strong > 1 or known:
        if any(p[:2] == (a, b) for p in run) or len(run) > 1 and len(whole) < 16:
            board.put(a, b, "PLACE")
        else:
            board.leave(a, b)
    else:
        board.leave(a, b)


def _each(board: Board, run: Sequence[tuple[int, int, str, int]], census: Census) -> None:
    text = board.out.text
    for a, b, kind, n in sorted(run, key=lambda p: (-p[3], p[0] - p[1])):
        if any(c in data()["marks"] for c in text[a:b]) or not board.free(a, b):
            continue
        if n > 1 and b - a > 1 or census.settled(kind, text[a:b]):
            board.put(a, b, kind)
        elif b - a > 1:
            board.leave(a, b)


def _tail(text: str, b: int) -> int:
    """Where an organ's name ends that both recognisers cut: 研究院|有限公司."""
    for tail in data()["tails"]:
        if text.startswith(tail, b):
            return b + len(tail)
    return 0
