"""What speaks for and against two groups of mentions being one human being; see schemas/linking/people.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from kg.linking.traits import Traits
from kg.linking.weights import Weights


class Evidence(NamedTuple):
    """One reason: ``("office", "公安部部长", 5.0)``. What it is about is empty where the kind says all."""

    kind: str
    what: str
    weight: float


@dataclass(frozen=True)
class Scales:
    """How common things are: papers that name a person, by name; people that hold an office, by its id; and all papers."""

    weights: Weights
    papers: Mapping[str, int]
    holders: Mapping[str, int]
    all: int = 0


def weigh(a: Traits, b: Traits, scales: Scales, foreign: bool = False) -> list[Evidence]:
    """All evidence on two groups of one name, but for the name; the same for (b, a).

    Args:
        foreign: whether the name is a foreign one.
    """
    w = scales.weights.evidence
    found = _offices(a, b, scales, foreign)
    if a.abroad and b.abroad:
        country, share = _most_shared(a.abroad, a.located, b.abroad, b.located)
        if share >= scales.weights.much:
            found.append(Evidence("country", country, w["country"]))
        else:
            # The office of another country that a few mentions have is a slip of reading, and so proves nothing.
            found = [e for e in found if e.weight < 0] + [_two("two_countries", a.abroad, b.abroad, w)]
    elif (a.abroad and b.home and not a.home) or (b.abroad and a.home and not b.home):
        found.append(Evidence("abroad_and_home", min((*a.abroad, *b.abroad)), w["abroad_and_home"]))
    public = scales.weights.public
    if (
        a.sorts
        and b.sorts
        and (a.sorts.isdisjoint(public) != b.sorts.isdisjoint(public))
        and a.sorts.isdisjoint(b.sorts)
    ):
        found.append(_two("two_sorts", a.sorts, b.sorts, w))
    if a.areas and b.areas:
        areas = a.areas & b.areas
        finest = max(areas, key=_fine, default="")
        if not areas:
            found.append(_two("two_areas", a.areas, b.areas, w))
        elif finest in (max(a.areas, key=_fine), max(b.areas, key=_fine)):  # else two districts of one province
            found.append(Evidence("area", finest, w["area"]))
    if a.papers and b.papers:
        papers = a.papers & b.papers
        found.append(
            Evidence("paper", min(papers), w["paper"]) if papers else _two("two_papers", a.papers, b.papers, w)
        )
    small, large = sorted((a, b), key=lambda t: t.size)
    if not foreign and large.size > 1 and not small.offices and not small.abroad:
        found.append(Evidence("fame", "", round(min(w["fame_most"], w["fame"] * log2(large.size)), 2)))
    marks = (a.gender & b.gender) | (a.ethnicity & b.ethnicity)
    found += [Evidence("mark", m, w["mark"]) for m in sorted(marks)]
    found += _companions(a, b, scales)
    if a.names.isdisjoint(b.names) and not a.docs.isdisjoint(b.docs):
        found.append(Evidence("one_document", min(a.docs & b.docs), w["one_document"]))
    days = _apart(a, b)
    if days is not None and days <= scales.weights.near:
        found.append(Evidence("near_days", "", w["near_days"]))
    return found


def _offices(a: Traits, b: Traits, scales: Scales, foreign: bool) -> list[Evidence]:
    w = scales.weights.evidence
    office, share = _most_shared(a.offices, a.placed, b.offices, b.placed)
    if share >= scales.weights.some:
        name = office.partition(":")[2]
        if scales.holders.get(office, 0) >= scales.weights.crowded:
            return [Evidence("crowded_office", name, w["crowded_office"])]
        return [Evidence("office", name, w["office"] if share >= scales.weights.much else w["office"] / 2)]
    if worded := _wording(a, b):
        return [Evidence("office_wording", worded, w["office_wording"])]
    organs = a.organs & b.organs
    if organs:
        return [Evidence("organ", max(organs, key=lambda o: (len(o), o)), w["organ"])]
    titles = a.titles & b.titles
    if titles and (not a.offices or not b.offices):
        kind = "title_abroad" if foreign else "title"
        return [Evidence(kind, min(titles), w[kind])]
    if a.offices and b.offices and a.abroad.keys().isdisjoint(b.abroad):
        kind = "two_offices"
        if a.seated and b.seated:
            kind = "two_seats_at_once" if _apart(a, b) == 0 else "two_seats_in_turn"
        return [_two(kind, a.offices, b.offices, w)]
    return []


def _most_shared(a: Counter[str], of_a: int, b: Counter[str], of_b: int) -> tuple[str, float]:
    """What is common to most of both, and to how large a part of the one of which it is the smaller."""
    shared = a.keys() & b.keys()
    best = max(((min(a[x] / of_a, b[x] / of_b), x) for x in shared), default=(0.0, ""))
    return best[1], best[0]


def _wording(a: Traits, b: Traits) -> str | None:
    """Two wordings of one office: the characters of the shorter stand in the longer in their order, and so does the title."""
    titles = a.titles & b.titles
    for x, y in ((x, y) for x in sorted(a.offices) for y in sorted(b.offices)) if titles else ():
        short, long = sorted((x.partition(":")[2], y.partition(":")[2]), key=lambda n: (len(n), n))
        if any(
            short.endswith(t) and long.endswith(t) and _within(short, long, t) for t in titles if len(t) < len(short)
        ):
            return f"{short} / {long}"
    return None


def _within(short: str, long: str, title: str) -> bool:
    left = iter(long.removesuffix(title))
    return all(c in left for c in short.removesuffix(title))


def _companions(a: Traits, b: Traits, scales: Scales) -> list[Evidence]:
    w = scales.weights.evidence
    small, large = (a, b) if len(a.companions) <= len(b.companions) else (b, a)
    shared = [
        (scales.weights.companion(scales.papers.get(n, 0), scales.all), n)
        for n in small.companions
        if n in large.companions
    ]
    telling = sorted((x for x in shared if x[0] > 0), key=lambda x: (-x[0], x[1]))
    if telling:
        total = min(w["companions_most"], w["companion"] * sum(x for x, _ in telling))
        return [Evidence("companion", "、".join(n for _, n in telling[:3]), total)]
    if small.companions and not shared:
        return [Evidence("no_companion", "", w["no_companion"])]
    return []


def _two(kind: str, a: Iterable[str], b: Iterable[str], w: Mapping[str, float]) -> Evidence:
    ends = sorted((min(a).partition(":")[2] or min(a), min(b).partition(":")[2] or min(b)))
    return Evidence(kind, " / ".join(ends), w[kind])


def _fine(code: str) -> tuple[int, str]:
    """The smallest area: the code with the fewest zeros at its end."""
    return -(len(code) - len(code.rstrip("0"))), code


def _apart(a: Traits, b: Traits) -> int | None:
    """Days between the nearest days on which the two were named; 0 where the times overlap."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return None
    return max(0, b.first - a.last, a.first - b.last)
