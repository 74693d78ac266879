"""How far a recogniser's doubts are followed: what it hardly believes itself counts only where the words beside it agree.

>>> heard("近日，许多国家领导人致贺。", [], [Mention(3, 6, "PERSON", 0.11)])
[]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from kg.extraction.names import follow, is_han_name, name_at
from kg.extraction.ner import DOUBT, LIKELY, Mention
from kg.extraction.titles import Post, Title
from kg.lexicon import alternation, remember, words


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """An office or a form of address after a name (甲前首相); words that a place follows, and no person; words of appointing."""
    address = f"(?:{alternation('titles', 'capacities')})?{alternation('titles', 'after_name', 'address')}"
    ways, appoints = alternation("participation", "AT", "GO"), alternation("participation", "APPOINT", "DISMISS")
    return re.compile(address), re.compile(f"{ways}$"), re.compile(f"{appoints}$")


def heard(text: str, titles: Sequence[Title], mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions without positions, which the lexicon reads part by part, and without people who are more likely none.

    One beside an office stays where it is not quite unlikely: 议长赛文蓬|举行会谈, 奥马尔六世|国王, 撤销陈岱、苗雨|政协委员资格;
    or with a dot in it and a word that comes after names behind it.
    """
    ends = {t.end for t in titles}
    return [
        m
        for m in mentions
        if m.label != "POSITION"
        and (m.label != "PERSON" or m.confidence >= LIKELY or _in_office(text, ends, mentions, m))
    ]


def _in_office(text: str, ends: Collection[int], mentions: Iterable[Mention], m: Mention) -> bool:
    if _patterns()[0].match(text, m.end):
        return True
    if m.confidence < LIKELY / 2:
        return False
    # What the characters tell by themselves is better than a doubt (国务卿布林肯|宣称, not 布林肯宣|称); a rare family name is
    # often left out beside a title (主席|窅|明远).
    titled = any(at in ends and name_at(text, at) is None for at in (m.start, m.start - 1)) and follow(text, m.end) > 0
    named = is_han_name(text[m.start : m.end]) and _is_appointed(text, mentions, m)
    dotted = "·" in text[m.start : m.end] and follow(text, m.end) > 0
    return titled or named or dotted


def _is_appointed(text: str, mentions: Iterable[Mention], m: Mention) -> bool:
    """Whether a name, or the list of people that it ends, follows a word of appointing or dismissing."""
    people = {other.end: other.start for other in mentions if other.label == "PERSON"}
    first = m.start
    while first and text[first - 1] == "、" and first - 1 in people:
        first = people[first - 1]
    return _patterns()[2].search(text, 0, first) is not None


def offices(mentions: Iterable[Mention]) -> frozenset[int]:
    """Where the offices end that a recogniser names without being sure of them."""
    return frozenset(m.end for m in mentions if m.label == "POSITION" and m.confidence < DOUBT)


def is_borne_out(text: str, mentions: Iterable[Mention], mention: Mention, end: int) -> bool:
    """Whether a person whom only the recogniser names, up to `end`, may be one: it is sure, or a name may stand there.

    常住大|陆青年代表甲 is none, nor 在比什镇|会见; 高远|向会议作说明 is one.
    """
    if mention.confidence >= DOUBT:
        return True
    address, ways, _ = _patterns()
    if ways.search(text, 0, mention.start):
        return False
    return follow(text, end) > 0 or address.match(text, end) is not None or _is_appointed(text, mentions, mention)


def held(posts: Sequence[Post], doubted: Collection[int]) -> list[Post]:
    """The offices of a person without what is as often a common noun, is of no organ, and is doubted.

    和走下台的信息存储领域的专家甲交流 gives 甲 no office; 农业专家甲, of which a recogniser is sure, does.
    """
    weak = words("titles", "weak")
    return [p for p in posts if p.organ or p.head not in weak or p.end not in doubted]
