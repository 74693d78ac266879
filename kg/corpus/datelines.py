"""Where the bylines at the heads of bodies stand."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.corpus import authors, bylines, layout
from kg.corpus.bylines import HAN

_HEAD = re.compile(r"[\n\f\r](?=[^\n\f\r])")
#: How far a byline is looked for from the head of a line.
_REACH = 120
#: What must follow on the line where no word for a report stands before the writers.
_SENTENCE = 12
_CHUNK = re.compile(r"[ \t　\x00\x01]*(?P<chunk>[^\s，。；（）“”\x00\x01]+)")


@lru_cache(maxsize=1)
def wire() -> re.Pattern[str]:
    """The name of a paper, or of the place it reports from, with the word for a report (青山讯, 【校报讯】, 晚报3月6日讯)."""
    ends = layout.any_of("telegrams", "wire_ends")
    return re.compile(rf"[^\w\n（]{{0,3}}[{HAN}][{HAN}\d ]{{0,18}}?{ends}】?[ \t　\x00\x01]*")


@lru_cache(maxsize=1)
def _medium() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}]{{2,12}}?{layout.any_of('media', 'wire_media')}[ \t　]*(?=（)")


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    """Writers without a bracket, up to the word that says that they report (记者甲甲报道：)."""
    opener = layout.any_of("wire_openers")
    report = "|".join(sorted((w for w in layout.words("credit_works") if w.endswith("报道")), key=len, reverse=True))
    return re.compile(
        rf"{opener}?(?P<inner>[^\n，。；（）“”]{{2,50}}?[ 　]*(?:{report}))(?:[：:][ \t　]*|[ \t　]+|(?=\n))"
    )


@lru_cache(maxsize=1)
def _telling() -> re.Pattern[str]:
    """A word that every byline without a bracket at its head holds, besides the words for writers."""
    reports = "|".join(work for work in layout.words("credit_works") if len(work) > 1)
    return re.compile(f"{layout.any_of('telegrams', 'wire_ends')}|{reports}")


_BRACKET = re.compile(r"（(?P<inner>[^（）\n]{2,80})）】?[ \t　]*[：:]?(?=[^\n]{8})")
_FILLER = re.compile(r"[ \t　\x00\x01\ufeff]*")


def find(page: str) -> dict[int, int]:
    """Start → end of every byline at the head of a line of the page."""
    found: dict[int, int] = {}
    at: int | None = 0
    while at is not None:
        begin, end = _at(page, at)
        if end:
            found[begin] = at = end
            if page[at - 1] in "\n\f\r":
                continue
        head = _HEAD.search(page, at)
        at = head.end() if head else None
    return found


def _at(page: str, at: int) -> tuple[int, int]:
    """Start and end of the byline at the head of a line; an end of 0 where there is none."""
    m = bylines.opening().match(page, at)
    begin = _FILLER.match(page, at).end()  # type: ignore[union-attr]
    end = _loose(page, begin)
    if m and m.end() >= end:
        return m.start("byline"), m.end()
    return begin, end


def _loose(page: str, begin: int) -> int:
    """The end of a byline that only its writers show, or 0.

    青山讯（甲甲 乙乙） · 青山县融媒体中心（记者 甲甲） · （甲甲 报道） · 本报讯 记者甲甲报道： · 据本报记者 甲甲 报道
    """
    stop = page.find("\n", begin, begin + _REACH)
    line = page[begin : stop if stop >= 0 else begin + _REACH]
    # Most lines are done with here.
    if line[:1] != "（" and not _telling().search(line) and not bylines.has_role(line):
        return 0
    paper = wire().match(line)
    medium = None if paper else _medium().match(line)
    at = paper.end() if paper else medium.end() if medium else 0
    if bracket := _BRACKET.match(page, begin + at, begin + _REACH):
        credit = authors.read(bracket["inner"])
        if credit and credit.writers and (credit.told or paper):
            return bracket.end()
        return 0
    if medium:
        return 0
    for start in dict.fromkeys((at, 0)):
        told = _told().match(line, start)
        if told and _is_told(told["inner"]):
            return begin + told.end()
    behind = _unbracketed(line, at, named=not paper)
    return begin + behind if behind else 0


def _is_told(text: str, named: bool = False) -> bool:
    credit = authors.read(text)
    if credit is None or not credit.writers or not bylines.has_role(text):
        return False
    return not named or credit.parted and all(layout.begins_name(name) for name, *_ in credit.writers)


def _unbracketed(line: str, at: int, *, named: bool) -> int:
    """The end of the words after the paper's that name writers and nothing else (本报讯 记者 甲甲 通讯员 乙乙 昨日上午，…).

    Args:
        named: all of them must have known family names, for no word for a report stands before them.
    """
    best = 0
    end = at
    while chunk := _CHUNK.match(line, end):
        end = chunk.end()
        if not _is_told(line[at:end], named):
            if len(chunk["chunk"]) > 8:
                break
            continue
        # A blank behind them, or their line ends: a name that runs into the sentence ends nowhere.
        if end == len(line) or line[end] in " \t　":
            best = end
    # A whole line of credits is a byline or a signature by itself.
    return 0 if named and len(line) - best < _SENTENCE else best
