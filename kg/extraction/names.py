"""Personal names as their characters and the words around them tell: where one ends, and how like a name it is.

>>> name_at("区委书记林有余主持会议", 4)
7
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from math import exp, log10

from kg.extraction.chars import chars as chars
from kg.extraction.ner import Mention
from kg.lexicon import remember, words
from kg.text import UNREAD

HAN = re.compile(r"[一-鿿㐀-䶿𠀀-𳎯]+")
#: 让-吕克·多尔, 买买提·艾力: the parts of one name.
DOTTED = re.compile(r"[一-鿿㐀-䶿𠀀-𳎯]{1,9}(?:[·-][一-鿿㐀-䶿𠀀-𳎯]{1,9})*")
_JOINT = re.compile("[·-]")
#: 费尔南多六世: the number belongs to the name.
REIGN = re.compile("[一二三四五六七八九十]{1,2}世(?![界纪代])")
#: A linking word cannot stand before one of these, nor at the end.
_CLOSING = (*"，。；：、！？）”」", "")
_LONGEST = 9
#: Percent of the people who bear a family name, below which it is rare.
_RARE = 0.1
#: Weights and readings kept, by the characters they were found for: names come again and again, in a sentence and in a paper.
_KEPT = 16384


@remember(_KEPT)
def han_weight(text: str) -> float | None:
    """How like a Han name by itself, about -0.7 to 1.7; None when it cannot be one. `is_han_name` asks for 0.1."""
    w = chars()
    if not 2 <= len(text) <= 4 or not HAN.fullmatch(text):
        return None
    if len(text) > 2 and (text[:2] in w.compound or text[:3] in w.compound and len(text) > 3):
        family = 2 if text[:2] in w.compound else 3
        given, base = text[family:], 0.6
    elif text[0] in w.single:
        family, given, base = 1, text[1:], 0.25 * log10(w.single[text[0]] / 0.02)
        if len(given) == 3:  # a married name, two family names and two more (范徐丽泰)
            if given[0] not in w.single:
                return None
            base -= 1.0
    else:
        return None
    if not w.never.isdisjoint(given):
        return None
    weights = [0.6 if c in w.common else -0.7 if c in w.rare else 0.2 for c in given]
    weight = base + sum(weights) / len(weights) + (0.2 if len(given) == 2 and family == 1 else 0.0)
    return weight - 1.2 if text in w.not_names or text[:2] in w.not_names and len(text) > 2 and weight < 1.5 else weight


@remember(_KEPT)
def _foreign_weight(text: str) -> float | None:
    """How like a transcribed name, 0 to 1; None when it cannot be one."""
    w = chars()
    if w.elements.fullmatch(text) and len(text) > 2:
        return 1.0
    if (reign := REIGN.search(text)) and reign.end() == len(text) and reign.start() > 1:
        text = text[: reign.start()]
    if text in w.not_foreign or not DOTTED.fullmatch(text) or len(text) < 2:
        return None
    parts = _JOINT.split(text)
    others = [[c for c in w.element.sub("", part) if c not in w.foreign] for part in parts]
    if any(c in w.after_chars or c in w.never or c in w.rare for part in others for c in part):
        return None
    strange = [len(part) for part in others]
    if len(parts) > 1:  # one strange character in a long part: no table of characters is complete
        if "·" not in text and any(strange):
            return None
        if parts[0][0] not in w.foreign or any(n > len(p) // 4 for n, p in zip(strange, parts, strict=True)):
            return None
        return 1.0 - 0.2 * sum(strange)
    if any(strange) or len(text) > _LONGEST:
        return None
    return (0.25, 0.4, 0.7, 0.8)[min(len(text), 5) - 2]


def name_score(text: str) -> float:
    """0 to 1: how like a personal name it is by itself (陈佳慧 near 1, 高铁 near 0)."""
    weights = [x for x in (han_weight(text), _foreign_weight(text)) if x is not None]
    return round(1 / (1 + exp(-4 * (max(weights) - 0.2))), 3) if weights else 0.0


def is_han_name(text: str) -> bool:
    """A family name and one or two characters that can be a given name: 陈佳慧, 欧阳晓岚; not 高铁, 大会, 戈壁."""
    weight = han_weight(text)
    return weight is not None and weight >= 0.1


def is_foreign_name(text: str) -> bool:
    """Transcribed, or with a middle dot: 维克托·奥尔洛夫, 买买提·艾力, 奥尔洛夫; 巴西 and Han names are not."""
    weight = _foreign_weight(text)
    if weight is None:
        parts = _JOINT.split(text)
        never = chars().never
        return "·" in text and DOTTED.fullmatch(text) is not None and not any(c in never for c in "".join(parts))
    return "·" in text or len(text) > 4 or len(text) == 4 and text[:2] not in chars().compound or not is_han_name(text)


def is_name(text: str, names: Container[str] = ()) -> bool:
    """Whether it may stand for a person: a name of the document, or one by its characters."""
    return text in names or is_han_name(text) or is_foreign_name(text)


def transcribes(text: str) -> bool:
    """Every character of it transcribes a foreign or a minority name (努尔买买提, 白玛央金)."""
    return all(c in chars().foreign for c in chars().element.sub("", text) if c not in "·-")


def may_transcribe(text: str) -> bool:
    """Whether a name that could be a Han one is rather of another country: 萨尔, of a rare family name, and 马柳斯卡, of four
    characters of which three transcribe."""
    w = chars()
    if len(text) == 2:
        return transcribes(text) and w.single.get(text[0], 0.0) < _RARE
    return len(text) > 3 and text[:2] not in w.compound and sum(c in w.foreign for c in text) >= 0.75 * len(text)


def comes_after(text: str, at: int) -> bool:
    """Whether a word that comes after names stands at `at` (会见, 强调, a verb of taking part)."""
    w = chars()
    pair = text[at : at + 2]
    return pair in w.after or pair in w.after_longer and text.startswith(w.after_longer[pair], at)


def follow(text: str, end: int) -> float:
    """How well what stands at `end` can follow a name: about 1 a verb or a mark, 0 an unknown word, below it none."""
    if end >= len(text):
        return 0.9
    after = text[end]
    if not ("一" <= after <= "鿿" or "㐀" <= after <= "䶿" or "𠀀" <= after <= "𳎯"):
        return -2.0 if after in "·-" or after == UNREAD else 0.9
    w = chars()
    if comes_after(text, end):
        return 1.2
    if after in w.after_links and text[end + 1 : end + 2] in _CLOSING:
        return -0.3
    return 0.7 if after in w.after_chars else 0.0


def bound(text: str, start: int) -> int:
    """Where the item that begins at `start` ends at the latest: the next mark, or word that comes after names."""
    run = DOTTED.match(text, start)
    if not run:
        return start
    return next((i for i in range(start + 2, run.end()) if comes_after(text, i)), run.end())


def _torn(text: str, start: int, end: int) -> float:
    """What a reading loses by taking in, or cutting, a word that comes after names (马宁会|见; 齐家作|汇报)."""
    w = chars()
    inside = text[start:end]
    dot = inside.rfind("·") + 1
    lost = 0.0
    for i in range(start + max(2, dot + 1), end):
        if comes_after(text, i):
            lost = 1.2
            break
    if len(inside) > 2 and text[end - 1] in w.not_last and (comes_after(text, end) or text.startswith("的", end)):
        lost += 1.2
    if len(inside) > 2 and text[end - 1] in w.after_links and text[end : end + 1].isdecimal():
        lost += 1.2  # 李希于|9月
    return lost


def _readings(text: str, start: int, names: Container[str], votes: dict[int, float]) -> Iterator[tuple[float, int]]:
    """Weight and end of every reading of a name at `start`."""
    dotted = DOTTED.match(text, start)
    if not dotted:
        return
    w = chars()
    begun = 0.8 if comes_after(text, start) else 0.0  # 主席多次强调: the word comes after names and opens none
    run = 0
    while run < len(dotted[0]) and dotted[0][run] in w.foreign:
        run += 1
    dot = dotted[0].find("·")
    # 买买提·艾力: what stands before the dot is no name by itself, unless a word cuts it off (李明远向维克托·奥尔洛夫).
    whole = (
        dot > 0
        and bound(text, start) > start + dot
        and (transcribes(dotted[0][:dot]) or not any(c in w.after_chars for c in dotted[0][:dot]))
    )
    least = start + dot if whole else start + 1
    stop = dotted.end()
    if not (names or votes) and dot < 0 and "-" not in dotted[0] and not w.element.search(dotted[0]):
        stop = min(stop, start + max(4, run + 3))  # Han names have four characters, transcribed ones their run and 六世
    for end in range(max(start + 2, least + 1), stop + 1):
        part = text[start:end]
        last = part.rfind("·") + 1 if dot >= 0 else 0
        if last == len(part) or last == len(part) - 1 and end < dotted.end():
            continue
        if part in names:
            yield 3.0 + 0.1 * len(part) + follow(text, end), end
        han, foreign = han_weight(part), _foreign_weight(part)
        if han is None and foreign is None and not last and end not in votes:
            if len(part) > _LONGEST:
                return
            continue
        after = follow(text, end)
        weights = [after] if end in votes else []
        if han is not None:
            # 卢卡申|科宣布: three characters of a longer transcribed run are rarely a Han name.
            cut = 0.6 if run >= 4 and end < start + run and after < 0.7 else 0.0
            weights.append(han + after - cut - (1.0 if part[0] in w.weak else 0.0))
        if foreign is not None:
            weights.append(foreign + max(after, 0.6 if text[end : end + 1] not in w.foreign and after >= 0 else after))
        elif (
            0 < dot < 7
            and last
            and after >= 0.7
            and not any(c in w.never or c in w.after_chars for c in w.element.sub("", part))
        ):
            weights.append(after)  # 霍勒斯·张说: strange characters, but it ends where a name may end
        if weights:
            yield max(weights) + votes.get(end, 0.0) - _torn(text, start, end) - begun, end
        elif len(part) - last > _LONGEST:
            return


def name_at(text: str, start: int, names: Collection[str] = (), mentions: Sequence[Mention] = ()) -> int | None:
    """Where the personal name that begins at `start`, right after a position, most plausibly ends; None when none does.

    Args:
        text: clean text: ``总统奥尔洛夫举行会谈`` from 2 gives 6.
        names: names surely seen in the document; they are trusted.
        mentions: of the recogniser on this text; a PERSON that begins here is a vote for its end.
    """
    votes = {m.end: 0.3 + 0.6 * m.confidence for m in mentions if m.start == start and m.label == "PERSON"}
    if votes or any(text.startswith(name, start) for name in names):
        return _name_at(text, start, names, votes)
    run = DOTTED.match(text, start)
    if run and text[start] not in chars().first and "·" not in run[0] and "-" not in run[0]:
        return None
    size = _size(text[start : run.end() + chars().ahead]) if run else 0
    return start + size if size else None


@remember(_KEPT)
def _size(text: str) -> int:
    """How long the name is that a text begins with, nothing being known of it; 0 when it begins with none."""
    return _name_at(text, 0, (), {}) or 0


def _name_at(text: str, start: int, names: Container[str], votes: dict[int, float]) -> int | None:
    best = max(_readings(text, start, names, votes), key=lambda r: (r[0], -r[1]), default=None)
    if best is None or best[0] < 0.9 or text.startswith(words("names", "anonymous"), start + 1):
        return None
    return _whole(text, start, best[1], names)


def _whole(text: str, start: int, end: int, names: Container[str]) -> int | None:
    """The same end, moved where a reading stops inside a longer name (白玛|央金); None where it stops inside something else."""
    if reign := REIGN.match(text, end):
        return reign.end()
    if text[start:end] in names or follow(text, end) > 0:
        return end
    stop = bound(text, start)
    rest = text[end:stop]
    if transcribes(text[start:end]):
        while stop > end and not (transcribes(text[end:stop]) and follow(text, stop) > 0):
            stop -= 1
        if 0 < stop - end <= 6:
            return stop
        stop = end + len(rest)
    if 0 < len(rest) <= 2 and text[stop : stop + 1] == "、" and not is_han_name(text[start:end]):
        return None
    return end
