"""Two coders' judgements side by side: one file of both, how far they agree, and what they judge differently."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import correction, safekeeping
from kg.correction import Correction, Edit
from kg.errors import KgError, UsageError
from kg.judgement import FACTS, IDENTITY, Judgement, JudgementError, lines
from kg.rows import frame

if TYPE_CHECKING:
    import pandas

#: What `Merged.agreement` and `Merged.disputed` tell of each row.
AGREEMENT = ("about", "judged by both", "agree", "kappa", "low", "high")
DISPUTED = ("about", "what", "first", "second", "firstWhere", "secondWhere", "firstWhy", "secondWhy", "a", "b")
_KINDS = {"statements": FACTS, "pairs": IDENTITY}
_Edited = tuple[Edit, dict[str, Any]]
_Z = 1.959964  # 95 %
#: What a line is about: statements or pairs, and the ids; or corrections, or facts that were added.
_Key = tuple[str, ...]


@dataclass
class Merged:
    """What came of two files.

    Attributes:
        path: the file of both; null where none was to be written.
        lines: number of lines in it; those on which the two differ stand in it twice, marked, and are not applied.
        agreement: a row for statements (accept, reject) and one for pairs (same, different), as far as both judged any.
        disputed: a row for each on which they differ.
        problems: lines that cannot be read, and lines of one file that contradict each other.
    """

    path: Path | None
    lines: int
    agreement: list[dict[str, Any]] = field(default_factory=list)
    disputed: list[dict[str, Any]] = field(default_factory=list)
    problems: list[KgError] = field(default_factory=list)

    def to_frame(self) -> pandas.DataFrame:
        """What is disputed as a DataFrame (UsageError when pandas is not installed)."""
        return frame(self.disputed, DISPUTED)


def merge(first: str | Path, second: str | Path, to: str | Path | None = None) -> Merged:
    """Join the judgements of two coders (``merge("a.jsonl", "b.jsonl", "out.judgements.jsonl")``).

    Args:
        first, second: files as `kg judge`, `kg reject`, `kg accept` and the explorer write them.
        to: file to write; null to write none.

    Raises:
        UsageError: one of the files is not there, or `to` is.
    """
    paths = Path(first), Path(second)
    for path in paths:
        if not path.is_file():
            raise UsageError(path, "no such file", "name the judgements of two coders")
    if to is not None and Path(to).exists():
        raise UsageError(to, "is there already", "it may hold somebody's judgements: name another with --judgements")
    problems: list[KgError] = []
    one, other = (_judged(path, problems) for path in paths)
    pairs = {key: (one[key], other[key]) for key in one if key in other}
    found = Merged(Path(to) if to is not None else None, 0, problems=problems)
    for about, kinds in _KINDS.items():
        votes = [(a[0].kind, b[0].kind) for key, (a, b) in pairs.items() if key[0] == about]
        if votes:
            found.agreement.append({"about": about, "judged by both": len(votes), **kappa(votes, kinds)})
    disputed = {key for key, (a, b) in pairs.items() if a[0].kind != b[0].kind}
    found.disputed = [_dispute(key, *pairs[key]) for key in pairs if key in disputed]
    first_edits, second_edits = (list(correction.lines(path, problems)) for path in paths)
    edits, crossed = _joined_edits(first_edits, second_edits)
    found.disputed += crossed
    rows = [
        *edits,
        *(_joined(one[k][1], other[k][1]) if k in pairs and k not in disputed else _marked(one[k][1], k in disputed) for k in one),
        *(_marked(other[k][1], k in disputed) for k in other if k not in pairs or k in disputed),
    ]  # fmt: skip
    found.lines = len(rows)
    if found.path is not None:
        _write(rows, found.path)
    return found


def _joined_edits(one: list[_Edited], other: list[_Edited]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of corrections and additions, what both say once, and those on which they differ."""
    rows: dict[str, dict[str, Any]] = {}
    disputed = []
    said = {about: (e, row) for e, row in one if isinstance(e, Correction) for about in e.about}
    against: set[str] = set()
    for edit in (e for e, _ in other if isinstance(e, Correction)):
        for about in edit.about:
            mine = said[about][0] if about in said else edit
            if (mine.value, mine.to) != (edit.value, edit.to):
                against |= {_what(mine), _what(edit)}
                why = (dict(e.told).get("why", "") for e in (mine, edit))
                disputed.append(dict(zip(DISPUTED, ("corrections", f"{about[0]} of {about[1]}", mine.value, edit.value,
                                                    mine.where, edit.where, *why, about[1], None))))  # fmt: skip
    for said_so, row in (*one, *other):
        key = _what(said_so)
        rows[key] = _joined(rows[key], row) if key in rows else _marked(row, key in against)
    return list(rows.values()), disputed


def _what(edit: Edit) -> str:
    """The same for two lines that say the same, whoever says it and why."""
    return replace(edit, told=()).id if isinstance(edit, Correction) else edit.id


def _judged(path: Path, problems: list[KgError]) -> dict[_Key, tuple[Judgement, dict[str, Any]]]:
    """What a file judges, each thing once, by what it is about."""
    found: dict[_Key, tuple[Judgement, dict[str, Any]]] = {}
    crossed: set[_Key] = set()
    for judgement, row in lines(path, problems):
        key = ("statements" if judgement.kind in FACTS else "pairs", *judgement.pair)
        there = found.setdefault(key, (judgement, row))
        if there[0].kind != judgement.kind:
            crossed.add(key)
            what = f"judged both {there[0].kind} and {judgement.kind}"
            problems.append(
                JudgementError(f"{there[0].where} and {judgement.where}", what, "left out; delete one line")
            )
    return {key: row for key, row in found.items() if key not in crossed}


def _dispute(
    key: _Key, one: tuple[Judgement, dict[str, Any]], other: tuple[Judgement, dict[str, Any]]
) -> dict[str, Any]:
    (first, row), (second, _) = one, other
    what = row.get("fact") or " = ".join(filter(None, key[1:]))
    return {"about": key[0], "what": what, "first": first.kind, "second": second.kind, "firstWhere": first.where,
            "secondWhere": second.where, "firstWhy": first.why, "secondWhy": second.why, "a": first.a,
            "b": first.b or None}  # fmt: skip


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The one line of two who agree, with who they are and why both say so."""
    both = {}
    for key in ("by", "why"):
        told = dict.fromkeys(str(row[key]) for row in (one, other) if row.get(key))
        if told:
            both[key] = "; ".join(told)
    return {**one, **both}


def _marked(row: dict[str, Any], disputed: bool) -> dict[str, Any]:
    return {**row, "disputed": True} if disputed else row


def _write(rows: Iterable[dict[str, Any]], path: Path) -> None:
    try:
        with safekeeping.replaced(path) as new:
            text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
            new.write_text(text, encoding="utf-8", newline="\n")
    except OSError as e:
        raise UsageError(path, f"cannot be written ({e.strerror})", "name another file with --judgements") from e


def kappa(votes: Sequence[tuple[Any, Any]], kinds: Iterable[Any]) -> dict[str, float | None]:
    """Cohen's kappa of two coders with its 95 % interval, and the share in which they agree.

    The interval is that of Fleiss, Cohen and Everitt (1969), for many votes; of a few it says little.

    Args:
        votes: what the first and the second said of each thing.
        kinds: all that can be said.

    Returns:
        ``agree``, ``kappa``, ``low``, ``high``, to four places; the last three null where both said one thing throughout,
        and chance alone would make them agree.
    """
    number, kinds = len(votes), tuple(kinds)
    share = {pair: count / number for pair, count in Counter(votes).items()}
    first = {k: sum(share.get((k, other), 0.0) for other in kinds) for k in kinds}
    second = {k: sum(share.get((other, k), 0.0) for other in kinds) for k in kinds}
    agree = sum(share.get((k, k), 0.0) for k in kinds)
    chance = sum(first[k] * second[k] for k in kinds)
    if math.isclose(chance, 1):
        return {"agree": round(agree, 4), "kappa": None, "low": None, "high": None}
    value = (agree - chance) / (1 - chance)
    left = 1 - value
    spread = sum(share.get((k, k), 0.0) * (1 - (first[k] + second[k]) * left) ** 2 for k in kinds)
    spread += left**2 * sum(p * (second[a] + first[b]) ** 2 for (a, b), p in share.items() if a != b)
    spread -= (value - chance * left) ** 2
    half = _Z * math.sqrt(max(0.0, spread) / number) / (1 - chance)
    low, high = max(-1.0, value - half), min(1.0, value + half)
    return {"agree": round(agree, 4), "kappa": round(value, 4), "low": round(low, 4), "high": round(high, 4)}
