"""Rows as a table for people, or as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exports import cells

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kg.report import Report

FORMATS = ("table", "json", "csv")

#: Columns of a window that a text gets at least, before a table becomes a list of records.
_NARROW = 12
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")
#: Width of tables written to a file or pipe, where there is no window to fit.
_PIPE_WIDTH = 160


#: What may not be known of a paper, and what its facts then lack.
_COSTS = (
    ("issued", "a date of issue", "days such as 4月29日 have no year"),
    ("area", "an area", "a bare 区长 stays local to its document"),
)


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else _PIPE_WIDTH)


def write(
    rows: Sequence[Mapping[str, Any]], style: str, columns: Sequence[str] = (), title: str = "", caption: str = ""
) -> None:
    """Print rows to standard output.

    Args:
        style: ``table`` shows only `columns`; ``json`` gives everything, ``csv`` all but what holds rows itself.
        title: heading of the table.
        caption: set below the table.
    """
    if style == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif style == "csv":
        nested = {k for row in rows for k, v in row.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
        names = [k for k in dict.fromkeys([*columns, *(k for row in rows for k in row)]) if k not in nested]
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _cell(row.get(k)) for k in names} for row in rows)
    else:
        numbers = [c for c in columns if any(isinstance(row.get(c), (int, float)) for row in rows)]
        draw(columns, [[text(row.get(c)) for c in columns] for row in rows], title, right=numbers, caption=caption)


def write_answer(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], title: str, caption: str, between: str = ", "
) -> None:
    """Draw the answer to a question: as a table where the window is wide enough for it, else row by row.

    Args:
        between: what parts the items of a list.
    """
    from rich.cells import cell_len

    cells = {c: [text(r[c], between) for r in rows] for c in columns}
    right = [c for c in columns if any(isinstance(r[c], (int, float)) for r in rows)]
    fixed = [c for c in columns if c in right or all(_DAY.fullmatch(cell) for cell in cells[c])]
    longest = {c: max(map(cell_len, (c, *"\n".join(cells[c]).split("\n")))) for c in columns}
    wide = sum(longest[c] if c in fixed else min(longest[c], max(_NARROW, cell_len(c))) for c in columns) + len(columns)
    if wide <= console().width:
        short = [c for c in columns if longest[c] <= _NARROW]
        draw(columns, list(zip(*cells.values())), title, right=right, fixed=[*fixed, *short], caption=caption)
    else:
        _draw_records(cells, title, caption)


def _draw_records(cells: Mapping[str, Sequence[str]], title: str, caption: str) -> None:
    """Rows one below the other, each with its columns one below the other; what is empty is left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 1))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for record in zip(*cells.values()):
        for name, value in zip(cells, record):
            if value:
                table.add_row(name, Text(value))
        table.add_row("", "")
    out = console()
    if title:
        out.print(Text(title, style="bold"), end="\n\n")
    out.print(table)
    out.print(Text(caption))


def _cell(value: Any) -> str:
    """A cell of CSV; text that a spreadsheet would take for a formula is guarded by an apostrophe."""
    return text(value) if isinstance(value, (int, float)) else cells.guard(text(value, "; "))


def text(value: Any, between: str = "\n") -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, dict):
        return _shape(value)
    if isinstance(value, (list, tuple)):
        # A path of Neo4j is a list of nodes and edges in turn.
        joined = between if not any(isinstance(v, dict) and "label" in v for v in value) else " "
        return joined.join(text(v, between) for v in value)
    return "" if value is None else str(value)


def _shape(value: Mapping[str, Any]) -> str:
    """A node, an edge or a path in short: ``(敖煜新 :Person)``, ``[:ATTENDED]``; anything else as JSON."""
    if "_NODES" in value:
        nodes, edges = value["_NODES"], value["_RELS"]
        return " ".join(_shape(v) for pair in zip(nodes, [*edges, None]) for v in pair if v)
    if "label" not in value or "id" not in value:
        return json.dumps(value, ensure_ascii=False)
    return f"({value['name']} :{value['label']})" if "name" in value else f"[:{value['label']}]"


def count(number: int, what: str = "row") -> str:
    """``1 row``, ``2 rows``."""
    return f"{number:,} {what}{'s' * (number != 1)}"


def draw(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    title: str,
    *,
    right: Sequence[str] = (),
    fixed: Sequence[str] = (),
    caption: str = "",
) -> None:
    """Draw a table on standard output, as wide as the window.

    Args:
        right: columns of numbers.
        fixed: columns that are never folded: names of types, dates.
        caption: set below the table.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    tall = any("\n" in str(cell) for row in rows for cell in row)
    table = Table(box=box.SIMPLE_HEAD, show_lines=tall, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(
            column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in fixed
        )
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    # Text, not str, in all of it: brackets in a quote or a title are no markup. What is above and below may be wider.
    if title:
        out.print(Text(title, style="bold"))
    out.print(table)
    if caption:
        out.print(Text(caption))


def write_summary(report: Report, out: str) -> None:
    """What a build read and found, on standard error."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"kg build → {out}"), title_justify="left")
    table.add_column("what")
    table.add_column("number", justify="right")
    table.add_column("of which", overflow="fold")
    totals = report.totals
    table.add_row("documents", str(totals["documents"]), f"{totals['characters']:,} characters; {_cache(report)}")
    table.add_row("articles", str(totals["articles"]), "")
    for what, counts in report.found.items():
        table.add_row(what, str(sum(counts.values())), Text(", ".join(f"{k} {n}" for k, n in counts.items())))
    if report.failures:
        table.add_row("failed", str(len(report.failures)), "named above", style="bold")
    if unknown := _unknown(report):
        table.add_row("not known", "", Text(unknown.replace("; ", "\n")))
    stages = ", ".join(f"{stage} {spent:.1f}" for stage, spent in report.seconds.items())
    table.add_row("seconds", f"{sum(report.seconds.values()):.1f}", stages)
    told = (report.recogniser.get(key, "") for key in ("name", "version", "why"))
    table.add_row("recogniser", "", Text(", ".join(t for t in told if t)))
    table.add_row("schemas", "", Text(report.schemas))
    table.caption, table.caption_justify = Text(_next(report, out)), "left"
    console(stderr=True).print(table)


def summary(report: Report, out: str) -> str:
    """The summary in one line: where the build is, and how much there is of it."""
    totals = ", ".join(f"{sum(report.found[what].values())} {what}" for what in ("statements", "nodes", "edges"))
    failed = f"; {count(len(report.failures), 'input')} failed" if report.failures else ""
    unknown = f"; {found}" if (found := _unknown(report)) else ""
    return f"kg: built {out}: {count(report.totals['documents'], 'document')} ({_cache(report)}), {totals}{failed}{unknown}"


def _unknown(report: Report) -> str:
    """What nobody said of the papers, what that costs, and how to say it; empty when all is known."""
    told = [
        f"{count(number, 'document')} without {what}: {cost}"
        for name, what, cost in _COSTS
        if (number := report.unknown[name])
    ]
    ways = " and ".join(f"--{name}" for name, *_ in _COSTS if report.unknown[name])
    return f"{'; '.join(told)}; give {ways}, or a manifest.csv beside the papers" if told else ""


def _cache(report: Report) -> str:
    """How much of it was known: ``3 read, 1,367 known, 1 removed``."""
    cache = report.cache
    return f"{cache['read']:,} read, {cache['known']:,} known" + (
        f", {cache['removed']:,} removed" if cache["removed"] else ""
    )


def _next(report: Report, out: str) -> str:
    graph = "" if out == "out" else f" --graph {out}"
    page = (
        f"open {Path(out) / 'explorer.html'} in a browser"
        if (Path(out) / "explorer.html").is_file()
        else f"kg view{graph}"
    )
    return f"next: {page}, or ask: kg show NAME{graph}\n(who and what is there: kg show{graph})"
