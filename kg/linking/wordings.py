"""Whether two names of offices can be two wordings of one, and which ones people say are: schemas/linking/offices.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import lexicon
from kg.errors import SchemaError
from kg.schemas import check, load, schema_dir

_LEARNED = ("holder", "against", "join")


@dataclass(frozen=True)
class Wordings:
    """See the notes in the file.

    Attributes:
        same: name of an office → the first name of its row; the first name is in it, too.
        different: pairs of names, the smaller first.
        holder, against: what a person who bears both wordings counts, and what a paper that contradicts. join: from which
            sum on two wordings are one seat.
    """

    same: Mapping[str, str]
    different: frozenset[tuple[str, str]]
    holder: float
    against: float
    join: float


def wordings() -> Wordings:
    """The list and the numbers of the schemas in use.

    Raises:
        SchemaError: the file is not as it must be.
    """
    return _wordings(schema_dir())


@lru_cache(maxsize=4)
def _wordings(folder: Path) -> Wordings:
    path = folder / "linking" / "offices.yaml"
    keys = {"note", "same", "different", "learned"}
    spec = check(load(path), path, keys, keys)
    same: dict[str, str] = {}
    for first, others in (spec["same"] or {}).items():
        for name in (first, *_names(others, path, f"same of {first}")):
            if same.setdefault(name, first) != first:
                where = f"{path}:{spec['same'].lines[first]}"
                raise SchemaError(where, f"'{name}' is an office of {same[name]} already", "keep it in one row")
    pairs = set()
    for row in spec["different"] or []:
        a, b = sorted(_names(row, path, "different", 2))
        if a in same and same[a] == same.get(b):
            raise SchemaError(path, f"'{a}' and '{b}' are the same and different", "take one row out")
        pairs.add((a, b))
    learned = check(spec["learned"], path, {"note", *_LEARNED}, set(_LEARNED))
    return Wordings(same, frozenset(pairs), *(_number(learned[name], path, name) for name in _LEARNED))


def _names(found: Any, path: Path, what: str, number: int | None = None) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(n, str) for n in found) or number not in (None, len(found)):
        raise SchemaError(path, f"'{what}' is no list of names", "write [香港特区行政长官, 香港特首]")
    return found


def _number(value: Any, path: Path, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SchemaError(path, f"'{name}: {value}' is no number", "write a number")
    return float(value)


@lexicon.remember(8192)
def title_of(name: str) -> str:
    """The title that a name of an office ends in, with what modifies it: 副总统 of 某国副总统; empty where none is known.

    >>> title_of("香港特别行政区行政长官")
    '行政长官'
    """
    heads, modifiers = lexicon.words("titles", "heads"), lexicon.words("titles", "modifiers")
    title = max((h for h in heads if name.endswith(h)), key=len, default="")
    while title:
        front = name.removesuffix(title)
        more = max((m for m in modifiers if front.endswith(m)), key=len, default="")
        if not more:
            break
        title = more + title
    return title


def abbreviates(a: str, b: str) -> bool:
    """Whether the shorter of two names of offices can stand for the longer: one title, and before it the same characters in
    their order, some of them left out. Where only words before it are left out (基金会主席), whose it is would be guessed.

    >>> abbreviates("阿盟秘书长", "阿拉伯国家联盟秘书长"), abbreviates("某国总统", "某国副总统")
    (True, False)
    """
    title = title_of(a)
    if not title or title != title_of(b):
        return False
    short, long = sorted((a.removesuffix(title), b.removesuffix(title)), key=len)
    left = iter(long)
    return bool(short) and not long.endswith(short) and all(c in left for c in short)
