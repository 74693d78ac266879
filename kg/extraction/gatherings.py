"""What events are called: the words from where a name can begin to the noun it ends in (…推进大会, …座谈会)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.lexicon import alternation, remember, words

_KINDS = ("meeting", "ceremony", "training", "other")
#: 第四次会议, 2025年第一次集体学习: a number in a series says no more than the kind without the body that counts.
_ORDINAL = re.compile(
    r"(?:\d{4}年)?第[一二三四五六七八九十百\d]+[次场期讲届](?:全体|专题|集体)?(?:会议|学习|讲座|专题讲座|例会)$"
)
#: 10场座谈会, 2.3万场招聘会, 十多场活动: several events, and none of them named.
_SEVERAL = re.compile(r"(?!一[场次])[\d.一二两三四五六七八九十百千几数多]+[余多万亿]*[场次]")
_HARD = "，。：；！？"


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Gathering:
    """text[start:end] calls an event; `named` when it says more than its kind (会议 alone does not)."""

    start: int
    end: int
    kind: str
    named: bool


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    nouns = alternation("events", *_KINDS)
    never = alternation("events", "not_events")
    openers = alternation("participation", "HOLD", "ATTEND", "NONVOTE", "REMOTE", "CHAIR", "INVITED", "LISTEN", "DO")
    tail = alternation("events", "not_after")
    return (
        re.compile(f"(?P<never>{never}(?!议))|(?P<noun>{nouns})(?:(?<=会)议)?(?!{tail}|\\d+[项场期次个余多万])"),
        re.compile(f"(?:{openers}|{alternation('events', 'convened_as')})(?:了|过)?"),
        re.compile(alternation("events", "cuts")),
    )


@remember(1)
def _kinds() -> dict[str, str]:
    return {w: k for k in _KINDS for w in words("events", k)}


def kind_of(name: str) -> str:
    """meeting, ceremony, training or other, by the noun the name ends in (签约仪式 → ceremony)."""
    kinds = _kinds()
    name = name.rstrip('”"')
    for i in range(len(name)):
        if name[i:] in kinds:
            return kinds[name[i:]]
    return "other"


def is_generic(name: str) -> bool:
    """Whether a name only says what kind of event it is: 会议, 座谈交流会."""
    return name in words("events", "generic") or name in _kinds() or bool(_ORDINAL.match(name))


def can_begin(text: str, at: int) -> bool:
    """Whether a name may begin at text[at]: 火把节 in ``举办火把节`` may, 花牛苹果基地 in ``南山花牛苹果基地`` may not."""
    if at == 0 or not "一" <= text[at - 1] <= "鿿":
        return True
    _, opener, cut = _patterns()
    near = max(0, at - 8)
    return any(m.end() == at for pattern in (opener, cut) for m in pattern.finditer(text[:at], near))


def find(text: str, taken: Sequence[Spanned], quotes: Sequence[tuple[int, int]]) -> list[Gathering]:
    """Names of events in a sentence.

    Args:
        text: the sentence.
        taken: dates and people: a name begins after them.
        quotes: spans of “…” and 《…》, inside which nothing begins or ends.

    拱墅区召开经济高质量发展大会暨创新发展推进大会 → 经济高质量发展大会暨创新发展推进大会.
    """
    noun, opener, cut = _patterns()

    def quoted(i: int) -> bool:
        return any(a < i < b - 1 for a, b in quotes)

    starts = [m.end() for m in opener.finditer(text) if not quoted(m.start()) and not _inside(m.start(), taken)]
    found: list[Gathering] = []
    for m in noun.finditer(text):
        closing = _ends_quote(text, m, quotes)
        if m["never"] or (quoted(m.start()) and not closing) or _inside(m.start(), taken):
            continue
        end = m.end() + closing
        if text.rfind("（", 0, m.start()) > text.rfind("）", 0, m.start()):
            continue  # （数字讲坛）: what stands in brackets explains a name and is none
        begin = _clause(text, m.start(), quotes)
        begin = max([begin, *(s for s in starts if s <= m.start()), *(t.end for t in taken if t.end <= m.start())])
        begin = max([begin, *(c.end() for c in cut.finditer(text, begin, m.start()) if not quoted(c.start()))])
        onsite = _onsite(text, begin, end, quoted)
        opened = begin in starts and not text.startswith(("上", "中", "时"), end)
        begin = _honour(text, _trim(text, onsite if onsite is not None else begin, m.start()), taken)
        if found and begin <= found[-1].end:
            joint = re.sub(r"^（[^）]{1,12}）", "", text[found[-1].end : m.start()])
            plain = len(joint) <= 20 and not _verbs().search(joint)
            runs_on = begin == found[-1].start and plain and (begin not in starts or found[-1].named)
            if runs_on or joint.strip(" ").startswith(("暨", "及", "、")) or not joint.strip(" "):
                start = found[-1].start
                name = text[start:end]
                found[-1] = Gathering(start, end, kind_of(name), not is_generic(name))
                continue
            begin = max(begin, found[-1].end)
            if text[begin : m.start()]:
                continue
        name = text[begin:end]
        if name.startswith(words("events", "no_names")) or _SEVERAL.match(name):
            continue
        generic = is_generic(_bare(name))
        if generic and text.startswith(("上", "中", "时"), end):
            continue
        if len(name) > 80 or not (
            opened or begin in starts or onsite is not None or generic or _takes_place(text, end)
        ):
            continue
        found.append(Gathering(begin, end, kind_of(name), not generic))
    return found


def _inside(i: int, spans: Sequence[Spanned]) -> bool:
    return any(s.start <= i < s.end for s in spans)


def _clause(text: str, end: int, quotes: Sequence[tuple[int, int]]) -> int:
    for i in range(end - 1, -1, -1):
        if text[i] in _HARD and not any(a < i < b for a, b in quotes):
            return i + 1
    return 0


def _honour(text: str, begin: int, taken: Sequence[Spanned]) -> int:
    """纪念某先生诞辰100周年座谈会 begins with the verb, although a person is named in it."""
    person = (
        next((t for t in taken if t.end == begin), None)
        if text.startswith(words("events", "honoured"), begin)
        else None
    )
    verb = next((w for w in words("events", "honours") if person and text.endswith(w, 0, person.start)), "")
    return person.start - len(verb) if person and verb else begin


def _trim(text: str, begin: int, end: int) -> int:
    while begin < end and text[begin] in "了、 ，（）":
        begin += 1
    lead = re.compile(alternation("events", "before_name")).match(text, begin, end)
    return lead.end() if lead else begin


@remember(1)
def _verbs() -> re.Pattern[str]:
    labels = ("OPEN_QUOTE", "LISTEN", "HOLD", "SAY", "SPEAK", "ATTEND", "AND", "CHAIR", "DO", "TO", "AT")
    return re.compile(alternation("participation", *labels) + "|[的，、]|研究|部署|审议|安排|分析|总结|推进|落实")


def _ends_quote(text: str, m: re.Match[str], quotes: Sequence[tuple[int, int]]) -> int:
    """1 when the noun ends a short quoted name (“代表通道”), whose closing mark then belongs to the name; else 0."""
    return int(any(a < m.start() and b == m.end() + 1 and b - a <= 14 for a, b in quotes))


def _onsite(text: str, begin: int, end: int, quoted: Callable[[int], bool]) -> int | None:
    """在2023年度工作会议上: a name between 在 and 上 begins after 在."""
    if not text.startswith("上", end):
        return None
    at = text.rfind("在", max(begin - 1, 0), end)
    return at + 1 if at >= 0 and not quoted(at) else None


def _takes_place(text: str, end: int) -> bool:
    """Whether the clause goes on to say that what was named took place (…座谈会4月30日在京召开)."""
    return bool(re.compile(f"[^，。；：]{{0,40}}?{alternation('participation', 'HOLD')}").match(text, end))


def _bare(name: str) -> str:
    """Without 本次, 此次, 该: they point, they do not name."""
    return re.sub(f"^{alternation('events', 'pointing')}", "", name)
