"""How likely the learned reader thought what it saw, from what was noted; see `kg.explain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.extraction.tracing import Note

Row = dict[str, Any]

_ROLES = ("attended", "chaired", "spoke", "led")


def parts(notes: Iterable[Note]) -> list[Row]:
    """How likely the learned reader thinks each part of each person at each event, and what came of it."""
    found: dict[tuple[str, str], Row] = {}
    for what, facts in notes:
        if what == "reading":
            reading, events = facts["reading"], facts["events"]
            for (k, name), seen in reading.parts.items():
                if (event := events.get(k)) is not None:
                    _likely(found, event.name, name, seen.likely)
        elif what in ("added", "taken"):
            row = _likely(found, facts["event"], facts["name"], facts["likely"])
            row[what].append(facts["fact"])
        elif what == "left" and facts["name"]:
            found[facts["event"], facts["name"]]["why"] = facts["why"]
    return list(found.values())


def _likely(found: dict[tuple[str, str], Row], event: str, person: str, likely: Iterable[float]) -> Row:
    row = found.setdefault((event, person), {"event": event, "person": person, "added": [], "taken": [], "why": None})
    for role, value in zip(_ROLES, likely, strict=True):
        row[role] = round(max(float(value), row.get(role, 0.0)), 3)
    return row


def openings(notes: Iterable[Note]) -> list[Row]:
    """Where the learned reader sees an event told of that the rules do not tell: its words, and how likely."""
    found = []
    for what, facts in notes:
        if what == "reading":
            reading = facts["reading"]
            for k, opening in reading.openings.items():
                event = facts["events"].get(k)
                found.append(
                    {
                        "text": reading.page.text[opening.start : opening.end],
                        "likely": round(opening.likely, 3),
                        "planned": round(opening.planned, 3),
                        "event": event.name if event is not None else None,
                    }
                )
    return found
