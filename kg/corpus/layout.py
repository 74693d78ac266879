"""The word sets of schemas/lexicon/layout.yaml as compiled patterns."""

from __future__ import annotations

import re
from functools import lru_cache

from kg import lexicon
from kg.corpus.page import GAP


@lru_cache(maxsize=64)
def words(name: str) -> tuple[str, ...]:
    return lexicon.words("layout", name)


@lru_cache(maxsize=64)
def any_of(*names: str) -> str:
    """A group that matches any word of the sets, the longest first."""
    return lexicon.alternation("layout", *names)


@lru_cache(maxsize=64)
def spaced(*names: str) -> str:
    """Like `any_of`, with blanks and line ends allowed between the characters (记 者)."""
    found = sorted({w for n in names for w in words(n)}, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(f"{GAP}*".join(map(re.escape, w)) for w in found) + ")"


@lru_cache(maxsize=8)
def lines(name: str) -> re.Pattern[str]:
    """Matches a whole line that one of the set's expressions matches."""
    return re.compile("|".join(f"(?:{w})" for w in words(name)))


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Single and double surnames; empty when the install has no list, and then any character may begin a name."""
    return frozenset(w for name in lexicon.sets("surnames") for w in lexicon.words("surnames", name))


def begins_name(text: str) -> bool:
    """Whether the text begins with a surname (欧阳…, 张…)."""
    known = surnames()
    return not known or text[:1] in known or text[:2] in known
