"""A build's files as the scorer sees them: events and posts of one source document at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.evaluation.comparing import normalise, split_capacity

#: Edge types of taking part, and the metrics that count them.
ROLES = {"ATTENDED": "attended", "CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}

#: One thing found or annotated: name, date, and sets of people under the values of `ROLES`.
Row = dict[str, Any]


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _lines(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError) as e:
        raise GraphError(path, "cannot be read as part of a build", "run kg build first, or name its folder") from e


class Export:
    """A build's files, one view for each source document."""

    def __init__(self, folder: Path) -> None:
        self.nodes = {n["id"]: n for n in _lines(folder / "nodes.jsonl")}
        self.by_doc: dict[str, list[Row]] = defaultdict(list)
        self.organ: dict[str, list[str]] = defaultdict(list)
        for edge in _lines(folder / "edges.jsonl"):
            if edge["type"] == "AT":
                self.organ[edge["source"]].append(self.name(edge["target"]))
            for doc in sorted({Path(d).name for d in _list(edge.get("docs"))}):
                self.by_doc[doc].append(edge)

    def name(self, node: str) -> str:
        return normalise(self.nodes[node].get("name"))

    def events(self, doc: str) -> list[Row]:
        """Events of a document with date, name, planned, places, and people by role."""
        found: dict[str, Row] = {}
        for edge in self.by_doc[doc]:
            source, target = self.nodes.get(edge["source"], {}), self.nodes.get(edge["target"], {})
            if target.get("label") == "Event":
                event = found.setdefault(edge["target"], self._event(target))
                if source.get("label") == "Person" and edge["type"] in (*ROLES, "EXPECTED_AT"):
                    event[ROLES.get(edge["type"], "expected")].add(normalise(source.get("name")))
            if source.get("label") == "Event" and edge["type"] in ("HELD_AT", "VISITED"):
                found.setdefault(edge["source"], self._event(source))["places"].add(self.name(edge["target"]))
        return [found[k] for k in sorted(found)]

    @staticmethod
    def _event(node: Row) -> Row:
        about = {"name": node.get("name") or "", "date": node.get("date"), "planned": node.get("status") == "planned"}
        return {**about, "places": set(), "expected": set(), **{r: set() for r in ROLES.values()}}

    def posts(self, doc: str, types: tuple[str, ...]) -> list[tuple[str, list[str], list[str], str, str]]:
        """(person, forms of the title, organs, capacity, edge type) of each holding or change."""
        rows = []
        for edge in self.by_doc[doc]:
            if edge["type"] in types:
                seat = self.nodes[edge["target"]]
                printed = {normalise(t) for t in _list(edge.get("titles"))}
                split = [split_capacity(t) for t in sorted(printed)]
                capacity = edge.get("capacity") or next((c for c, _ in split if c != "full"), "full")
                forms = {t for _, t in split} | {normalise(seat.get("title")), normalise(seat.get("name"))}
                organs = self.organ[edge["target"]]
                rows.append((self.name(edge["source"]), sorted(forms - {""}), organs, capacity, edge["type"]))
        return rows
