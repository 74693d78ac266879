"""How much a name tells by itself: 王伟 is borne by many, 信春鹰 by one, 穆罕默德 by half a government.

>>> expected("信春鹰") < 0.001 < expected("张斌")
True
>>> expected("穆罕默德·本·萨勒曼") is None
True
"""

from __future__ import annotations

from collections.abc import Collection
from math import log

from kg import lexicon
from kg.linking.weights import given_names, weights

#: Characters of a Han name of one character of family and two given; and of the longest foreign name that is short.
_HAN, _LONG = 3, 4


@lexicon.remember(1 << 16)
def expected(name: str) -> float | None:
    """How many of the people whom papers name bear a Han name by chance; null for a foreign name."""
    share = _share(name)
    return None if share is None else weights().prior["bearers"] * share


def _share(name: str) -> float | None:
    single, compound = lexicon.entries("surnames", "single"), lexicon.entries("surnames", "compound")
    if len(name) > _HAN - 1 and name[:2] in compound and len(name) <= _HAN + 1:
        family, given, rarest = compound[name[:2]].get("share"), name[2:], 0.5
    elif name[:1] in single and 1 < len(name) <= _HAN:
        family, given, rarest = single[name[0]].get("share"), name[1:], 0.05
    else:
        return None
    return (family or rarest) / 1000 * given_names().share(given)


def is_foreign(name: str) -> bool:
    """Whether a name is no Han name by its form: 安德烈·科兹洛夫, 穆罕默德; 哈桑 and 林武 can be either, and are not."""
    return expected(name) is None


def sounds_foreign(name: str) -> bool:
    """Whether all characters also transcribe foreign names, and the given ones are rare in Han names (哈桑, 萨勒曼)."""
    foreign = set(lexicon.words("names", "foreign"))
    given, rare = given_names(), list(name[1:])
    known = {*given.one, *given.first, *given.second}
    return all(c in foreign for c in name) and not any(c in known for c in rare)


def prior(name: str, foreign: bool, full: Collection[str]) -> float:
    """The logarithm of the odds that two people of a name are one, of whom nothing else is known.

    Args:
        foreign: whether it is read as a foreign name.
        full: longer names of which it is a part, in the papers at hand.
    """
    w = weights().prior
    if not foreign:
        return max(w["least"], min(w["most"], -log(expected(name) or 1.0)))
    if "·" in name:
        return w["foreign_full"]
    more = w["foreign_character"] * (min(len(name), _LONG) - 2) + w["foreign_short"]
    return more + (w["shared_part"] if len(full) > 1 else 0.0)
