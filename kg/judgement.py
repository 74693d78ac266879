"""What people decide: who is one and who is not, which statements are wrong and which are right.

One JSON object a line, in a file that the user owns and every build replays; deleting a line undoes it::

    {"judge": "same", "a": "Person:敖煜新@a.txt", "b": "Person:敖煜新@b.txt", "why": "both 区委书记"}
    {"judge": "different", "a": "Person:王翔@a.txt", "b": "Person:王翔@c.txt"}
    {"judge": "reject", "statement": "1f0c…", "of": {"schema": "CHAIRED", "doc": "a.txt", "start": 12, …}, "why": "…"}
    {"judge": "accept", "statement": "77ab…"}

One sentence gives a participation and the roles in it (主持会议 is ATTENDED with a role, and CHAIRED): `of`, which `kg reject`
writes, tells what the statement says, so that a rejected role goes from both, and a rejected ATTENDED takes its roles along.

Corrections, and facts that are missing, stand in the same file; see `kg.correction`.

Of two that are different, `b` leaves the group of `a`, with those judged the same as it. Lines that contradict each other
are reported, and none of them is applied. A line with `replaced` (by what, when and by whom) or `disputed` (by two coders) is
kept for people and says nothing to a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError
from kg.statement import Statement, is_ref, ref_id

IDENTITY, FACTS = ("same", "different"), ("reject", "accept")
#: What stands in the same file, and is read by `kg.correction`.
EDITS = ("correct", "add")
_KEYS = {kind: frozenset({"a", "b"} if kind in IDENTITY else {"statement"}) for kind in (*IDENTITY, *FACTS)}
#: Keys that a line may have beside those it needs: for those who read it.
_MORE = frozenset({"judge", "why", "by", "when", "fact", "of", "replaced", "disputed"})
#: Those by which a line is no longer, or not yet, a decision.
_SET_ASIDE = ("replaced", "disputed")


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
    problems: list[KgError] = []
    return [judgement for judgement, _ in lines(path, problems)], problems


def lines(path: Path, problems: list[KgError]) -> Iterator[tuple[Judgement, dict[str, Any]]]:
    """The judgements of a file, each with all that its line says; without those that were replaced or are disputed.

    Args:
        problems: gets an error for each line that cannot be read.
    """
    for row, where in rows(path, problems):
        if row.get("judge") not in EDITS:
            try:
                yield _parse(row, where), row
            except KgError as e:
                problems.append(e)


def rows(path: Path, problems: list[KgError], aside: bool = False) -> Iterator[tuple[dict[str, Any], str]]:
    """What the lines of a file say, each with its ``file:line``; without those that were replaced or are disputed, unless these
    are wanted, too."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as e:
        what = e.strerror if isinstance(e, OSError) else "not UTF-8"
        problems.append(InputError(path, f"cannot be read ({what})", "save it as UTF-8"))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                row = json.loads(line)
            except ValueError as e:
                problems.append(JudgementError(where, f"not JSON ({e})", "mend or delete the line"))
                continue
            row = row if isinstance(row, dict) else {}
            if aside or not any(row.get(key) for key in _SET_ASIDE):
                yield row, where


def _parse(row: dict[str, Any], where: str) -> Judgement:
    kind = row.get("judge")
    if kind not in _KEYS:
        raise JudgementError(where, f"judge is '{kind}'", f"allowed: {', '.join((*_KEYS, *EDITS))}")
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


def path_for(out: Path) -> Path:
    """Where the judgements of a build folder are kept: ``out.judgements.jsonl`` beside ``out``."""
    out = Path(out)
    return out.parent / f"{out.name or out.resolve().name}.judgements.jsonl"
