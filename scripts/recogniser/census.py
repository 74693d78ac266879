"""What all sentences together say of a string: how often it was called a person or a place, and what stood beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import schemas
from kg.extraction import areas, names


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    return dict(schemas.load(Path(__file__).with_name("labels.yaml")))


@lru_cache(maxsize=1)
def _around() -> dict[str, re.Pattern[str]]:
    """Words beside places and beside people."""
    listed = {
        k: "|".join(map(re.escape, sorted(data()[k], key=len, reverse=True)))
        for k in ("before_places", "after_places", "after_people")
    }
    return {k: re.compile(f"(?:{v})$" if k.startswith("before") else f"(?:{v})") for k, v in listed.items()}


class Census:
    """How often each string was called a person or a place, and by how many: what one sentence leaves open, all may settle."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.person: dict[int, Counter[str]] = {1: Counter(), 2: Counter(), 3: Counter()}
        self.other: Counter[str] = Counter()
        self.agreed: Counter[str] = Counter()
        self.any: Counter[str] = Counter()
        self.beside: dict[str, Counter[str]] = {"place": Counter(), "person": Counter()}
        around = _around()
        for row in rows:
            for a, b, label, votes in row["entities"]:
                s = row["text"][a:b]
                if around["after_people"].match(row["text"], b):
                    self.beside["person"][s] += 1
                elif around["after_places"].match(row["text"], b) or around["before_places"].search(
                    row["text"], max(0, a - 4), a
                ):
                    self.beside["place"][s] += 1
                if label == "PERSON":
                    self.person[len(votes)][s] += 1
                else:
                    self.other[s] += 1
                    self.any[label + s] += 1
                    self.agreed[label + s] += votes == "LA"

    def is_person(self, s: str) -> bool:
        """Called a person by all three often enough, and rarely anything else."""
        three, two, one = (self.person[n][s] for n in (3, 2, 1))
        good = three + two
        return (
            not self.is_place(s)
            and three >= 2
            and good >= 2 * one
            and good >= 4 * self.other[s]
            and not areas.locate(s)
        )

    def is_place(self, s: str) -> bool:
        """顿涅茨克, 巴赫穆特: stands where places do, and hardly ever where people do."""
        place = self.beside["place"][s]
        return place >= 3 and place >= 3 * self.beside["person"][s] and "·" not in s and not names.is_han_name(s)

    def is_abroad(self, s: str) -> bool:
        """A place by its transcription too, which somebody calls one now and then."""
        return self.is_place(s) and len(s) > 2 and names.transcribes(s) and self.other[s] > 1

    def settled(self, label: str, s: str) -> bool:
        """Do both recognisers mostly agree on this organ or place?"""
        seen = self.any[label + s]
        return self.agreed[label + s] >= 3 and self.agreed[label + s] >= 0.6 * seen
