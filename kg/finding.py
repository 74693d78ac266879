"""Names as people type them: in the other script, in pinyin or its initials, with one wrong character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.ids import fold_name

_LATIN = re.compile(r"[A-Za-zü'’ -]+")


def others(wanted: str, known: Iterable[str]) -> list[str]:
    """The known names that are what was asked for in another form, the surest kind alone.

    ``區委書記`` → ``["区委书记"]``; ``aoyuxin``, ``Ao Yuxin``, ``ayx`` → ``["敖煜新"]``. A homophone (敖煜心) is another name.
    """
    names = sorted(set(known))
    if _LATIN.fullmatch(wanted):
        typed = re.sub("[^a-z]", "", wanted.lower().replace("ü", "v"))
        if len(typed) < 2:  # one letter is the initial of anybody
            return []
        syllables = {name: pinyin(name) for name in names}
        whole = [name for name, spelt in syllables.items() if "".join(spelt) == typed]
        return whole or [
            n for n, spelt in syllables.items() if len(spelt) > 1 and "".join(s[0] for s in spelt) == typed
        ]
    folded = fold_name(wanted)
    return [name for name in names if _same_but_for_script(folded, fold_name(name))]


def alike(wanted: str, known: Iterable[str], limit: int = 5) -> list[str]:
    """The known names that may be meant: those that sound the same, then those in which one character is another, is
    missing or is too many (敖煜心, 敖煌新, 敖煜 → 敖煜新), by name."""
    folded = fold_name(wanted)
    sounds = pinyin(folded)
    near = [(pinyin(name) != sounds, name) for name in set(known) if name and _one_off(folded, fold_name(name))]
    sound = [(False, name) for name in set(known) if len(name) > 1 and name != wanted and pinyin(name) == sounds]
    return [name for _, name in sorted(set(near + sound))][:limit]


@lru_cache(maxsize=65536)
def pinyin(name: str) -> tuple[str, ...]:
    """The syllables of a name without tones (``("ao", "yu", "xin")``); none where it has no Chinese character."""
    if not re.search("[\u3400-\u9fff]", name):
        return ()
    from pypinyin import lazy_pinyin

    return tuple(s for s in (re.sub("[^a-z]", "", s.lower().replace("ü", "v")) for s in lazy_pinyin(name)) if s)


def _same_but_for_script(one: str, other: str) -> bool:
    return one != other and len(one) == len(other) and all(map(_variants, one, other))


@lru_cache(maxsize=65536)
def _variants(one: str, other: str) -> bool:
    """Whether two characters are one in two scripts: they sound alike, and only one of them is in the standard of the
    simplified script (GB 2312), the other only in that of the traditional one (Big5)."""
    if one == other:
        return True
    simple = [c for c in (one, other) if _is_in(c, "gb2312")]
    if len(simple) != 1 or not _is_in(other if simple[0] == one else one, "big5"):
        return False
    from pypinyin import Style
    from pypinyin import pinyin as readings

    spoken = [set(readings(c, style=Style.NORMAL, heteronym=True)[0]) for c in (one, other)]
    return bool(spoken[0] & spoken[1])


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _one_off(one: str, other: str) -> bool:
    """Whether one character is another one, missing or too many, and something is left that is the same."""
    if abs(len(one) - len(other)) > 1 or one == other or min(len(one), len(other)) < 2:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[same + (len(one) >= len(other)) :] == other[same + (len(other) >= len(one)) :]
