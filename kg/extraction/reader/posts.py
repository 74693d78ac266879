"""The offices of a page: which person holds which, and of which organ one is that is printed without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.extraction.reader import pairing
from kg.extraction.reader.arithmetic import Arithmetic
from kg.extraction.reader.page import Page
from kg.extraction.reader.shapes import CAPACITIES

Span = tuple[int, int]
#: Tagged spans of a page: start, end, what they are, how likely.
Tagged = Sequence[tuple[int, int, str, float]]
_TITLE, _ORGAN, _PLACE = 0.6, 0.5, 0.6


@dataclass(slots=True)
class Office:
    """A person and a printed office: row[start:end] is the title, row[organ[0]:organ[1]] the organ before it, if any."""

    person: str
    mention: Span
    title: Span
    organ: Span | None
    value: str
    likely: float


@dataclass(frozen=True, slots=True)
class Printed:
    """What the rules know of a page's offices: where those without an organ stand in the row, and what organs are named."""

    bare: Sequence[Span] = ()
    organs: Sequence[str] = ()


def held(model: Arithmetic, page: Page, x: Any, s: Any, tagged: Tagged) -> Iterator[Office]:
    """Offices that people are likelier to hold than not."""
    titles = [(a, b) for a, b, piece, p in tagged if piece == "TITLE" and p > _TITLE]
    organs = {b: (a, b) for a, b, piece, p in tagged if piece == "ORGAN" and p > _ORGAN}
    mentions = sorted((a, b, n) for n, places in page.names.items() for a, b in places)
    found = pairing.posts(page, mentions, titles)
    if not found:
        return
    i, j, forms = map(list, zip(*found, strict=True))
    here = [(a, b) for a, b, _ in mentions]
    left, right = _seen(model, page, x, s, here), _seen(model, page, x, s, titles)
    scores = model.relate("post", left, right, i, j, forms)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely = e / e.sum(axis=1, keepdims=True)
    for m, n, p in zip(i, j, likely, strict=True):
        if p[0] < 0.5:
            title = titles[n]
            value = CAPACITIES[int(p[1:].argmax())]
            yield Office(mentions[m][2], here[m], title, organs.get(title[0]), value, float(1 - p[0]))


def whose(
    model: Arithmetic, page: Page, x: Any, s: Any, bare: Sequence[Span], known: Sequence[str], tagged: Tagged
) -> dict[Span, tuple[float, str]]:
    """For each office printed without an organ the organ that it is most likely of, and how likely.

    Args:
        bare: where the offices stand in the row.
        known: organs that the rules have found.
        tagged: organs and places that the network sees.
    """
    bare = sorted(set(bare))
    least = {"ORGAN": _ORGAN, "PLACE": _PLACE}
    words = {*known, *(page.text[a:b] for a, b, piece, p in tagged if p > least.get(piece, 1.0))}
    organs = sorted({(a, a + len(w)) for w in words if len(w) > 1 for a in _all(page.text, w)})
    i, j, forms = pairing.whose(page, bare, organs)
    if not i:
        return {}
    left, right = _seen(model, page, x, s, bare), _seen(model, page, x, s, organs)
    scores = model.relate("whose", left, right, i, j, forms)[:, 0]
    best: dict[Span, tuple[float, str]] = {}
    for k, n, score in zip(i, j, scores.tolist(), strict=True):
        likely = 1 / (1 + float(np.exp(-score)))
        best[bare[k]] = max(best.get(bare[k], (0.0, "")), (likely, page.text[slice(*organs[n])]))
    return best


def _seen(model: Arithmetic, page: Page, x: Any, s: Any, spans: Sequence[Span]) -> Any:
    return model.spans(x, s, list(spans), [page.sentence(a) for a, _ in spans])


def _all(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
