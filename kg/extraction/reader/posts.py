"""The offices of a page: which person holds, gets or loses which, and of which organ one is that is printed without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.extraction.reader import moving, pairing
from kg.extraction.reader.arithmetic import Arithmetic
from kg.extraction.reader.page import Page
from kg.extraction.reader.shapes import CAPACITIES, CHANGES, COMING

Span = tuple[int, int]
#: Tagged spans of a page: start, end, what they are, how likely.
Tagged = Sequence[tuple[int, int, str, float]]
_TITLE, _ORGAN, _PLACE = 0.6, 0.5, 0.6


@dataclass(slots=True)
class Office:
    """A person and a printed office: row[title[0]:title[1]] is the title, row[organ[0]:organ[1]] the organ before it, if any.

    `value` is how it is held, or how it changes.
    """

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
    mentions, titles, organs = _named(page), _titles(tagged), _organs(tagged)
    found = pairing.posts(page, mentions, titles)
    for m, n, p in _asked("post", model, page, x, s, mentions, titles, found):
        if p[0] < 0.5:
            a, b, name = mentions[m]
            value = CAPACITIES[int(p[1:].argmax())]
            yield Office(name, (a, b), titles[n], organs.get(titles[n][0]), value, float(1 - p[0]))


def moved(model: Arithmetic, page: Page, x: Any, s: Any, tagged: Tagged) -> Iterator[Office]:
    """Offices that people likelier come into or leave than not; `value` is one of `CHANGES`."""
    told = moving.found(page)
    if not told:
        return
    mentions, titles, organs = _named(page), _titles(tagged), _organs(tagged)
    best: dict[tuple[str, Span], Office] = {}
    for m, n, p in _asked("change", model, page, x, s, mentions, titles, moving.pairs(page, mentions, titles, told)):
        coming, going = float(p[1 : 1 + COMING].sum()), float(p[1 + COMING :].sum())
        likely = max(coming, going)
        a, b, name = mentions[m]
        known = best.get((name, titles[n]))
        if likely >= 0.5 and (known is None or likely > known.likely):
            kinds = p[1 : 1 + COMING] if coming > going else p[1 + COMING :]
            value = CHANGES[int(kinds.argmax()) + (0 if coming > going else COMING)]
            best[name, titles[n]] = Office(name, (a, b), titles[n], organs.get(titles[n][0]), value, likely)
    yield from best.values()


def organs(page: Page, known: Sequence[str], tagged: Tagged) -> list[Span]:
    """Where organs and places stand in the row, in order.

    Args:
        known: organs that the rules have found.
        tagged: organs and places that the network sees.
    """
    least = {"ORGAN": _ORGAN, "PLACE": _PLACE}
    words = {*known, *(page.text[a:b] for a, b, piece, p in tagged if p > least.get(piece, 1.0))}
    return sorted({(a, a + len(w)) for w in words if len(w) > 1 for a in _all(page.text, w)})


def whose(
    model: Arithmetic, page: Page, x: Any, s: Any, bare: Sequence[Span], organs: Sequence[Span]
) -> dict[Span, tuple[float, str]]:
    """For each office printed without an organ the organ that it is most likely of, and how likely.

    Args:
        bare: where the offices stand in the row.
        organs: where organs and places do.
    """
    bare = sorted(set(bare))
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


def _named(page: Page) -> list[tuple[int, int, str]]:
    return sorted((a, b, n) for n, places in page.names.items() for a, b in places)


def _titles(tagged: Tagged) -> list[Span]:
    return [(a, b) for a, b, piece, p in tagged if piece == "TITLE" and p > _TITLE]


def _organs(tagged: Tagged) -> dict[int, Span]:
    """The organs by where they end: an office follows at once."""
    return {b: (a, b) for a, b, piece, p in tagged if piece == "ORGAN" and p > _ORGAN}


def _asked(
    question: str,
    model: Arithmetic,
    page: Page,
    x: Any,
    s: Any,
    mentions: Sequence[tuple[int, int, str]],
    titles: Sequence[Span],
    found: Sequence[tuple[int, int, list[int]]],
) -> Iterator[tuple[int, int, Any]]:
    """(mention, title, how likely each answer is) of the pairs found."""
    if not found:
        return
    i, j, forms = map(list, zip(*found, strict=True))
    left = _seen(model, page, x, s, [(a, b) for a, b, _ in mentions])
    scores = model.relate(question, left, _seen(model, page, x, s, titles), i, j, forms)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    yield from zip(i, j, e / e.sum(axis=1, keepdims=True), strict=True)


def _seen(model: Arithmetic, page: Page, x: Any, s: Any, spans: Sequence[Span]) -> Any:
    return model.spans(x, s, list(spans), [page.sentence(a) for a, _ in spans])


def _all(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
