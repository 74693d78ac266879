"""Whether two people of an office may be one, whom the newspapers call by a shorter and a longer name.

>>> may_be_one("Person:巴沙尔@a.txt", "Person:巴沙尔·阿萨德@b.txt")
True
>>> may_be_one("Person:库尔班古力·别尔德穆哈梅多夫@a.txt", "Person:谢尔达尔·别尔德穆哈梅多夫@b.txt")
False
"""

from __future__ import annotations

import re
from functools import lru_cache

_JOINT = re.compile("[·-]")
#: Characters from which on a name that begins another is rarely another family's.
_LONG = 3


@lru_cache(maxsize=65536)
def may_be_one(one: str, other: str) -> bool:
    """Whether nothing says that they are two: their names are equal, or the one is a part of the other.

    Args:
        one, other: ids of people who are not known to be one.
    """
    a, b = _name(one), _name(other)
    parts, more = set(_JOINT.split(a)), set(_JOINT.split(b))
    if parts <= more or more <= parts:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= _LONG and long.startswith(short)


def _name(person: str) -> str:
    return person.partition("@")[0].rpartition(":")[2]
