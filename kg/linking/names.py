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
#: Normalised names kept for each area: a second look at the same papers is quick.
_KEPT = 1 << 16


def ordinals(name: str) -> frozenset[str]:
    """第三次 → {三}: two names with different ordinals are never one event."""
    return frozenset(_ORDINAL.findall(name))


def is_part(short: str, long: str) -> bool:
    """Whether a normalised name begins or ends a longer one that has no other ordinal.

    What stands in the middle is another event: 会见出席望江论坛的客人 is not 望江论坛.
    """
    if len(short) >= len(long) or not (long.startswith(short) or long.endswith(short)):
        return False
    return not ordinals(short) or ordinals(short) == ordinals(long)


def wording(area: str | None) -> Wording:
    """How events are named in a paper of that area."""
    return _wording(schema_dir().as_posix(), area)


class Wording:
    """How events are named in a paper: what is left of a name when the words that all papers use are taken off."""

    def __init__(self, area: str | None) -> None:
        self._verbs = re.compile(lexicon.alternation("identity", "event_verbs"))
        self._nouns = re.compile(lexicon.alternation("identity", "event_nouns"))
        self._ending = re.compile(lexicon.alternation("identity", "meeting_words") + "$")
        own = lexicon.alternation("identity", "own_words")
        levels = sorted(lexicon.words("identity", "levels"), key=lambda w: (-len(w), w))
        level = next((w for w in levels if area and area.endswith(w)), None)
        mine = [f"{own}{re.escape(level)}" if level else f"{own}(?:{'|'.join(levels)})"]
        if area:
            mine.append(re.escape(area))
        if (
            area and level and len(area) - len(level) >= 2
        ):  # 青溪 for 青溪区, but never the one character of a short name
            mine += [re.escape(area.removesuffix(level)), re.escape(level)]
        self._prefix = re.compile("|".join(mine))
        self._known: dict[str, str] = {}

    def normalise(self, name: str) -> str:
        """The name without punctuation, width, words for taking place, the word 会议 at its end, and the paper's own area.

        With area 青溪区, 青溪区召开全区防汛工作会议, 全区防汛工作会议 and 区防汛工作会议 are all 防汛工作.
        """
        if name not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            text = self._verbs.sub("", _NOT_WORD.sub("", unicodedata.normalize("NFKC", name)))
            while (match := self._prefix.match(text)) and match.end() < len(text):
                text = text[match.end() :]
            self._known[name] = self._ending.sub("", text) or text
        return self._known[name]

    def core(self, name: str, convenor: str | None = None) -> str:
        """What a normalised name says beside its convenor and words for any gathering (区委常委会扩大会议 → nothing)."""
        if convenor:
            own = self.normalise(convenor)
            name = name.replace(own, "", 1) if own in name else name.replace(own.removesuffix("会"), "", 1)
        return self._nouns.sub("", name)

    def is_telling(self, name: str) -> bool:
        """Whether a normalised name tells one event from another: 防汛工作推进会 does, 座谈会 and 欢迎仪式 do not."""
        return len(self.core(name)) >= TELLING


@lru_cache(maxsize=256)
def _wording(folder: str, area: str | None) -> Wording:
    return Wording(area)
