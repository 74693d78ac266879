"""What speaks for and against two groups of mentions being one human being; see schemas/linking/people.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    """How common things are among all papers: papers that name a person by name, people that hold an office by its id."""

    weights: Weights
    papers: Mapping[str, int]
    holders: Mapping[str, int]


def weigh(a: Traits, b: Traits, scales: Scales) -> list[Evidence]:
    """All evidence on two groups of one name, but for the name; the same for (b, a)."""
    w = scales.weights.evidence
    home = scales.weights.home
    found = _offices(a, b, scales)
    abroad, also = a.countries - {home}, b.countries - {home}
    if abroad and also:
        shared = abroad & also
        found.append(Evidence("country", min(shared), w["country"]) if shared else _two("two_countries", abroad, also, w))
    elif (abroad and home in b.countries and home not in a.countries) or (
        also and home in a.countries and home not in b.countries
    ):
        found.append(Evidence("abroad_and_home", min(abroad | also), w["abroad_and_home"]))
    if a.areas and b.areas:
        areas = a.areas & b.areas
        found.append(Evidence("area", max(areas, key=_fine), w["area"]) if areas else _two("two_areas", a.areas, b.areas, w))
    if a.papers and b.papers:
        papers = a.papers & b.papers
        found.append(Evidence("paper", min(papers), w["paper"]) if papers else _two("two_papers", a.papers, b.papers, w))
    marks = (a.gender & b.gender) | (a.ethnicity & b.ethnicity)
    found += [Evidence("mark", m, w["mark"]) for m in sorted(marks)]
    found += _companions(a, b, scales)
    if a.names.isdisjoint(b.names) and not a.docs.isdisjoint(b.docs):
        found.append(Evidence("one_document", min(a.docs & b.docs), w["one_document"]))
    if _apart(a, b) is not None and (_apart(a, b) or 0) <= scales.weights.near:
        found.append(Evidence("near_days", "", w["near_days"]))
    return found


def _offices(a: Traits, b: Traits, scales: Scales) -> list[Evidence]:
    w = scales.weights.evidence
    offices = a.offices & b.offices
    plain = sorted(o for o in offices if scales.holders.get(o, 0) < scales.weights.crowded)
    if plain:
        return [Evidence("office", plain[0].partition(":")[2], w["office"])]
    found = []
    if offices:
        found.append(Evidence("crowded_office", min(offices).partition(":")[2], w["crowded_office"]))
    organs = a.organs & b.organs
    if organs:
        return [*found, Evidence("organ", max(organs, key=lambda o: (len(o), o)), w["organ"])]
    titles = a.titles & b.titles
    if titles and (not a.offices or not b.offices):
        return [*found, Evidence("title", min(titles), w["title"])]
    if a.offices and b.offices and not found and a.countries.isdisjoint(b.countries - {scales.weights.home}):
        apart = _apart(a, b)
        near = apart is not None and apart <= scales.weights.near
        found.append(_two("two_offices_near" if near else "two_offices", a.offices, b.offices, w))
    return found


def _companions(a: Traits, b: Traits, scales: Scales) -> list[Evidence]:
    w = scales.weights.evidence
    small, large = (a, b) if len(a.companions) <= len(b.companions) else (b, a)
    shared = [(scales.weights.companion(scales.papers.get(n, 0)), n) for n in small.companions if n in large.companions]
    telling = sorted((x for x in shared if x[0] > 0), key=lambda x: (-x[0], x[1]))
    if telling:
        total = min(w["companions_most"], w["companion"] * sum(x for x, _ in telling))
        return [Evidence("companion", "、".join(n for _, n in telling[:3]), total)]
    if small.companions and not shared:
        return [Evidence("no_companion", "", w["no_companion"])]
    return []


def _two(kind: str, a: set[str], b: set[str], w: Mapping[str, float]) -> Evidence:
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
