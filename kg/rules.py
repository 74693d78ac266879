"""Rules as data: a pattern over unit labels, what it proves, and the examples without which it does not load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import lexicon
from kg.errors import SchemaError
from kg.schemas import Located, check, files, load, schema_dir

#: What a rule may open: a gathering called by a captured name, a visit, a talk; or nothing, when it speaks of an open event.
OPENS = ("gathering", "visit", "talk", "stop")
#: Facts that a rule may state of a captured group of people.
FACTS = (
    "ATTENDED",
    "CHAIRED",
    "SPOKE_AT",
    "LED",
    "REPRESENTED_AT",
    "APPOINTED",
    "REMOVED",
    "AFFILIATED_WITH",
    "VISITED",
    "HELD_AT",
)
_KEYS = {"id", "note", "pattern", "opens", "needs", "facts", "manner", "kind", "basis", "confidence", "examples"}
_ELEMENT = re.compile(r"(?:(?P<name>[a-z]+):)?(?P<labels>~|[A-Z_]+(?:\|[A-Z_]+)*)(?P<op>[?*+]?)$")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: `labels` that may stand there (empty: anything that does not block), how often, and its name."""

    name: str
    labels: tuple[str, ...]
    op: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pattern over labels proves.

    Attributes:
        id: unique; stands as `rule` in the evidence of what it proves.
        pattern: elements from left to right.
        opens: the kind of event it introduces, or an empty string when it speaks of the event being told of.
        needs: ``present`` when the person must be known to be at the event already (quoted speech).
        facts: captured name → edge types (``{"who": ("ATTENDED", "CHAIRED")}``).
        kind: for APPOINTED and REMOVED, the kind of change; for events, the kind where the verb tells it.
        hits, misses: examples as (text, facts as "TYPE person"), and texts on which the rule must prove nothing.
        note: why it exists; written: the pattern as it stands in the file.
    """

    id: str
    pattern: tuple[Element, ...]
    opens: str
    needs: str
    facts: dict[str, tuple[str, ...]]
    manner: str
    kind: str
    basis: str
    confidence: float
    hits: tuple[tuple[str, tuple[str, ...]], ...]
    misses: tuple[str, ...]
    path: Path
    line: int
    note: str = ""
    written: str = ""


def _fail(path: Path, line: int, what: str, todo: str) -> SchemaError:
    return SchemaError(f"{path}:{line}", what, todo)


def _elements(path: Path, row: Located) -> tuple[Element, ...]:
    found = []
    for word in str(row["pattern"]).split():
        m = _ELEMENT.match(word)
        if not m:
            raise _fail(
                path,
                row.lines["pattern"],
                f"'{word}' is no pattern element",
                "write name:LABEL|LABEL with ? * or + after it, or ~*",
            )
        labels = () if m["labels"] == "~" else tuple(m["labels"].split("|"))
        known = {*lexicon.sets("participation"), *lexicon.words("units", "labels")}
        if unknown := sorted(set(labels) - known):
            raise _fail(
                path,
                row.lines["pattern"],
                f"no unit has the label {unknown[0]}",
                f"allowed: {', '.join(sorted(known))}",
            )
        found.append(Element(m["name"] or "", labels, m["op"]))
    return tuple(found)


def _examples(path: Path, row: Located) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    examples = check(row["examples"], path, {"hits", "misses"}, {"hits", "misses"})
    line = row.lines["examples"]
    if not examples["hits"] or not examples["misses"]:
        raise _fail(path, line, f"rule '{row['id']}' has no hits or no misses", "give at least one of each")
    hits = []
    for hit in examples["hits"]:
        hit = check(hit, path, {"text", "gives"}, {"text", "gives"})
        hits.append((str(hit["text"]), tuple(hit["gives"])))
    return tuple(hits), tuple(str(m) for m in examples["misses"])


def _rule(path: Path, row: Any) -> Rule:
    row = check(row, path, _KEYS, {"id", "note", "pattern", "examples"})
    elements = _elements(path, row)
    captures = {e.name for e in elements}
    opens = row.get("opens", "")
    if opens and opens not in OPENS:
        raise _fail(path, row.lines["opens"], f"opens '{opens}'", f"allowed: {', '.join(OPENS)}")
    facts: dict[str, tuple[str, ...]] = {}
    for name, types in (row.get("facts") or {}).items():
        if name not in captures:
            raise _fail(
                path,
                row.lines["facts"],
                f"facts of '{name}', which the pattern does not capture",
                f"captured: {', '.join(sorted(captures - {''})) or 'nothing'}",
            )
        for t in types:
            if t not in FACTS:
                raise _fail(path, row.lines["facts"], f"fact '{t}'", f"allowed: {', '.join(FACTS)}")
        facts[name] = tuple(types)
    hits, misses = _examples(path, row)
    return Rule(
        row["id"],
        elements,
        opens,
        row.get("needs", ""),
        facts,
        row.get("manner", "present"),
        row.get("kind", ""),
        row.get("basis", "asserted"),
        float(row.get("confidence", 0.95)),
        hits,
        misses,
        path,
        row.line,
        str(row["note"]),
        str(row["pattern"]),
    )


@lru_cache(maxsize=4)
def _load(folder: Path) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    for path in files("rules"):
        for row in check(load(path), path, {"note", "rules"}, {"note", "rules"})["rules"]:
            rule = _rule(path, row)
            if rule.id in found:
                raise _fail(
                    path, rule.line, f"rule id '{rule.id}' stands twice", f"the other is in {found[rule.id].path.name}"
                )
            found[rule.id] = rule
    return tuple(found.values())


def rules() -> tuple[Rule, ...]:
    """Every rule of schemas/rules, in the order of the files."""
    return _load(schema_dir())
