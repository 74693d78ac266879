"""The command line: thin commands over functions of the same name.

Exit codes: 0 done; 1 done with inputs that failed (each named, with why); 2 wrong usage or nothing usable.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.cli import asking, checking, deciding, exporting, pushing, tables
from kg.errors import InputError, KgError

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


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option("--out", default="out", show_default=True, type=click.Path(), help="Folder to write.")
@click.option("--issued", metavar="DATE", help="Date of issue, possibly partial (2025-04); else manifest or masthead.")
@click.option("--area", metavar="NAME", help="The paper's area (拱墅区), to which a bare 区长 belongs.")
@click.option("--publisher", metavar="NAME", help="The paper's name.")
@click.option("--ner", default="embedded", show_default=True, metavar="NAME", help="embedded or dictionary.")
@click.option("--jobs", "-j", default=1, show_default=True, type=click.IntRange(1), help="Processes that extract.")
@click.option("--dataset", default="kg", show_default=True, metavar="NAME", help="Written on every node and edge.")
@click.option("--judgements", metavar="FILE", type=click.Path(), help="What people decided; else OUT.judgements.jsonl.")
@click.option("--database/--no-database", default=True, help="Write graph.lbug, the embedded Cypher database, too.")
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="No progress bar and no summary, nor the line that stands for them without a terminal.",
)
def build(inputs: tuple[str, ...], out: str, quiet: bool, **options: Any) -> int:
    """Read newspapers (text files and folders of them) and write their graph to --out."""
    from kg import pipeline

    silent, quiet = quiet, quiet or not sys.stderr.isatty()
    told: list[KgError] = []

    def tell(error: KgError) -> None:
        told.append(error)
        _complain(error)

    try:
        with _progress(quiet) as on_progress:
            report = pipeline.build(inputs, out, **options, on_progress=on_progress, on_error=tell)
    except InputError:
        if not told:
            raise
        return 2  # each input has been named, with why: that nothing is left to read goes without saying
    if not quiet:
        tables.write_summary(report, out)
    elif not silent:
        click.echo(tables.summary(report, out))
    return 1 if report.failures else 0


@cli.command()
@click.argument("name", required=False)
@_GRAPH
@_FORMAT
def show(name: str | None, folder: Path, style: str) -> None:
    """Everything known about a person, position, organisation, place or event.

    NAME is a name, an alias or a node id; without it, the people, events and positions with the most ties.
    """
    from kg import questions
    from kg.cli import answers

    rows = questions.show(name, folder)
    if style != "table":
        tables.write(rows, style)
    elif name is None:
        answers.write_overview(rows)
    else:
        answers.write_profile(rows)


@cli.command()
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


@cli.command(name="eval")
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


for _command in (asking.query, asking.cypher, checking.audit, checking.diff, deciding.accept, deciding.judge, deciding.reject,
                 exporting.export, pushing.push):  # fmt: skip
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


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    if quiet:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=tables.console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda done, total, doc: bar.update(task, completed=done, total=total, description=doc)


def _complain(error: KgError) -> None:
    print(f"kg: {' '.join(str(error).split())}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Chinese quote must not end a run under LANG=C
    try:
        code = cli.main(arguments, prog_name="kg", standalone_mode=False) or 0
    except KgError as e:
        _complain(e)
        code = 2
    except click.ClickException as e:
        where = e.ctx.command_path if isinstance(e, click.UsageError) and e.ctx else "kg"
        print(f"{where}: {' '.join(e.format_message().split()).rstrip('.')}; see {where} --help", file=sys.stderr)
        code = 2
    except click.Abort:
        print("kg: stopped", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # kg show … | head: the reader has seen enough; nothing is wrong.
        sys.stderr.close()
        code = 0
    sys.exit(code)
