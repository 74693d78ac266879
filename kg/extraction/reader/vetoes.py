"""What speaks against the reader, in words of the lexicon: a telegram is no meeting, and whoever sends it is not there."""

from __future__ import annotations

import re

from kg.extraction import coming, minutes, unreal
from kg.extraction.reader.page import Page
from kg.lexicon import alternation, any_of, entries, remember, words

_CLAUSE = re.compile(r"[^，。；：！？\n]*")


#: Characters before a name in which what is studied or passed on names it.
_NEAR = 10


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    instead = any_of([*words("participation", "WITHOUT"), *words("participation", "NOT")])
    return re.compile(instead), re.compile(f"{alternation('events', 'wished')}$")


def no_event(page: Page, start: int, end: int) -> bool:
    """Whether what would be an event, named at row[start:end], is only written about, wished for, or did not happen.

    国家主席致电某某，祝贺他就任总统 tells of none; neither does 取消与他的会晤. 书记委托副书记看望了他 does: after the word somebody comes.
    """
    spot = page.spots[page.sentence(start)]
    if minutes.entry(page.text[spot.begin : spot.stop]) is not None:
        return True  # 主持：甲 tells of the headline's meeting
    instead, wished = _patterns()
    clause = _CLAUSE.match(page.text, end, spot.stop)
    sent = instead.search(page.text, spot.begin, clause.end() if clause else end)
    if sent is not None and not coming.pattern().search(page.text, sent.end(), spot.stop):
        return True
    return wished.search(page.text[spot.begin : start]) is not None


def is_wish(name: str) -> bool:
    """Whether what is called an event is what somebody wishes well: 预祝大会圆满成功."""
    wished = entries("events", "wished")
    return name.startswith(tuple(w for w, p in wished.items() if not p.get("named")))


@remember(1)
def _sent() -> re.Pattern[str]:
    return re.compile(any_of(words("participation", "WITHOUT")))


@remember(1)
def _studied() -> re.Pattern[str]:
    return re.compile(f"{any_of(words('participation', 'OPEN_QUOTE'))}[^，。；：！？\\n]*$")


def not_there(page: Page, mention: tuple[int, int]) -> bool:
    """Whether somebody is only quoted or studied (学习贯彻高远山的讲话), or the clause goes on with what is sent instead of coming
    (县长高远山发来贺信), and that is not read out by them."""
    spot = page.spots[page.sentence(mention[0])]
    if unreal.is_unreal(page.text[spot.begin : spot.stop], mention[0] - spot.begin):
        return True
    if _studied().search(page.text[max(spot.begin, mention[0] - _NEAR) : mention[0]]):
        return True
    clause = _CLAUSE.match(page.text, mention[1])
    sent = _sent().search(clause[0]) if clause else None
    if clause is None or sent is None:
        return False
    return not any(word in clause[0][: sent.start()] for word in words("participation", "SPEAK"))
