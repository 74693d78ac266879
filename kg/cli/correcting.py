"""`kg correct`, `kg add` and `kg undo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import options, tables
from kg.cli.deciding import BY, FILE, WHY, now, say
from kg.errors import UsageError


@click.command(short_help="Correct an event's day, name or place, a person's name, a title's area.")
@click.argument("what")
@click.option("--day", metavar="DATE", help="Day of an event: 2026-04-29, 2026-04, 2026-04-28..2026-04-30, or unknown.")
@click.option("--name", metavar="NAME", help="Name of an event or a person as it should be.")
@click.option("--place", metavar="PLACE", help="Where an event was held: a name or id.")
@click.option("--was", metavar="PLACE", help="Of several places, the one to correct.")
@click.option("--area", metavar="NAME", help="Area that a bare title belongs to (滨江区).")
@click.option("--doc", metavar="DOC", help="The document in which the title is printed.")
@click.option("--person", metavar="NAME", help="Whose title; else that of all who hold it there.")
@WHY
@BY
@options.GRAPH
@FILE
def correct(what: str, folder: Path, why: str, by: str, judgements: Path | None, **values: Any) -> None:
    """Correct what was read, or what the paper misprints.

    WHAT is a name or id: of a merged node all its mentions are corrected, of a member's id that mention alone. The correction is a
    line in a file beside the build, replayed by every build; kg undo takes it back.

    kg correct Event:a.txt#1.1 --day 2026-04-28 --why 报纸误植
    """
    from kg import correcting

    say(correcting.correct(what, **values, why=why, graph=folder, judgements=judgements, **now(by)), folder)


@click.command(short_help="Add a fact that is missing, with the quote that proves it.")
@click.argument("kind", metavar="TYPE")
@click.argument("source")
@click.argument("target", required=False)
@click.option("--doc", required=True, metavar="DOC", help="The document that says so.")
@click.option("--quote", required=True, metavar="TEXT", help="The sentence, as it stands there.")
@click.option("--at", type=int, metavar="OFFSET", help="Where it begins, should it stand there several times.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE",
              help="A property (repeatable): roles=spoke、led, titles=区长, date=2026-04-29.")  # fmt: skip
@click.option("--area", metavar="NAME", help="Area of a bare title.")
@WHY
@BY
@options.GRAPH
@FILE
def add(
    kind: str, source: str, target: str | None, pairs: tuple[str, ...], folder: Path, why: str, by: str, judgements: Path | None,
    **values: Any,
) -> None:  # fmt: skip
    """Add a fact that is missing, coded by hand.

    TYPE is that of an edge, with its two ends after it, or Event with a name. Ends are names or ids; a name that the document does
    not have yet is a new node. The quote must stand in the document.

    kg add ATTENDED 罗映山 Event:a.txt#1.1 --doc a.txt --quote 罗映山参加。 --set titles=区长

    kg add Event 区委常委会会议 --doc a.txt --quote 5月5日，区委常委会召开会议。 --set date=2031-05-05
    """
    from kg import correcting

    told: dict[str, Any] = {**values, "values": dict(_pair(p) for p in pairs), **now(by)}
    say(correcting.add(kind, source, target, why=why, graph=folder, judgements=judgements, **told), folder)


@click.command(short_help="Take a decision back; without one, list all.")
@click.argument("what", required=False)
@WHY
@BY
@options.GRAPH
@FILE
@options.FORMAT
def undo(what: str | None, why: str, by: str, folder: Path, judgements: Path | None, style: str) -> None:
    """Take back a correction, an addition, a judgement or a verdict; its line stays, marked.

    WHAT is the number of its line, or the id of the node or statement that it is about. Without it, all decisions are listed.
    """
    from kg import minutes

    if what is None:
        rows = minutes.decisions(folder, judgements)
        tables.write(rows, style, minutes.COLUMNS, "decisions; kg undo LINE takes one back")
        return
    say(minutes.undo(what, why, folder, judgements, **now(by)), folder)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name or not value:
        raise UsageError(f"--set {text}", "is not NAME=VALUE", "write --set titles=区长")
    return name, value
