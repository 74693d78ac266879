"""`kg query` and `kg cypher`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli import options, tables
from kg.errors import UsageError

#: Shown in the other formats alone: a window is narrow.
_ASIDE = frozenset({"quotes", "against", "articles", "id", "ids", "edge"})


@click.command(short_help="Ask a named question; without NAME, list them.")
@click.argument("name", required=False)
@click.argument("bare", nargs=-1, metavar="[VALUE | NAME=VALUE]...")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="The same, as an option (repeatable)."
)
@options.GRAPH
@options.FORMAT
@options.SECONDS
@options.server()
@click.option("--dataset", metavar="NAME", help="Of a server with several, the one to ask; else all of them together.")
def query(
    name: str | None,
    bare: tuple[str, ...],
    pairs: tuple[str, ...],
    folder: Path,
    style: str,
    seconds: float,
    dataset: str | None,
    **server: Any,
) -> None:
    """Ask a named question, its parameters after it; without NAME, list the questions with an example each.

    kg query attendance 敖煜新 since=2026-04: a value without a name is that of the first parameter that has none. Names may be typed
    in pinyin (aoyuxin, ayx) and in either script.
    """
    from kg import databases, queries
    from kg.queries.parameters import named, read

    if name is None:
        if pairs:
            raise UsageError("kg query", "parameters without a question", "name it; kg query lists them")
        _write_list(style)
        return
    values = read((*named(queries.find(name), bare), *pairs))
    queries.check(name, values)
    if dataset is not None and server["uri"] is None:
        raise UsageError("--dataset", "a build is one dataset", "leave it out, or name a server with --uri")
    signed = options.sign_in(**server)
    rows = databases.query(name, folder, server=signed and {**signed, "dataset": dataset}, seconds=seconds, **values)
    if style == "table":
        found = queries.find(name)
        write_table(rows, rows.columns, found.title, found.table)
    else:
        tables.write(rows, style, rows.columns)
    for note in rows.notes:
        click.echo(f"kg: {note}", err=True)


def write_table(rows: Sequence[dict[str, Any]], columns: Sequence[str], title: str, shown: Sequence[str] = ()) -> None:
    """Draw an answer; ids and quotes, or all but the columns to be shown, are told of below it."""
    # What is listed because it is to be read stands line by line.
    between = "\n" if shown else ", "
    shown = shown or [c for c in columns if c not in _ASIDE and not c.endswith("Id")]
    aside = [c for c in columns if c not in shown]
    caption = tables.count(len(rows)) + (f"; --format json and csv also give {', '.join(aside)}" if aside else "")
    tables.write_answer(shown, rows, title, caption, between)


def _write_list(style: str) -> None:
    from kg import queries

    rows = [
        {
            "question": q.name,
            "tells": q.title,
            "parameters": [f"{p.name}{'' if p.default is None else '=' + p.default}" for p in q.parameters],
            "example": " ".join(["kg query", q.name, *q.example.split()]),
        }
        for q in queries.load().values()
    ]
    columns = ("question", "tells", "example") if style == "table" else ("question", "tells", "parameters", "example")
    tables.write(rows, style, columns, "questions for kg query NAME; parameters: --format json")


@click.command(short_help="Ask the graph in Cypher.")
@click.argument("text", metavar="CYPHER")
@click.option("--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter of the text, $NAME.")
@click.option("--number", "-n", "numbers", multiple=True, metavar="NAME=NUMBER", help="A parameter that is a number.")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1), help="Rows to fetch at most.")
@click.option("--write", is_flag=True, help="Let it write.")
@options.GRAPH
@options.FORMAT
@options.SECONDS
@options.server()
def cypher(
    text: str, pairs: tuple[str, ...], numbers: tuple[str, ...], limit: int, write: bool, folder: Path, style: str,
    seconds: float, **server: Any,
) -> None:  # fmt: skip
    """Ask the graph in Cypher. It only reads, unless --write is given; values come by --param."""
    from kg import databases
    from kg.queries.parameters import read

    values: dict[str, Any] = {**read(pairs)}
    for name, value in read(numbers).items():
        try:
            values[name] = int(value) if value.lstrip("-").isdigit() else float(value)
        except ValueError:
            raise UsageError(f"--number {name}", f"'{value}' is no number", "use --param for text") from None
    answer = databases.cypher(
        text, folder, parameters=values, server=options.sign_in(**server), seconds=seconds, limit=limit, write=write
    )
    if style == "table":
        shapes = any(isinstance(v, dict) for r in answer.rows for v in r.values())
        caption = tables.count(len(answer.rows)) + ("; nodes and edges whole: --format json" if shapes else "")
        tables.write_answer(answer.columns, answer.rows, "", caption)
    else:
        tables.write(answer.rows, style, answer.columns)
    if answer.cut:
        click.echo(f"kg: there are more than {limit} rows; give --limit", err=True)


@click.command(short_help="The leaders of an area on a day; of two areas side by side.")
@click.argument("areas", nargs=-1, required=True, metavar="AREA...")
@click.option("--day", required=True, metavar="DATE", help="The day: 2026-04-29.")
@options.GRAPH
@options.FORMAT
def team(areas: tuple[str, ...], day: str, folder: Path, style: str) -> None:
    """The leaders (班子) of areas on a day: party, government, congress, CPPCC.

    或: nothing speaks against it, and nothing proves it; 代: acting; 空缺: whoever held it had left; 不详: nothing is known of that day.
    Bounds, quotes and ids: --format json or csv.
    """
    from kg import questions, teams

    rows = questions.team(areas, day, folder)
    if style != "table":
        tables.write(rows, style, teams.COLUMNS)
        return
    shown = teams.side_by_side(rows)
    tables.write(
        shown,
        style,
        tuple(shown[0]),
        day,
        "或 nothing speaks against it   代 acting   空缺 vacant   不详 nothing is known",
    )


@click.command(short_help="The quotes of a name or statement as BibTeX or CSL-JSON.")
@click.argument("what")
@click.option("--to", default="bibtex", show_default=True, metavar="FORMAT", help="bibtex or csl-json.")
@click.option("--type", "kind", metavar="TYPE", help="Only quotes of edges of this type (CHAIRED).")
@options.GRAPH
def cite(what: str, to: str, kind: str | None, folder: Path) -> None:
    """The articles in which the quotes stand that prove what is known of WHAT, ready for a list of literature.

    WHAT is a name, or the id of a node, an edge or a statement. kg cite 敖煜新 --type CHAIRED > quotes.bib
    """
    from kg import questions

    click.echo(questions.cite(what, to, folder, kind), nl=False)
