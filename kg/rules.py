"""Rules as data: a pattern over unit labels, what it proves, and the examples without which it does not load."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import facts, lexicon
from kg.errors import SchemaError
from kg.facts import Fact
from kg.ontology import Ontology
from kg.schemas import Located, check, files, load, schema_dir
from kg.statement import BASES

#: What a rule may open: a gathering called by a captured name, a visit, a talk; or nothing, when it speaks of an open event.
OPENS = ("gathering", "visit", "talk", "stop")
#: What must be known beside the words: that the person is at the event already (quoted speech); that a place is gone to.
NEEDS = ("present", "place")
_BASES = tuple(b for b in BASES if b != "derived")
_KEYS = {"id", "note", "pattern", "opens", "needs", "facts", "manner", "kind", "basis", "confidence", "examples"}
_ELEMENT = re.compile(r"(?:(?P<name>[a-z]+):)?(?P<labels>~|[A-Z_]+(?:\|[A-Z_]+)*)(?P<op>[?*+]?)$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")


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
        needs: one of `NEEDS`, or an empty string.
        parts: captured name → what its people do at the event (``{"who": ("ATTENDED", "CHAIRED")}``).
        facts: everything else that it states.
        manner: how those people are there.
        kind: of the changes of office that it states.
        hits, misses: examples as (text, facts as "TYPE person"), and texts on which the rule must prove nothing.
        note: why it exists; written: the pattern as it stands in the file.
    """

    id: str
    pattern: tuple[Element, ...]
    opens: str
    needs: str
    parts: dict[str, tuple[str, ...]]
    facts: tuple[Fact, ...]
    manner: str
    kind: str
    basis: str
    confidence: float
    hits: tuple[tuple[str, tuple[str, ...]], ...]
    misses: tuple[str, ...]
    path: Path
    line: int
    note: str
    written: str

    @property
    def of_event(self) -> bool:
        """Whether it speaks of an event, so that one must be found for it."""
        return bool(self.opens or self.parts) or any(f.of_event for f in self.facts)

    @property
    def captures(self) -> dict[str, tuple[str, ...]]:
        """Each captured name and the labels that it may hold; none where a gap is captured."""
        found: dict[str, tuple[str, ...]] = {}
        for e in self.pattern:
            if e.name:
                found[e.name] = (*found.get(e.name, ()), *e.labels)
        return found


def _fail(path: Path, line: int, what: str, todo: str) -> SchemaError:
    return SchemaError(f"{path}:{line}", what, todo)


def _elements(path: Path, row: Located) -> tuple[Element, ...]:
    found, line = [], row.lines["pattern"]
    known = {*lexicon.sets("participation"), *lexicon.words("units", "labels")}
    for word in str(row["pattern"]).split():
        m = _ELEMENT.match(word)
        if not m:
            todo = "write name:LABEL|LABEL with ? * or + after it, or ~*"
            raise _fail(path, line, f"'{word}' is no pattern element", todo)
        labels = () if m["labels"] == "~" else tuple(m["labels"].split("|"))
        if unknown := sorted(set(labels) - known):
            raise _fail(path, line, f"no unit has the label {unknown[0]}", f"allowed: {', '.join(sorted(known))}")
        found.append(Element(m["name"] or "", labels, m["op"]))
    if not any(e.labels and e.op in ("", "+") for e in found):
        raise _fail(path, line, "nothing must stand there for the pattern to fit", "write a label without ? and *")
    return tuple(found)


def _examples(path: Path, row: Located) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    examples = check(row["examples"], path, {"hits", "misses"}, {"hits", "misses"})
    line, types = row.lines["examples"], {"EVENT", *Ontology.load().edges}
    if not examples["hits"] or not examples["misses"]:
        raise _fail(path, line, f"rule '{row['id']}' has no hits or no misses", "give at least one of each")
    hits = []
    for hit in examples["hits"]:
        hit = check(hit, path, {"text", "gives"}, {"text", "gives"})
        gives = hit["gives"]
        if not isinstance(gives, list) or not gives:
            raise _fail(path, hit.lines["gives"], f"gives is '{gives}'", "write a list: [ATTENDED 高远山]")
        for fact in map(str, gives):
            if fact.partition(" ")[0] not in types:
                raise _fail(
                    path, hit.lines["gives"], f"gives '{fact}'", f"begin with one of {', '.join(sorted(types))}"
                )
        hits.append((str(hit["text"]), tuple(map(str, gives))))
    return tuple(hits), tuple(str(m) for m in examples["misses"])


def _one_of(path: Path, row: Located, key: str, allowed: Sequence[str], default: str = "") -> str:
    value = row.get(key, default)
    if key in row and value not in allowed:
        raise _fail(path, row.lines[key], f"{key} '{value}'", f"allowed: {', '.join(allowed)}")
    return str(value)


def _confidence(path: Path, row: Located) -> float:
    value = row.get("confidence", 0.95)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise _fail(path, row.lines["confidence"], f"confidence '{value}'", "allowed: a number above 0, up to 1")
    return float(value)


def _kind(path: Path, row: Located, changes: Sequence[str]) -> str:
    """The kind of the changes that a rule states."""
    if "kind" not in row:
        return ""
    if not changes:
        raise _fail(path, row.lines["kind"], "kind is of APPOINTED and REMOVED alone", "leave it out")
    edges = Ontology.load().edges
    allowed = [v for t in dict.fromkeys(changes) for v in edges[t].properties["kind"].values]
    return _one_of(path, row, "kind", allowed)


def _rule(path: Path, row: Any) -> Rule:
    row = check(row, path, _KEYS, {"id", "note", "pattern", "examples"})
    if not isinstance(row["id"], str) or not _ID.match(row["id"]):
        raise _fail(path, row.lines["id"], f"id '{row['id']}'", "write small letters, digits and -: heard-of")
    if not isinstance(row["note"], str) or not row["note"].strip():
        raise _fail(path, row.lines["note"], f"rule '{row['id']}' has no note", "say why it exists")
    hits, misses = _examples(path, row)
    parts: dict[str, tuple[str, ...]] = {}
    rule = Rule(
        row["id"],
        _elements(path, row),
        _one_of(path, row, "opens", OPENS),
        _one_of(path, row, "needs", NEEDS),
        parts,
        (),
        "present",
        "",
        _one_of(path, row, "basis", _BASES, "asserted"),
        _confidence(path, row),
        hits,
        misses,
        path,
        row.line,
        row["note"],
        str(row["pattern"]),
    )
    line = row.lines.get("facts", row.line)
    stated = facts.read(path, line, row["facts"], rule.captures) if row.get("facts") else ()
    for fact in stated:
        if fact.type in facts.PARTS:
            parts[fact.source] = (*parts.get(fact.source, ()), fact.type)
    others = tuple(f for f in stated if f.type not in facts.PARTS)
    kind = _kind(path, row, [f.type for f in others if f.type in facts.CHANGES])
    others = tuple(facts.with_kind(f, kind) if f.type in facts.CHANGES else f for f in others)
    manners = {str(f.properties["manner"]) for f in stated if f.type in facts.PARTS and "manner" in f.properties}
    if len(manners) > 1:
        raise _fail(path, line, f"the people are there {' and '.join(sorted(manners))}", "write a rule for each")
    allowed = Ontology.load().edges["ATTENDED"].properties["manner"].values
    manner = _one_of(path, row, "manner", allowed, next(iter(manners), "present"))
    rule = replace(rule, facts=others, kind=kind, manner=manner)
    _check_together(path, row, rule)
    return rule


def _check_together(path: Path, row: Located, rule: Rule) -> None:
    """Refuse what no event could be found for, and a rule that says nothing."""
    captures = rule.captures
    if "manner" in row and not rule.parts:
        raise _fail(
            path, row.lines["manner"], "manner is of people at an event, and the rule states none", "leave it out"
        )
    if not rule.opens and not rule.parts and not rule.facts:
        raise _fail(path, row.line, f"rule '{rule.id}' states no fact and opens no event", "give facts or opens")
    if rule.needs == "place" and rule.opens != "visit":
        raise _fail(path, row.lines["needs"], "needs 'place' is of a rule that opens a visit", "give opens: visit")
    if rule.needs == "present" and not rule.parts:
        raise _fail(path, row.lines["needs"], "needs 'present' is of people, and the rule states none", "leave it out")
    if rule.opens in ("talk", "stop") and "who" not in rule.parts:
        raise _fail(
            path, row.lines["opens"], f"opens '{rule.opens}' without its host", "state a fact of people named who"
        )
    if rule.opens == "gathering" and "what" not in captures:
        raise _fail(path, row.lines["opens"], "opens 'gathering' without its name", "capture what:EVENT|GEN")


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
