"""Whom a document mourns or recalls: the offices it tells of them are past ones."""

from __future__ import annotations

import re

from kg.extraction import coming
from kg.lexicon import alternation, remember

#: Characters that may stand between a name and the word: 同志因病医治无效，于…在上海.
_BETWEEN = 30


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(alternation("people", "recalled")), re.compile(f"。|{alternation('people', 'honorifics')}")


class Recollections:
    """What a document tells of as of the dead; it is looked through once, however many people it names.

    >>> Recollections("沈知秋同志遗体在京火化").tell_of("沈知秋")
    True
    >>> Recollections("沈知秋同志出席追悼会").tell_of("沈知秋")
    False
    >>> Recollections("林望舒同志介绍了沈知秋同志的生平").tell_of("林望舒")
    False
    >>> Recollections("区长林望舒前往送别，沈知秋同志遗体在京火化").tell_of("林望舒")
    False

    Args:
        text: all of the document.
    """

    def __init__(self, text: str) -> None:
        word, stop = _patterns()
        self._before: list[str] = []
        for m in word.finditer(text):
            near = text[max(0, m.end() - _BETWEEN - 40) : m.start()]
            last = [None, *stop.finditer(near)][-1]
            # Who is named last before the word, in its sentence, and does not come to those who mourn: 某同志出席追悼会.
            if last is None or last[0] == "。" or coming.pattern().search(near, last.end()):
                continue
            if len(near) - last.end() + len(m[0]) <= _BETWEEN:
                self._before.append(near[: last.start()])

    def tell_of(self, name: str) -> bool:
        """Whether the document tells of a person (沈知秋) as of one who is dead."""
        return any(before.endswith(name) for before in self._before)
