"""`kg judge`, `kg reject` and `kg accept`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from kg.cli import options, tables

WHY = click.option("--why", default="", metavar="TEXT", help="The reason, for whoever reads it later.")
BY = click.option("--by", default="", metavar="NAME", help="Who decides.")
FILE = click.option(
    "--judgements", metavar="FILE", type=click.Path(path_type=Path), help="File to add to; else GRAPH.judgements.jsonl."
)


@click.command(short_help="Decide that two people, events … are the same, or not; join two coders' files.")
@click.argument("kind", type=click.Choice(("same", "different", "merge")))
@click.argument("a")
@click.argument("b")
@WHY
@BY
@click.option("--replace", is_flag=True, help="In the place of an older line that says the opposite; it stays, marked.")
@options.GRAPH
@FILE
@options.FORMAT
def judge(
    kind: str, a: str, b: str, why: str, by: str, replace: bool, folder: Path, judgements: Path | None, style: str
) -> int:
    """Decide that two people, events … are the same, or different.

    A and B are names or ids; to part what was merged, ids of members (memberIds in nodes.jsonl): B leaves A's group.
    The decision is a line in a file beside the build, replayed by every build and undone by deleting the line.

    kg judge merge A B joins two coders' files into --judgements FILE (without it, none is written): what both say, what one
    says, and, marked and without effect until it is decided, what they say differently. It tells how far they agree (Cohen's
    kappa with its 95 % interval) and the disputed rows.
    """
    from kg import deciding

    if kind == "merge":
        return _merge(a, b, judgements, style)
    say(deciding.judge(kind, a, b, why, folder, judgements, None, replace, **now(by)), folder)
    return 0


def _merge(a: str, b: str, to: Path | None, style: str) -> int:
    from kg import agreement
    from kg.cli.building import complain

    found = agreement.merge(a, b, to)
    for problem in found.problems:
        complain(problem)
    if style == "json":
        tables.write([{"agreement": found.agreement, "disputed": found.disputed}], style)
    elif style == "csv":
        tables.write(found.disputed, style, agreement.DISPUTED)
    else:
        _write_agreement(found.agreement, found.disputed)
    if found.path:
        click.echo(f"kg: wrote {found.path}: {tables.count(found.lines, 'line')}", err=True)
    return int(bool(found.problems))


def _write_agreement(rows: list[dict[str, Any]], disputed: list[dict[str, Any]]) -> None:
    from kg.agreement import AGREEMENT, DISPUTED

    if not rows:
        click.echo("nothing is judged by both")
        return
    note = "kappa: 1 is full agreement, 0 what chance alone would give; low, high: its 95 % interval"
    undefined = any(row["kappa"] is None for row in rows)
    tables.write(rows, "table", AGREEMENT, "agreement of the two coders",
                 note + ("\nno kappa: both said one thing throughout" if undefined else ""))  # fmt: skip
    if disputed:
        tables.write(disputed, "table", DISPUTED[1:6], "disputed", "why, and ids: --format json or csv")


@click.command()
@click.argument("statement")
@WHY
@BY
@options.GRAPH
@FILE
def reject(statement: str, why: str, by: str, folder: Path, judgements: Path | None) -> None:
    """Decide that a statement is wrong: builds leave it out."""
    from kg import deciding

    say(deciding.reject(statement, why, folder, judgements, **now(by)), folder)


@click.command()
@click.argument("statement")
@WHY
@BY
@options.GRAPH
@FILE
def accept(statement: str, why: str, by: str, folder: Path, judgements: Path | None) -> None:
    """Decide that a statement is right: builds give it confidence 1."""
    from kg import deciding

    say(deciding.accept(statement, why, folder, judgements, **now(by)), folder)


def now(by: str) -> dict[str, str]:
    """Who decided, and on which day: noted for people, never read by a build."""
    return {"by": by, "when": date.today().isoformat()}


def say(path: Path, folder: Path) -> None:
    """Tell where a decision stands, and what to do for it to count."""
    click.echo(f"kg: noted in {path}; it counts from the next kg build --out {folder} on", err=True)
