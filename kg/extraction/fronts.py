"""Where the organ in front of a title begins: 在人民大会堂同|智利国民议会议长, 杂志发表|中共中央总书记."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction import areas, organs
from kg.lexicon import alternation, any_of, entries, remember, sets, words
from kg.rules import rules

HARD = "，。：；！？!?,;:“”‘’\"'（）()《》〈〉【】「」—"
#: Words that join two organs as often as they stand inside one (应用工程与技术中心): they cut only where nothing, or
#: the beginning of another organ, stands beside them.
_LINKS = frozenset({"与", "和", "及"})
#: Longer than this, a run of words before a title is rarely all organ.
_LONG = 14
_BRACKET = re.compile(r"[（(]([一-鿿]{2,14})[）)]$")


@remember(1)
def _cuts() -> re.Pattern[str]:
    cuts = [w for name in ("cuts", "before_owner", "before_state") for w in words("positions", name)]
    cuts += [w for label in _before_offices() for w in words("participation", label)]
    return re.compile(f"(?P<keep>{alternation('positions', 'protected')})|{any_of(cuts)}")


def _before_offices() -> set[str]:
    """The verbs that rules read before an office (接任|区长): they are none of its organ."""
    found: set[str] = set()
    for rule in rules():
        last: tuple[str, ...] = ()
        for element in rule.pattern:
            if "POS" in element.labels:
                found.update(label for label in last if label in sets("participation"))
            last = element.labels if element.labels and element.op in ("", "+") else last
    return found


@remember(1)
def _national() -> re.Pattern[str]:
    return re.compile(alternation("positions", "national"))


@remember(1)
def _state_organ() -> re.Pattern[str]:
    """Organs of the state, of three characters or more, and bodies of the world: they begin a name wherever they stand."""
    also = (f for p in entries("organs", "national").values() for f in str(p.get("also", "")).split())
    names = {*entries("organs", "national"), *also}
    return re.compile(
        f"{any_of((*(n for n in names if len(n) > 2), *words('areas', 'bodies'), *entries('positions', 'party_countries')))}(?!长)"
    )


@remember(1)
def duty() -> re.Pattern[str]:
    """中央改革办分管日常工作的副主任: what somebody is in charge of stands between organ and title and is no part of either."""
    title = f"{alternation('titles', 'modifiers')}|{alternation('titles', 'heads')}"
    return re.compile(f"{alternation('positions', 'duties')}[^，。、；：的]{{1,12}}的(?={title})")


def is_owner(words_: str) -> bool:
    """Is that an area, a country or an organ, and nothing else?"""
    return bool(words_) and (areas.lead(words_)[1] == len(words_) or organs.is_organ(words_))


@remember(8192)
def _begins_owner(text: str, at: int) -> bool:
    """Does an area, a country or an organ of the state begin here?"""
    word = _national().match(text, at)
    listed = _state_organ().match(text, at) is not None or word is not None and len(word[0]) > 1
    return listed or any(start == at for start, *_ in areas.find(text))


def _is_country(words_: str) -> bool:
    """A country, or the letter of one (据俄|总统助理)."""
    area, end = areas.lead(words_)
    named = area is not None and area.level == "country" and end > 1
    return named or len(words_) == 1 and areas.by_letter(words_) is not None


def organ_start(text: str, start: int, floor: int, spans: Sequence[tuple[int, int]] = ()) -> int:
    """Where the organ in front of a title begins.

    Args:
        text: the sentence.
        start: where the title begins.
        floor: nothing before this belongs to it (the end of the last person, title or date).
        spans: organisations and places the recogniser saw; a cutting word inside one cuts nothing.

    Returns:
        A position in [floor, start]; `start` itself when no organ stands there.
    """
    done = next((d for d in duty().finditer(text, floor) if d.end() == start), None)
    start = done.start() if done else start
    begin = _cut(text, start, _clause_start(text, start, floor), spans)
    praise = re.compile(f"{alternation('positions', 'qualifiers')}+").match(text, begin, start)
    begin = praise.end() if praise else begin
    part = text[begin:start]
    at = max((part.rfind(w) for w in words("positions", "leading")), default=-1)
    if at > 0 and not organs.is_organ(part[:at]) and not areas.find(part[:at]):
        return begin + at
    if len(part) > _LONG and not any(a == begin for a, _ in spans):
        # Begin at the last word that organs begin with.
        marks = [m.start() for m in _national().finditer(part) if len(m[0]) > 1 and not _is_inner(part, m.start())]
        if marks and not _national().match(part) and marks[-1] > 6:
            begin += marks[-1]
    return begin


def _is_inner(part: str, at: int) -> bool:
    """生态环境部某评估中心原|党委: a part inside an organ, and all that stands before it is the organ."""
    before = re.sub(f"{alternation('titles', 'capacities')}$", "", part[:at])
    return part[at:] in words("positions", "inner_organs") and is_owner(before)


def owner_before(text: str, start: int, floor: int, spans: Sequence[tuple[int, int]] = ()) -> str:
    """身为云岭乡的|乡长: the owner that 的 joins to a title, where a word says that somebody is it; else an empty string.

    访问云岭乡的|乡长 has none: what stands before 的 may tell what the holder does.
    """
    if not text.endswith("的", floor, start):
        return ""
    begin = organ_start(text, start - 1, floor, spans)
    owner = text[begin : start - 1]
    return owner if text.endswith(words("positions", "equating"), floor, begin) and is_owner(owner) else ""


def _clause_start(text: str, start: int, floor: int) -> int:
    """After the last mark; a bracket with another name of an organ is passed over (某党校（某行政学院）校长)."""
    i = start
    while i > floor:
        c = text[i - 1]
        if c in "）)" and (inside := _BRACKET.search(text, floor, i)):
            if organs.is_organ(inside[1]) or areas.lead(text[max(floor, inside.start() - 4) : i])[1]:
                i = inside.start()
                continue
        if c in "）)" and (short := re.compile("[（(][金布][）)]$").search(text, floor, i)):
            i = short.start()
            continue
        if (c in HARD or c in "、 ") and not _runs_on(text, floor, i - 1):
            return i
        i -= 1
    return floor


def _runs_on(text: str, floor: int, at: int) -> bool:
    """Is the mark inside a name: 某国解放运动—民主党, 中国—东盟, 第七届、八届?"""
    if text[at] == "、":
        return text[floor:at].endswith("届") and re.match("[一二三四五六七八九十]+届", text[at + 1 :]) is not None
    before = text[floor:at]
    run = re.split("[^一-鿿]", before)[-1] if text[at] == "—" else ""
    return areas.lead(_after_cuts(run))[0] is not None


def _after_cuts(text: str) -> str:
    return text[max((m.end() for m in _cuts().finditer(text) if m["keep"] is None), default=0) :]


def is_whole(words_: str) -> bool:
    """No word inside cuts the words off from what follows: 发展、工业, but not 一行."""
    return _after_cuts(words_) == words_


def _is_ministry(text: str, begin: int, link: re.Match[str]) -> bool:
    """智利国库|和|财政部: both fields are of the country in front, and no other country is named after the link."""
    area, end = areas.lead(text[begin : link.start()])
    abroad = area is not None and area.level == "country" and begin + end < link.start()
    return abroad and areas.lead(text[link.end() :])[0] is None


@remember(1)
def _office_of_state() -> re.Pattern[str]:
    return re.compile(f"{alternation('titles', 'capacities')}?{alternation('positions', 'state_heads')}")


def _cut(text: str, start: int, begin: int, spans: Sequence[tuple[int, int]]) -> int:
    """After the last word that cannot belong to an organ's name."""
    verbs, marks = words("positions", "before_state"), entries("titles", "capacities")
    weak, counted = (*words("positions", "before_owner"), *verbs), words("positions", "counted")
    for m in _cuts().finditer(text, begin, start):
        if m["keep"] is not None:
            if m["keep"][0] in words("positions", "coverbs") and _is_country(text[m.start() + 1 : start]):
                begin = m.start() + 1  # 同|德国总理, and no 同德
            continue
        inside = any(a <= m.start() and m.end() <= b and b <= start for a, b in spans)
        owner = (inside or m[0] in weak or m[0] in _LINKS) and _begins_owner(text, m.end())
        if m[0] in weak and not owner and not _begins_owner(text, m.start()):
            owner = areas.local_word(text[m.end() : start]) != "" or _is_country(text[m.end() : start])
            owner = (
                owner or m.end() == start and (m[0] not in verbs or _office_of_state().match(text, start) is not None)
            )
        if inside and not (owner and m[0] in words("positions", "coverbs")) or m[0] in weak and not owner:
            continue
        if m[0] in marks or m[0] in counted:
            begin = begin if is_owner(text[begin : m.start()]) else m.start() if m[0] in marks else m.end()
        elif m[0] not in _LINKS or m.start() <= begin or owner or _national().match(text, m.end()):
            begin = begin if m[0] in _LINKS and _is_ministry(text, begin, m) else m.end()
    opener = next((w for w in words("positions", "openers") if text.startswith(w, begin)), "")
    return begin + len(opener) if begin + len(opener) < start else begin
