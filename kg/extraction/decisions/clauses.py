"""A sentence of decisions taken apart: without its brackets, and cut where an item of its list ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kg.extraction import titles
from kg.extraction.decisions import verbs
from kg.lexicon import alternation, remember

_BRACKET = re.compile(r"[（(]([^（）()]{0,40})[）)]")
_CLAUSE = re.compile(r"[^，,；;。：:！!？?《》…—\n]+")
_PROFILED = re.compile(r"[，,](?:[男女])[，,。；]")
_YEARS = re.compile(r"(?:19|20)\d\d年|[一二][九〇零○][〇一二三四五六七八九零○]{2}年")
_MARK = re.compile("[男女]|[一-鿿]{1,5}族|[男女]，[一-鿿]{1,5}族|[一-鿿]{1,5}族，[男女]")


class Clause(NamedTuple):
    """plain[start:end]; `after` is the mark before it, `mark` the one that ends it; `profile` where a person's data follow."""

    start: int
    end: int
    text: str
    after: str
    mark: str
    profile: bool = False


@dataclass(slots=True)
class Plain:
    """A sentence without its brackets, where each character comes from, and what the bracket before each place said."""

    text: str
    places: list[int]
    notes: dict[int, str]

    def origin(self, at: int) -> int:
        """Where a character of the plain text stands in the sentence."""
        return self.places[min(at, len(self.places) - 1)] if self.places else 0

    def at(self, place: int) -> int:
        """Where a place of the sentence stands in the plain text."""
        return bisect_left(self.places, place)

    def within(self, at: int, clause: Clause) -> bool:
        """Whether a place of the sentence lies in a clause."""
        return self.origin(clause.start) <= at <= self.origin(clause.end - 1)

    def mark(self, name: str) -> str:
        """女，回族 of 白露（女，回族）: what the bracket after a name says of the person."""
        at = self.text.find(name)
        note = self.notes.get(at + len(name), "") if at >= 0 else ""
        return note if _MARK.fullmatch(note) else ""


def plain(text: str) -> Plain:
    """免去白露（女）的职务 → 免去白露的职务."""
    out: list[str] = []
    places: list[int] = []
    notes: dict[int, str] = {}
    at = 0
    for m in [*_BRACKET.finditer(text), None]:
        end = m.start() if m else len(text)
        out.append(text[at:end])
        places += range(at, end)
        if m:
            notes[len(places)] = m[1]
            at = m.end()
    return Plain("".join(out), places, notes)


@remember(1)
def _run_on() -> tuple[re.Pattern[str], re.Pattern[str]]:
    item = "[一-鿿·]{2,9}?"
    return (
        re.compile(f"、?(?:{item}(?:为|任|的|辞去)(?=[一-鿿])|{alternation('decisions', 'verbs')})"),
        re.compile(f"职务、?(?={item}的|{alternation('decisions', 'verbs')})"),
    )


def split(sentence: Plain) -> Iterator[Clause]:
    """The clauses, left to right; the lines of a list that lost its marks are cut where an office is over.

    任命：高远山为区教育局副局长白露为区水利局局长 → 任命, 高远山为区教育局副局长, 白露为区水利局局长.
    """
    text = sentence.text
    for m in _CLAUSE.finditer(text):
        after = text[m.start() - 1] if m.start() else "。"
        profile = _PROFILED.match(text, m.end()) is not None
        cuts = [m.start(), *_cuts(m[0], m.start()), m.end()]
        for a, b in pairwise(cuts):
            yield Clause(
                a, b, text[a:b], after if a == m.start() else "；", text[b : b + 1] if b == m.end() else "；", profile
            )


def _cuts(clause: str, start: int) -> list[int]:
    """Where a line of a list ended: an office, and right after it another item (…副局长|白露为…)."""
    item, done = _run_on()
    ends = {t.end for t in titles.find(clause) if (m := item.match(clause, t.end)) and not _is_of(clause, m)}
    ends |= {m.end() for m in done.finditer(clause)}
    return sorted(start + e for e in ends if e < len(clause))


def _is_of(clause: str, m: re.Match[str]) -> bool:
    """选举区委书记白露为主任: a title before the one who is chosen ends no item."""
    before = clause[: m.start()]
    return not ("为" in before or "的" in before or any(v.form in ("become", "quit") for v in verbs.find(before)))


def tells_years(text: str) -> bool:
    """Whether more than one year is told: a career, or history."""
    return len(_YEARS.findall(text)) > 1
