"""What people know better than what was read: corrections, and facts that are missing, beside the judgements in their file.

One JSON object a line, as for `kg.judgement`; each with ``why``, ``by`` and ``when``::

    {"judge": "correct", "field": "date", "nodes": ["Event:a.txt#1.1"], "value": "2026-04-28", "was": "2026-04-29"}
    {"judge": "correct", "field": "name", "nodes": ["Person:敖煌新@a.txt"], "value": "敖煜新"}
    {"judge": "correct", "field": "place", "nodes": ["Event:a.txt#1.1"], "value": "区会议中心", "to": {"label": "Place", …}}
    {"judge": "correct", "field": "area", "nodes": ["Position:区长@a.txt"], "value": "滨江区", "to": {…}, "in": {…}, "doc": "a.txt"}
    {"judge": "add", "facts": [{"schema": "ATTENDED", "args": {…}}], "doc": "a.txt", "article": 1, "start": 12, "end": 40, "quote": "…"}

A correction is of the mentions in `nodes`; of an office, of those in `doc`, and of `person` alone where that is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg import dates
from kg.errors import KgError
from kg.ids import digest, fold_name
from kg.judgement import EDITS, JudgementError, rows
from kg.ontology import Ontology
from kg.statement import Args, Evidence, Statement, is_ref

#: What can be corrected, and of which label.
FIELDS = {"date": ("Event",), "name": ("Event", "Person"), "place": ("Event",), "area": ("Position",)}
#: A day that was read, and is not known.
UNKNOWN = "unknown"
#: What stands between the first and the last day of several.
UNTIL = ".."
#: The rule of a fact that somebody coded, and what the rule of one that somebody corrected begins with.
CODED, CORRECTED = "coded", "corrected:"
_TOLD = ("by", "when", "why")


@dataclass(frozen=True)
class Correction:
    """One line. `to` is the place or office that it is instead, `area` where that office is; `was` what is replaced: of a place its
    id. `where` is ``file:line``."""

    field: str
    nodes: tuple[str, ...]
    value: str
    where: str = ""
    was: str = ""
    to: Args | None = None
    area: Args | None = None
    doc: str = ""
    person: str = ""
    told: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Of all that it says; two lines that say one thing have one."""
        return digest(
            self.field, self.nodes, self.value, self.was, self.to, self.area, self.doc, self.person, self.told
        )

    @property
    def about(self) -> list[tuple[str, ...]]:
        """What it decides, of each mention; two that decide one thing differently contradict each other."""
        # Of two venues one may be corrected, and the other, too.
        which = (self.was if self.field == "place" else "", self.doc, self.person)
        return [(self.field, node, *which) for node in self.nodes]

    @property
    def note(self) -> Mapping[str, str]:
        """What a statement that it changes tells of it."""
        was = {"was": self.was} if self.was else {}
        return {"what": self.field, **was, "is": self.value, **dict(self.told)}


@dataclass(frozen=True)
class Addition:
    """One line: facts that one quote proves. The offsets of its statements are those of the line."""

    statements: tuple[Statement, ...]
    where: str = ""

    @property
    def id(self) -> str:
        return digest(*(s.id for s in self.statements))

    @property
    def doc(self) -> str:
        return self.statements[0].evidence.doc

    @property
    def quote(self) -> str:
        return self.statements[0].evidence.quote

    def at(self, start: int) -> list[Statement]:
        """Its statements with the quote from this character on."""
        return [
            replace(s, evidence=replace(s.evidence, start=start, end=start + len(s.evidence.quote)))
            for s in self.statements
        ]


Edit = Correction | Addition


def read(path: Path) -> tuple[list[Edit], list[KgError]]:
    """The corrections and additions of a file, and those of its lines that cannot be read. What is no JSON, `kg.judgement.read`
    tells."""
    problems: list[KgError] = []
    return [edit for edit, _ in lines(path, problems)], problems


def lines(path: Path, problems: list[KgError]) -> Iterator[tuple[Edit, dict[str, Any]]]:
    """The corrections and additions of a file, each with all that its line says.

    Args:
        problems: gets an error for each line that cannot be read.
    """
    for row, where in rows(path, []):
        if row.get("judge") in EDITS:
            try:
                yield parse(row, where), row
            except KgError as e:
                problems.append(e)


def parse(row: Mapping[str, Any], where: str) -> Edit:
    """The line `row` (JudgementError when it is none)."""
    keys = _CORRECT if row["judge"] == "correct" else _ADD
    for key in row:
        if key not in keys and key not in ("judge", "fact", "replaced", "disputed", *_TOLD):
            raise JudgementError(where, f"unknown key '{key}'", f"allowed: {', '.join(keys)}, {', '.join(_TOLD)}")
    for key, (kind, needed) in keys.items():
        if key in row or needed:
            if not isinstance(row.get(key), kind) or row[key] in ("", []):
                raise JudgementError(where, f"{row['judge']} needs {key}", "mend or delete the line")
    told = tuple((k, str(row[k])) for k in _TOLD if row.get(k))
    return _correction(row, where, told) if row["judge"] == "correct" else _addition(row, where, told)


_CORRECT: dict[str, tuple[type, bool]] = {
    "field": (str, True), "nodes": (list, True), "value": (str, True), "was": (str, False), "to": (dict, False), "in": (dict, False),
    "doc": (str, False), "person": (str, False),
}  # fmt: skip
_ADD: dict[str, tuple[type, bool]] = {
    "facts": (list, True), "doc": (str, True), "article": (int, True), "start": (int, True), "end": (int, True), "quote": (str, True),
}  # fmt: skip


def _correction(row: Mapping[str, Any], where: str, told: tuple[tuple[str, str], ...]) -> Correction:
    field, nodes = row["field"], tuple(map(str, row["nodes"]))
    if field not in FIELDS:
        raise JudgementError(where, f"field is '{field}'", f"allowed: {', '.join(FIELDS)}")
    for node in nodes:
        if node.partition(":")[0] not in FIELDS[field]:
            raise JudgementError(where, f"{node} has no {field} to correct", f"allowed: {' or '.join(FIELDS[field])}")
    if field == "date" and days_of(row["value"]) is None:
        raise JudgementError(
            where, f"'{row['value']}' is no day", "write 2026-04-29, 2026-04, 2026-04-28..2026-04-30 or unknown"
        )
    if field in ("place", "area") and not all(
        is_ref(row.get(k)) for k in ("to", *(("in",) if field == "area" else ()))
    ):
        raise JudgementError(where, f"a correction of {field} needs to, and in of an office", "mend or delete the line")
    if field == "area" and not row.get("doc"):
        raise JudgementError(where, "a correction of area needs doc", "mend or delete the line")
    return Correction(
        field, nodes, row["value"], where, row.get("was", ""), row.get("to"), row.get("in"), row.get("doc", ""),
        row.get("person", ""), told,
    )  # fmt: skip


def _addition(row: Mapping[str, Any], where: str, told: tuple[tuple[str, str], ...]) -> Addition:
    evidence = Evidence(row["doc"], row["article"], row["start"], row["end"], row["quote"], CODED)
    if row["end"] - row["start"] != len(row["quote"]):
        raise JudgementError(where, "end is not where the quote ends", "mend or delete the line")
    note, found = {"what": "added", **dict(told)}, []
    for fact in row["facts"]:
        if not isinstance(fact, dict) or not isinstance(fact.get("args"), dict):
            raise JudgementError(where, "a fact without schema and args", "mend or delete the line")
        statement = Statement(str(fact.get("schema")), fact["args"], evidence, coded=(note,))
        try:
            Ontology.load().check(statement)
        except KgError as e:
            raise JudgementError(where, e.what, e.todo) from e
        found.append(statement)
    return Addition(tuple(found), where)


def days_of(value: str) -> Args | None:
    """What an event says of its day (``2026-04-28..2026-04-30``, ``2026-04``, ``unknown``); null when it is no day."""
    if value == UNKNOWN:
        return {"precision": "none"}
    first, _, last = value.partition(UNTIL)
    if not dates.is_valid(first) or (last and not dates.is_valid(last)) or value.endswith(UNTIL):
        return None
    earliest, latest = dates.bounds(first)[0], dates.bounds(last or first)[1]
    if earliest > latest:
        return None
    found = {"date": first, "precision": dates.precision(first), "earliest": earliest, "latest": latest}
    return {**found, "endDate": last} if last and last != first else found


def renamed(node: str, value: str) -> str:
    """The id of a mention of a person under the name as it should be (``Person:敖煌新@a.txt`` → ``Person:敖煜新@a.txt``)."""
    label, _, key = node.partition(":")
    if label != "Person" or "@" not in key:
        return node
    return f"{label}:{fold_name(value)}@{key.partition('@')[2]}"
