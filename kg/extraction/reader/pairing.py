"""Pairs of what stands on a page, and how they stand to one another: the same for training and for reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from kg.extraction.reader import shapes
from kg.extraction.reader.page import Anchor, Page

#: What the rules say of a name at an anchor: whether they read at all, ATTENDED, CHAIRED, SPOKE_AT, LED.
Said = Callable[[Anchor, str], tuple[int, int, int, int, int]]
Pairs = tuple[list[int], list[int], list[list[int]]]
#: Mentions of one person that are looked at.
_MENTIONS = 12
#: Characters between a name and an office that may be its own, and others between them.
_FAR, _NAMES, _TITLES = 160, 30, 4
#: Characters between an office that is printed without its organ and that organ, and other organs between them.
_BACK, _ORGANS = 600, 12


def tellings(page: Page, opened: Sequence[int], rules: bool) -> list[list[float]]:
    """What is counted of each sentence (see `shapes.TELLINGS`); `opened` are the sentences in which the rules open events."""
    first = {name: page.sentence(places[0][0]) for name, places in page.names.items()}
    here: list[set[str]] = [set() for _ in page.spots]
    for name, places in page.names.items():
        for a, _ in places:
            here[page.sentence(a)].add(name)
    days = {page.sentence(t.start) for t in page.times if t.when.precision == "day"}
    out = []
    for k, spot in enumerate(page.spots):
        n = opened.count(k)
        fresh = sum(first[name] == k for name in here[k])
        kind = (float(spot.kind == 0), float(spot.kind == 1), float(spot.kind > 1))
        counted = (min(len(here[k]), 6) / 3, min(fresh, 6) / 3, float(k in days), min(k, 12) / 6)
        out.append([float(n > 0), float(n > 1), float(rules), *kind, *counted])
    return out


def said(anchor: Anchor, name: str) -> tuple[int, int, int, int, int]:
    """What the rules say."""
    facts = {t for event in anchor.told if name in event.parts for t in event.parts[name].facts}
    return 1, int("ATTENDED" in facts), int("CHAIRED" in facts), int("SPOKE_AT" in facts), int("LED" in facts)


class _Line:
    """Anchors in the order of the page: how far a place is from each, and how many others lie between, in no time."""

    def __init__(self, page: Page, anchors: Sequence[Anchor]) -> None:
        self._page = page
        self.anchors = anchors
        self.ats = [a.at for a in anchors]
        self.sentences = [a.sentence for a in anchors]
        self._after = [bisect_right(self.ats, at) for at in self.ats]
        self._before = [bisect_left(self.ats, at) for at in self.ats]

    def from_(self, at: int, sentence: int, closed: bool) -> Iterator[tuple[int, int, int | None, int]]:
        """For each anchor (number, sentences to it, characters to it or null, anchors between); `closed`: one at the place counts."""
        low, high = bisect_left(self.ats, at), bisect_right(self.ats, at)
        for k, (s, a) in enumerate(zip(self.sentences, self.ats, strict=True)):
            between = (high if closed else low) - self._after[k] if a <= at else self._before[k] - high
            yield k, sentence - s, at - a if s == sentence else None, max(0, between)


def parts(
    page: Page, anchors: Sequence[Anchor], say: Said = said
) -> tuple[list[tuple[int, int, str]], list[int], list[int], list[list[int]]]:
    """(mentions (start, end, name), and for each pair its mention, its anchor, and how they stand)."""
    mentions: list[tuple[int, int, str]] = []
    i: list[int] = []
    j: list[int] = []
    forms: list[list[int]] = []
    line = _Line(page, anchors)
    blocks = [page.spots[s].block for s in line.sentences]
    for name, places in page.names.items():
        bits = [say(a, name) for a in anchors]
        within = {page.sentence(a) for a, _ in places}
        for a, b in places[:_MENTIONS]:
            s = page.sentence(a)
            spot = page.spots[s]
            last = bisect_right(line.sentences, s) - 1
            for k, distance, near, between in line.from_(a, s, closed=True):
                i.append(len(mentions))
                j.append(k)
                same = blocks[k] == spot.block
                row = shapes.part_forms(distance, near, between, k, last, len(anchors), spot.kind, same, bits[k])
                row += (57 + (line.sentences[k] in within), 59 + (a == places[0][0]), 61 + min(len(within), 4))
                forms.append(row)
            mentions.append((a, b, name))
    return mentions, i, j, forms


def dates(page: Page, anchors: Sequence[Anchor]) -> Pairs:
    """Every time of the page with every anchor."""
    i, j, forms = [], [], []
    starts = [t.start for t in page.times]
    days = sum(t.when.precision == "day" for t in page.times)
    for k, anchor in enumerate(anchors):
        till = bisect_right(starts, anchor.at)
        for n, time in enumerate(page.times):
            here = page.sentence(time.start)
            day = time.when.precision == "day"
            i.append(n)
            j.append(k)
            forms.append(
                shapes.date_forms(
                    here - anchor.sentence,
                    time.start - anchor.at if here == anchor.sentence else None,
                    max(0, till - bisect_left(starts, time.end)),
                    len(page.times),
                    day,
                    time.when.date is None,
                    day and days == 1,
                )
            )
    return i, j, forms


def sites(page: Page, anchors: Sequence[Anchor], places: Sequence[tuple[int, int]]) -> Pairs:
    """Every place with every anchor."""
    i, j, forms = [], [], []
    line = _Line(page, anchors)
    for n, (a, _) in enumerate(places):
        for k, distance, near, between in line.from_(a, page.sentence(a), closed=False):
            i.append(n)
            j.append(k)
            forms.append(shapes.site_forms(distance, near, between, len(anchors)))
    return i, j, forms


def same(page: Page, anchors: Sequence[Anchor], told: Sequence[tuple[int, bool]]) -> Pairs:
    """Every event of the rules (where it is opened in the row, whether it is called by its kind alone) with every anchor."""
    i, j, forms = [], [], []
    line = _Line(page, anchors)
    for n, (at, generic) in enumerate(told):
        for k, distance, near, between in line.from_(at, page.sentence(at), closed=False):
            i.append(n)
            j.append(k)
            forms.append(shapes.same_forms(distance, near, between, len(anchors), generic))
    return i, j, forms


def posts(
    page: Page, mentions: Sequence[tuple[int, int, str]], titles: Sequence[tuple[int, int]]
) -> list[tuple[int, int, list[int]]]:
    """(mention, title, how they stand) of those near enough; both come sorted."""
    out = []
    begins = [m[0] for m in mentions]
    firsts = [t[0] for t in titles]
    for k, (a, b, _) in enumerate(mentions):
        low, high = bisect_left(firsts, a - _FAR - 40), bisect_right(firsts, b + _FAR)
        for n in range(low, high):
            c, d = titles[n]
            before = d <= a
            if not before and c < b or (a - d if before else c - b) > _FAR:
                continue
            lo, hi = (d, a) if before else (b, c)
            names = bisect_left(begins, hi) - bisect_left(begins, lo)
            others = bisect_left(firsts, hi) - bisect_left(firsts, lo)
            if names <= _NAMES and others <= _TITLES:
                out.append((k, n, shapes.post_forms((a, b), (c, d), names, others, page.text[lo:hi])))
    return out


def whose(page: Page, bare: Sequence[tuple[int, int]], organs: Sequence[tuple[int, int]]) -> Pairs:
    """Every office that is printed without an organ with the organs before it; all come sorted.

    副主席 in ``区政协主席施忆主持，副主席陆文虎出席`` is that of 区政协.
    """
    i, j, forms = [], [], []
    begins = [a for a, _ in organs]
    spoken = [page.text[a:b] for a, b in organs]
    most = max((spoken.count(w) for w in set(spoken)), default=0)
    leads = {a for a, _ in bare}
    names = sorted(a for places in page.names.values() for a, _ in places)
    for k, (a, _) in enumerate(bare):
        here = page.sentence(a)
        high = bisect_right(begins, a)
        for n in range(max(0, high - _ORGANS), high):
            c, d = organs[n]
            if d > a or a - d > _BACK:
                continue
            at = page.sentence(c)
            spot = page.spots[at]
            i.append(k)
            j.append(n)
            forms.append(
                shapes.whose_forms(
                    a - d,
                    here - at,
                    len(set(spoken[n + 1 : high]) - {spoken[n]}),
                    bisect_left(names, a) - bisect_left(names, d),
                    spot.block == page.spots[here].block,
                    spot.kind,
                    d in leads,
                    spoken.count(spoken[n]) == most,
                )
            )
    return i, j, forms
