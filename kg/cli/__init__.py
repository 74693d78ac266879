"""The command line: thin commands over functions of the same name.

Exit codes: 0 done; 1 done with inputs that failed (each named, with why); 2 wrong usage or nothing usable.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.cli import asking, checking, correcting, deciding, explaining, exporting, pushing, tables, viewing
from kg.cli.building import MAX_SIZE, build, complain
from kg.cli.ner import ner
from kg.errors import KgError, UsageError

_FORMAT = click.option(
    "--format", "style", type=click.Choice(tables.FORMATS), default="table", show_default=True, help="How to print."
)
_GRAPH = click.option(
    "--graph", "folder", default="out", show_default=True, type=click.Path(path_type=Path), help="Folder of a build."
)


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Read Chinese newspapers; find out who attended what, in which position, when – with the quote that proves it."""


cli.add_command(build)
cli.add_command(ner)


@cli.command(short_help="Show how documents are read, and what was mended.")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True, readable=False))
@click.option("--issued", metavar="DATE", help="Date of issue, possibly partial (2025-04); else manifest or masthead.")
@click.option("--area", metavar="NAME", help="The paper's area (拱墅区).")
@click.option("--publisher", metavar="NAME", help="The paper's name.")
@MAX_SIZE
@click.option("--format", "style", type=click.Choice(("table", "json")), default="table", show_default=True)
def read(inputs: tuple[str, ...], style: str, **options: Any) -> int:
    """Show how documents are read: encoding, metadata, articles, writers, and what was mended.

    FILE is what `kg build` takes too: a file, a folder, a pattern in quotes, or - for standard input.
    """
    from kg.cli import reading
    from kg.corpus import accounts

    told: list[KgError] = []

    def tell(error: KgError) -> None:
        told.append(error)
        complain(error)

    number = reading.write(accounts.read(inputs, **options, on_error=tell), style)
    return 0 if not told else 1 if number else 2


@cli.command(short_help="Everything known about a person, office, event …")
@click.argument("name", required=False)
@_GRAPH
@_FORMAT
@click.option("--why", is_flag=True, help="Why its mentions are taken for one person, and what was left in doubt.")
def show(name: str | None, folder: Path, style: str, why: bool) -> None:
    """Everything known about a person, position, organisation, place or event.

    NAME is a name, an alias or a node id; without it, the people, events and positions with the most ties.
    """
    from kg import questions
    from kg.cli import answers

    if why:
        if name is None:
            raise UsageError("kg show --why", "no name", "say whose: kg show NAME --why")
        answers.write_reasons(questions.why(name, folder), style)
        return
    rows = questions.show(name, folder)
    if style != "table":
        tables.write(rows, style)
    elif name is None:
        answers.write_overview(rows)
    else:
        answers.write_profile(rows)
        if where := answers.whole(name, rows):
            click.echo(f"kg: {where}", err=True)
        if namesakes := answers.namesakes(rows):
            click.echo(f"kg: {namesakes}", err=True)


@cli.command(short_help="The holders of a position, with bounds and quotes.")
@click.argument("position")
@click.option("--area", metavar="NAME", help="Area of a bare title (拱墅区).")
@_GRAPH
@click.option("--format", "style", type=click.Choice((*tables.FORMATS, "svg")), default="table", show_default=True,
              help="How to print; svg is a drawing.")  # fmt: skip
def timeline(position: str, area: str | None, folder: Path, style: str) -> None:
    """The holders of a position in order, with bounds, evidence and quotes."""
    from kg import questions
    from kg.cli import answers

    rows = questions.timeline(position, area, folder)
    title = f"{area or ''} {position}".strip()
    if style == "table":
        answers.write_timeline(rows, title)
        answers.draw_spells(rows)
    elif style == "svg":
        from kg.exports import spells

        click.echo(spells.svg(rows, title), nl=False)
    else:
        tables.write(rows, style)


@cli.command(name="eval", short_help="Score a build against annotations.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option("--errors", default=0, metavar="N", help="Print at most N errors.")
@click.option("--min", "floors", multiple=True, metavar="METRIC=F1", help="Exit 1 when a metric is lower (repeatable).")
@_FORMAT
def evaluate(folder: Path, gold: Path, errors: int, floors: tuple[str, ...], style: str) -> int:
    """Score the build in DIR against the annotations in GOLD."""
    from kg import evaluation

    wanted = dict(_floor(f) for f in floors)
    score = evaluation.evaluate(folder, gold)
    table = score.table()
    rows = [{"metric": metric, **row, "floor": wanted.get(metric)} for metric, row in table.items()]
    tables.write(rows, style, ("metric", "precision", "recall", "f1", "right", "wrong", "missed", "floor"), "")
    for line in score.errors[:errors]:
        click.echo(f"  {line}", err=style != "table")
    return int(any(row["f1"] < wanted.get(metric, 0) for metric, row in table.items()))


for _command in (asking.query, asking.cypher, asking.team, asking.cite, checking.audit, checking.diff, correcting.add, correcting.correct,
                 correcting.undo, deciding.accept, deciding.judge, deciding.reject,
                 explaining.explain, exporting.export, pushing.push, viewing.view):  # fmt: skip
    cli.add_command(_command)


def _floor(text: str) -> tuple[str, float]:
    from kg.evaluation import METRICS

    metric, _, value = text.partition("=")
    try:
        if metric in METRICS:
            return metric, float(value)
    except ValueError:
        pass
    raise click.BadParameter(f"'{text}' is not METRIC=F1; metrics: {', '.join(METRICS)}", param_hint="--min")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    # Our matrices are small: threads of the algebra library would only wait for each other, on the core that others need.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    atexit.register(gc.freeze)  # nobody looks for garbage in a process that ends; that takes a third of a second
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Chinese quote must not end a run under LANG=C
    try:
        code = cli.main(arguments, prog_name="kg", standalone_mode=False) or 0
    except KgError as e:
        complain(e)
        code = 2
    except click.ClickException as e:
        where = e.ctx.command_path if isinstance(e, click.UsageError) and e.ctx else "kg"
        print(f"{where}: {' '.join(e.format_message().split()).rstrip('.')}; see {where} --help", file=sys.stderr)
        code = 2
    except click.Abort:
        print("kg: stopped", file=sys.stderr)
        code = 130
    except MemoryError:
        print("kg: memory has run out; close other programs, or use fewer --jobs, and give the same command again",
              file=sys.stderr)  # fmt: skip
        code = 2
    except BrokenPipeError:
        # kg show … | head: the reader has seen enough; nothing is wrong.
        sys.stderr.close()
        code = 0
    sys.exit(code)
