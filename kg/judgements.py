"""All that people decided, ready to be applied to statements and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg import correction
from kg.correction import Edit
from kg.corrections import Corrections, merged
from kg.errors import KgError
from kg.ids import digest
from kg.judgement import FACTS, IDENTITY, Judgement, JudgementError, read, saying
from kg.statement import Statement, in_order

#: Edges that say what a role of ATTENDED says.
_ROLES = {"CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}


@dataclass(frozen=True)
class Named:
    """Ids of statements and of nodes."""

    statements: frozenset[str]
    nodes: frozenset[str]


class Judgements:
    """All judgements of a build, ready to be applied. Lines that contradict each other are in `problems`, not applied.

    Attributes:
        problems: one error for each line that cannot be read, and for each pair of lines that contradict each other.
        edits: what they corrected and added.
    """

    def __init__(
        self, judgements: Iterable[Judgement] = (), problems: Iterable[KgError] = (), edits: Iterable[Edit] = ()
    ) -> None:
        self.edits = Corrections(edits)
        self.problems = [*problems, *self.edits.problems]
        self._renamed = self.edits.renamed
        kept = list({(j.kind, *j.pair): j for j in reversed(list(judgements))}.values())[::-1]
        self._facts = self._agreed_facts([j for j in kept if j.kind in FACTS])
        self._rejected: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for j in self._facts.values():
            if j.kind == "reject" and j.of:
                self._rejected[j.of[1:4]].append(j.of)
        self._same, self._different = self._agreed_identity([j for j in kept if j.kind in IDENTITY])

    @classmethod
    def load(cls, *paths: Path) -> Judgements:
        """Those of all the files together; a file that is not there holds none."""
        files = list(dict.fromkeys(paths))
        found, edited = [read(path) for path in files], [correction.read(path) for path in files]
        problems = [e for _, problems in (*found, *edited) for e in problems]
        return cls([j for judged, _ in found for j in judged], problems, [e for edits, _ in edited for e in edits])

    def _agreed_facts(self, lines: list[Judgement]) -> dict[str, Judgement]:
        by_statement: dict[str, list[Judgement]] = defaultdict(list)
        for j in lines:
            by_statement[j.a].append(j)
        for group in by_statement.values():
            if len(group) > 1:
                self._contradict(group, f"statement {group[0].a} is both rejected and accepted")
        return {i: group[0] for i, group in by_statement.items() if len(group) == 1}

    def _agreed_identity(self, lines: list[Judgement]) -> tuple[list[Judgement], list[Judgement]]:
        same = [j for j in lines if j.kind == "same"]
        different = [j for j in lines if j.kind == "different"]
        out: set[int] = set()
        for j in different:
            if chain := _chain(j.a, j.b, same):
                crossed = set(map(id, (*chain, j)))
                self._contradict(
                    [x for x in lines if id(x) in crossed], f"{j.a} and {j.b} are judged both same and different"
                )
                out |= crossed
        return [j for j in same if id(j) not in out], [j for j in different if id(j) not in out]

    def _contradict(self, lines: list[Judgement], what: str) -> None:
        places = " and ".join(dict.fromkeys(j.where for j in lines))
        self.problems.append(JudgementError(places, what, "neither is applied; delete the line that is wrong"))

    @property
    def facts_version(self) -> str:
        """Changes with the decisions about facts that are applied."""
        return digest(
            sorted((j.kind, j.a, j.of) for j in self._facts.values()), *([self.edits.version] if self.edits else ())
        )

    @property
    def identity_version(self) -> str:
        """Changes with the decisions about identity that are applied."""
        renamed = [sorted(self._renamed.items())] if self._renamed else []
        return digest(sorted((j.kind, j.a, j.b) for j in (*self._same, *self._different)), *renamed)

    @property
    def named(self) -> Named:
        """What the lines name, that a build should have."""
        nodes = {i for j in (*self._same, *self._different) for i in (j.a, j.b)}
        return Named(frozenset(self._facts), frozenset(nodes))

    def touches(self, doc: str, lines: bytes) -> bool:
        """Whether `settle` may change a document, given its lines of statements.jsonl; quick, and sometimes wrongly true."""
        if any(said[2] == doc for said in self._rejected) or any(i.encode() in lines for i in self._facts):
            return True
        return self.edits.touches(doc, lines)

    @property
    def different(self) -> frozenset[tuple[str, str]]:
        """Pairs of ids that linking must keep apart, the smaller first."""
        return frozenset(j.pair for j in self._different)

    def now(self, node: str) -> str:
        """The id that a mention has since its name was corrected."""
        return self._renamed.get(node, node)

    def settle(self, statements: Iterable[Statement], doc: str | None = None) -> Iterator[Statement]:
        """The statements without those rejected, with those added and all as they were corrected; those accepted have confidence
        1. Pure.

        Args:
            doc: the document they are from, to which facts may have been added.
        """
        if not self.edits:
            return self._verdicts(statements)
        edited = self.edited(list(self._verdicts(statements)), doc)
        return self._verdicts(edited)  # what is shown bears the ids that it has once it is corrected

    def edited(self, statements: list[Statement], doc: str | None, met: set[str] | None = None) -> list[Statement]:
        """The statements of a document as they were corrected, with those added; `met` gets the ids of what was corrected."""
        return self.edits.apply(in_order([*statements, *(self.edits.added(doc) if doc is not None else ())]), met)

    def _verdicts(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        for s in statements:
            j = self._facts.get(s.id) if self._facts else None
            if j is not None and j.kind == "accept":
                yield replace(s, confidence=1.0)
            elif j is None and (left := self._with_roles_left(s)) is not None:
                yield left

    def _with_roles_left(self, s: Statement) -> Statement | None:
        """The statement without roles that were rejected in its sentence; null when its ATTENDED was."""
        if not self._rejected or s.schema not in ("ATTENDED", *_ROLES):
            return s
        said = saying(s)
        near = [of for of in self._rejected.get(said[1:4], ()) if of[4] < said[5] and said[4] < of[5]]
        if s.schema != "ATTENDED":
            return None if any(of[0] == "ATTENDED" for of in near) else s
        gone = {_ROLES[of[0]] for of in near if of[0] in _ROLES}
        roles = [r for r in s.args.get("roles") or () if r not in gone]
        return s if len(roles) == len(s.args.get("roles") or ()) else replace(s, args={**s.args, "roles": roles})

    def unmet(self, statements: Iterable[str], nodes: Iterable[str]) -> list[KgError]:
        """Lines that name a statement or node that this build does not have, given the ids of all that it has."""
        facts = set(self._facts)
        ends = {i for j in (*self._same, *self._different) for i in (j.a, j.b)}
        # What the build has is gone through, not kept: it may be millions.
        for found, missing in ((statements, facts), (nodes, ends)):
            for i in found if missing else ():
                missing.discard(i)
        todo = "delete the line, or judge it anew"
        return [
            JudgementError(j.where, f"this build has no {'statement' if j.kind in FACTS else 'node'} {i}", todo)
            for j in (*self._facts.values(), *self._same, *self._different)
            for i in ((j.a,) if j.kind in FACTS else (j.a, j.b))
            if i in facts | ends
        ]

    def constrain(self, links: Mapping[str, str]) -> dict[str, str]:
        """Links (id → smallest id of its group) as the judgements have them. Pure: to be put between linking and folding."""
        if not (self._same or self._different or self._renamed):
            return dict(links)
        group: dict[str, set[str]] = {}
        for i, head in links.items():
            members = group.setdefault(head, {head})
            members.add(i)
            group[i] = members
        same, apart = ([self._led(j) for j in lines] for lines in (self._same, self._different))
        for j in (*same, *apart):
            for i in (j.a, j.b):
                group.setdefault(i, {i})
        for j in apart:
            if group[j.a] is group[j.b]:
                leaving = _reach(j.b, same) & group[j.b]
                staying = group[j.a] - leaving
                group.update(dict.fromkeys(leaving, leaving) | dict.fromkeys(staying, staying))
        for j in same:
            if group[j.a] is not group[j.b]:
                whole = group[j.a] | group[j.b]
                if against := next((d for d in apart if d.a in whole and d.b in whole), None):
                    self._contradict(
                        [j, against], f"{j.a} and {j.b} cannot be one while {against.a} and {against.b} are two"
                    )
                    continue
                group.update(dict.fromkeys(whole, whole))
        for old, new in self._renamed.items():  # who asks for the id as printed is led to the person
            whole = group.get(new, {new}) | group.get(old, {old})
            if group.get(old) is not group.get(new) or old not in group:
                group.update(dict.fromkeys(whole, whole))
        heads = {id(members): min(members) for members in group.values()}
        found = {i: heads[id(members)] for i, members in sorted(group.items()) if heads[id(members)] != i}
        self._tell(merged(self.edits.corrections, found))
        return found

    def _led(self, j: Judgement) -> Judgement:
        """A judgement of mentions as they are called since their names were corrected."""
        return replace(j, a=self.now(j.a), b=self.now(j.b)) if self._renamed else j

    def _tell(self, problems: Iterable[KgError]) -> None:
        """Note what was not noted before: the links are constrained more than once."""
        known = set(map(str, self.problems))
        self.problems += [e for e in problems if str(e) not in known]


def _neighbours(same: Iterable[Judgement]) -> dict[str, list[tuple[str, Judgement]]]:
    found: dict[str, list[tuple[str, Judgement]]] = defaultdict(list)
    for j in same:
        found[j.a].append((j.b, j))
        found[j.b].append((j.a, j))
    return found


def _reach(start: str, same: Iterable[Judgement]) -> set[str]:
    """All that are judged the same as `start`, itself too."""
    next_to, found, todo = _neighbours(same), {start}, [start]
    while todo:
        for other, _ in next_to[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def _chain(start: str, end: str, same: list[Judgement]) -> list[Judgement]:
    """The judgements by which two are the same, the fewest; none when they are not."""
    next_to, todo = _neighbours(same), [start]
    paths: dict[str, list[Judgement]] = {start: []}
    for here in todo:
        for other, j in next_to[here]:
            if other not in paths:
                paths[other] = [*paths[here], j]
                todo.append(other)
    return paths.get(end, [])
