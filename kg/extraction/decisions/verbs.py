"""The verbs by which changes of office are told, found in a clause: 任命, 免去, 辞去, 当选, 不再担任."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.lexicon import any_of, entries, remember, words


class Verb(NamedTuple):
    """clause[start:end]; `form` tells what stands where, `kind` what kind of change it is."""

    start: int
    end: int
    form: str
    kind: str
    #: It tells of a change only beside words of a decision (甲任某职).
    cued: bool = False
    #: Each of the people gets one of the offices (甲、乙分任党组书记、局长).
    each: bool = False
    #: The office after it is held as acting (代理区长职务).
    acting: bool = False

    @property
    def type(self) -> str:
        """APPOINTED or REMOVED."""
        return "APPOINTED" if self.kind in ("appointed", "elected", "nominated", "acting") else "REMOVED"


@remember(1)
def _pattern() -> re.Pattern[str]:
    plain, verbs = words("decisions", "plain"), words("decisions", "verbs")
    return re.compile(any_of({*plain, *verbs}))


@remember(1)
def might_pattern() -> re.Pattern[str]:
    """What a sentence must have to be read for changes: a verb, or the form of an item of a list."""
    return re.compile(any_of([*words("decisions", "verbs"), *words("decisions", "probes"), "为", "职务", "："]))


def gives(text: str) -> bool:
    """Whether a verb by which somebody is put into an office stands in a text: 任命, 选举."""
    table = entries("decisions", "verbs")
    return any(m[0] in table and table[m[0]]["form"] == "give" for m in _pattern().finditer(text))


def find(clause: str) -> list[Verb]:
    """The verbs of a clause, left to right; a joint after a verb of giving (任命甲为, 选举乙任) is no verb of its own."""
    table = entries("decisions", "verbs")
    found: list[Verb] = []
    if opened := entries("decisions", "opens").get(clause.strip(" ：")):
        return [Verb(0, len(clause), str(opened["form"]), str(opened["kind"]))]
    for m in _pattern().finditer(clause):
        p = table.get(m[0])
        if p is None:
            continue
        if "acting" in p and found:
            continue  # 任命甲为副区长、代理区长
        if "cue" in p and clause.startswith("的", m.end()):
            continue  # 免去甲兼任的…职务
        joint = found and found[-1].form == "give" and m[0] in words("decisions", "joints")
        if joint and found[-1].end < m.start():
            continue
        found.append(Verb(m.start(), m.end(), str(p["form"]), str(p["kind"]), "cue" in p, "each" in p, "acting" in p))
    return found


def might(text: str) -> bool:
    """Whether a text holds a verb of change at all."""
    return any(m[0] in entries("decisions", "verbs") for m in _pattern().finditer(text))
