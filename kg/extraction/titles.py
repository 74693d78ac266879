"""Positions as printed: 省经信厅党组副书记、副厅长、一级巡视员 is an organ, and three titles that share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extraction import areas, organs
from kg.lexicon import alternation, entries, words

HARD = "，。：；！？!?,;:“”‘’\"'（）()《》〈〉【】「」—"
#: Words that join two organs as often as they stand inside one (应用工程与技术中心): they cut only where nothing, or
#: the beginning of another organ, stands beside them.
_LINKS = frozenset({"与", "和", "及"})
_JOINTS = ("、", "，", "兼", "和", "及", "以及", "暨", " ")


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
    """

    start: int
    end: int
    title: str
    organ: str
    capacity: str
    head: str
    printed: str = ""


@lru_cache(maxsize=2)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    mods, caps = alternation("titles", "modifiers"), alternation("titles", "capacities")
    heads, stop = alternation("titles", "heads"), alternation("titles", "not_before")
    title = re.compile(f"(?:{mods}|{caps})*(?P<head>{heads})(?!{stop})")
    cuts = re.compile(f"(?P<keep>{alternation('positions', 'protected')})|{alternation('positions', 'cuts')}")
    national = re.compile(alternation("positions", "national"))
    capacity = re.compile(caps)
    return title, cuts, national, capacity


@lru_cache(maxsize=2)
def _duty() -> re.Pattern[str]:
    """中央改革办分管日常工作的副主任: what somebody is in charge of stands between organ and title and is no part of either."""
    title = f"{alternation('titles', 'modifiers')}|{alternation('titles', 'heads')}"
    return re.compile(f"{alternation('positions', 'duties')}[^，。、；：的]{{1,12}}的(?={title})")


def find(text: str) -> list[Title]:
    """Every title in the text, left to right, without overlaps: 区委副书记、代区长 → 副书记, 代区长 (acting)."""
    pattern, _, _, capacity = _patterns()
    marks = entries("titles", "capacities")
    groups = {m.end() for m in re.finditer(alternation("titles", "groups"), text)}
    found = []
    for m in pattern.finditer(text):
        if m.end() in groups:
            continue
        front = text[m.start() : m.start("head")]
        mark = capacity.search(front)
        found.append(Title(m.start(), m.end(), m["head"], marks[mark[0]]["capacity"] if mark else "full"))
    return found


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
    _, cuts, national, _ = _patterns()
    duty = next((d for d in _duty().finditer(text, floor) if d.end() == start), None)
    start = duty.start() if duty else start
    begin = floor
    for i in range(start - 1, floor - 1, -1):
        c = text[i]
        if c in HARD or c in "、 ":
            if c in "（）" and _bracketed_country(text, i):
                continue
            begin = i + 1
            break
    left = begin
    for m in cuts.finditer(text, left, start):
        if m["keep"] is not None or any(a <= m.start() and m.end() <= b and b <= start for a, b in spans):
            continue
        if m[0] in entries("titles", "capacities"):
            begin = m.start()
            continue
        if m[0] in _LINKS and m.start() > begin and not national.match(text, m.end()):
            continue
        begin = m.end()
    part = text[begin:start]
    at = max((part.rfind(w) for w in words("positions", "leading")), default=-1)
    if at > 0 and not organs.is_organ(part[:at]) and not areas.find(part[:at]):
        return begin + at
    if len(part) > 14 and not any(a == begin for a, _ in spans):
        # A long run of words before a title is rarely all organ: begin at the last word that organs begin with.
        marks = [m.start() for m in national.finditer(part) if len(m[0]) > 1]
        if marks and not national.match(part) and marks[-1] > 6:
            begin += marks[-1]
    return begin


def _bracketed_country(text: str, i: int) -> bool:
    return any(
        text.startswith(f"{c}（{x}）", max(0, i - k)) for c, x in (("刚果", "金"), ("刚果", "布")) for k in (2, 4)
    )


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
        if between not in _JOINTS:
            break
        i -= 1
    pieces.reverse()
    posts = _share_organs(text, pieces)
    return pieces[0][0], [replace(p, printed=text[p.start : p.end]) for p in posts]


def _join_fields(text: str, begin: int, title: Title, floor: int) -> int:
    """发展、工业与贸易部长 is one title: fields before 、 go with a part that is itself joined by 与 or 和."""
    if begin <= floor or text[begin - 1] not in "与和":
        return begin
    while text[floor:begin].startswith(_JOINTS):
        floor += 1
    earlier = re.search(r"(?:[一-鿿]{2,4}、)*[一-鿿]{2,4}[与和]$", text[floor:begin])
    if not earlier or title.start - begin > 6 or find(earlier[0]):
        return begin
    return floor + earlier.start()


def _country(organ: str) -> str:
    """The country that a party or parliament begins with (津巴布韦非洲民族联盟 → 津巴布韦), or an empty string."""
    parties = entries("positions", "party_countries")
    short = next((str(p["country"]) for w, p in parties.items() if organ.startswith(w)), "")
    return short or next((n for a, _, n, level in areas.find(organ) if a == 0 and level == "country"), "")


def _share_organs(text: str, pieces: list[tuple[int, Title]]) -> list[Post]:
    inner, own = words("positions", "inner_organs"), words("positions", "inherit_not")
    capacity, fields = _patterns()[3], words("positions", "fields")
    state = words("positions", "state_heads")
    posts: list[Post] = []
    organ = ""
    for begin, title in pieces:
        front, printed = (
            _duty().sub("", text[begin : title.end])[: -(title.end - title.start)],
            text[title.start : title.end],
        )
        lead = capacity.match(front)
        mark = title.capacity
        if lead and len(front) > len(lead[0]) + 1:
            mark = entries("titles", "capacities")[lead[0]]["capacity"]
            front = front[lead.end() :]
        bare = capacity.sub("", printed) if title.capacity != "full" or capacity.match(printed) else printed
        bare = bare if bare.endswith(title.head) else printed
        base = next((front[: -len(w)] for w in (*inner, *fields) if front.endswith(w)), None)
        if organ and len(front) <= 5 and front.endswith(words("positions", "inner_rooms")):
            posts.append(Post(begin, title.end, front + bare, organ, mark, title.head))
        elif front == "国家" and _country(organ) not in ("", "中国"):
            posts.append(Post(begin, title.end, front + bare, _country(organ), mark, title.head))
        elif bare in state and organ and front in words("positions", "bare_governments"):
            posts.append(Post(begin, title.end, front + bare, _country(organ) or organ, mark, title.head))
        elif organ.endswith("委") and front in words("positions", "party_departments"):
            posts.append(Post(begin, title.end, bare, organ + front, mark, title.head))
        elif front and base != "":
            name = front if base is None else base
            posts.append(Post(begin, title.end, front[len(name) :] + bare, name, mark, title.head))
            organ = name
        elif title.head in own or any(bare.endswith(w) for w in own):
            posts.append(Post(begin, title.end, front + bare, "", mark, title.head))
        elif bare in state:
            posts.append(Post(begin, title.end, front + bare, _country(organ) or organ, mark, title.head))
        else:
            posts.append(Post(begin, title.end, front + bare, organ, mark, title.head))
    return posts
