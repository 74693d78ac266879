"""Whom a document mourns or recalls: the offices it tells of them are past ones."""

from __future__ import annotations

import re

from kg.lexicon import alternation, remember

#: Characters that may stand between a name and the word: 同志因病医治无效，于…在上海.
_BETWEEN = 30


@remember(1)
def _pattern() -> re.Pattern[str]:
    return re.compile(alternation("people", "recalled"))


def is_recalled(name: str, text: str) -> bool:
    """Whether a document tells of a person as of one who is dead.

    >>> is_recalled("沈知秋", "沈知秋同志遗体在京火化")
    True
    >>> is_recalled("林望舒", "林望舒同志介绍了沈知秋同志的生平")
    False
    >>> is_recalled("林望舒", "区长林望舒前往送别，沈知秋同志遗体在京火化")
    False

    Args:
        name: the person (沈知秋).
        text: all of the document.
    """
    honorific = alternation("people", "honorifics")
    after = (text[m.end() : m.end() + _BETWEEN] for m in re.finditer(re.escape(name) + honorific, text))
    return any(
        _pattern().search(re.split(f"。|{honorific}", words)[0]) for words in after
    )  # till the next who is named
