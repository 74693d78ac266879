"""What only looks like a person's name: firms, squares, cities, and names that have taken in a piece of a word beside them.

>>> list(sifted("应奥尔洛夫总统邀请", {0: (5, 0.8)}, []))
[(1, (5, 0.8))]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extraction import areas, names
from kg.lexicon import alternation, remember, words

#: 西门子等11家企业
_FIRMS = re.compile("等[0-9一二三四五六七八九十几多余]+家")
_Span = tuple[int, float]


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(alternation("people", "eponyms")), re.compile(alternation("titles", "after_name"))


def sifted(text: str, spans: Mapping[int, _Span], regions: Sequence[tuple[int, int]]) -> Iterator[tuple[int, _Span]]:
    """The spans that can be people, each without what belongs to the words beside it.

    Args:
        spans: end, and how sure it is, by start.
        regions: areas of the text.
    """
    for begin, (stop, sure) in spans.items():
        start, end = _trimmed(text, begin, stop)
        reached = sure < 0.9 and text.endswith(words("people", "reached"), 0, start)
        if end - start > 1 and not (
            reached or _is_thing(text, start, end, sure) or _is_place(text, start, end, regions)
        ):
            yield start, (end, sure)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """此次|马克龙总统, 确保|马杜罗总统, 应|普京总统邀请, 奥尔洛夫时|指出."""
    w = names.chars()
    if start and text.startswith(words("people", "lenders"), start - 1):
        start += 1
    elif text[start - 1 : start] == "、" == text[end : end + 1]:
        pass  # 石磊、向巴平措、何莉: no verb goes before an item inside a list
    elif text[start] in words("positions", "coverbs") and text[start] not in w.foreign:
        transcribed, titled = names.transcribes(text[start + 1 : end]), _patterns()[1].match(text, end) is not None
        if titled and (transcribed or end - start == 2) or transcribed and end - start > 3:
            start += 1  # 向|习主席问好, 由|纳西尔扎德率领
    if text[end - 1] in w.after_chars and names.transcribes(text[start : end - 1]) and end - start > 3:
        end -= 1
    return start, end


def _is_thing(text: str, start: int, end: int, sure: float) -> bool:
    """盛虹控股集团, 罗斯福广场, 西门子等11家企业; but 某银行行长甲等10家机构负责人."""
    named = text[start:end].endswith(words("people", "eponyms")) and end - start > 3
    return named or _patterns()[0].match(text, end) is not None or sure < 0.9 and _FIRMS.match(text, end) is not None


def _is_place(text: str, start: int, end: int, regions: Sequence[tuple[int, int]]) -> bool:
    """A part of the name of an area or a parliament, a country before an office (科摩罗总统甲), or a place after a word of
    going (抵|达首尔)."""
    if any(a <= start and end <= b and end - start < b - a for a, b in regions):
        return True
    for word in words("people", "wholes"):
        at = text.find(word, max(0, end - len(word)), start + len(word))
        if at >= 0 and at <= start and end <= at + len(word):
            return True
    if (start, end) in regions and areas.is_country(text[start:end]) and _patterns()[1].match(text, end):
        return True
    place = text[start + 1 : end]
    known = place in words("names", "not_foreign") or areas.lead(place)[1] == len(place)
    going = text[: start + 1].endswith(words("people", "toward"))
    return going and (known or len(place) == 1 and areas.by_letter(place) is not None)
