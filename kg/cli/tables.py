"""Rows as a table for people, or as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from kg.report import Report

FORMATS = ("table", "json", "csv")

#: Width of tables written to a file or pipe, where there is no window to fit.
_PIPE_WIDTH = 160

#: Quotes and other parts of one cell; the rest is in the other formats.
_SHOWN = 4


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else _PIPE_WIDTH)


def write(rows: Sequence[Mapping[str, Any]], style: str, columns: Sequence[str], title: str = "") -> None:
    """Print rows to standard output.

    Args:
        style: ``table`` shows only `columns`; ``json`` and ``csv`` give everything.
        title: heading of the table.
    """
    if style == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif style == "csv":
        names = list(dict.fromkeys([*columns, *(k for row in rows for k in row)]))
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: text(row.get(k), "; ") for k in names} for row in rows)
    else:
        _write_table(rows, columns, title)


def text(value: Any, between: str = "\n") -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return between.join(text(v, between) for v in value)
    return "" if value is None else str(value)


def _write_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str) -> None:
    from rich.table import Table
    from rich.text import Text

    quoting = bool({"quote", "quotes"} & set(columns))
    table = Table(title=Text(title), title_justify="left", show_lines=quoting)
    for column in columns:
        number = any(isinstance(row.get(column), (int, float)) for row in rows)
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        # Text, not str: brackets in a quote are no markup.
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    console().print(table)


def _cell(value: Any) -> str:
    """A value on as few lines as it needs: quotes without the line ends of the paper, and not more than a few."""
    if isinstance(value, list) and len(value) > _SHOWN:
        value = [*value[:_SHOWN], f"… {len(value) - _SHOWN} more (--format json)"]
    parts = value if isinstance(value, list) else [value]
    return "\n".join(re.sub(r"\s*\n\s*", "", text(part)) for part in parts)


def write_summary(report: Report, out: str) -> None:
    """What a build read and found, on standard error."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"kg build → {out}"), title_justify="left")
    table.add_column("what")
    table.add_column("number", justify="right")
    table.add_column("of which")
    characters = sum(d["characters"] for d in report.documents)
    table.add_row("documents", str(len(report.documents)), f"{characters:,} characters")
    table.add_row("articles", str(sum(d["articles"] for d in report.documents)), "")
    for what, counts in report.found.items():
        table.add_row(what, str(sum(counts.values())), Text(", ".join(f"{k} {n}" for k, n in counts.items())))
    if report.failures:
        table.add_row("failed", str(len(report.failures)), "named above", style="bold")
    stages = ", ".join(f"{stage} {spent:.1f}" for stage, spent in report.seconds.items())
    table.add_row("seconds", f"{sum(report.seconds.values()):.1f}", stages)
    console(stderr=True).print(table)
