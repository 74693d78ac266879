"""Personal names as context tells them: after a position, in a list, run together. It mends what a recogniser breaks.

>>> name_at("区委书记林有余主持会议", 4)
7
>>> split_fused("林有余高远")
['林有余', '高远']
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log10

from kg.extraction.ner import Mention
from kg.lexicon import alternation, entries, words

_HAN = re.compile(r"[一-鿿㐀-䶿]+")
_DOTTED = re.compile(r"[一-鿿㐀-䶿]{1,9}(?:·[一-鿿㐀-䶿]{1,9})*")
_DOTS = re.compile(r"[一-鿿㐀-䶿]{1,9}(?:·[一-鿿㐀-䶿]{1,9})+")
_MARK = re.compile(r"[（(](?:[男女]|[一-鿿]{1,6}族)(?:[，,、](?:[男女]|[一-鿿]{1,6}族))*[）)]")
_PADDED = re.compile(r"([一-鿿])[ 　]([一-鿿])(?=[ 　、，。（(]|$)")
#: A linking word cannot stand before one of these, nor at the end.
_CLOSING = (*"，。；：、！？）”」", "")
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class _Words:
    single: dict[str, float]
    compound: frozenset[str]
    weak: frozenset[str]
    common: frozenset[str]
    rare: frozenset[str]
    never: frozenset[str]
    foreign: frozenset[str]
    after_chars: frozenset[str]
    after_links: frozenset[str]
    not_names: frozenset[str]
    not_foreign: frozenset[str]
    after: re.Pattern[str]
    marks: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    def chosen(name: str) -> frozenset[str]:
        return frozenset(words("names", name))

    return _Words(
        single={name: float(p["share"]) for name, p in entries("surnames", "single").items()},
        compound=frozenset((*words("surnames", "compound"), *words("surnames", "japanese"))),
        weak=chosen("weak_families"),
        common=chosen("given_common"),
        rare=chosen("given_rare"),
        never=chosen("given_never"),
        foreign=chosen("foreign"),
        after_chars=chosen("after_chars"),
        after_links=chosen("after_links"),
        not_names=chosen("not_names"),
        not_foreign=chosen("not_foreign"),
        after=re.compile(alternation("names", "after_words")),
        marks=re.compile(f"{alternation('names', 'list_marks')}+"),
    )


def _han_weight(text: str) -> float | None:
    """How like a Han name, about -0.7 to 1.7; None when it cannot be one."""
    w = _words()
    if not 2 <= len(text) <= 4 or not _HAN.fullmatch(text):
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
    if any(c in w.never for c in given):
        return None
    weights = [0.6 if c in w.common else -0.7 if c in w.rare else 0.2 for c in given]
    weight = base + sum(weights) / len(weights) + (0.2 if len(given) == 2 and family == 1 else 0.0)
    return weight - 1.2 if text in w.not_names or text[:2] in w.not_names and len(text) > 2 and weight < 1.5 else weight


def _foreign_weight(text: str) -> float | None:
    """How like a transcribed name, 0 to 1; None when it cannot be one."""
    w = _words()
    if text in w.not_foreign or not _DOTTED.fullmatch(text) or len(text) < 2:
        return None
    parts = text.split("·")
    if any(c not in w.foreign and (c in w.after_chars or c in w.never or c in w.rare) for part in parts for c in part):
        return None
    strange = [sum(c not in w.foreign for c in part) for part in parts]
    if len(parts) > 1:  # one strange character in a long part: no table of characters is complete
        if parts[0][0] not in w.foreign or any(n > len(p) // 4 for n, p in zip(strange, parts, strict=True)):
            return None
        return 1.0 - 0.2 * sum(strange)
    if any(strange) or len(text) > _LONGEST:
        return None
    return (0.25, 0.4, 0.7, 0.8)[min(len(text), 5) - 2]


def name_score(text: str) -> float:
    """0 to 1: how like a personal name it is by itself (陈佳慧 near 1, 高铁 near 0)."""
    weights = [x for x in (_han_weight(text), _foreign_weight(text)) if x is not None]
    return round(1 / (1 + exp(-4 * (max(weights) - 0.2))), 3) if weights else 0.0


def is_han_name(text: str) -> bool:
    """A family name and one or two characters that can be a given name: 陈佳慧, 欧阳晓岚; not 高铁, 大会, 戈壁."""
    weight = _han_weight(text)
    return weight is not None and weight >= 0.1


def is_foreign_name(text: str) -> bool:
    """Transcribed, or with a middle dot: 维克托·奥尔洛夫, 买买提·艾力, 奥尔洛夫; 巴西 and Han names are not."""
    weight = _foreign_weight(text)
    if weight is None:
        parts = text.split("·")
        never = _words().never
        return len(parts) > 1 and _DOTTED.fullmatch(text) is not None and not any(c in never for c in "".join(parts))
    return "·" in text or len(text) > 4 or len(text) == 4 and text[:2] not in _words().compound or not is_han_name(text)


def _follow(text: str, end: int) -> float:
    """How well what stands at `end` can follow a name."""
    if end >= len(text) or not _HAN.match(text, end) and text[end] != "·":
        return 0.9
    w = _words()
    if text[end] == "·":
        return -2.0
    if w.after.match(text, end):
        return 1.2
    if text[end] in w.after_links and text[end + 1 : end + 2] in _CLOSING:
        return -0.3
    return 0.7 if text[end] in w.after_chars else 0.0


def _torn(text: str, start: int, end: int) -> float:
    """What a reading loses by taking in, or cutting, a word that comes after names (马宁会|见)."""
    w = _words()
    inside = text[start:end]
    dot = inside.rfind("·") + 1
    return 1.2 * any(w.after.match(text, start + i) for i in range(max(2, dot + 1), len(inside)))


def _readings(text: str, start: int, names: Container[str], votes: dict[int, float]) -> Iterator[tuple[float, int]]:
    """Weight and end of every reading of a name at `start`."""
    dotted = _DOTTED.match(text, start)
    if not dotted:
        return
    w = _words()
    begun = 0.8 if w.after.match(text, start) else 0.0  # 主席多次强调: the word comes after names and opens none
    run = next((i for i, c in enumerate(dotted[0]) if c not in w.foreign), len(dotted[0]))
    for end in range(start + 2, dotted.end() + 1):
        part = text[start:end]
        last = part.rfind("·") + 1
        if last == len(part) or last == len(part) - 1 and end < dotted.end():
            continue
        if part in names:
            yield 3.0 + 0.1 * len(part) + _follow(text, end), end
        follow, weights = _follow(text, end), [_follow(text, end)] if end in votes else []
        if (han := _han_weight(part)) is not None:
            # 卢卡申|科宣布: three characters of a longer transcribed run are rarely a Han name.
            cut = 0.6 if run >= 4 and end < start + run and follow < 0.7 else 0.0
            weights.append(han + follow - cut - (1.0 if part[0] in w.weak else 0.0))
        if (foreign := _foreign_weight(part)) is not None:
            weights.append(
                foreign + max(follow, 0.6 if text[end : end + 1] not in w.foreign and follow >= 0 else follow)
            )
        if weights:
            yield max(weights) + votes.get(end, 0.0) - _torn(text, start, end) - begun, end
        elif len(part) - last > _LONGEST:
            return


def name_at(text: str, start: int, names: Container[str] = (), mentions: Sequence[Mention] = ()) -> int | None:
    """Where the personal name that begins at `start`, right after a position, most plausibly ends; None when none does.

    Args:
        text: clean text: ``总统奥尔洛夫举行会谈`` from 2 gives 6.
        names: names surely seen in the document; they are trusted.
        mentions: of the recogniser on this text; a PERSON that begins here is a vote for its end.
    """
    votes = {m.end: 0.3 + 0.6 * m.confidence for m in mentions if m.start == start and m.label == "PERSON"}
    best = max(_readings(text, start, names, votes), key=lambda r: (r[0], -r[1]), default=None)
    return best[1] if best and best[0] >= 0.9 else None


def split_fused(text: str) -> list[str] | None:
    """Names run together without a separator: 林有余高远 → [林有余, 高远]. None when no cut, or no best cut, is found."""
    if not 4 <= len(text) <= 40 or not _HAN.fullmatch(text):
        return None
    # best[i]: the two best readings of text[:i], each a mean-free sum so that fewer, fuller names win over many.
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in text)]
    for end in range(2, len(text) + 1):
        options = []
        for size in (2, 3, 4):
            part = text[end - size : end] if size <= end else ""
            weight = _han_weight(part)
            if weight is not None and weight >= 0.1 and not (size == 4 and part[:2] not in _words().compound):
                options += [(score + weight - 0.8, (*cut, part)) for score, cut in best[end - size]]
        best[end] = sorted(options, key=lambda o: (-o[0], o[1]))[:2]
    found = best[-1]
    if not found or len(found[0][1]) < 2 or len(found) > 1 and found[0][0] - found[1][0] < 0.15:
        return None
    return list(found[0][1])


def read_list(text: str, start: int, *, names: Container[str] = ()) -> list[tuple[int, int]]:
    """Names separated by 、 ， or blanks from `start` on, until something that is no name.

    ``区领导施佳佳、应华（女）、张远明参加`` from 3 gives the spans of 施佳佳, 应华 and 张远明.

    Args:
        names: names surely seen in the document; they are trusted.

    Returns:
        Spans of the names, without the brackets after them; a padded 张　远 keeps its blank.
    """
    spans: list[tuple[int, int]] = []
    sure = 0
    at = start
    while (item := _item(text, at, names, bool(spans))) is not None:
        end, known, closes = item
        spans.append((at, end))
        sure = len(spans) if known else sure
        mark = _MARK.match(text, end)
        following = _words().marks.match(text, mark.end() if mark else end)
        if closes or not following:
            joined = re.compile("[和及]|以及").match(text, end) if len(spans) > 1 else None
            if (
                not joined
                or (rest := name_at(text, joined.end(), names)) is None
                or not _is_name(text[joined.end() : rest], names)
            ):
                break
            spans.append((joined.end(), rest))
            sure = len(spans)
            break
        at = following.end()
    return spans[:sure]


def _is_name(text: str, names: Container[str]) -> bool:
    return text in names or is_han_name(text) or is_foreign_name(text)


def _item(text: str, at: int, names: Container[str], listed: bool) -> tuple[int, bool, bool] | None:
    """One item of a list: its end, whether it is surely a name, whether the list must end after it. None: no name."""
    padded = _PADDED.match(text, at)
    if padded and is_han_name(padded[1] + padded[2]):
        return padded.end(), True, False
    run = _DOTTED.match(text, at)
    if not run:
        return None
    whole = run[0]
    marked = bool(_MARK.match(text, run.end())) or bool(_words().marks.match(text, run.end()))
    if _is_name(whole, names) and (marked or run.end() == len(text) or not _HAN.match(text, run.end())):
        # 张远明出席 can be four characters and no name; 陈佳慧 before a mark is a whole item.
        return run.end(), True, not marked
    end = name_at(text, at, names)
    if (
        end is not None
        and end < run.end()
        and _is_name(text[at:end], names)
        and (_follow(text, end) > 0 or text[at:end] in names)
    ):
        return end, True, True
    if listed and marked and 2 <= len(whole) <= 3 and whole[0] not in _words().never and not _is_word(whole):
        return run.end(), False, False  # an uncommon family name between two names; it stands only if a name follows
    return None


def _is_word(text: str) -> bool:
    w = _words()
    return text in w.not_names or text in w.not_foreign or any(c in w.never or c in w.rare for c in text)
