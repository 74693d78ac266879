"""What people decide: who is one and who is not, which statements are wrong and which are right.

One JSON object a line, in a file that the user owns and every build replays; deleting a line undoes it::

    {"judge": "same", "a": "Person:敖煜新@a.txt", "b": "Person:敖煜新@b.txt", "why": "both 区委书记"}
    {"judge": "different", "a": "Person:王翔@a.txt", "b": "Person:王翔@c.txt"}
    {"judge": "reject", "statement": "1f0c…", "of": {"schema": "CHAIRED", "doc": "a.txt", "start": 12, …}, "why": "…"}
    {"judge": "accept", "statement": "77ab…"}

One sentence gives a participation and the roles in it (主持会议 is ATTENDED with a role, and CHAIRED): `of`, which `kg reject`
writes, tells what the statement says, so that a rejected role goes from both, and a rejected ATTENDED takes its roles along.

Of two that are different, `b` leaves the group of `a`, with those judged the same as it. Lines that contradict each other
are reported, and none of them is applied.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError
from kg.ids import digest
from kg.statement import Statement, is_ref, ref_id

IDENTITY, FACTS = ("same", "different"), ("reject", "accept")
_KEYS = {kind: frozenset({"a", "b"} if kind in IDENTITY else {"statement"}) for kind in (*IDENTITY, *FACTS)}
#: Keys that a line may have beside those it needs: for those who read it.
_MORE = frozenset({"judge", "why", "by", "when", "fact", "of"})
#: Edges that say what a role of ATTENDED says.
_ROLES = {"CHAIRED": "chaired", "SPOKE_AT": "spoke", "LED": "led"}


class JudgementError(KgError):
    """A line of a file of judgements that cannot be applied."""


@dataclass(frozen=True)
class Judgement:
    """One line. Of same and different, `a` and `b` are ids of nodes as mentioned (members); of reject and accept, `a`
    is the id of a statement, and `of` what `saying` gives for it. `where` is ``file:line``."""

    kind: str
    a: str
    b: str = ""
    why: str = ""
    where: str = ""
    of: tuple[Any, ...] | None = None

    @property
    def pair(self) -> tuple[str, str]:
        return (self.a, self.b) if self.a <= self.b else (self.b, self.a)


def saying(s: Statement) -> tuple[Any, ...]:
    """What a statement says of whom and where: schema, source, target, doc, start, end."""
    ends = (ref_id(s.args[k]) if is_ref(s.args.get(k)) else "" for k in ("source", "target"))
    return (s.schema, *ends, s.evidence.doc, s.evidence.start, s.evidence.end)


_OF = ("schema", "source", "target", "doc", "start", "end")


def to_line(judgement: Judgement, **more: str | None) -> str:
    """The line of a judgement, with further keys for the reader (``fact``, ``by``, ``when``)."""
    ends = {"a": judgement.a, "b": judgement.b} if judgement.kind in IDENTITY else {"statement": judgement.a}
    of = dict(zip(_OF, judgement.of)) if judgement.of else None
    row = {"judge": judgement.kind, **ends, "of": of, "why": judgement.why, **more}
    return json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False)


def read(path: Path) -> tuple[list[Judgement], list[KgError]]:
    """The judgements of a file, and its lines that cannot be read. A file that is not there holds none."""
    found: list[Judgement] = []
    problems: list[KgError] = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError) as e:
        what = e.strerror if isinstance(e, OSError) else "not UTF-8"
        return [], [InputError(path, f"cannot be read ({what})", "save it as UTF-8")]
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                found.append(_parse(line, f"{path}:{number}"))
            except KgError as e:
                problems.append(e)
    return found, problems


def _parse(line: str, where: str) -> Judgement:
    try:
        row: Any = json.loads(line)
    except ValueError as e:
        raise JudgementError(where, f"not JSON ({e})", "mend or delete the line") from e
    kind = row.get("judge") if isinstance(row, dict) else None
    if kind not in _KEYS:
        raise JudgementError(where, f"judge is '{kind}'", f"allowed: {', '.join(_KEYS)}")
    for key in row:
        if key not in _KEYS[kind] | _MORE:
            raise JudgementError(where, f"unknown key '{key}'", f"allowed: {', '.join(sorted(_KEYS[kind] | _MORE))}")
    if not all(isinstance(row.get(k), str) and row[k] for k in _KEYS[kind]):
        raise JudgementError(where, f"{kind} needs {' and '.join(sorted(_KEYS[kind]))}", "mend or delete the line")
    if kind in FACTS:
        of = row.get("of")
        if of is not None and not (isinstance(of, dict) and set(of) == set(_OF)):
            raise JudgementError(where, f"'of' does not hold {', '.join(_OF)}", "mend or delete it")
        return Judgement(
            kind, row["statement"], "", str(row.get("why") or ""), where, tuple(of[k] for k in _OF) if of else None
        )
    if row["a"] == row["b"] or row["a"].partition(":")[0] != row["b"].partition(":")[0]:
        raise JudgementError(where, "a and b are not two nodes of one label", "mend or delete the line")
    return Judgement(kind, row["a"], row["b"], str(row.get("why") or ""), where)


@dataclass(frozen=True)
class Named:
    """Ids of statements and of nodes."""

    statements: frozenset[str]
    nodes: frozenset[str]


class Judgements:
    """All judgements of a build, ready to be applied. Lines that contradict each other are in `problems`, not applied.

    Attributes:
        problems: one error for each line that cannot be read, and for each pair of lines that contradict each other.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), problems: Iterable[KgError] = ()) -> None:
        self.problems = list(problems)
        kept = list({(j.kind, *j.pair): j for j in reversed(list(judgements))}.values())[::-1]
        self._facts = self._agreed_facts([j for j in kept if j.kind in FACTS])
        self._rejected: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for j in self._facts.values():
            if j.kind == "reject" and j.of:
                self._rejected[j.of[1:4]].append(j.of)
        self._same, self._different = self._agreed_identity([j for j in kept if j.kind in IDENTITY])

    @classmethod
    def load(cls, path: Path) -> Judgements:
        """Those of a file; none when there is no such file."""
        return cls(*read(path))

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
        return digest(sorted((j.kind, j.a, j.of) for j in self._facts.values()))

    @property
    def identity_version(self) -> str:
        """Changes with the decisions about identity that are applied."""
        return digest(sorted((j.kind, j.a, j.b) for j in (*self._same, *self._different)))

    @property
    def named(self) -> Named:
        """What the lines name, that a build should have."""
        nodes = {i for j in (*self._same, *self._different) for i in (j.a, j.b)}
        return Named(frozenset(self._facts), frozenset(nodes))

    def touches(self, doc: str, lines: bytes) -> bool:
        """Whether `settle` may change a document, given its lines of statements.jsonl; quick, and sometimes wrongly true."""
        return any(said[2] == doc for said in self._rejected) or any(i.encode() in lines for i in self._facts)

    @property
    def different(self) -> frozenset[tuple[str, str]]:
        """Pairs of ids that linking must keep apart, the smaller first."""
        return frozenset(j.pair for j in self._different)

    def settle(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements without those rejected; those accepted have confidence 1. Pure, one by one."""
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
        if not (self._same or self._different):
            return dict(links)
        group: dict[str, set[str]] = {}
        for i, head in links.items():
            members = group.setdefault(head, {head})
            members.add(i)
            group[i] = members
        for j in (*self._same, *self._different):
            for i in (j.a, j.b):
                group.setdefault(i, {i})
        for j in self._different:
            if group[j.a] is group[j.b]:
                leaving = _reach(j.b, self._same) & group[j.b]
                staying = group[j.a] - leaving
                group.update(dict.fromkeys(leaving, leaving) | dict.fromkeys(staying, staying))
        for j in self._same:
            if group[j.a] is not group[j.b]:
                whole = group[j.a] | group[j.b]
                if against := next((d for d in self._different if d.a in whole and d.b in whole), None):
                    self._contradict(
                        [j, against], f"{j.a} and {j.b} cannot be one while {against.a} and {against.b} are two"
                    )
                    continue
                group.update(dict.fromkeys(whole, whole))
        heads = {id(members): min(members) for members in group.values()}
        return {i: heads[id(members)] for i, members in sorted(group.items()) if heads[id(members)] != i}


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


def path_for(out: Path) -> Path:
    """Where the judgements of a build folder are kept: ``out.judgements.jsonl`` beside ``out``."""
    out = Path(out)
    return out.parent / f"{out.name or out.resolve().name}.judgements.jsonl"
