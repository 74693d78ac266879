"""``kg build``: progress, the log, and what is said at the end."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import stopping, tables
from kg.errors import InputError, KgError, UsageError
from kg.progress import Progress, Stopped

if TYPE_CHECKING:
    from kg.report import Report

MAX_SIZE = click.option(
    "--max-size",
    default=256,
    show_default=True,
    metavar="MB",
    type=click.IntRange(1),
    help="Of one document, unpacked.",
)

NER = click.option(
    "--ner", default="auto", show_default=True, metavar="NAME", help="auto, embedded, hanlp, lac or dictionary."
)
MODEL = click.option("--model", metavar="NAME", help="For --ner hanlp: a folder, or a model that HanLP knows.")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(allow_dash=True, readable=False))
@click.option("--out", default="out", show_default=True, type=click.Path(), help="Folder to write.")
@click.option("--issued", metavar="DATE", help="Date of issue, possibly partial (2025-04); else manifest or masthead.")
@click.option("--area", metavar="NAME", help="The paper's area (拱墅区), to which a bare 区长 belongs.")
@click.option("--publisher", metavar="NAME", help="The paper's name.")
@MAX_SIZE
@NER
@MODEL
@click.option("--rules-only", is_flag=True, help="Only what the rules say, without the learned reader.")
@click.option("--mentions", is_flag=True, help="MENTIONS edges too: whom and what each article surely names.")
@click.option("--jobs", "-j", default=1, show_default=True, type=click.IntRange(1), help="Processes that read.")
@click.option("--dataset", default="kg", show_default=True, metavar="NAME", help="Written on every node and edge.")
@click.option("--judgements", multiple=True, metavar="FILE", type=click.Path(),
              help="What people decided; else OUT.judgements.jsonl (repeatable).")  # fmt: skip
@click.option("--database/--no-database", default=True, help="Write graph.lbug, the embedded Cypher database, too.")
@click.option(
    "--fresh", "--no-cache", is_flag=True, help="Forget what earlier builds of --out read, and read it again."
)
@click.option(
    "--check", is_flag=True, help="Look at all that earlier builds kept, and at every proof, not only at a sample."
)
@click.option("--strict", is_flag=True, help="Stop at the first input that fails, and leave --out as it was.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read, and how.")
@click.option(
    "--log", metavar="FILE", type=click.Path(path_type=Path), help="Add to FILE what was read, and what failed."
)
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="No progress bar and no summary, nor the line that stands for them without a terminal.",
)
def build(inputs: tuple[str, ...], out: str, quiet: bool, dry_run: bool, log: Path | None, **options: Any) -> int:
    """Read newspapers and write their graph to --out.

    INPUT is a file (.txt, .md, .docx, .pdf, .html, .jsonl, .zip), a folder, a pattern in quotes ("papers/**/*.txt"), or -
    for standard input.

    What was read is remembered beside --out: the next build reads only what changed, and one that was stopped goes on.
    """
    silent, quiet = quiet, quiet or not sys.stderr.isatty()
    again = "the same command without --fresh" if options["fresh"] else "the same command"
    try:
        with stopping.stoppable(f"stopped at once; what was kept stays, and {again} goes on from there"):
            done = _survey(inputs, options) if dry_run else _build(inputs, out, quiet, log, options)
    except Stopped as stopped:
        _say(f"stopped; {stopped.kept} documents are kept, and {again} goes on from there")
        return stopping.STOPPED
    except KeyboardInterrupt:
        _say(f"stopped before anything was read, and {again} begins again")
        return stopping.STOPPED
    if isinstance(done, int):
        return done
    if not quiet:
        tables.write_summary(done, out)
    elif not silent:
        click.echo(tables.summary(done, out))
    return 1 if done.failures else 0


def _build(inputs: tuple[str, ...], out: str, quiet: bool, log: Path | None, options: dict[str, Any]) -> Report | int:
    """The report of a build, or the exit code where there is none."""
    # What a build holds lives long: looking for rubbish in it takes time and finds none.
    gc.set_threshold(50_000, 20, 100)
    # The picture's small matrices are slower on several threads, and their last digits would depend on how many.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if options["jobs"] > 1:
        from kg import processes

        processes.start("kg.tasks", "kg.extraction.extractor", "spacy")
    from kg import pipeline

    told: list[KgError] = []

    def tell(error: KgError) -> None:
        told.append(error)
        complain(error)

    try:
        with _logging(log), _progress(quiet) as on_progress:
            return pipeline.build(inputs, out, **options, on_progress=on_progress, on_error=tell, on_notice=_say)
    except InputError:
        if not told:
            raise
        return 2  # each input has been named, with why: that nothing is left to read goes without saying


def _survey(inputs: tuple[str, ...], options: Mapping[str, Any]) -> int:
    from kg.cli import reading
    from kg.corpus import accounts

    said = {name: options[name] for name in ("issued", "area", "publisher", "max_size")}
    read, failed = reading.write_survey(accounts.survey(inputs, **said), "table")
    return 2 if not read else 1 if failed else 0


@contextmanager
def _logging(path: Path | None) -> Iterator[None]:
    """Write what the library logs to a file."""
    if path is None:
        yield
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as e:
        raise UsageError(path, f"cannot be written ({e.strerror})", "name another file for --log") from e
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("kg")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.setLevel(before)
        log.removeHandler(handler)
        handler.close()


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    if quiet:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.fields[stage]}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"),
        TimeRemainingColumn(), TextColumn("{task.fields[rate]} {task.description}", markup=False),
    )  # fmt: skip
    with Bar(*columns, console=tables.console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task("", total=None, stage=progress.stage, rate="")
            task = tasks[progress.stage]
            elapsed = bar.tasks[bar.task_ids.index(task)].elapsed
            rate = f"{progress.characters / elapsed:,.0f} characters/s" if elapsed and progress.characters else ""
            bar.update(task, completed=progress.done, total=progress.total, description=progress.name, rate=rate)

        yield show


def complain(error: KgError) -> None:
    """One line on standard error: where, what, and what to do."""
    _say(str(error))


def _say(text: str) -> None:
    print(f"kg: {' '.join(text.split())}", file=sys.stderr)
