"""`kg judge`, `kg reject` and `kg accept`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.cli import options

_WHY = click.option("--why", default="", metavar="TEXT", help="The reason, for whoever reads it later.")
_BY = click.option("--by", default="", metavar="NAME", help="Who decides.")
_FILE = click.option(
    "--judgements", metavar="FILE", type=click.Path(path_type=Path), help="File to add to; else GRAPH.judgements.jsonl."
)


@click.command(short_help="Decide that two people, events … are the same, or not.")
@click.argument("kind", type=click.Choice(("same", "different")))
@click.argument("a")
@click.argument("b")
@_WHY
@_BY
@options.GRAPH
@_FILE
def judge(kind: str, a: str, b: str, why: str, by: str, folder: Path, judgements: Path | None) -> None:
    """Decide that two people, events … are the same, or different.

    A and B are names or ids; to part what was merged, ids of members (memberIds in nodes.jsonl): B leaves A's group.
    The decision is a line in a file beside the build, replayed by every build and undone by deleting the line.
    """
    from kg import deciding

    _say(deciding.judge(kind, a, b, why, folder, judgements, None, **_now(by)), folder)


@click.command()
@click.argument("statement")
@_WHY
@_BY
@options.GRAPH
@_FILE
def reject(statement: str, why: str, by: str, folder: Path, judgements: Path | None) -> None:
    """Decide that a statement is wrong: builds leave it out."""
    from kg import deciding

    _say(deciding.reject(statement, why, folder, judgements, **_now(by)), folder)


@click.command()
@click.argument("statement")
@_WHY
@_BY
@options.GRAPH
@_FILE
def accept(statement: str, why: str, by: str, folder: Path, judgements: Path | None) -> None:
    """Decide that a statement is right: builds give it confidence 1."""
    from kg import deciding

    _say(deciding.accept(statement, why, folder, judgements, **_now(by)), folder)


def _now(by: str) -> dict[str, str]:
    """Who decided, and on which day: noted for people, never read by a build."""
    return {"by": by, "when": date.today().isoformat()}


def _say(path: Path, folder: Path) -> None:
    click.echo(f"kg: noted in {path}; it counts from the next kg build --out {folder} on", err=True)
