"""Changes of office told beside: 区水务局局长高远山接受审查调查, 新当选的区长白露."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.decisions.clauses import Plain
from kg.extraction.people import Participant
from kg.lexicon import alternation, entries, remember

#: Between the name and what is told of somebody.
_REACH = 40
#: Between 新当选 and 的 (新当选并获中央政府任命的).
_RELATED = 12


@remember(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(
            f"^(?:{alternation('titles', 'address')})?[^，。；]{{0,{_REACH}}}?"
            f"(?:，(?={alternation('decisions', 'before_probes')})[^，。；]{{0,{_REACH}}}?)*{alternation('decisions', 'probes')}"
        ),
        re.compile(
            f"(?P<word>{alternation('decisions', 'newly')})$|"
            f"(?P<begun>{alternation('decisions', 'newly_begun')})[^，。；、]{{1,{_RELATED}}}的$"
        ),
    )


def newly(text: str, at: int) -> str | None:
    """The kind of change that words right before an office tell of: elected of 新当选的|区长甲; null where they tell of none."""
    word = _patterns()[1].search(text, 0, at)
    if word is None:
        return None
    name = "newly" if word["word"] else "newly_begun"
    return str(entries("decisions", name)[word["word"] or word["begun"]]["kind"])


def find(plain: Plain, named: Sequence[Participant]) -> Iterator[tuple[str, Participant, int]]:
    """(kind, person with offices, place in the sentence) of each change told beside."""
    probe = _patterns()[0]
    kind = ""
    for k, person in enumerate(named):
        joined = bool(k) and plain.text[plain.at(named[k - 1].end) : plain.at(person.begin)] in ("、", "和")
        kind = kind if joined else ""
        if not person.posts or person.posts[-1].end > person.start:
            continue
        if probe.match(plain.text[plain.at(person.end) : _next(plain, named, k)]):
            yield "investigated", person, person.start
            continue
        kind = newly(plain.text, plain.at(min(p.start for p in person.posts))) or kind
        if kind:
            yield kind, person, person.start


def _next(plain: Plain, named: Sequence[Participant], k: int) -> int:
    """Where the next person begins who is not of the same list (甲、乙接受审查调查 is told of both)."""
    for before, person in zip(named[k:], named[k + 1 :], strict=False):
        if plain.text[plain.at(before.end) : plain.at(person.begin)] not in ("、", "，", "和", "及"):
            return plain.at(person.begin)
    return len(plain.text)
