"""All that people corrected and added, applied to the statements of a document. Pure, whatever the order of the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.correction import CORRECTED, Addition, Correction, Edit, days_of, renamed
from kg.errors import KgError
from kg.ids import canonical, digest, fold_name
from kg.judgement import JudgementError
from kg.statement import Args, Statement, in_order, is_ref, ref_id, refs_of

#: Edges that say since when or on which day somebody holds an office; those that say what an office belongs to.
_OFFICES, _BELONGING = ("HOLDS", "APPOINTED", "REMOVED"), ("AT", "IN")
#: What a mention of an event says of its day.
_DAYS = ("date", "precision", "earliest", "latest", "endDate")


class Corrections:
    """All corrections and additions of a build. Those that contradict each other are in `problems`, not applied."""

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self.problems: list[KgError] = []
        kept: list[Edit] = list({e.id: e for e in reversed(list(edits))}.values())[::-1]
        self.additions = [e for e in kept if isinstance(e, Addition)]
        self.corrections = self._agreed([e for e in kept if isinstance(e, Correction)])
        self._placed: dict[str, int | None] = {}
        self._of: dict[str, list[Correction]] = defaultdict(list)
        for c in self.corrections:
            for node in c.nodes:
                self._of[node].append(c)

    def _agreed(self, lines: list[Correction]) -> list[Correction]:
        said: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
        for c in lines:
            for about in c.about:
                said[about].append(c)
        out: set[str] = set()
        for about, group in said.items():
            crossed = {c.id for c in group}
            if len({(c.value, canonical(c.to)) for c in group}) > 1 and not crossed <= out:
                places = " and ".join(dict.fromkeys(c.where for c in group))
                values = " and ".join(dict.fromkeys(c.value for c in group))
                what = f"the {about[0]} of {about[1]} is corrected to {values}"
                self.problems.append(JudgementError(places, what, "none is applied; delete the line that is wrong"))
                out |= crossed
        return [c for c in lines if c.id not in out]

    def __bool__(self) -> bool:
        return bool(self.corrections or self.additions)

    @property
    def version(self) -> str:
        """Changes with what is applied."""
        return digest(sorted([c.id for c in self.corrections] + [a.id for a in self.additions]))

    @property
    def renamed(self) -> dict[str, str]:
        """Ids of mentions of people → their ids under the names as they should be."""
        pairs = ((n, renamed(n, c.value)) for c in self.corrections if c.field == "name" for n in c.nodes)
        return {old: new for old, new in pairs if old != new}

    def touches(self, doc: str, lines: bytes) -> bool:
        """Whether a document may be changed, given its lines of statements.jsonl; quick, and sometimes wrongly true."""
        return any(a.doc == doc for a in self.additions) or any(_token(node) in lines for node in self._of)

    def wanting(self, doc: str) -> bool:
        """Whether facts were added to a document, whose text must be looked into for their quotes."""
        return any(a.doc == doc for a in self.additions)

    def place(self, doc: str, raw: str) -> None:
        """Look for the quotes of what was added to a document in its text: where they stood, or else where they stand once."""
        for a in self.additions:
            if a.doc == doc:
                start = a.statements[0].evidence.start
                if not raw.startswith(a.quote, start):
                    start = raw.find(a.quote) if raw.count(a.quote) == 1 else -1
                self._placed[a.id] = start if start >= 0 else None

    def added(self, doc: str) -> list[Statement]:
        """What was added to a document, as far as its quotes stand there."""
        found = []
        for a in self.additions:
            start = self._placed.get(a.id, a.statements[0].evidence.start)
            if a.doc == doc and start is not None:
                found += a.at(start)
        return found

    def unplaced(self, docs: Iterable[str]) -> list[KgError]:
        """Additions whose document, of all those there are, or whose quote in it is not there; they are kept in the file."""
        wanted = {a.doc for a in self.additions}
        there = {doc for doc in docs if doc in wanted} if wanted else set()
        problems: list[KgError] = []
        for a in self.additions:
            if a.doc not in there:
                problems.append(JudgementError(a.where, f"this build has no document {a.doc}", "the line is kept"))
            elif self._placed.get(a.id, 0) is None:
                what = f"“{a.quote[:40]}” does not stand once in {a.doc}"
                problems.append(
                    JudgementError(a.where, what, "the line is kept; quote the text as it is now, or undo it")
                )
        return problems

    def unmet(self, met: Iterable[str]) -> list[KgError]:
        """Corrections that nothing in this build is changed by, given the ids of all that changed something."""
        done = set(met)
        todo = "the line is kept, and counts when it is there again; kg undo takes it back"
        return [
            JudgementError(c.where, f"this build has no {c.field} of {c.nodes[0]} to correct", todo)
            for c in self.corrections
            if c.id not in done
        ]

    def apply(self, statements: Sequence[Statement], met: set[str] | None = None) -> list[Statement]:
        """The statements of one document or of several as they should be, in their order.

        Args:
            met: gets the ids of the corrections that changed something.
        """
        if not self.corrections:
            return list(statements)
        days, moved = self._days(statements), self._moved(statements)
        found = []
        for s in statements:
            changed = self._change(s, days, moved)
            if changed is None:
                continue
            args, by = changed
            if met is not None:
                met.update(c.id for c in by)
            if args == s.args:
                found.append(s)
                continue
            notes = tuple(c.note for c in {c.id: c for c in by}.values())
            evidence = replace(s.evidence, rule=CORRECTED + s.evidence.rule.removeprefix(CORRECTED))
            found.append(replace(s, args=args, evidence=evidence, coded=(*s.coded, *notes)))
        return in_order(found)

    def _change(self, s: Statement, days: _Days, moved: _Moved) -> tuple[Args, list[Correction]] | None:
        """What a statement says as it should be, and the corrections by which; null where it no longer holds."""
        by: list[Correction] = []
        args = dict(s.args)
        source = ref_id(s.args["source"]) if is_ref(s.args.get("source")) else ""
        if s.schema == "HELD_AT":
            for c in self._of.get(source, ()):
                if c.field == "place" and c.was in ("", ref_id(s.args["target"])):
                    args["target"] = c.to
                    by.append(c)
        if s.schema in _BELONGING and (other := moved.get((*_at(s), source))):
            if s.schema == "AT":
                return None  # of the other area's organ nothing is known
            args |= {"source": other.to, "target": other.area}
            by.append(other)
        for told in days.get(_at(s), ()) if s.schema in (*_OFFICES, "SIGNED_WITH") else ():
            if (moved_args := _same_day(args, told)) is not None:
                args = moved_args
                by.append(told[0])
        for key, value in args.items():
            if is_ref(value):
                args[key] = self._mention(value, s, source, by)
            elif isinstance(value, list):
                args[key] = [self._mention(v, s, source, by) if is_ref(v) else v for v in value]
        return args, by

    def _mention(self, ref: Args, s: Statement, source: str, by: list[Correction]) -> Args:
        """A mention as it should be."""
        for c in self._of.get(ref_id(ref), ()):
            if c.field == "area":
                if not _is_of(c, s, source):
                    continue
                title: Args = {k: ref[k] for k in ("branch", "rank", "seats") if k in ref}
                ref = {**title, **(c.to or {})}
            elif c.field == "name":
                key = renamed(ref_id(ref), c.value).partition(":")[2]
                others = [
                    a
                    for a in ref.get("aliases", ())
                    if fold_name(a) not in (fold_name(c.value), fold_name(ref["name"]))
                ]
                ref = {k: v for k, v in ref.items() if k != "aliases"} | ({"aliases": others} if others else {})
                ref |= {"key": key, "name": c.value, "corrected": sorted({*ref.get("corrected", ()), "name"})}
            elif c.field == "date":
                ref = {k: v for k, v in ref.items() if k not in _DAYS} | (days_of(c.value) or {})
                ref["corrected"] = sorted({*ref.get("corrected", ()), "date"})
            else:
                continue
            by.append(c)
        return ref

    def _days(self, statements: Iterable[Statement]) -> _Days:
        """For each sentence that tells of an event whose day is corrected, the correction, and the event as it was read."""
        found: _Days = defaultdict(list)
        for s in statements:
            for ref in refs_of(s.args):
                for c in self._of.get(ref_id(ref), ()):
                    if c.field == "date" and (c, ref) not in found[_at(s)]:
                        found[_at(s)].append((c, ref))
        return found

    def _moved(self, statements: Iterable[Statement]) -> _Moved:
        """For each sentence and office, the correction by which all who hold it there hold that of another area."""
        found: _Moved = {}
        stay: set[tuple[Any, ...]] = set()
        for s in statements:
            if s.schema in _OFFICES:
                node, where = ref_id(s.args["target"]), _at(s)
                mine = [
                    c for c in self._of.get(node, ()) if c.field == "area" and _is_of(c, s, ref_id(s.args["source"]))
                ]
                held = (*where, node)
                if mine:
                    found[held] = mine[0]
                else:
                    stay.add(held)
        return {key: c for key, c in found.items() if key not in stay}


_Days = dict[tuple[Any, ...], list[tuple[Correction, Args]]]
_Moved = dict[tuple[Any, ...], Correction]


def _at(s: Statement) -> tuple[Any, ...]:
    return s.evidence.doc, s.evidence.article, s.evidence.start, s.evidence.end


def _is_of(c: Correction, s: Statement, source: str) -> bool:
    return s.evidence.doc == c.doc and c.person in ("", source) and s.schema not in _BELONGING


def _same_day(args: Args, found: tuple[Correction, Args]) -> Args | None:
    """What a statement says of the day of an event in whose sentence it stands, with the right day; null where it says nothing
    of it."""
    c, event = found
    right = days_of(c.value) or {}
    keys = [k for k in ("date", "earliest", "latest") if args.get(k) is not None]
    if not keys or any(args[k] != event.get(k) for k in keys):
        return None
    return {**{k: v for k, v in args.items() if k not in keys}, **{k: right[k] for k in keys if k in right}}


def _token(node: str) -> bytes:
    """What stands in the lines of statements where a node is mentioned."""
    return f'"key":{canonical(node.partition(":")[2])}'.encode()


def merged(corrections: Iterable[Correction], links: Mapping[str, str]) -> list[KgError]:
    """Corrections of mentions that turned out to be one thing, and that give it different values."""
    said: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
    for c in corrections:
        if c.field in ("date", "name"):
            for node in c.nodes:
                said[c.field, links.get(node, node)].append(c)
    problems: list[KgError] = []
    for (field, node), group in said.items():
        if len(values := dict.fromkeys(c.value for c in group)) > 1:
            places = " and ".join(dict.fromkeys(c.where for c in group))
            what = f"{node} is one, and its {field} is corrected to {' and '.join(values)}"
            problems.append(JudgementError(places, what, "delete the line that is wrong, or judge them different"))
    return problems
