"""The file of people's decisions as it is written: a line is added, an older one marked, nothing is ever taken out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import safekeeping
from kg.correction import CODED, CORRECTED, Addition, renamed
from kg.correction import parse as parse_edit
from kg.errors import KgError, UsageError
from kg.exports import jsonl
from kg.judgement import EDITS, path_for, rows

#: What `decisions` tells of each line.
COLUMNS = ("line", "judge", "what", "by", "when", "why", "state")


def append(path: Path, line: str) -> None:
    """Add a line (UsageError when the file cannot be written)."""
    try:
        if path.exists():
            path.read_text(encoding="utf-8")  # a line in another encoding would spoil the file
        safekeeping.append(path, line)
    except (OSError, UnicodeDecodeError) as e:
        raise UsageError(path, f"cannot be written ({e})", "name another file with --judgements") from e


def mark(path: Path, numbers: Iterable[int], by: str, added: Iterable[str] = ()) -> None:
    """Mark lines as replaced (``accept, 2031-05-07, 乙``), and add others: all of it is in the file, or nothing."""
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        for number in numbers:
            row = json.loads(lines[number - 1].removeprefix("\ufeff"))
            lines[number - 1] = json.dumps({**row, "replaced": by}, ensure_ascii=False)
        with safekeeping.replaced(path) as new:
            new.write_text("\n".join([*lines, *added]) + "\n", encoding="utf-8", newline="\n")
    except (OSError, UnicodeDecodeError) as e:
        raise UsageError(path, f"cannot be written ({e})", "name another file with --judgements") from e


def file_of(graph: str | Path, judgements: str | Path | None) -> Path:
    """The file that decisions about a build are added to."""
    return Path(judgements) if judgements is not None else path_for(Path(graph))


def decisions(graph: str | Path = "out", judgements: str | Path | None = None) -> list[dict[str, Any]]:
    """What was decided, line by line (``decisions("out")``).

    Returns:
        Rows of ``line`` (its number), ``judge``, ``what`` (in words), ``by``, ``when``, ``why`` and ``state``: in force, or what
        was noted when it was replaced, undone or disputed.

    Raises:
        UsageError: there is no such file.
    """
    path = file_of(graph, judgements)
    if not path.exists():
        raise UsageError(
            path, "no such file", "nothing was decided yet: kg correct, kg add, kg judge, kg reject write it"
        )
    return [{"line": _number(where), "judge": row.get("judge"), "what": _words(row), "by": row.get("by"), "when": row.get("when"),
             "why": row.get("why"), "state": _state(row)} for row, where in rows(path, [], aside=True)]  # fmt: skip


def undo(
    what: str | int, why: str = "", graph: str | Path = "out", judgements: str | Path | None = None, **more: str
) -> Path:
    """Take a decision back; its line stays, marked (``undo(3)``, ``undo("Event:a.txt#1.1")``).

    Args:
        what: number of a line, or the id of a node or statement that one line in force is about.
        more: for whoever reads the file: ``by`` and ``when``.

    Returns:
        The file.

    Raises:
        UsageError: no line, or several, are about it.
    """
    path = file_of(graph, judgements)
    standing = [(row, _number(where)) for row, where in rows(path, [])]
    wanted = str(what)
    if wanted.isdecimal() and len(wanted) < 10:
        found = [n for _, n in standing if n == int(wanted)]
    else:
        also = _coded(graph, wanted)
        found = [n for row, n in standing if wanted in _ids(row) or also in _quotes(row)]
    if not found:
        raise UsageError(
            f"{path}: {wanted}", "no decision in force is about it", "kg undo without an argument lists them"
        )
    if len(found) > 1:
        raise UsageError(wanted, f"{len(found)} lines are about it", f"give one of: {', '.join(map(str, found))}")
    by = ", ".join(filter(None, ("undone", more.get("when"), more.get("by"), why)))
    mark(path, found, by)
    return path


def _number(where: str) -> int:
    return int(where.rpartition(":")[2])


def _state(row: dict[str, Any]) -> str:
    return f"replaced: {row['replaced']}" if row.get("replaced") else "disputed" if row.get("disputed") else "in force"


def _words(row: dict[str, Any]) -> str:
    if row.get("judge") == "correct":
        was = f"{row['was']} → " if row.get("was") else ""
        return f"{row.get('field')} of {next(iter(row.get('nodes') or ['?']))}: {was}{row.get('value')}"
    return str(row.get("fact") or " = ".join(str(row[k]) for k in ("statement", "a", "b") if row.get(k)) or "?")


def _ids(row: dict[str, Any]) -> set[str]:
    """The nodes and statements that a line is about."""
    if row.get("judge") not in EDITS:
        return {str(row[k]) for k in ("statement", "a", "b") if row.get(k)}
    if row["judge"] == "correct":
        nodes = [str(n) for n in row.get("nodes") or ()]
        names = [renamed(n, str(row.get("value"))) for n in nodes] if row.get("field") == "name" else []
        return {*nodes, *names, str((row.get("to") or {}).get("key"))}
    try:
        edit = parse_edit(row, "")
    except KgError:
        return set()
    return {s.id for s in edit.statements} if isinstance(edit, Addition) else set()


def _quotes(row: dict[str, Any]) -> set[tuple[str, str, str]]:
    if row.get("judge") != "add":
        return set()
    return {(str(f.get("schema")), str(row.get("doc")), str(row.get("quote"))) for f in row.get("facts") or ()}


def _coded(graph: str | Path, statement: str) -> tuple[str, str, str] | None:
    """Schema, document and quote of a coded statement of the build, which may have moved since it was added."""
    if not (Path(graph) / "statements.jsonl").is_file():
        return None
    s = next(jsonl.read_statements(Path(graph), {statement}), None)
    if s is None or s.evidence.rule.removeprefix(CORRECTED) != CODED:
        return None
    return s.schema, s.evidence.doc, s.evidence.quote
