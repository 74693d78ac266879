"""Who is who, which offices are one seat, which events are one: merged ids. Pure, and blind to the order of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.linking.events import link_events
from kg.linking.gathering import Gathering, collect
from kg.linking.mentions import Mentions
from kg.linking.offices import link_offices
from kg.linking.persons import link_persons
from kg.statement import Statement

__all__ = ["Gathering", "link", "members", "resolve"]


def link(statements: Iterable[Statement]) -> dict[str, str]:
    """Lead every id that was merged to the smallest id of its group.

    Args:
        statements: in any order; repetitions do not matter.

    Returns:
        Only ids that change: ``{"Person:沈知秋@b.txt": "Person:沈知秋@a.txt"}``. An id that is not in it stands for
        itself, so ``links.get(id, id)`` is the canonical id, and the canonical id leads to itself.
    """
    return resolve(collect(statements))


def resolve(found: Mentions) -> dict[str, str]:
    """`link` of what was gathered from the statements of many documents."""
    persons = link_persons(found)
    return {**persons, **link_offices(found, persons), **link_events(found, persons)}


def members(links: Mapping[str, str]) -> dict[str, list[str]]:
    """Canonical id → all ids of its group, its own among them, sorted."""
    groups: dict[str, set[str]] = {}
    for node, canonical in links.items():
        groups.setdefault(canonical, {canonical}).add(node)
    return {canonical: sorted(group) for canonical, group in sorted(groups.items())}
