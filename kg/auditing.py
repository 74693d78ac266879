"""Checking a sample by hand: drawn by rule and type, judged by one or two people, read back as precision with intervals."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import InputError, UsageError
from kg.exports import jsonl
from kg.exports.cells import cell, unguard
from kg.ids import digest
from kg.rows import Rows
from kg.statement import Statement

#: What coders write, in any case.
RIGHT, WRONG, UNSURE = ("yes", "y", "1"), ("no", "n", "0"), ("?", "unsure", "")
COLUMNS = ("number", "type", "from", "to", "says", "quote", "coder1", "coder2", "note", "doc", "article", "start", "end", "rule",
           "statement", "weight")  # fmt: skip
_LEFT_OUT = frozenset({"Article"})  # the article itself is no claim
_Z = 1.959964  # 95 %

Listed = list[dict[str, Any]]


def audit(
    graph: str | Path = "out",
    sample: int | None = None,
    sheets: Sequence[str | Path] = ("audit.csv",),
    seed: int = 1,
    types: Sequence[str] = (),
) -> Rows | dict[str, Rows]:
    """Draw a sample of a build into a sheet, or read filled-in sheets back.

    Args:
        sample: size of the sample to draw; null to read.
        sheets: the one sheet to write, or one or two to read.

    Returns:
        The rows drawn (see `draw`), or what the sheets say (see `score`); each has `to_frame()`.

    Raises:
        UsageError: a sheet to write that is there already, or nothing judged in those to read.
        InputError: a sheet that cannot be read, with file and line.
    """
    paths = [Path(s) for s in sheets]
    if sample is not None:
        if len(paths) != 1:
            raise UsageError("kg audit --sample", f"{len(paths)} sheets to write", "name one with --sheet")
        rows = draw(jsonl.read_statements(Path(graph)), sample, seed, types)
        write_sheet(rows, paths[0])
        return Rows(rows)
    found = score(read_sheets(paths))
    if not found["precision"]:
        raise UsageError(paths[0], "nothing in it is judged yet", "write yes, no or ? under coder1")
    return {name: Rows(rows) for name, rows in found.items()}


def draw(statements: Iterable[Statement], size: int = 200, seed: int = 1, types: Sequence[str] = ()) -> Listed:
    """A sample of statements, from every pair of type and rule in proportion; rare rules of a type are drawn from together,
    and every type has at least one.

    Args:
        seed: another seed draws another sample; the same draws the same, whatever else is in the build.
        types: only these edge types.

    Returns:
        One row a statement, with `COLUMNS`; `weight` is the number of statements that it stands for.
    """
    strata: dict[tuple[str, str], list[tuple[str, Statement]]] = defaultdict(list)
    for s in statements:
        if s.schema not in _LEFT_OUT and (not types or s.schema in types):
            strata[s.schema, s.evidence.rule].append((digest(seed, s.id), s))
    if not strata:
        raise UsageError("audit", "no statement to draw from", "give a build with statements, or other types")
    strata = _pooled(strata, size)
    shares = _shares({key: len(group) for key, group in strata.items()}, size)
    drawn = [
        (s, len(strata[key]) / number)
        for key, number in sorted(shares.items())
        for _, s in sorted(strata[key], key=lambda pair: pair[0])[:number]
    ]
    drawn.sort(key=lambda pair: (pair[0].schema, pair[0].evidence.doc, pair[0].evidence.start, pair[0].id))
    return [_row(number, s, weight) for number, (s, weight) in enumerate(drawn, start=1)]


def _pooled(strata: Mapping[tuple[str, str], list[Any]], size: int) -> dict[tuple[str, str], list[Any]]:
    """Rules too rare for a statement of their own are one stratum for each type, so that weights stay alike."""
    total = sum(map(len, strata.values()))
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for (kind, rule), group in strata.items():
        found[kind, rule if size * len(group) >= total else ""] += group
    return found


def _shares(sizes: Mapping[tuple[str, str], int], size: int) -> dict[tuple[str, str], int]:
    """How many of each stratum: one each from the largest down, the rest by largest remainder, never more than there are."""
    total = sum(sizes.values())
    size = min(size, total)
    order = sorted(sizes, key=lambda k: (-sizes[k], k))
    shares = dict.fromkeys(order[:size], 1)
    wanted = {k: size * sizes[k] / total for k in shares}
    while sum(shares.values()) < size:
        open_ones = [k for k in shares if shares[k] < sizes[k]]
        best = max(open_ones, key=lambda k: (wanted[k] - shares[k], sizes[k], k))
        shares[best] += 1
    return shares


def _row(number: int, s: Statement, weight: float) -> dict[str, Any]:
    ends = [s.args[k]["name"] if k in s.args else "" for k in ("source", "target")]
    if "node" in s.args:
        ends[0] = s.args["node"]["name"]
    more = {
        k: v for k, v in s.args.items() if k not in ("source", "target", "node", "article") and v not in (None, [], "")
    }
    says = "; ".join(f"{k}: {_text(v)}" for k, v in sorted(more.items()))
    e = s.evidence
    return {"number": number, "type": s.schema, "from": ends[0], "to": ends[1], "says": says, "quote": e.quote, "coder1": "",
            "coder2": "", "note": "", "doc": e.doc, "article": e.article, "start": e.start, "end": e.end, "rule": e.rule,
            "statement": s.id, "weight": round(weight, 4)}  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value["name"]) if isinstance(value, dict) else str(value)


def write_sheet(rows: Listed, path: Path) -> None:
    """The sheet to be filled in: CSV, UTF-8 with a byte order mark; coders write yes, no or ? under coder1 and coder2."""
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as out:
            try:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerow(COLUMNS)
                writer.writerows([cell(row[c]) for c in COLUMNS] for row in rows)
                out.flush()
            except BaseException:
                path.unlink()  # half a sheet would draw half a sample, and stand in the way of a whole one
                raise
    except FileExistsError as e:
        raise UsageError(path, "is there already", "it may hold somebody's work: name another file") from e
    except OSError as e:
        raise UsageError(path, f"cannot be written ({e.strerror})", "name another file") from e


def read_sheets(paths: Sequence[Path]) -> Listed:
    """Filled-in sheets as rows with `votes`, one for each coder: true, false, or null when unsure.

    Args:
        paths: one sheet with both coders' columns, or two copies of it, each filled in by one.

    Raises:
        InputError: no such sheet, or something in it that is neither yes, no nor ?, with file and line.
    """
    found: dict[str, dict[str, Any]] = {}
    for place, path in enumerate(paths):
        for number, row in _lines(path):
            mine = found.setdefault(row["statement"], {**row, "votes": [None] * (2 * len(paths))})
            for coder in (0, 1):
                mine["votes"][2 * place + coder] = _vote(row[f"coder{coder + 1}"], f"{path}:{number}")
    for row in found.values():
        row["votes"] = [v for v in row["votes"] if v is not None]
    return list(found.values())


def _lines(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [
                c
                for c in ("type", "rule", "statement", "weight", "coder1", "coder2")
                if c not in (reader.fieldnames or ())
            ]
            if missing:
                raise InputError(
                    path, f"no column '{missing[0]}'", "give the sheet that kg audit --sample wrote, as CSV"
                )
            for row in reader:
                values: dict[str, Any] = {k: unguard(v or "") for k, v in row.items() if k}
                try:
                    values["weight"] = float(values["weight"])
                except ValueError:
                    raise InputError(
                        f"{path}:{reader.line_num}", "weight is no number", "leave that column as it was"
                    ) from None
                yield reader.line_num, values
    except FileNotFoundError as e:
        raise InputError(path, "no such sheet", "kg audit --sample 200 draws one; --sheet names another") from e
    except (OSError, UnicodeDecodeError) as e:
        what = e.strerror if isinstance(e, OSError) else "not UTF-8"
        raise InputError(path, f"cannot be read ({what})", "save the sheet as CSV UTF-8") from e


def _vote(text: str, where: str) -> bool | None:
    word = text.strip().lower()
    if word in UNSURE:
        return None
    if word not in (*RIGHT, *WRONG):
        raise InputError(where, f"'{text.strip()}' is no judgement", "write yes, no or ?")
    return word in RIGHT


def score(rows: Listed) -> dict[str, Listed]:
    """What judged sheets say: ``precision`` by type, with a 95 % interval; ``agreement`` of two coders; ``rules`` that fail.

    Precision weighs each statement by the number it stands for; where two coders differ, it counts half. The interval is
    Wilson's, for as many statements as the weights leave worth counting (Kish).
    """
    judged = [r for r in rows if r["votes"]]
    by_type: dict[str, Listed] = defaultdict(list)
    by_rule: dict[tuple[str, str], Listed] = defaultdict(list)
    for r in judged:
        by_type[r["type"]].append(r)
        by_rule[r["rule"], r["type"]].append(r)
    precision = [{"type": kind, **_precision(group)} for kind, group in sorted(by_type.items())]
    if judged:
        precision.append({"type": "all", **_precision(judged)})
    rules: Listed = []
    for (rule, kind), group in by_rule.items():
        wrong = [r for r in group if _share(r) < 1]
        if wrong:
            rules.append({"rule": rule, "type": kind, "judged": len(group), "wrong": sum(1 - _share(r) for r in wrong),
                          "statements": [r["statement"] for r in wrong]})  # fmt: skip
    rules.sort(key=lambda r: (-r["wrong"] / r["judged"], -r["judged"], r["rule"], r["type"]))
    return {"precision": precision, "agreement": _agreement(rows), "rules": rules}


def _share(row: Mapping[str, Any]) -> float:
    return sum(row["votes"]) / len(row["votes"])


def _precision(group: Listed) -> dict[str, Any]:
    weights = [r["weight"] for r in group]
    share = sum(w * _share(r) for w, r in zip(weights, group)) / sum(weights)
    low, high = wilson(share, sum(weights) ** 2 / sum(w * w for w in weights))
    return {
        "judged": len(group),
        "right": sum(map(_share, group)),
        "precision": round(share, 4),
        "low": low,
        "high": high,
    }


def wilson(share: float, number: float) -> tuple[float, float]:
    """Wilson's 95 % interval for a share seen in a number of trials."""
    middle = (share + _Z**2 / (2 * number)) / (1 + _Z**2 / number)
    half = _Z / (1 + _Z**2 / number) * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def _agreement(rows: Listed) -> Listed:
    """Cohen's kappa over what two coders judged."""
    both = [r["votes"][:2] for r in rows if len(r["votes"]) >= 2]
    if not both:
        return []
    number = len(both)
    seen = sum(a == b for a, b in both) / number
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(first[v] * second[v] for v in (True, False)) / number**2
    kappa = None if chance == 1 else round((seen - chance) / (1 - chance), 4)  # all alike: nothing to correct for
    return [{"judged by both": number, "agree": round(seen, 4), "kappa": kappa}]
