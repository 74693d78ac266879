"""Which events told by different articles are one: name or convenor, day and half-day, then shared participants."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg import dates
from kg.linking.mentions import EventMention, Mentions
from kg.linking.names import is_part, wording
from kg.linking.unions import Groups

#: Days to which 日前 and the like can reach back; an event known no closer than this is only compared by its full name.
_LONGEST = 62


@dataclass(frozen=True)
class _Facts:
    """What a group of events must not contradict: one event of each article, one day, one half-day."""

    articles: frozenset[str]
    days: frozenset[str]
    halves: frozenset[str]


@dataclass(frozen=True, eq=False)
class _Known:
    """An event as compared: its normalised names, those that tell it from others, and what they say beside its convenor."""

    event: EventMention
    area: str | None
    scope: str
    names: tuple[str, ...]
    telling: frozenset[str]
    cores: frozenset[str]
    span: tuple[str | None, str | None]
    people: frozenset[str]
    facts: _Facts


def link_events(found: Mentions, persons: Mapping[str, str]) -> dict[str, str]:
    """Event id → smallest id of the same event, for ids that change.

    Args:
        found: the events that statements name.
        persons: what `link_persons` found, so that one participant told by two articles counts as shared.

    Two events of one article stay two, and so do events on different days or half-days. The best pairs are joined
    first; a later pair that would bring two events of one article together is refused.
    """
    memory = found.memory
    known = [_know(found.events[i], found, persons) for i in sorted(found.events)]
    fresh = {k for k in known if memory.known.get(k.event.id) is not k}
    memory.known = {k.event.id: k for k in known}
    scores = memory.scores = {
        (i, j): (a, b, score)
        for (i, j), (a, b, score) in memory.scores.items()
        if memory.known.get(i) is a and memory.known.get(j) is b
    }
    for a, b in _candidates(known, fresh):
        if a.people and b.people and a.people.isdisjoint(b.people):
            continue  # `_score` would say 0; this is the cheapest of its tests, and the one that most pairs fail
        if a.event.id > b.event.id:
            a, b = b, a
        pair = a.event.id, b.event.id
        if pair not in scores:
            scores[pair] = (a, b, _score(a, b))
    groups = Groups({k.event.id: k.facts for k in known}, _merge)
    for _, a_id, b_id in sorted((-score, *pair) for pair, (_, _, score) in scores.items() if score > 0):
        groups.join(a_id, b_id)
    return groups.links(found.events)


def _know(event: EventMention, found: Mentions, persons: Mapping[str, str]) -> _Known:
    doc = min(event.docs)
    area, scope = found.areas.get(doc), found.scopes[doc]
    people = frozenset([persons.get(p, p) for p in event.participants])
    before = found.memory.known.get(event.id)
    if before and before.area == area and before.scope == scope:
        return before if before.people == people else replace(before, people=people)
    words = wording(area)
    names = tuple(sorted({words.normalise(n) for n in event.names}))
    convenor = min(event.convenors, default=None)
    cores = frozenset(words.core(n, convenor) for n in names)
    telling = frozenset(n for n in names if words.is_telling(n))
    return _Known(event, area, scope, names, telling, cores, _span(event), people, _facts(event))


def _facts(event: EventMention) -> _Facts:
    day = frozenset({event.first} if event.exact and event.first else ())
    return _Facts(frozenset(event.articles), day, frozenset(event.halves))


def _merge(a: _Facts, b: _Facts) -> _Facts | None:
    if not a.articles.isdisjoint(b.articles):
        return None
    for x, y in ((a.days, b.days), (a.halves, b.halves)):
        if x and y and x != y:
            return None
    return _Facts(a.articles | b.articles, a.days | b.days, a.halves | b.halves)


def _candidates(known: list[_Known], fresh: set[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Pairs worth a look: same scope and day; an equal name; or dates that overlap and a person shared in one document.

    At least one of a pair is fresh; the others have been looked at.
    """
    by_day: dict[tuple[str, str], list[_Known]] = defaultdict(list)
    by_person: dict[tuple[str, str, str], list[_Known]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[_Known]] = defaultdict(list)
    for k in known:
        if k.event.exact and k.event.first:
            by_day[k.scope, k.event.first].append(k)
        for doc in k.event.docs:  # in two documents only an equal name tells, when the day is not known
            for person in k.people:
                by_person[k.scope, doc, person].append(k)
        for name in k.names:
            by_name[k.scope, name].append(k)
    for when in sorted(by_day):
        same = by_day[when]
        if not fresh.isdisjoint(same):
            yield from ((a, b) for i, a in enumerate(same) for b in same[i + 1 :] if a in fresh or b in fresh)
    starts = {
        key: sorted((k.event.first, i) for i, k in enumerate(group) if k.event.first)
        for key, group in by_person.items()
    }
    for k in known:
        if k.event.exact:
            continue
        for name in k.names:
            same = by_name[k.scope, name]
            yield from ((k, other) for other in same if other is not k and (k in fresh or other in fresh))
        first, last = k.span
        if not first or not last or dates.days_between(first, last) > _LONGEST:
            continue
        begin = dates.shift(first, -_LONGEST) or first
        for key in ((k.scope, doc, person) for doc in k.event.docs for person in k.people):
            near = starts[key]
            for _, i in near[bisect_left(near, (begin, -1)) : bisect_right(near, (last, len(known)))]:
                if (other := by_person[key][i]) is not k and (k in fresh or other in fresh):
                    yield k, other


def _score(a: _Known, b: _Known) -> float:
    """0 when the two are different events, else the more the surer."""
    x, y = a.event, b.event
    body = not x.convenors.isdisjoint(y.convenors)
    agree = _names_agree(a, b)
    if not agree and not body:
        return 0
    if a.scope != b.scope or not x.articles.isdisjoint(y.articles) or not _may_be_same_time(a, b):
        return 0
    same_day = x.exact and y.exact and x.first == y.first
    if not same_day and x.docs.isdisjoint(y.docs):
        # A day that is not known meets many days: only a full name tells, and of no known time not even that.
        if agree < 2 or not (a.span[0] and b.span[0]) or not _telling(a, b):
            return 0
    if x.statuses and y.statuses and x.statuses.isdisjoint(y.statuses) and not (agree == 2 and same_day):
        return 0
    if agree < 2 and body and not _one_meeting_of_a_body(a, b):
        return 0
    shared = len(a.people & b.people)
    if not shared and not (agree == 2 and not (a.people and b.people) and _telling(a, b)):
        return 0
    closeness = shared / max(1, len(a.people | b.people))
    return 4 * max(agree, 1) + 2 * same_day + bool(x.halves & y.halves) + body + closeness


def _names_agree(a: _Known, b: _Known) -> int:
    """2 when a name of both is equal, 1 when a telling name of one begins or ends a name of the other, else 0."""
    if any(n in b.names for n in a.names):
        return 2
    pairs = ((m, n) for x, y in ((a, b), (b, a)) for m in x.telling for n in y.names)
    return 1 if any(is_part(m, n) for m, n in pairs) else 0


def _telling(a: _Known, b: _Known) -> bool:
    return any(n in b.names for n in a.telling)


def _one_meeting_of_a_body(a: _Known, b: _Known) -> bool:
    """A body may meet twice in a half-day: full names that differ are two meetings, an empty name is either."""
    if a.event.kinds and b.event.kinds and a.event.kinds.isdisjoint(b.event.kinds):
        return False
    return any(not c or not d or c in d or d in c for c in a.cores for d in b.cores)


def _span(event: EventMention) -> tuple[str | None, str | None]:
    """First and last day on which it can have been; a bound that is not known lies `_LONGEST` days off the other."""
    first, last = event.first, event.last
    return first or (last and dates.shift(last, -_LONGEST)), last or (first and dates.shift(first, _LONGEST))


def _may_be_same_time(a: _Known, b: _Known) -> bool:
    x, y = a.event, b.event
    if x.halves and y.halves and x.halves.isdisjoint(y.halves):
        return False
    if x.exact and y.exact:
        return x.first == y.first
    (x1, x2), (y1, y2) = a.span, b.span
    return not (x1 and x2 and y1 and y2) or (x1 <= y2 and y1 <= x2)
