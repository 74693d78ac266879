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
        re.compile(f"^[^。]{{0,{_REACH}}}?{alternation('decisions', 'probes')}"),
        re.compile(f"(?P<word>{alternation('decisions', 'newly')})$"),
    )


def find(plain: Plain, named: Sequence[Participant]) -> Iterator[tuple[str, Participant, int]]:
    """(kind, person with offices, place in the sentence) of each change told beside."""
    probe, newly = _patterns()
    for k, person in enumerate(named):
        if not person.posts or person.posts[-1].end > person.start:
            continue
        end = plain.at(person.end)
        stop = next((plain.at(p.begin) for p in named[k + 1 :] if plain.text[plain.at(p.begin) - 1 : plain.at(p.begin)] not in "、，和"), None)
        if probe.match(plain.text[end:stop]):
            yield "investigated", person, person.start
            continue
        begin = plain.at(min(p.start for p in person.posts))
        if word := newly.search(plain.text, 0, begin):
            yield str(entries("decisions", "newly")[word["word"]]["kind"]), person, person.start
