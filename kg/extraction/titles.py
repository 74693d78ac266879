"""Positions as printed: 省经信厅党组副书记、副厅长、一级巡视员 is an organ, and three titles that share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction import areas, capacities, organs
from kg.extraction.fronts import duty, is_whole, owner_before
from kg.extraction.fronts import organ_start as organ_start
from kg.extraction.owners import area_in, area_of, completed, leads, of_party, of_state
from kg.extraction.owners import country_of as country_of
from kg.lexicon import alternation, entries, remember, words

_JOINTS = ("、", "，", "兼", "和", "及", "以及", "暨", " ")
_BRACKETS = re.compile("（）|\\(\\)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title without its organ: text[start:end]; `head` is its last word (长, 书记 …), `capacity` full unless printed."""

    start: int
    end: int
    head: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Post:
    """One position as printed.

    Attributes:
        start, end: the printed words, organ and capacity mark included (杭钢集团党委书记).
        title: without capacity marks, with what is fused to it in front (区委书记; 党委书记).
        organ: the organ or area printed in front of it or shared from the title before it, else an empty string.
        capacity: full, acting, designate or former.
        head: the lexicon's head word.
        printed: the words as they stand.
        beside: the area of an office before it in the sentence; an office of a bare 县 may be of it, and not of the paper's.
    """

    start: int
    end: int
    title: str
    organ: str
    capacity: str
    head: str
    printed: str = ""
    beside: str = ""


@remember(1)
def _title() -> re.Pattern[str]:
    mods, caps = alternation("titles", "modifiers"), alternation("titles", "capacities")
    heads, stop = alternation("titles", "heads"), alternation("titles", "not_before")
    # 厅长令狐某: what looks like a guard begins a name.
    name = f"{alternation('surnames', 'compound')}[一-鿿]"
    free = f"(?={alternation('titles', 'before_all', 'aides')}|{name})|(?!{stop})"
    term = "(?:第[一二三四五六七八九十百0-9]+任)?"
    return re.compile(f"{term}(?:{mods}|{caps})*(?!{alternation('titles', 'no_titles')})(?P<head>{heads})(?:{free})")


@remember(1)
def _head() -> re.Pattern[str]:
    return re.compile(alternation("titles", "heads"))


@remember(1)
def _groups() -> re.Pattern[str]:
    return re.compile(alternation("titles", "groups"))


@remember(1024)
def _read(text: str) -> tuple[Title, ...]:
    if not _head().search(text):  # many times as fast as the whole pattern, and most sentences have none
        return ()
    capacity, grouping = capacities.pattern(), _groups()
    kinds, heads = entries("titles", "capacities"), entries("titles", "heads")
    groups = {m.end() for m in grouping.finditer(text)}
    aides, torn, grouped = words("titles", "aides"), words("titles", "torn"), words("titles", "groups")
    found: list[Title] = []
    for m in _title().finditer(text):
        if m.end() in groups and m["head"] not in grouped:
            continue
        if text.endswith(torn, 0, m.end()) and any(len(t) > len(m[0]) and text.endswith(t, 0, m.end()) for t in torn):
            continue
        if _is_country(text, m.start(), m["head"]):
            continue
        mark = capacity.search(text, m.start(), m.start("head"))
        # 总工程师 is a head of its own, though 总 before 工程师 would be a modifier.
        head = next(h for i in range(m.start(), m.end()) if (h := text[i : m.end()]) in heads)
        title = Title(m.start(), m.end(), head, str(kinds[mark[0]]["capacity"]) if mark else "full")
        last = found[-1] if found else None
        served = title.head in aides or m.start() == m.start("head") and _is_member(title.head)
        if last and last.end == title.start and served:
            found[-1] = replace(last, end=title.end, head=title.head)
        elif last and last.end + 1 == title.start and _BRACKETS.fullmatch(text[last.end] + text[m.end() : m.end() + 1]):
            found[-1] = replace(last, end=title.end + 1)
        else:
            found.append(title)
    return tuple(found)


def _is_member(head: str) -> bool:
    """One of several in a seat of their own: such a word right after a title is a part of it, a misprint or not (副主席委员)."""
    props = entries("titles", "heads")[head]
    return "seats" not in props and props.get("seat") != "none"


def _is_country(text: str, start: int, head: str) -> bool:
    """苏丹总统 is of a country, 文莱苏丹 is a title: a head that is a country's name too is a title only after a country."""
    if not areas.locate(head):
        return False
    return not any(end == start and level == "country" for _, end, _, level in areas.find(text[:start]))


def find(text: str) -> list[Title]:
    """Every title in the text, left to right, without overlaps: 区委副书记、代区长 → 副书记, 代区长 (acting).

    总统特别代表 is one; so is 副校长（副院长）, whose head is the 校长 outside the bracket.
    """
    return list(_read(text))


def chain(
    text: str, titles: Sequence[Title], last: int, floor: int, spans: Sequence[tuple[int, int]] = ()
) -> tuple[int, list[Post]]:
    """All positions that end with titles[last] and belong to one person.

    区委副书记、社会工作部部长、政法委书记 gives three; walking left stops at a person, at `floor`, or where the words
    before a joint do not end in a title.

    Returns:
        Where the first of them begins, and the posts from left to right.
    """
    pieces: list[tuple[int, Title]] = []
    i = last
    while True:
        title = titles[i]
        previous = titles[i - 1] if i and titles[i - 1].end > floor else None
        begin = organ_start(text, title.start, previous.end if previous else floor, spans)
        begin = _join_fields(text, begin, title, previous.end if previous else floor)
        pieces.append((begin, title))
        if previous is None:
            break
        between = text[previous.end : begin]
        fused = not between and text[begin : title.start] in ("", *words("positions", "fields"))
        if between not in _JOINTS and not fused:
            break
        i -= 1
    pieces.reverse()
    pieces = _without_principals(text, pieces)
    begin = pieces[0][0]
    owner = owner_before(text, begin, floor, spans)
    posts = _share_organs(text, pieces, owner or _country_before(text, floor, pieces[0]))
    if owner and posts[0].organ:
        begin -= len(owner) + 1
        posts[0] = replace(posts[0], start=begin)
    return begin, [replace(p, printed=text[p.start : p.end]) for p in posts]


def _without_principals(text: str, pieces: list[tuple[int, Title]]) -> list[tuple[int, Title]]:
    """Without the titles of whoever sent an envoy: 总书记、国家主席特使甲 is neither."""
    heads, last = words("titles", "principals"), pieces[-1][1]
    if last.head not in words("titles", "aides") or not text.endswith(heads, 0, last.end - len(last.head)):
        return pieces
    return [p for p in pieces if not text[p[1].start : p[1].end].endswith(heads)]


@remember(1)
def _fields() -> re.Pattern[str]:
    return re.compile("(?:[一-鿿]{2,4}、)*[一-鿿]{2,4}[与和]$|(?:[一-鿿]{2,4}、)+$")


def _join_fields(text: str, begin: int, title: Title, floor: int) -> int:
    """发展、工业与贸易部长 is one title: fields before 、 go with a part that is itself joined by 与 or 和."""
    part = text[begin : title.start]
    if begin <= floor or len(part) > 6 or areas.lead(part)[0] or areas.local_word(part):
        return begin
    while text[floor:begin].startswith(_JOINTS):
        floor += 1
    earlier = _fields().search(text, floor, begin)
    if not earlier or find(earlier[0]) or areas.lead(earlier[0])[0] or not is_whole(earlier[0].rstrip("与和、")):
        return begin
    if earlier[0].endswith("、") and (earlier.start() > floor or not re.search("[一-鿿][与和][一-鿿]", part)):
        return begin
    country, end = areas.lead(text[floor : earlier.start()])
    return floor if country and floor + end == earlier.start() else earlier.start()


@dataclass(slots=True)
class _Shared:
    """What the titles of one person hand on from left to right."""

    organ: str = ""
    #: The committee inside the organ that the last title was of (某大学党委委员、常委).
    committee: str = ""
    past: bool = False
    #: An earlier title of the organ is held in a capacity that was printed for all of them (某厅原党组书记、厅长).
    capacity: str = "full"


def _country_before(text: str, floor: int, first: tuple[int, Title]) -> str:
    """智利 for 国防部长 in 智利某党创始成员、国防部长: the country that an item of the same list without a title begins with."""
    begin, title = first
    if begin - 1 <= floor or text[begin - 1] != "、":
        return ""
    front = capacities.pattern().sub("", text[begin : title.start])
    bare = front + text[max(title.start, title.end - len(title.head)) : title.end]
    if front not in words("positions", "fields") and bare not in words("positions", "state_heads"):
        return ""
    start = organ_start(text, begin - 1, floor)
    area = areas.lead(text[start : begin - 1])[0]
    return area.name if area and area.level == "country" else ""


def _share_organs(text: str, pieces: list[tuple[int, Title]], owner: str = "") -> list[Post]:
    shared = _Shared(owner)
    posts = []
    for begin, title in pieces:
        front = duty().sub("", text[begin : title.end])[: -(title.end - title.start)]
        front, bare, mark = capacities.without(front, text[title.start : title.end], title.head, title.capacity)
        if front and front not in words("positions", "inner_organs"):
            shared.capacity = "full"
        marked = capacities.pattern().search(text, begin, title.end) is not None
        if not marked and not bare.startswith(words("titles", "lasting")):
            mark = shared.capacity
        elif capacities.of_all(text[begin : title.end]):
            shared.capacity = mark
        if any(text.startswith(w, begin) for w in words("positions", "career")):
            shared.past = True
        organ, name = _owned(front, bare, title.head, shared)
        posts.append(Post(begin, title.end, name, organ, "former" if shared.past else mark, title.head))
    return posts


def _owned(front: str, bare: str, head: str, shared: _Shared) -> tuple[str, str]:
    """The organ of a title, and the title with what is fused to it; `shared` learns what the next titles inherit."""
    front, bare = of_state(front, bare)
    front = of_party(completed(front, shared.organ), shared.organ)
    inner, fields = words("positions", "inner_organs"), words("positions", "fields")
    organ, committee = shared.organ, shared.committee
    parts = () if front.endswith(words("positions", "not_inner")) else (*inner, *fields)
    base = next((front[: -len(w)] for w in parts if front.endswith(w)), None)
    shared.committee = next((w for w in words("positions", "committees") if front.endswith(w)), "")
    if organ and len(front) <= 5 and front.endswith(words("positions", "inner_rooms")):
        return organ, front + bare
    if bare in words("positions", "state_heads") and organ and front in words("positions", "bare_governments"):
        return country_of(organ) or organ, front + bare
    if organ.endswith("委") and front in words("positions", "party_departments"):
        return organ + front, bare
    if front in words("positions", "siblings") and (area := area_of(organ)):
        shared.organ = area if base == "" else area + front
        return shared.organ, front + bare if base == "" else bare
    if base and base.endswith(("与", "和", "、")):  # the field is the last of several (澳大利亚气候变化与能源部长)
        end = areas.lead(front)[1]
        shared.organ = front[:end] or organ
        return shared.organ, front[end:] + bare
    end = areas.lead(base or "")[1]
    if base and not shared.committee and 0 < end < len(base) and country_of(base) and not front.endswith(inner):
        shared.organ = front[
            :end
        ]  # 匈牙利欧盟事务部长: what stands between the country and the field belongs to the field
        return shared.organ, front[end:] + bare
    if front and base != "":
        shared.organ = front if base is None else base
        return shared.organ, front[len(shared.organ) :] + bare
    if front:
        ours = front in fields and organs.kind_of(organ) == "party" and f"{front}部" in entries("organs", "national")
        return country_of(organ) if ours else country_of(organ) or organ if front in fields else organ, front + bare
    shared.committee = committee
    if committee and head in words("positions", "committee_titles"):
        return organ, committee + bare
    if word := leads(head):
        return area_in(organ, word), bare
    if any(bare.endswith(w) for w in words("positions", "inherit_not")) and bare not in words(
        "positions", "state_heads"
    ):
        return "", bare
    if bare.startswith("国家") and country_of(organ) in ("", "中国"):
        return "", bare
    if bare in words("positions", "state_heads"):
        return country_of(organ) or organ, bare
    return organ, bare
