"""The printed lines of a page, and what can be seen from one line or from two neighbours."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from functools import lru_cache

from kg.corpus import layout
from kg.corpus.page import GAP

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\f")
_EDGE = " \t　\u00a0\x00\x01\u200b\u200c\u200d\u2060\ufeff"
_TERMINAL = re.compile(r"(?:[。！？!?]|……)[”’\"」』）]*$")
_CLOSING = re.compile(r"[，。、；：！？”’」』》〉）】%…]")
_SENTENCE = re.compile(r"[。！？!?；]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks at both ends.

    Attributes:
        start, end: offsets in the page.
        text: the characters between, as in the page.
        adjacent: no empty line stands before it.
        hard: a paragraph certainly begins here (a <p>).
    """

    start: int
    end: int
    text: str
    adjacent: bool = False
    hard: bool = False

    def after(self, offset: int) -> Line | None:
        """The part of the line from an offset of the page on, or null when nothing is left."""
        if offset <= self.start:
            return self
        text = self.text[offset - self.start :].lstrip(_EDGE)
        return Line(self.end - len(text), self.end, text, self.adjacent, self.hard) if text else None

    def before(self, offset: int) -> Line | None:
        """The part of the line up to an offset of the page, or null when nothing is left."""
        text = self.text[: max(0, offset - self.start)].rstrip(_EDGE)
        return Line(self.start, self.start + len(text), text, self.adjacent, self.hard) if text else None


def split(page: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of page[start:end] that are not empty."""
    found: list[Line] = []
    hard, last = False, -2
    for m in _LINE.finditer(page, start, len(page) if end is None else end):
        printed = m.group()
        if printed == "\f":
            hard = True
            continue
        text = printed.strip(_EDGE)
        if not text:
            continue
        a = m.start() + len(printed) - len(printed.lstrip(_EDGE))
        adjacent = last >= 0 and page.count("\n", last, a) + page.count("\r", last, a) <= 1 + ("\r\n" in page[last:a])
        found.append(Line(a, a + len(text), text, adjacent, hard))
        hard, last = False, a + len(text)
    return found


def is_complete(text: str) -> bool:
    """Whether a sentence ends where the line ends (…讲话。 …吗？”)."""
    return _TERMINAL.search(text) is not None


def has_sentence(text: str) -> bool:
    """Whether the line holds an end mark or semicolon; a headline does not."""
    return _SENTENCE.search(text) is not None


def continues(text: str) -> bool:
    """Whether a line must go on with the sentence before it, by its first character (，… 的…)."""
    return _CLOSING.match(text) is not None or text.startswith(layout.words("never_first"))


@lru_cache(maxsize=1)
def _openers() -> re.Pattern[str]:
    say = layout.any_of("openers_say")
    return re.compile(rf"(?:{layout.any_of('paragraph_openers')}{say}|(?P<name>[一-鿿]{{2,4}}?){say})，")


@lru_cache(maxsize=1)
def _name_list() -> re.Pattern[str]:
    gap = f"{GAP}*"
    return re.compile(rf"(?P<first>[一-鿿]{{2,4}})(?:{gap}、{gap}[一-鿿]{{2,4}})+?{gap}{layout.any_of('list_verbs')}")


@lru_cache(maxsize=1)
def _introduction() -> re.Pattern[str]:
    """A sentence that tells what an organ is (青石电缆有限公司是一家…), whole from its first word on."""
    return re.compile(rf"[一-鿿（）]{{4,30}}?{layout.any_of('introduced')}{layout.any_of('introducing')}")


def is_cut(before: str, after: str, page: str, earlier: str = "", rest: str = "", *, apart: bool = False) -> bool:
    """Whether the end of `before` was lost: it stops within a unit that `after` cannot continue.

    ``…听取市法院党组`` before ``甲甲、乙乙等市领导参加。``: an organ with no title, then personal names.
    ``…写好高水平创建`` before ``会议强调，要…``: the opening words of a paragraph.
    ``…实现互利共``, an empty line, ``青石电缆有限公司是一家…``: a sentence that introduces an organ.
    ``…实现互利共``, an empty line, and a line set in from the left, as a paragraph's first line is.

    What the page prints elsewhere across the seam (赵 | 乐际, where 赵乐际 stands) was never parted. `earlier` and `rest`
    are the rows of the same paragraph on the lines before and after the two, if any; `apart` says that an empty line
    stands between the two, where no line end inside a word does.
    """
    if is_complete(before) or _CLOSING.match(before[-1:]) or continues(after):
        return False
    names = _name_list().match(after)
    listed = names is not None and layout.begins_name(names["first"]) and before.endswith(layout.words("organ_ends"))
    if not listed and before.endswith(layout.words("attaches")):
        return False
    opener = None if listed else _openers().match(after)
    introduces = _introduction().match("".join(after[:80].split())) is not None
    parted = apart and (introduces or begins_paragraph(f"{earlier} {before}", f"{after} {rest}"))
    if not listed and not opener and not parted:
        return False
    whole = "".join(page.split())
    if opener and opener["name"] and not parted and not _is_known(opener["name"], whole):
        return False
    return whole.count(before[-2:] + after[:1]) < 2 and whole.count(before[-1:] + after[:2]) < 2


def _is_known(name: str, page: str) -> bool:
    """Whether the page names a person so: at least three times, mostly after a mark or a title."""
    if not layout.begins_name(name):
        return False
    left = [page[max(0, m.start() - 2) : m.start()] for m in re.finditer(re.escape(name), page)]
    free = sum(not w or _CLOSING.match(w[-1]) is not None or w.endswith(layout.words("attaches")) for w in left)
    return len(left) >= 3 and free >= 0.7 * len(left)


def set_in(text: str) -> bool | None:
    """Whether the first row inside the line is two characters shorter than the others, as a new paragraph's is.

    Null unless the rows are still seen (one blank for each swallowed line end) and regular.
    """
    rows = _rows(text)
    return None if rows is None else 1.5 <= statistics.median(rows[1:-1]) - rows[0] <= 3


def begins_paragraph(before: str, after: str) -> bool:
    """Whether `after` is set in, and the last row of `before` is full, not a piece of the first row of `after`."""
    rows = _rows(after)
    if rows is None or not set_in(after):
        return False
    usual = statistics.median(rows[1:-1])
    return _part(before, usual)[-1] + rows[0] > usual + 1.5


def _rows(text: str) -> list[float] | None:
    """Widths of the rows inside a line, or null when they cannot be told."""
    long = [width for width in map(_width, text.split()) if width >= 8]
    if text.strip().count(" ") < 4 or len(long) < 2:
        return None
    # The upper quartile: damage makes pieces of rows, seldom anything longer than one.
    widths = _part(text, statistics.quantiles(long, n=4, method="inclusive")[2])
    inner = widths[1:-1]
    usual = statistics.median(inner) if inner else 0.0
    return widths if len(inner) >= 3 and sum(abs(w - usual) <= 1 for w in inner) >= 0.8 * len(inner) else None


def _part(text: str, usual: float) -> list[float]:
    """Widths of the rows, of which the blanks that part the text most evenly are the ends.

    Not every blank is one: there are those after a mark, and those that damage put into a word. The first row may be
    set in and the last one short.
    """
    pieces = [_width(piece) for piece in text.split()]
    best: list[tuple[float, list[float]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        width, found = 0.0, None
        for begin in range(end - 1, -1, -1):
            width += pieces[begin]
            if found is not None and width > usual + 3:
                break
            free = width <= usual + 1 and (begin == 0 or end == len(pieces))
            cost = best[begin][0] + (0.0 if free else (width - usual) ** 2)
            if found is None or cost < found[0]:
                found = cost, [*best[begin][1], width]
        best.append(found or best[-1])
    return best[-1][1] or [0.0]


def _width(row: str) -> float:
    """In characters; a mark takes about half of one when a line is justified."""
    return sum(0.5 if c in '，。、；：“”‘’《》（）"' or c.isascii() else 1.0 for c in row)
