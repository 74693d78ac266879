"""`kg view`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import options


@click.command()
@options.GRAPH
@click.option(
    "--port", default=0, metavar="N", type=click.IntRange(0, 65535), help="Port at 127.0.0.1; else a free one."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
@click.option(
    "--judgements",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where verdicts go; else GRAPH.judgements.jsonl.",
)
@click.option(
    "--source", metavar="FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where the papers lie now, should they have been moved.",
)  # fmt: skip
@click.option(
    "--to", metavar="FILE", type=click.Path(path_type=Path), help="Write a page with everything inside; show none."
)
@click.option("--center", metavar="NAME", help="With --to: a node (id or name) and what is near it.")
@click.option("--since", metavar="DATE", help="With --to: the first day, month or year.")
@click.option("--until", metavar="DATE", help="With --to: the last.")
@click.option("--area", metavar="NAME", help="Only what newspapers of an area tell, and its offices.")
@click.option("--publisher", metavar="NAME", help="Only what newspapers of a publisher tell.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), help="With --to: the N nodes with the most ties.")
def view(folder: Path, to: Path | None, **options: Any) -> None:
    """Look at the graph in the browser, each fact with its sentence.

    The page asks this command, at 127.0.0.1 alone, until Ctrl-C; only who has the printed address can open it. With --to the
    same page is a file that needs nothing, for up to 10,000 nodes.
    """
    from kg.view.serving import view as show

    written = show(folder, to=to, **options, on_ready=click.echo)
    if written is not None:
        part = f" of {written[1]:,}" if written[1] > written[0] else ""
        click.echo(f"kg: wrote {to}: {written[0]:,}{part} nodes", err=True)
