"""Names printed together: lists with marks, names run together, and places where only a name can stand.

>>> split_fused("林有余高远")
['林有余', '高远']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence

from kg.extraction import notes
from kg.extraction.names import (
    DOTTED,
    bound,
    chars,
    follow,
    han_weight,
    is_foreign_name,
    is_han_name,
    is_name,
    name_at,
    transcribes,
)
from kg.extraction.ner import Mention
from kg.lexicon import alternation, remember, words

_HAN = re.compile(r"[一-鿿㐀-䶿𠀀-𳎯]+")
_PADDED = re.compile(r"([一-鿿])[ 　]([一-鿿])(?=[ 　、，。（(]|$)")


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    acts = re.compile(alternation("names", "acts"))
    marks = re.compile(f"{alternation('names', 'list_marks')}+")
    return marks, acts, re.compile(alternation("names", "no_slot"))


def split_fused(text: str) -> list[str] | None:
    """Names run together without a separator: 林有余高远 → [林有余, 高远]. None when no cut, or no best cut, is found."""
    if not 4 <= len(text) <= 40 or not _HAN.fullmatch(text):
        return None
    # best[i]: the two best readings of text[:i], each a mean-free sum so that fewer, fuller names win over many.
    compound = {*words("surnames", "compound"), *words("surnames", "japanese")}
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in text)]
    for end in range(2, len(text) + 1):
        options = []
        for size in (2, 3, 4):
            part = text[end - size : end] if size <= end else ""
            weight = han_weight(part)
            if weight is not None and weight >= 0.1 and not (size == 4 and part[:2] not in compound):
                options += [(score + weight - 0.8, (*cut, part)) for score, cut in best[end - size]]
        best[end] = sorted(options, key=lambda o: (-o[0], o[1]))[:2]
    found = best[-1]
    if not found or len(found[0][1]) < 2 or len(found) > 1 and found[0][0] - found[1][0] < 0.15:
        return None
    return list(found[0][1])


def read_list(
    text: str, start: int, *, names: Collection[str] = (), mentions: Sequence[Mention] = ()
) -> list[tuple[int, int]]:
    """Names separated by 、 ， or blanks from `start` on, until something that is no name.

    ``区领导施佳佳、应华（女）、张远明参加`` from 3 gives the spans of 施佳佳, 应华 and 张远明. Between two names of a
    list with 、 a word may be a name (施佳佳、边疆、张远明).

    Args:
        names: names surely seen in the document; they are trusted.
        mentions: of the recogniser; a PERSON that is a whole item is trusted.

    Returns:
        Spans of the names, without the brackets after them; a padded 张　远 keeps its blank.
    """
    whole = {(m.start, m.end) for m in mentions if m.label == "PERSON"}
    spans: list[tuple[int, int]] = []
    sure = 0
    at = start
    while (item := _item(text, at, names, bool(spans), whole)) is not None:
        end, known, closes = item
        spans.append((at, end))
        sure = len(spans) if known else sure
        following = _patterns()[0].match(text, notes.end(text, end))
        if closes or not following:
            joined = re.compile("[和及]|以及").match(text, end) if len(spans) > 1 else None
            if (
                not joined
                or (rest := name_at(text, joined.end(), names)) is None
                or not is_name(text[joined.end() : rest], names)
            ):
                break
            spans.append((joined.end(), rest))
            sure = len(spans)
            break
        at = following.end()
    if sure > 1 and len(spans) == sure + 1 and text.startswith("，", spans[-1][1]) and _family(text[slice(*spans[-1])]):
        return spans  # 苗某某、戴某某、盛夏，: the last of a list
    return spans[:sure]


def _item(
    text: str, at: int, names: Collection[str], listed: bool, mentioned: Container[tuple[int, int]]
) -> tuple[int, bool, bool] | None:
    """One item of a list: its end, whether it is surely a name, whether the list must end after it. None: no name."""
    padded = _PADDED.match(text, at)
    if padded and is_han_name(padded[1] + padded[2]):
        return padded.end(), True, False
    run = DOTTED.match(text, at)
    if not run:
        return None
    whole = run[0]
    bracket = notes.end(text, run.end()) > run.end()
    marked = bracket or bool(_patterns()[0].match(text, run.end()))
    end = name_at(text, at, names)
    if end is not None and end < run.end() and follow(text, end) > 0:
        if "·" in text[at:end] or text[at:end] in names and whole not in names:
            return end, True, True  # 戴维·拉米为外交大臣
    if (is_name(whole, names) or (at, run.end()) in mentioned and may_name(whole)) and (
        marked or run.end() == len(text) or not _HAN.match(text, run.end())
    ):
        # 张远明出席 can be four characters and no name; 陈佳慧 before a mark is a whole item.
        return run.end(), True, not marked
    if (
        end is not None
        and end < run.end()
        and is_name(text[at:end], names)
        and (follow(text, end) > 0 or text[at:end] in names)
    ):
        return end, True, True
    if listed and marked and text[at - 1] == "、" and (bracket or text[run.end()] in "、，") and may_name(whole):
        return run.end(), False, False  # an uncommon name between two names; it stands only if a name follows
    return None


def may_name(item: str) -> bool:
    """Whether an item could be a name where only names stand: 2 or 3 characters, or transcribed; no word of office or rule."""
    if any(c in words("names", "given_never") for c in item) or item in words("names", "not_foreign"):
        return False
    if _patterns()[2].search(item) or item.startswith(words("names", "after_words")):
        return False
    if item.endswith((*words("names", "slot_ends"), *words("names", "after_chars"))) and not is_name(item):
        return False
    if transcribes(item) and len(item) > 3 or "·" in item:
        return len(item) <= 20
    return 2 <= len(item) <= 3 or len(item) <= 6 and _half_transcribes(item)


def _half_transcribes(item: str) -> bool:
    """罗绒登巴, 向巴平措: most of its characters transcribe names, though no table of them is complete."""
    known = sum(c in chars().foreign for c in item)
    return known >= 0.7 * len(item)


def read_slots(text: str, start: int, names: Collection[str] = ()) -> tuple[list[tuple[int, int]], bool]:
    """Names by their place alone: what stands right after a title and before a mark or a verb of taking part.

    ``院长海洋主持`` from 2 gives the span of 海洋; ``副县长盛夏、林有余参加`` from 3 that of 盛夏 (林有余 reads itself); 书记会议、
    and 局长全程参加 give none. Call it only where `name_at` finds nothing.

    Returns:
        The spans, and whether that is enough; a word of the language (盛夏、) asks for another titled name after it.
    """
    spans: list[tuple[int, int]] = []
    at = after = start
    while True:
        stop = bound(text, at)
        run = DOTTED.match(text, at)
        if not run or stop == at:
            break
        if run.end() == stop and (closed := _trailing(text, at, stop)):
            stop = closed
        item = text[at:stop]
        if not spans and item[0] in words("names", "weak_families") and text[stop : stop + 1] not in tuple("、，"):
            break
        if not may_name(item) or not (is_name(item, names) or _could_be(item, strict=not spans)):
            break
        spans.append((at, stop))
        after = notes.end(text, stop)
        if text[after : after + 1] != "、":
            break
        following = name_at(text, after + 1, names)
        if following is not None and is_name(text[after + 1 : following], names):
            return spans, True  # the rest is a list that reads itself
        if not DOTTED.match(text, after + 1) or len(text[after + 1 : bound(text, after + 1)]) > 4:
            break
        at = after + 1
    if not spans:
        return [], False
    if _patterns()[1].match(text, after):
        return spans, True
    first = text[slice(*spans[0])]
    plain = len(spans) == 1 and _family(first) and first not in words("names", "not_names")
    marked = text[after : after + 1] in tuple("、，")
    return (spans, plain) if marked else ([], False)


def _trailing(text: str, start: int, stop: int) -> int | None:
    """海洋等参加: 等 ends a list and belongs to no name."""
    at = text.find("等", start + 2, stop)
    return at if at > 0 else None


def _family(item: str) -> bool:
    return item[0] in words("surnames", "single") or item[:2] in words("surnames", "compound")


def _could_be(item: str, *, strict: bool) -> bool:
    if _family(item) or transcribes(item) and len(item) > 3 or is_foreign_name(item):
        return True
    if not strict:
        return len(item) < 4
    # No table of family names is complete: three characters that names are made of; two are oftener an adverb (鲜明指出).
    common, rare = words("names", "given_common"), words("names", "given_rare")
    verb = item[0] in (*words("names", "after_chars"), *words("names", "not_last"))
    return len(item) == 3 and not verb and item[-1] in common and item[1] not in rare
