"""An article as the learned reader sees it: one row of characters, its sentences, and what is known of each character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.document import HEADINGS, Article
from kg.extraction import sentences, when
from kg.extraction.happenings import Happening
from kg.extraction.known import Known
from kg.extraction.when import When
from kg.lexicon import any_of, remember, words
from kg.text import is_torn

#: Characters of a page; a longer article is read in several.
LONGEST = 3000
#: A longer article is read without the sentences that name nobody and no day.
_SHORT = 800
#: Kinds of sentences: 0 a headline, 1 text, 2 a byline or a signature, 3 a caption.
KINDS = 4
#: What is known of a character: nothing, first of a name, within a name, of a time.
MARKS = 4
_FURTHER = {"byline": 2, "signature": 2, "caption": 3}


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence: text[start:end] of block `block`, at `begin` in the row."""

    block: int
    start: int
    end: int
    begin: int
    kind: int

    @property
    def stop(self) -> int:
        return self.begin + self.end - self.start


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression at row[start:end] and what it names."""

    start: int
    end: int
    when: When


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an event is told of: `sentence` is its number, `at` the character its name or verb ends with; `told`: what the rules made of
    it, the same event in one or several."""

    sentence: int
    at: int
    told: tuple[Happening, ...] = ()


@dataclass(slots=True)
class Page:
    """A row of text and its sentences.

    Attributes:
        text: the sentences one after the other, a line break between blocks.
        names: for each name known, where it stands in the row.
        times: in order.
    """

    text: str
    spots: list[Spot]
    names: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    times: list[Time] = field(default_factory=list)

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a character of the row."""
        low, high = 0, len(self.spots)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.spots[middle].begin <= at else (low, middle)
        return low

    def place(self, at: int) -> tuple[int, int]:
        """(block, offset in its clean text) of a character of the row."""
        spot = self.spots[self.sentence(at)]
        return spot.block, spot.start + at - spot.begin

    def row(self, block: int, offset: int) -> int | None:
        """Where a character of a block stands in the row; null where it is not on this page."""
        for spot in self.spots:
            if spot.block == block and spot.start <= offset < spot.end:
                return spot.begin + offset - spot.start
        return None

    def marks(self) -> list[int]:
        """For each character, the kind of its sentence and what is known of it, in one number."""
        out = [MARKS] * len(self.text)
        for spot in self.spots:
            out[spot.begin : spot.stop] = [spot.kind * MARKS] * (spot.stop - spot.begin)
        for time in self.times:
            for i in range(time.start, time.end):
                out[i] += 3 - out[i] % MARKS
        for places in self.names.values():
            for a, b in places:
                for i in range(a, b):
                    out[i] += (1 if i == a else 2) - out[i] % MARKS
        return out


def pages(article: Article, names: Iterable[str], issued: str | None) -> Iterator[Page]:
    """The pages of an article: mostly one.

    Args:
        names: of people known to be named in the document.
        issued: the day of issue.
    """
    text: list[str] = []
    spots: list[Spot] = []
    size = 0
    known = Known(set(names))
    short = sum(len(block.text) for block in article.blocks) <= _SHORT
    for k, block in enumerate(article.blocks):
        kind = 0 if block.kind in HEADINGS else 1 if block.kind == "paragraph" else _FURTHER.get(block.kind)
        if kind is None:
            continue
        for start, end in sentences.split(block):
            if kind == 1 and not short and not _tells(block.text.text[start:end], known):
                continue
            if size + end - start > LONGEST and spots:
                yield _page(text, spots, known, issued)
                text, spots, size = [], [], 0
            if spots and spots[-1].block != k:
                text.append("\n")
                size += 1
            spots.append(Spot(k, start, end, size, kind))
            text.append(block.text.text[start:end])
            size += end - start
    if spots:
        yield _page(text, spots, known, issued)


def _tells(text: str, known: Known) -> bool:
    """Whether a sentence may matter: it names somebody known, or a day, or points to people.

    What a paper says of its city's economy between two lists of leaders tells of no event, and is most of what there is to read.
    """
    return bool(known.within(text)) or _near().search(text) is not None


@remember(1)
def _near() -> re.Pattern[str]:
    days = [w for w in words("time", "days") if len(w) > 1]
    return re.compile(f"\\d日|{any_of([*days, *words('time', 'vague'), *words('participation', 'PRON')])}")


def _page(text: Sequence[str], spots: list[Spot], known: Known, issued: str | None) -> Page:
    page = Page("".join(text), spots)
    page.names = places_of(page.text, known.within(page.text))
    anchor: When | None = None
    for spot in spots:
        if spot.kind > 1:
            continue
        for span in when.find(page.text[spot.begin : spot.stop]):
            found = when.resolve(span, issued, anchor, future=_announces(page.text, spot, spot.begin + span.end))
            if span.heard:
                continue
            page.times.append(Time(spot.begin + span.start, spot.begin + span.end, found))
            if not span.background:
                anchor = when.next_anchor(found, anchor)
    return page


def _announces(text: str, spot: Spot, at: int) -> bool:
    clause = re.match(r"[^，。；：！？]{0,30}", text[at : spot.stop])
    return clause is not None and any(word in clause[0][:12] for word in words("participation", "FUTURE"))


def places_of(text: str, names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Where names stand in a text, longer ones first, none over another."""
    taken = bytearray(len(text))
    found: dict[str, list[tuple[int, int]]] = {}
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(taken[at:end]) and not is_torn(text, at, end):
                taken[at:end] = b"\1" * len(name)
                found.setdefault(name, []).append((at, end))
            at = text.find(name, end)
    return found
