"""What a recogniser breaks, made whole: half a transcribed name, a name with a verb stuck on, half a married name.

>>> mend("镇长白露未出席", 2, 5)
(2, 4)
"""

from __future__ import annotations

from collections.abc import Container

from kg.extraction.names import (
    DOTTED,
    HAN,
    REIGN,
    bound,
    chars,
    comes_after,
    follow,
    han_weight,
    is_han_name,
    is_name,
    transcribes,
)
from kg.lexicon import words


def mend(text: str, start: int, end: int, names: Container[str] = (), floor: int = 0) -> tuple[int, int] | None:
    """What the recogniser's person at text[start:end] is in truth: whole, without verbs; None when it is no person.

    ``副市长买买提江·吾守尔主持`` with the span of 提江·吾守尔 gives that of 买买提江·吾守尔; 未 of 白露未出席 goes.
    Nothing before `floor` (the end of a title) is taken in.
    """
    w = chars()
    if text[start:end] in names:
        return start, end
    for word in words("names", "anonymous"):
        if text.startswith(word, end) or text[start:end].endswith(word):
            end -= len(word) if text[start:end].endswith(word) else 0
            if end - start < 2:
                return None
    while end - start > 2 and text[end - 1] in w.not_last and follow(text, end) > 0:
        end -= 1
    if end - start > 2 and _takes_in(text, start, end):
        end -= 1
    if reign := REIGN.match(text, end):
        return start, reign.end()
    part = text[start:end]
    if transcribes(part) and (
        "·" in part
        or text[start - 1 : start] in tuple("·-")
        or follow(text, end) <= 0
        and not w.titled.match(text, end)
    ):
        start, end = _stretched(text, start, end, floor)
        part = text[start:end]
    if len(part) == 4 and (odd := han_weight(part)) is not None and (han_weight(part[1:]) or 0.0) > odd + 0.9:
        if start and HAN.match(text, start - 1) and part[:2] not in w.not_names:  # 劳动模|范丁志刚
            start, part = start + 1, part[1:]
    if len(part) == 2 and follow(text, end) <= 0 and is_han_name(longer := text[start : end + 1]):
        if longer not in w.not_names and text[end] in w.common and follow(text, end + 1) >= 0.9:  # 周志|强，
            end, part = end + 1, longer
    if len(part) == 2 and floor == start - 1 > 0 and _left_over(text[floor]) and is_han_name(part):
        start, part = floor, text[floor:end]  # 书记|麴|立民
    if len(part) == 2 and not is_han_name(part) and follow(text, end) <= 0 and not w.titled.match(text, end):
        return None
    return start, end


def _takes_in(text: str, start: int, end: int) -> bool:
    """Whether the last character belongs to the word after the name: 拜登赦|免, 菲佐则|指出, 李希于|9月."""
    w = chars()
    stem, last = text[start : end - 1], text[end - 1]
    if last in w.after_links and text[end : end + 1].isdecimal():
        return is_name(stem)
    if not transcribes(stem) or not (comes_after(text, end - 1) or last in w.after_chars):
        return False
    return last not in w.foreign or len(stem) > 3  # 内塔尼亚胡加|剧; of a short name it may be the last character


def _left_over(char: str) -> bool:
    """Whether a character that a recogniser left out beside a name can belong to it: no verb, no word of grammar."""
    w = chars()
    return HAN.fullmatch(char) is not None and not any(
        char in kind for kind in (w.after_chars, w.never, w.rare, w.weak, w.not_last)
    )


def _stretched(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """A piece of a transcribed name, grown over what transcribes beside it when that ends where a name may end."""
    w = chars()
    left, right = start, bound(text, start)
    dotted = text[end : end + 1] == "·" and not any(c in w.never or c in w.rare for c in text[end:right])
    while right > end and not dotted and not transcribes(text[end:right]):
        right -= 1
    if right > end and follow(text, right) <= 0:
        right = end
    if (
        text[left - 1 : left] in tuple("·-")
        and (run := DOTTED.match(text, floor))
        and run.end() >= left <= floor + 8
        and bound(text, floor) >= left  # 主席甲致电让-|皮埃尔·贝尔纳: another name and its verb stand between
    ):
        left = floor
    while left > floor and (text[left - 1] in w.foreign or text[left - 1] in "·-") and "·" in text[left - 1 : right]:
        left -= 1
    return left, right


def begun_before(text: str, start: int, end: int, floor: int) -> int:
    """Where a piece of a transcribed name (和米|舒斯京) begins: at most two characters earlier, and never before `floor`."""
    w = chars()
    left = start
    if any(text[start - k : start] in w.after for k in (2, 3) if start >= k):
        return start  # 转达|特朗普
    while left > floor and text[left - 1] in w.foreign:
        left -= 1
    return left if end - start > 2 and transcribes(text[start:end]) and 0 < start - left <= 2 else start
