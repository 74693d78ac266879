"""Invented people: family names by frequency, given names that are words or end like verbs, minorities, foreigners."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from kg import schemas
from kg.extraction import names
from kg.lexicon import entries, words


class People:
    """Draws names.

    Args:
        known: people of the training text, from whom the characters of given names and foreign names are counted.
    """

    def __init__(self, rng: random.Random, known: Counter[str]) -> None:
        self.rng = rng
        self.data: dict[str, Any] = dict(schemas.load(Path(__file__).with_name("invented.yaml")))
        single = entries("surnames", "single")
        self.families = list(single)
        self.shares = [float(p["share"]) for p in single.values()]
        self.compound = [*words("surnames", "compound")[:24], *words("surnames", "compound")]
        self._count(known)

    def _count(self, known: Counter[str]) -> None:
        first: Counter[str] = Counter()
        last: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        chain: dict[str, Counter[str]] = defaultdict(Counter)
        foreign: list[str] = []
        # Few texts know no foreigner; then the characters that transcribe are put together as they stand.
        strange = words("names", "foreign")
        spare = (
            ()
            if any("·" in n for n in known)
            else (f"{a}{b}{c}·{d}{e}" for a, b, c, d, e in zip(*[iter(strange[:50])] * 5, strict=True))
        )
        for name in (*known, *spare):
            if names.is_han_name(name) and len(name) < 4:
                given = name[1:]
                if len(given) == 2:
                    first[given[0]] += 1
                    last[given[1]] += 1
                else:
                    alone[given] += 1
            elif "·" in name or len(name) > 3:
                foreign.append(name)
                for part in re.split("[·-]", name):
                    for a, b in zip("^" + part, part + "$", strict=True):
                        chain[a][b] += 1
        self.common, self.rare = words("names", "given_common"), words("names", "given_rare")
        self.first, self.last, self.alone = (_table(c or Counter(self.common)) for c in (first, last, alone))
        self.chain = {a: _table(c) for a, c in chain.items()}
        self.foreigners = foreign

    def _pick(self, key: str) -> str:
        return str(self.rng.choice(self.data[key]))

    def person(self, foreign: float = 0.07) -> str:
        r = self.rng.random()
        if r < foreign:
            return self.foreigner()
        if r < foreign + 0.05:
            return self._minority()
        return self.han()

    def han(self) -> str:
        rng = self.rng
        r = rng.random()
        if r < 0.8:
            family = rng.choices(self.families, self.shares)[0]
        elif r < 0.95:
            family = rng.choice(self.families)
        else:
            family = rng.choice(self.compound)
        if len(family) == 1 and rng.random() < 0.004:
            return family + rng.choices(self.families, self.shares)[0] + self._given(2)
        return family + self._given(1 if rng.random() < (0.22 if len(family) == 1 else 0.35) else 2)

    def _given(self, size: int) -> str:
        rng = self.rng
        if size == 1:
            r = rng.random()
            if r < 0.6:
                return _draw(rng, self.alone)
            return rng.choice(self.common if r < 0.8 else self.rare if r < 0.95 else str(self.data["verb_ends"]))
        r = rng.random()
        if r < 0.03:
            return self._pick("word_names")
        if r < 0.08:
            return (
                rng.choice(self.common) * 2
                if rng.random() < 0.5
                else rng.choice(self.common) + rng.choice(str(self.data["verb_ends"]))
            )
        a = (
            _draw(rng, self.first)
            if rng.random() < 0.7
            else rng.choice(self.common if rng.random() < 0.7 else self.rare)
        )
        b = (
            _draw(rng, self.last)
            if rng.random() < 0.7
            else rng.choice(self.common if rng.random() < 0.7 else self.rare)
        )
        return a + b

    def foreigner(self) -> str:
        rng = self.rng
        if rng.random() < 0.3:
            return rng.choice(self.foreigners)
        parts = [self._foreign_part() for _ in range(rng.choices((1, 2, 3), (50, 42, 8))[0])]
        return "·".join(parts)

    def _foreign_part(self) -> str:
        while True:
            part, at = "", "^"
            while len(part) < 8:
                at = _draw(self.rng, self.chain[at])
                if at == "$":
                    break
                part += at
            if 2 <= len(part) <= 7:
                return part

    def _minority(self) -> str:
        rng = self.rng
        r = rng.random()
        if r < 0.4:
            ends = self.data["uyghur"]
            return "·".join("".join(rng.sample(ends, rng.choice((1, 1, 2)))) for _ in range(2))
        if r < 0.75:
            return "".join(rng.sample(words("names", "elements")[:30], 2))
        return "".join(rng.sample(self.data["mongol"], rng.choice((1, 2))))


def _table(counts: Counter[str]) -> tuple[list[str], list[float]]:
    keys = sorted(counts)
    total, running, sums = sum(counts.values()), 0.0, []
    for k in keys:
        running += counts[k] / total
        sums.append(running)
    return keys, sums


def _draw(rng: random.Random, table: tuple[list[str], list[float]]) -> str:
    return rng.choices(table[0], cum_weights=table[1])[0]
