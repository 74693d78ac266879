"""What a rule states: any edge of the ontology, with what the pattern captures at its ends and in its properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import lexicon
from kg.errors import SchemaError
from kg.ontology import EdgeClass, Ontology, Property
from kg.schemas import Located

#: Facts of people at an event, which are told together: one ATTENDED with roles, offices and place in the list.
PARTS = ("ATTENDED", "CHAIRED", "SPOKE_AT", "LED")
#: Announced changes of office.
CHANGES = ("APPOINTED", "REMOVED")
#: What an end may be called that no capture fills: the event that the match speaks of, and the article.
OPEN = {"event": "Event", "article": "Article"}
#: What a capture must be to stand for a node of a label.
_KIND_OF = {"Person": "people", "Position": "positions", "Event": "events"}
#: Properties of these folds are worked out, or help linking alone; no rule gives them.
_WORKED_OUT = ("computed", "drop", "ids")
#: Properties that are read with what they belong to: offices as printed, the first and the last day of a date.
_READ = ("titles", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Fact:
    """One edge: `source` and `target` name a capture, or are ``event`` or ``article``; a target may be empty for APPOINTED,
    REMOVED and HOLDS, and is then each office printed with the name. Of `properties`, values that begin with $ name a capture."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Any] = field(default_factory=dict)

    def captures(self) -> Iterator[str]:
        """The names of captures that it speaks of."""
        yield from (end for end in (self.source, self.target) if end and end not in OPEN)
        yield from (v[1:] for v in self.properties.values() if isinstance(v, str) and v.startswith("$"))

    @property
    def of_event(self) -> bool:
        return "event" in (self.source, self.target)


#: Capture name → the labels that it may hold.
Captures = Mapping[str, tuple[str, ...]]


def kinds(labels: tuple[str, ...]) -> set[str]:
    """What units of these labels are: people, positions, events, dates or words; a gap (no label) is words."""
    known = lexicon.entries("units", "kinds")
    return {str(known[label]["kind"]) if label in known else "words" for label in labels} or {"words"}


def read(path: Path, line: int, given: Any, captures: Captures) -> tuple[Fact, ...]:
    """The facts of a rule, each with both its ends.

    Args:
        given: as written: ``{who: [ATTENDED], organ: [REPRESENTED_AT]}``, each said of the event that the match speaks of; or
            a list of ``{type: SIGNED_WITH, source: left, target: right, document: $deal}``, or of both.
        captures: of the rule's pattern.

    Raises:
        SchemaError: a fact that could not be emitted, with what is allowed.
    """
    reader = _Reader(path, line, captures)
    if isinstance(given, Located):
        return tuple(reader.short(given))
    if not isinstance(given, list) or not all(isinstance(f, Located) for f in given):
        raise SchemaError(f"{path}:{line}", "facts are no mapping and no list of mappings", "write {who: [ATTENDED]}")
    return tuple(f for each in given for f in ([reader.long(each)] if "type" in each else reader.short(each)))


def with_kind(fact: Fact, kind: str) -> Fact:
    """A change of office with its kind: its own, else `kind` where such a change can be of it, else the plain one."""
    allowed = Ontology.load().edges[fact.type].properties["kind"].values
    return replace(fact, properties={"kind": kind if kind in allowed else allowed[0], **fact.properties})


@dataclass(slots=True)
class _Reader:
    path: Path
    line: int
    captures: Captures

    def _fail(self, line: int, what: str, todo: str) -> SchemaError:
        return SchemaError(f"{self.path}:{line}", what, todo)

    def short(self, given: Located) -> Iterator[Fact]:
        """``{who: [ATTENDED, LED]}``: what is captured is at one end; the event, the article or the office is at the other."""
        for name, types in given.items():
            line = given.lines[name]
            self._captured(name, line)
            if not isinstance(types, list):
                raise self._fail(line, f"the facts of '{name}' are no list", "write {who: [ATTENDED]}")
            for type_ in types:
                edge = self._edge(type_, line)
                yield self._completed(edge, name, line)

    def _completed(self, edge: EdgeClass, name: str, line: int) -> Fact:
        open_ends = {label: end for end, label in OPEN.items()}
        for source_open, labels, others in ((False, edge.sources, edge.targets), (True, edge.targets, edge.sources)):
            end = next((open_ends[label] for label in others if label in open_ends), None)
            if end is not None and self._fits(name, labels):
                return Fact(edge.type, end, name) if source_open else Fact(edge.type, name, end)
        if edge.targets == ("Position",) and "Person" in edge.sources and self._fits(name, ("Person",)):
            return Fact(edge.type, name, "seat" if "seat" in self.captures else "")
        if any(label in open_ends for label in (*edge.sources, *edge.targets)):
            raise self._unfit(edge, name, line)
        todo = f"write - {{type: {edge.type}, source: …, target: …}} with a capture at each end"
        raise self._fail(line, f"{edge.type} joins two things, of which '{name}' is one", todo)

    def long(self, given: Located) -> Fact:
        """``{type: SIGNED_WITH, source: left, target: right, document: $deal}``"""
        edge = self._edge(given["type"], given.lines["type"])
        ends = {}
        for end, labels in (("source", edge.sources), ("target", edge.targets)):
            name = given.get(end, "")
            line = given.lines.get(end, given.line)
            if not name and end == "target" and labels == ("Position",):
                name = "seat" if "seat" in self.captures else ""
            elif not name:
                name = next((open_ for open_, label in OPEN.items() if label in labels), "")
                if not name:
                    raise self._fail(line, f"{edge.type} has no {end}", f"captured: {self._names()}")
            if name == "what" and kinds(self.captures.get(name, ("OTHER",))) == {"events"}:
                name = "event"  # what is captured under this name is the event that the match speaks of
            if name in OPEN and name not in self.captures:
                if OPEN[name] not in labels:
                    raise self._fail(line, f"{end} of {edge.type} is the {name}", f"allowed: {', '.join(labels)}")
            elif name:
                self._captured(name, line)
                if not self._fits(name, labels):
                    raise self._unfit(edge, name, line)
            ends[end] = name
        said = {k: v for k, v in given.items() if k not in ("type", "source", "target")}
        for key, value in said.items():
            self._property(edge, key, value, given.lines[key])
        return Fact(edge.type, ends["source"], ends["target"], said)

    # -- checks --------------------------------------------------------------------------------------------------

    def _edge(self, type_: Any, line: int) -> EdgeClass:
        edges = Ontology.load().edges
        allowed = {t: e for t, e in edges.items() if not _is_derived(e)}
        if type_ not in allowed:
            what = f"fact '{type_}'" + (", which folding derives" if type_ in edges else "")
            raise self._fail(line, what, f"allowed: {', '.join(sorted(allowed))}")
        return allowed[type_]

    def _names(self) -> str:
        return ", ".join(sorted(self.captures)) or "nothing"

    def _captured(self, name: Any, line: int) -> None:
        if name not in self.captures:
            raise self._fail(
                line, f"facts of '{name}', which the pattern does not capture", f"captured: {self._names()}"
            )

    def _fits(self, name: str, labels: tuple[str, ...]) -> bool:
        """Whether all that a capture may hold can be a node of one of these labels."""
        wanted = {_KIND_OF.get(label, "words") for label in labels if label != "Article"}
        return kinds(self.captures[name]) <= wanted

    def _unfit(self, edge: EdgeClass, name: str, line: int) -> SchemaError:
        held = "|".join(self.captures[name]) or "~"
        ends = f"{edge.type} goes from {' or '.join(edge.sources)} to {' or '.join(edge.targets)}"
        return self._fail(line, f"'{name}' captures {held}, which is no end of {edge.type}", f"{ends}; {_how()}")

    def _property(self, edge: EdgeClass, key: str, value: Any, line: int) -> None:
        given = {k: p for k, p in edge.properties.items() if p.fold not in _WORKED_OUT and k not in _READ}
        if edge.type in PARTS:
            given = {k: p for k, p in given.items() if k == "manner"}  # the rest is read with the people
        if key not in given:
            allowed = ", ".join(["type", "source", "target", *sorted(given)])
            raise self._fail(line, f"{edge.type} has no '{key}' that a rule gives", f"allowed: {allowed}")
        if isinstance(value, str) and value.startswith("$"):
            self._captured_value(given[key], value[1:], line)
        elif wrong := _wrong(given[key], value):
            raise self._fail(line, f"{key} of {edge.type} is '{value}'", wrong)

    def _captured_value(self, spec: Property, name: str, line: int) -> None:
        self._captured(name, line)
        if spec.fold == "id" or spec.type not in ("string", "strings", "date", "partial"):
            raise self._fail(line, f"{spec.name} is no text and no day, and ${name} is one", "leave it out")
        if spec.type in ("date", "partial") and kinds(self.captures[name]) != {"dates"}:
            raise self._fail(line, f"{spec.name} is a day, and '{name}' captures none", "capture a TIME")
        if spec.values:
            raise self._fail(line, f"{spec.name} is one of a few words", f"allowed: {', '.join(spec.values)}")


def _is_derived(edge: EdgeClass) -> bool:
    """Whether all that is known of such an edge is worked out from others (REPLACED)."""
    return bool(edge.properties) and all(p.fold == "computed" for p in edge.properties.values())


def _how() -> str:
    return "people are WHO, WHOM …, offices POS, events EVENT or GEN, days TIME; organisations, places and areas stand in OTHER or NP"


def _wrong(spec: Property, value: Any) -> str:
    """What is allowed instead of a literal value; empty when it is right."""
    items = value if isinstance(value, list) and spec.type == "strings" else [value]
    if spec.values and any(v not in spec.values for v in items):
        return f"allowed: {', '.join(spec.values)}"
    if spec.fold == "id":
        return "leave it out: it is the event being told of"
    numbers: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float), "boolean": (bool,)}
    types = numbers.get(spec.type, (str,))
    return "" if all(isinstance(v, types) for v in items) else f"write a value of type {spec.type}"
