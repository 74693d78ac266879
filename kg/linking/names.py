"""When two names tell of one event. The words that decide stand in schemas/lexicon/identity.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg import lexicon
from kg.schemas import schema_dir

_NOT_WORD = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"第([0-9一二三四五六七八九十百零〇两]+)")
#: Characters that must be left of a name, beside the words for any gathering, for it to tell one event from another.
TELLING = 2


def normalise(name: str, area: str | None) -> str:
    """The name without punctuation, width, words for taking place, the word 会议 at its end, and the paper's own area.

    With area 青溪区, 青溪区召开全区防汛工作会议, 全区防汛工作会议 and 区防汛工作会议 are all 防汛工作.
    """
    verbs, _, prefix, ending = _patterns(schema_dir().as_posix(), area)
    text = verbs.sub("", _NOT_WORD.sub("", unicodedata.normalize("NFKC", name)))
    while (match := prefix.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    cut = ending.sub("", text)
    return cut or text


def core(name: str, convenor: str | None, area: str | None) -> str:
    """What a normalised name says beside its convenor and words for any gathering (区委常委会扩大会议 → nothing)."""
    _, nouns, _, _ = _patterns(schema_dir().as_posix(), area)
    if convenor:
        own = normalise(convenor, area)
        name = name.replace(own, "", 1) if own in name else name.replace(own.removesuffix("会"), "", 1)
    return nouns.sub("", name)


def ordinals(name: str) -> frozenset[str]:
    """第三次 → {三}: two names with different ordinals are never one event."""
    return frozenset(_ORDINAL.findall(name))


def is_telling(name: str, area: str | None) -> bool:
    """Whether a normalised name tells one event from another: 防汛工作推进会 does, 座谈会 and 欢迎仪式 do not."""
    return len(core(name, None, area)) >= TELLING


def is_part(short: str, long: str) -> bool:
    """Whether a normalised name begins or ends a longer one that has no other ordinal.

    What stands in the middle is another event: 会见出席望江论坛的客人 is not 望江论坛.
    """
    if len(short) >= len(long) or not (long.startswith(short) or long.endswith(short)):
        return False
    return not ordinals(short) or ordinals(short) == ordinals(long)


@lru_cache(maxsize=256)
def _patterns(
    folder: str, area: str | None
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    verbs = lexicon.alternation("identity", "event_verbs")
    nouns = lexicon.alternation("identity", "event_nouns")
    ending = lexicon.alternation("identity", "meeting_words")
    own = lexicon.alternation("identity", "own_words")
    levels = sorted(lexicon.words("identity", "levels"), key=lambda w: (-len(w), w))
    level = next((w for w in levels if area and area.endswith(w)), None)
    mine = [f"{own}{re.escape(level)}" if level else f"{own}(?:{'|'.join(levels)})"]
    if area:
        mine.append(re.escape(area))
    if area and level and len(area) - len(level) >= 2:  # 青溪 for 青溪区, but never the one character of a short name
        mine += [re.escape(area.removesuffix(level)), re.escape(level)]
    return re.compile(verbs), re.compile(nouns), re.compile("|".join(mine)), re.compile(ending + "$")
