"""Characters that stand for another one or show nothing, as a page reads them; one for one, so that offsets stay.

>>> plain("5⽉6⽇，区⻓陶景­川、艾山．吐尔逊参加")
'5月6日，区长陶景\\x00川、艾山·吐尔逊参加'
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.lexicon import any_of, entries, remember, words
from kg.text import UNREAD

#: Stands for a raw character that shows nothing (a tag); dropped when text is put together.
NOTHING = "\x00"
#: Stands for the second and later characters of an entity; its raw characters belong to the character before it.
MORE = "\x01"

_HAN = "㐀-䶿一-鿿𠀀-𳎯"
#: Compatibility ideographs and Kangxi radicals, which PDF fonts give for the characters that they look like.
_LIKE = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E))
#: Marks set for vertical print, and small ones.
_SET = (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE45), *range(0xFE50, 0xFE5F))
#: Shows nothing: soft hyphens, joiners, marks of direction, variation selectors, fillers, control characters, tags.
_BLANK = (
    *(c for c in range(2, 0x20) if chr(c) not in "\t\n\v\f\r\x1c\x1d\x1e"), *range(0x7F, 0x85), *range(0x86, 0xA0),
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
    *range(0xFFF0, 0xFFFC), *range(0xE0000, 0xE0200),
)  # fmt: skip
#: The row of GBK whose characters stood in the private area until Unicode had them, and those that GB18030 still leaves there.
_ROW = [bytes([0xFE, t]).decode("gb18030") for t in (*range(0x50, 0x7F), *range(0x80, 0xA1))]
_LATE = {0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
         0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB}  # fmt: skip
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
#: Line ends, blanks and quotes that somebody escaped twice.
_ESCAPE = re.compile(r"\\(?:([nrt])(?![a-z])|u([0-9a-fA-F]{4})|([\"/]))")
_ESCAPED = re.compile(rf"(?<![A-Za-z:\\])(?:{re.sub(r'[(](?=[^?])', '(?:', _ESCAPE.pattern)})+")
_ESCAPES = {"n": "\n", "r": "\n", "t": " "}


@lru_cache(maxsize=1)
def _numbered() -> dict[int, str]:
    """By code point, what a character is read as; nothing of it is a word."""
    table = {c: unicodedata.normalize("NFKC", chr(c)) for c in (*_LIKE, *_SET)}
    table = {c: shown for c, shown in table.items() if len(shown) == 1 and shown != chr(c)}
    table |= {0xE815 + i: char for i, char in enumerate(_ROW) if not "\ue000" <= char <= "\uf8ff"}
    return (
        table
        | {a: chr(b) for a, b in _LATE.items()}
        | dict.fromkeys(_BLANK, NOTHING)
        | {0x2010: "-", 0x2011: "-", 0x2212: "-"}
    )


@remember(1)
def _read_as() -> tuple[dict[str, str], re.Pattern[str]]:
    table = {chr(c): shown for c, shown in _numbered().items()}
    radicals = entries("glyphs", "radicals")
    table |= {c: radicals[shown]["of"] if shown in radicals else shown for c, shown in table.items()}
    table |= {radical: properties["of"] for radical, properties in radicals.items()}
    return table, re.compile(f"[{re.escape(''.join(table))}]")


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    part = f"[{''.join(words('names', 'foreign'))}]"
    dots = re.escape("".join(words("glyphs", "dots")))
    sure = re.escape("".join(w for w, p in entries("glyphs", "dots").items() if p.get("sure")))
    dot = re.compile(
        rf"(?<=[{_HAN}])(?:([ 　]?)([{dots}])([ 　]?)(?:(?<={part}{part}.)|(?<={part}{part}[ 　].)|(?<={part}{part}.[ 　])"
        rf"|(?<={part}{part}[ 　].[ 　]))(?={part})|()([{dots}])()(?<={part}.)(?={part}{part}{part})|()([{sure}])()(?=[{_HAN}]))"
    )
    number = f"[{''.join(words('glyphs', 'numbers'))}]"
    note = rf"[^）)\]】〕｝}}]{{0,3}}(?:{'|'.join(words('glyphs', 'described'))})[^）)\]】〕｝}}]{{0,3}}"
    after = f"(?=[{_HAN}，。、；：）])"
    lost = re.compile(
        rf"(?<=[{_HAN}])(?:[{_PRIVATE}{re.escape(''.join(words('glyphs', 'lost')))}]{after}|(?<!{number})○{after}(?!○?{number})"
        rf"|[⿰-⿿]|[（(\[【〔｛{{]{note}[）)\]】〕｝}}])"
    )
    stop = re.compile(rf"(?<=[{_HAN}”）])(?<!{number})[.．](?=[{_HAN}“（])")
    return dot, lost, stop


@remember(1)
def _places() -> re.Pattern[str]:
    """A word that ends or begins with a place of foreign characters: 中国巴西."""
    return re.compile(any_of(words("names", "not_foreign")))


def plain(raw: str) -> str:
    """The text as read, character for character (`NOTHING` and `MORE` where one shows nothing)."""
    if raw.isascii():
        return raw
    if "\\" in raw:
        raw = _ESCAPED.sub(lambda run: _ESCAPE.sub(_unescaped, run.group()), raw)
    table, odd = _read_as()
    raw = odd.sub(lambda m: table[m.group()], raw)
    dot, lost, stop = _patterns()
    raw = dot.sub(_joined, raw)
    if "?" in raw and "，" in raw and not re.search(f"[{_HAN}],[{_HAN}]", raw):
        raw = re.sub(rf"(?<=[{_HAN}])\?(?=[{_HAN}，、])", UNREAD, raw)  # a text with full-width marks asks with ？
    return stop.sub("。", lost.sub(lambda m: UNREAD + NOTHING * (len(m.group()) - 1), raw))


def _unescaped(found: re.Match[str]) -> str:
    size = len(found.group())
    if found[2]:
        shown = chr(int(found[2], 16))
        return found.group() if shown < " " or "\ud800" <= shown <= "\udfff" else shown + MORE * (size - 1)
    if found[1]:
        return _ESCAPES[found[1]] + NOTHING * (size - 1)
    return found[3] + MORE * (size - 1)


def _joined(found: re.Match[str]) -> str:
    """艾山 ● 吐尔逊: a dot between the parts of a name, and nothing round it; 巴西–智利 are two places."""
    left, right = found[1] or "", found[3] or ""
    before, after = found.string[max(0, found.start() - 6) : found.start()], found.string[found.end() : found.end() + 6]
    places = _places()
    if places.match(after) or any(m.end() == len(before) for i in range(len(before)) if (m := places.match(before, i))):
        return found.group()
    return NOTHING * len(left) + "·" + NOTHING * len(right)
