"""Where an event was held and what a tour went to see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kg.extraction import areas, organs
from kg.extraction.matcher import Match
from kg.extraction.people import Who
from kg.extraction.units import Unit
from kg.lexicon import alternation, remember, sets, words

_JOINED = re.compile("、|和|及|以及")
_RUN = ("OTHER", "PAUSE", "NP", "QUOTE", "WITH")


def is_place(name: str) -> bool:
    """Whether a run of words ends like a place, an organ or an area (塘河泵站, 汇孚集团, 上海)."""
    return (
        name.endswith(words("places", "suffixes"))
        or organs.is_organ(name)
        or any(b == len(name) for _, b, *_ in areas.find(name))
    )


def split(phrase: str) -> list[str]:
    """汇孚集团、浙江国贸、凯德嘉瑞公司等企业 → three; the 了 of 考察了某厂 is none of its name."""
    phrase = re.sub(r"^[了过]|等[^、]{0,8}$", "", phrase)
    return [p for p in re.split(r"[、]", phrase) if 2 <= len(p) <= 30]


def organs_in(phrase: str) -> list[str]:
    """The organs of a subject: 区统计局、区发改经信局、各街道和大运河数智城 → the two that are named."""
    return [p for p in _JOINED.split(phrase) if organs.is_organ(p) and not p.startswith(words("places", "unnamed"))]


def named_in(phrase: str, labels: Collection[str]) -> list[str]:
    """The names in what a rule captures for a node of these labels: 区统计局和区水利局 are two organs; a place is any words."""
    if "Place" in labels:
        plain = (*words("places", "bare"), *words("places", "venue_stop"))
        return [p for p in split(phrase) if p not in plain and not p.startswith(words("places", "unnamed"))]
    found = organs_in(phrase) if "Organization" in labels else []
    if "Area" in labels:
        found += [p for p in _JOINED.split(phrase) if p not in found and areas.lead(p)[1] == len(p) > 1]
    return found


@remember(1)
def _copula() -> re.Pattern[str]:
    return re.compile(f"([^，。、：；“”]{{4,30}}?){alternation('places', 'copulas')}")


def leading_organ(sentence: str) -> str:
    """The organ that a sentence is about: 青石智能研究院有限公司是一家科研机构 → the firm; else an empty string."""
    m = _copula().match(sentence)
    return m[1] if m and organs.is_organ(m[1]) else ""


def venue(text: str, units: Sequence[Unit], start: int, end: int) -> Iterator[tuple[str, Unit]]:
    """The place after 在 in the clause of a match (…在北京人民大会堂举行)."""
    begin = start
    while begin and units[begin - 1].label not in ("COMMA", "STOP", "COLON"):
        begin -= 1
    for k in range(begin, min(end, len(units))):
        if units[k].label == "AT" and (found := _run(text, units, k + 1)):
            if found not in words("places", "venue_stop") and not found.endswith(words("places", "venue_stop")):
                yield found, units[k]


def at(text: str, units: Sequence[Unit], unit: Unit) -> Iterator[str]:
    """The words after one 在."""
    if found := _run(text, units, units.index(unit) + 1):
        yield found


def _run(text: str, units: Sequence[Unit], k: int) -> str:
    begin = k
    while k < len(units) and units[k].label == "OTHER":
        k += 1
    found = text[units[begin].start : units[k - 1].end].partition("（")[0] if k > begin else ""
    return found if 1 <= len(found) <= 25 else ""


def visited(text: str, units: Sequence[Unit], m: Match) -> Iterator[tuple[str, Unit]]:
    """Places and organs between 到 and the verb of a visit, or after the verb."""
    if (to := _toward(text, units, m.end - 1)) is not None:
        name = text[units[to + 1].start : units[to + 1].end]
        if is_place(name) and not name.startswith((*words("places", "unnamed"), *words("areas", "our"))):
            yield name, units[m.end - 1]
    k, end = m.start, m.end
    while end < len(units) and units[end].label not in ("COMMA", "STOP", "COLON", "SAID", "AND"):
        end += 1
    while k < end:
        unit = units[k]
        if unit.label in ("GO", "AT", "VISIT", "LOOK"):
            j = k + 1
            while j < len(units) and units[j].label in _RUN:
                j += 1
            phrase = text[unit.end : units[j - 1].end] if j > k + 1 else ""
            for name in split(phrase):
                if (
                    is_place(name)
                    and not name.startswith(words("places", "unnamed"))
                    and name not in words("places", "bare")
                    and not name.endswith(words("places", "venue_stop"))
                ):
                    yield name, unit
            k = max(j - 1, k)
        k += 1


def stop(text: str, units: Sequence[Unit], m: Match) -> Iterator[str]:
    """在杭州某公司，甲与乙座谈 → the firm."""
    for k in range(m.start + 1):
        if units[k].label == "AT" and (found := _run(text, units, k + 1)):
            if k + 2 < len(units) and (
                is_place(found) or found in words("places", "here") or units[k + 2].label == "COMMA"
            ):
                yield found


def _on_the_way(text: str, units: Sequence[Unit], k: int) -> int:
    """率有关部门负责同志于2日赶赴某县: a visit is called by the way, not by who went along without a name."""
    if units[k].label != "POS" and not text.startswith(words("places", "retinue"), units[k].start):
        return k
    for i in range(k + 1, len(units)):
        if units[i].label in ("COMMA", "STOP", "COLON"):
            return k
        if units[i].label in ("GO", "AT", "VISIT"):
            return i
    return k


def _toward(text: str, units: Sequence[Unit], verb: int) -> int | None:
    """对智利进行国事访问: where the words begin that say what is visited; null where the verb stands alone."""
    k = verb - 1
    plain = units[k].label == "OTHER" and text[units[k].start] != "的"
    if k > 0 and plain and units[k - 1].label == "DO":
        k -= 1  # 进行|国事|访问
    if k < 2 or units[k].label != "DO" or units[k - 1].label != "OTHER" or units[k - 2].label != "TO":
        return None
    return k - 2 if text[units[k - 2].start : units[k - 2].end] == "对" else None


def tour_name(text: str, units: Sequence[Unit], m: Match) -> str:
    """What a visit is called: from the way or the verb to the end of the clause (赴青石镇调研防汛工作)."""
    begin = m.start + 1
    # 抵达某市，应甲邀请，对某国进行国事访问: what follows the invitation is the visit.
    first = max((i for i in range(m.start, m.end) if units[i].label == "INVITE"), default=m.start)
    lead = next((i for i in range(first, m.end) if units[i].label == "LEAD"), None)
    go = next((i for i in range(first, m.end) if units[i].label in ("GO", "AT")), None)
    if go is not None:
        begin = go
    elif units[m.end - 1].label == "VISIT" and (to := _toward(text, units, m.end - 1)) is not None:
        begin = to
    elif lead is not None and lead + 1 < len(units):
        begin = _on_the_way(text, units, lead + 1)
    elif not isinstance(units[m.end - 1].value, Who):
        verbs = (i for i in range(m.end - 1, m.start, -1) if units[i].label in sets("participation"))
        begin = next(verbs, m.end - 1)
    k = m.end - 1
    while k < len(units) and units[k].label not in ("COMMA", "STOP", "COLON", "BLANK", "SAID", "SAY", "END"):
        k += 1
    name = text[units[begin].start : units[k - 1].end]
    name = (
        name
        if go is not None or units[begin].label == "TO"
        else re.sub(f"^{alternation('people', 'adverbs')}(?=.{{4}})", "", name)
    )
    if after := next((u for u in units[m.start : k] if u.label == "VISIT" and text.startswith("后", u.end)), None):
        name = text[units[begin].start : after.end]  # 访问后乘专机回国: the way home is none of the visit
    return re.sub("(?:时|期间|并)$", "", name)[:60] or text[units[m.start].start : units[m.end - 1].end][:60]
