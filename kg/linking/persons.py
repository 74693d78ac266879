"""Which persons of different documents are one, and which short foreign name stands for which full one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.linking.mentions import Mentions, PersonMention
from kg.linking.unions import Groups


@dataclass(frozen=True)
class _Facts:
    """What a group of persons must not contradict: printed marks, and full names of several parts."""

    gender: frozenset[str]
    ethnicity: frozenset[str]
    full: frozenset[str]


def link_persons(found: Mentions) -> dict[str, str]:
    """Person id → smallest id of the same human being, for ids that change.

    The same name in papers of the same area is one person, unless the marks after the name (女, 藏族) contradict each
    other; across areas, or where the area is unknown, a shared office is needed too. 科兹洛夫 is 安德烈·科兹洛夫 when it is
    part of that full name, and of no other, among the people of one document or the holders of one office.
    """
    persons = [found.persons[i] for i in sorted(found.persons)]
    facts = {p.id: _facts(p) for p in persons}
    groups = Groups(facts, _merge)
    _join_short_names(persons, [p for p in persons if facts[p.id].full], groups)
    by_name: dict[str, list[PersonMention]] = defaultdict(list)
    for person in persons:
        for name in sorted(person.names):
            by_name[name].append(person)
    for name in sorted(by_name):
        if len(by_name[name]) > 1:
            _join_namesakes(by_name[name], groups)
    return groups.links(found.persons)


_NOTHING = _Facts(frozenset(), frozenset(), frozenset())


def _facts(person: PersonMention) -> _Facts:
    if not person.gender and not person.ethnicity and "·" not in "".join(person.names):
        return _NOTHING  # of nearly all
    return _Facts(frozenset(person.gender), frozenset(person.ethnicity), frozenset(n for n in person.names if "·" in n))


def _merge(a: _Facts, b: _Facts) -> _Facts | None:
    if a is _NOTHING or b is _NOTHING:
        return b if a is _NOTHING else a
    for x, y in ((a.gender, b.gender), (a.ethnicity, b.ethnicity)):
        if x and y and x.isdisjoint(y):
            return None
    if not all(_is_part(x, y) or _is_part(y, x) for x in a.full for y in b.full):
        return None
    return _Facts(a.gender | b.gender, a.ethnicity | b.ethnicity, a.full | b.full)


def _is_part(short: str, full: str) -> bool:
    """Whether the parts of `short` begin or end `full`: 科兹洛夫 and 安德烈 for 安德烈·科兹洛夫."""
    s, f = short.split("·"), full.split("·")
    return f[: len(s)] == s or f[-len(s) :] == s


def _parts(full: str) -> list[str]:
    """The shorter names for which a full one may stand: 科兹洛夫 and 安德烈 of 安德烈·科兹洛夫; none of one character."""
    words = full.split("·")
    ends = [p for i in range(1, len(words)) for p in ("·".join(words[:i]), "·".join(words[i:]))]
    return [p for p in ends if len(p) > 1]


def _join_short_names(persons: list[PersonMention], foreign: list[PersonMention], groups: Groups[_Facts]) -> None:
    docs = set().union(*(p.docs for p in foreign))
    positions = set().union(*(p.positions for p in foreign))
    together: dict[tuple[int, str], list[PersonMention]] = defaultdict(list)
    for person in persons if foreign else ():
        for doc in docs & person.docs:
            together[0, doc].append(person)
        for position in positions & person.positions:
            together[1, position].append(person)
    for key in sorted(together):  # documents first: what they prove, offices must not contradict
        full: dict[str, list[PersonMention]] = defaultdict(list)
        for person in together[key]:
            for name in person.names:
                for part in _parts(name) if "·" in name else ():
                    full[part].append(person)
        for person in together[key] if full else ():
            if full.keys().isdisjoint(person.names):
                continue
            fits = {
                groups.find(other.id): other
                for other in sorted((p for n in person.names for p in full.get(n, ())), key=lambda p: p.id)
                if other is not person
            }
            if len(fits) > 1:  # two brothers in one document: an office in common may still tell
                fits = {i: o for i, o in fits.items() if key[0] == 0 and o.positions & person.positions}
            if len(fits) == 1:
                groups.join(person.id, next(iter(fits)))


def _join_namesakes(namesakes: list[PersonMention], groups: Groups[_Facts]) -> None:
    """One pass for each area and each office: fewer steps than pairs, and blind to the order of statements."""
    first = namesakes[0]
    if first.areas.intersection(*(p.areas for p in namesakes)) and all(
        groups.facts(p.id) is _NOTHING for p in namesakes
    ):
        for person in namesakes:
            groups.join(first.id, person.id)  # all of one area, and nothing that could contradict
        return
    shared: dict[str, list[PersonMention]] = defaultdict(list)
    for person in namesakes:
        for area in person.areas:
            shared[f"area {area}"].append(person)
        for position in person.positions:
            shared[position].append(person)
    for key in sorted(k for k, group in shared.items() if len(group) > 1):
        heads: list[str] = []
        # Those who carry marks come first, so that one without marks is not what decides who joins whom.
        for person in sorted(
            shared[key], key=lambda p: (-len(groups.facts(p.id).full), not (p.gender or p.ethnicity), p.id)
        ):
            fits = [h for h in heads if groups.may_join(h, person.id)]
            distinct = {groups.find(h) for h in fits}
            if len(distinct) == 1:
                groups.join(fits[0], person.id)
            elif not distinct:
                heads.append(person.id)
