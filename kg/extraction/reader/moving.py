"""How a person and an office stand to the words by which offices change: 任命, 免去, 当选, 拟任 before, between and after the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.extraction.decisions import verbs
from kg.extraction.decisions.verbs import Verb
from kg.extraction.reader import pairing, shapes
from kg.extraction.reader.page import Page

#: What a word of change is: its form and kind as one number (`_sort`); 0 is none.
SORTS = 10
#: Characters between the word and the pair.
_STEPS = (2, 12, 60)

#: Start and end in the row, and what it is.
Word = tuple[int, int, int]


def found(page: Page) -> list[Word]:
    """The words of change of a page, in order."""
    if not verbs.might(page.text):
        return []
    return [
        (spot.begin + v.start, spot.begin + v.end, _sort(v))
        for spot in page.spots
        if spot.kind < 2
        for v in verbs.find(page.text[spot.begin : spot.stop])
    ]


def _sort(verb: Verb) -> int:
    if verb.kind == "nominated":
        return 1
    if verb.form == "become":
        return 2 if verb.cued else 3 + (verb.kind == "elected")
    return {"give": 5 + (verb.kind == "elected"), "take": 7, "quit": 8}.get(verb.form, 9)


class _Line:
    """The words of change of a page by where they stand."""

    def __init__(self, page: Page, told: Sequence[Word]) -> None:
        self._page, self._told = page, told
        self._starts = [a for a, _, _ in told]
        self._ends = [b for _, b, _ in told]
        heads = [s for a, _, s in told if page.spots[page.sentence(a)].kind == 0]
        self._heading = heads[-1] if heads else 0

    def forms(self, low: int, inner: tuple[int, int], high: int) -> list[int]:
        """How row[low:high], a person and an office with row[inner[0]:inner[1]] between them, stands to the words."""
        page = self._page
        block = page.spots[page.sentence(low)].block
        before = bisect_right(self._ends, low) - 1
        here = before >= 0 and page.spots[page.sentence(self._starts[before])].block == block
        gap = low - self._ends[before] if here else 1 << 20
        middle = bisect_left(self._starts, inner[0])
        within = middle < len(self._told) and self._ends[middle] <= inner[1]
        after = bisect_left(self._starts, high)
        stop = page.spots[page.sentence(high - 1)].stop
        follows = after < len(self._told) and self._starts[after] < stop
        earlier = before if not here else bisect_left(self._starts, self._begin(block)) - 1
        sorts = (
            self._told[before][2] if here else 0,
            self._told[middle][2] if within else 0,
            self._told[after][2] if follows else 0,
            self._told[earlier][2] if earlier >= 0 else 0,
            self._heading,
        )
        return [k * SORTS + sort for k, sort in enumerate(sorts)] + [5 * SORTS + shapes.steps(gap, _STEPS)]

    def _begin(self, block: int) -> int:
        return next(s.begin for s in self._page.spots if s.block == block)


def pairs(
    page: Page, mentions: Sequence[tuple[int, int, str]], titles: Sequence[tuple[int, int]], told: Sequence[Word]
) -> list[tuple[int, int, list[int]]]:
    """(mention, title, how they stand to each other and to the words of change) of those near enough; none without such words."""
    if not told:
        return []
    line = _Line(page, told)
    out = []
    for k, n, forms in pairing.posts(page, mentions, titles):
        (a, b, _), (c, d) = mentions[k], titles[n]
        low, inner, high = (a, (b, c), d) if b <= c else (c, (d, a), b)
        out.append((k, n, forms + [shapes.POST_FORMS + f for f in line.forms(low, inner, high)]))
    return out
