"""Where a body ends and headlines begin, seen from the lines alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from kg.corpus import layout, seams
from kg.corpus.lines import REACH, Line, continues, has_sentence, is_complete
from kg.corpus.rows import set_in

_COMMA = re.compile(r"[，。；]")
_CRY = re.compile(r"[！？]")


@lru_cache(maxsize=1)
def jump() -> re.Pattern[str]:
    """The mark at the end of a part that goes on elsewhere (下转2版)."""
    return re.compile(rf"{jump_marks().pattern}$")


@lru_cache(maxsize=1)
def jump_marks() -> re.Pattern[str]:
    """The same mark wherever it stands."""
    page = r"\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版[^（）]{0,20}"
    return re.compile(rf"[（【]\s*{layout.any_of('jumps')}{page}[）】]")


@lru_cache(maxsize=1)
def continued() -> re.Pattern[str]:
    """The mark before a part that was begun elsewhere (上接1版)."""
    page = r"\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版[^（）]{0,40}"
    return re.compile(rf"[（【]\s*{layout.any_of('continued')}{page}[）】]")


def tail(body: Sequence[Line]) -> int:
    """Where the headlines after a body begin: the lines behind its last end mark, where they look like headlines."""
    i = len(body)
    while i and (_cries(body, i - 1) or not has_sentence(body[i - 1].text) and not is_complete(body[i - 1].text)):
        i -= 1
    if i == 0:
        return len(body)
    if not is_complete(body[i - 1].text):
        # The body itself stops in mid-sentence; its last rows may be among the lines, up to an empty line.
        if not all(line.adjacent for line in body[i:]):
            while body[i].adjacent:
                i += 1
        while i < len(body) and (_COMMA.search(body[i].text) or len(body[i].text) < 5 or continues(body[i].text)):
            i += 1
        return i
    if i < len(body) and continues(body[i].text):
        return len(body)
    return i


def _cries(body: Sequence[Line], i: int) -> bool:
    """Whether the line is a headline with ！ or ？ inside it (投资百亿元！九个项目落户): one that stands after a full stop."""
    text = body[i].text
    return i > 0 and cries(text) and not is_complete(text) and is_complete(body[i - 1].text)


def cries(text: str) -> bool:
    """Whether ！ and ？ are the only marks of a short line that quotes nobody."""
    return len(text) <= 30 and _CRY.search(text) is not None and not _COMMA.search(text) and text[0] not in "“‘「"


def crossheads(body: Sequence[Line], page: str) -> set[int]:
    """Starts of headings between paragraphs.

    Where empty lines part paragraphs and nothing else, they show a heading. Elsewhere only where most lines end a
    sentence, so that a short line is no row of a wrapped column, and where nothing shows that the next line goes on
    with it: a character no sentence begins with, a pair of characters known from elsewhere, a first row not set in.
    """
    inside = [after.adjacent for before, after in pairwise(body) if not is_complete(before.text)]
    spaced = len(inside) >= 5 and sum(inside) >= 0.8 * len(inside)
    if not spaced and sum(is_complete(line.text) for line in body) < 0.4 * len(body):
        return set()
    found: set[int] = set()
    for before, line, after in zip(body, body[1:], body[2:]):
        text = line.text
        if not (4 <= len(text) <= 28) or _COMMA.search(text) or is_complete(text) or text.endswith(("、", "：")):
            continue
        if not (is_complete(before.text) or before.start in found) or continues(text) or continues(after.text):
            continue
        if spaced:
            if not line.adjacent and not after.adjacent:
                found.add(line.start)
        elif _is_new(page, text[-1] + after.text[0], line.start) and _COMMA.search(after.text):
            if set_in(after.text) is not False:
                found.add(line.start)
    return found


def _is_new(page: str, pair: str, at: int) -> bool:
    """Whether two characters stand side by side nowhere near an offset of the page."""
    return page.find(pair, max(0, at - REACH), at + REACH) < 0


def last_comma(lines: Sequence[Line]) -> int:
    """Index of the last line with a comma, or -1."""
    return next((k for k in range(len(lines) - 1, -1, -1) if _COMMA.search(lines[k].text)), -1)


def end_of_heads(lines: Sequence[Line], start: int, comma: int) -> int:
    """Index of the first line from `start` on that belongs to a body: it holds sentences, or goes on into one that does.

    Args:
        comma: the `last_comma` of the lines.
    """
    last = next((k for k in range(start, len(lines)) if _ends(lines[k].text, k < comma)), None)
    if last is None:
        return len(lines)
    first = next(
        k
        for k in range(start, last + 1)
        if _COMMA.search(lines[k].text) or k > start and _calls(lines[k].text) or k == last
    )
    while first > start and continues(lines[first].text):
        first -= 1
    # Rows of a column before the first comma are about as wide as the row with it; a day shows where the first one is.
    while (
        start < first < last
        and not seams.opens(lines[first].text)
        and abs(len(lines[first - 1].text) - len(lines[first].text)) <= 2
    ):
        first -= 1
    return first


def _ends(text: str, below: bool) -> bool:
    """Whether a sentence of a body ends in the line; a headline that ends in ！ has its body, with a comma, below."""
    if "。" in text or jump().search(text):
        return True
    return is_complete(text) and not (below and cries(text))


def _calls(text: str) -> bool:
    """Whether the line calls up a list below it (任命：); a longer one is a headline (县长在调研时强调：)."""
    return text.endswith("：") and len(text) <= 6
