"""Changes of office told beside: 区水务局局长高远山接受审查调查, 新当选的区长白露."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.decisions.clauses import Plain
from kg.extraction.people import Participant
from kg.lexicon import alternation, entries, remember

#: Between the name and what is told of somebody.
_REACH = 40


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(
            f"^(?:{alternation('titles', 'address')})?[^，。；]{{0,{_REACH}}}?"
            f"(?:，(?={alternation('decisions', 'before_probes')})[^，。；]{{0,{_REACH}}}?)*{alternation('decisions', 'probes')}"
        ),
        re.compile(f"(?P<word>{alternation('decisions', 'newly')})$"),
    )


def find(plain: Plain, named: Sequence[Participant]) -> Iterator[tuple[str, Participant, int]]:
    """(kind, person with offices, place in the sentence) of each change told beside."""
    probe, newly = _patterns()
    kind = ""
    for k, person in enumerate(named):
        joined = bool(k) and plain.text[plain.at(named[k - 1].end) : plain.at(person.begin)] in ("、", "和")
        kind = kind if joined else ""
        if not person.posts or person.posts[-1].end > person.start:
            continue
        if probe.match(plain.text[plain.at(person.end) : _next(plain, named, k)]):
            yield "investigated", person, person.start
            continue
        if word := newly.search(plain.text, 0, plain.at(min(p.start for p in person.posts))):
            kind = str(entries("decisions", "newly")[word["word"]]["kind"])
        if kind:
            yield kind, person, person.start


def _next(plain: Plain, named: Sequence[Participant], k: int) -> int:
    """Where the next person begins who is not of the same list (甲、乙接受审查调查 is told of both)."""
    for before, person in zip(named[k:], named[k + 1 :], strict=False):
        if plain.text[plain.at(before.end) : plain.at(person.begin)] not in ("、", "，", "和", "及"):
            return plain.at(person.begin)
    return len(plain.text)
