"""`kg push`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli import options, stopping, tables


@click.command(short_help="Bring a Neo4j database to what a build says.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.server(required=True)
@click.option("--dataset", metavar="NAME", help="Name it is written under; else that of the build.")
@click.option("--quiet", "-q", is_flag=True, help="No progress bar and no summary.")
def push(folder: Path, dataset: str | None, quiet: bool, **server: Any) -> int:
    """Bring a Neo4j database to what the build in DIR says.

    Twice does no more than once. What a corrected build no longer supports is removed, but only what was pushed under
    the same dataset: other datasets, and what people added by hand, stay.
    """
    from kg import databases

    signed = options.sign_in(**server) or {}
    half = "the dataset in the server is not whole until the same command has ended"
    try:
        with stopping.stoppable(f"stopped at once; {half}"), options.progress(quiet) as on_progress:
            summary = databases.push(folder, dataset=dataset, on_progress=on_progress, **signed)
    except KeyboardInterrupt:
        click.echo(f"kg: stopped; {half}", err=True)
        return stopping.STOPPED
    if quiet:
        return 0
    done = {what: sum(getattr(summary, what).values()) for what in ("created", "changed", "removed", "kept")}
    if sys.stderr.isatty() and not summary.nothing:
        names = sorted({n for what in done for n in getattr(summary, what)})
        rows = [[n, *(str(getattr(summary, what).get(n, "")) for what in done)] for n in names]
        tables.draw(["what", *done], rows, f"pushed to {server['uri']} as {summary.dataset}", right=list(done))
    kept = f", {done['kept']} kept because somebody tied them to something" if done["kept"] else ""
    click.echo(
        f"kg: pushed as {summary.dataset}: {done['created']} created, {done['changed']} changed, "
        f"{done['removed']} removed, {summary.same} as they were{kept}", err=True,
    )  # fmt: skip
    return 0
