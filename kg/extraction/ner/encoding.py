"""Text as the recogniser reads it: numbers for characters, pairs of characters, and the lexicon's words.

All texts of a batch stand in one row, `GAP` zeros after each, so that nothing is padded and no text sees another. The same
code feeds training, HanLP and onnxruntime.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from kg.lexicon import entries, words

#: Zeros after each text: no layer looks further at once.
GAP = 8
#: Characters the vocabulary does not hold share this many numbers, from 1 on.
UNKNOWN = 32
#: Numbers of pairs of characters.
PAIRS = 1 << 16
#: Values of each of the lexicon's features; the first is of the character itself.
FEATURES = (32, 9, 9, 9, 9, 9)
_OFFSETS = np.cumsum((0, *FEATURES[:-1]))
_LONGEST = 10
_TABLE = 1 << 18
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_CODES = 0x30000


@dataclass(frozen=True)
class Encoded:
    """A batch: `ids`, `pairs` (characters,), `features` (characters, kinds), `starts` and `sizes` of its texts."""

    ids: Any
    pairs: Any
    features: Any
    starts: Any
    sizes: Any


class Encoder:
    """Turns texts into numbers.

    Args:
        characters: the vocabulary, in the order of its numbers.
    """

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self._number = (1 + np.arange(_CODES) % UNKNOWN).astype(np.int32)
        number = {c: i for i, c in enumerate(characters, start=1 + UNKNOWN)}
        for c, i in number.items():
            self._number[ord(c)] = i
        for code in (*range(0x20, 0x3400), *range(0xF900, 0x10000)):
            if (folded := plain(chr(code))) != chr(code):
                self._number[code] = number.get(folded, 1 + ord(folded) % UNKNOWN)
        self._class = np.zeros(_CODES, dtype=np.int32)
        for c, value in _classes().items():
            self._class[ord(c)] = value
        self._words = _Words(self._ids)

    @property
    def size(self) -> int:
        """How many numbers characters have, 0 for none included."""
        return 1 + UNKNOWN + len(self.characters)

    def _ids(self, text: str) -> Any:
        return self._number[_codes(text)]

    def encode(self, texts: Sequence[str]) -> Encoded:
        sizes = np.array([len(t) for t in texts], dtype=np.int64)
        codes = _codes(("\0" * GAP).join((*texts, "")))
        starts = np.cumsum(sizes + GAP) - sizes - GAP
        ids = self._number[codes]
        ids[codes == 0] = 0
        features = np.empty((len(ids), len(FEATURES)), dtype=np.int32)
        features[:, 0] = self._class[codes]
        self._words.mark(ids, features)
        features += _OFFSETS.astype(np.int32)
        return Encoded(ids, pairs_of(ids), features, starts, sizes)


def pairs_of(ids: Any) -> Any:
    """The number of each character with the one before it."""
    before = np.concatenate((np.zeros(1, dtype=ids.dtype), ids[:-1])).astype(np.uint32)
    mixed = (before * np.uint32(40503) + ids.astype(np.uint32)) * np.uint32(2654435761)
    return (mixed >> np.uint32(16)).astype(np.int32)


def _codes(text: str) -> Any:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(codes < _CODES, codes, 0xFFFD) if len(codes) and codes.max() >= _CODES else codes


def plain(c: str) -> str:
    """Full-width letters as plain ones, every digit as 0, other letters as a."""
    folded = unicodedata.normalize("NFKC", c)
    c = folded if len(folded) == 1 else c
    if c.isdigit() and c.isascii():
        return "0"
    if c.isascii() and c.isalpha():
        return "a"
    return "·" if c in "•・‧" else c


@lru_cache(maxsize=1)
def _classes() -> dict[str, int]:
    """What the lexicon knows of a character by itself: how common a family name, what kind of a given name, foreign."""
    found: dict[str, int] = {}
    families = entries("surnames", "single")
    common, rare, never = (frozenset(words("names", f"given_{k}")) for k in ("common", "rare", "never"))
    foreign = frozenset(words("names", "foreign"))
    for c in {*families, *common, *rare, *never, *foreign}:
        share = float(families[c]["share"]) if c in families else 0.0
        family = 0 if not share else 1 if share < 0.3 else 2 if share < 3 else 3
        given = 1 if c in common else 2 if c in rare else 3 if c in never else 0
        if len(c) == 1:
            found[c] = family * 8 + given * 2 + (c in foreign)
    return found


def _groups() -> Iterator[tuple[int, int, Iterable[str]]]:
    """(feature, first value, words): a word's characters get first, middle, last of four values from there."""
    provinces, cities = entries("areas", "provinces"), entries("areas", "prefectures")
    from kg.extraction.gazetteer import index

    known = index()
    countries = set(entries("areas", "countries")) | {f for f, a in known.short.items() if a.level == "country"}
    yield 1, 1, {*known.full, *known.short, *provinces, *cities} - countries
    yield 1, 5, countries
    yield 2, 1, words("titles", "heads")
    yield 2, 5, (*words("titles", "modifiers"), *words("titles", "capacities"))
    yield 3, 1, words("organs", "kinds")
    national = entries("organs", "national")
    yield (
        3,
        5,
        {*national, *(f for p in national.values() for f in str(p.get("also", "")).split()), *words("areas", "bodies")},
    )
    labels = ("CHAIR", "ATTEND", "NONVOTE", "SPEAK", "SAY", "TAKE", "LEAD", "VISIT", "MEET", "TALK", "ESCORT")
    yield 4, 1, {*words("names", "after_words"), *(w for label in labels for w in words("participation", label))}
    yield 4, 5, (*words("titles", "groups"), *words("people", "descriptions"), *words("layout", "writers"))
    yield 5, 1, (*words("names", "not_names"), *words("names", "not_foreign"))
    yield 5, 5, words("surnames", "compound")


def _mixed(numbers: Any) -> Any:
    numbers = numbers * _MULTIPLIER
    return numbers ^ (numbers >> np.uint64(29))


class _Words:
    """The lexicon's words, found in a row of numbers by their hashes, a length at a time; the longest one wins."""

    def __init__(self, ids: Any) -> None:
        self._filter = np.zeros(_TABLE, dtype=bool)
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for feature, first, listed in _groups():
            sized: dict[int, list[str]] = {}
            for word in listed:
                if 1 < len(word) <= _LONGEST:
                    sized.setdefault(len(word), []).append(word)
            for size, alike in sized.items():  # words of one length are hashed together
                for key in self._hash(ids("".join(alike)).reshape(-1, size).T).tolist():
                    found.setdefault((size, key), []).append((feature, first))
        self._keys: dict[int, Any] = {}
        self._marks: dict[int, list[list[tuple[int, int]]]] = {}
        for size in range(2, _LONGEST + 1):
            known = sorted((key, marks) for (n, key), marks in found.items() if n == size)
            self._keys[size] = np.array([key for key, _ in known], dtype=np.uint64)
            self._marks[size] = [marks for _, marks in known]
            self._filter[(self._keys[size] >> np.uint64(46)).astype(np.int64)] = True
        width = max((len(m) for marks in self._marks.values() for m in marks), default=1)
        self._table = {
            size: np.array([(m + [(0, 0)] * width)[:width] for m in marks], dtype=np.int32).reshape(-1, width, 2)
            for size, marks in self._marks.items()
        }

    @staticmethod
    def _hash(ids: Any) -> Any:
        """(characters, words) → (words,)."""
        out = _mixed(ids[0].astype(np.uint64))
        for row in ids[1:]:
            out = _mixed(out + row.astype(np.uint64))
        return out

    def mark(self, ids: Any, features: Any) -> None:
        features[:, 1:] = 0
        wide = ids.astype(np.uint64)
        running = _mixed(wide)
        for size in range(2, _LONGEST + 1):
            if len(running) < 2:
                return
            running = _mixed(running[:-1] + wide[size - 1 :])
            at = np.flatnonzero(self._filter[running >> np.uint64(46)])
            if not len(at) or not len(self._keys[size]):
                continue
            where = np.searchsorted(self._keys[size], running[at])
            where[where == len(self._keys[size])] = 0
            hit = self._keys[size][where] == running[at]
            at, marks = at[hit], self._table[size][where[hit]]
            for k in range(marks.shape[1]):
                feature, first = marks[:, k, 0], marks[:, k, 1]
                use = feature > 0
                a, f, v = at[use], feature[use], first[use]
                for i in range(size):
                    features[a + i, f] = v + (0 if i == 0 else 2 if i == size - 1 else 1)
