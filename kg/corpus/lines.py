"""The printed lines of a page, and what can be seen from one line or from two neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kg.corpus import layout, rows
from kg.corpus.page import GAP

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\f")
_EDGE = " \t　\u00a0\x00\x01\u200b\u200c\u200d\u2060\ufeff"
_QUOTED = '”’"」』）'
_TERMINAL = ("。", "！", "？", "!", "?", "……")
_CLOSING = re.compile(r"[，。、；：！？”’」』》〉）】%…]")
_SENTENCE = re.compile(r"[。！？!?；]")
#: How far around a place a text is searched for what it prints elsewhere: an issue of a paper, of a file that holds many.
REACH = 50_000
Around = Callable[[], tuple[str, str]]


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
        text = printed.lstrip(_EDGE)
        if not text:
            continue
        a = m.end() - len(text)
        text = text.rstrip(_EDGE)
        between = page[last:a] if last >= 0 else "\n\n"
        adjacent = between == "\n" or between.count("\n") + between.count("\r") <= 1 + ("\r\n" in between)
        found.append(Line(a, a + len(text), text, adjacent, hard))
        hard, last = False, a + len(text)
    return found


def is_complete(text: str) -> bool:
    """Whether a sentence ends where the line ends (…讲话。 …吗？”)."""
    return text.rstrip(_QUOTED).endswith(_TERMINAL)


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


def is_cut(before: str, after: str, page: str, at: int, around: Around, *, apart: bool = False) -> bool:
    """Whether the end of `before` was lost: it stops within a unit that `after` cannot continue.

    ``…听取市法院党组`` before ``甲甲、乙乙等市领导参加。``: an organ with no title, then personal names.
    ``…写好高水平创建`` before ``会议强调，要…``: the opening words of a paragraph.
    ``…实现互利共``, an empty line, ``青石电缆有限公司是一家…``: a sentence that introduces an organ.
    ``…实现互利共``, an empty line, and a line set in from the left, as a paragraph's first line is.

    What the page prints elsewhere across the seam (赵 | 乐际, where 赵乐际 stands) was never parted.

    Args:
        at: offset of the seam in the page; what stands far from it is not looked at.
        around: gives the rows of the same paragraph on the lines before and after the two, if any.
        apart: an empty line stands between the two, where no line end inside a word does.
    """
    if is_complete(before) or _CLOSING.match(before[-1:]) or continues(after):
        return False
    names = _name_list().match(after)
    listed = names is not None and layout.begins_name(names["first"]) and before.endswith(layout.words("organ_ends"))
    if not listed and before.endswith(layout.words("attaches")):
        return False
    opener = None if listed else _openers().match(after)
    parted = apart and (_introduces(after) or _set_apart(before, after, *around()))
    if not listed and not opener and not parted:
        return False
    whole = near(page, at)
    if opener and opener["name"] and not parted and not _is_known(opener["name"], whole):
        return False
    return whole.count(before[-2:] + after[:1]) < 2 and whole.count(before[-1:] + after[:2]) < 2


def _introduces(text: str) -> bool:
    return _introduction().match("".join(text[:80].split())) is not None


def _set_apart(before: str, after: str, earlier: str, rest: str) -> bool:
    return rows.begins_paragraph(f"{earlier} {before}", f"{after} {rest}")


def near(page: str, at: int) -> str:
    """The page without its blanks, as far as `REACH` on either side of an offset and at most twice as far."""
    return _stretch(page, at // REACH)


@lru_cache(maxsize=2)
def _stretch(page: str, i: int) -> str:
    return "".join(page[max(0, i - 1) * REACH : (i + 2) * REACH].split())


def _is_known(name: str, page: str) -> bool:
    """Whether the page names a person so: at least three times, mostly after a mark or a title."""
    if not layout.begins_name(name):
        return False
    left = [page[max(0, m.start() - 2) : m.start()] for m in re.finditer(re.escape(name), page)]
    free = sum(not w or _CLOSING.match(w[-1]) is not None or w.endswith(layout.words("attaches")) for w in left)
    return len(left) >= 3 and free >= 0.7 * len(left)
